"""Quantities with a unit, as people write them in lists: of data, time, money, energy and work.

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
from dataclasses import dataclass
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
    plain,
    skip,
    tokenize,
    word_set,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

__all__ = ["UNITS", "Quantity", "parse_quantities"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """Hold a number with its unit, one of ``UNITS``, and for accelerator-time the accelerator.

    Raises ``ValueError`` where the number is not finite, or out of the range of xsd:double.
    """

    value: Decimal
    unit: str
    approximate: bool = False
    accelerator: str | None = None

    def __post_init__(self) -> None:
        if not self.value.is_finite() or abs(self.value.adjusted()) > 300:
            raise ValueError(f"a quantity has a finite number, not {self.value:.3e}")

    @property
    def slug(self) -> str:
        """Name the quantity by its content, for IRIs; the exponent is a multiple of three.

        Spellings of an accelerator that differ in case and punctuation only have one slug.

        >>> Quantity(Decimal("6.8E11"), "TOKEN", approximate=True).slug
        '680e9-token-approximate'
        >>> Quantity(Decimal(95), "ACCELERATOR-YEAR", accelerator="A100 GPU").slug
        '95-a100-gpu-accelerator-year'
        """
        return _slug(self)

    @property
    def double(self) -> str:
        """Write the number in the canonical form of xsd:double.

        >>> Quantity(Decimal(680_000_000_000), "TOKEN").double
        '6.8E11'
        """
        return _double(self.value)

    def __str__(self) -> str:
        """Write the quantity as a list would, so that `parse_quantities` reads it.

        >>> str(Quantity(Decimal("6.8E11"), "TOKEN", approximate=True))
        '~680000000000 tokens'
        >>> str(Quantity(Decimal("95.0"), "ACCELERATOR-YEAR", accelerator="A100 GPU"))
        '95 A100 GPU years'
        """
        unit = _WRITTEN.get(self.unit) or self.unit.rpartition("-")[2].lower() + "s"
        kind = self.accelerator or ("accelerator" if self.unit.startswith("ACCELERATOR-") else "")
        return f"{'~' * self.approximate}{plain(self.value)} {kind}{' ' * bool(kind)}{unit}"


# Lists state the same quantities again and again.
@lru_cache(maxsize=16_384)
def _slug(quantity: Quantity) -> str:
    sign, digits, exponent = _digits(quantity.value)
    thousands = 3 * (exponent // 3)
    before = 1 + exponent - thousands  # so many digits stand before the point
    number = sign + digits[:before].ljust(before, "0")
    if len(digits) > before:
        number += f".{digits[before:]}"
    if thousands:
        number += f"e{thousands}"
    if quantity.accelerator and (words := re.findall(r"\w+", quantity.accelerator.casefold())):
        number += f"-{'-'.join(words)}"
    unit = quantity.unit.casefold().replace("_", "-")
    return f"{number}-{unit}{'-approximate' if quantity.approximate else ''}"


@lru_cache(maxsize=16_384)
def _double(value: Decimal) -> str:
    sign, digits, exponent = _digits(Decimal(repr(float(value))))
    return f"{sign}{digits[0]}.{digits[1:] or 0}E{exponent}"


# How a unit is written; others are written as their notation ends.
_WRITTEN = {
    "TEXT-IMAGE-PAIR": "text-image pairs",
    "WEB-PAGE": "web pages",
    "GigaBYTE": "GB",
    "GibiBYTE": "GiB",
    "TeraBYTE": "TB",
    "HR": "hours",
    "KiloW-HR": "kWh",
    "TONNE-CO2E": "t CO2e",
    "CCY_USD": "USD",
    "FLOP": "FLOPs",
}


def _digits(value: Decimal) -> tuple[str, str, int]:
    """Take a number apart: its sign, its digits without zeros at the end, the exponent of the first."""
    mantissa, _, exponent = f"{value:E}".partition("E")
    digits = mantissa.lstrip("-").replace(".", "").rstrip("0")
    if not digits:
        return "", "0", 0
    return "-" if mantissa[0] == "-" else "", digits, int(exponent)


_BOUNDS_BEHIND = BOUNDS | word_set("^ % 以上 以下 以内 左右 多 余")
_HAN_BOUNDS = tuple(word for word in BOUNDS if word > "㐀")

# What can be told apart and what can be added: the dimension of each unit, and its size there.
_DIMENSIONS = {
    "BYTE": ("byte", Decimal(1)),
    "GigaBYTE": ("byte", Decimal(10) ** 9),
    "GibiBYTE": ("byte", Decimal(1024) ** 3),
    "TeraBYTE": ("byte", Decimal(10) ** 12),
    "HR": ("time", Decimal(1)),
    "DAY": ("time", Decimal(24)),
    "ACCELERATOR-HOUR": ("accelerator", Decimal(1)),
    "ACCELERATOR-DAY": ("accelerator", Decimal(24)),
    "ACCELERATOR-YEAR": ("accelerator", Decimal(24 * 365)),
} | {
    unit: (unit, Decimal(1))
    for unit in (
        *("TOKEN", "WORD", "IMAGE", "TEXT-IMAGE-PAIR", "SAMPLE", "DOCUMENT", "WEB-PAGE", "BOOK"),
        *("CONVERSATION", "VIDEO", "KiloW-HR", "TONNE-CO2E", "CCY_USD", "FLOP"),
    )
}

UNITS = frozenset(_DIMENSIONS)
"""The notations of all units that a quantity can have."""

# A unit, how many of it one of the spelled unit is, and its spellings in lower case.
_SPELLINGS = (
    ("TOKEN", "1", "token|tokens|词元|个词元"),
    ("WORD", "1", "word|words|单词|个单词"),
    ("IMAGE", "1", "image|images|图片|图像|张图片|张图像|幅图像"),
    ("TEXT-IMAGE-PAIR", "1", "图文对|个图文对|对图文"),
    ("SAMPLE", "1", "sample|samples|样本|个样本|条样本"),
    ("DOCUMENT", "1", "document|documents|文档|篇文档|个文档"),
    ("WEB-PAGE", "1", "web page|web pages|webpage|webpages|网页|个网页"),
    ("BOOK", "1", "book|books"),
    ("CONVERSATION", "1", "conversation|conversations|dialogue|dialogues|dialog|dialogs"),
    ("VIDEO", "1", "video|videos"),
    ("BYTE", "1", "byte|bytes"),
    ("BYTE", "1e3", "kb|kilobyte|kilobytes"),
    ("BYTE", "1e6", "mb|megabyte|megabytes"),
    ("GigaBYTE", "1", "g|gb|gigabyte|gigabytes"),
    ("TeraBYTE", "1", "tb|terabyte|terabytes"),
    ("TeraBYTE", "1e3", "pb|petabyte|petabytes"),
    ("BYTE", "1024", "kib|kibibyte|kibibytes"),
    ("BYTE", "1048576", "mib|mebibyte|mebibytes"),
    ("GibiBYTE", "1", "gib|gibibyte|gibibytes"),
    ("GibiBYTE", "1024", "tib|tebibyte|tebibytes"),
    ("HR", "1", "h|hr|hrs|hour|hours|小时|个小时"),
    ("DAY", "1", "day|days|天"),
    ("DAY", "7", "week|weeks|周"),
    ("KiloW-HR", "1", "kwh|kilowatt hour|kilowatt hours"),
    ("KiloW-HR", "1e3", "mwh|megawatt hour|megawatt hours"),
    ("KiloW-HR", "1e6", "gwh|gigawatt hour|gigawatt hours"),
    ("CCY_USD", "1", "usd|dollar|dollars|us dollar|us dollars"),
    ("FLOP", "1", "flop|flops"),
    ("FLOP", "1e9", "gflop|gflops|gigaflop|gigaflops"),
    ("FLOP", "1e12", "tflop|tflops|teraflop|teraflops"),
    ("FLOP", "1e15", "pflop|pflops|petaflop|petaflops"),
    ("FLOP", "1e18", "eflop|eflops|exaflop|exaflops"),
    ("FLOP", "1e21", "zflop|zflops|zettaflop|zettaflops"),
    ("FLOP", "1e24", "yflop|yflops|yottaflop|yottaflops"),
)
_CO2 = ("co2", "co2e", "co2eq", "co2 e", "co2 eq", "co2 equivalent", "co2 equivalents")
_PETAFLOP_DAY = Decimal(10) ** 15 * 24 * 60 * 60
_UNITS: Mapping[str, tuple[str, Decimal]] = (
    {
        spelling: (unit, Decimal(factor))
        for unit, factor, spellings in _SPELLINGS
        for spelling in spellings.split("|")
    }
    | {
        f"{first} {second} {pair}": ("TEXT-IMAGE-PAIR", Decimal(1))
        for one, other in (("text", "image"), ("image", "text"))
        for first in (one, f"{one}s")
        for second in (other, f"{other}s")
        for pair in ("pair", "pairs")
    }
    | {
        f"{mass}{blank}{gas}": ("TONNE-CO2E", Decimal(factor))
        for factor, masses in (("1", "t|ton|tons|tonne|tonnes|metric tons"), ("0.001", "kg"))
        for mass in masses.split("|")
        for blank in ((" ", "") if len(mass) < 3 else (" ",))
        for gas in _CO2
    }
    | {
        f"{rate} {day}": ("FLOP", _PETAFLOP_DAY)
        for rate in ("pf", "pf s", "pflop s", "pflops", "petaflop s", "petaflops")
        for day in ("day", "days")
    }
)
# What is known for what it counts, but not read: it has no unit of its own, or may mean another
# (bits for bytes, a rate for an amount; "FLOPs" is an amount, and "petaflops" is not certain).
_UNREAD = dict.fromkeys(word_set("minute minutes second seconds month months year years"), "time")
_UNREAD_SPELLINGS = re.compile(r"[KMGTP]b|mWh|(?!.*FLOPs$)(?i:[a-z]*flops)")
_JOINTS = DASHES | word_set(", / & and of")
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

_SPANS = {
    spelling: (unit, Decimal(factor))
    for unit, factor, spellings in (
        ("ACCELERATOR-HOUR", 1, "hour|hours|hr|hrs|h|小时"),
        ("ACCELERATOR-DAY", 1, "day|days|天"),
        ("ACCELERATOR-DAY", 7, "week|weeks|周"),
        ("ACCELERATOR-YEAR", 1, "year|years|年"),
        ("", 1, "month|months|minute|minutes|second|seconds"),
    )
    for spelling in spellings.split("|")
}
_PROCESSOR = re.compile(
    r"(?P<kind>[dghinx]pu)s?|tpus?(?P<tpu>(?:v[0-9]{1,2}[a-z]{0,8}?)?(?:core)?)s?"
    r"|(?P<code>l40s|v100|(?:gh|gb|[abhklpt])[0-9]{1,4}[a-z]{0,2}?|mi[0-9]{2,3}[ax]?)s?"
    r"|(?P<name>gaudi[0-9]?|trainium[0-9]?)"
)
_PROCESSOR_WORDS = {
    word.casefold(): word
    for word in word_set(
        "AMD Ascend Cloud Google Huawei Intel NVIDIA PCIe RTX SXM SXM4 SXM5 Tesla"
        " chip core v2 v3 v4 v5e v5p v6e"
    )
} | {"chips": "chip", "cores": "core"}


class _Measure(NamedTuple):
    """Hold what stands behind a number; without a unit it is known but not read."""

    dimension: str
    end: int
    unit: str | None = None
    factor: Decimal = Decimal(1)
    accelerator: str | None = None


class _Mention(NamedTuple):
    """Hold one quantity of a text; without a value it is there, but not certain."""

    dimension: str
    start: int
    inside: bool
    quantity: Quantity | None = None

    @property
    def magnitude(self) -> Decimal:
        assert self.quantity is not None
        return EXACT.multiply(self.quantity.value, _DIMENSIONS[self.quantity.unit][1])


def parse_quantities(text: str, units: Collection[str]) -> tuple[Quantity, ...]:
    """Read the quantities of a text that have one of the units, at most one of a dimension.

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


def _measure(tokens: Sequence[Token], index: int, last: int) -> _Measure | None:
    """Read scale and unit of the number at the index."""
    is_money = is_at(tokens, index - 1, {"$"}) or (is_at(tokens, index - 1, {"usd"}) and last < index)
    behind, scale = index + 1, Decimal(1)
    measure = _unit(tokens, behind)  # before the scale: "5 t CO2" is no trillion
    if measure is None and is_at(tokens, behind, SCALES):
        behind, scale = behind + 1, SCALES[tokens[behind].key]
        measure = _unit(tokens, behind)
    is_bound = measure is None and is_at(tokens, behind, {"+"}) and tokens[behind].glued
    if is_bound:
        measure = _unit(tokens, behind + 1)  # "1T+ tokens"
    measure = measure or _accelerator_time(tokens, behind)
    if is_money:
        is_other = measure is not None and measure.unit != "CCY_USD"
        end = behind if measure is None else measure.end
        return _Measure("CCY_USD", end, None if is_other or is_bound else "CCY_USD", scale)
    if measure is None:
        return None
    factor = EXACT.multiply(scale, measure.factor)
    return measure._replace(factor=factor, unit=None if is_bound else measure.unit)


def _unit(tokens: Sequence[Token], index: int) -> _Measure | None:
    """Read the longest unit that is spelled from the index on."""
    found, words = None, list[str]()
    for at, token in enumerate(tokens[index : index + 9], start=index):
        if token.key in _JOINTS and words:
            continue
        if token.kind != "word":
            break
        words.append(token.key)
        spelling = " ".join(words)
        # A bare G means bytes only at the number, and a bare h hours.
        if spelling in {"g", "h"} and (token.text not in {"G", "h"} or not token.glued):
            break
        if spelling in _UNREAD:
            found = _Measure(_UNREAD[spelling], at + 1)
        elif spelling in _UNITS:
            unit, factor = _UNITS[spelling]
            dimension = _DIMENSIONS[unit][0]
            is_read = not _UNREAD_SPELLINGS.fullmatch(token.text)
            found = _Measure(dimension, at + 1, unit if is_read else None, factor)
    return found


def _accelerator_time(tokens: Sequence[Token], index: int) -> _Measure | None:
    """Read "A100 GPU hours"; the accelerator is written in one way, whatever its spelling."""
    names, is_named = list[str](), False
    for at, token in enumerate(tokens[index : index + 12], start=index):
        if is_named and token.key in _SPANS:
            unit, factor = _SPANS[token.key]
            kind = " ".join(name for name in names if name != "GPU")
            return _Measure(f"accelerator {kind}", at + 1, unit or None, factor, " ".join(names))
        if token.key in DASHES and token.glued and names:
            continue
        # "80G-A100" is no 80 of anything.
        if at == index and token.glued:
            return None
        if found := _PROCESSOR.fullmatch(token.key):
            is_named = True
            names.append(_processor(found))
        elif token.key in _PROCESSOR_WORDS:
            names.append(_PROCESSOR_WORDS[token.key])
        else:
            return None
    return None


def _processor(found: re.Match[str]) -> str:
    if found["name"]:
        return found["name"].capitalize()
    return (found["kind"] or found["code"] or "tpu").upper() + (found["tpu"] or "")


def _sign(tokens: Sequence[Token], index: int, last: int, measure: _Measure) -> tuple[bool, bool] | None:
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
        is_memory = measure.dimension == "byte" and _PROCESSOR.fullmatch(token.key)
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


def _ends(tokens: Sequence[Token], measure: _Measure) -> bool:
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
        is_memory = is_at(tokens, owner, _MEMORY) or _PROCESSOR.fullmatch(token.key)
        return not is_memory
    return measure.unit != "CCY_USD" or token.key not in _CURRENCIES
