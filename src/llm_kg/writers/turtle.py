"""Turtle and TriG: a paragraph for each node, its statements by predicate, IRIs with prefixes.

The text is written as the blocks come, and says what Oxigraph's says; a test holds them equal.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from llm_kg.graph import Block, Node
from llm_kg.rdf import RDF, XSD
from llm_kg.tokens import iri_token
from llm_kg.writers.blocks import BlockWriter

__all__ = ["trig", "turtle"]

# A local name that needs no escape; a subset of PN_LOCAL that can be told at a glance.
# Source: RDF 1.1 Turtle, section 6.5, productions PN_LOCAL and PN_CHARS.
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
# Numbers and booleans that stand bare, by datatype: in the canonical form alone, for rdflib reads `007`
# as 7; and never a double, which it turns into a float. Source: section 6.5, INTEGER and DECIMAL.
_BARE: Mapping[str, re.Pattern[str]] = {
    iri_token(XSD["integer"]): re.compile(r"0|-?[1-9][0-9]*"),
    iri_token(XSD["decimal"]): re.compile(r"0\.[0-9]+|-?[1-9][0-9]*\.[0-9]+"),
    iri_token(XSD["boolean"]): re.compile(r"true|false"),
}
_NEXT = " ;\n\t"
_TYPE = iri_token(RDF["type"])
# How many terms are remembered: those of the vocabulary come again and again, links do not.
_REMEMBERED = 8_192


def turtle(prefixes: Mapping[str, str]) -> BlockWriter:
    """Return what writes the default graph."""
    write = _writer(prefixes)
    return BlockWriter(lambda block: "".join(map(write, block.nodes)), head=_declared(prefixes))


def trig(prefixes: Mapping[str, str]) -> BlockWriter:
    """Return what writes all graphs."""
    write = _writer(prefixes)
    shorten = _shortener(prefixes)

    def text(block: Block) -> str:
        within = "".join(
            f"GRAPH {shorten(graph)} {{\n{''.join(map(write, nodes))}}}\n" for graph, nodes in block.named
        )
        return "".join(map(write, block.nodes)) + within

    return BlockWriter(text, head=_declared(prefixes))


def _declared(prefixes: Mapping[str, str]) -> str:
    return "".join(f"@prefix {prefix}: {iri_token(iri)} .\n" for prefix, iri in prefixes.items())


def _writer(prefixes: Mapping[str, str]) -> Callable[[Node], str]:
    """Return what writes a node."""
    shorten = _shortener(prefixes)

    def write(node: Node) -> str:
        subject, pairs = node
        lines: list[str] = []
        last = ""
        for pair in pairs:
            predicate, _, value = pair.partition(" ")
            # Strings, most of what is said, are as they are.
            term = value if value[-1] == '"' else shorten(value)
            if predicate == last:
                lines[-1] += f" , {term}"
                continue
            last = predicate
            lines.append(f"{'a' if predicate == _TYPE else shorten(predicate)} {term}")
        return f"{shorten(subject)} {_NEXT.join(lines)} .\n" if lines else ""

    return write


def _shortener(prefixes: Mapping[str, str]) -> Callable[[str], str]:
    """Return what writes a token as briefly as Turtle can."""
    prefix_of = {f"<{iri}": f"{prefix}:" for prefix, iri in prefixes.items()}

    @lru_cache(maxsize=_REMEMBERED)
    def shorten(token: str) -> str:
        if token[0] == '"':
            text, quote, kind = token.rpartition('"')
            if not kind.startswith("^^"):
                return token  # a string, or one with a language
            datatype = kind[2:]
            if (bare := _BARE.get(datatype)) and bare.fullmatch(text, 1):
                return text[1:]
            return f"{text}{quote}^^{shorten(datatype)}"
        cut = max(token.rfind("/"), token.rfind("#")) + 1
        prefix = prefix_of.get(token[:cut])
        if prefix and _LOCAL.fullmatch(token, cut, len(token) - 1):
            return prefix + token[cut:-1]
        return token

    return shorten
