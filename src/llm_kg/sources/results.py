"""Tables of results: which of them describe the models that they compare, and which rows are of a model."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from llm_kg.curated import is_no_value, names_models
from llm_kg.sources.column import Column
from llm_kg.sources.column_values import Values
from llm_kg.sources.tables import TableCell

__all__ = ["Results", "comparison_in", "results_of"]

# Of the models whose results are compared; the terms of data and of software are others.
_TELLING = frozenset({"context_length", "license"})
_LEADING = frozenset({"checkpoint", "paper"})
# Where results are compared, these are of the evaluation as often as of the model.
_OF_EVALUATIONS = frozenset({"hardware_used", "training_corpus", "date_created"})
_RELEASED = re.compile(r"releas|发布", re.IGNORECASE)
# No name is longer.
_LONGEST = 200
# A result that is of no model of its own: what others did best, or guesses, and a model with more
# or asked in a certain way.
_NO_MODEL_OF_ITS_OWN = re.compile(
    r"(?:ours?|previous|prior|best|sota|state[- ]of[- ]the[- ]art|ensembles?|majority|random|human|chance"
    r"|upper bound|lower bound|baselines?|average|mean|median|rag|teacher|student)\s.*"
    r"|ours?|sota|ensembles?|chance"
    r"|(?:.*\s)?(?:teacher|student)"
    r"|.*(?:\s\+\s|\bw/|\b(?:\d{1,3}|zero|one|few|many)[- ]?shot\b|\bmaj(?:ority)?@|\bpass@|\bensemble\b).*"
    r"|.*(?:\bepoch[\s-]?\d|\b\d{1,2}[\s-]?bits?\b).*|.*[\s(](?:cot|tot|react)\)?|.*\(prompted\)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Results:
    """A table of results: what its columns say of models, and which of them must say something of each."""

    columns: Sequence[Column]
    telling: tuple[int, ...]
    reason: str
    lacking: str

    def refusal_of_row(self, row: Sequence[TableCell]) -> str | None:
        """Return why a row is that of a result alone, or None."""
        told = any(number < len(row) and not is_no_value(row[number].text) for number in self.telling)
        return None if told else f"a result, and {self.lacking}"

    def refusal_of_name(self, name: str) -> str | None:
        """Return why a name is that of a result and of no model, or None."""
        is_none = _NO_MODEL_OF_ITS_OWN.fullmatch(name[:_LONGEST])
        return "a result, and of no model of its own" if is_none else None


def results_of(
    columns: Sequence[Column], verdict: str, values: Callable[[int], Values], *, is_of_page: bool = False
) -> Results | None:
    """Return what a table tells of the models whose results it compares; None where it is no such table.

    Where models stand, one thing that is said of them is enough. Two are asked for elsewhere, and below a
    heading that tells nothing (`is_of_page`): there a model is compared with others.
    """
    if (made_by := _maker_column(columns)) is not None:
        reason = "a row of a table that says who made each model"
        return Results(columns, (made_by,), reason, "nothing says who made a model")
    if verdict != "other" and comparison_in(columns, values) is None:
        return None
    described = _of_results(columns)
    known = [n for n, column in enumerate(described) if column.kind == "property"]
    fewest = 1 if verdict == "models" and not is_of_page else 2
    if len(known) < fewest or not _describes_models(described, values):
        return None
    reason = "a row of a table that describes models beside their results"
    return Results(described, tuple(known), reason, "nothing else is said")


def comparison_in(columns: Sequence[Column], values: Callable[[int], Values]) -> str | None:
    """Return why a table compares results rather than that it presents models, or None."""
    kinds = [column.kind for column in columns]
    known, scores = kinds.count("property"), kinds.count("score")
    if scores > known:
        return "the table compares results on benchmarks"
    numeric = sum(kind == "unknown" and values(n).are_numeric for n, kind in enumerate(kinds))
    return "most columns are numbers of which nothing is known" if numeric + scores > 2 * known else None


def _maker_column(columns: Sequence[Column]) -> int | None:
    """Return the column of who made the models that a table compares by their results; else None.

    There must be a column that names models, and only the rows that say who made one are of a model.
    """
    kinds = [column.kind for column in columns]
    if "name" not in kinds or kinds.count("score") <= kinds.count("property"):
        return None
    is_telling = names_models(columns[kinds.index("name")].header)
    makers = (n for n, column in enumerate(columns) if "organization" in column.wanted)
    return next(makers, None) if is_telling else None


def _describes_models(columns: Sequence[Column], values: Callable[[int], Values]) -> bool:
    """Tell whether a table of results describes the models that it compares, and not one setting of each.

    A column is headed as one of models, and others hold their sizes, the length of their context or their
    licence, or lead to what was published of them.
    """
    kinds = [column.kind for column in columns]
    if "name" not in kinds or not names_models(columns[kinds.index("name")].header):
        return False
    wanted = {term: n for n, column in enumerate(columns) for term in column.wanted}
    sized = wanted.get("number_of_parameters")
    are_sized = sized is not None and values(sized).are_sizes
    return are_sized or not _TELLING.isdisjoint(wanted) or wanted.keys() >= _LEADING


def _of_results(columns: Sequence[Column]) -> list[Column]:
    """Return the columns of a table of results: what is likely to be said of an evaluation stays stated."""
    return [
        replace(column, kind="description", terms=())
        if not _OF_EVALUATIONS.isdisjoint(column.wanted) and not _RELEASED.search(column.header)
        else column
        for column in columns
    ]
