"""Validation reports: what is parsed from them is what was found, and the bytes do not move."""

from __future__ import annotations

import json

import pyoxigraph
import pytest
import rdflib
from cases import CASES, INSTANCES, NEIGHBOURS
from oracles import PREFIXES, graph_of, told

import llm_kg as kg
from llm_kg.graphs import load_nodes
from llm_kg.rdf import SH
from llm_kg.validation.checking import check
from llm_kg.validation.compilation import compiled
from llm_kg.validation.fallback import results_of
from llm_kg.validation.report import jsonld, turtle


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    folder = tmp_path_factory.mktemp("report")
    folder.joinpath("shapes.ttl").write_text(PREFIXES + "\n".join(case.shapes for case in CASES))
    folder.joinpath("data.ttl").write_text(
        PREFIXES + INSTANCES + NEIGHBOURS + "\n".join(case.data for case in CASES)
    )
    nodes = load_nodes(str(folder / "data.ttl"))
    return check(nodes, folder / "shapes.ttl"), compiled(folder / "shapes.ttl")


def _parsed(text, format_):
    quads = [quad.triple for quad in pyoxigraph.parse(text, format=format_)]
    data = pyoxigraph.Dataset(pyoxigraph.Quad(*triple) for triple in quads)
    data.canonicalize(pyoxigraph.CanonicalizationAlgorithm.UNSTABLE)
    return data, quads


@pytest.mark.parametrize("write", [turtle, jsonld], ids=["turtle", "jsonld"])
def test_a_report_says_what_was_found(found, write, tmp_path):
    results, shapes = found
    path = tmp_path / ("report.ttl" if write is turtle else "report.jsonld")
    path.write_text("".join(write(results)))
    graph = graph_of(load_nodes(str(path)))
    assert told(results_of(graph, shapes)) == told(results)
    assert len({r.component for r in results}) > 25
    assert any(r.route for r in results)


def test_both_reports_are_one_graph(found):
    results, _ = found
    as_turtle, _ = _parsed("".join(turtle(results)), pyoxigraph.RdfFormat.TURTLE)
    as_json, _ = _parsed("".join(jsonld(results)), pyoxigraph.RdfFormat.JSON_LD)
    assert as_turtle == as_json


@pytest.mark.parametrize("write", [turtle, jsonld])
def test_the_bytes_do_not_move(found, write):
    results, _ = found
    assert "".join(write(results)) == "".join(write(results[::-1]))


def test_a_report_without_results_conforms():
    text = "".join(turtle([]))
    graph = rdflib.Graph().parse(data=text)
    assert (None, rdflib.URIRef(SH + "conforms"), rdflib.Literal(True)) in graph
    assert json.loads("".join(jsonld([])))["sh:conforms"] is True


def test_a_path_is_written_as_the_shape_has_it(found):
    results, _ = found
    text = "".join(turtle(results))
    assert "sh:resultPath ( <http://example.org/p> <http://example.org/q> )" in text
    assert "sh:resultPath [ sh:inversePath <http://example.org/p> ]" in text
    assert "sh:resultPath [ sh:zeroOrOnePath <http://example.org/p> ]" in text


BAD = """
@prefix llmkg: <https://w3id.org/llm-kg/ontology#> .
<https://w3id.org/llm-kg/model/eta> a llmkg:Model ; llmkg:parameterCount 10 ;
    llmkg:maximumNumberOfParametersInMillion 3.0 .
"""


@pytest.mark.parametrize("engine", ["auto", "compiled", "pyshacl"])
@pytest.mark.parametrize("format_", ["turtle", "jsonld"])
def test_the_command_writes_a_report(call, tmp_path, engine, format_):
    path = tmp_path / "bad.ttl"
    path.write_text(BAD)
    done = call("validate", str(path), "-f", format_, "--engine", engine)
    assert done.returncode == 1
    _, quads = _parsed(
        done.stdout, getattr(pyoxigraph.RdfFormat, {"turtle": "TURTLE"}.get(format_, "JSON_LD"))
    )
    said = {str(triple.object) for triple in quads}
    assert f"<{SH}SPARQLConstraintComponent>" in said
    assert "<https://w3id.org/llm-kg/shapes#Model-maximumIsLargest>" in said
    assert '"A model has one name."@en' in said


def test_the_engines_write_the_same_report(call, tmp_path):
    path = tmp_path / "bad.ttl"
    path.write_text(BAD)
    reports = {
        # pySHACL leaves out the language of the message of a SPARQL-based constraint.
        call("validate", str(path), "-f", "turtle", "--engine", engine).stdout.replace(
            'sizes."@en', 'sizes."'
        )
        for engine in ("compiled", "pyshacl")
    }
    assert len(reports) == 1


def test_the_command_says_what_pyshacl_checks(call, tmp_path):
    path, shapes = tmp_path / "bad.ttl", tmp_path / "shapes.ttl"
    path.write_text(BAD)
    shapes.write_text(
        PREFIXES
        + 'ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:sparql [ sh:select "SELECT $this WHERE { $this a ?c }" ] .'
    )
    told_ = "shape <http://example.org/S> is checked by pySHACL, for sh:sparql"
    done = call("validate", str(path), "--shapes", str(shapes), "--verbose")
    assert (done.returncode, told_ in done.stderr) == (0, True)
    assert told_ not in call("validate", str(path), "--shapes", str(shapes)).stderr
    done = call("validate", str(path), "--shapes", str(shapes), "--engine", "compiled")
    assert (done.returncode, told_ in done.stderr) == (2, True)
    assert call("validate", str(path), "--engine", "java").returncode == 2


def test_a_shape_that_cannot_be_is_never_a_pass(call, tmp_path):
    path, shapes = tmp_path / "bad.ttl", tmp_path / "shapes.ttl"
    path.write_text(BAD)
    shapes.write_text(PREFIXES + "ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:node ex:S .")
    for engine in ("auto", "compiled", "pyshacl"):
        done = call("validate", str(path), "--shapes", str(shapes), "--engine", engine, "-f", "turtle")
        assert (done.returncode, done.stdout) == (2, "")
        assert "shape <http://example.org/S>: it refers to itself" in done.stderr


def test_no_library_is_loaded_for_compiled_shapes(tmp_path):
    import subprocess
    import sys

    path = tmp_path / "bad.ttl"
    path.write_text(BAD)
    code = f"""
import sys
from llm_kg.graphs import load_nodes
from llm_kg.validation import check
assert check(load_nodes({str(path)!r}))
print(*{{"rdflib", "pyshacl", "pydantic", "llm_kg.graph"}} & sys.modules.keys())
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "\n"


def test_statements_and_nodes_come_to_the_same(tmp_path):
    path = tmp_path / "bad.ttl"
    path.write_text(BAD)
    from llm_kg.graphs import load_graph

    report = kg.validate(load_graph(str(path)))
    assert report == kg.validate(load_nodes(str(path)))
    assert not report.conforms
