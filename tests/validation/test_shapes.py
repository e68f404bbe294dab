"""Shapes that say what cannot be: an error that names the file and the line or the shape."""

from __future__ import annotations

import pytest
from oracles import PREFIXES

from llm_kg.errors import ShapesError
from llm_kg.validation.compilation import compiled

NODE = "ex:S a sh:NodeShape ; sh:targetNode ex:a ; "
PROPERTY = NODE + "sh:property [ sh:path ex:p ; {} ] ."

#: What is wrong → the shapes, and what the error says.
BAD = {
    "no Turtle": ("ex:S a sh:NodeShape ;;; 1 .", "shapes.ttl:8: this is not valid Turtle"),
    "it is a node of itself": (NODE + "sh:node ex:S .", "refers to itself"),
    "it is a property of itself": (
        NODE + "sh:property ex:P . ex:P sh:path ex:p ; sh:node ex:S .",
        "ex.*S.* → .*P.* → .*S",
    ),
    "it is not itself": (NODE + "sh:not [ sh:or ( ex:S ) ] .", "refers to itself"),
    "it is qualified by itself": (
        PROPERTY.format("sh:qualifiedValueShape ex:S ; sh:qualifiedMinCount 1"),
        "refers to itself",
    ),
    "an unknown term": (
        NODE + "sh:minimumCount 1 .",
        r"shape <http://example.org/S>: sh:minimumCount is no term",
    ),
    "an unknown term within": (PROPERTY.format("sh:mincount 1"), "sh:mincount is no term"),
    "code": (NODE + "sh:js [ sh:jsFunctionName 'f' ] .", "code of a stranger"),
    "an entailment regime": (
        "ex:graph sh:entailment ex:regime . " + NODE + "sh:closed true .",
        "sh:entailment",
    ),
    "two paths": (PROPERTY.format("sh:path ex:q"), "several values of sh:path"),
    "a property shape without a path": ("ex:P a sh:PropertyShape ; sh:targetNode ex:a .", "needs sh:path"),
    "a node shape with a path": (NODE + "sh:path ex:p .", "a node shape has no sh:path"),
    "a property without a path": (NODE + "sh:property [ sh:minCount 1 ] .", "has no sh:path"),
    "a literal for a shape": (NODE + "sh:node 'shape' .", "a literal is no shape"),
    "a literal for a path": (NODE + "sh:property [ sh:path 'p' ] .", "is no property path"),
    "a path of one step": (NODE + "sh:property [ sh:path ( ex:p ) ] .", "two members or more"),
    "a path around itself": (
        NODE + "sh:property [ sh:path _:p ] . _:p sh:inversePath _:p .",
        "is no property path",
    ),
    "a path of nothing": (NODE + "sh:property [ sh:path [ ex:p ex:q ] ] .", "no well-formed property path"),
    "a path of an unknown kind": (NODE + "sh:property [ sh:path [ sh:node ex:p ] ] .", "is no property path"),
    "a count of letters": (PROPERTY.format("sh:minCount 'one'"), "sh:minCount is an xsd:integer"),
    "a negative count": (PROPERTY.format("sh:maxCount -1"), "sh:maxCount is an xsd:integer of 0 or more"),
    "two counts": (PROPERTY.format("sh:minCount 1, 2"), "several values of sh:minCount"),
    "a count on a node shape": (NODE + "sh:minCount 1 .", "belongs to property shapes"),
    "uniqueLang on a node shape": (NODE + "sh:uniqueLang true .", "belongs to property shapes"),
    "uniqueLang of a text": (PROPERTY.format("sh:uniqueLang 'yes'"), "sh:uniqueLang is true or false"),
    "closed of a text": (NODE + "sh:closed 'yes' .", "sh:closed is true or false"),
    "ignored literals": (
        NODE + "sh:closed true ; sh:ignoredProperties ( 'p' ) .",
        "sh:ignoredProperties is an IRI",
    ),
    "two datatypes": (PROPERTY.format("sh:datatype xsd:string, xsd:date"), "several values of sh:datatype"),
    "a datatype of a text": (PROPERTY.format("sh:datatype 'string'"), "sh:datatype is an IRI"),
    "a class of a text": (PROPERTY.format("sh:class 'C'"), "sh:class is an IRI"),
    "an unknown node kind": (PROPERTY.format("sh:nodeKind sh:Iri"), "one of SHACL's six kinds"),
    "a limit that is a node": (PROPERTY.format("sh:minInclusive ex:a"), "sh:minInclusive is a literal"),
    "a limit without value": (
        PROPERTY.format("sh:minInclusive 'x'^^xsd:integer"),
        "no value of its datatype",
    ),
    "a length of letters": (PROPERTY.format("sh:minLength 'x'"), "sh:minLength is an xsd:integer"),
    "a pattern that is none": (PROPERTY.format("sh:pattern '('"), "is no regular expression"),
    "a pattern that is a number": (PROPERTY.format("sh:pattern 1"), "sh:pattern is a text"),
    "flags without number": (PROPERTY.format("sh:pattern 'a' ; sh:flags 1"), "sh:flags is a text"),
    "languages that are no list": (PROPERTY.format("sh:languageIn 'en'"), "no well-formed list"),
    "a list without end": (PROPERTY.format("sh:in [ rdf:first 1 ]"), "no well-formed list"),
    "a list that bites its tail": (
        PROPERTY.format("sh:in _:l") + " _:l rdf:first 1 ; rdf:rest _:l .",
        "no well-formed list",
    ),
    "a list with two heads": (
        PROPERTY.format("sh:in [ rdf:first 1, 2 ; rdf:rest () ]"),
        "no well-formed list",
    ),
    "an alternative of no list": (NODE + "sh:or ex:T .", "no well-formed list"),
    "a qualified shape without counts": (
        PROPERTY.format("sh:qualifiedValueShape [ sh:closed true ]"),
        "needs sh:q",
    ),
    "a severity of a text": (NODE + "sh:severity 'high' .", "sh:severity is an IRI"),
    "a message that is a number": (NODE + "sh:message 1 .", "sh:message is a text"),
    "two verdicts": (NODE + "sh:deactivated true, false .", "several values of sh:deactivated"),
    "a target that is blank": (
        "ex:S a sh:NodeShape ; sh:targetNode [] .",
        "sh:targetNode is an IRI or a literal",
    ),
    "a target class of a text": ("ex:S a sh:NodeShape ; sh:targetClass 'C' .", "sh:targetClass is an IRI"),
    "SPARQL that does not parse": (
        NODE + "sh:sparql [ sh:select 'SELECT $this WHERE { $this ?p }' ] .",
        "sh:select is no valid SPARQL query",
    ),
    "SPARQL with unknown prefixes": (
        NODE + "sh:sparql [ sh:select 'SELECT $this WHERE { $this x:p 1 }' ] .",
        "sh:select is no valid SPARQL query",
    ),
    "SPARQL that fetches": (
        NODE
        + "sh:sparql [ sh:select 'SELECT $this WHERE { SERVICE <http://example.org/> { $this ?p 1 } }' ] .",
        "SERVICE is refused",
    ),
    "SPARQL that selects nothing": (
        NODE + "sh:sparql [ sh:select 'ASK { $this ?p 1 }' ] .",
        "no SELECT query",
    ),
    "SPARQL without a query": (NODE + "sh:sparql [ sh:message 'no' ] .", "has no sh:select"),
    "SPARQL that is a number": (NODE + "sh:sparql [ sh:select 1 ] .", "sh:select is a text"),
    "a component whose query does not parse": (
        "ex:C a sh:ConstraintComponent ; sh:parameter [ sh:path ex:most ] ; sh:validator [ sh:ask 'ASK {' ] .",
        "sh:ask is no valid SPARQL query",
    ),
}


@pytest.mark.parametrize(("shapes", "said"), BAD.values(), ids=BAD)
def test_what_cannot_be_is_refused(tmp_path, shapes, said):
    path = tmp_path / "shapes.ttl"
    path.write_text(f"{PREFIXES}\n{shapes}\n")
    with pytest.raises(ShapesError, match=said) as caught:
        compiled(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["", "missing.ttl"])
def test_what_is_no_file_is_refused(tmp_path, name):
    with pytest.raises(ShapesError, match="cannot be read"):
        compiled(tmp_path / name)


def test_a_shape_within_itself_by_another_way_is_no_circle(tmp_path):
    path = tmp_path / "shapes.ttl"
    path.write_text(f"{PREFIXES} {NODE} sh:and ( ex:T ex:T ) ; sh:node ex:T . ex:T sh:nodeKind sh:IRI .")
    assert compiled(path).compiled


def test_shapes_within_shapes_without_end(tmp_path):
    path = tmp_path / "shapes.ttl"
    path.write_text(f"{PREFIXES} {NODE} sh:not {'[ sh:not ' * 3000} ex:T {']' * 3000} .")
    with pytest.raises(ShapesError, match="nested too deeply"):
        compiled(path)


def test_prefixes_are_found_through_imports(tmp_path):
    path = tmp_path / "shapes.ttl"
    path.write_text(
        f"""{PREFIXES} {NODE} sh:sparql [ sh:prefixes ex:one ; sh:select "SELECT $this WHERE {{ $this e:p 1 }}" ] .
        ex:one <http://www.w3.org/2002/07/owl#imports> ex:two .
        ex:two sh:declare [ sh:prefix "e" ; sh:namespace "http://example.org/"^^xsd:anyURI ] ."""
    )
    assert "sh:sparql" in compiled(path).remarks[0]


def test_a_file_that_was_changed_is_read_again(tmp_path):
    path = tmp_path / "shapes.ttl"
    path.write_text(f"{PREFIXES} {NODE} sh:nodeKind sh:IRI .")
    assert len(compiled(path).compiled) == 1
    path.write_text(f"{PREFIXES} {NODE} sh:nodeKind sh:Iri .")
    with pytest.raises(ShapesError):
        compiled(path)


def test_what_is_imported_is_not_fetched_and_said(tmp_path):
    path = tmp_path / "shapes.ttl"
    path.write_text(
        f"{PREFIXES} <> <http://www.w3.org/2002/07/owl#imports> ex:more . {NODE} sh:nodeKind sh:IRI ."
    )
    assert "owl:imports <http://example.org/more> is not fetched" in compiled(path).remarks[0]
