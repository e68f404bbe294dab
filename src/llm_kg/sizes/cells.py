"""Numbers of parameters, as people write them in the cells of lists.

Texts are cut into tokens first (see ``llm_kg.numerals``, which has ``number`` and ``scale``). Then,
with ``[ ]`` for what may be left out::

    sizes     = member { separator member } | size { blank size } | pair
    member    = [ label ( ":" | "=" ) ] { role | about } size [ noun ] | role { role } "(" sizes ")"
              | active member "of" member
    size      = number [ scale ] [ to number [ scale ] ] | "A" number letter
    pair      = size "/" size ( "active" "/" "total" | "total" "/" "active" )
              | "A" number ( "/" | "-" ) size
    separator = "," | ";" | "/" | "|" | "&" | "+" | "and" | "or" | …
    role      = "base" | "large" | "total" | "active" | "int4" | "v2" | …
    noun      = "parameters" | "diffusion model" | "active" | …
    about     = "~" | "about" | "约" | …
    to        = "-" | "~" | "to" | …

A cell of sizes is read as a whole or not at all: where one member might be a size and cannot be
read with certainty (``100B+``, ``8x7B``, ``GPT-3 175B``, ``千亿``), the largest size is not known
either. A member with another unit (``300B tokens``) is no size and does no harm. What stands in
brackets is no size of its own, but may give the active parameters of the size before it; behind the
name of a variant and nothing else (``mini (3.8B)``) it is that variant's size. As the largest size
must be known, a variant whose size is not (``pro (unknown)``, ``MoE-A2.7B``) takes the others along.

A comma without a blank is a thousands mark, a separator or a decimal comma: ``1,300M`` reads, as no
size is 1M, and ``7,13B`` does not. Sizes that only blanks set apart are a list where they rise
(``7B 13B``); ``7B 128K`` and ``70B 15T`` name something else beside the size, and may do so with any
separator: ten million or less beside billions are a size only with the word "parameters", thousands
beside more and trillions beside less only with some word.

Of sizes "up to 70B" the largest is 70B, and no other is known.

A mark at the end of a member (``65*``, ``175B†``, ``175B ¹``) leads to a footnote and is passed over.
"""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from llm_kg.numerals import (
    ABOUT,
    DOUBTS,
    MINUS,
    SCALES,
    Token,
    flatten,
    is_at,
    is_number,
    multiply,
    skip,
    tokenize,
    word_set,
)
from llm_kg.sizes import Size
from llm_kg.sizes.headers import in_units
from llm_kg.sizes.members import Item, read_member, read_size
from llm_kg.sizes.normalization import normalized
from llm_kg.sizes.words import (
    ACTIVE,
    ACTIVE_SIZE,
    NAMES,
    OTHERS,
    PARAMETERS,
    SMALLEST_COUNT,
    TOTAL,
    UncertainError,
    pieces,
    starts_size,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["parse_sizes"]

_ONE = Decimal(1)

# As many tokens a model may read at once: beside billions of parameters they may be just that.
_LARGEST_CONTEXT = 10**7
_BILLION = 10**9
_SMALLEST_IN_RANGE = 10**6
_SMALL_MODEL_IN_RANGE = 10**5
_ACCELERATORS = word_set("a2 a10 a16 a30 a40 a100 a800")  # "A40/70B" is no pair

# Without any of these a text holds no number, as sentences do not.
_NUMBER_SIGN = re.compile(r"[\d₂万萬亿億]")

# "1·3B" may be 1.3 billion.
_MIDDLE_POINT = re.compile(r"[0-9]·[0-9]")
# "X-Large", "xx-large": one word, which names a variant.
_SPELT_APART = re.compile(r"\b(x{1,3})-(large|small)\b", re.IGNORECASE)

# A bound that is reached: it is the size of the largest.
_UP_TO = re.compile(r"\s*(?:up to|最大为?|最高)\s*(?=[~≈]?\s*\d)", re.IGNORECASE)

# Millions and billions and nothing else, as most cells have them: "7B", "350M, 1.3B".
_PLAIN_SIZE = re.compile(r"([0-9]{1,4})(?:\.([0-9]{1,4}))?([MB])")
_PLAIN_SIZES = re.compile(f"{_PLAIN_SIZE.pattern}(?:, {_PLAIN_SIZE.pattern})*+")


def _plain_sizes(text: str) -> tuple[Size, ...] | None:
    """Read sizes of one form, of which nothing can be doubted; ``None`` where the grammar must tell."""
    if not _PLAIN_SIZES.fullmatch(text):
        return None
    counts = [
        int(f"{whole}{fraction:0<4}") * (100 if scale == "M" else 100_000)
        for whole, fraction, scale in _PLAIN_SIZE.findall(text)
    ]
    if min(counts) <= _LARGEST_CONTEXT and (max(counts) >= _BILLION or not min(counts)):
        return None
    return tuple(map(Size, dict.fromkeys(counts)))


def parse_sizes(text: str, unit: str | None = None) -> tuple[Size, ...]:
    """Read the sizes of a cell in their order, without repeats; ``()`` where not all is certain.

    The unit is that of bare numbers, a scale such as ``header_unit`` returns; a number with a scale
    of its own keeps it. Raises ``ValueError`` where it is none.

    >>> [size.parameter_count for size in parse_sizes("7B, 1.5B")]
    [7000000000, 1500000000]
    >>> parse_sizes("1.2T (96B get activated)")
    (Size(parameter_count=1200000000000, active_parameter_count=96000000000),)
    >>> parse_sizes("8x7B"), parse_sizes(">100B"), parse_sizes("20 layers, 1T tokens")
    ((), (), ())
    >>> [size.parameter_count for size in parse_sizes("770M, 1.5, 7", unit="B")]
    [770000000, 1500000000, 7000000000]
    """
    if unit is not None and unit.casefold() not in SCALES:
        raise ValueError(f"a unit of sizes is a scale such as 'M', 'billion' or '亿', not {unit!r}")
    if (plain := _plain_sizes(text)) is not None:
        return plain
    if not _NUMBER_SIGN.search(text) or ("·" in text and _MIDDLE_POINT.search(text)):
        return ()
    if "-" in text:
        text = _SPELT_APART.sub(r"\1\2", text)
    if up_to := _UP_TO.match(text):
        largest = _sizes_of(tokenize(text[up_to.end() :]), unit)
        return largest if len(largest) == 1 else ()
    return _sizes_of(tokenize(text), unit)


def _sizes_of(tokens: tuple[Token, ...], unit: str | None) -> tuple[Size, ...]:
    if any(token.key in DOUBTS for token in flatten(tokens)):
        return ()
    tokens = tuple(normalized(tokens))
    try:
        if unit is not None:
            tokens = in_units(tokens, unit)
        tokens, active = _roles_behind(tuple(_with_scale(tokens, i) for i in range(len(tokens))))
        groups = _spaced(tokens) or _groups(tokens)
        items = [item for group in groups for item in group]
        if active is not None:
            _tell_active(items, active)
        _share_scales(items)
        _compare(items)
        sizes = tuple(_sizes([[item for item in group if item] for group in groups]))
    except UncertainError:
        return ()
    return tuple(dict.fromkeys(sizes))


def _with_scale(tokens: Sequence[Token], index: int) -> Token:
    """Give active parameters the scale of the size behind: "A47/424B" becomes "A47B/424B"."""
    token = tokens[index]
    if is_at(tokens, index + 1, MINUS | {"/"}) and is_number(tokens, index + 2) and index + 3 < len(tokens):
        scaled = f"{token.key}{tokens[index + 3].key}"
        if ACTIVE_SIZE.fullmatch(scaled) and token.key not in _ACCELERATORS:
            return token._replace(key=scaled)
    return token


def _roles_behind(tokens: tuple[Token, ...]) -> tuple[tuple[Token, ...], int | None]:
    """Take "active/total" off the end, and tell which of the two sizes before it is active."""
    if not tokens:
        return tokens, None
    last = tokens[-1]
    rest, behind = (tokens[:-1], last.inner) if last.kind == "bracket" else (tokens[:-3], tokens[-3:])
    if [token.key for token in behind[1:2]] == ["/"] and len(behind) == 3:
        first, second = behind[0].key, behind[2].key
        if first in ACTIVE and second in TOTAL:
            return rest, 0
        if first in TOTAL and second in ACTIVE:
            return rest, 1
    return tokens, None


def _tell_active(items: Sequence[Item | None], active: int) -> None:
    if len(items) != 2:
        raise UncertainError
    for item in items:
        if item is None or item.active or item.partner is not None:
            raise UncertainError
        item.active = item is items[active]


def _spaced(tokens: Sequence[Token]) -> list[list[Item | None]]:
    """Read sizes that only blanks set apart."""
    are_sizes = all(
        token.key in {"m", "b"} if place % 2 else token.kind == "number" for place, token in enumerate(tokens)
    )
    if not are_sizes or len(tokens) < 4 or len(tokens) % 2:
        return []
    items = [read_size(tokens, index)[0] for index in range(0, len(tokens), 2)]
    counts = [_whole(item.number, item.scale) for item in items]
    if not all(one < other for one, other in pairwise(counts)):
        raise UncertainError
    return [[item] for item in items]


def _groups(tokens: Sequence[Token]) -> list[list[Item | None]]:
    """Read the members; those joined by "/" are a group. A member that is no size is ``None``."""
    named = [m for _, m in pieces(tokens) if is_at(m, 0, NAMES)]
    if len({any(starts_size(member, i) for i in range(len(member))) for member in named}) > 1:
        raise UncertainError  # "nano 1.8B, pro"
    groups: list[list[Item | None]] = [[]]
    for token, member in pieces(tokens):
        separator = token.key if token else ""
        # "100B+" is a bound, "3.5B + 1.5B" are two sizes.
        if separator == "+" and not starts_size(member, skip(member, 0, ABOUT)):
            raise UncertainError
        if separator == "/" and is_at(member, 0, OTHERS):
            raise UncertainError  # "7B/expert"
        if separator != "/":
            groups.append([])
        if member:
            groups[-1] += read_member(member, opening=not separator)
    return groups


def _share_scales(items: Sequence[Item | None]) -> None:
    """Give bare numbers the scale that follows: in "7, 13, 33B" all are billions."""
    following: Item | None = None
    for item in reversed(items):
        if item and item.scale is None:
            is_count = item.number >= SMALLEST_COUNT
            if following and following.scale and item.number < following.number:
                # Upwards only: "350, 1.3B" begins at 350 million.
                if not item.bare or (following.scale == 1 and not is_count):
                    raise UncertainError
                item.scale = following.scale
            elif is_count:
                item.scale = _ONE
            else:
                raise UncertainError
        following = item


def _compare(items: Sequence[Item | None]) -> None:
    """Doubt what stands beside a size and may count tokens: "70B, 128K", "13B/1T", "117M, 50k"."""
    totals = [(_whole(item.number, item.scale), item) for item in items if item and not item.active]
    for pair in pairwise(totals):
        (few, small), (many, large) = sorted(pair, key=lambda one: one[0])
        is_context = few <= _LARGEST_CONTEXT and many >= _BILLION and not small.words & PARAMETERS
        # Millions of parameters may grow to billions; no context grows to be a size.
        is_context &= not (small.ranged and large.ranged and few >= _SMALLEST_IN_RANGE)
        is_corpus = large.bare and large.scale == SCALES["t"] != small.scale
        is_vocabulary = small.bare and small.scale == SCALES["k"] != large.scale
        # Both ends of "600K-640M" are of one kind.
        is_vocabulary &= not (small.ranged and large.ranged and few >= _SMALL_MODEL_IN_RANGE)
        if is_context or is_corpus or is_vocabulary:
            raise UncertainError


def _sizes(groups: list[list[Item]]) -> Iterator[Size]:
    """Join active parameters with their size: within each group, else within the whole cell."""
    if not all(_is_pair(group) or not any(item.active for item in group) for group in groups):
        groups = [[item for group in groups for item in group]]
        if not _is_pair(groups[0]):
            raise UncertainError
    for group in groups:
        counts = [_whole(item.number, item.scale) for item in group]
        if _is_pair(group):
            active, total = sorted(zip(counts, group, strict=True), key=lambda pair: not pair[1].active)
            size = _with_active(total[0], active[0])
            yield Size(size.parameter_count) if active[1].vague else size
            continue
        for item, count in zip(group, counts, strict=True):
            yield _with_active(count, None if item.partner is None else _whole(item.partner))


def _with_active(count: int, active: int | None) -> Size:
    if active is not None and active > count:
        raise UncertainError
    return Size(count, active)


def _is_pair(group: Sequence[Item]) -> bool:
    if len(group) != 2 or any(item.partner is not None for item in group):
        return False
    total, active = sorted(group, key=lambda item: item.active)
    # In "110B, MoE-A2.7B" the active parameters are those of another variant.
    is_other = bool(active.words & NAMES) and not total.words & TOTAL
    return active.active and not total.active and not is_other


def _whole(number: Decimal, scale: Decimal | None = None) -> int:
    value = multiply(number, scale or _ONE)
    if not value or value != value.to_integral_value():
        raise UncertainError
    return int(value)
