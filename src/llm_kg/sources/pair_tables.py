"""Tables of two columns that describe one thing: a key and its value in each row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from llm_kg.sources.base import Cell
from llm_kg.sources.columns import Column, Table, TableCell, value_cells
from llm_kg.sources.interpretation import terms_of

__all__ = ["pairs_of_table"]


def pairs_of_table(table: Table) -> list[Cell]:
    """Return what a table of keys and values states; nothing of any other table.

    It has two columns, and most of its keys are properties, two at least. The first row, which Markdown
    asks for, is one of the pairs where its key is a property.
    """
    rows = [row for row in (table.header, *table.rows) if len(row) == 2 and row[0] is not row[1]]
    if len(rows) != 1 + len(table.rows):
        return []
    known = sum(bool(terms_of(row[0].text)) for row in rows[1:])
    if known < 2 or known * 2 <= len(table.rows):
        return []
    if terms_of(rows[0][0].text) and not terms_of(rows[0][1].text):
        pairs: Sequence[tuple[TableCell, ...]] = rows
    else:
        pairs = rows[1:]
    return [cell for key, value in pairs for cell in _cells(key, value)]


def _cells(key: TableCell, value: TableCell) -> Iterator[Cell]:
    terms = terms_of(key.text)
    if any(term.notation == "name" for term in terms):
        yield Cell(key.text, value.text, value.place, key.place)
        return
    if not key.text or not value.parts:
        return
    column = Column("property" if terms else "unknown", key.text, key.place, terms)
    for cell in value_cells(value.parts, column, value.place):
        yield cell._replace(key_place=key.place) if cell.key == column.key else cell
