"""The block structure of a Markdown text, as a tree whose nodes know their lines.

CommonMark and GFM tables are markdown-it's; it gives lines, so columns come from the raw lines
(`inline.py`, `fences.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from markdown_it import MarkdownIt

from llm_kg.sources.base import Text

__all__ = ["Block", "parse_blocks"]

#: Deeper nesting than this is not followed; no list written by people comes near.
MAX_NESTING = 100


@dataclass(slots=True)
class Block:
    """A block: its kind, its lines (0-based, the end exclusive), its content and its children.

    Kinds: `document`, `heading`, `list`, `item`, `paragraph`, `fence`, `code`, `html`, `quote`,
    `table`, `other`. `info` is a fence's language; `level` a heading's.
    """

    kind: str
    start: int
    end: int
    level: int = 0
    info: str = ""
    content: str = ""
    children: list[Block] = field(default_factory=list)

    def walk(self) -> Iterator[Block]:
        """Yield the block and everything in it, in the order of the text."""
        stack = [self]
        while stack:
            block = stack.pop()
            yield block
            stack.extend(reversed(block.children))


_KINDS = {
    "heading_open": "heading",
    "bullet_list_open": "list",
    "ordered_list_open": "list",
    "list_item_open": "item",
    "paragraph_open": "paragraph",
    "fence": "fence",
    "code_block": "code",
    "html_block": "html",
    "blockquote_open": "quote",
    "table_open": "table",
}


def parse_blocks(text: Text) -> Block:
    """Return the tree of a text's blocks; inline markup is left as it is."""
    parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable("table")
    parser.core.ruler.enableOnly(["normalize", "block"])
    root = Block("document", 0, len(text.lines))
    open_blocks = [root]
    for token in parser.parse(text.text):
        if token.nesting == -1:
            open_blocks.pop()
        elif token.type == "inline":
            open_blocks[-1].content = token.content
        else:
            start, end = token.map or (open_blocks[-1].start, open_blocks[-1].end)
            block = Block(
                _KINDS.get(token.type, "other"),
                start,
                end,
                level=int(token.tag[1]) if token.type == "heading_open" else 0,
                info=token.info.strip(),
                content=token.content,
            )
            open_blocks[-1].children.append(block)
            if token.nesting == 1:
                open_blocks.append(block)
    return root
