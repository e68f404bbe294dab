"""Graph files: RDF in any format that Oxigraph reads, as statements or as nodes of tokens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph

from llm_kg.collector import paused
from llm_kg.errors import SourceError
from llm_kg.graphs.ntriples import blocks_of_ntriples, read_ntriples
from llm_kg.rdf import Statement, from_oxigraph

__all__ = ["blocks", "format_of", "is_graph_file", "load_graph", "load_into", "load_nodes", "streams"]

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
    return list(from_oxigraph(_quads(path, format_of(path))))


def load_into(store: pyoxigraph.Store, path: str) -> None:
    """Load a graph file into a store, with the store's bulk loader: the file may outgrow the memory.

    Raises
    ------
    SourceError
        The file cannot be read, or is not what its suffix says.
    """
    format_ = format_of(path)
    with _told(path, format_):
        store.bulk_load(path=path, format=format_)


def load_nodes(
    path: str, format_: pyoxigraph.RdfFormat | None = None, base: str | None = None
) -> dict[str, dict[str, list[str]]]:
    """Return the default graph of a file: subject → predicate → objects, as tokens (`llm_kg.tokens`).

    Where a format has blank nodes without labels, all are numbered in the order in which they come, so
    that the same file gives the same tokens. Relative IRIs are an error without a `base`.

    Raises
    ------
    SourceError
        The file cannot be read, or is not what its suffix says.
    """
    format_ = format_ or format_of(path)
    with paused():
        if format_ == pyoxigraph.RdfFormat.N_TRIPLES:
            with _told(path, format_):
                nodes = read_ntriples(path)
        else:
            nodes = _read_by_oxigraph(path, format_, base)
        _once(nodes)
    return nodes


def streams(path: str) -> bool:
    """Tell whether a graph file can be read in blocks."""
    return format_of(path) == pyoxigraph.RdfFormat.N_TRIPLES


def blocks(path: str) -> Iterator[dict[str, dict[str, list[str]]]]:
    """Yield the nodes of a graph file that `streams`, in blocks: all that is said of a subject in one go.

    A subject whose statements do not stand together in the file comes again in another block.

    Raises
    ------
    SourceError
        The file cannot be read, or is not what its suffix says.
    """
    with _told(path, pyoxigraph.RdfFormat.N_TRIPLES):
        for block in blocks_of_ntriples(path):
            _once(block)
            yield block


def _read_by_oxigraph(
    path: str, format_: pyoxigraph.RdfFormat, base: str | None
) -> dict[str, dict[str, list[str]]]:
    labelled = format_ == pyoxigraph.RdfFormat.N_QUADS
    nodes: dict[str, dict[str, list[str]]] = {}
    blank: dict[str, str] = {}
    for quad in _quads(path, format_, base):
        if not isinstance(quad.graph_name, pyoxigraph.DefaultGraph):
            continue
        if isinstance(quad.object, pyoxigraph.Triple):
            raise SourceError(f"{path}: the triple {quad.object} is an object, which is not read")
        subject, predicate, value = str(quad.subject), str(quad.predicate), str(quad.object)
        if not labelled:
            if subject[0] == "_":
                subject = blank.setdefault(subject, f"_:b{len(blank)}")
            if value[0] == "_":
                value = blank.setdefault(value, f"_:b{len(blank)}")
        nodes.setdefault(subject, {}).setdefault(predicate, []).append(value)
    return nodes


def _once(nodes: dict[str, dict[str, list[str]]]) -> None:
    """Leave each statement in once."""
    for statements in nodes.values():
        for objects in statements.values():
            if len(objects) > 1:
                objects[:] = dict.fromkeys(objects)


def _quads(path: str, format_: pyoxigraph.RdfFormat, base: str | None = None) -> Iterator[pyoxigraph.Quad]:
    with _told(path, format_):
        yield from pyoxigraph.parse(path=path, format=format_, base_iri=base)


@contextmanager
def _told(path: str, format_: pyoxigraph.RdfFormat) -> Iterator[None]:
    """Tell what goes wrong while a file is read by file and line."""
    try:
        yield
    except SourceError:
        raise
    except SyntaxError as error:
        where = f":{error.lineno}" if error.lineno else ""
        problem = str(error.msg or error).splitlines()[0]
        raise SourceError(f"{path}{where}: this is not valid {format_.name}: {problem}") from None
    except FileNotFoundError:
        raise SourceError(f"{path}: no such file; check the name and the working directory") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise SourceError(f"{path}: cannot be read: {reason}") from None
