"""Our own shapes, with every property broken in several ways: the engines say the same."""

from __future__ import annotations

import pytest
from oracles import by_pyshacl, by_shifty, told

from llm_kg.rdf import XSD, Literal
from llm_kg.tokens import token_of
from llm_kg.validation.checking import check
from llm_kg.validation.compilation import compiled
from llm_kg.validation.data import TYPE

#: Values of one property of one node: each list breaks something of most shapes, and nothing of some.
VALUES = [
    [token_of(Literal(text)) for text in ("", "text")],
    [token_of(Literal("eins", language="de")), "<ftp://example.org/file>", "_:blank"],
    ["<https://example.org/page>"],
    [token_of(Literal("0", XSD["integer"]))],
    [token_of(Literal("1000000000000000001", XSD["integer"]))],
    [token_of(Literal("-1.5", XSD["decimal"])), token_of(Literal("1.5E3", XSD["double"]))],
    [token_of(Literal("2020-02-30", XSD["date"])), token_of(Literal("2020-13", XSD["gYearMonth"]))],
    [token_of(Literal("1949-12-31", XSD["date"]))],
    [token_of(Literal("2020-02", XSD["gYearMonth"]))],
    [token_of(Literal("x", XSD["integer"])), token_of(Literal("yes", XSD["boolean"]))],
]


@pytest.fixture(scope="module")
def broken():
    """A node for each property of each class and each of the values."""
    nodes = {}
    for shape in compiled().compiled:
        for property_ in shape.properties:
            for number, values in enumerate(VALUES):
                name = property_.shape.node.rpartition("#")[2][:-1]
                nodes[f"<http://example.org/{name}/{number}>"] = {
                    TYPE: [shape.shape.targets[0].term],
                    property_.shape.path.iri: values,
                }
    return nodes


def _lines(results):
    # pySHACL leaves out the language of the message of a SPARQL-based constraint.
    return [one._replace(messages=tuple(m.partition('"@')[0] for m in one.messages)) for one in told(results)]


def test_every_property_is_broken_and_told(broken):
    shapes = {r.shape for r in check(broken)}
    assert shapes == {p.shape.node[1:-1] for shape in compiled().compiled for p in shape.properties}


def test_shifty_says_the_same(broken):
    assert told(check(broken)) == told(by_shifty(broken, compiled()))


@pytest.mark.slow
def test_pyshacl_says_the_same(broken):
    chosen = {node: about for node, about in broken.items() if node.endswith(("/0>", "/2>", "/5>"))}
    ours, theirs = (
        # It compares what cannot be compared, such as a number and a date; `cases.py` has that apart.
        [
            one
            for one in _lines(results)
            if "Inclusive" not in one.component and "Exclusive" not in one.component
        ]
        for results in (check(chosen), by_pyshacl(chosen, compiled()))
    )
    assert ours == theirs
