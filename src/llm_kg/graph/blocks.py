"""Blocks of a graph: the nodes that belong together, each with what is said of it, as tokens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from llm_kg.pairs import Node, Pair, split
from llm_kg.rdf import IRI, RDFS, SCHEMA, Statement
from llm_kg.tokens import iri_token, term_of, token_of

__all__ = ["Block", "Shared", "joined", "pair", "pairs_of", "statements_in", "statements_of"]


class Block(NamedTuple):
    """Nodes that are written together: of a model and its entries, or some that models share.

    `nodes` stand in the default graph, and with each name of a graph in `named` stand its own.
    """

    nodes: list[Node]
    named: list[tuple[str, list[Node]]]


def statements_in(block: Block) -> int:
    """Return how many statements a block holds."""
    number = sum(len(pairs) for _, pairs in block.nodes)
    return number + sum(len(pairs) for _, nodes in block.named for _, pairs in nodes)


def pair(predicate: IRI, value: str) -> Pair:
    """Return a predicate with the token of an object."""
    return f"{iri_token(predicate)} {value}"


def nodes_of(statements: Iterable[Statement]) -> list[Node]:
    """Return the nodes that statements are about, in the order in which they come."""
    nodes: dict[str, list[Pair]] = {}
    for subject, predicate, value, _ in statements:
        nodes.setdefault(iri_token(subject), []).append(pair(predicate, token_of(value)))
    return list(nodes.items())


def pairs_of(statements: Iterable[Statement]) -> list[Pair]:
    """Return what statements about one node say of it."""
    return [pair(predicate, token_of(value)) for _, predicate, value, _ in statements]


def statements_of(nodes: Iterable[Node], graph: IRI | None = None) -> Iterator[Statement]:
    """Yield the statements of nodes."""
    for subject, pairs in nodes:
        about = IRI(subject[1:-1])
        for predicate, value in map(split, pairs):
            yield Statement(about, IRI(predicate[1:-1]), term_of(value), graph)


# The first that is said of a node stands: another spelling of a name, another title of a paper.
_FIRST_STANDS = frozenset(map(iri_token, (RDFS["label"], SCHEMA["name"])))


class Shared:
    """Nodes that several models may name, each described by all that is said of it."""

    def __init__(self) -> None:
        self._described: dict[str, list[Pair]] = {}

    def __contains__(self, node: str) -> bool:
        return node in self._described

    def describe(self, node: str, pairs: list[Pair]) -> None:
        """Add what is said of a node to what was said of it before."""
        known = self._described.setdefault(node, pairs)
        if known is not pairs and known != pairs:
            self._described[node] = joined((known, pairs))

    def nodes(self) -> Iterator[Node]:
        """Yield the nodes in the order of their IRIs."""
        for node in sorted(self._described):
            yield node, self._described[node]

    def drain(self) -> list[tuple[str, list[Pair]]]:
        """Return the nodes in the order of their IRIs, and forget them."""
        drained = sorted(self._described.items())
        self._described.clear()
        return drained


def joined(descriptions: Iterable[Iterable[Pair]]) -> list[Pair]:
    """Return all that is said of one node, each pair once; what the first says stands."""
    first, *others = descriptions
    if not others:
        return [*first]
    told = dict.fromkeys(first)
    for pairs in others:
        taken = {split(pair)[0] for pair in told} & _FIRST_STANDS
        told |= dict.fromkeys(pair for pair in pairs if split(pair)[0] not in taken)
    return list(told)
