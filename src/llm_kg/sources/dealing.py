"""The values of rows, dealt out to the models that the rows name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile
from typing import NamedTuple

from llm_kg.curated import is_no_value
from llm_kg.sizes.cells import parse_sizes
from llm_kg.sizes.headers import header_unit
from llm_kg.sizes.in_names import size_in_name
from llm_kg.sources.base import DESCRIPTION, Cell
from llm_kg.sources.column import Column
from llm_kg.sources.keys import terms_of
from llm_kg.sources.table_cells import value_cells
from llm_kg.sources.table_members import members_of
from llm_kg.sources.table_names import name_cells
from llm_kg.sources.tables import Part, TableCell, shown

__all__ = ["Dealt", "deal"]

# The comma in "4,096" parts no values.
_LIST = re.compile(r"\s*(?:[，、;；]|,(?!(?<=\d,)\d{3}(?!\d)))\s*")
_AND = re.compile(r"\s(?:and|&)\s")
_SLASH_OR_AND = re.compile(r"\s(?:/|and|&)\s")
# The size of the largest alone.
_AT_MOST = re.compile(r"\b(?:up to|max\w*|at most)\b|最大|最高", re.IGNORECASE)


class Dealt(NamedTuple):
    """What rows say of all the models that they name, and what of each; and the models that these have."""

    shared: list[Cell]
    own: list[list[Cell]]
    members: list[list[Cell]]


def deal(
    rows: Sequence[Sequence[TableCell]],
    columns: Sequence[Column],
    named: int,
    names: Sequence[tuple[Part, ...]],
) -> Dealt:
    """Deal the values of rows out to the models that they name, where it is clear whose they are."""
    shared: list[Cell] = []
    own: list[list[Cell]] = [name_cells(name) for name in names]
    families = [cells[0].text for cells in own]
    members: list[list[Cell]] = []
    seen: set[int] = set()
    for row in rows:
        for number, cell in enumerate(row):
            if number == named or id(cell) in seen or not cell.parts:
                continue
            seen.add(id(cell))
            column = _column_of(number, row, columns)
            if column and column.kind == "members" and (listed := members_of(cell, column, families)):
                members += listed
                shared.append(Cell(DESCRIPTION, f"{column.header}: {cell.text}", cell.place))
                continue
            are_shared = column is not None and column.holds_lists and len(cell.lines) == 1
            pieces = _pieces(cell, column, len(names)) if len(names) > 1 and not are_shared else []
            are_dealt = len(pieces) == len(names) and len(names) > 1
            if (
                len(names) > 1
                and column
                and column.holds_sizes
                and not _may_have(families, pieces, cell, column)
            ):
                # Which size is whose is not said.
                shared.append(Cell(DESCRIPTION, f"{column.header}: {cell.text}", cell.place))
            elif are_dealt:
                for cells, piece in zip(own, pieces, strict=True):
                    cells += value_cells(piece, column, piece[0].place)
            else:
                shared += value_cells(cell.parts, column, cell.place)
    are_parted = len(rows) > 1 or sum(column.holds_sizes for column in columns) > 1
    return Dealt(_with_sizes_joined(shared) if are_parted else shared, own, members)


def _may_have(
    names: Sequence[str], pieces: Sequence[Sequence[Part]], cell: TableCell, column: Column
) -> bool:
    """Tell whether several models may have the sizes of a cell: one is of all, or each piece of one."""
    unit = header_unit(column.header)
    own = [parse_sizes(size_in_name(name) or "") for name in names]
    if len(pieces) == len(names):
        sizes = [parse_sizes(shown(piece), unit) for piece in pieces]
        # A name may round its size, and none bears that of another.
        return all(size == piece or size not in sizes for size, piece in zip(own, sizes, strict=True))
    stated = parse_sizes(cell.text, unit)
    is_one = len(pieces) < 2 and len(stated) < 2 and not _AT_MOST.search(cell.text)
    return is_one and (not any(own) or all(size == stated for size in own))


def _column_of(number: int, row: Sequence[TableCell], columns: Sequence[Column]) -> Column | None:
    """Return the column of a cell; of several that it spans, the first whose property is known."""
    within = range(number, min(len(row), len(columns)))
    spanned = [columns[n] for n in takewhile(lambda n: row[n] is row[number], within)]
    known = (column for column in spanned if column.kind == "property")
    return next(known, spanned[0] if spanned else None)


def _with_sizes_joined(cells: Sequence[Cell]) -> list[Cell]:
    """Join the sizes of rows, or of numbered columns, that describe one model: it has them all."""
    joined: dict[str, Cell] = {}
    kept: list[Cell] = []
    for cell in cells:
        if not any(term.notation == "number_of_parameters" for term in terms_of(cell.key)):
            kept.append(cell)
        elif (known := joined.get(cell.key)) and is_no_value(cell.text):
            continue
        elif known and not is_no_value(known.text):
            joined[cell.key] = known._replace(text=f"{known.text}, {cell.text}")
        else:
            joined[cell.key] = cell
    return [*kept, *joined.values()]


def _pieces(cell: TableCell, column: Column | None, count: int) -> list[tuple[Part, ...]]:
    """Return the parts of a cell, cut at breaks, or where it has none at commas.

    Of what a model has one, so many between slashes or words as there are names are one of each, too.
    """
    lines = cell.lines
    if len(lines) == 1 and all(part.kind in ("text", "strong") for part in lines[0]):
        whole = lines[0][0]
        marks = [_LIST]
        if column and (column.holds_one or column.holds_sizes):
            # Two sizes between slashes may be those of either model.
            marks.append(_SLASH_OR_AND if column.holds_one else _AND)
        for mark in marks:
            texts = [text for text in mark.split(shown(lines[0])) if text]
            if len(texts) == count or (mark is _LIST and len(texts) > 1):
                return [(Part("text", text, whole.place_of(text)),) for text in texts]
    if len(lines) == 1 and (links := _links_alike(lines[0], count)):
        return links
    return lines


def _links_alike(line: Sequence[Part], count: int) -> list[tuple[Part, ...]]:
    """Return the links of a line where these are so many, part nothing but signs, and say the same."""
    links = [part for part in line if part.kind == "link" and part.url]
    between = "".join(part.text for part in line if part.kind != "link")
    said = {_PAPER_NUMBER.sub("0", part.text.casefold()) for part in links}
    if len(links) != count or len(said) != 1 or len({part.url for part in links}) != count:
        return []
    return [] if _WORD_SIGN.search(between) else [(link,) for link in links]


_PAPER_NUMBER = re.compile(r"\d{4}\.\d{4,5}(?:v\d{1,2})?")
_WORD_SIGN = re.compile(r"[^\W_]")
