"""Graph files as nodes of tokens: what Oxigraph reads, read faster."""

from __future__ import annotations

import pyoxigraph
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from llm_kg.errors import SourceError
from llm_kg.graphs import load_graph, load_nodes
from llm_kg.graphs import ntriples as reader
from llm_kg.rdf import IRI, RDF, XSD, Literal, Statement, to_oxigraph
from llm_kg.validation.data import nodes_of

IRIS = st.text("ab/é字%41#?", max_size=5).map(lambda rest: f"<http://example.org/{rest}>")
NODES = IRIS | st.sampled_from(["_:a", "_:b.c", "_:é", "<urn:a>", "<mailto:a@b>"])
BODIES = st.lists(
    st.sampled_from(
        [*'ab é😀"\t\x7f\x85\u2028#.', r"\"", r"\\", r"\n", r"\t", r"\u00e9", r"\U0001F600", r"\x", "^^", "@"]
    )
).map("".join)
ENDS = st.sampled_from(
    [
        "",
        "@en",
        "@en-GB",
        "@e_n",
        *(f"^^<{XSD}{name}>" for name in ("string", "integer")),
        "^^<x>",
        f"^^<{RDF}langString>",
    ]
)
OBJECTS = NODES | st.builds('"{}"{}'.format, BODIES, ENDS)
LINES = st.one_of(
    st.builds("{} {} {} .".format, NODES, NODES, OBJECTS),
    st.builds("{} {} {} .".format, NODES, IRIS, OBJECTS),
    st.builds("  {}\t{}  {}.# end".format, NODES, IRIS, OBJECTS),
    st.sampled_from(
        ["", "# a comment", "   ", "<a:b> <a:c> <a:d>", "<a:b> <a:c> <a:d> . <a:b> <a:c> <a:e> ."]
    ),
)
FILES = st.lists(LINES, max_size=6).flatmap(
    lambda lines: st.sampled_from(["\n", "\r\n", "\r"]).map(lambda end: end.join(lines))
)


def _plainly(content):
    """Return the nodes that Oxigraph finds, and where it finds none the line of the error."""
    nodes = {}
    try:
        for quad in pyoxigraph.parse(content, format=pyoxigraph.RdfFormat.N_TRIPLES):
            values = nodes.setdefault(str(quad.subject), {}).setdefault(str(quad.predicate), [])
            if str(quad.object) not in values:
                values.append(str(quad.object))
    except SyntaxError as error:
        return error.lineno
    return nodes


def _read(path):
    try:
        return load_nodes(str(path))
    except SourceError as error:
        return int(str(error).removeprefix(f"{path}:").partition(":")[0])


@given(FILES)
@example("<http://a.b/c> <http://a.b/c> <http://a.b/c> . .")
@example('<http://a.b/c> <http://a.b/c> "a" . "b" .')
@example("<http://a.b/c> <http://a.b/c> <http://a.b/c>\n.")
@example("<http://a.b/c>\n<http://a.b/c> <http://a.b/c> .")
@example('"a" <http://a.b/c> <http://a.b/c> .')
@example("<http://a.b/c> _:b <http://a.b/c> .")
@example("<http://a.b/c#d#e> <http://a.b/c> <http://a.b/%zz> .")
@example("<http://a.b/c> <http://a.b/c> <http://a.b:port/> .")
@example("<http://a.b/c> <http://a.b/c> <http:///> .")
@example(
    '<http://a.b/c> <http://a.b/c> "a"^^<http://a.b/c> .\n<http://a.b/c> <http://a.b/c> "a"^^<http://a.b/c> .'
)
def test_ntriples_is_read_as_oxigraph_reads_it(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "lines.nt"
    path.write_bytes(content.encode())
    ours, theirs = _read(path), _plainly(content.encode())
    if isinstance(theirs, int):
        assert isinstance(ours, int)
        assert ours <= theirs  # Oxigraph misses the end of a statement when it is at the next one
    else:
        assert ours == theirs


def test_a_long_file_is_read_in_pieces(tmp_path, monkeypatch):
    monkeypatch.setattr(reader, "_BYTES", 7)
    lines = [f'<http://a.b/{n % 3}> <http://a.b/p> "é{n}" .' for n in range(50)]
    path = tmp_path / "long.nt"
    path.write_text("\n".join(lines))
    assert load_nodes(str(path)) == _plainly("\n".join(lines).encode())
    lines[40] = "<http://a.b/c> oops ."
    path.write_text("\n".join(lines))
    with pytest.raises(SourceError, match=r"long\.nt:41: this is not valid N-Triples: "):
        load_nodes(str(path))


def test_what_is_no_utf8_is_told_by_its_line(tmp_path):
    path = tmp_path / "latin.nt"
    path.write_bytes(b"<http://a.b/c> <http://a.b/c> <http://a.b/c> .\n" + '"é"'.encode("latin-1"))
    with pytest.raises(SourceError, match=r"latin\.nt:2: this is not valid N-Triples: no UTF-8"):
        load_nodes(str(path))


def test_there_is_no_such_file(tmp_path):
    with pytest.raises(SourceError, match=r"missing\.nt: no such file"):
        load_nodes(str(tmp_path / "missing.nt"))


STATEMENTS = [
    Statement(IRI("http://a.b/c"), RDF["type"], IRI("http://a.b/C")),
    Statement(IRI("http://a.b/c"), RDF["value"], Literal('"1"\n', XSD["string"])),
    Statement(IRI("http://a.b/c"), RDF["value"], Literal("1", XSD["integer"])),
    Statement(IRI("http://a.b/d"), RDF["value"], Literal("eins", RDF["langString"], "de")),
]


@pytest.mark.parametrize("suffix", [".ttl", ".nt", ".nq", ".trig", ".jsonld", ".rdf"])
def test_every_format_comes_to_the_same_nodes(tmp_path, suffix):
    path = tmp_path / f"graph{suffix}"
    format_ = pyoxigraph.RdfFormat.from_extension(suffix[1:])
    triples = [quad.triple for quad in to_oxigraph(STATEMENTS)]
    path.write_bytes(pyoxigraph.serialize(triples, format=format_))
    assert load_nodes(str(path)) == nodes_of(STATEMENTS) == nodes_of(load_graph(str(path)))


def test_blank_nodes_have_the_same_names_every_time(tmp_path):
    path = tmp_path / "blank.ttl"
    path.write_text("@prefix ex: <http://a.b/> . ex:a ex:p [ ex:q ( 1 2 ) ], _:b1 .")
    assert load_nodes(str(path)) == load_nodes(str(path))


def test_named_graphs_are_left_out(tmp_path):
    path = tmp_path / "named.trig"
    path.write_text("@prefix ex: <http://a.b/> . ex:a ex:p 1 . ex:g { ex:a ex:p 2 . ex:b ex:p 2 }")
    assert [*load_nodes(str(path))] == ["<http://a.b/a>"]


@pytest.mark.parametrize("name", ["triples.nt", "triples.ttl"])
def test_a_triple_within_a_triple_is_refused(tmp_path, name):
    path = tmp_path / name
    path.write_text("<http://a.b/c> <http://a.b/c> <<( <http://a.b/c> <http://a.b/c> <http://a.b/c> )>> .\n")
    with pytest.raises(SourceError, match="which is not read"):
        load_nodes(str(path))
