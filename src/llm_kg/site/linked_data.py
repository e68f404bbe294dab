"""The statements about one thing as Turtle and JSON-LD that need nothing beside them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

import pyoxigraph

from llm_kg.context import compact
from llm_kg.rdf import IRI, RDF, XSD, Literal, Statement, Term, to_oxigraph

__all__ = ["JsonLd", "in_script", "turtle"]

# Larger integers are not exact in every JSON parser (RFC 8259, section 6).
_LARGEST_NUMBER: Final = 2**53
_IN_SCRIPT: Final = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


class JsonLd:
    """Writes statements as JSON-LD whose context is its prefixes: nothing has to be fetched to read it."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self.prefixes = dict(prefixes)
        self._compact: dict[str, str] = {}

    def document(self, statements: Iterable[Statement]) -> str:
        """Return a document with an object for each subject."""
        nodes: dict[IRI, list[Statement]] = {}
        for statement in statements:
            nodes.setdefault(statement.subject, []).append(statement)
        graph = [self.node(about) for about in nodes.values()]
        return in_script({"@context": self.context(graph), "@graph": graph}, indent=1)

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

    def context(self, nodes: object) -> dict[str, str]:
        """Return the prefixes that objects use."""
        used: set[str] = set()
        _note_prefixes(nodes, used)
        return {prefix: iri for prefix, iri in self.prefixes.items() if prefix in used}


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


def in_script(document: object, indent: int | None = None) -> str:
    r"""Return JSON that may stand in a `<script>` element: no text in it can end the element.

    >>> in_script(["</script>"])
    '["\\u003c/script\\u003e"]'
    """
    separators = (",", ":") if indent is None else None
    text = json.dumps(document, ensure_ascii=False, indent=indent, separators=separators)
    return text.translate(_IN_SCRIPT)


def turtle(statements: Iterable[Statement], prefixes: Mapping[str, str]) -> str:
    """Return statements as Turtle."""
    triples = (quad.triple for quad in to_oxigraph(statements))
    content = pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.TURTLE, prefixes=dict(prefixes))
    return (content or b"").decode()
