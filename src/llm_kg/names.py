"""How names are compared and turned into parts of IRIs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

__all__ = ["clean", "fold", "has_invisible", "mixed_scripts", "normalize", "slug", "split_outside_brackets"]

# Written out, so that `PanGu-α` and `PanGu-alpha` have one slug, and `8×7B` that of `8x7B`. The names of
# Greek letters are Unicode's own.
_SPELT = {
    chr(code): unicodedata.name(chr(code)).removeprefix("GREEK SMALL LETTER ").lower()
    for code in range(0x3B1, 0x3CA)
} | {"λ": "lambda", "ς": "sigma", "×": "x"}  # Unicode spells it LAMDA

# Bidirectional controls, zero-width characters and the byte order mark: invisible, and able to make
# two names look alike or one read backwards. The joiners matter in some scripts, but not in names
# of models. Source: Unicode general category Cf.
_INVISIBLE = "Cf"

# What is a slug but for its blanks, and a name of which a separator parts no two digits.
_PLAIN_SLUG = re.compile(r"[0-9a-z]+(?:[ .-][0-9a-z]+)*")
_PLAIN_NAME = re.compile(r"[0-9A-Za-z]+(?:[ -](?![0-9])[0-9A-Za-z]+)*")
_NOT_FOLDED = re.compile(r"[^0-9a-z+]+")

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
    if text.isascii() and text.isprintable():  # nearly every name: nothing of it needs a look
        return " ".join(text.split())
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


@lru_cache(maxsize=16_384)
def fold(text: str) -> str:
    """Return what two spellings of one name have in common: its letters, digits and `+`.

    The same function serves the reading of keys and the check that no two terms claim one alias.

    >>> fold("Context-Length") == fold("context length")
    True
    >>> fold("DALL·E 2")
    'dalle2'
    """
    if text.isascii():  # as below, without a look at each character
        return _NOT_FOLDED.sub("", text.lower())
    folded = _normalized("NFKC", text).casefold()
    return "".join(c for c in folded if c.isalnum() or c == "+")


@lru_cache(maxsize=16_384)
def normalize(name: str) -> str:
    """Return what two spellings of one model's name have in common.

    Case, blanks, punctuation and the forms of hyphens and dots do not count, and Greek letters are
    spelt out; a separator between two digits does, for `Llama 2 7B` is no `Llama 27B`.

    >>> normalize("GPT 4"), normalize("gpt‑4"), normalize("GPT4"), normalize("GPT-4.5")
    ('gpt4', 'gpt4', 'gpt4', 'gpt4.5')
    >>> normalize("PanGu-α") == normalize("pangu alpha"), normalize("Llama 2 7B")
    (True, 'llama2-7b')
    """
    if _PLAIN_NAME.fullmatch(name):
        return name.lower().replace(" ", "").replace("-", "")
    folded = _normalized("NFKC", clean(name)).casefold()
    parts: list[str] = []
    separator = ""
    for char in folded:
        if char.isalnum() or char == "+" or char in _SPELT:
            if separator and parts and parts[-1][-1].isdigit() and char.isdigit():
                parts.append(separator)
            separator = ""
            parts.append(_SPELT.get(char, char))
        else:
            separator = "." if char == "." and not separator else "-"
    return "".join(parts) or folded


@lru_cache(maxsize=16_384)
def slug(name: str) -> str:
    """Return the part of an IRI that stands for a name.

    NFC, lower case; letters and digits of any script and `.` are kept, Greek letters and `+` are
    spelt out (`CPM-Ant+` is not `CPM-Ant`), and every run of anything else is one `-`. A name of which
    nothing would be left (`***`) is given by the code points of its characters, so that no two names
    share an empty slug.

    >>> slug("PanGu-α"), slug("DALL·E 2"), slug("GPT-3.5"), slug("盘古")
    ('pangu-alpha', 'dall-e-2', 'gpt-3.5', '盘古')
    """
    lowered = clean(name).lower()
    if _PLAIN_SLUG.fullmatch(lowered):
        return lowered.replace(" ", "-")
    lowered = _normalized("NFC", lowered)
    parts: list[str] = []
    for char in lowered:
        if spelt := _SPELT.get(char):
            parts.append(spelt)
        elif char == "+":
            parts.append("-plus-")
        elif char.isalnum() or char == "." or unicodedata.category(char).startswith("M"):
            parts.append(char)
        else:
            parts.append("-")
    kept = "-".join(part for part in "".join(parts).split("-") if part).strip(".-")
    if not kept:
        return "-".join(f"u{ord(char):04x}" for char in name) or "u"
    return kept


def split_outside_brackets(text: str, separators: str = ",;，；、") -> Iterator[str]:
    """Yield the pieces of a text between separators that no bracket encloses.

    >>> list(split_outside_brackets("a (b, c), d"))
    ['a (b, c)', ' d']
    """
    if not any(map(text.__contains__, separators)):  # nearly always
        yield text
        return
    depth = start = 0
    for position, char in enumerate(text):
        if char in "([{（【":
            depth += 1
        elif char in ")]}）】":
            depth = max(depth - 1, 0)
        elif char in separators and not depth:
            yield text[start:position]
            start = position + 1
    yield text[start:]
