"""What stands behind the name or the title of an item: brackets, links, dates; from a dash on, prose."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from llm_kg.curated import is_link_label, link_field
from llm_kg.names import clean, fold
from llm_kg.sources.base import DESCRIPTION, UNREAD
from llm_kg.sources.brackets import read_bracket
from llm_kg.sources.fields import read_announcement, read_fields
from llm_kg.sources.links import link_kind
from llm_kg.sources.markdown.cited import take_cited
from llm_kg.sources.markdown.inline import Span, pictures_in, plain
from llm_kg.sources.markdown.item_text import (
    DASH,
    EDGES,
    EMOJI_CODE,
    INSERTED,
    STRONG,
    ItemText,
    is_closed,
    read_sentences,
    take_addressed,
)
from llm_kg.sources.markdown.quoted import read_citation
from llm_kg.sources.name_forms import is_name, is_title
from llm_kg.sources.recognizers import is_date_shaped, names_organizations
from llm_kg.sources.several_names import split_names
from llm_kg.sources.venues import has_form_of_venue, is_edition
from llm_kg.vocabulary import Vocabulary, load_vocabulary

__all__ = ["NAME_BEHIND", "begins_with_fields_in_code", "find_name_behind", "paper_or", "read_behind"]

#: A name in bold and in brackets, behind a title.
NAME_BEHIND = re.compile(r"[(（]\s*(\*\*|__)([^*_]{1,80})\1\s*[)）]")
# The end of bold text around a linked name.
_CLOSES_MARK_UP = re.compile(r"[*_]{1,3}(?=[\s(（\[])")
_BRACKET_AHEAD = re.compile(r"\s*[(（\[]([^()（）\[\]]{1,300})[)）\]]")
_QUOTED = re.compile(r"[\s:：,–—-]*+[\"“«]([^\"“”«»]{3,300})[\"”»][\s.,;]*+")
_FIELDS_AHEAD = re.compile(r"\s*(?:[|｜·•：]|:\s|[-–—]+\s)")
_CODE_SPAN = re.compile(r"`([^`]+)`")
_CODE_SPANS = re.compile(r"[\s*_]*+(?:`[^`\n]{1,60}`\s*)+")
# Longer labels hardly come twice.
_LONGEST_KEPT = 100


def find_name_behind(item: ItemText, behind: Sequence[Span]) -> None:
    """Find the name that stands in bold and in brackets behind a title and its links: `(**ELMo**)`."""
    for span in behind:
        if span.kind == "text" and (match := NAME_BEHIND.search(span.text)):
            start = span.start + match.start(2)
            for name in split_names(match[2]):
                found = max(match[2].find(name), 0)
                item.names.append(item.name_cells(name, start + found, start + found + len(name)))
    item.names += ([cell] for cell in item.cells if cell.key == "name")
    item.cells = [cell for cell in item.cells if cell.key != "name"]


def read_behind(item: ItemText, behind: Sequence[Span]) -> None:
    """Read what stands behind a name: markers and dates, and from a dash on prose."""
    behind = take_addressed(item, take_cited(item, behind))
    papers = _Papers(behind)
    for position, span in enumerate(behind):
        if span.kind == "text":
            if _read_leftover(item, span, position, papers):
                rest = behind[position + 1 :]
                read_sentences(item, [s for n, s in enumerate(rest) if not _read_more(item, rest, n)])
                return
        elif span.kind != "image":
            _read_marker(item, span)


class _Papers:
    """The links to papers among what stands behind a name, which are seldom asked for."""

    def __init__(self, behind: Sequence[Span]) -> None:
        self._behind = behind

    @cached_property
    def _last(self) -> int:
        links = (number for number, span in enumerate(self._behind) if span.kind == "link")
        papers = (number for number in links if link_kind(plain(self._behind[number].text)) == "paper")
        return max(papers, default=-1)

    def are_behind(self, position: int) -> bool:
        """Tell whether there is one behind a position."""
        return position < self._last


def _read_more(item: ItemText, spans: Sequence[Span], number: int) -> bool:
    """Read a text behind links that states nothing but fields: `，[code](url)，7B`.

    What stands behind the name of another model is that model's: `based on [NAME](url), 7B`.
    """
    span, before = spans[number], spans[number - 1] if number else None
    if before is None or before.kind != "link" or not link_kind(plain(before.text)):
        return False
    match = _MORE_FIELDS.fullmatch(span.text) if span.kind == "text" else None
    stated = read_fields(plain(match[1])) if match else None
    if not match or not stated or any(item.has(key) or key == DESCRIPTION for key, _ in stated):
        return False
    for key, value in stated:
        item.put(item.within(key, value, span.start, span.end))
    return True


_MORE_FIELDS = re.compile(r"\s*+[,，;；|｜·•]\s*+([^,，;；|｜·•\s].{0,99}?)[\s,，;；|｜·•.。]*+")


def _read_quoted_title(item: ItemText, text: str, start: int, position: int, papers: _Papers) -> bool:
    """Read `: "TITLE"`, where it has the form of a title or the link to its paper stands behind it."""
    quoted = _QUOTED.fullmatch(text)
    if not quoted or item.has("title"):
        return False
    title = plain(quoted[1])
    if not title or not (is_title(title) or papers.are_behind(position)):
        return False
    item.add("title", title, start + quoted.start(1), start + quoted.end(1))
    return True


def _trimmed(text: str) -> str:
    """Take off what parts a text from others; a bracket stays where its partner does."""
    shown = text.strip(EDGES)
    return shown if is_closed(shown) else text.strip(EDGES[:-6])


def _read_leftover(item: ItemText, span: Span, position: int, papers: _Papers) -> bool:
    """Read what stands between brackets: a date, a bracket's facts, a title; or prose, and say so."""
    start = span.start
    closing = _CLOSES_MARK_UP.match(span.text) if position == 0 else None
    read = closing.end() if closing else 0
    while bracket := _BRACKET_AHEAD.match(span.text, read):
        shown = plain(bracket[1]).strip()
        stated = read_bracket(shown)
        if not stated and shown and _QUOTED.fullmatch(span.text, bracket.end()):
            stated = [(DESCRIPTION, shown)]
        elif not stated and shown and _FIELDS_AHEAD.match(span.text, bracket.end()):
            # What begins with a digit was meant as a value.
            stated = [(UNREAD if shown[0].isdigit() else DESCRIPTION, shown)]
        if not stated:
            break
        for key, value in stated:
            item.put(item.within(key, value, start + bracket.start(1), start + bracket.end(1)))
        read = bracket.end()
    text, start = span.text[read:], start + read
    text = EMOJI_CODE.sub(lambda code: " " * len(code[0]), text)
    if _read_quoted_title(item, text, start, position, papers):
        return False
    if not item.has("title") and read_citation(item, text, start):
        return False
    spans = _CODE_SPANS.match(text)
    stated = _in_code(spans[0]) if spans else None
    # A word of a sentence may be set in code, too: `google` is asked.
    if spans and stated and (spans.end() == len(text) or {key for key, _ in stated} & _TELLING):
        for key, value in stated:
            item.put(item.within(key, value, start, start + spans.end()))
        text, start = text[spans.end() :], start + spans.end()
    read = _read_fields_ahead(item, text, start)
    text, start = text[read:], start + read
    begins_prose = bool(DASH.match(text))
    set_apart = STRONG.match(text) or _title_in_italics(text)
    title = plain(set_apart[2]).rstrip(" .") if set_apart else ""
    # Behind fields, any remark may be bold, "Best Paper Award"; the title names what it is of.
    may_be_title = not read or fold(item.label) in fold(title)
    is_named = is_name(item.label.strip("()（）"))
    if set_apart and may_be_title and is_named and not (item.has("title") or read_fields(title)):
        item.add("title", title, start + set_apart.start(2), start + set_apart.end(2))
        text, start = text[set_apart.end() :], start + set_apart.end()
    shown = _trimmed(plain(text))
    if not any(map(str.isalnum, shown)):
        return begins_prose
    offset = start + len(text) - len(text.lstrip())
    if INSERTED.search(text) or is_date_shaped(shown.rstrip(".")):
        item.add("date_created", shown.rstrip("."), offset, span.end)
        return False
    if stated := (read_announcement(shown) if begins_prose else None) or read_fields(shown):
        for key, value in stated:
            begin = max(text.find(value), 0)
            item.add(key, value, start + begin, start + begin + len(value))
        return begins_prose
    if item.has("title") and is_edition(shown):
        item.add("venue", shown, offset, span.end)
        return False
    item.add(DESCRIPTION if begins_prose or item.kind == "title" else UNREAD, shown, offset, span.end)
    # What stands behind "fine-tuned from" is of another model.
    return begins_prose or _LEADS_ON.search(shown) is not None


def _read_fields_ahead(item: ItemText, text: str, start: int) -> int:
    """Read what stands between a name and a title in bold, or a dash: `, 7B **TITLE**`, `, 2022/03 – prose`.

    Where these begin is returned.
    """
    end = bold = text.find("**", 1)
    if bold <= 0 or not STRONG.match(text, bold):
        dash = DASH.search(text, 1) if text.lstrip()[:1] in (",", "，") else None
        end = dash.start() if dash else 0
    stated = read_fields(_trimmed(plain(text[:end]))) if end else None
    for key, value in stated or ():
        item.put(item.within(key, value, start, start + end))
    return end if stated else 0


def _title_in_italics(text: str) -> re.Match[str] | None:
    """Match italics with which a text begins, where they are a title; names of authors may stand so, too."""
    match = _ITALICS.match(text)
    shown = plain(match[2]) if match else ""
    words = shown.split()
    is_prose = any(word.islower() and word not in _AMONG_NAMES for word in words)
    return match if is_title(shown) and is_prose else None


_ITALICS = re.compile(r"\s*(?<!\w)([*_])(?![\s*_])([^*_\n]{8,300})(?<!\s)\1(?![\w*_])")
_AMONG_NAMES = frozenset(("and", "et", "al", "al.", "von", "van", "de", "der", "den", "di", "da", "la", "le"))
_TELLING = frozenset({"number_of_parameters", "date_created", "license"})


_LEADS_ON = re.compile(r"\w\s(?:from|on|with|of|than|to|using|like|over|for)$")


def begins_with_fields_in_code(text: str) -> bool:
    """Tell whether a text begins with fields set in code, one of which can be nothing else: "`7B` `MIT`"."""
    spans = _CODE_SPANS.match(text)
    stated = _in_code(spans[0]) if spans else None
    return bool(stated and {key for key, _ in stated} & _TELLING)


def _in_code(text: str) -> list[tuple[str, str]] | None:
    """Return what fields set in code state: `7B` `MIT`; several sizes are one statement."""
    stated = read_fields(" | ".join(_CODE_SPAN.findall(text)))
    sizes = [value for key, value in stated or () if key == "number_of_parameters"]
    if not stated or len(sizes) < 2:
        return stated
    others = [field for field in stated if field[0] != "number_of_parameters"]
    return [("number_of_parameters", ", ".join(sizes)), *others]


def _read_marker(item: ItemText, span: Span) -> None:
    """Read a bracket or link behind the name: a known marker, a date, a venue, the organisation."""
    look_up = _marker if len(span.text) <= _LONGEST_KEPT else _marker.__wrapped__
    label, kind, field, values, titled, may_be_organization = look_up(load_vocabulary(), span.text)
    is_link = span.kind == "link"
    if kind and (is_link or not span.url):
        item.add_link(
            link_field(span.url) if kind == "link" else kind, span
        )  # "link" says what every link is
    elif values and span.kind == "bracket" and field not in ("access", "date_created"):
        for key, value in values:
            item.put(item.within(key, value, span.start, span.end))
    elif field:
        item.add(field, label, span.start, span.end)
        if is_link and field != "date_created":
            item.add_link("paper" if field == "venue" else link_field(span.url), span)
    elif is_link and titled:
        item.add("title", clean(label), span.label, span.label + len(span.text))
        item.add_link(paper_or(link_field(span.url)), span)
    elif may_be_organization and _is_organization(item, label, span):
        item.add("organization", label, span.start, span.end)
        if is_link:
            item.add_link("link", span)
    else:
        if label:
            item.add(UNREAD, label, span.start, span.end)
        if is_link:
            item.add_link(link_field(span.url), span)


class _Marker(NamedTuple):
    """What a label says by itself, wherever it stands.

    `kind` is the field of a link of this label, and `field` that of which the label is a value; `values`
    are what it states where it is sizes, licences and dates alone: `[2B, 7B]`.
    """

    label: str
    kind: str | None
    field: str | None
    values: tuple[tuple[str, str], ...]
    is_title: bool
    may_be_organization: bool


@lru_cache(maxsize=4096)
def _marker(vocabulary: Vocabulary, text: str) -> _Marker:
    label = plain(text).strip("[] ")
    kind = link_kind(label, *pictures_in(text))
    field = None
    if vocabulary.schemes["access"].concepts.get(label):
        field = "access"
    elif is_date_shaped(label):
        field = "date_created"
    elif has_form_of_venue(label):
        field = "venue"
    values = tuple(read_bracket(label) or read_fields(label) or ())
    if not {key for key, _ in values} <= {"number_of_parameters", "date_created", "license"}:
        values = ()
    organizations = names_organizations(label)
    titled = is_title(label) and not organizations
    named = bool(label) and (organizations or not (":" in label or titled or is_link_label(label)))
    return _Marker(label, kind, field, values, titled, named)


def _is_organization(item: ItemText, label: str, span: Span) -> bool:
    """Tell whether a label in square brackets is an organisation; one without them must be known.

    It stands before every link that says what it leads to.
    """
    if item.has("organization", "paper", "has_source_code", "checkpoint", "demo", "homepage", "blog_post"):
        return False
    if not span.url and label[0].islower() and not load_vocabulary().organizations.get(label):
        return False  # `[ref]` leads to nothing, and names nobody
    return (
        span.kind == "bracket"
        or span.text.lstrip().startswith("[")
        or bool(load_vocabulary().organizations.get(label))
    )


def paper_or(field: str) -> str:
    """Return where a link with a title for a label leads: to the paper, unless its host says other."""
    return "paper" if field == "link" else field
