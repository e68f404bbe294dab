"""Papers that are cited behind a name in words: `NAME: "TITLE", WHERE, WHEN (*MAKER*). [[paper](url)]`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from llm_kg.curated import is_no_maker, is_venue, no_model
from llm_kg.sources.base import DESCRIPTION
from llm_kg.sources.base_families import is_of_base_family
from llm_kg.sources.links import link_kind
from llm_kg.sources.markdown.appeared import add_appeared, where_and_when
from llm_kg.sources.markdown.inline import plain
from llm_kg.sources.markdown.item_text import ItemText
from llm_kg.sources.recognizers import is_date_shaped, names_organizations
from llm_kg.sources.venues import is_edition
from llm_kg.vocabulary import load_vocabulary

__all__ = ["begins_citation", "read_citation"]

_CITATION = re.compile(
    r"[\s:：,–—-]*+[\"“]([^\"“”]{3,300})[\"”][\s.,]*+"
    r"((?:[^\W\d_][^,;:\"“”()*]{1,60}(?:\([^()\"]{1,40}\))?)[\s,]\s*(?:19|20)\d\d(?:[-./]\d\d?)?)\.?"
    r"(?:\s*[(（]([^()]{2,80}(?:\([^()]{1,20}\))?\*?)[)）])?[\s.,;]*+"
)
# `"TITLE", *WHERE, WHEN*`.
_IN_ITALICS = re.compile(
    r"[\s:：,–—-]*+[\"“]([^\"“”]{3,300})[\"”][\s.,]*+([*_])(?![\s*_])([^*_\n]{3,100},\s*[^*_\n,]{4,20})\2[\s.,;]*+"
)
# `: **"TITLE"**. *AUTHORS*. WHERE WHEN.`; authors who are not set apart end with "et al".
_WITH_AUTHORS = re.compile(
    r"[\s:：,–—-]*+(\*\*|__)?[\"“]([^\"“”*_]{3,300})[\"”](?(1)[.,]?\1)[\s.,]*+"
    r"(?:([*_])(?![\s*_])([^*_\n]{3,200})\3|([^\W\d_][^*_\d\"“”\n]{2,150}?\bet al)\b)[\s.,]++"
    r"([^\W\d_][^\"“”()*_.]{1,60}\d(?:[-./]\d\d?)?)[\s.,;]*+"
)
_BEGINS_CITATION = re.compile(r"\s*+[\"“][^\"“”]{8,300}[\"”]\s*+(?:[,.(]|$)")
_BRACKET = re.compile(r"\s*\([^()]*\)$")
_PARTS = re.compile(r"\s+[+&]\s+|\s*[;/]\s*")
# `*UTS*`: the first letters of the words of a name, or of their parts.
_INITIALS = re.compile(r"[A-Z][A-Za-z]{0,8}[A-Z][A-Za-z]{0,8}\d?(?: [A-Z]{2,8})?")


def begins_citation(text: str) -> bool:
    """Tell whether a text begins with a title in quotes, and nothing stands behind it in its sentence.

    >>> begins_citation('"Birds That Sing Well", ICML, 2020.'), begins_citation('"Fast" and light code')
    (True, False)
    """
    return text.lstrip()[:1] in ('"', "“") and _BEGINS_CITATION.match(text) is not None


def read_citation(item: ItemText, text: str, start: int) -> bool:
    """Read the paper that a text cites, where it is nothing else, and say so.

    In the bracket behind the date stand makers that are known; in italics there, those that have the
    form of initials, too.
    """
    if not ('"' in text or "“" in text):
        return False
    if apart := _IN_ITALICS.fullmatch(text):
        where, _, when = map(str.strip, apart[3].rpartition(","))
        # A newspaper is quoted in the same way.
        if is_date_shaped(when) and (is_venue(where) or names_organizations(where)):
            _add_title(item, apart, start)
            add_appeared(item, apart[3], start + apart.start(3), start + apart.end(3))
            return True
    if (signed := _WITH_AUTHORS.fullmatch(text)) and _read_signed(item, signed, start):
        return True
    match = _CITATION.fullmatch(text)
    appeared = plain(match[2]) if match else ""
    where = appeared[: max(appeared.rfind(","), appeared.rfind(" "))].strip(" ,")
    when = appeared[len(where) :].strip(" ,")
    if match is None or not is_date_shaped(when) or not _is_where(where, when):
        return False
    title = _add_title(item, match, start)
    add_appeared(item, f"{where}, {when}", start + match.start(2), start + match.end(2))
    if match[3]:
        begin, end = start + match.start(3), start + match.end(3)
        makers = list(_makers(match[3], title))
        item.put(*(item.within("organization", maker, begin, end) for maker in makers))
        if sum(map(len, makers)) < sum(map(str.isalnum, match[3])):  # a country, or people
            item.add(DESCRIPTION, plain(match[3]).strip(" *_"), begin, end)
    return True


def _read_signed(item: ItemText, match: re.Match[str], start: int) -> bool:
    """Read a title, its authors, and where or when it appeared, where that is known; and say so."""
    appeared, begin, end = plain(match[6]), start + match.start(6), start + match.end(6)
    if is_date_shaped(appeared):
        item.add("date_created", appeared, begin, end)
    elif where_and_when(appeared):
        add_appeared(item, appeared, begin, end)
    else:
        return False
    _add_title(item, match, start, 2)
    authors = 4 if match[4] else 5
    item.add(DESCRIPTION, plain(match[authors]), start + match.start(authors), start + match.end(authors))
    return True


def _add_title(item: ItemText, match: re.Match[str], start: int, group: int = 1) -> str:
    title = plain(match[group]).rstrip(" .,")
    item.add("title", title, start + match.start(group), start + match.end(group))
    return title


def _is_where(where: str, when: str) -> bool:
    named = _BRACKET.sub("", where)
    if link_kind(named) and not is_venue(named):  # "Blog" is no venue, and "arXiv" is one
        return False
    return names_organizations(named) or is_edition(f"{named} {when[:4]}")


def _makers(text: str, title: str) -> Iterator[str]:
    """Yield the makers in a bracket; of `NAME, COUNTRY` the name, and none where one of them may be none."""
    shown = plain(text).strip(" *_")
    if names_organizations(shown) and "," not in shown:
        yield shown
        return
    are_set_apart = text.lstrip().startswith(("*", "_"))
    parts = [part.split(",") for part in _PARTS.split(shown)]
    found = [
        [
            one
            for one in map(str.strip, part)
            if names_organizations(one) or (are_set_apart and _is_maker(one, title))
        ]
        for part in parts
    ]
    if all(found):
        yield from (one for part in found for one in part)


def _is_maker(text: str, title: str) -> bool:
    """Tell whether a text has the form of initials, and is not of the title, nor known for another thing."""
    if not _INITIALS.fullmatch(text) or text in title or is_no_maker(text):
        return False
    schemes = load_vocabulary().schemes
    is_term = any(
        schemes[scheme].concepts.get(text)
        for scheme in ("modality", "architecture", "access", "pretraining-task", "license")
    )
    return not (is_term or is_venue(text) or link_kind(text) or no_model(text) or is_of_base_family(text))
