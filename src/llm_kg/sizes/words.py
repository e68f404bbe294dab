"""The words beside sizes: what each makes of the number that it stands at."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from llm_kg.numerals import SCALES, Token, is_at, is_number, skip, word_set

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = [
    "ACTIVE",
    "ACTIVE_SIZE",
    "LETTER_SCALES",
    "NAMES",
    "OPENING",
    "OTHERS",
    "PARAMETERS",
    "ROLES",
    "SMALLEST_COUNT",
    "TOTAL",
    "UncertainError",
    "has_scale",
    "pieces",
    "starts_size",
]

# The smallest bare number that is certainly a count of parameters: "175" may be millions.
SMALLEST_COUNT = 100_000

_SEPARATORS = word_set("\n , ; / | · • & + 、 and or 和 与 及 或")
PARAMETERS = word_set("param params parameter parameters weights 参数 个参数 参数量 参数规模")
ACTIVE = word_set("active activated activate activates activating 激活 激活参数 激活参数量")
ROLES = word_set(
    "nano micro mini tiny small base basic medium large big huge giant xs s l xl xxl xxxl xlarge"
    " xxlarge xxxlarge xsmall xxsmall"
    " pro ultra lite light standard total full overall in all a an the from dense sparse"
    " moe chat instruct pretrained version versions variant variants size sizes ranging 总 总参数 总参数量 共"
    " 总共"
    " int4 int8 fp4 fp8 fp16 bf16 fp32 awq ggml gguf gptq"
)
TOTAL = word_set("total overall full all 总 总参数 总参数量 总共")
# What tells one variant of a model from another.
NAMES = ROLES - TOTAL - word_set("in a an the from ranging size sizes 共")
# What may stand before a size; there "m" is no scale but the name between "s" and "l".
OPENING = ROLES | ACTIVE | PARAMETERS | word_set("m collection family series set suite of models")
# A number of these is no size, and no reason to doubt one either.
OTHERS = word_set(
    "bit bits byte bytes kb mb gb tb pb kib mib gib tib g token tokens word words image images text"
    " texts pair pairs sample samples example examples document documents page pages web book books"
    " sentence sentences character characters line lines file files video videos conversation"
    " conversations dialogue dialogues hour hours day days week weeks month months year years"
    " minute minutes second seconds layer layers head heads expert experts language languages task"
    " tasks step steps epoch epochs gpu gpus tpu tpus chip chips core cores node nodes usd dollar"
    " dollars flop flops petaflop petaflops gflops tflops pflops macs gmacs mwh kwh"
    " user users download downloads dim dimension dimensions vocab vocabulary channel channels"
    " 词 词元 字 字节 张 对 层 小时 天 图片 图文对"
)
LETTER_SCALES = word_set("k m b t mn bn tn")
ACTIVE_SIZE = re.compile(r"a([0-9]{1,6}(?:\.[0-9]{1,6})?)([kmbt])")


class UncertainError(Exception):
    """Say that a cell may hold a size that cannot be read, so that none of it is certain."""


def pieces(tokens: Sequence[Token]) -> Iterator[tuple[Token | None, Sequence[Token]]]:
    """Cut at the separators; each piece comes with the separator before it."""
    separator, start = None, 0
    for end, token in enumerate(tokens):
        if token.key in _SEPARATORS:
            yield separator, tokens[start:end]
            separator, start = token, end + 1
    yield separator, tokens[start:]


def starts_size(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a number or the active parameters ``A37B`` stand at the index."""
    return 0 <= index < len(tokens) and (
        tokens[index].kind == "number" or bool(ACTIVE_SIZE.fullmatch(tokens[index].key))
    )


def has_scale(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a size with a scale of its own stands at the index."""
    if not is_number(tokens, index):
        return starts_size(tokens, index)
    end = index + 1 if tokens[index].is_chinese else skip(tokens, index + 1, SCALES)
    return (tokens[index].is_chinese or end > index + 1) and not is_at(tokens, end, OTHERS)
