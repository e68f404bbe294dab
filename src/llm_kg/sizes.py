"""Numbers of parameters, as people write them in lists, and the units that head their columns.

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

A mark at the end of a member (``65*``, ``175B†``, ``175B ¹``) leads to a footnote and is passed over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from llm_kg.numerals import (
    ABOUT,
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
    parse_number,
    skip,
    tokenize,
    word_set,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Size", "header_unit", "parse_sizes"]

_ONE = Decimal(1)

# The smallest bare number that is certainly a count of parameters: "175" may be millions.
_SMALLEST_COUNT = 100_000

# As many tokens a model may read at once: beside billions of parameters they may be just that.
_LARGEST_CONTEXT = 10**7
_BILLION = 10**9
_SMALLEST_IN_RANGE = 10**6

# One that is larger under a header with a unit is a count all the same: "117000000" in "Size (M)".
_LARGEST_IN_UNITS = 10**13


@dataclass(frozen=True, slots=True)
class Size:
    """Hold one stated size of a model, in parameters.

    The active parameters are those that one token uses, where only a part of the model works.
    """

    parameter_count: int
    active_parameter_count: int | None = None


_SEPARATORS = word_set("\n , ; / | & + 、 and or 和 与 及 或")
_PARAMETERS = word_set("param params parameter parameters weights 参数 个参数 参数量 参数规模")
_MODELS = word_set("model models lm lms llm llms vit network encoder decoder 模型")
_ACTIVE = word_set("active activated activate activates activating 激活 激活参数 激活参数量")
_ROLES = word_set(
    "nano micro mini tiny small base basic medium large big huge giant xs s l xl xxl xxxl xlarge"
    " xxlarge pro ultra lite light standard total full overall in all a an the from dense sparse"
    " moe chat instruct pretrained version versions variant variants size sizes ranging 总 总参数 总参数量 共"
    " 总共"
    " int4 int8 fp4 fp8 fp16 bf16 fp32 awq ggml gguf gptq"
)
_TOTAL = word_set("total overall full all 总 总参数 总参数量 总共")
_ACTIVE_FILL = (
    _ACTIVE
    | _PARAMETERS
    | ABOUT
    | word_set("get gets are is being of out only per each token tokens forward pass at inference for moe")
)
_NAMES = _ROLES - _TOTAL - word_set("in a an the from ranging size sizes 共")
# What may stand before a size; there "m" is no scale but the name between "s" and "l".
_OPENING = _ROLES | _ACTIVE | _PARAMETERS | word_set("m collection family series set suite of models")
# A number of these is no size, and no reason to doubt one either.
_OTHERS = word_set(
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
_OTHER_LABELS = _OTHERS | word_set(
    "batch context corpora corpus cost data dataset datasets date dates hidden length memory price"
    " ram tokenizer training vram window 数据 数据量 训练数据 上下文 词表"
)
_LETTER_SCALES = word_set("k m b t mn bn tn")
_LARGEST_WITH_THOUSANDS = 10**6  # with a larger letter "1,300" is one number, two, or a decimal fraction
_ACTIVE_SIZE = re.compile(r"a([0-9]{1,6}(?:\.[0-9]{1,6})?)([kmbt])")
_ACCELERATORS = word_set("a2 a10 a16 a30 a40 a100 a800")  # "A40/70B" is no pair
_VERSION = re.compile(r"v[0-9]{1,4}(?:\.[0-9]{1,4}){0,2}")
_TIMES = re.compile(r"[x×*][0-9]{0,4}")
_MARKS = word_set("* † ‡ § ¶")
_RAISED = frozenset("¹²³⁴⁵⁶⁷⁸⁹⁰")
_ACRONYM = re.compile(r"[A-Z]{2,12}")
# In capitals behind a size these are no name of a variant: "100B-PLUS".
_NO_NAMES = frozenset(SCALES) | _OTHERS | BOUNDS | _ACTIVE | word_set("class ish level plus scale")

_UNIT_OF = {
    SCALES[unit.casefold()]: unit for unit in ("K", "万", "M", "千万", "亿", "B", "百亿", "千亿", "T")
}
_UNIT_WORDS = word_set("thousand million millions billion billions trillion trillions")
_UNIT_FILL = _PARAMETERS | word_set("# : in of the unit units 以 为 单位 为单位")


class _UncertainError(Exception):
    """Say that a cell may hold a size that cannot be read, so that none of it is certain."""


# Without any of these a text holds no number, as sentences do not.
_NUMBER_SIGN = re.compile(r"[\d₂万萬亿億]")


@dataclass(slots=True)
class _Item:
    """Hold one size as read, before bare numbers take the scale of their neighbour."""

    number: Decimal
    scale: Decimal | None = None
    bare: bool = False  # a number and nothing else: it may take a scale
    active: bool = False
    ranged: bool = False  # an end of a range
    vague: bool = False  # the upper end of a range of active parameters, which are no one number
    partner: Decimal | None = None  # the active parameters stated beside it
    words: frozenset[str] = frozenset()  # those before and behind it


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
    if not _NUMBER_SIGN.search(text):
        return ()
    return _sizes_of(tokenize(text), unit)


def _sizes_of(tokens: tuple[Token, ...], unit: str | None) -> tuple[Size, ...]:
    if any(token.key in DOUBTS for token in flatten(tokens)):
        return ()
    tokens = tuple(_plain(tokens))
    try:
        if unit is not None:
            word = _UNIT_OF[SCALES[unit.casefold()]]
            # Brackets are read one level deep.
            tokens = tuple(
                token._replace(inner=tuple(_in_units(token.inner, word))) for token in _in_units(tokens, word)
            )
        tokens, active = _roles_behind(tuple(_with_scale(tokens, i) for i in range(len(tokens))))
        groups = _spaced(tokens) or _groups(tokens)
        items = [item for group in groups for item in group]
        if active is not None:
            _tell_active(items, active)
        _share_scales(items)
        _compare(items)
        sizes = tuple(_sizes([[item for item in group if item] for group in groups]))
    except _UncertainError:
        return ()
    return tuple(dict.fromkeys(sizes))


def _plain(tokens: Sequence[Token]) -> Iterator[Token]:
    """Leave out footnote marks, and write all words beside a size in one way: apart from it.

    "base-110M" and "base (110M)" become "base 110M", "7-billion" and "7B-chat" lose their dash. The
    names of "7B-v2" and "176B-MT" are known by their form.
    """
    for separator, piece in _pieces(tokens):
        if separator:
            yield separator
        end = len(piece)
        while end and _is_mark(piece[end - 1]):
            end -= 1
        named = [t._replace(key="variant") if _is_name(piece, i) else t for i, t in enumerate(piece[:end])]
        start = skip(named, 0, _OPENING)  # behind the names
        for i, token in enumerate(named):
            if i == start == end - 1 > 0 and any(_has_scale(token.inner, k) for k in range(len(token.inner))):
                yield from token.inner
            elif not (i and _is_hyphen(named, i, names=start)):
                yield token


def _is_hyphen(tokens: Sequence[Token], index: int, *, names: int) -> bool:
    """Tell whether a dash ties a word to a size; the names that open the member end at ``names``."""
    dash, behind = tokens[index], tokens[index + 1 : index + 2]
    is_beside = is_number(tokens, index - 1) or is_at(tokens, index - 1, _OPENING | SCALES.keys())
    if not (is_beside and dash.key in DASHES and dash.glued and behind and behind[0].glued):
        return False
    if index == names:
        return _has_scale(tokens, index + 1)
    is_size = _starts_size(tokens, index + 1) or behind[0].key in _LETTER_SCALES | ABOUT | TO
    return behind[0].kind == "word" and not is_size


def _is_mark(token: Token) -> bool:
    """Tell whether a footnote is meant; "13B²" may mean something else."""
    is_raised = token.kind == "word" and _RAISED.issuperset(token.text)
    return token.key in _MARKS or (is_raised and not token.glued)


def _is_name(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a word is a version, or capitals behind a size and a dash."""
    word = tokens[index]
    if _VERSION.fullmatch(word.key):
        return True
    is_tied = is_at(tokens, index - 1, DASHES) and tokens[index - 1].glued and word.glued
    is_behind_size = is_number(tokens, index - 2) or is_at(tokens, index - 2, SCALES)
    is_acronym = _ACRONYM.fullmatch(word.text) is not None and word.key not in _NO_NAMES
    return is_tied and is_behind_size and is_acronym


def _has_scale(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a size with a scale of its own stands at the index."""
    if not is_number(tokens, index):
        return _starts_size(tokens, index)
    end = index + 1 if tokens[index].is_chinese else skip(tokens, index + 1, SCALES)
    return (tokens[index].is_chinese or end > index + 1) and not is_at(tokens, end, _OTHERS)


def _in_units(tokens: Sequence[Token], unit: str) -> Iterator[Token]:
    """Write the unit of the header behind each bare number."""
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
            raise _UncertainError
        whole = EXACT.multiply(token.value, SCALES[word.key])
        if token.value >= _SMALLEST_COUNT and whole > _LARGEST_IN_UNITS:
            raise _UncertainError
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


def _with_scale(tokens: Sequence[Token], index: int) -> Token:
    """Give active parameters the scale of the size behind: "A47/424B" becomes "A47B/424B"."""
    token = tokens[index]
    if is_at(tokens, index + 1, MINUS | {"/"}) and is_number(tokens, index + 2) and index + 3 < len(tokens):
        scaled = f"{token.key}{tokens[index + 3].key}"
        if _ACTIVE_SIZE.fullmatch(scaled) and token.key not in _ACCELERATORS:
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
        if first in _ACTIVE and second in _TOTAL:
            return rest, 0
        if first in _TOTAL and second in _ACTIVE:
            return rest, 1
    return tokens, None


def _tell_active(items: Sequence[_Item | None], active: int) -> None:
    if len(items) != 2:
        raise _UncertainError
    for item in items:
        if item is None or item.active or item.partner is not None:
            raise _UncertainError
        item.active = item is items[active]


def _spaced(tokens: Sequence[Token]) -> list[list[_Item | None]]:
    """Read sizes that only blanks set apart."""
    are_sizes = all(
        token.key in {"m", "b"} if place % 2 else token.kind == "number" for place, token in enumerate(tokens)
    )
    if not are_sizes or len(tokens) < 4 or len(tokens) % 2:
        return []
    items = [_size(tokens, index)[0] for index in range(0, len(tokens), 2)]
    counts = [_whole(item.number, item.scale) for item in items]
    if not all(one < other for one, other in pairwise(counts)):
        raise _UncertainError
    return [[item] for item in items]


def _pieces(tokens: Sequence[Token]) -> Iterator[tuple[Token | None, Sequence[Token]]]:
    """Cut at the separators; each piece comes with the separator before it."""
    separator, start = None, 0
    for end, token in enumerate(tokens):
        if token.key in _SEPARATORS:
            yield separator, tokens[start:end]
            separator, start = token, end + 1
    yield separator, tokens[start:]


def _groups(tokens: Sequence[Token]) -> list[list[_Item | None]]:
    """Read the members; those joined by "/" are a group. A member that is no size is ``None``."""
    named = [m for _, m in _pieces(tokens) if is_at(m, 0, _NAMES)]
    if len({any(_starts_size(member, i) for i in range(len(member))) for member in named}) > 1:
        raise _UncertainError  # "nano 1.8B, pro"
    groups: list[list[_Item | None]] = [[]]
    for token, member in _pieces(tokens):
        separator = token.key if token else ""
        # "100B+" is a bound, "3.5B + 1.5B" are two sizes.
        if separator == "+" and not _starts_size(member, skip(member, 0, ABOUT)):
            raise _UncertainError
        if separator == "/" and is_at(member, 0, _OTHERS):
            raise _UncertainError  # "7B/expert"
        if separator != "/":
            groups.append([])
        if member:
            groups[-1] += _member(member, opening=not separator)
    return groups


def _member(tokens: Sequence[Token], *, opening: bool) -> Sequence[_Item | None]:
    if not any(token.kind == "number" or any(map(str.isdigit, token.text)) for token in tokens):
        # Words are passed over, unless they hint at another size: "7B, and more", "7B, 千亿".
        if any(token.key in BOUNDS or token.key in SCALES or token.kind == "symbol" for token in tokens):
            raise _UncertainError
        return [None]

    # "activates 2.4B of 16B"; only the first "of", or a long text would be read again for each.
    of = next((i for i, token in enumerate(tokens) if token.key == "of" and _starts_size(tokens, i + 1)), 0)
    part = _member(tokens[:of], opening=opening) if of else ()
    if len(part) == 1 and part[0] and part[0].active:
        return [*part, *_member(tokens[of + 1 :], opening=False)]

    negative = opening and tokens[0].key in MINUS and _starts_size(tokens, 1) and tokens[1].glued
    start = 1 if negative else 0
    colon = next((i for i, token in enumerate(tokens) if token.key in {":", "="}), 0)
    label = {token.key for token in tokens[:colon]}
    if label:
        # "7B = 6B + 1B" is a sum, "Up to: 7B" a bound.
        if tokens[0].kind != "word" or label & BOUNDS or any(_has_scale(tokens, i) for i in range(colon)):
            raise _UncertainError
        if label & _OTHER_LABELS:
            return [None]
        tokens = tokens[colon + 1 :]
    first = skip(tokens, start, _OPENING | ABOUT)
    words = label | {token.key for token in tokens[start:first]}

    item, end = _size(tokens, first)
    items = [item]
    upper = skip(tokens, end + 1, ABOUT)
    if is_at(tokens, end, TO) and _starts_size(tokens, upper):
        other, end = _size(tokens, upper)
        items = _join(item, other)
    else:
        if end < len(tokens) and (found := _ACTIVE_SIZE.fullmatch(tokens[end].key)):
            item.partner, end = _active_size(found), end + 1
        if words & {"from", "ranging"}:
            raise _UncertainError  # "from 7B" is where the sizes begin

    for each in items:
        each.bare = words <= ABOUT and end == len(tokens) and not negative
        each.words = frozenset(words | {token.key for token in tokens[end:]})
    counted = _counted([token for token in tokens[end:] if token.kind != "bracket"])
    if counted == "other":
        return [None]
    partners: set[Decimal] = set()
    is_active = counted == "active" or bool(words & _ACTIVE)
    for token in tokens[end:]:
        if token.inner and _TIMES.fullmatch(token.inner[0].key):
            raise _UncertainError  # "7B (x8)"
        noted, is_noted = _active_note(token.inner)
        partners |= noted
        is_active |= is_noted
    if is_active or negative:
        if items[0].partner is not None or (negative and len(items) > 1):
            raise _UncertainError
        # "1-4.5B active" gives no one number.
        items = items[-1:]
        items[0].vague = items[0] is not item
        items[0].active |= is_active
        items[0].number = item.number.copy_negate() if negative else items[0].number
    elif len(items) == len(partners) == 1:
        items[0].partner = items[0].partner or partners.pop()
    return items


def _join(lower: _Item, upper: _Item) -> list[_Item]:
    """Give a bare end the scale of the other; "350-1.3B", which falls, begins at 350 million."""
    if lower.active or upper.active:
        total, active = sorted((lower, upper), key=lambda item: item.active)
        total.partner = active.number  # "671B-A37B", "A37B-671B"
        return [total]
    if lower.scale is None or upper.scale is None:
        lower.scale = upper.scale = lower.scale or upper.scale
    # What falls is no range: "235B-22B" may say what is active.
    if EXACT.multiply(lower.number, lower.scale or _ONE) >= EXACT.multiply(upper.number, upper.scale or _ONE):
        raise _UncertainError
    lower.ranged = upper.ranged = True
    return [lower, upper]


def _size(tokens: Sequence[Token], index: int) -> tuple[_Item, int]:
    """Read a number with its scale, or the active parameters ``A37B``, and say where it ends."""
    if index >= len(tokens):
        raise _UncertainError
    token = tokens[index]
    if found := _ACTIVE_SIZE.fullmatch(token.key):
        return _Item(_active_size(found), _ONE, active=True), index + 1
    if token.value is None:
        raise _UncertainError
    if token.is_chinese:
        return _Item(token.value, _ONE), index + 1
    scale = tokens[index + 1].key if is_at(tokens, index + 1, SCALES) else ""
    if "," in token.text and not _has_thousands(token.text, scale):
        raise _UncertainError
    if not scale:
        return _Item(token.value), index + 1
    return _Item(token.value, SCALES[scale]), index + 2


def _has_thousands(stated: str, scale: str) -> bool:
    """Tell whether a number with commas can be nothing but one number."""
    first, *groups = stated.split(",")
    # No number of a list begins with "0".
    is_one = any(group.startswith("0") for group in groups)
    if not scale:
        return is_one or len(groups) > 1
    if scale not in _LETTER_SCALES:
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
        is_size = token.kind == "number" and not is_at(tail, skip(tail, i + 1, SCALES), _OTHERS)
        is_symbol = token.kind == "symbol" and token.key not in DASHES
        if is_size or is_symbol or token.key in BOUNDS:
            raise _UncertainError  # "model distilled from 175B"
    return "size"


def _active_note(tokens: Sequence[Token]) -> tuple[set[Decimal], bool]:
    """Read the active parameters of a bracket; "(active)" says it of the size before."""
    partners, is_active = set(), False
    for _, piece in _pieces(tokens):
        at = [i for i in range(len(piece)) if _starts_size(piece, i)]
        if not at:
            words = {token.key for token in piece}
            is_active |= bool(words & _ACTIVE) and words <= _ACTIVE_FILL
        elif len(at) == 1:
            item, end = _size(piece, at[0])
            words = {token.key for token in (*piece[: at[0]], *piece[end:])}
            if item.scale and (item.active or words & _ACTIVE) and words <= _ACTIVE_FILL:
                partners.add(EXACT.multiply(item.number, item.scale))
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
                item.scale = _ONE
            else:
                raise _UncertainError
        following = item


def _compare(items: Sequence[_Item | None]) -> None:
    """Doubt what stands beside a size and may count tokens: "70B, 128K", "13B/1T", "117M, 50k"."""
    totals = [(_whole(item.number, item.scale), item) for item in items if item and not item.active]
    for pair in pairwise(totals):
        (few, small), (many, large) = sorted(pair, key=lambda one: one[0])
        is_context = few <= _LARGEST_CONTEXT and many >= _BILLION and not small.words & _PARAMETERS
        # Millions of parameters may grow to billions; no context grows to be a size.
        is_context &= not (small.ranged and large.ranged and few >= _SMALLEST_IN_RANGE)
        is_corpus = large.bare and large.scale == SCALES["t"] != small.scale
        is_vocabulary = small.bare and small.scale == SCALES["k"] != large.scale
        if is_context or is_corpus or is_vocabulary:
            raise _UncertainError


def _sizes(groups: list[list[_Item]]) -> Iterator[Size]:
    """Join active parameters with their size: within each group, else within the whole cell."""
    if not all(_is_pair(group) or not any(item.active for item in group) for group in groups):
        groups = [[item for group in groups for item in group]]
        if not _is_pair(groups[0]):
            raise _UncertainError
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
        raise _UncertainError
    return Size(count, active)


def _is_pair(group: Sequence[_Item]) -> bool:
    if len(group) != 2 or any(item.partner is not None for item in group):
        return False
    total, active = sorted(group, key=lambda item: item.active)
    # In "110B, MoE-A2.7B" the active parameters are those of another variant.
    is_other = bool(active.words & _NAMES) and not total.words & _TOTAL
    return active.active and not total.active and not is_other


def _whole(number: Decimal, scale: Decimal | None = None) -> int:
    value = multiply(number, scale or _ONE)
    if not value or value != value.to_integral_value():
        raise _UncertainError
    return int(value)


def _active_size(found: re.Match[str]) -> Decimal:
    return EXACT.multiply(Decimal(found[1]), SCALES[found[2]])


def _starts_size(tokens: Sequence[Token], index: int) -> bool:
    return 0 <= index < len(tokens) and (
        tokens[index].kind == "number" or bool(_ACTIVE_SIZE.fullmatch(tokens[index].key))
    )


# --- headers --------------------------------------------------------------------------------------


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
    parts = [(place > 0, part) for place, (_, part) in enumerate(_pieces(tokens))]
    parts += [(True, part) for token in flatten(tokens) for _, part in _pieces(token.inner)]
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
