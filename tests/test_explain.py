"""`llm-kg explain` and what is behind it: the chain from a place to a triple, and each claim's fate."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import llm_kg as kg
from llm_kg import explanations
from llm_kg.cli.models import as_json, one_line
from llm_kg.explanations import explain
from llm_kg.explanations.claim_triples import triples
from llm_kg.findings import Finding, Findings
from llm_kg.lookup import find_property
from llm_kg.rdf import LLMKG, Literal
from llm_kg.validation import Checked
from llm_kg.wording import short

LIST = """\
# Models

- **Eta** [[Google]](https://example.org/eta)
  ```yaml
  Params: 3B
  date created: 2021-13-45
  Parms: 4B
  Context Length: long
  License: Closed source
  Architecutre: De
  ```
- **Theta** [[Meta]](https://example.org/theta)
  ```yaml
  Context Length: 0
  ```
- **Kappa** [[Google]](https://example.org/kappa)
- **Kappa** [[Meta]](https://example.org/kappa-2)
"""
MORE = """\
- name: ETA
  organization: Google
  number of parameters: 30B
  date created: 2021-12
- name: theta
  context length: 2048
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "list.md").write_text(LIST, encoding="utf-8")
    (tmp_path / "more.yaml").write_text(MORE, encoding="utf-8")
    return tmp_path


@pytest.fixture
def ours(folder) -> kg.Models:
    return kg.reconcile(kg.read("list.md", "more.yaml"))


BOTH = ("-s", "list.md", "-s", "more.yaml")

GOLDEN = """\
Eta (model:eta), stated at list.md:3:1, more.yaml:1:3

number of parameters
  list.md:5:11  Params: 3B
    values    3B
              3,000,000,000 parameters
    triples   model:eta llmkg:numberOfParameters "3B" .
              model:eta llmkg:size model:eta/size/3000000000 .
              model:eta/size/3000000000 rdf:type llmkg:ModelSize .
              model:eta/size/3000000000 llmkg:parameterCount 3000000000 .
              model:eta llmkg:maximumNumberOfParametersInMillion 3000.0 .
              model:eta llmkg:parameterCount 3000000000 .
    accepted  {reason}
  more.yaml:3:25  number of parameters: 30B
    values    30B
              30,000,000,000 parameters
    triples   model:eta llmkg:numberOfParameters "30B" .  # not asserted
              model:eta llmkg:size model:eta/size/30000000000 .  # not asserted
    refused   another value is accepted: {reason}
"""


@pytest.mark.parametrize(
    ("name", "asked"),
    [("eta", "parameters"), ("ETA", "参数量"), (" e-t-a ", "Params"), ("Eta", "parameter_count")],
)
def test_text(call, ours, name, asked):
    (conflict,) = [c for c in ours["Eta"].conflicts if c.field == "number_of_parameters"]
    done = call("explain", name, asked, *BOTH)
    assert done.returncode == 0
    assert done.stdout == GOLDEN.format(reason=conflict.reason)


def test_what_was_not_read_is_shown_with_its_finding(call, folder):
    said = call("explain", "Eta", *BOTH).stdout
    assert "  list.md:6:17  date created: 2021-13-45\n    unread    Eta: 2021-13-45 is no date" in said
    assert "  list.md:8:19  Context Length: long\n    unread    Eta: context length: 'long' is kept" in said
    assert "  list.md:7:10  Parms: 4B\n    unknown   Eta: no property has the key 'Parms'\n" in said
    assert "    info      Eta: the key 'Architecutre' was read as 'pretraining architecture'\n" in said
    assert "  list.md:9:12  License: Closed source\n    unread    the text was read as access\n" in said


def test_a_key_that_no_property_has_can_be_asked_for(call, folder):
    done = call("explain", "Eta", "parms", *BOTH)
    assert done.returncode == 0
    assert "Parms: 4B" in done.stdout
    assert "Params" not in done.stdout


def test_what_breaks_a_shape_is_said(call, folder):
    said = call("explain", "theta", "context length", *BOTH).stdout
    assert "list.md:14:19  Context Length: 0\n" in said
    assert (
        "model:theta llmkg:contextLength 0 .  # not asserted\n    invalid   Theta: The context length" in said
    )
    assert "model:theta llmkg:contextLength 2048 .\n    accepted  nothing contradicts it\n" in said


def test_a_value_without_a_triple_is_said_to_have_none(call, folder):
    (folder / "venue.yaml").write_text("- {name: Eta, venue: JMLR}\n")
    models = kg.reconcile(kg.read("venue.yaml"))
    said = call("explain", "eta", "venue", "-s", "venue.yaml").stdout
    in_graph = any("JMLR" in s.object for s in kg.build(models, provenance="none"))
    assert ("triple    none: the graph has no triple" in said) != in_graph


def test_json(call, folder):
    done = call("explain", "eta", "parameters", "-f", "json", *BOTH)
    document = json.loads(done.stdout)
    assert (document["model"], document["key"], document["in_graph"]) == ("Eta", "eta", True)
    assert document["entries"][1] == {"entry": "eta", "source": "more", "line": 1, "column": 3}
    one, other = document["claims"]
    assert (one["source"], one["line"], one["column"]) == ("list", 5, 11)
    assert (one["key"], one["stated"], one["verdict"]) == ("Params", "3B", "accepted")
    assert one["values"] == [
        {"field": "number_of_parameters", "value": "3B"},
        {"field": "size", "value": {"parameter_count": 3_000_000_000}},
    ]
    assert other["verdict"] == "refused"
    assert other["triples"][0] == {
        "subject": "https://w3id.org/llm-kg/model/eta",
        "predicate": LLMKG["numberOfParameters"],
        "object": {"type": "literal", "value": "30B", "datatype": "http://www.w3.org/2001/XMLSchema#string"},
        "asserted": False,
    }


def test_bundled_gpt_4(call, models):
    """Both counts, their lines, and why one of them is accepted."""
    done = call("explain", "gpt 4", "parameters")
    assert done.returncode == 0
    assert "the bundled data" in done.stderr
    (conflict,) = [c for c in models["GPT-4"].conflicts if c.field == "number_of_parameters"]
    assert "awesome-llms:247:25  number of parameters: 170T\n" in done.stdout
    assert "awesome-llms:347:11  Params: 1.7T\n" in done.stdout
    assert f"accepted  {conflict.reason}\n" in done.stdout
    assert f"refused   another value is accepted: {conflict.reason}\n" in done.stdout
    assert 'llmkg:numberOfParameters "1.7T" .  # not asserted' in done.stdout


def test_triples_are_those_of_the_graph(models):
    """What is marked as asserted is in the export, and what is not is not."""
    chosen = [models[name] for name in ("GPT-2", "GPT-3", "GPT-4", "InstructGPT", "ERNIE-ViLG")]
    stated = set(kg.build(models, provenance="none", standard_terms=False))
    seen = set()
    for explanation in explain(models, chosen):
        of_claims = triples(models, explanation)
        assert len(explanation.claims) == len(list(explanation.model.claims))
        for judged in explanation.claims:
            for triple in of_claims[judged.claim]:
                assert triple.asserted == (triple.statement in stated), judged
                seen.add(triple.asserted)
            if judged.verdict in ("unread", "unknown"):
                assert of_claims[judged.claim] == ()
            elif judged.verdict == "accepted":
                assert judged.claim in explanation.kept.accepted or judged.claim.field == "name"
            else:
                assert judged.claim not in explanation.kept.accepted
                assert of_claims[judged.claim]
    assert seen == {True, False}


def test_every_claim_of_the_bundled_models_has_a_verdict(models):
    explained = explain(models, list(models)[::10])
    for explanation in explained:
        accepted = {judged.claim for judged in explanation.claims if judged.verdict == "accepted"}
        assert set(explanation.kept.accepted) <= accepted
        assert all(judged.reason for judged in explanation.claims)
        fields = {dispute.field for dispute in explanation.disputes}
        assert fields == {conflict.field for conflict in explanation.model.conflicts}


def test_a_name_of_another_model_is_the_graphs_own(folder):
    """A model that a claim mentions bears the IRI that the graph gives it, though few models are built."""
    text = "- name: Iota\n  organization: Google\n  based on: Kappa\n- name: Kappa\n"
    text += "- name: Kappa\n  organization: Meta\n- name: Kappa\n  organization: Google\n- name: Rho\n"
    (folder / "named.yaml").write_text(text)
    models = kg.reconcile(kg.read("named.yaml"))
    (explanation,) = explain(models, [models["Iota"]])
    (claim,) = [judged.claim for judged in explanation.claims if judged.claim.field == "based_on"]
    (triple,) = triples(models, explanation)[claim]
    assert triple.asserted
    assert triple.statement in set(kg.build(models, standard_terms=False))


def test_a_model_that_is_left_out(call, folder, monkeypatch):
    def without_it(models, **options):
        left = models.without((), {"eta"})
        broken = Finding.of("shape", "eta: something is wrong", entry="eta")
        return Checked(kg.build(left), left, Findings([broken]))

    monkeypatch.setattr(explanations, "build_checked", without_it)
    done = call("explain", "eta", "parameters", *BOTH)
    assert done.returncode == 0
    assert "This model is left out of the graph.\n  eta: something is wrong\n" in done.stdout
    assert done.stdout.count("invalid   the model is left out of the graph") == 2
    assert 'llmkg:numberOfParameters "3B" .  # not asserted' in done.stdout
    assert "Eta is left out of the graph" in call("show", "eta", *BOTH).stdout


CANNOT_RUN = {
    "unknown model": (["explain", "Etta", *BOTH], "did you mean 'Eta'"),
    "part of a name": (["explain", "the", *BOTH], "did you mean 'Theta'"),
    "no name": (["explain", "", *BOTH], "no model is called ''"),
    "several models": (["explain", "kappa", *BOTH], "say kappa-google or kappa-meta"),
    "unknown property": (["explain", "Eta", "contxt length", *BOTH], "did you mean 'context length'"),
    "no property": (["explain", "Eta", "", *BOTH], "'' is not a property"),
    "unknown format": (["explain", "Eta", "-f", "xml", *BOTH], "there are text and json"),
    "missing source": (["explain", "Eta", "-s", "missing.md"], "missing.md"),
    "control characters": (["explain", "\x1b[31m\u202eq", *BOTH], r"'\x1b[31m\u202eq'"),
}


@pytest.mark.parametrize("case", CANNOT_RUN)
def test_cannot_run(call, folder, case):
    arguments, message = CANNOT_RUN[case]
    done = call(*arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert done.stdout == ""


def test_nobody_states_it(call, folder):
    done = call("explain", "Theta", "license", *BOTH)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "no entry states license of Theta\n"
    assert json.loads(call("explain", "Theta", "license", "-f", "json", *BOTH).stdout)["claims"] == []


def test_own_aliases_hold(call, folder):
    (folder / "llm-kg.toml").write_text('[aliases]\nnumber_of_parameters = ["Umfang"]\n')
    assert "Params: 3B" in call("explain", "Eta", "umfang", *BOTH).stdout


def test_input_format_and_comments(call, folder):
    (folder / "list.txt").write_text(f"{LIST}<!--\n- **Zeta** [[Meta]](https://example.org/zeta)\n-->\n")
    options = ("-s", "list.txt", "-i", "markdown")
    assert call("explain", "Zeta", *options).returncode == 2
    assert "list.txt" in call("explain", "Zeta", *options, "--include-commented").stdout


def test_strangers_text_cannot_play_with_the_terminal(call, folder):
    (folder / "wild.yaml").write_text('- name: Eta\n  innovation: "a\\e[31m \\u202e b\\u0085c"\n')
    for form in ("text", "json"):
        said = call("explain", "Eta", "-s", "wild.yaml", "-f", form).stdout
        assert said.replace("\n", "").isprintable()
        assert "202e" in said


def test_a_derived_property_tells_its_source(ours):
    (explanation,) = explain(ours, [ours["Eta"]])
    found = explanation.about(find_property("earliest date"), triples(ours, explanation))
    assert [judged.claim.stated for judged in found] == ["2021-12"]


def test_the_order_of_sources_does_not_matter(folder):
    one, other = (
        [
            replace(judged, findings=())
            for explanation in explain(kg.reconcile(kg.read(*paths)))
            for judged in explanation.claims
        ]
        for paths in (("list.md", "more.yaml"), ("more.yaml", "list.md"))
    )
    assert one == other


@given(st.text())
def test_one_line_holds_nothing_unseen_and_json_loses_nothing(text):
    shown = one_line(text)
    assert not {unicodedata.category(char) for char in shown} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert json.loads(as_json([text])) == [text]
    assert as_json([text]).replace("\n", "").isprintable()


@given(st.text())
def test_a_literal_is_on_one_line(text):
    assert "\n" not in short(Literal(text))
