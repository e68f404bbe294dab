"""The comparison of models as a table, in the two forms in which ORKG exports one.

Columns bear ORKG's labels where ORKG has the property, and ours elsewhere. Several values of a property
stand in several columns (or rows) of one label. The sources' reader reads the same facts from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from llm_kg.delimited import csv_lines
from llm_kg.orkg.template import TemplateProperty, load_template
from llm_kg.quantities import Quantity
from llm_kg.reconciliation import Model, Models
from llm_kg.records import Description, Paper
from llm_kg.terms import Property
from llm_kg.vocabulary import load_vocabulary

__all__ = ["comparison_csv"]


@dataclass(frozen=True, slots=True)
class _Column:
    """A property in the table: its label, and the values of each model."""

    label: str
    values: tuple[tuple[str, ...], ...]

    @property
    def width(self) -> int:
        """How many columns it takes."""
        return max(map(len, self.values), default=0)


def comparison_csv(models: Models, *, transpose: bool = False) -> Iterator[str]:
    """Yield the comparison as CSV (RFC 4180): a row for each model, or transposed for each property.

    The first column is the title of the paper; transposed, the header has it before the model's name.
    """
    columns = [column for column in _columns(list(models)) if column.width]
    if transpose:
        header = ["Properties", *(_heading(model) for model in models)]
        yield from csv_lines((header, *(row for column in columns for row in _rows(column))))
        return
    labels = ["title", *(column.label for column in columns for _ in range(column.width))]
    cells = [_filled(column) for column in columns]
    rows = (
        [model.title or "", *(cell for column in cells for cell in column[number])]
        for number, model in enumerate(models)
    )
    yield from csv_lines((labels, *rows))


def _heading(model: Model) -> str:
    return f"{model.title} - {model.name}" if model.title else model.name


def _rows(column: _Column) -> Iterator[list[str]]:
    for values in zip_longest(*column.values, fillvalue=""):
        yield [column.label, *values]


def _filled(column: _Column) -> list[list[str]]:
    width = column.width
    return [[*values, *[""] * (width - len(values))] for values in column.values]


def _columns(models: list[Model]) -> Iterator[_Column]:
    """Yield what ORKG's template has, in its order, then what it has not, in the order of the record."""
    properties, template = load_vocabulary().all_properties, load_template().properties
    for field, row in template.items():
        yield _Column(row.label, tuple(_bare(model, field, row) for model in models))
    for field in Description.model_fields:
        row_, term = template.get(field), properties[field]
        # What is derived is read from another column.
        if (row_ is None or row_.unit) and not term.is_derived:
            yield _Column(term.label, tuple(_texts(model, term, row_) for model in models))


def _bare(model: Model, field: str, row: TemplateProperty) -> tuple[str, ...]:
    """Return the values under one of ORKG's labels; a number bare, where the label says what it counts."""
    if not row.unit:
        return _texts(model, row.term, None)
    return tuple(
        row.number(quantity.value, approximate=quantity.approximate)
        for quantity in getattr(model, field)
        if quantity.unit == row.unit
    )


def _texts(model: Model, term: Property, row: TemplateProperty | None) -> tuple[str, ...]:
    """Return the values of a property that stand under no label of ORKG's with a unit of its own."""
    value = getattr(model, term.notation)
    values = value if isinstance(value, tuple) else () if value is None else (value,)
    if term.notation == "paper":
        return tuple(_papers(values))
    return tuple(
        _text(term, v) for v in values if not (row and isinstance(v, Quantity) and v.unit == row.unit)
    )


def _papers(papers: Iterable[Paper]) -> Iterator[str]:
    """Yield what the title of the first paper leaves to say: links follow the title that they are of."""
    first = True
    for paper in papers:
        if paper.title and not first:
            yield paper.title
        first = first and not paper.title
        yield from paper.urls


def _text(term: Property, value: Any) -> str:
    scheme = load_vocabulary().scheme_of(term)
    if scheme and (concept := scheme.concepts.get(value)):
        return concept.label
    return f"{value:f}" if term.notation.endswith("_in_million") else str(value)
