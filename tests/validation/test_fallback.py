"""What no compiled check stands for goes to pySHACL, and this is said; nothing conforms by being left out."""

from __future__ import annotations

import pytest
from oracles import PREFIXES, told

from llm_kg.errors import ShapesError
from llm_kg.graphs import load_nodes
from llm_kg.validation.checking import check
from llm_kg.validation.compilation import compiled

SPARQL = """
    ex:prefixes sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/"^^xsd:anyURI ] .
    ex:S a sh:NodeShape ; sh:targetNode ex:a, ex:b ; sh:property ex:Q ; sh:sparql ex:C .
    ex:C sh:prefixes ex:prefixes ; sh:message "too small" ;
        sh:select "SELECT $this ?value WHERE { $this ex:p ?value FILTER (?value < 2) }" .
    ex:Q sh:path ex:q ; sh:minCount 1 ; sh:message "no q" .
"""
COMPONENT = """
    ex:Component a sh:ConstraintComponent ; sh:parameter [ sh:path ex:most ] ;
        sh:validator [ a sh:SPARQLAskValidator ; sh:ask "ASK { FILTER ($value <= $most) }" ] .
    ex:S a sh:NodeShape ; sh:targetNode ex:a, ex:b ; sh:property ex:P, ex:Q .
    ex:P a sh:PropertyShape ; sh:path ex:p ; ex:most 1 ; sh:message "too much" .
    ex:Q sh:path ex:q ; sh:minCount 1 ; sh:message "no q" .
"""
#: Shapes that are handed over, what is said, and the focus nodes and paths of the results.
HANDED_OVER = {
    "SPARQL": (SPARQL, "sh:sparql", [("a", "None"), ("b", "q")]),
    "a component": (COMPONENT, "ex.*most", [("b", "p"), ("b", "q")]),
    "a pattern": (
        r"ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:property [ sh:path ex:t ; sh:pattern '^(?=x)' ] .",
        "sh:pattern",
        [("a", "t")],
    ),
    "a limit": (
        """ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:property [ sh:path ex:d ;
           sh:maxInclusive 'P1D'^^xsd:dayTimeDuration ] .""",
        "sh:maxInclusive",
        [("a", "d")],
    ),
    "an expression": (
        """ex:S a sh:NodeShape ; sh:targetNode ex:a, ex:b ;
           sh:expression [ sh:path ex:good ] .""",
        "sh:expression",
        [("b", "None")],
    ),
    "a target": (
        """ex:S a sh:NodeShape ; sh:property [ sh:path ex:q ; sh:minCount 1 ] ;
           sh:target [ a sh:SPARQLTarget ; sh:select "SELECT ?this WHERE { ?this <http://example.org/p> 2 }" ] .""",
        "sh:target",
        [("b", "q")],
    ),
}
DATA = "ex:a ex:p 1 ; ex:q 1 ; ex:t 'y' ; ex:d 'P2D'^^xsd:dayTimeDuration ; ex:good true . ex:b ex:p 2 ; ex:good false ."


@pytest.fixture
def files(tmp_path):
    def write(shapes, data=DATA):
        for name, text in {"shapes": shapes, "data": data}.items():
            tmp_path.joinpath(f"{name}.ttl").write_text(f"{PREFIXES}{text}")
        return load_nodes(str(tmp_path / "data.ttl")), tmp_path / "shapes.ttl"

    return write


@pytest.mark.parametrize(("shapes", "said", "expected"), HANDED_OVER.values(), ids=HANDED_OVER)
def test_what_is_not_compiled_is_handed_over_and_said(files, shapes, said, expected):
    nodes, path = files(shapes)
    remarks = compiled(path).remarks
    assert len(remarks) == 1
    assert "is checked by pySHACL, for" in remarks[0]
    results = check(nodes, path)
    assert [(r.node.rpartition("/")[2], str(r.path).rpartition("/")[2]) for r in results] == expected
    with pytest.raises(ShapesError, match=f"checked by pySHACL, for .*{said}"):
        check(nodes, path, "compiled")


def test_compiled_shapes_beside_are_checked_once(files):
    more = "ex:T a sh:NodeShape, rdfs:Class ; sh:targetNode ex:b ; sh:property ex:Q ; sh:nodeKind sh:Literal ; sh:message 'a node' ."
    nodes, path = files(SPARQL + more)
    both = told(check(nodes, path))
    assert both == told(check(nodes, path, "pyshacl"))
    assert len(both) == 4


def test_a_rule_is_applied_before_all_shapes(files):
    shapes = """
        ex:S a sh:NodeShape ; sh:targetNode ex:b ; sh:rule [ a sh:TripleRule ;
            sh:subject sh:this ; sh:predicate ex:q ; sh:object 1 ] .
        ex:T a sh:NodeShape ; sh:targetNode ex:b ; sh:property [ sh:path ex:q ; sh:minCount 1 ] .
    """
    nodes, path = files(shapes)
    assert compiled(path).remarks == (
        f"{path}: all shapes are checked by pySHACL, for what sh:rule of <http://example.org/S> infers",
    )
    assert not check(nodes, path)
    assert check(nodes, files(shapes.replace("ex:q ; sh:object", "ex:r ; sh:object"))[1])


def test_pyshacl_says_nothing_of_its_own(files, capfd):
    nodes, path = files(
        "ex:S a sh:NodeShape ; sh:targetNode ex:a .", "ex:a ex:p 'x'^^xsd:integer, '1'^^xsd:boolean ."
    )
    assert not check(nodes, path, "pyshacl")
    assert capfd.readouterr() == ("", "")


def test_what_pyshacl_cannot_check_is_an_error(files):
    shapes = (
        "ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:property [ sh:path ex:t ; sh:pattern '\\\\p{Lu}' ] ."
    )
    nodes, path = files(shapes)
    with pytest.raises(ShapesError, match="cannot be checked"):
        check(nodes, path)


def test_an_engine_that_there_is_not(files):
    from llm_kg.validation.checking import find_engine

    with pytest.raises(ShapesError, match="'java' is no engine; there are auto, compiled, pyshacl"):
        find_engine("java")
