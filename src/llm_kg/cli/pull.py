"""`llm-kg pull`: what ORKG says of models, as records like those of a list."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from llm_kg.cli.common import Quiet, Verbose, counted, form_of, report, say

__all__ = ["pull"]

_FORMATS = ("jsonl", "yaml")


def pull(
    id_: Annotated[
        str, typer.Argument(metavar="ID", help="A comparison, a paper or a contribution: R1364660.")
    ],
    from_: Annotated[
        str,
        typer.Option(
            "--from", metavar="HOST", help="production, sandbox, incubating, or the address of another."
        ),
    ] = "production",
    format: Annotated[
        str | None,
        typer.Option(
            "--format", "-f", help="jsonl or yaml; default: by suffix, else jsonl.", show_default=False
        ),
    ] = None,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="Where to write; - is stdout.")
    ] = "-",
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Write what ORKG says of models as records, which diff, conflicts and export read."""
    from llm_kg.orkg.service import Orkg
    from llm_kg.saving import save
    from llm_kg.writers.records import records_yaml

    form = form_of(format, output, _FORMATS, "pull")
    records = Orkg(from_).pull(id_)
    report(records.findings, quiet, verbose)
    if form == "yaml":
        save(output, records_yaml(records))
    else:
        save(output, (json.dumps(record.to_json(), ensure_ascii=False) + "\n" for record in records))
    if not quiet:
        say(f"{counted(len(records), 'record')} of {records.sources[next(iter(records.sources))].address}")
