"""Graph files as statements: RDF in any format that Oxigraph reads."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph

from llm_kg.errors import SourceError
from llm_kg.rdf import Statement, from_oxigraph

__all__ = ["is_graph_file", "load_graph"]

_FORMATS = {
    ".ttl": pyoxigraph.RdfFormat.TURTLE,
    ".turtle": pyoxigraph.RdfFormat.TURTLE,
    ".nt": pyoxigraph.RdfFormat.N_TRIPLES,
    ".nq": pyoxigraph.RdfFormat.N_QUADS,
    ".trig": pyoxigraph.RdfFormat.TRIG,
    ".n3": pyoxigraph.RdfFormat.N3,
    ".jsonld": pyoxigraph.RdfFormat.JSON_LD,
    ".rdf": pyoxigraph.RdfFormat.RDF_XML,
    ".xml": pyoxigraph.RdfFormat.RDF_XML,
    ".owl": pyoxigraph.RdfFormat.RDF_XML,
}


def is_graph_file(name: str) -> bool:
    """Tell whether a file's suffix is that of an RDF format."""
    return Path(name).suffix.lower() in _FORMATS


def load_graph(path: str) -> list[Statement]:
    """Return the statements of a graph file.

    Raises
    ------
    SourceError
        The file cannot be read, or is not what its suffix says.
    """
    format_ = _FORMATS[Path(path).suffix.lower()]
    try:
        return list(from_oxigraph(pyoxigraph.parse(path=path, format=format_)))
    except SyntaxError as error:
        where = f":{error.lineno}" if error.lineno else ""
        problem = str(error.msg or error).splitlines()[0]
        raise SourceError(f"{path}{where}: this is not valid {format_.name}: {problem}") from None
    except FileNotFoundError:
        raise SourceError(f"{path}: no such file; check the name and the working directory") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise SourceError(f"{path}: cannot be read: {reason}") from None
