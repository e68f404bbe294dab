"""Graphs against shapes, by pySHACL."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from llm_kg.assets import asset
from llm_kg.errors import ShapesError
from llm_kg.findings import Severity
from llm_kg.rdf import IRI, SH, Literal, Statement, Term, to_rdflib

if TYPE_CHECKING:
    import rdflib

__all__ = ["Result", "check"]

_SEVERITIES = {"Violation": Severity.ERROR, "Warning": Severity.WARNING, "Info": Severity.INFO}


@dataclass(frozen=True, slots=True)
class Result:
    """One result of a validation report: which node breaks which shape, by which value."""

    focus: IRI
    path: IRI | None
    value: Term | None
    message: str
    severity: Severity
    shape: str
    component: str


def check(statements: Iterable[Statement], shapes: Path | None = None) -> list[Result]:
    """Return the results of validating statements against shapes, in a fixed order.

    Raises
    ------
    ShapesError
        The shapes cannot be read, or hold what pySHACL cannot check.
    """
    import pyshacl
    import rdflib

    data = rdflib.Graph()
    for triple in to_rdflib((s for s in statements if s.graph is None), {}).triples((None, None, None)):
        data.add(triple)
    path = shapes or asset("shapes", "llm-kg.ttl")
    try:
        ours = _shapes(path)
    except OSError as error:
        raise ShapesError(f"{path}: cannot be read: {error.strerror or error}") from None
    except Exception as error:  # the parser's errors share no base
        raise ShapesError(f"{path}: this is not valid Turtle: {error}") from None
    try:
        _, report, _ = pyshacl.validate(data, shacl_graph=ours, inplace=True)
    except Exception as error:  # pySHACL's and rdflib's errors share no base
        raise ShapesError(f"the shapes cannot be checked: {error}") from None
    if not isinstance(report, rdflib.Graph):
        raise ShapesError(f"the shapes cannot be checked: {report}")
    return sorted(_results(report), key=lambda r: (r.focus, r.path or "", str(r.value), r.shape))


@cache
def _shapes(path: Path) -> rdflib.Graph:
    import rdflib

    return rdflib.Graph().parse(path, format="turtle")


def _results(report: rdflib.Graph) -> Iterable[Result]:
    import rdflib

    def node(name: str) -> rdflib.URIRef:
        return rdflib.URIRef(SH[name])

    for result in report.subjects(rdflib.RDF.type, node("ValidationResult")):
        path, value = report.value(result, node("resultPath")), report.value(result, node("value"))
        severity = str(report.value(result, node("resultSeverity"))).removeprefix(SH)
        messages = sorted(map(str, report.objects(result, node("resultMessage"))))
        yield Result(
            IRI(str(report.value(result, node("focusNode")))),
            IRI(str(path)) if isinstance(path, rdflib.URIRef) else None,
            None if value is None else _term(value),
            messages[0] if messages else "",
            _SEVERITIES.get(severity, Severity.ERROR),
            str(report.value(result, node("sourceShape"))),
            str(report.value(result, node("sourceConstraintComponent"))).removeprefix(SH),
        )


def _term(node: rdflib.term.Node) -> Term:
    import rdflib

    if isinstance(node, rdflib.Literal):
        datatype = str(node.datatype) if node.datatype else Literal("").datatype
        return Literal(str(node), datatype, node.language)
    return IRI(str(node))
