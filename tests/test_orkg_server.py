"""The stand-in for ORKG is as strict as the backend is: what makes the tests of the push worth anything."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from conftest import SHARED
from orkg_server import App, Fault, serving
from orkg_server.messages import COMPARISON, CONTRIBUTION, JSON, PAPER, TEMPLATE, Request
from orkg_server.problems import ProblemError
from orkg_server.rules import literal

FIXTURES = SHARED / "orkg" / "fixtures"
with_fixtures = pytest.mark.skipif(
    not FIXTURES.is_dir(), reason="ORKG's request fixtures lie beside the checkout, and are not there"
)
# Fixture → the call that it is the body of; what must be there, by the keys above it (a map's are `*`).
CALLS = {
    "createPaper": ("POST", "/api/papers", PAPER),
    "updatePaper": ("PUT", "/api/papers/R1", PAPER),
    "createContribution": ("POST", "/api/papers/R1/contributions", CONTRIBUTION),
    "createComparison": ("POST", "/api/comparisons", COMPARISON),
    "updateComparison": ("PUT", "/api/comparisons/R2", COMPARISON),
    "createTemplate": ("POST", "/api/templates", TEMPLATE),
}
ABOUT = {"title", "research_fields", "authors", "observatories", "organizations"}
REQUIRED = {
    "createPaper": {"": ABOUT, "contents": {"contributions"}, "contributions": {"label", "statements"}},
    "createContribution": {"": {"contribution"}, "contribution": {"label", "statements"}},
    "createComparison": {"": {*ABOUT, "description", "sources", "references", "is_anonymized"}},
    "createTemplate": {"": {*ABOUT, "label", "target_class", "properties", "is_closed"},
                       "properties": {"label", "path"}},
    "updatePaper": {},
    "updateComparison": {},
}  # fmt: skip
EVERYWHERE = {
    "authors": {"name"}, "sources": {"id", "type"}, "resources": {"label"}, "literals": {"label"},
    "predicates": {"label"}, "lists": {"label", "elements"}, "statements": {"id"},
}  # fmt: skip
#: Objects whose keys are names that the request makes, or ids.
MAPS = {"resources", "literals", "predicates", "lists", "statements"}


def body_of(name: str) -> Any:
    return json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))


def host_for(name: str) -> App:
    """Return a host that holds what a fixture refers to."""
    app = App()
    state = app.state
    text = (FIXTURES / f"{name}.json").read_text(encoding="utf-8")
    state.data["uuids"] += [part for part in text.split('"') if len(part) == 36 and part.count("-") == 4]
    for id_, classes in {"R12": ["ResearchField"], "R13": ["ResearchField"], "R194": ["ResearchField"],
                         "R123": ["Author"], "R124": ["Author"], "R456": ["Author"]}.items():  # fmt: skip
        state.add("resource", id_, id=id_, classes=classes)
    for id_ in (
        "R3003",
        "R3004",
        "R3005",
        "R6541",
        "R5364",
        "R9786",
        "R3120",
        "R7864",
        "R6571",
        "R1354",
        "R15",
    ):
        state.add("resource", id_, id=id_, classes=[])
    state.add("predicate", "has evaluation", id="HAS_EVALUATION")
    state.add("class", "C123", id="C123")
    asked = Request("POST", "/api/papers", user="a", origin="https://orkg.test")
    for id_, kind in (("R1", "papers"), ("R2", "comparisons")):
        made = {
            "title": id_,
            "research_fields": ["R12"],
            "authors": [],
            "observatories": [],
            "organizations": [],
        }
        if kind == "comparisons":
            made |= {"description": "", "sources": [], "references": [], "is_anonymized": False}
        asked.body = json.dumps(made).encode()
        response = (app.papers if kind == "papers" else app.comparisons).create(asked)
        new = response.headers["Location"].rpartition("/")[2]
        records = getattr(state, kind)
        records[id_] = {**records.pop(new), "id": id_}
        state.things[id_] = {**state.things.pop(new), "id": id_}
    return app


def send(app: App, name: str, body: Any) -> tuple[int, str]:
    method, path, media = CALLS[name]
    app.tokens["t"] = app.clock() + 300
    headers = {"content-type": media, "accept": media, "authorization": "Bearer t"}
    response = app.handle(
        Request(method, path, {}, headers, json.dumps(body).encode(), origin="https://o")
    ).response
    problem = json.loads(response.body)["type"] if response.body else ""
    return response.status, problem.removeprefix("orkg:problem:")


def objects(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], dict[str, Any]]]:
    """Yield every object of a body that has fields, with the keys that lead to it."""
    if isinstance(value, dict):
        if not (path and path[-1] in MAPS):
            yield path, value
        for key, inner in value.items():
            yield from objects(inner, (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from objects(inner, (*path, number))


def at(body: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        body = body[key]
    return body


@with_fixtures
@pytest.mark.parametrize("name", CALLS)
def test_every_request_of_the_backend_is_accepted(name):
    status, problem = send(host_for(name), name, body_of(name))
    assert (status, problem) == (201 if CALLS[name][0] == "POST" else 204, "")


@with_fixtures
@pytest.mark.parametrize("name", CALLS)
def test_an_unknown_field_is_refused_wherever_it_stands(name):
    app, body = host_for(name), body_of(name)
    places = [path for path, _ in objects(body)]
    for path in places:
        changed = copy.deepcopy(body)
        at(changed, path)["unheard_of"] = 1
        assert send(app, name, changed) == (400, "unknown_json_field"), path
    assert len(places) > 3


@with_fixtures
@pytest.mark.parametrize("name", [name for name in CALLS if REQUIRED[name]])
def test_a_required_field_is_missed(name):
    app, body, dropped = host_for(name), body_of(name), 0
    for path, found in objects(body):
        above = [key for key in path if isinstance(key, str) and not key.startswith("#")]
        if above and above[-1] not in REQUIRED[name] and len(above) > 1 and above[-2] == "statements":
            above = above[:-1]  # the key of a statement is a predicate
        parent = above[-1] if above else ""
        for field in (REQUIRED[name].get(parent) or EVERYWHERE.get(parent) or set()) & found.keys():
            changed = copy.deepcopy(body)
            del at(changed, path)[field]
            assert send(app, name, changed) == (400, "mismatched_json_input"), (path, field)
            dropped += 1
    assert dropped >= 6


@with_fixtures
def test_replies_have_the_shape_of_the_backends():
    def shape(name: str) -> set[str]:
        return set(json.loads((FIXTURES / "responses" / f"{name}.json").read_text(encoding="utf-8")))

    app = App()
    paper = app.state.add("resource", "P", classes=["Paper"])
    literal_ = app.state.add("literal", "x", datatype="xsd:string")
    app.state.state(paper, "P26", literal_, "me")

    def got(path: str, media: str = JSON) -> Any:
        return json.loads(app.handle(Request("GET", path, {}, {"accept": media})).response.body)

    assert shape("literal") == set(got(f"/api/literals/{literal_}"))
    assert shape("resource") <= set(got(f"/api/resources/{paper}"))
    assert shape("predicate") <= set(got("/api/predicates/P26"))
    assert shape("statement") <= set(got("/api/statements")["content"][0])
    host = host_for("createPaper")
    told = json.loads(host.handle(Request("GET", "/api/papers/R1", {}, {"accept": PAPER})).response.body)
    captured = json.loads((FIXTURES / "responses" / "paper-R1355181.json").read_text(encoding="utf-8"))
    assert set(captured["paper"]) <= set(told)
    refusal = app.handle(Request("GET", "/api/papers/R1/contributions", {}, {})).response
    assert (refusal.status, set(json.loads(refusal.body))) == (405, set(captured["contributions"]))


def paper(**more: Any) -> dict[str, Any]:
    made = {
        "title": "A",
        "research_fields": ["R133"],
        "authors": [],
        "observatories": [],
        "organizations": [],
    }
    return made | more


def contents(**more: Any) -> dict[str, Any]:
    made = {
        "literals": {"#1": {"label": "GPT", "data_type": "xsd:string"}},
        "contributions": [{"label": "GPT", "statements": {"HAS_MODEL": [{"id": "#1"}]}}],
    }
    return made | more


def one(**more: Any) -> dict[str, Any]:
    return {"#r": {"label": "a", **more}}


def twice(*labels: str) -> dict[str, Any]:
    return {f"#u{n}": {"label": label, "uri": "https://example.org/a"} for n, label in enumerate(labels)}


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (paper(title="A\nB"), "invalid_label"),
        (paper(title="A" * 8165), "invalid_label"),
        (paper(title=" "), "invalid_argument"),
        (paper(title=None), "mismatched_json_input"),
        (paper(research_fields=[]), "only_one_research_field_allowed"),
        (paper(research_fields=["R134"]), "research_field_not_found"),
        (paper(identifiers={"doi": ["11.1/x"]}), "invalid_doi"),
        (paper(publication_info={"published_month": 13}), "invalid_argument"),
        (paper(publication_info={"published_month": "5"}), "mismatched_json_input"),
        (paper(contents=contents(literals={"1": {"label": "x"}})), "invalid_temp_id"),
        (paper(contents=contents(literals={"#": {"label": "x"}})), "invalid_temp_id"),
        (paper(contents=contents(resources={"#1": {"label": "x"}})), "duplicate_temp_ids"),
        (paper(contents=contents(literals={})), "thing_not_defined"),
        (paper(contents=contents(literals={"#1": {"label": "x" * 8165}})), "invalid_literal_label"),
        (paper(contents=contents(literals={"#1": {"label": "117M", "data_type": "xsd:integer"}})),
         "invalid_literal_label"),
        (paper(contents=contents(literals={"#1": {"label": "x", "data_type": "xsd:text"}})),
         "invalid_literal_datatype"),
        (paper(contents=contents(contributions=[{"label": "G", "statements": {}}])), "empty_contribution"),
        (paper(contents=contents(contributions=[{"label": "G", "statements": {"P0": [{"id": "#1"}]}}])),
         "thing_not_found"),
        (paper(contents=contents(contributions=[{"label": "G", "statements": {"R133": [{"id": "#1"}]}}])),
         "thing_is_not_a_predicate"),
        (paper(contents=contents(contributions=[
            {"label": "G", "statements": {"HAS_MODEL": [{"id": "#1",
                "statements": {"P32": [{"id": "R133"}]}}]}}
        ])), "invalid_statement_subject"),
        (paper(contents=contents(resources={"#r": {"label": "a\nb"}})), "invalid_label"),
        (paper(contents=contents(resources={"#r": {"label": "a", "uri": "no"}})), "uri_not_absolute"),
        (paper(contents=contents(resources=one(classes=["R133"]))), "thing_is_not_a_class"),
        (paper(contents=contents(resources=one(classes=["Thing"]))), "reserved_class_id"),
        (paper(contents=contents(resources=twice("a", "b"))), "duplicate_uris"),
    ],
)  # fmt: skip
def test_what_a_paper_must_not_hold(body, problem):
    app = App()
    assert send(app, "createPaper", body)[1] == problem
    assert app.writes == []
    assert app.state.papers == {}


def test_a_paper_is_there_once():
    app = App()
    doi = {"doi": ["10.48550/arXiv.1"]}
    assert send(app, "createPaper", paper(identifiers=doi)) == (201, "")
    assert send(app, "createPaper", paper(title="a ")) == (400, "paper_already_exists")
    assert send(app, "createPaper", paper(title="B", identifiers=doi)) == (400, "paper_already_exists")
    # The check of the DOI alone is of the very label: a client must look up for itself.
    assert send(app, "createPaper", paper(title="C", identifiers={"doi": ["10.48550/ARXIV.1"]})) == (201, "")
    found = app.handle(Request("GET", "/api/papers", {"doi": "10.48550/ARXIV.1"}, {"accept": PAPER})).response
    assert json.loads(found.body)["content"] == []
    found = app.handle(Request("GET", "/api/papers", {"doi": "10.48550/arxiv.1"}, {"accept": PAPER})).response
    assert len(json.loads(found.body)["content"]) == 2


def test_what_nothing_refers_to_is_not_created():
    app = App()
    unused = contents(resources={"#r": {"label": "unused", "uri": "https://example.org/u"}})
    assert send(app, "createPaper", paper(contents=unused)) == (201, "")
    assert app.state.of_uri("https://example.org/u") is None


def test_a_fault_half_way_leaves_a_paper_without_contributions():
    app = App(faults=[Fault("half-paper")])
    assert send(app, "createPaper", paper(contents=contents()))[0] == 500
    assert [p["contributions"] for p in app.state.papers.values()] == [[]]


def test_rows_of_a_comparison_are_those_of_two_sources_and_a_published_one_is_frozen():
    app = App()
    one = {"label": "x", "statements": {"HAS_MODEL": [{"id": "#1"}], "P7121": [{"id": "#1"}]}}
    two = {"label": "y", "statements": {"HAS_MODEL": [{"id": "#1"}]}}
    send(app, "createPaper", paper(contents=contents(contributions=[one, two])))
    (found,) = app.state.papers.values()
    sources = [{"id": id_, "type": "THING"} for id_ in found["contributions"]]
    body = paper(description="", sources=sources, references=[], is_anonymized=False)
    assert (
        send(app, "createComparison", {**body, "sources": [*sources, sources[0]]})[1]
        == "duplicate_data_sources"
    )
    assert send(app, "createComparison", body) == (201, "")
    (id_,) = app.state.comparisons
    assert [p["id"] for p in app.state.comparisons[id_]["selected_paths"]] == ["HAS_MODEL"]

    def call(method: str, path: str, body: Any, media: str = COMPARISON, accept: str | None = None) -> int:
        headers = {"content-type": media, "accept": accept or media, "authorization": "Bearer t"}
        asked = Request(method, f"/api/comparisons/{path}", {}, headers, json.dumps(body).encode())
        return app.handle(asked).response.status

    both = [{"id": p, "type": "PREDICATE", "children": []} for p in ("HAS_MODEL", "P7121")]
    assert call("PUT", f"{id_}/contents", {"selected_paths": both}, accept="*/*") == 406
    assert call("PUT", f"{id_}/contents", {"selected_paths": both}) == 204
    assert call("PUT", f"{id_}/contents", {"selected_paths": [{**both[0], "id": "P32"}]}) == 404
    publish = {"subject": "AI", "description": "", "authors": [{"name": "J"}], "assign_doi": False}
    assert call("POST", f"{id_}/publish", publish, JSON, COMPARISON) == 406
    assert call("POST", f"{id_}/publish", {**publish, "authors": []}, JSON) == 400
    assert call("POST", f"{id_}/publish", publish, JSON) == 201
    frozen = next(c for c in app.state.comparisons if c != id_)
    assert call("PUT", frozen, {"title": "B"}) == 403
    assert call("POST", f"{frozen}/publish", publish, JSON) == 403
    assert call("PUT", id_, {"title": "B"}) == 204


def test_tokens_end_and_media_types_are_exact():
    now = [0.0]
    app = App(clock=lambda: now[0], location="https://host:80")
    with serving(app) as server:
        url = f"{server.address}/api/papers"
        login = {"grant_type": "password", "username": app.username, "password": app.password}
        token_url = f"{server.address}/realms/orkg/protocol/openid-connect/token"
        assert requests.post(token_url, data={**login, "client_id": "other"}, timeout=5).status_code == 401
        token = requests.post(token_url, data={**login, "client_id": "orkg-client"}, timeout=5).json()
        headers = {"Content-Type": PAPER, "Accept": PAPER, "Authorization": f"Bearer {token['access_token']}"}

        def post(**changed: str) -> requests.Response:
            told = {key.replace("_", "-"): value for key, value in changed.items()}
            return requests.post(url, json=paper(), headers=headers | told, timeout=5)

        assert (post(Content_Type=JSON).status_code, post(Accept=JSON).status_code) == (415, 406)
        assert "Accept" in post(Accept=JSON).headers
        assert post(Authorization="").status_code == 401
        answer = post()
        assert (answer.status_code, answer.content) == (201, b"")
        assert answer.headers["Location"].startswith("https://host:80/api/papers/R")
        now[0] = 301
        assert post().status_code == 401
        moved = requests.get(f"{url}/", timeout=5, allow_redirects=False)
        assert (moved.status_code, moved.headers["Location"]) == (308, "/api/papers")


@pytest.mark.parametrize(
    ("text", "datatype", "fits"),
    [
        ("2023-05-01", "xsd:date", True),
        ("2023-05", "xsd:date", False),
        ("2023", "xsd:date", False),
        ("2023-02-30", "xsd:date", False),
        ("2023-05", "xsd:gYearMonth", True),
        ("2023", "xsd:gYear", True),
        ("117M", "xsd:integer", False),
        ("1e3", "xsd:decimal", False),
        ("0.5", "xsd:decimal", True),
        ("yes", "xsd:boolean", False),
        ("https://example.org/a b", "xsd:anyURI", False),
        ("https://example.org/a", "xsd:anyURI", True),
        ("300", "xsd:byte", False),
        ("anything", "https://example.org/own", True),
        ("a\nb", "xsd:string", True),
    ],
)
def test_literals_are_of_their_types(text, datatype, fits):
    if fits:
        literal(text, datatype)
    else:
        with pytest.raises(ProblemError, match=r".*"):
            literal(text, datatype)


def test_hosts_have_ids_of_their_own_and_old_ones_no_uri():
    sandbox, old = App(predicates="sandbox"), App(has_uri=False)
    assert sandbox.state.things["P202273"]["label"].startswith("size of training corpus")
    assert sandbox.state.things["P163013"]["label"] == "something else"
    with_uri = contents(resources={"#r": {"label": "a", "uri": "https://example.org/a"}})
    assert send(old, "createPaper", paper(contents=with_uri))[1] == "unknown_json_field"
    told = old.handle(Request("GET", "/api/predicates/P26", {}, {})).response
    assert "uri" not in json.loads(told.body)


def test_state_is_kept_in_a_file(tmp_path):
    path = tmp_path / "state.json"
    assert send(App(store=path), "createPaper", paper())[0] == 201
    assert [p["title"] for p in App(store=path).state.papers.values()] == ["A"]
