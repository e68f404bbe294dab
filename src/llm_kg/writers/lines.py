"""N-Triples and N-Quads, line by line: the formats of large graphs, written as the blocks come.

The text is what Oxigraph writes, byte for byte; a test holds them equal.
"""

from __future__ import annotations

from collections.abc import Iterable

from llm_kg.graph import Block, Node
from llm_kg.writers.blocks import BlockWriter

__all__ = ["nquads", "ntriples"]


def ntriples() -> BlockWriter:
    """Return what writes the default graph."""
    return BlockWriter(_triples)


def nquads() -> BlockWriter:
    """Return what writes all graphs."""

    def block(block: Block) -> str:
        return _triples(block) + "".join(_lines(nodes, f" {graph} .\n") for graph, nodes in block.named)

    return BlockWriter(block)


def _triples(block: Block) -> str:
    return _lines(block.nodes, " .\n")


def _lines(nodes: Iterable[Node], end: str) -> str:
    return "".join([f"{node} {f'{end}{node} '.join(pairs)}{end}" for node, pairs in nodes if pairs])
