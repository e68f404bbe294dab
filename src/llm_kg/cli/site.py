"""`llm-kg site`: pages to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

import typer

from llm_kg.cli.common import (
    IncludeCommented,
    InputFormat,
    Prefer,
    Quiet,
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
)

if TYPE_CHECKING:
    from llm_kg.graph import Provenance

__all__ = ["site"]


def site(
    sources: Sources = None,
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="DIR",
            help="The folder to write: a new or empty one, or that of an earlier site.",
            show_default=False,
        ),
    ] = None,
    provenance: Annotated[
        str,
        typer.Option(
            help="What Turtle and JSON-LD say of sources: source (entries) or full (a node for each claim)."
        ),
    ] = "source",
    base: Annotated[
        str | None,
        typer.Option(metavar="IRI", help="Mint instances under this IRI.", show_default=False),
    ] = None,
    check: Annotated[bool, typer.Option("--check/--no-check", help="Leave out what breaks a shape.")] = True,
    prefer: Prefer = None,
    source_date: SourceDate = None,
    input_format: InputFormat = None,
    include_commented: IncludeCommented = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Write a site of static pages: a comparison, models, plots, conflicts and the vocabulary.

    It works from a disk as from a server. Without SOURCE, it shows the bundled data.
    """
    from llm_kg import __version__
    from llm_kg.errors import LlmKgError
    from llm_kg.findings import Findings
    from llm_kg.graph import BASE
    from llm_kg.rules import Severity
    from llm_kg.site import render

    if output is None:
        raise LlmKgError("say where to write the site: llm-kg site -o DIR")
    settings = configuration()
    models = load_models(sources, input_format, include_commented, prefer, source_date)
    try:
        written = render(
            models,
            output,
            base=base or settings.base or BASE,
            provenance=cast("Provenance", provenance),
            check=check,
            version=__version__,
        )
    except ValueError as error:
        raise LlmKgError(str(error)) from None
    findings = Findings((*models.findings, *written.findings))
    shown = selection(None, None, settings).of(findings)
    report(shown, quiet or not sources, verbose)
    if not quiet:
        say(f"{counted(written.models, 'model')}, {written.size / 1e6:.1f} MB in {output}")
    if fails(findings.at_least(Severity.ERROR, silenced=True), Severity.ERROR):
        raise typer.Exit(1)
