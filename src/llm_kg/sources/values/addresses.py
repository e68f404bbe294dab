"""Values that are addresses: links, and papers with their titles."""

from __future__ import annotations

import re
from functools import partial

from llm_kg.curated import link_field
from llm_kg.identifiers import clean_url, is_plain_link, is_web_link
from llm_kg.records import Paper, Value
from llm_kg.sources.complaints import Complaints
from llm_kg.sources.values.base import Notes, Read, Stated
from llm_kg.terms import Property

__all__ = ["read_any_links", "read_links", "read_paper", "read_title"]

# What has a scheme is looked for once in each word, or a word of a megabyte would take hours.
_URL = re.compile(r"https?://[^\s<>\"]+|(?<!\S)\S+://\S+|(?:javascript|data|file|mailto|vbscript):\S*", re.I)


def read_links(notes: Notes, stated: Stated, term: Property) -> Read:
    """Read links."""
    return [(term.notation, tuple(_links(notes, stated, term)))]


def read_any_links(notes: Notes, stated: Stated, term: Property) -> Read:
    """Read links whose key says nothing of what they lead to: their hosts may."""
    if stated.key == term.notation:
        return read_links(notes, stated, term)
    read: list[tuple[str, tuple[Value, ...]]] = []
    for url in _links(notes, stated, term):
        field = link_field(url)
        read.append((field, (Paper(urls=(url,)) if field == "paper" else url,)))
    return read or [(term.notation, ())]


def _links(notes: Notes, stated: Stated, term: Property) -> list[str]:
    if is_plain_link(stated.text):
        return [stated.text]
    links: list[str] = []
    found = [match[0].rstrip(",;") for match in _URL.finditer(stated.text)]
    for url in found:
        address = clean_url(url)
        if is_web_link(address):
            links.append(address)
        else:
            notes.append(partial(Complaints.unsafe, url=url))
    if not found:
        notes.append(partial(Complaints.unreadable, term=term))
    return list(dict.fromkeys(links))


def read_paper(notes: Notes, stated: Stated, term: Property) -> Read:
    """Read the address of a paper, or else its title."""
    if is_plain_link(stated.text) or _URL.search(stated.text):
        papers = tuple(Paper(urls=(url,)) for url in _links(notes, stated, term))
        return [("paper", papers)]
    return [("paper", (Paper(title=" ".join(stated.text.split())),))]


def read_title(notes: Notes, stated: Stated, term: Property) -> Read:
    """Read the title of a paper."""
    return [("title", (Paper(title=" ".join(stated.text.split())),))]
