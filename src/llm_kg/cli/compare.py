"""`llm-kg compare`: some models side by side."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from llm_kg.cli.common import IncludeCommented, InputFormat, Prefer, SourceDate, load_models, table
from llm_kg.cli.models import ModelSource, as_json, described, headings

if TYPE_CHECKING:
    from llm_kg.explanations import Explanation

__all__ = ["compare"]

_FORMATS = ("table", "csv", "json", "markdown")


def compare(
    models: Annotated[list[str], typer.Argument(metavar="MODEL", help="Names in any spelling.")],
    source: ModelSource = None,
    format: Annotated[str, typer.Option("--format", "-f", help="table, csv, json or markdown.")] = "table",
    input_format: InputFormat = None,
    include_commented: IncludeCommented = False,
    prefer: Prefer = None,
    source_date: SourceDate = None,
) -> None:
    """Compare models, a row for each property that one of them has.

    `≠` marks a property on which the models differ, `(!)` a value that an entry of the model contradicts.
    """
    from llm_kg.errors import LlmKgError, UnknownFormatError
    from llm_kg.explanations import explain
    from llm_kg.lookup import find_model
    from llm_kg.saving import save

    if format not in _FORMATS:
        raise UnknownFormatError(f"{format!r} is no format of comparisons; there are {', '.join(_FORMATS)}")
    known = load_models(source, input_format, include_commented, prefer, source_date)
    named: dict[str, str] = {}
    chosen = []
    for name in models:
        model = find_model(known, name)
        if other := named.get(model.key):
            raise LlmKgError(f"{other!r} and {name!r} are one model; name another")
        named[model.key] = name
        chosen.append(model)
    if len(chosen) < 2:
        raise LlmKgError("name two models or more: llm-kg compare GPT-2 GPT-3")
    explanations = explain(known, chosen)
    rows = _rows(explanations)
    if format == "json":
        save("-", [as_json(_document(explanations, rows))])
        return
    cells = [row.cells() for row in rows]
    head = ("", "property", *headings(each.model for each in explanations).values())
    if format == "table":
        table(head, cells)
    elif format == "csv":
        save("-", map(_csv, (("differs", *head[1:]), *cells)))
    else:
        save("-", map(_markdown, (head, ["---"] * len(head), *cells)))


@dataclass(frozen=True)
class _Row:
    """A property, the values of each model in words, and which of these are in dispute."""

    field: str
    label: str
    values: tuple[tuple[str, ...], ...]
    disputed: tuple[bool, ...]

    @property
    def differs(self) -> bool:
        """Whether two models state different things; one that states nothing is no other."""
        return len({frozenset(values) for values in self.values if values}) > 1

    def cells(self) -> list[str]:
        values = (
            "; ".join(values) + " (!)" * disputed
            for values, disputed in zip(self.values, self.disputed, strict=True)
        )
        return ["≠" if self.differs else "", self.label, *values]


def _rows(explanations: Sequence[Explanation]) -> list[_Row]:
    from llm_kg.records import Description

    tables = [
        {field: (label, tuple(texts)) for field, label, texts in described(each.kept or each.model)}
        for each in explanations
    ]
    disputes = [
        {field for dispute in each.disputes for judged in dispute.claims for field in judged.fields}
        for each in explanations
    ]
    rows = []
    for field in Description.model_fields:
        label = next((known[field][0] for known in tables if field in known), None)
        # The names head the columns.
        if label is not None and field != "name":
            values = tuple(known[field][1] if field in known else () for known in tables)
            rows.append(_Row(field, label, values, tuple(field in disputed for disputed in disputes)))
    return rows


def _document(explanations: Sequence[Explanation], rows: Sequence[_Row]) -> dict[str, Any]:
    plain = [(each.kept or each.model).to_row() for each in explanations]
    keys = [each.model.key for each in explanations]
    return {
        "models": [{"key": each.model.key, "name": each.model.name} for each in explanations],
        "properties": [
            {
                "field": row.field,
                "property": row.label,
                "differs": row.differs,
                "values": {key: known[row.field] for key, known in zip(keys, plain, strict=True)},
                "disputed": [key for key, disputed in zip(keys, row.disputed, strict=True) if disputed],
            }
            for row in rows
        ],
    }


def _csv(cells: Sequence[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()


# What Markdown would take for more than a character. An underscore within a word is one.
_MARKUP = re.compile(r"[\\`*\[\]<>|~]|(?<!\w)_|_(?!\w)")


def _markdown(cells: Sequence[str]) -> str:
    escaped = (_MARKUP.sub(r"\\\g<0>", cell) for cell in cells)
    return f"| {' | '.join(escaped)} |\n"
