"""The statements about one thing as Turtle and JSON-LD that need nothing beside them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import pyoxigraph

from llm_kg.context import compact
from llm_kg.rdf import IRI, RDF, XSD, Literal, Statement, Term, to_oxigraph
from llm_kg.site.view import View

__all__ = ["JsonLd", "LinkedData", "in_script"]

# Larger integers are not exact in every JSON parser (RFC 8259, section 6).
_LARGEST_NUMBER: Final = 2**53
_IN_SCRIPT: Final = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


@dataclass(frozen=True, slots=True)
class _Node:
    """A node in each form, and the prefixes of its JSON-LD."""

    triples: tuple[pyoxigraph.Triple, ...]
    json: str
    prefixes: frozenset[str]


class LinkedData:
    """Writes the part of a graph that is about one model; what many models name is made once."""

    def __init__(self, view: View) -> None:
        self.view = view
        self._json = JsonLd(view.prefixes)
        self._made = lru_cache(maxsize=8192)(self._make)

    def _make(self, iri: IRI, only_name: bool) -> _Node:
        statements = self.view.node(iri, only_name)
        node = self._json.node(statements)
        used: set[str] = set()
        _note_prefixes(node, used)
        return _Node(
            tuple(quad.triple for quad in to_oxigraph(statements)),
            in_script(node),
            frozenset(used & self.view.prefixes.keys()),
        )

    def of(self, key: str) -> tuple[str, str]:
        """Return the part about a model as Turtle and as JSON-LD, which may stand in a `<script>` element."""
        nodes = [self._made(iri, only_name) for iri, only_name in self.view.part(key)]
        triples = (triple for node in nodes for triple in node.triples)
        content = pyoxigraph.serialize(
            triples, format=pyoxigraph.RdfFormat.TURTLE, prefixes=self.view.prefixes
        )
        used = frozenset().union(*(node.prefixes for node in nodes))
        context = {prefix: iri for prefix, iri in self.view.prefixes.items() if prefix in used}
        graph = ",\n".join(node.json for node in nodes)
        return (content or b"").decode(), f'{{"@context":{in_script(context)},\n"@graph":[\n{graph}\n]}}\n'


class JsonLd:
    """Writes nodes as JSON-LD whose context is its prefixes: nothing has to be fetched to read it."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self.prefixes = dict(prefixes)
        self._compact: dict[str, str] = {}

    def node(self, statements: Iterable[Statement]) -> dict[str, Any]:
        """Return the object of one subject."""
        node: dict[str, Any] = {}
        for subject, predicate, value, _ in statements:
            node.setdefault("@id", self.short(subject))
            if predicate == RDF["type"] and isinstance(value, IRI):
                node.setdefault("@type", []).append(self.short(value))
            else:
                node.setdefault(self.short(predicate), []).append(self.value(value))
        return {key: value[0] if key[0] != "@" and len(value) == 1 else value for key, value in node.items()}

    def value(self, term: Term) -> Any:
        """Return an object of a statement."""
        if isinstance(term, IRI):
            return {"@id": self.short(term)}
        if term.language:
            return {"@language": term.language, "@value": term.lexical}
        if term.datatype == XSD["string"]:
            return term.lexical
        if (native := _native(term)) is not None:
            return native
        return {"@type": self.short(term.datatype), "@value": term.lexical}

    def short(self, iri: str) -> str:
        """Return an IRI with its prefix, where one is bound."""
        if iri not in self._compact:
            self._compact[iri] = compact(iri, self.prefixes)
        return self._compact[iri]


def _note_prefixes(value: object, used: set[str]) -> None:
    if isinstance(value, list):
        for each in value:
            _note_prefixes(each, used)
    elif isinstance(value, dict):
        for key, each in value.items():
            used.add(key.partition(":")[0])
            if key == "@id":
                used.add(each.partition(":")[0])
            elif key == "@type":
                used.update(type_.partition(":")[0] for type_ in (each if isinstance(each, list) else [each]))
            else:
                _note_prefixes(each, used)


def _native(literal: Literal) -> bool | int | None:
    """Return the JSON value of a boolean or integer in canonical form, else None."""
    if literal.datatype == XSD["boolean"] and literal.lexical in ("true", "false"):
        return literal.lexical == "true"
    if literal.datatype == XSD["integer"] and len(literal.lexical) < 17:
        number = int(literal.lexical)
        return number if abs(number) < _LARGEST_NUMBER and str(number) == literal.lexical else None
    return None


def in_script(document: object) -> str:
    r"""Return JSON that may stand in a `<script>` element: no text in it can end the element.

    >>> in_script(["</script>"])
    '["\\u003c/script\\u003e"]'
    """
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).translate(_IN_SCRIPT)
