"""The columns of tables: what each means.

A header means a property of the vocabulary, in English or Chinese, or what `data/curated/columns.yaml`
says; where it does not tell, the values may.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from llm_kg.sizes.headers import header_unit
from llm_kg.sources.column import Column, header_text, rule_for, words_of
from llm_kg.sources.column_values import Values
from llm_kg.sources.columns_by_values import told_by_values
from llm_kg.sources.keys import says_of_model, says_of_other, terms_of
from llm_kg.sources.tables import TableCell
from llm_kg.terms import Property
from llm_kg.vocabulary import load_vocabulary

__all__ = ["columns_of"]

_WORD_SIGN = re.compile(r"[^\W_]")
# "Embedding model", "Protein LMs", "Reranker 模型": of whatever kind, it is a model.
_SAYS_MODEL = re.compile(
    r"^(?!.*\b(?:teacher|student|reward|judge|draft|target|annotator|generator|source|other|backbone)\b)"
    r"(?:.* )?(?:models?|v?l?ms?|llms?|plms?)$|模型$"
)
_SAYS_VARIANTS = re.compile(
    r"(?:(?:biggest|largest|main) )?(?:variants?|versions?|checkpoints?)|models? available|# ?p|版本|型号"
)
_NUMBERED = re.compile(r"(.{1,80}?\D)[\s_.#-]*\d{1,2}")
# Sentences below these tell of other things than the model.
_OF_OTHERS = re.compile(
    r"\b(?:data\w*|corp(?:us|ora)|eval\w*|benchmark\w*|compar\w*|results?|performance|examples?|prompts?|teachers?"
    r"|similar|alternatives?|competit\w*|licen[cs]e|hardware|limitations?|base|paper|title|abstract of)\b",
    re.IGNORECASE,
)
_OF_RELEASES = frozenset({"organization", "license", "date_created", "checkpoint", "paper"})
_OF_ARCHITECTURES = frozenset({"organization", "number_of_parameters", "paper"})


def columns_of(
    header: Sequence[TableCell],
    verdict: str,
    values: Callable[[int], Values],
    *,
    under_models: bool = False,
) -> list[Column]:
    """Return what the columns mean; `values` gives those of a column whose header does not tell.

    `under_models` tells that the section's own heading speaks of models.
    """
    headers = [header_text(cell) for cell in header]
    known = _with_numbered([terms_of(header) for header in headers], headers)
    present = {term.notation for terms in known for term in terms} | {words_of(header) for header in headers}
    columns: list[Column] = []
    for number, (cell, title, terms) in enumerate(zip(header, headers, known, strict=True)):
        rule = rule_for(title, present)
        kind = rule.verdict if rule else ("property" if terms else "unknown")
        if not _WORD_SIGN.search(title):
            kind = "number" if "#" in title or "№" in title else "description"
        if kind == "thing" and not (under_models and number == 0):
            kind = "property" if terms else "unknown"
        if (kind == "other subject" and terms and number) or (kind == "subject" and terms):
            kind = "property"
        # Software, prices and graphics cards have models, too.
        if kind == "unknown" and _SAYS_MODEL.search(words_of(title)) and _tell_of_models(headers, values):
            kind = "subject"
        if kind == "name":
            present.difference_update(term.notation for term in terms)  # "Finetuned model" states no base
        if kind != "property":
            terms = ()
        if any(term.notation == "name" for term in terms):
            kind, terms = "unknown", ()
        column = Column(kind, title, cell.place, tuple(terms))
        found = told_by_values(column.header, kind, column.wanted, verdict, partial(values, number))
        may_be_sizes = (
            kind in ("unknown", "subject", "members", "description")
            and number
            and "number_of_parameters" not in present
        )
        if may_be_sizes and _SAYS_VARIANTS.fullmatch(title.casefold()) and values(number).are_sizes:
            found = load_vocabulary().properties["number_of_parameters"]
        # Beside "Model access", a column "Code access" is about something else.
        if found and found.notation not in present:
            column = replace(column, kind="property", terms=(found,))
            present.add(found.notation)
        elif kind == "unknown" and values(number).are_sentences and not _OF_OTHERS.search(title):
            column = replace(column, kind="description")
        columns.append(column)
    if verdict == "models" and not any(column.kind == "name" for column in columns):
        # In a section of models, a name is a model's.
        for number, terms in enumerate(known):
            if any(term.notation == "name" for term in terms):
                columns[number] = replace(columns[number], kind="name")
                break
    columns = _with_nameless_first(columns, verdict, values)
    return _with_one_name(_with_named_architectures(columns, verdict, values, under_models))


def _with_numbered(known: list[tuple[Property, ...]], headers: Sequence[str]) -> list[tuple[Property, ...]]:
    """Return what headers mean; several that a number alone tells apart mean what they do without it."""
    numbered = {n: match[1] for n, header in enumerate(headers) if (match := _NUMBERED.fullmatch(header))}
    stems = list(numbered.values())
    for number, stem in numbered.items():
        terms = terms_of(stem) if stems.count(stem) > 1 and not known[number] else ()
        # Of a day or a name there is one.
        if any(term.notation == "number_of_parameters" or not term.is_functional for term in terms):
            known[number] = terms
    return known


def _with_nameless_first(
    columns: list[Column], verdict: str, values: Callable[[int], Values]
) -> list[Column]:
    """Let a first column whose header does not say so name models, where the others are of models alone.

    Without a header these say something that only models have, or two things of what a section of models
    lists; behind another header, in such a section, sizes and something that tells of a release. What it is
    by which the rows are grouped, may stand before it.
    """
    first = next(
        (n for n, column in enumerate(columns) if not (_may_stand_first(column) or column.tells_kind)), None
    )
    if first is None or not {"name", "subject", "members"}.isdisjoint(column.kind for column in columns):
        return columns
    known = [column for column in columns[first + 1 :] if column.kind == "property" and not column.is_guessed]
    if columns[first].header:
        names = _may_be_headed_otherwise(columns[first]) and verdict == "models"
        names = names and _tell_of_release(columns, values) and values(first).are_coined
        if columns[first].wanted == ("checkpoint",) and _tell_of_release(columns, values, besides=first):
            names = _are_checkpoints(values(first))
    else:
        of_models = sum(says_of_model(column.header) for column in known)
        names = bool(of_models + (verdict == "models") and len(known) > 1)
    if names and values(first).are_names:
        columns[first] = Column("name", columns[first].header, columns[first].place)
    return columns


def _with_named_architectures(
    columns: list[Column], verdict: str, values: Callable[[int], Values], under_models: bool
) -> list[Column]:
    """Let a column of architectures name models where its values are names: `Date | Architecture | Idea`.

    In a section of models it does, where nothing but dates stands before it, and no other column names any.
    Parts of models have names as well: most of these have a number or a hyphen, and the section's heading
    speaks of models, or days, who made them, their sizes or papers are told.
    """
    if verdict != "models" or {"name", "subject", "thing"} & {column.kind for column in columns}:
        return columns
    first = next((n for n, column in enumerate(columns) if column.wanted != ("date_created",)), 0)
    dated = next((n for n, column in enumerate(columns) if column.wanted == ("date_created",)), None)
    is_first = bool(columns) and columns[first].wanted == ("pretraining_architecture",)
    if not is_first or dated is None or not values(first).are_numbered:
        return columns
    are_told = under_models or any(not _OF_ARCHITECTURES.isdisjoint(column.wanted) for column in columns)
    is_telling = are_told or values(dated).are_days
    if is_telling and values(first).are_names and not values(first).begin_with_architectures:
        columns[first] = Column("name", columns[first].header, columns[first].place)
    return columns


def _may_stand_first(column: Column) -> bool:
    """Tell whether a column numbers rows, or holds what groups them: who made the models, and when."""
    return column.kind == "number" or (
        column.kind == "property" and {"organization", "date_created"}.issuperset(column.wanted)
    )


def _may_be_headed_otherwise(column: Column) -> bool:
    if says_of_other(column.header):
        return False
    return column.kind == "unknown" or column.wanted == ("pretraining_architecture",)


def _are_checkpoints(values: Values) -> bool:
    """Tell whether values are names of checkpoints, and not "link", steps of a training or files."""
    return (values.are_coined or values.are_of_families) and not values.are_labels


def _tell_of_release(
    columns: Sequence[Column], values: Callable[[int], Values], *, besides: int | None = None
) -> bool:
    """Tell whether columns, besides one, hold numbers of parameters, and what is said of releases."""
    wanted = {t: number for number, column in enumerate(columns) if number != besides for t in column.wanted}
    sized = wanted.get("number_of_parameters")
    if sized is None or _OF_RELEASES.isdisjoint(wanted):
        return False
    return header_unit(columns[sized].header) is not None or values(sized).are_sizes


def _tell_of_models(headers: Sequence[str], values: Callable[[int], Values]) -> bool:
    """Tell whether one of the columns is such as only models have; any thing may have seven parameters."""
    for number, header in enumerate(headers):
        are_counts = any(term.notation == "number_of_parameters" for term in terms_of(header))
        if says_of_model(header) and not (are_counts and header_unit(header) is None):
            return True
        if are_counts and values(number).are_sizes:
            return True
    return False


def _with_one_name(columns: list[Column]) -> list[Column]:
    """Keep the first column that names models; where there is none, a base that stands first is it."""
    names = [n for n, column in enumerate(columns) if column.kind == "name"]
    if not names:
        subject = next((n for n, c in enumerate(columns) if c.kind not in ("number", "description")), None)
        if subject is not None and not _may_name(columns[subject]):
            others = (n for n, c in enumerate(columns) if c.kind not in ("number", "description", "property"))
            subject = next(others, None)
            subject = subject if subject is not None and columns[subject].kind == "members" else None
        if subject is not None:
            columns[subject] = Column("name", columns[subject].header, columns[subject].place)
    for number, column in enumerate(columns):
        if column.kind in ("subject", "thing"):
            columns[number] = replace(column, kind="unknown")
    for extra in names[1:]:
        columns[extra] = Column("description", columns[extra].header, columns[extra].place)
    return columns


def _may_name(column: Column) -> bool:
    return column.kind in ("subject", "thing") or any(
        t.notation in ("based_on", "model_family") for t in column.terms
    )
