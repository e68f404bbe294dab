"""What a sentence beside a model says of where it comes from: the models it was made from, its makers.

Anything may be based on anything. So a base is only what is of a family that models are made from
(`data/curated/base-families.yaml`) or bears a size in its name, behind words that can mean nothing else,
in a sentence that is about the model itself. Where sentences name different bases, none is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from llm_kg.names import fold
from llm_kg.sources.base_families import base_families, is_of_base_family
from llm_kg.sources.institutions import is_institution
from llm_kg.sources.name_forms import bracket_behind, is_coined, is_name
from llm_kg.sources.recognizers import names_organizations
from llm_kg.sources.sentences import CHINESE_OTHERS, GOES_ON, OF_OTHERS, first_sentences

__all__ = ["base_behind", "bases_in"]


# What has a size in its name is a model.
_SIZED = re.compile(r"[A-Za-z]-(?:\d{1,2}x)?\d{1,3}(?:\.\d{1,2})?[Bb](?![A-Za-z0-9])")
_NAME = (
    r"(?!(?:from|of|on|with)\s)(?:[A-Za-z][\w-]*+/)?[A-Za-z][A-Za-z0-9]*+(?:[-._][A-Za-z0-9]++)*+"
    r"(?:[ ](?:[vV]?\d[A-Za-z0-9.]*+|Instruct|Chat|Base|NeMo|XL|Diffusion|LLaMA|Llama)(?![A-Za-z0-9]))*+"
)
_AND = r"(?:\s*[、/&]\s*|\s*[和与及]\s*|\s+and\s+|,\s)"
_NAMES = rf"({_NAME}(?:{_AND}{_NAME}){{0,3}}+)"

# English: the words before the name, what may stand before them in their sentence, and what behind it.
_MADE = (
    r"based (?:up)?on|built (?:up)?on(?: top of)?|built by fine-?tuning|derived from"
    r"|(?:instruct(?:ion)?[- ]|chat[- ])?fine-?\s?tuned (?:from|on top of|(?:version|variant) of)"
    r"|(?:instruct(?:ion)?|chat)[- ]tuned (?:from|(?:version|variant) of)|fine-?tune of"
    r"|adapted from|initiali[sz]ed (?:from|with)|(?:pre-?)?trained (?:from|on top of)"
)
_BASED = re.compile(
    rf"\b(?:{_MADE})\s+(?:(?:the|Meta's|Google's|base|pre-?trained|foundation|open-source)\s+){{0,3}}{_NAMES}"
    r"(?![\w'’/-])",
    re.IGNORECASE,
)
_AS_BASE = re.compile(
    rf"\b(?:utili[sz]ing|using|with)\s+{_NAMES}\s+as\s+(?:its|the|a)\s+(?:foundation|base|backbone)(?:\s(?:model|LLM))?\b"
)
# What may stand behind the name of a base: "based on Qwen data", "on Mistral platform" tell of another thing.
_MAY_STAND_BEHIND = re.compile(
    r"$|\s*[^\w\s]|\s+(?:(?:(?:large|foundation|base|pre-?trained|language|chat|code|series|family)\s){0,4}"
    r"(?:models?|llms?|weights|checkpoints?|backbone|series|family)|and|or|with|on|by|for|using|to|in|that|which"
    r"|via|through|as|from|at|but|while|(?:further |instruction-)?(?:fine-?tun|instruct|train|pre-?train)\w*"
    r"|adapt\w*|is|it|tuned|developed|released|specifically|optimi[sz]ed|designed|capable|supporting)\b(?!-)",
    re.IGNORECASE,
)
# What a text that says nothing else begins with; on data of the name of a model it is tuned as well.
_BEGINS = re.compile(
    r"(?:(?:further |and )?(?:instruction-)?fine-?\s?tuned on"
    rf"(?! (?:the )?(?:alpaca|dolly|guanaco|moss|redpajama|gpt-?3\.5|wizardlm|vicuna)\b) {_NAMES}\.?$"
    rf"|(?:further )?fine-?\s?tun(?:ed|ing(?: of)?) {_NAMES}(?=$|[,.]| (?:on|for|with)\b)"
    rf"|(?:an? )?(?:variant|version) of {_NAMES},? (?:that (?:is|was) )?fine-?\s?tuned\b)",
    re.IGNORECASE,
)

# "from NAME", and "Google's 7B, from NAME": a clause of its own. Behind "from" its maker may stand as well.
_FROM = re.compile(
    r"(?:(?:[A-Z][\w.& -]{1,40}['’]s?\s)?[0-9][0-9.]{0,5}[BM]"
    r"(?:(?:,|,?\sand)\s[0-9][0-9.]{0,5}[BM]){0,6},?\s)?"
    rf"from\s({_NAME})(?=[,.;]|$)"
)

# Chinese: what is done with the base stands behind it.
_MODEL = r"(?:系列)?(?:底座|基座|基础|开源|预训练)?(?:大?语言)?(?:大?模型)?"
_TUNED = r"(?:微调|精调|训练|预训练|二次开发)"
_ANY = r"(?:(?:开源|可商用|原版|最新)的?)?\s*"
_CHINESE = (
    re.compile(
        rf"基于\s*{_ANY}{_NAMES}\s*{_MODEL}[^，,。；;]{{0,60}}?(?:{_TUNED}|的[^，,。；;]{{0,30}}模型)"
    ),
    re.compile(rf"基于\s*{_ANY}{_NAMES}\s*{_MODEL}[，,][^，,。；;]{{0,60}}?{_TUNED}"),
    re.compile(rf"(?:以|基于)\s*{_ANY}{_NAMES}\s*{_MODEL}(?:为|作为)(?:大模型)?(?:底座|基座|基础|基底)"),
    re.compile(rf"在\s*{_ANY}{_NAMES}\s*{_MODEL}的?基础上[^。；;]{{0,60}}?{_TUNED}"),
    re.compile(rf"由\s*{_NAMES}\s*{_MODEL}[^，,。；;]{{0,20}}?微调(?:得到|而|训练)"),
    re.compile(rf"对\s*{_NAMES}\s*{_MODEL}进行[^，,。；;]{{0,15}}?{_TUNED}"),
    re.compile(rf"微调(?:[后过]?|\s*\([\w -]{{1,30}}\)\s*)的\s*{_NAMES}\s*(?:大?模型|$)"),
    # "基于 NAME", "底座为 NAME", and nothing else in the clause.
    re.compile(rf"(?:^|[，,。；;])\s*基于\s*{_ANY}{_NAMES}\s*{_MODEL}(?=[，,。；;]|$)"),
    re.compile(rf"(?:^|[，,。；;])\s*(?:底座|基座)(?:模型)?\s*[为是:：]?\s*{_NAMES}(?=[，,。；;]|$)"),
    re.compile(rf"(?:^|的)\s*{_NAMES}\s*(?:模型微调|微调模型)$"),
)
_ABOUT_OTHERS = re.compile(
    r"(?:的|架构|结构)[^，,。；;]{0,20}(?:应用|框架|平台|系统|知识库|工具|数据集|语料|评测|插件|客户端|接口|方法|论文)$|^\s*的?(?:架构|结构|数据|输出|接口|API)"
)


def bases_in(text: str, name: str) -> str | None:
    """Return the models from which sentences say that the model of this name was made, behind commas.

    >>> bases_in("A chatbot fine-tuned from LLaMA on conversations", "Finch")
    'LLaMA'
    >>> bases_in("基于 ChatGLM-6B 和 Baichuan-7B 微调的鸟类模型", "Finch")
    'ChatGLM-6B, Baichuan-7B'
    >>> bases_in("Evaluates models based on LLaMA", "Finch"), bases_in("based on Redis", "Finch")
    (None, None)
    """
    if not (base_families().search(text) or _SIZED.search(text)):
        return None
    found = [match for sentence in first_sentences(text) for match in _matches(*sentence, name)]
    bases = [names for match in found if (names := _names_of(match))]
    if len({tuple(map(fold, names)) for names in bases}) != 1:
        return None
    return None if fold(name) in map(fold, bases[0]) else ", ".join(bases[0])


def _matches(number: int, sentence: str, name: str) -> Iterator[re.Match[str]]:
    if begins := _BEGINS.match(sentence):
        yield begins
    if not number and (begins := _FROM.match(sentence)) and not names_organizations(begins[1]):
        yield begins
    for pattern in (_BASED, _AS_BASE):
        for match in pattern.finditer(sentence):
            before = sentence[: match.start()]
            # A later sentence without a subject goes on with the same: "Based on Finch, tuned on songs."
            is_own = not number or not before or GOES_ON.match(sentence) or sentence.startswith(name)
            if is_own and not OF_OTHERS.search(before):
                yield match
    for chinese in _CHINESE:
        for match in chinese.finditer(sentence):
            behind = re.split(r"[，,]", sentence[match.end(1) :], maxsplit=1)[0]
            if not CHINESE_OTHERS.search(sentence[: match.start()]) and not _ABOUT_OTHERS.search(behind):
                yield match


def _names_of(match: re.Match[str]) -> list[str]:
    """Return the bases that a match names: "LLaMA and fine-tuned" names one."""
    stated = next(filter(None, match.groups()))
    names = [name.rstrip(".") for name in re.split(_AND, stated)]
    bases = list(takewhile(_is_model, names))
    is_whole = match.re is _BASED and len(bases) == len(names)
    return bases if not is_whole or _MAY_STAND_BEHIND.match(match.string, match.end()) else []


def _is_model(name: str) -> bool:
    return is_of_base_family(name) or (_SIZED.search(name) is not None and is_coined(name))


def base_behind(name: str) -> str | None:
    """Return the model in the bracket behind a name, where it is of another family: one that is built on.

    A bracket behind the name of a family may hold a member of it, and behind a plain word its other spelling.

    >>> base_behind("Tern-Chat (LLaMA-7B)"), base_behind("LLaMA (Vicuna-7B)"), base_behind("Finch (Qwen-7B)")
    ('LLaMA-7B', None, None)
    >>> base_behind("Tern-Bench (LLaMA-7B)")
    """
    match = bracket_behind(name)
    base = _ONE_BASE.fullmatch(match[2].strip()) if match else None
    family = base_families().match(base[0]) if base else None
    if not match or not base or not family or not is_of_base_family(base[0]):
        return None
    outer = match[1].strip()
    others = {fold(other[0]) for other in base_families().finditer(outer)}
    is_a_family = (known := base_families().match(outer)) and not _SAYS_MORE.search(outer[known.end() :])
    if fold(family[0]) in others or is_a_family or names_organizations(outer) or is_institution(outer):
        return None
    if _NO_MODEL.search(outer):
        return None
    is_made_up = outer.isascii() and is_name(outer) and (outer.islower() or is_coined(outer))
    return base[0] if is_made_up else None


# What is run with a model, or asks it, is not made from it.
_NO_MODEL = re.compile(
    r"(?<![a-z])(?:bench(?:mark)?|eval|tools?|ui|gui|server|agents?|dataset|rag|bot|cli|api|app|demo)(?![a-z])",
    re.IGNORECASE,
)
# A model by its version or its size; the series by whose name services are known are none.
_ONE_BASE = re.compile(
    r"(?!GPT-?\s?[34]|PaLM|ERNIE)(?=.*\d)[A-Za-z][\w.]*+(?:[- ][\w.]++){0,3}", re.IGNORECASE
)
# Behind the name of a family: more than a version and a size.
_SAYS_MORE = re.compile(r"[^\W\d_]{3}")
