"""What a reader of values is: a text and its key, what it gives, and what it notes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeAlias

from llm_kg.names import split_outside_brackets
from llm_kg.records import Value
from llm_kg.sources.base import Cell
from llm_kg.sources.complaints import Complaints
from llm_kg.terms import Property

__all__ = ["Notes", "Read", "Reader", "Stated", "split"]


class Stated(NamedTuple):
    """A text and its key, wherever they stand: all that a reader of values looks at."""

    key: str
    text: str


#: What is amiss with a text: to be told for each row that states it.
Notes: TypeAlias = list[Callable[[Complaints, Cell], None]]
#: What a reader of values gives: fields and the values that a text states of them.
Read: TypeAlias = Iterable[tuple[str, tuple[Value, ...]]]
Reader: TypeAlias = Callable[[Notes, Stated, Property], Read]


def split(text: str) -> list[str]:
    """Split a list at commas, semicolons and their Chinese kin that stand outside brackets.

    Blanks become single ones: the patterns that pieces are held to look through a run from each of its
    blanks.
    """
    return [piece for raw in split_outside_brackets(text) if (piece := " ".join(raw.split()))]
