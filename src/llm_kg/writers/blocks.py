"""What writes a graph block by block, so that blocks may be written apart and joined."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from llm_kg.graph import Block
from llm_kg.pairs import Pair, split
from llm_kg.reconciliation import Model

__all__ = ["BlockWriter", "Remembered"]

_T = TypeVar("_T")

# How many pairs of a predicate are remembered.
_MOST: Final = 256


@dataclass(frozen=True, slots=True)
class BlockWriter:
    """The text of a block, and what stands before the first, between two, and behind the last.

    `model` writes a model itself, where what is written of it is not its block.
    """

    block: Callable[[Block], str]
    head: str = ""
    between: str = ""
    tail: str = ""
    model: Callable[[Model], str] | None = None

    def text(self, blocks: Iterable[Block]) -> Iterator[str]:
        """Yield the text of a graph in pieces."""
        yield self.head
        separator = ""
        for written in map(self.block, blocks):
            if written:
                yield separator + written
                separator = self.between
        yield self.tail


class Remembered(dict[Pair, _T], Generic[_T]):
    """What `make` makes of the predicate and the object of a pair, looked up by the pair.

    The first of each predicate are remembered: its objects are few and come again and again, as concepts
    and dates do, or there is one for each node.
    """

    def __init__(self, make: Callable[[str, str], _T]) -> None:
        super().__init__()
        self._make = make
        self._numbers: dict[str, int] = {}

    def __missing__(self, pair: Pair) -> _T:
        predicate, value = split(pair)
        made = self._make(predicate, value)
        if (number := self._numbers.get(predicate, 0)) < _MOST:
            self._numbers[predicate] = number + 1
            self[pair] = made
        return made
