"""What is said of a node as pairs: the tokens of a predicate and an object in one string."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TypeAlias

__all__ = ["Node", "Pair", "by_predicate", "grouped", "split"]

#: The tokens of a predicate and an object, with a blank between. One string, for a graph is mostly made
#: to be written: the lines of a node are then one join, which is four times the speed of tuples.
Pair: TypeAlias = str

#: The token of a subject, and what is said of it: each pair once, in order.
Node: TypeAlias = tuple[str, Collection[Pair]]


def split(pair: Pair) -> tuple[str, str]:
    """Return the tokens of a pair; no token of a predicate holds a blank."""
    predicate, _, value = pair.partition(" ")
    return predicate, value


def grouped(pairs: Iterable[Pair]) -> dict[str, list[str]]:
    """Return what is said of a node as predicate → objects."""
    about: dict[str, list[str]] = {}
    _group(pairs, about)
    return about


def by_predicate(nodes: Iterable[Node]) -> dict[str, dict[str, list[str]]]:
    """Return what is said of nodes as subject → predicate → objects."""
    found: dict[str, dict[str, list[str]]] = {}
    for subject, pairs in nodes:
        _group(pairs, found.setdefault(subject, {}))
    return found


def _group(pairs: Iterable[Pair], about: dict[str, list[str]]) -> None:
    for pair in pairs:
        predicate, _, value = pair.partition(" ")
        if (known := about.get(predicate)) is None:
            about[predicate] = [value]
        else:
            known.append(value)
