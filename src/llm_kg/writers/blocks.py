"""What writes a graph block by block, so that blocks may be written apart and joined."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from llm_kg.graph import Block

__all__ = ["BlockWriter"]


@dataclass(frozen=True, slots=True)
class BlockWriter:
    """The text of a block, and what stands before the first, between two, and behind the last."""

    block: Callable[[Block], str]
    head: str = ""
    between: str = ""
    tail: str = ""

    def text(self, blocks: Iterable[Block]) -> Iterator[str]:
        """Yield the text of a graph in pieces."""
        yield self.head
        separator = ""
        for written in map(self.block, blocks):
            if written:
                yield separator + written
                separator = self.between
        yield self.tail
