"""`llm-kg push` and `llm-kg pull` as commands: exit codes, files, kills, and what they must not show."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import llm_kg as kg
from conftest import ROOT
from llm_kg.orkg.hosts import HOSTS
from orkg_server import Fault, Server, serving
from orkg_server.app import Outcome
from orkg_server.messages import Request, Response
from orkg_world import MODELS, contribution, host, push
from orkg_world import models as read_models


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(host()) as running:
        yield running


@pytest.fixture
def folder(tmp_path, monkeypatch, server) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ORKG_USERNAME", server.app.username)
    monkeypatch.setenv("ORKG_PASSWORD", server.app.password)
    (tmp_path / "small.json").write_text(json.dumps(MODELS), encoding="utf-8")
    return tmp_path


def test_a_plan_is_shown_kept_and_carried_out(call, folder, server):
    done = call("push", "small.json", "--to", server.address, "--plan", "p.jsonl")
    assert done.returncode == 0, done.stderr
    assert "create: Alpha, 7 values" in done.stdout
    needed = "a title, a DOI or an arXiv link is needed"
    assert f"left out (1):\n  Zeta is left out: no paper is stated; {needed}  [small.json:1:" in done.stdout
    assert server.app.writes == []
    assert sorted(path.name for path in folder.iterdir()) == ["p.jsonl", "small.json"]
    done = call("push", "p.jsonl", "--apply")
    assert done.returncode == 0, done.stderr
    assert len(server.app.state.papers) == 4
    assert f"comparison: {server.address}/comparison/R" in done.stdout
    report = json.loads((folder / "p.journal.report.json").read_text(encoding="utf-8"))
    assert (report["writes"], report["failures"]) == (6, [])
    server.app.writes.clear()
    for again in (("p.jsonl",), ("small.json", "--to", server.address, "--journal", "p.journal.jsonl")):
        done = call("push", *again, "--apply", "-q")
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith("0 writes")
    assert server.app.writes == []


def test_without_a_plan_the_journal_has_the_hosts_name(call, folder, server):
    assert call("push", "small.json", "--to", server.address, "--apply").returncode == 0
    port = server.address.rpartition(":")[2]
    own = f"llm-kg-push-127.0.0.1-{port}.journal"
    assert {path.name for path in folder.iterdir()} == {"small.json", f"{own}.jsonl", f"{own}.report.json"}


@pytest.mark.slow
def test_nothing_of_a_failed_login_is_shown(run, folder, server):
    secret = "hunter3-and-more"
    said = ""
    for plan in ((), ("--plan", "p.jsonl")):
        done = run("push", "small.json", "--to", server.address, *plan, "--apply", "--verbose", "--no-check",
                   ORKG_PASSWORD=secret)  # fmt: skip
        assert done.returncode == 2
        said += (done.stdout + done.stderr).decode()
        assert len([line for line in done.stderr.decode().splitlines() if line.startswith("llm-kg:")]) == 1
    assert "refused the login" in said
    texts = [
        said,
        *(path.read_text(encoding="utf-8") for path in folder.iterdir() if path.name != "small.json"),
    ]
    assert len(texts) > 1
    for text in texts:
        assert not re.search("password|traceback|hunter3", text, re.IGNORECASE)
    assert server.app.writes == []


def test_refusals_are_listed_with_exit_1(call, folder, server):
    server.app.state.things["license"]["label"] = "License"
    made = call("push", "small.json", "--to", server.address, "--plan", "p.jsonl")
    assert made.returncode == 0
    lines = (folder / "p.jsonl").read_text(encoding="utf-8").splitlines()
    (number,) = (n for n, line in enumerate(lines) if '"title": "On Beta"' in line)
    lines[number] = lines[number].replace('"datatype": "xsd:integer"', '"datatype": "xsd:date"')
    (folder / "p.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = call("push", "p.jsonl", "--apply")
    assert done.returncode == 1
    assert 'failed: paper "On Beta": invalid_literal_label: Literal value "' in done.stdout
    assert "(correct the value in the list)" in done.stdout
    assert len(server.app.state.papers) == 3
    (failure,) = json.loads((folder / "p.journal.report.json").read_text(encoding="utf-8"))["failures"]
    assert failure["type"] == "invalid_literal_label"


# Arguments → what is said.
CANNOT_RUN = {
    (): "give a SOURCE",
    ("small.json", "--bundled"): "not both",
    ("small.json", "--to", "nowhere"): "is no host of ORKG",
    ("small.json", "--to", "http://example.org"): "could be read on the way",
    ("small.json", "--to", "http://127.0.0.1:1"): "the connection failed",
    ("small.json", "--extraction-method", "GUESSED"): "--extraction-method GUESSED",
    ("small.json", "--comparison", "../papers/R1"): "--comparison ../papers/R1",
    ("small.json", "--resource", "OpenAI"): "write LABEL=ID",
    ("small.json", "--publish"): "--author",
    ("broken.jsonl",): "this is no plan of a push",
    ("broken.jsonl", "small.json"): "a plan stands alone",
    ("broken.jsonl", "--update"): "a plan has its host and options",
}


@pytest.mark.parametrize("arguments", CANNOT_RUN, ids=lambda arguments: " ".join(arguments) or "nothing")
def test_cannot_run(call, folder, server, arguments, monkeypatch):
    monkeypatch.setattr("llm_kg.orkg.client.Retry.sleep", lambda *_: None)
    (folder / "broken.jsonl").write_text('{"plan": "llm-kg push", "version": 1}\n')
    to = () if {"--to", "broken.jsonl"} & set(arguments) else ("--to", server.address)
    done = call("push", *arguments, *to, "-q")
    assert done.returncode == 2
    assert CANNOT_RUN[arguments] in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert done.stdout == ""
    assert sorted(path.name for path in folder.iterdir()) == ["broken.jsonl", "small.json"]


def test_a_journal_of_another_push_is_respected(call, folder, server):
    (folder / "j.jsonl").write_text('{"journal": "llm-kg push", "version": 1, "host": "https://orkg.org"}\n')
    done = call("push", "small.json", "--to", server.address, "--apply", "--journal", "j.jsonl")
    assert done.returncode == 2
    assert "j.jsonl: this is the journal of https://orkg.org" in done.stderr
    assert server.app.writes == []


@pytest.mark.slow
def test_the_second_of_two_pushes_at_once_refuses(run, folder, server):
    server.hang_seconds = 60
    server.app.faults = [Fault("hang")]
    arguments = (
        "push",
        "small.json",
        "--to",
        server.address,
        "--apply",
        "--no-check",
        "--journal",
        "j.jsonl",
    )
    first = _start(arguments)
    while not any(method == "POST" and path == "/api/papers" for method, path in server.app.requests):
        assert first.poll() is None
    second = run(*arguments)
    first.kill()
    first.wait()
    assert second.returncode == 2
    assert b"another push is writing this journal" in second.stderr
    assert server.app.writes == []


def _start(arguments: tuple[str, ...]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "llm_kg", *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("number", "when", "has_journal"), [(1, "after", True), (3, "before", True), (5, "after", False)]
)
def test_kill_9(call, folder, server, number, when, has_journal):
    reference = host()
    push(reference, read_models())
    app, original = server.app, server.app.handle
    arguments = (
        "push",
        "small.json",
        "--to",
        server.address,
        "--apply",
        "--no-check",
        "--journal",
        "j.jsonl",
    )
    count = 0

    def handle(request: Request) -> Outcome:
        nonlocal count
        is_write = request.method in ("POST", "PUT") and "/realms/" not in request.path
        count += is_write
        if is_write and count == number:
            outcome = original(request) if when == "after" else None
            os.kill(process.pid, signal.SIGKILL)
            return outcome or Outcome(Response(0), "drop-before")
        return original(request)

    app.handle = handle  # type: ignore[method-assign]
    process = _start(arguments)
    assert process.wait(60) == -signal.SIGKILL
    assert count == number
    app.handle = original  # type: ignore[method-assign]
    if not has_journal:
        (folder / "j.jsonl").unlink()
    done = call(*arguments)
    assert done.returncode == 0, done.stderr
    assert app.state.snapshot() == reference.state.snapshot()
    app.writes.clear()
    assert call(*arguments).returncode == 0
    assert app.writes == []


# Reading back

FIELDS = (
    *("organization", "date_created", "license", "pretraining_architecture", "size", "blog_post"),
    *("context_length", "training_data_size", "research_problem", "model_family", "innovation"),
)


@pytest.fixture
def pushed(server) -> Server:
    push(server.app, read_models())
    return server


def test_a_comparison_comes_back_as_it_went(call, folder, pushed):
    (id_,) = pushed.app.state.comparisons
    done = call("pull", id_, "--from", pushed.address, "-o", "pulled.jsonl")
    assert done.returncode == 0, done.stderr
    there, here = kg.reconcile(kg.read("pulled.jsonl")), read_models()
    assert {model.name for model in there} == {"Alpha", "Alpha 2", "Beta", "Gamma", "Delta", "Epsilon"}
    for model in there:
        own = here[model.name]
        for field in FIELDS if model.name != "Delta" else ():
            assert getattr(model, field) == getattr(own, field), (model.name, field)
        assert {paper.doi for paper in model.paper} <= {
            name for paper in own.paper for name in (paper.doi, f"10.48550/arxiv.{paper.arxiv}", None)
        }
    done = call("conflicts", "small.json", "pulled.jsonl", "-f", "json")
    (conflict,) = json.loads(done.stdout)
    assert "400M" in done.stdout and "4B" in done.stdout and conflict  # noqa: PT018 - one thing, told in two
    done = call("diff", "small.json", "pulled.jsonl")
    assert done.returncode == 1
    assert "Zeta" in done.stdout


def test_a_paper_and_a_contribution_come_back(call, folder, pushed):
    alpha = contribution(pushed.app, "Alpha")["id"]
    paper = next(p["id"] for p in pushed.app.state.papers.values() if alpha in p["contributions"])
    named = [
        json.loads(line)["name"] for line in call("pull", paper, "--from", pushed.address).stdout.splitlines()
    ]
    assert named == ["Alpha", "Alpha 2"]
    (record,) = map(json.loads, call("pull", alpha, "--from", pushed.address, "-q").stdout.splitlines())
    assert (record["name"], record["title"], record["number_of_parameters"]) == ("Alpha", "On Alpha", "3B")
    assert record["place"] == {"source": f"orkg-{alpha.lower()}", "line": 2, "column": 1}
    done = call("pull", alpha, "--from", pushed.address, "-o", "alpha.yaml")
    assert done.returncode == 0
    (read,) = kg.read("alpha.yaml")
    assert read.source.address == f"{pushed.address}/resource/{alpha}"


def test_what_no_property_has_is_kept_and_the_nameless_are_told(call, folder, pushed):
    state = pushed.app.state
    own = state.add("predicate", "number of cats")
    delta = contribution(pushed.app, "Contribution 1")["id"]
    state.state(delta, own, state.add("literal", "7", datatype="xsd:integer"), "me")
    (record,) = map(json.loads, call("pull", delta, "--from", pushed.address).stdout.splitlines())
    assert record["other"] == {"number of cats": "7"}
    for statement in list(state.about(delta)):
        if statement["predicate"] == "HAS_MODEL":
            del state.statements[statement["id"]]
    done = call("pull", delta, "--from", pushed.address)
    assert (done.returncode, done.stdout) == (0, "")
    assert "nameless-entry" in done.stderr


@pytest.mark.parametrize("id_", ["R133", "R999999", "../x"])
def test_there_is_no_such_thing(call, folder, pushed, id_):
    done = call("pull", id_, "--from", pushed.address, "-o", "pulled.jsonl")
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (folder / "pulled.jsonl").exists()


# The real thing


@pytest.mark.skipif(
    not os.environ.get("LLM_KG_TEST_SANDBOX"),
    reason="needs the network and an ORKG login; LLM_KG_TEST_SANDBOX=1 lets it write to the sandbox",
)
def test_the_sandbox(run, tmp_path, monkeypatch):
    """Push one paper to the sandbox, twice; its title is new each time."""
    from datetime import UTC, datetime

    monkeypatch.chdir(tmp_path)
    stamp = datetime.now(UTC).isoformat()
    record = {
        "name": f"Test {stamp}",
        "title": f"[TEST {stamp}] On nothing",
        "params": "3B",
        "organization": "Test",
    }
    (tmp_path / "one.json").write_text(json.dumps([record]))
    arguments = ("push", "one.json", "--to", HOSTS["sandbox"].url, "--apply", "--no-comparison")
    assert run(*arguments).returncode == 0
    assert run(*arguments).stdout.startswith(b"0 writes")
