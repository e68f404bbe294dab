"""Rows of CSV files that are written badly: quotes within quotes not doubled, lines that break in cells.

Rows of one table have one length. Where the quotes of a row can be read so in one way, the row is
mended, and a finding says so; where they cannot, or in several ways, it is left out: a value in the wrong
column would be a wrong fact.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final, NamedTuple

from llm_kg.findings import Finding, Findings
from llm_kg.sources.base import Text
from llm_kg.sources.csv_tables import CsvCell, scan

__all__ = ["Field", "rows_of"]

#: A row that breaks over more lines, or is longer, is not mended.
_MOST_LINES: Final = 40
_LONGEST_ROW: Final = 100_000
#: So often lines are tried as a row in one file; a real export needs some hundreds of trials.
_MOST_TRIALS: Final = 20_000


class Field(NamedTuple):
    """A cell's text, and where it stands; line and column count from 0."""

    text: str
    line: int
    column: int


def rows_of(text: Text, separator: str, findings: Findings) -> Iterator[list[Field]]:
    """Yield the header and the rows that have its length; what was mended or left out is a finding."""
    scanned = list(scan(text.text, separator))
    if not scanned:
        return
    if all(len(row) == len(scanned[0]) and _is_sound(row) for row in scanned):
        yield from (_fields(row) for row in scanned)
        return
    # Of a broken header it is not known how many cells it should have; most rows know.
    widths = Counter(map(len, scanned))
    width = len(scanned[0]) if _is_sound(scanned[0]) else widths.most_common(1)[0][0]
    yield from _Mending(text, separator, width, findings).rows()


def _is_sound(row: Sequence[CsvCell]) -> bool:
    return all(cell.quotes == "closed" or (cell.quotes == "none" and '"' not in cell.raw) for cell in row)


def _fields(row: Sequence[CsvCell], above: int = 0) -> list[Field]:
    return [Field(cell.text, cell.line + above, cell.column) for cell in row]


class _Mending:
    def __init__(self, text: Text, separator: str, width: int, findings: Findings) -> None:
        self.text = text
        self.lines = text.lines
        self.separator = separator
        self.width = width
        self.findings = findings
        self.trials = 0
        # A quote that ends a cell: where every cell is quoted, and elsewhere.
        mark = re.escape(separator)
        self.ends = re.compile(rf'"(?={mark}"|\Z)'), re.compile(rf'"(?={mark}|\Z)')

    def rows(self) -> Iterator[list[Field]]:
        line = 0
        lost: list[int] = []
        while (line := self._next(line)) < len(self.lines):
            found = self._row(line)
            if found is None:
                lost.append(line)
                line += 1
                continue
            self._tell_lost(lost)
            lost = []
            length, fields, is_mended = found
            if is_mended:
                breaks = f" and breaks over {length} lines" if length > 1 else ""
                message = (
                    f"this row has quotes that are not doubled{breaks}; it was read as the {self.width} "
                    "cells that it can be read as"
                )
                self.findings.add(Finding.of("invalid-csv", message, self.text.place(line)))
            yield fields
            line += length
        self._tell_lost(lost)

    def _next(self, line: int) -> int:
        """Return the first line from this one on that is not blank."""
        while line < len(self.lines) and not self.lines[line].strip():
            line += 1
        return line

    def _tell_lost(self, lines: Sequence[int]) -> None:
        if lines:
            which = f"these {len(lines)} lines" if len(lines) > 1 else "this line"
            message = f"{which} cannot be read with certainty as rows of {self.width} cells; left out"
            self.findings.add(Finding.of("invalid-csv", message, self.text.place(lines[0])))

    def _row(self, line: int) -> tuple[int, list[Field], bool] | None:
        """Return the row that begins in a line: how many lines it takes, its cells, and if it was mended."""
        for length, fields, is_mended in self._readings(line):
            # Behind a row that was mended another begins, or its end was not its end.
            if not is_mended or self._begins_row(self._next(line + length)):
                return length, fields, is_mended
        return None

    def _begins_row(self, line: int) -> bool:
        return line == len(self.lines) or next(self._readings(line), None) is not None

    def _readings(self, line: int) -> Iterator[tuple[int, list[Field], bool]]:
        """Yield the ways in which the next lines are a row, the shortest first."""
        for length in range(1, min(_MOST_LINES, len(self.lines) - line) + 1):
            row = "\n".join(self.lines[line : line + length])
            self.trials += 1
            if len(row) > _LONGEST_ROW or self.trials > _MOST_TRIALS:
                return
            scanned = list(islice(scan(row, self.separator), 2))
            if len(scanned) == 1 and len(scanned[0]) == self.width and _is_sound(scanned[0]):
                yield length, _fields(scanned[0], line), False
            elif mended := self._mended(row, line):
                yield length, mended, True
            if '"' not in row:
                return  # nothing is open at the end of the line

    def _mended(self, row: str, line: int) -> list[Field] | None:
        """Return the cells of a row if it has as many as it should, cut wherever it can be.

        With fewer cuts it would have fewer cells, so there is no other way to have as many.
        """
        for end in self.ends:
            cells = self._cut(row, end, every_quoted=end is self.ends[0])
            if cells and len(cells) == self.width:
                starts = [0, *(match.end() for match in re.finditer("\n", row))]
                return [_field(row, start, stop, line, starts) for start, stop in cells]
        return None

    def _cut(self, row: str, end: re.Pattern[str], *, every_quoted: bool) -> list[tuple[int, int]] | None:
        """Return where each cell begins and ends, with its quotes; None if a cell never ends."""
        cells: list[tuple[int, int]] = []
        start = 0
        while len(cells) <= self.width:
            if row.startswith('"', start):
                closing = end.search(row, start + 1)
                if closing is None:
                    return None
                stop = closing.end()
            elif every_quoted:
                return None
            else:
                stop = row.find(self.separator, start)
                stop = len(row) if stop == -1 else stop
                if "\n" in row[start:stop]:
                    return None
            cells.append((start, stop))
            if stop == len(row):
                return cells
            start = stop + 1
        return None


def _field(row: str, start: int, stop: int, line: int, starts: Sequence[int]) -> Field:
    """Return a cell without the quotes around it; quotes in it are single ones if all are doubled."""
    text = row[start:stop]
    if text.startswith('"'):
        start, text = start + 1, text[1:-1]
        if '"' not in text.replace('""', ""):
            text = text.replace('""', '"')
    above = sum(begin <= start for begin in starts) - 1
    return Field(text, line + above, start - starts[above])
