"""Shapes as values: what a shapes graph says, checked and typed, before it is compiled.

Source: SHACL (W3C Recommendation, 20 July 2017), sections 2 to 4 and the syntax rules of appendix C.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from llm_kg.rdf import RDF, SH
from llm_kg.tokens import iri_token
from llm_kg.validation.paths import Path

__all__ = [
    "KNOWN_TERMS",
    "PARAMETERS",
    "Constraint",
    "Parameter",
    "Shape",
    "SparqlConstraint",
    "Target",
    "Value",
    "sh",
]


def sh(name: str) -> str:
    """Return the token of a term of SHACL.

    >>> sh("path")
    '<http://www.w3.org/ns/shacl#path>'
    """
    return iri_token(SH[name])


@dataclass(frozen=True, slots=True)
class Parameter:
    """What SHACL asks of the values of a constraint parameter.

    `kind` says what a value is: `iri`, `count`, `boolean`, `literal`, `text`, `term`, `shape`, `shapes` (a
    list), `terms` (a list), `texts` (a list). `several` tells whether a shape may have more than one
    value, `on_values` whether property shapes alone may have it.
    """

    component: str
    kind: str
    several: bool = False
    on_values: bool = False


#: The constraint parameters of SHACL Core, by name; those that come beside another have no entry.
PARAMETERS: Final[Mapping[str, Parameter]] = {
    "class": Parameter("ClassConstraintComponent", "iri", several=True),
    "datatype": Parameter("DatatypeConstraintComponent", "iri"),
    "nodeKind": Parameter("NodeKindConstraintComponent", "iri"),
    "minCount": Parameter("MinCountConstraintComponent", "count", on_values=True),
    "maxCount": Parameter("MaxCountConstraintComponent", "count", on_values=True),
    "minExclusive": Parameter("MinExclusiveConstraintComponent", "literal"),
    "minInclusive": Parameter("MinInclusiveConstraintComponent", "literal"),
    "maxExclusive": Parameter("MaxExclusiveConstraintComponent", "literal"),
    "maxInclusive": Parameter("MaxInclusiveConstraintComponent", "literal"),
    "minLength": Parameter("MinLengthConstraintComponent", "count"),
    "maxLength": Parameter("MaxLengthConstraintComponent", "count"),
    "pattern": Parameter("PatternConstraintComponent", "text"),
    "languageIn": Parameter("LanguageInConstraintComponent", "texts"),
    "uniqueLang": Parameter("UniqueLangConstraintComponent", "boolean", on_values=True),
    "equals": Parameter("EqualsConstraintComponent", "iri", several=True),
    "disjoint": Parameter("DisjointConstraintComponent", "iri", several=True),
    "lessThan": Parameter("LessThanConstraintComponent", "iri", several=True, on_values=True),
    "lessThanOrEquals": Parameter("LessThanOrEqualsConstraintComponent", "iri", several=True, on_values=True),
    "not": Parameter("NotConstraintComponent", "shape", several=True),
    "and": Parameter("AndConstraintComponent", "shapes", several=True),
    "or": Parameter("OrConstraintComponent", "shapes", several=True),
    "xone": Parameter("XoneConstraintComponent", "shapes", several=True),
    "node": Parameter("NodeConstraintComponent", "shape", several=True),
    "property": Parameter("PropertyShapeComponent", "shape", several=True),
    "qualifiedValueShape": Parameter("QualifiedValueShapeConstraintComponent", "shape", on_values=True),
    "closed": Parameter("ClosedConstraintComponent", "boolean"),
    "hasValue": Parameter("HasValueConstraintComponent", "term", several=True),
    "in": Parameter("InConstraintComponent", "terms"),
}

#: Terms of SHACL that a shapes graph may use besides: what stands beside a parameter, what is said of
#: shapes, and SHACL-SPARQL and the Advanced Features.
_BESIDES: Final = """
    flags ignoredProperties qualifiedMinCount qualifiedMaxCount qualifiedValueShapesDisjoint
    path inversePath alternativePath zeroOrMorePath oneOrMorePath zeroOrOnePath
    targetNode targetClass targetSubjectsOf targetObjectsOf target deactivated severity message
    name description order group defaultValue shapesGraph entailment suggestedShapesGraph
    declare prefix namespace prefixes select ask construct update sparql
    parameter optional labelTemplate validator nodeValidator propertyValidator
    resultAnnotation annotationProperty annotationVarName annotationValue
    rule condition subject predicate object expression filterShape nodes intersection union minus
    exists if then else count distinct groupConcat separator limit offset orderBy asc desc min max sum
    returnType js jsFunctionName jsLibrary jsLibraryURL
    conforms result focusNode resultPath value sourceShape sourceConstraint sourceConstraintComponent
    resultSeverity resultMessage detail shapesGraphWellFormed
"""
KNOWN_TERMS: Final = frozenset(_BESIDES.split()) | frozenset(PARAMETERS)

#: The parameters that no compiled check stands for: pySHACL is asked.
HANDED_OVER: Final = ("expression", "rule", "target")


@dataclass(frozen=True, slots=True)
class Target:
    """What the focus nodes of a shape are: `kind` is `node`, `class`, `subjectsOf` or `objectsOf`."""

    kind: str
    term: str


@dataclass(frozen=True, slots=True)
class SparqlConstraint:
    """A SPARQL-based constraint: its node, its query with the prefixes that it names, its messages."""

    node: str
    select: str
    prefixes: Mapping[str, str]
    messages: tuple[str, ...]


Value: TypeAlias = "str | int | bool | tuple[str, ...] | Shape | tuple[Shape, ...] | SparqlConstraint"


@dataclass(frozen=True, slots=True)
class Constraint:
    """A constraint of a shape: the parameter that declares it, its value, and what stands beside it."""

    parameter: str
    value: Value
    beside: Mapping[str, Value | None]


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """A node shape, or with a path a property shape. Terms are tokens."""

    node: str
    path: Path | None
    targets: tuple[Target, ...]
    constraints: tuple[Constraint, ...]
    severity: str
    messages: tuple[str, ...]
    deactivated: bool
    #: The parameters that only pySHACL checks, by name.
    beyond: tuple[str, ...]

    def of(self, parameter: str) -> list[Constraint]:
        """Return the constraints that a parameter declares."""
        return [constraint for constraint in self.constraints if constraint.parameter == parameter]


FIRST, REST, NIL = (iri_token(RDF[name]) for name in ("first", "rest", "nil"))
