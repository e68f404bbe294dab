"""What a sentence beside the name of a model tells of it, by patterns that can mean nothing else.

A sentence may speak of other models as well: of what the model was made from, or is better than. What
stands behind such words is left alone, and so is all that a pattern does not cover. Of what it was made
from, `origins` tells, and of its makers `makers`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from llm_kg.curated import is_language
from llm_kg.names import fold
from llm_kg.sizes.in_names import size_in_name
from llm_kg.sources.recognizers import is_license, names_organizations

__all__ = ["size_in_title", "told_in"]

# Nobody tells what a model is further on.
_LONGEST = 600
_MOST_SENTENCES = 3
# "U.S. Army" and "J. Doe" end none.
_SENTENCE_END = re.compile(r"(?:(?<=[a-z)])|(?<=[A-Za-z]{2}))[.!?]\s+(?=[A-Z\d])")
# "based on the General Language Model (GLM) architecture", "from 7B to 13B" speak of no other model.
_OF_PARTS = re.compile(r"\bbased on (?:the |an? )?[\w\s()/-]{1,60}? architectures?\b", re.IGNORECASE)
# Without any of these a text tells nothing that is asked for here.
_MAY_TELL = re.compile(r"[0-9]|\b(?:by|from|on|of|under|models?|LLMs?|transformer)\b|['’]s?\s", re.IGNORECASE)
# From here on a sentence may speak of another model.
_OF_OTHERS = re.compile(
    r"\b(?:than|from(?!\s[0-9])|over|against|versus|vs|like|unlike|using|uses"
    r"|distill\w*|outperform\w*|beat(?:s|ing)?|surpass\w*|exceed\w*|compar\w*|compet\w*|rival\w*|similar"
    r"|match(?:es|ing)|(?<!transformer-)based|built"
    r"|fine-?\s?tun(?:e|ed|es) (?:of|from|on|version)|initiali[sz]\w*|deriv\w*"
    r"|merg\w*|combin\w*|requires?|replac\w*|teachers?|students?|quanti[sz]\w*|prun\w*|draft|adapters?|lora"
    r"|evaluat\w*|planned|half|every|each|per)\b",
    re.IGNORECASE,
)

_SIZE = r"[0-9]{1,4}(?:\.[0-9]{1,3})?(?:[BbMmTt]|\s(?:[bm]|tr)illion)\b"
_SIZES = rf"{_SIZE}(?:(?:\s*[,/&]\s*|,?\s(?:and|or)\s){_SIZE}){{0,8}}"
_ACTIVE = rf"\s*(?:[/,]|and)\s*{_SIZE}\s+activ(?:e|ated)(?:\s+param(?:eter)?s)?"
# Words that make a kind of model, and none that tells of what else a number may count.
_KIND = (
    r"(?:[-\s]\s*(?!(?:tokens?|words?|images?|samples?|pairs?|context|data|dataset|hours?|steps?"
    r"|active|activated|trainable|encoder|(?:and|or)\s(?:an?\s)?[0-9]|an?|the|of(?!\sexperts)|class)\b)[\w./+]+"
    r"(?:-[\w./+]+)?){0,6}?"
)
_MODEL = r"\s+(?:models?|LLMs?|VLMs?|LMs?|MLLMs?|MoE|transformers?)\b(?!\s(?:is|are|was|were|will|coming)\b)"
# "with 37B parameters activated", "3B parameters less", "300M parameters in the encoder" count others.
_PARAMETERS = (
    r"param(?:eter)?s?\b(?!\s(?:is |are |being )?(?:in(?! total)|of|for|per|each|less|fewer|more|smaller"
    r"|larger|active|activated|trainable|frozen|vision|encoder|decoder|embeddings?)\b)"
)
# "a versatile 3B VLM"; "a better 7B model" tells of two.
_ADJECTIVE = r"(?!better|bigger|larger|stronger|than|tuned|merged|half)[a-z-]{3,20}"
_BEGINS = rf"(?:^|\b(?:is|are)\s+)(?:the\s+(?:(?:released|final|new)\s+)?|an?\s+(?:{_ADJECTIVE}\s+)?)?"
_SIZED = (
    # "7B and 13B code models", "is a 314b MoE model", "9B parameter".
    re.compile(rf"{_BEGINS}({_SIZES})(?:[\s-]+sized)?{_KIND}{_MODEL}", re.IGNORECASE),
    re.compile(rf"{_BEGINS}({_SIZES})[\s-]+{_PARAMETERS}", re.IGNORECASE),
    # "with 132B total parameters", "has 7 billion parameters".
    re.compile(
        rf"\b(?:with|has|have|having|contains?|of)\s+(?:about\s+|around\s+|~)?({_SIZES})\s+(?:total\s+)?(?:model\s+)?"
        rf"{_PARAMETERS}",
        re.IGNORECASE,
    ),
    # "ranging in size from 70M to 12B".
    re.compile(
        rf"\brang(?:ing|es?)\s(?:in\ssize\s)?(?:from|of)\s({_SIZE}\sto\s{_SIZE})(?!\stokens)", re.IGNORECASE
    ),
    # "176B total and 44B active parameters", "total 40B parameters".
    re.compile(
        rf"\b({_SIZE})\s+total(?:\s+parameters?|\s+and\s+{_SIZE}\s+active\s+parameters?)\b", re.IGNORECASE
    ),
    re.compile(rf"\btotal\s(?:of\s)?({_SIZE})\s+param(?:eter)?s\b", re.IGNORECASE),
    # "A language model (230B total / 10B active)", "A chat model (30B-A3B)", "230B total / 10B active".
    re.compile(
        rf"(?:^|:\s)(?:(?!(?:with|of|for|by|to|on|in|from|using|via)\b)[\w./-]+\s){{0,8}}(?:models?|LLMs?|VLMs?)"
        rf"\s\(({_SIZE})(?:-A{_SIZE}|\s+total{_ACTIVE})\)",
        re.IGNORECASE,
    ),
    re.compile(rf"(?:^|:\s)({_SIZE})\s+total{_ACTIVE}", re.IGNORECASE),
    # "a family of models with 3b, 8b and 20b, base and chat models", "models from 0.5b, 7b, and 72b sizes".
    re.compile(
        rf"\b(?:models?|family)\s+(?:with|in|of|from)\s+({_SIZES}),?{_KIND}"
        r"\s+(?:models|versions|variants|sizes|checkpoints)\b",
        re.IGNORECASE,
    ),
    # "providing 8b, 70b and 405b base models", "released in 2B and 7B sizes", "shared 9B parameter models".
    re.compile(
        r"\b(?:includes?|including|releas(?:ed?|es|ing)|open-?sourced?|shared?|provid(?:es|ing)|available|comes|sizes)"
        rf"\s+(?:in\s+|as\s+|of\s+|an?\s+|the\s+)?(?:(?:compact|small|lightweight|efficient|dense)\s+)?({_SIZES})"
        rf"(?:[\s-]param(?:eter)?s?\b|{_KIND}\s+(?:models|VLMs|LLMs|versions|variants|sizes|checkpoints)\b)",
        re.IGNORECASE,
    ),
    # "to birds in 1.2B, 2.7B, and 7B variants".
    re.compile(
        rf"\bin\s+({_SIZE}(?:(?:,\s|,?\sand\s){_SIZE}){{1,8}})\s+(?:variants|versions|sizes)\b", re.IGNORECASE
    ),
)
# "7B, 13B - the first of them", "Dense 22B, for code": sizes alone, ahead of all else.
_SIZES_AHEAD = re.compile(
    r"(?:(?:MoE|Dense|SSM)[,:]?\s+)?((?:[0-9]{1,4}(?:\.[0-9]{1,3})?B(?:\s*[,/&]\s*(?=[0-9.]+B\b))?)+)"
    r"(?:(?=\s[-–—]\s|,\s[\w-]+\s[\w-]+)|(?<=[,/& ][0-9]{2}B)$|(?<=[,/& ][0-9]B)$)"
)
_SIZE_OF_MODEL = re.compile(rf"\b({_SIZE})(?:\s[a-z-]{{2,20}}){{0,2}}\s(?:models?|LLMs?)\b", re.IGNORECASE)
_ANY_SIZE = re.compile(_SIZE, re.IGNORECASE)
_CONTEXT = re.compile(
    r"\b(?:context|sequence)(?:\s(?:length|window|size))?\sof\s(?:up\sto\s)?([0-9]{1,4}[kK]|[0-9]{4,6}|[0-9]{1,3},[0-9]{3})\b(?!\s(?:to|models?)\b)"
    r"|\b([0-9]{1,4}[kKM])[\s-](?:tokens?[\s-])?(?:max[\s-])?context\b",
)
_REPORT = re.compile(r" technical report$", re.IGNORECASE)
_TOKENS = re.compile(
    r"\b[Tt]rained\son\s(?:about\s|around\s|over\s|~)?([0-9]{1,4}(?:\.[0-9]{1,3})?\s?(?:[BT]|[bt]|[bt]rillion|[bt]illion)\s+tokens)\b"
)
# Behind these stands another thing: "tooling for a 7B model by", "a benchmark of encoder-only models".
_IS_FOR = re.compile(
    r"(?<![\w-])(?:for|to|in|into|with|without|no|not"
    r"|(?:benchmark|survey|comparison|study|analysis|sibling|successor|version|variant|clone) of)(?![\w-])",
    re.IGNORECASE,
)
# "12B model by", "a family of code models from", "by": who made it stands behind, where it is known.
_BY = re.compile(
    r"(?:(?:^|\s)(?:models?|LLMs?|family|assistant|chatbot)\s"
    r"(?:(?:developed|released|trained|created|made|built|proposed|open-sourced)\s)?(?:by|from)"
    r"|^(?:developed\s)?by)\s"
    r"(?=([^\s,;()][^,;()]{0,60}))",
    re.IGNORECASE,
)
# "Google's model of", "Databricks' chat LLM".
_POSSESSIVE = re.compile(
    r"^([A-Za-z][\w.& -]{1,40}?)(?:['’]s|(?<=s)['’])\s"
    r"(?=(?:(?!(?:to|for|on|of|in|with|from|that|this|the|(?<!\bis\s)an?|answer|benchmark|framework|platform|library|toolkit"
    r"|hosts|serves|runs|offers|paper|report)\b)[\w/.-]+\s){0,6}(?:models?|LLMs?|(?:series|family)(?=\sranging|\sof\s(?:[\w-]+\s){0,3}(?:models|LLMs)))\b"
    r"(?!\s(?:zoo|gardens?|hub|cards?|serving|librar\w+|platform|catalogu?e?|apis?|evaluation|benchmark)\b))"
)
_MADE_OF = re.compile(r"tun(?:e|ed|ing)\b|distill|based|deriv|version|merge|adapt", re.IGNORECASE)
_GOES_ON = frozenset(
    re.findall(
        r"\w+",
        "with for that which in on offering achieving supporting providing focused focusing released"
        " capable designed optimized",
    )
)
_UNDER = re.compile(
    r"\b(?:licen[cs]ed|released|available|distributed|published|open-?sourced)\sunder\s(?:the\s|an?\s)?"
    r"(?=([A-Za-z][^,;()]{1,60}))",
    re.IGNORECASE,
)
# "sparse MoE models", "a decoder-only language model".
_ARCHITECTURE = re.compile(
    r"\b(MoE|mixture[- ]of[- ]experts|(?:en|de)coder-only|encoder-decoder|transformer(?=-based))(?:-based)?\s"
    r"(?:large\s)?(?:(?:language|code|coding|reasoning|vision|transformer|chat|base)\s){0,2}(?:models?|LLMs?)\b"
    # "encoder-decoder summarization model": what stands between says what it is for.
    r"|\b((?:en|de)coder-only|encoder-decoder)\s(?:(?!(?:and|or|vs|of|for|to|in|on|by|with|from|the|an?|attention|layers?)\s)"
    r"[\w-]{1,30}\s){1,4}models?\b"
    # "transformer models trained on birds", "long-range transformer for birds".
    r"|(?:^|\b(?:an?|is|are)\s)(transformer)\s(?:(?:foundation|language)\s)?models?\b"
    r"|^(?:[a-z]+-[a-z]+\s)?(transformer)\sfor\b",
    re.IGNORECASE,
)
# "summarization model for Chinese": behind other words a language may tell of anything else.
_SPEAKS = re.compile(
    r"\b(?:model|LLM)\sfor\s([A-Z][a-z]{2,12}(?:(?:,|,?\sand)\s[A-Z][a-z]{2,12}){0,5})(?=$|[.;]|\s(?:text|texts)\b)"
)
_AND = re.compile(r",?\s(?:and\s)?|,")
# Code and data may stand under another licence than the model.
_OF_ANOTHER_THING = re.compile(
    r"\b(?:code|data|datasets?|corpus|repo(?:sitory)?|except|previous\w*|formerly|originally|not|never|will"
    r"|plan\w*|soon|cannot|(?:which|that) (?:is|are|was|were|has been|itself)|under .{1,80} under)\b"
    r"|n['’]t\b",
    re.IGNORECASE,
)

# "Developed by Finchlab.", as a sentence.
_MADE_BY = re.compile(
    r"(?:(?:It\s)?(?:is|was)\s)?(?:developed|created|trained|released|built|made|introduced)\sby\s(.{2,60}?)\.?",
    re.IGNORECASE,
)


_DIGIT = re.compile(r"[0-9]")
# A title that tells how large the models of its paper have become.
_SCALED_TO = re.compile(rf"Scaling (?:(?!from\b)[\w-]+ ){{1,10}}to ({_SIZE})[ -]Parameters", re.IGNORECASE)


def size_in_title(title: str, name: str) -> str | None:
    """Return the size that the title of a model's paper tells: in the name before its colon, or behind it.

    >>> size_in_title("Finch-7B: An Open Singer", "Finch"), size_in_title("Finch: A 7B-Parameter LM", "Finch")
    ('7B', '7B')
    >>> size_in_title("Finch-7B Technical Report", "Finch"), size_in_title("Finch: A small 7B LM", "Finch")
    ('7B', '7B')
    >>> size_in_title("Finch-7B: A Singer", "Tern"), size_in_title("Tern-X-7B: A Singer", "Tern")
    (None, None)
    >>> size_in_title("Finch: Scaling Open Bird Models to 3 Billion Parameters", "Finch")
    '3 Billion'
    """
    if not _DIGIT.search(title):
        return None
    head, colon, rest = _REPORT.sub(": ", title).partition(": ")
    size = size_in_name(head) if colon else None
    if size and fold(head) == fold(name + size):
        return size
    if not colon or fold(head) != fold(name):
        return None
    scaled = _SCALED_TO.fullmatch(rest)
    return scaled[1] if scaled else next((m[1] for pattern in _SIZED for m in pattern.finditer(rest)), None)


def told_in(sentences: str) -> Iterator[tuple[str, str]]:
    """Yield what the first of some sentences tell of the model that they stand beside: properties, texts.

    >>> dict(told_in("a 34B chat model by Google with a context length of 8k"))
    {'number_of_parameters': '34B', 'context_length': '8k', 'organization': 'Google'}
    >>> list(told_in("beats 70B models, at half the size")), list(told_in("trained on 7B images"))
    ([], [])
    """
    text = sentences[:_LONGEST]
    if not _MAY_TELL.search(text):
        return
    parts = _SENTENCE_END.split(text)[:_MOST_SENTENCES]
    maker, parts[0] = _maker_of(parts[0])
    makers = (match[1] for part in parts if (match := _MADE_BY.fullmatch(part.strip())))
    maker = maker or next(filter(names_organizations, makers), "")
    parts = [_OF_PARTS.sub(" ", part) for part in parts]
    own = [part[: match.start()] if (match := _OF_OTHERS.search(part)) else part for part in parts]
    sizes = [match[1] for pattern in _SIZED for part in own for match in pattern.finditer(part)]
    sizes += [ahead[1]] if (ahead := _SIZES_AHEAD.match(text)) else []
    # "a 7B model and a 13B model" tells of two.
    sizes += [match[1] for part in own for match in _SIZE_OF_MODEL.finditer(part)] if sizes else []
    longest = max(sizes, key=len, default="")
    if sizes and all(_numbers(size) <= _numbers(longest) for size in sizes):
        yield "number_of_parameters", longest
    for field, pattern in (("context_length", _CONTEXT), ("training_data_size", _TOKENS)):
        found = {match[1] or match[match.lastindex or 1] for part in own for match in pattern.finditer(part)}
        if len(found) == 1:
            yield field, found.pop()
    of_itself = (
        match
        for part in own
        for match in _ARCHITECTURE.finditer(part)
        if not _IS_FOR.search(part[: match.start()])
    )
    told = (next(filter(None, match.groups())) for match in of_itself)
    built = {name.casefold(): name for name in told}
    if len(built) == 1:
        yield "pretraining_architecture", built.popitem()[1]
    if len(spoken := set(_spoken_in(own))) == 1:
        yield "supported_language", spoken.pop()
    if maker:
        yield "organization", maker
    licenses = {found for part in parts for found in _licenses_in(part)}
    if len(licenses) == 1:
        yield "license", licenses.pop()


def _spoken_in(sentences: Iterable[str]) -> Iterator[str]:
    """Yield the languages for which sentences say that the model is."""
    for sentence in sentences:
        match = _SPEAKS.search(sentence) if " for " in sentence else None
        is_own = match and not _is_of_another(sentence[: match.start()])
        if match and is_own and all(map(is_language, _AND.split(match[1]))):
            yield ", ".join(_AND.split(match[1]))


def _numbers(sizes: str) -> set[str]:
    return {match[0].casefold() for match in _ANY_SIZE.finditer(sizes)}


def _maker_of(sentence: str) -> tuple[str, str]:
    """Return the known organisation that is said to have made the model, and the sentence without it."""
    match = _BY.search(sentence)
    if _MADE_OF.search(sentence):
        return "", sentence
    if (own := _POSSESSIVE.match(sentence)) and names_organizations(own[1]):
        return own[1], f"the {sentence[own.end() :]}"
    if not match or _is_of_another(sentence[: match.start()]):
        return "", sentence
    words = match[1].split()
    for count in range(min(len(words), 4), 0, -1):
        maker = " ".join(words[:count])
        is_end = count == len(words) or words[count] in _GOES_ON
        if is_end and names_organizations(maker.rstrip(". ")):
            start = match.start(1)
            return maker.rstrip(". "), f"{sentence[: match.start()]} model {sentence[start + len(maker) :]}"
    return "", sentence


def _is_of_another(before: str) -> bool:
    return bool(_IS_FOR.search(before) or _OF_OTHERS.search(before))


def _licenses_in(sentence: str) -> Iterator[str]:
    """Yield the known licences under which a sentence says that the model itself stands."""
    for match in _UNDER.finditer(sentence) if not _OF_ANOTHER_THING.search(sentence) else ():
        words = match[1].split()
        for count in range(min(len(words), 5), 0, -1):
            license_ = " ".join(words[:count]).rstrip(".")
            if is_license(license_):
                yield license_
                break
