"""Tables: a row per model, and a row per claim."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from llm_kg.quantities import Quantity
from llm_kg.reconciliation import Models
from llm_kg.records import Paper, Value, field_of
from llm_kg.sizes import Size

__all__ = ["claims_csv", "models_csv"]

_ABOUT = ("model", "name", "property", "value", "unit")
_FOUND = ("stated", "key", "source", "entry", "line", "column", "accepted")


def models_csv(models: Models) -> Iterator[str]:
    """Yield the models as CSV (RFC 4180), a row each; several values of a cell stand behind `; `."""
    columns = list(dict.fromkeys(key for row in models.to_rows() for key in row))
    yield from _lines((columns, *([_cell(row[c]) for c in columns] for row in models.to_rows())))


def claims_csv(models: Models) -> Iterator[str]:
    """Yield every claim as tidy CSV: a row for each value, and one for a text of which none was read.

    `model` is the key of the model, `property` the field or the stated key, `line` the place in the
    list that states it.
    """
    yield from _lines(((*_ABOUT, *_FOUND), *_claim_rows(models)))


def _claim_rows(models: Models) -> Iterator[list[str]]:
    for model in models:
        accepted = set(model.accepted)
        for record in model.records:
            for claim in record.claims:
                place = claim.origin or claim.place
                where = [record.source.id, record.entry, str(place.line), str(place.column)]
                state = "true" if claim in accepted else "false"
                stated = [claim.stated, claim.key, *where, state]
                for value in claim.values:
                    yield [model.key, model.name, field_of(claim, value), *_value(value), *stated]
                if not claim.values:
                    yield [model.key, model.name, claim.field or claim.key, "", "", *stated]


def _value(value: Value) -> tuple[str, str]:
    """Return a value in plain words, and its unit."""
    if isinstance(value, Quantity):
        return format(value.value, "f"), value.unit
    if isinstance(value, Size):
        return str(value.parameter_count), "parameter"
    if isinstance(value, Paper):
        return value.title or (value.urls[0] if value.urls else ""), ""
    return (str(value)), ""


def _lines(rows: Iterable[Iterable[str]]) -> Iterator[str]:
    for row in rows:
        line = io.StringIO()
        csv.writer(line).writerow(row)
        yield line.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(map(_cell, value))
    if isinstance(value, dict):
        return " ".join(_cell(part) for part in value.values() if part is not True)
    return str(value)
