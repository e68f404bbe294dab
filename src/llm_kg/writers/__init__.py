"""From graphs and models to files: the formats, and how they are written."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph

from llm_kg.collector import paused
from llm_kg.cube import cube
from llm_kg.errors import OutputError, UnknownFormatError
from llm_kg.graph import Graph
from llm_kg.rdf import to_oxigraph
from llm_kg.reconciliation import Models
from llm_kg.views import AnyGraph, View
from llm_kg.writers.comparison import comparison_csv
from llm_kg.writers.jsonld import jsonld
from llm_kg.writers.ntriples import ntriples
from llm_kg.writers.orkg import OrkgOptions, as_orkg_csv
from llm_kg.writers.tables import claims_csv

__all__ = ["FORMATS", "Format", "find_format", "save", "write"]


@dataclass(frozen=True, slots=True)
class Format:
    """A serialization: its names (the first is the proper one) and suffixes, and its writer.

    `holds_graphs` tells whether it can name graphs; `table` writes a table from the models, for which
    there is no graph to `write`; `view` is what of the graph is written, where it is not the graph itself.
    """

    names: tuple[str, ...]
    suffixes: tuple[str, ...]
    holds_graphs: bool
    write: Callable[[AnyGraph], Iterator[str]] | None
    table: Callable[[Models], Iterator[str]] | None = None
    view: Callable[[Graph], View] | None = None


def _by_oxigraph(format_: pyoxigraph.RdfFormat) -> Callable[[AnyGraph], Iterator[str]]:
    def write(graph: AnyGraph) -> Iterator[str]:
        quads = to_oxigraph(graph)
        content = pyoxigraph.serialize(
            quads if format_.supports_datasets else (quad.triple for quad in quads),
            format=format_,
            prefixes=graph.prefixes,
        )
        yield (content or b"").decode()

    return write


def _orkg_csv(models: Models) -> Iterator[str]:
    return iter(as_orkg_csv(models, OrkgOptions()).written)


_FORMATS = (
    Format(("turtle", "ttl"), (".ttl", ".turtle"), False, _by_oxigraph(pyoxigraph.RdfFormat.TURTLE)),
    Format(("ntriples", "nt"), (".nt",), False, ntriples),
    Format(("nquads", "nq"), (".nq",), True, _by_oxigraph(pyoxigraph.RdfFormat.N_QUADS)),
    Format(("trig",), (".trig",), True, _by_oxigraph(pyoxigraph.RdfFormat.TRIG)),
    Format(("jsonld", "json-ld"), (".jsonld", ".json"), True, jsonld),
    Format(
        ("rdfxml", "xml", "rdf"),
        (".rdf", ".xml"),
        False,
        _by_oxigraph(pyoxigraph.RdfFormat.RDF_XML),
    ),
    Format(("csv",), (".csv",), False, None, comparison_csv),
    Format(("claims",), (), False, None, claims_csv),
    Format(("orkg-csv",), (), False, None, _orkg_csv),
    Format(("qb",), (), False, _by_oxigraph(pyoxigraph.RdfFormat.TURTLE), view=cube),
)

#: Every format by each of its names.
FORMATS: Final[Mapping[str, Format]] = {name: f for f in _FORMATS for name in f.names}


def find_format(name: str | None, path: str | None = None) -> Format:
    """Return the format of a name; without one, that of the path's suffix, else Turtle.

    Raises
    ------
    UnknownFormatError
        No format has this name or suffix.
    """
    known = ", ".join(f.names[0] for f in _FORMATS)
    if name is not None:
        if found := FORMATS.get(name.lower().lstrip(".")):
            return found
        raise UnknownFormatError(f"{name!r} is no format; there are {known}")
    if path is None or path == "-":
        return FORMATS["turtle"]
    suffix = Path(path).suffix.lower()
    for format_ in _FORMATS:
        if suffix in format_.suffixes:
            return format_
    raise UnknownFormatError(f"{path}: suffix {suffix!r} tells no format; say which ({known})")


def write(graph: AnyGraph, path: str | Path, format: str | None = None) -> None:  # noqa: A002 - the word users expect
    """Write a graph to a file, whole or not at all; the suffix tells the format unless given.

    Raises
    ------
    UnknownFormatError
        The format is not known, or is a table of models.
    OutputError
        The file cannot be written, or the format cannot hold the graph's named graphs.
    """
    found = find_format(format, str(path))
    save(str(path), serialize(graph, found))


def serialize(graph: AnyGraph, format_: Format) -> Iterator[str]:
    """Return the text of a graph in pieces.

    Raises
    ------
    UnknownFormatError
        The format is a table of models.
    OutputError
        The format cannot hold the graph's named graphs, or writes a view of its own.
    """
    if format_.write is None:
        raise UnknownFormatError(f"{format_.names[0]} is a table of models and holds no graph")
    if format_.view is not None:
        if isinstance(graph, View):
            raise OutputError(f"{format_.names[0]} is made from the graph in our own vocabulary")
        return format_.write(format_.view(graph))
    if not format_.holds_graphs and graph.provenance == "graphs":
        raise OutputError(
            f"{format_.names[0]} cannot hold named graphs; write trig, nquads or jsonld, or choose "
            "another --provenance"
        )
    return format_.write(graph)


def save(path: str, pieces: Iterable[str]) -> None:
    """Write text to a file (or `-`): beside it first, then renamed, so that no half file is left.

    Raises
    ------
    OutputError
        The output cannot be written; what stood there is untouched.
    """
    try:
        with paused():  # a graph may be made while it is written
            if path == "-":
                _print(pieces)
            else:
                _replace(Path(path), pieces)
    except BrokenPipeError:
        raise
    except OSError as error:
        reason = error.strerror or error
        raise OutputError(f"{path}: cannot be written: {reason}; nothing was changed") from None


def _print(pieces: Iterable[str]) -> None:
    for piece in pieces:
        sys.stdout.buffer.write(piece.encode("utf-8", "surrogatepass"))
    sys.stdout.buffer.flush()


def _replace(path: Path, pieces: Iterable[str]) -> None:
    if path.is_dir():
        raise IsADirectoryError(None, "it is a folder")
    if path.exists() and not path.is_file():  # a device or a pipe cannot be replaced
        with path.open("wb") as stream:
            stream.writelines(piece.encode() for piece in pieces)
        return
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.writelines(piece.encode() for piece in pieces)
        mode = path.stat().st_mode if path.exists() else 0o666 & ~_umask()
        Path(beside).chmod(mode)
        Path(beside).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(beside).unlink()
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
