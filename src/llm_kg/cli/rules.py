"""`llm-kg rules`: the catalogue of findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from llm_kg.cli.common import table

if TYPE_CHECKING:
    from llm_kg.rules import Rule

__all__ = ["rules"]


def rules(
    rule: Annotated[
        str | None, typer.Argument(metavar="[RULE]", help="One rule, in full.", show_default=False)
    ] = None,
    format: Annotated[
        str, typer.Option("--format", "-f", help="table, json or markdown (the page in docs/).")
    ] = "table",
) -> None:
    """Show the rules behind findings: severity, what each means, how it is mended."""
    from llm_kg.errors import UnknownFormatError
    from llm_kg.reports.catalogue import catalogue_json, catalogue_markdown
    from llm_kg.rules import RULES, find_rule

    shown = [find_rule(rule)] if rule is not None else list(RULES.values())
    if format == "json":
        typer.echo(catalogue_json(shown), nl=False)
    elif format == "markdown":
        typer.echo("".join(catalogue_markdown(shown)), nl=False)
    elif format != "table":
        raise UnknownFormatError(f"{format!r} is no format of rules; there are table, json, markdown")
    elif rule is None:
        rows = [(known.id, str(known.severity), known.summary, known.mend) for known in shown]
        table(("rule", "severity", "meaning", "mend"), rows)
    else:
        _show(shown[0])


def _show(rule: Rule) -> None:
    lines = [
        ("rule", rule.id),
        ("severity", str(rule.severity)),
        ("meaning", rule.summary),
        ("mend", rule.mend),
    ]
    for label, text in lines:
        typer.echo(f"{label:10} {text}")
    for label, text in zip(("example", "mended"), rule.example or (), strict=False):
        first, *others = text.rstrip("\n").split("\n")
        typer.echo("\n".join((f"{label:10} {first}", *(f"{'':10} {line}" for line in others))))
