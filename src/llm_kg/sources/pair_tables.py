"""Tables of one thing, with a key and a value in each row or column; of several, with one in each column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from llm_kg.curated import no_model
from llm_kg.sources.base import Cell
from llm_kg.sources.column import Column
from llm_kg.sources.keys import says_of_model, terms_of
from llm_kg.sources.name_forms import is_name
from llm_kg.sources.table_cells import value_cells
from llm_kg.sources.tables import Part, Table, TableCell

__all__ = ["pairs_of_row", "pairs_of_table", "turned"]


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
    is_header = _VALUE.fullmatch(rows[0][1].text.strip()) is not None
    if terms_of(rows[0][0].text) and not terms_of(rows[0][1].text) and not is_header:
        pairs: Sequence[tuple[TableCell, ...]] = rows
    else:
        pairs = rows[1:]
    return [cell for key, value in pairs for cell in _cells(key, value)]


def pairs_of_row(table: Table) -> list[Cell]:
    """Return what the only row of a table states under its header; nothing of any other table.

    Most of its columns are properties, two at least, and the first of them; none names what the row is of.
    """
    if len(table.rows) != 1 or len(table.rows[0]) != len(table.header):
        return []
    terms = [terms_of(cell.text) for cell in table.header]
    known = sum(map(bool, terms))
    named = any(term.notation == "name" for some in terms for term in some)
    is_nameless = terms[0] and not named and all(cell.text for cell in table.header)
    if not is_nameless or known < 2 or known * 2 < len(terms):
        return []
    return [
        cell for key, value in zip(table.header, table.rows[0], strict=True) for cell in _cells(key, value)
    ]


# "Field | Value": the header of what is below.
_VALUE = re.compile(
    r"(?:values?|details?|descriptions?|info(?:rmation)?|settings?|contents?|值|内容|说明|信息)", re.I
)


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


def turned(table: Table) -> Table:
    """Return a table with a model in each column as one with a model in each row; any other as it is.

    Its header names the models, two at least, and most of the first column's cells are properties: two at
    least, and among them one that only models have.
    """
    corner, *names = table.header or (TableCell((), table.place),)
    if (
        len(names) < 2
        or not table.rows
        or terms_of(corner.text)
        or any(len(row) != len(table.header) for row in table.rows)
    ):
        return table
    keys = [row[0] for row in table.rows]
    known = sum(bool(terms_of(key.text)) for key in keys)
    if known < 2 or known * 2 <= len(keys) or not any(says_of_model(key.text) for key in keys):
        return table
    if not all(_may_be_model(name.text) for name in names):
        return table
    header = (TableCell((Part("text", _CORNER, corner.place),), corner.place), *keys)
    columns = tuple(
        (name, *(row[number] for row in table.rows)) for number, name in enumerate(names, start=1)
    )
    return Table(header, columns, table.place)


def _may_be_model(header: str) -> bool:
    return is_name(header) and not (terms_of(header) or no_model(header) or _STAGE.match(header))


# Columns of one thing at several times, or in several forms.
_STAGE = re.compile(
    r"(?:stage|phase|step|run|round|experiment|exp|config(?:uration)?|setting|option|plan|version|case|q|h|year|week"
    r"|month|day)s?[\s._-]*(?:\d|[A-Z]$)|第.{1,3}阶段",
    re.IGNORECASE,
)

# What the corner of such a table would say, if it said anything.
_CORNER = "model"
