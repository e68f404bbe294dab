"""Titles of papers in items: the name that one begins with, and those on the lines behind the first."""

from __future__ import annotations

import re

from llm_kg.names import clean
from llm_kg.sources.base import DESCRIPTION
from llm_kg.sources.fields import read_fields
from llm_kg.sources.links import link_kind
from llm_kg.sources.markdown.behind import read_behind
from llm_kg.sources.markdown.inline import Span, plain
from llm_kg.sources.markdown.item_text import EDGES, ItemText, read_sentences
from llm_kg.sources.naming import is_coined, is_name, is_title, parse_name

__all__ = ["REPORT", "add_title", "read_title"]

#: The title of a report on a model, which begins with its name.
REPORT = re.compile(r"(.{1,40}?) (?:technical report|system card|model card)", re.IGNORECASE)
_NUMBER = re.compile(r"[\d.,]+[KMBT]?")


def add_title(item: ItemText, title: str, start: int, end: int) -> None:
    """Add a title that an item shows, and note the name before its colon."""
    item.add("title", clean(title), start, end)
    item.label = title
    name, colon, _ = title.partition(":")
    if report := REPORT.fullmatch(title):
        name, colon = report[1], ":"
    if colon and is_name(name) and len(name.split()) <= 3:
        item.title_name = item.cell("name", parse_name(name).name, start, start + len(name))


def read_title(item: ItemText, rest: list[Span]) -> None:
    """Read the lines behind the first: the title of a paper, its links, and other links."""
    title = _title_parts(rest)
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


def _begins_title(text: str) -> bool:
    """Tell whether a line may begin with a title, rather than in the midst of a sentence or of fields."""
    word = text.split(maxsplit=1)[0] if text.strip() else ""
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
    return [rest[0]] if link == 0 and not rest[0].text.startswith("[") else []
