"""The named queries: the same rows in every engine and every kind of store, and nothing is fetched."""

from __future__ import annotations

import contextlib
import re
import socket
import threading
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from hypothesis import example, given, settings
from hypothesis import strategies as st

import llm_kg as kg
from conftest import ROOT
from consumers import comunica
from llm_kg.errors import QueryError
from llm_kg.querying import evaluate, named_queries, with_prefixes

QUERIES = named_queries()
GOLDEN = Path(__file__).parent / "queries"
NUMBERS = ("integer", "decimal", "double", "float")


def term(value: object, datatype: object) -> object:
    """Return a term by its value, for engines write numbers each in their own way."""
    if value is None:
        return None
    return float(str(value)) if str(datatype).rpartition("#")[2] in NUMBERS else str(value)


def rows_of(solutions: pyoxigraph.QuerySolutions) -> list[tuple]:
    return [
        tuple(
            None if v is None else term(v.value, getattr(getattr(v, "datatype", ""), "value", ""))
            for v in row
        )
        for row in solutions
    ]


def rows_by_rdflib(graph: rdflib.Graph, text: str) -> list[tuple]:
    return [
        tuple(None if v is None else term(v, getattr(v, "datatype", "")) for v in row)
        for row in graph.query(with_prefixes(text))
    ]


@pytest.fixture(scope="module")
def golden() -> dict[str, tuple[list[str], list[tuple]]]:
    """The columns and rows of each query that are known to be right."""
    found = {}
    for path in GOLDEN.glob("*.tsv"):
        solutions = pyoxigraph.parse_query_results(path.read_bytes(), pyoxigraph.QueryResultsFormat.TSV)
        found[path.stem] = ([variable.value for variable in solutions.variables], rows_of(solutions))
    return found


@pytest.fixture(scope="module")
def built(models) -> dict[str, kg.Graph]:
    """The bundled graph by provenance, as `llm-kg query` and `llm-kg serve` build it."""
    wanted = ("source", "full", "graphs")
    return {provenance: kg.build(models, provenance=provenance, conflicts=True) for provenance in wanted}


@pytest.fixture(scope="module")
def stores(built):
    return {provenance: graph.to_oxigraph() for provenance, graph in built.items()}


@pytest.fixture(scope="module")
def as_rdflib(built):
    return built["source"].to_rdflib()


def test_there_are_enough():
    assert len(QUERIES) >= 20


def test_every_query_has_its_golden_rows_and_no_other_has(golden):
    assert set(golden) == set(QUERIES)


@pytest.mark.parametrize("name", QUERIES)
def test_command_gives_the_golden_rows(stores, golden, name):
    found = evaluate(stores["source"], QUERIES[name].text)
    columns, rows = golden[name]
    assert [variable.value for variable in found.variables] == columns
    assert rows_of(found) == rows, f"llm-kg query --named {name} -f tsv > tests/queries/{name}.tsv"
    assert rows


@pytest.mark.parametrize("name", QUERIES)
def test_default_graph_may_be_the_union_of_all(stores, golden, name):
    text = with_prefixes(QUERIES[name].text)
    for store in stores.values():
        for union in (False, True):
            assert rows_of(store.query(text, use_default_graph_as_union=union)) == golden[name][1]


@pytest.mark.parametrize("name", QUERIES)
def test_rdflib_gives_the_golden_rows(as_rdflib, golden, name):
    assert rows_by_rdflib(as_rdflib, QUERIES[name].plain) == golden[name][1]


@pytest.mark.slow
@pytest.mark.parametrize("name", QUERIES)
def test_rdflib_gives_the_golden_rows_of_the_text_for_every_store(as_rdflib, golden, name):
    assert rows_by_rdflib(as_rdflib, QUERIES[name].text) == golden[name][1]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("provenance", "suffix", "union"), [("source", "ttl", False), ("graphs", "trig", True)]
)
def test_comunica_gives_the_golden_rows(built, golden, tmp_path, provenance, suffix, union):
    path = tmp_path / f"bundled.{suffix}"
    kg.write(built[provenance], path)
    texts = {name: with_prefixes(query.text) for name, query in QUERIES.items()}
    found = comunica(path, texts, union=union)
    for name, solutions in found.items():
        rows = [
            tuple(
                None if column not in row else term(row[column]["value"], row[column].get("datatype", ""))
                for column in golden[name][0]
            )
            for row in solutions
        ]
        # It sorts strings as a locale does ("diffusion" before "M6"); SPARQL sorts them by code points.
        assert sorted(rows, key=repr) == sorted(golden[name][1], key=repr), name
    assert set(found) == set(QUERIES)


@pytest.mark.parametrize("name", QUERIES)
def test_file_of_a_query_stands_alone(name):
    text = (ROOT / "src/llm_kg/queries" / f"{name}.rq").read_text(encoding="utf-8")
    graph = rdflib.Graph()
    graph.query(with_prefixes(text))  # parses, and asks for no named graph
    assert "GRAPH" not in text
    assert text.endswith(QUERIES[name].plain)
    assert QUERIES[name].plain.startswith("SELECT")


@pytest.mark.parametrize("name", QUERIES)
def test_query_says_what_it_tells(name):
    assert QUERIES[name].title
    assert re.fullmatch(r"[A-Z].*\.", QUERIES[name].about)


def test_titles_are_different():
    assert len({query.title for query in QUERIES.values()}) == len(QUERIES)


def test_page_of_the_queries_is_fresh(call):
    page = (ROOT / "docs" / "queries.md").read_text(encoding="utf-8")
    assert call("query", "--list", "-f", "markdown").stdout == page, (
        "llm-kg query --list -f markdown > docs/queries.md"
    )
    assert all(f"## {query.title}\n" in page for query in QUERIES.values())


def test_list_names_every_query(call):
    listed = call("query", "--list").stdout
    assert [line.split("\t")[0] for line in listed.splitlines()[1:]] == list(QUERIES)


def test_query_is_printed_for_another_store(call):
    printed = call("query", "--named", "models-per-year", "--print")
    assert printed.returncode == 0
    assert len(list(rdflib.Dataset().query(printed.stdout))) == 0


# Nothing is fetched


@pytest.fixture(scope="module")
def listener():
    """A socket that counts who knocks."""
    knocks: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def count() -> None:
            while True:
                try:
                    connection, address = server.accept()
                except OSError:
                    return
                knocks.append(address)
                connection.close()

        thread = threading.Thread(target=count, daemon=True)
        thread.start()
        yield server.getsockname()[1], knocks
        server.shutdown(socket.SHUT_RDWR)
        thread.join()


def small_store() -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    node = pyoxigraph.NamedNode
    for graph in (pyoxigraph.DefaultGraph(), node("http://x/g")):
        quad = pyoxigraph.Quad(node("http://x/a"), node("http://x/it's"), pyoxigraph.Literal("d"), graph)
        store.add(quad)
    return store


STORE = small_store()
# What may make a parser take SERVICE for a part of something else.
PIECES = st.sampled_from(
    [
        *("'", '"', "'''", '"""', "'c'", '"c"', "\\", "\\'", '\\"', "\\u0022", "\\u0027", "@en", "^^"),
        *("#", "\n", "\r", " ", "<", ">", "{", "}", "(", ")", ".", "||", "FILTER(?o != ", "FILTER EXISTS {"),
        *("?o", "?s ?p ?o .", "ex:", "ex:it\\'s", "ex:a\\#b", "SERVICE", "service", "SERVICE SILENT"),
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=8).map("".join), st.lists(PIECES, max_size=8).map("".join))
@example("", "")
@example("?s ex:it\\'s ?o . ", " FILTER(?o != 'c')")  # a quote that begins no string
@example("?s ?p ?o . #\r", "\n")  # a comment that a carriage return ends
@example('?s ?p ?o FILTER(?o != "\\u0022 || ?o != ") ', ' FILTER(?o != "|| ?z != \\u0022")')  # no quotes
@example("?s ?p ?o FILTER EXISTS { ", " }")
@example("{ SELECT * { ", " } }")
def test_no_query_reaches_a_network(listener, before, after):
    port, knocks = listener
    service = f"SERVICE <http://127.0.0.1:{port}/> {{ ?q ?w ?e }}"
    text = f"PREFIX ex: <http://x/> SELECT * {{ {before}{service}{after} }}"
    with contextlib.suppress(QueryError):
        list(evaluate(STORE, text))
    assert knocks == []


def test_the_engine_would_reach_it(listener):
    """Without this, the test before would prove nothing."""
    port, knocks = listener
    with contextlib.suppress(OSError):
        list(STORE.query(f"SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?q ?w ?e }} }}"))
    assert knocks
    knocks.clear()


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?service { ?service ?p 'SERVICE' }",
        "PREFIX ex: <http://x/> SELECT * { ?s ex:self-service ?o ; ex:load 'LOAD' }",
        "SELECT * { ?s <http://x/service> ?o } # SERVICE <http://x/> {}",
        "SELECT * FROM <http://x/g> { ?s ?p ?o }",
        "BASE <http://x/> SELECT * FROM NAMED <g> { GRAPH ?g { ?s ?p ?o } }",
        "PREFIX ex: <http://x/> SELECT * FROM ex:g { ?s ?p ?o }",
        'SELECT * FROM <http://x/g> { ?s ?p ?o FILTER(?o != "\\u00e9\\\\u0022") }',
    ],
)
def test_words_that_mean_nothing_are_no_harm(text):
    list(evaluate(STORE, text))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SELECT * FROM <http://x/h> { ?s ?p ?o }", "no graph <http://x/h> here"),
        ("SELECT * FROM NAMED <http://x/h> { ?s ?p ?o }", "no graph <http://x/h> here"),
        ("SELECT * { SERVICE <http://x/> { ?s ?p ?o } }", "SERVICE is refused"),
        ("LOAD <http://x/>", "updates are refused"),
        ("INSERT DATA { <http://x/a> <http://x/b> 1 }", "updates are refused"),
        ("SELECT nonsense", "no valid SPARQL query"),
        ("SELECT nonsense SERVICE", "no valid SPARQL query"),
        ("", "no valid SPARQL query"),
        ("SELECT * { " + "{" * 2000 + "SERVICE", "no valid SPARQL query"),
    ],
)
def test_refused_in_plain_words(text, said):
    with pytest.raises(QueryError, match=re.escape(said)):
        evaluate(STORE, text)
    assert len(STORE) == 2
