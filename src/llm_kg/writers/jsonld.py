"""JSON-LD that people can read: one object per model, with the nodes under its own IRI in it.

A string as a token of N-Triples is a string of JSON as well: the escapes of the one are the other's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import lru_cache

from llm_kg.context import compactor, key_of, property_context
from llm_kg.graph import Block, Node
from llm_kg.pairs import Pair, split
from llm_kg.rdf import IRI, RDF, XSD
from llm_kg.tokens import iri_token
from llm_kg.writers.blocks import BlockWriter, Remembered

__all__ = ["jsonld"]

_BOOLEAN, _INTEGER = XSD["boolean"], XSD["integer"]
_CANONICAL = re.compile("0|-?[1-9][0-9]*")
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

        write = _value_writer(reference, compact)

        def member(predicate: str, value: str) -> tuple[str, str]:
            """Return the key and the value of a pair as JSON."""
            if predicate == _TYPE and value[0] != '"':
                return '"@type"', reference(value)
            name, coerced = key(predicate)
            return name, value if value[-1] == '"' and coerced is None else write(value, coerced)

        self.reference = reference
        self._key = key
        self._members = Remembered(member)

    def objects(self, nodes: Iterable[Node]) -> list[str]:
        """Return an object for each node, with those in it that stand under its IRI and that it names."""
        found = _together(nodes)
        nested: set[str] = set()
        return [f"  {self._object(node, found, nested)}" for node in found if node not in nested]

    def _object(self, node: str, nodes: Mapping[str, Iterable[Pair]], nested: set[str]) -> str:
        under = f" {node[:-1]}/"
        members = self._members
        written: dict[str, str] = {}
        several: set[str] = set()
        for pair in nodes[node]:
            if under in pair and (own := self._own(pair, under, nodes, nested)):
                key, value = own
            else:
                key, value = members[pair]
            if key in written:
                several.add(key)
                written[key] += f", {value}"
            else:
                written[key] = value
        for key in several:
            written[key] = f"[{written[key]}]"
        lines = "".join([f",\n    {key}: {value}" for key, value in written.items()])
        return f'{{"@id": {self.reference(node)}{lines}}}'

    def _own(
        self, pair: Pair, under: str, nodes: Mapping[str, Iterable[Pair]], nested: set[str]
    ) -> tuple[str, str] | None:
        """Return the key of a pair and its object, where that is to be written within the node."""
        predicate, value = split(pair)
        if predicate == _TYPE or not value.startswith(under[1:]) or value not in nodes or value in nested:
            return None
        nested.add(value)
        return self._key(predicate)[0], self._object(value, nodes, nested)


def _together(nodes: Iterable[Node]) -> dict[str, Collection[Pair]]:
    """Return each node once, with all that is said of it."""
    found: dict[str, Collection[Pair]] = {}
    for node, pairs in nodes:
        found[node] = [*found[node], *pairs] if node in found else pairs
    return found


def _value_writer(
    reference: Callable[[str], str], compact: Callable[[str], str]
) -> Callable[[str, str | None], str]:
    """Return what writes a token as a value; `coerced` is the type that the context gives it."""

    @lru_cache  # of a few datatypes
    def datatype_of(kind: str) -> tuple[str, str]:
        """Return the datatype behind the closing quote of a token, and its name."""
        datatype = kind[3:-1] or XSD["string"]
        return datatype, compact(datatype)

    def write(token: str, coerced: str | None) -> str:
        if token[0] != '"':
            return reference(token) if coerced == "@id" else f'{{"@id": {reference(token)}}}'
        text, mark, kind = token.rpartition('"')
        text += mark
        if kind.startswith("@"):
            return f'{{"@language": "{kind[1:]}", "@value": {text}}}'
        datatype, name = datatype_of(kind)
        if coerced == name or (coerced is None and datatype == XSD["string"]):
            return text
        if coerced is None and _is_native(text[1:-1], datatype):
            return text[1:-1]
        return f'{{"@type": {json.dumps(name)}, "@value": {text}}}'

    return write


def _is_native(lexical: str, datatype: str) -> bool:
    """Tell whether JSON has a value of its own: a boolean or integer in canonical form."""
    if datatype == _BOOLEAN:
        return lexical in ("true", "false")
    if datatype != _INTEGER or not _CANONICAL.fullmatch(lexical):
        return False
    return len(lexical) < 16 or (len(lexical) < 18 and abs(int(lexical)) < _LARGEST_NUMBER)
