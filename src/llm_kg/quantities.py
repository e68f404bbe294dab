"""Numbers of parameters, and quantities with a unit, as people write them in lists.

::

    sizes    = member { "," | ";" | "/" | "|" | "&" | "+" | "and" member }
    member   = [ label ":" ] [ "~" ] size [ range-to size ] [ noun ] | "A" size      active, "A37B"
    size     = number [ scale ]               a bare number takes the scale that follows in the list
    quantity = [ "~" ] number [ scale ] unit
             | [ "~" ] number [ scale ] accelerator time       "95 A100 GPU years"
             | [ "~" ] "$" number [ scale ]
    scale    = "K" | "M" | "B" | "T" | "million" | "亿" | …

A cell of sizes with a bound, a product or a doubt in it (`up to 100B`, `8x7B`, `100B?`) gives none:
the largest size would not be known. What stands in brackets is no size of its own, but may give the
active parameters of the size before it.

Of one dimension (bytes, tokens, time, money, one kind of accelerator …) a text has one quantity or
none: the one outside brackets, else the one that is the sum of the others, else the only one. What
follows "=" and products are derivations and are not read.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

__all__ = ["UNITS", "Count", "Quantity", "Size", "parse_count", "parse_quantities", "parse_sizes"]

# Strangers' text: what is longer is no cell of a table, and no number.
_LONGEST_TEXT = 4_096

# The smallest bare number that is certainly a count of parameters: "175" may be millions.
_SMALLEST_COUNT = 100_000

@dataclass(frozen=True, slots=True)
class Size:
    """Hold one stated size of a model, in parameters.

    The active parameters are those that one token uses, where only a part of the model works.
    """

    parameter_count: int
    active_parameter_count: int | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """Hold a bare number.

    It is approximate where the text says so, and where it counts in thousands: ``84k`` tokens may
    be 84,000 or 86,016.
    """

    value: Decimal
    approximate: bool = False


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
        sign, digits, exponent = _shortest(self.value)
        thousands = 3 * ((len(digits) + exponent - 1) // 3)
        mantissa = Decimal((sign, digits, exponent - thousands))
        number = f"{mantissa:f}" + (f"e{thousands}" if thousands else "")
        accelerator = "-".join(re.findall(r"\w+", (self.accelerator or "").casefold()))
        parts = (number, accelerator, self.unit.casefold().replace("_", "-"), "approximate" * self.approximate)
        return "-".join(part for part in parts if part)

    @property
    def double(self) -> str:
        """Write the number in the canonical form of xsd:double.

        >>> Quantity(Decimal(680_000_000_000), "TOKEN").double
        '6.8E11'
        """
        sign, digits, exponent = _shortest(Decimal(repr(float(self.value))))
        first, *rest = map(str, digits)
        return f"{'-' * sign}{first}.{''.join(rest) or 0}E{len(rest) + exponent}"


def _shortest(value: Decimal) -> tuple[int, tuple[int, ...], int]:
    """Return sign, digits and exponent, without zeros at the end."""
    sign, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int):
        raise ValueError(f"{value} is no number")
    while len(digits) > 1 and digits[-1] == 0:
        digits, exponent = digits[:-1], exponent + 1
    return (sign, digits, exponent) if any(digits) else (0, (0,), 0)


_SCALES: Final[Mapping[str, int]] = {
    word: exponent
    for exponent, words in {
        0: "",
        3: "k thousand 千",
        4: "万",
        6: "m mn mio million millions 百万",
        7: "千万",
        8: "亿",
        9: "b bn billion billions 十亿",
        12: "t tn trillion trillions 万亿",
    }.items()
    for word in words.split()
}
_SCALE = r"(?:thousand|millions?|billions?|trillions?|mio|mn|bn|tn|[kmbt]|万亿|十亿|百万|千万|[万亿千])"
_NUMBER = r"[0-9]{1,3}(?:,[0-9]{3}){1,6}(?:\.[0-9]{1,12})?|[0-9]{1,20}(?:\.[0-9]{1,12})?(?:e[+-]?[0-9]{1,2})?"
_WORD_END = r"(?![a-z0-9])"
_ABOUT = r"(?:~|≈|∼|about|around|approximately|approx\.?|circa|ca\.|约|大约)"

_SIZE: Final = re.compile(
    rf"(?P<about>{_ABOUT}\s*)?(?P<number>-?(?:{_NUMBER}))\s*(?P<scale>{_SCALE}{_WORD_END})?",
    re.IGNORECASE,
)
_ACTIVE: Final = re.compile(rf"A(?P<number>{_NUMBER})\s*(?P<scale>{_SCALE}){_WORD_END}", re.IGNORECASE)
_LABEL: Final = re.compile(
    r"(?:[^\W\d_][\w. -]{0,30}[:=]|(?:tiny|mini|small|base|medium|large|huge|xs|s|l|xl|xxl|total|共)"
    r"(?=[\s\d]))\s*",
    re.IGNORECASE,
)
_RANGE: Final = re.compile(r"\s*(?:-|–|—|~|to(?=\s)|至|到)\s*", re.IGNORECASE)
_SEPARATORS: Final = re.compile(
    # A comma between digits sets off thousands where three of them follow.
    r"(?<![0-9]),|,(?![0-9]{3}(?![0-9]))|[;/|&+、，；\n]|\band\b|\bor\b|和", re.IGNORECASE
)
_BRACKETS: Final = re.compile(r"[(（\[]([^()（）\[\]]*)[)）\]]")
# What makes a cell state no number that can be relied on.
_UNCERTAIN: Final = re.compile(
    r"[<>≥≤?]|\b(?:up to|over|more than|less than|at least|at most|under|below|above|same as|unknown|"
    r"estimated|rumou?red|leaked)\b|至少|最多|超过|以上|以下|不到|[0-9]\s*[x×*]\s*[0-9]|"
    rf"[0-9]\s*{_SCALE}?\s*\+\s*(?:$|[^\s0-9])|[0-9]\s*{_SCALE}?\s*\+$",
    re.IGNORECASE,
)
# Nouns of what is no parameter: a number of these is no size.
_OTHER_NOUN: Final = re.compile(
    r"(?:[kmgtp]?i?b(?:ytes?)?\b(?<![0-9]b)|bytes?|bits?|tokens?|words?|images?|texts?|pairs?|samples?|"
    r"documents?|pages?|books?|hours?|days?|years?|layers?|heads?|experts?|languages?|tasks?|steps?|"
    r"gpus?|tpus?|usd|dollars?|e?flops?|x\b|次|倍|个词|层|小时|%)",
    re.IGNORECASE,
)
_ACTIVE_NOUN: Final = re.compile(r"\bacti(?:ve|vated?)\b|激活", re.IGNORECASE)


def _value(number: str, scale: str | None) -> Decimal:
    return Decimal(number.replace(",", "")).scaleb(_SCALES.get((scale or "").lower(), 0))


def _normal(text: str) -> str | None:
    if len(text) > _LONGEST_TEXT:
        return None
    # NFKC turns full-width digits into digits; the ellipsis and fractions it would split stay rare.
    return unicodedata.normalize("NFKC", text).replace("−", "-").strip()


def _count(value: Decimal) -> int | None:
    return int(value) if value == value.to_integral_value() and value else None


def parse_sizes(text: str) -> tuple[Size, ...]:
    """Return the numbers of parameters that a cell states, in its order, each once.

    Nothing is returned where one of them is not certain.

    >>> [size.parameter_count for size in parse_sizes("7-13B")]
    [7000000000, 13000000000]
    >>> parse_sizes("20B (1T tokens)"), parse_sizes("8x7B")
    ((Size(parameter_count=20000000000, active_parameter_count=None),), ())
    """
    normal = _normal(text)
    if not normal:
        return ()
    inner = [match[1] for match in _BRACKETS.finditer(normal)]
    outside = _BRACKETS.sub(" ", normal).strip()
    if _UNCERTAIN.search(outside):
        return ()
    active = next(filter(None, map(_active_in, inner)), None)
    counts: list[Decimal] = []
    bare: list[Decimal] = []  # members that wait for the scale that follows them
    for number, member in enumerate(_SEPARATORS.split(outside)):
        member = member.strip()
        if found := re.search(rf"(?:^|[-\s])({_ACTIVE.pattern})", member, re.IGNORECASE):
            active = _count(_value(found["number"], found["scale"]))
            member = (member[: found.start()] + member[found.end() :]).strip(" -")
        read = _member(member, first=not number)
        if read is None:
            continue
        values, scale = read
        if scale is None and values and abs(values[-1]) < _SMALLEST_COUNT:
            bare.extend(values)
            continue
        if scale is not None:
            counts.extend(value.scaleb(_SCALES[scale]) for value in bare)
            bare.clear()
        counts.extend(values)
    sizes = [count for count in map(_count, counts) if count is not None]
    if active and active not in sizes and sizes:
        largest = max(sizes)
        return tuple(Size(n, active if n == largest else None) for n in dict.fromkeys(sizes))
    return tuple(Size(count) for count in dict.fromkeys(sizes))


def _active_in(bracket: str) -> int | None:
    """Return the active parameters that a bracket gives, or None."""
    if marked := _ACTIVE.fullmatch(bracket.strip()):
        return _count(_value(marked["number"], marked["scale"]))
    if not _ACTIVE_NOUN.search(bracket) or not (size := _SIZE.search(bracket)) or not size["scale"]:
        return None
    return _count(_value(size["number"], size["scale"]))


def _member(member: str, *, first: bool) -> tuple[list[Decimal], str | None] | None:
    """Return the numbers of one member of a list, and their scale; None where it is no size."""
    position = label.end() if (label := _LABEL.match(member)) else 0
    size = _SIZE.match(member, position)
    if not size or (size["number"].startswith("-") and not first):
        return None
    numbers, scales = [size["number"]], [size["scale"]]
    position = size.end()
    if dash := _RANGE.match(member, position):
        upper = _SIZE.match(member, dash.end())
        if upper and not upper["number"].startswith("-"):
            numbers.append(upper["number"])
            scales.append(upper["scale"])
            position = upper.end()
    rest = member[position:].lstrip(" -")
    if _OTHER_NOUN.match(rest) or (rest and not scales[-1] and not rest.startswith("param")):
        return None
    scale = (scales[-1] or scales[0] or "").lower() or None
    return [_value(n, s or scale) for n, s in zip(numbers, scales, strict=True)], scale


def parse_count(text: str) -> Count | None:
    """Return one bare number with an optional scale, or None where the text is anything else.

    >>> parse_count("84k"), parse_count("1,022,362")
    (Count(value=Decimal('84000'), approximate=True), Count(value=Decimal('1022362'), approximate=False))
    >>> parse_count("2048 tokens") is None
    True
    """
    normal = _normal(text)
    match = _SIZE.fullmatch(normal) if normal else None
    if not match:
        return None
    scale = (match["scale"] or "").lower()
    value = _value(match["number"], scale)
    return Count(value + 0, approximate=bool(match["about"]) or scale == "k")


# Units: the words that name them, and the factor to the unit that values are given in.
_UNIT_WORDS: Final[Mapping[str, tuple[str, int | Decimal]]] = {
    word: (unit, factor)
    for unit, factor, words in (
        ("BYTE", 10**3, "kb"),
        ("BYTE", 10**6, "mb"),
        ("GigaBYTE", 1, "gb g"),
        ("TeraBYTE", 1, "tb"),
        ("TeraBYTE", 1000, "pb"),
        ("BYTE", 1024, "kib"),
        ("BYTE", 1024**2, "mib"),
        ("GibiBYTE", 1, "gib"),
        ("GibiBYTE", 1024, "tib"),
        ("BYTE", 1, "byte bytes"),
        ("TOKEN", 1, "token tokens 词元"),
        ("WORD", 1, "word words"),
        ("IMAGE", 1, "image images"),
        ("SAMPLE", 1, "sample samples"),
        ("DOCUMENT", 1, "document documents"),
        ("BOOK", 1, "book books"),
        ("CONVERSATION", 1, "conversation conversations dialogue dialogues"),
        ("VIDEO", 1, "video videos"),
        ("HR", 1, "hour hours h 小时"),
        ("DAY", 1, "day days 天"),
        ("DAY", 7, "week weeks"),
        ("KiloW-HR", 1, "kwh"),
        ("KiloW-HR", 10**3, "mwh"),
        ("KiloW-HR", 10**6, "gwh"),
        ("TONNE-CO2E", 1, "tco2eq tco2e"),
        ("CCY_USD", 1, "usd dollar dollars"),
        ("FLOP", 1, "flop flops"),
        ("FLOP", 10**15, "petaflop petaflops"),
    )
    for word in words.split()
}
_PHRASES: Final[Mapping[str, str]] = {
    r"web\s?pages?": "WEB-PAGE",
    r"(?:texts?[-,/ ]{1,2}images?|images?[-,/ ]{1,2}texts?)\s+pairs?|图文对": "TEXT-IMAGE-PAIR",
}
_TIMES: Final[Mapping[str, str]] = {"hour": "HOUR", "day": "DAY", "year": "YEAR"}

#: The notations of all units that a text can state.
UNITS: Final = frozenset(
    {unit for unit, _ in _UNIT_WORDS.values()}
    | set(_PHRASES.values())
    | {f"ACCELERATOR-{name}" for name in _TIMES.values()}
)

_QUANTITY: Final = re.compile(
    rf"(?<![\w.,])(?P<about>{_ABOUT}\s*)?(?P<money>\$\s*)?(?P<number>-?(?:{_NUMBER}))"
    rf"(?:\s*(?P<scale>{_SCALE}(?![a-z0-9])))?",
    re.IGNORECASE,
)
_PHRASE_UNIT: Final = re.compile(
    r"\s*(?:" + "|".join(f"(?P<p{n}>{p})" for n, p in enumerate(_PHRASES)) + ")", re.IGNORECASE
)
_ACCELERATOR_TIME: Final = re.compile(
    r"\s*(?P<kind>(?:[A-Z]+[0-9]{2,4}[A-Za-z0-9]*(?:[ -]?[GT]PUs?)?|[GTN]PU(?:v[0-9][a-z]{0,5})?)"
    r"(?: ?core)?)s?[ -]?(?P<time>hour|day|year)s?(?![a-z])",
    re.IGNORECASE,
)
_WORD_UNIT: Final = re.compile(r"\s*(?P<word>[a-z]+(?:2eq?)?|小时|天|词元)(?![a-z0-9/])", re.IGNORECASE)
_BOUND_BEFORE: Final = re.compile(
    r"(?:[<>≥≤*×-]|\b(?:x|up to|over|more than|less than|at least|at most|to))\s*$", re.IGNORECASE
)
_BOUND_BEHIND: Final = re.compile(r"\s*(?:\+|/|per\b|[x×]\s*[0-9])", re.IGNORECASE)
_SUM_TOLERANCE: Final = Decimal("0.01")


def parse_quantities(text: str, units: Collection[str]) -> tuple[Quantity, ...]:
    """Return the quantities that a text states in one of the units, in its order.

    >>> [(q.slug) for q in parse_quantities("~680B Tokens (45TB)", {"TOKEN", "TeraBYTE"})]
    ['680e9-token-approximate', '45-terabyte']
    """
    normal = _normal(text)
    if not normal:
        return ()
    derivation = normal.find("=")
    stated = normal if derivation < 0 else normal[:derivation]
    inside = [(match.start(), match.end()) for match in _BRACKETS.finditer(stated)]
    found: dict[str, list[tuple[int, bool, Quantity]]] = defaultdict(list)
    for start, quantity in _scan(stated):
        bracketed = any(left < start < right for left, right in inside)
        found[_dimension(quantity)].append((start, bracketed, quantity))
    chosen = [one for several in found.values() if (one := _chosen(several))]
    return tuple(q for _, q in sorted(chosen, key=lambda c: c[0]) if q.unit in units)


def _scan(text: str) -> Iterator[tuple[int, Quantity]]:
    for match in _QUANTITY.finditer(text):
        read = _unit_behind(text, match)
        if read is None or _BOUND_BEFORE.search(text[max(0, match.start() - 12) : match.start()]):
            continue
        unit, factor, accelerator, end = read
        if _BOUND_BEHIND.match(text, end):
            continue
        value = _value(match["number"], match["scale"]) * factor
        yield match.start(), Quantity(value, unit, bool(match["about"]), accelerator)


def _unit_behind(text: str, match: re.Match[str]) -> tuple[str, int | Decimal, str | None, int] | None:
    if match["money"]:
        return "CCY_USD", 1, None, match.end()
    if timed := _ACCELERATOR_TIME.match(text, match.end()):
        kind = " ".join(timed["kind"].replace("-", " ").split())
        return f"ACCELERATOR-{_TIMES[timed['time'].lower()]}", 1, kind, timed.end()
    if phrase := _PHRASE_UNIT.match(text, match.end()):
        unit = next(u for n, u in enumerate(_PHRASES.values()) if phrase[f"p{n}"])
        return unit, 1, None, phrase.end()
    word = _WORD_UNIT.match(text, match.end())
    if word and (known := _UNIT_WORDS.get(word["word"].lower())):
        return *known, None, word.end()
    return None


def _dimension(quantity: Quantity) -> str:
    if quantity.accelerator:
        return quantity.accelerator.casefold()
    return "bytes" if quantity.unit.endswith("BYTE") else quantity.unit


def _chosen(several: list[tuple[int, bool, Quantity]]) -> tuple[int, Quantity] | None:
    """Return the quantity that a text states of one dimension, or None where it is not certain."""
    outside = [(start, quantity) for start, bracketed, quantity in several if not bracketed]
    if len(outside) == 1:
        return outside[0]
    every = [(start, quantity) for start, _, quantity in several]
    if len(every) == 1:
        return every[0]
    sizes = [_in_base(quantity) for _, quantity in every]
    for position, size in enumerate(sizes):
        others = sum(sizes[:position] + sizes[position + 1 :], Decimal(0))
        if len(sizes) > 2 and abs(others - size) <= _SUM_TOLERANCE * abs(size):
            return every[position]
    return None


def _in_base(quantity: Quantity) -> Decimal:
    factors = {"GigaBYTE": 10**9, "TeraBYTE": 10**12, "GibiBYTE": 2**30}
    return quantity.value * factors.get(quantity.unit, 1)
