"""The table of claims: a row for each."""

from __future__ import annotations

from collections.abc import Iterator

from llm_kg.delimited import csv_lines
from llm_kg.quantities import Quantity
from llm_kg.reconciliation import Models
from llm_kg.records import Paper, Value, field_of
from llm_kg.sizes import Size

__all__ = ["claims_csv"]

_ABOUT = ("model", "name", "property", "value", "unit")
_FOUND = ("stated", "key", "source", "entry", "line", "column", "accepted")


def claims_csv(models: Models) -> Iterator[str]:
    """Yield every claim as tidy CSV: a row for each value, and one for a text of which none was read.

    `model` is the key of the model, `property` the field or the stated key, `line` the place in the
    list that states it.
    """
    yield from csv_lines(((*_ABOUT, *_FOUND), *_claim_rows(models)))


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
