"""SPARQL over a graph: evaluated by Oxigraph, with the prefixes bound and nothing fetched."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, TypeAlias

import pyoxigraph

from llm_kg.errors import QueryError
from llm_kg.graph import ACCEPTED, Graph, prefixes
from llm_kg.sparql import OPAQUE, first_line, graphs_of

__all__ = [
    "NamedQuery",
    "Results",
    "catalogue",
    "evaluate",
    "find_query",
    "named_queries",
    "query",
    "with_prefixes",
]

#: What a query finds: rows (SELECT), triples (CONSTRUCT, DESCRIBE) or yes and no (ASK).
Results: TypeAlias = pyoxigraph.QuerySolutions | pyoxigraph.QueryTriples | pyoxigraph.QueryBoolean

_UPDATES = re.compile(r"\b(?:ADD|CLEAR|COPY|CREATE|DELETE|DROP|INSERT|LOAD|MOVE)\b", re.IGNORECASE)

_CATALOGUE = """\
# Named queries

Questions that are often asked, ready to be run: over the bundled data as shown here, over other lists or
graph files with `--source`, and on the page of `llm-kg serve`. `llm-kg query --named NAME --print` gives the
text for any other store, with its prefixes, also for one whose default graph is the union of all graphs.

This page is made by `llm-kg query --list -f markdown`.
"""


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query that ships with the package: its name, the question it answers, and what it tells.

    `text` holds in any store, whether its default graph is the union of all graphs or not; `plain`, the
    file in `queries/` without its head, is for a store whose default graph holds what is accepted.
    """

    name: str
    title: str
    about: str
    plain: str
    text: str


@cache
def named_queries() -> dict[str, NamedQuery]:
    """Return the named queries by name, sorted."""
    found: dict[str, NamedQuery] = {}
    files = resources.files("llm_kg").joinpath("queries").iterdir()
    for file in sorted(files, key=lambda file: file.name):
        if file.name.endswith(".rq"):
            text = file.read_text(encoding="utf-8")
            head = dict(re.findall(r"^# (\w+): *(.+)$", text, re.MULTILINE))
            name = file.name.removesuffix(".rq")
            plain = re.sub(r"\A(?:#.*\n)+", "", text)
            # What it asks for is never claimed, and so stands in one graph in every store.
            anywhere = head.get("graphs") == "any"
            whole = text if anywhere else _of_accepted(text)
            found[name] = NamedQuery(name, head["title"], head["about"], plain, whole)
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
    store: pyoxigraph.Store,
    text: str,
    bound: dict[str, str] | None = None,
    *,
    default_graphs: Sequence[str] = (),
    named_graphs: Sequence[str] = (),
) -> Results:
    """Return what a query finds in a store, where the prefixes are bound (unless told, those of outputs).

    Graphs that are named beside the query (IRIs) take the place of those that it names itself.

    Raises
    ------
    QueryError
        The query does not parse, changes something, or asks for what is not in the store (SERVICE, or a
        graph that the store does not hold): nothing is fetched.
    """
    bound = prefixes() if bound is None else bound
    named = _in_store(store, (*default_graphs, *named_graphs))
    _in_store(store, graphs_of(text, bound))
    dataset: dict[str, Any] = {}
    if named:
        dataset["default_graph"] = named[: len(default_graphs)]
        dataset["named_graphs"] = named[len(default_graphs) :]
    try:
        return store.query(text, prefixes=bound, **dataset)
    except SyntaxError as error:
        if _UPDATES.search(OPAQUE.sub(" ", text)):
            raise QueryError("this is no query; updates are refused, for nothing here is changed") from None
        raise QueryError(f"this is no valid SPARQL query: {first_line(error)}") from None
    except (ValueError, OSError) as error:
        raise QueryError(f"the query cannot be answered: {error}") from None


def _in_store(store: pyoxigraph.Store, graphs: Iterable[str]) -> list[pyoxigraph.NamedNode]:
    """Return the names of graphs, each of which the store must hold."""
    found = []
    for graph in graphs:
        try:
            node = pyoxigraph.NamedNode(graph)
        except ValueError:
            raise QueryError(f"<{graph}> is no absolute IRI, and names no graph") from None
        if not store.contains_named_graph(node):
            raise QueryError(f"there is no graph <{graph}> here, and nothing is fetched from a network")
        found.append(node)
    return found


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


def catalogue() -> Iterator[str]:
    """Yield the page of the named queries, in Markdown."""
    yield _CATALOGUE
    for known in named_queries().values():
        yield f"\n## {known.title}\n\n{known.about}\n\n"
        yield f"`llm-kg query --named {known.name}`\n\n```sparql\n{known.plain}```\n"


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
