"""What stands in brackets and in fields beside a name, by the properties that it states."""

from __future__ import annotations

import re
from collections.abc import Sequence

from llm_kg.sizes.cells import parse_sizes
from llm_kg.sizes.in_names import size_in_name
from llm_kg.sources.base import DESCRIPTION
from llm_kg.sources.name_forms import MOST_WORDS, is_cjk, is_name
from llm_kg.sources.recognizers import are_tasks, is_date_shaped, is_license, is_size, names_organizations
from llm_kg.vocabulary import load_vocabulary

__all__ = ["read_bracket", "read_part"]

# What a bracket says of the standing of a model, and not of its name.
_STANDING = frozenset({"deprecated", "discontinued", "retired", "archived", "new", "updated", "已下线"})
# From one version to another: "v1.1-v1.5".
_VERSIONS = re.compile(r"v\d[\d.]*+\s*(?:[-–~,/&]|to)\s*v?\d[\d.]*+", re.IGNORECASE)
# So many experts of a size: in "Finch (8x7B)" a part of the name, in "Finch-MoE (8x7B)" none.
_EXPERTS = re.compile(r"\d{1,3}\s?[x×]\s?\d{1,3}(?:\.\d{1,2})?B")
_OF_EXPERTS = ("MoE", "MOE", "-moe")
_COMMA = re.compile(r"[,，;；]")


def read_bracket(text: str, name: str = "") -> list[tuple[str, str]] | None:
    """Return what a bracket beside a name states, by property; None where a part of it is not known.

    Behind "from", or 来自, stands the organisation, and behind "known as" a name; the rest of such a
    bracket is a description.

    >>> read_bracket("OpenAI, 2020"), read_bracket("small")
    ([('organization', 'OpenAI'), ('date_created', '2020')], None)
    >>> read_bracket("175B parameters; from OpenAI")
    [('number_of_parameters', '175B parameters'), ('organization', 'OpenAI')]
    >>> read_bracket("来自 Google/CMU"), read_bracket("from the University of Sussex")
    ([('organization', 'Google/CMU')], [('organization', 'University of Sussex')])
    """
    if text.casefold() in _STANDING or _VERSIONS.fullmatch(text):
        return [(DESCRIPTION, text)]
    pieces = [piece.strip() for piece in _COMMA.split(text)]
    origin = _FROM.search(text)
    if origin and origin[3] and not names_organizations(origin[3]):
        origin = None  # "Llama 2 から" tells what it was made from
    if not origin:
        if len(pieces) > 1 and (apart := _read_apart(pieces, name)):
            return apart
        if any(map(is_license, pieces)) and (mixed := _read_mixed(text)):
            return mixed
        if whole := read_part(text, name if len(pieces) == 1 else ""):
            # "MIT" beside a size is the licence.
            is_licensed = whole[0] == "organization" and is_license(text) and size_in_name(name)
            return [("license", text)] if is_licensed else [whole]
        return _read_mixed(text) or _read_dated(pieces) if len(pieces) > 1 else None
    found: list[tuple[str, str]] = []
    for part in filter(None, map(str.strip, re.split(r"[,;]", text[: origin.start()]))):
        known_as = _KNOWN_AS.fullmatch(part)
        if known_as and is_name(known_as[1]):
            found.append(("name", known_as[1]))
        else:
            found.append(read_part(part, name) or (DESCRIPTION, part))
    maker = (origin[1] or origin[2] or origin[3]).strip()
    return [*found, ("organization", maker.removeprefix("the "))]


def _read_apart(pieces: Sequence[str], name: str) -> list[tuple[str, str]] | None:
    """Read pieces that state different properties: `Google, 2B`; None where one of them states none."""
    parts = [read_part(piece, name) for piece in pieces]
    # "MIT" beside a size is the licence, and beside a date the institute.
    is_sized = any(part and part[0] == "number_of_parameters" for part in parts)
    stated = [
        ("license", piece) if is_license(piece) and (is_sized or not part) else part
        for piece, part in zip(pieces, parts, strict=True)
    ]
    fields = {part[0] for part in stated if part}
    return [part for part in stated if part] if len(fields) == len(pieces) else None


def _read_dated(pieces: Sequence[str]) -> list[tuple[str, str]] | None:
    """Read a bracket that begins with a day: `2024-03-05, Harbour`; what else it says stays stated."""
    if not is_date_shaped(pieces[0]) or any(map(is_date_shaped, pieces[1:])) or not all(pieces):
        return None
    if any(len(piece.split()) > MOST_WORDS for piece in pieces):
        return None
    others = [read_part(piece) or (DESCRIPTION, piece) for piece in pieces[1:]]
    return [("date_created", pieces[0]), *others]


def _read_mixed(text: str) -> list[tuple[str, str]] | None:
    """Read a bracket of a size and other things: `27B total, 4B active, MIT`."""
    sized: list[str] = []
    found: list[tuple[str, str]] = []
    for part in map(str.strip, _COMMA.split(text)):
        if is_license(part):
            found.append(("license", part))
        elif other := read_part(part):
            sized.append(part) if other[0] == "number_of_parameters" else found.append(other)
        elif part[:1].isdigit():
            sized.append(part)
        else:
            found.append((DESCRIPTION, part))
    stated = ", ".join(sized)
    return [("number_of_parameters", stated), *found] if parse_sizes(stated) else None


# "from" in English and Chinese stands before the name, in Japanese and Korean behind it.
_FROM = re.compile(
    r"(?:^|[;,])\s*from\s+((?:the\s)?[^\W\d_a-z][^;()]{1,120})$"
    r"|(?:^|[;,，；])\s*来自\s*(?!.*(?:的|微调|模型|数据|论文|训练))((?:the\s)?[^\W\d_a-z][^;；()（）]{1,120})$"
    r"|^([^\W\d_a-z][^;()]{1,120}?)\s*(?:から|에서(?:\s?제공)?)$"
)
_KNOWN_AS = re.compile(r"(?:also |aka |a\.k\.a\. )?known as (.{1,40})")


def read_part(text: str, name: str = "") -> tuple[str, str] | None:
    """Return what a part of a bracket, or a field beside a name, states: one property and its text.

    >>> read_part("Apr 2023"), read_part("open weights")
    (('date_created', 'Apr 2023'), ('access', 'open weights'))
    """
    if is_size(text) or (name.endswith(_OF_EXPERTS) and _EXPERTS.fullmatch(text)):
        return "number_of_parameters", text
    if is_date_shaped(text):
        return "date_created", text
    if names_organizations(text):
        return "organization", text
    if are_tasks(text):
        return "pretraining_task", text
    if load_vocabulary().schemes["access"].concepts.get(text):
        return "access", text
    if name and (_is_other_script(name, text) or _is_short_for(name, text) or _is_made_of(text, name)):
        return "alternate_name", text
    return None


def _is_other_script(name: str, text: str) -> bool:
    """Tell whether a text is a name in another script, and no word for what a model is or can."""
    if is_cjk(text) == is_cjk(name) or _TELLS_KIND.search(text):
        return False
    vocabulary = load_vocabulary()
    if any(vocabulary.schemes[scheme].concepts.get(text) for scheme in ("modality", "architecture")):
        return False
    # "讯飞星火 (chat)" says what it does; a name has a capital letter.
    return is_cjk(text) or (any(map(str.isupper, text)) and text.casefold() not in _KINDS)


_TELLS_KIND = re.compile(
    r"版本?$|[中英双多]语|[中英]文|模态|模型$|参数|开源|闭源|预训练|微调|对话|基座|推理|内测|公测|测试|预览|最新|已下线|即将|暂无"
    r"|支持|通用|医疗|法律|金融|教育|视觉|语音|图像|视频|文本|代码$"
)
_KINDS = frozenset(
    re.findall(
        r"\w+",
        "ai api beta base chat code instruct llm lite max mini mllm moe nlp plus preview pro vlm",
    )
)


def _is_short_for(name: str, text: str) -> bool:
    """Tell whether a name is made of the capitals of a phrase ("PLUG" of "Pre-training for …")."""
    letters = [char for char in name.casefold() if char.isalpha()]
    capitals = iter(char.casefold() for char in text if char.isupper())
    return len(text.split()) >= 3 and len(letters) >= 2 and all(letter in capitals for letter in letters)


def _is_made_of(text: str, name: str) -> bool:
    """Tell whether a text is the capitals and digits of a name of words: "FSM" of "Finch Song Model"."""
    own = [char for char in text if char.isalnum()]
    capitals = [char for char in name if char.isupper() or char.isdigit()]
    return len(own) > 2 and own == capitals and len(name.split()) > 1 and len(text) < len(name)
