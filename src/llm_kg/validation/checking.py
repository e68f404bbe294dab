"""A graph against a shapes graph, by the engine that can."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal, TypeAlias, get_args

from llm_kg.collector import paused
from llm_kg.errors import ShapesError
from llm_kg.rdf import Statement
from llm_kg.validation.compilation import compiled
from llm_kg.validation.data import Nodes, nodes_of
from llm_kg.validation.engine import check_compiled
from llm_kg.validation.results import Result, in_order

__all__ = ["Engine", "check", "find_engine"]

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
