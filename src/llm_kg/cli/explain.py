"""`llm-kg explain`: the chain from a place in a list to the triples of the graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from llm_kg.cli.common import (
    IncludeCommented,
    InputFormat,
    Prefer,
    SourceDate,
    configuration,
    load_models,
    say,
)
from llm_kg.cli.models import ModelSource, as_json, columns, one_line, place_row

if TYPE_CHECKING:
    from llm_kg.explanations import Explanation, Judged, Triple
    from llm_kg.findings import Finding
    from llm_kg.rdf import Term
    from llm_kg.records import Claim

__all__ = ["explain"]


def explain(
    model: Annotated[
        str, typer.Argument(metavar="MODEL", help="A key, name or alternate name, in any spelling.")
    ],
    property: Annotated[
        str | None,
        typer.Argument(
            metavar="[PROPERTY]", help="A field, label, alias or key of a list.", show_default=False
        ),
    ] = None,
    source: ModelSource = None,
    format: Annotated[str, typer.Option("--format", "-f", help="text or json.")] = "text",
    input_format: InputFormat = None,
    include_commented: IncludeCommented = False,
    prefer: Prefer = None,
    source_date: SourceDate = None,
) -> None:
    """Explain what is said of a model: place, stated text, value, triple, and what became of it.

    A triple that the graph does not state is marked as not asserted.
    """
    from llm_kg.errors import UnknownFormatError, UnknownTermError
    from llm_kg.explanations import explain as explained
    from llm_kg.explanations.claim_triples import triples
    from llm_kg.lookup import find_model, find_property
    from llm_kg.saving import save
    from llm_kg.vocabulary import own_aliases

    if format not in ("text", "json"):
        raise UnknownFormatError(f"{format!r} is no format of explanations; there are text and json")
    models = load_models(source, input_format, include_commented, prefer, source_date)
    found = find_model(models, model)
    (explanation,) = explained(models, [found])
    stated = triples(models, explanation)
    claims: Sequence[Judged] = explanation.claims
    if property is not None:
        with own_aliases(configuration().aliases):
            try:
                term = find_property(property)
            except UnknownTermError:
                # A list may have a key that no property has.
                if not (claims := explanation.under(property)):
                    raise
            else:
                claims = explanation.about(term, stated)
                if not claims:
                    say(f"no entry states {term.label} of {one_line(found.name)}")
    if format == "json":
        save("-", [as_json(_document(explanation, claims, stated))])
    elif claims:
        save("-", _text(explanation, claims, stated))


_Stated = Mapping["Claim", Sequence["Triple"]]


def _text(explanation: Explanation, claims: Iterable[Judged], stated: _Stated) -> Iterator[str]:
    model = explanation.model
    entries = ", ".join(one_line(str(r.origin or r.place)) for r in model.records)
    yield f"{one_line(model.name)} (model:{model.key}), stated at {entries}\n"
    if explanation.kept is None:
        yield "This model is left out of the graph.\n"
        yield from (f"  {one_line(finding.message)}\n" for finding in explanation.findings)
    for label, group in _grouped(claims):
        yield f"\n{label}\n"
        for judged in group:
            yield f"  {one_line(str(judged.place))}  {one_line(judged.claim.key)}: "
            yield f"{one_line(judged.claim.stated)}\n"
            yield from columns(_steps(judged, stated.get(judged.claim, ())), "    ", len("accepted"))


def _grouped(claims: Iterable[Judged]) -> list[tuple[str, list[Judged]]]:
    """Return claims by the label of their property, in the order of the record's fields."""
    from llm_kg.records import Description
    from llm_kg.vocabulary import load_vocabulary

    order = {name: position for position, name in enumerate(Description.model_fields)}
    order["title"] = order["paper"]
    groups: dict[str | None, list[Judged]] = {}
    for judged in claims:
        groups.setdefault(judged.claim.field, []).append(judged)
    known = load_vocabulary().all_properties
    return [
        ("keys that no property has" if field is None else known[field].label, groups[field])
        for field in sorted(groups, key=lambda field: order.get(field or "", len(order)))
    ]


def _steps(judged: Judged, stated: Sequence[Triple]) -> Iterator[tuple[str, str]]:
    from llm_kg.records import field_of
    from llm_kg.wording import short, value_text

    claim = judged.claim
    heads = iter(("values" if len(claim.values) > 1 else "value", *[""] * len(claim.values)))
    for value in claim.values:
        yield next(heads), one_line(value_text(value, field_of(claim, value)))
    heads = iter(("triples" if len(stated) > 1 else "triple", *[""] * len(stated)))
    for triple in stated:
        subject, predicate, value = map(short, triple.statement[:3])
        mark = "" if triple.asserted else "  # not asserted"
        yield next(heads), one_line(f"{subject} {predicate} {value} .") + mark
    if claim.values and not stated:
        yield "triple", "none: the graph has no triple for this property"
    yield judged.verdict, one_line(judged.reason)
    for finding in judged.findings:
        if finding.message not in judged.reason:
            yield str(finding.severity), one_line(finding.message)


def _document(explanation: Explanation, claims: Iterable[Judged], stated: _Stated) -> dict[str, Any]:
    from llm_kg.records import field_of
    from llm_kg.wording import plain_value

    model = explanation.model
    return {
        "model": model.name,
        "key": model.key,
        "in_graph": explanation.kept is not None,
        "findings": _findings(explanation.findings),
        "entries": [{"entry": r.entry, **place_row(r.origin or r.place)} for r in model.records],
        "claims": [
            {
                "field": judged.claim.field,
                "key": judged.claim.key,
                "stated": judged.claim.stated,
                "entry": judged.record.entry,
                **place_row(judged.place),
                "values": [
                    {"field": field, "value": plain_value(value, field)}
                    for value in judged.claim.values
                    for field in [field_of(judged.claim, value)]
                ],
                "triples": [
                    {
                        "subject": triple.statement.subject,
                        "predicate": triple.statement.predicate,
                        "object": _term(triple.statement.object),
                        "asserted": triple.asserted,
                    }
                    for triple in stated.get(judged.claim, ())
                ],
                "verdict": judged.verdict,
                "reason": judged.reason,
                "findings": _findings(judged.findings),
            }
            for judged in claims
        ],
    }


def _findings(findings: Iterable[Finding]) -> list[dict[str, str]]:
    return [
        {"rule": found.rule, "severity": str(found.severity), "message": found.message} for found in findings
    ]


def _term(term: Term) -> dict[str, str]:
    """Return a term as SPARQL's JSON results have it."""
    from llm_kg.rdf import Literal

    if isinstance(term, Literal):
        return {"type": "literal", "value": term.lexical, "datatype": str(term.datatype)}
    return {"type": "uri", "value": str(term)}
