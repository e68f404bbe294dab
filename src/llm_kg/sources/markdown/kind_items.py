"""Items that list the models of a kind behind a colon: `Chat models: Finch-7B-Chat, Gull-2`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from llm_kg.curated import no_model
from llm_kg.sources.base import GROUP, Cell
from llm_kg.sources.markdown.inline import Span, plain
from llm_kg.sources.markdown.item_text import EDGES, ItemText
from llm_kg.sources.name_forms import is_coined, is_name
from llm_kg.sources.recognizers import names_organizations
from llm_kg.sources.several_names import split_names

__all__ = ["read_models_of_kind"]

_KIND = re.compile(
    r"\s*+[*_]{0,2}((?:[^\s:：*_][^:：*_\n]{0,40}?)?(?:模型|\b[Mm]odels|\bLLMs))[*_]{0,2}[:：][*_]{0,2}\s*+([^\n]{2,1000})"
)
# What such models are to others.
_OF_OTHERS = re.compile(
    r"\b(?:base|parent|teacher|student|judge|reward|draft|reference|baseline|compar\w*|compet\w*|similar|related"
    r"|other|backbone|source|deprecated)\b|基座|底座|基础|教师|奖励|对比|其他|其它|相关",
    re.IGNORECASE,
)


def read_models_of_kind(item: ItemText, first: Span, behind: Sequence[Span]) -> bool:
    """Read `Chat models: NAME, NAME`, where each name was made to be one."""
    may_be_list = not behind and ("odels" in first.text or "模型" in first.text or "LLMs" in first.text)
    match = _KIND.fullmatch(first.text.rstrip()) if may_be_list else None
    if match is None or _OF_OTHERS.search(match[1]):
        return False
    members = split_names(plain(match[2]).strip(EDGES[:-6]))
    if len(members) < 2 or not all(map(_may_be_model, members)):
        return False
    item.kind, item.label = "name", plain(match[1])
    item.names += _named(item, first, match.start(2), members)
    item.put(item.within(GROUP, item.label, first.start, first.start + match.end(1)))
    return True


def _may_be_model(name: str) -> bool:
    return is_coined(name) and is_name(name) and not (no_model(name) or names_organizations(name))


def _named(item: ItemText, first: Span, position: int, names: Sequence[str]) -> list[list[Cell]]:
    """Return the cells of names that stand one behind the other in a text, from a position on."""
    found: list[list[Cell]] = []
    for name in names:
        begin = first.text.find(name, position)
        position = begin + len(name) if begin != -1 else position
        start = first.start + (begin if begin != -1 else position)
        found.append(item.name_cells(name, start, start + len(name)))
    return found
