"""The form of names: what tells a name from a phrase, a sentence or a title.

Nothing here knows a model: the rules go by words, capitals and digits.
"""

from __future__ import annotations

import re

from llm_kg.names import clean
from llm_kg.sizes.cells import parse_sizes
from llm_kg.sources.headlines import is_headline

__all__ = [
    "LONGEST_NAME",
    "MOST_WORDS",
    "WORD",
    "begins_as_title",
    "bracket_behind",
    "has_coined",
    "is_cjk",
    "is_coined",
    "is_name",
    "is_phrase",
    "is_title",
    "without_family",
]

#: What is longer names no model.
LONGEST_NAME = 80
#: Of more words is no name, and no field beside one.
MOST_WORDS = 6
_CLOSING = (")", "）", "]")
_BRACKET_BEHIND = re.compile(r"^(.*\S)\s*[(（\[]([^()（）\[\]]{1,120})[)）\]]+$")
_FAMILY = re.compile(r"^(.*?)[\s-]*(?:\b(?:family|families|series)|系列|家族)$", re.IGNORECASE)
#: A word of a name: what signs join is one.
WORD = re.compile(r"[^\W_]+(?:[-_.+'’/·•][^\W_]+)*\+*", re.UNICODE)
# Words that stand in phrases and sentences and not in names.
_FUNCTION_WORDS = frozenset(
    re.findall(
        r"\w+",
        "a an the of for and or in on at by with to from is are was were be as into via using used this "
        "that these those it its their our your we you can how what why when which all more most some "
        "no not than then about based trained released coming soon see including includes such etc",
    )
)
_CHINESE_PHRASE = re.compile(r"[的了是在和与为或及，。；：！？]|综述|教程|指南|汇总")


def bracket_behind(text: str) -> re.Match[str] | None:
    """Match a text before a bracket at its end, and that in the bracket."""
    return _BRACKET_BEHIND.match(text) if text.endswith(_CLOSING) else None


def without_family(text: str) -> str | None:
    """Return what stands before a word for a family of models, where one ends a text.

    >>> without_family("ERNIE family"), without_family("ERNIE")
    ('ERNIE', None)
    """
    match = _FAMILY.match(text)
    return match[1] or None if match else None


def is_cjk(text: str) -> bool:
    """Tell whether there is a Chinese character in a text."""
    return not text.isascii() and any("\u3400" <= char <= "\u9fff" for char in text)


# "Jane Doe et al." are people, and "Finch 2 Pro - Tern 7B" is one name.
_AUTHORS = re.compile(r" et al\.?$")
_SIZED = re.compile(r"[\s-][0-9]{1,3}(?:\.[0-9]{1,2})?B$")


def is_title(text: str) -> bool:
    """Tell whether a text is the title of a paper: a phrase of many words, or a name and a subtitle.

    >>> is_title("Attention Is All You Need"), is_title("GLM-130B: An Open Bilingual Model")
    (True, True)
    >>> is_title("Switch Transformers")
    False
    """
    words = WORD.findall(text)
    if _AUTHORS.search(text) or (_SIZED.search(text) and not _FUNCTION_WORDS & {w.lower() for w in words}):
        return False
    _, colon, after = text.partition(": ")
    if colon and len(WORD.findall(after)) >= 3:
        return True
    if is_cjk(text) or (words and words[0].islower() and not has_coined(words[0])):
        return False
    return len(words) >= 5 and sum(any(map(str.isdigit, word)) for word in words) * 2 < len(words)


_PHRASE = re.compile(
    r"(?:an?|the|for|of|with|without|see|this|these|those|such|than|from|by|more|same)\s+\S|.*[?？]\s*$"
)


def is_phrase(text: str) -> bool:
    """Tell whether a text where a name would stand begins as phrases do, in lower case, or asks something.

    >>> is_phrase("for comparison: 70B"), is_phrase("your model?"), is_phrase("The Finch")
    (True, True, False)
    """
    return _PHRASE.match(text) is not None


def begins_as_title(text: str) -> bool:
    """Tell whether a short text begins as titles do and names do not, where it leads to a paper.

    >>> begins_as_title("A Singing Bird"), begins_as_title("The Pile"), begins_as_title("Finch for Birds")
    (True, False, False)
    """
    words = WORD.findall(text)
    return len(words) >= 3 and words[0].istitle() and words[0].lower() in _FUNCTION_WORDS


def is_name(text: str) -> bool:
    """Tell whether a text has the form of a name: few words, none of them of a sentence.

    >>> [is_name(text) for text in ("GPT-Neo", "Alexa Teacher Model", "rwkv-4", "文心一言")]
    [True, True, True, True]
    >>> [is_name(text) for text in ("Trained by Meta", "open weights", "More are coming ...", "1980亿参数")]
    [False, False, False, False]
    """
    text = clean(text)
    if not 1 <= len(text) <= LONGEST_NAME or "://" in text or "|" in text or not any(map(str.isalpha, text)):
        return False
    if text[-1] in ".!?…。！？" or ": " in text or "：" in text:
        return False
    if text[0].isdigit() and "-" not in text and parse_sizes(text):  # 4M-21 is one
        return False
    if is_headline(text):
        return False
    words = WORD.findall(text)
    if not 1 <= len(words) <= MOST_WORDS or any(word in _FUNCTION_WORDS for word in words):
        return False
    # A sentence begins with a capital letter; a name of capitals alone may be any word.
    if words[0].istitle() and words[0].lower() in _FUNCTION_WORDS:
        return False
    if words[-1].lower() == "models":  # several, whose names stand elsewhere
        return False
    if is_cjk(text):
        return len(text) <= 20 and not _CHINESE_PHRASE.search(text)
    if len(words) == 1 or without_family(text):
        return True
    coined = sum(map(has_coined, words))
    return coined * 2 >= len(words) or _capitals(words) * 2 > len(words)


def is_coined(name: str) -> bool:
    """Tell whether a name was made to be one: each word, or the first with a version behind it.

    >>> is_coined("BLIP-2"), is_coined("UNINEXT"), is_coined("Stable Diffusion"), is_coined("Green AI")
    (True, True, False, False)
    """
    words = WORD.findall(name)
    return bool(words) and has_coined(words[0]) and all(has_coined(w) or len(w) == 1 for w in words)


def _capitals(words: list[str]) -> int:
    return sum(word[0].isupper() or has_coined(word) for word in words)


def has_coined(word: str) -> bool:
    """Tell whether a word was made to be a name: a digit, a capital within, a script beyond Latin."""
    return any(char.isdigit() or ord(char) > 0x24F for char in word) or any(map(str.isupper, word[1:]))
