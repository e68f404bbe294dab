"""Graph files as statements: RDF in any format that Oxigraph reads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph

from llm_kg.errors import SourceError
from llm_kg.rdf import Statement, from_oxigraph

__all__ = ["format_of", "is_graph_file", "load_graph", "load_into"]

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


def format_of(path: str) -> pyoxigraph.RdfFormat:
    """Return the RDF format that a graph file's suffix tells.

    Raises
    ------
    SourceError
        The suffix is that of no RDF format.
    """
    if found := _FORMATS.get(Path(path).suffix.lower()):
        return found
    raise SourceError(f"{path}: no graph file by its suffix; there are {', '.join(_FORMATS)}")


def load_graph(path: str) -> list[Statement]:
    """Return the statements of a graph file.

    Raises
    ------
    SourceError
        The file cannot be read, or is not what its suffix says.
    """
    with _told(path):
        return list(from_oxigraph(pyoxigraph.parse(path=path, format=format_of(path))))


def load_into(store: pyoxigraph.Store, path: str) -> None:
    """Load a graph file into a store, with the store's bulk loader: the file may outgrow the memory.

    Raises
    ------
    SourceError
        The file cannot be read, or is not what its suffix says.
    """
    with _told(path):
        store.bulk_load(path=path, format=format_of(path))


@contextmanager
def _told(path: str) -> Iterator[None]:
    """Tell what is wrong with a graph file as a `SourceError`."""
    try:
        yield
    except SyntaxError as error:
        where = f":{error.lineno}" if error.lineno else ""
        problem = str(error.msg or error).splitlines()[0]
        raise SourceError(f"{path}{where}: this is not valid {format_of(path).name}: {problem}") from None
    except FileNotFoundError:
        raise SourceError(f"{path}: no such file; check the name and the working directory") from None
    except SourceError:
        raise
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise SourceError(f"{path}: cannot be read: {reason}") from None
