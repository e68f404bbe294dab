"""The regular expressions of shapes, where Python's mean the same as XPath's.

Source: XQuery 1.0 and XPath 2.0 Functions and Operators, section 7.6.1, to which SPARQL's REGEX and
with it `sh:pattern` go back.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["translate"]

_FLAGS: Final = {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL}
_QUANTIFIER = re.compile(r"(?:[*+?]|\{[0-9]+(?:,[0-9]*)?\})\??")
# What stands for itself behind a backslash, in both.
_SAME = frozenset(r"nrt\|.-^?*+{}()[]$d")
_SPACE: Final = {"s": r" \t\n\r"}


def translate(pattern: str, flags: str = "") -> re.Pattern[str] | None:
    r"""Return Python's expression for one of XPath, or None where that is not known to be the same.

    >>> translate(r"^a\.[0-9]{2}$").pattern
    '^a\\.[0-9]{2}\\Z'
    >>> translate(r"\p{Lu}") is None
    True

    Raises
    ------
    re.error
        It is no regular expression.
    """
    if not set(flags) <= set(_FLAGS):
        return None
    options = re.RegexFlag(0)
    for flag in flags:
        options |= _FLAGS[flag]
    if "i" in flags and not pattern.isascii():
        return None
    pieces: list[str] = []
    position = 0
    while position < len(pattern):
        step = _next(pattern, position, multiline="m" in flags)
        if step is None:
            return None
        piece, position = step
        pieces.append(piece)
    return re.compile("".join(pieces), options)


def _next(pattern: str, position: int, *, multiline: bool) -> tuple[str, int] | None:
    """Return what stands at a position, translated, and the position behind it."""
    char = pattern[position]
    if char == "\\":
        return _escape(pattern, position, inside=False)
    if char == "[":
        return _class(pattern, position)
    if char == "(":
        return None if pattern.startswith("(?", position) else (char, position + 1)
    if char == "$":
        return (char if multiline else r"\Z"), position + 1
    if char in "*+?{":
        quantifier = _QUANTIFIER.match(pattern, position)
        if quantifier is None or pattern[quantifier.end() : quantifier.end() + 1] in tuple("*+?{"):
            return None
        return quantifier[0], quantifier.end()
    return None if char in "]}" else (char, position + 1)


def _escape(pattern: str, position: int, *, inside: bool) -> tuple[str, int] | None:
    char = pattern[position + 1 : position + 2]
    if char in _SPACE:
        return (_SPACE[char] if inside else f"[{_SPACE[char]}]"), position + 2
    if char == "S" and not inside:
        return f"[^{_SPACE['s']}]", position + 2
    if char == "D" and not inside:
        return r"\D", position + 2
    return (f"\\{char}", position + 2) if char and char in _SAME else None


def _class(pattern: str, position: int) -> tuple[str, int] | None:
    """Return a character class; none with a class within it, which Python does not have."""
    pieces = ["["]
    position += 1
    if pattern.startswith("^", position):
        pieces.append("^")
        position += 1
    first = len(pieces)
    while position < len(pattern) and pattern[position] != "]":
        char = pattern[position]
        if char == "[":
            return None
        if char == "\\":
            step = _escape(pattern, position, inside=True)
            if step is None:
                return None
            pieces.append(step[0])
            position = step[1]
            continue
        # Doubled, these are operators of classes to come in Python.
        pieces.append(f"\\{char}" if char in "&~|^" else char)
        position += 1
    if position == len(pattern) or len(pieces) == first or "--" in "".join(pieces):
        return None
    return "".join(pieces) + "]", position + 1
