"""Findings as text: one line each, and below it the line of the source with the place underlined."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from rich.cells import get_character_cell_size

from llm_kg.places import Place
from llm_kg.reports.outcome import Outcome, visible

__all__ = ["as_text", "excerpt"]

# A tab is as wide wherever it stands: the line is a quotation, and its columns are counted above it.
_TAB = "    "
_CUT = "…"


def as_text(outcome: Outcome) -> Iterator[str]:
    """Yield the findings, each with the line that it is about where that can be had."""
    for finding in outcome.findings:
        yield f"{visible(str(finding))}\n"
        if finding.place is not None:
            lines = outcome.lines(finding.place.source)
            yield from (f"{line}\n" for line in excerpt(lines, finding.place, outcome.width))


class _Glyph(NamedTuple):
    """A code point as it is shown: its text, and the cells that this takes."""

    text: str
    cells: int


def excerpt(lines: Sequence[str], place: Place, width: int = 120) -> list[str]:
    r"""Return the line of a place and a line that underlines it, cut around it to a width in cells.

    >>> from llm_kg.places import Source
    >>> place = Place(Source("list"), 1, 5, 1, 9)
    >>> print("\n".join(excerpt(["模型: 175Q\t(*)"], place)))
        1 | 模型: 175Q    (*)
          |       ^~~~
    """
    if not 1 <= place.line <= len(lines):
        return []
    line = lines[place.line - 1]
    start = min(max(place.column - 1, 0), len(line))
    end = _end(place, line)
    gutter = f"{place.line:>5} | "
    room = max(width - len(gutter), 8)
    # No more than `room` code points on either side can be shown, so a long line costs nothing. A
    # caret may stand behind the last one.
    first, last = max(start - room, 0), min(start + room, len(line))
    before = [_glyph(char) for char in line[first:start]]
    after = [_glyph(char) for char in line[start:last]]
    at_end = start == len(line)
    shown_before, shown_after = _fit(before, after, room - at_end, first > 0, last < len(line))
    marked = max(_cells(shown_after[: max(end - start, 1)]), 1)
    is_cut = first > 0 or len(shown_before) < len(before)
    goes_on = last < len(line) or len(shown_after) < len(after)
    head = _CUT if is_cut else ""
    quoted = head + "".join(glyph.text for glyph in (*shown_before, *shown_after))
    indent = " " * (len(head) + _cells(shown_before))
    return [
        f"{gutter}{quoted}{_CUT if goes_on else ''}".rstrip(),
        f"{' ' * (len(gutter) - 2)}| {indent}^{'~' * (marked - 1)}",
    ]


def _end(place: Place, line: str) -> int:
    """Return where the stretch ends in its first line, as an offset."""
    if place.end_line is not None and place.end_line > place.line:
        return len(line)
    return place.column if place.end_column is None else min(place.end_column - 1, len(line))


@lru_cache(maxsize=4096)
def _glyph(char: str) -> _Glyph:
    if char == "\t":
        return _Glyph(_TAB, len(_TAB))
    shown = visible(char)
    return _Glyph(shown, len(shown) if shown != char else get_character_cell_size(char))


def _cells(glyphs: Iterable[_Glyph]) -> int:
    return sum(glyph.cells for glyph in glyphs)


def _fit(
    before: list[_Glyph], after: list[_Glyph], room: int, cut_before: bool, cut_after: bool
) -> tuple[list[_Glyph], list[_Glyph]]:
    """Return what of the glyphs around a place fits: of those before it a third, or what is left."""
    if not cut_before and not cut_after and _cells(before) + _cells(after) <= room:
        return before, after
    room -= 2 * len(_CUT)
    behind = _first(after, room - min(_cells(before), room // 3))
    ahead = _first(before[::-1], room - _cells(behind))
    return ahead[::-1], behind


def _first(glyphs: list[_Glyph], room: int) -> list[_Glyph]:
    """Return as many of the first glyphs as fit."""
    ends = accumulate(glyph.cells for glyph in glyphs)
    return [glyph for glyph, end in zip(glyphs, ends, strict=True) if end <= room]
