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
    cut_source,
    fails,
    load_models,
    progress,
    report,
    say,
    selection,
    severity,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from llm_kg.exporting import Progress
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
    reconcile: Annotated[
        bool,
        typer.Option(
            "--reconcile/--no-reconcile",
            help="Join records about one model; without, each record of the one source is a model.",
        ),
    ] = True,
    jobs: Annotated[
        int | None,
        typer.Option(metavar="N", help="How many processes work; default: the cores.", show_default=False),
    ] = None,
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
    from llm_kg.exporting import (
        NeedsReconciliationError,
        Options,
        Outcome,
        cores,
        export_models,
        export_pieces,
    )
    from llm_kg.findings import Findings, Severity
    from llm_kg.graph import BASE
    from llm_kg.writers import find_format

    chosen = find_format(format, output)
    settings = configuration()
    told = selection(select, ignore, settings)
    least = severity(fail_on or settings.fail_on or "error")
    options = Options(
        base or settings.base or BASE, cast("Provenance", provenance), standard_terms, conflicts
    )
    if jobs is not None and jobs < 1:
        raise LlmKgError(f"--jobs is a number of processes, 1 or more, not {jobs}")

    def run(tell: Callable[[Progress], None]) -> tuple[Outcome, Findings]:
        """Return what the export has come to, and what reading and reconciling have told before."""
        number = jobs or cores()
        pieces = None
        if chosen.blocks and not (prefer or source_date):
            pieces = cut_source(sources, input_format)
        if pieces:
            try:
                outcome = export_pieces(
                    pieces,
                    output,
                    chosen,
                    options,
                    check=check,
                    strict=strict,
                    reconcile=reconcile,
                    aliases=settings.aliases,
                    jobs=number,
                    tell=tell,
                )
            except NeedsReconciliationError:
                if verbose:
                    say("some records may be about one model: all are read into memory and reconciled")
            else:
                return outcome, Findings()
        models = load_models(sources, input_format, include_commented, prefer, source_date, reconcile)
        outcome = export_models(
            models, output, chosen, options, check=check, strict=strict, jobs=number, tell=tell
        )
        return outcome, models.findings

    try:
        with progress(quiet) as tell:
            outcome, before = run(tell)
    except ValueError as error:
        raise LlmKgError(str(error)) from None
    findings = Findings(before)
    findings.extend(outcome.findings)
    shown = told.of(findings)
    # The bundled data has been looked at: only what is grave is worth a line.
    report(shown, quiet or not sources, verbose)
    # What is wrong costs a value its place in the graph, whether or not anybody wants to hear of it.
    errors = findings.at_least(Severity.ERROR, silenced=True)
    if not outcome.is_written:
        say("nothing was written: --strict asks for a graph without errors")
        raise typer.Exit(1)
    if not quiet:
        if hidden := len(errors) - sum(finding.severity == Severity.ERROR for finding in shown):
            say(f"ignored: {counted(hidden, 'error')}; what is wrong is left out all the same")
        where = f" in {output}" if output != "-" else ""
        say(f"{counted(outcome.models, 'model')}, {counted(outcome.statements, 'statement')}{where}")
    if fails((*errors, *shown), least):
        raise typer.Exit(1)
