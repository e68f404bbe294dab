"""The client over HTTP on this machine: reads are asked again, writes never, and nothing secret is shown."""

from __future__ import annotations

import logging
import socket
import sys
import traceback
from collections.abc import Iterator
from contextlib import closing

import pytest

from llm_kg.errors import MissingExtraError, OrkgError
from llm_kg.orkg.client import PAPER, Client
from llm_kg.orkg.credentials import SERVICE, Credentials, find_credentials
from llm_kg.orkg.hosts import find_host
from llm_kg.orkg.login import LoginError
from llm_kg.orkg.problems import RefusedError, UncertainError, UnreachableError
from orkg_server import App, Fault, Server, serving
from orkg_server.app import Outcome
from orkg_server.messages import Response

BODY = {"title": "A", "research_fields": ["R133"], "authors": [], "observatories": [], "organizations": []}


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(App()) as running:
        running.hang_seconds, running.slow_seconds = 1.0, 0.05
        yield running


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def client(server, waits) -> Iterator[Client]:
    known = Credentials(server.app.username, server.app.password)
    host = find_host(server.address)
    with closing(Client(host, known, timeout=(1, 0.5), longest=0.5, sleep=waits.append)) as opened:
        yield opened


def reads(app: App) -> int:
    return sum(method == "GET" for method, _ in app.requests)


@pytest.mark.parametrize(
    "kind", ["drop-before", "429-retry-after", "500", "502", "503", "half-body", "slow-body"]
)
def test_a_read_is_asked_again(server, client, kind):
    server.app.faults = [Fault(kind, "GET")]
    assert client.get("/predicates/P7121")["label"] == "model family"
    assert reads(server.app) == 2


def test_a_read_that_never_comes_is_given_up(server, client):
    server.app.faults = [Fault("half-body", "GET", times=100)]
    with pytest.raises(UnreachableError, match="no whole answer came"):
        client.get("/predicates/P7121")
    assert reads(server.app) == 5


def test_nothing_is_there(client):
    assert client.get("/predicates/P0") is None
    assert list(client.pages("/papers", PAPER, title="x")) == []


def test_lists_are_read_page_by_page(server, client, monkeypatch):
    monkeypatch.setattr("llm_kg.orkg.client._PAGE", 2)
    for number in range(5):
        server.app.state.add("resource", f"thing {number}", classes=[])
    found = [told["label"] for told in client.pages("/resources", q="thing")]
    assert found == [f"thing {number}" for number in range(5)]


@pytest.mark.parametrize(
    "kind", ["drop-before", "drop-after", "hang", "hang-after", "500", "502", "503", "500-after"]
)
def test_a_write_in_doubt_is_not_sent_again(server, client, kind):
    server.app.faults = [Fault(kind)]
    with pytest.raises(UncertainError, match="not known") as told:
        client.write("POST", "/papers", BODY, PAPER)
    assert sum(path == "/api/papers" for _, path in server.app.requests) == 1
    assert len(server.app.writes) == (1 if kind.endswith("after") else 0)
    assert told.value.may_go_on is kind.startswith("hang")


@pytest.mark.parametrize("kind", ["429", "429-retry-after", "expired-token", "half-body", "slow-body"])
def test_a_write_that_was_certainly_not_done_is_sent_again(server, client, waits, kind):
    client.log_in()
    server.app.faults = [Fault(kind)]
    assert client.write("POST", "/papers", BODY, PAPER).startswith("R")
    assert len(server.app.writes) == 1
    assert waits == {"429": [0.5], "429-retry-after": [1.0]}.get(kind, [])


def test_an_id_is_the_last_part_of_location_which_is_not_fetched(server, client):
    server.app.location = "https://127.0.0.1:80"
    assert client.write("POST", "/papers", BODY, PAPER) in server.app.state.papers
    assert [method for method, _ in server.app.requests] == ["POST", "POST"]


def test_a_refusal_has_type_and_words(client):
    client.write("POST", "/papers", BODY, PAPER)
    with pytest.raises(RefusedError, match="paper_already_exists: Paper with title") as told:
        client.write("POST", "/papers", BODY, PAPER)
    assert (told.value.status, told.value.type) == (400, "paper_already_exists")
    with pytest.raises(RefusedError, match=r"mismatched_json_input.*#/title"):
        client.write("POST", "/papers", {}, PAPER)
    with pytest.raises(RefusedError, match="another one"):
        client._outcome("POST /papers", _Answer(406))
    with pytest.raises(RefusedError, match="redirects"):
        client.get("/predicates/")


class _Answer:
    """An answer without a body, as the stub of old comparisons gives it."""

    headers: dict[str, str] = {}  # noqa: RUF012

    def __init__(self, status: int) -> None:
        self.status_code = status
        self.raw = self

    def read1(self, *_: object, **__: object) -> bytes:
        return b""

    def close(self) -> None:
        pass


def test_nobody_listens(monkeypatch):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    waits: list[float] = []
    monkeypatch.setattr("llm_kg.orkg.client.Retry.sleep", lambda *_: None)
    client = Client(find_host(f"http://127.0.0.1:{port}"), Credentials("a", "b"), sleep=waits.append)
    with pytest.raises(UnreachableError, match="the connection failed"):
        client.get("/predicates/P1")
    client._login._token, client._login._ends = "t", float("inf")
    with pytest.raises(UnreachableError, match="nothing was sent"):
        client.write("POST", "/papers", BODY, PAPER)
    assert waits == [0.5, 1.0, 2.0, 4.0]


def test_what_is_not_orkg(server, client):
    server.app.handle = lambda _: Outcome(Response(200, b"<html>"))  # type: ignore[method-assign]
    with pytest.raises(OrkgError, match="not JSON"):
        client.get("/predicates/P1")
    with pytest.raises(LoginError, match="gave no token"):
        client.log_in()


# What is secret


def test_a_failed_login_shows_nothing(server, caplog, request):
    caplog.set_level(logging.DEBUG)
    secret = "s3cr3t-of-a-user"
    client = Client(find_host(server.address), Credentials("me@example.org", secret), sleep=lambda _: None)
    request.addfinalizer(client.close)
    try:
        client.write("POST", "/papers", BODY, PAPER)
    except LoginError as error:
        told = "".join(traceback.format_exception(error)) + repr(client) + repr(client._login) + caplog.text
    assert "refused the login" in told
    for word in (secret, "password", "PASSWORD"):
        assert word not in told
    assert secret not in repr(Credentials("me", secret))
    assert server.app.writes == []


def test_tokens_are_in_no_log(server, client, caplog):
    caplog.set_level(logging.DEBUG)
    client.write("POST", "/papers", BODY, PAPER)
    (token,) = (token for token in server.app.tokens if not token.startswith("refresh"))
    assert token not in caplog.text + repr(client)


def test_credentials_of_the_environment_then_of_the_keyring(monkeypatch):
    assert find_credentials({"ORKG_TOKEN": "t", "ORKG_USERNAME": "u"}).token == "t"
    assert find_credentials({"ORKG_USERNAME": "u", "ORKG_PASSWORD": "p"}).secret == "p"
    keyring = pytest.importorskip("keyring")
    asked = []

    def get(service: str, user: str | None) -> object:
        asked.append((service, user))
        return keyring.credentials.SimpleCredential("me", "kept") if user else None

    monkeypatch.setattr(keyring, "get_credential", get)
    found = find_credentials({"ORKG_USERNAME": "me"})
    assert (found.username, found.secret) == ("me", "kept")
    with pytest.raises(OrkgError, match="no ORKG login"):
        find_credentials({})
    assert asked == [(SERVICE, "me"), (SERVICE, None)]


def test_without_the_keyring_library_its_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(MissingExtraError, match=r"llm-kg\[keyring\]"):
        find_credentials({})


def test_a_token_of_somebody_elses_is_not_renewed(server):
    client = Client(find_host(server.address), Credentials(token="old"))
    with pytest.raises(LoginError, match="ORKG_TOKEN has ended"):
        client.write("POST", "/papers", BODY, PAPER)


@pytest.mark.parametrize(
    "address",
    ["orkg", "ftp://orkg.org", "http://example.org", "https://me:secret@orkg.org", "https://orkg.org?x=1"],
)
def test_what_is_no_host(address):
    with pytest.raises(OrkgError) as told:
        find_host(address)
    assert "secret" not in str(told.value)


def test_a_login_goes_to_its_own_host_alone():
    assert find_host("https://orkg.org/").token_url.startswith("https://accounts.orkg.org/")
    assert find_host("https://orkg.example.org").token_url.startswith("https://orkg.example.org/")
    with pytest.raises(OrkgError, match="could be read on the way"):
        find_host("https://orkg.example.org", "http://example.org/token")
