"""Numbers of parameters, and quantities with a unit, as people write them in lists.

Texts are cut into tokens first: numbers, words (a word keeps the digits in it, so that ``A100`` is
no number), symbols, and brackets with their contents. Then, with ``[ ]`` for what may be left out::

    sizes    = member { separator member }
    member   = [ label ( ":" | "=" ) ] { role } [ about ] size [ range-to size ] [ noun ]
             | "A" number letter                                 the active parameters, "A37B"
    size     = number [ scale ]
    quantity = [ about ] number [ scale ] unit
             | [ about ] number [ scale ] accelerator time       "95 A100 GPU years"
             | [ about ] "$" number [ scale ]
    number   = digits [ "." digits ] [ "e" digits | "x 10^" digits ], thousands set off by ","
    scale    = "K" | "M" | "B" | "T" | "million" | "亿" | …
    separator = "," | ";" | "/" | "|" | "&" | "+" | "and" | "or" | …
    range-to = "-" | "~" | "to" | …                              of sizes; no quantity is a range

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
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from types import MappingProxyType
from typing import Literal

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
        sign, digits, exponent = _shortest(self.value).as_tuple()
        assert isinstance(exponent, int)
        thousands = 3 * ((len(digits) + exponent - 1) // 3)
        mantissa = Decimal((sign, digits, exponent - thousands))
        number = f"{mantissa:f}" + (f"e{thousands}" if thousands else "")
        accelerator = "-".join(re.findall(r"\w+", (self.accelerator or "").casefold()))
        parts = (number, accelerator, self.unit.casefold(), "approximate" * self.approximate)
        return "-".join(part for part in parts if part)

    @property
    def double(self) -> str:
        """Write the number in the canonical form of xsd:double.

        >>> Quantity(Decimal(680_000_000_000), "TOKEN").double
        '6.8E11'
        """
        sign, digits, exponent = _shortest(Decimal(repr(float(self.value)))).as_tuple()
        assert isinstance(exponent, int)
        first, *rest = map(str, digits)
        return f"{'-' * sign}{first}.{''.join(rest) or 0}E{len(rest) + exponent}"


# --- the words of the grammar -------------------------------------------------------------------


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _with_plurals(*nouns: str) -> tuple[str, ...]:
    return (*nouns, *(f"{noun}s" for noun in nouns))


_LETTERS = {"k": 3, "m": 6, "b": 9, "t": 12}
_SCALES: Mapping[str, Decimal] = {
    word: Decimal(1).scaleb(exponent)
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
_DASHES = _words("- – — −")
_RANGE_TO = _DASHES | _ABOUT_SIGNS | _words("to 至 到")
_TIMES = _words("x × * ·")

# A cell that doubts itself states nothing.
_DOUBTS = _words(
    "? est estimate estimated estimation guess guessed leaked reportedly rumor rumored rumors"
    " rumour rumoured rumours speculated speculation tba tbd unconfirmed unknown unofficial"
    " 传闻 估计 推测 未知 据传"
)

# Before a number these make it something else than the value: a bound, a part, one of several.
_BOUNDS_BEFORE = _words(
    "> < ≥ ≤ ≧ ≦ ≳ ≲ above additional almost another below beneath beyond between each every"
    " exceeding exceeds extra first from half least less max maximum min minimum more most nearly"
    " not over per than to top under underneath until up within without x"
    " 超 超过 大于 小于 少于 多于 高达 多达 达到 至少 最多 最大 最小 不到 不足 近 将近 接近 每 超越 逾"
)
_BOUNDS_BEHIND = _words("and/or each per plus upwards x 以上 以下 以内 多 余 每")
_PARTS = _words(
    "fraction half majority most much out part parts percent % portion quarter rest sample share"
    " some subset third thirds"
)

# --- sizes --------------------------------------------------------------------------------------

_LOOSE = _words("\n , ; | & + 、 and or 和 与 及 或")
_PARAMETERS = _words(
    "param params parameter parameters para paras weights 参数 个参数 参数量 参数规模 参数模型"
)
_MODELS = _words("model models lm llm llms lms vit network networks transformer encoder decoder")
_ACTIVE = _words("active activated activate activates activating 激活 激活参数 活跃")
_ROLES = _words(
    "nano micro mini tiny small base basic medium med large big huge giant xs s l xl xxl xxxl xlarge"
    " xxlarge plus pro ultra lite light standard total full overall in all a an the each-of size"
    " sizes dense sparse moe chat instruct pretrained trainable version versions variant variants"
    " largest smallest only 总 总参数 总参数量 共 总共 基础 大 小"
)
_ACTIVE_FILL = _ACTIVE | _PARAMETERS | _words(
    "get gets are is being of only model per each token tokens forward pass at inference during"
    " for in the a time input with"
)
# Other things that cells count. A number of them is no size, and no reason to doubt one.
_OTHER_UNITS = _words(
    "byte bytes kb mb gb tb pb eb kib mib gib tib pib kbs mbs gbs tbs g bit bits token tokens word"
    " words image images text texts pair pairs sample samples document documents doc docs page"
    " pages web book books conversation conversations dialogue dialogues dialog dialogs video"
    " videos hour hours hr hrs day days week weeks month months year years minute minutes second"
    " seconds layer layers head heads expert experts language languages task tasks step steps"
    " epoch epochs gpu gpus tpu tpus npu npus chip chips core cores node nodes usd dollar dollars"
    " flop flops petaflop petaflops tflop tflops mwh kwh gwh example examples sentence sentences"
    " character characters char chars line lines file files user users download downloads dim dims"
    " dimension dimensions context contexts vocab vocabulary channel channels sequence sequences"
    " 词 词元 字 字节 张 对 层 小时 天 语料 图片 图像 图文对 个词 个专家 专家"
)
_OTHER_LABELS = _OTHER_UNITS | _words(
    "batch batches corpus corpora cost costs data dataset datasets date hidden length memory price"
    " pretraining ram time tokenizer training vram window 数据 数据量 训练数据 上下文 词表"
)


class _UncertainError(Exception):
    """Say that a cell may hold sizes that cannot be read, so that none of it is certain."""


@dataclass(frozen=True, slots=True)
class _Token:
    """A piece of text; ``glued`` where no blank stands before it."""

    kind: Literal["number", "word", "symbol", "bracket"]
    text: str
    key: str
    glued: bool
    value: Decimal | None = None
    inner: tuple[_Token, ...] = ()


_TOKEN = re.compile(
    r"""(?P<url>https?://\S+)
      | (?P<number>[0-9]++(?:[.,][0-9]++)*+(?:e[+-]?[0-9]++(?![0-9a-z]))?)
        (?P<power>[ ]?[x×][ ]?10(?:\^[0-9]++|[⁰¹²³⁴-⁹]++))?
      | (?P<scale>[十百千万萬亿億]+)
      | (?P<han>[\u3400-\u9fff]+?(?=[十百千万萬亿億]|[^\u3400-\u9fff]|$))
      | (?P<word>[^\W\d_\u3400-\u9fff](?:[^\W_\u3400-\u9fff]|\.(?=[0-9]))*)
      | (?P<symbol>\n|\S)""",
    re.VERBOSE | re.IGNORECASE,
)
