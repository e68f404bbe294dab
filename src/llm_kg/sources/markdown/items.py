"""What the text of a list item says: a name, a title, a link, a `key: value` pair, or prose.

List items are a small language of their own. Its sentences begin in one of these ways::

    **NAME** [[ORG]](url) DATE [[code]](url)      the title of a paper, with its links, on later lines
    [NAME (SIZE)](url) - prose [paper](url)
    NAME **Title**, year [[Paper](url)]
    **Title**. *Authors*. VENUE. [[pdf](url)] (**NAME**)
    KEY: value          [github repo](url) ![github](badge)          NAME, NAME, NAME

Brackets behind a name are its organisation, or a marker that the vocabulary knows (`code`, `open`,
`paper` …); behind a dash or a colon stands prose, in which only marked links are facts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from llm_kg.curated import is_link_label, is_venue, link_field
from llm_kg.findings import Finding, Findings
from llm_kg.names import clean
from llm_kg.sources.base import DESCRIPTION, UNREAD, Cell
from llm_kg.sources.markdown.inline import Paragraph, Span, plain, spans
from llm_kg.sources.naming import (
    is_coined,
    is_date_shaped,
    is_link_field,
    is_name,
    is_title,
    link_kind,
    names_organizations,
    parse_name,
    read_announcement,
    read_bracket,
    read_fields,
    split_names,
)
from llm_kg.vocabulary import load_vocabulary

__all__ = ["ItemText", "read_item", "read_prose"]

Kind = Literal["name", "title", "link", "pair", "prose"]

_STRONG = re.compile(r"\s*(?:~~)?(\*\*|__)(?=\S)(.+?)\1(?!\w)(?:~~)?", re.DOTALL)
_INSERTED = re.compile(r"<(ins|u|i|em|sub|small)>([^<>]{1,60})</\1>")
# Blanks are taken whole and from their first on: a run of them is looked through once.
_DASH = re.compile(r"(?<!\s)(?:\s++[-–—]++\s++|\s*+(?:——\s*+|[:：](?=\s|$|[^\x00-\x7f])|：))")
_PAIR = re.compile(r"\s*+(\*\*|__|)([^:：*_\n]{1,60}?)\s*+(?:[:：]\s*\1|\1\s*+[:：])(.*)", re.DOTALL)
_FAMILY_BEHIND = re.compile(r"\s*(family|families|series|系列|家族)(?!\w)", re.IGNORECASE)
_NAME_BEHIND = re.compile(r"[(（]\s*(\*\*|__)([^*_]{1,80})\1\s*[)）]")
_BRACKET_AHEAD = re.compile(r"\s*[(（\[]([^()（）\[\]]{1,300})[)）\]]")
_ALSO = re.compile(r"\s*+[/&,]\s*+([^,;:()\[\]]{1,80}?)\s*+")
_REPORT = re.compile(r"(.{1,40}?) (?:technical report|system card|model card)", re.IGNORECASE)
_QUOTED = re.compile(r"[\s:：,–—-]*+[\"“«]([^\"“”«»]{3,300})[\"”»][\s.,;]*+")
_CHECKBOX = re.compile(r"[ xX]?")
# A year in it, with words before it: "ICLR 2024 Spotlight", "ESEC/FSE 2020", "Findings of EMNLP'23".
_VENUE = re.compile(
    r"[A-Z][\w.&@/-]*+(?: [\w.&@/-]++){0,3}?[ ']*(?:'\d\d|(?:19|20)\d\d)(?: \(?[\w&,-]++\)?){0,10}"
)
_LEADING_DATE = re.compile(
    r"\s*+(?:[(（](?=[^()（）]{4,20}[)）]))?((?:[A-Z][a-z]{2,8}\.? )?\d[\d./年月日-]{2,11})[)）]?"
    r"\s*+(?:[|:：·•,，]|[-–—]\s|$|(?<=[)）]))"
)
_SIZE_BEHIND = re.compile(r"(?<=\w)[,，]\s*+(?=[\d~约])")
_BAR = re.compile(r"(?<!\s)(?:\s\||;)\s")
_EMOJI_CODE = re.compile(r"(?<!\S):[a-z][a-z0-9_+-]{1,30}:")
_BY = re.compile(r"(?<!\s),?\s(?:by|from)\s([^\s()\[\],;|:](?:[^()\[\],;|:]{0,60}[^\s()\[\],;|:])?)")
_NUMBER = re.compile(r"[\d.,]+[KMBT]?")
_FIELDS_AHEAD = re.compile(r"\s*[|｜·•]")
_CODE_SPANS = re.compile(r"\s*(?:`[^`\n]{1,60}`\s*)+")
_EDGES = " \t\n,;:，；：|｜·•-–—~[]()（）"


@dataclass(slots=True)
class ItemText:
    """What has been read of an item's text.

    `names` has one entry for each model named: its name first, then what is said of it alone.
    `title_name` is what stands before the colon of a title: often the name of a model. `is_anchor`
    tells that the item is a link to a part of the list itself; `unknown_pair` is a `key: value` pair
    whose key no property has, and which may be a name and a description as well.
    """

    paragraph: Paragraph
    findings: Findings
    kind: Kind = "prose"
    names: list[list[Cell]] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    label: str = ""
    title_name: Cell | None = None
    is_anchor: bool = False
    unknown_pair: Cell | None = None
    _keys: set[str] = field(default_factory=set)

    def cell(self, key: str, text: str, start: int, end: int | None = None, keyed: bool = False) -> Cell:
        """Return a cell of the text, which stands at these offsets."""
        place = self.paragraph.place(start, end)
        return Cell(key, text, place, place if keyed else None)

    def within(self, key: str, text: str, start: int, end: int) -> Cell:
        """Return a cell of a text where it stands last between two offsets; mark-up may hide it."""
        found = self.paragraph.content.rfind(text, start, end)
        if found != -1:
            start, end = found, found + len(text)
        return self.cell(key, text, start, end)

    def add(self, key: str, text: str, start: int, end: int | None = None) -> None:
        """Add a cell that holds of every model named."""
        self.put(self.cell(key, text, start, end))

    def put(self, *cells: Cell) -> None:
        """Add cells that hold of every model named."""
        self._keys.update(cell.key for cell in cells)
        self.cells.extend(cells)

    def has(self, *keys: str) -> bool:
        """Tell whether anything has been added under one of these keys."""
        return not self._keys.isdisjoint(keys)

    @property
    def all_cells(self) -> list[Cell]:
        """The cells of an item that names at most one model; its name is the first."""
        return [*(cell for own in self.names for cell in own), *self.cells]


def read_item(paragraph: Paragraph, references: Mapping[str, str], findings: Findings) -> ItemText:
    """Return what the paragraph of an item says."""
    item = ItemText(paragraph, findings)
    content = paragraph.content
    found = spans(content, references)
    line_end = content.find("\n")
    end = len(content) if line_end == -1 else line_end
    head: list[Span] = []
    rest: list[Span] = []
    for span in found:
        # A text that runs over the end of the first line belongs to both parts.
        before, after = _cut(span, content, end) if span.start < end else (None, span)
        head += [before] if before else []
        rest += [after] if after else []
    _read_head(item, _strip_lead(item, head))
    if item.kind == "prose":
        _read_prose(item, rest)
    else:
        _read_title(item, rest)
    return item


def read_prose(paragraph: Paragraph, references: Mapping[str, str], findings: Findings) -> list[Cell]:
    """Return what a later paragraph of an item says: a `key: value` pair, links that say what they are.

    The rest is kept as stated.
    """
    item = read_item(paragraph, references, findings)
    if item.kind in ("pair", "link"):
        return item.cells
    item = ItemText(paragraph, findings)
    _read_prose(item, spans(paragraph.content, references))
    return item.cells


def _cut(span: Span, content: str, end: int) -> tuple[Span | None, Span | None]:
    if span.kind != "text" or span.end <= end:
        return span, None
    before = Span("text", content[span.start : end], span.start, end)
    after = Span("text", content[end : span.end], end, span.end)
    return before if before.text.strip() else None, after if plain(after.text) else None


def _strip_lead(item: ItemText, head: list[Span]) -> list[Span]:
    """Take off what stands before a name: a box to tick, badges, a date, an organisation."""
    position = 0
    for position, span in enumerate(head):
        label = plain(span.text).strip(_EDGES)
        if span.kind == "text" and not label.strip("*_"):
            continue
        if span.kind == "text" and (date := _LEADING_DATE.match(span.text)) and is_date_shaped(date[1]):
            rest = Span("text", span.text[date.end() :], span.start + date.end(), span.end)
            behind = [*([rest] if plain(rest.text).strip(_EDGES) else []), *head[position + 1 :]]
            if behind:
                item.add("date_created", date[1], span.start + date.start(1), span.start + date.end(1))
                return behind
        if span.kind == "bracket" and (_CHECKBOX.fullmatch(span.text) or is_date_shaped(label)):
            if is_date_shaped(label):
                item.add("date_created", label, span.start, span.end)
            continue
        if span.kind == "bracket" and names_organizations(label):
            item.add("organization", label, span.start, span.end)
            continue
        if span.kind == "image" and position + 1 < len(head):
            continue
        if kind := _badge_kind(span, head[position + 1 : position + 10]):
            _add_link(item, kind, span)
            continue
        return head[position:]
    return head[position:]


def _badge_kind(span: Span, behind: Sequence[Span]) -> str | None:
    """Return what a badge leads to that stands before a name; None of anything else."""
    if span.kind != "link" or plain(span.text):
        return None
    following = next((s for s in behind if s.kind != "image" and plain(s.text)), None)
    label = _DASH.split(plain(following.text), maxsplit=1)[0] if following else ""
    if not is_name(label) or link_kind(label):
        return None
    return link_kind("", *_alternatives(span)) or link_field(span.url)


def _read_head(item: ItemText, head: list[Span]) -> None:
    if not head:
        return
    first, behind = head[0], head[1:]
    item.label = plain(first.text)
    if first.kind == "link":
        _read_first_link(item, first, behind)
    elif first.kind == "text":
        _read_first_text(item, first, behind)
    else:
        _read_prose(item, head)


# An item that begins with a link.


def _read_first_link(item: ItemText, link: Span, behind: list[Span]) -> None:
    label = plain(link.text).strip()
    item.is_anchor = link.url.startswith("#")
    badges = _badges_after(behind)
    kind = link_kind(label, *_alternatives(link), *(badge.text for badge in badges))
    titled = is_title(parse_name(label).name) or bool(_REPORT.fullmatch(label))
    if not label or (kind and not titled):
        item.kind = "link"
        _add_link(item, kind or link_field(link.url), link)
        _read_prose(item, [span for span in behind if span not in badges])
    elif titled:
        item.kind = "title"
        _add_title(item, label, link.label, link.label + len(link.text))
        _add_link(item, kind or _paper_or(link_field(link.url)), link)
        _read_behind(item, behind)
        _find_name_behind(item, behind)
    else:
        item.kind = "name"
        for name in _linked_names(link, behind):
            cells = _name_cells(item, plain(name.text), name.label, name.label + len(name.text))
            item.names.append([*cells, *_link_cells(item, kind or "homepage", name)])
            behind = [span for span in behind if span is not name]
        if behind and behind[0].kind == "text" and (also := _ALSO.fullmatch(behind[0].text)):
            start = behind[0].start + also.start(1)
            if is_name(plain(also[1])):
                item.names.append(_name_cells(item, plain(also[1]), start, start + len(also[1])))
                behind = behind[1:]
        _read_behind(item, behind)


def _linked_names(first: Span, behind: Sequence[Span]) -> Iterator[Span]:
    """Yield the links of an item that names several models, each linked: `[A](a), [B](b)`."""
    yield first
    for comma, link in zip(behind[::2], behind[1::2], strict=False):
        if comma.kind != "text" or comma.text.strip() not in (",", "、", "/", "，", "&", "and"):
            return
        label = plain(link.text)
        if link.kind != "link" or not is_name(label) or link_kind(label):
            return
        yield link


def _alternatives(link: Span) -> list[str]:
    """Return the alternative texts of the images within a link."""
    if "!" not in link.text and "<" not in link.text:
        return []  # nearly always
    return [span.text for span in spans(link.text) if span.kind == "image"]


def _badges_after(behind: Sequence[Span]) -> list[Span]:
    badges: list[Span] = []
    for span in behind:
        if span.kind != "image":
            break
        badges.append(span)
    return badges


def _paper_or(field: str) -> str:
    """Return where a link with a title for a label leads: to the paper, unless its host says other."""
    return "paper" if field == "link" else field


# An item that begins with text.


def _read_first_text(item: ItemText, first: Span, behind: list[Span]) -> None:
    if _read_pair(item, first, behind):
        return
    strong = _STRONG.match(first.text)
    name, start, end = _name_part(first, strong)
    if strong and _leads_title(strong, behind) and not first.text[strong.end() :].strip(_EDGES):
        _read_first_link(item, behind[0], behind[1:])
        return
    if strong and _is_bold_title(first, strong, behind):
        item.kind = "title"
        _add_title(
            item, plain(strong[2]).rstrip(" ."), first.start + strong.start(2), first.start + strong.end(2)
        )
        rest = [Span("text", first.text[strong.end() :], first.start + strong.end(), first.end), *behind]
        _read_behind(item, rest)
        _find_name_behind(item, rest)
        return
    shown = plain(name).strip(" *_")
    if not shown.strip(_EDGES):
        _read_prose(item, behind)
        return
    item.kind = "name"
    item.label = shown
    position = 0
    for piece in split_names(shown):
        found = name.find(piece, position)
        position = found + len(piece) if found != -1 else 0
        begin, stop = (found, position) if found != -1 else (0, len(name.rstrip()))
        item.names.append(_name_cells(item, piece, first.start + start + begin, first.start + start + stop))
    if (by := _BY.match(first.text, end)) and names_organizations(by[1]):
        item.add("organization", by[1], first.start + by.start(1), first.start + by.end(1))
        end = by.end()
    # What is left of the mark-up around a name is no text.
    rest_text = first.text[end:]
    rest = [Span("text", rest_text, first.start + end, first.end)] if plain(rest_text).strip(" *_") else []
    _read_behind(item, [*rest, *behind])


def _leads_title(strong: re.Match[str], behind: Sequence[Span]) -> bool:
    """Tell whether bold text is a topic before a linked title: `**TASK**: [TITLE](url) (**NAME**)`."""
    if not behind or behind[0].kind != "link" or not is_title(plain(behind[0].text)):
        return False
    named = any(span.kind == "text" and _NAME_BEHIND.search(span.text) for span in behind)
    return named or not is_name(plain(strong[2]))


def _is_bold_title(first: Span, strong: re.Match[str], behind: Sequence[Span]) -> bool:
    """Tell whether bold text is a title: by its form, its full stop, or the name in brackets behind."""
    if is_title(plain(strong[2]).rstrip(".")):
        return True
    spaced = len(plain(strong[2]).split()) > 2
    named = any(span.kind == "text" and _NAME_BEHIND.search(span.text) for span in (first, *behind))
    return spaced and (named or first.text[strong.end() :].startswith(". "))


def _name_part(first: Span, strong: re.Match[str] | None) -> tuple[str, int, int]:
    """Return the part of a text that is the name: its text, and where it begins and ends."""
    if strong:
        family = _FAMILY_BEHIND.match(first.text, strong.end())
        if family:
            return f"{strong[2]} {family[1]}", strong.start(2), family.end()
        return strong[2], strong.start(2), strong.end()
    text = first.text
    inserted = _INSERTED.search(text)
    stop = inserted.start() if inserted else len(text)
    if (bold := text.find("**")) > 0 and plain(text[:bold]):
        # `NAME **Title**`; bold letters within a word are none of ours: `(**P**re-training …)`.
        match = _STRONG.match(text, bold)
        if match and match.end() - bold > 12 and not text[match.end() : match.end() + 1].isalnum():
            stop = min(stop, bold)
    for mark in (_BAR, _EMOJI_CODE, _BY):
        found = mark.search(text, 1, stop)
        if found and plain(text[: found.start()]) and all(map(names_organizations, found.groups())):
            stop = found.start()
    if (dash := _DASH.search(text, 1, stop)) and plain(text[: dash.start()]):
        stop = dash.start()
    name = text[:stop]
    sized = _SIZE_BEHIND.search(name)
    if sized and _is_closed(name[: sized.start()]) and read_fields(plain(name[sized.end() :]).strip(_EDGES)):
        name, stop = name[: sized.start()], sized.start()
    head, comma, tail = name.rpartition(",")
    if comma and _is_closed(head) and is_date_shaped(plain(tail).strip(_EDGES)):
        name, stop = head, len(head)
    return name.lstrip(), len(name) - len(name.lstrip()), stop


def _trimmed(text: str) -> str:
    """Take off what parts a text from others; a bracket stays where its partner does."""
    shown = text.strip(_EDGES)
    return shown if _is_closed(shown) else text.strip(_EDGES[:-6])


def _is_closed(text: str) -> bool:
    """Tell whether no bracket is open at the end of a text."""
    return len(re.findall(r"[(（\[]", text)) == len(re.findall(r"[)）\]]", text))


def _read_pair(item: ItemText, first: Span, behind: list[Span]) -> bool:
    """Read `KEY: value`, where KEY is a property's name; links behind it are its value."""
    match = _PAIR.match(first.text)
    if not match:
        return False
    key = plain(match[2]).strip(" *_")
    term = load_vocabulary().properties.get(key)
    if term is None:
        start = first.start + match.start(2)
        value = plain(item.paragraph.content[first.start + match.start(3) :]).strip()
        if value and not match[2].lstrip().startswith("["):
            place = item.paragraph.place(start, start + len(match[2]))
            item.unknown_pair = Cell(key, value, item.paragraph.place(first.start + match.start(3)), place)
        return False
    item.kind = "pair"
    item.label = key
    start = first.start + match.start(2)
    key_place = item.paragraph.place(start, start + len(match[2]))
    value = plain(item.paragraph.content[first.start + match.start(3) :]).strip()
    links = [span for span in behind if span.kind == "link" and span.url]
    if links and (is_link_field(term) or not value):
        for link in links:
            label = plain(link.text).strip()
            if term.notation == "paper" and is_title(label):
                item.add("title", clean(label), link.label, link.label + len(link.text))
            elif label and not link_kind(label) and "://" not in label:
                item.add(DESCRIPTION, label, link.label, link.label + len(link.text))
            item.put(Cell(key, link.url, item.paragraph.place(link.start, link.end), key_place))
        begin = first.start + match.start(3)
        beside = [span for span in behind if span.kind in ("text", "bracket")]
        _read_prose(item, [Span("text", match[3], begin, first.end), *beside])
    elif value:
        begin = first.start + match.start(3)
        place = item.paragraph.place(begin + (len(match[3]) - len(match[3].lstrip())), None)
        item.put(Cell(key, value, place, key_place))
        for link in links:
            _add_link(item, link_kind(plain(link.text)) or link_field(link.url), link)
    return True


# Names, titles and what stands behind them.


def _name_cells(item: ItemText, text: str, start: int, end: int) -> list[Cell]:
    parsed = parse_name(text)
    cells = [item.cell("name", parsed.name, start, end)]
    return cells + [item.within(key, value, start, end) for key, value in parsed.beside]


def _add_title(item: ItemText, title: str, start: int, end: int) -> None:
    item.add("title", clean(title), start, end)
    item.label = title
    name, colon, _ = title.partition(":")
    if report := _REPORT.fullmatch(title):
        name, colon = report[1], ":"
    if colon and is_name(name) and len(name.split()) <= 3:
        item.title_name = item.cell("name", parse_name(name).name, start, start + len(name))


def _find_name_behind(item: ItemText, behind: Sequence[Span]) -> None:
    """Find the name that stands in bold and in brackets behind a title and its links: `(**ELMo**)`."""
    for span in behind:
        if span.kind == "text" and (match := _NAME_BEHIND.search(span.text)):
            start = span.start + match.start(2)
            for name in split_names(match[2]):
                found = max(match[2].find(name), 0)
                item.names.append(_name_cells(item, name, start + found, start + found + len(name)))
    item.names += ([cell] for cell in item.cells if cell.key == "name")
    item.cells = [cell for cell in item.cells if cell.key != "name"]


def _read_behind(item: ItemText, behind: Sequence[Span]) -> None:
    """Read what stands behind a name: markers and dates, and from a dash on prose."""
    for position, span in enumerate(behind):
        if span.kind == "text":
            if _read_leftover(item, span, behind[position + 1 :]):
                _read_prose(item, behind[position + 1 :])
                return
        elif span.kind != "image":
            _read_marker(item, span)


def _read_quoted_title(item: ItemText, text: str, start: int, behind: Sequence[Span]) -> bool:
    """Read `: "TITLE"`, where it has the form of a title or the link to its paper stands behind it."""
    quoted = _QUOTED.fullmatch(text)
    if not quoted or item.has("title"):
        return False
    linked = any(link.kind == "link" and link_kind(plain(link.text)) == "paper" for link in behind)
    title = plain(quoted[1])
    if not title or not (linked or is_title(title)):
        return False
    item.add("title", title, start + quoted.start(1), start + quoted.end(1))
    return True


def _read_leftover(item: ItemText, span: Span, behind: Sequence[Span] = ()) -> bool:
    """Read what stands between brackets: a date, a bracket's facts, a title; or prose, and say so."""
    start, read = span.start, 0
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
    text = _EMOJI_CODE.sub(lambda code: " " * len(code[0]), text)
    if _read_quoted_title(item, text, start, behind):
        return False
    begins_prose = bool(_DASH.match(text))
    if (strong := _STRONG.match(text)) and is_name(item.label) and not item.has("title"):
        title = plain(strong[2]).rstrip(" .")
        item.add("title", title, start + strong.start(2), start + strong.end(2))
        text, start = text[strong.end() :], start + strong.end()
    shown = _trimmed(plain(text))
    if not any(map(str.isalnum, shown)):
        return begins_prose
    offset = start + len(text) - len(text.lstrip())
    if _INSERTED.search(text) or is_date_shaped(shown.rstrip(".")):
        item.add("date_created", shown.rstrip("."), offset, span.end)
        return False
    fields = " | ".join(re.findall(r"`([^`]+)`", text)) if _CODE_SPANS.fullmatch(text) else shown
    if stated := (read_announcement(shown) if begins_prose else None) or read_fields(fields):
        for key, value in stated:
            begin = max(text.find(value), 0)
            item.add(key, value, start + begin, start + begin + len(value))
        return begins_prose
    item.add(DESCRIPTION if begins_prose or item.kind == "title" else UNREAD, shown, offset, span.end)
    return begins_prose


def _read_marker(item: ItemText, span: Span) -> None:
    """Read a bracket or link behind the name: a known marker, a date, a venue, the organisation."""
    vocabulary = load_vocabulary()
    label = plain(span.text).strip("[] ")
    kind = link_kind(label, *_alternatives(span))
    if kind and (span.kind == "link" or not span.url):
        _add_link(item, kind, span)
    elif vocabulary.schemes["access"].concepts.get(label):
        item.add("access", label, span.start, span.end)
        if span.kind == "link":
            _add_link(item, link_field(span.url), span)
    elif is_date_shaped(label):
        item.add("date_created", label, span.start, span.end)
    elif span.kind == "bracket" and (stated := _only_values(label)):
        for key, value in stated:
            item.put(item.within(key, value, span.start, span.end))
    elif _VENUE.fullmatch(label) or is_venue(label):
        item.add("venue", label, span.start, span.end)
        if span.kind == "link":
            _add_link(item, "paper", span)
    elif span.kind == "link" and is_title(label):
        item.add("title", clean(label), span.label, span.label + len(span.text))
        _add_link(item, _paper_or(link_field(span.url)), span)
    elif label and _is_organization(item, label, span):
        item.add("organization", label, span.start, span.end)
        if span.kind == "link":
            _add_link(item, "link", span)
    else:
        if label:
            item.add(UNREAD, label, span.start, span.end)
        if span.kind == "link":
            _add_link(item, link_field(span.url), span)


def _only_values(label: str) -> list[tuple[str, str]]:
    """Return what a bracket states, where it is sizes, licences and dates alone: `[2B, 7B]`."""
    stated = read_bracket(label) or read_fields(label) or []
    told = {key for key, _ in stated}
    return stated if told <= {"number_of_parameters", "date_created", "license"} else []


def _is_organization(item: ItemText, label: str, span: Span) -> bool:
    """Tell whether a label in square brackets is an organisation; one without them must be known.

    It stands before every link that says what it leads to.
    """
    if item.has("organization", "paper", "has_source_code", "checkpoint", "demo", "homepage", "blog_post"):
        return False
    if ":" in label or is_title(label) or is_link_label(label):
        return False
    if not span.url and label[0].islower() and not load_vocabulary().organizations.get(label):
        return False  # `[ref]` leads to nothing, and names nobody
    return (
        span.kind == "bracket"
        or span.text.lstrip().startswith("[")
        or bool(load_vocabulary().organizations.get(label))
    )


def _link_cells(item: ItemText, key: str, span: Span) -> list[Cell]:
    if span.url:
        return [item.cell(key, span.url, span.start, span.end)]
    if span.kind == "link":
        label = plain(span.text).strip("[] ")
        item.findings.add(
            Finding.of(
                "empty-link",
                f"the link {label!r} has no address",
                item.paragraph.place(span.start, span.end),
                key=key,
            )
        )
    return []


def _add_link(item: ItemText, key: str, span: Span) -> None:
    item.put(*_link_cells(item, key, span))


def _read_prose(item: ItemText, found: Sequence[Span]) -> None:
    """Keep sentences as stated; in them, only links that say what they are lead to facts."""
    words: list[Span] = []
    for span in found:
        label = plain(span.text).strip(_EDGES)
        kind = link_kind(label, *_alternatives(span)) if span.kind == "link" else None
        if span.kind == "link" and not any(map(str.isalnum, label)):
            kind = kind or link_field(span.url)  # a picture for a label
        if kind:
            _add_link(item, kind, span)
        elif span.kind == "bracket" and is_date_shaped(label) and not item.has("date_created"):
            item.add("date_created", label, span.start, span.end)
        elif span.kind != "image" and any(map(str.isalnum, label)):
            words.append(span)
    if words:
        text = " ".join(filter(None, (plain(span.text).strip() for span in words)))
        if text := text.strip(_EDGES):
            item.add(DESCRIPTION, text, words[0].start + _indent(words[0]), words[-1].end)


def _read_title(item: ItemText, rest: list[Span]) -> None:
    """Read the lines behind the first: the title of a paper, its links, and other links."""
    title = _title_parts(rest)
    if title and not _begins_title(plain(title[0].text)):
        # A line that was wrapped goes on with what stands before it.
        _read_prose(item, rest) if item.has(DESCRIPTION) else _read_behind(item, rest)
        return
    if not title:
        if all(span.kind != "text" for span in rest):
            _read_behind(item, rest)
        else:
            _read_prose(item, rest)
        return
    text = clean(" ".join(plain(span.text) for span in title)).strip(" ,;")
    item.add("title", text, title[0].start + _indent(title[0]), title[-1].end)
    for span in rest:
        if span.kind == "link":
            _add_link(item, link_kind(plain(span.text)) or "paper", span)
    behind = rest[rest.index(title[-1]) + 1 :]
    _read_prose(item, [span for span in behind if span.kind in ("text", "bracket")])


def _begins_title(text: str) -> bool:
    """Tell whether a line may begin with a title, rather than in the midst of a sentence or of fields."""
    word = text.split(maxsplit=1)[0] if text.strip() else ""
    if not word or not (word[0].isalnum() or word[0] in "\"“'«") or _NUMBER.fullmatch(word):
        return False
    if ":" in text or (is_title(text) and word[0].isupper()):
        return True
    return not read_fields(text.strip(_EDGES)) and (not word[0].islower() or is_coined(word.rstrip(",")))


def _title_parts(rest: list[Span]) -> list[Span]:
    """Return the texts before the first link; or the first link, where its label is the title.

    Without a link behind it, a text is prose, unless it has the form of a title.
    """
    link = next((number for number, span in enumerate(rest) if span.kind == "link"), None)
    if link is None:
        shown = plain(rest[0].text) if len(rest) == 1 else ""
        return rest if is_title(shown) and shown[-1] not in ".!?。)" else []
    if texts := [span for span in rest[:link] if span.kind == "text" and plain(span.text)]:
        return texts
    return [rest[0]] if link == 0 and not rest[0].text.startswith("[") else []


def _indent(span: Span) -> int:
    return len(span.text) - len(span.text.lstrip())
