"""From a shapes graph to shapes: every syntax rule that is broken is an error that names the shape."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, cast

from llm_kg.errors import QueryError
from llm_kg.rdf import OWL, RDFS, SH
from llm_kg.sparql import graphs_of
from llm_kg.tokens import iri_token
from llm_kg.validation.data import TYPE, Data, Hierarchy, Nodes
from llm_kg.validation.paths import Alternative, Inverse, Path, Predicate, Repeat, Sequence, values
from llm_kg.validation.shapes import (
    FIRST,
    HANDED_OVER,
    KNOWN_TERMS,
    NIL,
    PARAMETERS,
    Constraint,
    Shape,
    SparqlConstraint,
    Target,
    Value,
    sh,
)
from llm_kg.validation.terms import Terms, lexical

__all__ = ["ShapesGraph", "read_shapes"]

_TARGETS: Final = {
    sh("targetNode"): "node",
    sh("targetClass"): "class",
    sh("targetSubjectsOf"): "subjectsOf",
    sh("targetObjectsOf"): "objectsOf",
}
_NODE_KINDS: Final = frozenset(
    map(sh, ("IRI", "BlankNode", "Literal", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral"))
)
_REPEATS: Final = {"zeroOrMorePath": (0, True), "oneOrMorePath": (1, True), "zeroOrOnePath": (0, False)}
_SHAPE_CLASSES: Final = (sh("NodeShape"), sh("PropertyShape"))
# OWL says that its classes are RDF's, so that no shapes graph says it again.
_CLASSES: Final = (iri_token(RDFS["Class"]), iri_token(OWL["Class"]))
_IMPORTS: Final = iri_token(OWL["imports"])
_SH: Final = f"<{SH}"
_CODE: Final = frozenset(map(sh, ("js", "jsFunctionName", "jsLibrary", "jsLibraryURL")))
# What makes a shape do something without a target that is known here.
_ACTIVE: Final = frozenset(("sh:target", "sh:rule"))


@dataclass(frozen=True, slots=True)
class ShapesGraph:
    """The shapes that have targets, all paths by shape, and what takes no part, for people to know."""

    shapes: tuple[Shape, ...]
    paths: Mapping[str, Path]
    notes: tuple[str, ...]


def read_shapes(nodes: Nodes, where: str) -> ShapesGraph:
    """Return the shapes of a graph that have targets. `where` names the file in errors.

    Raises
    ------
    ShapesError
        A shape breaks a syntax rule of SHACL, or refers to itself.
    """
    return _Reader(nodes, where).read()


class _Reader(Terms):
    def __init__(self, nodes: Nodes, where: str) -> None:
        hierarchy = Hierarchy()
        subclass = iri_token(RDFS["subClassOf"])
        for node, statements in nodes.items():
            if subclass in statements:
                hierarchy.learn(node, statements[subclass])
        super().__init__(Data(nodes, hierarchy), where)
        self._read: dict[str, Shape] = {}
        self._open: list[str] = []
        # The parameters of constraint components that the graph itself declares.
        self._custom = {
            path
            for statements in nodes.values()
            if sh("ConstraintComponent") in statements.get(TYPE, ())
            for parameter in statements.get(sh("parameter"), ())
            for path in self._data.objects(parameter, sh("path"))
        }

    def read(self) -> ShapesGraph:
        self._know_every_term()
        found = [self.shape(node) for node in self._data.nodes if self._is_shape(node)]
        notes = (
            f"{self._where}: owl:imports {imported} is not fetched"
            for statements in self._data.nodes.values()
            for imported in statements.get(_IMPORTS, ())
        )
        paths = {shape.node: shape.path for shape in self._read.values() if shape.path}
        active = tuple(one for one in found if one.targets or _ACTIVE.intersection(one.beyond))
        return ShapesGraph(active, paths, tuple(notes))

    def _know_every_term(self) -> None:
        for node, statements in self._data.nodes.items():
            for predicate in statements:
                if predicate.startswith(_SH) and predicate[len(_SH) : -1] not in KNOWN_TERMS:
                    raise self._error(node, f"{_short(predicate)} is no term of SHACL")
                if predicate in _CODE:
                    raise self._error(node, f"{_short(predicate)} is code of a stranger, which is not run")
            for regime in statements.get(sh("entailment"), ()):
                raise self._error(node, f"sh:entailment asks for {regime}, which is not supported")
            for name in ("select", "ask", "construct"):
                for token in statements.get(sh(name), ()):
                    self._parses(node, name, token)

    def _is_shape(self, node: str) -> bool:
        types = self._data.objects(node, TYPE)
        if any(one in _SHAPE_CLASSES for one in types):
            return True
        return any(self._data.objects(node, target) for target in _TARGETS) or (
            bool(self._data.objects(node, sh("target"))) and sh("SPARQLTargetType") not in types
        )

    def shape(self, node: str) -> Shape:
        if node in self._read:
            return self._read[node]
        if node in self._open:
            around = " → ".join((*self._open[self._open.index(node) :], node))
            raise self._error(node, f"it refers to itself ({around}); recursive shapes have no meaning")
        if node.startswith('"'):
            raise self._error(node, "a literal is no shape")
        self._open.append(node)
        shape = self._make(node)
        self._open.pop()
        self._read[node] = shape
        return shape

    def _make(self, node: str) -> Shape:
        paths = self._objects(node, "path")
        types = self._data.objects(node, TYPE)
        if len(paths) > 1:
            raise self._error(node, "it has several values of sh:path")
        if not paths and _SHAPE_CLASSES[1] in types:
            raise self._error(node, "a property shape needs sh:path")
        if paths and _SHAPE_CLASSES[0] in types:
            raise self._error(node, "a node shape has no sh:path")
        severity = self._one(node, "severity") or sh("Violation")
        if not severity.startswith("<"):
            raise self._error(node, f"sh:severity is an IRI, not {severity}")
        deactivated = self._boolean(node, "deactivated")
        messages = tuple(self._objects(node, "message"))
        for message in messages:
            self._text(node, "message", message, tagged=True)
        return Shape(
            node,
            self._path(node, paths[0], ()) if paths else None,
            tuple(self._targets(node)),
            tuple(self._constraints(node, of_values=bool(paths))),
            severity,
            messages,
            deactivated,
            tuple(self._beyond(node)),
        )

    def _targets(self, node: str) -> Iterator[Target]:
        for predicate, kind in _TARGETS.items():
            for term in self._data.objects(node, predicate):
                if term.startswith("_:") or (kind != "node" and not term.startswith("<")):
                    raise self._error(node, f"{_short(predicate)} is {_an(kind)}, not {term}")
                yield Target(kind, term)
        types = self._data.objects(node, TYPE)
        is_class = any(self._data.is_instance(node, one) for one in _CLASSES)
        if is_class and any(one in _SHAPE_CLASSES for one in types):
            yield Target("class", node)

    def _beyond(self, node: str) -> Iterator[str]:
        for name in HANDED_OVER:
            if self._data.objects(node, sh(name)):
                yield f"sh:{name}"
        for predicate in self._data.statements(node):
            if predicate in self._custom and not predicate.startswith(_SH):
                yield predicate

    def _constraints(self, node: str, *, of_values: bool) -> Iterator[Constraint]:
        for name, parameter in PARAMETERS.items():
            found = self._objects(node, name)
            if not found:
                continue
            if len(found) > 1 and not parameter.several:
                raise self._error(node, f"it has several values of sh:{name}")
            if parameter.on_values and not of_values:
                raise self._error(node, f"sh:{name} belongs to property shapes, and this is a node shape")
            for token in found:
                value = self._value(node, name, parameter.kind, token)
                yield Constraint(name, value, self._beside(node, name))
        for token in self._objects(node, "sparql"):
            if constraint := self._sparql(node, token):
                yield Constraint("sparql", constraint, {})

    def _beside(self, node: str, name: str) -> dict[str, Value | None]:
        if name == "pattern":
            flags = self._one(node, "flags")
            return {"flags": "" if flags is None else self._text(node, "flags", flags)}
        if name == "closed":
            ignored = self._one(node, "ignoredProperties")
            listed = () if ignored is None else self._list(node, "ignoredProperties", ignored)
            for term in listed:
                self._iri(node, "ignoredProperties", term)
            return {"ignoredProperties": listed}
        if name == "qualifiedValueShape":
            counts = {key: self._one(node, key) for key in ("qualifiedMinCount", "qualifiedMaxCount")}
            if not any(counts.values()):
                raise self._error(
                    node, "sh:qualifiedValueShape needs sh:qualifiedMinCount or sh:qualifiedMaxCount"
                )
            return {
                **{k: None if v is None else self._count(node, k, v) for k, v in counts.items()},
                "siblings": self._siblings(node)
                if self._boolean(node, "qualifiedValueShapesDisjoint")
                else (),
            }
        return {}

    def _siblings(self, node: str) -> tuple[Shape, ...]:
        """Return the qualified value shapes of the other properties of the shapes that this one is of."""
        own = self._objects(node, "qualifiedValueShape")
        found = {
            sibling: None
            for parent in self._data.subjects(node, sh("property"))
            for other in self._objects(parent, "property")
            for sibling in self._objects(other, "qualifiedValueShape")
            if sibling not in own
        }
        return tuple(map(self.shape, found))

    # Values of parameters

    def _value(self, node: str, name: str, kind: str, token: str) -> Value:
        match kind:
            case "shape":
                if name == "property" and not self._objects(token, "path"):
                    raise self._error(node, f"sh:property {token} is no property shape: it has no sh:path")
                return self.shape(token)
            case "shapes":
                listed = self._list(node, name, token)
                return tuple(map(self.shape, listed))
            case "terms":
                return self._list(node, name, token)
            case "texts":
                return tuple(self._text(node, name, one) for one in self._list(node, name, token))
            case "boolean":
                return self._as_boolean(node, name, token)
            case "term":
                return token
        readers = {"iri": self._iri, "count": self._count, "literal": self._literal, "text": self._text}
        value = cast("Callable[[str, str, str], Value]", readers[kind])(node, name, token)
        if name == "nodeKind" and value not in _NODE_KINDS:
            raise self._error(node, f"sh:nodeKind is one of SHACL's six kinds, not {token}")
        return value

    # Paths

    def _path(self, node: str, token: str, around: tuple[str, ...]) -> Path:
        if token.startswith("<") and token != NIL:
            return Predicate(token)
        if not token.startswith("_:") or token in around:
            raise self._error(node, f"sh:path {token} is no property path")
        around = (*around, token)
        if self._data.objects(token, FIRST):
            return Sequence(self._paths(node, token, around))
        statements = self._data.statements(token)
        found = [(p, objects) for p, objects in statements.items() if p.startswith(_SH)]
        if len(found) != 1 or len(found[0][1]) != 1:
            raise self._error(node, "sh:path is no well-formed property path")
        name, (inner,) = found[0][0][len(_SH) : -1], found[0][1]
        if name == "inversePath":
            return Inverse(self._path(node, inner, around))
        if name == "alternativePath":
            return Alternative(self._paths(node, inner, around))
        if name in _REPEATS:
            return Repeat(self._path(node, inner, around), *_REPEATS[name])
        raise self._error(node, f"sh:{name} is no property path")

    def _paths(self, node: str, head: str, around: tuple[str, ...]) -> tuple[Path, ...]:
        listed = self._list(node, "path", head)
        if len(listed) < 2:
            raise self._error(node, "a list of paths has two members or more")
        return tuple(self._path(node, token, around) for token in listed)

    # SPARQL

    def _sparql(self, node: str, token: str) -> SparqlConstraint | None:
        select = self._one(token, "select")
        if select is None:
            raise self._error(node, f"the SPARQL constraint {token} has no sh:select")
        if self._boolean(token, "deactivated"):
            return None
        text = self._text(node, "select", select)
        prefixes = dict(self._prefixes(token))
        return SparqlConstraint(token, text, prefixes, tuple(self._objects(token, "message")))

    def _prefixes(self, token: str) -> Iterator[tuple[str, str]]:
        """Yield the prefixes that a query may use: those declared where it says, and where that imports."""
        imports = Repeat(Predicate(_IMPORTS), 0, unbounded=True)
        naming = self._objects(token, "prefixes")
        for declaring in dict.fromkeys(one for name in naming for one in values(imports, name, self._data)):
            for declared in self._objects(declaring, "declare"):
                prefix, namespace = self._one(declared, "prefix"), self._one(declared, "namespace")
                if prefix is None or namespace is None:
                    raise self._error(declared, "a declared prefix has one sh:prefix and one sh:namespace")
                yield lexical(prefix), lexical(namespace)

    def _parses(self, node: str, name: str, token: str) -> None:
        import pyoxigraph

        text = self._text(node, name, token)
        try:
            graphs = graphs_of(text.replace("$PATH", "<urn:path>"), dict(self._prefixes(node)))
        except QueryError as error:
            raise self._error(node, f"sh:{name}: {error}") from None
        if graphs:
            raise self._error(node, f"sh:{name}: FROM is refused, for shapes check the graph at hand")
        # What SHACL binds before the query runs stands for a term here.
        bound = text.replace("$PATH", "<urn:path>")
        try:
            found = pyoxigraph.Store().query(bound, prefixes=dict(self._prefixes(node)))
        except (SyntaxError, ValueError) as error:
            problem = str(error).splitlines()[0]
            raise self._error(node, f"sh:{name} is no valid SPARQL query: {problem}") from None
        if name == "select" and not isinstance(found, pyoxigraph.QuerySolutions):
            raise self._error(node, "sh:select is no SELECT query")


def _short(predicate: str) -> str:
    return f"sh:{predicate[len(_SH) : -1]}"


def _an(kind: str) -> str:
    return "an IRI or a literal" if kind == "node" else "an IRI"
