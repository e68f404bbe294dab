"""Raised marks that lead to notes: `Finch<sup>1</sup>`, where a line begins `<sup>1</sup> see below`.

A raised number may be part of a name or a value, so that only those are marks whose notes stand in the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["without_marks"]

_MARK = r"<sup>\s{0,2}([0-9]{1,2}|[a-z]|[*†‡§]{1,3})\s{0,2}</sup>"
# A line of notes begins with one of them, behind the marks of a quote and tags that open.
_NOTES = re.compile(rf"[\s>]*+(?:<[a-z][^<>]{{0,200}}>\s*+){{0,5}}{_MARK}\s{{0,3}}[^\W\d_]", re.IGNORECASE)
_NOTE = re.compile(rf"(?:^|[\s;>])()(?={_MARK}\s{{0,3}}[^\W\d_])", re.IGNORECASE)
_ANY = re.compile(_MARK, re.IGNORECASE)


def without_marks(lines: Sequence[str]) -> dict[int, str]:
    """Return the lines that have such marks, by number, with blanks in their place, so that no column moves.

    >>> without_marks(["Finch<sup>1</sup> 7B", "CM<sup>3</sup>", "<sup>1</sup> not released"])
    {0: 'Finch             7B'}
    """
    raised = [number for number, line in enumerate(lines) if "<sup>" in line]
    noted = {number for number in raised if _NOTES.match(lines[number])}
    marks = {match[2] for number in noted for match in _NOTE.finditer(lines[number])}
    found: dict[int, str] = {}
    for number in raised if marks else ():
        line = lines[number]
        shown = _ANY.sub(lambda mark: " " * len(mark[0]) if mark[1] in marks else mark[0], line)
        if number not in noted and shown != line:
            found[number] = shown
    return found
