"""What the text of a SPARQL query would do, before anything runs it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from llm_kg.errors import QueryError

__all__ = ["OPAQUE", "first_line", "graphs_of"]

#: Strings, IRIs and comments of SPARQL 1.1 (productions 139, 156-161), in which words mean nothing.
OPAQUE: Final = re.compile(
    r"""<[^<>"{}|^`\\\x00-\x20]*>|'{3}.*?'{3}|"{3}.*?"{3}|'(?:[^'\\\n\r]|\\.)*'|"(?:[^"\\\n\r]|\\.)*"|\#[^\n\r]*""",
    re.DOTALL,
)
# Without these letters no query can ask for something from elsewhere; one with them is parsed to see.
_MAY_REACH_OUT = re.compile(r"SERVICE|\bFROM\b", re.IGNORECASE)
# An escaped code point, or any other pair that a backslash begins.
_ESCAPED = re.compile(r"\\(?:u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", re.DOTALL)


def graphs_of(text: str, bound: Mapping[str, str]) -> list[str]:
    """Return the graphs that a query is FROM, where prefixes are bound; it must not have a SERVICE.

    Oxigraph tells nobody what it has parsed, and would follow SERVICE; so a query that might have one is
    parsed by rdflib first, and one that rdflib cannot parse is refused. It must see the words as Oxigraph
    does: a carriage return ends a comment, and an escaped code point is never a quote.

    >>> graphs_of("SELECT * { ?s ?p ?o }", {}), graphs_of("SELECT * FROM <x:y> { ?s ?p ?o }", {})
    ([], ['x:y'])

    Raises
    ------
    QueryError
        The query has a SERVICE, or does not parse.
    """
    if not _MAY_REACH_OUT.search(text):
        return []
    from rdflib.plugins.sparql.algebra import translatePrologue
    from rdflib.plugins.sparql.parser import Query

    plain = _ESCAPED.sub(lambda match: "x" if match[0][1] in "uU" else match[0], text.replace("\r", "\n"))
    try:
        head, body = Query.parse_string(plain, parse_all=True)
        prologue = translatePrologue(head, None, dict(bound))
        clauses = [clause.default or clause.named for clause in body.datasetClause or ()]
        graphs = [str(prologue.absolutize(graph)) for graph in clauses]
    except Exception as error:  # rdflib raises bare ones, and deep queries RecursionError
        raise QueryError(f"this is no valid SPARQL query: {first_line(error)}") from None
    if _holds_service(body):
        raise QueryError("SERVICE is refused: a query fetches nothing from a network")
    return graphs


def _holds_service(parsed: Any) -> bool:
    """Tell whether what rdflib has parsed holds a SERVICE pattern, however deep."""
    from rdflib.plugins.sparql.parserutils import CompValue

    waiting = [parsed]
    while waiting:
        part = waiting.pop()
        if isinstance(part, CompValue):
            if part.name == "ServiceGraphPattern":
                return True
            waiting.extend(part.values())
        elif not isinstance(part, str) and isinstance(part, Iterable):
            waiting.extend(part)
    return False


def first_line(error: Exception) -> str:
    """Return the first line of what an error says, or its name."""
    return next(iter(str(error).splitlines()), type(error).__name__)
