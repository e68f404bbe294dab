"""N-Triples of our own hand: the bytes that Oxigraph writes, and nothing kept on the way."""

from __future__ import annotations

import itertools

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_kg.rdf import IRI, XSD, Literal, Statement, to_oxigraph
from llm_kg.writers.ntriples import ntriples

IRIS = st.text("ab/é字", min_size=1).map(lambda rest: IRI(f"https://example.org/{rest}"))
# Every character that is escaped, and a few that are not.
SPECIAL = st.sampled_from('"\\\n\r\t\b\f\x00\x0b\x1f\x7f\ufffe\uffff\x85é😀')
TEXTS = st.text(SPECIAL | st.characters(codec="utf-8"))
LITERALS = st.one_of(
    TEXTS.map(Literal),
    st.builds(Literal, TEXTS, st.sampled_from([XSD["integer"], XSD["date"]]), st.none()),
    TEXTS.map(lambda text: Literal(text, language="en")),
)
STATEMENTS = st.lists(st.builds(Statement, IRIS, IRIS, IRIS | LITERALS, st.none()))


@given(STATEMENTS)
def test_the_bytes_are_oxigraphs(statements):
    triples = [quad.triple for quad in to_oxigraph(statements)]
    expected = pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.N_TRIPLES)
    assert "".join(ntriples(statements)).encode() == expected


@pytest.mark.parametrize("char", ' <>"{}|\\^`\n')
def test_what_is_no_iri_is_never_written(char):
    with pytest.raises(ValueError, match="is no IRI"):
        list(ntriples([Statement(IRI(f"https://example.org/{char}"), XSD["a"], Literal(""))]))


def test_an_endless_graph_is_written_as_it_comes():
    numbers = (Literal(str(number)) for number in itertools.count())
    endless = (Statement(IRI("https://example.org/eta"), XSD["integer"], number) for number in numbers)
    assert next(ntriples(endless)).startswith("<https://example.org/eta> <")
