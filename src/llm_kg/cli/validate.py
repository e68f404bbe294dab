"""`llm-kg validate`: what is wrong with a list or a graph."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from llm_kg.cli.common import Bundled, InputFormat, Sources, say

__all__ = ["validate"]


def validate(
    sources: Sources = None,
    bundled: Bundled = False,
    format: Annotated[str, typer.Option("--format", "-f", help="text or json.")] = "text",
    fail_on: Annotated[
        str,
        typer.Option(help="The severity from which the exit code is 1: error, warning or never."),
    ] = "error",
    shapes: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Shapes in Turtle, instead of ours.", show_default=False),
    ] = None,
    input_format: InputFormat = None,
) -> None:
    """Check lists (or graph files) and say at file:line:column what is wrong."""
    import json

    from llm_kg.errors import LlmKgError, ShapesError, SourceError, UnknownFormatError
    from llm_kg.findings import Findings, Severity
    from llm_kg.graph import build
    from llm_kg.graphs import is_graph_file, load_graph
    from llm_kg.reconciliation import reconcile
    from llm_kg.sources import bundled_paths, read
    from llm_kg.validation import validate as check

    if bundled == bool(sources):
        raise SourceError("give a list or graph to validate, or --bundled for the bundled data")
    if format not in ("text", "json"):
        raise UnknownFormatError(f"{format!r} is no format of findings; there are text and json")
    levels = {"error": Severity.ERROR, "warning": Severity.WARNING, "never": None}
    if fail_on not in levels:
        raise LlmKgError(f"--fail-on is error, warning or never, not {fail_on!r}")
    if shapes and not shapes.is_file():
        raise ShapesError(f"{shapes}: no such file; give shapes in Turtle")
    findings = Findings()
    graphs = [name for name in sources or () if is_graph_file(name)]
    for name in graphs:
        findings.extend(check(load_graph(name), shapes=shapes).findings)
    lists = [name for name in sources or () if name not in graphs] or (
        list(map(str, bundled_paths())) if bundled else []
    )
    if lists:
        models = reconcile(read(*lists, input_format=input_format))
        findings.extend(models.findings)
        findings.extend(check(build(models, provenance="source"), shapes=shapes).findings)
    for finding in findings:
        row = {
            "rule": finding.rule,
            "severity": str(finding.severity),
            "message": finding.message,
            "mend": finding.mend,
            "file": finding.place and (finding.place.source.path or finding.place.source.id),
            "line": finding.place and finding.place.line,
            "column": finding.place and finding.place.column,
        }
        typer.echo(str(finding) if format == "text" else json.dumps(row, ensure_ascii=False))
    counts = [sum(f.severity == severity for f in findings) for severity in reversed(Severity)]
    say("{} errors, {} warnings, {} remarks".format(*counts))
    least = levels[fail_on]
    if least is not None and findings.at_least(least):
        raise typer.Exit(1)
