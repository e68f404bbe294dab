"""Numbers of parameters, and quantities with a unit, as people write them in lists.

Texts are cut into tokens first: numbers, words (a word keeps the digits in it, so that ``A100`` is
no number), symbols, and brackets with their contents. Then, with ``[ ]`` for what may be left out::

    sizes     = member { separator member }
    member    = [ label ( ":" | "=" ) ] { role | about } size [ noun ]
    size      = number [ scale ] [ to number [ scale ] ] | "A" number letter
    quantity  = [ about ] ( number [ scale ] unit | "$" number [ scale ] )
    unit      = "TB" | "tokens" | … | accelerator ( "hours" | "days" | "years" | … )
    number    = digits [ "." digits ] [ "e" digits | "x 10^" digits ], thousands set off by ","
    scale     = "K" | "M" | "B" | "T" | "million" | "亿" | …
    separator = "," | ";" | "/" | "|" | "&" | "+" | "and" | "or" | …
    role      = "base" | "large" | "total" | "active" | …
    noun      = "parameters" | "diffusion model" | "active" | …
    about     = "~" | "about" | "约" | …
    to        = "-" | "~" | "to" | …

A cell of sizes is read as a whole or not at all: where one member might be a size and cannot be
read with certainty (``100B+``, ``8x7B``, ``GPT-3 175B``), the largest size is not known either.
A member with another unit (``300B tokens``) is no size and does no harm. What stands in brackets is
no size of its own, but may give the active parameters of the size before it.

Quantities are found in prose as well, so each is read on its own; but of one dimension (bytes,
tokens, time, money, one kind of accelerator …) a text has one quantity or none: the one outside
brackets, else the one that is the sum of the others, else the only one. Bounds (``up to 5TB``,
``5TB+``), ranges, products, rates and what follows "=" are not read, and stand in the way of a sum.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from decimal import Context, Decimal
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

__all__ = [
    "UNITS",
    "Count",
    "Quantity",
    "Size",
    "parse_count",
    "parse_quantities",
    "parse_sizes",
]

# Strangers' text: what is longer is no cell of a table, and no number.
_LONGEST_TEXT = 4_096
_LONGEST_NUMBER = 40
_LARGEST_EXPONENT = 60

# The caller's decimal context may round; this one has room for every number and scale there is.
_EXACT = Context(prec=4 * _LARGEST_EXPONENT)

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
        sign, digits, exponent = _digits(self.value)
        thousands = 3 * ((len(digits) + exponent - 1) // 3)
        mantissa = Decimal(digits).scaleb(exponent - thousands, Context(prec=len(digits)))
        number = f"{sign}{mantissa:f}" + (f"e{thousands}" if thousands else "")
        accelerator = "-".join(re.findall(r"\w+", (self.accelerator or "").casefold()))
        parts = (
            number,
            accelerator,
            self.unit.casefold().replace("_", "-"),
            "approximate" * self.approximate,
        )
        return "-".join(part for part in parts if part)

    @property
    def double(self) -> str:
        """Write the number in the canonical form of xsd:double.

        >>> Quantity(Decimal(680_000_000_000), "TOKEN").double
        '6.8E11'
        """
        sign, digits, exponent = _digits(Decimal(repr(float(self.value))))
        return f"{sign}{digits[0]}.{digits[1:] or 0}E{len(digits) - 1 + exponent}"


def _digits(value: Decimal) -> tuple[str, str, int]:
    """Take a number apart: its sign, its digits without zeros at the end, its exponent."""
    sign, stated, exponent = value.as_tuple()
    digits = "".join(map(str, stated)).rstrip("0")
    if not digits or not isinstance(exponent, int):
        return "", "0", 0
    return "-" * sign, digits, exponent + len(stated) - len(digits)


# --- the words of the grammar -------------------------------------------------------------------


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split(" "))


_SCALES = {
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
_ABOUT_SIGNS = _words("~ ≈ ∼ 〜 ≃")
_ABOUT = _ABOUT_SIGNS | _words("about around approximately approx roughly circa ca 约 大约 约为")
_MINUS = _words("- −")
_DASHES = _MINUS | _words("– —")
_TO = _DASHES | _ABOUT_SIGNS | _words("to 至 到")

# A cell that doubts itself states nothing.
_DOUBTS = _words(
    "? est estimate estimated guess leaked reportedly rumor rumored rumors rumour rumoured"
    " rumours speculated speculation tba tbd unconfirmed unknown unofficial 传闻 估计 推测 未知"
)

# Beside these a number is something else than the value: a bound, a share, one of several.
_BOUNDS = _words(
    "> < >= <= ≥ ≤ ≧ ≦ ≳ ≲ above additional almost another below beneath beyond between each etc"
    " every exceeding exceeds extra fewer further half larger least less max maximum min minimum"
    " more most nearly not other others over per smaller some than times under up upwards within"
    " without x"
    " × * 超 超过 大于 小于 少于 多于 高达 多达 至少 最多 最大 最小 不到 不足 近 将近 接近 逾 每"
)
_BOUNDS_BEHIND = _BOUNDS | _words("^ % 以上 以下 以内 左右 多 余")
_HAN_BOUNDS = tuple(word for word in _BOUNDS if word > "㐀")

# --- sizes --------------------------------------------------------------------------------------

_SEPARATORS = _words("\n , ; / | & + 、 and or 和 与 及 或")
_PARAMETERS = _words("param params parameter parameters weights 参数 个参数 参数量 参数规模")
_MODELS = _words("model models lm lms llm llms vit network encoder decoder 模型")
_ACTIVE = _words("active activated activate activates activating 激活 激活参数 激活参数量")
_ROLES = _words(
    "nano micro mini tiny small base basic medium large big huge giant xs s l xl xxl xxxl xlarge"
    " xxlarge pro ultra lite light standard total full overall in all a an the from dense sparse"
    " moe chat instruct pretrained version versions variant variants size sizes 总 总参数 共 总共"
)
_ACTIVE_FILL = (
    _ACTIVE
    | _PARAMETERS
    | _ABOUT
    | _words("get gets are is being of only per each token tokens forward pass at inference for")
)
# A number of these is no size, and no reason to doubt one either.
_OTHERS = _words(
    "bit bits byte bytes kb mb gb tb pb kib mib gib tib g token tokens word words image images text"
    " texts pair pairs sample samples example examples document documents page pages web book books"
    " sentence sentences character characters line lines file files video videos conversation"
    " conversations dialogue dialogues hour hours day days week weeks month months year years"
    " minute minutes second seconds layer layers head heads expert experts language languages task"
    " tasks step steps epoch epochs gpu gpus tpu tpus chip chips core cores node nodes usd dollar"
    " dollars flop flops petaflop petaflops mwh kwh user users download downloads dim dimension"
    " dimensions vocab vocabulary channel channels 词 词元 字 字节 张 对 层 小时 天 图片 图文对"
)
_OTHER_LABELS = _OTHERS | _words(
    "batch context corpora corpus cost data dataset datasets date dates hidden length memory price"
    " ram tokenizer training vram window 数据 数据量 训练数据 上下文 词表"
)
_LETTER_SCALES = _words("k m b t mn bn tn")
_ACTIVE_SIZE = re.compile(r"a([0-9]{1,6}(?:\.[0-9]{1,6})?)([kmbt])")


class _UncertainError(Exception):
    """Say that a cell may hold a size that cannot be read, so that none of it is certain."""


@dataclass(slots=True)
class _Item:
    """Hold one size as read, before bare numbers take the scale of their neighbour."""

    number: Decimal
    scale: Decimal | None = None
    bare: bool = False  # a number and nothing else: it may take a scale
    active: bool = False
    partner: Decimal | None = None  # the active parameters stated beside it


def parse_sizes(text: str) -> tuple[Size, ...]:
    """Read the sizes of a cell in their order, without repeats; ``()`` where not all is certain.

    >>> [size.parameter_count for size in parse_sizes("7B, 1.5B")]
    [7000000000, 1500000000]
    >>> parse_sizes("1.2T (96B get activated)")
    (Size(parameter_count=1200000000000, active_parameter_count=96000000000),)
    >>> parse_sizes("8x7B"), parse_sizes(">100B"), parse_sizes("20 layers, 1T tokens")
    ((), (), ())
    """
    tokens = _tokens(text)
    if any(token.key in _DOUBTS for token in _flat(tokens)):
        return ()
    try:
        groups = _groups(tokens)
        _share_scales([item for group in groups for item in group])
        sizes = tuple(_sizes([[item for item in group if item] for group in groups]))
    except _UncertainError:
        return ()
    return tuple(dict.fromkeys(sizes))


def _pieces(tokens: Sequence[_Token]) -> Iterator[tuple[str, Sequence[_Token]]]:
    """Cut at the separators; each piece comes with the separator before it."""
    separator, start = "", 0
    for end, token in enumerate(tokens):
        if token.key in _SEPARATORS:
            yield separator, tokens[start:end]
            separator, start = token.key, end + 1
    yield separator, tokens[start:]


def _groups(tokens: Sequence[_Token]) -> list[list[_Item | None]]:
    """Read the members; those joined by "/" are a group. A member that is no size is ``None``."""
    groups: list[list[_Item | None]] = [[]]
    for separator, member in _pieces(tokens):
        # "100B+" is a bound, "3.5B + 1.5B" are two sizes.
        if separator == "+" and not _is_number(member, _skip(member, 0, _ABOUT)):
            raise _UncertainError
        if separator != "/":
            groups.append([])
        if member:
            groups[-1] += _member(member, opening=not separator)
    return groups


def _member(tokens: Sequence[_Token], *, opening: bool) -> Sequence[_Item | None]:
    if not any(map(str.isdigit, "".join(token.text for token in tokens))):
        # Words are passed over, unless they hint at another size: "7B, and more".
        if any(token.key in _BOUNDS or token.kind == "symbol" for token in tokens):
            raise _UncertainError
        return [None]

    negative = opening and tokens[0].key in _MINUS and _is_number(tokens, 1) and tokens[1].glued
    start = 1 if negative else 0
    colon = next((i for i, token in enumerate(tokens) if token.key in {":", "="}), 0)
    label = {token.key for token in tokens[:colon]}
    if label:
        if tokens[0].kind != "word" or label & _BOUNDS:
            raise _UncertainError
        if label & _OTHER_LABELS:
            return [None]
        tokens = tokens[colon + 1 :]
    first = _skip(tokens, start, _ROLES | _ABOUT | _ACTIVE | _PARAMETERS)
    words = label | {token.key for token in tokens[start:first]}

    item, end = _size(tokens, first)
    items = [item]
    upper = _skip(tokens, end + 1, _ABOUT)
    if _at(tokens, end, _TO) and _is_number(tokens, upper):
        other, end = _size(tokens, upper)
        items.append(other)
        if (item.scale is None) != (other.scale is None):
            # A bare end takes the other's scale, but "350-1.3B" begins at 350 million.
            if item.number >= other.number:
                raise _UncertainError
            item.scale = other.scale = item.scale or other.scale
    else:
        behind = end + _at(tokens, end, _DASHES)
        if behind < len(tokens) and (found := _ACTIVE_SIZE.fullmatch(tokens[behind].key)):
            item.partner, end = _active_size(found), behind + 1

    for each in items:
        each.bare = words <= _ABOUT and end == len(tokens) and not negative
    counted = _counted([token for token in tokens[end:] if token.kind != "bracket"])
    if counted == "other":
        return [None]
    partners: set[Decimal] = set()
    is_active = counted == "active" or bool(words & _ACTIVE)
    for token in tokens[end:]:
        noted, is_noted = _active_note(token.inner)
        partners |= noted
        is_active |= is_noted
    if is_active or item.active or negative:
        if len(items) > 1 or item.partner is not None:
            raise _UncertainError
        item.active |= is_active
        item.number = item.number.copy_negate() if negative else item.number
    elif len(items) == len(partners) == 1:
        item.partner = item.partner or partners.pop()
    return items


def _size(tokens: Sequence[_Token], index: int) -> tuple[_Item, int]:
    """Read a number with its scale, or the active parameters ``A37B``, and say where it ends."""
    if index >= len(tokens):
        raise _UncertainError
    token = tokens[index]
    if found := _ACTIVE_SIZE.fullmatch(token.key):
        return _Item(_active_size(found), Decimal(1), active=True), index + 1
    if token.value is None:
        raise _UncertainError
    if not _at(tokens, index + 1, _SCALES):
        return _Item(token.value), index + 1
    scale = tokens[index + 1].key
    # "125,350M" is one number or two.
    if "," in token.text and scale in _LETTER_SCALES:
        raise _UncertainError
    return _Item(token.value, _SCALES[scale]), index + 2


def _counted(tail: Sequence[_Token]) -> Literal["size", "active", "other"]:
    """Tell from the words behind a number what it counts."""
    if len(tail) > 1 and tail[0].key in _DASHES and tail[0].glued and tail[1].glued:
        tail = tail[1:]  # "175B-parameter"
    if tail and tail[-1].key == ".":
        tail = tail[:-1]
    keys = [token.key for token in tail]
    # What a part of the model is for ("for upsampling") says nothing of what is counted.
    if "for" in keys and not any(t.kind in ("number", "symbol") for t in tail[keys.index("for") :]):
        tail = tail[: keys.index("for")]
        keys = [token.key for token in tail]
    if keys and keys[0] in _OTHERS:
        # "6B image model" may well be a size.
        if _MODELS.intersection(keys):
            raise _UncertainError
        return "other"
    if _ACTIVE.intersection(keys):
        if not _ACTIVE_FILL.issuperset(keys):
            raise _UncertainError
        return "active"
    named = next((i for i, key in enumerate(keys) if key in _PARAMETERS | _MODELS), len(keys))
    # Any word makes a kind of model ("diffusion model"), not of parameters ("fewer parameters").
    if not _ROLES.issuperset(keys[:named]) and not _MODELS.intersection(keys[named : named + 1]):
        raise _UncertainError
    for i, token in enumerate(tail):
        is_size = token.kind == "number" and not _at(tail, _skip(tail, i + 1, _SCALES), _OTHERS)
        is_symbol = token.kind == "symbol" and token.key not in _DASHES
        if is_size or is_symbol or token.key in _BOUNDS:
            raise _UncertainError  # "model distilled from 175B"
    return "size"


def _active_note(tokens: Sequence[_Token]) -> tuple[set[Decimal], bool]:
    """Read the active parameters of a bracket; "(active)" says it of the size before."""
    partners, is_active = set(), False
    for _, piece in _pieces(tokens):
        at = [i for i in range(len(piece)) if _is_number(piece, i)]
        if not at:
            words = {token.key for token in piece}
            is_active |= bool(words & _ACTIVE) and words <= _ACTIVE_FILL
        elif len(at) == 1:
            item, end = _size(piece, at[0])
            words = {token.key for token in (*piece[: at[0]], *piece[end:])}
            if item.scale and (item.active or words & _ACTIVE) and words <= _ACTIVE_FILL:
                partners.add(_EXACT.multiply(item.number, item.scale))
    return partners, is_active


def _share_scales(items: Sequence[_Item | None]) -> None:
    """Give bare numbers the scale that follows: in "7, 13, 33B" all are billions."""
    following: _Item | None = None
    for item in reversed(items):
        if item and item.scale is None:
            is_count = item.number >= _SMALLEST_COUNT
            if following and following.scale and item.number < following.number:
                # Upwards only: "350, 1.3B" begins at 350 million.
                if not item.bare or (following.scale == 1 and not is_count):
                    raise _UncertainError
                item.scale = following.scale
            elif is_count:
                item.scale = Decimal(1)
            else:
                raise _UncertainError
        following = item


def _sizes(groups: list[list[_Item]]) -> Iterator[Size]:
    """Join active parameters with their size: within each group, else within the whole cell."""
    if not all(_is_pair(group) or not any(item.active for item in group) for group in groups):
        groups = [[item for group in groups for item in group]]
        if not _is_pair(groups[0]):
            raise _UncertainError
    for group in groups:
        counts = [_whole(item.number, item.scale) for item in group]
        if _is_pair(group):
            yield Size(*(reversed(counts) if group[0].active else counts))
            continue
        for item, count in zip(group, counts, strict=True):
            yield Size(count, None if item.partner is None else _whole(item.partner))


def _is_pair(group: Sequence[_Item]) -> bool:
    return (
        len(group) == 2
        and group[0].active != group[1].active
        and group[0].partner is group[1].partner is None
    )


def _whole(number: Decimal, scale: Decimal | None = None) -> int:
    value = _product(number, scale or Decimal(1))
    if not value or value != value.to_integral_value():
        raise _UncertainError
    return int(value)


def _active_size(found: re.Match[str]) -> Decimal:
    return _EXACT.multiply(Decimal(found[1]), _SCALES[found[2]])


# --- bare numbers -------------------------------------------------------------------------------


def parse_count(text: str) -> Count | None:
    """Read a text that is one number, with or without a scale, and nothing else.

    >>> parse_count("2048")
    Count(value=Decimal('2048'), approximate=False)
    >>> parse_count("84k")
    Count(value=Decimal('84000'), approximate=True)
    >>> parse_count("2048 tokens") is None
    True
    """
    tokens = list(_tokens(text))
    about = _skip(tokens, 0, _ABOUT)
    approximate = about > 0
    del tokens[:about]
    negative = len(tokens) > 1 and tokens[0].key in _MINUS and tokens[1].glued
    if negative:
        del tokens[0]
    if not 1 <= len(tokens) <= 2 or tokens[0].value is None:
        return None
    scale = _SCALES.get(tokens[1].key) if len(tokens) == 2 else Decimal(1)
    value = None if scale is None else _product(tokens[0].value, scale)
    if value is None:
        return None
    return Count(value.copy_negate() if negative else value, approximate or scale == 1000)


# --- tokens -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Token:
    """Hold a piece of text; ``glued`` where no blank stands before it."""

    kind: Literal["number", "word", "symbol", "bracket"]
    text: str
    key: str
    start: int
    glued: bool
    value: Decimal | None = None
    inner: tuple[_Token, ...] = ()


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
_TOKEN = re.compile(
    r"""(?P<number>[0-9]++(?:[.,][0-9]++)*+(?:e[+-]?[0-9]++(?![0-9a-z]))?)
        (?P<power>[ ]?[x×][ ]?10(?:\^[0-9]++|[⁰¹²³⁴-⁹]++))?
      | (?P<symbol>https?://[^\s()]*[^\s().,;:] | [<>]= | \n)
      | (?P<word>[十百千万萬亿億]++
               | (?:(?![十百千万萬亿億])[\u3400-\u9fff])++
               | (?:(?![\d_\u3400-\u9fff])\w)(?:(?![_\u3400-\u9fff])\w|\.(?=[0-9]))*+)
      | (?P<other>\S)""",
    re.VERBOSE | re.IGNORECASE,
)
_NUMBER = re.compile(r"(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)?(?:e[+-]?[0-9]{1,3})?")
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_OPENING, _CLOSING = "([{", ")]}"


def _tokens(text: str) -> tuple[_Token, ...]:
    """Cut a text into tokens; a bracket is one token and holds those within."""
    text = _BREAK.sub("\n", text.strip().translate(_FOLD))
    if len(text) > _LONGEST_TEXT:
        return ()
    levels: list[list[_Token]] = [[]]
    end = 0
    for found in _TOKEN.finditer(text):
        glued = end == found.start() > 0
        end = found.end()
        kind, stated = found.lastgroup, found[0]
        if stated in _OPENING:
            levels.append([])
            continue
        if stated in _CLOSING and len(levels) > 1:
            _close(levels, found.start())
            continue
        levels[-1].append(
            _Token(
                "number" if found["number"] else "word" if kind == "word" else "symbol",
                stated,
                stated.casefold(),
                found.start(),
                glued,
                _number(found["number"], found["power"]) if found["number"] else None,
            )
        )
    while len(levels) > 1:
        _close(levels, end)
    return tuple(levels[0])


def _close(levels: list[list[_Token]], at: int) -> None:
    inner = tuple(levels.pop())
    levels[-1].append(_Token("bracket", "", "()", at, glued=False, inner=inner))


def _flat(tokens: Iterable[_Token]) -> Iterator[_Token]:
    """Go through tokens and all that stands in their brackets."""
    waiting = list(tokens)
    while waiting:
        token = waiting.pop()
        yield token
        waiting += token.inner


def _number(stated: str, power: str | None) -> Decimal | None:
    if len(stated) > _LONGEST_NUMBER or not _NUMBER.fullmatch(stated.casefold()):
        return None
    value = Decimal(stated.replace(",", ""))
    if power:
        # behind the "10" of "x 10^23" or "×10²³"
        exponent = re.split("10", power, maxsplit=1)[1].lstrip("^").translate(_SUPERSCRIPTS)
        if len(exponent) > 3:
            return None
        value = value.scaleb(int(exponent), _EXACT)
    return _product(value, Decimal(1))


def _product(value: Decimal, factor: Decimal) -> Decimal | None:
    """Multiply without rounding; ``None`` where the result is out of all proportion."""
    value = _EXACT.multiply(value, factor)
    if value and abs(value.adjusted()) > _LARGEST_EXPONENT:
        return None
    return _shortest(value)


def _shortest(value: Decimal) -> Decimal:
    """Write a number in one way: whole ones without exponent, others without trailing zeros."""
    if value == value.to_integral_value():
        return value.quantize(Decimal(1), context=_EXACT)
    return value.normalize(_EXACT)


def _at(tokens: Sequence[_Token], index: int, keys: Collection[str]) -> bool:
    return 0 <= index < len(tokens) and tokens[index].key in keys


def _skip(tokens: Sequence[_Token], index: int, keys: Collection[str]) -> int:
    """Find the first token from the index on that is none of the words, nor a dot behind them."""
    start = index
    while _at(tokens, index, keys) or (index > start and _at(tokens, index, {"."})):
        index += 1
    return index


def _is_number(tokens: Sequence[_Token], index: int) -> bool:
    return 0 <= index < len(tokens) and (
        tokens[index].kind == "number" or bool(_ACTIVE_SIZE.fullmatch(tokens[index].key))
    )


# --- quantities ---------------------------------------------------------------------------------

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
_UNREAD = dict.fromkeys(_words("minute minutes second seconds month months year years"), "time")
_UNREAD_SPELLINGS = re.compile(r"[KMGTP]b|mWh|(?!.*FLOPs$)(?i:[a-z]*flops)")
_JOINTS = _DASHES | _words(", / & and of")
_PUNCTUATION = _words("\n , ; : . / | & + 、 。 ( ) ' ’ ‘ \" “ ”")

# Things that are counted; in the singular they may describe another ("2B image captions").
_SINGULARS = _words(
    "token word image sample document page webpage book conversation dialogue dialog video pair"
)
_COLLECTIONS = _words("corpora corpus data dataset datasets from in including of for with")
_CURRENCIES = _words("aud brl cad chf cny eur gbp hkd inr jpy krw nzd rmb sgd twd")
_MEMORY = _words("bandwidth disk hbm memory ram vram 内存 显存")
_ARTICLES = _words("a an the its their our")
_PARTS = _BOUNDS | _words(
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
    for word in _words(
        "AMD Ascend Cloud Google Huawei Intel NVIDIA PCIe RTX SXM SXM4 SXM5 Tesla"
        " chip core v2 v3 v4 v5e v5p v6e"
    )
} | {"chips": "chip", "cores": "core"}


@dataclass(frozen=True, slots=True)
class _Measure:
    """Hold what stands behind a number; without a unit it is known but not read."""

    dimension: str
    end: int
    unit: str | None = None
    factor: Decimal = Decimal(1)
    accelerator: str | None = None


@dataclass(frozen=True, slots=True)
class _Mention:
    """Hold one quantity of a text; without a value it is there, but not certain."""

    dimension: str
    start: int
    inside: bool
    quantity: Quantity | None = None

    @property
    def magnitude(self) -> Decimal:
        assert self.quantity is not None
        return _EXACT.multiply(self.quantity.value, _DIMENSIONS[self.quantity.unit][1])


def parse_quantities(text: str, units: Collection[str]) -> tuple[Quantity, ...]:
    """Read the quantities of a text that have one of the units, at most one of a dimension.

    >>> [q.slug for q in parse_quantities("~680B Tokens (45TB)", {"TOKEN", "TeraBYTE"})]
    ['680e9-token-approximate', '45-terabyte']
    >>> parse_quantities("300G Texts + 2TB Images", UNITS)
    ()
    """
    tokens = _tokens(text)
    if any(token.key in _DOUBTS for token in _flat(tokens)):
        return ()
    dimensions = defaultdict[str, list[_Mention]](list)
    for mention in _mentions(tokens, inside=False):
        dimensions[mention.dimension].append(mention)
    for token in _flat(tokens):
        for mention in _mentions(token.inner, inside=True):
            dimensions[mention.dimension].append(mention)
    chosen = sorted(filter(None, map(_the_one, dimensions.values())), key=lambda one: one.start)
    return tuple(one.quantity for one in chosen if one.quantity and one.quantity.unit in units)


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
        whole = _EXACT.add(whole, part.magnitude)
    # Of two that are equal each is "the sum of the others", but they may as well be two halves.
    if len(parts) > 2:
        for part in parts:
            if _EXACT.add(part.magnitude, part.magnitude) == whole:
                return part
    return next((total for total in inside if outside and total.magnitude == whole), None)


def _mentions(tokens: Sequence[_Token], *, inside: bool) -> Iterator[_Mention]:
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
            value = _product(token.value, measure.factor)
            if value is not None:
                negative, approximate = sign
                value = value.copy_negate() if negative else value
                quantity = Quantity(value, measure.unit, approximate, measure.accelerator)
        last = measure.end
        yield _Mention(measure.dimension, token.start, inside, quantity)


def _measure(tokens: Sequence[_Token], index: int, last: int) -> _Measure | None:
    """Read scale and unit of the number at the index."""
    is_money = _at(tokens, index - 1, {"$"}) or (_at(tokens, index - 1, {"usd"}) and last < index)
    behind, scale = index + 1, Decimal(1)
    measure = _unit(tokens, behind)  # before the scale: "5 t CO2" is no trillion
    if measure is None and _at(tokens, behind, _SCALES):
        behind, scale = behind + 1, _SCALES[tokens[behind].key]
        measure = _unit(tokens, behind)
    is_bound = measure is None and _at(tokens, behind, {"+"}) and tokens[behind].glued
    if is_bound:
        measure = _unit(tokens, behind + 1)  # "1T+ tokens"
    measure = measure or _accelerator_time(tokens, behind)
    if is_money:
        is_other = measure is not None and measure.unit != "CCY_USD"
        end = behind if measure is None else measure.end
        return _Measure("CCY_USD", end, None if is_other or is_bound else "CCY_USD", scale)
    if measure is None:
        return None
    factor = _EXACT.multiply(scale, measure.factor)
    return replace(measure, factor=factor, unit=None if is_bound else measure.unit)


def _unit(tokens: Sequence[_Token], index: int) -> _Measure | None:
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


def _accelerator_time(tokens: Sequence[_Token], index: int) -> _Measure | None:
    """Read "A100 GPU hours"; the accelerator is written in one way, whatever its spelling."""
    names, is_named = list[str](), False
    for at, token in enumerate(tokens[index : index + 12], start=index):
        if is_named and token.key in _SPANS:
            unit, factor = _SPANS[token.key]
            kind = " ".join(name for name in names if name != "GPU")
            return _Measure(f"accelerator {kind}", at + 1, unit or None, factor, " ".join(names))
        if token.key in _DASHES and token.glued and names:
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


def _sign(tokens: Sequence[_Token], index: int, last: int, measure: _Measure) -> tuple[bool, bool] | None:
    """Tell whether the number is negative and approximate; ``None`` where it is not the value."""
    at = index - 1
    if measure.dimension == "CCY_USD" and _at(tokens, at, {"$", "usd"}) and at >= last:
        at -= 1
        if tokens[at + 1].key == "$" and tokens[at + 1].glued and tokens[at].kind == "word":
            if tokens[at].key != "us":
                return None  # "HK$"
            at -= 1
    if at == 0 and tokens[0].key in _MINUS and tokens[1].glued:
        return True, False
    if _at(tokens, at, _DASHES):
        # A dash between blanks separates; one between numbers is a range.
        is_apart = not tokens[at].glued and not tokens[at + 1].glued
        follows = at == last > 0 or _is_bare_number(tokens, at - 1, last)
        return (False, False) if is_apart and not follows else None
    approximate = False
    while at >= last and (_is_about(tokens[at]) or (_at(tokens, at, {"."}) and _at(tokens, at - 1, _ABOUT))):
        if tokens[at].glued and at == last > 0:
            return None  # "1TB~2TB"
        approximate, at = True, at - 1
    while at >= last and tokens[at].key in _ARTICLES:
        at -= 1
    if at < last:
        return False, approximate
    token = tokens[at]
    if token.key == "of":
        at -= 2 if _at(tokens, at - 1, _ARTICLES) else 1
        is_part = _at(tokens, at, _PARTS)
        return None if is_part else (False, approximate)
    if token.kind == "word":
        is_bound = token.key in _BOUNDS or token.key in _TO or token.key.endswith(_HAN_BOUNDS)
        is_memory = measure.dimension == "byte" and _PROCESSOR.fullmatch(token.key)
        if is_bound or is_memory or _is_bare_number(tokens, at, last):
            return None
    elif token.kind != "bracket" and token.key != "\n":
        # "2, 3TB" are two, ".5TB" is a half.
        is_part = _is_bare_number(tokens, at - 1, last) or (token.key == "." and tokens[at + 1].glued)
        if is_part or token.key not in _PUNCTUATION:
            return None
    return False, approximate


def _is_about(token: _Token) -> bool:
    return token.key in _ABOUT or (token.kind == "word" and token.key.endswith("约"))


def _is_bare_number(tokens: Sequence[_Token], index: int, last: int) -> bool:
    """Tell whether a number ends at the index that has no unit."""
    if index >= last and _at(tokens, index, _SCALES):
        index -= 1
    return index >= last and tokens[index].kind == "number"


def _ends(tokens: Sequence[_Token], measure: _Measure) -> bool:
    """Tell whether nothing behind a unit makes it a bound, a range, a product or a rate."""
    if measure.end >= len(tokens):
        return True
    token, unit = tokens[measure.end], tokens[measure.end - 1]
    following = tokens[measure.end + 1] if measure.end + 1 < len(tokens) else None
    leads_on = _skip(tokens, measure.end + 1, _ABOUT | {"$"})
    leads_to_number = _at_number(tokens, leads_on)
    if token.key == "+":
        return leads_to_number or (not token.glued and following is not None)
    if token.key == "/":
        return leads_to_number
    if token.key in _DASHES:
        return not token.glued and not leads_to_number
    if token.key in _ABOUT_SIGNS:
        return not leads_to_number or (not token.glued and following is not None and following.glued)
    if token.key in _TO:
        return not leads_to_number
    if token.key in {"or", "and", "at"}:
        return following is None or following.key not in _BOUNDS | {"so"}
    if token.key in _BOUNDS_BEHIND or token.key in _SINGULARS or token.key == "pairs":
        return False
    if token.kind == "word" and unit.key in _SINGULARS:
        return token.key in _COLLECTIONS
    if measure.dimension == "byte":
        owner = _skip(tokens, measure.end, {"of"})
        is_memory = _at(tokens, owner, _MEMORY) or _PROCESSOR.fullmatch(token.key)
        return not is_memory
    return measure.unit != "CCY_USD" or token.key not in _CURRENCIES


def _at_number(tokens: Sequence[_Token], index: int) -> bool:
    return index < len(tokens) and tokens[index].kind == "number"
