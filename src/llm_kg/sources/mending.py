"""Rows of CSV files that are written badly: quotes within quotes not doubled, lines that break in cells.

Rows of one table have one length. Where the quotes of a row can be read so in one way, the row is
mended, and a finding says so; where they cannot, or in several ways, it is left out: a value in the wrong
column would be a wrong fact. A quote at the end of a line above one that begins with a quote ends a row.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final, NamedTuple

from llm_kg.findings import Finding, Findings
from llm_kg.sources.base import Text
from llm_kg.sources.csv_cells import CsvCell, scan

__all__ = ["Field", "rows_of"]

#: A row that breaks over more lines, or is longer, is not mended.
_MOST_LINES: Final = 40
_LONGEST_ROW: Final = 100_000
#: So many lines further on another end of a row is looked for.
_LOOK_AHEAD: Final = 5
#: How much is tried in one file, in characters and cells; an export of a hundred rows needs under a million.
_MOST_WORK: Final = 4_000_000


_ROW_END = re.compile(r'"\s*\n\s*"')


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
        self.work = 0
        self.begins: dict[int, bool] = {}
        # A quote that ends a cell: where every cell is quoted, and elsewhere.
        mark = re.escape(separator)
        self.ends = re.compile(rf'"(?={mark}"|\Z)'), re.compile(rf'"(?={mark}|\Z)')

    def rows(self) -> Iterator[list[Field]]:
        line = 0
        lost: list[int] = []
        held: tuple[int, list[Field]] | None = None  # a row, until it is known what follows it
        while (line := self._next(line)) < len(self.lines):
            if found := self._row(line):
                self._tell_lost(lost)
                if held:
                    yield held[1]
                lost, held = [], (line, found[1])
                if found[2]:
                    self._tell_mended(line, found[0])
                line += found[0]
                continue
            if held and len(lost) < _LOOK_AHEAD and self._may_go_on(lost, line):
                lost, held = [held[0]], None
            lost.append(line)
            line += 1
        self._tell_lost(lost)
        if held:
            yield held[1]

    def _next(self, line: int) -> int:
        """Return the first line from this one on that is not blank."""
        while line < len(self.lines) and not self.lines[line].strip():
            line += 1
        return line

    def _may_go_on(self, lost: Sequence[int], line: int) -> bool:
        """Tell whether lines below a row may be the rest of its last cell: text, and the quote of its end."""
        rest = "\n".join(self.lines[lost[0] if lost else line : line + 1]).rstrip()
        return rest.endswith('"') and f'"{self.separator}' not in rest and not rest.startswith('"')

    def _tell_mended(self, line: int, length: int) -> None:
        breaks = f" and breaks over {length} lines" if length > 1 else ""
        message = (
            f"this row has quotes that are not doubled{breaks}; it was read as the {self.width} cells that "
            "it can be read as"
        )
        self.findings.add(Finding.of("invalid-csv", message, self.text.place(line)))

    def _tell_lost(self, lines: Sequence[int]) -> None:
        if lines:
            which = f"these {len(lines)} lines" if len(lines) > 1 else "this line"
            message = f"{which} cannot be read with certainty as rows of {self.width} cells; left out"
            self.findings.add(Finding.of("invalid-csv", message, self.text.place(lines[0])))

    def _row(self, line: int) -> tuple[int, list[Field], bool] | None:
        """Return the row that begins in a line: how many lines it takes, its cells, and if it was mended."""
        first: tuple[int, list[Field], bool] | None = None
        for length, fields, is_mended in self._readings(line):
            if first and length > first[0] + _LOOK_AHEAD:
                break
            # Behind a row that was mended another begins, or its end was not its end.
            if fields is None or (is_mended and not self._begins_row(self._next(line + length))):
                continue
            if first:
                return None  # it may end in either line
            first = length, fields, is_mended
            if not is_mended:
                break
        return first

    def _begins_row(self, line: int) -> bool:
        if line not in self.begins:
            readings = self._readings(line)
            self.begins[line] = line == len(self.lines) or any(fields for _, fields, _ in readings)
        return self.begins[line]

    def _readings(self, line: int) -> Iterator[tuple[int, list[Field] | None, bool]]:
        """Yield how the next lines can be read as a row: one line, two, and so on, each or not at all."""
        for length in range(1, min(_MOST_LINES, len(self.lines) - line) + 1):
            row = "\n".join(self.lines[line : line + length])
            self.work += len(row)
            if len(row) > _LONGEST_ROW or self.work > _MOST_WORK:
                return
            scanned = list(islice(scan(row, self.separator), 2))
            if len(scanned) == 1 and len(scanned[0]) == self.width and _is_sound(scanned[0]):
                yield length, _fields(scanned[0], line), False
            else:
                yield length, self._mended(row, line), True
            if '"' not in row:
                return  # nothing is open at the end of the line

    def _mended(self, row: str, line: int) -> list[Field] | None:
        """Return the cells of a row if there is one way to cut it into as many as it should have."""
        for end in self.ends:
            cells = self._cut(row, end)
            # A cell that seems to hold the end of a row and the start of the next is no cell.
            if cells and not any(_ROW_END.search(row, start, stop) for start, stop in cells):
                starts = [0, *(match.end() for match in re.finditer("\n", row))]
                return [_field(row, start, stop, line, starts) for start, stop in cells]
        return None

    def _cut(self, row: str, end: re.Pattern[str]) -> list[tuple[int, int]] | None:
        """Return where each cell begins and ends, with its quotes, if that can be in one way only."""
        closing, ways = self._ways(row, end)
        if ways[0][self.width] != 1:
            return None
        cells: list[tuple[int, int]] = []
        start = 0
        for left in range(self.width - 1, -1, -1):
            stop = self._stop(row, start)
            if row.startswith('"', start):
                stop = next(c + 1 for c in closing if c > start and ways[c + 2][left])
            cells.append((start, stop))
            start = stop + 1
        return cells

    def _ways(self, row: str, end: re.Pattern[str]) -> tuple[list[int], dict[int, list[int]]]:
        """Return where a quoted cell may end, and for places in how many ways the rest can be cut.

        A cell that begins with a quote may end at any quote before a separator; any other cell ends at
        the next separator. The ways, counted from behind and up to two, are by the number of cells.
        """
        every_quoted = end is self.ends[0]
        closing = [match.start() for match in end.finditer(row)]
        begins = {0, *(place + 2 for place in closing)}
        if not every_quoted:
            begins.update(match.end() for match in re.finditer(re.escape(self.separator), row))
        none, done = [0] * (self.width + 1), [1] + [0] * self.width
        ways = {len(row) + 1: done}
        self.work += len(row) + len(begins) * self.width
        if self.work > _MOST_WORK:
            return closing, {0: none}
        following = none  # the ways behind any of the closing quotes further on
        rest = list(closing)
        for start in sorted(begins - ways.keys(), reverse=True):
            if row.startswith('"', start):
                while rest and rest[-1] > start:
                    following = [min(2, a + b) for a, b in zip(following, ways[rest.pop() + 2], strict=True)]
                ways[start] = [0, *following[:-1]]
            else:
                stop = self._stop(row, start)
                whole = not every_quoted and "\n" not in row[start:stop]
                ways[start] = [0, *ways[stop + 1][:-1]] if whole else none
        return closing, ways

    def _stop(self, row: str, start: int) -> int:
        """Return where a cell without quotes ends."""
        stop = row.find(self.separator, start)
        return len(row) if stop == -1 else stop


def _field(row: str, start: int, stop: int, line: int, starts: Sequence[int]) -> Field:
    """Return a cell without the quotes around it; quotes in it are single ones if all are doubled."""
    text = row[start:stop]
    if text.startswith('"'):
        start, text = start + 1, text[1:-1]
        if '"' not in text.replace('""', ""):
            text = text.replace('""', '"')
    above = sum(begin <= start for begin in starts) - 1
    return Field(text, line + above, start - starts[above])
