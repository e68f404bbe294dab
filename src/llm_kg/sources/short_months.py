"""Months with years of two digits, such as `Mar-23`, which a column settles and a value alone does not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from llm_kg.curated import is_no_value
from llm_kg.dates import is_short_month
from llm_kg.sources.column import Column
from llm_kg.sources.tables import TableCell

__all__ = ["may_have_short_months", "with_short_months"]

_FORM = "mmm-yy"
# So many values that are all years of models would hardly all be days.
_LEAST = 5


def with_short_months(columns: Sequence[Column], rows: Sequence[Sequence[TableCell]]) -> list[Column]:
    """Return the columns; those of dates that are all such as `Mar-23` know this form."""
    return [
        replace(column, form=_FORM)
        if "date_created" in column.wanted and _count(number, rows) >= _LEAST
        else column
        for number, column in enumerate(columns)
    ]


def may_have_short_months(
    columns: Sequence[Column], rows: Callable[[], Iterable[Sequence[TableCell]]]
) -> bool:
    """Tell whether all dates of a column are such; of `rows` nearly always the first that has one tells."""
    return any(
        "date_created" in column.wanted and _count(number, rows()) > 0
        for number, column in enumerate(columns)
    )


def _count(number: int, rows: Iterable[Sequence[TableCell]]) -> int:
    """Return how many dates of a column are short months; -1 where one is none."""
    found = 0
    for text in _stated(number, rows):
        if not is_short_month(text):
            return -1
        found += 1
    return found


def _stated(number: int, rows: Iterable[Sequence[TableCell]]) -> Iterator[str]:
    for row in rows:
        # A cell that spans the row is a heading.
        if number < len(row) and (len(row) == 1 or any(cell is not row[0] for cell in row)):
            text = row[number].text
            if not is_no_value(text):
                yield text
