"""Which of several claims about one model is accepted.

| rule | what it says |
|---|---|
| agreement | values that agree within the precision in which they are stated are one value |
| most sources | the value that most sources state is accepted |
| most precise | of the agreeing claims, the most precise is taken |
| order | what is still tied goes by the source's id, then the line |

A property with many values accepts the claims of all entries. The counts, the maximum and the
stated string of one entry are one claim: they are accepted together, and sizes of several entries
are united only where their maxima agree.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from llm_kg.dates import PartialDate
from llm_kg.names import fold
from llm_kg.records import MULTIVALUED, Claim, Record, Value
from llm_kg.sizes import Size

__all__ = ["Decision", "decide"]

# Fields that tell how many parameters a model has: accepted together or not at all.
_PARAMETERS = frozenset(
    {
        "number_of_parameters",
        "maximum_number_of_parameters_in_million",
        "active_parameter_count",
    }
)


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided of one field: the accepted claims, best first, the others, and why."""

    field: str
    accepted: tuple[Claim, ...]
    refused: tuple[Claim, ...] = ()
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class _Statement:
    """What one entry says of a field (or of its parameters): claims that stand or fall together."""

    value: Value
    claims: tuple[Claim, ...]
    precision: int
    rank: tuple[str, int, int]

    @property
    def source(self) -> str:
        return self.rank[0]


def decide(records: Sequence[Record], rejected: Collection[Claim] = ()) -> list[Decision]:
    """Return the decision on every field that the records of one model state.

    `rejected` claims are never accepted: they break a shape.
    """
    decisions: list[Decision] = []
    fields: dict[str, list[_Statement]] = {}
    many: dict[str, list[Claim]] = {}
    for record in records:
        parameters: list[Claim] = []
        for claim in record.claims:
            if claim.field is None or not claim.values or claim in rejected:
                continue
            if claim.field in _PARAMETERS:
                parameters.append(claim)
            elif claim.field in MULTIVALUED or claim.field == "title":
                many.setdefault(claim.field, []).append(claim)
            else:
                statement = _statement(record, claim.values[0], (claim,))
                fields.setdefault(claim.field, []).append(statement)
        if parameters:
            maximum = _maximum(parameters)
            statement = _statement(record, maximum, tuple(parameters))
            fields.setdefault("number_of_parameters", []).append(statement)
    decisions.extend(Decision(field, tuple(claims)) for field, claims in many.items())
    decisions.extend(_choose(field, statements) for field, statements in fields.items())
    return sorted(decisions, key=lambda decision: decision.field)


def _statement(record: Record, value: Value, claims: tuple[Claim, ...]) -> _Statement:
    place = record.origin or record.place
    rank = (record.source.id, place.line, claims[0].place.line)
    return _Statement(value, claims, _precision(value, claims), rank)


def _maximum(claims: Iterable[Claim]) -> Value:
    """Return the largest number of parameters that an entry states, or its text where it has none."""
    sizes = [v.parameter_count for c in claims for v in c.values if isinstance(v, Size)]
    if sizes:
        return max(sizes)
    stated = [v for c in claims for v in c.values if isinstance(v, Decimal)]
    return int(stated[0] * 10**6) if stated else next(iter(claims)).values[0]


def _precision(value: Value, claims: Iterable[Claim]) -> int:
    """Tell how much a statement says: parts of a date, number of sizes, length of a text."""
    if isinstance(value, PartialDate):
        return 1 + (value.month is not None) + (value.day is not None)
    if isinstance(value, str):
        return 0
    return sum(isinstance(value, Size) for claim in claims for value in claim.values)


def _choose(field: str, statements: list[_Statement]) -> Decision:
    """Accept the value that most sources state, as its most precise claim states it."""
    ordered = sorted(statements, key=lambda s: (-s.precision, s.rank))
    values: list[list[_Statement]] = []
    for statement in ordered:
        # A vague value (2018) supports every sharper one that it agrees with (2018-06, 2018-07).
        supported = [value for value in values if _agree(value[0].value, statement.value)]
        for value in supported:
            value.append(statement)
        if not supported:
            values.append([statement])
    best = min(values, key=lambda value: (-_sources(value), -value[0].precision, value[0].rank))
    accepted = tuple(claim for statement in best for claim in statement.claims)
    refused = tuple(claim for statement in statements for claim in statement.claims if claim not in accepted)
    if not refused:
        return Decision(field, accepted)
    return Decision(field, accepted, refused, _reason(best, [v for v in values if v is not best]))


def _sources(value: Iterable[_Statement]) -> int:
    return len({statement.source for statement in value})


def _reason(best: list[_Statement], others: Iterable[list[_Statement]]) -> str:
    rivals = [value for value in others if _sources(value) == _sources(best)]
    if not rivals:
        return f"most sources ({_sources(best)})"
    if all(value[0].precision < best[0].precision for value in rivals):
        return "most precise"
    return "first by source and line"


def _agree(one: Value, other: Value) -> bool:
    """Tell whether two values are one within the precision in which they are stated."""
    if isinstance(one, PartialDate) and isinstance(other, PartialDate):
        return one.agrees_with(other)
    if isinstance(one, str) and isinstance(other, str):
        return fold(one) == fold(other)
    return one == other
