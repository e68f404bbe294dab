"""`llm-kg diff`: what changed between two lists or graphs."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from llm_kg.cli.common import IncludeCommented, InputFormat, Quiet, Verbose, read_lists, report, say
from llm_kg.cli.outputs import spare_sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from llm_kg.differences import Differences
    from llm_kg.rdf import Statement
    from llm_kg.reconciliation import Models

__all__ = ["diff"]

_COLOURS = {"added": "green", "removed": "red", "renamed": "cyan", "changed": None}


def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="A list, records, a graph file, or - (stdin).")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The same, of a later day.")],
    format: Annotated[str, typer.Option("--format", "-f", help="text, json or markdown.")] = "text",
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="Where to write; - is stdout.")
    ] = "-",
    stated: Annotated[
        bool, typer.Option("--stated", help="Show as well what is only spelt otherwise, and descriptions.")
    ] = False,
    input_format: InputFormat = None,
    include_commented: IncludeCommented = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Show what changed between two lists or graphs: models, and what is said of them.

    The old version of a list is one command away: git show HEAD~1:README.md > old.md. Order, layout and
    spelling make no difference. The exit code is 1 where there is a difference.
    """
    from llm_kg.differences import as_json, as_markdown, summary
    from llm_kg.differences import diff as compare
    from llm_kg.errors import SourceError, UnknownFormatError
    from llm_kg.graphs import is_graph_file
    from llm_kg.reconciliation import reconcile
    from llm_kg.saving import save
    from llm_kg.validation import build_checked

    if format not in ("text", "json", "markdown"):
        raise UnknownFormatError(f"{format!r} is no format of differences; there are text, json, markdown")
    if old == new == "-":
        raise SourceError("standard input can be read once: give a file for OLD or for NEW")
    spare_sources(output, (old, new))
    by_graph = is_graph_file(old) or is_graph_file(new)

    def load(name: str) -> Models | list[Statement]:
        if is_graph_file(name):
            return _graph(name, quiet)
        # Beside standard input, which has none, a file's own suffix tells what it is.
        kind = None if name != "-" and "-" in (old, new) else input_format
        models = reconcile(read_lists([name], kind, include_commented))
        report(models.findings, not verbose, verbose)
        # What breaks a shape is in no graph that `export` makes of a list.
        return build_checked(models).models if by_graph else models

    found = compare(load(old), load(new), stated=stated)
    if format == "text":
        save(output, _lines(found, output))
    else:
        save(output, as_json(found) if format == "json" else as_markdown(found))
    if not quiet:
        say(summary(found))
    if found:
        raise typer.Exit(1)


def _graph(name: str, quiet: bool) -> list[Statement]:
    from llm_kg.graphs import load_graph
    from llm_kg.rdf import LLMKG

    statements = load_graph(name)
    if not quiet and not any(statement.object == LLMKG["Model"] for statement in statements):
        say(f"{name}: this graph holds no model of ours")
    return statements


def _lines(found: Differences, output: str) -> Iterator[str]:
    """Yield a line for each difference, coloured for people who look at a terminal and want it."""
    from llm_kg.differences import sentence

    in_colour = output == "-" and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    for difference in found:
        line = sentence(difference)
        yield f"{typer.style(line, fg=_COLOURS[difference.kind]) if in_colour else line}\n"
