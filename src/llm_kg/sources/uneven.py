"""Rows of tables that have more or fewer cells than the header."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from llm_kg.findings import Finding, Findings
from llm_kg.places import Place

__all__ = ["tell_uneven", "uneven_row"]

#: From so many rows on, it is the header that is uneven where most rows have another number of cells.
_FEWEST: Final = 3


def tell_uneven(
    uneven: Sequence[tuple[int, Place]], rows: int, header: tuple[int, Place], findings: Findings
) -> None:
    """Report uneven rows: each at its place, and at the header where it is that which is uneven.

    Rows and the header are the number of their cells, and where they begin; `rows` is how many there are.
    """
    columns, place = header
    width, count = Counter(cells for cells, _ in uneven).most_common(1)[0] if uneven else (columns, 0)
    if count >= _FEWEST and count * 2 > rows:
        message = f"this header has {columns} columns, and most rows below it have {width} cells"
        findings.add(Finding.of("uneven-row", message, place))
    else:
        width = columns
    for cells, where in uneven:
        if cells != width:
            findings.add(uneven_row(cells, columns, where))


def uneven_row(cells: int, columns: int, place: Place) -> Finding:
    """Return the finding that a row has more or fewer cells than the header."""
    message = f"this row has {cells} cells, and the table has {columns} columns"
    return Finding.of("uneven-row", message, place)
