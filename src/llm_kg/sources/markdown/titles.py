"""Titles of papers in items: the name that one begins with, and those on the lines behind the first."""

from __future__ import annotations

import re

from llm_kg.names import clean
from llm_kg.sources.base import DESCRIPTION
from llm_kg.sources.fields import read_fields
from llm_kg.sources.links import link_kind
from llm_kg.sources.markdown.appeared import add_appeared, where_and_when
from llm_kg.sources.markdown.behind import read_behind
from llm_kg.sources.markdown.inline import Span, plain
from llm_kg.sources.markdown.item_text import EDGES, ItemText, read_sentences
from llm_kg.sources.name_forms import is_coined, is_title
from llm_kg.sources.naming import parse_name
from llm_kg.sources.titles import name_in_title

__all__ = ["add_title", "read_title"]

_NUMBER = re.compile(r"[\d.,]+[KMBT]?")


def add_title(item: ItemText, title: str, start: int, end: int) -> None:
    """Add a title that an item shows, and note the name before its colon."""
    item.add("title", clean(title), start, end)
    item.label = title
    if name := name_in_title(title):
        item.title_name = item.cell("name", parse_name(name).name, start, start + len(name))


def read_title(item: ItemText, rest: list[Span]) -> None:
    """Read the lines behind the first: the title of a paper, its links, and other links."""
    if item.kind == "title" and (apart := _appeared_apart(item, rest)):
        read_sentences(item, apart)
        return
    title = _title_parts(rest)
    if title and item.kind == "title" and title[0].kind == "text":
        read_sentences(item, rest)  # below a title stand the authors, or a summary
        return
    if title and not _begins_title(plain(title[0].text)):
        # A line that was wrapped goes on with what stands before it.
        read_sentences(item, rest) if item.has(DESCRIPTION) else read_behind(item, rest)
        return
    if not title:
        if all(span.kind != "text" for span in rest):
            read_behind(item, rest)
        else:
            read_sentences(item, rest)
        return
    text = clean(" ".join(plain(span.text) for span in title)).strip(" ,;")
    item.add("title", text, title[0].start + title[0].indent, title[-1].end)
    for span in rest:
        if span.kind == "link":
            item.add_link(link_kind(plain(span.text)) or "paper", span)
    behind = rest[rest.index(title[-1]) + 1 :]
    read_sentences(item, [span for span in behind if span.kind in ("text", "bracket")])


def _appeared_apart(item: ItemText, rest: list[Span]) -> list[Span]:
    """Read where and when a paper appeared, in italics on a line below its title; return what is left.

    Nothing is returned where no such text stands there.
    """
    for number, span in enumerate(rest):
        match = _ITALICS_BEHIND.search(span.text) if span.kind == "text" else None
        if match and where_and_when(match[1].strip()):
            start = span.start + match.start(1)
            add_appeared(item, match[1].strip(), start, span.start + match.end(1))
            before = Span("text", span.text[: match.start()], span.start, span.start + match.start())
            return [*rest[:number], *([before] if plain(before.text) else []), *rest[number + 1 :]]
    return []


_ITALICS_BEHIND = re.compile(r"(?<![*\w])\*(?!\s)([^*\n]{4,100})(?<!\s)\*(?!\*)\s{0,20}$")


def _begins_title(text: str) -> bool:
    """Tell whether a line may begin with a title, rather than in the midst of a sentence or of fields."""
    word = text.split(maxsplit=1)[0] if text.strip() else ""
    if text.rstrip().endswith("。"):
        return False  # it is a sentence
    if not word or not (word[0].isalnum() or word[0] in "\"“'«") or _NUMBER.fullmatch(word):
        return False
    if ":" in text or (is_title(text) and word[0].isupper()):
        return True
    return not read_fields(text.strip(EDGES)) and (not word[0].islower() or is_coined(word.rstrip(",")))


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
    is_titled = link == 0 and not rest[0].text.startswith("[") and not link_kind(plain(rest[0].text))
    return [rest[0]] if is_titled else []
