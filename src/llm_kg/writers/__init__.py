"""From graphs and models to files: the formats, and how they are written.

The writer of a format is imported when something is written in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from llm_kg.errors import OutputError, UnknownFormatError
from llm_kg.saving import save
from llm_kg.views import AnyGraph, View

if TYPE_CHECKING:
    from llm_kg.graph import Graph
    from llm_kg.reconciliation import Models
    from llm_kg.writers.blocks import BlockWriter

__all__ = ["FORMATS", "Format", "find_format", "refuse_graphs", "save", "serialize", "write"]


@dataclass(frozen=True, slots=True)
class Format:
    """A serialization: its names (the first is the proper one) and suffixes, and its writer.

    `holds_graphs` tells whether it can name graphs; `blocks` gives, for some prefixes, what writes a
    graph block by block; `table` writes a table from the models, for which there is no graph to `write`;
    `view` is what of the graph is written, where it is not the graph itself.
    """

    names: tuple[str, ...]
    suffixes: tuple[str, ...]
    holds_graphs: bool
    write: Callable[[AnyGraph], Iterator[str]] | None
    table: Callable[[Models], Iterator[str]] | None = None
    blocks: Callable[[Mapping[str, str]], BlockWriter] | None = None
    view: Callable[[Graph], View] | None = None


def _turtle(prefixes: Mapping[str, str]) -> BlockWriter:
    from llm_kg.writers.turtle import turtle

    return turtle(prefixes)


def _trig(prefixes: Mapping[str, str]) -> BlockWriter:
    from llm_kg.writers.turtle import trig

    return trig(prefixes)


def _ntriples(_: Mapping[str, str]) -> BlockWriter:
    from llm_kg.writers.lines import ntriples

    return ntriples()


def _nquads(_: Mapping[str, str]) -> BlockWriter:
    from llm_kg.writers.lines import nquads

    return nquads()


def _jsonld(prefixes: Mapping[str, str]) -> BlockWriter:
    from llm_kg.writers.jsonld import jsonld

    return jsonld(prefixes)


def _jsonlines(_: Mapping[str, str]) -> BlockWriter:
    from llm_kg.writers.jsonlines import jsonlines

    return jsonlines()


def _models_jsonl(models: Models) -> Iterator[str]:
    from llm_kg.writers.jsonlines import models_jsonl

    return models_jsonl(models)


def _comparison_csv(models: Models) -> Iterator[str]:
    from llm_kg.writers.comparison import comparison_csv

    return comparison_csv(models)


def _claims_csv(models: Models) -> Iterator[str]:
    from llm_kg.writers.tables import claims_csv

    return claims_csv(models)


def _orkg_csv(models: Models) -> Iterator[str]:
    from llm_kg.writers.orkg import OrkgOptions, as_orkg_csv

    return iter(as_orkg_csv(models, OrkgOptions()).written)


def _cube(graph: Graph) -> View:
    from llm_kg.cube import cube

    return cube(graph)


def _rdfxml(graph: AnyGraph) -> Iterator[str]:
    import pyoxigraph

    from llm_kg.rdf import to_oxigraph

    triples = (quad.triple for quad in to_oxigraph(graph))
    content = pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.RDF_XML, prefixes=graph.prefixes)
    yield (content or b"").decode()


def _in_blocks(
    names: tuple[str, ...],
    suffixes: tuple[str, ...],
    holds_graphs: bool,
    blocks: Callable[[Mapping[str, str]], BlockWriter],
) -> Format:
    return Format(names, suffixes, holds_graphs, _joined(blocks), blocks=blocks)


def _joined(blocks: Callable[[Mapping[str, str]], BlockWriter]) -> Callable[[AnyGraph], Iterator[str]]:
    def write(graph: AnyGraph) -> Iterator[str]:
        return blocks(graph.prefixes).text(graph.blocks())

    return write


_FORMATS = (
    _in_blocks(("turtle", "ttl"), (".ttl", ".turtle"), False, _turtle),
    _in_blocks(("ntriples", "nt"), (".nt",), False, _ntriples),
    _in_blocks(("nquads", "nq"), (".nq",), True, _nquads),
    _in_blocks(("trig",), (".trig",), True, _trig),
    _in_blocks(("jsonld", "json-ld"), (".jsonld", ".json"), True, _jsonld),
    Format(("rdfxml", "xml", "rdf"), (".rdf", ".xml"), False, _rdfxml),
    Format(("csv",), (".csv",), False, None, _comparison_csv),
    Format(("claims",), (), False, None, _claims_csv),
    Format(("jsonl",), (".jsonl", ".ndjson"), False, None, _models_jsonl, _jsonlines),
    Format(("orkg-csv",), (), False, None, _orkg_csv),
    Format(("qb",), (), False, _joined(_turtle), view=_cube),
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
    refuse_graphs(format_, graph)
    return format_.write(graph)


def refuse_graphs(format_: Format, graph: AnyGraph) -> None:
    """Refuse a graph with named graphs to a format that cannot hold them.

    Raises
    ------
    OutputError
        That is so.
    """
    if (
        format_.table is None
        and format_.view is None
        and not format_.holds_graphs
        and graph.provenance == "graphs"
    ):
        raise OutputError(
            f"{format_.names[0]} cannot hold named graphs; write trig, nquads or jsonld, or choose "
            "another --provenance"
        )
