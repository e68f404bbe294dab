"""The graph: its statements, its formats, its shapes, and what a planted error costs."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from pathlib import Path

import pyoxigraph
import pytest
import rdflib

import llm_kg as kg
from conftest import PROVENANCES, ROOT
from llm_kg.graph import BASE
from llm_kg.rdf import IRI, LLMKG, RDF, RDFS, Literal
from llm_kg.validation import build_checked
from llm_kg.writers.tables import claims_csv

FORMATS = {
    "turtle": pyoxigraph.RdfFormat.TURTLE,
    "ntriples": pyoxigraph.RdfFormat.N_TRIPLES,
    "nquads": pyoxigraph.RdfFormat.N_QUADS,
    "trig": pyoxigraph.RdfFormat.TRIG,
    "jsonld": pyoxigraph.RdfFormat.JSON_LD,
    "rdfxml": pyoxigraph.RdfFormat.RDF_XML,
}
RDFLIB = {"ntriples": "nt", "jsonld": "json-ld", "rdfxml": "xml"}
WITH_GRAPHS = ("nquads", "trig", "jsonld")
XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"
DATA = sorted((ROOT / "data").glob("*.yaml"))
GPT3 = IRI(BASE + "model/gpt-3")

PLANTED = """# Models

- **Eta** [[Google]](https://example.org/eta)

  ```yaml
  organization: Google
  Params: 3B
  context length: -5
  date created: 2021-13-45
  source code: javascript:alert(1)
  Architecture: De
  ```

- **Iota**
"""


def statements(graph):
    return {(str(s.subject), str(s.predicate), *object_of(s.object), s.graph and str(s.graph)) for s in graph}


def object_of(term):
    if isinstance(term, IRI):
        return (str(term), None, None)
    return (term.lexical, None if term.language else str(term.datatype), term.language)


def by_oxigraph(text: bytes, format_):
    found = set()
    for quad in pyoxigraph.parse(text, format=format_):
        assert not isinstance(quad.subject, pyoxigraph.BlankNode)
        assert not isinstance(quad.object, pyoxigraph.BlankNode)
        value, graph = quad.object, quad.graph_name
        literal = isinstance(value, pyoxigraph.Literal)
        found.add(
            (
                quad.subject.value,
                quad.predicate.value,
                value.value,
                value.datatype.value if literal and not value.language else None,
                value.language if literal else None,
                None if isinstance(graph, pyoxigraph.DefaultGraph) else graph.value,
            )
        )
    return found


def by_rdflib(path, format_):
    dataset = rdflib.Dataset()
    dataset.parse(path, format=RDFLIB.get(format_, format_))
    default = {None, dataset.default_graph.identifier}
    if format_ not in WITH_GRAPHS:  # rdflib gives a graph to what it reads from a file without one
        default |= {graph.identifier for graph in dataset.graphs()}
    found = set()
    for s, p, o, g in dataset.quads((None, None, None, None)):
        assert not isinstance(s, rdflib.BNode)
        assert not isinstance(o, rdflib.BNode)
        literal = isinstance(o, rdflib.Literal)
        typed = literal and not o.language
        found.add(
            (
                str(s),
                str(p),
                str(o),
                str(o.datatype or XSD_STRING) if typed else None,
                o.language if literal else None,
                None if g in default else str(g),
            )
        )
    return found


@pytest.mark.parametrize("format_", FORMATS)
def test_formats_say_the_same_to_rdflib_and_oxigraph(graphs, tmp_path, monkeypatch, format_):
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    path = tmp_path / "graph"
    kg.write(graphs["source"], path, format_)
    expected = statements(graphs["source"])
    assert by_oxigraph(path.read_bytes(), FORMATS[format_]) == expected
    assert by_rdflib(path, format_) == expected


@pytest.mark.parametrize("provenance", PROVENANCES)
def test_every_provenance_survives_a_format_with_graphs(graphs, tmp_path, provenance):
    for format_ in WITH_GRAPHS:
        path = tmp_path / "graph"
        kg.write(graphs[provenance], path, format_)
        found = by_oxigraph(path.read_bytes(), FORMATS[format_])
        assert found == statements(graphs[provenance])


def test_named_graphs_are_refused_by_formats_without(graphs, tmp_path):
    path = tmp_path / "graph.ttl"
    with pytest.raises(OSError, match="named graphs"):
        kg.write(graphs["graphs"], path)
    assert not path.exists()


@pytest.mark.parametrize("provenance", PROVENANCES)
def test_no_blank_node_and_no_duplicate(graphs, provenance):
    graph = graphs[provenance]
    terms = {t for s in graph for t in (s.subject, s.object, s.graph) if isinstance(t, IRI)}
    assert not [term for term in terms if term.startswith("_:")]
    assert len(set(graph)) == len(graph)


def test_bytes_depend_on_neither_hash_seed_nor_order(run):
    digests = set()
    for seed, sources in (("0", DATA), ("1", DATA), ("2", DATA[::-1])):
        done = run("export", *sources, "-q", "--no-check", PYTHONHASHSEED=seed)
        assert done.returncode == 0, done.stderr.decode()
        assert done.stdout
        digests.add(hashlib.sha256(done.stdout).hexdigest())
    assert len(digests) == 1


@pytest.mark.parametrize("provenance", PROVENANCES)
def test_gpt_3_is_told_as_stated(graphs, provenance):
    # In named graphs stands what each entry says; what is accepted stands in the default graph.
    accepted = (s for s in graphs[provenance] if s.graph is None)
    about = {(s.predicate, s.object) for s in accepted if s.subject == GPT3}
    labels = {o.lexical for p, o in about if p == RDFS["label"]}
    assert labels == {"GPT-3"}
    assert (LLMKG["organization"], IRI(BASE + "organization/openai")) in about
    counts = {o.lexical for p, o in about if p == LLMKG["parameterCount"]}
    assert "175000000000" in counts
    architectures = {o for p, o in about if p == LLMKG["pretrainingArchitecture"]}
    assert [iri.rpartition("/")[2] for iri in architectures] == ["decoder"]


@pytest.fixture(scope="module")
def without_ontology(graphs):
    graph = rdflib.Graph()
    for triple in graphs["source"].to_rdflib().triples((None, None, None)):
        graph.add(triple)
    return graph


def test_conforms_in_pyshacl(graphs):
    report = kg.validate(graphs["source"])
    assert report.conforms, report.findings


def test_conforms_in_shifty(without_ontology):
    shifty = pytest.importorskip("shifty", reason="pyshifty is not installed")
    shapes = rdflib.Graph().parse(ROOT / "shapes" / "llm-kg.ttl")
    conforms, _, text = shifty.validate(without_ontology, shapes, infer=False, minimum_severity="violation")
    assert conforms, text


def test_iris_do_not_move_with_lines(read_text):
    here = kg.build(kg.reconcile(read_text(PLANTED)), provenance="full")
    moved = kg.build(kg.reconcile(read_text(f"A line more.\n\n{PLANTED}")), provenance="full")
    assert {s.subject for s in here} == {s.subject for s in moved}
    assert list(here.models) == list(moved.models)


def test_base_moves_instances_and_no_concepts(models, graphs):
    base = "https://example.org/kg/"
    graph = kg.build(models, base=base)
    there, here = {s.subject for s in graph}, {s.subject for s in graphs["source"]}
    assert IRI(base + "model/gpt-3") in there
    assert len(there) == len(here)
    kept = {iri for iri in there if iri.startswith(BASE)}
    assert kept
    assert {re.split("[/#]", iri.removeprefix(BASE))[0] for iri in kept} <= {"concept", "ontology"}
    assert kept <= here


def test_pyld_finds_every_model(graphs, tmp_path):
    jsonld = pytest.importorskip("pyld", reason="PyLD is not installed").jsonld
    path = tmp_path / "graph.jsonld"
    kg.write(graphs["source"], path)

    def refuse(url, options):
        raise AssertionError(f"{url} would be fetched")

    document = json.loads(path.read_text(encoding="utf-8"))
    expanded = jsonld.expand(document, {"documentLoader": refuse})
    expected = set(graphs["source"].models)
    types: dict[IRI, set] = {iri: set() for iri in expected}
    for s in graphs["source"]:
        if s.subject in expected and s.predicate == RDF["type"]:
            types[s.subject].add(s.object)
    kind = min(k for k in set.intersection(*types.values()) if k.startswith(LLMKG))
    found: set[str] = set()
    stack: list[object] = [expanded]
    while stack:
        match stack.pop():
            case dict() as node:
                if kind in node.get("@type", ()):
                    found.add(node["@id"])
                stack.extend(node.values())
            case list() as nodes:
                stack.extend(nodes)
    # Models that others are based on have no entry, and are nodes of the kind as well.
    assert expected <= found
    assert found == {s.subject for s in graphs["source"] if s[1:3] == (RDF["type"], kind)}


@pytest.fixture
def planted(read_text):
    records = read_text(PLANTED)
    checked = build_checked(kg.reconcile(records))
    return checked, [*records.findings, *checked.findings]


def test_planted_errors_cost_themselves_alone(planted):
    checked, _ = planted
    assert list(checked.graph.models.values()) == ["eta", "iota"]
    eta = IRI(BASE + "model/eta")
    about = {s.predicate: s.object for s in checked.graph if s.subject == eta}
    assert about[LLMKG["parameterCount"]].lexical == "3000000000"
    assert LLMKG["pretrainingArchitecture"] in about
    assert LLMKG["organization"] in about
    for absent in ("contextLength", "dateCreated", "hasSourceCode"):
        assert LLMKG[absent] not in about
    texts = {s.object for s in checked.graph if isinstance(s.object, (IRI, Literal))}
    assert not [t for t in texts if isinstance(t, IRI) and t.startswith("javascript:")]


@pytest.mark.parametrize(("line", "rule"), [(9, "impossible-date"), (10, "unsafe-link")])
def test_planted_errors_are_found_on_their_lines(planted, line, rule):
    _, findings = planted
    found = [f for f in findings if f.place and f.place.line == line]
    assert rule in [finding.rule for finding in found]
    assert all(finding.entry == "Eta" for finding in found)


def test_negative_count_is_found_on_its_line(planted):
    _, findings = planted
    assert [f.rule for f in findings if f.place and f.place.line == 8]


def test_negative_parameter_count_is_no_count(read_text):
    records = read_text("# Models\n\n- **Eta**\n  ```yaml\n  Params: -5\n  ```\n")
    checked = build_checked(kg.reconcile(records))
    findings = [*records.findings, *checked.findings]
    assert list(checked.graph.models.values()) == ["eta"]
    assert not [s for s in checked.graph if s.predicate == LLMKG["parameterCount"]]
    assert 5 in [finding.place.line for finding in findings if finding.place]


DISPUTED = """\
source: {{id: {id}, title: {title}, date: "{date}"}}
records:
- name: Eta
  organization: Google
  paper: https://arxiv.org/abs/2401.00001
  published in: ICML
  number of parameters: {size}
  date created: {created}
"""


@pytest.fixture
def disputed(tmp_path) -> kg.Models:
    """One model of two lists, the second of which gives it another day and more sizes."""
    lists = {
        "a": {"title": "First", "date": "2023-02-01", "size": "3B", "created": "2021-03-04"},
        "b": {"title": "Second", "date": "2022-01-01", "size": "1B, 3B", "created": "2022-05-06"},
    }
    names = [str(tmp_path / f"{id_}.yaml") for id_ in lists]
    for name, (id_, stated) in zip(names, lists.items(), strict=True):
        Path(name).write_text(DISPUTED.format(id=id_, **stated), encoding="utf-8")
    return kg.reconcile(kg.read(*names), prefer=["a"])


def about(graph, subject, *, of=None):
    """Return what is said of a subject in a graph: the objects of each predicate, by its last name."""
    found = {}
    for s in graph:
        if s.subject == subject and s.graph == of:
            found.setdefault(re.split(r"[/#]", s.predicate)[-1], []).append(object_of(s.object)[0])
    return found


def test_entry_states_its_own_claims_in_its_own_graph(disputed):
    graph = kg.build(disputed, provenance="graphs", standard_terms=False)
    eta = IRI(BASE + "model/eta")
    dates = {}
    for record in disputed[0].records:
        entry = IRI(f"{BASE}source/{record.source.id}/{record.entry}")
        said = about(graph, eta, of=entry)
        assert said["parameterCount"] == ["3000000000"], "the largest size that the entry itself states"
        dates[record.source.id] = said["dateCreated"]
    assert dates == {"a": ["2021-03-04"], "b": ["2022-05-06"]}
    assert about(graph, eta)["dateCreated"] == ["2021-03-04"]


def test_parameter_count_is_a_claim_of_the_entry_that_states_the_size(disputed):
    graph = kg.build(disputed, provenance="full")
    counted = [
        s.subject for s in graph if s.predicate == RDF["predicate"] and s.object == LLMKG["parameterCount"]
    ]
    assert len(counted) == 2
    for claim in counted:
        said = about(graph, claim)
        assert said["object"] == ["3000000000"]
        assert said["accepted"] == ["true"]


def test_venue_is_said_of_the_paper(disputed):
    assert about(kg.build(disputed), IRI(BASE + "paper/arxiv-2401.00001"))["venue"] == ["ICML"]


def test_conflict_tells_what_is_claimed_and_what_decided(disputed):
    graph = kg.build(disputed, conflicts=True)
    said = about(graph, IRI(BASE + "model/eta/conflict/date-created"))
    [conflict] = [c for c in disputed.conflicts if c.field == "date_created"]
    assert said["reason"] == [conflict.reason]
    assert said["acceptedText"] == ["2021-03-04"]
    assert said["refusedText"] == ["2022-05-06"]
    assert said["about"] == [BASE + "model/eta"]


def test_graph_describes_itself_as_a_dataset(disputed):
    graph = kg.build(disputed)
    [dataset] = [s.subject for s in graph if s.object == "http://rdfs.org/ns/void#Dataset"]
    said = about(graph, dataset)
    assert said["source"] == [f"{BASE}source/a", f"{BASE}source/b"]
    assert said["modified"] == ["2023-02-01"], "the date of the newest source, not of today"
    assert said["uriSpace"] == [BASE]
    assert about(graph, IRI(said["classPartition"][0]))["entities"] == ["1"]
    assert not [s for s in kg.build(disputed, provenance="none") if s.subject == dataset]


def test_claims_table_tells_which_claims_are_accepted(disputed):
    rows = csv.DictReader(io.StringIO("".join(claims_csv(disputed))))
    found = {
        (row["source"], row["value"]): row["accepted"] for row in rows if row["property"] == "date_created"
    }
    assert found == {("a", "2021-03-04"): "true", ("b", "2022-05-06"): "false"}


def test_claim_nodes_tell_which_claims_are_accepted(disputed):
    graph = kg.build(disputed, provenance="full", standard_terms=False)
    states = {}
    for claim in [
        s.subject for s in graph if s.object == LLMKG["dateCreated"] and s.predicate == RDF["predicate"]
    ]:
        said = about(graph, claim)
        states[said["statedText"][0]] = said["accepted"]
    assert states == {"2021-03-04": ["true"], "2022-05-06": ["false"]}
