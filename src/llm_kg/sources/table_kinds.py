"""Which tables are of models, as their columns tell; the others compare results, or present other things."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from llm_kg.curated import names_models
from llm_kg.sources.column import Column
from llm_kg.sources.column_values import Values
from llm_kg.sources.results import Results, comparison_in

__all__ = ["presents_models", "refusal_of"]


def presents_models(columns: Sequence[Column]) -> bool:
    """Tell whether a column is headed as one of models, and the first or beside the titles of their papers.

    What tools are made of has no papers here: "Tool | Model | Paper" presents tools.
    """
    titles = [n for n, column in enumerate(columns) if not {"title", "paper"}.isdisjoint(column.wanted)]
    named = [n for n, column in enumerate(columns) if column.kind == "name" and names_models(column.header)]
    return (
        bool(titles and named) and min(titles + named) == 0 and {*titles, *named} >= set(range(named[0] + 1))
    )


def refusal_of(
    columns: Sequence[Column],
    verdict: str,
    values: Callable[[int], Values],
    results: Results | None,
    *,
    linked: bool,
) -> str | None:
    """Return why a table of these columns holds no models, or None; `linked` tells that it has links."""
    kinds = [column.kind for column in columns]
    if "name" not in kinds:
        return "no column names models"
    named = kinds.index("name")
    if "other subject" in kinds[:named]:
        subject = columns[kinds.index("other subject")].header
        return f"the rows are about something else: {subject!r}"
    if "property" not in kinds and verdict != "models" and not linked:
        return "beside the names, no column says anything of models"
    return None if results else comparison_in(columns, values)
