"""The CSV file that both of ORKG's importers read alike: a row for each contribution of a paper.

What is told of a value (that it is a thing, or a date) is told in a way that both understand: a thing by
`resource:` in its cell, the type of literals in the header. So there is a column for each predicate and
type; where a contribution has several values of one, the column is repeated.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

from llm_kg.delimited import csv_lines
from llm_kg.findings import Finding, Findings
from llm_kg.orkg.contributions import Contribution, Contributions, Resource, Value
from llm_kg.orkg.limits import LONGEST_LABEL, check_extraction_method, check_research_field, one_line
from llm_kg.orkg.papers import PaperOf
from llm_kg.orkg.template import load_template
from llm_kg.rdf import XSD, Literal
from llm_kg.vocabulary import load_vocabulary

__all__ = ["PAPER_COLUMNS", "import_csv"]

#: The columns of the paper and of the contribution as a whole, which stand once.
PAPER_COLUMNS: Final = (
    "paper:title",
    "paper:doi",
    "paper:authors",
    "paper:publication_month",
    "paper:publication_year",
    "paper:published_in",
    "paper:research_field",
    "paper:url",
    "contribution:research_problem",
    "contribution:extraction_method",
)
_TYPES: Final[Mapping[str, str]] = {
    XSD["integer"]: "integer",
    XSD["decimal"]: "decimal",
    XSD["boolean"]: "boolean",
    XSD["date"]: "date",
    XSD["anyURI"]: "url",
}
#: A column: the field, and the type of its literals; of things, none.
_Column: TypeAlias = tuple[str, str]
# What an importer takes for more than text: a prefix that it knows, and a type at the end.
_PREFIX = re.compile(r"(orkg|resource|paper|contribution)\s*:", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(slots=True)
class _Row:
    paper: PaperOf
    problem: str = ""
    cells: dict[_Column, list[str]] = field(default_factory=dict)


def import_csv(
    contributions: Contributions,
    findings: Findings,
    *,
    research_field: str = "R133",
    extraction_method: str = "AUTOMATIC",
) -> Iterator[str]:
    """Return the lines of a file to import (RFC 4180); a model without a paper is left out, and a finding.

    All findings have been added when this returns, before the first line is asked for.

    Raises
    ------
    LlmKgError
        `research_field` is no id of a resource, or `extraction_method` none of `EXTRACTION_METHODS`.
    """
    check_research_field(research_field)
    check_extraction_method(extraction_method)
    described = _told_apart(contributions, findings)
    rows = [row for one in described if (row := _row(one, findings))]
    widths: Counter[_Column] = Counter()
    for row in rows:
        for column, cells in row.cells.items():
            widths[column] = max(widths[column], len(cells))
    places = {field: place for place, field in enumerate(load_template().properties)}
    columns = sorted(widths, key=lambda column: (places[column[0]], column[1]))
    header = list(PAPER_COLUMNS)
    for column in columns:
        header += [_header(contributions.predicates[column[0]], column[1])] * widths[column]
    lines = (
        [*_paper(row, research_field, extraction_method), *_values(row, columns, widths)] for row in rows
    )
    return csv_lines((header, *lines))


def _told_apart(contributions: Contributions, findings: Findings) -> list[Contribution]:
    """Return contributions in which no two things have one label: an importer would make one of them.

    The name of a model, which is often its family's as well, is text; so is the label of one of several
    things.
    """
    things: dict[str, set[str]] = defaultdict(set)
    for one in contributions:
        for value in one.values:
            if isinstance(value.object, Resource) and value.field != "name":
                things[value.object.label].add(value.object.iri)

    def told_apart(one: Contribution, value: Value) -> Value:
        thing = value.object
        if isinstance(thing, Literal) or thing.orkg_id:
            return value
        if value.field != "name":
            if len(things[thing.label]) < 2:
                return value
            message = f"{thing.label!r} is written as text, for two things have this label"
            _Fitting(one, findings).tell(value.field, message)
        return replace(value, object=Literal(thing.label))

    return [replace(one, values=tuple(told_apart(one, v) for v in one.values)) for one in contributions]


def _header(predicate: str, type_: str) -> str:
    return f"orkg:{predicate}<{type_}>" if type_ else f"orkg:{predicate}"


def _column(value: Value) -> _Column:
    if isinstance(value.object, Resource):
        return value.field, ""
    return value.field, _TYPES.get(value.object.datatype, "text")


def _row(contribution: Contribution, findings: Findings) -> _Row | None:
    paper = contribution.paper
    if finding := contribution.left_out:
        findings.add(finding)
    if paper is None or not paper.is_known:
        return None
    fit = _Fitting(contribution, findings)
    title = fit.label("paper:title", paper.title or "")
    if not title and not paper.dois:
        return None  # which has been told
    venue = fit.label("paper:published_in", paper.venue or "")
    row = _Row(replace(paper, title=title, venue=venue))
    for value in contribution.values:
        thing = value.object
        if isinstance(thing, Resource):
            cell = fit.label(value.field, thing.label)
            known = thing.orkg_id
            if cell and value.field == "research_problem" and not known and not row.problem:
                row.problem = cell
                continue
            cell = f"orkg:{known}" if known else cell and f"resource:{cell}"
        else:
            cell = fit.text(value.field, thing.lexical, typed=_column(value)[1] != "text")
        if cell:
            row.cells.setdefault(_column(value), []).append(cell)
    return row


def _paper(row: _Row, research_field: str, extraction_method: str) -> list[str]:
    """Return the cells under `PAPER_COLUMNS`; who wrote a paper ORKG learns by its DOI."""
    paper = row.paper
    stated = [
        paper.title or "",
        paper.doi or "",
        "",
        str(paper.month or ""),
        str(paper.year or ""),
        paper.venue or "",
        research_field,
        paper.url or "",
    ]
    return [*stated, row.problem, extraction_method]


def _values(row: _Row, columns: Sequence[_Column], widths: Counter[_Column]) -> Iterator[str]:
    for column in columns:
        cells = row.cells.get(column, [])
        yield from (*cells, *[""] * (widths[column] - len(cells)))


class _Fitting:
    """Makes texts fit for cells, and tells what it changed or left out."""

    def __init__(self, contribution: Contribution, findings: Findings) -> None:
        self.contribution = contribution
        self.findings = findings

    def label(self, where: str, text: str) -> str:
        """Return a text as a label: on one line, and nothing that an importer reads otherwise."""
        return self.text(where, one_line(text))

    def text(self, where: str, text: str, *, typed: bool = False) -> str:
        """Return a text as a cell, or nothing where it is too long; what is typed fits as it is."""
        fitted = text if typed else _fitted(text)
        if len(fitted) > LONGEST_LABEL:  # fitting may have added a blank
            message = f"{len(fitted):,} characters are left out; ORKG takes {LONGEST_LABEL:,}"
            self.tell(where, message, "orkg-unfit")
            return ""
        if fitted != text.strip():
            self.tell(where, f"{_short(text)} is written as {_short(fitted)}")
        return fitted

    def tell(self, where: str, message: str, rule: str = "orkg-mended") -> None:
        """Note what is changed or left out of a field, or of a column of the paper."""
        one = self.contribution
        place = next((value.place for value in one[where] if value.place), one.place)
        term = load_vocabulary().all_properties.get(where)
        told = f"{one.label[:80]}: {term.label if term else where}: {message}"
        self.findings.add(Finding.of(rule, told, place, entry=one.label, key=where))


def _fitted(text: str) -> str:
    """Return a text that an importer takes for text, changed by as little as can be.

    >>> _fitted("resource: a book"), _fitted("built on T5 <large>"), _fitted("GPT-3: a model")
    ('resource : a book', 'built on T5 (large)', 'GPT-3: a model')
    """
    text = _CONTROLS.sub(" ", text).strip()
    if match := _PREFIX.match(text):
        text = f"{match[1]} :{text[match.end() :]}"
    while text.endswith(">") and "<" in text:
        start = text.rindex("<")
        text = f"{text[:start]}({text[start + 1 : -1]})"
    return text


def _short(text: str) -> str:
    return repr(text if len(text) <= 80 else f"…{text[-79:]}" if text.endswith(">") else f"{text[:79]}…")
