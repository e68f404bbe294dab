"""Comparisons as ORKG exports them to CSV: a row for each contribution, or one for each property.

Such a table is known by its header: `Properties` and what is compared, or `title` and ORKG's labels. Its
cells hold values and nothing else, so they are taken as they stand. A property may have several columns.
Older exports are no valid CSV; their rows are mended where that is certain (`llm_kg.sources.mending`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice

from llm_kg.findings import Finding
from llm_kg.places import Place
from llm_kg.rules import Severity
from llm_kg.sources import csv_tables
from llm_kg.sources.base import DESCRIPTION, Cell, Reading, Row, Text
from llm_kg.sources.csv_cells import scan
from llm_kg.sources.csv_tables import LONGEST_CELL
from llm_kg.sources.mending import Field, rows_of
from llm_kg.sources.tables import MOST_COLUMNS
from llm_kg.vocabulary import load_vocabulary

__all__ = ["is_comparison", "read_csv", "read_tsv"]

_SEPARATORS = (",", ";", "\t")
_PROPERTIES, _TITLE = "properties", "title"
_NAMES = frozenset({"model name", "has model"})
# What ORKG calls a contribution that nobody called otherwise.
_UNNAMED = re.compile(r" - Contribution \d+$")


def read_csv(text: Text, reading: Reading) -> Iterator[Row]:
    """Yield the models of a CSV file: of an exported comparison, or of any other table."""
    return _read(text, reading, csv_tables.read_csv)


def read_tsv(text: Text, reading: Reading) -> Iterator[Row]:
    """Yield the models of a file of values between tabs, which may be an exported comparison as well."""
    return _read(text, reading, csv_tables.read_tsv)


def _read(
    text: Text, reading: Reading, read_other: Callable[[Text, Reading], Iterator[Row]]
) -> Iterator[Row]:
    first = next((line for line in text.lines if line.strip()), "")
    for separator in sorted(_SEPARATORS, key=first.count, reverse=True):
        header = next(scan(text.text, separator), [])
        if is_comparison([cell.text for cell in header]):
            return _comparison(text, separator, reading)
    return read_other(text, reading)


def is_comparison(cells: Iterable[str]) -> bool:
    """Tell whether a header is that of an exported comparison."""
    header = [cell.strip().casefold() for cell in cells]
    if len(header) < 2 or header[0] not in (_PROPERTIES, _TITLE):
        return False
    if header[0] == _PROPERTIES:
        return True
    known = [name for name in header[1:] if load_vocabulary().properties.get(name)]
    return not _NAMES.isdisjoint(header) and 2 * len(known) >= len(header) - 1


def _comparison(text: Text, separator: str, reading: Reading) -> Iterator[Row]:
    rows = rows_of(text, separator, reading.findings)
    header = next(rows, [])
    if len(header) > MOST_COLUMNS:
        message = f"this header has more than {MOST_COLUMNS:,} cells"
        reading.findings.add(Finding.of("too-long", message, text.place(0)))
        return
    table = _Table(text, reading)
    if header and header[0].text.strip().casefold() == _PROPERTIES:
        found = table.turned(header, list(rows))
    else:
        found = table.rows(header, rows)
    if (first := next(found, None)) is None:
        message = "no model was read from this comparison: nothing in it has a model name"
        place = text.place(0)
        reading.findings.add(Finding.of("no-model-column", message, place, severity=Severity.WARNING))
        return
    yield from chain([first], found)


class _Table:
    def __init__(self, text: Text, reading: Reading) -> None:
        self.text = text
        self.reading = reading

    def rows(self, header: Sequence[Field], rows: Iterator[list[Field]]) -> Iterator[Row]:
        """Yield a row of the table as the model that it describes."""
        for fields in rows:
            cells = [
                cell for key, field in zip(header, fields, strict=True) for cell in self._cells(key, field)
            ]
            titles = [
                Cell(_TITLE, _UNNAMED.sub("", cell.text), cell.place, cell.key_place)
                if cell.key.casefold() == _TITLE
                else cell
                for cell in cells
            ]
            yield from self._model(titles, self._place(fields[0]))

    def turned(self, header: Sequence[Field], rows: Sequence[Sequence[Field]]) -> Iterator[Row]:
        """Yield a column of the table as the model that it describes; its header has the paper's title."""
        for number, heading in enumerate(header[1:], 1):
            cells = [cell for row in rows for cell in self._cells(row[0], row[number])]
            names = [cell.text for cell in cells if cell.key.casefold() in _NAMES]
            yield from self._model([*self._title(heading, names), *cells], self._place(heading))

    def _title(self, heading: Field, names: Sequence[str]) -> Iterator[Cell]:
        """Yield what stands above a column: `title - contribution`, which may bear the model's name."""
        text = heading.text.strip()
        place = self._place(heading)
        ends = [match[0] for match in [_UNNAMED.search(text)] if match]
        ends += (f" - {name}" for name in names if text.endswith(f" - {name}"))
        if ends:
            yield Cell(_TITLE, text.removesuffix(ends[0]), place)
        elif text and text not in names:
            yield Cell(DESCRIPTION, text, place)

    def _model(self, cells: Sequence[Cell], place: Place) -> Iterator[Row]:
        name = next((cell.text for cell in cells if cell.key.casefold() in _NAMES), None)
        if name is not None:
            self.reading.decide(place, name, "model", "it is compared in an export of a comparison")
            yield Row(tuple(cells), place)
        elif cells:
            message = "this contribution is described, and its model has no name"
            self.reading.findings.add(Finding.of("nameless-entry", message, place))

    def _cells(self, key: Field, field: Field) -> Iterator[Cell]:
        """Yield what a cell says, unless it says nothing."""
        if not field.text.strip() or not key.text.strip():
            return
        place = self._place(field)
        if len(field.text) > LONGEST_CELL:
            message = (
                f"this cell of {len(field.text):,} characters was not read; the limit is {LONGEST_CELL:,}"
            )
            self.reading.findings.add(Finding.of("too-long", message, place))
            return
        name = key.text.strip()
        # `link` is our own word here: of a link of no kind.
        yield Cell(name, field.text.strip(), place, None if name == "link" else self._place(key))

    def _place(self, field: Field) -> Place:
        """Return where a cell stands; of one that breaks over lines, the first of them."""
        first = next(islice(field.text.splitlines(), 1), "")
        return self.text.place(field.line, field.column, field.column + len(first))
