"""What the endpoint says of itself (SPARQL 1.1 Service Description)."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import NamedNode, QueryResultsFormat, RdfFormat, Triple

from llm_kg.rdf import RDF, Namespace
from llm_kg.serving.formats import Format

__all__ = ["service_description"]

_SD = Namespace("http://www.w3.org/ns/sparql-service-description#")


def service_description(address: str, *offered: Iterable[Format]) -> list[Triple]:
    """Return the description of a service at an address: its language, and the formats of its answers."""
    service = NamedNode(address)

    def said(predicate: str, value: str) -> Triple:
        return Triple(service, NamedNode(predicate), NamedNode(value))

    formats = dict.fromkeys(
        format_.writer.iri
        for formats in offered
        for format_ in formats
        if isinstance(format_.writer, QueryResultsFormat | RdfFormat)
    )
    return [
        said(RDF["type"], _SD["Service"]),
        said(_SD["endpoint"], address),
        said(_SD["supportedLanguage"], _SD["SPARQL11Query"]),
        *(said(_SD["resultFormat"], iri) for iri in formats),
    ]
