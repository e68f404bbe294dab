"""N-Triples and N-Quads, line by line: the formats of large graphs, written as the blocks come.

The text is what Oxigraph writes, byte for byte; a test holds them equal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from llm_kg.graph import Block, Node

__all__ = ["nquads", "ntriples"]


def ntriples(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield the text of the default graph, a block at a time."""
    for nodes, _ in blocks:
        yield _lines(nodes, " .\n")


def nquads(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield the text of all graphs, a block at a time."""
    for nodes, named in blocks:
        yield _lines(nodes, " .\n")
        for graph, within in named:
            yield _lines(within, f" {graph} .\n")


def _lines(nodes: Iterable[Node], end: str) -> str:
    return "".join([f"{node} {f'{end}{node} '.join(pairs)}{end}" for node, pairs in nodes if pairs])
