"""Comments of a list, and which of them may hide entries."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from llm_kg.places import Place
from llm_kg.sources.base import Text
from llm_kg.sources.markdown.document import Document

__all__ = ["comments_of", "may_hide_entries", "stands_in"]

# A comment of one line is a remark, unless it begins as an item or a row does.
_HIDES_ENTRY = re.compile(
    r"[\s>]*<!--[ \t]*(?:[-*+][ \t]|\d{1,9}[.)][ \t]|\||<(?:tr|li|table)\b)", re.IGNORECASE
)


def comments_of(document: Document) -> list[tuple[int, int, bool]]:
    """Return the comments of several lines or of whole lines: first and last line, and if closed."""
    found: list[tuple[int, int, bool]] = []
    for block in document.root.walk() if "<!--" in document.text.text else ():
        if block.kind != "html" or "<!--" not in block.content:
            continue
        position = 0
        while (start := block.content.find("<!--", position)) != -1:
            stop = block.content.find("-->", start)
            closed = stop != -1
            position = stop + 3 if closed else len(block.content)
            first = block.start + block.content.count("\n", 0, start)
            last = block.start + block.content.count("\n", 0, min(position, len(block.content.rstrip())))
            found.append((first, min(last, len(document.text.lines) - 1), closed))
    return found


def may_hide_entries(text: Text, comments: Sequence[tuple[int, int, bool]]) -> list[tuple[int, int]]:
    """Return the lines of the comments that may hold entries, in their order."""
    return [
        (first, last) for first, last, _ in comments if last > first or _HIDES_ENTRY.match(text.lines[first])
    ]


def stands_in(place: Place, regions: Sequence[tuple[int, int]]) -> bool:
    """Tell whether a place is in one of these stretches of lines, which are in their order."""
    before = bisect_right(regions, place.line - 1, key=lambda region: region[0])
    return before > 0 and place.line - 1 <= regions[before - 1][1]
