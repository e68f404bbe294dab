"""What commands share: options, talk on stderr, and tables on stdout."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from llm_kg.findings import Finding, Severity
    from llm_kg.reconciliation import Models

__all__ = [
    "Bundled",
    "InputFormat",
    "Quiet",
    "SourceOption",
    "Sources",
    "Verbose",
    "load_models",
    "report",
    "say",
    "table",
]

Sources = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[SOURCE]...",
        help="Lists or records: FILE, NAME=FILE or - (stdin).",
        show_default=False,
    ),
]
SourceOption = Annotated[
    list[str] | None,
    typer.Option(
        "--source",
        "-s",
        metavar="SOURCE",
        help="A list, records or a graph file; repeatable. Default: the bundled data.",
        show_default=False,
    ),
]
InputFormat = Annotated[
    str | None,
    typer.Option(
        "--input-format",
        "-i",
        metavar="FORMAT",
        help="markdown or yaml, where the suffix does not tell.",
        show_default=False,
    ),
]
Bundled = Annotated[bool, typer.Option("--bundled", help="Use the bundled data.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Show errors only.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Show every finding.")]


def say(message: str) -> None:
    """Say something to the user, on stderr."""
    typer.echo(message, err=True)


def load_models(sources: Sequence[str] | None, input_format: str | None) -> Models:
    """Return the models of sources; of the bundled data, and saying so, where there are none."""
    from llm_kg.reconciliation import reconcile
    from llm_kg.sources import bundled_paths, read

    if not sources:
        paths = bundled_paths()
        say(f"no source given: the bundled data of {len(paths)} lists is used")
        return reconcile(read(*paths))
    return reconcile(read(*sources, input_format=input_format))


def report(findings: Iterable[Finding], quiet: bool, verbose: bool) -> None:
    """Print findings to stderr: errors and warnings, with --verbose all, with --quiet errors."""
    from llm_kg.findings import Severity

    least: Severity = Severity.ERROR if quiet else Severity.INFO if verbose else Severity.WARNING
    hidden = 0
    for finding in findings:
        if finding.severity >= least:
            say(str(finding))
        else:
            hidden += 1
    if hidden and not quiet:
        say(f"{hidden} more findings; --verbose shows them")


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table: aligned on a terminal, and with tabs between the columns elsewhere."""
    if not sys.stdout.isatty():
        for row in (columns, *rows):
            typer.echo("\t".join(" ".join(cell.split()) for cell in row))
        return
    from rich import box
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    drawn = Table(*map(escape, columns), box=box.SIMPLE_HEAD)
    for row in rows:
        drawn.add_row(*map(escape, row))
    Console().print(drawn)
