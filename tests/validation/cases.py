"""Cases of every constraint component: what breaks it, and what nearly does."""

from __future__ import annotations

from oracles import Case, of_node, of_property

INTEGERS = '"1"^^xsd:integer, "1.0"^^xsd:decimal'
P = "ex:p"


def values(*lists: str) -> list[str]:
    return [f"ex:p {one}" if one else "" for one in lists]


CARDINALITY = [
    of_property("minCount", "sh:minCount 2", values("1, 2", "1", "", "1, 01, 3"), {2: 1, 3: 1}),
    of_property("minCount0", "sh:minCount 0", values("1", ""), {}),
    of_property("maxCount", "sh:maxCount 1", values("1", "", "1, 2", '"1", "1"@en'), {3: 1, 4: 1}),
    of_property("maxCount0", "sh:maxCount 0", values("1", ""), {1: 1}),
    of_property("counts", "sh:minCount 1 ; sh:maxCount 2", values("1", "", "1, 2, 3"), {2: 1, 3: 1}),
]

TYPES = [
    of_property(
        "datatypeString",
        "sh:datatype xsd:string",
        values('"a"', '"a"@en', "1", "ex:a", "[]", '""', r'"\"\n"', '"a"^^ex:other'),
        {2: 1, 3: 1, 4: 1, 5: 1, 8: 1},
    ),
    of_property(
        "datatypeInteger",
        "sh:datatype xsd:integer",
        values(
            "1", '"a"^^xsd:integer', '"1.0"^^xsd:integer', "1.0", '"-07"^^xsd:integer', '"+7"^^xsd:integer'
        ),
        {2: 1, 3: 1, 4: 1},
    ),
    of_property(
        "datatypeSpaces",
        "sh:datatype xsd:integer",
        values('"1"^^xsd:integer', '" 1"^^xsd:integer', '"1 "^^xsd:integer'),
        {2: 1, 3: 1},
        {
            "pyshacl": "it trims lexical forms, against RDF 1.1 Concepts, section 5.1 (the lexical space is that of XML Schema)",
            "shifty": "it trims lexical forms, against RDF 1.1 Concepts, section 5.1 (the lexical space is that of XML Schema)",
        },
    ),
    of_property(
        "datatypeDate",
        "sh:datatype xsd:date",
        values(
            '"2020-02-29"^^xsd:date',
            '"2021-02-29"^^xsd:date',
            '"2020-13-01"^^xsd:date',
            '"2020-02-03T00:00:00"^^xsd:dateTime',
            '"2020-02-03Z"^^xsd:date',
            '"2020"^^xsd:date',
        ),
        {2: 1, 3: 1, 4: 1, 6: 1},
    ),
    of_property(
        "datatypeDateTime",
        "sh:datatype xsd:dateTime",
        values(
            '"2020-02-29T10:00:00Z"^^xsd:dateTime',
            '"2020-02-29T10:00:00.5+02:00"^^xsd:dateTime',
            '"2020-02-30T10:00:00Z"^^xsd:dateTime',
            '"2020-02-29T10:61:00Z"^^xsd:dateTime',
            '"2020-02-29"^^xsd:date',
        ),
        {3: 1, 4: 1, 5: 1},
    ),
    of_property(
        "datatypeBoolean",
        "sh:datatype xsd:boolean",
        values("true", '"1"^^xsd:boolean', '"yes"^^xsd:boolean', '"true"'),
        {3: 1, 4: 1},
    ),
    of_property(
        "datatypeDecimal",
        "sh:datatype xsd:decimal",
        values("1.5", '"1e3"^^xsd:decimal', '"abc"^^xsd:decimal', '"+.5"^^xsd:decimal', "1"),
        {2: 1, 3: 1, 5: 1},
        {"pyshacl": "it takes an exponent for a part of a decimal, against XML Schema part 2, section 3.3.3"},
    ),
    of_property(
        "datatypeDouble",
        "sh:datatype xsd:double",
        values("1.5e0", '"INF"^^xsd:double', '"abc"^^xsd:double', '"NaN"^^xsd:double', "1.5"),
        {3: 1, 5: 1},
    ),
    of_property(
        "datatypeByte",
        "sh:datatype xsd:byte",
        values('"127"^^xsd:byte', '"128"^^xsd:byte', '"-128"^^xsd:byte'),
        {2: 1},
    ),
    of_property(
        "datatypeOfTheirOwn",
        "sh:datatype ex:other",
        values('"a"^^ex:other', '"a"', "ex:other"),
        {2: 1, 3: 1},
    ),
    of_property(
        "datatypeLangString",
        "sh:datatype rdf:langString",
        values('"a"@en', '"a"', '"a"@en-gb'),
        {2: 1},
    ),
    *(
        of_property(
            f"nodeKind{kind}",
            f"sh:nodeKind sh:{kind}",
            values("ex:a", "[]", '"a"', '"a"@en', "1"),
            bad,
        )
        for kind, bad in {
            "IRI": {2: 1, 3: 1, 4: 1, 5: 1},
            "BlankNode": {1: 1, 3: 1, 4: 1, 5: 1},
            "Literal": {1: 1, 2: 1},
            "BlankNodeOrIRI": {3: 1, 4: 1, 5: 1},
            "BlankNodeOrLiteral": {1: 1},
            "IRIOrLiteral": {2: 1},
        }.items()
    ),
    of_property(
        "class",
        "sh:class ex:Class",
        values(
            "ex:anInstance", "ex:ofSubclass", "ex:other", '"a"', "[ a ex:Class ]", "ex:unheardOf, ex:other"
        ),
        {3: 1, 4: 1, 6: 2},
    ),
    of_property(
        "classes",
        "sh:class ex:Class, ex:Second",
        values("ex:anInstance", "ex:ofBoth", "ex:other"),
        {1: 1, 3: 2},
    ),
    of_node("classOfNode", "sh:class ex:Class", ["ex:anInstance", "ex:other", '"a"'], {"other": 1, "a": 1}),
    of_node("kindOfNode", "sh:nodeKind sh:IRI", ["ex:anInstance", '"a"'], {"a": 1}),
]

INSTANCES = """
ex:anInstance a ex:Class .
ex:ofSubclass a ex:SubSub .
ex:SubSub rdfs:subClassOf ex:Sub .
ex:Sub rdfs:subClassOf ex:Class, ex:Sub2 .
ex:Sub2 rdfs:subClassOf ex:Sub .
ex:ofBoth a ex:Second, ex:Class .
ex:other a ex:Other .
"""

RANGES = [
    of_property(
        "minInclusive",
        "sh:minInclusive 1",
        values("1", "0", "1.0", "0.99", "1e0", '"1"', '"x"^^xsd:integer', "ex:a", "[]", '"INF"^^xsd:double'),
        {2: 1, 4: 1, 6: 1, 7: 1, 8: 1, 9: 1},
    ),
    of_property(
        "minExclusive",
        "sh:minExclusive 1",
        values("2", "1", "1.0", "1.01", '"NaN"^^xsd:double'),
        {2: 1, 3: 1, 5: 1},
    ),
    of_property(
        "maxInclusive", "sh:maxInclusive 1.5", values("1", "1.5", "1.51", "2", "1.5e0"), {3: 1, 4: 1}
    ),
    of_property(
        "maxExclusive",
        "sh:maxExclusive 1.5e0",
        values("1", "1.5", "1.49", "true"),
        {2: 1, 4: 1},
        {
            "pyshacl": "it takes true for 1, against SPARQL 1.1, section 17.3 (no operator < of a boolean and a number)"
        },
    ),
    of_property(
        "maxExclusiveExact",
        "sh:maxExclusive 2",
        values("1", "2", "2.0", "1.99", "2e0", "3"),
        {2: 1, 3: 1, 5: 1, 6: 1},
    ),
    of_property(
        "minDate",
        'sh:minInclusive "2020-01-01"^^xsd:date',
        values(
            '"2020-01-01"^^xsd:date',
            '"2019-12-31"^^xsd:date',
            '"2020-01-01T00:00:00"^^xsd:dateTime',
            '"2020"^^xsd:gYear',
            '"2020-13-01"^^xsd:date',
            '"10000-01-01"^^xsd:date',
        ),
        {2: 1, 3: 1, 4: 1, 5: 1},
        {
            "pyshacl": "it takes a year for its first day, against SPARQL 1.1, section 17.3 (no operator), and "
            "knows no years of five digits, against XML Schema part 2, section 3.3.9"
        },
    ),
    of_property(
        "maxDateTime",
        'sh:maxExclusive "2020-01-01T12:00:00Z"^^xsd:dateTime',
        values(
            '"2020-01-01T11:59:59.9Z"^^xsd:dateTime',
            '"2020-01-01T12:00:00Z"^^xsd:dateTime',
            '"2020-01-01T13:00:00+02:00"^^xsd:dateTime',
            '"2020-01-01T13:00:00"^^xsd:dateTime',
            '"2020-01-01"^^xsd:date',
        ),
        {2: 1, 4: 1, 5: 1},
        {"pyshacl": "it takes a date for its first moment, against SPARQL 1.1, section 17.3 (no operator)"},
    ),
    of_property("minString", 'sh:minInclusive "b"', values('"b"', '"a"', '"c"', "1"), {2: 1, 4: 1}),
    of_property(
        "minBoolean",
        "sh:minInclusive true",
        values("true", "false", "1"),
        {2: 1, 3: 1},
        {
            "pyshacl": "it takes 1 for true, against SPARQL 1.1, section 17.3 (no operator)",
            "shifty": "it does not compare booleans, against SPARQL 1.1, section 17.3 (which has operators of two)",
        },
    ),
]

STRINGS = [
    of_property(
        "minLength",
        "sh:minLength 3",
        values('"abc"', '"ab"', "ex:a", "[]", "100", "99", r'"\u00e9\"\n"', '"ab"@en'),
        {2: 1, 4: 1, 6: 1, 8: 1},
    ),
    of_property(
        "maxLength", "sh:maxLength 3", values('"abc"', '"abcd"', "ex:a", "[]", '"😀😀😀"'), {2: 1, 3: 1, 4: 1}
    ),
    of_property(
        "pattern",
        r'sh:pattern "^[a-c]+\\.[0-9]{2}$"',
        values('"abc.12"', '"abcx12"', '"abc.123"', '"abc.12"@en', "1", "ex:a", "[]", '""'),
        {2: 1, 3: 1, 5: 1, 6: 1, 7: 1, 8: 1},
    ),
    of_property(
        "patternOfIri", 'sh:pattern "^http://example.org/"', values("ex:a", "<urn:a>", "[]"), {2: 1, 3: 1}
    ),
    of_property("patternWithin", 'sh:pattern "b"', values('"abc"', '"ABC"', '"ac"'), {2: 1, 3: 1}),
    of_property(
        "patternEnd",
        'sh:pattern "^b$"',
        values(r"'b'", r"'b\n'", r"'a\nb'"),
        {2: 1, 3: 1},
        {
            "pyshacl": "it lets $ stand before the end of the last line, against XPath functions 2.0, section 7.6.1"
        },
    ),
    of_property(
        "patternLines",
        'sh:pattern "^b$" ; sh:flags "m"',
        values(r"'b'", r"'b\nc'", r"'a\nb'", "'ab'"),
        {4: 1},
    ),
    of_property("patternFlags", 'sh:pattern "B" ; sh:flags "i"', values('"abc"', '"ABC"', '"ac"'), {3: 1}),
    of_property(
        "languageIn",
        'sh:languageIn ( "en" "de-AT" )',
        values('"a"@en', '"a"@en-gb', '"a"@de', '"a"@DE-at', '"a"', "1", "ex:a", '"a"@eng', '"@en"'),
        {3: 1, 5: 1, 6: 1, 7: 1, 8: 1, 9: 1},
    ),
    of_property(
        "uniqueLang",
        "sh:uniqueLang true",
        values('"a"@en, "b"@de, "c"', '"a"@en, "b"@en', '"a"@en, "b"@EN, "c"@de, "d"@de', '"a", "b"', ""),
        {2: 1, 3: 2},
    ),
    of_property("uniqueLangNot", "sh:uniqueLang false", values('"a"@en, "b"@en'), {}),
]

PAIRS = [
    of_property(
        "equals",
        "sh:equals ex:q",
        ["ex:p 1, 2 ; ex:q 2, 1", "ex:p 1", "ex:q 1", "ex:p 1 ; ex:q 2", 'ex:p 1 ; ex:q "1"', ""],
        {2: 1, 3: 1, 4: 2, 5: 2},
    ),
    of_property(
        "disjoint",
        "sh:disjoint ex:q",
        ["ex:p 1, 2 ; ex:q 3", "ex:p 1, 2 ; ex:q 2, 1", "ex:p 1", 'ex:p 1 ; ex:q "1"'],
        {2: 2},
    ),
    of_property(
        "lessThan",
        "sh:lessThan ex:q",
        [
            "ex:p 1 ; ex:q 2",
            "ex:p 2 ; ex:q 2",
            "ex:p 1",
            'ex:p 1 ; ex:q "2"',
            "ex:p 1 ; ex:q ex:a",
            'ex:p "2020-01-01"^^xsd:date ; ex:q "2020-01-02"^^xsd:date',
            "ex:p 1.5 ; ex:q 1.6e0",
        ],
        {2: 1, 4: 1, 5: 1},
    ),
    of_property(
        "lessThanOrEquals",
        "sh:lessThanOrEquals ex:q",
        ["ex:p 2 ; ex:q 2.0", "ex:p 3 ; ex:q 2", 'ex:p "a" ; ex:q "b"', 'ex:p "b" ; ex:q "a"', "ex:q 1"],
        {2: 1, 4: 1},
    ),
    of_node(
        "equalsOfNode",
        "sh:equals ex:q",
        ["ex:self", "ex:notSelf"],
        {"notSelf": 2},
        data="ex:self ex:q ex:self . ex:notSelf ex:q ex:self .",
    ),
    of_node(
        "disjointOfNode",
        "sh:disjoint ex:q",
        ["ex:self2", "ex:notSelf2"],
        {"self2": 1},
        data="ex:self2 ex:q ex:self2 . ex:notSelf2 ex:q ex:self2 .",
    ),
]

INNER = """
ex:{0}_text a sh:NodeShape ; sh:datatype xsd:string .
ex:{0}_short a sh:NodeShape ; sh:maxLength 2 .
ex:{0}_number a sh:NodeShape ; sh:datatype xsd:integer .
ex:{0}_hasQ a sh:NodeShape ; sh:property ex:{0}_q .
ex:{0}_q a sh:PropertyShape ; sh:path ex:q ; sh:minCount 1 ; sh:nodeKind sh:IRI ; sh:message "{0}" .
"""


def of_shapes(name, constraint, rows, bad, but=None, more=""):
    inner = INNER.format(name)
    constraint = constraint.replace("_", f"ex:{name}_")
    return of_property(name, constraint, rows, bad, but, more, inner)


NEIGHBOURS = "\nex:withQ ex:q ex:a . ex:withTextQ ex:q 'text' .\n"
LOGIC = [
    of_shapes("not", "sh:not _text", values('"a"', "1", "ex:a", '"a", "b", 1'), {1: 1, 4: 2}),
    of_shapes("notNode", "sh:not _hasQ", values("ex:withQ", "ex:withTextQ", '"a"'), {1: 1}),
    of_shapes("and", "sh:and ( _text _short )", values('"a"', "1", '"abc"', "100"), {2: 1, 3: 1, 4: 1}),
    of_shapes("or", "sh:or ( _text _short )", values('"abc"', "1", "100", "[]"), {3: 1, 4: 1}),
    of_shapes("xone", "sh:xone ( _text _short )", values('"abc"', "1", "100", '"a"'), {3: 1, 4: 1}),
    of_shapes(
        "orNode",
        "sh:or ( _hasQ _text )",
        values("ex:withQ", "ex:withTextQ", '"a"', "1"),
        {2: 1, 4: 1},
        more=NEIGHBOURS,
    ),
    of_shapes("node", "sh:node _text", values('"a"', "1", '"a", 1, 2'), {2: 1, 3: 2}),
    of_shapes("nodeNode", "sh:node _hasQ", values("ex:withQ", "ex:withTextQ", "ex:a"), {2: 1, 3: 1}),
    of_shapes(
        "property",
        "sh:property _q",
        values("ex:withQ", "ex:withTextQ", "ex:a", "ex:a, ex:b, 1", ""),
        {"withTextQ": 1, "a": 2, "b": 1, "1": 1},
    ),
    of_shapes(
        "deep",
        "sh:or ( [ sh:not [ sh:or ( _text _number ) ] ] _short )",
        values('"abc"', '"a"', "100", "1.5"),
        {1: 1, 3: 1},
    ),
    Case(
        "choice",
        """ex:choice a sh:NodeShape ; sh:targetNode ex:choice-1, ex:choice-2, ex:choice-3 ; sh:message "choice" ;
            sh:xone ( [ sh:property [ sh:path ex:p ; sh:minCount 1 ] ]
                      [ sh:property [ sh:path ex:q ; sh:minCount 1 ; sh:maxCount 1 ] ] ) .""",
        "ex:choice-1 ex:p 1 . ex:choice-2 ex:p 1 ; ex:q 1 . ex:choice-3 ex:q 1, 2 .",
        {"choice-2": 1, "choice-3": 1},
    ),
]

QUALIFIED = [
    of_shapes(
        "qualifiedMin",
        "sh:qualifiedValueShape _text ; sh:qualifiedMinCount 2",
        values('"a", "b"', '"a", 1', "", '"a", "b", "c", 1'),
        {2: 1, 3: 1},
    ),
    of_shapes(
        "qualifiedMax",
        "sh:qualifiedValueShape _text ; sh:qualifiedMaxCount 1",
        values('"a"', '"a", "b"', "", "1, 2, 3"),
        {2: 1},
    ),
    of_shapes(
        "qualifiedBoth",
        "sh:qualifiedValueShape _number ; sh:qualifiedMinCount 1 ; sh:qualifiedMaxCount 1",
        values("1", "", "1, 2"),
        {2: 1, 3: 1},
    ),
    Case(
        "siblings",
        """ex:siblings a sh:NodeShape ; sh:targetNode ex:siblings-1, ex:siblings-2, ex:siblings-3 ;
             sh:property ex:siblings_thumb, ex:siblings_finger .
           ex:siblings_thumb a sh:PropertyShape ; sh:path ex:digit ; sh:qualifiedValueShape [ sh:class ex:Thumb ] ;
             sh:qualifiedValueShapesDisjoint true ; sh:qualifiedMinCount 1 ; sh:qualifiedMaxCount 1 ; sh:message "siblings" .
           ex:siblings_finger a sh:PropertyShape ; sh:path ex:digit ; sh:qualifiedValueShape [ sh:class ex:Finger ] ;
             sh:qualifiedValueShapesDisjoint true ; sh:qualifiedMinCount 1 ; sh:message "siblings" .""",
        """ex:siblings-1 ex:digit ex:thumb, ex:finger . ex:siblings-2 ex:digit ex:both, ex:thumb .
           ex:siblings-3 ex:digit ex:thumb, ex:thumb2, ex:finger .
           ex:thumb a ex:Thumb . ex:thumb2 a ex:Thumb . ex:finger a ex:Finger . ex:both a ex:Thumb, ex:Finger .""",
        {"siblings-2": 1, "siblings-3": 1},
    ),
]

OTHERS = [
    of_property("hasValue", 'sh:hasValue "a"', values('"a", "b"', '"b"', "", '"a"@en'), {2: 1, 3: 1, 4: 1}),
    of_property("hasValues", "sh:hasValue ex:a, ex:b", values("ex:a, ex:b, ex:c", "ex:a", ""), {2: 1, 3: 2}),
    of_property(
        "in",
        'sh:in ( ex:a "b" 3 )',
        values("ex:a", '"b"', "3", '"3"', '"b"@en', "ex:b, ex:c", '"03"^^xsd:integer'),
        {4: 1, 5: 1, 6: 2, 7: 1},
    ),
    of_property("inNothing", "sh:in ()", values("ex:a", ""), {1: 1}),
    of_node("hasValueOfNode", "sh:hasValue ex:a", ["ex:a", "ex:b"], {"b": 1}),
    of_node("inOfNode", "sh:in ( ex:a )", ["ex:a", "ex:b"], {"b": 1}),
    of_node("patternOfNode", 'sh:pattern "a$"', ["ex:a", "ex:b"], {"b": 1}),
    of_node(
        "closed",
        "sh:closed true ; sh:ignoredProperties ( rdf:type ) ; sh:property ex:closed_p, ex:closed_inverse",
        ["ex:closed-1", "ex:closed-2", "ex:closed-3"],
        {"closed-2": 3},
        data="""ex:closed-1 a ex:Other ; ex:p 1 . ex:closed-2 ex:p 1 ; ex:q 1, 2 ; ex:r ex:a .
                ex:closed-3 ex:p 1 .""",
        shapes="""ex:closed_p a sh:PropertyShape ; sh:path ex:p ; sh:minCount 1 ; sh:message "closed" .
                  ex:closed_inverse a sh:PropertyShape ; sh:path [ sh:inversePath ex:r ] ; sh:message "closed" .""",
    ),
    of_node("closedNot", "sh:closed false", ["ex:closedNot-1"], {}, data="ex:closedNot-1 ex:p 1 ."),
]


def of_path(name, path, data, bad, but=None):
    nodes = [f"ex:{name}-1", f"ex:{name}-2"]
    return Case(
        name,
        f"ex:{name} a sh:NodeShape ; sh:targetNode {', '.join(nodes)} ; sh:property ex:{name}_p .\n"
        f'ex:{name}_p a sh:PropertyShape ; sh:path {path} ; sh:message "{name}" ; sh:nodeKind sh:IRI ; sh:maxCount 2 .',
        data.replace("_", f"ex:{name}-"),
        {f"{name}-{number}": count for number, count in bad.items()},
        but or {},
    )


PATHS = [
    of_path(
        "inverse",
        "[ sh:inversePath ex:p ]",
        "_a ex:p _1, _2 . _b ex:p _1 . _c ex:p _1 . [] ex:p _2 .",
        {1: 1, 2: 1},
    ),
    of_path(
        "sequence", "( ex:p ex:q )", "_1 ex:p _a, _b . _a ex:q 1 . _b ex:q 1, _c, _d . _2 ex:p _c .", {1: 2}
    ),
    of_path(
        "alternative",
        "[ sh:alternativePath ( ex:p ex:q ) ]",
        "_1 ex:p _a, 1 ; ex:q _a, 2 . _2 ex:p _a ; ex:q _a, _b .",
        {1: 3},
    ),
    of_path(
        "zeroOrMore", "[ sh:zeroOrMorePath ex:p ]", "_1 ex:p _a . _a ex:p _1, _b . _2 ex:p 1 .", {1: 1, 2: 1}
    ),
    of_path(
        "oneOrMore", "[ sh:oneOrMorePath ex:p ]", "_1 ex:p _a . _a ex:p _1, _b . _2 ex:p _x, _y .", {1: 1}
    ),
    of_path(
        "zeroOrOne", "[ sh:zeroOrOnePath ex:p ]", "_1 ex:p _a, _b . _a ex:p 1 . _2 ex:p 1 .", {1: 1, 2: 1}
    ),
    of_path(
        "mixed",
        "( [ sh:zeroOrMorePath [ sh:alternativePath ( ex:p [ sh:inversePath ex:q ] ) ] ] ex:r )",
        "_1 ex:p _a . _b ex:q _a ; ex:r 1, 2 . _a ex:r 1 . _2 ex:r _a .",
        {1: 2},
    ),
    of_path(
        "backwards",
        "[ sh:inversePath ( ex:p ex:q ) ]",
        "_a ex:p _b . _b ex:q _1 . [] ex:p _b . [] ex:p _c . _c ex:q _2 .",
        {1: 1, 2: 1},
        {"pyshacl": "it does not go a sequence backwards, against SHACL, section 2.3.1.3"},
    ),
]

TARGETS = [
    Case(
        "targetClass",
        'ex:targetClass a sh:NodeShape ; sh:targetClass ex:TargetClass ; sh:message "targetClass" ; sh:nodeKind sh:Literal .',
        """ex:targetClass-1 a ex:TargetClass . ex:targetClass-2 a ex:SubTargetClass . ex:targetClass-3 a ex:Other .
           ex:SubTargetClass rdfs:subClassOf ex:TargetClass .""",
        {"targetClass-1": 1, "targetClass-2": 1},
    ),
    Case(
        "Implicit",
        'ex:Implicit a sh:NodeShape, rdfs:Class ; sh:message "Implicit" ; sh:nodeKind sh:Literal .',
        "ex:implicit-1 a ex:Implicit . ex:implicit-2 a ex:Other .",
        {"implicit-1": 1},
    ),
    Case(
        "OfOwl",
        'ex:OfOwl a sh:NodeShape, <http://www.w3.org/2002/07/owl#Class> ; sh:message "OfOwl" ; sh:nodeKind sh:Literal .',
        "ex:ofOwl-1 a ex:OfOwl . ex:ofOwl-2 a ex:Other .",
        {"ofOwl-1": 1},
    ),
    Case(
        "subjects",
        'ex:subjects a sh:NodeShape ; sh:targetSubjectsOf ex:subjectsOf ; sh:message "subjects" ; sh:nodeKind sh:Literal .',
        "ex:subjects-1 ex:subjectsOf ex:subjects-2, 1 .",
        {"subjects-1": 1},
    ),
    Case(
        "objects",
        'ex:objects a sh:NodeShape ; sh:targetObjectsOf ex:objectsOf ; sh:message "objects" ; sh:nodeKind sh:BlankNode .',
        'ex:objects-1 ex:objectsOf ex:objects-2, "text", [] . ex:objects-3 ex:objectsOf ex:objects-2 .',
        {"objects-2": 1, "text": 1},
    ),
    Case(
        "targetProperty",
        """ex:targetProperty a sh:PropertyShape ; sh:targetNode ex:targetProperty-1, ex:targetProperty-2 ; sh:path ex:p ;
           sh:minCount 1 ; sh:class ex:Class ; sh:message "targetProperty" .""",
        "ex:targetProperty-1 ex:p ex:other .",
        {"targetProperty-1": 1, "targetProperty-2": 1},
    ),
    Case(
        "several",
        """ex:several a sh:NodeShape ; sh:targetNode ex:several-1, ex:several-2 ; sh:targetClass ex:Several ;
           sh:targetSubjectsOf ex:severalOf ; sh:property ex:several_p .
           ex:several_p a sh:PropertyShape ; sh:path ex:p ; sh:minCount 1 ; sh:message "several" .""",
        "ex:several-1 a ex:Several ; ex:severalOf 1 . ex:several-3 ex:severalOf 1 .",
        {"several-1": 1, "several-2": 1, "several-3": 1},
    ),
]

SAID = [
    Case(
        "deactivated",
        """ex:deactivated a sh:NodeShape ; sh:targetNode ex:deactivated-1 ; sh:property ex:deactivated_p, ex:deactivated_q .
           ex:deactivated_p a sh:PropertyShape ; sh:path ex:p ; sh:deactivated true ; sh:minCount 1 ; sh:message "no" .
           ex:deactivated_q a sh:PropertyShape ; sh:path ex:q ; sh:deactivated false ; sh:minCount 1 ; sh:message "yes" .""",
        "",
        {"deactivated-1": 1},
    ),
    of_property(
        "deactivatedWithin",
        "sh:node [ sh:deactivated true ; sh:nodeKind sh:Literal ] ; sh:not [ sh:deactivated true ; sh:nodeKind sh:Literal ]",
        values("ex:a"),
        {1: 1},
    ),
    Case(
        "deactivatedNode",
        'ex:deactivatedNode a sh:NodeShape ; sh:targetNode ex:a ; sh:deactivated true ; sh:nodeKind sh:Literal ; sh:message "no" .',
        "",
        {},
    ),
    *(
        Case(
            f"severity{level.partition(':')[2]}",
            f"""ex:severity{level.partition(":")[2]} a sh:NodeShape ; sh:targetNode ex:severe ; sh:severity {level} ;
                sh:nodeKind sh:Literal ; sh:message "severity" .""",
            "",
            {"severe": 1},
        )
        for level in ("sh:Warning", "sh:Info", "sh:Violation", "ex:Own")
    ),
    Case(
        "messages",
        'ex:messages a sh:NodeShape ; sh:targetNode ex:a ; sh:nodeKind sh:Literal ; sh:message "one"@en, "eins"@de .',
        "",
        {"a": 1},
    ),
]

CASES = [
    *CARDINALITY,
    *TYPES,
    *RANGES,
    *STRINGS,
    *PAIRS,
    *LOGIC,
    *QUALIFIED,
    *OTHERS,
    *PATHS,
    *TARGETS,
    *SAID,
]
