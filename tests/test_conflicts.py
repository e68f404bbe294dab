"""`llm-kg conflicts`: every disagreement with its claims, places, accepted value and reason."""

from __future__ import annotations

import csv
import io
import json
from itertools import permutations

import pytest

import llm_kg as kg

LISTS = {
    "one.md": """\
# Models

- **Eta** [[Google]](https://example.org/eta)
  ```yaml
  Params: 3B, 7B
  date created: 2021-12
  License: MIT
  ```
- **Theta** [[Meta]](https://example.org/theta)
  ```yaml
  Context Length: 0
  ```
- **Iota**
""",
    "two.yaml": """\
- name: ETA
  number of parameters: 30B
  date created: 2021-12-24
- name: theta
  context length: 2048
- name: iota
  number of parameters: 1B
""",
    "three.yaml": "- {name: eta, number of parameters: 30B, optimizer: Adam}\n",
}
NAMES = sorted(LISTS)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, text in LISTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


SHAPE = "Theta: The context length of a model: at most one, which is a whole number of tokens, 1 or more: '0'"
GOLDEN = [
    "model property value stated place accepted why",
    "Eta|number of parameters|30,000,000,000 parameters|30B|three.yaml:1:37|yes|most sources (2)",
    "Eta|number of parameters|30,000,000,000 parameters|30B|two.yaml:2:25|yes|most sources (2)",
    "Eta|number of parameters|3,000,000,000 parameters; 7,000,000,000 parameters|3B, 7B|one.md:5:11|no"
    "|most sources (2)",
    "Theta|context length|2,048|2048|two.yaml:5:19|yes|all others break a shape",
    f"Theta|context length|0|0|one.md:11:19|no|{SHAPE}",
]


def test_table(call, folder):
    done = call("conflicts", *NAMES)
    assert done.returncode == 0
    assert done.stdout.replace("\t", "|").splitlines() == [GOLDEN[0].replace(" ", "|"), *GOLDEN[1:]]
    assert done.stderr == "2 conflicts in 2 models of 3\n"
    assert call("conflicts", *NAMES, "--quiet").stderr == ""


def test_the_order_of_sources_does_not_matter(call, folder):
    said = {call("conflicts", *names, "-f", "json").stdout for names in permutations(NAMES)}
    assert len(said) == 1


def test_csv_has_a_row_for_each_claim(call, folder):
    rows = list(csv.DictReader(io.StringIO(call("conflicts", *NAMES, "-f", "csv").stdout)))
    assert len(rows) == 5
    assert rows[2] == {
        "model": "Eta",
        "property": "number of parameters",
        "value": "3000000000 parameters; 7000000000 parameters",
        "stated": "3B, 7B",
        "source": "one",
        "line": "5",
        "column": "11",
        "accepted": "false",
        "reason": "most sources (2)",
    }


def test_json(call, folder):
    eta, theta = json.loads(call("conflicts", *NAMES, "-f", "json").stdout)
    assert (eta["model"], eta["key"], eta["field"]) == ("Eta", "eta", "number_of_parameters")
    assert eta["reason"] == "most sources (2)"
    assert [claim["accepted"] for claim in eta["claims"]] == [True, True, False]
    assert eta["claims"][2]["values"] == [
        {"field": "number_of_parameters", "value": "3B, 7B"},
        {"field": "size", "value": {"parameter_count": 3_000_000_000}},
        {"field": "size", "value": {"parameter_count": 7_000_000_000}},
    ]
    assert [claim["verdict"] for claim in theta["claims"]] == ["accepted", "invalid"]


def test_the_suffix_tells_the_format(call, folder):
    for suffix in ("json", "csv"):
        done = call("conflicts", *NAMES, "-o", f"out.{suffix}")
        assert (done.returncode, done.stdout) == (0, "")
        written = (folder / f"out.{suffix}").read_bytes().decode()
        assert written.splitlines() == call("conflicts", *NAMES, "-f", suffix).stdout.splitlines()
    call("conflicts", *NAMES, "-o", "out.txt")
    assert (folder / "out.txt").read_text() == call("conflicts", *NAMES).stdout


def test_model(call, folder):
    said = call("conflicts", *NAMES, "--model", "THETA").stdout
    assert len(said.splitlines()) == 3
    both = call("conflicts", *NAMES, "--model", "theta", "--model", "eta").stdout
    assert both == call("conflicts", *NAMES).stdout
    assert call("conflicts", *NAMES, "--model", "iota", "--fail-on", "conflict").returncode == 0


def test_prefer(call, folder):
    (eta, _) = json.loads(call("conflicts", *NAMES, "--prefer", "one", "-f", "json").stdout)
    first = eta["claims"][0]
    assert (first["stated"], first["accepted"]) == ("3B, 7B", True)
    assert "preferred" in eta["reason"]
    unknown = call("conflicts", *NAMES, "--prefer", "four")
    assert unknown.returncode == 2
    assert "'four'" in unknown.stderr


def test_source_date(call, folder):
    (folder / "four.yaml").write_text(
        "- {name: Eta, license: GPL}\n- {name: Iota, number of parameters: 2B}\n"
    )
    for newer, stated in (("two", "1B"), ("four", "2B")):
        dated = ("--source-date", f"{newer}=2024-02-01", "--source-date", "one=2020-01-01")
        done = call("conflicts", "two.yaml", "four.yaml", "one.md", *dated, "--model", "iota", "-f", "json")
        (iota,) = json.loads(done.stdout)
        assert iota["claims"][0]["stated"] == stated


def test_no_check(call, folder):
    """Without the shapes a context of no length is a value as good as another."""
    (_, theta) = json.loads(call("conflicts", *NAMES, "--no-check", "-f", "json").stdout)
    assert {claim["verdict"] for claim in theta["claims"]} == {"accepted", "refused"}


def test_fail_on(call, folder):
    assert call("conflicts", *NAMES, "--fail-on", "conflict").returncode == 1
    assert call("conflicts", *NAMES, "--fail-on", "never").returncode == 0
    assert call("conflicts", "one.md", "--fail-on", "conflict").returncode == 0


def test_no_conflict(call, folder):
    assert json.loads(call("conflicts", "one.md", "-f", "json").stdout) == []
    assert call("conflicts", "one.md").stderr == "0 conflicts in 0 models of 3\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--fail-on", "error"], "--fail-on is conflict or never"),
        (["-f", "xml"], "there are table, json, csv"),
        (["--model", "Etta"], "did you mean 'Eta'"),
        (["missing.md"], "missing.md"),
        (["-o", "nowhere/out.csv"], "nowhere/out.csv: cannot be written"),
    ],
)
def test_cannot_run(call, folder, arguments, message):
    done = call("conflicts", *NAMES, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_models_of_one_name_are_told_apart(call, folder):
    entry = "- {{name: Kappa, organization: {}, number of parameters: {}B}}\n"
    (folder / "kappa.yaml").write_text(
        "".join(entry.format(*each) for each in (("Google", 1), ("Google", 2), ("Meta", 3), ("Meta", 4)))
    )
    rows = [line.split("\t")[0] for line in call("conflicts", "kappa.yaml").stdout.splitlines()[1:]]
    assert rows == ["Kappa (kappa-google)"] * 2 + ["Kappa (kappa-meta)"] * 2


def test_the_bundled_data(call, models):
    """Without a source; each conflict of the library is there, and nothing else."""
    done = call("conflicts", "-f", "json")
    assert "the bundled data" in done.stderr
    found = json.loads(done.stdout)
    assert sorted((c["model"], c["field"]) for c in found) == sorted(
        (c.model, c.field) for c in models.conflicts
    )
    (counts,) = [c for c in found if (c["model"], c["field"]) == ("GPT-4", "number_of_parameters")]
    stated = [(claim["stated"], claim["source"], claim["line"]) for claim in counts["claims"]]
    assert ("170T", "awesome-llms", 247) in stated
    assert ("1.7T", "awesome-llms", 347) in stated


def test_texts_cannot_play_with_the_terminal(call, folder):
    for name, text in (("p", "a\\e[31mb"), ("q", "c\\u202ed")):
        (folder / f"{name}.yaml").write_text(f'- {{name: Eta, innovation: "{text}"}}\n')
    for form in ("table", "json"):
        said = call("conflicts", "p.yaml", "q.yaml", "-f", form).stdout
        assert said.replace("\n", "").replace("\t", "").isprintable()
        assert "202e" in said


def test_input_format_and_comments(call, folder):
    (folder / "list.txt").write_text(f"{LISTS['one.md']}<!--\n- **Iota**\n  - Params: 9B\n-->\n")
    assert call("conflicts", "list.txt").returncode == 2
    assert call("conflicts", "list.txt", "-i", "markdown", "--include-commented").returncode == 0


def test_library_and_command_agree(call, folder):
    conflicts = kg.reconcile(kg.read(*NAMES)).conflicts
    found = json.loads(call("conflicts", *NAMES, "-f", "json").stdout)
    assert [(c.model, c.field) for c in conflicts] == [(c["model"], c["field"]) for c in found]
