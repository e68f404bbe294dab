"""The units that head columns of sizes, and what they make of the bare numbers below them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from llm_kg.numerals import EXACT, SCALES, Token, flatten, is_at, is_number, parse_number, tokenize, word_set
from llm_kg.sizes.words import PARAMETERS, SMALLEST_COUNT, UncertainError, pieces

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

__all__ = ["header_unit", "in_units"]

# One that is larger under a header with a unit is a count all the same: "117000000" in "Size (M)".
_LARGEST_IN_UNITS = 10**13

_UNIT_OF = {
    SCALES[unit.casefold()]: unit for unit in ("K", "万", "M", "千万", "亿", "B", "百亿", "千亿", "T")
}
_UNIT_WORDS = word_set("thousand million millions billion billions trillion trillions mn bn tn")
_UNIT_FILL = PARAMETERS | word_set("# : in of the unit units weights 以 为 单位 为单位")


@lru_cache(maxsize=4096)
def header_unit(header: str) -> str | None:
    """Read the unit that the header of a column gives its bare numbers; ``None`` where it gives none.

    The unit is one of ``K``, ``M``, ``B``, ``T`` and 万, 千万, 亿, 百亿, 千亿; it stands in brackets,
    behind "/", "," or "in", or is written out. Whether the column has sizes is not asked here.

    >>> header_unit("Params (B)"), header_unit("参数量（十亿）"), header_unit("Size in millions")
    ('B', 'B', 'M')
    >>> header_unit("Size (GB)"), header_unit("Params (M/B)"), header_unit("Model B")
    (None, None, None)
    """
    tokens = tokenize(header)
    parts = [(place > 0, part) for place, (_, part) in enumerate(pieces(tokens))]
    parts += [(True, part) for token in flatten(tokens) for _, part in pieces(token.inner)]
    found = {scale for is_apart, part in parts for scale in _units(part, is_apart=is_apart)}
    return _UNIT_OF[found.pop()] if len(found) == 1 else None


def _units(part: Sequence[Token], *, is_apart: bool) -> Iterator[Decimal]:
    """Find the unit of a part; one that is not set apart is written out, or stands behind "in"."""
    keys = [token.key for token in part if token.kind != "bracket"]
    for place, key in enumerate(keys):
        is_written = key in _UNIT_WORDS or keys[max(place - 1, 0)] == "in"
        is_alone = is_apart and _UNIT_FILL.issuperset(keys[:place])
        if key in SCALES and (is_written or is_alone) and _UNIT_FILL.issuperset(keys[place + 1 :]):
            yield SCALES[key]


def in_units(tokens: Sequence[Token], unit: str) -> tuple[Token, ...]:
    """Write the unit of the header behind each bare number of a cell; brackets are read one level deep."""
    word = _UNIT_OF[SCALES[unit.casefold()]]
    return tuple(
        token._replace(inner=tuple(_in_units(token.inner, word))) for token in _in_units(tokens, word)
    )


def _in_units(tokens: Sequence[Token], unit: str) -> Iterator[Token]:
    word = Token("word", unit, unit.casefold(), start=0, glued=True)
    listed = [part for i in range(len(tokens)) for part in _listed(tokens, i)]
    for index, token in enumerate(listed):
        yield token
        # "1 300" may be one number.
        is_bare = not is_at(listed, index + 1, SCALES) and not is_number(listed, index + 1)
        is_bare &= not is_at(listed, index - 1, SCALES)  # nor is the last one of "7B 2023" a size
        if token.value is None or token.is_chinese or not is_bare:
            continue
        following = next((i for i in range(index + 1, len(listed)) if is_number(listed, i)), index)
        own = listed[following + 1].key if is_at(listed, following + 1, SCALES) else word.key
        # In "7, 13B" seven are billions, whatever the header says.
        if SCALES[own] != SCALES[word.key] and token.value < (listed[following].value or 0):
            raise UncertainError
        whole = EXACT.multiply(token.value, SCALES[word.key])
        if token.value >= SMALLEST_COUNT and whole > _LARGEST_IN_UNITS:
            raise UncertainError
        yield word


def _listed(tokens: Sequence[Token], index: int) -> Iterator[Token]:
    """Cut "3,7,12", which no thousands can be, into the numbers of a list."""
    token = tokens[index]
    if token.kind != "number" or token.value is not None or is_at(tokens, index + 1, SCALES):
        yield token
        return
    for place, part in enumerate(token.text.split(",")):
        if place:
            yield token._replace(kind="symbol", text=",", key=",", glued=True)
        yield token._replace(text=part, key=part, value=parse_number(part), glued=token.glued or place > 0)
