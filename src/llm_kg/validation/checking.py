"""A graph against a shapes graph, by the engine that can."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal, TypeAlias, get_args

from llm_kg.collector import paused
from llm_kg.errors import ShapesError
from llm_kg.graphs import blocks, load_nodes, streams
from llm_kg.rdf import Statement
from llm_kg.validation.compilation import compiled
from llm_kg.validation.data import Nodes, nodes_of
from llm_kg.validation.engine import REMEMBERED, Checker, LateClassError, check_compiled
from llm_kg.validation.instances import Instances
from llm_kg.validation.results import Result, in_order

__all__ = ["Engine", "check", "check_file", "find_engine"]

#: `auto` compiles what it can and asks pySHACL for the rest; `compiled` asks nobody; `pyshacl` asks it alone.
Engine: TypeAlias = Literal["auto", "compiled", "pyshacl"]


def find_engine(name: str) -> Engine:
    """Return an engine by its name.

    Raises
    ------
    ShapesError
        There is none of this name.
    """
    for engine in get_args(Engine):
        if engine == name:
            found: Engine = engine
            return found
    raise ShapesError(f"{name!r} is no engine; there are {', '.join(get_args(Engine))}")


def check_file(path: str, shapes: Path | None = None, engine: Engine = "auto") -> list[Result]:
    """Return the results of validating a graph file, which is not kept in memory where that can be.

    That is so for N-Triples in which the statements of each subject stand together, and shapes that look no
    further than the neighbours of a node.

    Raises
    ------
    ShapesError
        The shapes cannot be read, or hold what the engine cannot check.
    SourceError
        The file cannot be read, or is not what its suffix says.
    """
    read = compiled(shapes)
    if engine != "pyshacl" and streams(path):
        checker = Checker(read)
        if checker.streams:
            with paused():
                results = _in_blocks(path, checker)
            if results is not None:
                return in_order(results)
    return check(load_nodes(path), shapes, engine)


def _in_blocks(path: str, checker: Checker) -> list[Result] | None:
    """Return the results on a file read in blocks; none where it must be whole to be judged."""
    seen = Instances()
    found: list[Result] = []
    for block in blocks(path):
        if any(subject in seen for subject in block):
            return None
        seen.latest.update(block)
        seen.shrink(REMEMBERED)
        try:
            found.extend(checker.feed(block))
        except LateClassError:
            return None
    found.extend(checker.finish())
    return found


def check(
    graph: Iterable[Statement] | Nodes, shapes: Path | None = None, engine: Engine = "auto"
) -> list[Result]:
    """Return the results of validating the default graph against shapes, in a fixed order.

    The graph is statements, or nodes of tokens (subject → predicate → objects).

    Raises
    ------
    ShapesError
        The shapes cannot be read, or hold what the engine cannot check.
    """
    read = compiled(shapes)
    if engine == "compiled" and read.beyond:
        raise ShapesError(f"{read.beyond[0]}; --engine auto lets it")
    with paused():
        nodes = graph if isinstance(graph, Mapping) else nodes_of(graph)
        if engine == "pyshacl":
            from llm_kg.validation.fallback import check_by_pyshacl

            return in_order(check_by_pyshacl(nodes, read))
        found = check_compiled(nodes, read)
        if read.handed_over:
            from llm_kg.validation.fallback import check_by_pyshacl

            found.extend(check_by_pyshacl(nodes, read, read.handed_over))
    return in_order(found)
