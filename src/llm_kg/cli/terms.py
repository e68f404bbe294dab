"""`llm-kg terms`: what the ontology calls a thing."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from llm_kg.cli.common import table

__all__ = ["terms"]


def terms(
    name: Annotated[
        str | None,
        typer.Argument(metavar="[NAME]", help="A name, alias or misspelling.", show_default=False),
    ] = None,
    format: Annotated[str, typer.Option("--format", help="text, or context: the JSON-LD context.")] = "text",
) -> None:
    """Show what the ontology calls a thing; without NAME, every property."""
    from llm_kg.context import context_json
    from llm_kg.errors import UnknownFormatError, UnknownTermError
    from llm_kg.terms import Index, NamedTerm, Property
    from llm_kg.vocabulary import load_vocabulary

    if format == "context":
        typer.echo(context_json(), nl=False)
        return
    if format != "text":
        raise UnknownFormatError(f"{format!r} is no format of terms; there are text and context")
    vocabulary = load_vocabulary()
    if name is None:
        rows = [(t.notation, t.label, t.definition or "") for t in vocabulary.all_properties.values()]
        table(("field", "property", "definition"), rows)
        return
    indexes: tuple[Index[Any], ...] = (
        vocabulary.properties,
        *(scheme.concepts for scheme in vocabulary.schemes.values()),
        vocabulary.organizations,
        vocabulary.units,
    )
    found: list[NamedTerm] = [term for index in indexes if (term := index.get(name))]
    if not found and (derived := vocabulary.all_properties.get(name)):
        found = [derived]
    if not found:
        nearest = list(dict.fromkeys(label for index in indexes for label in index.suggest(name)))
        hint = f"; did you mean {' or '.join(map(repr, nearest[:3]))}?" if nearest else ""
        raise UnknownTermError(f"the ontology does not know {name!r}{hint}")
    for term in found:
        lines = [
            ("IRI", term.iri),
            ("label", term.label),
            ("code", term.notation),
            ("definition", term.definition or ""),
            ("also called", ", ".join(term.alternates)),
            ("spelt in lists", ", ".join(term.hidden)),
        ]
        if isinstance(term, Property):
            lines += [
                ("values", ", ".join(term.ranges)),
                ("at most one", "yes" if term.is_functional else "no"),
                ("units", ", ".join(term.units)),
                ("ORKG", ", ".join(term.orkg)),
                ("ORKG (inferred)", ", ".join(term.inferred_orkg)),
            ]
        for label, value in lines:
            if value:
                typer.echo(f"{label:16} {value}")
        typer.echo()
