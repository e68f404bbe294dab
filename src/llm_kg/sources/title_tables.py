"""Tables of papers: a row is of a model where the title of its paper names one, in a list of models."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from llm_kg.sources.base import Cell, Reading, Row
from llm_kg.sources.column import Column
from llm_kg.sources.links import link_kind
from llm_kg.sources.name_forms import is_coined, is_name, is_title
from llm_kg.sources.naming import parse_name
from llm_kg.sources.table_cells import value_cells
from llm_kg.sources.tables import Part, TableCell
from llm_kg.sources.titles import name_in_title, names_a_model

__all__ = ["Titles", "column_of_titles", "read_title"]


def column_of_titles(columns: Sequence[Column]) -> int | None:
    """Return the number of the column that holds titles."""
    for wanted in ("title", "paper"):
        for number, column in enumerate(columns):
            if column.kind == "property" and wanted in column.wanted:
                return number
    return None


class Titles(NamedTuple):
    """The column of titles, and of its section what it was judged to hold, why, and if it is of models."""

    column: int
    verdict: str
    reason: str
    within_models: bool


def read_title(
    row: Sequence[TableCell], columns: Sequence[Column], titles: Titles, reading: Reading
) -> Row | None:
    """Return the model that the title in a row names; None where it names none."""
    part = _title_of(row[titles.column]) if titles.column < len(row) else None
    if part is None:
        return None
    name = _named(part.text, titles.verdict, titles.within_models)
    if name is None:
        reading.decide(row[0].place, part.text, "passed over", "a paper, and no model is named")
        return None
    parsed = parse_name(name)
    cells = [Cell("name", parsed.name, part.place_of(parsed.name))]
    cells += (Cell(key, value, part.place_of(value)) for key, value in parsed.beside)
    for number, cell in enumerate(row):
        cells += value_cells(cell.parts, columns[number] if number < len(columns) else None, cell.place)
    reason = f"the title of its paper begins with a name; {titles.reason}"
    reading.decide(row[0].place, parsed.name, "model", reason)
    return Row(tuple(cells), row[0].place)


def _title_of(cell: TableCell) -> Part | None:
    """Return the part that is the title: the first that has words, and does not say where it leads."""
    parts = (part for part in cell.parts if part.kind in ("link", "text", "strong") and part.text)
    return next((part for part in parts if is_title(part.text) or not link_kind(part.text)), None)


def _named(title: str, verdict: str, within_models: bool) -> str | None:
    name = name_in_title(title)
    if name:
        return name if names_a_model(title, name, verdict, within_models) else None
    # A report on a model may have its name alone for a title.
    alone = is_name(title) and is_coined(parse_name(title).name) and len(title.split()) <= 3
    return title if verdict == "models" and alone and names_a_model(title, title, verdict, True) else None
