"""Property paths: from a focus node to its values.

Source: SHACL, section 2.3.1, "SHACL Property Paths".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from llm_kg.validation.data import Data

__all__ = ["Alternative", "Inverse", "Path", "Predicate", "Repeat", "Sequence", "values"]


@dataclass(frozen=True, slots=True)
class Predicate:
    """One step along a predicate, a token."""

    iri: str


@dataclass(frozen=True, slots=True)
class Inverse:
    """A path gone backwards."""

    path: Path


@dataclass(frozen=True, slots=True)
class Sequence:
    """One path after another."""

    steps: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Alternative:
    """Any of some paths."""

    branches: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """A path gone `least` times or more; at most once unless `unbounded`."""

    path: Path
    least: int
    unbounded: bool

    @property
    def name(self) -> str:
        """The name of the property by which SHACL says it."""
        if not self.unbounded:
            return "zeroOrOnePath"
        return "oneOrMorePath" if self.least else "zeroOrMorePath"


Path: TypeAlias = Predicate | Inverse | Sequence | Alternative | Repeat


def values(path: Path, node: str, data: Data) -> list[str]:
    """Return the nodes that a path leads to, each once."""
    return list(dict.fromkeys(_walk(path, node, data, backwards=False)))


def _walk(path: Path, node: str, data: Data, *, backwards: bool) -> Iterable[str]:
    match path:
        case Predicate(iri):
            return data.subjects(node, iri) if backwards else data.objects(node, iri)
        case Inverse(inner):
            return _walk(inner, node, data, backwards=not backwards)
        case Sequence(steps):
            reached = [node]
            for step in reversed(steps) if backwards else steps:
                further = (_walk(step, one, data, backwards=backwards) for one in reached)
                reached = list(dict.fromkeys(value for found in further for value in found))
            return reached
        case Alternative(branches):
            return [v for branch in branches for v in _walk(branch, node, data, backwards=backwards)]
        case Repeat():
            return _repeated(path, node, data, backwards=backwards)


def _repeated(path: Repeat, node: str, data: Data, *, backwards: bool) -> Iterator[str]:
    if not path.least:
        yield node
    if not path.unbounded:
        yield from _walk(path.path, node, data, backwards=backwards)
        return
    seen: set[str] = set()
    waiting = [node]
    while waiting:
        for value in _walk(path.path, waiting.pop(), data, backwards=backwards):
            if value not in seen:
                seen.add(value)
                waiting.append(value)
                yield value
