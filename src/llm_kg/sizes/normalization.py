"""One way of writing for cells of sizes: without the marks of footnotes, and words apart from sizes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from llm_kg.numerals import ABOUT, BOUNDS, DASHES, SCALES, TO, Token, is_at, is_number, skip, word_set
from llm_kg.sizes.words import ACTIVE, LETTER_SCALES, OPENING, OTHERS, has_scale, pieces, starts_size

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["normalized"]

_VERSION = re.compile(r"v[0-9]{1,4}(?:\.[0-9]{1,4}){0,2}")
_MARKS = word_set("* † ‡ § ¶")
_RAISED = frozenset("¹²³⁴⁵⁶⁷⁸⁹⁰")
_ACRONYM = re.compile(r"[A-Z]{2,12}")
# In capitals behind a size these are no name of a variant: "100B-PLUS".
_NO_NAMES = frozenset(SCALES) | OTHERS | BOUNDS | ACTIVE | word_set("class ish level plus scale")


def normalized(tokens: Sequence[Token]) -> Iterator[Token]:
    """Leave out footnote marks, and write all words beside a size in one way: apart from it.

    "base-110M" and "base (110M)" become "base 110M", "7-billion" and "7B-chat" lose their dash. The
    names of "7B-v2" and "176B-MT" are known by their form.
    """
    for separator, piece in pieces(tokens):
        if separator:
            yield separator
        end = len(piece)
        while end and _is_mark(piece[end - 1]):
            end -= 1
        named = [t._replace(key="variant") if _is_name(piece, i) else t for i, t in enumerate(piece[:end])]
        start = skip(named, 0, OPENING)  # behind the names
        for i, token in enumerate(named):
            if i == start == end - 1 > 0 and any(has_scale(token.inner, k) for k in range(len(token.inner))):
                yield from token.inner
            elif not (i and _is_hyphen(named, i, names=start)):
                yield token


def _is_hyphen(tokens: Sequence[Token], index: int, *, names: int) -> bool:
    """Tell whether a dash ties a word to a size; the names that open the member end at ``names``."""
    dash, behind = tokens[index], tokens[index + 1 : index + 2]
    is_beside = is_number(tokens, index - 1) or is_at(tokens, index - 1, OPENING | SCALES.keys())
    if not (is_beside and dash.key in DASHES and dash.glued and behind and behind[0].glued):
        return False
    if index == names:
        return has_scale(tokens, index + 1)
    is_size = starts_size(tokens, index + 1) or behind[0].key in LETTER_SCALES | ABOUT | TO
    return behind[0].kind == "word" and not is_size


def _is_mark(token: Token) -> bool:
    """Tell whether a footnote is meant; "13B²" may mean something else."""
    is_raised = token.kind == "word" and _RAISED.issuperset(token.text)
    return token.key in _MARKS or (is_raised and not token.glued)


def _is_name(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a word is a version, or capitals behind a size and a dash."""
    word = tokens[index]
    if _VERSION.fullmatch(word.key):
        return True
    is_tied = is_at(tokens, index - 1, DASHES) and tokens[index - 1].glued and word.glued
    is_behind_size = is_number(tokens, index - 2) or is_at(tokens, index - 2, SCALES)
    is_acronym = _ACRONYM.fullmatch(word.text) is not None and word.key not in _NO_NAMES
    return is_tied and is_behind_size and is_acronym
