"""Baselines: what is known is hidden, whatever lines it moves to; what is more is new."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_kg.baselines import Baseline, BaselineError
from llm_kg.findings import Finding, Selection
from llm_kg.places import Place, Source

LIST, OTHER = Source("list", "list.md"), Source("other", "other.md")


def finding(line=1, rule="unknown-key", entry="Eta", key="Colour", source=LIST) -> Finding:
    return Finding.of(rule, f"on line {line}", Place(source, line), entry=entry, key=key)


def test_findings_are_known_wherever_they_move():
    baseline = Baseline.of([finding(3), finding(9, "empty-link", key=None)])
    compared = baseline.compare([finding(40), finding(2, "empty-link", key=None)])
    assert compared.new == ()
    assert [f.place.line for f in compared.known] == [2, 40]
    assert compared.gone == {}


def test_of_findings_about_the_same_the_last_are_new():
    compared = Baseline.of([finding(3), finding(4)]).compare([finding(9), finding(1), finding(5)])
    assert [f.place.line for f in compared.known] == [1, 5]
    assert [f.place.line for f in compared.new] == [9]


@pytest.mark.parametrize(
    "other", [{"rule": "empty-link"}, {"entry": "Nu"}, {"key": "Shape"}, {"source": OTHER}]
)
def test_what_differs_is_new(other):
    compared = Baseline.of([finding()]).compare([finding(**other)])
    assert len(compared.new) == 1
    assert compared.known == ()


def test_only_what_was_looked_for_can_be_gone():
    nowhere = Finding.of("shape", "…", entry="Eta")
    baseline = Baseline.of([finding(), finding(2), finding(source=OTHER), nowhere])

    def gone(**scope):
        return {(i.source, i.rule): count for i, count in baseline.compare([], **scope).gone.items()}

    everything = {("", "shape"): 1, ("list", "unknown-key"): 2, ("other", "unknown-key"): 1}
    assert gone() == everything
    assert gone(sources={"list", "other"}) == everything
    assert gone(sources={"list"}) == {("list", "unknown-key"): 2}
    assert gone(selection=Selection(frozenset({"shape"}))) == {("", "shape"): 1}
    assert gone(sources={"list"}, selection=Selection(ignore=frozenset({"unknown-key"}))) == {}


_FINDINGS = st.lists(
    st.builds(
        finding,
        st.integers(1, 50),
        st.sampled_from(["unknown-key", "empty-link"]),
        st.none() | st.text(max_size=3),
        st.none() | st.sampled_from(["Colour", "颜色", "\ud800", '"\n']),
        st.sampled_from([LIST, OTHER]),
    )
)


@given(_FINDINGS, _FINDINGS)
def test_every_finding_is_new_or_known(before, after):
    baseline = Baseline.of(before)
    assert Baseline.from_json(baseline.to_json()) == baseline
    compared = baseline.compare(after)
    assert Counter((*compared.new, *compared.known)) == Counter(after)
    assert baseline.compare(before).new == ()
    assert sum(compared.gone.values()) == len(before) - len(compared.known)


def test_the_file_is_sorted_and_has_a_line_for_each():
    found = [finding(source=OTHER), finding(9), finding(1), finding(entry="颜", key=None)]
    text = Baseline.of(found).to_json()
    assert text == Baseline.of(reversed(found)).to_json()
    assert text.splitlines()[3:6] == [
        '    {"source": "list", "rule": "unknown-key", "entry": "Eta", "key": "Colour", "count": 2},',
        '    {"source": "list", "rule": "unknown-key", "entry": "颜", "count": 1},',
        '    {"source": "other", "rule": "unknown-key", "entry": "Eta", "key": "Colour", "count": 1}',
    ]
    assert json.loads(Baseline.of([]).to_json()) == {"version": 1, "findings": []}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "[" * 100_000,
        '{"version": 2, "findings": []}',
        '{"version": 1, "findings": [{"rule": "shape", "count": 0}]}',
        '{"version": 1, "findings": [{"rule": "shape", "count": "1"}]}',
        '{"version": 1, "findings": [{"rule": "shape", "line": 3, "count": 1}]}',
    ],
)
def test_what_is_no_baseline_is_refused(text):
    with pytest.raises(BaselineError):
        Baseline.from_json(text)


# --- on the command line


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / ".git").mkdir()  # the end of the search for llm-kg.toml
    monkeypatch.chdir(tmp_path)
    block = "- **Eta**\n  ```yaml\n  Params: 3B\n  date created: 2021-13\n  Colour: red\n  ```\n"
    (tmp_path / "list.md").write_text(block)
    return tmp_path


def test_a_baseline_hides_what_is_there_and_nothing_more(call, folder):
    options = ("validate", "list.md", "--baseline", "known.json", "--fail-on", "info")
    written = call(*options, "--write-baseline")
    assert (written.returncode, written.stdout) == (0, "")
    assert "2 known to known.json" in written.stderr
    assert call(*options).returncode == 0

    path = folder / "list.md"
    path.write_text("# New\n\n" + path.read_text().replace("  Colour", "  Shade: dark\n  Colour"))
    done = call(*options, "-f", "json")
    assert done.returncode == 1
    told = json.loads(done.stdout)
    assert [(f["rule"], f["line"]) for f in told["findings"]] == [("unknown-key", 7)]
    assert told["summary"]["known"] == 2


def test_what_occurs_no_more_is_told_so_that_the_baseline_shrinks(call, folder):
    options = ("validate", "list.md", "--baseline", "known.json")
    call(*options, "--write-baseline")
    path = folder / "list.md"
    path.write_text(path.read_text().replace("  Colour: red\n", ""))
    assert "unknown-key, Eta, Colour" in call(*options).stderr
    assert "any more" not in call(*options, "--ignore", "unknown-key").stderr
    assert "any more" not in call(*options, "--write-baseline").stderr
    assert "Colour" not in (folder / "known.json").read_text()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--baseline", "missing.json"], "--write-baseline"),
        (["--baseline", "list.md"], "no baseline"),
        (["--baseline", "."], "cannot be read"),
        (["--write-baseline"], "--baseline FILE"),
        (["--baseline", "nowhere/known.json", "--write-baseline"], "cannot be written"),
    ],
)
def test_what_cannot_be_run_is_one_line(call, folder, options, said):
    before = sorted(folder.rglob("*"))
    done = call("validate", "list.md", *options)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert said in done.stderr
    assert sorted(folder.rglob("*")) == before


@pytest.mark.parametrize(
    ("target", "said"),
    [("list.md", "this is a source"), ("notes.md", "this is no baseline"), ("link.json", "this is a source")],
)
def test_a_baseline_is_written_over_nothing_else(call, folder, target, said):
    (folder / "notes.md").write_text("mine")
    (folder / "link.json").symlink_to("list.md")
    before = {path: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    done = call("validate", "list.md", "--baseline", target, "--write-baseline")
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert said in done.stderr
    assert "another file" in done.stderr
    assert {path: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before


def test_an_empty_file_may_become_a_baseline(call, folder):
    (folder / "known.json").touch()
    options = ("validate", "list.md", "--baseline", "known.json")
    assert call(*options, "--write-baseline").returncode == 0
    assert call(*options, "--write-baseline").returncode == 0
