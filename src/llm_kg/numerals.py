"""Numbers in strangers' texts: the tokens that sizes and quantities are read from, and bare counts.

Texts are cut into numbers, words (a word keeps the digits in it, so that ``A100`` is no number),
symbols, and brackets with their contents::

    number  = ( digits [ "." digits ] | "." digits ) [ "e" digits | "x 10^" digits ] | chinese
    digits  = "0" … "9"; thousands are set off by ",", never by a blank or a point
    chinese = a whole number in words that counts in 万 or 亿: ``一千七百五十亿``
    scale   = "K" | "M" | "B" | "T" | "million" | "亿" | …

A point is always a decimal point: ``1.300M`` is 1.3 million. Chinese words without a digit are no
number (``千亿`` is a scale, or an order of magnitude), nor are those that count small things (``一个``)
or leave something open (``数百亿``, ``五六百亿``, ``一万五``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Context, Decimal
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

__all__ = [
    "ABOUT",
    "ABOUT_SIGNS",
    "BOUNDS",
    "DASHES",
    "DOUBTS",
    "EXACT",
    "MINUS",
    "SCALES",
    "TO",
    "Count",
    "Token",
    "flatten",
    "is_at",
    "is_number",
    "multiply",
    "parse_chinese",
    "parse_count",
    "parse_number",
    "plain",
    "skip",
    "tokenize",
    "word_set",
]

# Strangers' text: what is longer is no cell of a table, and no number.
_LONGEST_TEXT = 4_096
_LONGEST_NUMBER = 40
_LARGEST_EXPONENT = 60

EXACT = Context(prec=4 * _LARGEST_EXPONENT)
"""Room for every number and scale there is; the caller's decimal context may round."""


# --- words ----------------------------------------------------------------------------------------


def word_set(text: str) -> frozenset[str]:
    """Return the words between single blanks."""
    return frozenset(text.split(" "))


SCALES = {
    word: Decimal(10) ** exponent
    for exponent, words in {
        3: "k thousand 千",
        4: "万 萬",
        6: "m mn million millions 百万",
        7: "千万",
        8: "亿 億",
        9: "b bn billion billions 十亿",
        10: "百亿",
        11: "千亿",
        12: "t tn trillion trillions 万亿 萬億",
    }.items()
    for word in words.split()
}
"""What a word behind a number multiplies it by."""

ABOUT_SIGNS = word_set("~ ≈ ∼ 〜 ≃")
ABOUT = ABOUT_SIGNS | word_set("about around approximately approx roughly circa ca 约 大约 约为")
MINUS = word_set("- −")
DASHES = MINUS | word_set("– —")
TO = DASHES | ABOUT_SIGNS | word_set("to … ... 至 到")

DOUBTS = word_set(
    "? est estimate estimated guess leaked reportedly rumor rumored rumors rumour rumoured"
    " rumours speculated speculation tba tbd unconfirmed unknown unofficial 传闻 估计 推测 未知"
)
"""A cell that doubts itself states nothing."""

BOUNDS = word_set(
    "> < >= <= ≥ ≤ ≧ ≦ ≳ ≲ above additional almost another below beneath beyond between each etc"
    " every exceeding exceeds extra fewer further half larger least less max maximum min minimum"
    " more most nearly not other others over per smaller some than times under up upwards within"
    " without x"
    " × * 超 超过 大于 小于 少于 多于 高达 多达 至少 最多 最大 最小 不到 不足 近 将近 接近 逾 每 第"
)
"""Beside these a number is something else than the value: a bound, a share, one of several."""


# --- tokens ---------------------------------------------------------------------------------------


class Token(NamedTuple):
    """Hold a piece of text; ``glued`` where no blank stands before it.

    ``key`` is the text in one case. A number has a ``value``, unless it is written as no number is
    (``1.2.3``) or out of all proportion; a bracket has the tokens within it.
    """

    kind: Literal["number", "word", "symbol", "bracket"]
    text: str
    key: str
    start: int
    glued: bool
    value: Decimal | None = None
    inner: tuple[Token, ...] = ()

    @property
    def is_chinese(self) -> bool:
        """Tell whether this is a number in Chinese words, which holds its scale."""
        return self.kind == "number" and self.text[0] in _CHINESE


# Full-width forms become ASCII (but a full-width comma always separates), subscripts digits. Not
# NFKC: it would turn the footnote mark of "13B, 7²" into a digit.
_FOLD: Mapping[int, int | str] = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {
    ord("，"): ", ",
    ord("【"): "[",
    ord("】"): "]",
    ord("₂"): "2",
    0x2010: "-",
    0x2011: "-",
}
_BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)

_CHINESE_DIGITS = {word: value for value, word in enumerate("零一二三四五六七八九")}
_CHINESE_SCALES = ((10**8, "亿"), (10**4, "万"), (1_000, "千"), (100, "百"), (10, "十"))
_CHINESE_SPELLINGS = str.maketrans("〇○两萬億", "零零二万亿")
_DIGITS = "〇○零一二两三四五六七八九"
_MULTIPLIERS = "十百千万萬亿億"
_CHINESE = _DIGITS + _MULTIPLIERS

# Of Chinese words only those are a number that hold a digit and a 万 or 亿. The look ahead is
# bounded, or a long text of such words would be searched again from each of them.
_COUNTED = rf"(?=[{_CHINESE}]{{0,40}}[万萬亿億])(?=[{_MULTIPLIERS}]{{0,40}}[{_DIGITS}])[{_CHINESE}]"
_TOKEN = re.compile(
    rf"""(?P<number>(?:[0-9]++|(?<![\w.)\]])\.[0-9]++)(?:[.,][0-9]++)*+(?i:e[+-]?[0-9]++(?![0-9a-z]))?)
        (?P<power>[ ]?[xX×][ ]?10(?:\^[0-9]++|[⁰¹²³⁴-⁹]++))?
      | (?P<chinese>{_COUNTED}++)
      | (?P<symbol>(?i:https?)://[^\s()]*[^\s().,;:] | [<>]= | \n)
      | (?P<word>[{_MULTIPLIERS}]++
               | (?:(?!{_COUNTED}|[{_MULTIPLIERS}])[\u3400-\u9fff])++
               | (?:(?![\d_\u3400-\u9fff])\w)(?:(?![_\u3400-\u9fff])\w|\.(?=[0-9]))*+)
      | (?P<other>\S)""",
    # Case is disregarded above where there are letters: of ranges of ten thousands of characters, it
    # would have to be looked up for each.
    re.VERBOSE,
)
_NUMBER = re.compile(
    r"(?:(?:[0-9]+|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.[0-9]+)?|\.[0-9]+)(?:e[+-]?[0-9]{1,3})?"
)
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_OPENING, _CLOSING = "([{", ")]}"


def tokenize(text: str) -> tuple[Token, ...]:
    """Cut a text into tokens; a bracket is one token and holds those within.

    >>> [(token.kind, token.text) for token in tokenize("13B (A100)")]
    [('number', '13'), ('word', 'B'), ('bracket', '')]
    """
    text = text.strip()
    text = _BREAK.sub("\n", text if text.isascii() else text.translate(_FOLD))
    if len(text) > _LONGEST_TEXT:
        return ()
    levels: list[list[Token]] = [[]]
    end = 0
    for found in _TOKEN.finditer(text):
        glued = end == found.start() > 0
        end = found.end()
        stated = found[0]
        if stated in _OPENING:
            levels.append([])
            continue
        if stated in _CLOSING and len(levels) > 1:
            _close(levels, found.start())
            continue
        kind: Literal["number", "word", "symbol"]
        value: Decimal | None = None
        if found["number"]:
            kind, value = "number", parse_number(found["number"], found["power"])
        elif found["chinese"]:
            whole = parse_chinese(stated)
            kind, value = "number", None if whole is None else Decimal(whole)
        else:
            kind = "word" if found["word"] else "symbol"
        levels[-1].append(Token(kind, stated, stated.casefold(), found.start(), glued, value))
    while len(levels) > 1:
        _close(levels, end)
    return tuple(levels[0])


def _close(levels: list[list[Token]], at: int) -> None:
    inner = tuple(levels.pop())
    levels[-1].append(Token("bracket", "", "()", at, glued=False, inner=inner))


def flatten(tokens: Iterable[Token]) -> Iterator[Token]:
    """Go through tokens and all that stands in their brackets."""
    waiting = list(tokens)
    while waiting:
        token = waiting.pop()
        yield token
        waiting += token.inner


def is_at(tokens: Sequence[Token], index: int, keys: Collection[str]) -> bool:
    """Tell whether one of the words stands at the index."""
    return 0 <= index < len(tokens) and tokens[index].key in keys


def is_number(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a number stands at the index."""
    return 0 <= index < len(tokens) and tokens[index].kind == "number"


def skip(tokens: Sequence[Token], index: int, keys: Collection[str]) -> int:
    """Find the first token from the index on that is none of the words, nor a dot behind them."""
    start = index
    while is_at(tokens, index, keys) or (index > start and is_at(tokens, index, {"."})):
        index += 1
    return index


# --- numbers --------------------------------------------------------------------------------------


def parse_number(stated: str, power: str | None = None) -> Decimal | None:
    """Read a number in digits, and the power of ten behind it.

    >>> parse_number("1,022,362"), parse_number("3.14", "×10²³"), parse_number("12,34")
    (Decimal('1022362'), Decimal('314000000000000000000000'), None)
    """
    if len(stated) > _LONGEST_NUMBER or not _NUMBER.fullmatch(stated.casefold()):
        return None
    value = Decimal(stated.replace(",", ""))
    if power:
        # behind the "10" of "x 10^23" or "×10²³"
        exponent = re.split("10", power, maxsplit=1)[1].lstrip("^").translate(_SUPERSCRIPTS)
        if len(exponent) > 3:
            return None
        value = value.scaleb(int(exponent), EXACT)
    return multiply(value, Decimal(1))


def parse_chinese(text: str) -> int | None:
    """Read a whole number in Chinese words, written in full; ``None`` where it is not.

    >>> parse_chinese("一千七百五十亿"), parse_chinese("十二"), parse_chinese("两千零三")
    (175000000000, 12, 2003)
    >>> parse_chinese("千亿"), parse_chinese("五六百亿"), parse_chinese("一万五")
    (None, None, None)
    """
    if len(text) > _LONGEST_NUMBER:
        return None
    text = text.translate(_CHINESE_SPELLINGS)
    if text.startswith("十"):
        text = f"一{text}"
    value = _sum_of(text)
    # What would be written otherwise may be meant otherwise: "一万五" is 15,000, not 10,005.
    return value if _in_chinese(value) == text else None


def _sum_of(text: str) -> int:
    for scale, word in _CHINESE_SCALES:
        before, found, behind = text.partition(word)
        if found:
            return _sum_of(before) * scale + _sum_of(behind.removeprefix("零"))
    return _CHINESE_DIGITS.get(text, 0)


def _in_chinese(value: int) -> str:
    for scale, word in _CHINESE_SCALES:
        if value >= scale:
            before, behind = divmod(value, scale)
            gap = "零" if 0 < behind < scale // 10 else ""
            return f"{_in_chinese(before)}{word}{gap}{_in_chinese(behind) if behind else ''}"
    return "零一二三四五六七八九"[value]


def multiply(value: Decimal, factor: Decimal) -> Decimal | None:
    """Multiply without rounding; ``None`` where the result is out of all proportion.

    The result is written in one way: whole numbers without exponent, others without trailing zeros.
    """
    value = EXACT.multiply(value, factor)
    if value and abs(value.adjusted()) > _LARGEST_EXPONENT:
        return None
    if value == value.to_integral_value():
        return value.quantize(Decimal(1), context=EXACT)
    return value.normalize(EXACT)


@dataclass(frozen=True, slots=True)
class Count:
    """Hold a bare number.

    It is approximate where the text says so, and where it counts in thousands: ``84k`` tokens may
    be 84,000 or 86,016.
    """

    value: Decimal
    approximate: bool = False


def parse_count(text: str) -> Count | None:
    """Read a text that is one number, with or without a scale, and nothing else.

    >>> parse_count("2048")
    Count(value=Decimal('2048'), approximate=False)
    >>> parse_count("84k")
    Count(value=Decimal('84000'), approximate=True)
    >>> parse_count("2048 tokens") is None
    True
    """
    tokens = list(tokenize(text))
    about = skip(tokens, 0, ABOUT)
    approximate = about > 0
    del tokens[:about]
    negative = len(tokens) > 1 and tokens[0].key in MINUS and tokens[1].glued
    if negative:
        del tokens[0]
    if not 1 <= len(tokens) <= 2 or tokens[0].value is None:
        return None
    scale = SCALES.get(tokens[1].key) if len(tokens) == 2 else Decimal(1)
    value = None if scale is None else multiply(tokens[0].value, scale)
    if value is None:
        return None
    return Count(value.copy_negate() if negative else value, approximate or scale == 1000)


def plain(value: int | Decimal) -> str:
    """Return a number in digits, without zeros at the end of its fraction.

    >>> plain(Decimal("175000.50")), plain(Decimal("1.2E+3"))
    ('175000.5', '1200')
    """
    text = f"{value:f}" if isinstance(value, Decimal) else str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text
