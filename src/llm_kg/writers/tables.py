"""Tables: a row per model."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from llm_kg.reconciliation import Models

__all__ = ["models_csv"]


def models_csv(models: Models) -> Iterator[str]:
    """Yield the models as CSV (RFC 4180), a row each; several values of a cell stand behind `; `."""
    columns = list(dict.fromkeys(key for row in models.to_rows() for key in row))
    for cells in (columns, *([_cell(row[c]) for c in columns] for row in models.to_rows())):
        line = io.StringIO()
        csv.writer(line).writerow(cells)
        yield line.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(map(_cell, value))
    if isinstance(value, dict):
        return " ".join(_cell(part) for part in value.values() if part is not True)
    return str(value)
