"""The media types in which the endpoint answers, and the choice among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pyoxigraph

__all__ = ["DOCUMENTS", "GRAPHS", "HTML", "ROWS", "Format", "find_format", "negotiate"]


@dataclass(frozen=True, slots=True)
class Format:
    """A form of an answer: its short name, its media types (the first is the proper one).

    `writer` is Oxigraph's; only HTML has none.
    """

    name: str
    types: tuple[str, ...]
    writer: pyoxigraph.QueryResultsFormat | pyoxigraph.RdfFormat | None = None
    suffix: str = ""


HTML: Final = Format("html", ("text/html", "application/xhtml+xml"), None, ".html")

#: Of rows, and of yes and no. The first is what a client gets that wants anything.
ROWS: Final = (
    Format(
        "json",
        ("application/sparql-results+json", "application/json"),
        pyoxigraph.QueryResultsFormat.JSON,
    ),
    Format(
        "xml",
        ("application/sparql-results+xml", "application/xml", "text/xml"),
        pyoxigraph.QueryResultsFormat.XML,
    ),
    Format("csv", ("text/csv",), pyoxigraph.QueryResultsFormat.CSV),
    Format("tsv", ("text/tab-separated-values",), pyoxigraph.QueryResultsFormat.TSV),
    HTML,
)
#: Of graphs, such as a CONSTRUCT query finds.
GRAPHS: Final = (
    Format("turtle", ("text/turtle", "application/x-turtle"), pyoxigraph.RdfFormat.TURTLE, ".ttl"),
    Format("ntriples", ("application/n-triples", "text/plain"), pyoxigraph.RdfFormat.N_TRIPLES, ".nt"),
    Format("jsonld", ("application/ld+json", "application/json"), pyoxigraph.RdfFormat.JSON_LD, ".jsonld"),
    Format(
        "rdfxml",
        ("application/rdf+xml", "application/xml", "text/xml"),
        pyoxigraph.RdfFormat.RDF_XML,
        ".rdf",
    ),
    HTML,
)
#: Of documents about a thing: a browser gets the page, a client that wants anything as well.
DOCUMENTS: Final = (HTML, *GRAPHS[:-1])


def find_format(name: str, offered: Sequence[Format]) -> Format | None:
    """Return the format of a short name, or None."""
    return next((format_ for format_ in offered if format_.name == name), None)


def negotiate(accept: str | None, offered: Sequence[Format]) -> tuple[Format, str] | None:
    """Return the format that a client likes best, with the media type to call it; None if it likes none.

    Of those that it likes equally, the first offered is chosen (RFC 9110, 12.5.1). Without a wish, and
    for a wish that cannot be read, the first is good.

    >>> negotiate("text/csv;q=0.5, text/*;q=0.1, application/json", ROWS)[1]
    'application/json'
    >>> negotiate("image/png", ROWS) is None
    True
    """
    wishes = _wishes(accept or "")
    if not wishes:
        return offered[0], offered[0].types[0]
    best: tuple[float, Format, str] | None = None
    for format_ in offered:
        for type_ in format_.types:
            quality = _quality(type_, wishes)
            if quality > (best[0] if best else 0.0):
                best = (quality, format_, type_)
    return best and best[1:]


def _wishes(accept: str) -> list[tuple[str, float]]:
    """Return media ranges with their weights; parameters other than the weight say nothing here."""
    wishes = []
    for part in accept.split(","):
        range_, *parameters = (piece.strip().lower() for piece in part.split(";"))
        if "/" not in range_:
            continue
        quality = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip() == "q":
                try:
                    quality = min(max(float(value), 0.0), 1.0)
                except ValueError:
                    quality = 0.0
        wishes.append((range_, quality))
    return wishes


def _quality(type_: str, wishes: list[tuple[str, float]]) -> float:
    """Return the weight of a media type: that of the most specific range that it falls in."""
    family = type_.partition("/")[0]
    for range_ in (type_, f"{family}/*", "*/*"):
        weights = [quality for wish, quality in wishes if wish == range_]
        if weights:
            return max(weights)
    return 0.0
