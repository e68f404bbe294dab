"""Names in lists: taking off the mark-up, and what stands beside a name.

Lists put much there: its size, its native spelling, its organisation, what it is short for.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from llm_kg.sources.base import DESCRIPTION
from llm_kg.sources.brackets import read_bracket
from llm_kg.sources.name_forms import WORD, bracket_behind, has_coined, is_name, without_family

__all__ = ["Name", "family_of", "parse_name"]

# What is longer is no name with brackets behind it; it is left as it is, and nothing looked for in it.
_LONGEST_TEXT = 1_000
_FOOTNOTE_MARKS = "*†‡§¹²³⁴⁵⁶⁷⁸⁹ "
_FOOTNOTE = re.compile(r"\[\^[^\[\]]{1,40}\]")
_ENCLOSED = re.compile(r"[(（]([^()（）]{1,60})[)）]")
_EMOJI_CODE = re.compile(r":[a-z][a-z0-9_+-]{1,30}:")
_PICTURES = frozenset({"So", "Sk", "Mn", "Me", "Cf"})
_FORMERLY = re.compile(
    r"([^\[\](（）]{1,60})[\[(（](?:原名|曾用名|又名|别名|formerly(?: known as)?)(?:[:：]|\s)\s*"
    r"([^\[\]:：]{1,60}?)[\])）]$"
)
# `Llama-2-7|13|70B`: sizes of one model, the unit behind the last.
_ALTERNATIVE_SIZES = re.compile(r"^(.+?)[-\s](\d[\d.]*[BMTbmt]?(?:\|[\w.-]+)+)$")
_SIZES_BEHIND = re.compile(r"^(.*\w)[-\s](\d[\d.]*[BM](?:/\d[\d.]*[BM])+)$")


@dataclass(frozen=True, slots=True)
class Name:
    """A name as a list gives it, and what stood in brackets behind it, by the property it states."""

    name: str
    beside: tuple[tuple[str, str], ...] = ()


def parse_name(text: str) -> Name:
    """Take footnote marks off a name, and what stands in brackets behind it.

    A size, a date, a known organisation, a spelling in another script and the words that a name is
    short for are facts of their own; a phrase is a description, and a single word part of the name.

    >>> parse_name("Falcon (40B)").beside, parse_name("NEZHA (哪吒)").beside
    ((('number_of_parameters', '40B'),), (('alternate_name', '哪吒'),))
    >>> parse_name("GLM-130B*").name, parse_name("Phi (small)").name
    ('GLM-130B', 'Phi (small)')
    >>> parse_name("Llama 2-7|13|70B :fire:")
    Name(name='Llama 2', beside=(('number_of_parameters', '7|13|70B'),))
    >>> parse_name("07-28 · Llama 2"), parse_name("2023-07-28 - Llama 2").beside
    (Name(name='Llama 2', beside=(('description', '07-28'),)), (('date_created', '2023-07-28'),))
    >>> parse_name("Llama-2 7B/13B")
    Name(name='Llama-2', beside=(('number_of_parameters', '7B/13B'),))
    """
    if len(text) > _LONGEST_TEXT:
        return Name(" ".join(text.split()))
    name = _trimmed(" ".join(text.split()))
    if (enclosed := _ENCLOSED.fullmatch(name)) and is_name(enclosed[1]):
        name = enclosed[1]
    beside: list[tuple[str, str]] = []
    if (day := _DAY_AHEAD.match(name)) and is_name(day[3]):
        name = day[3]
        beside.append(("date_created" if day[2] else DESCRIPTION, day[1]))
    if former := _FORMERLY.match(name):
        name = _trimmed(former[1])
        beside.append(("alternate_name", former[2].strip()))
    while match := bracket_behind(name):
        inner = match[2].strip()
        stated = read_bracket(inner, match[1])
        if stated is None and len(WORD.findall(inner)) > 1 and not _is_configuration(inner):
            # A phrase in brackets tells of the model; a word tells one model from another.
            stated = [(DESCRIPTION, inner)]
        if stated is None or (match[1].endswith("et al.") and stated[0][0] == "pretraining_task"):
            break  # authors have several models, and the task tells which is meant
        beside[:0] = stated
        name = _trimmed(match[1])
    if "|" in name and (alternatives := _ALTERNATIVE_SIZES.match(name)):
        sizes = re.match(r"[^|]*(?:\|\d[^|]*)*", alternatives[2])
        beside.insert(0, ("number_of_parameters", sizes[0] if sizes else alternatives[2]))
        name = alternatives[1]
    elif "/" in name and (behind := _SIZES_BEHIND.match(name)):
        beside.insert(0, ("number_of_parameters", behind[2]))
        name = behind[1]
    return Name(name, tuple(beside))


# A list that grows day by day.
_DAY_AHEAD = re.compile(
    r"(((?:19|20)\d\d[-/.])?(?:0[1-9]|1[0-2])[-/.](?:0[1-9]|[12]\d|3[01]))\s+[·|:–—-]\s+(\S.*)"
)


def _is_configuration(text: str) -> bool:
    """Tell whether a bracket says which of several is meant: `ViT L/14@336px`, `Extended Thinking`."""
    return _MODE.fullmatch(text) is not None or (
        _PATCH.search(text) is not None and all(map(has_coined, WORD.findall(text)))
    )


_MODE = re.compile(r"(?:[\w-]+\s){1,2}(?:thinking|reasoning|effort|mode)", re.IGNORECASE)
_PATCH = re.compile(r"[A-Za-z]/\d")


def _trimmed(name: str) -> str:
    if ":" in name or "[" in name:
        name = _FOOTNOTE.sub("", _EMOJI_CODE.sub(" ", name))
    name = name.rstrip(_FOOTNOTE_MARKS).rstrip(" :：,，;；|")
    # Pictures at either end are decoration.
    while name and unicodedata.category(name[-1]) in _PICTURES:
        name = name[:-1].rstrip()
    while name and unicodedata.category(name[0]) in _PICTURES:
        name = name[1:].lstrip()
    return name.strip()


def family_of(text: str) -> str | None:
    """Return the family that a text such as "ERNIE family" names, or None.

    >>> family_of("ERNIE family"), family_of("GPT-family"), family_of("通义系列"), family_of("ERNIE")
    ('ERNIE', 'GPT', '通义', None)
    """
    before = without_family(parse_name(text).name) if len(text) <= _LONGEST_TEXT else None
    return parse_name(before).name or None if before else None
