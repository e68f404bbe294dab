"""The comparison: models × properties, as a plain table and as the data that the script of the page reads.

The kinds of columns, and what a cell of each holds in the data:

| kind | cell |
|---|---|
| number | `[to sort by, in short, as the graph has it]` |
| date | the date as stated |
| things | positions in the `things` of the column, each `[text, IRI, address, label in JSON-LD]` |
| links | addresses |
| measures | `[rank of the unit, number, [[in short, exactly, JSON-LD], …]]` |
| text | the texts |
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

import pyoxigraph

from llm_kg.context import compactor, key_of, property_context
from llm_kg.querying import evaluate, named_queries
from llm_kg.rdf import IRI, RDFS, XSD, Literal, Term
from llm_kg.reconciliation import Model
from llm_kg.site.linked_data import LinkedData, in_script
from llm_kg.site.view import Shown, View, file_name, properties_of_models
from llm_kg.terms import Property

__all__ = ["FACETS", "Column", "Comparison", "open_licensed"]

#: Columns that are shown until the reader chooses; the others are there to be chosen.
_SHOWN: Final = frozenset(
    {
        *("organization", "date_created", "parameter_count", "pretraining_architecture"),
        *("license", "access", "training_data_size"),
    }
)
#: Properties by whose values models can be filtered.
FACETS: Final = (
    *("organization", "pretraining_architecture", "license", "access"),
    *("modality", "pretraining_task", "model_family"),
)
_DATES: Final = frozenset(XSD[name] for name in ("date", "gYearMonth", "gYear"))
_OPEN: Final = "open-licences"
#: Units by which cells are sorted as one: into which other unit, and by how much. Nothing else is converted.
_COMPARABLE: Final = {
    "GigaBYTE": ("BYTE", 10**9),
    "GibiBYTE": ("BYTE", 2**30),
    "TeraBYTE": ("BYTE", 10**12),
    "DAY": ("HR", 24),
    "ACCELERATOR-DAY": ("ACCELERATOR-HOUR", 24),
    "ACCELERATOR-YEAR": ("ACCELERATOR-HOUR", 8766),
}


@dataclass(slots=True)
class Column:
    """A property as a column, with what its cells name."""

    term: Property
    kind: str
    things: dict[IRI, int] = field(default_factory=dict)
    units: Counter[str] = field(default_factory=Counter)
    filled: int = 0

    @property
    def is_shown(self) -> bool:
        """Tell whether the column is shown until the reader chooses."""
        return self.term.notation in _SHOWN


class Comparison:
    """The table of all models of a view."""

    def __init__(self, view: View, open_licensed: frozenset[str]) -> None:
        self.view = view
        self.open_licensed = open_licensed
        self._linked = LinkedData(view)
        self._short = compactor(view.prefixes)
        self._values = [self._of(model) for model in view.models]
        self.columns = [column for column in map(_column, properties_of_models()) if self._count(column)]

    def _of(self, model: Model) -> dict[IRI, list[Term]]:
        return self.view.objects(self.view.iris[model.key])

    def _count(self, column: Column) -> bool:
        """Count what the cells of a column hold; tell whether there is anything."""
        for values in self._values:
            found = values.get(column.term.iri, ())
            column.filled += bool(found)
            for value in found:
                if column.kind == "things" and isinstance(value, IRI):
                    column.things.setdefault(value, len(column.things))
                elif column.kind == "measures":
                    column.units[_comparable(self.view.shown(column.term, value))[0]] += 1
        return bool(column.filled)

    @property
    def shown_columns(self) -> list[Column]:
        """The columns of the plain table."""
        return [column for column in self.columns if column.is_shown]

    def rows(self) -> Iterator[tuple[Model, str, list[tuple[Column, list[Shown], bool]]]]:
        """Yield each model, its page, and its cells: the values, and whether lists disagree on them."""
        for model, values in zip(self.view.models, self._values, strict=True):
            disputed = self._disputed(model)
            cells = [
                (
                    column,
                    [self.view.shown(column.term, value) for value in values.get(column.term.iri, ())],
                    column.term.notation in disputed,
                )
                for column in self.shown_columns
            ]
            yield model, file_name(model.key), cells

    def _disputed(self, model: Model) -> set[str]:
        explanation = self.view.explanations.get(model.key)
        fields = {dispute.field for dispute in explanation.disputes} if explanation else set()
        return fields | {"parameter_count"} if "number_of_parameters" in fields else fields

    def script(self) -> str:
        """Return the data as a script, for pages that are opened from a disk may fetch nothing."""
        models = [
            [
                *(model.key, model.name, list(model.alternate_name), file_name(model.key)),
                {
                    number: self._cell(column, values[column.term.iri])
                    for number, column in enumerate(self.columns)
                    if column.term.iri in values
                },
                self._marks(model),
                int(model.key in self.open_licensed),
            ]
            for model, values in zip(self.view.models, self._values, strict=True)
        ]
        data = {
            "context": self.view.prefixes | property_context(),
            "base": f"{self.view.graph.base}model/",
            "columns": [self._described(column) for column in self.columns],
            "models": models,
        }
        return f"globalThis.llmkg={in_script(data)};\n"

    def _marks(self, model: Model) -> list[int]:
        disputed = self._disputed(model)
        return [number for number, column in enumerate(self.columns) if column.term.notation in disputed]

    def _described(self, column: Column) -> dict[str, Any]:
        term = column.term
        described: dict[str, Any] = {
            "id": term.notation,
            "label": term.label,
            "about": term.definition or "",
            "predicate": key_of(term.iri),
            "kind": column.kind,
            "shown": column.is_shown,
            "facet": column.kind == "things" and term.notation in FACETS,
        }
        if column.kind == "number":
            described["datatype"] = self._short(next(iter(term.ranges), XSD["integer"]))
        if column.kind == "things":
            described["things"] = [self._thing(column, iri) for iri in column.things]
        return described

    def _thing(self, column: Column, iri: IRI) -> list[Any]:
        shown, label = self.view.shown(column.term, iri), self.view.label(iri)
        known = label and {"@value": label.lexical} | (
            {"@language": label.language} if label.language else {}
        )
        return [shown.text, self._short(iri), shown.href, known]

    def _cell(self, column: Column, values: list[Term]) -> Any:
        shown = [self.view.shown(column.term, value) for value in values]
        if column.kind == "things":
            return [column.things[value] for value in values if isinstance(value, IRI)]
        if column.kind == "links":
            return [each.href for each in shown if each.href]
        if column.kind == "measures":
            ranks = {unit: rank for rank, (unit, _) in enumerate(column.units.most_common())}
            sizes = [(ranks[unit], number) for unit, number in map(_comparable, shown)]
            rank, largest = min(sizes, key=lambda size: (size[0], -size[1]))
            told = [
                [each.brief, each.text, self._linked.object(self.view.node(value))]
                for each, value in zip(shown, values, strict=True)
                if isinstance(value, IRI)
            ]
            return [rank, float(largest), told]
        if column.kind == "number" and shown[0].number is not None and isinstance(values[0], Literal):
            return [float(shown[0].number), shown[0].brief, values[0].lexical]
        if column.kind == "date":
            return shown[0].text
        return [each.text for each in shown]


def _comparable(shown: Shown) -> tuple[str, Decimal]:
    """Return a measure in the unit by which it is sorted."""
    unit, factor = _COMPARABLE.get(shown.unit or "", (shown.unit or "", 1))
    return unit, (shown.number or Decimal(0)) * factor


def _column(term: Property) -> Column:
    if term.units or term.notation == "size":
        kind = "measures"
    elif term.ranges == (RDFS["Resource"],):
        kind = "links"
    elif term.is_object:
        kind = "things"
    elif _DATES & set(term.ranges):
        kind = "date"
    elif set(term.ranges) & {XSD["integer"], XSD["decimal"]}:
        kind = "number"
    else:
        kind = "text"
    return Column(term, kind)


def open_licensed(view: View, store: pyoxigraph.Store) -> frozenset[str]:
    """Return the keys of the models whose licence is open, as the named query of that name has it."""
    found = evaluate(store, named_queries()[_OPEN].text, view.prefixes)
    assert isinstance(found, pyoxigraph.QuerySolutions)
    iris = (IRI(solution["iri"].value) for solution in found)
    return frozenset(view.graph.models[iri] for iri in iris if iri in view.graph.models)
