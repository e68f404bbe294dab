"""What no compiled check stands for: pySHACL on the whole graph."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from llm_kg.errors import ShapesError
from llm_kg.rdf import IRI, RDF, SH, XSD, Literal, Statement, Term, to_rdflib
from llm_kg.tokens import term_of, token_of
from llm_kg.validation.compilation import CompiledShapes
from llm_kg.validation.data import TYPE, Nodes
from llm_kg.validation.results import Result, severity_of
from llm_kg.validation.shapes import Shape, sh

if TYPE_CHECKING:
    import rdflib

__all__ = ["check_by_pyshacl", "graph_of", "results_of"]

_SHAPES = frozenset(map(sh, ("NodeShape", "PropertyShape")))
_TARGETS = frozenset(map(sh, ("target", "targetNode", "targetClass", "targetSubjectsOf", "targetObjectsOf")))


def check_by_pyshacl(
    nodes: Nodes, shapes: CompiledShapes, only: tuple[Shape, ...] | None = None
) -> list[Result]:
    """Return what pySHACL says of a graph: of all shapes, or of some that have targets.

    Raises
    ------
    ShapesError
        The shapes hold what pySHACL cannot check.
    """
    import pyshacl
    import rdflib

    advanced = any(shape.beyond for shape in shapes.handed_over)
    asked = shapes.nodes if only is None else _targeting(shapes.nodes, only)
    try:
        with _unheard("rdflib.term"):  # which tells of each ill-formed literal, as the report does
            _, report, _ = pyshacl.validate(
                graph_of(nodes), shacl_graph=graph_of(asked), advanced=advanced, inplace=not advanced
            )
    except Exception as error:  # pySHACL's and rdflib's errors share no base
        problem = getattr(error, "message", None) or str(error) or type(error).__name__
        raise ShapesError(f"the shapes cannot be checked: {' '.join(problem.split())}") from None
    if not isinstance(report, rdflib.Graph):
        raise ShapesError(f"the shapes cannot be checked: {report}")
    return list(results_of(report, shapes))


@contextmanager
def _unheard(name: str) -> Iterator[None]:
    """Keep a logger and Python's warnings silent."""
    logger = logging.getLogger(name)
    was_disabled, logger.disabled = logger.disabled, True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.disabled = was_disabled


def _targeting(nodes: Nodes, chosen: tuple[Shape, ...]) -> Nodes:
    """Return a shapes graph in which no other shapes have targets."""
    kept = {shape.node for shape in chosen}
    return {node: about if node in kept else _without_targets(about) for node, about in nodes.items()}


def _without_targets(about: Mapping[str, Sequence[str]]) -> Mapping[str, Sequence[str]]:
    """Return what is said of a node without its targets, and without its being a class and so a target."""
    left = {predicate: values for predicate, values in about.items() if predicate not in _TARGETS}
    if _SHAPES.intersection(left.get(TYPE, ())):
        left[TYPE] = [one for one in left[TYPE] if one in _SHAPES]
    return left


def graph_of(nodes: Nodes) -> rdflib.Graph:
    """Return nodes of tokens as a graph of rdflib, whose lexical forms are those of the tokens."""
    import rdflib

    statements = (
        Statement(_iri(subject), _iri(predicate), term_of(value))
        for subject, about in nodes.items()
        for predicate, values in about.items()
        for value in values
    )
    graph = rdflib.Graph()
    for triple in to_rdflib(statements, {}).triples((None, None, None)):
        graph.add(triple)
    return graph


def _iri(token: str) -> IRI:
    return IRI(token[1:-1] if token.startswith("<") else token)


def results_of(report: rdflib.Graph, shapes: CompiledShapes) -> Iterator[Result]:
    """Yield the results of a validation report, which is a graph."""
    import rdflib

    def node(name: str) -> rdflib.URIRef:
        return rdflib.URIRef(SH[name])

    # Not every result of the graph: some are but the details of others.
    for result in report.objects(None, node("result")):
        path, value = report.value(result, node("resultPath")), report.value(result, node("value"))
        level = IRI(str(report.value(result, node("resultSeverity"))))
        messages = sorted(
            one
            for one in map(_term, report.objects(result, node("resultMessage")))
            if isinstance(one, Literal)
        )
        constraint = report.value(result, node("sourceConstraint"))
        shape = _term(report.value(result, node("sourceShape")))
        yield Result(
            _term(report.value(result, node("focusNode"))),
            IRI(str(path)) if isinstance(path, rdflib.URIRef) else None,
            None if value is None else _term(value),
            messages[0].lexical if messages else "",
            severity_of(level),
            str(shape),
            str(report.value(result, node("sourceConstraintComponent"))).removeprefix(SH),
            level,
            tuple(messages),
            shapes.paths.get(token_of(shape)) if isinstance(path, rdflib.BNode) else None,
            None if constraint is None else str(_term(constraint)),
        )


def _term(node: rdflib.term.Node | None) -> Term:
    import rdflib

    if isinstance(node, rdflib.Literal):
        plain = RDF["langString"] if node.language else XSD["string"]
        return Literal(str(node), IRI(node.datatype or plain), node.language)
    return IRI(f"_:{node}" if isinstance(node, rdflib.BNode) else str(node))
