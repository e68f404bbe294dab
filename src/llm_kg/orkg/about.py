"""A graph as it is asked here: what is said of a node."""

from __future__ import annotations

from collections import defaultdict

from llm_kg.graph import Graph
from llm_kg.rdf import IRI, Literal, Statement, Term

__all__ = ["About"]


class About:
    """The statements of a graph by subject, without those of named graphs."""

    def __init__(self, graph: Graph) -> None:
        self._by_subject: dict[IRI, list[Statement]] = defaultdict(list)
        for statement in graph:
            if statement.graph is None:
                self._by_subject[statement.subject].append(statement)

    def __getitem__(self, node: IRI) -> list[Statement]:
        """Return what is said of a node, in the order of the graph."""
        return self._by_subject.get(node, [])

    def all(self, node: IRI, predicate: IRI) -> list[Term]:
        """Return the objects of a node and a predicate."""
        return [s.object for s in self[node] if s.predicate == predicate]

    def iri(self, node: IRI, predicate: IRI) -> IRI | None:
        """Return the first object that is an IRI."""
        return next((found for found in self.all(node, predicate) if isinstance(found, IRI)), None)

    def text(self, node: IRI, *predicates: IRI) -> str | None:
        """Return the first text by the first of the predicates that has one, in English or of no language."""
        for predicate in predicates:
            texts = [found for found in self.all(node, predicate) if isinstance(found, Literal)]
            if texts:
                return min(texts, key=lambda text: text.language not in (None, "en")).lexical
        return None
