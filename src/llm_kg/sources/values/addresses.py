"""Values that are addresses: links, and papers with their titles."""

from __future__ import annotations

import re
from functools import partial

from llm_kg.curated import link_field
from llm_kg.identifiers import clean_url, is_plain_link, is_web_link, paper_address, rest_of_file, with_scheme
from llm_kg.records import Paper, Value
from llm_kg.sources.complaints import Complaints
from llm_kg.sources.values.base import Notes, Read, Stated
from llm_kg.terms import Property

__all__ = ["read_any_links", "read_links", "read_paper", "read_title"]

# What has a scheme is looked for once in each word, or a word of a megabyte would take hours.
_URL = re.compile(
    r"https?://[^\s<>\"]+|(?<!\S)\S+://\S+|(?<!\S)https?:/\S+|(?:javascript|data|file|mailto|vbscript):\S*",
    re.I,
)
# What goes on behind the sign at which an address seemed to end: it is not all of the address.
_RUNS_ON = re.compile(r"[\"<](?:[\w-]{1,40}>)?[\w/.]")
# An address without its beginning, a number, or Markdown that leads nowhere is no title of a paper.
_NO_TITLE = re.compile(
    r"\[[^\[\]]*\]\([^()]*\)|\.{0,2}/\S*|(?:arxiv|doi)\s*:\s*\S*|[\d./v-]+|https?:\S*", re.I
)


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
    if address := with_scheme(stated.text):
        return [address]
    links: list[str] = []
    found = [*_URL.finditer(stated.text)]
    for match in found:
        url = match[0].rstrip(",;")
        address = clean_url(url)
        end = match.end()
        if _RUNS_ON.match(stated.text, end) or rest_of_file(stated.text, end):
            notes.append(partial(Complaints.unreadable, term=term))
        elif is_web_link(address):
            links.append(address)
        else:
            notes.append(partial(Complaints.unsafe, url=url))
    if not found:
        notes.append(partial(Complaints.unreadable, term=term))
    return list(dict.fromkeys(links))


def read_paper(notes: Notes, stated: Stated, term: Property) -> Read:
    """Read the address of a paper, its identifier, or else its title."""
    text = " ".join(stated.text.split())
    if address := paper_address(text):
        return [("paper", (Paper(urls=(address,)),))]
    if is_plain_link(stated.text) or with_scheme(text) or _URL.search(stated.text):
        papers = tuple(Paper(urls=(url,)) for url in _links(notes, stated, term))
        return [("paper", papers)]
    if _NO_TITLE.fullmatch(text):
        notes.append(partial(Complaints.unreadable, term=term))
        return [("paper", ())]
    return [("paper", (Paper(title=text),))]


def read_title(notes: Notes, stated: Stated, term: Property) -> Read:
    """Read the title of a paper."""
    return [("title", (Paper(title=" ".join(stated.text.split())),))]
