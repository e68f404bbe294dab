"""`llm-kg show` and `llm-kg compare`: one model, or some side by side, in the terminal."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest

ONE = """\
- name: Eta
  organization: Google
  number of parameters: 3B, 7B
  optimizer: Adam
  innovation: "a | b *c* <d> \\u202e"
  license: [MIT, Apache-2.0]
- name: Theta
  organization: Google
  number of parameters: 5B
  training time: 1 hour
  license: [Apache-2.0, MIT]
- name: 模型
  organization: Baidu
"""
TWO = """\
- name: ETA
  number of parameters: 30B
"""
BOTH = ("-s", "one.yaml", "-s", "two.yaml")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "one.yaml").write_text(ONE, encoding="utf-8")
    (tmp_path / "two.yaml").write_text(TWO, encoding="utf-8")
    return tmp_path


GOLDEN = r"""
key                                        eta
model name                                 Eta
organization                               Google
innovation                                 a | b *c* <d> \u202e
optimizer                                  Adam
number of parameters                       3B, 7B
                                           ! 30B at two.yaml:2:25: another value is accepted: REASON
model size                                 3,000,000,000 parameters
                                           7,000,000,000 parameters
maximum number of parameters (in million)  7,000
license                                    MIT License
                                           Apache License 2.0
entries                                    one.yaml:1:3  Eta
                                           two.yaml:1:3  ETA
"""


def test_show(call, folder):
    done = call("show", "e.t.a", *BOTH)
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    for said, expected in zip(lines, GOLDEN.strip().splitlines(), strict=True):
        # The wording of reasons is the policy's own.
        assert said.startswith(expected.partition("REASON")[0])


def test_show_bundled(call):
    done = call("show", "gpt4")
    assert "the bundled data" in done.stderr
    assert "! 1.7T at awesome-llms:347:11: " in done.stdout


TABLE = """\
|property|Eta|Theta|模型
≠|organization|Google|Google|Baidu
|innovation|a ¦ b *c* <d> \\u202e||
|optimizer|Adam||
≠|number of parameters|3B, 7B (!)|5B|
≠|model size|3,000,000,000 parameters; 7,000,000,000 parameters (!)|5,000,000,000 parameters|
≠|maximum number of parameters (in million)|7,000|5,000|
|license|MIT License; Apache License 2.0|Apache License 2.0; MIT License|
|training time||1 hour|
"""


def test_compare(call, folder):
    done = call("compare", "eta", "THETA", "模型", *BOTH)
    assert done.returncode == 0
    assert done.stdout.replace("|", "¦").replace("\t", "|") == TABLE


def test_compare_as_csv(call, folder):
    rows = list(csv.reader(io.StringIO(call("compare", "eta", "theta", "-f", "csv", *BOTH).stdout)))
    assert rows[0] == ["differs", "property", "Eta", "Theta"]
    assert rows[1] == ["", "organization", "Google", "Google"]
    assert ["≠", "number of parameters", "3B, 7B (!)", "5B"] in rows


def test_compare_as_markdown(call, folder):
    lines = call("compare", "eta", "theta", "-f", "markdown", *BOTH).stdout.splitlines()
    assert lines[:2] == ["|  | property | Eta | Theta |", "| --- | --- | --- | --- |"]
    assert "|  | innovation | a \\| b \\*c\\* \\<d\\> \\\\u202e |  |" in lines


def test_compare_as_json(call, folder):
    document = json.loads(call("compare", "eta", "theta", "-f", "json", *BOTH).stdout)
    assert document["models"] == [{"key": "eta", "name": "Eta"}, {"key": "theta", "name": "Theta"}]
    by_field = {row["field"]: row for row in document["properties"]}
    assert "name" not in by_field
    assert by_field["organization"]["differs"] is False
    assert by_field["size"]["differs"] is True
    assert by_field["size"]["disputed"] == ["eta"]
    assert by_field["size"]["values"]["theta"] == [{"parameter_count": 5_000_000_000}]
    assert by_field["optimizer"]["values"] == {"eta": "adam", "theta": None}
    assert by_field["innovation"]["values"]["eta"] == "a | b *c* <d> \u202e"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["compare", "eta", "Zeta"], "did you mean"),
        (["compare", "eta", "ETA"], "'eta' and 'ETA' are one model"),
        (["compare", "eta"], "name two models or more"),
        (["compare", "eta", "theta", "-f", "xml"], "there are table, csv, json, markdown"),
        (["show", "Zeta"], "did you mean"),
        (["show", "eta", "-i", "nonsense"], "nonsense"),
    ],
)
def test_cannot_run(call, folder, arguments, message):
    done = call(*arguments, *BOTH)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_models_of_one_name_are_told_apart(call, folder):
    (folder / "kappa.yaml").write_text(
        "- {name: Kappa, organization: Google}\n- {name: Kappa, organization: Meta}\n"
    )
    said = call("compare", "kappa-google", "kappa-meta", "-s", "kappa.yaml").stdout
    assert said.startswith("\tproperty\tKappa (kappa-google)\tKappa (kappa-meta)\n")


def test_a_value_that_breaks_a_shape_is_not_shown_as_accepted(call, folder):
    (folder / "zero.yaml").write_text("- {name: Zeta, context length: 0}\n- {name: Eta}\n")
    said = call("show", "zeta", "-s", "zero.yaml").stdout
    assert "context length  ! 0 at zero.yaml:1:32: Zeta: The context length of a model" in said
    assert "context length" not in call("compare", "zeta", "eta", "-s", "zero.yaml").stdout


def test_on_a_terminal(call, folder, monkeypatch):
    """Aligned columns: a Chinese character is two cells wide."""
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    said = call("compare", "模型", "theta", *BOTH).stdout
    said, styles = re.subn(r"\x1b\[[01]m", "", said)  # bold is no colour
    assert styles
    assert "\x1b" not in said
    assert "\t" not in said
    head, _, row = [line for line in said.splitlines() if line.strip()][:3]
    assert head.index("Theta") + 2 == row.index("Google")
