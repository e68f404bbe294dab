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

from llm_kg.curated import is_description, is_link_label, is_maker_and_model, link_field, no_model, said_to_be
from llm_kg.findings import Findings
from llm_kg.sources.base import DESCRIPTION, Cell
from llm_kg.sources.links import field_of_named, link_kind
from llm_kg.sources.markdown.ahead import strip_lead
from llm_kg.sources.markdown.appeared_ahead import turn_into_title
from llm_kg.sources.markdown.behind import (
    NAME_BEHIND,
    find_name_behind,
    paper_or,
    read_behind,
)
from llm_kg.sources.markdown.bold_names import ALSO_STRONG, read_also_strong, read_members
from llm_kg.sources.markdown.bracketed import read_fields_in_brackets, read_name_in_bracket
from llm_kg.sources.markdown.inline import Paragraph, Span, pictures_in, plain, spans
from llm_kg.sources.markdown.item_text import (
    EDGES,
    STRONG,
    ItemText,
    read_sentences,
)
from llm_kg.sources.markdown.key_values import read_pair, read_pair_lines
from llm_kg.sources.markdown.kind_items import read_models_of_kind
from llm_kg.sources.markdown.labels import read_sizes_in_labels
from llm_kg.sources.markdown.name_part import BY, name_part
from llm_kg.sources.markdown.titles import add_title, read_title
from llm_kg.sources.name_forms import begins_as_title, is_coined, is_name, is_title
from llm_kg.sources.naming import parse_name
from llm_kg.sources.recognizers import names_organizations
from llm_kg.sources.several_names import joined_names, split_names
from llm_kg.sources.titles import is_report

__all__ = ["read_item", "read_prose"]


_ALSO = re.compile(r"\s*+[/&,]\s*+([^,;:()\[\]]{1,80}?)\s*+")
# `🔥**NAME**`: what is no letter, and no mark-up.
_PICTURES_AHEAD = re.compile(r"[^\w\x00-\x7f]{1,8}\s*+(?=\*\*|__)")
# `【训练】…`: a word that heads prose, where it is none that may be a name.
_HEADS_PROSE = re.compile(r"[【\[]([^【】\[\]]{1,20})[】\]]")
_QUOTED_TITLE = re.compile(r"\s*+[\"“]([^\"“”]{8,300})[\"”][\s.,]*+")


def read_item(paragraph: Paragraph, references: Mapping[str, str], findings: Findings) -> ItemText:
    """Return what the paragraph of an item says."""
    item = ItemText(paragraph, findings)
    if read_fields_in_brackets(item):
        return item
    found = spans(paragraph.content, references)
    head, rest = _at_line_end(found, paragraph.content)
    behind = strip_lead(item, head)
    has_appeared = item.has("venue", "date_created")
    _read_head(item, behind)
    if has_appeared and item.kind == "name":
        turn_into_title(item)
    if item.kind == "prose":
        read_sentences(item, rest)
    elif rest and (rest := read_pair_lines(item, rest)):
        read_title(item, rest)
    read_sizes_in_labels(item, found)
    return item


def read_prose(
    paragraph: Paragraph, references: Mapping[str, str], findings: Findings, name: str = ""
) -> list[Cell]:
    """Return what a later paragraph of an item says: a `key: value` pair, links that say what they are.

    So says one whose label is the `name` of the item's model. The rest is kept as stated.
    """
    item = read_item(paragraph, references, findings)
    if item.kind in ("pair", "link"):
        return item.cells
    item = ItemText(paragraph, findings)
    read_sentences(item, spans(paragraph.content, references), name)
    return item.cells


def _at_line_end(found: list[Span], content: str) -> tuple[list[Span], list[Span]]:
    """Part the spans of the first line from the others; a text that runs over its end is of both."""
    # Bold text with which it begins may run over the end of a line.
    strong = STRONG.match(content) if "**" in content[:4] or "__" in content[:4] else None
    end = content.find("\n", strong.end() if strong else 0)
    if end == -1:
        return found, []
    behind = next((number for number, span in enumerate(found) if span.end > end), len(found))
    head, rest = found[:behind], found[behind:]
    if rest and rest[0].start < end:
        across = rest.pop(0)
        if across.kind != "text":
            head.append(across)
        else:
            before, after = content[across.start : end], content[end : across.end]
            if before.strip():
                head.append(Span("text", before, across.start, end))
            if plain(after):
                rest.insert(0, Span("text", after, end, across.end))
    return head, rest


def _read_head(item: ItemText, head: list[Span]) -> None:
    if not head:
        return
    first, behind = head[0], head[1:]
    item.label = plain(first.text)
    if first.kind == "link":
        _read_first_link(item, first, behind)
    elif first.kind == "text":
        _read_first_text(item, first, behind)
    elif not read_name_in_bracket(item, first, behind):
        read_sentences(item, head)


# An item that begins with a link.


def _read_first_link(item: ItemText, link: Span, behind: list[Span]) -> None:
    label = plain(link.text).strip()
    item.is_anchor = link.url.startswith("#")
    badges = _badges_after(behind)
    kind = link_kind(label, *pictures_in(link.text), *(badge.text for badge in badges))
    titled = is_title(parse_name(label).name) or is_report(label)
    titled = titled or (link_field(link.url) == "paper" and begins_as_title(label))
    if label and (not kind or titled) and _read_parts_of_label(item, link, label):
        read_behind(item, behind)
    elif not label or (kind and not titled):
        item.kind = "link"
        item.add_link(kind or link_field(link.url), link)
        read_sentences(item, [span for span in behind if span not in badges])
    elif titled:
        item.kind = "title"
        add_title(item, label, link.label, link.label + len(link.text))
        item.add_link(kind or paper_or(link_field(link.url)), link)
        read_behind(item, behind)
        find_name_behind(item, behind)
    else:
        item.kind = "name"
        for name in _linked_names(link, behind):
            for text in joined_names(plain(name.text)):
                cells = item.name_cells(text, name.label, name.label + len(name.text))
                item.names.append([*cells, *_address_of(item, name, kind)])
            behind = [span for span in behind if span is not name]
        if behind and behind[0].kind == "text" and (also := _ALSO.fullmatch(behind[0].text)):
            start = behind[0].start + also.start(1)
            # Behind a value, "7B **Paper**", any remark may be bold.
            if is_name(plain(also[1])) and also[1].find("**") <= 0:
                item.names.append(item.name_cells(plain(also[1]), start, start + len(also[1])))
                behind = behind[1:]
        read_behind(item, behind)


_NAME_AND_MORE = re.compile(
    r"([^|｜·]{2,60}?)(?:\s+[|｜·]\s+([^|｜]{3,200})|\s+[-–—]\s+([a-z][^|｜]{3,200})|,?\s(?:by|from)\s([^|｜]{2,80}))"
)


def _read_parts_of_label(item: ItemText, link: Span, label: str) -> bool:
    """Read `[NAME | what it is](…)`, `[NAME - what it is](…)` and `[NAME by MAKER](…)`, and say so."""
    match = _NAME_AND_MORE.fullmatch(label)
    if not match or not is_name(match[1]):
        return False
    told, maker = match[2] or match[3], match[4]
    if maker and not names_organizations(maker):
        return False
    if told and is_link_label(told) and is_coined(match[1]):
        pass  # `NAME · 模型库`: what its page is
    elif told and (len(told.split()) < 2 or not (is_coined(match[1]) or (said_to_be(told) or (False,))[0])):
        return False
    start, end = link.label, link.label + len(link.text)
    item.kind, item.label = "name", match[1]
    cells = item.name_cells(match[1], start, end)
    item.names.append([*cells, *_address_of(item, link)])
    item.put(item.within("organization" if maker else DESCRIPTION, maker or told, start, end))
    return True


def _address_of(item: ItemText, link: Span, kind: str | None = None) -> list[Cell]:
    """Return where the name of a model leads: to its page, unless that is a paper."""
    field = kind or field_of_named(link.url)
    return [item.cell(field, link.url, link.start, link.end)] if item.leads_anywhere(field, link) else []


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


def _badges_after(behind: Sequence[Span]) -> list[Span]:
    badges: list[Span] = []
    for span in behind:
        if span.kind != "image":
            break
        badges.append(span)
    return badges


# An item that begins with text.


def _read_first_text(item: ItemText, first: Span, behind: list[Span]) -> None:
    if pictures := _PICTURES_AHEAD.match(first.text):
        first = first.behind(pictures.end())
    if quoted := _QUOTED_TITLE.match(first.text):
        _read_quoted(item, first, quoted, behind)
        return
    if (heads := _HEADS_PROSE.match(plain(first.text))) and (is_description(heads[1]) or no_model(heads[1])):
        item.label = heads[1]
        read_sentences(item, [first, *behind])
        return
    if read_pair(item, first, behind) or read_models_of_kind(item, first, behind):
        return
    strong = STRONG.match(first.text)
    name, start, end = name_part(first, strong)
    if strong and _leads_title(strong, behind) and not first.text[strong.end() :].strip(EDGES):
        _read_first_link(item, behind[0], behind[1:])
        return
    if strong and _is_bold_title(first, strong, behind):
        item.kind = "title"
        add_title(
            item, plain(strong[2]).rstrip(" ."), first.start + strong.start(2), first.start + strong.end(2)
        )
        rest = [first.behind(strong.end()), *behind]
        read_behind(item, rest)
        find_name_behind(item, rest)
        return
    shown = plain(name).strip(" *_")
    if not shown.strip(EDGES):
        read_sentences(item, behind)
        return
    item.kind = "name"
    item.label = shown
    position = 0
    pieces = split_names(shown)
    several = pieces if len(pieces) > 1 else ()
    makers = [piece for piece in several if names_organizations(piece) and not is_maker_and_model(piece)]
    for piece in pieces:
        found = name.find(piece, position)
        position = found + len(piece) if found != -1 else 0
        begin, stop = (found, position) if found != -1 else (0, len(name.rstrip()))
        begin, stop = first.start + start + begin, first.start + start + stop
        if piece in makers and len(makers) < len(pieces):
            item.add(DESCRIPTION, piece, begin, stop)  # perhaps of all the others, perhaps not
        else:
            item.names.append(item.name_cells(piece, begin, stop))
    if strong and end == strong.end() and read_members(item, first, strong, behind):
        return
    is_underlined = first.text.startswith("</u>", end - 4)
    if (is_underlined or (strong and end == strong.end())) and (more := ALSO_STRONG.match(first.text, end)):
        end = read_also_strong(item, first, more)
    if (by := BY.match(first.text, end)) and names_organizations(by[1]):
        item.add("organization", by[1], first.start + by.start(1), first.start + by.end(1))
        end = by.end()
    # What is left of the mark-up around a name is no text.
    left = _behind_colon(first, strong) if strong and end == strong.end() else first.behind(end)
    read_behind(item, [left, *behind] if plain(left.text).strip(" *_") else behind)


def _behind_colon(first: Span, strong: re.Match[str]) -> Span:
    """Return what stands behind bold text, from the colon on that ends it: `**NAME:** prose`."""
    name = strong[2].rstrip()
    if not name.endswith((":", "：")):
        return first.behind(strong.end())
    colon = strong.start(2) + len(name) - 1
    text = first.text[colon] + " " * (strong.end() - colon - 1) + first.text[strong.end() :]
    return Span("text", text, first.start + colon, first.end)


def _read_quoted(item: ItemText, first: Span, quoted: re.Match[str], behind: list[Span]) -> None:
    """Read an item that begins with a title in quotes, as references do."""
    item.kind = "title"
    title = plain(quoted[1]).rstrip(" .,")
    add_title(item, title, first.start + quoted.start(1), first.start + quoted.end(1))
    rest = first.behind(quoted.end())
    behind = [rest, *behind] if plain(rest.text).strip(EDGES) else behind
    read_behind(item, behind)
    find_name_behind(item, behind)


def _leads_title(strong: re.Match[str], behind: Sequence[Span]) -> bool:
    """Tell whether bold text is a topic before a linked title: `**TASK**: [TITLE](url) (**NAME**)`."""
    if not behind or behind[0].kind != "link" or not is_title(plain(behind[0].text)):
        return False
    named = any(span.kind == "text" and NAME_BEHIND.search(span.text) for span in behind)
    return named or not is_name(plain(strong[2]))


def _is_bold_title(first: Span, strong: re.Match[str], behind: Sequence[Span]) -> bool:
    """Tell whether bold text is a title: by its form, its full stop, or the name in brackets behind."""
    shown = plain(strong[2]).rstrip(" .")
    if is_title(parse_name(shown).name) or is_report(shown):
        return True
    if len(plain(strong[2]).split()) <= 2:
        return False
    named = any(span.kind == "text" and NAME_BEHIND.search(span.text) for span in (first, *behind))
    return named or first.text.startswith(". ", strong.end())
