"""What stands before the name of an item: a box to tick, badges, dates, authors, an organisation."""

from __future__ import annotations

import re
from collections.abc import Sequence

from llm_kg.curated import link_field
from llm_kg.sources.base import DESCRIPTION
from llm_kg.sources.links import link_kind
from llm_kg.sources.markdown.appeared_ahead import read_appeared, read_appeared_in_text
from llm_kg.sources.markdown.inline import Span, pictures_in, plain
from llm_kg.sources.markdown.item_text import DASH, EDGES, ItemText
from llm_kg.sources.name_forms import is_name
from llm_kg.sources.recognizers import is_date_shaped, names_organizations

__all__ = ["strip_lead"]

_CHECKBOX = re.compile(r"[ xX]?")
_LEADING_DATE = re.compile(
    r"\s*+(?:[(（【](?=[^()（）【】]{4,20}[)）】]))?((?:[A-Z][a-z]{2,8}\.? )?\d[\d./年月日-]{2,11})[)）】]?"
    r"\s*+(?:[|:：·•,，]|[-–—]\s|$|(?<=[)）】]))"
)
# `*Jun.* NAME`, `Jun: NAME`: of a year that stands elsewhere.
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_LEADING_MONTH = re.compile(
    rf"\s*+(?:([*_]{{1,3}})(?={_MONTH}[,:]?\1)|(?={_MONTH}:\s))({_MONTH})(?:[*_,]*+:[*_]*+|[*_,]++(?=\s|$))[\s|·–—-]*+",
    re.IGNORECASE,
)
_AUTHORS = re.compile(
    r"\s*+(?=[^\W\d_])(?:(?! (?:by|of|from|in|as) )[^\"“”:()\[\]\d]){1,120}?"
    r" et al(?:\.,?|,)\s*+(?:\(?(?:19|20)\d\d[a-z]?\)?[.,]?\s*+)?"
)


def strip_lead(item: ItemText, head: list[Span]) -> list[Span]:
    """Take off what stands before a name: a box to tick, badges, a date, an organisation."""
    head, position = list(head), 0
    for position, span in enumerate(head):
        label = plain(span.text).strip(EDGES)
        if span.kind == "text" and (not label.strip("*_") or not any(map(str.isalnum, label))):
            continue
        date = _LEADING_DATE.match(span.text) if span.kind == "text" else None
        behind = _behind(span, date.end(), head[position + 1 :]) if date else []
        if date and behind and is_date_shaped(date[1]):
            item.add("date_created", date[1], span.start + date.start(1), span.start + date.end(1))
            return behind
        month = _LEADING_MONTH.match(span.text) if span.kind == "text" else None
        if month and (month.end() < len(span.text) or position + 1 < len(head)):
            item.add(DESCRIPTION, month[2], span.start + month.start(2), span.start + month.end(2))
            return _behind(span, month.end(), head[position + 1 :])
        if span.kind == "text" and (authors := _AUTHORS.match(span.text)) and len(head) > position + 1:
            item.add(
                DESCRIPTION, authors[0].strip(), span.start + authors.start(), span.start + authors.end()
            )
            return _behind(span, authors.end(), head[position + 1 :])
        if span.kind == "bracket" and (_CHECKBOX.fullmatch(span.text) or is_date_shaped(label)):
            if is_date_shaped(label):
                item.add("date_created", label, span.start, span.end)
            continue
        if span.kind == "bracket" and names_organizations(label):
            item.add("organization", label, span.start, span.end)
            continue
        if span.kind == "bracket" and read_appeared(item, head, position):
            continue
        if span.kind == "text" and (behind := read_appeared_in_text(item, span, head[position + 1 :])):
            return behind
        if span.kind == "link" and span.text.startswith("[") and names_organizations(label):
            item.add("organization", label, span.label + 1, span.label + len(span.text) - 1)
            item.add_link("link", span)
            if position + 1 == len(head):
                return []
            continue
        if span.kind == "image" and position + 1 < len(head):
            continue
        if kind := _badge_kind(span, head[position + 1 : position + 10]):
            item.add_link(kind, span)
            continue
        return head[position:]
    return head[position:]


def _behind(span: Span, end: int, spans: Sequence[Span]) -> list[Span]:
    """Return what of a span stands behind an offset, if anything, and the spans behind it."""
    rest = span.behind(end)
    return [*([rest] if plain(rest.text).strip(EDGES) else []), *spans]


def _badge_kind(span: Span, behind: Sequence[Span]) -> str | None:
    """Return what a badge leads to that stands before a name; None of anything else."""
    if span.kind != "link" or plain(span.text):
        return None
    following = next((s for s in behind if s.kind != "image" and plain(s.text)), None)
    label = DASH.split(plain(following.text), maxsplit=1)[0] if following else ""
    if not is_name(label) or link_kind(label):
        return None
    return link_kind("", *pictures_in(span.text)) or link_field(span.url)
