"""The named queries: the same rows on rdflib and on Oxigraph."""

from __future__ import annotations

import pytest
import rdflib

from llm_kg.querying import evaluate, named_queries, with_prefixes

QUERIES = named_queries()
NUMBERS = ("integer", "decimal", "double", "float")


def term(value: object, datatype: object) -> object:
    if value is None:
        return None
    return float(str(value)) if str(datatype).rpartition("#")[2] in NUMBERS else str(value)


@pytest.fixture(scope="module")
def engines(graphs):
    graph = rdflib.Graph()
    for triple in graphs["source"].to_rdflib().triples((None, None, None)):
        graph.add(triple)
    return graph, graphs["source"].to_oxigraph()


def test_there_are_enough():
    assert len(QUERIES) >= 8


@pytest.mark.parametrize("name", QUERIES)
def test_query_says_what_it_tells(name):
    assert QUERIES[name].title
    assert QUERIES[name].about


@pytest.mark.parametrize("name", QUERIES)
def test_engines_agree(engines, name):
    graph, store = engines
    by_rdflib = graph.query(with_prefixes(QUERIES[name].text))
    by_oxigraph = evaluate(store, QUERIES[name].text)
    assert [str(v) for v in by_rdflib.vars] == [v.value for v in by_oxigraph.variables]
    rows = [tuple(term(v, getattr(v, "datatype", "")) for v in row) for row in by_rdflib]
    others = [
        tuple(
            None if v is None else term(v.value, getattr(getattr(v, "datatype", ""), "value", ""))
            for v in row
        )
        for row in by_oxigraph
    ]
    assert rows == others
    assert rows
