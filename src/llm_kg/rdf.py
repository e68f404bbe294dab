"""The terms of RDF 1.1 as this package holds them, and the namespaces that it uses.

An IRI is a `str` subclass and a literal a named tuple: a hundred times cheaper than the objects of a
library, and turned into those at the door (`llm_kg.graph.Graph.to_rdflib`, `to_oxigraph`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

import pyoxigraph

if TYPE_CHECKING:
    import rdflib

__all__ = [
    "DCAT",
    "DCTERMS",
    "FAIR4ML",
    "IRI",
    "LLMKG",
    "OWL",
    "PREFIXES",
    "PROV",
    "QUDT",
    "RDF",
    "RDFS",
    "SCHEMA",
    "SH",
    "SKOS",
    "UNIT",
    "VOID",
    "XSD",
    "Literal",
    "Namespace",
    "Statement",
    "Term",
    "from_oxigraph",
    "to_oxigraph",
    "to_rdflib",
]


class IRI(str):
    """An absolute IRI."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<{self}>"


class Namespace(str):
    """The common start of IRIs: `RDFS["label"]`.

    >>> Namespace("http://example.org/")["a"]
    <http://example.org/a>
    """

    __slots__ = ()

    def __getitem__(self, name: str) -> IRI:  # type: ignore[override]  # a namespace is indexed by names, not positions
        return IRI(self + name)


RDF: Final = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS: Final = Namespace("http://www.w3.org/2000/01/rdf-schema#")
OWL: Final = Namespace("http://www.w3.org/2002/07/owl#")
XSD: Final = Namespace("http://www.w3.org/2001/XMLSchema#")
SKOS: Final = Namespace("http://www.w3.org/2004/02/skos/core#")
SH: Final = Namespace("http://www.w3.org/ns/shacl#")
DCTERMS: Final = Namespace("http://purl.org/dc/terms/")
PROV: Final = Namespace("http://www.w3.org/ns/prov#")
VOID: Final = Namespace("http://rdfs.org/ns/void#")
DCAT: Final = Namespace("http://www.w3.org/ns/dcat#")
QUDT: Final = Namespace("http://qudt.org/schema/qudt/")
UNIT: Final = Namespace("http://qudt.org/vocab/unit/")
SCHEMA: Final = Namespace("https://schema.org/")
FAIR4ML: Final = Namespace("https://w3id.org/fair4ml#")
LLMKG: Final = Namespace("https://w3id.org/llm-kg/ontology#")

#: Bound in every output and every query. Sorted by prefix; instances have their own (`graph.py`).
PREFIXES: Final[dict[str, str]] = {
    "dcat": DCAT,
    "dcterms": DCTERMS,
    "fair4ml": FAIR4ML,
    "llmkg": LLMKG,
    "owl": OWL,
    "prov": PROV,
    "qudt": QUDT,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "sh": SH,
    "skos": SKOS,
    "spdx": "http://spdx.org/licenses/",
    "unit": UNIT,
    "void": VOID,
    "xsd": XSD,
}


class Literal(NamedTuple):
    """A literal: its lexical form, its datatype, and its language where it is a tagged string."""

    lexical: str
    datatype: str = XSD + "string"
    language: str | None = None


Term: TypeAlias = IRI | Literal


class Statement(NamedTuple):
    """A triple, in a named graph or (with None) in the default graph."""

    subject: IRI
    predicate: IRI
    object: Term
    graph: IRI | None = None


def from_oxigraph(quads: Iterable[pyoxigraph.Quad]) -> Iterator[Statement]:
    """Turn Oxigraph's quads into statements; blank nodes become IRIs of the scheme `_:`."""
    for quad in quads:
        graph = quad.graph_name
        yield Statement(
            _from_oxigraph_iri(quad.subject),
            IRI(quad.predicate.value),
            _from_oxigraph_term(quad.object),
            None if isinstance(graph, pyoxigraph.DefaultGraph) else _from_oxigraph_iri(graph),
        )


def _from_oxigraph_iri(node: object) -> IRI:
    if isinstance(node, pyoxigraph.NamedNode):
        return IRI(node.value)
    return IRI(str(node))


def _from_oxigraph_term(term: object) -> Term:
    if isinstance(term, pyoxigraph.Literal):
        return Literal(term.value, term.datatype.value, term.language)
    return _from_oxigraph_iri(term)


def to_oxigraph(statements: Iterable[Statement]) -> Iterator[pyoxigraph.Quad]:
    """Turn statements into Oxigraph's quads, one by one."""
    nodes: dict[str, pyoxigraph.NamedNode] = {}

    def named(iri: str) -> pyoxigraph.NamedNode:
        if iri not in nodes:
            nodes[iri] = pyoxigraph.NamedNode(iri)
        return nodes[iri]

    def node(iri: str) -> pyoxigraph.NamedNode | pyoxigraph.BlankNode:
        return pyoxigraph.BlankNode(iri[2:]) if iri.startswith("_:") else named(iri)

    for subject, predicate, value, graph in statements:
        if isinstance(value, IRI):
            term: pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal = node(value)
        elif value.language:
            term = pyoxigraph.Literal(value.lexical, language=value.language)
        else:
            term = pyoxigraph.Literal(value.lexical, datatype=named(value.datatype))
        where = pyoxigraph.DefaultGraph() if graph is None else node(graph)
        yield pyoxigraph.Quad(node(subject), named(predicate), term, where)


def to_rdflib(statements: Iterable[Statement], prefixes: Mapping[str, str]) -> rdflib.Dataset:
    """Turn statements into an rdflib dataset whose default graph is the union of all graphs.

    Lexical forms are kept as they are: rdflib would rewrite "6.8E11" and others.
    """
    import rdflib

    def node(iri: str) -> rdflib.URIRef | rdflib.BNode:
        return rdflib.BNode(iri[2:]) if iri.startswith("_:") else rdflib.URIRef(iri)

    dataset = rdflib.Dataset(default_union=True)
    for prefix, namespace in prefixes.items():
        dataset.bind(prefix, namespace)
    for subject, predicate, value, graph in statements:
        if isinstance(value, IRI):
            term: rdflib.term.Node = node(value)
        elif value.language:
            term = rdflib.Literal(value.lexical, lang=value.language)
        elif value.datatype == XSD + "string":
            term = rdflib.Literal(value.lexical)
        else:
            datatype = rdflib.URIRef(value.datatype)
            term = rdflib.Literal(value.lexical, datatype=datatype, normalize=False)
        where = dataset.default_graph if graph is None else dataset.graph(node(graph))
        where.add((node(subject), rdflib.URIRef(predicate), term))
    return dataset
