"""`llm-kg load`: against a store that writes down what it is sent, and against Oxigraph's own server."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import urllib.request
from base64 import b64encode
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlencode

import pyoxigraph
import pytest

from llm_kg.errors import SourceError, StoreError
from llm_kg.graph_store import Credentials, send
from serving import loopback_only, wait_until

_no_network = loopback_only

TRIPLES = '<http://x/a> <http://x/b> "c" .\n'
QUADS = '<http://x/a> <http://x/b> "c" <http://x/g> .\n'


@contextlib.contextmanager
def stand_in(answer: Callable[[BaseHTTPRequestHandler, bytes], int]) -> Iterator[tuple[str, list[dict]]]:
    """A server that notes every request and answers as it is told."""
    noted: list[dict] = []

    class Handler(BaseHTTPRequestHandler):
        def handle_any(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            noted.append(
                {"method": self.command, "path": self.path, "headers": dict(self.headers), "body": body}
            )
            answer(self, body)

        do_PUT = do_POST = do_GET = handle_any  # noqa: N815 - the names that http.server calls

        def log_message(self, *arguments: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", noted
        server.shutdown()
        thread.join()


def reply(status: int, text: str = "", **headers: str) -> Callable[[BaseHTTPRequestHandler, bytes], None]:
    def answer(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("content-length", str(len(text.encode())))
        handler.end_headers()
        handler.wfile.write(text.encode())

    return answer


@pytest.fixture
def files(tmp_path) -> Path:
    (tmp_path / "a.nt").write_text(TRIPLES)
    (tmp_path / "a.ttl").write_text(TRIPLES)
    (tmp_path / "a.nq").write_text(QUADS)
    (tmp_path / "a.jsonld").write_text('{"@id": "http://x/a", "http://x/b": "c"}')
    (tmp_path / "a.rdf").write_text("<rdf/>")
    return tmp_path


@pytest.mark.parametrize(
    ("name", "options", "method", "query", "type_"),
    [
        ("a.ttl", {}, "POST", "?default", "text/turtle"),
        ("a.nt", {"replace": True}, "PUT", "?default", "application/n-triples"),
        ("a.rdf", {}, "POST", "?default", "application/rdf+xml"),
        ("a.nt", {"graph": "http://x/ü?g=1&h"}, "POST", "?graph=http%3A%2F%2Fx%2F%C3%BC%3Fg%3D1%26h", None),
        ("a.nq", {}, "POST", "", "application/n-quads"),
        ("a.jsonld", {}, "POST", "", "application/ld+json"),
        ("a.jsonld", {"graph": "http://x/g"}, "POST", "?graph=http%3A%2F%2Fx%2Fg", "application/ld+json"),
    ],
)
def test_request_of_a_file(files, name, options, method, query, type_):
    with stand_in(reply(204)) as (address, noted):
        send(str(files / name), f"{address}/store", **options)
    (request,) = noted
    assert (request["method"], request["path"]) == (method, f"/store{query}")
    assert request["body"] == (files / name).read_bytes()
    assert type_ in (None, request["headers"]["Content-Type"])
    assert "Authorization" not in request["headers"]


def test_parameters_of_an_address_are_kept(files):
    with stand_in(reply(200)) as (address, noted):
        send(str(files / "a.nt"), f"{address}/store?repository=a#part")
    assert noted[0]["path"] == "/store?repository=a&default"


def test_large_file_is_a_stream(tmp_path):
    large = tmp_path / "large.nt"
    with large.open("w") as stream:
        for number in range(400_000):
            stream.write(f'<http://x/{number}> <http://x/b> "{"c" * 200}" .\n')
    script = (
        "import resource, sys\n"
        "from llm_kg.graph_store import send\n"
        "import requests\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "send(sys.argv[1], sys.argv[2])\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)\n"
    )

    def swallow(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        reply(200)(handler, body)

    with stand_in(swallow) as (address, noted):
        done = subprocess.run(
            [sys.executable, "-c", script, str(large), address],
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1] / "src")},
            check=False,
        )
    assert done.returncode == 0, done.stderr
    assert len(noted[0]["body"]) == large.stat().st_size > 80_000_000
    assert int(done.stdout) < 20_000  # kilobytes


CREDENTIALS = Credentials("ann", "pä:ss")


def test_who_asks(files, monkeypatch, tmp_path):
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login other password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    with stand_in(reply(200)) as (address, noted):
        send(str(files / "a.nt"), address)
        send(str(files / "a.nt"), address, credentials=CREDENTIALS)
        send(str(files / "a.nt"), address, credentials=Credentials(token="t"))
    said = [request["headers"].get("Authorization") for request in noted]
    assert said == [None, f"Basic {b64encode('ann:pä:ss'.encode()).decode()}", "Bearer t"]


def test_digest_where_the_store_wants_it(files):
    def digest(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        said = handler.headers.get("Authorization", "")
        if not said.startswith("Digest "):
            challenge = 'Digest realm="store", nonce="n", qop="auth", algorithm=MD5'
            return reply(401, WWW_Authenticate=challenge)(handler, body)
        given = dict(re.findall(r'(\w+)="?([^",]+)"?', said))

        def md5(text: str) -> str:
            return hashlib.md5(text.encode()).hexdigest()

        parts = (
            md5("ann:store:secret"),
            "n",
            given["nc"],
            given["cnonce"],
            "auth",
            md5(f"POST:{handler.path}"),
        )
        return reply(200 if given["response"] == md5(":".join(parts)) else 403)(handler, body)

    with stand_in(digest) as (address, noted):
        send(str(files / "a.nt"), address, credentials=Credentials("ann", "secret"))
    assert [request["body"] for request in noted] == [TRIPLES.encode()] * 3


def test_password_is_not_sent_in_the_clear_to_another_machine_and_never_shown(files):
    for address in ("http://example.org/store", "http://192.0.2.1/"):
        with pytest.raises(StoreError, match="no password is sent over http"):
            send(str(files / "a.nt"), address, credentials=CREDENTIALS)
    with pytest.raises(StoreError, match="must not hold a password") as error:
        send(str(files / "a.nt"), "http://ann:secret@127.0.0.1/")
    assert "secret" not in str(error.value)
    assert "pä" not in repr(CREDENTIALS)


@pytest.mark.parametrize(
    ("status", "text", "headers", "told"),
    [
        (400, "line 3: no \x1b[31mIRI", {}, "HTTP 400: line 3: no [31mIRI"),
        (401, "", {}, "LLM_KG_STORE_USER"),
        (403, "", {}, "may not write"),
        (404, "<html>long page</html>", {}, "Fuseki at /DATASET/data"),
        (405, "", {}, "the one for queries?"),
        (413, "", {}, "larger than the store takes"),
        (415, "", {}, "does not read this format"),
        (500, "x" * 10_000, {}, "the store failed"),
        (307, "", {"Location": "http://evil.example/"}, "nothing was sent there"),
    ],
)
def test_refusals_in_plain_words(files, status, text, headers, told):
    with stand_in(reply(status, text, **headers)) as (address, noted), pytest.raises(StoreError) as error:
        send(str(files / "a.nt"), address, credentials=Credentials(token="secret"))
    said = str(error.value)
    assert told in said
    assert len(said) < 800
    assert said.isprintable()
    assert "secret" not in said
    assert len(noted) == 1


def test_store_that_is_silent_or_not_there(files):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        with pytest.raises(StoreError, match=re.escape("no answer in 0.2 s")):
            send(str(files / "a.nt"), f"http://127.0.0.1:{silent.getsockname()[1]}/", timeout=0.2)
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/"
    with pytest.raises(StoreError, match="Connection refused"):
        send(str(files / "a.nt"), address)


def test_store_that_hangs_up(files):
    def hang_up(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        handler.close_connection = True

    with stand_in(hang_up) as (address, _), pytest.raises(StoreError, match="cannot be reached"):
        send(str(files / "a.nt"), address)


@pytest.mark.parametrize(
    ("name", "address", "options", "error", "told"),
    [
        ("a.md", "http://127.0.0.1/", {}, SourceError, "no graph file"),
        ("none.nt", "http://127.0.0.1/", {}, StoreError, "No such file"),
        ("a.nt", "127.0.0.1/store", {}, StoreError, "no http(s) address"),
        ("a.nt", "file:///etc", {}, StoreError, "no http(s) address"),
        ("a.nt", "http://[", {}, StoreError, "no http(s) address"),
        ("a.nt", "http://127.0.0.1/", {"graph": "nonsense"}, StoreError, "no absolute IRI"),
        ("a.nq", "http://127.0.0.1/", {"graph": "http://x/g"}, StoreError, "leave out --graph"),
    ],
)
def test_what_cannot_be_sent(files, name, address, options, error, told):
    with pytest.raises(error, match=re.escape(told)):
        send(str(files / name), address, **options)


# A store that nobody here wrote


@pytest.fixture(scope="module")
def oxigraph(tmp_path_factory):
    program = shutil.which("oxigraph", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if program is None:
        pytest.skip("the server of Oxigraph is not installed: pip install oxigraph")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("oxigraph")
    command = [program, "serve", "--location", str(folder), "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def listens() -> bool:
        with socket.socket() as connection:
            return connection.connect_ex(("127.0.0.1", port)) == 0

    try:
        wait_until(listens)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


def ask(address: str, query: str) -> list[list[str]]:
    request = urllib.request.Request(
        f"{address}/query?{urlencode({'query': query})}",
        headers={"Accept": "application/sparql-results+json"},
    )
    with urllib.request.urlopen(request) as answer:
        found = json.load(answer)
    return [[row[name]["value"] for name in found["head"]["vars"]] for row in found["results"]["bindings"]]


ALL = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@pytest.mark.slow
def test_real_store_holds_what_was_sent(oxigraph, run, tmp_path, graphs):
    exported = {"source": "a.ttl", "graphs": "a.trig"}
    for provenance, name in exported.items():
        done = run("export", "--no-check", "-q", "--provenance", provenance, "-o", tmp_path / name)
        assert done.returncode == 0

    def load(*arguments: object) -> None:
        done = run("load", *arguments, "--to", f"{oxigraph}/store")
        assert (done.returncode, done.stdout) == (0, b""), done.stderr
        assert str(arguments[0]) in done.stderr.decode()

    whole = str(len(graphs["source"]))
    load(tmp_path / "a.ttl")
    assert ask(oxigraph, ALL) == [[whole]]
    load(tmp_path / "a.ttl", "--graph", "http://x/g")
    assert ask(oxigraph, "SELECT (COUNT(*) AS ?n) { GRAPH <http://x/g> { ?s ?p ?o } }") == [[whole]]
    (tmp_path / "b.nt").write_text(TRIPLES)
    load(tmp_path / "b.nt", "--replace")
    assert ask(oxigraph, ALL) == [["1"]]
    load(tmp_path / "a.trig", "--replace")
    everything = "SELECT (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
    with (tmp_path / "a.trig").open("rb") as stream:
        quads = len(set(pyoxigraph.parse(stream, pyoxigraph.RdfFormat.TRIG)))
    assert ask(oxigraph, everything) == [[str(quads)]]


def test_real_store_says_what_is_wrong(oxigraph, run, tmp_path):
    (tmp_path / "broken.nt").write_text("<http://x/a> <http://x/b> \n")
    before = ask(oxigraph, ALL)
    for path, told in (("/store", "HTTP 400"), ("/nowhere", "no Graph Store"), ("/query", "does not read")):
        done = run("load", tmp_path / "broken.nt", "--to", f"{oxigraph}{path}")
        assert (done.returncode, len(done.stderr.strip().splitlines())) == (2, 1)
        assert told in done.stderr.decode()
    assert ask(oxigraph, ALL) == before
