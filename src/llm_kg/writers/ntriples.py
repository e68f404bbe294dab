"""N-Triples, line by line: the format of large graphs, so it is written as the statements come.

The text is what Oxigraph writes, byte for byte; a test holds them equal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

from llm_kg.rdf import IRI, XSD, Statement, Term

__all__ = ["ntriples"]

#: How many lines are given at once.
_LINES = 10_000

# Sources: RDF 1.2 N-Triples, canonical form, and its production IRIREF.
_SPECIAL = re.compile('[\x00-\x1f"\\\\\x7f\ufffe\uffff]')
_ESCAPES = {"\b": r"\b", "\t": r"\t", "\n": r"\n", "\f": r"\f", "\r": r"\r", '"': r"\"", "\\": r"\\"}
_NOT_IN_IRI = re.compile(r'[\x00-\x20<>"{}|\\^`]')
_STRING = XSD["string"]


def ntriples(statements: Iterable[Statement]) -> Iterator[str]:
    r"""Yield the text of statements of the default graph, many lines at a time.

    >>> from llm_kg.rdf import RDFS, Literal
    >>> print(*ntriples([Statement(IRI("https://example.org/eta"), RDFS["label"], Literal('"Eta"'))]))
    <https://example.org/eta> <http://www.w3.org/2000/01/rdf-schema#label> "\"Eta\"" .
    <BLANKLINE>

    Raises
    ------
    ValueError
        An IRI holds what no IRI may hold.
    """
    lines = (f"{_node(s)} {_node(p)} {_term(value)} .\n" for s, p, value, _ in statements)
    while piece := "".join(islice(lines, _LINES)):
        yield piece


@lru_cache(maxsize=4096)  # subjects come together, and predicates are few
def _node(iri: str) -> str:
    if _NOT_IN_IRI.search(iri):
        raise ValueError(f"{iri!r} is no IRI")
    return iri if iri.startswith("_:") else f"<{iri}>"


def _term(term: Term) -> str:
    if isinstance(term, IRI):
        return _node(term)
    lexical, datatype, language = term
    text = f'"{_SPECIAL.sub(_escape, lexical)}"' if _SPECIAL.search(lexical) else f'"{lexical}"'
    if language:
        return f"{text}@{language}"
    return text if datatype == _STRING else f"{text}^^{_node(datatype)}"


def _escape(match: re.Match[str]) -> str:
    return _ESCAPES.get(match[0]) or f"\\u{ord(match[0]):04X}"
