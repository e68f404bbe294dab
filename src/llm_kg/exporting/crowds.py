"""Whether the records of a source that is too big to hold are each a model of its own."""

from __future__ import annotations

from array import array
from functools import cached_property
from itertools import pairwise

from llm_kg.exporting.parts import Part
from llm_kg.findings import Findings
from llm_kg.sources.bulk import Joined

__all__ = ["Crowd"]


class Crowd:
    """What the parts of a source have to tell of each other, in some bytes for each record.

    Hashes stand for names: of two that are alike by chance, once in a million sources of a million
    records, the whole source is read at once, which is slower and as right.
    """

    def __init__(self, base: str) -> None:
        self._models = f"<{base}model/"
        self._joined = Joined()
        self._marks: array[int] = array("q")
        self._keys: array[int] = array("q")
        self._names: array[int] = array("q")
        self._needs_all = False

    def add(self, part: Part) -> None:
        """Add a part, in the order of the parts."""
        self._joined.add(part.read)
        self._marks.extend(part.marks)
        self._keys.extend(part.keys)
        self._names.extend(part.names)
        self._needs_all |= part.needs_all

    @property
    def findings(self) -> Findings:
        """What reading has found amiss."""
        return self._joined.findings

    @property
    def is_empty(self) -> bool:
        """Whether no piece has a record."""
        return not self._joined.entries

    @property
    def is_entangled(self) -> bool:
        """Whether two records may be about one model, or their entries have one name."""
        if self._needs_all or self._joined.has_repeated_names:
            return True
        return any(one == other for one, other in pairwise(sorted(self._marks)))

    def has_model(self, node: str) -> bool:
        """Tell whether a node that is mentioned is a model of the source, which says more of it."""
        return self._hash(node) in self._own

    def asks_for_another(self, node: str) -> bool:
        """Tell whether a node that is mentioned has the name of a model with another key."""
        return self._hash(node) in self._others

    def _hash(self, node: str) -> int | None:
        return hash(node[len(self._models) : -1]) if node.startswith(self._models) else None

    @cached_property
    def _own(self) -> frozenset[int | None]:
        return frozenset(self._keys)

    @cached_property
    def _others(self) -> frozenset[int | None]:
        return frozenset(self._names)
