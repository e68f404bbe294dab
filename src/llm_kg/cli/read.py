"""`llm-kg read`: the records as read, before reconciliation."""

from __future__ import annotations

from typing import Annotated

import typer

from llm_kg.cli.common import (
    FailOn,
    Ignore,
    IncludeCommented,
    InputFormat,
    Quiet,
    Select,
    Sources,
    Verbose,
    configuration,
    fails,
    form_of,
    read_lists,
    report,
    selection,
    severity,
    table,
)
from llm_kg.cli.outputs import spare_sources

__all__ = ["read"]


def read(
    sources: Sources = None,
    format: Annotated[
        str | None,
        typer.Option(
            "--format", "-f", help="table, jsonl or yaml; default: by suffix, else table.", show_default=False
        ),
    ] = None,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="Where to write; - is stdout.")
    ] = "-",
    facts_only: Annotated[
        bool, typer.Option("--facts-only", help="Leave out sentences of the list (yaml).")
    ] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Say of each entry and section why it was read, or was not.")
    ] = False,
    input_format: InputFormat = None,
    include_commented: IncludeCommented = False,
    select: Select = None,
    ignore: Ignore = None,
    fail_on: FailOn = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Show the records of lists as read, one per entry."""
    import json

    from llm_kg.errors import LlmKgError, SourceError
    from llm_kg.saving import save
    from llm_kg.writers.records import records_yaml

    if not sources:
        raise SourceError("give a list to read: llm-kg read README.md")
    form = form_of(format, output, ("table", "jsonl", "yaml"), "records")
    spare_sources(output, sources)
    if explain and form != "table":
        raise LlmKgError(f"--explain writes a table, not {form}: run it without")
    # Reading judges nothing, so the settings' own threshold is not for it.
    least = severity(fail_on or "never")
    told = selection(select, ignore, configuration())
    records = read_lists(sources, input_format, include_commented)
    findings = told.of(records.findings)
    report(findings, quiet, verbose)
    if explain:
        decisions = sorted(records.decisions, key=lambda decision: decision.place.sort_key)
        rows = [(str(d.place), d.verdict, d.what, d.reason) for d in decisions]
        table(("place", "verdict", "what", "why"), rows, output)
    elif form == "jsonl":
        save(output, (json.dumps(r.to_json(), ensure_ascii=False) + "\n" for r in records))
    elif form == "yaml":
        save(output, records_yaml(records, facts_only=facts_only))
    else:
        table(
            ("name", "organization", "date", "parameters", "place"),
            [
                (
                    record.name,
                    ", ".join(record.organization),
                    str(record.date_created or ""),
                    record.number_of_parameters or "",
                    str(record.place),
                )
                for record in records
            ],
            output,
        )
    if fails(findings, least):
        raise typer.Exit(1)
