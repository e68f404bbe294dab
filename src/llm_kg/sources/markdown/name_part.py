"""The part of an item's text that is the name: up to a dash, a bar, a title in bold, or fields."""

from __future__ import annotations

import re

from llm_kg.curated import is_host, is_maker_and_model
from llm_kg.sources.base import DESCRIPTION
from llm_kg.sources.fields import read_fields
from llm_kg.sources.markdown.behind import begins_with_fields_in_code
from llm_kg.sources.markdown.inline import Span, plain
from llm_kg.sources.markdown.item_text import DASH, EDGES, EMOJI_CODE, INSERTED, STRONG, is_closed
from llm_kg.sources.name_forms import is_name
from llm_kg.sources.naming import parse_name
from llm_kg.sources.recognizers import is_date_shaped, names_organizations
from llm_kg.sources.several_names import split_names

__all__ = ["BY", "name_part"]

#: Who made what is named before it: "NAME by MAKER".
BY = re.compile(r"(?<!\s),?\s(?:by|from)\s([^\s()\[\],;|:](?:[^()\[\],;|:]{0,60}[^\s()\[\],;|:])?)")
_FAMILY_BEHIND = re.compile(r"\s*(family|families|series|系列|家族)(?!\w)", re.IGNORECASE)
_COMMA = re.compile(r"[,，]")
# What can be no name.
_TELLING = frozenset({"number_of_parameters", "date_created", "license"})
# What is longer is a sentence.
_LONGEST_HEAD = 300
_BAR = re.compile(r"(?<!\s)(?:\s[|·•]|;)\s")


def name_part(first: Span, strong: re.Match[str] | None) -> tuple[str, int, int]:
    """Return the part of a text that is the name: its text, and where it begins and ends."""
    if strong:
        family = _FAMILY_BEHIND.match(first.text, strong.end())
        if family:
            return f"{strong[2]} {family[1]}", strong.start(2), family.end()
        return strong[2], strong.start(2), strong.end()
    text = first.text
    inserted = INSERTED.search(text)
    if inserted and not plain(text[: inserted.start()]) and _is_name_alone(plain(inserted[2])):
        return inserted[2], inserted.start(2), inserted.end()  # `<u>NAME</u>: TITLE`
    stop = inserted.start() if inserted else len(text)
    if (bold := text.find("**")) > 0 and plain(text[:bold]):
        # `NAME **Title**`; bold letters within a word are none of ours: `(**P**re-training …)`.
        match = STRONG.match(text, bold)
        if match and match.end() - bold > 12 and not text[match.end() : match.end() + 1].isalnum():
            stop = min(stop, bold)
    for mark in (_BAR, EMOJI_CODE, BY):
        found = _outside_brackets(mark, text, stop)
        if found and plain(text[: found.start()]) and all(map(names_organizations, found.groups())):
            stop = found.start()
    code = text.find("`", 1, stop)
    if code > 0 and plain(text[:code]) and begins_with_fields_in_code(text[code:]):
        stop = code
    dash = _outside_brackets(DASH, text, stop) if is_closed(text[:stop]) else DASH.search(text, 1, stop)
    if dash and plain(text[: dash.start()]):
        stop = dash.start()
    if stop == len(text) and (bracket := _open_bracket(text)):  # it holds links: `NAME (MAKER, [code](url))`
        stop = bracket
    name = text[:stop]
    if (fields := _fields_behind(name)) is not None:
        name, stop = name[:fields], fields
    return name.lstrip(), len(name) - len(name.lstrip()), stop


def _fields_behind(text: str) -> int | None:
    """Return where the comma stands behind which there are no more names: `NAME, 7B`, `NAME, Google, 2024`.

    Nothing but fields stand there. A name alone may be that of a model: behind several others it is none of
    a maker, nor behind one that is a maker's itself.
    """
    if len(text) > _LONGEST_HEAD:
        return None
    for comma in _COMMA.finditer(text):
        head, tail = text[: comma.start()], plain(text[comma.end() :]).strip(EDGES)
        if not is_closed(head) or not plain(head).strip(EDGES):
            continue
        stated = read_fields(tail)
        if not stated or any(key == DESCRIPTION for key, _ in stated):
            continue
        names = split_names(plain(head))
        if not all(is_name(parse_name(name).name) for name in names):
            continue
        if not _TELLING.intersection(key for key, _ in stated) and (
            len(names) > 1 or is_maker_and_model(tail) or is_host(tail) or names_organizations(names[0])
        ):
            continue
        return comma.start()
    return None


def _is_name_alone(text: str) -> bool:
    return is_name(text) and not is_date_shaped(text)


def _outside_brackets(mark: re.Pattern[str], text: str, stop: int) -> re.Match[str] | None:
    """Return the first match before which no bracket is open; the text is looked through once."""
    depth = counted = 0
    for match in mark.finditer(text, 1, stop):
        for char in text[counted : match.start()]:
            depth += (char in "(（[") - (char in ")）]")
        counted = match.start()
        if depth == 0:
            return match
    return None


def _open_bracket(text: str) -> int:
    """Return where the first bracket stands that is not closed behind a name; 0 where there is none."""
    opened: list[int] = []
    for bracket in _BRACKETS.finditer(text):
        if bracket[0] in "(（":
            opened.append(bracket.start())
        elif opened:
            opened.pop()
    return opened[0] if opened and plain(text[: opened[0]]).strip(EDGES) else 0


_BRACKETS = re.compile(r"[()（）]")
