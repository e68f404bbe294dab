"""The cells of CSV as they stand in the text, with their places: nothing is mended, and nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from llm_kg.sources.tables import MOST_COLUMNS

__all__ = ["CsvCell", "scan", "unescaped"]

_LINE_END = re.compile(r"\r\n|\r|\n")


class CsvCell(NamedTuple):
    """A cell as it stands between separators or quotes, and where; line and column count from 0.

    `quotes` is `none`, `closed`, `stray` (text stands behind the closing quote; `raw` holds both
    quotes) or `open` (the quote never ends; `raw` holds the rest of its line). `spaced` tells that a
    blank stands before it.
    """

    raw: str
    line: int
    column: int
    quotes: str
    spaced: bool = False

    @property
    def text(self) -> str:
        """What the cell says."""
        if self.quotes == "stray":
            # `"The "best" model"`: the outer quotes were meant as such.
            return self.raw[1:-1] if self.raw.endswith('"') else self.raw
        return unescaped(self.raw) if self.quotes == "closed" else self.raw


def scan(content: str, separator: str, first: int = 0) -> Iterator[list[CsvCell]]:
    r"""Yield the cells of each row, at most `MOST_COLUMNS` and one; empty lines are no rows.

    `first` is the number of the first line.

    >>> [[(cell.text, cell.line, cell.column) for cell in row] for row in scan('a,"b\n""c"\nd', ",")]
    [[('a', 0, 0), ('b\n"c', 0, 3)], [('d', 2, 0)]]
    """
    quoted = r'(?P<open>")(?P<quoted>(?:[^"]++|"")*+)(?P<close>"?+)'
    cell = re.compile(rf" *+(?:{quoted})?(?P<rest>[^{re.escape(separator)}\r\n]*+)")
    position = line_start = 0
    line = first
    row: list[CsvCell] = []
    may_be_plain = separator not in ' "'
    while True:
        if may_be_plain and not row:
            end = _LINE_END.search(content, position)
            stop = end.start() if end else len(content)
            if content.find('"', position, stop) == -1:
                row = _plain_cells(content[position:stop], separator, line)
                if len(row) > 1 or row[0].raw:
                    yield row
                row = []
                if end is None:
                    return
                position = line_start = end.end()
                line += 1
                continue
        match = cell.match(content, position)
        assert match
        position = match.end()
        begins = match.start("open") if match["open"] else match.start("rest")
        raw, quotes = match["rest"], "none"
        here = (line, begins - line_start)
        if match["open"]:
            raw, quotes, here = match["quoted"], "closed", (line, begins + 1 - line_start)
            if match["rest"]:
                raw, quotes, here = content[begins:position], "stray", (line, begins - line_start)
            elif not match["close"]:
                end = _LINE_END.search(content, begins)
                position = end.start() if end else len(content)
                raw, quotes, here = content[begins:position], "open", (line, begins - line_start)
            for end in _LINE_END.finditer(content, begins, position):
                line, line_start = line + 1, end.end()
        if len(row) <= MOST_COLUMNS:
            row.append(CsvCell(raw, *here, quotes, match[0].startswith(" ")))
        if content.startswith(separator, position):
            position += 1
            continue
        if len(row) > 1 or row[0].raw or row[0].quotes != "none":
            yield row
        row = []
        end = _LINE_END.match(content, position)
        if end is None:
            return
        position = line_start = end.end()
        line += 1


def _plain_cells(content: str, separator: str, line: int) -> list[CsvCell]:
    """Return the cells of a line without quotes."""
    cells: list[CsvCell] = []
    column = 0
    for piece in content.split(separator, MOST_COLUMNS + 1)[: MOST_COLUMNS + 1]:
        raw = piece.lstrip(" ")
        width = len(piece)
        cells.append(CsvCell(raw, line, column + width - len(raw), "none", len(raw) < width))
        column += width + 1
    return cells


def unescaped(raw: str) -> str:
    """Return the text of a cell between quotes, in which quotes are doubled."""
    return raw.replace('""', '"')
