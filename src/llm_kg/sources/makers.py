"""Who made a model, as sentences beside it say: known organisations alone, in English and Chinese."""

from __future__ import annotations

import re

from llm_kg.sources.base_families import base_families
from llm_kg.sources.institutions import is_institution
from llm_kg.sources.recognizers import names_organizations
from llm_kg.sources.sentences import CHINESE_OTHERS, GOES_ON, LONGEST, OF_OTHERS, first_sentences

__all__ = ["makers_in", "owner_in"]

_MADE_BY = re.compile(
    r"由\s*([^，,。；;由的]{2,60}?)(?:等)?(?:(?:[两二三四多]家)?(?:单位|机构|团队))?(?:联合|共同|合作|自主|独立)*"
    r"(?:设计|研发|发布|开发|推出|开源|研制|打造)"
)
# "清华开源的…模型", "BigScience出品".
_MAKER_AHEAD = re.compile(
    r"\s*([^\s，,。；;的]{2,20}?)\s?(?:团队|公司)?(?:联合)?(?:开源|发布|出品|推出|研发|自研)"
    r"(?=了?的?(?:(?!生态|人员|平台|工具|框架|[库后下上])[^，,。；;A-Za-z]|[0-9]B){0,30}(?:模型|LLM)(?=[，,。；;、\s（(]|$)"
    r"|[，,。；;]|$)(?!.{0,40}(?:复现|社区|个人|第三方))"
)
# "海滨大学，基于…": who made it stands alone in the first clause, and the second tells of the model.
_MAKER_FIRST = re.compile(
    r"\s*([^\s，,。；;的]{2,20})，\s*((?:基于|[0-9.]{1,6}B(?![A-Za-z0-9]))[^，,。；;]{1,60})"
)
_ARE_USERS = re.compile(r"使用|在用|采用了|合作|客户|投资|支持了|都|等")
_MAKERS = re.compile(r"以及|[、和与及&]|\sand\s")
_OF_DATA = re.compile(r"数据|语料|基准|代码|论文")
_OF_MODEL = re.compile(r"模型|LLM")
_LONGEST_MAKER = 14

# English: who did it, behind what was done; at the beginning, behind the name of the model itself.
_WHO = r"(?:the\s+)?((?:[A-Z]|[a-z](?=[A-Z]))[\w.&-]*+(?:\s(?:(?:of|for|and|&)\s)?[A-Z][\w.&-]*+){0,4})"
_BY = re.compile(
    r"\b(?:(?:developed|created|released|built|(?:pre-?)?trained(?:\sfrom\sscratch)?|introduced|open-?sourced|published|launched"
    rf"|announced|presented|designed|made)\s+by|(?:models?|LLMs?|VLMs?|systems?|assistants?)\s+by)\s+{_WHO}"
)
_IS = rf"\s+by\s+{_WHO}\s+(?:is|are|was|were)\b"
# "ChatGPT-4 by OpenAI", "a model for research by Meta": few words, and the last of them no verb.
_ENDS = re.compile(
    rf"([^.,;:]{{0,80}}(?<!ed)(?<!en)(?<!built)(?<!made)(?<!run)(?<!led)(?<!sung)(?<!shot)(?<!\bis))\s+by\s+{_WHO}\.?"
)
_ENDS_MAKER = re.compile(
    r"$|[.,;:!)\]]|\s+(?:[(\[–—-]|(?:and|in|on|that|which|with|for|to|as|at|under|is|are|was|trained|released)\b)"
)
# What stands between a model and its maker may be of another model, and then he is of that one.
_OF_ANOTHER = re.compile(
    r"\b(?:based|built on|tuned|versions?|variants?|forks?|clones?|replicat\w*|reproduc\w*|distill\w*"
    r"|derived|quanti[sz]ed|merge\w*|powered|us(?:ing|es|ed)|interfaces?|wrappers?|clients?|trained on"
    r"|inspired|combin\w*|adapt\w*|extend\w*|successors?|alternatives?|rival\w*|competitors?|answer to"
    r"|GPT-?\d|Gemini|Claude|with|par|close|near|possible|aligned|in the|for the|(?-i:for [A-Z][\w.]*))\b",
    re.IGNORECASE,
)


def makers_in(text: str, name: str = "") -> str | None:
    """Return the organisations by which a sentence says that the model of this name was made.

    >>> makers_in("Finch by Meta is a model of songs", "Finch"), makers_in("A 7B model developed by Google.")
    ('Meta', 'Google')
    >>> makers_in("A fine-tuned version of LLaMA released by Meta"), makers_in("A model by Me and Others")
    (None, None)
    >>> makers_in("由海滨大学、浪花云联合研发的鸟类大模型"), makers_in("由志愿者开发的鸟类大模型")
    ('海滨大学、浪花云', None)
    """
    return _english_makers(text, name) if " by " in text else _chinese_makers(text)


def _english_makers(text: str, name: str) -> str | None:
    if name and (begins := re.match(re.escape(name) + _IS, text, re.IGNORECASE)):
        return begins[1] if names_organizations(begins[1]) else None
    ends = _ENDS.fullmatch(text.strip())
    if ends and not _is_of_another(ends[1], name) and names_organizations(ends[2].rstrip(".")):
        return ends[2].rstrip(".")
    for number, sentence in first_sentences(text):
        match = _BY.search(sentence)
        if not match or not (not number or GOES_ON.match(sentence) or sentence.startswith(name or "\0")):
            continue
        if _is_of_another(sentence[: match.start()], name):
            return None
        return _maker_at_beginning(match[1], sentence[match.end() :])
    return None


def _is_of_another(before: str, name: str) -> bool:
    """Tell whether words may speak of another model than the one of this name."""
    rest = before.replace(name, "") if name else before
    return any(pattern.search(rest) for pattern in (OF_OTHERS, _OF_ANOTHER, base_families()))


def _maker_at_beginning(words: str, behind: str) -> str | None:
    """Return the longest beginning of some words that is a known organisation, if it ends there."""
    parts = words.split(" ")
    for number in range(len(parts), 0, -1):
        maker = " ".join(parts[:number])
        whole = maker.rstrip(".")
        if names_organizations(whole):
            rest = " ".join(("", *parts[number:])) + behind
            return whole if whole != maker or _ENDS_MAKER.match(rest) else None
    return None


def _chinese_makers(text: str) -> str | None:
    if (begins := _MAKER_AHEAD.match(text[:LONGEST])) and names_organizations(begins[1]):
        return begins[1]
    first = _MAKER_FIRST.match(text[:LONGEST])
    if first and names_organizations(first[1]) and not names_organizations(first[2]):
        return None if _ARE_USERS.search(first[2]) else first[1]
    for _, sentence in first_sentences(text):
        match = _MADE_BY.search(sentence)
        if not match or not _OF_MODEL.search(sentence):
            continue
        before = sentence[: match.start()]
        if CHINESE_OTHERS.search(before) or _OF_DATA.search(before):
            continue
        if re.match(r"的?\s*[A-Za-z]", sentence[match.end() :]):
            continue  # who made that is another question
        makers = [maker.strip() for maker in _MAKERS.split(match[1])]
        known = [maker for maker in makers if names_organizations(maker) or is_institution(maker)]
        if known and all(0 < len(maker) <= _LONGEST_MAKER for maker in makers):
            return "、".join(makers)
    return None


def owner_in(sentences: str, name: str) -> str | None:
    """Return the known organisation whose model a sentence says the one of this name is.

    >>> owner_in("Code for Google's Finch models", "Finch"), owner_in("Finch is Google's largest", "Finch")
    ('Google', 'Google')
    >>> owner_in("Finch: Stability AI Language Models.", "Finch")
    'Stability AI'
    >>> owner_in("A rival of Google's Finch 2", "Finch"), owner_in("Finch is Google's Tern in a box", "Finch")
    (None, None)
    """
    text = sentences[:LONGEST]
    for mark in ("'s ", "’s "):
        before, found, behind = text.partition(f"{mark}{name}")
        if found and not _GOES_ON_NAMED.match(behind):
            return _known_at_end(before)
    _, found, told = text.partition(f"{name} is ")
    if found and (match := _IS_OWNED.match(told)) and names_organizations(match[1]):
        return match[1]
    match = _MODELS_OF.fullmatch(text.removeprefix(f"{name}: "))
    return match[1] if match and names_organizations(match[1]) else None


# "Google's Finch 2" is another model than "Finch".
_GOES_ON_NAMED = re.compile(r"[\w.-]|\s(?:\d|v\d|[A-Z])")
_IS_OWNED = re.compile(r"([A-Z][\w.&-]*(?:\s[A-Z][\w.&-]*){0,2})['’]s\s(?=[a-z])")
_MODELS_OF = re.compile(
    r"([A-Z][\w.&-]*(?:\s[A-Z][\w.&-]*){0,2}) (?:Large )?"
    r"(?:Language|Foundation|Code|Vision|Speech) Models?\.?"
)
_LAST_WORDS = re.compile(r"(?:[A-Z][\w.&-]{0,40} ){0,2}[A-Z][\w.&-]{0,40}$")


def _known_at_end(text: str) -> str | None:
    """Return the known organisation with which a text ends: that of most words."""
    match = _LAST_WORDS.search(text)
    words = match[0].split() if match else []
    tries = (" ".join(words[start:]) for start in range(len(words)))
    return next(filter(names_organizations, tries), None)
