"""The comparison as a data cube: well-formed by the constraints of W3C's recommendation, and complete."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pytest

import llm_kg as kg
from llm_kg.cube import QB, cube
from llm_kg.errors import OutputError
from llm_kg.rdf import IRI, LLMKG, RDF, RDFS, XSD, Literal, Namespace, Statement, to_oxigraph
from llm_kg.views import View

LIST = Path(__file__).parent / "orkg" / "models" / "list.jsonl"
UNIT_MEASURE = IRI("http://purl.org/linked-data/sdmx/2009/attribute#unitMeasure")
MODEL = IRI("https://w3id.org/llm-kg/dimension/model")
NUMBER = IRI("https://w3id.org/llm-kg/dimension/value-number")

# Source: The RDF Data Cube Vocabulary, W3C Recommendation of 2014-01-16, section 11.1. Each asks for what
# is wrong. Left out are those of slices, hierarchies and code lists, of which there are none.
CONSTRAINTS = {
    "IC-1 one data set": """ASK {
        { ?obs a qb:Observation . FILTER NOT EXISTS { ?obs qb:dataSet ?d } }
        UNION { ?obs a qb:Observation ; qb:dataSet ?d1, ?d2 . FILTER (?d1 != ?d2) } }""",
    "IC-2 one structure": """ASK {
        { ?d a qb:DataSet . FILTER NOT EXISTS { ?d qb:structure ?s } }
        UNION { ?d a qb:DataSet ; qb:structure ?s1, ?s2 . FILTER (?s1 != ?s2) } }""",
    "IC-3 a measure": """ASK { ?s a qb:DataStructureDefinition . FILTER NOT EXISTS {
        ?s qb:component [qb:componentProperty|qb:measure ?m] . ?m a qb:MeasureProperty } }""",
    "IC-4 dimensions have a range": """ASK { ?d a qb:DimensionProperty .
        FILTER NOT EXISTS { ?d rdfs:range [] } }""",
    "IC-6 only attributes are optional": """ASK {
        ?s qb:component ?c . ?c qb:componentRequired "false"^^xsd:boolean ;
            qb:componentProperty|qb:dimension|qb:measure|qb:attribute ?p .
        FILTER NOT EXISTS { ?p a qb:AttributeProperty } }""",
    "IC-11 all dimensions": """ASK {
        ?obs qb:dataSet/qb:structure/qb:component/qb:dimension ?dim .
        FILTER NOT EXISTS { ?obs ?dim [] } }""",
    "IC-12 no duplicate observations": """ASK {
        FILTER (?all) {
            SELECT (MIN(?equal) AS ?all) WHERE {
                ?o1 qb:dataSet ?d . ?o2 qb:dataSet ?d . FILTER (?o1 != ?o2)
                ?d qb:structure/qb:component/qb:dimension ?dim .
                ?o1 ?dim ?v1 . ?o2 ?dim ?v2 . BIND (?v1 = ?v2 AS ?equal)
            } GROUP BY ?o1 ?o2 } }""",
    "IC-13 required attributes": """ASK {
        ?obs qb:dataSet/qb:structure/qb:component ?c .
        ?c qb:componentRequired "true"^^xsd:boolean ; qb:attribute ?a .
        FILTER NOT EXISTS { ?obs ?a [] } }""",
    "IC-14 all measures": """ASK {
        ?obs qb:dataSet/qb:structure ?s .
        FILTER NOT EXISTS { ?s qb:component/qb:dimension qb:measureType }
        ?s qb:component/qb:measure ?m . FILTER NOT EXISTS { ?obs ?m [] } }""",
    "IC-15 the measure of its type": """ASK {
        ?obs qb:dataSet/qb:structure ?s ; qb:measureType ?m .
        ?s qb:component/qb:dimension qb:measureType .
        FILTER NOT EXISTS { ?obs ?m [] } }""",
    "IC-16 no other measure": """ASK {
        ?obs qb:dataSet/qb:structure ?s ; qb:measureType ?m ; ?other [] .
        ?s qb:component/qb:dimension qb:measureType ; qb:component/qb:measure ?m ;
           qb:component/qb:measure ?other .
        FILTER (?other != ?m) }""",
    "IC-17 every measure at every point": """ASK {
        { SELECT ?wanted (COUNT(?o2) AS ?found) WHERE {
            { SELECT ?s (COUNT(?m) AS ?wanted) WHERE { ?s qb:component/qb:measure ?m } GROUP BY ?s }
            ?o1 qb:dataSet/qb:structure ?s ; qb:dataSet ?d ; qb:measureType ?m1 .
            ?o2 qb:dataSet ?d ; qb:measureType ?m2 .
            FILTER NOT EXISTS {
                ?s qb:component/qb:dimension ?dim . FILTER (?dim != qb:measureType)
                ?o1 ?dim ?v1 . ?o2 ?dim ?v2 . FILTER (?v1 != ?v2) }
          } GROUP BY ?o1 ?wanted HAVING (COUNT(?o2) != ?wanted) } }""",
}


@pytest.fixture(scope="module")
def small() -> View:
    return cube(kg.build(kg.reconcile(kg.read(LIST))))


@pytest.fixture(scope="module")
def whole(graphs) -> View:
    return cube(graphs["source"])


def broken(view: list[Statement] | View, without: tuple[str, ...] = ()) -> set[str]:
    """Return the numbers of the constraints that statements break."""
    store = pyoxigraph.Store()
    store.bulk_extend(to_oxigraph(view))
    prefixes = {"qb": QB, "rdfs": RDFS, "xsd": XSD}
    return {
        name.split()[0]
        for name, ask in CONSTRAINTS.items()
        if name.split()[0] not in without
        and bool(
            store.query(ask, prefixes={prefix: str(namespace) for prefix, namespace in prefixes.items()})
        )
    }


def test_cube_of_a_small_list_is_well_formed(small):
    assert broken(small) == set()


def test_cube_of_the_bundled_models_is_well_formed(whole):
    assert broken(whole, without=("IC-12", "IC-17")) == set()
    # The same as these two, in linear time.
    about: dict[IRI, dict[IRI, object]] = {}
    for statement in whole:
        about.setdefault(statement.subject, {})[statement.predicate] = statement.object
    points = [
        (node[QB["dataSet"]], node[MODEL], node[NUMBER], node[QB["measureType"]])
        for node in about.values()
        if QB["measureType"] in node
    ]
    assert len(set(points)) == len(points) > 1000
    assert len({(data_set, measure) for data_set, _, _, measure in points}) == len({p[0] for p in points})


def observation(view: View, data_set: str) -> IRI:
    return next(s.subject for s in view if s.predicate == QB["dataSet"] and s.object.endswith(f"/{data_set}"))


def test_constraints_see_what_is_wrong(small):
    kept = list(small)
    size = observation(small, "training-data-size")
    structure = next(s.object for s in kept if s.predicate == QB["structure"])
    measure = next(s.object for s in kept if s.subject == size and s.predicate == QB["measureType"])
    twin = [s._replace(subject=IRI(f"{size}-twin")) for s in kept if s.subject == size]

    def without(*gone: tuple[IRI, IRI]) -> list[Statement]:
        return [s for s in kept if (s.subject, s.predicate) not in gone]

    assert "IC-1" in broken(without((size, QB["dataSet"])))
    assert "IC-2" in broken([s for s in kept if s.predicate != QB["structure"]])
    assert "IC-3" in broken([s for s in kept if s.object != QB["MeasureProperty"]])
    assert "IC-4" in broken(without((MODEL, RDFS["range"])))
    optional = Statement(IRI(f"{structure}/model"), QB["componentRequired"], Literal("false", XSD["boolean"]))
    assert "IC-6" in broken([*kept, optional])
    assert "IC-11" in broken(without((size, MODEL)))
    assert broken([*kept, *twin]) == {"IC-12", "IC-17"}
    assert "IC-13" in broken(without((size, UNIT_MEASURE)))
    assert "IC-15" in broken(without((size, measure)))
    other = [
        Statement(IRI(f"{structure}/other"), QB["measure"], measure),
        Statement(structure, QB["component"], IRI(f"{structure}/other")),
    ]
    assert "IC-17" in broken([*kept, *other])


def test_no_blank_nodes_and_no_statement_twice(whole):
    assert len(set(whole)) == len(whole)
    assert not any(str(term).startswith("_:") for s in whole for term in (s.subject, s.object))


def test_every_value_is_an_observation_with_its_type_and_unit(small):
    about: dict[IRI, dict[IRI, object]] = {}
    for statement in small:
        about.setdefault(statement.subject, {})[statement.predicate] = statement.object
    found = {
        (
            str(node[MODEL]).rpartition("/")[2],
            measure.rpartition("/")[2],
            node[measure],
            node.get(UNIT_MEASURE),
        )
        for node in about.values()
        if node.get(RDF["type"]) == QB["Observation"]
        for measure in [node[QB["measureType"]]]
    }
    token, terabyte = LLMKG["TOKEN"], Namespace("http://qudt.org/vocab/unit/")["TeraBYTE"]
    assert found >= {
        ("eta", "name", Literal("Eta"), None),
        ("eta", "training-data-size", Literal("3.0E11", XSD["double"]), token),
        ("eta", "training-data-size", Literal("2.0E0", XSD["double"]), terabyte),
        ("eta", "date-created", Literal("2021-01-05", XSD["date"]), None),
        ("eta-xl", "date-created", Literal("2021-03", XSD["gYearMonth"]), None),
        ("eta-xl", "context-length", Literal("4096", XSD["integer"]), token),
        ("eta", "size", Literal("350000000", XSD["integer"]), None),
        ("eta", "license", IRI("http://spdx.org/licenses/Apache-2.0"), None),
        ("iota", "maximum-number-of-parameters-in-million", Literal("1.5", XSD["decimal"]), None),
    }
    organizations = {value for model, field, value, _ in found if (model, field) == ("eta", "organization")}
    assert len(organizations) == 2
    approximate = [node for node in about.values() if LLMKG["approximate"] in node]
    assert [node[UNIT_MEASURE] for node in approximate if MODEL in node] == [token]


def test_counts_agree_with_the_models(whole, models):
    def observed(field: str) -> int:
        return sum(s.predicate == QB["dataSet"] and s.object.endswith(f"/{field}") for s in whole)

    assert observed("organization") == sum(len(model.organization) for model in models)
    assert observed("license") == sum(len(model.license) for model in models)
    assert observed("name") == len(models)
    assert observed("alternate-name") == sum(len(model.alternate_name) for model in models)
    assert observed("training-compute") == sum(len(model.training_compute) for model in models)
    assert observed("size") == sum(len(model.size) for model in models)
    assert observed("date-created") == sum(model.date_created is not None for model in models)


def test_values_are_labelled(whole):
    used = {s.object for s in whole if "/measure/" in s.predicate and isinstance(s.object, IRI)}
    links = ("source-code", "checkpoint", "demo", "homepage", "blog-post", "link")
    addresses = {
        s.object for s in whole if s.predicate.rpartition("/")[2].removeprefix("has-").endswith(links)
    }
    labelled = {s.subject for s in whole if s.predicate == RDFS["label"]}
    assert {iri for iri in used - addresses if iri not in labelled} <= {
        iri for iri in used if "/paper/" in iri
    }


def test_cube_is_the_same_whatever_is_told_of_provenance(models, graphs):
    assert list(cube(graphs["graphs"])) == list(cube(graphs["source"]))


def test_cube_is_written_as_turtle(tmp_path, graphs, small):
    import rdflib

    path = tmp_path / "cube.ttl"
    kg.write(kg.build(kg.reconcile(kg.read(LIST))), path, "qb")
    read = rdflib.Graph().parse(path)
    assert len(read) == len(small)
    assert (None, rdflib.RDF.type, rdflib.URIRef(QB["Observation"])) in read
    with pytest.raises(OutputError, match="vocabulary"):
        kg.write(small, path, "qb")
