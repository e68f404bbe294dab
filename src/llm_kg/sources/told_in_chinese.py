"""What a Chinese sentence beside the name of a model tells of it: its size, its context, its data.

A clause that names another model, or compares, tells nothing here; nor do clauses that tell different things.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from llm_kg.names import fold
from llm_kg.sizes.cells import parse_sizes
from llm_kg.sizes.in_names import size_in_name
from llm_kg.sources.recognizers import is_license

__all__ = ["told_in_chinese"]

# Nobody tells what a model is further on.
_LONGEST = 600
_SENTENCE_END = re.compile(r"[。！!]\s*|\.\s")
_CLAUSE_END = re.compile(r"[，；,;]\s*")
_MAY_TELL = re.compile(r"亿|上下文|[Tt]okens|Transformer|[0-9][BMb]|协议|许可|(?:模型|权重)\s*[A-Z]")
# "相比", "蒸馏": it speaks of other models as well; "超过" tells no number, "激活" another one.
_OF_OTHERS = re.compile(
    r"相比|相较|不同于|优于|超过|超越|媲美|类似|对比|相当于|教师|蒸馏|激活|词表|计划|未来|即将|分别|数据集|样本|图像|图文|小时|视频"
    r"|编码器|可供选择|中文版|扩展"
)
# What it is built as, and is no model: "基于 Transformer 结构的".
_OF_PARTS = re.compile(
    r"(?:基于\s*|^)[A-Za-z][\w ()（）-]{0,60}?\s*(?:模型)?(?:结构|架构)(?:的)?|GPT-like|Transformer"
)
_NAME = re.compile(
    r"(?<![A-Za-z0-9.-])(?:[A-Z][A-Za-z0-9.-]*+|[a-z]++-[A-Za-z0-9.-]*+|[a-z]++[A-Z0-9][A-Za-z0-9.-]*+)"
)
_NO_NAMES = frozenset(
    map(fold, ("Token", "Tokens", "AI", "LLM", "NLP", "MoE", "Base", "Chat", "A", "GPU", "B"))
)

_NUMBER = r"[0-9]{1,5}(?:\.[0-9]{1,3})?"
_SIZE = rf"(?<![A-Za-z0-9.-]){_NUMBER}[BM](?![A-Za-z0-9])"
_PATTERNS = {
    "number_of_parameters": (
        re.compile(
            rf"(?:具有|拥有|包含|包括|含有|共有|约有|有|共)\s*约?\s*({_NUMBER}\s*[万千百]?亿)\s*个?(?:模型)?参数"
        ),
        re.compile(
            rf"参数(?:规模|总量|数量|量|数)?(?:为|是|达到?|约为?|[:：])\s*约?\s*({_NUMBER}\s*[万千百]?亿)(?!\s*[Tt]oken)"
        ),
        re.compile(rf"({_NUMBER}\s*[万千百]?亿)\s*参数(?:量|规模)?的?[^，。；数集]{{0,12}}模型"),
        # "清华发布的130B预训练模型", "规模最大176B".
        re.compile(
            rf"(?<![A-Za-z0-9.~-])({_NUMBER}[Bb])(?![A-Za-z0-9.~-])\s*的?[^，。；数集A-Za-z0-9]{{0,10}}模型(?!大?审核)"
        ),
        re.compile(rf"(?:规模|参数量?)(?:最大|最高|高达|可?达|为|约)?\s*({_NUMBER}[Bb])(?![A-Za-z0-9.~-])"),
        re.compile(rf"({_SIZE}(?:\s*[、和与及/]\s*{_SIZE})+)\s*(?:的|参数)?[^，。；]{{0,20}}(?:版本|模型)"),
    ),
    "pretraining_architecture": (re.compile(r"基于\s*(Transformer)\s*(?:结构|架构|的)"),),
    "context_length": (
        re.compile(
            r"上下文(?:窗口)?(?:长度)?(?:最长)?(?:可达|达到?|为|是|[:：]|\s)\s*([0-9]{1,4}[kK]|[0-9]{4,7})(?![\d.])"
        ),
        re.compile(r"(?:^|支持|具有)\s*([0-9]{1,4}[kK])\s*(?:的)?(?:超长|长)?上下文"),
    ),
    "training_data_size": (re.compile(rf"({_NUMBER}\s*(?:万亿|亿|T|B)\s*(?:个\s*)?[Tt]okens?)"),),
}
# A clause that is nothing but sizes: "7B、13B 两种规格", "1B 到 72B", "3890亿参数（激活 520亿）".
_SIZES_ALONE = re.compile(
    rf"(?:共|有|共有|约|约为|提供)?\s*({_SIZE}(?:\s*[、/和与及到至~-]\s*{_SIZE})*)\s*(?:[两二三四五六七八九多几]?[种个款]?(?:规格|版本|尺寸|规模|大小|参数|模型))?"
    rf"|(?:参数量?)?\s*约?\s*({_NUMBER}\s*[万千百]?亿)\s*(?:个)?参数(?:量|规模)?(?:\s*[（(]\s*(?:其中)?激活[^（）()]{{1,20}}[）)])?"
)
_ANY_SIZE = re.compile(rf"{_SIZE}|{_NUMBER}\s*[万千百]?亿(?!\s*(?:个\s*)?[Tt]oken)")
_TOKENS_ALONE = re.compile(
    rf"(?:共|约|训练)?\s*({_NUMBER}\s*(?:万亿|亿|T|B)\s*(?:个\s*)?[Tt]okens?)(?:训练|预训练)?"
)
# "具有 62 亿参数": what has them stands in the clause before.
_GOES_ON = re.compile(r"\s*(?:具有|拥有|包含|包括|含有|共有|约有|有|共|参数|上下文)")
_UNDER = re.compile(
    r"(?:模型|权重)\s*(?:遵循|采用|使用|为|是|[:：])?\s*((?:[A-Za-z][^\u4e00-\u9fff]{1,40}(模型许可协议|许可协议|开源协议))|[A-Za-z].{1,40})"
)
_LICENSED = re.compile(
    r"(?:(?:开源|许可|模型|权重)*(?:协议|许可证?|授权)|[Ll]icen[cs]e)\s*(?:[:：]|为|是)\s*([A-Za-z].{1,40})"
)
_TRAINED = re.compile(r"训练")


def told_in_chinese(text: str, name: str) -> Iterator[tuple[str, str]]:
    """Yield what sentences tell of the model of this name, that they stand beside: properties and texts.

    >>> dict(told_in_chinese("一个开源的模型，在大约 1.2 万亿 tokens 上训练的 70 亿参数模型", "Finch"))
    {'number_of_parameters': '70 亿', 'training_data_size': '1.2 万亿 tokens'}
    >>> list(told_in_chinese("相比 70 亿参数的模型更快，效果超过130亿参数模型", "Finch"))
    []
    """
    if not _MAY_TELL.search(text):
        return
    yield from (("license", found) for found in _licenses_in(text[:_LONGEST]))
    clauses = list(_own_clauses(text[:_LONGEST], name))
    told = list(_told_by(clauses))
    told += [field for field in _told_alone(text[:_LONGEST]) if field[0] not in dict(told)]
    sizes = [text for field, text in told if field == "number_of_parameters"]
    # What is of another size than the name says is another model.
    if all(_is_size_of(name, size) for size in sizes):
        yield from told


def _licenses_in(text: str) -> Iterator[str]:
    """Yield the licences under which clauses say that the model stands, or its weights."""
    for match in filter(None, map(_UNDER.fullmatch, _all_clauses(text))):
        if match[2] or is_license(match[1]):
            yield match[1]
    labelled = (_LICENSED.fullmatch(clause.strip(" 。.")) for clause in _all_clauses(text))
    yield from (match[1] for match in labelled if match and is_license(match[1]))


def _all_clauses(text: str) -> Iterator[str]:
    return (clause for sentence in _SENTENCE_END.split(text) for clause in _CLAUSE_END.split(sentence))


def _told_alone(text: str) -> Iterator[tuple[str, str]]:
    """Yield the sizes with which a text begins, where it speaks of no others, and the tokens, as clauses."""
    first, *others = (clause.strip() for clause in _all_clauses(text))
    if (sized := _SIZES_ALONE.fullmatch(first)) and not any(map(_ANY_SIZE.search, others)):
        yield "number_of_parameters", sized[1] or sized[2]
    tokens = {match[1] for clause in others if (match := _TOKENS_ALONE.fullmatch(clause))}
    if sized and len(tokens) == 1:
        yield "training_data_size", tokens.pop()


def _told_by(clauses: Sequence[str]) -> Iterator[tuple[str, str]]:
    for field, patterns in _PATTERNS.items():
        found = {
            "".join(match[1].split()): match[1]
            for clause in clauses
            if field != "training_data_size" or _TRAINED.search(clause)
            for pattern in patterns
            for match in pattern.finditer(clause)
        }
        if len(found) == 1:
            yield field, next(iter(found.values()))


def _is_size_of(name: str, size: str) -> bool:
    """Tell whether a size may be that in a name, where people round it: 6.2 of "6B"."""
    named, told = parse_sizes(size_in_name(name) or ""), parse_sizes(size)
    if not named or not told:
        return True
    least, most = sorted((named[-1].parameter_count or 0, max(s.parameter_count or 0 for s in told)))
    return most * 2 <= least * 3


def _own_clauses(text: str, name: str) -> Iterator[str]:
    """Yield the clauses that speak of the model: one without a subject goes on with that before it."""
    is_own = True
    for sentence in _SENTENCE_END.split(text):
        for clause in _CLAUSE_END.split(sentence):
            goes_on = _GOES_ON.match(clause) is not None
            is_own = _is_own(clause, name) and (is_own or not goes_on)
            if is_own:
                yield clause
        # "比 Tern 多 40%。上下文 4096" speaks of one model throughout.
        is_own = is_own or clause.startswith("比")


def _is_own(clause: str, name: str) -> bool:
    """Tell whether a clause speaks of no model but the one of this name."""
    if _OF_OTHERS.search(clause):
        return False
    head = fold((re.findall(r"[^\W\d_]+", name) or [name])[0])
    size = size_in_name(name)
    for match in _NAME.finditer(_OF_PARTS.sub(" ", clause)):
        word, other = fold(match[0]), size_in_name(match[0])
        is_akin = word.startswith(head) and (other is None or size is None or fold(other) == fold(size))
        if word not in _NO_NAMES and not is_akin:
            return False
    return True
