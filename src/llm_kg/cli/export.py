"""`llm-kg export`: the main job."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

import typer

from llm_kg.cli.common import (
    FailOn,
    Ignore,
    IncludeCommented,
    InputFormat,
    Prefer,
    Quiet,
    Select,
    SourceDate,
    Sources,
    Verbose,
    configuration,
    counted,
    fails,
    load_models,
    report,
    say,
    selection,
    severity,
)

if TYPE_CHECKING:
    from llm_kg.graph import Provenance

__all__ = ["export"]


def export(
    sources: Sources = None,
    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            help="turtle, ntriples, nquads, trig, jsonld, rdfxml, csv or claims (a row for each claim); "
            "default: by suffix, else turtle.",
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="Where to write; - is stdout.")
    ] = "-",
    provenance: Annotated[
        str,
        typer.Option(
            help="none, source (entries of models), full (a node for each claim) or graphs (named graphs)."
        ),
    ] = "source",
    base: Annotated[
        str | None,
        typer.Option(metavar="IRI", help="Mint instances under this IRI.", show_default=False),
    ] = None,
    standard_terms: Annotated[
        bool,
        typer.Option(
            "--standard-terms/--no-standard-terms",
            help="State terms of schema.org and others beside ours.",
        ),
    ] = True,
    strict: Annotated[
        bool, typer.Option("--strict", help="Write nothing where anything breaks a shape.")
    ] = False,
    check: Annotated[bool, typer.Option("--check/--no-check", help="Leave out what breaks a shape.")] = True,
    conflicts: Annotated[
        bool, typer.Option("--conflicts", help="Write a node for each disagreement of the sources.")
    ] = False,
    prefer: Prefer = None,
    source_date: SourceDate = None,
    input_format: InputFormat = None,
    include_commented: IncludeCommented = False,
    select: Select = None,
    ignore: Ignore = None,
    fail_on: FailOn = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Write lists as a checked knowledge graph; without SOURCE, the bundled data."""
    from llm_kg.errors import LlmKgError
    from llm_kg.findings import Findings, Severity
    from llm_kg.graph import BASE, build
    from llm_kg.validation import build_checked
    from llm_kg.writers import find_format, save, serialize

    chosen = find_format(format, output)
    settings = configuration()
    told = selection(select, ignore, settings)
    least = severity(fail_on or settings.fail_on or "error")
    base = base or settings.base or BASE
    models = load_models(sources, input_format, include_commented, prefer, source_date)
    findings = Findings(models.findings)
    try:
        if check:
            checked = build_checked(
                models,
                base=base,
                provenance=cast("Provenance", provenance),
                standard_terms=standard_terms,
                conflicts=conflicts,
            )
            graph, models = checked.graph, checked.models
            findings.extend(checked.findings)
        else:
            graph = build(
                models,
                base=base,
                provenance=cast("Provenance", provenance),
                standard_terms=standard_terms,
                conflicts=conflicts,
            )
    except ValueError as error:
        raise LlmKgError(str(error)) from None
    shown = told.of(findings)
    # The bundled data has been looked at: only what is grave is worth a line.
    report(shown, quiet or not sources, verbose)
    # What is wrong costs a value its place in the graph, whether or not anybody wants to hear of it.
    errors = findings.at_least(Severity.ERROR, silenced=True)
    if errors and strict:
        say("nothing was written: --strict asks for a graph without errors")
        raise typer.Exit(1)
    save(output, serialize(graph, chosen) if chosen.table is None else chosen.table(models))
    if not quiet:
        if hidden := len(errors) - sum(finding.severity == Severity.ERROR for finding in shown):
            say(f"ignored: {counted(hidden, 'error')}; what is wrong is left out all the same")
        where = f" in {output}" if output != "-" else ""
        say(f"{counted(len(models), 'model')}, {counted(len(graph), 'statement')}{where}")
    if fails((*errors, *shown), least):
        raise typer.Exit(1)
