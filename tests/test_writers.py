"""Text of our own hand: what Oxigraph and rdflib read of it is what was said."""

from __future__ import annotations

import itertools
import json
from unittest import mock

import pyoxigraph
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

import llm_kg as kg
from llm_kg.graph import Block, prefixes
from llm_kg.graph.blocks import pair
from llm_kg.rdf import IRI, LLMKG, RDF, RDFS, XSD, Literal, Statement, to_oxigraph, to_rdflib
from llm_kg.tokens import iri_token, token_of
from llm_kg.writers.blocks import Remembered
from llm_kg.writers.jsonld import jsonld
from llm_kg.writers.lines import nquads, ntriples
from llm_kg.writers.turtle import trig, turtle

PREFIXES = prefixes("https://example.org/")
# Namespaces that are bound and others; local names that have to be escaped, or end a statement.
STARTS = st.sampled_from(
    ["https://example.org/model/", LLMKG, RDFS, XSD, "http://example.com/", "https://example.org/model/a/"]
)
LOCAL = st.text("ab1.-_~é字/#:%20'()&;,@", max_size=6)


def is_iri(text: str) -> bool:
    try:
        pyoxigraph.NamedNode(text)
    except ValueError:
        return False
    return True


IRIS = st.builds(lambda start, rest: IRI(start + rest), STARTS, LOCAL).filter(is_iri)
SPECIAL = st.sampled_from("\"\\\n\r\t\b\f\x00\x0b\x1f\x7f\ufffe\uffff\x85é😀^<>@.;'")
TEXTS = st.text(SPECIAL | st.characters(codec="utf-8"))
NUMBERS = st.sampled_from(
    [
        str(2**53),
        str(-(2**53)),
        "9" * 30,
        "-0",
        "TRUE",
        "0",
        "1",
        "-1",
        "+1",
        "007",
        "1.0",
        ".5",
        "1.",
        "6.8E11",
        "1e5",
        "1.e5",
        "INF",
        "NaN",
        "true",
        "1 ",
        "",
        "٣",
    ]
)
DATATYPES = [XSD[name] for name in ("integer", "decimal", "double", "boolean", "date", "gYear", "anyURI")]
LITERALS = st.one_of(
    TEXTS.map(Literal),
    st.builds(Literal, NUMBERS | TEXTS, st.sampled_from(DATATYPES) | IRIS, st.none()),
    st.builds(lambda text, tag: Literal(text, RDF["langString"], tag), TEXTS, st.sampled_from(["en", "zh"])),
)
PREDICATES = (
    st.sampled_from([RDF["type"], RDFS["label"], LLMKG["year"], LLMKG["size"], LLMKG["license"]]) | IRIS
)
STATEMENTS = st.lists(
    st.builds(Statement, IRIS, PREDICATES, IRIS | LITERALS, st.none() | IRIS), max_size=8, unique=True
)


def blocks_of(statements):
    """Group statements as the graph does: by block, graph and node."""
    for statement in statements:
        about = [(iri_token(statement.subject), [pair(statement.predicate, token_of(statement.object))])]
        if statement.graph is None:
            yield Block(about, [])
        else:
            yield Block([], [(iri_token(statement.graph), about)])
    together: dict = {}
    for statement in statements:
        nodes = together.setdefault(statement.graph, {})
        said = pair(statement.predicate, token_of(statement.object))
        nodes.setdefault(iri_token(statement.subject), []).append(said)
    default = list(together.pop(None, {}).items())
    named = [(iri_token(name), list(nodes.items())) for name, nodes in together.items()]
    yield Block(default, named)


def said(text: str, format_: pyoxigraph.RdfFormat) -> set[str]:
    return {str(quad) for quad in pyoxigraph.parse(text, format=format_)}


def in_default(statements):
    return list(dict.fromkeys(statement._replace(graph=None) for statement in statements))


@given(STATEMENTS)
def test_the_bytes_of_lines_are_oxigraphs(statements):
    plain = in_default(statements)
    triples = [quad.triple for quad in to_oxigraph(plain)]
    expected = pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.N_TRIPLES)
    each = (Block([(iri_token(s.subject), [pair(s.predicate, token_of(s.object))])], []) for s in plain)
    assert "".join(ntriples().text(each)).encode() == expected


@given(STATEMENTS)
def test_quads_are_oxigraphs(statements):
    expected = {str(quad) for quad in to_oxigraph(statements)}
    assert said("".join(nquads().text(blocks_of(statements))), pyoxigraph.RdfFormat.N_QUADS) == expected


@given(STATEMENTS)
def test_turtle_says_the_same_to_oxigraph_and_rdflib(statements):
    plain = in_default(statements)
    text = "".join(turtle(PREFIXES).text(blocks_of(plain)))
    assert said(text, pyoxigraph.RdfFormat.TURTLE) == {str(quad) for quad in to_oxigraph(plain)}
    with mock.patch.object(rdflib, "NORMALIZE_LITERALS", new=False):
        read = rdflib.Graph().parse(data=text, format="turtle")
        assert set(read) == set(to_rdflib(plain, {}).triples((None, None, None)))


@given(STATEMENTS)
def test_trig_says_the_same(statements):
    expected = {str(quad) for quad in to_oxigraph(statements)}
    text = "".join(trig(PREFIXES).text(blocks_of(statements)))
    assert said(text, pyoxigraph.RdfFormat.TRIG) == expected


@given(STATEMENTS)
def test_jsonld_says_the_same(statements):
    expected = {str(quad) for quad in to_oxigraph(statements)}
    text = "".join(jsonld(PREFIXES).text(blocks_of(statements)))
    assert said(text, pyoxigraph.RdfFormat.JSON_LD) == expected


@pytest.mark.parametrize("char", ' <>"{}|\\^`\n')
def test_what_is_no_iri_is_never_written(char):
    with pytest.raises(ValueError, match="is no IRI"):
        pair(IRI(f"https://example.org/{char}"), '"a"')


def test_nodes_under_the_iri_of_a_node_are_written_in_it_once():
    eta, own, other = (f"<https://example.org/model/eta{end}>" for end in ("", "/a", "/b"))
    type_, size, count = iri_token(RDF["type"]), iri_token(LLMKG["size"]), iri_token(LLMKG["parameterCount"])
    numbers = [2**53 - 1, 2**53, -(2**53), 10**17]
    pairs = [f"{type_} {own}", f"{size} {own}", f"{size} {other}", f"{iri_token(LLMKG['license'])} {own}"]
    said = [f'{count} "{n}"^^<{XSD["integer"]}>' for n in numbers]
    block = Block([(eta, pairs), (own, said[:2]), (own, said[2:])], [])
    document = json.loads("".join(jsonld(PREFIXES).text([block])))
    big = [{"@type": "xsd:integer", "@value": str(n)} for n in numbers[1:]]
    assert document["@graph"] == [
        {
            "@id": "model:eta",
            "@type": "model:eta/a",
            "size": [{"@id": "model:eta/a", "parameterCount": [numbers[0], *big]}, "model:eta/b"],
            "license": "model:eta/a",
        }
    ]


@pytest.mark.parametrize("writer", [ntriples(), nquads(), turtle(PREFIXES), trig(PREFIXES), jsonld(PREFIXES)])
def test_an_endless_graph_is_written_as_it_comes(writer):
    endless = (Block([("<https://example.org/eta>", [f'<a:b> "{n}"'])], []) for n in itertools.count())
    pieces = writer.text(endless)
    assert next(pieces) == writer.head
    assert "https://example.org/eta" in next(pieces)
    assert '"1"' in next(pieces)


def test_every_format_of_the_bundled_graph_is_read_back(graphs, tmp_path):
    for name, format_ in (("ttl", "TURTLE"), ("nt", "N_TRIPLES"), ("jsonld", "JSON_LD"), ("rdf", "RDF_XML")):
        path = tmp_path / f"graph.{name}"
        kg.write(graphs["source"], path)
        read = {
            str(quad)
            for quad in pyoxigraph.parse(path=str(path), format=getattr(pyoxigraph.RdfFormat, format_))
        }
        assert read == {str(quad) for quad in to_oxigraph(graphs["source"])}


def test_few_pairs_of_each_predicate_are_remembered():
    made = []
    remembered = Remembered(lambda predicate, value: made.append(value) or (predicate, value))
    for n in [*range(1_000), *range(1_000)]:
        assert remembered[f"<p> {n}"] == ("<p>", str(n))
        assert remembered["<q> a b"] == ("<q>", "a b")
    assert len(remembered) < 300
    assert made.count("0") == made.count("a b") == 1
    assert made.count("999") == 2
