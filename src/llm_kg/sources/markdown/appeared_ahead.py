"""Where and when a paper appeared, ahead of its name: `[ACL 2022] **NAME: TITLE**`, `(ACL 2022) NAME: …`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from llm_kg.names import fold
from llm_kg.sources.markdown.appeared import add_appeared, where_and_when
from llm_kg.sources.markdown.inline import Span, plain
from llm_kg.sources.markdown.item_text import EDGES, STRONG, ItemText
from llm_kg.sources.name_forms import is_coined, is_name, is_title
from llm_kg.sources.titles import name_in_title
from llm_kg.sources.venues import begins_with_venue

__all__ = ["read_appeared", "read_appeared_in_text", "turn_into_title"]

# What parts the bracket from the name: `[ACL 2022]: NAME`, and the end of bold text in `**[ACL 2022]** NAME`.
_APART = re.compile(r"\s*+(?:[*_]{1,3}(?=[\s:,]))?+(?:\s*+(?:[:,|·–—]|-\s))?")
_IN_TEXT = re.compile(
    r"\s*+(?:\*\*)?(?:[(（【]([^()（）【】\n]{3,80})[)）】]|`([^`\n]{3,80})`)(?:\*\*)?"
    r"(?:\s*+[:,|·–—]\s*+|\s++(?:-\s)?|$)"
)


def read_appeared(item: ItemText, head: list[Span], position: int) -> bool:
    """Read the bracket at a position that says where and when, and say so; what parts it from the name goes.

    What is known for no venue may be a name itself, unless one stands behind it: in bold, or before the
    colon of a title.
    """
    span = head[position]
    label = plain(span.text).strip(EDGES)
    told = where_and_when(label)
    if told is None or position + 1 == len(head):
        return False
    behind = head[position + 1]
    if behind.kind == "text" and (apart := _APART.match(behind.text)):
        behind = behind.behind(apart.end())
    named = behind if behind.text.strip() else head[min(position + 2, len(head) - 1)]
    if not (begins_with_venue(told[0]) or _names_other(named, label)):
        return False
    head[position + 1] = behind
    add_appeared(item, label, span.start, span.end)
    return True


def read_appeared_in_text(item: ItemText, span: Span, behind: Sequence[Span]) -> list[Span]:
    """Read `(ACL 2022) NAME` as `[ACL 2022] NAME`, where the venue is a known one."""
    match = _IN_TEXT.match(span.text) if span.text.lstrip(" *")[:1] in _OPENING else None
    label = plain(match[1] or match[2]).strip() if match else ""
    told = where_and_when(label) if label else None
    if match is None or told is None or not begins_with_venue(told[0]):
        return []
    left = span.behind(match.end())
    rest = [*([left] if plain(left.text).strip(EDGES) else []), *behind]
    if rest:
        number = 1 if match[1] else 2
        add_appeared(item, label, span.start + match.start(number), span.start + match.end(number))
    return rest


_OPENING = frozenset("(（【`")


def _names_other(span: Span, label: str) -> bool:
    """Tell whether a text in bold is a name, or a title begins with one, that the label does not say."""
    strong = STRONG.match(span.text) if span.kind == "text" else None
    shown = plain(strong[2] if strong else span.text)
    if strong and is_name(shown):
        return True
    name = name_in_title(shown) if is_title(shown) else None
    return name is not None and fold(name) not in fold(label)


def turn_into_title(item: ItemText) -> None:
    """Take for a title what stands behind a venue or a date, has a paper and goes on as titles do."""
    text = item.names[0][0].text if len(item.names) == 1 and item.has("paper") else ""
    words = text.split()
    if len(words) < 3 or item.has("title") or any(map(is_coined, words)):
        return
    if (item.has("venue") and (is_title(text) or len(words) > 3)) or not _GOES_ON.isdisjoint(words):
        ((name, *beside),) = item.names
        item.kind, item.names = "title", []
        item.put(name._replace(key="title"), *beside)


_GOES_ON = frozenset(
    ("a", "an", "as", "at", "by", "for", "from", "in", "is", "on", "the", "to", "via", "with")
)
