"""Checks for one purpose: whether ORKG's template would take the models."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from llm_kg.assets import asset
from llm_kg.errors import SourceError
from llm_kg.findings import Finding, Findings
from llm_kg.orkg.contributions import Contribution, Value, contributions
from llm_kg.orkg.rdf import orkg_view
from llm_kg.orkg.template import ORKGC, ORKGP, TemplateProperty, load_template
from llm_kg.rdf import RDF, Statement
from llm_kg.reconciliation import Models
from llm_kg.validation import Result, check, validate

__all__ = ["check_template", "check_template_of_graph", "template_path"]


def template_path() -> Path:
    """Return where the template's shapes lie."""
    return asset("shapes", "orkg-template.ttl")


def check_template(models: Models) -> Findings:
    """Return why ORKG's template would refuse models, each at the entry or the value that is at fault.

    Raises
    ------
    ShapesError
        The shapes cannot be checked.
    """
    described = contributions(models)
    by_iri = {contribution.iri: contribution for contribution in described}
    rows = {ORKGP[row.predicate]: row for row in load_template().properties.values()}
    return Findings(
        _finding(result, by_iri[result.node], rows[result.path])
        for result in check(orkg_view(described), template_path())
        if result.path is not None
    )


def check_template_of_graph(statements: Iterable[Statement], name: str) -> tuple[Finding, ...]:
    """Return what the template refuses in a graph that is written in ORKG's vocabulary.

    Raises
    ------
    SourceError
        Nothing in the graph (called `name`) is an instance of the template's class.
    """
    kept = list(statements)
    wanted = ORKGC[load_template().class_id]
    if not any(s.predicate == RDF["type"] and s.object == wanted for s in kept):
        raise SourceError(f"{name}: no model stands here in ORKG's vocabulary; `--vocabulary orkg` writes it")
    return validate(kept, shapes=template_path()).findings


def _finding(result: Result, contribution: Contribution, row: TemplateProperty) -> Finding:
    stated = contribution[row.field]
    wrong = next((value for value in stated if value.object == result.value), None)
    if result.component.startswith("MinCount"):
        what = f"{row.label!r} ({row.predicate}) is required, and is not stated"
    elif result.component.startswith("MaxCount"):
        what = f"of {row.label!r} ({row.predicate}) {row.most} is allowed, and there are {len(stated)}"
        wrong = stated[-1] if stated else None
    else:
        what = f"{row.label!r} ({row.predicate}) is {_kind(row)}, and {_shown(wrong)} is not"
    return Finding.of(
        "orkg-template",
        f"{contribution.label}: {what}",
        (wrong.place if wrong else None) or contribution.place,
        entry=contribution.label,
        key=row.label,
    )


def _kind(row: TemplateProperty) -> str:
    return {"date": "a full date", "integer": "a whole number", "anyURI": "an address"}.get(
        row.datatype or "", "a text"
    )


def _shown(value: Value | None) -> str:
    return repr(value.text) if value else "what is stated"
