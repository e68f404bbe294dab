"""The named queries: the same rows on rdflib and on Oxigraph."""

from __future__ import annotations

import pytest
import rdflib

from conftest import ROOT
from llm_kg.querying import evaluate, named_queries, with_prefixes

QUERIES = named_queries()
NUMBERS = ("integer", "decimal", "double", "float")


def term(value: object, datatype: object) -> object:
    if value is None:
        return None
    return float(str(value)) if str(datatype).rpartition("#")[2] in NUMBERS else str(value)


@pytest.fixture(scope="module")
def engines(graphs):
    return graphs["source"].to_rdflib(), graphs["source"].to_oxigraph()


@pytest.fixture(scope="module")
def stores(graphs):
    return {provenance: graphs[provenance].to_oxigraph() for provenance in ("source", "full", "graphs")}


@pytest.mark.parametrize("name", QUERIES)
def test_default_graph_may_be_the_union_of_all(stores, name):
    text = with_prefixes(QUERIES[name].text)
    rows = {
        tuple(tuple(map(str, row)) for row in store.query(text, use_default_graph_as_union=union))
        for store in stores.values()
        for union in (False, True)
    }
    assert len(rows) == 1
    assert rows != {()}


@pytest.mark.parametrize("name", QUERIES)
def test_file_of_a_query_stands_alone(name):
    text = (ROOT / "src/llm_kg/queries" / f"{name}.rq").read_text(encoding="utf-8")
    graph = rdflib.Graph()
    graph.query(with_prefixes(text))  # parses, and asks for no named graph
    assert "GRAPH" not in text


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


def test_query_is_printed_for_another_store(call):
    printed = call("query", "--named", "models-per-year", "--print")
    assert printed.returncode == 0
    assert len(list(rdflib.Dataset().query(printed.stdout))) == 0
