"""pyoxigraph: triples streamed into its serializer, without a store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pyoxigraph
from pyoxigraph import Literal, NamedNode, Triple

from peers.inputs import SHAPES, Work, load_rows, load_terms, prefixes

FORMATS = {
    "ntriples": pyoxigraph.RdfFormat.N_TRIPLES,
    "turtle": pyoxigraph.RdfFormat.TURTLE,
    "jsonld": pyoxigraph.RdfFormat.JSON_LD,
    "checked": pyoxigraph.RdfFormat.N_TRIPLES,
}


def stream(work: str, inputs: Path, output: Path) -> Work:
    """Write the triples as they are made; predicates, datatypes and what recurs are made once."""
    rows = load_rows(inputs)
    terms = {
        key: (NamedNode(term["predicate"] or ""), _maker(term)) for key, term in load_terms(inputs).items()
    }
    format_, bound = FORMATS[work], prefixes(inputs) if work != "ntriples" else None

    def triples() -> Iterator[Triple]:
        nodes: dict[str, NamedNode] = {}
        for subject, values in rows:
            about = NamedNode(subject)
            for key, value in values:
                predicate, make = terms[key]
                if make is NamedNode:
                    node = nodes.get(value)
                    if node is None:
                        node = nodes[value] = NamedNode(value)
                    yield Triple(about, predicate, node)
                else:
                    yield Triple(about, predicate, make(value))

    return lambda: pyoxigraph.serialize(triples(), str(output), format=format_, prefixes=bound)


def _maker(term: dict[str, str | None]) -> Callable[[str], Any]:
    datatype, language = term["datatype"], term["language"]
    if datatype is None:
        return NamedNode
    if language:
        return partial(Literal, language=language)
    if datatype.endswith("#string"):
        return Literal
    return partial(Literal, datatype=NamedNode(datatype))


def checked_by_shifty(work: str, inputs: Path, output: Path) -> Work:
    """Write, and check what was written by shifty."""
    import shifty

    write = stream(work, inputs, output)

    def checked() -> None:
        write()
        conforms, _, text = shifty.validate(str(output), str(SHAPES), infer=False)
        if not conforms:
            raise RuntimeError(text[:300])

    return checked


def checked_by_topquadrant(work: str, inputs: Path, output: Path) -> Work:
    """Write, and check what was written by TopQuadrant's command."""
    from peers import topquadrant

    write = stream(work, inputs, output)

    def checked() -> None:
        write()
        report = topquadrant.run(output)
        if topquadrant.results(report):
            raise RuntimeError(report[:300])

    return checked
