"""What others read in our outputs: the same statements, whoever reads them.

Node's packages are looked for in the folder that `LLM_KG_CONSUMERS` names, and `rapper` on the path; a test
without them skips, or fails where `LLM_KG_REQUIRE_CONSUMERS` is set.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path

import pyoxigraph
import pytest
import rdflib

import llm_kg as kg
from consumers import node, rapper
from llm_kg.assets import asset
from llm_kg.rdf import LLMKG, RDF, to_oxigraph

pytestmark = pytest.mark.slow

Quads = set[tuple[str, str, str, str]]
#: Suffix → the provenances that are tried; that of most statements, where the format holds it.
HELD = {
    "ttl": ("source", "full"),
    "nt": ("full",),
    "rdf": ("source",),
    "nq": ("graphs",),
    "trig": ("graphs",),
    "jsonld": ("source", "full", "graphs"),
}
OXIGRAPH = {
    "ttl": pyoxigraph.RdfFormat.TURTLE,
    "nt": pyoxigraph.RdfFormat.N_TRIPLES,
    "rdf": pyoxigraph.RdfFormat.RDF_XML,
    "nq": pyoxigraph.RdfFormat.N_QUADS,
    "trig": pyoxigraph.RdfFormat.TRIG,
    "jsonld": pyoxigraph.RdfFormat.JSON_LD,
}
DEFAULT = ""


def tokens(quads: Iterable[pyoxigraph.Quad]) -> Quads:
    def name(term: object) -> str:
        return DEFAULT if isinstance(term, pyoxigraph.DefaultGraph) else str(term)

    return {(str(q.subject), str(q.predicate), str(q.object), name(q.graph_name)) for q in quads}


def of_nquads(text: str) -> Quads:
    return tokens(pyoxigraph.parse(text.encode(), pyoxigraph.RdfFormat.N_QUADS))


def by_oxigraph(path: Path) -> Quads:
    return tokens(pyoxigraph.parse(path=path, format=OXIGRAPH[path.suffix[1:]]))


def by_rdflib(path: Path) -> Quads:
    formats = {"ttl": "turtle", "nt": "nt", "rdf": "xml", "nq": "nquads", "trig": "trig", "jsonld": "json-ld"}
    dataset = rdflib.Dataset()
    dataset.parse(path, format=formats[path.suffix[1:]])
    return of_nquads(dataset.serialize(format="nquads"))


def by_n3js(path: Path) -> Quads:
    formats = {"ttl": "Turtle", "nt": "N-Triples", "nq": "N-Quads", "trig": "TriG"}
    return of_nquads(node("n3", path, formats[path.suffix[1:]]))


def by_jsonldjs(path: Path) -> Quads:
    return of_nquads(node("jsonld", "nquads", path))


def by_rapper(path: Path) -> Quads:
    syntaxes = {"ttl": "turtle", "nt": "ntriples", "rdf": "rdfxml"}
    return of_nquads(rapper(path, syntaxes[path.suffix[1:]]))


READERS: list[tuple[Callable[[Path], Quads], tuple[str, ...]]] = [
    (by_oxigraph, tuple(HELD)),
    (by_rdflib, tuple(HELD)),
    (by_n3js, ("ttl", "nt", "nq", "trig")),
    (by_jsonldjs, ("jsonld",)),
    (by_rapper, ("ttl", "nt", "rdf")),
]


@pytest.fixture(scope="module", autouse=True)
def _lexical_forms_are_kept():
    """rdflib would rewrite "6.8E11" as it reads."""
    before, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    yield
    rdflib.NORMALIZE_LITERALS = before


@pytest.fixture(scope="module")
def written(models, tmp_path_factory) -> Callable[[str, str], tuple[Path, Quads]]:
    """The bundled graph as a file of a format, and the statements that it must hold."""
    folder = tmp_path_factory.mktemp("written")
    tried = dict.fromkeys(name for names in HELD.values() for name in names)
    built = {name: kg.build(models, provenance=name, conflicts=True) for name in tried}
    wanted = {name: tokens(to_oxigraph(graph)) for name, graph in built.items()}

    def write(provenance: str, suffix: str) -> tuple[Path, Quads]:
        path = folder / f"{provenance}.{suffix}"
        if not path.exists():
            kg.write(built[provenance], path)
        return path, wanted[provenance]

    return write


CASES = [
    pytest.param(reader, suffix, provenance, id=f"{reader.__name__[3:]}-{suffix}-{provenance}")
    for reader, suffixes in READERS
    for suffix in suffixes
    for provenance in HELD[suffix]
]


@pytest.mark.parametrize(("reader", "suffix", "provenance"), CASES)
def test_reader_finds_every_statement_and_no_other(written, reader, suffix, provenance):
    path, wanted = written(provenance, suffix)
    found = reader(path)
    assert (sorted(wanted - found)[:3], sorted(found - wanted)[:3]) == ([], [])
    assert len(found) == len(wanted) > 5000


def test_hostile_texts_come_through_every_reader(tmp_path):
    """What a list may hold: quotes, backslashes, markup, control characters, other scripts."""
    texts = [
        '"',
        "\\",
        "\\u0041",
        "</script>",
        "a\tb",
        "'''",
        '"""',
        "é e\u0301 ",
        "\U0001f600",
        "\u202e",
        "{}[]@^^",
    ]
    rows = [{"name": f"Model {n}", "training_corpus": text} for n, text in enumerate(texts)]
    (tmp_path / "list.json").write_text(json.dumps(rows), encoding="utf-8")
    graph = kg.build(kg.reconcile(kg.read(tmp_path / "list.json")), provenance="full")
    wanted = tokens(to_oxigraph(graph))
    assert sum(any(text in quad[2] for quad in wanted) for text in ("</script>", "\U0001f600", "\u202e")) == 3
    for reader, suffixes in READERS:
        for suffix in suffixes:
            path = tmp_path / f"hostile.{suffix}"
            kg.write(graph, path)
            assert reader(path) == wanted, (reader.__name__, suffix)


def test_jsonldjs_expands_every_key(written):
    path, _ = written("source", "jsonld")
    expanded = json.loads(node("jsonld", "expand", path))  # safe mode: a key that is no term is an error
    names = {key for object_ in expanded for key in object_}
    assert len(expanded) > 150
    assert all(name.startswith(("http://", "https://", "@")) for name in names)


def test_jsonldjs_frames_models(written, models):
    path, _ = written("source", "jsonld")
    framed = json.loads(node("jsonld", "frame", path))
    found = {object_["rdfs:label"]: object_ for object_ in framed["@graph"]}
    assert {"GPT-3", "BLOOM"} <= found.keys()
    assert found["GPT-3"]["parameterCount"] == models["GPT-3"].parameter_count
    store = pyoxigraph.Store()
    store.load(path=path, format=pyoxigraph.RdfFormat.JSON_LD)
    type_, kind = (pyoxigraph.NamedNode(iri) for iri in (RDF["type"], LLMKG["Model"]))
    assert len(framed["@graph"]) == len(list(store.quads_for_pattern(None, type_, kind))) >= len(models)


SH = rdflib.SH
GPT_3 = rdflib.URIRef("https://w3id.org/llm-kg/model/gpt-3")


SHAPES = asset("shapes", "llm-kg.ttl")


def around(graph: rdflib.Graph, start: rdflib.URIRef) -> rdflib.Graph:
    """Return what is said of a node and of all that one comes to from it: a graph that stands alone."""
    found, waiting = rdflib.Graph(), [start]
    while waiting:
        for triple in graph.triples((waiting.pop(), None, None)):
            if triple not in found:
                found.add(triple)
                waiting.append(triple[2])
    return found


def violations(report: rdflib.Graph) -> set[tuple]:
    results = report.subjects(SH.resultSeverity, SH.Violation)
    about = (SH.focusNode, SH.resultPath, SH.sourceConstraintComponent)
    return {tuple(report.value(result, predicate) for predicate in about) for result in results}


@pytest.mark.parametrize("suffix", ["ttl", "jsonld"])
def test_outputs_conform_in_a_second_engine(written, suffix):
    import shifty

    path, _ = written("full", suffix)
    data = rdflib.Graph().parse(path, format={"ttl": "turtle", "jsonld": "json-ld"}[suffix])
    shapes = rdflib.Graph().parse(SHAPES)
    conforms, _, text = shifty.validate(data, shapes, infer=False, minimum_severity="violation")
    assert conforms, text


def test_two_engines_find_the_same_wrongs(written):
    import pyshacl
    import shifty

    path, _ = written("source", "ttl")
    data, shapes = around(rdflib.Graph().parse(path), GPT_3), rdflib.Graph().parse(SHAPES)
    own = rdflib.Namespace(LLMKG)
    data.remove((GPT_3, rdflib.RDFS.label, None))
    for predicate, value in (
        (own.parameterCount, rdflib.Literal(-1)),
        (own.organization, rdflib.Literal("a name")),
        (own.contextLength, rdflib.Literal("long")),
        (own.dateCreated, rdflib.Literal("2020-13", datatype=rdflib.XSD.gYearMonth)),
    ):
        data.add((GPT_3, predicate, value))
    _, first, _ = pyshacl.validate(data, shacl_graph=shapes, advanced=True)
    _, second, _ = shifty.validate(data, shapes, infer=False)
    assert violations(first) == violations(second)
    assert len(violations(first)) >= 5
