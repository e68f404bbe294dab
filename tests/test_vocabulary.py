"""The ontology, the shapes, the context and the records say one thing."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import pytest
import rdflib
from rdflib.collection import Collection
from rdflib.namespace import RDFS, SH, XSD

from llm_kg.context import context_json, property_context
from llm_kg.errors import UnknownTermError
from llm_kg.graph import prefixes
from llm_kg.names import fold
from llm_kg.records import MULTIVALUED, Description
from llm_kg.terms import NamedTerm, Property
from llm_kg.vocabulary import load_vocabulary

ROOT = Path(__file__).parents[1]
TURTLE = sorted(path for folder in ("ontology", "shapes") for path in (ROOT / folder).glob("*.ttl"))
SHAPE = rdflib.Namespace("https://w3id.org/llm-kg/shapes#")
LLMKG = "https://w3id.org/llm-kg/ontology#"

VOCABULARY = load_vocabulary()
PROPERTIES = VOCABULARY.all_properties
FIELDS = Description.model_fields
OF_MODELS = [term for term in PROPERTIES.values() if f"{LLMKG}Model" in term.domains and not term.asserted_as]


@pytest.fixture(scope="module")
def shapes() -> rdflib.Graph:
    """Return the shapes."""
    return rdflib.Graph().parse(ROOT / "shapes" / "llm-kg.ttl")


def _shared(terms: Iterable[NamedTerm]) -> dict[str, set[str]]:
    """Return name → the terms that claim it, where there are several; folded if letters remain."""
    claimed: dict[str, set[str]] = defaultdict(set)
    for term in terms:
        for name in term.names:
            claimed[fold(name) or name].add(term.notation)
    return {name: owners for name, owners in claimed.items() if len(owners) > 1}


def test_a_spelling_means_one_property() -> None:
    assert not _shared(VOCABULARY.properties)


@pytest.mark.parametrize("scheme", VOCABULARY.schemes)
def test_a_spelling_means_one_concept_of_a_scheme(scheme: str) -> None:
    assert len(VOCABULARY.schemes[scheme].concepts)
    assert not _shared(VOCABULARY.schemes[scheme].concepts)


def test_a_spelling_means_one_organisation() -> None:
    assert len(VOCABULARY.organizations)
    assert not _shared(VOCABULARY.organizations)


def test_every_field_is_a_property() -> None:
    assert not FIELDS.keys() - PROPERTIES.keys()


def test_every_property_is_a_field() -> None:
    stated = {name for name, term in PROPERTIES.items() if not term.is_derived}
    assert stated - FIELDS.keys() == {"title"}


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_with_many_values_is_no_functional_property(field: str) -> None:
    assert (field in MULTIVALUED) is not PROPERTIES[field].is_functional


@pytest.mark.parametrize("term", OF_MODELS, ids=lambda term: term.notation)
def test_shapes_have_the_ranges_of_the_ontology(term: Property, shapes: rdflib.Graph) -> None:
    shape = SHAPE[f"Model-{term.iri.removeprefix(LLMKG)}"]
    assert (SHAPE["Model"], SH.property, shape) in shapes
    assert shapes.value(shape, SH.path) == rdflib.URIRef(term.iri)
    kinds = [shape]
    if alternatives := shapes.value(shape, SH["or"]):
        kinds.extend(Collection(shapes, alternatives))
    ranges = {
        str(value)
        for kind in kinds
        for predicate in (SH.datatype, SH["class"])
        for value in shapes.objects(kind, predicate)
    }
    # That something is a resource is said by its being an IRI.
    assert ranges == set(term.ranges) - {str(RDFS.Resource)}
    assert ((shape, SH.nodeKind, SH.IRI) in shapes) is term.is_object
    limit = shapes.value(shape, SH.maxCount)
    assert limit == (rdflib.Literal(1) if term.is_functional else None)


@pytest.mark.parametrize("term", PROPERTIES.values(), ids=lambda term: term.notation)
def test_a_property_has_objects_or_literals_for_values(term: Property) -> None:
    assert term.ranges
    literal = {range_.startswith(str(XSD)) for range_ in term.ranges}
    assert literal == {not term.is_object}


def test_the_context_is_generated() -> None:
    assert (ROOT / "ontology" / "context.jsonld").read_text(encoding="utf-8") == context_json()


def test_no_prefix_is_the_key_of_a_property() -> None:
    assert not prefixes().keys() & property_context().keys()


def test_the_context_has_every_prefix_and_property() -> None:
    context = json.loads(context_json())["@context"]
    assert context.keys() == prefixes().keys() | property_context().keys()


@pytest.mark.parametrize("path", sorted((ROOT / "ontology").glob("*.ttl")), ids=lambda p: p.name)
def test_the_ontology_has_no_blank_nodes(path: Path) -> None:
    graph = rdflib.Graph().parse(path)
    assert len(graph)
    assert not [t for t in graph if any(isinstance(node, rdflib.BNode) for node in t)]


@pytest.mark.parametrize("path", [*TURTLE, ROOT / "ontology/context.jsonld"], ids=lambda p: p.name)
def test_schema_org_has_one_spelling(path: Path) -> None:
    assert "http://schema.org" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("Obective", "pretraining_task"),
        ("Architecutre", "pretraining_architecture"),
        ("context-length", "context_length"),
        ("LLM", "name"),
    ],
)
def test_spellings_of_lists_are_found(name: str, field: str) -> None:
    assert VOCABULARY.properties.find(name).notation == field


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    assert VOCABULARY.properties.get("optimiserr") is None
    with pytest.raises(UnknownTermError, match=r"did you mean .*optimizer"):
        VOCABULARY.properties.find("optimizzer")


def test_other_words_are_no_slips_of_the_pen():
    """A key that people rightly write gives no finding: only these five are misspelt."""
    terms = load_vocabulary().all_properties.values()
    misspelt = {name for term in terms for name in term.hidden if term.is_misspelt(name)}
    assert misspelt == {"Achitecture", "Architechture", "Architecutre", "Obective", "Objetive"}
