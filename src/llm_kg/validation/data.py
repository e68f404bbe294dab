"""The data graph, as checks see it: statements by node, and what is an instance of which class."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Final, TypeAlias

from llm_kg.rdf import IRI, RDF, RDFS, Statement
from llm_kg.tokens import iri_token, literal_token

__all__ = ["SUBCLASS", "TYPE", "Data", "Hierarchy", "Nodes", "nodes_of"]

#: Subject → predicate → objects, all tokens.
Nodes: TypeAlias = Mapping[str, Mapping[str, Sequence[str]]]

TYPE: Final = iri_token(RDF["type"])
SUBCLASS: Final = iri_token(RDFS["subClassOf"])


def nodes_of(statements: Iterable[Statement]) -> dict[str, dict[str, list[str]]]:
    """Return the statements of the default graph by node, each once."""
    nodes: dict[str, dict[str, list[str]]] = {}
    for subject, predicate, value, graph in statements:
        if graph is None:
            about = nodes.setdefault(iri_token(subject), {}).setdefault(iri_token(predicate), [])
            about.append(iri_token(value) if isinstance(value, IRI) else literal_token(value))
    for properties in nodes.values():
        for objects in properties.values():
            if len(objects) > 1:
                objects[:] = dict.fromkeys(objects)
    return nodes


class Hierarchy:
    """Which classes are stated to be subclasses of which, and all that follows from it."""

    def __init__(self) -> None:
        self._parents: dict[str, set[str]] = defaultdict(set)
        self._above: dict[str, frozenset[str]] = {}

    def __bool__(self) -> bool:
        """Whether any superclass is known."""
        return bool(self._parents)

    def learn(self, class_: str, parents: Iterable[str]) -> bool:
        """Add that a class is a subclass of others; tell whether that was news."""
        known = self._parents[class_]
        news = set(parents) - known
        if not news:
            return False
        known |= news
        self._above.clear()
        return True

    def above(self, class_: str) -> frozenset[str]:
        """Return a class and all its superclasses."""
        found = self._above.get(class_)
        if found is None:
            reached: set[str] = set()
            waiting = [class_]
            while waiting:
                one = waiting.pop()
                if one not in reached:
                    reached.add(one)
                    waiting.extend(self._parents.get(one, ()))
            found = self._above[class_] = frozenset(reached)
        return found


class Data:
    """Statements by node. What reaches from objects to subjects is indexed when it is first asked for."""

    def __init__(self, nodes: Nodes, hierarchy: Hierarchy) -> None:
        self.nodes = nodes
        self.hierarchy = hierarchy

    @cached_property
    def _inverse(self) -> Mapping[tuple[str, str], Sequence[str]]:
        inverse: dict[tuple[str, str], list[str]] = defaultdict(list)
        for subject, statements in self.nodes.items():
            for predicate, objects in statements.items():
                for value in dict.fromkeys(objects):
                    inverse[value, predicate].append(subject)
        return dict(inverse)

    def statements(self, node: str) -> Mapping[str, Sequence[str]]:
        """Return what is stated of a node, by predicate."""
        return self.nodes.get(node, _NOTHING)

    def objects(self, node: str, predicate: str) -> Sequence[str]:
        """Return the objects of a node's statements with a predicate."""
        return self.nodes.get(node, _NOTHING).get(predicate, ())

    def subjects(self, node: str, predicate: str) -> Sequence[str]:
        """Return the subjects of statements with a predicate, of which a node is the object."""
        return self._inverse.get((node, predicate), ())

    def is_instance(self, node: str, class_: str) -> bool:
        """Tell whether a node is a SHACL instance of a class."""
        return any(class_ in self.hierarchy.above(one) for one in self.objects(node, TYPE))


_NOTHING: Final[Mapping[str, Sequence[str]]] = {}
