"""Terms as tokens: the canonical text that Oxigraph writes, and back without loss."""

from __future__ import annotations

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_kg.rdf import IRI, RDF, XSD, Literal
from llm_kg.tokens import iri_token, quoted, term_of, token_of, unquoted

SPECIAL = st.sampled_from('"\\\n\r\t\b\f\x00\x0b\x1f\x7f\x80\x85\ufffe\uffff\u200b\u2028é😀u')
TEXTS = st.text(SPECIAL | st.characters(codec="utf-8"))
TERMS = st.one_of(
    st.text("ab/é字", min_size=1).map(lambda rest: IRI(f"https://example.org/{rest}")),
    st.text("ab0", min_size=1).map(lambda label: IRI(f"_:{label}")),
    TEXTS.map(Literal),
    st.builds(Literal, TEXTS, st.sampled_from([XSD["integer"], XSD["date"]]), st.none()),
    TEXTS.map(lambda text: Literal(text, RDF["langString"], "en-gb")),
)


def _oxigraphs(term):
    if isinstance(term, IRI):
        return pyoxigraph.BlankNode(term[2:]) if term.startswith("_:") else pyoxigraph.NamedNode(term)
    if term.language:
        return pyoxigraph.Literal(term.lexical, language=term.language)
    return pyoxigraph.Literal(term.lexical, datatype=pyoxigraph.NamedNode(term.datatype))


@given(TERMS)
def test_a_token_is_the_text_that_oxigraph_writes(term):
    assert token_of(term) == str(_oxigraphs(term))


@given(TERMS)
def test_a_token_stands_for_one_term(term):
    back = term_of(token_of(term))
    assert back == term
    assert type(back) is type(term)


@given(TEXTS)
def test_a_text_comes_back_from_its_quotes(text):
    assert unquoted(quoted(text)[1:-1]) == text


def test_escapes_that_no_canonical_text_has_are_read_too():
    assert unquoted(r"\u00e9\U0001F600\'") == "é😀'"


@pytest.mark.parametrize("char", ' <>"{}|\\^`\n')
def test_what_is_no_iri_has_no_token(char):
    with pytest.raises(ValueError, match="is no IRI"):
        iri_token(f"https://example.org/{char}")


@pytest.mark.parametrize("token", [r'"\x"', '"text"en', "text", ""])
def test_what_is_no_token_is_no_term(token):
    with pytest.raises(ValueError, match="is no"):
        term_of(token)
