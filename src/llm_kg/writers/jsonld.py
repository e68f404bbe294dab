"""JSON-LD that people can read: one object per model, with the nodes under its own IRI in it.

A string as a token of N-Triples is a string of JSON as well: the escapes of the one are the other's.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from llm_kg.context import compactor, key_of, property_context
from llm_kg.graph import Block, Node
from llm_kg.rdf import IRI, RDF, XSD
from llm_kg.tokens import iri_token
from llm_kg.writers.blocks import BlockWriter

__all__ = ["jsonld"]

# Larger integers are not exact in every JSON parser (RFC 8259, section 6).
_LARGEST_NUMBER = 2**53
_TYPE = iri_token(RDF["type"])
_REMEMBERED = 8_192


def jsonld(prefixes: Mapping[str, str]) -> BlockWriter:
    """Return what writes all graphs as JSON-LD 1.1, with its context embedded."""
    context = json.dumps({**prefixes, **property_context()}, ensure_ascii=False, indent=1)
    write = _Writer(prefixes)

    def text(block: Block) -> str:
        objects = write.objects(block.nodes)
        for graph, nodes in block.named:
            within = ",\n".join(write.objects(nodes))
            objects.append(f'{{"@id": {write.reference(graph)}, "@graph": [\n{within}]}}')
        return ",\n".join(objects)

    head = '{"@context": ' + context.replace("\n", "\n ") + ',\n "@graph": [\n'
    return BlockWriter(text, head, between=",\n", tail="\n ]\n}\n")


class _Writer:
    def __init__(self, prefixes: Mapping[str, str]) -> None:
        compact = compactor(prefixes)
        context = property_context()

        @lru_cache(maxsize=_REMEMBERED)
        def reference(token: str) -> str:
            """Return the IRI of a token as JSON, with a prefix where there is one."""
            return f'"{compact(token[1:-1])}"'  # an IRI holds nothing that JSON escapes

        @lru_cache(maxsize=_REMEMBERED)
        def key(predicate: str) -> tuple[str, str | None]:
            """Return the key of a predicate as JSON, and the type that the context gives its values."""
            iri = IRI(predicate[1:-1])
            name = own if (own := key_of(iri)) in context else compact(iri)
            definition = context.get(name)
            coerced = definition.get("@type") if isinstance(definition, dict) else None
            return json.dumps(name, ensure_ascii=False), coerced

        self.reference = reference
        self._key = key
        self._value = _value_writer(reference, compact)

    def objects(self, nodes: Iterable[Node]) -> list[str]:
        """Return an object for each node, with those in it that stand under its IRI and that it names."""
        found = _together(nodes)
        nested: set[str] = set()
        return [f"  {self._object(node, found, nested)}" for node in found if node not in nested]

    def _object(self, node: str, nodes: Mapping[str, Iterable[str]], nested: set[str]) -> str:
        under = f"{node[:-1]}/"
        members: dict[str, list[str]] = {}
        for pair in nodes[node]:
            predicate, _, value = pair.partition(" ")
            if predicate == _TYPE and value[0] != '"':
                key, written = '"@type"', self.reference(value)
            else:
                key, coerced = self._key(predicate)
                if value.startswith(under) and value in nodes and value not in nested:
                    nested.add(value)
                    written = self._object(value, nodes, nested)
                elif value[-1] == '"' and coerced is None:
                    written = value
                else:
                    written = self._value(value, coerced)
            if key in members:
                members[key].append(written)
            else:
                members[key] = [written]
        lines = "".join(
            f",\n    {key}: {values[0]}" if len(values) == 1 else f",\n    {key}: [{', '.join(values)}]"
            for key, values in members.items()
        )
        return f'{{"@id": {self.reference(node)}{lines}}}'


def _together(nodes: Iterable[Node]) -> dict[str, list[str]]:
    """Return each node once, with all that is said of it."""
    found: dict[str, list[str]] = {}
    for node, pairs in nodes:
        found.setdefault(node, []).extend(pairs)
    return found


def _value_writer(
    reference: Callable[[str], str], compact: Callable[[str], str]
) -> Callable[[str, str | None], str]:
    """Return what writes a token as a value; `coerced` is the type that the context gives it."""

    @lru_cache(maxsize=_REMEMBERED)
    def write(token: str, coerced: str | None) -> str:
        if token[0] != '"':
            return reference(token) if coerced == "@id" else f'{{"@id": {reference(token)}}}'
        text, mark, kind = token.rpartition('"')
        text += mark
        if kind.startswith("@"):
            return f'{{"@language": "{kind[1:]}", "@value": {text}}}'
        datatype = kind[3:-1] or XSD["string"]
        name = compact(datatype)
        if coerced == name or (coerced is None and datatype == XSD["string"]):
            return text
        if coerced is None and _is_native(text[1:-1], datatype):
            return text[1:-1]
        return f'{{"@type": {json.dumps(name)}, "@value": {text}}}'

    return write


def _is_native(lexical: str, datatype: str) -> bool:
    """Tell whether JSON has a value of its own: a boolean or integer in canonical form."""
    if datatype == XSD["boolean"]:
        return lexical in ("true", "false")
    if datatype != XSD["integer"] or len(lexical) > 17 or not lexical.lstrip("-").isdigit():
        return False
    return str(int(lexical)) == lexical and abs(int(lexical)) < _LARGEST_NUMBER
