"""The mapping of values: what it was compiled to is what the vocabulary says."""

from __future__ import annotations

from decimal import Decimal

import pytest

import llm_kg as kg
from llm_kg.dates import parse_date
from llm_kg.graph import BASE
from llm_kg.graph.blocks import Shared
from llm_kg.graph.mapping import ModelMapping
from llm_kg.graph.values import literals, quantities, sizes, things
from llm_kg.pairs import split
from llm_kg.quantities import Quantity
from llm_kg.rdf import IRI, LLMKG, QUDT, RDF, RDFS, SCHEMA, XSD
from llm_kg.records import Description, Paper
from llm_kg.sizes import Size
from llm_kg.tokens import iri_token, term_of
from llm_kg.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary()
SUBJECT = f"<{BASE}model/eta>"
#: A value of each range that is no scheme's.
SAMPLES = {
    XSD["string"]: "a text",
    XSD["integer"]: 7,
    XSD["decimal"]: Decimal("7.50"),
    XSD["date"]: parse_date("2020-05-01"),
    LLMKG["ModelSize"]: Size(7),
    LLMKG["Model"]: "Theta",
    LLMKG["ModelFamily"]: "Greek",
    QUDT["QuantityValue"]: Quantity(Decimal(7), "TOKEN"),
    SCHEMA["ScholarlyArticle"]: Paper("A title"),
    SCHEMA["Organization"]: "OpenAI",
    RDFS["Resource"]: "https://example.org/",
}
BOUNDS = [LLMKG["year"], LLMKG["earliestDate"], LLMKG["latestDate"]]


def mapping(standard_terms=True):
    return ModelMapping(VOCABULARY, Shared(), {"theta": "theta"}.get, standard_terms=standard_terms)


def sample(term):
    if scheme := VOCABULARY.scheme_of(term):
        return next(iter(scheme.concepts)).notation
    return next(SAMPLES[range_] for range_ in term.ranges if range_ in SAMPLES)


@pytest.mark.parametrize("standard_terms", [True, False])
@pytest.mark.parametrize("term", mapping().properties, ids=lambda term: term.notation)
def test_a_value_is_stated_by_its_property_and_what_that_is_a_kind_of(term, standard_terms):
    value = sample(term)
    about, own = mapping(standard_terms).value(SUBJECT, term.notation, value)
    stated = [term.iri, *(term.standard if standard_terms else ())]
    predicates = [IRI(split(pair)[0][1:-1]) for pair in about]
    assert predicates == stated + (BOUNDS if term.notation == "date_created" else [])
    objects = {term_of(split(pair)[1]) for pair in about[: len(stated)]}
    assert len(objects) == 1
    (said,) = objects
    if term.is_object:
        assert isinstance(said, IRI)
    else:
        assert said.datatype in term.ranges
    is_own = isinstance(value, Size | Quantity)
    assert [node for node, _ in own] == [f"<{said}>"] * is_own
    assert not is_own or said.startswith(f"{SUBJECT[1:-1]}/{term.notation.replace('_', '-')}/")


def test_every_field_of_a_model_is_mapped():
    mapped = {term.notation for term in mapping().properties}
    named = {
        term.notation
        for term in VOCABULARY.all_properties.values()
        if LLMKG["Model"] in term.domains and not term.asserted_as
    }
    assert mapped == named & set(Description.model_fields)


def test_numbers_are_written_in_canonical_form():
    say = literals(["<p>"], bounded=False)
    decimal = f"^^{iri_token(XSD['decimal'])}"
    for value, expected in (("7", '"7.0"'), ("7.50", '"7.5"'), ("1E+3", '"1000.0"'), ("0.010", '"0.01"')):
        assert [*say(Decimal(value))] == [f"<p> {expected}{decimal}"]
    assert [*say(("a", "b", "a"))] == ['<p> "a"', '<p> "b"']


def test_values_that_come_to_one_thing_are_said_once():
    asked = []

    def token_of(name):
        asked.append(name)
        return f"<{name.lower()}>"

    say = things(["<p>", "<q>"], token_of)
    assert [*say(("A", "a", "B"))] == ["<p> <a>", "<q> <a>", "<p> <b>", "<q> <b>"]
    assert say(("A", "a", "B")) is say(("A", "a", "B"))
    assert asked == ["A", "a", "B"]


def test_values_that_come_to_one_node_are_said_once():
    alike = tuple(
        Quantity(Decimal(95), "ACCELERATOR-YEAR", accelerator=name) for name in ("A100", "a-100", "a100")
    )
    about, nodes = [], []
    quantities(["<p>"], "training-time", lambda unit: f"<{unit}>")("<m>", alike, about, nodes)
    years = [f"<m/training-time/95-{name}-accelerator-year>" for name in ("a100", "a-100")]
    assert about == [f"<p> {year}" for year in years]
    assert [node for node, _ in nodes] == years
    # Of the spellings of one accelerator, the last stands.
    assert [pair for pair in nodes[0][1] if "accelerator>" in pair] == [
        f'{iri_token(LLMKG["accelerator"])} "a100"'
    ]


def test_active_parameters_are_part_of_a_size():
    about, nodes = [], []
    sizes(["<p>"])("<m>", (Size(7), Size(7, 3)), about, nodes)
    assert [*map(split, about)] == [("<p>", "<m/size/7>"), ("<p>", "<m/size/7-active-3>")]
    assert [node for node, _ in nodes] == ["<m/size/7>", "<m/size/7-active-3>"]
    assert [len(pairs) for _, pairs in nodes] == [2, 3]
    is_size = f"{iri_token(RDF['type'])} {iri_token(LLMKG['ModelSize'])}"
    assert all(pairs[0] == is_size for _, pairs in nodes)


def test_a_name_of_two_models_is_of_neither(tmp_path):
    path = tmp_path / "models.yaml"
    path.write_text(
        "- name: Eta 1\n  also known as: Etude\n- name: Theta 1\n  also known as: Etude\n"
        "- name: Iota 1\n  base model: Etude, Eta 1\n"
    )
    graph = kg.build(kg.reconcile(kg.read(path)))
    assert {name: graph._find_key(name) for name in ("eta-1", "etude", "iota-1")} == {
        "eta-1": "eta-1",
        "etude": None,
        "iota-1": "iota-1",
    }
