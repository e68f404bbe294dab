"""What tables leave out, as it stands above: at a ditto mark, and where cells look as if they were merged.

| Maker | Model | Params |
|-------|-------|--------|
| Nest  | Finch | 1B     |
|       |       | 7B     |
|       | Tern  | ″      |

A cell may be left out for what nobody knows, too: those below a maker are taken for its own only where
more are left out than stated.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from llm_kg.curated import is_no_value, no_model
from llm_kg.sizes.cells import parse_sizes
from llm_kg.sources.column import Column
from llm_kg.sources.tables import TableCell

__all__ = ["filled"]

_Row = Sequence[TableCell]

_DITTO = frozenset({"″", "〃", '"', "''", "”", '-"-', "-〃-", "ditto", "same as above", "同上"})
# What the sizes of one model, each in a row of its own, may differ in.
_OF_SIZES = frozenset(
    {"number_of_parameters", "active_parameter_count", "context_length", "checkpoint", "homepage", "link"}
)
# What a first column may group the rows of a table by.
_GROUPING = frozenset({"organization", "model_family"})


def filled(rows: Sequence[_Row], columns: Sequence[Column]) -> Iterator[_Row]:
    """Yield the rows of a table of models with the cells that stand above for those that they leave out.

    A cell that several rows have in common is the same cell, as it is where it spans them.
    """
    named = next(n for n, column in enumerate(columns) if column.kind == "name")
    merged = _is_merged(rows, columns, named)
    above: _Row = ()
    for row in rows:
        shown = list(row)
        is_size = _is_of_size_alone(row, columns, named)
        is_filled = sum(bool(cell.parts) for cell in row) > 1
        for number, cell in enumerate(row[: len(above)]):
            is_left_out = (is_size and number == named) or (merged and is_filled and not number)
            if _is_ditto(cell) or (is_left_out and not cell.text):
                shown[number] = above[number]
        if is_size:  # another row of the model above, whose other cells stand there
            above = [cell if cell.parts else old for cell, old in zip(shown, above, strict=False)]
        else:
            is_of_model = is_filled and not (named < len(row) and no_model(row[named].text))
            above = shown if is_of_model else ()
        yield shown


def _is_ditto(cell: TableCell) -> bool:
    return len(cell.parts) == 1 and cell.parts[0].text.casefold() in _DITTO


def _is_of_size_alone(row: _Row, columns: Sequence[Column], named: int) -> bool:
    """Tell whether a row names nothing, and states but another size of what the row above it names."""
    if named >= len(row) or row[named].parts:
        return False
    told = [(column, cell) for column, cell in zip(columns, row, strict=False) if cell.parts]
    known = [column for column, _ in told if column.kind == "property"]
    are_of_sizes = all(_OF_SIZES.issuperset(column.wanted) for column in known)
    return are_of_sizes and any(column.holds_sizes and parse_sizes(cell.text) for column, cell in told)


def _is_merged(rows: Sequence[_Row], columns: Sequence[Column], named: int) -> bool:
    """Tell whether the first column groups the rows: each of its values stands once, the first on top.

    Most of its cells are left out, and none says that there is nothing to state.
    """
    if not named or _GROUPING.isdisjoint(columns[0].wanted) or not rows or not rows[0] or not rows[0][0].text:
        return False
    texts = [row[0].text for row in rows if row and any(cell is not row[0] for cell in row)]
    told = [text for text in texts if text]
    is_stated = not any(map(is_no_value, told)) and len(set(told)) == len(told)
    return is_stated and 1 < len(told) < len(texts) - len(told)
