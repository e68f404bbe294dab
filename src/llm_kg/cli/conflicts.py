"""`llm-kg conflicts`: what lists disagree on, who says what where, and what is accepted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from llm_kg.cli.common import (
    IncludeCommented,
    InputFormat,
    Prefer,
    Quiet,
    SourceDate,
    Sources,
    counted,
    form_of,
    load_models,
    say,
    table,
)
from llm_kg.cli.models import as_json, headings, one_line, place_row
from llm_kg.cli.outputs import spare_sources

if TYPE_CHECKING:
    from llm_kg.explanations import Dispute, Explanation, Judged

__all__ = ["conflicts"]

_FORMATS = ("table", "json", "csv")


def conflicts(
    sources: Sources = None,
    model: Annotated[
        list[str] | None,
        typer.Option("--model", metavar="NAME", help="This model alone; repeatable.", show_default=False),
    ] = None,
    format: Annotated[
        str | None,
        typer.Option(
            "--format", "-f", help="table, json or csv; default: by suffix, else table.", show_default=False
        ),
    ] = None,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="Where to write; - is stdout.")
    ] = "-",
    check: Annotated[
        bool, typer.Option("--check/--no-check", help="Accept nothing that breaks a shape.")
    ] = True,
    input_format: InputFormat = None,
    include_commented: IncludeCommented = False,
    prefer: Prefer = None,
    source_date: SourceDate = None,
    fail_on: Annotated[
        str, typer.Option("--fail-on", metavar="WHAT", help="conflict: exit 1 if there is one; or never.")
    ] = "never",
    quiet: Quiet = False,
) -> None:
    """Show what lists disagree on: each claim with its place, and which is accepted and why.

    Without SOURCE, the bundled data.
    """
    from llm_kg.errors import LlmKgError
    from llm_kg.explanations import explain
    from llm_kg.lookup import find_model
    from llm_kg.saving import save

    form = form_of(format, output, _FORMATS, "conflicts")
    spare_sources(output, sources)
    if fail_on not in ("conflict", "never"):
        raise LlmKgError(f"--fail-on is conflict or never, not {fail_on!r}")
    models = load_models(sources, input_format, include_commented, prefer, source_date)
    asked = {find_model(models, name).key for name in model or ()}
    disputed = [each for each in models if each.conflicts and (not model or each.key in asked)]
    found = [(each, dispute) for each in explain(models, disputed, check=check) for dispute in each.disputes]
    rows = list(_rows(found, headings(models)))
    if form == "json":
        save(output, [as_json([_document(each, dispute) for each, dispute in found])])
    elif form == "csv":
        save(output, _csv(found))
    else:
        table(_COLUMNS, rows, output)
    if not quiet:
        say(f"{counted(len(found), 'conflict')} in {counted(len(disputed), 'model')} of {len(models)}")
    if found and fail_on == "conflict":
        raise typer.Exit(1)


_Found = Sequence[tuple["Explanation", "Dispute"]]


def _label(field: str) -> str:
    from llm_kg.vocabulary import load_vocabulary

    return load_vocabulary().all_properties[field].label


def _values(judged: Judged, grouped: bool) -> str:
    """Return the values of a claim in words; the text itself only where no size was read from it."""
    from llm_kg.records import field_of
    from llm_kg.wording import value_text

    claim = judged.claim
    read = [(field_of(claim, value), value) for value in claim.values]
    sizes = [(field, value) for field, value in read if field == "size"]
    return "; ".join(value_text(value, field, grouped=grouped) for field, value in sizes or read)


def _reason(judged: Judged, dispute: Dispute) -> str:
    """Return why the accepted claims are accepted; of one that breaks a shape, what is wrong with it."""
    return judged.reason if judged.verdict == "invalid" else dispute.reason


_COLUMNS = ("model", "property", "value", "stated", "place", "accepted", "why")


def _rows(found: _Found, names: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    for explanation, dispute in found:
        for judged in dispute.claims:
            yield (
                names[explanation.model.key],
                _label(judged.claim.field or dispute.field),
                one_line(_values(judged, grouped=True)),
                one_line(judged.claim.stated),
                one_line(str(judged.place)),
                "yes" if judged.verdict == "accepted" else "no",
                one_line(_reason(judged, dispute)),
            )


def _csv(found: _Found) -> Iterator[str]:
    """Yield a row for each claim, under the property that is in dispute; texts as they are."""
    import csv
    import io

    def line(cells: Sequence[object]) -> str:
        text = io.StringIO()
        csv.writer(text).writerow(cells)
        return text.getvalue()

    yield line(("model", "property", "value", "stated", "source", "line", "column", "accepted", "reason"))
    for explanation, dispute in found:
        for judged in dispute.claims:
            yield line(
                (
                    explanation.model.name,
                    _label(dispute.field),
                    _values(judged, grouped=False),
                    judged.claim.stated,
                    *place_row(judged.place).values(),
                    str(judged.verdict == "accepted").lower(),
                    _reason(judged, dispute),
                )
            )


def _document(explanation: Explanation, dispute: Dispute) -> dict[str, Any]:
    from llm_kg.records import field_of
    from llm_kg.wording import plain_value

    return {
        "model": explanation.model.name,
        "key": explanation.model.key,
        "property": _label(dispute.field),
        "field": dispute.field,
        "reason": dispute.reason,
        "claims": [
            {
                "key": judged.claim.key,
                "stated": judged.claim.stated,
                "values": [
                    {"field": field, "value": plain_value(value, field)}
                    for value in judged.claim.values
                    for field in [field_of(judged.claim, value)]
                ],
                "entry": judged.record.entry,
                **place_row(judged.place),
                "verdict": judged.verdict,
                "accepted": judged.verdict == "accepted",
                "reason": judged.reason,
            }
            for judged in dispute.claims
        ],
    }
