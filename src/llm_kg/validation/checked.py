"""What is left of models whose graph breaks shapes, and what the results mean for those who wrote them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from llm_kg.findings import Finding, Findings
from llm_kg.graph import BASE, Graph, Provenance, build
from llm_kg.rdf import IRI, LLMKG, Statement
from llm_kg.reconciliation import Models, reconcile
from llm_kg.records import Claim
from llm_kg.rules import Severity
from llm_kg.sources import bundled_paths, read
from llm_kg.validation.checking import Engine, check
from llm_kg.validation.data import Nodes
from llm_kg.validation.report import jsonld, turtle
from llm_kg.validation.results import Result, finding_of

__all__ = ["Checked", "Report", "build_checked", "bundled", "findings_of", "validate"]


@dataclass(frozen=True, slots=True)
class Report:
    """A validation report: whether the graph conforms, and the results with their findings."""

    results: tuple[Result, ...]
    findings: tuple[Finding, ...]

    @property
    def conforms(self) -> bool:
        """Whether no result is an error."""
        return not any(result.severity == Severity.ERROR for result in self.results)

    def to_turtle(self) -> str:
        """Return the results as a validation report of SHACL in Turtle."""
        return "".join(turtle(self.results))

    def to_jsonld(self) -> str:
        """Return the results as a validation report of SHACL in JSON-LD."""
        return "".join(jsonld(self.results))


@dataclass(frozen=True, slots=True)
class Checked:
    """A graph that conforms, the models in it, and findings on what was left out."""

    graph: Graph
    models: Models
    findings: Findings


def validate(
    graph: Graph | Iterable[Statement] | Nodes, *, shapes: Path | None = None, engine: Engine = "auto"
) -> Report:
    """Return what SHACL says of a graph; results on a graph that was read have places.

    Raises
    ------
    ShapesError
        The shapes cannot be read or checked.
    """
    results = check(graph.nodes() if isinstance(graph, Graph) else graph, shapes, engine)
    if not isinstance(graph, Graph):
        return Report(tuple(results), tuple(finding_of(r) for r in results))
    return Report(tuple(results), tuple(findings_of(graph, results)))


def build_checked(
    models: Models,
    *,
    base: str = BASE,
    provenance: Provenance = "source",
    standard_terms: bool = True,
    conflicts: bool = False,
) -> Checked:
    """Build the graph of models and leave out what breaks an error-level shape.

    A bad value costs itself: its claim is refused, and the model decided anew. A model that breaks a
    shape by no value of a claim is left out as a whole. Both are findings.

    Raises
    ------
    ShapesError
        The shapes cannot be checked, or nothing that was left out mends the graph.
    """
    findings = Findings()
    rejected: set[Claim] = set()
    left_out: set[str] = set()
    while True:
        graph = build(
            models,
            base=base,
            provenance=provenance,
            standard_terms=standard_terms,
            conflicts=conflicts,
        )
        results = check(graph.nodes())
        before = (len(rejected), len(left_out))
        findings.extend(findings_of(graph, results))
        for result in results:
            blamed = _blame(graph, result)
            if result.severity == Severity.ERROR:
                rejected.update(blamed)
                if not blamed:
                    left_out.update(_models_of(graph, result.node))
        if all(result.severity < Severity.ERROR for result in results):
            return Checked(graph, models, findings)
        if (len(rejected), len(left_out)) == before:
            return Checked(graph, models, findings)
        models = models.without(rejected, left_out)


def bundled() -> Models:
    """Return the models of the bundled dataset.

    >>> bundled()["GPT-3"].organization
    ('OpenAI',)
    """
    return reconcile(read(*bundled_paths()))


def _blame(graph: Graph, result: Result) -> tuple[Claim, ...]:
    """Return the claims that state what a result is about: the value, else the path, else the node."""
    if result.path is not None and result.value is not None:
        exact = Statement(result.node, result.path, result.value)
        if claims := graph.claims.get(exact):
            return claims
    about = [s for s in graph.claims if s.subject == result.node]
    on_path = [s for s in about if s.predicate == result.path]
    if result.path is not None and LLMKG["earliestDate"] == result.path:
        on_path = [s for s in about if s.predicate == LLMKG["dateCreated"]]
    chosen = on_path or ([] if result.node in graph.models else about)
    claims_ = dict.fromkeys(claim for statement in chosen for claim in graph.claims[statement])
    return tuple(claims_) or graph.mentions.get(result.node, ())


def findings_of(graph: Graph, results: Iterable[Result]) -> list[Finding]:
    """Return a finding for each result; of results on one claim the first on a model is told."""
    told: dict[object, Finding] = {}
    for result in sorted(
        results, key=lambda r: (r.component.startswith("SPARQL"), r.node not in graph.models)
    ):
        blamed = _blame(graph, result)
        name = graph.names.get(result.node)
        told.setdefault(blamed or result, finding_of(result, blamed, name))
    return list(told.values())


def _models_of(graph: Graph, focus: IRI) -> list[str]:
    return [key for iri, key in graph.models.items() if focus == iri or focus.startswith(f"{iri}/")]
