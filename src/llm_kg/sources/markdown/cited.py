"""Papers that are cited behind a name: `NAME: "TITLE". (**[WHERE, WHEN](url)**)`, and behind sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from llm_kg.names import fold
from llm_kg.sources.links import field_of_titled
from llm_kg.sources.markdown.appeared import add_appeared, where_and_when
from llm_kg.sources.markdown.inline import Span, plain
from llm_kg.sources.markdown.item_text import EDGES, ItemText
from llm_kg.sources.name_forms import is_coined
from llm_kg.sources.recognizers import is_date_shaped

__all__ = ["take_cited"]

_TITLE = re.compile(r"[\"“]([^\"“”]{3,300})[\"”][\s.,;]*[(（]\s*[*_]{0,3}$")
_CLOSES = re.compile(r"\s*[*_]{0,3}\s*[)）]")
# What stands alone behind a sentence is its own; within one it may be of anything.
_ENDS = re.compile(r"(?:^|[.!?。！？])[\s)）*_]*$")


class _Cited(NamedTuple):
    """A title, the number of the text that it stands in, and what stands before it: nothing, or sentences."""

    number: int
    match: re.Match[str]
    is_first: bool
    ends_sentence: bool

    @property
    def title(self) -> str:
        return plain(self.match[1]).rstrip(" .")


def take_cited(item: ItemText, behind: Sequence[Span]) -> Sequence[Span]:
    """Read the paper of a model that is cited behind its name; return what else stands there.

    It is the one right behind the name, one whose title begins with the name, or the only one, where its
    title does not begin with another name.
    """
    if len(item.names) != 1 or item.has("title", "paper"):
        return behind
    found = list(_cited_in(behind)) if any('"' in s.text or "“" in s.text for s in behind) else []
    own = _own(item.names[0][0].text, found)
    if own is None:
        return behind
    text, link, after = behind[own.number], behind[own.number + 1], behind[own.number + 2]
    begin = text.start + own.match.start(1)
    item.add("title", own.title, begin, begin + len(own.match[1]))
    item.add_link(field_of_titled(link.url), link)
    add_appeared(item, plain(link.text).strip(EDGES), link.label, link.label + len(link.text))
    before = Span("text", text.text[: own.match.start()], text.start, text.start + own.match.start())
    closing = _CLOSES.match(after.text)
    rest = after.behind(closing.end() if closing else 0)
    parts = (*behind[: own.number], before, rest, *behind[own.number + 3 :])
    return [span for span in parts if span.kind != "text" or plain(span.text).strip(" *_")]


def _cited_in(behind: Sequence[Span]) -> Iterator[_Cited]:
    is_first = True
    for number, span in enumerate(behind[:-2]):
        link, after = behind[number + 1], behind[number + 2]
        match = _TITLE.search(span.text) if span.kind == "text" and link.kind == "link" else None
        if match and after.kind == "text" and _CLOSES.match(after.text) and _says_when(link):
            before = span.text[: match.start()]
            yield _Cited(
                number, match, is_first and not plain(before).strip(EDGES), bool(_ENDS.search(before))
            )
        is_first = is_first and span.kind == "image"


def _says_when(link: Span) -> bool:
    label = plain(link.text).strip(EDGES)
    told = where_and_when(label)
    return told is not None and (not told[1] or is_date_shaped(told[1]))


def _own(name: str, found: Sequence[_Cited]) -> _Cited | None:
    for cited in found:
        if cited.is_first or fold(cited.title.partition(":")[0]) == fold(name):
            return cited
    if len(found) != 1 or not found[0].ends_sentence:
        return None
    ahead, colon, _ = found[0].title.partition(":")
    return None if colon and is_coined(ahead) else found[0]
