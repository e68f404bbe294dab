"""What parts of a graph share: descriptions of nodes, sorted outside of memory where there are many."""

from __future__ import annotations

import heapq
import marshal
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import groupby
from operator import itemgetter
from typing import IO, TypeAlias

from llm_kg.pairs import Pair

__all__ = ["Descriptions"]

#: A node, and what one part says of it.
Description: TypeAlias = tuple[str, list[Pair]]

# How many descriptions are held in memory, a hundred megabytes of them.
_HELD = 100_000


class Descriptions:
    """The descriptions of nodes by the parts of a graph, added in the order of the parts.

    What is too much for memory is sorted in runs and kept in files without a name, which vanish with
    the process.
    """

    def __init__(self, held: int = _HELD) -> None:
        self._held = held
        self._now: list[Description] = []
        self._runs: list[IO[bytes]] = []
        self._open = ExitStack()

    def __enter__(self) -> Descriptions:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def add(self, descriptions: Iterable[Description]) -> None:
        """Add what a part says."""
        self._now += descriptions
        if len(self._now) >= self._held:
            run = tempfile.TemporaryFile()  # noqa: SIM115 - the stack closes it
            self._open.enter_context(run)
            for description in self._sorted():
                marshal.dump(description, run)
            self._runs.append(run)
            self._now = []

    def nodes(self) -> Iterator[tuple[str, list[list[Pair]]]]:
        """Yield each node by IRI, with what parts say of it: each description once, in their order."""
        runs = [*map(_read, self._runs), self._sorted()]
        for node, same in groupby(heapq.merge(*runs, key=itemgetter(0)), key=itemgetter(0)):
            said: list[list[Pair]] = []
            for _, pairs in same:
                if pairs not in said:
                    said.append(pairs)
            yield node, said

    def _sorted(self) -> list[Description]:
        return sorted(self._now, key=itemgetter(0))  # stable: of one node, the first part comes first


def _read(run: IO[bytes]) -> Iterator[Description]:
    run.seek(0)
    while True:
        try:
            yield marshal.load(run)
        except EOFError:
            return
