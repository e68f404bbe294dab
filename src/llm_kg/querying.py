"""SPARQL over a graph: evaluated by Oxigraph, with the prefixes bound and nothing fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import pyoxigraph

from llm_kg.errors import QueryError
from llm_kg.graph import ACCEPTED, Graph, prefixes
from llm_kg.sparql import OPAQUE, fetches

__all__ = ["NamedQuery", "evaluate", "find_query", "named_queries", "query", "with_prefixes"]


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query that ships with the package: its name, title, what it tells, and its text.

    The text holds in any store, whether its default graph is the union of all graphs or not; the file
    in `queries/` is its pattern alone, for a plain graph.
    """

    name: str
    title: str
    about: str
    text: str


@cache
def named_queries() -> dict[str, NamedQuery]:
    """Return the named queries by name, sorted."""
    found: dict[str, NamedQuery] = {}
    files = resources.files("llm_kg").joinpath("queries").iterdir()
    for file in sorted(files, key=lambda file: file.name):
        if file.name.endswith(".rq"):
            text = file.read_text(encoding="utf-8")
            head = dict(re.findall(r"^# (title|about): *(.+)$", text, re.MULTILINE))
            name = file.name.removesuffix(".rq")
            found[name] = NamedQuery(name, head["title"], head["about"], _of_accepted(text))
    return found


def _of_accepted(text: str) -> str:
    """Return a query that finds what is accepted, whatever the default graph of the store is.

    Where claims stand in named graphs (`--provenance graphs`), the accepted values stand in one of their
    own besides, and the pattern is looked for there; else it is looked for in the default graph.
    """
    plain = OPAQUE.sub(lambda match: " " * len(match[0]), text)
    start = plain.index("{", re.search(r"\bWHERE\b", plain).start())  # type: ignore[union-attr] # ours have one
    depth = 0
    for end in range(start, len(plain)):
        depth += (plain[end] == "{") - (plain[end] == "}")
        if not depth:
            break
    pattern = text[start + 1 : end]
    named = f"<{ACCEPTED}>"
    # A subquery, so that an engine need not match the pattern before it learns that it is not wanted.
    apart = f"SELECT (1 AS ?apart) WHERE {{ FILTER NOT EXISTS {{ GRAPH {named} {{ ?any ?has ?value }} }} }}"
    return (
        f"{text[: start + 1]}\n  {{\n    GRAPH {named} {{{pattern}}}\n  }} UNION {{\n"
        f"    {{ {apart} }}{pattern}  }}\n{text[end:]}"
    )


def find_query(name: str) -> NamedQuery:
    """Return the named query of a name.

    Raises
    ------
    QueryError
        There is no such query.
    """
    if found := named_queries().get(name):
        return found
    raise QueryError(f"{name!r} is no named query; llm-kg query --list shows them all")


def with_prefixes(text: str, bound: dict[str, str] | None = None) -> str:
    """Return a query behind the prefixes that are bound, for engines that bind none."""
    lines = (f"PREFIX {p}: <{iri}>" for p, iri in (bound or prefixes()).items())
    return "\n".join((*lines, text))


def evaluate(
    store: pyoxigraph.Store, text: str, bound: dict[str, str] | None = None
) -> pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean | pyoxigraph.QueryTriples:
    """Return what a query finds in a store.

    Raises
    ------
    QueryError
        The query does not parse, or would fetch something (SERVICE, LOAD).
    """
    if fetches(text):
        raise QueryError("SERVICE and LOAD are refused: a query fetches nothing from a network")
    try:
        return store.query(text, prefixes=bound or prefixes())
    except SyntaxError as error:
        raise QueryError(f"this is no valid SPARQL query: {str(error).splitlines()[0]}") from None
    except (ValueError, OSError) as error:
        raise QueryError(f"the query cannot be answered: {error}") from None


def query(graph: Graph, text: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of a SELECT query as dicts of Python values; prefixes are bound.

    Numbers, booleans and strings become Python's, IRIs strings; an unbound variable is None.

    Raises
    ------
    QueryError
        The query does not parse, is no SELECT query, or would fetch something.
    """
    found = evaluate(graph.to_oxigraph(), text, graph.prefixes)
    if not isinstance(found, pyoxigraph.QuerySolutions):
        raise QueryError("only a SELECT query gives rows; use evaluate() for ASK and CONSTRUCT")
    names = [variable.value for variable in found.variables]
    for solution in found:
        yield {name: _python(solution[name]) for name in names}


def _python(term: object) -> Any:
    if term is None:
        return None
    if isinstance(term, pyoxigraph.Literal):
        kind = term.datatype.value.rpartition("#")[2]
        if kind in ("integer", "nonNegativeInteger"):
            return int(term.value)
        if kind in ("double", "decimal", "float"):
            return float(term.value)
        return term.value == "true" if kind == "boolean" else term.value
    return getattr(term, "value", str(term))
