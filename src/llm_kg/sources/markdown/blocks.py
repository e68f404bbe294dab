"""The blocks that a Markdown text is made of, as nodes that know their lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

__all__ = ["Block"]


@dataclass(slots=True)
class Block:
    """A block: its kind, its lines (0-based, the end exclusive), its content and its children.

    Kinds: `document`, `heading`, `list`, `item`, `paragraph`, `fence`, `code`, `html`, `quote`,
    `table`, `other`. `info` is a fence's language, or the mark of a list's items (`-`, `*`, `+`, `.`,
    `)`); `level` a heading's; `closed` is false of a fence that runs to the end of what holds it for
    want of a closing line.
    """

    kind: str
    start: int
    end: int
    level: int = 0
    info: str = ""
    content: str = ""
    closed: bool = True
    children: list[Block] = field(default_factory=list)

    def walk(self) -> Iterator[Block]:
        """Yield the block and everything in it, in the order of the text."""
        stack = [self]
        while stack:
            block = stack.pop()
            yield block
            if block.children:
                stack.extend(reversed(block.children))
