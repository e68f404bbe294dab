"""Several names of an item of which the first is in bold: `**NAME** / **NAME**`, `**FAMILY:** NAME, NAME`.

Underlined ones are read as bold ones are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from llm_kg.names import fold
from llm_kg.sources.base import Cell
from llm_kg.sources.fields import read_fields
from llm_kg.sources.links import link_kind
from llm_kg.sources.markdown.inline import Span, plain
from llm_kg.sources.markdown.item_text import EDGES, ItemText
from llm_kg.sources.name_forms import is_coined, is_name
from llm_kg.sources.several_names import split_names
from llm_kg.sources.venues import begins_with_venue

__all__ = ["ALSO_STRONG", "read_also_strong", "read_members"]

#: More names in bold, or underlined, behind one.
ALSO_STRONG = re.compile(
    r"(?:\s*+(?:[/、，,&]|and\b)\s*+(?:\*\*[^\s*][^*\n]{0,60}\*\*|<u>[^<>\n]{1,60}</u>))++"
)
_STRONG_NAME = re.compile(r"(?:\*\*|<u>)([^*<>\n]+)(?:\*\*|</u>)")


def read_members(item: ItemText, first: Span, strong: re.Match[str], behind: Sequence[Span]) -> bool:
    """Read `**FAMILY:** NAME, NAME`, where each name begins with that of the family."""
    text = first.text[strong.end() :]
    family = item.names[0][0]
    members = split_names(plain(text).strip(EDGES))
    if behind or len(item.names) != 1 or len(members) < 2 or not strong[2].rstrip().endswith((":", "：")):
        return False
    if not all(_is_member(member, family.text) for member in members):
        return False
    for member in members:
        found = first.text.find(member, strong.end())
        start = first.start + (found if found != -1 else strong.end())
        cells = item.name_cells(member, start, start + len(member))
        item.names.append([*cells, Cell("model_family", family.text, family.place)])
    return True


def _is_member(name: str, family: str) -> bool:
    """Tell whether a name is that of a family and more: `Tern-2`, `Tern Large`."""
    more = name[len(family) :]
    return name.startswith(family) and bool(more) and len(name.split()) <= 3 and not more[0].islower()


def read_also_strong(item: ItemText, first: Span, more: re.Match[str]) -> int:
    """Read `**NAME** / **NAME**`, each with what stands in brackets behind it; return where they end."""
    found = list(_STRONG_NAME.finditer(first.text, more.start(), more.end()))
    first_name = item.names[0][0].text
    if not all(_is_beside(plain(match[1]), first_name) for match in found):
        return more.start()
    for match in found:
        start, end = first.start + match.start(1), first.start + match.end(1)
        item.names.append(item.name_cells(plain(match[1]), start, end))
    return more.end()


def _is_beside(text: str, name: str) -> bool:
    """Tell whether a text in bold beside a name is another: made to be one, or akin to it, and no value."""
    if not is_name(text) or read_fields(text) or link_kind(text) or begins_with_venue(text):
        return False
    return is_coined(text) or fold(text.split()[0]) == fold(name.split()[0])
