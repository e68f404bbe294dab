"""Other views of the models' graph: statements of another shape, with the face that writers take."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

from llm_kg.graph import Block, Graph
from llm_kg.graph.blocks import nodes_of
from llm_kg.rdf import IRI, Statement, to_oxigraph

if TYPE_CHECKING:
    import pyoxigraph
    import rdflib

__all__ = ["AnyGraph", "View"]


@dataclass(frozen=True)
class View:
    """Statements in their order, each once, and the prefixes that suit them; there are no named graphs."""

    statements: tuple[Statement, ...]
    prefixes: dict[str, str]
    #: No node is written within another.
    models: Mapping[IRI, str] = field(default_factory=dict)
    provenance: Final = "none"

    def __len__(self) -> int:
        return len(self.statements)

    def __iter__(self) -> Iterator[Statement]:
        return iter(self.statements)

    def __repr__(self) -> str:
        return f"<view of {len(self)} statements>"

    def blocks(self) -> Iterator[Block]:
        """Yield the statements in one block, as tokens."""
        yield Block(nodes_of(self.statements), [])

    def to_oxigraph(self) -> pyoxigraph.Store:
        """Return an Oxigraph store of the statements."""
        import pyoxigraph

        store = pyoxigraph.Store()
        store.bulk_extend(to_oxigraph(self))
        return store

    def to_rdflib(self) -> rdflib.Dataset:
        """Return an rdflib dataset of the statements, with the prefixes bound."""
        from llm_kg.rdf import to_rdflib

        return to_rdflib(self, self.prefixes)


#: What an RDF format can write.
AnyGraph: TypeAlias = Graph | View
