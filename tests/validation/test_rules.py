"""The checks that stand for our SPARQL-based constraints: what they find is what the queries find."""

from __future__ import annotations

import pyoxigraph
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from llm_kg.rdf import LLMKG, XSD, Literal
from llm_kg.tokens import iri_token, term_of, token_of
from llm_kg.validation.compilation import compiled
from llm_kg.validation.components import make_checks
from llm_kg.validation.data import Data, Hierarchy
from llm_kg.validation.reading import read_shapes
from llm_kg.validation.rules import RULES, rule_of
from llm_kg.validation.shapes import Constraint
from llm_kg.validation.values import number_of

QUERIES = {
    constraint.value.node: constraint.value
    for shape in read_shapes(compiled().nodes, "shapes").shapes
    for constraint in shape.of("sparql")
}
MILLIONS, LARGEST = (
    iri_token(LLMKG[name]) for name in ("maximumNumberOfParametersInMillion", "parameterCount")
)
NUMBERS = st.one_of(
    st.integers(-5, 10**12).map(str),  # a million times more does not fit into Oxigraph's integers
    st.decimals(0, 10**7, places=3, allow_nan=False).map(str),
    st.sampled_from(["1e3", "NaN", "INF", "x", "", "1.01", "0.99", "1", "-0"]),
)
LITERALS = st.builds(
    Literal, NUMBERS, st.sampled_from([XSD[n] for n in ("integer", "decimal", "double", "string")]), st.none()
).map(token_of)
VALUES = st.lists(LITERALS | st.just("<http://example.org/one>"), max_size=3, unique=True)


_MAXIMUM = "<https://w3id.org/llm-kg/shapes#Model-maximumIsLargest>"


def _found(statements):
    """What the check that stands for the query finds of a node, each as a value and the path to it."""
    query = QUERIES[_MAXIMUM]
    (check,) = make_checks(Constraint("sparql", query, {}), None, None)
    data = Data(
        {"<x>": {predicate: values for predicate, values in statements.items() if values}}, Hierarchy()
    )
    return [(offence.value, offence.path) for offence in check.find("<x>", ("<x>",), data)]


def _by_oxigraph(query, statements):
    this = pyoxigraph.NamedNode("http://example.org/this")
    lines = [f"{this} {p} {value} ." for p, values in statements.items() for value in values]
    store = pyoxigraph.Store()
    store.extend(pyoxigraph.parse("\n".join(lines), format=pyoxigraph.RdfFormat.N_TRIPLES))
    bound = {pyoxigraph.Variable("this"): this}
    rows = store.query(query.select, prefixes=dict(query.prefixes), substitutions=bound)
    return {(number_of(str(row["value"])), str(row["path"])) for row in rows}


def test_every_query_has_a_rule_and_every_rule_a_query():
    assert QUERIES.keys() == RULES.keys()
    assert all(rule_of(query) for query in QUERIES.values())


def test_a_query_that_was_changed_has_no_rule():
    from dataclasses import replace

    for query in QUERIES.values():
        assert rule_of(replace(query, select=query.select.replace("1.01", "1.02"))) is None
        assert rule_of(replace(query, prefixes={"llmkg": "http://example.org/"})) is None
        assert rule_of(replace(query, select=query.select.replace("\n", "\n  ")))


@settings(max_examples=300, deadline=None)
@given(VALUES, VALUES)
@example(
    ['"1.01"^^<http://www.w3.org/2001/XMLSchema#decimal>'],
    ['"1000000"^^<http://www.w3.org/2001/XMLSchema#integer>'],
)
@example(
    ['"1.0100001"^^<http://www.w3.org/2001/XMLSchema#decimal>'],
    ['"1000000"^^<http://www.w3.org/2001/XMLSchema#integer>'],
)
@example(
    ['"0.99"^^<http://www.w3.org/2001/XMLSchema#double>'],
    ['"1000000"^^<http://www.w3.org/2001/XMLSchema#integer>'],
)
@example(
    ['"-1"^^<http://www.w3.org/2001/XMLSchema#integer>'],
    ['"-1000000"^^<http://www.w3.org/2001/XMLSchema#integer>'],
)
def test_the_maximum_is_the_largest(millions, largest):
    statements = {MILLIONS: millions, LARGEST: largest}
    found = {(number_of(value), path) for value, path in _found(statements)}
    assert found == _by_oxigraph(QUERIES[_MAXIMUM], statements)  # whose store spells numbers anew


@pytest.mark.parametrize(("stated", "found"), [("1", 0), ("1.02", 1), ("0.98", 1), ("1.005", 0)])
def test_the_maximum_may_be_rounded(stated, found):
    statements = {
        MILLIONS: [token_of(Literal(stated, XSD["decimal"]))],
        LARGEST: [token_of(Literal("1000000", XSD["integer"]))],
    }
    assert len(_found(statements)) == found
    assert term_of(MILLIONS)
