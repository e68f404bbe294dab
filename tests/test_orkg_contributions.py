"""What ORKG is told of models: papers, contributions and values, the same by files and by a push."""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict

import pytest

import llm_kg as kg
from llm_kg.findings import Findings
from llm_kg.graph import BASE
from llm_kg.orkg.contents import contents_of
from llm_kg.orkg.contributions import contributions
from llm_kg.orkg.hosts import HOSTS
from llm_kg.orkg.import_csv import import_csv
from llm_kg.orkg.rdf import orkg_view
from llm_kg.orkg.template import ORKGP, ORKGR, predicates
from llm_kg.rdf import IRI, RDFS, XSD, Literal
from llm_kg.records import Description
from llm_kg.rules import Severity
from orkg_importers import by_server
from orkg_server import App
from orkg_world import contribution, orkg, push, values


def test_no_value_is_dropped_unmentioned(models, described):
    elsewhere = {"name", "venue", "paper"}
    held = {(one.label, value.field) for one in described for value in one.values}
    told = {(one.model, one.field) for one in described.left_out}
    for model in models:
        for field in Description.model_fields:
            if field == "size" or getattr(model, field) in (None, ()):
                continue
            assert field in elsewhere or (model.name, field) in held | told, (model.name, field)


def test_only_predicates_that_the_host_is_known_to_have(models):
    assert set(predicates("sandbox")) == set(predicates()) - {"license", "extension"}
    fields = {value.field for one in contributions(models, host="sandbox") for value in one.values}
    assert "license" not in fields
    assert "training_data_size" in fields
    left = contributions(models, host="sandbox").left_out
    assert [one for one in left if one.field == "license"]
    for host in HOSTS:
        assert all(not value.startswith("http") for value in predicates(host).values()), host
    assert predicates("incubating") == {}


def test_numbers_are_those_that_the_labels_ask_for(described):
    (gpt3,) = [one for one in described if one.label == "GPT-3"]
    # One list says "~680B Tokens" and another "680B tokens": two statements, of which one is no number.
    sizes = {value.object for value in gpt3["training_data_size"]}
    assert sizes == {Literal("~680"), Literal("680", XSD["integer"])}
    (maximum,) = gpt3["maximum_number_of_parameters_in_million"]
    assert maximum.object == Literal("175000", XSD["integer"])
    assert gpt3["date_created"][0].object == Literal("2020-05", XSD["gYearMonth"])
    assert all(isinstance(value.object.lexical, str) for value in gpt3["has_source_code"])
    assert {value.object.orkg_id for value in gpt3["research_problem"]} == {"R602335", "R369909"}


def test_other_units_are_told(described):
    reasons = {(one.field, one.reason) for one in described.left_out}
    assert any(field == "training_data_size" and "alone" in reason for field, reason in reasons)


@pytest.fixture
def papers_of(tmp_path):
    """Return name → paper, and what is left out, of rows of a list."""

    def papers_of_(*rows: dict[str, str]):
        path = tmp_path / "list.jsonl"
        path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
        found = contributions(kg.reconcile(kg.read(path)))
        return {one.label: one.paper for one in found}, found.left_out

    return papers_of_


ARXIV = "https://arxiv.org/abs/2101.00001"


def test_papers_of_one_title_or_doi_are_one(papers_of):
    # ORKG takes no title twice: three links, and the titles of two tell that all are of one paper.
    papers, left_out = papers_of(
        {"name": "Eta", "title": "Eta: A Model", "paper": ARXIV},
        {"name": "Theta", "title": "eta: a model", "paper": "https://doi.org/10.5555/eta"},
        {"name": "Iota", "paper": "https://doi.org/10.5555/ETA"},
        {"name": "Kappa", "title": "Kappa", "paper": "https://doi.org/10.5555/kappa"},
    )
    assert papers["Eta"] == papers["Theta"] == papers["Iota"] != papers["Kappa"]
    assert papers["Eta"].dois == ("10.48550/arXiv.2101.00001", "10.5555/eta")
    assert papers["Eta"].year is None  # it appeared elsewhere as well
    assert left_out == ()


@pytest.mark.parametrize(
    ("row", "date"),
    [
        ({"paper": ARXIV}, (2021, 1)),
        ({"paper": "https://doi.org/10.48550/arXiv.2101.00001"}, (2021, 1)),
        ({"paper": ARXIV, "venue": "NeurIPS"}, (None, None)),
        ({"paper": "https://arxiv.org/abs/0703.0001"}, (None, None)),
        ({"paper": "https://arxiv.org/abs/2113.00001"}, (None, None)),
        ({"paper": "https://arxiv.org/abs/cs/0701001"}, (None, None)),
        ({"paper": "https://doi.org/10.5555/eta", "date created": "2021-01"}, (None, None)),
    ],
)
def test_month_and_year_are_those_of_a_paper_on_arxiv_alone(papers_of, row, date):
    papers, _ = papers_of({"name": "Eta", "title": "Eta", **row})
    assert (papers["Eta"].year, papers["Eta"].month) == date


def test_of_two_venues_none_is_chosen_and_both_are_told(papers_of):
    papers, left_out = papers_of(
        {"name": "Eta", "title": "Eta: A Model", "venue": "ACL"},
        {"name": "Theta", "title": "Eta: A Model", "venue": "NeurIPS"},
    )
    assert papers["Eta"].venue is None
    assert {(one.model, one.field, one.text) for one in left_out} == {
        ("Eta", "venue", "ACL"),
        ("Theta", "venue", "NeurIPS"),
    }


def test_what_orkg_refuses_of_a_paper_is_told(papers_of):
    papers, left_out = papers_of(
        {"name": "Eta", "title": "T" * 8165, "paper": ARXIV},
        {"name": "Theta", "title": "Theta", "paper": "https://doi.org/10.0555/theta"},
    )
    assert (papers["Eta"].title, papers["Eta"].is_known) == (None, True)
    assert (papers["Theta"].title, papers["Theta"].dois) == ("Theta", ())
    assert {(one.model, one.rule, one.text[:10]) for one in left_out} == {
        ("Eta", "orkg-unfit", "TTTTTTTTTT"),
        ("Theta", "orkg-unfit", "10.0555/th"),
    }


def test_a_paper_on_arxiv_has_its_doi(described):
    (bloom,) = [one for one in described if one.label == "BLOOM"]
    assert bloom.paper.doi == "10.48550/arXiv.2211.05100"
    papers = [one.paper for one in described if one.paper]
    assert all(paper.is_known for paper in papers)


def test_of_several_papers_the_one_with_a_doi_is_taken_and_the_others_are_told(tmp_path):
    path = tmp_path / "list.jsonl"
    stated = {"name": "Eta", "title": "On a page", "paper": "https://example.org/eta"}
    other = {"name": "Eta", "title": "On arXiv", "paper": "https://arxiv.org/abs/2101.00001"}
    path.write_text(f"{json.dumps(stated)}\n{json.dumps(other)}\n")
    found = contributions(kg.reconcile(kg.read(path)))
    (eta,) = found
    assert (eta.paper.title, eta.paper.doi) == ("On arXiv", "10.48550/arXiv.2101.00001")
    (left_out,) = found.left_out
    assert (left_out.field, left_out.text, left_out.place.line) == ("paper", "On a page", 1)


@pytest.mark.parametrize(("field", "key"), [("innovation", "innovation"), ("name", "name")])
def test_what_is_too_long_is_left_out_by_its_rule(tmp_path, field, key):
    path = tmp_path / "list.json"
    path.write_text(json.dumps([{"name": "Eta", "title": "Eta", key: "x " * 4083}]))
    found = contributions(kg.reconcile(kg.read(path)))
    (left_out,) = found.left_out
    assert (left_out.field, left_out.rule) == (field, "orkg-unfit")
    assert (left_out.place.line, [len(one[field]) for one in found]) == (1, [0] * (field != "name"))
    assert left_out.finding.severity is Severity.ERROR


def test_ids_of_production_are_of_production_alone(models):
    known = {
        host: {v.object.orkg_id for one in contributions(models, host=host) for v in one["research_problem"]}
        for host in ("production", "sandbox", None)
    }
    assert known["sandbox"] == {None}
    assert known["production"] == known[None] == {"R602335", "R369909"}


# Files and the push say the same.

LIST = (
    {
        "name": "Eta",
        "title": "Eta: A Model",
        "paper": ARXIV,
        "organization": "OpenAI, Eta Labs",
        "date created": "2021-01",
        "training data": "~300B tokens (2TB)",
        "params": "1.5B",
        "research problem": "large language models, speech recognition",
        "architecture": "decoder",
        "blog": "https://example.org/eta",
    },
    {
        "name": "Eta 2",
        "title": "eta: a model",
        "paper": "https://doi.org/10.5555/eta",
        "date created": "2021",
        "training data": "1.25B tokens",
        "carbon": "12.5 tCO2e",
        "innovation": "It says\nmore.",
        "venue": "NeurIPS",
    },
    {
        "name": "Theta",
        "title": "On a page",
        "paper": "https://example.org/theta",
        "date created": "2021-01-05",
    },
    {"name": "Theta", "title": "On arXiv", "paper": "https://arxiv.org/abs/2102.00002", "params": "1234567"},
    {"name": "Iota", "paper": "https://example.org/iota", "params": "3B"},
)
Said = dict[str, tuple[tuple[str, ...], dict[str, set[str]]]]


@pytest.fixture(params=["bundled", "list"])
def wanted(request, models, tmp_path) -> kg.Models:
    if request.param == "bundled":
        return models
    path = tmp_path / "list.json"
    path.write_text(json.dumps(LIST), encoding="utf-8")
    return kg.reconcile(kg.read(path))


def in_csv(wanted: kg.Models) -> Said:
    """Return label → paper and values, as ORKG reads them from our file."""
    text = "".join(import_csv(contributions(wanted), Findings()))
    rows = csv.DictReader(io.StringIO(text, newline=""))
    said: Said = {}
    for row, (_, told) in zip(rows, by_server(text), strict=True):
        columns = ("title", "doi", "publication_month", "publication_year", "published_in", "url")
        name = row["orkg:HAS_MODEL<text>"]
        paper = tuple(row[f"paper:{column}"] for column in columns)
        said[name] = (paper, {field: {text for _, text in found} for field, found in told.items()})
    return said


def in_rdf(wanted: kg.Models) -> Said:
    """Return the same of our RDF."""
    about: dict[IRI, dict[IRI, list[str]]] = defaultdict(lambda: defaultdict(list))
    labels: dict[object, str] = {}
    view = list(orkg_view(contributions(wanted)))
    for s in view:
        if s.predicate == RDFS["label"]:
            labels[s.subject] = s.object.lexical
    for s in view:
        text = s.object.lexical if isinstance(s.object, Literal) else labels.get(s.object, s.object)
        if isinstance(s.object, IRI) and s.object.startswith(ORKGR):
            text = s.object.removeprefix(ORKGR)
        about[s.subject][s.predicate].append(text if s.predicate != ORKGP["P31"] else s.object)
    said: Said = {}
    for paper in about.values():
        for own in paper.get(ORKGP["P31"], ()):
            keys = (RDFS["label"], *(ORKGP[name] for name in ("P26", "P28", "P29", "HAS_VENUE", "url")))
            told = {
                predicate.removeprefix(ORKGP): set(found)
                for predicate, found in about[own].items()
                if predicate.startswith(ORKGP)
            }
            said[labels[own]] = (tuple(next(iter(paper.get(key, ())), "") for key in keys), told)
    return said


def in_plan(wanted: kg.Models) -> Said:
    """Return the same of what a push wants."""
    said: Said = {}
    for paper in contents_of(wanted, BASE).papers:
        about = (paper.title, next(iter(paper.dois), None), paper.month, paper.year, paper.venue, paper.url)
        for one in paper.contributions:
            told: dict[str, set[str]] = defaultdict(set)
            for value in one.values:
                told[predicates()[value.field]].add(value.known or value.label)
            said[one.label] = (tuple(str(part or "") for part in about), dict(told))
    return said


def test_files_and_push_say_the_same(wanted):
    pushed, rdf, file = in_plan(wanted), in_rdf(wanted), in_csv(wanted)
    assert len(pushed) > 2
    # A model of no paper stands in the RDF alone.
    assert {name: said for name, said in rdf.items() if name in pushed} == pushed
    assert file.keys() == pushed.keys()
    for name, (paper, told) in file.items():
        assert paper == pushed[name][0]
        assert one_line(told) == one_line(pushed[name][1])


def one_line(told: dict[str, set[str]]) -> dict[str, set[str]]:
    """Return values without what their spelling in a file may change."""
    return {key: {" ".join(text.split()) for text in texts} for key, texts in told.items()}


def test_files_and_push_leave_out_the_same(wanted):
    described, findings = contributions(wanted), Findings()
    list(import_csv(described, findings))
    findings.extend(one.finding for one in described.left_out)
    ours = {finding.message for finding in findings if finding.rule != "orkg-mended"}
    remarks = contents_of(wanted, BASE).remarks
    assert {remark.message for remark in remarks} == ours
    assert all(remark.place for remark in remarks)


def test_an_approximate_number_goes_and_comes_back_as_one(tmp_path):
    path = tmp_path / "list.json"
    path.write_text(json.dumps(LIST), encoding="utf-8")
    wanted, app = kg.reconcile(kg.read(path)), App()
    assert push(app, wanted).is_good
    assert values(app, "Eta", "P163013") == ["~300"]
    assert values(app, "Eta 2", "P163013") == ["1.25"]
    for name in ("Eta", "Eta 2"):
        (pulled,) = orkg(app).pull(contribution(app, name)["id"])
        stated = [size for size in wanted[name].training_data_size if size.unit == "TOKEN"]
        assert list(pulled.training_data_size) == stated
        assert pulled.carbon_emitted == wanted[name].carbon_emitted
    assert [size.approximate for size in wanted["Eta"].training_data_size] == [True, False]
