"""Tables as their readers find them, be they of pipes, HTML or CSV: cells, made of parts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from llm_kg.places import Place

__all__ = [
    "CLOSING",
    "MOST_COLUMNS",
    "OPENING",
    "Part",
    "Table",
    "TableCell",
    "depth_behind",
    "linked_bracket",
    "shown",
    "uneven",
]

#: Wider rows are not read; the widest table that people write has some dozens of columns.
MOST_COLUMNS = 1_000

# What is not shown as it stands: blanks that are not single ones between words, or before a comma.
_BLANK_AHEAD = re.compile(r" (?=[,;:)])|(?<=[(（]) ")
_UNEVEN = re.compile(r"[^\S ]|^[ ,]|[ ,]$| [ ,;:)]|[(（] ")


class Part(NamedTuple):
    """A stretch of a cell: `text`, `strong`, `link`, `image` or `break`.

    `badge` is the alternative text of an image within a link.
    """

    kind: str
    text: str
    place: Place
    url: str = ""
    badge: str = ""

    def place_of(self, text: str) -> Place:
        """Return where a text stands in the part; where mark-up moves it, the place of the part."""
        place, start = self.place, self.text.find(text)
        if start == -1 or place.end_column is None or place.end_column - place.column != len(self.text):
            return place
        begin = place.column + start
        return place._replace(column=begin, end_column=begin + len(text))


class TableCell(NamedTuple):
    """A cell as its parts, in their order."""

    parts: tuple[Part, ...]
    place: Place

    @property
    def text(self) -> str:
        """What a reader sees: texts and labels; a break is a comma, unless a bracket follows."""
        return shown(self.parts)

    @property
    def lines(self) -> list[tuple[Part, ...]]:
        """The parts between breaks."""
        groups = groupby(self.parts, key=lambda part: part.kind == "break")
        return [tuple(group) for is_break, group in groups if not is_break]

    @property
    def links(self) -> list[Part]:
        """The links that have an address."""
        return [part for part in self.parts if part.kind == "link" and part.url]


def shown(parts: Sequence[Part]) -> str:
    """Return what a reader sees of parts: texts and labels; a break is a comma."""
    if not parts:
        return ""
    if len(parts) == 1 and parts[0].kind not in ("break", "image") and not _UNEVEN.search(parts[0].text):
        return parts[0].text  # nearly always
    words: list[str] = []
    for part in parts:
        if part.kind == "break":
            words.append("\n")
        elif part.kind != "image" and part.text:
            words.append(part.text)
    lines = (" ".join(line.split()) for line in " ".join(words).split("\n"))
    told = [line.strip(" ,") for line in lines if line.strip(" ,")]
    text = "".join(_between(line) * (n > 0) + line for n, line in enumerate(told))
    return _BLANK_AHEAD.sub("", text)


def _between(line: str) -> str:
    """Return what parts a line from the one before it: one in brackets tells of that."""
    return " " if line[0] in "(（" else ", "


OPENING, CLOSING = "([（{", ")]）}"


def depth_behind(text: str, depth: int = 0) -> int:
    """Return how many brackets are open behind a text, where so many were before it."""
    for char in text:
        depth += (char in OPENING) - (char in CLOSING)
        depth = max(depth, 0)
    return depth


def linked_bracket(parts: Sequence[Part]) -> tuple[Sequence[Part], Sequence[Part]]:
    """Return the parts before a bracket at their end, and those in it, where links stand in it.

    Where there is none, all parts stand before it.
    """
    depth = begin = 0
    for number, part in enumerate(parts):
        if not depth:
            begin = number
        depth = depth_behind(part.text, depth)
    opening, inner = parts[begin] if parts else None, parts[begin + 1 :]
    if depth or not begin or opening is None or opening.kind == "link" or opening.text[:1] not in OPENING:
        return parts, ()
    if not any(part.kind == "link" and part.url for part in inner) or inner[-1].text[-1:] not in CLOSING:
        return parts, ()
    last = inner[-1]._replace(text=inner[-1].text[:-1].strip())
    return parts[:begin], (opening._replace(text=opening.text[1:].strip()), *inner[:-1], last)


def uneven(rows: Iterable[Sequence[TableCell]], header: Sequence[TableCell]) -> list[tuple[int, Place]]:
    """Return the rows that lack cells, or say something beyond the header: how many cells, and where."""
    return [
        (len(row), row[0].place)
        for row in rows
        if len(row) < len(header) or (len(row) > len(header) and any(c.text for c in row[len(header) :]))
    ]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the cells of its header and of its rows."""

    header: tuple[TableCell, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    place: Place
