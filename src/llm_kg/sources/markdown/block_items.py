"""Items with blocks below them: which block is the item's, and what the item says of the models in all."""

from __future__ import annotations

from collections.abc import Sequence

from llm_kg.names import fold
from llm_kg.sources.base import Cell
from llm_kg.sources.markdown.blocks import Block
from llm_kg.sources.markdown.bullets import Entry
from llm_kg.sources.markdown.stated import means, states

__all__ = ["blocks_of", "of_its_paper", "take_title"]

# The fewest words of a title that has not the form of one: "Neural Birds Are Good Singers".
_FEWEST_WORDS = 4
_OF_PAPERS = ("title", "paper")


def blocks_of(entry: Entry) -> tuple[list[Cell], list[tuple[Block, list[Cell]]]]:
    """Return what the blocks say of the item's own model, and the blocks that are entries of their own.

    The first block is the item's; another one that names a model is an entry of its own.
    """
    own = [cell for _, cells in entry.blocks[:1] for cell in cells]
    apart: list[tuple[Block, list[Cell]]] = []
    for block, cells in entry.blocks[1:]:
        if states("name", cells):
            apart.append((block, cells))
        else:
            own += cells
    return own, apart


def take_title(entry: Entry, blocks: Sequence[Cell]) -> None:
    """Take a name for a title that leads to a paper, where the item's block names another."""
    if len(entry.names) != 1 or not states("name", blocks):
        return
    (own,) = entry.names
    words = own[0].text.split()
    is_name = any(fold(own[0].text).startswith(fold(c.text)) for c in blocks if means("name", c))
    if len(words) < _FEWEST_WORDS or is_name or not any(cell.key == "paper" for cell in own):
        return
    if own[0].text[-1].isdigit() and not any(map(str.islower, words)):
        return
    entry.names.clear()
    entry.node.text.put(own[0]._replace(key="title"), *own[1:])


def of_its_paper(entry: Entry, cells: Sequence[Cell]) -> list[Cell]:
    """Return the title of the item and its paper for a block that names another model of that paper."""
    if not entry.node.text.has("title") or any(states(key, cells) for key in _OF_PAPERS):
        return []
    return [cell for cell in entry.node.text.cells if cell.key in _OF_PAPERS]
