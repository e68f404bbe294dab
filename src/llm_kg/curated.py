"""Curated knowledge that is neither vocabulary nor record; each line of it has its reason.

The tables are YAML in `data/curated/`, so that a maintainer of lists can read and mend them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

from llm_kg.assets import asset
from llm_kg.identifiers import host_and_path
from llm_kg.names import fold

__all__ = [
    "ColumnRule",
    "Row",
    "SectionRule",
    "begins_headline",
    "begins_with_data",
    "column_rules",
    "heads_own_part",
    "heads_part",
    "is_collection",
    "is_description",
    "is_host",
    "is_language",
    "is_link_label",
    "is_maker_and_model",
    "is_no_maker",
    "is_no_value",
    "is_summary",
    "is_venue",
    "link_field",
    "names_models",
    "no_model",
    "read_table",
    "said_to_be",
    "section_rules",
]

# Libyaml, where PyYAML was built with it, reads the same ten times as fast.
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_BETWEEN_WORDS = re.compile(r"[\W_]")

Verdict = Literal["models", "papers", "reading", "software", "other", "unknown"]
ColumnVerdict = Literal[
    "name", "subject", "members", "thing", "description", "number", "score", "other subject"
]


class Row(BaseModel):
    """A row of a table of curated knowledge, and why it stands there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reason: str


class SectionRule(Row):
    """What headings with one of these phrases say of their section, and why.

    With `own` it holds of what stands directly under the heading, and of no heading below it; `of_page`
    is the verdict of what stands under other headings on a page of such a title, and `beside_models` on one
    whose title names models as well; with `first` the phrases
    stand at the beginning of the heading, and more behind them; with `makes_models`
    what is done there makes models, where a part of the list that is of models tells of it; with `rest`
    it holds what the headings beside it do not, and in a part of the list that is of models, models;
    with `groups` it does so where the heading is a licence: "Apache 2.0 License".
    """

    verdict: Verdict
    phrases: tuple[str, ...]
    own: bool = False
    of_page: Verdict | None = None
    beside_models: Verdict | None = None
    first: bool = False
    makes_models: bool = False
    rest: bool = False
    groups: bool = False


class ColumnRule(Row):
    """What table headers with one of these phrases say of their column, and why.

    A rule holds where the table has a column of each property (or header) in `beside`.
    """

    verdict: ColumnVerdict
    phrases: tuple[str, ...]
    beside: tuple[str, ...] = ()


class _NotModels(Row):
    names: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    are_data: bool = False


class _Kind(Row):
    kind: Literal["model", "data", "other", "technique", "neither"]
    words: tuple[str, ...]


class _Texts(Row):
    texts: tuple[str, ...]


class _LinkHosts(Row):
    field: str
    hosts: tuple[str, ...]
    besides: tuple[str, ...] = ()
    within: tuple[str, ...] = ("",)


def read_table(name: str, row: Any) -> Any:
    """Return the rows of a table in `data/curated`, each as `row`."""
    # Our own files: read as strings, so that `no` stays a word.
    text = asset("data", "curated", name).read_text(encoding="utf-8")
    return TypeAdapter(tuple[row, ...]).validate_python(yaml.load(text, Loader=_LOADER))


@cache
def section_rules() -> tuple[SectionRule, ...]:
    """Return the rules that judge sections, in the order in which they are tried."""
    rules: tuple[SectionRule, ...] = read_table("sections.yaml", SectionRule)
    return rules


@cache
def column_rules() -> tuple[ColumnRule, ...]:
    """Return the rules that judge columns of tables, in the order in which they are tried."""
    rules: tuple[ColumnRule, ...] = read_table("columns.yaml", ColumnRule)
    return rules


def names_models(header: str) -> bool:
    """Tell whether a header, or a key, says by itself that models stand below it.

    >>> names_models("LLMs"), names_models("Pricing model")
    (True, False)
    """
    words = " ".join(_BETWEEN_WORDS.sub(" ", header.casefold()).split())
    return any(
        rule.verdict == "name" and not rule.beside and words in rule.phrases for rule in column_rules()
    )


@cache
def _descriptions() -> frozenset[str]:
    return frozenset(
        fold(phrase) for rule in column_rules() if rule.verdict == "description" for phrase in rule.phrases
    )


def is_description(key: str) -> bool:
    """Tell whether sentences stand under a key, which are kept as stated.

    >>> is_description("Notes"), is_description("简介"), is_description("Params")
    (True, True, False)
    """
    return fold(key) in _descriptions()


@cache
def _not_models() -> tuple[Mapping[str, str], Mapping[str, str]]:
    rows: tuple[_NotModels, ...] = read_table("not-models.yaml", _NotModels)
    names = {fold(name): row.reason for row in rows for name in row.names}
    return names, {fold(prefix): row.reason for row in rows for prefix in row.prefixes}


def no_model(name: str) -> str | None:
    """Return why a well-known name is that of no model, or None.

    >>> no_model("ZeRO") is None, no_model("BLOOM") is None, no_model("Awesome-LLM")
    (False, True, 'a list, such as this one')
    """
    names, prefixes = _not_models()
    # "harbour/cookbook" is the cookbook of someone.
    if reason := names.get(fold(name.rpartition("/")[2])):
        return reason
    name = name.strip()
    behind = _BETWEEN_WORDS.search(name)
    return prefixes.get(fold(name[: behind.start()])) if behind else None


@cache
def _collections() -> frozenset[str]:
    rows: tuple[_NotModels, ...] = read_table("not-models.yaml", _NotModels)
    return frozenset(fold(name) for row in rows if row.are_data for name in row.names)


def is_collection(name: str) -> bool:
    """Tell whether a name is that of a well-known collection of data.

    >>> is_collection("SlimPajama"), is_collection("MMLU")
    (True, False)
    """
    return fold(name) in _collections()


@cache
def _kinds(in_title: bool) -> tuple[re.Pattern[str], Mapping[str, _Kind]]:
    rows: tuple[_Kind, ...] = read_table("kinds.yaml", _Kind)
    by_word = {word: row for row in rows for word in row.words if in_title or row.kind != "technique"}
    longest_first = sorted(by_word, key=lambda word: (-len(word), word))
    # Chinese words have no blanks around them.
    words = "|".join(re.escape(word) for word in longest_first if word.isascii())
    chinese = (re.escape(word) for word in longest_first if not word.isascii())
    return re.compile("|".join((rf"\b(?:{words})\b", *chinese))), by_word


def said_to_be(sentence: str, in_title: bool = False) -> tuple[bool, str] | None:
    """Return whether a sentence calls the thing beside it a model, and why; None if it does not tell.

    >>> said_to_be("a small, yet powerful model for code"), said_to_be("Fast library for models")[0]
    ((True, 'the sentence beside the name says that it is a model'), False)
    """
    pattern, by_word = _kinds(in_title)
    sentence = sentence[:300].replace("İ", "i").lower()  # the only letter that is longer in lower case
    if not sentence.isascii() and re.search(r"[\u3400-\u9fff]", sentence):
        # A Chinese clause ends with what the thing is; an English one has it before what it is for.
        clause = re.split(r"[，。；,;]", sentence, maxsplit=1)[0]
        found = None if "、" in clause else next(reversed(list(pattern.finditer(clause))), None)
        # "知识蒸馏到小模型" and "小模型没有的能力" speak of models, and call nothing one.
        if found and ("的" in clause[found.end() :] or _TO_A_MODEL.search(clause[: found.start()])):
            found = None
    else:
        found = pattern.search(sentence)
    row = by_word[found[0]] if found else None
    if row is None or row.kind == "neither":
        return None
    return row.kind == "model", row.reason


_TO_A_MODEL = re.compile(r"[到给让使从][^的是]{0,4}$")


@cache
def _begins_with_data() -> re.Pattern[str]:
    rows: tuple[_Kind, ...] = read_table("kinds.yaml", _Kind)
    words = "|".join(
        sorted(word for row in rows if row.kind == "data" for word in row.words if word.isascii())
    )
    between = r"(?:(?!(?:for|of|on|with|from|to|by|in|at|and|that|trained|using|via)\s)[\w'’/-]{1,40}\s){0,7}"
    return re.compile(
        rf"(?:[^:\s]{{1,40}}:\s)?(?:an?|the)\s{between}(?:{words})(?![\w-]|\sand\s(?!{words}|toolkit\b))",
        re.IGNORECASE,
    )


def begins_with_data(sentence: str) -> bool:
    """Tell whether the first words of a sentence call the thing beside it data or an evaluation.

    >>> begins_with_data("A large benchmark for code"), begins_with_data("A model for the X benchmark")
    (True, False)
    """
    return _begins_with_data().match(sentence[:300]) is not None


@cache
def _texts(name: str) -> frozenset[str]:
    """Return the texts of a table that lists nothing else, folded."""
    rows: tuple[_Texts, ...] = read_table(name, _Texts)
    return frozenset(fold(text) for row in rows for text in row.texts)


def is_no_value(text: str) -> bool:
    """Tell whether a text stands where a value would and states none.

    >>> is_no_value("N/A"), is_no_value("?"), is_no_value("175B")
    (True, True, False)
    """
    folded = fold(text)
    return not folded or folded in _texts("no-values.yaml")


def begins_headline(word: str) -> bool:
    """Tell whether titles of papers begin with a word, and names do not.

    >>> begins_headline("Scaling"), begins_headline("Don’t"), begins_headline("Sterling")
    (True, True, False)
    """
    return fold(word) in _texts("headlines.yaml")


def is_link_label(text: str) -> bool:
    """Tell whether a label says what its link leads to, and that is nothing that a property holds.

    >>> is_link_label("Video"), is_link_label("OpenAI")
    (True, False)
    """
    return fold(text) in _texts("link-labels.yaml")


def is_summary(text: str) -> bool:
    """Tell whether the summary of folded details names nothing, so that they go on with what is around them.

    >>> is_summary("ℹ️ More Information"), is_summary("Datasets")
    (True, False)
    """
    return fold(_PICTURE.sub("", text)) in _texts("summaries.yaml")


# Letters and digits, too, are shown as pictures with this sign behind them.
_PICTURE = re.compile(".\ufe0f")


def heads_own_part(text: str) -> bool:
    """Tell whether a text heads a part of a model's card that says what the model itself is.

    >>> heads_own_part("Model Details"), heads_own_part("Base model")
    (True, False)
    """
    return fold(text) in _texts("own-parts.yaml")


def heads_part(text: str) -> bool:
    """Tell whether a text heads a part of a page, or of what describes a thing, and names nothing.

    >>> heads_part("Vision encoder"), heads_part("Quick Start"), heads_part("Finch")
    (True, True, False)
    """
    return fold(text) in _texts("parts.yaml") or _NUMBERED_PART.fullmatch(text.strip()) is not None


# "Step 1", "Week 2", "Config-A", "v1.0": what is counted.
_NUMBERED_PART = re.compile(
    r"(?:(?:step|week|day|part|chapter|config|question|tier|run|phase|stage|version|release|level|round|case"
    r"|option|method|experiment|exp|setting|task|example)[ -]?(?:[0-9]{1,3}|[A-Za-z])"
    r"|v?[0-9]{1,3}(?:\.[0-9]{1,3}){0,3})",
    re.IGNORECASE,
)


def is_no_maker(text: str) -> bool:
    """Tell whether letters that might be the initials of a maker are known to be those of something else.

    >>> is_no_maker("SOTA"), is_no_maker("UCSD")
    (True, False)
    """
    return fold(text) in _texts("not-makers.yaml")


def is_maker_and_model(text: str) -> bool:
    """Tell whether the name of an organisation is that of its models as well.

    >>> is_maker_and_model("Mistral"), is_maker_and_model("Google")
    (True, False)
    """
    return fold(text) in _texts("makers-and-models.yaml")


def is_host(text: str) -> bool:
    """Tell whether a text names somebody who serves the models of others.

    >>> is_host("Groq"), is_host("Amazon Bedrock"), is_host("OpenAI")
    (True, True, False)
    """
    return fold(text) in _texts("hosts.yaml")


def is_language(text: str) -> bool:
    """Tell whether a text is the name of a language that people speak.

    >>> is_language("Korean"), is_language("Python")
    (True, False)
    """
    return fold(text) in _texts("languages.yaml")


def is_venue(text: str) -> bool:
    """Tell whether a text is the name of a journal, a conference or an archive of papers.

    >>> is_venue("TMLR"), is_venue("bioRxiv"), is_venue("OpenAI")
    (True, True, False)
    """
    return fold(text) in _texts("venues.yaml")


_NOT_ITSELF = re.compile(
    r"\.pdf$|/(?:blob|raw|resolve|tree)/[^?#]{1,200}/licen[cs]e[\w.-]{0,20}$", re.IGNORECASE
)


# Publishers have the identifier of an article in its address; those of data and software have other paths.
_OF_ARTICLE = re.compile(r"/(?:doi/(?:[a-z]{1,10}/)?|articles?/|article\?id=)10\.\d{4,9}/")


@cache
def _hosts() -> dict[str, _LinkHosts]:
    rows: tuple[_LinkHosts, ...] = read_table("link-hosts.yaml", _LinkHosts)
    return {host: row for row in rows for host in row.hosts}


def link_field(url: str) -> str:
    """Return the field of a link whose kind is not stated: by its host, else plain `link`.

    >>> link_field("https://github.com/openai/gpt-2"), link_field("https://openai.com")
    ('has_source_code', 'link')
    >>> link_field("https://journal.example/doi/full/10.1234/finch.1")
    'paper'
    """
    host, path = host_and_path(url)
    row = _hosts().get(host.removeprefix("www."))
    if row is None and _OF_ARTICLE.search(url):
        return "paper"
    if row is None or not path.startswith(row.within) or path.startswith(row.besides):
        return "link"
    # A forge or a hub may hold a report, or the text of a licence, too.
    if row.field != "paper" and _NOT_ITSELF.search(path):
        return "link"
    return row.field
