"""The members of a cell of sizes, each read on its own: a number with the words around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from llm_kg.numerals import ABOUT, BOUNDS, DASHES, EXACT, MINUS, SCALES, TO, Token, is_at, skip, word_set
from llm_kg.sizes.words import (
    ACTIVE,
    ACTIVE_SIZE,
    LETTER_SCALES,
    OPENING,
    OTHERS,
    PARAMETERS,
    ROLES,
    UncertainError,
    has_scale,
    pieces,
    starts_size,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Item", "read_member", "read_size"]

_ONE = Decimal(1)

_MODELS = word_set("model models lm lms llm llms vit network encoder decoder 模型")
_ACTIVE_FILL = (
    ACTIVE
    | PARAMETERS
    | ABOUT
    | word_set("get gets are is being of out only per each token tokens forward pass at inference for moe")
)
_OTHER_LABELS = OTHERS | word_set(
    "batch context corpora corpus cost data dataset datasets date dates hidden length memory price"
    " ram tokenizer training vram window 数据 数据量 训练数据 上下文 词表"
)
_LARGEST_WITH_THOUSANDS = 10**6  # with a larger letter "1,300" is one number, two, or a decimal fraction
_TIMES = re.compile(r"[x×*][0-9]{0,4}")


@dataclass(slots=True)
class Item:
    """Hold one size as read, before bare numbers take the scale of their neighbour."""

    number: Decimal
    scale: Decimal | None = None
    bare: bool = False  # a number and nothing else: it may take a scale
    active: bool = False
    ranged: bool = False  # an end of a range
    vague: bool = False  # the upper end of a range of active parameters, which are no one number
    partner: Decimal | None = None  # the active parameters stated beside it
    words: frozenset[str] = frozenset()  # those before and behind it


def read_member(tokens: Sequence[Token], *, opening: bool) -> Sequence[Item | None]:
    """Read a member: its size, both ends of a range, or ``None`` where it counts something else.

    ``opening`` tells that it is the first of the cell, where a minus may stand.
    """
    if not any(token.kind == "number" or any(map(str.isdigit, token.text)) for token in tokens):
        # Words are passed over, unless they hint at another size: "7B, and more", "7B, 千亿".
        if any(token.key in BOUNDS or token.key in SCALES or token.kind == "symbol" for token in tokens):
            raise UncertainError
        return [None]

    # "activates 2.4B of 16B"; only the first "of", or a long text would be read again for each.
    of = next((i for i, token in enumerate(tokens) if token.key == "of" and starts_size(tokens, i + 1)), 0)
    part = read_member(tokens[:of], opening=opening) if of else ()
    if len(part) == 1 and part[0] and part[0].active:
        return [*part, *read_member(tokens[of + 1 :], opening=False)]

    negative = opening and tokens[0].key in MINUS and starts_size(tokens, 1) and tokens[1].glued
    start = 1 if negative else 0
    colon = next((i for i, token in enumerate(tokens) if token.key in {":", "="}), 0)
    label = {token.key for token in tokens[:colon]}
    if label:
        # "7B = 6B + 1B" is a sum, "Up to: 7B" a bound.
        if tokens[0].kind != "word" or label & BOUNDS or any(has_scale(tokens, i) for i in range(colon)):
            raise UncertainError
        if label & _OTHER_LABELS:
            return [None]
        tokens = tokens[colon + 1 :]
    first = skip(tokens, start, OPENING | ABOUT)
    words = label | {token.key for token in tokens[start:first]}

    item, end = read_size(tokens, first)
    items = [item]
    upper = skip(tokens, end + 1, ABOUT)
    if is_at(tokens, end, TO) and starts_size(tokens, upper):
        other, end = read_size(tokens, upper)
        items = _join(item, other)
    else:
        if end < len(tokens) and (found := ACTIVE_SIZE.fullmatch(tokens[end].key)):
            item.partner, end = _active_size(found), end + 1
        if words & {"from", "ranging"}:
            raise UncertainError  # "from 7B" is where the sizes begin

    for each in items:
        each.bare = words <= ABOUT and end == len(tokens) and not negative
        each.words = frozenset(words | {token.key for token in tokens[end:]})
    counted = _counted([token for token in tokens[end:] if token.kind != "bracket"])
    if counted == "other":
        return [None]
    partners: set[Decimal] = set()
    is_active = counted == "active" or bool(words & ACTIVE)
    for token in tokens[end:]:
        if token.inner and _TIMES.fullmatch(token.inner[0].key):
            raise UncertainError  # "7B (x8)"
        noted, is_noted = _active_note(token.inner)
        partners |= noted
        is_active |= is_noted
    if is_active or negative:
        if items[0].partner is not None or (negative and len(items) > 1):
            raise UncertainError
        # "1-4.5B active" gives no one number.
        items = items[-1:]
        items[0].vague = items[0] is not item
        items[0].active |= is_active
        items[0].number = item.number.copy_negate() if negative else items[0].number
    elif len(items) == len(partners) == 1:
        items[0].partner = items[0].partner or partners.pop()
    return items


def _join(lower: Item, upper: Item) -> list[Item]:
    """Give a bare end the scale of the other; "350-1.3B", which falls, begins at 350 million."""
    if lower.active or upper.active:
        total, active = sorted((lower, upper), key=lambda item: item.active)
        total.partner = active.number  # "671B-A37B", "A37B-671B"
        return [total]
    if lower.scale is None or upper.scale is None:
        lower.scale = upper.scale = lower.scale or upper.scale
    # What falls is no range: "235B-22B" may say what is active.
    if EXACT.multiply(lower.number, lower.scale or _ONE) >= EXACT.multiply(upper.number, upper.scale or _ONE):
        raise UncertainError
    lower.ranged = upper.ranged = True
    return [lower, upper]


def read_size(tokens: Sequence[Token], index: int) -> tuple[Item, int]:
    """Read a number with its scale, or the active parameters ``A37B``, and say where it ends."""
    if index >= len(tokens):
        raise UncertainError
    token = tokens[index]
    if found := ACTIVE_SIZE.fullmatch(token.key):
        return Item(_active_size(found), _ONE, active=True), index + 1
    if token.value is None:
        raise UncertainError
    if token.is_chinese:
        return Item(token.value, _ONE), index + 1
    scale = tokens[index + 1].key if is_at(tokens, index + 1, SCALES) else ""
    if "," in token.text and not _has_thousands(token.text, scale):
        raise UncertainError
    if not scale:
        return Item(token.value), index + 1
    return Item(token.value, SCALES[scale]), index + 2


def _has_thousands(stated: str, scale: str) -> bool:
    """Tell whether a number with commas can be nothing but one number."""
    first, *groups = stated.split(",")
    # No number of a list begins with "0".
    is_one = any(group.startswith("0") for group in groups)
    if not scale:
        return is_one or len(groups) > 1
    if scale not in LETTER_SCALES:
        return True
    # "125,350M" are two sizes, or one.
    return SCALES[scale] <= _LARGEST_WITH_THOUSANDS and (is_one or len(first) == len(groups) == 1)


def _counted(tail: Sequence[Token]) -> Literal["size", "active", "other"]:
    """Tell from the words behind a number what it counts."""
    if tail and tail[-1].key == ".":
        tail = tail[:-1]
    keys = [token.key for token in tail]
    # What a part of the model is for ("for upsampling") says nothing of what is counted.
    if "for" in keys and not any(t.kind in ("number", "symbol") for t in tail[keys.index("for") :]):
        tail = tail[: keys.index("for")]
        keys = [token.key for token in tail]
    if keys and keys[0] in OTHERS:
        # "6B image model" may well be a size.
        if _MODELS.intersection(keys):
            raise UncertainError
        return "other"
    if ACTIVE.intersection(keys):
        if not _ACTIVE_FILL.issuperset(keys):
            raise UncertainError
        return "active"
    named = next((i for i, key in enumerate(keys) if key in PARAMETERS | _MODELS), len(keys))
    # Any word makes a kind of model ("diffusion model"), not of parameters ("fewer parameters").
    if not ROLES.issuperset(keys[:named]) and not _MODELS.intersection(keys[named : named + 1]):
        raise UncertainError
    for i, token in enumerate(tail):
        is_size = token.kind == "number" and not is_at(tail, skip(tail, i + 1, SCALES), OTHERS)
        is_symbol = token.kind == "symbol" and token.key not in DASHES
        if is_size or is_symbol or token.key in BOUNDS:
            raise UncertainError  # "model distilled from 175B"
    return "size"


def _active_note(tokens: Sequence[Token]) -> tuple[set[Decimal], bool]:
    """Read the active parameters of a bracket; "(active)" says it of the size before."""
    partners, is_active = set(), False
    for _, piece in pieces(tokens):
        at = [i for i in range(len(piece)) if starts_size(piece, i)]
        if not at:
            words = {token.key for token in piece}
            is_active |= bool(words & ACTIVE) and words <= _ACTIVE_FILL
        elif len(at) == 1:
            item, end = read_size(piece, at[0])
            words = {token.key for token in (*piece[: at[0]], *piece[end:])}
            if item.scale and (item.active or words & ACTIVE) and words <= _ACTIVE_FILL:
                partners.add(EXACT.multiply(item.number, item.scale))
    return partners, is_active


def _active_size(found: re.Match[str]) -> Decimal:
    return EXACT.multiply(Decimal(found[1]), SCALES[found[2]])
