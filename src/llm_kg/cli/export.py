"""`llm-kg export`: the main job."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any, cast

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
from llm_kg.cli.outputs import spare_sources

if TYPE_CHECKING:
    from collections.abc import Callable

    from llm_kg.exporting import Progress
    from llm_kg.graph import Graph, Provenance
    from llm_kg.reconciliation import Models
    from llm_kg.writers import Format
    from llm_kg.writers.orkg import OrkgOptions, OrkgOutput

__all__ = ["export"]

# For ORKG, unless otherwise asked: the host, the research field and the extraction method.
_ORKG_DEFAULTS = ("production", "R133", "AUTOMATIC")


def export(
    sources: Sources = None,
    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            help="turtle, ntriples, nquads, trig, jsonld, rdfxml, jsonl (a record for each model), csv (the "
            "comparison), claims (a row for each claim), orkg-csv (to import there) or qb (a data cube); "
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
    vocabulary: Annotated[
        str, typer.Option(help="llm-kg, or orkg: RDF in ORKG's own IRIs, which joins its dump.")
    ] = "llm-kg",
    transpose: Annotated[
        bool, typer.Option("--transpose", help="csv: a row for each property, not for each model.")
    ] = False,
    orkg_host: Annotated[
        str, typer.Option(metavar="HOST", help="orkg-csv: whose predicates, production or sandbox.")
    ] = _ORKG_DEFAULTS[0],
    research_field: Annotated[
        str, typer.Option(metavar="ID", help="For ORKG: the research field of the papers.")
    ] = _ORKG_DEFAULTS[1],
    extraction_method: Annotated[
        str,
        typer.Option(metavar="METHOD", help="orkg-csv: how the descriptions came about, in ORKG's words."),
    ] = _ORKG_DEFAULTS[2],
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
    from llm_kg.collector import paused
    from llm_kg.errors import LlmKgError
    from llm_kg.exporting import (
        NeedsReconciliationError,
        Options,
        Outcome,
        cores,
        export_models,
        export_pieces,
        export_whole,
    )
    from llm_kg.findings import Findings
    from llm_kg.graph import BASE
    from llm_kg.rules import Severity
    from llm_kg.writers import find_format

    chosen = find_format(format, output)
    _check_options(chosen, vocabulary, provenance, transpose)
    spare_sources(output, sources)
    settings = configuration()
    told = selection(select, ignore, settings)
    least = severity(fail_on or settings.fail_on or "error")
    base = base or settings.base or BASE
    options = Options(base, cast("Provenance", provenance), standard_terms, conflicts)

    def orkg() -> OrkgOptions:
        from llm_kg.writers.orkg import OrkgOptions

        return OrkgOptions(base, orkg_host, research_field, extraction_method)

    if (orkg_host, research_field, extraction_method) != _ORKG_DEFAULTS:
        orkg()  # refuses what ORKG does not have, before anything is read
    if jobs is not None and jobs < 1:
        raise LlmKgError(f"--jobs is a number of processes, 1 or more, not {jobs}")
    in_parts = chosen.blocks is not None and vocabulary == "llm-kg"
    for_orkg: OrkgOutput[Any] | None = None

    def render(graph: Graph, models: Models) -> Iterable[str]:
        nonlocal for_orkg
        text, for_orkg = _text(chosen, graph, models, vocabulary, transpose, orkg)
        return text

    def run(tell: Callable[[Progress], None]) -> tuple[Outcome, Findings]:
        """Return what the export has come to, and what reading and reconciling have told before."""
        number = jobs or cores()
        pieces = None
        if in_parts and not (prefer or source_date):
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
        if in_parts:
            outcome = export_models(
                models, output, chosen, options, check=check, strict=strict, jobs=number, tell=tell
            )
        else:
            outcome = export_whole(models, output, chosen, render, options, check=check, strict=strict)
        return outcome, models.findings

    try:
        with paused(), progress(quiet) as tell:  # nothing of what is read can be collected before the end
            outcome, before = run(tell)
    except ValueError as error:
        raise LlmKgError(str(error)) from None
    findings = Findings(before)
    findings.extend(outcome.findings)
    shown = told.of(findings)
    # The bundled data has been looked at: only what is grave is worth a line.
    report(shown, quiet or not sources, verbose)
    if for_orkg:
        shown += (told_of_orkg := told.of(for_orkg.findings))
        report(told_of_orkg, quiet, verbose)
        findings.extend(for_orkg.findings)
        if for_orkg.left_out and not quiet:
            say(f"ORKG has no place for: {for_orkg.left_out}; --verbose names each")
    # What is wrong costs a value its place in the graph, whether or not anybody wants to hear of it.
    errors = findings.at_least(Severity.ERROR, silenced=True)
    if not outcome.is_written:
        say("nothing was written: --strict asks for a graph without errors")
        raise typer.Exit(1)
    if not quiet:
        if hidden := len(errors) - sum(finding.severity == Severity.ERROR for finding in shown):
            say(f"ignored: {counted(hidden, 'error')}; what is wrong is left out all the same")
        where = f" in {output}" if output != "-" else ""
        size = counted(outcome.models, "model")
        if chosen.write and not chosen.view:  # tables, records and cubes are no statements of the graph
            size += f", {counted(outcome.statements, 'statement')}"
        say(f"{for_orkg.size if for_orkg else size}{where}")
    if fails((*errors, *shown), least):
        raise typer.Exit(1)


def _check_options(chosen: Format, vocabulary: str, provenance: str, transpose: bool) -> None:
    """Refuse options that say nothing of the chosen format."""
    from llm_kg.errors import LlmKgError

    kind = chosen.names[0]
    if transpose and kind != "csv":
        raise LlmKgError(f"--transpose turns the rows of csv; {kind} has none")
    if vocabulary not in ("llm-kg", "orkg"):
        raise LlmKgError(f"--vocabulary is llm-kg or orkg, not {vocabulary!r}")
    if vocabulary == "orkg" and (chosen.write is None or chosen.view):
        raise LlmKgError(f"--vocabulary orkg is for RDF; {kind} has a vocabulary of its own")
    if vocabulary == "orkg" and provenance in ("full", "graphs"):
        raise LlmKgError(f"--provenance {provenance} is told in our own vocabulary, not in ORKG's")


def _text(
    chosen: Format,
    graph: Graph,
    models: Models,
    vocabulary: str,
    transpose: bool,
    orkg: Callable[[], OrkgOptions],
) -> tuple[Iterable[str], OrkgOutput[Any] | None]:
    """Return the text of the output, and what there is to tell of one for ORKG."""
    if chosen.names[0] == "csv":
        from llm_kg.writers.comparison import comparison_csv

        return comparison_csv(models, transpose=transpose), None
    if chosen.names[0] == "orkg-csv":
        from llm_kg.writers.orkg import as_orkg_csv

        rows = as_orkg_csv(models, orkg())
        return rows.written, rows
    if chosen.table:
        return chosen.table(models), None
    from llm_kg.writers import serialize

    if vocabulary == "orkg":
        from llm_kg.writers.orkg import as_dump, as_orkg_view

        view = as_orkg_view(models, orkg())
        lines = serialize(view.written, chosen)
        return as_dump(lines) if chosen.names[0] == "ntriples" else lines, view
    return serialize(graph, chosen), None
