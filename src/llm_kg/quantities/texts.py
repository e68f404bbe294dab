"""Quantities in texts, as people write them in lists.

Texts are cut into tokens first (see ``llm_kg.numerals``, which has ``number`` and ``scale``). Then,
with ``[ ]`` for what may be left out::

    quantity = [ about ] ( number [ scale ] unit | "$" number [ scale ] )
    unit     = "TB" | "tokens" | … | accelerator ( "hours" | "days" | "years" | … )
    about    = "~" | "about" | "约" | …

Quantities are found in prose, so each is read on its own; but of one dimension (bytes, tokens,
time, money, one kind of accelerator …) a text has one quantity or none: the one outside brackets,
else the one that is the sum of the others, else the only one. Bounds (``up to 5TB``, ``5TB+``),
ranges, products, rates and what follows "=" are not read, and stand in the way of a sum.
"""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from llm_kg.numerals import (
    ABOUT,
    ABOUT_SIGNS,
    BOUNDS,
    DASHES,
    DOUBTS,
    EXACT,
    MINUS,
    SCALES,
    TO,
    Token,
    flatten,
    is_at,
    is_number,
    multiply,
    skip,
    tokenize,
    word_set,
)
from llm_kg.quantities import Quantity
from llm_kg.quantities.units import DIMENSIONS, PROCESSOR, Measure, read_accelerator_time, read_unit

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

__all__ = ["parse_quantities"]

_BOUNDS_BEHIND = BOUNDS | word_set("^ % 以上 以下 以内 左右 多 余")
_HAN_BOUNDS = tuple(word for word in BOUNDS if word > "㐀")
_PUNCTUATION = word_set("\n , ; : . / | & + 、 。 ( ) ' ’ ‘ \" “ ”")

# Things that are counted; in the singular they may describe another ("2B image captions").
_SINGULARS = word_set(
    "token word image sample document page webpage book conversation dialogue dialog video pair"
)
_COLLECTIONS = word_set("corpora corpus data dataset datasets from in including of for with")
_CURRENCIES = word_set("aud brl cad chf cny eur gbp hkd inr jpy krw nzd rmb sgd twd")
_MEMORY = word_set("bandwidth disk hbm memory ram vram 内存 显存")
_ARTICLES = word_set("a an the its their our")
_PARTS = BOUNDS | word_set(
    "% fraction majority minority much out part parts percent portion quarter rest sample share"
    " subset third thirds"
)


class _Mention(NamedTuple):
    """Hold one quantity of a text; without a value it is there, but not certain."""

    dimension: str
    start: int
    inside: bool
    quantity: Quantity | None = None

    @property
    def magnitude(self) -> Decimal:
        assert self.quantity is not None
        return EXACT.multiply(self.quantity.value, DIMENSIONS[self.quantity.unit][1])


def parse_quantities(text: str, units: Collection[str]) -> tuple[Quantity, ...]:
    """Read the quantities of a text that have one of the units, at most one of a dimension.

    >>> from llm_kg.quantities.units import UNITS
    >>> [q.slug for q in parse_quantities("~680B Tokens (45TB)", {"TOKEN", "TeraBYTE"})]
    ['680e9-token-approximate', '45-terabyte']
    >>> parse_quantities("300G Texts + 2TB Images", UNITS)
    ()
    """
    return tuple(quantity for quantity in _quantities(text) if quantity.unit in units)


# What a text says of its numbers hangs on the words around them: lists have thousands of numbers in a few
# hundred forms ("1T tokens (1TB)"), each of which is read once.

# A number that may be any other: it is written in digits alone, and no part of another, or of a word.
_ANY_NUMBER = re.compile(r"(?<![\w.,^])(?<!e[+-])[0-9]{1,9}(?:\.[0-9]{1,9})?(?![0-9.,e^])", re.IGNORECASE)
_POWER = re.compile(r"[0-9] ?[x×]", re.IGNORECASE)
_LONGEST_FORM = 200


@lru_cache(maxsize=16_384)
def _quantities(text: str) -> tuple[Quantity, ...]:
    numbers = _ANY_NUMBER.findall(text)
    if numbers and len(text) <= _LONGEST_FORM and not _POWER.search(text):
        form = _form(_ANY_NUMBER.sub("1", text))
        if form and len(numbers) == form.numbers:
            scaled = (_scaled(one, numbers[which]) for which, one in form.quantities)
            return tuple(quantity for quantity in scaled if quantity)
    return _quantities_in(tokenize(text))


def _quantities_in(tokens: Sequence[Token]) -> tuple[Quantity, ...]:
    mentions = _all_mentions(tokens)
    chosen = sorted(filter(None, map(_the_one, mentions.values())), key=lambda one: one.start)
    return tuple(one.quantity for one in chosen if one.quantity)


class _Form(NamedTuple):
    """What a text says whose numbers are all 1: how many they are, and what some of them count."""

    numbers: int
    quantities: tuple[tuple[int, Quantity], ...]


@lru_cache(maxsize=4096)
def _form(text: str) -> _Form | None:
    """Return the form of a text, in which each number is 1.

    None where it has another number (`1e23`), or its quantities hang on the numbers: of two of one
    dimension only the sum is stated.
    """
    tokens = tokenize(text)
    numbers = [token for token in flatten(tokens) if token.kind == "number"]
    dimensions = _all_mentions(tokens)
    if any(token.text != "1" for token in numbers) or any(len(all_) > 1 for all_ in dimensions.values()):
        return None
    starts = sorted(token.start for token in numbers)
    mentions = sorted((one for (one,) in dimensions.values()), key=lambda one: one.start)
    counted = ((starts.index(one.start), one.quantity) for one in mentions)
    return _Form(len(starts), tuple((which, one) for which, one in counted if one))


def _scaled(one: Quantity, number: str) -> Quantity | None:
    """Return a quantity so many times as large; None where it is out of all proportion."""
    value = multiply(Decimal(number), one.value)
    return None if value is None else Quantity(value, one.unit, one.approximate, one.accelerator)


def _all_mentions(tokens: Sequence[Token]) -> Mapping[str, Sequence[_Mention]]:
    """Return the quantities of a text by dimension, those outside brackets first."""
    dimensions: dict[str, list[_Mention]] = defaultdict(list)
    if any(token.key in DOUBTS for token in flatten(tokens)):
        return dimensions
    for mention in _mentions(tokens, inside=False):
        dimensions[mention.dimension].append(mention)
    brackets = (token.inner for token in flatten(tokens) if token.inner)
    for inner in brackets:
        for mention in _mentions(inner, inside=True):
            dimensions[mention.dimension].append(mention)
    return dimensions


def _the_one(mentions: Sequence[_Mention]) -> _Mention | None:
    """Choose the quantity of a dimension: the one outside brackets, or the sum, or the only one."""
    outside = [mention for mention in mentions if not mention.inside]
    inside = [mention for mention in mentions if mention.inside]
    parts = outside or inside
    if len(parts) == 1:
        return parts[0]
    if any(mention.quantity is None for mention in mentions):
        return None
    whole = Decimal(0)
    for part in parts:
        whole = EXACT.add(whole, part.magnitude)
    # Of two that are equal each is "the sum of the others", but they may as well be two halves.
    if len(parts) > 2:
        for part in parts:
            if EXACT.add(part.magnitude, part.magnitude) == whole:
                return part
    return next((total for total in inside if outside and total.magnitude == whole), None)


def _mentions(tokens: Sequence[Token], *, inside: bool) -> Iterator[_Mention]:
    """Find the quantities of one level of brackets; what follows "=" is a derivation."""
    tokens = tokens[: next((i for i, token in enumerate(tokens) if token.key == "="), None)]
    last = 0
    for index, token in enumerate(tokens):
        if token.kind != "number" or index < last:
            continue
        measure = _measure(tokens, index, last)
        if measure is None:
            continue
        quantity = None
        sign = _sign(tokens, index, last, measure)
        if measure.unit and token.value is not None and sign and _ends(tokens, measure):
            value = multiply(token.value, measure.factor)
            if value is not None:
                negative, approximate = sign
                value = value.copy_negate() if negative else value
                quantity = Quantity(value, measure.unit, approximate, measure.accelerator)
        last = measure.end
        yield _Mention(measure.dimension, token.start, inside, quantity)


def _measure(tokens: Sequence[Token], index: int, last: int) -> Measure | None:
    """Read scale and unit of the number at the index."""
    is_money = is_at(tokens, index - 1, {"$"}) or (is_at(tokens, index - 1, {"usd"}) and last < index)
    behind, scale = index + 1, Decimal(1)
    measure = read_unit(tokens, behind)  # before the scale: "5 t CO2" is no trillion
    if measure is None and is_at(tokens, behind, SCALES):
        behind, scale = behind + 1, SCALES[tokens[behind].key]
        measure = read_unit(tokens, behind)
    is_bound = measure is None and is_at(tokens, behind, {"+"}) and tokens[behind].glued
    if is_bound:
        measure = read_unit(tokens, behind + 1)  # "1T+ tokens"
    measure = measure or read_accelerator_time(tokens, behind)
    if is_money:
        is_other = measure is not None and measure.unit != "CCY_USD"
        end = behind if measure is None else measure.end
        return Measure("CCY_USD", end, None if is_other or is_bound else "CCY_USD", scale)
    if measure is None:
        return None
    factor = EXACT.multiply(scale, measure.factor)
    return measure._replace(factor=factor, unit=None if is_bound else measure.unit)


def _sign(tokens: Sequence[Token], index: int, last: int, measure: Measure) -> tuple[bool, bool] | None:
    """Tell whether the number is negative and approximate; ``None`` where it is not the value."""
    at = index - 1
    if measure.dimension == "CCY_USD" and is_at(tokens, at, {"$", "usd"}) and at >= last:
        at -= 1
        if tokens[at + 1].key == "$" and tokens[at + 1].glued and tokens[at].kind == "word":
            if tokens[at].key != "us":
                return None  # "HK$"
            at -= 1
    if at == 0 and tokens[0].key in MINUS and tokens[1].glued:
        return True, False
    if is_at(tokens, at, DASHES):
        # A dash between blanks separates; one between numbers is a range.
        is_apart = not tokens[at].glued and not tokens[at + 1].glued
        follows = at == last > 0 or _is_bare_number(tokens, at - 1, last)
        return (False, False) if is_apart and not follows else None
    approximate = False
    while at >= last and (
        _is_about(tokens[at]) or (is_at(tokens, at, {"."}) and is_at(tokens, at - 1, ABOUT))
    ):
        if tokens[at].glued and at == last > 0:
            return None  # "1TB~2TB"
        approximate, at = True, at - 1
    while at >= last and tokens[at].key in _ARTICLES:
        at -= 1
    if at < last:
        return False, approximate
    token = tokens[at]
    if token.key == "of":
        at -= 2 if is_at(tokens, at - 1, _ARTICLES) else 1
        is_part = is_at(tokens, at, _PARTS)
        return None if is_part else (False, approximate)
    if token.kind == "word":
        is_bound = token.key in BOUNDS or token.key in TO or token.key.endswith(_HAN_BOUNDS)
        is_memory = measure.dimension == "byte" and PROCESSOR.fullmatch(token.key)
        if is_bound or is_memory or _is_bare_number(tokens, at, last):
            return None
    elif token.kind != "bracket" and token.key != "\n":
        # "2, 3TB" are two, ".5TB" is a half.
        is_part = _is_bare_number(tokens, at - 1, last) or (token.key == "." and tokens[at + 1].glued)
        if is_part or token.key not in _PUNCTUATION:
            return None
    return False, approximate


def _is_about(token: Token) -> bool:
    return token.key in ABOUT or (token.kind == "word" and token.key.endswith("约"))


def _is_bare_number(tokens: Sequence[Token], index: int, last: int) -> bool:
    """Tell whether a number ends at the index that has no unit."""
    if index >= last and is_at(tokens, index, SCALES):
        index -= 1
    return index >= last and tokens[index].kind == "number"


def _ends(tokens: Sequence[Token], measure: Measure) -> bool:
    """Tell whether nothing behind a unit makes it a bound, a range, a product or a rate."""
    if measure.end >= len(tokens):
        return True
    token, unit = tokens[measure.end], tokens[measure.end - 1]
    following = tokens[measure.end + 1] if measure.end + 1 < len(tokens) else None
    leads_on = skip(tokens, measure.end + 1, ABOUT | {"$"})
    leads_to_number = is_number(tokens, leads_on)
    if token.key == "+":
        return leads_to_number or (not token.glued and following is not None)
    if token.key == "/":
        return leads_to_number
    if token.key in DASHES:
        return not token.glued and not leads_to_number
    if token.key in ABOUT_SIGNS:
        return not leads_to_number or (not token.glued and following is not None and following.glued)
    if token.key in TO:
        return not leads_to_number
    if token.key in {"or", "and", "at"}:
        return following is None or following.key not in BOUNDS | {"so"}
    if token.key in _BOUNDS_BEHIND or token.key in _SINGULARS or token.key == "pairs":
        return False
    if token.kind == "word" and unit.key in _SINGULARS:
        return token.key in _COLLECTIONS
    if measure.dimension == "byte":
        owner = skip(tokens, measure.end, {"of"})
        is_memory = is_at(tokens, owner, _MEMORY) or PROCESSOR.fullmatch(token.key)
        return not is_memory
    return measure.unit != "CCY_USD" or token.key not in _CURRENCIES
