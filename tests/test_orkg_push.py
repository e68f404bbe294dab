"""A push: what is planned, what arrives, and that it arrives once, whatever happens on the way."""

from __future__ import annotations

import copy
import json
import os
import sys
import tempfile
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import llm_kg as kg
from llm_kg.errors import LlmKgError, OrkgError
from llm_kg.orkg.journal import Journal
from llm_kg.orkg.plan import Plan
from orkg_server import FAULTS, App, Fault, InProcess
from orkg_server.problems import refuse
from orkg_world import (
    SOMEBODY,
    KilledError,
    contribution,
    edit,
    host,
    models,
    orkg,
    plan,
    push,
    saved,
    values,
)

MOVED = {"name": "Alpha", "params": "30B"}


@pytest.fixture(scope="module")
def small() -> kg.Models:
    return models()


@pytest.fixture
def say(capsys):
    """Print a count even where the output is captured."""

    def say_(text: str) -> None:
        with capsys.disabled():
            sys.stderr.write(f"\n    {text}")

    return say_


@pytest.fixture(scope="module")
def changed() -> kg.Models:
    return models(MOVED, {"name": "Epsilon", "license": "Apache 2.0"})


@pytest.fixture(scope="module")
def undisturbed(small) -> dict:
    app = host()
    assert not push(app, small).failures
    return app.state.snapshot()


# What is planned


def test_a_plan_says_what_would_be_done_and_writes_nothing(small):
    app = host()
    made = plan(app, small)
    steps = {step.wanted.title: step for step in made.steps.papers}
    assert {title: step.action for title, step in steps.items()} == {
        "On Alpha": "create", "On Beta": "create", "On Epsilon": "create", "On Gamma": "extend",
    }  # fmt: skip
    assert "DOI 10.5555/gamma" in steps["On Gamma"].why
    own = {c.wanted.label: c.action for step in steps.values() for c in step.contributions}
    assert own == {"Alpha": "create", "Alpha 2": "create", "Beta": "create", "Epsilon": "create",
                   "Gamma": "create", "Delta": "leave"}  # fmt: skip
    said = str(made)
    for words in (
        "Zeta is left out: no paper is stated",
        "ORKG says '400M', the list '4B'",
        "comparison: create",
    ):
        assert words in said
    assert app.writes == []
    assert all(method in ("GET", "HEAD") for method, _ in app.requests)


def test_values_without_a_predicate_are_listed(small):
    app = host()
    del app.state.things["P163013"]
    made = plan(app, models({"name": "Alpha", "demo": "https://example.org/demo"}))
    said = [remark.message for remark in made.remarks if remark.rule == "orkg-no-predicate"]
    assert "Alpha: demo 'https://example.org/demo' is not written for ORKG: it has no predicate there" in said
    assert any(
        "training data size '300' is not written for ORKG: no predicate is" in message for message in said
    )
    pushed = [v.field for p in made.steps.papers for c in p.contributions for v in c.wanted.values]
    assert "training_data_size" not in pushed


def test_predicates_are_those_of_the_host_and_verified_by_label(small):
    app = host(predicates="sandbox")
    app.state.things["P7121"]["label"] = "something else"
    own = app.state.add("predicate", "model family")
    made = plan(app, small)
    assert made.steps.predicates["training_data_size"] == "P202273"
    assert made.steps.predicates["model_family"] == own
    app.state.add("predicate", "Model Family")
    made = plan(app, small)
    assert "model_family" not in made.steps.predicates
    assert any("several predicates are called 'model family'" in r.message for r in made.remarks)


def test_a_host_without_a_predicate_for_names_is_refused(small):
    app = host()
    app.state.things["HAS_MODEL"]["label"] = "something else"
    with pytest.raises(OrkgError, match="no predicate for a model's name"):
        plan(app, small)


def test_a_paper_that_is_there_twice_stops_at_both(small, tmp_path):
    app = host()
    for title in ("On Epsilon", "on epsilon "):
        own = app.state.add("resource", title, classes=["Paper"])
        known = next(iter(app.state.papers.values()))
        app.state.papers[title] = {
            **known, "id": own, "title": title, "identifiers": {}, "contributions": [],
        }  # fmt: skip
    both = [paper["id"] for paper in app.state.papers.values() if paper["title"].lower().startswith("on e")]
    made = plan(app, small)
    (step,) = (step for step in made.steps.papers if step.action == "ambiguous")
    assert sorted(step.candidates) == sorted(both)
    assert all(id_ in str(made) for id_ in both)
    report = push(app, small, tmp_path / "j")
    assert not any("contributions" in path and id_ in path for _, path in app.writes for id_ in both)
    assert not report.is_good
    assert len(app.state.papers) == 5


@pytest.mark.parametrize("said", ["new", "one"])
def test_an_ambiguous_resource_is_never_guessed(small, said):
    app = host()
    second = app.state.add("resource", "google", classes=[], uri=None)
    made = plan(app, small)
    assert any("'Google': several have the label" in r.message and second in r.message for r in made.remarks)
    push(app, small)
    assert values(app, "Alpha", "P18097") == []
    assert values(app, "Beta", "P18097") == ["Beta Labs"]
    app = host()
    second = app.state.add("resource", "google", classes=[], uri=None)
    push(app, small, resources={"Google": second if said == "one" else "new"})
    about = app.state.about(contribution(app, "Alpha")["id"])
    (own,) = (s["object"] for s in about if s["predicate"] == "P18097")
    assert (own == second) is (said == "one")


def test_a_contribution_is_not_found_by_its_label_alone(small):
    app = host()
    theirs = contribution(app, "Contribution 1")
    theirs["label"] = "Gamma"
    for statement in list(app.state.about(theirs["id"])):
        del app.state.statements[statement["id"]]
    made = plan(app, small)
    steps = {c.wanted.label: c for step in made.steps.papers for c in step.contributions}
    assert (steps["Gamma"].action, steps["Gamma"].candidates) == ("ambiguous", (theirs["id"],))
    meta = app.state.add("resource", "Meta", classes=[], uri=None)
    app.state.state(theirs["id"], "P18097", meta, SOMEBODY)
    steps = {c.wanted.label: c for step in plan(app, small).steps.papers for c in step.contributions}
    assert (steps["Gamma"].action, steps["Gamma"].id) == ("leave", theirs["id"])


def test_a_value_that_cannot_fit_is_told_before_the_first_write(small):
    app = host()
    made = plan(app, models({"name": "Alpha", "innovation": "x" * 8165}))
    (message,) = [r.message for r in made.remarks if r.rule == "orkg-unfit"]
    assert message.startswith("Alpha: innovation 'xxx")
    assert message.endswith("it is longer than the 8,164 characters that ORKG takes")
    two_lines = models({"name": "Alpha", "organization": "Beta\nLabs", "date created": "2021"})
    push(app, two_lines)
    assert values(app, "Alpha", "P18097") == ["Beta Labs"]
    (date,) = (t for t in app.state.things.values() if t.get("datatype") == "xsd:gYear")
    assert date["label"] == "2021"


def test_a_paper_is_found_by_its_doi_in_any_case(small):
    app = host()
    own = app.state.add("resource", "Alpha, a paper", classes=["Paper"])
    known = next(iter(app.state.papers.values()))
    app.state.papers[own] = {
        **known,
        "id": own,
        "title": "Alpha, a paper",
        "identifiers": {"doi": ["10.48550/ARXIV.2101.00001"]},
        "contributions": [],
    }
    push(app, small)
    assert len(app.state.papers) == 4
    assert len(app.state.papers[own]["contributions"]) == 2


_words = st.text(min_size=1, max_size=40)


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(
    rows=st.lists(
        st.fixed_dictionaries(
            {"name": _words, "title": _words},
            optional={"organization": _words, "params": _words, "license": _words, "innovation": _words,
                      "training data": _words, "date created": _words, "model family": _words},
        ),
        max_size=3,
    )
)  # fmt: skip
def test_whatever_a_list_says_is_accepted_or_told(rows):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.json"
        path.write_text(json.dumps(rows), encoding="utf-8")
        wanted = kg.reconcile(kg.read(path))
    app = host()
    report = push(app, wanted)
    assert report.failures == []
    app.writes.clear()
    assert push(app, wanted).failures == []
    assert app.writes == []


def test_a_plan_is_read_back_as_it_was_written(small, tmp_path):
    app = host()
    made = plan(app, small)
    (tmp_path / "plan.jsonl").write_text("".join(made.lines()), encoding="utf-8")
    assert Plan.read(tmp_path / "plan.jsonl") == made.steps
    (tmp_path / "cut.jsonl").write_text((tmp_path / "plan.jsonl").read_text()[:-20])
    with pytest.raises(OrkgError, match=r"cut\.jsonl:\d+: this is no plan"):
        Plan.read(tmp_path / "cut.jsonl")
    later = orkg(app).planned(Plan.read(tmp_path / "plan.jsonl")).apply(tmp_path / "j")
    assert len(later.papers_created) == 3


# What arrives


def test_everything_arrives_once(small, tmp_path, undisturbed):
    app = host()
    report = push(app, small, tmp_path / "j")
    assert report.is_good
    assert app.state.snapshot() == undisturbed
    assert Counter(path.split("/")[2] for _, path in app.writes) == {"papers": 4, "comparisons": 2}
    # What somebody has is used, and left alone.
    assert sum(t["label"] == "Google" for t in app.state.things.values()) == 1
    assert values(app, "Contribution 1", "P103002") == ["400M"]
    assert values(app, "Alpha", "P110076") == ["3000"]
    assert values(app, "Epsilon", "P163013") == ["300"]
    (comparison,) = app.state.comparisons.values()
    assert len(comparison["sources"]) == 6
    # Only one model has an innovation, and it is shown nevertheless.
    assert "P15156" in [path["id"] for path in comparison["selected_paths"]]
    methods = {s["extraction_method"] for s in app.state.about(contribution(app, "Alpha")["id"])}
    assert methods == {"AUTOMATIC"}


@pytest.mark.parametrize("has_journal", [True, False])
@pytest.mark.parametrize("has_uri", [True, False])
def test_a_second_push_writes_nothing(small, tmp_path, has_uri, has_journal):
    app = host(has_uri=has_uri)
    path = tmp_path / "j"
    push(app, small, path)
    if not has_journal:
        path.unlink()
    app.writes.clear()
    assert plan(app, small, path if has_journal else None).writes == 0
    assert push(app, small, path).is_good
    assert app.writes == []


def test_a_changed_value_takes_the_writes_that_it_takes(small, changed, tmp_path):
    app, path = host(), tmp_path / "j"
    push(app, small, path)
    before = app.state.snapshot()
    app.writes.clear()
    # Without --update it is told, and nothing is done.
    report = push(app, changed, path)
    assert app.writes == []
    assert app.state.snapshot() == before
    assert any("ORKG says '3B', the list '30B' (--update" in r.message for r in report.remarks)
    report = push(app, changed, path, update=True)
    # Two properties of Alpha: a node, in place of another; a licence: a node and a statement.
    assert [(method, path.split("/")[2]) for method, path in app.writes] == [
        *(("POST", "literals"), ("PUT", "statements"), ("POST", "literals"), ("PUT", "statements")),
        *(("POST", "resources"), ("POST", "statements")),
    ]
    assert values(app, "Alpha", "P103002") == ["30B"]
    assert values(app, "Alpha", "P110076") == ["30000"]
    assert values(app, "Epsilon", "license") == ["Apache License 2.0"]
    app.writes.clear()
    assert push(app, changed, path, update=True).is_good
    assert app.writes == []


def test_a_host_that_gives_no_statement_another_object(small, changed, tmp_path):
    app, path = host(), tmp_path / "j"
    push(app, small, path)
    app.routes = [route for route in app.routes if route[:2] != ("PUT", "/api/statements/([a-zA-Z0-9:_-]+)")]
    app.writes.clear()
    assert push(app, changed, path, update=True).is_good
    assert sum(method == "DELETE" for method, _ in app.writes) == 2
    assert values(app, "Alpha", "P103002") == ["30B"]


def test_a_value_that_the_list_says_no_more_is_taken_away(tmp_path):
    app, path = host(), tmp_path / "j"
    push(app, models(), path)
    report = push(app, models({"name": "Beta", "organization": "Beta Labs"}), path)
    assert any("the list says no more" in remark.message for remark in report.remarks)
    push(app, models({"name": "Beta", "organization": "Beta Labs"}), path, update=True)
    assert values(app, "Beta", "P18097") == ["Beta Labs"]


def test_what_a_curator_changed_is_kept(small, changed, tmp_path):
    app, path = host(), tmp_path / "j"
    push(app, small, path)
    edit(app, "Alpha", "P103002", "31B")
    app.writes.clear()
    report = push(app, changed, path, update=True)
    assert values(app, "Alpha", "P103002") == ["31B"]
    assert values(app, "Alpha", "P110076") == ["30000"]
    assert any("ORKG says '31B', the list '30B'" in remark.message for remark in report.remarks)
    # Without the journal nothing proves that a value is ours.
    app, path = host(), tmp_path / "k"
    push(app, small, path)
    path.unlink()
    push(app, changed, path, update=True)
    assert values(app, "Alpha", "P103002") == ["3B"]


def test_what_somebody_took_away_is_not_made_again(small, tmp_path):
    app, path = host(), tmp_path / "j"
    push(app, small, path)
    alpha = contribution(app, "Alpha")["id"]
    for statement in list(app.state.about(alpha)):
        if statement["predicate"] == "P18097":
            del app.state.statements[statement["id"]]
    beta = contribution(app, "Beta")["id"]
    next(p for p in app.state.papers.values() if beta in p["contributions"])["contributions"].remove(beta)
    for statement in list(app.state.statements.values()):
        if beta in (statement["subject"], statement["object"]):
            del app.state.statements[statement["id"]]
    app.writes.clear()
    report = push(app, small, path)
    assert app.writes == []
    said = " ".join(remark.message for remark in report.remarks)
    assert "this tool wrote and somebody took away" in said
    assert "Beta: this tool made it, and somebody took it away" in said


def test_one_refused_paper_does_not_stop_the_others(small, tmp_path, undisturbed):
    app = host()
    step = plan(app, small)
    later = app.papers._check_contents

    def strict(contents, contributions):
        if contributions[0].label == "Beta":
            raise refuse("invalid_label", "The label is not liked here.")
        later(contents, contributions)

    app.papers._check_contents = strict
    report = step.apply(tmp_path / "j")
    assert [(f.what, f.type, f.detail) for f in report.failures] == [
        ('paper "On Beta"', "invalid_label", "The label is not liked here.")
    ]
    assert len(report.papers_created) == 2
    assert not report.is_good
    app.papers._check_contents = later
    assert push(app, small, tmp_path / "j").is_good
    assert app.state.snapshot() == undisturbed


def test_a_comparison_is_extended_and_a_published_one_by_its_head(small, tmp_path):
    app, path = host(), tmp_path / "j"
    push(app, small, path, publish=True, authors=("Jane Doe",))
    (head,) = (c for c in app.state.comparisons.values() if not c["published"])
    (version,) = (c for c in app.state.comparisons.values() if c["published"])
    app.writes.clear()
    # It is published as it is: not again.
    assert push(app, small, path, publish=True, authors=("Jane Doe",)).published.endswith(version["id"])
    assert app.writes == []
    push(app, models({"name": "Eta", "title": "On Eta", "demo": "https://example.org", "blog": "https://e.org/b",
                      "optimizer": "Adam"}), path, comparison=version["id"])  # fmt: skip
    assert (len(head["sources"]), len(version["sources"])) == (7, 6)
    # A property that the new model alone has is shown too.
    assert "P105017" in [path["id"] for path in head["selected_paths"]]


def test_a_row_that_somebody_hid_stays_hidden(small, tmp_path):
    app, path = host(), tmp_path / "j"
    push(app, small, path)
    (comparison,) = app.state.comparisons.values()
    comparison["selected_paths"] = [p for p in comparison["selected_paths"] if p["id"] != "license"]
    for journal in (path, tmp_path / "other"):
        report = push(app, small, journal)
        assert "license" not in [p["id"] for p in comparison["selected_paths"]]
        assert any("does not show" in remark.message for remark in report.remarks)


def test_a_row_that_is_shown_by_default_and_that_somebody_hid_stays_hidden(tmp_path):
    rows = [{"name": name, "title": f"On {name}", "params": "3B"} for name in ("Eta", "Theta")]
    (tmp_path / "two.json").write_text(json.dumps(rows), encoding="utf-8")
    two = kg.reconcile(kg.read(tmp_path / "two.json"))
    app, path = host(), tmp_path / "j"
    push(app, two, path)
    assert [written for _, written in app.writes if "comparisons" in written] == ["/api/comparisons"]
    (comparison,) = app.state.comparisons.values()
    comparison["selected_paths"] = [p for p in comparison["selected_paths"] if p["id"] != "P103002"]
    for journal in (path, tmp_path / "other"):
        push(app, two, journal)
        assert "P103002" not in [p["id"] for p in comparison["selected_paths"]]


def test_somebody_else_may_name_our_model(small, tmp_path):
    app = host()
    push(app, small, tmp_path / "j")
    (model,) = (t["id"] for t in app.state.things.values() if t.get("uri", "") and t["label"] == "Alpha"
                and "/model/" in t["uri"])  # fmt: skip
    theirs = app.state.add("resource", "Contribution 7", classes=["Contribution"], user=SOMEBODY)
    app.state.state(theirs, "HAS_MODEL", model, SOMEBODY)
    app.writes.clear()
    assert push(app, small, tmp_path / "other").is_good
    assert app.writes == []


def test_a_comparison_of_somebody_else_is_not_taken(small, tmp_path):
    app = host()
    title = "Language models of small"
    body = {"sources": [], "title": title, "selected_paths": [], "published": False, "head": None}
    own = app.state.add("resource", title, user=SOMEBODY, classes=["Comparison"])
    app.state.comparisons[own] = {**body, "id": own, "research_fields": []}
    report = push(app, small, tmp_path / "j")
    assert [c["sources"] for c in app.state.comparisons.values()] == [[]]
    assert any(own in remark.message and remark.is_error for remark in report.remarks)


def test_publishing_is_asked_for_with_an_author():
    with pytest.raises(OrkgError, match="--author"):
        plan(host(), models(), publish=True)
    with pytest.raises(OrkgError, match="--publish"):
        plan(host(), models(), doi=True)


def test_a_research_field_is_an_id():
    with pytest.raises(LlmKgError, match="no research field"):
        plan(host(), models(), research_field="AI")


# Exactly once


def _kill_at(adapter: InProcess, number: int, when: str) -> None:
    count = [0]

    def strike(method: str, path: str) -> None:
        count[0] += 1
        if count[0] == number:
            raise KilledError

    setattr(adapter, when, strike)


def _killed(app: App, made: Plan, journal: Path, number: int, when: str) -> bool:
    """Carry a plan out, and be killed at a write; tell whether there was such a write."""
    adapter = InProcess(app)
    _kill_at(adapter, number, when)
    try:
        orkg(app, adapter).planned(made.steps).apply(journal)
    except KilledError:
        return True
    return False


def _value(app: App) -> None:
    edit(app, "Alpha", "P103002", "3.1B")


def _title(app: App) -> None:
    """Rename a paper that has no DOI."""
    paper = next(p for p in app.state.papers.values() if p["title"] == "On Epsilon")
    paper["title"] = app.state.things[paper["id"]]["label"] = "On epsilon, revised"


def _label(app: App) -> None:
    contribution(app, "Beta")["label"] = "Beta, as first released"


def _removal(app: App) -> None:
    own = contribution(app, "Alpha")["id"]
    (gone,) = (s["id"] for s in app.state.about(own) if s["predicate"] == "P18097")
    del app.state.statements[gone]


# Whether the host knows `uri`, whether the journal is there when it goes on, and what a curator did.
RESUMED = (
    (True, True, None),
    (True, False, None),
    (True, True, _value),
    (True, False, _value),
    (True, True, _title),
    (True, False, _label),
    (True, True, _removal),
    (True, False, _removal),
    (False, True, _value),
    (False, False, None),
    (False, True, _label),
)


@pytest.mark.slow
@pytest.mark.parametrize(("has_uri", "has_journal", "by_curator"), RESUMED)
@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_at_every_write(small, tmp_path, say, when, has_uri, has_journal, by_curator):
    reference, edited = host(has_uri=has_uri), host(has_uri=has_uri)
    push(reference, small)
    push(edited, small)
    if by_curator:
        by_curator(edited)
    made = plan(host(has_uri=has_uri), small)
    number = killed = edits = 0
    while True:
        number += 1
        app, path = host(has_uri=has_uri), tmp_path / f"{number}"
        if not _killed(app, made, path, number, when):
            break
        killed += 1
        expected = reference.state.snapshot()
        if by_curator:
            with suppress(ValueError, StopIteration):  # what they would edit is not there yet
                by_curator(app)
                expected, edits = edited.state.snapshot(), edits + 1
        if not has_journal:
            path.unlink()
        report = push(app, small, path)
        assert not report.failures, number
        assert app.state.snapshot() == expected, number
        assert not Journal(path, "http://orkg.test").in_doubt
    how = f"{'with' if has_journal else 'without'} the journal, {'new' if has_uri else 'old'} host"
    say(f"killed {when} each of {killed} writes, resumed {how}: all equal, {edits} edits kept")
    assert killed == 6
    assert (edits > 0) is (by_curator is not None)


@pytest.mark.slow
@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_at_every_write_of_an_update(small, changed, tmp_path, say, when):
    reference, first = host(), tmp_path / "first"
    push(reference, small, first)
    before, journal = saved(reference), first.read_bytes()
    push(reference, changed, first, update=True)
    number = 0
    while True:
        number += 1
        app, path = App(), tmp_path / f"{number}"
        app.state.data = copy.deepcopy(before)
        path.write_bytes(journal)
        made = plan(app, changed, path, update=True)
        if not _killed(app, made, path, number, when):
            break
        push(app, changed, path, update=True)
        assert app.state.snapshot() == reference.state.snapshot(), number
    say(f"killed {when} each of {number - 1} writes of an update: all equal")
    assert number - 1 == 6


@pytest.mark.slow
@pytest.mark.parametrize("kind", [kind for kind in FAULTS if kind not in ("slow-body", "half-body")])
def test_each_misbehaviour_at_every_write(small, tmp_path, say, undisturbed, kind):
    number = struck = resumed = 0
    while True:
        path = tmp_path / f"{number}"
        on = "/api/papers" if kind in ("half-paper", "rival") else "/api/"
        app = host()
        app.faults = [Fault(kind, path=on, skip=number)]
        if kind in ("half-paper", "rival"):
            app.faults[0].method = "POST"
        report = _pushed(app, small, path)
        if app.faults[0].times:
            break
        number += 1
        struck += 1
        if report is None or report.failures or report.broken_off:
            resumed += 1
            app.faults.clear()
            assert not push(app, small, path).failures
        if kind == "rival":
            _without_rivals(app)
        assert app.state.snapshot() == undisturbed, number
    say(f"{kind}: {struck} times, resumed by hand {resumed} times: all equal")
    assert struck >= 3


def _pushed(app: App, wanted: kg.Models, path: Path):
    try:
        return push(app, wanted, path)
    except OrkgError:
        return None


def _without_rivals(app: App) -> None:
    """Take away what the rival added to the papers that both wrote; there is one of each title."""
    titles = Counter(paper["title"].lower() for paper in app.state.papers.values())
    assert set(titles.values()) == {1}
    for paper in app.state.papers.values():
        rivals = [
            id_ for id_ in paper["contributions"] if values_of(app, id_) == ["A model of somebody else"]
        ]
        paper["contributions"] = [id_ for id_ in paper["contributions"] if id_ not in rivals]


def values_of(app: App, id_: str) -> list[str]:
    return [
        app.state.things[s["object"]]["label"] for s in app.state.about(id_) if s["predicate"] == "HAS_MODEL"
    ]


def test_the_journal_is_on_the_disk_before_and_after_each_write(small, tmp_path, monkeypatch):
    app, path = host(), tmp_path / "j"
    adapter = InProcess(app)
    synced: list[bytes] = []
    fsync = os.fsync

    def noted(handle: int) -> None:
        fsync(handle)
        synced.append(path.read_bytes())

    monkeypatch.setattr(os, "fsync", noted)
    seen: list[tuple[str, str]] = []

    def before(method: str, path: str) -> None:
        last = json.loads(synced[-1].splitlines()[-1])
        assert last["call"] == f"{method} {path.removeprefix('/api')}"
        seen.append((method, path))

    adapter.before = before
    push(app, small, path, adapter)
    assert len(seen) == 6
    assert len(synced) == 1 + 2 * len(seen)
    assert "done" in json.loads(synced[-1].splitlines()[-1])


def test_half_a_line_of_a_journal_is_cut_off(small, tmp_path, undisturbed):
    app, path = host(), tmp_path / "j"
    assert _killed(app, plan(app, small), path, 3, "after")
    with path.open("ab") as stream:
        stream.write(b'{"done": "pap')
    assert push(app, small, path).is_good
    assert app.state.snapshot() == undisturbed
    assert b'{"done": "pap{' not in path.read_bytes()
    assert push(app, small, path).writes == 0


def test_two_pushes_on_one_journal(small, tmp_path):
    path = tmp_path / "j"
    app = host()
    made = plan(app, small)
    with Journal(path, "http://orkg.test"), pytest.raises(OrkgError, match="another push"):
        made.apply(path)
    assert app.writes == []
    with pytest.raises(OrkgError, match=r"journal of http://orkg\.test"):
        Journal(path, "https://orkg.org")
    path.write_text('{"journal": "llm-kg push", "version": 1, "host": "http://orkg.test"}\nnonsense\n{}\n')
    with pytest.raises(OrkgError, match=r"j:2: this is no journal"):
        made.apply(path)


def test_the_token_is_renewed_before_it_ends_and_once_on_401(small, tmp_path):
    now = [0.0]
    app = host(clock=lambda: now[0])
    made = orkg(app)
    made._options["clock"] = lambda: now[0]
    step = made.plan(small)
    adapter = made._options["session"].get_adapter("http://orkg.test")

    def later(method: str, path: str) -> None:
        now[0] += 250

    adapter.after = later
    assert step.apply(tmp_path / "j").is_good
    asked = [path for _, path in app.requests if "/realms/" in path]
    assert len(asked) > 3
    app = host(faults=[Fault("expired-token", skip=1)])
    assert push(app, small).is_good
    assert sum("/realms/" in path for _, path in app.requests) == 3  # login, refresh, login


# The bundled data


@pytest.mark.slow
def test_the_models_of_the_four_lists(tmp_path, say):
    wanted = kg.bundled()
    app, path = App(), tmp_path / "j"
    report = push(app, wanted, path)
    assert report.is_good
    described = [m for m in wanted if any(p.title or p.doi or p.arxiv for p in m.paper)]
    labels = Counter(t["label"] for t in app.state.things.values() if "Contribution" in t.get("classes", ()))
    assert labels == Counter(" ".join(model.name.split()) for model in described)
    left_out = {r.message.partition(" is left out")[0] for r in report.remarks if r.rule == "orkg-left-out"}
    assert left_out == {model.name for model in wanted} - {model.name for model in described}
    parameters = Counter(s["predicate"] for s in app.state.statements.values())["P103002"]
    assert parameters == sum(model.number_of_parameters is not None for model in described)
    titles = Counter(paper["title"].lower() for paper in app.state.papers.values())
    assert set(titles.values()) == {1}
    (comparison,) = app.state.comparisons.values()
    assert len(comparison["sources"]) == len(described)
    first = len(app.writes)
    app.writes.clear()
    assert push(app, wanted, path).is_good
    second = len(app.writes)
    path.unlink()
    assert push(app, wanted, path).is_good
    third = len(app.writes)
    say(
        f"{len(titles)} papers, {len(described)} contributions, {len(left_out)} left out; "
        f"{first} writes, then {second}, without the journal {third}"
    )
    assert (second, third) == (0, 0)
