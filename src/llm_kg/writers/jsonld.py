"""JSON-LD that people can read: one object per model, with the nodes under its own IRI in it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from llm_kg.context import compact, key_of, property_context
from llm_kg.rdf import IRI, RDF, XSD, Literal, Statement, Term
from llm_kg.views import AnyGraph

__all__ = ["jsonld"]

# Larger integers are not exact in every JSON parser (RFC 8259, section 6).
_LARGEST_NUMBER = 2**53

_Nodes = dict[IRI, list[Statement]]


def jsonld(graph: AnyGraph) -> Iterator[str]:
    """Yield the text of a graph as JSON-LD 1.1, with its context embedded."""
    context = {**graph.prefixes, **property_context()}
    yield f'{{"@context": {_dumps(context, 1)},\n "@graph": [\n'
    separator = ""
    for node in _Writer(graph).nodes():
        yield f"{separator}  {_dumps(node, 2)}"
        separator = ",\n"
    yield "\n ]\n}\n"


def _dumps(value: object, indent: int) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1).replace("\n", "\n" + " " * indent)


class _Writer:
    def __init__(self, graph: AnyGraph) -> None:
        self.graph = graph
        self.prefixes = graph.prefixes
        self.context = property_context()

    def nodes(self) -> Iterator[dict[str, Any]]:
        """Yield the objects of the default graph, then one for each named graph."""
        by_graph: dict[IRI | None, list[Statement]] = defaultdict(list)
        for statement in self.graph:
            by_graph[statement.graph].append(statement)
        yield from self._objects(by_graph.pop(None, []))
        for name, statements in by_graph.items():
            yield {"@id": self._id(name or IRI()), "@graph": list(self._objects(statements))}

    def _objects(self, statements: Iterable[Statement]) -> Iterator[dict[str, Any]]:
        nodes: _Nodes = defaultdict(list)
        for statement in statements:
            nodes[statement.subject].append(statement)
        nested: set[IRI] = set()
        for subject in nodes:
            if subject not in nested:
                yield self._object(subject, nodes, nested)

    def _object(self, subject: IRI, nodes: _Nodes, nested: set[IRI]) -> dict[str, Any]:
        node: dict[str, Any] = {"@id": self._id(subject)}
        written: Any
        for _, predicate, value, _ in nodes[subject]:
            if predicate == RDF["type"] and isinstance(value, IRI):
                key, written = "@type", self._id(value)
            elif self._is_own(subject, value) and value in nodes and value not in nested:
                nested.add(value)
                key, written = key_of(predicate), self._object(value, nodes, nested)
            else:
                key = key_of(predicate)
                written = self._value(key, value)
            if key not in node:
                node[key] = written
            elif isinstance(node[key], list):
                node[key].append(written)
            else:
                node[key] = [node[key], written]
        return node

    def _is_own(self, subject: IRI, value: Term) -> bool:
        """Tell whether a value is a node under the IRI of a model."""
        return isinstance(value, IRI) and subject in self.graph.models and value.startswith(f"{subject}/")

    def _value(self, key: str, value: Term) -> Any:
        definition = self.context.get(key)
        coerced = definition.get("@type") if isinstance(definition, dict) else None
        if isinstance(value, IRI):
            return self._id(value) if coerced == "@id" else {"@id": self._id(value)}
        if value.language:
            return {"@language": value.language, "@value": value.lexical}
        datatype = compact(value.datatype, self.prefixes)
        if coerced == datatype or (coerced is None and value.datatype == XSD["string"]):
            return value.lexical
        if coerced is None and (native := _native(value)) is not None:
            return native
        return {"@type": datatype, "@value": value.lexical}

    def _id(self, iri: IRI) -> str:
        return compact(iri, self.prefixes)


def _native(literal: Literal) -> bool | int | None:
    """Return the JSON value of a boolean or integer in canonical form, else None."""
    if literal.datatype == XSD["boolean"] and literal.lexical in ("true", "false"):
        return literal.lexical == "true"
    if literal.datatype == XSD["integer"] and literal.lexical.lstrip("-").isdigit():
        if len(literal.lexical) > 17:
            return None
        number = int(literal.lexical)
        if abs(number) < _LARGEST_NUMBER and str(number) == literal.lexical:
            return number
    return None
