"""How names are compared and turned into parts of IRIs."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Literal

__all__ = ["clean", "fold", "has_invisible", "mixed_scripts", "slug"]

# Written out, so that `PanGu-α` and `PanGu-alpha` have one slug. The names are Unicode's own.
_GREEK = {
    chr(code): unicodedata.name(chr(code)).removeprefix("GREEK SMALL LETTER ").lower()
    for code in range(0x3B1, 0x3CA)
} | {"λ": "lambda", "ς": "sigma"}  # Unicode spells it LAMDA

# Bidirectional controls, zero-width characters and the byte order mark: invisible, and able to make
# two names look alike or one read backwards. The joiners matter in some scripts, but not in names
# of models. Source: Unicode general category Cf.
_INVISIBLE = "Cf"

# A run of combining marks is sorted in quadratic time; no letter has more than a few of them.
_PIECE = 1_000


def _normalized(form: Literal["NFC", "NFKC"], text: str) -> str:
    """Return a text in a normal form, of a very long one each piece for itself."""
    if len(text) <= _PIECE:
        return unicodedata.normalize(form, text)
    pieces = (text[start : start + _PIECE] for start in range(0, len(text), _PIECE))
    return "".join(unicodedata.normalize(form, piece) for piece in pieces)


def clean(text: str) -> str:
    r"""Return a name in NFC, without invisible or control characters and with single blanks.

    >>> clean("GPT\u200b-3\u00a0 ")
    'GPT-3'
    """
    visible = (
        " " if unicodedata.category(c) == "Cc" else c
        for c in _normalized("NFC", text)
        if unicodedata.category(c) != _INVISIBLE
    )
    return " ".join("".join(visible).split())


def has_invisible(text: str) -> bool:
    """Tell whether a text holds characters that cannot be seen: zero-width or directional ones."""
    return not text.isascii() and any(unicodedata.category(char) == _INVISIBLE for char in text)


def mixed_scripts(text: str) -> str | None:
    """Return the first word in which letters of another alphabet stand among Latin ones, or None.

    `PanGu-α` is two words, each in one alphabet; a Cyrillic `Р` in `GРT` looks like a Latin one.

    >>> mixed_scripts("G\u0420T-4"), mixed_scripts("PanGu-α")
    ('G\u0420T', None)
    """
    if text.isascii():
        return None
    for match in re.finditer(r"[^\W\d_]+", text):
        word = match[0]
        scripts = {unicodedata.name(char, "").split(" ", 1)[0] for char in word}
        if "LATIN" in scripts and scripts & {"CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"}:
            return word
    return None


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Return what two spellings of one name have in common: its letters, digits and `+`.

    The same function serves the reading of keys and the check that no two terms claim one alias.

    >>> fold("Context-Length") == fold("context length")
    True
    >>> fold("DALL·E 2")
    'dalle2'
    """
    folded = _normalized("NFKC", text).casefold()
    return "".join(c for c in folded if c.isalnum() or c == "+")


@lru_cache(maxsize=65_536)
def slug(name: str) -> str:
    """Return the part of an IRI that stands for a name.

    NFC, lower case; letters and digits of any script and `.` are kept, Greek letters are spelt out,
    and every run of anything else is one `-`. A name of which nothing would be left (`***`) is
    given by the code points of its characters, so that no two names share an empty slug.

    >>> slug("PanGu-α"), slug("DALL·E 2"), slug("GPT-3.5"), slug("盘古")
    ('pangu-alpha', 'dall-e-2', 'gpt-3.5', '盘古')
    """
    lowered = _normalized("NFC", clean(name).lower())
    parts: list[str] = []
    for char in lowered:
        if spelt := _GREEK.get(char):
            parts.append(spelt)
        elif char.isalnum() or char == "." or unicodedata.category(char).startswith("M"):
            parts.append(char)
        else:
            parts.append("-")
    kept = "-".join(part for part in "".join(parts).split("-") if part).strip(".-")
    if not kept:
        return "-".join(f"u{ord(char):04x}" for char in name) or "u"
    return kept
