"""What is said behind a name: in fields that dashes, bars or commas part, or by an announcement."""

from __future__ import annotations

import re
from collections.abc import Sequence

from llm_kg.curated import is_host
from llm_kg.sources.base import DESCRIPTION, UNREAD
from llm_kg.sources.brackets import read_part
from llm_kg.sources.name_forms import MOST_WORDS, bracket_behind, is_name
from llm_kg.sources.recognizers import is_date_shaped, is_license, names_organizations
from llm_kg.vocabulary import load_vocabulary

__all__ = ["read_announcement", "read_fields"]

_FIELD_SEPARATORS = (
    re.compile(r"\s+[-–—]+\s+"),
    re.compile(r"\s*[|｜·•]\s*"),
    re.compile(r"\s*[,，]\s*"),
)
_DASH = _FIELD_SEPARATORS[0]
_FULL_STOP = re.compile(r"\.\s+|。\s*")
_ANNOUNCEMENT = re.compile(
    r"(?:announced|released|developed|published|created|trained|made|built|introduced|proposed) by "
    r"((?:[^/,|.]|\.(?=\w)){1,80}?)(?:\s*(?:[/,|]|\(|\s+in\s+)\s*([^/|]{4,30}))?",
    re.IGNORECASE,
)


def read_fields(text: str) -> list[tuple[str, str]] | None:
    """Return what the fields behind a name state, where dashes, bars or commas part them.

    Two of them at least must be known, or the only one; the rest is a description.

    >>> read_fields("Google - 540B - April 2022")
    [('organization', 'Google'), ('number_of_parameters', '540B'), ('date_created', 'April 2022')]
    >>> read_fields("a small model - by Google") is None
    True
    >>> read_fields("Meta, 2022.05. 175B. It was trained by few")[2:]
    [('number_of_parameters', '175B'), ('description', 'It was trained by few')]
    """
    text = text.rstrip(". 。")
    sentences = _FULL_STOP.split(text) if _FULL_STOP.search(text[:_LONGEST_FIELDS]) else []
    if len(sentences) > 1 and (led := _leading_sentences(sentences)):
        return led
    return _fields_of(text) if len(text) <= _LONGEST_FIELDS else None


_LONGEST_FIELDS = 200


def _leading_sentences(sentences: Sequence[str]) -> list[tuple[str, str]]:
    """Return what sentences state that are nothing but fields: `Google, 2022. 540B. It can …`."""
    found: list[tuple[str, str]] = []
    for number, sentence in enumerate(sentences):
        stated = _fields_of(sentence) if len(sentence) <= _LONGEST_FIELDS else None
        if not stated or any(key == DESCRIPTION for key, _ in stated):
            rest = ". ".join(sentences[number:])
            return [*found, (DESCRIPTION, rest)] if found else []
        found += stated
    return found


def _fields_of(text: str) -> list[tuple[str, str]] | None:
    pieces: list[str] = []
    for separator in _FIELD_SEPARATORS:
        if len(pieces) < 2:
            pieces = [piece.strip() for piece in separator.split(text) if piece.strip()]
    pieces = [part for piece in pieces for part in _with_bracket_apart(piece)]
    stated = [
        None if number and _is_institute(piece, pieces[:number]) else _read_field(piece)
        for number, piece in enumerate(pieces)
    ]
    known = sum(field is not None for field in stated)
    # A size or a date among few words is one; a word that is also an organisation's may be any.
    telling = any(field and field[0] in ("number_of_parameters", "date_created") for field in stated)
    short = all(len(piece.split()) <= MOST_WORDS for piece in pieces)
    # "Google - it sings": who made it stands first, and what it is behind.
    if known == 0:
        return None
    is_led = stated[0] and stated[0][0] == "organization" and _DASH.search(text) and not is_host(pieces[0])
    if known < 2 and len(pieces) > 1 and not (telling and short) and not is_led:
        return None
    unread = [piece for piece, field in zip(pieces, stated, strict=True) if not field]
    is_sized = any(field and field[0] == "number_of_parameters" for field in stated)
    if is_sized and any(map(_SIZE_WITHIN.search, unread)):
        return None  # a sentence that names several sizes, of which commas part some
    return [
        field or (UNREAD if _MEANT_AS_VALUE.fullmatch(piece) else DESCRIPTION, piece)
        for field, piece in zip(stated, pieces, strict=True)
    ]


# A number with a letter or none: "7Q" was to be a size.
_MEANT_AS_VALUE = re.compile(r"[~≈<>]?[0-9][0-9.,/-]{0,20}\s?[A-Za-z]?")


_SIZE_WITHIN = re.compile(r"(?<![\w.-])[0-9]{1,4}(?:\.[0-9]{1,3})?[BbM](?![\w-])")


def _with_bracket_apart(text: str) -> list[str]:
    """Return a field, and that in the bracket behind it, where each states something of its own.

    >>> _with_bracket_apart("2.7B (Microsoft)"), _with_bracket_apart("132B (36B active)")
    (['2.7B', 'Microsoft'], ['132B (36B active)'])
    """
    if not (match := bracket_behind(text)):
        return [text]
    before, inner = _read_field(match[1]), _read_field(match[2])
    return [match[1], match[2]] if before and inner and before[0] != inner[0] else [text]


def _is_institute(text: str, before: Sequence[str]) -> bool:
    """Tell whether "MIT" may be the institute: behind a university, a person and a maker, or two makers."""
    if not (is_license(text) and names_organizations(text) and names_organizations(before[-1])):
        return False
    is_person = len(before) > 1 and _read_field(before[-2]) is None
    are_several = len(before) > 1 and names_organizations(before[-2])
    return is_person or are_several or _is_university(before[-1])


def _is_university(text: str) -> bool:
    known = load_vocabulary().organizations.get(text)
    names = (known.label, *known.alternates) if known else (text,)
    return any("Universit" in name or "大学" in name for name in names)


def _read_field(text: str) -> tuple[str, str] | None:
    # "MIT" beside a model is the licence: the institute is called otherwise where it makes one.
    if is_license(text):
        return "license", text
    if names_organizations(text):
        return "organization", text
    vocabulary = load_vocabulary()
    for field, scheme in (
        ("access", "access"),
        ("pretraining_architecture", "architecture"),
    ):
        if vocabulary.schemes[scheme].concepts.get(text):
            return field, text
    return read_part(text)


def read_announcement(text: str) -> list[tuple[str, str]] | None:
    """Return who made a model and when, where that is all that a sentence says.

    >>> read_announcement("Announced by Nomic AI / Apr 2023")
    [('organization', 'Nomic AI'), ('date_created', 'Apr 2023')]
    >>> read_announcement("Trained by volunteers in their free time") is None
    True
    """
    text = " ".join(text.split()).rstrip(".")
    if not (match := _ANNOUNCEMENT.fullmatch(text)):
        return None
    maker, date = match[1].strip(), (match[2] or "").strip(" ()")
    if not (names_organizations(maker) or (is_name(maker) and not maker[0].islower())):
        return None
    if date and not is_date_shaped(date):
        return None
    return [("organization", maker), *([("date_created", date)] if date else [])]
