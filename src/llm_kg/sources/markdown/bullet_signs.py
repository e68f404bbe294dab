"""Items that begin with a sign which Markdown does not know, as texts from elsewhere have them.

1. Tern (Harbour)
   • License: MIT
   • Parameters: 7B

Such lines are one paragraph to CommonMark; here they are the items of a list.
"""

from __future__ import annotations

import re

from llm_kg.sources.markdown.blocks import Block

__all__ = ["SIGN", "lists_by_signs"]

#: What lets a text hold such items at all.
SIGN = re.compile(r"^[ \t]*[•‣▪▫◦●○∙⁃➢➤►▸][ \t]+(?=\S)", re.MULTILINE)
# Between links of one line they part these: it is a bar of the page.
_PARTS = re.compile(r"\S[ \t]+[•‣▪▫◦●○∙⁃➢➤►▸][ \t]")


def lists_by_signs(parent: Block) -> None:
    """Make lists of the lines with such signs in the paragraphs that stand in a block directly.

    One such line may be a remark; below the text of an item it describes that.
    """
    if not any(block.kind == "paragraph" and SIGN.search(block.content) for block in parent.children):
        return
    children: list[Block] = []
    for block in parent.children:
        children += (
            _parted(block, 1 if parent.kind == "item" else 2) if block.kind == "paragraph" else [block]
        )
    parent.children = children


def _parted(paragraph: Block, fewest: int) -> list[Block]:
    """Return the paragraph before the first line with a sign, and the list from there on."""
    lines = paragraph.content.split("\n")
    signs = [SIGN.match(line) for line in lines]
    begins = [number for number, sign in enumerate(signs) if sign]
    if len(begins) < fewest or any(map(_PARTS.search, lines)):
        return [paragraph]
    first, items = paragraph.start, []
    for begin, end in zip(begins, [*begins[1:], len(lines)], strict=True):
        sign = signs[begin]
        content = "\n".join((lines[begin][sign.end() if sign else 0 :], *lines[begin + 1 : end]))
        text = Block("paragraph", first + begin, first + end, content=content)
        items.append(Block("item", first + begin, first + end, children=[text]))
    made = Block("list", first + begins[0], paragraph.end, info="-", children=items)
    before = Block("paragraph", first, first + begins[0], content="\n".join(lines[: begins[0]]))
    return [before, made] if begins[0] else [made]
