"""rdflib: a graph in memory, then its serializer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import rdflib
from rdflib import Graph, Literal, URIRef

from peers.inputs import SHAPES, Work, context, load_rows, load_terms, prefixes

SERIALIZERS = {"ntriples": "nt", "turtle": "turtle", "jsonld": "json-ld"}

#: Makes the object of a value.
Make = Callable[[str], Any]


def naive(work: str, inputs: Path, output: Path) -> Work:
    """As the documentation shows it: a term for every mention, `Graph.add`."""
    rows, terms = load_rows(inputs), _terms(inputs, normalize=True)

    def built() -> Graph:
        graph = Graph()
        for subject, values in rows:
            for key, value in values:
                predicate, make = terms[key]
                graph.add((URIRef(subject), predicate, make(value)))
        return graph

    return _with(work, built, inputs, output)


def cached(work: str, inputs: Path, output: Path) -> Work:
    """As who knows it well: terms kept, literals as they are, straight into the store."""
    rows, terms = load_rows(inputs), _terms(inputs, normalize=False)

    def built() -> Graph:
        graph = Graph()
        add = graph.store.add
        known: dict[tuple[str, str], Any] = {}
        for subject, values in rows:
            about = URIRef(subject)
            for key, value in values:
                predicate, make = terms[key]
                term = known.get((key, value))
                if term is None:
                    term = known[key, value] = make(value)
                add((about, predicate, term), graph)
        return graph

    return _with(work, built, inputs, output)


def _terms(inputs: Path, normalize: bool) -> dict[str, tuple[URIRef, Make]]:
    return {
        key: (URIRef(term["predicate"] or ""), _maker(term, normalize))
        for key, term in load_terms(inputs).items()
    }


def _maker(term: dict[str, str | None], normalize: bool) -> Make:
    datatype, language = term["datatype"], term["language"]
    if datatype is None:
        return URIRef
    if language:
        return lambda value: Literal(value, lang=language)
    if datatype == str(rdflib.XSD.string):
        return Literal
    type_ = URIRef(datatype)
    return lambda value: Literal(value, datatype=type_, normalize=normalize)


def _with(work: str, built: Callable[[], Graph], inputs: Path, output: Path) -> Work:
    if work in SERIALIZERS:  # plug-ins are loaded once a process, not once a record
        Graph().serialize(format=SERIALIZERS[work])
    if work == "ntriples":
        return lambda: built().serialize(output, format="nt", encoding="utf-8")
    if work == "turtle":
        bound = prefixes(inputs)

        def turtle() -> None:
            graph = built()
            for prefix, namespace in bound.items():
                graph.bind(prefix, namespace)
            graph.serialize(output, format="turtle", encoding="utf-8")

        return turtle
    if work == "jsonld":
        terms = context(inputs)
        return lambda: built().serialize(
            output, format="json-ld", encoding="utf-8", context=terms, indent=None
        )
    if work == "checked":
        import pyshacl

        shapes = Graph().parse(SHAPES, format="turtle")

        def checked() -> None:
            graph = built()
            conforms, _, text = pyshacl.validate(graph, shacl_graph=shapes, inplace=True)
            if not conforms:
                raise RuntimeError(text[:300])
            graph.serialize(output, format="nt", encoding="utf-8")

        return checked
    raise NotImplementedError(f"rdflib does not do {work!r}")
