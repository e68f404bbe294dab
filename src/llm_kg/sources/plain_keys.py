"""Keys in an author's own plain words: what each means, where its value reads as one of that.

"terms" may head anything, and "terms: Apache-2.0" states a licence. The words are data
(`data/curated/plain-keys.yaml`); the form that a value must have is that of its property, and here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import Final

from llm_kg.curated import (
    Row,
    is_collection,
    is_host,
    is_language,
    is_maker_and_model,
    is_no_value,
    link_field,
    no_model,
    read_table,
)
from llm_kg.identifiers import is_web_link
from llm_kg.names import fold
from llm_kg.numerals import parse_count
from llm_kg.quantities.texts import parse_quantities
from llm_kg.sizes.cells import parse_sizes
from llm_kg.sizes.in_names import size_in_name
from llm_kg.sources.base_families import is_of_base_family
from llm_kg.sources.links import is_of_blog
from llm_kg.sources.name_forms import is_name
from llm_kg.sources.recognizers import is_architecture, is_date_shaped, is_license, names_organizations
from llm_kg.sources.values.base import split
from llm_kg.vocabulary import load_vocabulary

__all__ = ["field_of_plain", "has_form", "plain_field"]


class _PlainKeys(Row):
    field: str
    form: str = ""
    words: tuple[str, ...]


#: What is longer is no value of any of these properties.
_LONGEST: Final = 500


@lru_cache(maxsize=4096)
def plain_field(key: str) -> str | None:
    """Return the field of the property that a plain word may mean; None of any other key."""
    row = _row_of(key)
    return row.field if row else None


def _row_of(key: str) -> _PlainKeys | None:
    return _words().get(fold(key)) if len(key) <= _LONGEST_KEY else None


def field_of_plain(key: str, text: str) -> str | None:
    """Return the field of the property that a plain word means over a value; None where it means none.

    >>> field_of_plain("terms", "MIT"), field_of_plain("terms", "two years"), field_of_plain("?", "MIT")
    ('license', None, None)
    >>> field_of_plain("get", "https://github.com/finch/finch"), field_of_plain("get", "it from me")
    ('has_source_code', None)
    """
    row = _row_of(key)
    if row is None or len(text) > _LONGEST or is_no_value(text):
        return None
    if row.field == "link" and not row.form:
        return _link_field(text.strip())
    return row.field if has_form(row.form or row.field, text) else None


def has_form(field: str, text: str) -> bool:
    """Tell whether a text has the form that a value of a property must have under a plain word.

    Where there is no such form, it is a value if it states one at all.
    """
    form = _FORMS.get(field)
    return form(" ".join(text.split())) if form and len(text) <= _LONGEST else not is_no_value(text)


_LONGEST_KEY: Final = 40


@cache
def _words() -> Mapping[str, _PlainKeys]:
    rows: tuple[_PlainKeys, ...] = read_table("plain-keys.yaml", _PlainKeys)
    return {fold(word): row for row in rows for word in row.words}


def _is_maker(text: str) -> bool:
    """Tell whether a text names organisations that are known, and no family of models of such a name."""
    if is_of_base_family(text) or any(map(_is_place, split(text))):
        return False
    return names_organizations(text)


def _is_place(text: str) -> bool:
    """Tell whether a text names where models of others are had from."""
    return is_host(text) or fold(text) in _FORGES


_FORGES: Final = frozenset(map(fold, ("GitHub", "GitLab", "Gitee")))


def _is_day_or_month(text: str) -> bool:
    return is_date_shaped(text) and not text.isdigit()


def _counts_parameters(text: str) -> bool:
    """Tell whether a text is numbers of parameters with their units; thousands are of something else."""
    return (
        bool(_UNIT.search(text))
        and bool(sizes := parse_sizes(text))
        and all(size.parameter_count >= 10**6 for size in sizes)
    )


_UNIT = re.compile(r"\d\s*(?:[BM]\b|[bm]illion|[亿万])", re.IGNORECASE)


def _counts_tokens(text: str) -> bool:
    """Tell whether a text is a length of context: nobody builds one of less than a thousand today."""
    count = parse_count(_TOKENS.sub("", text))
    return count is not None and 1_000 <= count.value <= 10**8


_TOKENS = re.compile(r"(?<=[\dkKmM])\s*tok(?:en)?s?$", re.IGNORECASE)


def _is_license(text: str) -> bool:
    schemes = load_vocabulary().schemes
    known = is_license(text) or schemes["access"].concepts.get(text)
    return bool(known) or (len(text.split()) <= _MOST_WORDS and _OF_LICENSE.fullmatch(text) is not None)


_MOST_WORDS: Final = 8
# "Finch Community License 1.1"; "See License" names none.
_OF_LICENSE = re.compile(
    r"(?!(?:See|Own|Same|No|Read|Custom|Our|The|Check|Ask|Other|Its|Any|Unknown)\b)"
    r"(?!.*(?::|\b(?:under|for|is|are|has|with|only|but)\b))[A-Z].*"
    r"\b(?:Licen[cs]e(?: Agreement)?|Terms of Use|RAIL|OpenRAIL)(?:-[A-Z])?(?:,? v?\d[\d.]*)?|CC[ -]BY\b.*"
)


def _names_model(text: str) -> bool:
    """Tell whether a text is the name of a model: software and data, too, are what things are made from."""
    if not is_name(text) or is_maker_and_model(text) or no_model(text):
        return False
    return is_of_base_family(text) or bool(size_in_name(text) or _UNIT.search(text))


def _names_languages(text: str) -> bool:
    """Tell whether a text lists languages."""
    return all(map(is_language, split(text.strip("[]"))))


def _tells_data(text: str) -> bool:
    """Tell whether a text counts tokens, or lists names that were made for corpora."""
    if parse_quantities(text, ("TOKEN",)):
        return True
    pieces = split(text.strip("[]"))
    return bool(pieces) and all(map(_names_corpus, pieces))


def _names_corpus(whole: str) -> bool:
    """Tell whether a text is the name of a corpus: a known one, one with "The", or one made of several words.

    Names of capitals alone are those of methods, formats and benchmarks.
    """
    if is_collection(whole):
        return True
    text = whole.removeprefix("The ")
    is_proper = len(whole) > len(text) and text[:1].isupper()
    is_of_other = names_organizations(text) or is_license(text) or is_date_shaped(text) or parse_sizes(text)
    if is_of_other or is_language(text) or not is_name(text) or "://" in text:
        return False
    if no_model(text) or is_of_base_family(text) or text.endswith("GPT"):
        return False
    return _JOINED.search(text) is not None or is_proper


_JOINED = re.compile(r"[a-z][A-Z]")


_FORMS: Final[Mapping[str, Callable[[str], bool]]] = {
    "organization": _is_maker,
    "date_created": is_date_shaped,
    "number_of_parameters": _counts_parameters,
    "context_length": _counts_tokens,
    "license": _is_license,
    "pretraining_architecture": is_architecture,
    "based_on": _names_model,
    "supported_language": _names_languages,
    "training_data_size": _tells_data,
    "day or month": _is_day_or_month,
    "any address": is_web_link,
}


def _link_field(text: str) -> str | None:
    """Return where an address leads, behind which nothing stands; a title may stand before it."""
    match = _ADDRESS.fullmatch(text)
    if match is None:
        return None
    field = link_field(match["url"])
    if match["title"]:
        return field if field == "paper" else None
    return "blog_post" if field == "link" and is_of_blog(match["url"]) else field


_ADDRESS = re.compile(r"(?:(?P<title>[^\n]{1,300}?)[,:;]? )??(?P<url>https?://[^\s<>\"]{3,400})")
