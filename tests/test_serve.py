"""The endpoint: the SPARQL protocol, limits that hold, IRIs that lead somewhere, and a clean end."""

from __future__ import annotations

import contextlib
import html
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from http.client import HTTPException
from pathlib import Path
from urllib.parse import urlencode

import pyoxigraph
import pytest
import rdflib

import llm_kg as kg
from conftest import ROOT
from llm_kg.errors import StoreError
from llm_kg.graph import prefixes
from llm_kg.querying import evaluate, named_queries
from llm_kg.rdf import LLMKG
from llm_kg.serving.formats import DOCUMENTS, GRAPHS, ROWS, negotiate
from llm_kg.serving.stores import write_store
from llm_kg.serving.website import find_page
from llm_kg.serving.worker import Question, Settings, answer
from serving import FORM, alive, loopback_only, serving, wait_until

_no_network = loopback_only  # takes the place of the fixture that refuses every connection

LIMIT = 2.0
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
ENDLESS_OVER_FEW = f"SELECT (COUNT(*) AS ?n) {{ {' '.join(f'?a{n} ?b{n} ?c{n} .' for n in range(20))} }}"
QUERY = "application/sparql-query"
MODELS = "SELECT ?iri ?name { ?iri a llmkg:Model ; rdfs:label ?name } ORDER BY ?iri"
GRAPH = "CONSTRUCT { ?s rdfs:label ?o } WHERE { ?s a llmkg:Model ; rdfs:label ?o }"
FEW = [
    {
        "name": "<script>alert(1)</script>",
        "organization": '"><img src=x onerror=alert(1)>',
        "number_of_parameters": "3B",
        "demo": "javascript:alert(1)",
    },
    {"name": "Eta", "organization": "Google", "number_of_parameters": "5B"},
]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    limits = ("--time-limit", LIMIT, "--result-limit", 0.2, "--memory-limit", 400)
    limits = (*limits, "--no-check", "--no-site", "--provenance", "source")
    with serving(*limits, folder=tmp_path_factory.mktemp("s")) as it:
        yield it


@pytest.fixture(scope="module")
def store(models):
    return kg.build(models, conflicts=True).to_oxigraph()


@pytest.fixture(scope="module")
def few(tmp_path_factory):
    """A server over a small list with hostile texts, every claim in a graph of its own."""
    folder = tmp_path_factory.mktemp("few")
    (folder / "list.json").write_text(json.dumps(FEW))
    with serving(
        folder / "list.json", "-q", "--workers", 1, "--no-site", "--provenance", "graphs", folder=folder
    ) as it:
        yield it


# The protocol


def rows(reply) -> list[tuple]:
    kinds = {
        "application/sparql-results+json": pyoxigraph.QueryResultsFormat.JSON,
        "application/sparql-results+xml": pyoxigraph.QueryResultsFormat.XML,
        "text/tab-separated-values": pyoxigraph.QueryResultsFormat.TSV,
    }
    return [tuple(row) for row in pyoxigraph.parse_query_results(reply.body, kinds[reply.type])]


@pytest.mark.parametrize(
    "accept",
    ["application/sparql-results+json", "application/sparql-results+xml", "text/tab-separated-values"],
)
def test_every_way_to_ask_gives_the_rows_of_the_store(server, store, accept):
    wanted = [tuple(row) for row in evaluate(store, MODELS)]
    assert len(wanted) > 100
    form = urlencode({"query": MODELS}).encode()
    replies = [
        server.ask(MODELS, accept),
        server.request("POST", "/query", form, content_type=FORM, accept=accept),
        server.request("POST", "/query", MODELS.encode(), content_type=QUERY, accept=accept),
    ]
    for reply in replies:
        assert (reply.status, reply.type, reply.headers["vary"]) == (200, accept, "Accept")
        assert rows(reply) == wanted


@pytest.mark.parametrize(
    ("type_", "reader"),
    [
        ("text/turtle", "turtle"),
        ("application/n-triples", "nt"),
        ("application/ld+json", "json-ld"),
        ("application/rdf+xml", "xml"),
    ],
)
def test_graphs_are_answered_as_asked_for(server, store, type_, reader):
    reply = server.ask(GRAPH, type_)
    assert (reply.status, reply.type) == (200, type_)
    wanted = {(str(t.subject.value), t.object.value) for t in evaluate(store, GRAPH)}
    found = {(str(s), str(o)) for s, _, o in rdflib.Graph().parse(data=reply.body, format=reader)}
    assert found == wanted != set()


def test_yes_and_no(server):
    for question, said in (("ASK { ?s a llmkg:Model }", True), ("ASK { ?s a llmkg:Nothing }", False)):
        assert json.loads(server.ask(question, "application/json").body)["boolean"] is said


@pytest.mark.parametrize(
    ("accept", "type_"),
    [
        (None, "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("nonsense", "application/sparql-results+json"),
        ("application/*", "application/sparql-results+json"),
        ("application/json", "application/json"),
        ("text/*", "text/xml"),
        ("text/csv;q=0.1, text/tab-separated-values;q=0.2", "text/tab-separated-values"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        ("application/sparql-results+json;q=0, */*;q=0.5", "application/json"),
        ("text/csv; charset=utf-8; q=1, application/json;q=0.9", "text/csv"),
        ("TEXT/CSV", "text/csv"),
        ("image/png", None),
        ("*/*;q=0", None),
        ("text/csv;q=nan", None),
    ],
)
def test_negotiation(accept, type_):
    found = negotiate(accept, ROWS)
    assert (found and found[1]) == type_


def test_what_is_offered_has_names_of_its_own():
    for offered in (ROWS, GRAPHS, DOCUMENTS):
        assert len({format_.name for format_ in offered}) == len(offered)


LONG = b"#" * 1_100_000
REFUSED = {
    "no parser can read it": (400, ("GET", "/query?query=SELECT+nonsense")),
    "two queries": (400, ("GET", "/query?query=ASK%7B%7D&query=ASK%7B%7D")),
    "an empty form": (400, ("POST", "/query", b"", FORM)),
    "an update in a form": (403, ("POST", "/query", b"update=CLEAR+ALL", FORM)),
    "an update as a body": (403, ("POST", "/query", b"CLEAR ALL", "application/sparql-update")),
    "an update as a query": (400, ("POST", "/query", b"CLEAR ALL", QUERY)),
    "LOAD": (400, ("POST", "/query", b"LOAD <http://127.0.0.1:9/>", QUERY)),
    "SERVICE": (
        400,
        (
            "POST",
            "/query",
            b"SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
            QUERY,
        ),
    ),
    "a graph elsewhere": (400, ("GET", "/query?query=ASK%7B%7D&default-graph-uri=http://127.0.0.1:9/")),
    "FROM elsewhere": (400, ("GET", "/query?query=ASK+FROM+%3Chttp://127.0.0.1:9/%3E+%7B%7D")),
    "a graph that is no IRI": (400, ("GET", "/query?query=ASK%7B%7D&named-graph-uri=nonsense")),
    "not UTF-8": (400, ("GET", "/query?query=%FF")),
    "a body that is not UTF-8": (400, ("POST", "/query", b"\xff", QUERY)),
    "a body and a parameter": (400, ("POST", "/query?query=ASK%7B%7D", b"ASK{}", QUERY)),
    "too many parameters": (400, ("GET", "/query?query=ASK%7B%7D" + "&a=b" * 200)),
    "no kind": (415, ("POST", "/query", b"ASK {}", "text/plain")),
    "another charset": (415, ("POST", "/query", b"ASK {}", "application/sparql-query; charset=latin-1")),
    "too long": (413, ("POST", "/query", LONG, QUERY)),
    "no such format": (406, ("GET", "/query?query=ASK%7B%7D&format=nonsense")),
    "PUT": (405, ("PUT", "/query", b"ASK {}", QUERY)),
    "DELETE": (405, ("DELETE", "/query")),
    "POST elsewhere": (405, ("POST", "/model/gpt-3", b"", FORM)),
    "a path of nothing": (404, ("GET", "/model/zzzz")),
    "a path with a quote": (404, ("GET", "/model/%22%3E%3Cscript%3E")),
    "out of the site": (404, ("GET", "/%2e%2e/%2e%2e/etc/passwd")),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(server, case):
    status, (method, path, *rest) = REFUSED[case]
    body, type_ = rest or (None, FORM)
    reply = server.request(method, path, body, content_type=type_)
    assert reply.status == status, reply.text
    assert reply.type == "text/plain"
    assert reply.body
    assert "Traceback" not in reply.text


def test_parsers_message_is_told(server):
    assert "expected" in server.ask("SELECT nonsense").text
    assert server.ask("ASK {}", "image/png").status == 406


def test_a_wrong_query_is_not_lost_in_the_browser(server):
    reply = server.ask("SELECT <nonsense>", "text/html")
    assert (reply.status, reply.type) == (400, "text/html")
    assert "SELECT &lt;nonsense&gt;" in reply.text


def test_service_describes_itself(server):
    reply = server.get("/query", "text/turtle")
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    graph = rdflib.Graph().parse(data=reply.body, format="turtle")
    (service,) = graph.subjects(rdflib.RDF.type, sd.Service)
    assert graph.value(service, sd.endpoint) == rdflib.URIRef(f"{server.address}/query")
    assert len(list(graph.objects(service, sd.resultFormat))) == 8


SETTINGS = Settings(prefixes(), 1_000_000, 0)


@pytest.mark.parametrize(
    ("default", "named", "query", "found"),
    [
        ((), (), "SELECT ?o { ?s ?p ?o }", ["d"]),
        ((), (), "SELECT ?o { GRAPH ?g { ?s ?p ?o } } ORDER BY ?o", ["g", "h"]),
        (("http://g/g",), (), "SELECT ?o { ?s ?p ?o }", ["g"]),
        (("http://g/g",), (), "SELECT ?o { GRAPH ?g { ?s ?p ?o } }", []),
        (("http://g/g", "http://g/h"), (), "SELECT ?o { ?s ?p ?o } ORDER BY ?o", ["g", "h"]),
        ((), ("http://g/h",), "SELECT ?o { GRAPH ?g { ?s ?p ?o } }", ["h"]),
        ((), ("http://g/h",), "SELECT ?o { ?s ?p ?o }", []),
        # What is said beside a query goes before what it says itself.
        (("http://g/g",), (), "SELECT ?o FROM <http://g/h> { ?s ?p ?o }", ["g"]),
        ((), (), "SELECT ?o FROM <http://g/h> { ?s ?p ?o }", ["h"]),
    ],
)
def test_dataset_of_a_request(default, named, query, found):
    node = pyoxigraph.NamedNode
    store = pyoxigraph.Store()
    for text, graph in (("d", None), ("g", node("http://g/g")), ("h", node("http://g/h"))):
        where = graph or pyoxigraph.DefaultGraph()
        store.add(pyoxigraph.Quad(node("http://s"), node("http://p"), pyoxigraph.Literal(text), where))
    reply = answer(store, Question(query, default, named, format="csv"), SETTINGS)
    assert (reply.status, reply.body.decode().split()[1:]) == (200, found)


def test_a_client_of_others(server, store):
    from SPARQLWrapper import JSON, POST, TURTLE, SPARQLWrapper
    from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

    client = SPARQLWrapper(f"{server.address}/query")
    client.setReturnFormat(JSON)
    for query in named_queries().values():
        for method in ("GET", POST):
            client.setMethod(method)
            client.setQuery(query.text)
            client.queryType = "SELECT"  # it takes "describes" in a comment for DESCRIBE
            found = client.queryAndConvert()["results"]["bindings"]
            wanted = json.loads(
                evaluate(store, query.text).serialize(format=pyoxigraph.QueryResultsFormat.JSON)
            )
            assert found == wanted["results"]["bindings"]
    client.setReturnFormat(TURTLE)
    client.setQuery(GRAPH)
    assert len(rdflib.Graph().parse(data=client.queryAndConvert(), format="turtle")) > 100
    client.setReturnFormat(JSON)
    client.setQuery("SELECT nonsense")
    with pytest.raises(QueryBadFormed):
        client.query()


# Limits


def test_a_query_without_end_is_stopped_and_others_are_answered_meanwhile(server):
    with ThreadPoolExecutor() as threads:
        begun = time.monotonic()
        endless = threads.submit(server.ask, ENDLESS)
        time.sleep(0.3)
        assert server.ask("ASK {}").status == 200
        assert time.monotonic() - begun < LIMIT
        reply = endless.result()
    assert reply.status == 504
    assert f"{LIMIT:g} s" in reply.text
    assert time.monotonic() - begun < LIMIT + 2
    wait_until(lambda: len(server.workers()) == 2)
    assert [server.ask("ASK {}").status for _ in range(4)] == [200] * 4


def test_an_answer_that_is_too_large_is_refused(server):
    reply = server.ask("SELECT * { ?s ?p ?o }")
    assert (reply.status, "0.2 MB" in reply.text) == (413, True)
    assert server.ask("CONSTRUCT WHERE { ?s ?p ?o }", "text/turtle").status == 413
    assert server.ask("SELECT * { ?s ?p ?o } LIMIT 10").status == 200


@pytest.mark.slow
def test_a_query_that_eats_memory_is_given_up(server):
    reply = server.ask("SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c")
    assert (reply.status, "400 MB" in reply.text) == (500, True)
    deep = f"SELECT * {'{' * 50_000}{'}' * 50_000}".encode()
    assert server.request("POST", "/query", deep, content_type=QUERY).status in (400, 500)
    wait_until(lambda: len(server.workers()) == 2)
    assert server.ask("ASK {}").status == 200


def test_a_worker_that_dies_is_replaced(server):
    for pid in server.workers():
        os.kill(pid, signal.SIGKILL)
    replies = [server.ask("ASK {}").status for _ in range(4)]
    assert replies[-1] == 200
    assert set(replies) <= {200, 500}


def test_client_that_goes_away_frees_its_worker(few):
    with socket.create_connection(("127.0.0.1", few.port)) as connection:
        address = f"/query?{urlencode({'query': ENDLESS_OVER_FEW})}"
        connection.sendall(f"GET {address} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        time.sleep(0.5)
        before = few.workers()
    begun = time.monotonic()
    assert few.ask("ASK {}").status == 200
    assert time.monotonic() - begun < 5
    assert few.workers() != before


def test_too_many_are_told_to_come_again(store, tmp_path):
    import asyncio

    from llm_kg.serving.pool import Limits, Pool

    write_store(tmp_path / "store", (), kg.build(kg.bundled()))

    async def crowd() -> list[int]:
        pool = Pool(tmp_path / "store", prefixes(), Limits(seconds=2, workers=1, waiting=2))
        await pool.start()
        try:
            replies = await asyncio.gather(*(pool.ask(Question(ENDLESS)) for _ in range(5)))
            assert (await pool.ask(Question("ASK {}"))).status == 200
        finally:
            await pool.close()
        return sorted(reply.status for reply in replies)

    statuses = asyncio.run(crowd())
    assert statuses.count(503) >= 2
    assert 504 in statuses
    assert set(statuses) == {503, 504}


def test_a_store_that_cannot_be_opened_is_told(tmp_path):
    import asyncio

    from llm_kg.serving.pool import Limits, Pool

    with pytest.raises(StoreError):
        asyncio.run(Pool(tmp_path / "nothing", prefixes(), Limits()).start())


def resident(pids: list[int]) -> int:
    """Megabytes that processes hold."""
    texts = (Path(f"/proc/{pid}/status").read_text() for pid in pids)
    sizes = (re.search(r"VmRSS:\s+(\d+)", text) for text in texts)
    return sum(int(size[1]) for size in sizes) // 1000


@pytest.mark.slow
def test_many_at_a_time_none_wrong_and_memory_flat(server, store):
    csv = pyoxigraph.QueryResultsFormat.CSV
    queries = [query.text for query in named_queries().values()]
    wanted = [evaluate(store, query).serialize(format=csv) for query in queries]

    def ask(number: int) -> bool:
        reply = server.ask(queries[number % len(queries)])
        return (reply.status, reply.body) == (200, wanted[number % len(queries)])

    processes = [server.process.pid, *server.workers()]
    with ThreadPoolExecutor(16) as threads:
        assert all(threads.map(ask, range(100)))
        before = resident(processes)
        assert all(threads.map(ask, range(300)))
    assert resident(processes) < before + 10
    assert [server.process.pid, *server.workers()] == processes


# What IRIs lead to


def test_a_thing_leads_to_a_document_of_the_kind_that_is_asked_for(server):
    ways = {"text/html": ".html", "text/turtle": ".ttl", "application/ld+json": ".jsonld", None: ".html"}
    for path in (
        "/model/gpt-3",
        "/model/wav2vec-2.0",
        "/paper/arxiv-2206.07808",
        "/organization/openai",
        "/ontology",
    ):
        for accept, suffix in ways.items():
            reply = server.get(path, accept)
            assert (reply.status, reply.headers["location"]) == (303, path + suffix), path
            assert reply.headers["vary"] == "Accept"
            assert server.get(path + suffix).status == 200
    assert server.get("/model/gpt-3", "image/png").status == 406


def test_documents_say_what_the_store_says(server, store):
    iri = pyoxigraph.NamedNode("https://w3id.org/llm-kg/model/gpt-3")
    own = {quad.triple for quad in store.quads_for_pattern(iri, None, None)}
    parts = {t.object for t in own if str(t.object).startswith(f"<{iri.value}/")}
    own |= {quad.triple for part in parts for quad in store.quads_for_pattern(part, None, None)}
    readers = {
        ".ttl": pyoxigraph.RdfFormat.TURTLE,
        ".nt": pyoxigraph.RdfFormat.N_TRIPLES,
        ".jsonld": pyoxigraph.RdfFormat.JSON_LD,
        ".rdf": pyoxigraph.RdfFormat.RDF_XML,
    }
    assert len(parts) > 5
    for suffix, reader in readers.items():
        body = server.get(f"/model/gpt-3{suffix}").body
        assert {quad.triple for quad in pyoxigraph.parse(body, reader)} == own


def test_terms_lead_to_what_the_ontology_says(server):
    concept = rdflib.URIRef("https://w3id.org/llm-kg/concept/architecture/encoder")
    graph = rdflib.Graph().parse(data=server.get("/concept/architecture/encoder.ttl").body, format="turtle")
    assert graph.value(concept, rdflib.SKOS.notation) == rdflib.Literal("encoder")
    assert not list(graph.objects(concept, rdflib.SKOS.hiddenLabel))
    whole = rdflib.Graph().parse(data=server.get("/ontology.ttl").body, format="turtle")
    assert (rdflib.URIRef(LLMKG["Model"]), rdflib.RDF.type, rdflib.OWL.Class) in whole
    page = server.get("/ontology.html").text
    assert 'id="parameterCount"' in page


def test_every_link_of_a_page_that_stays_here_leads_somewhere(server):
    seen = {"/model/gpt-3.html", "/", "/query", "/ontology.html"}
    for page in sorted(seen):
        links = [link.partition("#")[0] for link in Links.of(server.get(page, "text/html").text)]
        here = sorted({link for link in links if link.startswith("/")} - seen)
        assert here
        for link in here[:40]:
            assert server.get(link, "text/html").status in (200, 303), link
            seen.add(link)


# Pages


class Links(HTMLParser):
    """Collects links, and what no page of ours has."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.foreign: list[str] = []

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if name in ("href", "src", "action"):
                self.links.append(value or "")
            if name.startswith("on"):
                self.foreign.append(name)
        if tag in ("script", "img", "iframe", "object", "link"):
            self.foreign.append(tag)

    @classmethod
    def of(cls, text: str) -> list[str]:
        parser = cls()
        parser.feed(text)
        assert parser.foreign == []
        assert all(re.match(r"/(?!/)|https?://", link) for link in parser.links), parser.links
        return parser.links


def test_query_page_starts_from_every_named_query_and_works_without_a_script(server):
    page = server.get("/query", "text/html")
    assert "script" not in page.text.lower().replace("description", "")
    links = Links.of(page.text)
    for name, query in named_queries().items():
        assert f"/query?named={name}" in links
        start = server.get(f"/query?named={name}", "text/html").text
        assert query.about in html.unescape(start)
        text = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", start, re.DOTALL)[1]
        sent = html.unescape(text)
        assert sent == query.plain
        answered = server.ask(sent, "text/html")
        assert (answered.status, answered.type) == (200, "text/html")
        assert "<td" in answered.text


def test_page_says_when_it_does_not_show_all(server):
    page = server.ask("SELECT ?s { ?s ?p ?o } LIMIT 1500", "text/html").text
    assert "The first 1000 rows are shown" in page
    assert page.count("<tr>") == 1001
    graph = server.ask("CONSTRUCT WHERE { ?s ?p ?o } LIMIT 1500", "text/html").text
    assert "The first 1000 triples are shown" in graph


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd"])
def test_only_web_addresses_become_links(server, address):
    page = server.ask(f"SELECT ?x {{ BIND(<{address}> AS ?x) }}", "text/html").text
    assert html.escape(address) in page.partition("<table>")[2]
    assert not any("alert" in link or "data:" in link or "file:" in link for link in own_links(page))


def own_links(page: str) -> list[str]:
    """The links of a page but for those that take the same question along."""
    return [link for link in Links.of(page) if not link.startswith("/query?query=")]


def test_first_page_lists_every_model_by_name(server, store):
    page = server.get("/", "text/html").text
    names = [html.unescape(name) for name in re.findall(r"<li><a [^>]*>(.*?)</a></li>", page)]
    wanted = {row["name"].value for row in evaluate(store, MODELS)}
    assert set(names) == wanted
    assert names == sorted(names, key=str.casefold)


def test_nothing_of_a_list_can_run(few):
    paths = ["/", "/query", "/query?" + urlencode({"query": "SELECT * { ?s ?p ?o }"})]
    shown = ""
    for path in paths:
        reply = few.get(path, "text/html")
        assert "default-src 'none'" in reply.headers["content-security-policy"]
        shown += reply.text
        Links.of(reply.text)
    (model,) = (link for link in Links.of(few.get("/", "text/html").text) if "script" in link)
    page = few.get(few.get(model, "text/html").headers["location"])
    shown += page.text
    Links.of(page.text)
    assert "&lt;script&gt;" in shown
    assert "<script>" not in shown


def test_query_page_of_claims_in_graphs_of_their_own_starts_from_the_text_for_every_store(few):
    start = few.get("/query?named=models-per-year", "text/html").text
    assert "acceptedValues" in start
    assert few.ask(named_queries()["largest-models-by-organization"].text).text.count("\n") > 1


def test_answers_only_to_its_own_name(server):
    for name, status in (
        ("localhost", 200),
        (f"127.0.0.1:{server.port}", 200),
        ("evil.example", 400),
    ):
        assert server.request("GET", "/query?query=ASK%7B%7D", host=name).status == status, name
    reply = server.request("GET", "/query?query=ASK%7B%7D", origin="https://evil.example")
    assert "access-control-allow-origin" not in reply.headers
    assert reply.headers["x-content-type-options"] == "nosniff"


# Starting and ending


@pytest.fixture
def small(tmp_path):
    (tmp_path / "list.json").write_text(json.dumps(FEW))
    return tmp_path


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ends_cleanly_when_it_is_told_to(small, number):
    with serving(small / "list.json", "-q", "--no-check", "--no-site", folder=small) as server:
        workers = server.workers()
        assert len(workers) == 2
        assert list(small.glob("llm-kg-serve-*"))
        server.process.send_signal(number)
        assert server.process.wait(10) == 0
        assert server.process.stderr.read() == ""
        assert not any(map(alive, workers))
        assert not list(small.glob("llm-kg-serve-*"))


def test_no_worker_outlives_a_server_that_is_killed(small):
    with serving(
        small / "list.json", "-q", "--no-check", "--no-site", "--time-limit", 60, folder=small
    ) as server:
        workers = server.workers()

        def ask() -> None:
            with contextlib.suppress(OSError, HTTPException):
                server.ask(ENDLESS_OVER_FEW)

        busy = [threading.Thread(target=ask) for _ in workers]
        for thread in busy:
            thread.start()
        time.sleep(0.5)
        server.process.kill()
        wait_until(lambda: not any(map(alive, workers)))
        for thread in busy:
            thread.join()


def test_interrupted_while_it_loads(small):
    names = [f"{small}/list-{number}.json" for number in range(20)]
    for name in names:
        (small / name).write_text(json.dumps(FEW * 40))
    process = subprocess.Popen(
        [sys.executable, "-m", "llm_kg", "serve", "--port", "0", "-q", *names],
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "TMPDIR": str(small)},
    )
    wait_until(lambda: list(small.glob("llm-kg-serve-*")))
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 143
    assert b"Traceback" not in said
    assert not list(small.glob("llm-kg-serve-*"))


def test_store_that_is_kept(small, run):
    kept = small / "kept"
    with serving(
        small / "list.json", "-q", "--no-check", "--no-site", "--store", kept, folder=small
    ) as server:
        first = server.ask(MODELS)
    assert first.text.count("\n") == 3
    with serving("--store", kept, folder=small) as server:
        assert server.ask(MODELS).body == first.body
    refused = run("serve", small / "list.json", "--store", kept)
    assert (refused.returncode, refused.stdout) == (2, b"")
    assert b"a store is kept here" in refused.stderr


def test_graph_files_are_served(small, run):
    assert run("export", small / "list.json", "--no-check", "-o", small / "some.nt").returncode in (0, 1)
    (small / "more.ttl").write_text('<http://x/a> <http://x/b> "c" .\n')
    with serving(small / "some.nt", small / "more.ttl", folder=small) as server:
        assert server.ask(MODELS).text.count("\n") == 3
        assert server.ask('SELECT ?s { ?s ?p "c" }').text.split() == ["s", "http://x/a"]


CANNOT_START = {
    "a graph that is broken": ["broken.nt"],
    "a graph that is not there": ["nowhere.ttl"],
    "a list that is not there": ["nowhere.md"],
    "a store in a folder of others": ["some.nt", "--store", "others"],
    "a store under a file": ["some.nt", "--store", "some.nt/store"],
    "a store that is broken": ["--store", "broken"],
    "a host that is none": ["some.nt", "--host", "host.invalid"],
    "another machine's address": ["some.nt", "--host", "192.0.2.1"],
    "a base that is none": ["list.json", "--base", "nonsense"],
    "a provenance that is none": ["list.json", "--provenance", "nonsense"],
}


@pytest.mark.parametrize("case", CANNOT_START)
def test_cannot_start(small, run, monkeypatch, case):
    monkeypatch.chdir(small)
    (small / "some.nt").write_text('<http://x/a> <http://x/b> "c" .\n')
    (small / "broken.nt").write_text("<http://x/a> <http://x/b> \n")
    (small / "others").mkdir()
    (small / "others" / "mine.txt").write_text("mine")
    (small / "broken").mkdir()
    (small / "broken" / "CURRENT").write_text("nonsense")
    before = sorted(small.rglob("*"))
    done = run("serve", "--port", "0", *CANNOT_START[case], TMPDIR=str(small))
    said = done.stderr.decode()
    assert done.returncode == 2, said
    assert len(said.strip().splitlines()) == 1, said
    assert "Traceback" not in said
    assert sorted(small.rglob("*")) == before


@pytest.mark.parametrize("option", ["--time-limit", "--result-limit", "--memory-limit"])
@pytest.mark.parametrize("value", ["nan", "inf", "-1", "much"])
def test_limit_that_is_none(call, option, value):
    assert call("serve", option, value).returncode == 2


def test_extra_that_is_not_installed(small):
    script = (
        "import sys; sys.modules['starlette'] = None; sys.argv = ['llm-kg', 'serve', '--port', '0'];"
        "from llm_kg.cli import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr == "llm-kg: the endpoint needs one more library: pip install 'llm-kg[serve]'\n"


def test_port_that_is_taken(small, run):
    (small / "some.nt").write_text('<http://x/a> <http://x/b> "c" .\n')
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run("serve", small / "some.nt", "--port", port)
    assert done.returncode == 2
    assert done.stderr.decode().startswith(f"llm-kg: 127.0.0.1:{port} cannot be served:")


# The site beside it


def test_files_of_a_site(tmp_path):
    site = tmp_path / "site"
    (site / "model").mkdir(parents=True)
    (site / "index.html").write_text("")
    (site / "model" / "gpt-3.html").write_text("")
    (site / ".hidden").write_text("")
    (tmp_path / "secret").write_text("")
    (site / "way-out").symlink_to(tmp_path / "secret")
    assert find_page(site, "") == site / "index.html"
    assert find_page(site, "model/gpt-3.html") == site / "model" / "gpt-3.html"
    for path in ("model", "../secret", "/etc/passwd", ".hidden", "way-out", "a\0b", "a" * 5000, "nothing"):
        assert find_page(site, path) is None, path
    assert find_page(None, "") is None


def test_site_is_served_with_the_endpoint_beside_it(small):
    pytest.importorskip("llm_kg.site", reason="there is no site yet")
    with serving(small / "list.json", "-q", "--no-check", folder=small) as server:
        start = server.get("/", "text/html")
        assert (start.status, start.type) == (200, "text/html")
        assert "Eta" in start.text
        assert "default-src" not in start.headers.get("content-security-policy", "")
        assert server.get("/model/eta", "text/html").headers["location"] == "/model/eta.html"
        assert server.get("/model/eta.html").status == 200
        assert server.get("/model/eta.ttl").type == "text/turtle"
        assert server.ask("ASK { model:eta a llmkg:Model }").text.strip() == "true"
