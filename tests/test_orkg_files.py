"""What is written for ORKG: the CSV that it imports, RDF in its IRIs, the template, and their checks."""

from __future__ import annotations

import csv
import io
import json
import re
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import llm_kg as kg
from conftest import ROOT, SHARED
from llm_kg.errors import LlmKgError
from llm_kg.findings import Findings
from llm_kg.graphs import load_graph
from llm_kg.orkg.contributions import Contribution, Contributions, Resource, Value, contributions
from llm_kg.orkg.import_csv import import_csv
from llm_kg.orkg.import_rules import check_import
from llm_kg.orkg.limits import LONGEST_LABEL
from llm_kg.orkg.papers import PaperOf
from llm_kg.orkg.rdf import orkg_view
from llm_kg.orkg.template import ORKGC, ORKGP, ORKGR, load_template, predicates, template_shapes
from llm_kg.rdf import IRI, RDF, RDFS, SH, XSD, Literal
from llm_kg.validation.profiles import check_template
from llm_kg.vocabulary import load_vocabulary
from orkg_importers import by_page, by_server

GOLDEN = Path(__file__).parent / "orkg" / "models"
EXAMPLE = SHARED / "orkg" / "fixtures" / "csv-import-example.csv"
needs_example = pytest.mark.skipif(not EXAMPLE.is_file(), reason="the example lies beside the checkout")


@pytest.fixture(scope="module")
def written(described) -> tuple[str, Findings]:
    findings = Findings()
    return "".join(import_csv(described, findings)), findings


@pytest.fixture
def check(tmp_path):
    """Check a text by the rules of importers; return the messages."""

    def check_(text: str, *importers: str) -> list[str]:
        path = tmp_path / "file.csv"
        path.write_bytes(text.encode())
        findings, _ = check_import(str(path), importers or ("server", "page"))
        return [finding.message for finding in findings]

    return check_


# The template.


def test_every_property_of_the_template_is_one_of_ours():
    template = load_template()
    assert len(template.properties) == 27
    assert set(template.properties) <= set(load_vocabulary().all_properties)
    assert {row.predicate for row in template.properties.values()} == set(predicates().values())


@pytest.mark.skipif(not (SHARED / "orkg").is_dir(), reason="ORKG's reply lies beside the checkout")
def test_template_is_as_orkg_states_it():
    theirs = json.loads((SHARED / "orkg" / "template-R609825.json").read_text())
    template = load_template()
    rows = [
        (p["path"]["id"], p["path"]["label"].strip(), p["min_count"], p["max_count"], p.get("datatype"))
        for p in theirs["properties"]
    ]
    types = {"date": "date", "string": "string", "integer": "integer", "anyURI": "anyURI"}
    assert [
        (one[0], one[1], one[2], one[3], one[4] and types[one[4]["uri"].rpartition("#")[2]]) for one in rows
    ] == [(r.predicate, r.label, r.least, r.most, r.datatype) for r in template.properties.values()]
    assert (theirs["id"], theirs["label"], theirs["is_closed"]) == (
        template.id,
        template.label,
        template.closed,
    )
    assert theirs["target_class"]["id"] == template.class_id
    assert {f["id"]: f["label"] for f in theirs["relations"]["research_fields"]} == template.research_fields
    problems = {f["id"]: f["label"] for f in theirs["relations"]["research_problems"]}
    assert problems == template.research_problems


def test_shapes_of_the_template_are_fresh():
    path = ROOT / "shapes" / "orkg-template.ttl"
    assert path.read_text(encoding="utf-8") == "".join(template_shapes()), (
        "python -m llm_kg.orkg.template > shapes/orkg-template.ttl"
    )


def test_shapes_stay_in_what_orkg_imports():
    read = load_graph(str(ROOT / "shapes" / "orkg-template.ttl"))
    shape = {SH["path"], SH["minCount"], SH["maxCount"], SH["order"], SH["datatype"], SH["description"]}
    node = {RDFS["label"], SH["targetClass"], SH["closed"], SH["property"]}
    template = {ORKGP["TemplateOfResearchField"], ORKGP["TemplateOfResearchProblem"]}
    assert {s.predicate for s in read} <= shape | node | template | {RDF["type"]}
    assert not [s for s in read if s.subject.startswith("_:")]
    paths = {s.object for s in read if s.predicate == SH["path"]}
    assert paths == {ORKGP[row.predicate] for row in load_template().properties.values()}


def test_template_refuses_what_it_would(tmp_path):
    good = {
        "name": "Eta",
        "title": "Eta: Models",
        "model_family": "Eta",
        "date_created": "2021-01-05",
        "organization": "OpenAI",
        "innovation": "new",
        "training_corpus": "books",
        "number_of_parameters": "1.5B",
        "application": "reading",
        "license": "MIT",
        "research_problem": "large language models",
    }

    def refused(**changes: object) -> list[tuple[str, int, int]]:
        path = tmp_path / "list.json"
        stated = {key: value for key, value in (good | changes).items() if value}
        path.write_text(json.dumps([stated], indent=1))
        found = check_template(kg.reconcile(kg.read(path)))
        return [(finding.key, finding.place.line, finding.place.column) for finding in found]

    assert refused() == []
    assert [key for key, _, _ in refused(innovation=None)] == ["innovation"]
    keys = list(good)
    assert refused(date_created="2021-01") == [("date created", keys.index("date_created") + 3, 19)]
    assert [key for key, _, _ in refused(license="MIT, Apache 2.0")] == ["License"]
    assert [key for key, _, _ in refused(number_of_parameters="1500123")] == [
        "maximum number of parameters (in million)"
    ]
    assert {key for key, _, _ in refused(number_of_parameters=None, application=None)} == {
        "application",
        "number of parameters",
        "maximum number of parameters (in million)",
    }


def test_template_profile_tells_records_and_does_not_crash(call):
    done = call("validate", "--bundled", "--profile", "orkg-template", "-f", "json")
    told = json.loads(done.stdout)["findings"]
    assert done.returncode == 1
    assert {finding["rule"] for finding in told} == {"orkg-template"}
    assert len(told) > 500
    assert all("line" in json.dumps(finding) for finding in told)


def test_template_profile_takes_graphs_in_its_vocabulary_only(call, tmp_path):
    call("export", "--no-check", "--vocabulary", "orkg", "-o", tmp_path / "orkg.ttl")
    call("export", GOLDEN / "list.jsonl", "-o", tmp_path / "own.ttl")
    assert call("validate", "--profile", "orkg-template", tmp_path / "orkg.ttl").returncode == 1
    refused = call("validate", "--profile", "orkg-template", tmp_path / "own.ttl")
    assert refused.returncode == 2
    assert "--vocabulary orkg" in refused.stderr


# The CSV to import.


def test_both_importers_read_the_bundled_models_alike(written, described):
    text, _ = written
    server, page = by_server(text), by_page(text)
    assert server == page
    assert len(server) == sum(one.paper is not None for one in described)
    by_name = {values["HAS_MODEL"][0][1]: (paper, values) for paper, values in server}
    (doi, title), gpt4 = by_name["GPT-4"]
    assert (doi, title) == ("", "GPT-4 Technical Report")
    assert gpt4["P18097"] == [("resource", "OpenAI")]
    expected = {
        one.label: {described.predicates[value.field] for value in one.values}
        for one in described
        if one.paper is not None
    }
    assert {name: set(values) for name, (_, values) in by_name.items()} == expected


def test_checker_finds_nothing_in_what_is_written(written, check):
    assert check(written[0]) == []


def test_models_without_a_paper_are_told_and_not_written(written, described):
    text, findings = written
    left_out = {finding.entry for finding in findings if finding.rule == "orkg-left-out"}
    assert left_out == {one.label for one in described if one.paper is None}
    assert len(left_out) == 53
    names = {values["HAS_MODEL"][0][1] for _, values in by_server(text)}
    assert not names & left_out
    assert all("arXiv" in f.message for f in findings if f.rule == "orkg-left-out")


def test_no_author_or_date_of_a_paper_is_invented(written):
    rows = list(csv.DictReader(io.StringIO(written[0])))
    assert {row["paper:authors"] for row in rows} == {""}
    # What appeared at a venue was published another time.
    dated = {row["paper:doi"] for row in rows if row["paper:publication_year"]}
    on_arxiv = {row["paper:doi"]: row["paper:published_in"] for row in rows if "arXiv" in row["paper:doi"]}
    assert dated == {doi for doi, venue in on_arxiv.items() if not venue} < set(on_arxiv)
    by_doi = {row["paper:doi"]: row for row in rows}
    bloom = by_doi["10.48550/arXiv.2211.05100"]
    assert (bloom["paper:publication_year"], bloom["paper:publication_month"]) == ("2022", "11")
    assert {row["contribution:extraction_method"] for row in rows} == {"AUTOMATIC"}
    assert {row["paper:research_field"] for row in rows} == {"R133"}


NASTY = st.one_of(
    st.text(max_size=40),
    st.lists(
        st.sampled_from(
            (
                *("orkg:", "resource:", "paper:", "Note: ", "<text>", "<Large>", "<", ">", "R1", " "),
                *("\n", "\r\n", '"', '""', ",", ";", "a", "2020", "2020-05-01", "true", "1e5"),
                *("\0", "\x1f", "GPT", "\u202e", "https://x"),
            )
        ),
        max_size=6,
    ).map("".join),
)


def one_contribution(text: str, label: str, title: str) -> Contributions:
    paper = PaperOf(IRI("https://example.org/p"), title, ("10.1000/182",))
    model = IRI("https://example.org/m")
    values = (
        Value("name", Resource(label, model)),
        Value("organization", Resource(label, IRI("https://example.org/o"))),
        Value("innovation", Literal(text)),
        Value("number_of_parameters", Literal(text)),
        Value("date_created", Literal("2020-05", XSD["gYearMonth"])),
        Value("research_problem", Resource(label, IRI("https://example.org/r"))),
    )
    return Contributions((Contribution(IRI("https://example.org/c"), model, "M", paper, values),), ())


def plain(text: str) -> str:
    """Return a text without what a cell cannot hold at its ends."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", " ", text).strip()


@settings(deadline=None, max_examples=300)
@given(NASTY, NASTY, NASTY)
@example("resource:x", "orkg:R5", "Title <b>")
@example("a <b> c>", "a<b><c>", "paper: <text>")
@example("2020", "true", "10<integer>")
@example('"quoted", he said\nso', 'l"a,b', "t;\nu")
def test_importers_take_every_text_for_what_it_is(text, label, title):
    findings = Findings()
    written = "".join(import_csv(one_contribution(text, label, title), findings))
    server = by_server(written)
    assert server == by_page(written)
    ((_, values),) = server
    told = [finding for finding in findings if finding.rule == "orkg-mended"]
    kinds = {predicate: {kind for kind, _ in found} for predicate, found in values.items()}
    allowed = {"HAS_MODEL": {"text"}, "P15156": {"text"}, "P103002": {"text"}, "P49020": {"text"}}
    for predicate, found in kinds.items():
        # Organisation and problem have one label, and are two things.
        assert found <= allowed.get(predicate, {"text", "resource"})
    if not told:
        assert [t for _, t in values.get("P15156", [])] == [plain(text)] * bool(plain(text))
        assert [t for _, t in values.get("P18097", [])] == [" ".join(label.split())] * bool(label.split())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file.csv"
        path.write_bytes(written.encode("utf-8", "surrogatepass"))
        found, _ = check_import(str(path))
        assert [finding.message for finding in found] == []


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("orkg:R5 is no thing", "orkg :R5 is no thing"),
        ("Resource: none", "Resource : none"),
        ("for T5 <large>", "for T5 (large)"),
        ("a<b><c>", "a<b>(c)"),
        ("a <b> c>", "a (b> c)"),
    ],
)
def test_what_would_be_read_otherwise_is_changed_and_told(text, cell):
    findings = Findings()
    ((_, values),) = by_server("".join(import_csv(one_contribution(text, "L", "T"), findings)))
    assert values["P15156"] == [("text", cell)]
    assert [f.rule for f in findings if "innovation" in f.message] == ["orkg-mended"]


def test_two_things_of_one_label_do_not_become_one():
    findings = Findings()
    ((_, values),) = by_server("".join(import_csv(one_contribution("x", "Same", "T"), findings)))
    assert values["P18097"] == [("text", "Same")]
    assert any("two things" in finding.message for finding in findings)


def test_what_is_too_long_is_left_out_and_told():
    findings = Findings()
    ((_, values),) = by_server("".join(import_csv(one_contribution("x" * 9000, "L", "T"), findings)))
    assert "P15156" not in values
    assert {f.rule for f in findings if "innovation" in f.message} == {"orkg-unfit"}
    longest = "x" * LONGEST_LABEL
    ((_, values),) = by_server("".join(import_csv(one_contribution(longest, "L", "T"), Findings())))
    assert values["P15156"] == [("text", longest)]
    (paperless,) = one_contribution("x", "L", "T" * 9000)
    without = replace(paperless, paper=replace(paperless.paper, dois=()))
    assert len(list(import_csv(Contributions((without,), ()), findings))) == 1
    assert any("paper:title" in finding.message for finding in findings)


def test_options_are_held_to_what_orkg_has(call):
    assert call("export", "-f", "orkg-csv", "--extraction-method", "BY_HAND").returncode == 2
    assert call("export", "-f", "orkg-csv", "--research-field", "AI").returncode == 2
    assert call("export", "-f", "orkg-csv", "--orkg-host", "incubating").returncode == 2
    assert call("export", "-f", "turtle", "--transpose").returncode == 2
    assert call("export", "-f", "csv", "--vocabulary", "orkg").returncode == 2
    assert call("export", "--provenance", "full", "--vocabulary", "orkg").returncode == 2
    done = call(
        "export", "-f", "orkg-csv", "--no-check", "--extraction-method", "MANUAL", "--research-field", "R145"
    )
    assert done.returncode == 0
    assert {row["paper:research_field"] for row in csv.DictReader(io.StringIO(done.stdout))} == {"R145"}
    assert "Wenhui is left out" in done.stderr
    assert "modality 104" in done.stderr


# The checker.


@needs_example
def test_example_of_the_server_is_good_for_the_server(check):
    text = EXAMPLE.read_text()
    assert check(text, "server") == []
    (message,) = check(text, "page")
    assert message.startswith("row 1, column 'resource:category'")
    assert by_server(text)


HEAD = "paper:title,paper:doi,paper:research_field"
ROW = "A title,10.1000/182,R133"
WRONG = {
    "unknown column of the paper": (f"{HEAD},paper:pages\n{ROW},3\n", "server", 1, "no such column"),
    "unknown namespace": (f"{HEAD},wikidata:P31\n{ROW},x\n", "server", 1, "no namespace"),
    "no research field": ("paper:title\nA\n", "server", 1, "research_field"),
    "blank research field": (f"{HEAD}\nA,,\n", "server", 2, "research field is needed"),
    "odd research field": (f"{HEAD}\nA,,AI\n", "page", 2, "no research field"),
    "no paper in a row": (f"{HEAD}\n,,R1\n", "page", 2, "names no paper"),
    "repeated column": (f"{HEAD},paper:title\n{ROW},B\n", "server", 1, "stands once"),
    "type in capitals": (f"{HEAD},orkg:P1<Integer>\n{ROW},3\n", "server", 1, "<Integer> is no type"),
    "type of a cell": (f"{HEAD},orkg:P1\n{ROW},T5 <large>\n", "server", 2, "<large> at the end"),
    "no integer": (f"{HEAD},orkg:P1<integer>\n{ROW},117M\n", "server", 2, "'117M' is no integer"),
    "no integer by its cell": (f"{HEAD},orkg:P1\n{ROW},117M<integer>\n", "server", 2, "is no integer"),
    "no full date": (f"{HEAD},orkg:P1<date>\n{ROW},2020-05\n", "page", 2, "is no date"),
    "no date": (f"{HEAD},orkg:P1<date>\n{ROW},2020-02-30\n", "server", 2, "is no date"),
    "no address": (f"{HEAD},orkg:P1<url>\n{ROW},a b\n", "server", 2, "is no url"),
    "no DOI": (f"{HEAD}\nA,10.1000,R1\n", "server", 2, "is no DOI"),
    "a DOI with its resolver": (f"{HEAD}\nA,https://doi.org/10.1000/182,R1\n", "page", 2, "resolver"),
    "no thing": (f"{HEAD},orkg:P1\n{ROW},orkg:a b\n", "server", 2, "no id"),
    "a thing without label": (f"{HEAD},orkg:P1\n{ROW},resource:\n", "server", 2, "is empty"),
    "a label on two lines": (f'{HEAD},orkg:P1\n{ROW},"resource:a\nb"\n', "server", 2, "line break"),
    "a month": (f"{HEAD},paper:publication_month\n{ROW},13\n", "page", 2, "no month"),
    "a year": (f"{HEAD},paper:publication_year\n{ROW},1776\n", "page", 2, "no year"),
    "a method": (f"{HEAD},contribution:extraction_method\n{ROW},BY_HAND\n", "server", 2, "none of"),
    "a header that holds a word": (f"{HEAD},code url\n{ROW},x\n", "page", 1, "holds 'url'"),
    "uneven": (f"{HEAD}\n{ROW},more\n", "server", 2, "4 cells"),
    "an open quote": (f'{HEAD}\n"A,10.1000/182,R133\n', "server", 2, "quote"),
    "too long": (f"{HEAD},orkg:P1\n{ROW},{'x' * (LONGEST_LABEL + 1)}\n", "server", 2, "8,164"),
    "empty": ("\ufeff", "server", 1, "empty"),
}


@pytest.mark.parametrize(("text", "importer", "row", "what"), WRONG.values(), ids=WRONG)
def test_checker_says_row_and_column(check, text, importer, row, what):
    messages = check(text, importer)
    assert any(m.startswith(f"row {row}") and what in m for m in messages), messages


@pytest.mark.parametrize(
    ("text", "good", "bad"),
    [
        (f"{HEAD},code url\n{ROW},x\n", "server", "page"),
        (f"{HEAD},orkg:P1<Integer>\n{ROW},3\n", "page", "server"),
        (f"{HEAD},wikidata:P31\n{ROW},x\n", "page", "server"),
    ],
)
def test_importers_have_rules_of_their_own(check, text, good, bad):
    assert check(text, good) == []
    assert len(check(text, bad)) == 1


@pytest.mark.parametrize(
    "text", [f"{HEAD},orkg:P1\n{ROW},GPT: a model\n", f"{HEAD},a b\n{ROW},10<integer>\n", f"{HEAD}\n{ROW}\n"]
)
def test_good_files_are_good(check, text):
    assert check(text) == []


def test_checker_is_a_profile_of_validate(call, tmp_path):
    path = tmp_path / "bad.csv"
    path.write_text(f"{HEAD},orkg:P1<integer>\n{ROW},117M\n")
    done = call("validate", path, "--profile", "orkg-csv")
    assert done.returncode == 1
    assert f"{path}:2:26: error: row 2, column 'orkg:P1<integer>': '117M' is no integer" in done.stdout
    assert call("validate", "--bundled", "--profile", "orkg-csv").returncode == 2
    assert call("validate", path, "--profile", "nothing").returncode == 2
    assert call("validate", tmp_path / "none.csv", "--profile", "orkg-csv").returncode == 2


# RDF in ORKG's IRIs.


def test_view_has_orkgs_structure_and_no_id_of_its_own(described):
    view = list(orkg_view(described))
    assert len(view) == len(set(view))
    papers = {s.subject for s in view if s.object == ORKGC["Paper"]}
    contributed = {s.object: s.subject for s in view if s.predicate == ORKGP["P31"]}
    instances = {s.subject for s in view if s.object == ORKGC["C70000"] and s.predicate == RDF["type"]}
    assert set(contributed.values()) == papers
    assert instances >= set(contributed)
    assert len(instances) == len(described)
    known = {ORKGR["R133"], ORKGR["R602335"], ORKGR["R369909"]}
    nodes = {term for s in view for term in (s.subject, s.object) if isinstance(term, IRI)}
    assert {node for node in nodes if node.startswith(ORKGR)} == known
    labelled = {s.subject for s in view if s.predicate == RDFS["label"]}
    things = {s.subject for s in view if s.object == ORKGC["Resource"]}
    assert things <= labelled
    predicates_ = {s.predicate for s in view if s.predicate.startswith(ORKGP)}
    assert predicates_ <= {s.subject for s in view if s.object == ORKGC["Predicate"]} <= labelled


def test_literals_of_the_view_have_a_datatype_and_no_language(described):
    literals = [s.object for s in orkg_view(described) if isinstance(s.object, Literal)]
    assert {literal.language for literal in literals} == {None}
    assert {literal.datatype.removeprefix(XSD) for literal in literals} == {
        *("string", "integer", "date", "gYearMonth", "anyURI")
    }


def test_n_triples_are_typed_as_in_the_dump(call, monkeypatch):
    monkeypatch.chdir(GOLDEN)
    lines = call("export", "list.jsonl", "--vocabulary", "orkg", "-f", "nt", "-q").stdout.splitlines()
    literals = [line for line in lines if line.split(" ", 2)[2].startswith('"')]
    assert len(literals) > 50
    assert all(re.search(r'"\^\^<http://www\.w3\.org/2001/XMLSchema#\w+> \.$', line) for line in literals)


def test_view_says_what_the_graph_says(graphs, models, described):
    view = list(orkg_view(described))
    graph = list(graphs["none"])
    term = load_vocabulary().all_properties["organization"]
    ours = {(s.subject, s.object) for s in graph if s.predicate == term.iri}
    named = {s.subject: s.object for s in view if s.predicate == ORKGP["HAS_MODEL"]}
    theirs = {(named[s.subject], s.object) for s in view if s.predicate == ORKGP["P18097"]}
    assert theirs == ours
    assert set(named.values()) == {IRI(f"https://w3id.org/llm-kg/model/{model.key}") for model in models}


@pytest.mark.parametrize("format_", ["turtle", "nt", "nquads", "trig", "jsonld", "rdfxml"])
def test_every_rdf_format_writes_the_view(call, tmp_path, described, format_):
    suffix = {"turtle": "ttl", "nquads": "nq", "rdfxml": "rdf"}.get(format_, format_)
    path = tmp_path / f"orkg.{suffix}"
    assert (
        call("export", "--no-check", "--vocabulary", "orkg", "-f", format_, "-o", path, "-q").returncode == 0
    )
    assert set(load_graph(str(path))) == set(orkg_view(described))


def test_base_moves_the_view(models):
    base = "https://example.org/"
    view = orkg_view(contributions(models, base=base), base=base)
    assert not any(
        node.startswith("https://w3id.org/llm-kg/")
        for s in view
        for node in (s.subject, s.object)
        if isinstance(node, IRI) and not node.startswith("https://w3id.org/llm-kg/concept/")
    )


def test_research_field_is_an_id(described):
    with pytest.raises(LlmKgError, match="no research field"):
        orkg_view(described, research_field="AI")


# What a small list comes to, byte for byte.

GOLDENS = {
    "orkg.csv": ["-f", "orkg-csv"],
    "comparison.csv": ["-f", "csv"],
    "transposed.csv": ["-f", "csv", "--transpose"],
    "orkg.nt": ["--vocabulary", "orkg"],
    "cube.ttl": ["-f", "qb"],
}


@pytest.mark.parametrize("name", GOLDENS)
def test_goldens(call, monkeypatch, name):
    # To write them anew: `cd tests/orkg/models; llm-kg export list.jsonl -q OPTIONS > NAME`.
    monkeypatch.chdir(GOLDEN)
    suffix = ["-f", "nt"] if name.endswith(".nt") else []
    done = call("export", "list.jsonl", *GOLDENS[name], *suffix)
    assert done.returncode == 0
    # Standard output is captured as text.
    assert done.stdout == (GOLDEN / name).read_bytes().decode()


def test_golden_findings(call, monkeypatch):
    monkeypatch.chdir(GOLDEN)
    done = call("export", "list.jsonl", "-f", "orkg-csv", "--verbose")
    assert done.stderr == (GOLDEN / "findings.txt").read_text(encoding="utf-8")
