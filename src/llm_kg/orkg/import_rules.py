"""What ORKG's two importers make of a CSV file, told before they are asked.

The rules are those of the server's job (`/api/csvs`) and of the page (`/csv-import`), as their source has
them. They differ; a file is good for both where neither finds anything.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from llm_kg.findings import Finding, Findings
from llm_kg.identifiers import is_web_link
from llm_kg.orkg.import_csv import PAPER_COLUMNS
from llm_kg.orkg.limits import DOI, EXTRACTION_METHODS, LONGEST_LABEL
from llm_kg.places import Source
from llm_kg.rules import Severity
from llm_kg.sources.base import Text
from llm_kg.sources.csv_cells import CsvCell, scan
from llm_kg.sources.files import open_source
from llm_kg.sources.tables import MOST_COLUMNS

__all__ = ["IMPORTERS", "check_import"]

#: The importers by name, and what they are.
IMPORTERS: Final = {"server": "the server's job", "page": "the page /csv-import"}

_NAMESPACE = re.compile(r"([\w-]+):(.*)", re.DOTALL)
_TYPED = re.compile(r"(.*)<([^<>]*)>", re.DOTALL)
_ID = re.compile(r"[a-zA-Z0-9:_-]+")
_DOI_ADDRESS = re.compile(r"https?://(?:dx\.|www\.)?doi\.org/", re.IGNORECASE)
_RESEARCH_FIELD = re.compile(r"(?:orkg:)?R\d+")
_INTEGER = re.compile(r"[+-]?\d+")
_DECIMAL = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)")
# What the page takes for a column of the paper wherever a plain header holds it.
_PAGE_WORDS: Final = (
    *("title", "doi", "url", "authors", "venue", "journal", "conference", "published in"),
    *("publication month", "publication year", "research field", "research problem", "extraction method"),
)


def _is_date(text: str) -> bool:
    try:
        return len(text) == 10 and bool(date.fromisoformat(text))
    except ValueError:
        return False


def _is_absolute(text: str) -> bool:
    return is_web_link(text) or bool(re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+", text))


#: The types that both importers know, and what is of each.
_TYPES: Final[dict[str, Callable[[str], object]]] = {
    "text": lambda _: True,
    "integer": _INTEGER.fullmatch,
    "decimal": _DECIMAL.fullmatch,
    "boolean": lambda text: text in ("true", "false", "1", "0"),
    "date": _is_date,
    "url": _is_absolute,
}


@dataclass(frozen=True, slots=True)
class _Column:
    """A column by its header: its namespace (or nothing), its name, and the type that it gives."""

    header: str
    namespace: str
    name: str
    type: str | None
    cell: CsvCell

    @property
    def is_of_paper(self) -> bool:
        """Whether it is of the paper or of the contribution as a whole."""
        return self.namespace in ("paper", "contribution")


def check_import(name: str, importers: Sequence[str] = tuple(IMPORTERS)) -> tuple[Findings, Source]:
    """Return what importers refuse in a CSV file, or read otherwise than meant, at its row and column.

    The header is row 1. The page takes no year of publication that is still to come.

    Raises
    ------
    SourceError
        The file cannot be read.
    """
    findings = Findings()
    text, _ = open_source(name, findings)
    _Checking(text, findings, importers).check()
    return findings, text.source


class _Checking:
    def __init__(self, text: Text, findings: Findings, importers: Sequence[str]) -> None:
        self.text = text
        self.findings = findings
        self.importers = importers
        self.row = 1

    def check(self) -> None:
        rows = self._rows()
        header = next(rows, None)
        if header is None:
            self._tell(None, None, "the file is empty; a header is needed")
            return
        if len(header) > MOST_COLUMNS:
            self._tell(header[0], None, f"it has more than {MOST_COLUMNS:,} cells; no more are looked at")
            return
        columns = [_column(cell) for cell in header]
        self._header(columns)
        for row in rows:
            if len(row) != len(columns):
                self._tell(row[0], None, f"it has {len(row)} cells, and the header {len(columns)}")
                continue
            self._paper(columns, row)
            for column, cell in zip(columns, row, strict=True):
                if not column.is_of_paper:
                    self._value(column, cell)

    def _rows(self) -> Iterator[list[CsvCell]]:
        """Yield the rows; a cell that is not written as RFC 4180 has it is told."""
        content = self.text.text
        first = self.text.lines[0] if self.text.lines else ""
        separator = ";" if "," not in first and ";" in first else ","
        for self.row, row in enumerate(scan(content, separator), 1):
            for cell in row:
                if cell.quotes in ("stray", "open") or (cell.quotes == "none" and '"' in cell.raw):
                    self._tell(
                        cell, None, "a quote stands where it ends no cell; write it twice, within quotes"
                    )
                elif cell.spaced and cell.quotes == "closed":
                    self._tell(cell, None, "a blank stands before the quote that opens the cell")
            yield row

    # The header

    def _header(self, columns: Sequence[_Column]) -> None:
        for column in columns:
            for problem in _header_problems(column):
                self._tell(column.cell, column, problem, "server")
        for name, number in Counter(c.header for c in columns if c.is_of_paper).items():
            if number > 1:
                last = [column for column in columns if column.header == name][-1]
                self._tell(last.cell, last, "a column of the paper stands once")
        present = {column.header for column in columns}
        first = columns[0]
        if "paper:research_field" not in present:
            self._tell(first.cell, None, "there is no column paper:research_field", "server")
        if not present & {"paper:title", "paper:doi"}:
            self._tell(first.cell, None, "there is no column paper:title or paper:doi")
        for column in columns:
            self._page_header(column)

    def _page_header(self, column: _Column) -> None:
        if column.namespace == "resource":
            message = "the page loses `resource:` of a header; its values become text: mark each cell"
            self._tell(column.cell, column, message, "page", Severity.WARNING)
        elif not column.namespace:
            word = next((word for word in _PAGE_WORDS if word in column.header.casefold()), None)
            if word:
                message = f"the page takes it for a column of the paper, for it holds {word!r}"
                self._tell(column.cell, column, message, "page")

    # Cells

    def _paper(self, columns: Sequence[_Column], row: Sequence[CsvCell]) -> None:
        stated = {c.header: (c, cell) for c, cell in zip(columns, row, strict=True) if c.is_of_paper}

        def of(name: str) -> str:
            return stated[name][1].text.strip() if name in stated else ""

        if not of("paper:title") and not of("paper:doi"):
            self._tell(row[0], None, "it names no paper: a title or a DOI is needed")
        for name, (column, cell) in stated.items():
            value = cell.text.strip()
            for problem, importer in _paper_problems(name, value):
                self._tell(cell, column, problem, importer)

    def _value(self, column: _Column, cell: CsvCell) -> None:
        value = cell.text
        if not value.strip():
            return
        if match := _NAMESPACE.match(value):
            namespace, rest = match[1], match[2].strip()
            if namespace == "orkg":
                if not _ID.fullmatch(rest):
                    self._tell(cell, column, f"{_short(value)} is no thing of ORKG: {rest!r} is no id")
                return
            if namespace == "resource":
                for problem in _label_problems(rest):
                    self._tell(cell, column, f"the label of a thing {problem}")
                return
        type_ = column.type
        if typed := _TYPED.fullmatch(value.strip()):
            value, type_ = typed[1], typed[2]
            if type_ not in _TYPES:
                what = f"<{type_}> at the end is no type; there are {', '.join(_TYPES)}"
                self._tell(cell, column, what, "server")
                return
        if column.namespace == "resource":
            for problem in _label_problems(value.strip()):
                self._tell(cell, column, f"the label of a thing {problem}")
        elif len(value) > LONGEST_LABEL:
            self._tell(cell, column, f"it has more than {LONGEST_LABEL:,} characters")
        elif type_ in _TYPES and not _TYPES[type_](value.strip()):
            self._tell(cell, column, f"{_short(value)} is no {type_}")

    def _tell(
        self,
        cell: CsvCell | None,
        column: _Column | None,
        problem: str,
        importer: str | None = None,
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Note what one importer, or each, finds amiss."""
        if importer is not None and importer not in self.importers:
            return
        place = self.text.place(cell.line, cell.column) if cell else self.text.place(0)
        where = f"row {self.row}" + (f", column {_short(column.header)}" if column else "")
        who = "both importers" if importer is None else f"the {importer}"
        message = f"{where}: {problem} ({who})"
        self.findings.add(Finding.of("orkg-import", message, place, severity=severity, entry=where))


def _column(cell: CsvCell) -> _Column:
    header = cell.text.strip()
    namespace, name = "", header
    if match := _NAMESPACE.fullmatch(header):
        namespace, name = match[1], match[2]
    type_ = None
    if namespace not in ("paper", "contribution") and (typed := _TYPED.fullmatch(name)):
        name, type_ = typed[1], typed[2]
    return _Column(header, namespace, name.strip(), type_, cell)


def _header_problems(column: _Column) -> Iterator[str]:
    """Yield what the server refuses in a header."""
    if column.is_of_paper and column.header not in PAPER_COLUMNS:
        known = (name for name in PAPER_COLUMNS if name.startswith(f"{column.namespace}:"))
        yield f"there is no such column; there are {', '.join(known)}"
    elif column.namespace == "orkg" and not _ID.fullmatch(column.name):
        yield f"{column.name!r} is no id of a predicate"
    elif column.namespace not in ("paper", "contribution", "orkg", "resource", ""):
        yield f"{column.namespace}: is no namespace; there are paper, contribution, orkg and resource"
    elif not column.is_of_paper:
        yield from (f"the label {problem}" for problem in _label_problems(column.name))
    if column.type is not None and column.type not in _TYPES:
        yield f"<{column.type}> is no type; there are {', '.join(_TYPES)}"


def _label_problems(label: str) -> Iterator[str]:
    if not label:
        yield "is empty"
    if "\n" in label or "\r" in label:
        yield "holds a line break"
    if "\x00" in label:
        yield "holds a zero character"
    if len(label) > LONGEST_LABEL:
        yield f"has more than {LONGEST_LABEL:,} characters"


def _paper_problems(name: str, value: str) -> Iterator[tuple[str, str | None]]:
    """Yield what is amiss with a cell of the paper, and for which importer; None is each."""
    kind = name.partition(":")[2]
    if kind == "research_field":
        if not value:
            yield "a research field is needed", None
        elif not _RESEARCH_FIELD.fullmatch(value):
            yield f"{_short(value)} is no research field, such as R133", None
    if not value:
        return
    if kind in ("title", "published_in", "research_problem"):
        yield from ((f"it {problem}", None) for problem in _label_problems(value))
        if (typed := _TYPED.fullmatch(value)) and typed[2] not in _TYPES:
            yield f"<{typed[2]}> at the end is read as a type, and is none", "server"
    elif kind == "doi":
        if not DOI.fullmatch(_DOI_ADDRESS.sub("", value)):
            yield f"{_short(value)} is no DOI", None
        elif _DOI_ADDRESS.match(value):
            yield "write the DOI without its resolver", "page"
    elif kind in ("publication_month", "publication_year"):
        yield from _date_problems(kind, value)
    elif kind == "url" and not _is_absolute(value):
        yield f"{_short(value)} is no address", None
    elif kind == "extraction_method" and value not in EXTRACTION_METHODS:
        yield f"{_short(value)} is none of {', '.join(EXTRACTION_METHODS)}", None


def _date_problems(kind: str, value: str) -> Iterator[tuple[str, str | None]]:
    if not _INTEGER.fullmatch(value) or len(value) > 9:
        yield f"{_short(value)} is no whole number", None
    elif kind == "publication_month" and not 1 <= int(value) <= 12:
        yield f"{value} is no month", None
    elif kind == "publication_year" and not 1900 <= int(value) <= date.today().year:
        yield f"{value} is no year from 1900 to this one", "page"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return repr(text if len(text) <= 60 else f"{text[:59]}…")
