"""Which of several claims about one model is accepted (`docs/reconciliation.md` has the same table).

| rule | what it says |
|---|---|
| agreement | values that agree within the precision in which they are stated are one value |
| preferred source | the value of the source that the user named first is accepted |
| most sources | the value that most sources state is accepted |
| most precise | of the agreeing claims, the most precise is taken |
| newest source | the value of the source with the newest stated date is accepted; skipped without dates |
| order | what is still tied goes by the source's id, then the line |

A property with many values accepts the claims of all entries, and is in dispute where entries state
different values; of papers, where two entries have none in common. The counts, the maximum and the
stated string of one entry are one claim: they are accepted together, and sizes of several entries are
united only where their maxima agree.

The first of a month counts as the month where most of a source's days are such: three quarters of the
dates in ORKG's comparison end in -01.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import groupby
from types import MappingProxyType
from typing import NamedTuple

from llm_kg.dates import PartialDate
from llm_kg.identifiers import page
from llm_kg.names import fold, normalize
from llm_kg.quantities import Quantity
from llm_kg.records import MULTIVALUED, Claim, Paper, Record, Value
from llm_kg.sizes import Size

__all__ = ["Decision", "Policy", "decide", "decisions_on", "undisputed"]

# Fields that tell how many parameters a model has: accepted together or not at all.
_PARAMETERS = frozenset(
    {
        "number_of_parameters",
        "maximum_number_of_parameters_in_million",
        "active_parameter_count",
    }
)
# Fields of which the claims of one entry are accepted together.
_TOGETHER = MULTIVALUED | {"number_of_parameters", "title"}
# Fields with many values in which entries may disagree; several pages about a model are no dispute.
_DISPUTABLE = frozenset(
    {
        "organization",
        "license",
        "pretraining_architecture",
        "pretraining_task",
        "modality",
        "has_source_code",
        "checkpoint",
    }
)


@dataclass(frozen=True, slots=True)
class Policy:
    """What is known beside the claims: preferred sources, their dates, and who writes only months.

    `prefer` are ids of sources, the best first; `dates` are ISO dates by source id; `monthly` are the
    sources most of whose days are the first of a month.
    """

    prefer: tuple[str, ...] = ()
    dates: Mapping[str, str] = field(default_factory=dict)
    monthly: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls,
        records: Iterable[Record],
        prefer: Sequence[str] = (),
        stated_dates: Mapping[str, str] = MappingProxyType({}),
    ) -> Policy:
        """Return the policy for records: the dates of their sources, and how these write dates."""
        dates: dict[str, str] = {}
        days: dict[str, list[int]] = {}
        for record in records:
            if record.source.date:
                dates[record.source.id] = record.source.date
            if record.date_created and record.date_created.day:
                days.setdefault(record.source.id, []).append(record.date_created.day)
        monthly = frozenset(source for source, found in days.items() if found.count(1) * 2 > len(found))
        return cls(tuple(prefer), dates | dict(stated_dates), monthly)

    def preference(self, source: str) -> int:
        """Return the place of a source among the preferred ones; behind them all where it is none."""
        return self.prefer.index(source) if source in self.prefer else len(self.prefer)

    def effective(self, value: Value, source: str) -> Value:
        """Return a value as precise as its source means it."""
        if isinstance(value, PartialDate) and source in self.monthly and value.day == 1:
            return replace(value, day=None)
        return value


class Decision(NamedTuple):
    """What was decided of one field: the accepted claims, best first, the others, and why.

    `disputed` tells that claims were accepted together that have no value in common.
    """

    field: str
    accepted: tuple[Claim, ...]
    refused: tuple[Claim, ...] = ()
    reason: str | None = None
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class _Statement:
    """What one entry says of a field (or of its parameters): claims that stand or fall together.

    `value` is as precise as its source means it; `rank` orders by source and line.
    """

    value: Value
    claims: tuple[Claim, ...]
    precision: int
    rank: tuple[str, int, int]

    @property
    def source(self) -> str:
        return self.rank[0]

    @property
    def is_exact(self) -> bool:
        """Tell whether the value is stated as it is meant."""
        return self.value == self.claims[0].values[0]


def decide(
    records: Sequence[Record],
    rejected: Collection[Claim] = (),
    policy: Policy | None = None,
    name: str | None = None,
) -> list[Decision]:
    """Return the decision on every field that the records of one model state.

    `rejected` claims are never accepted: they break a shape. `name` is the name that the table of
    identities gives the model.
    """
    if len(records) == 1 and (claims := undisputed(records[0], rejected)) is not None:
        return decisions_on(claims)
    policy = policy or Policy.of(records)
    single: dict[str, list[_Statement]] = {}
    many: dict[str, list[tuple[Claim, ...]]] = {}
    for record in records:
        parameters: list[Claim] = []
        of_entry: dict[str, list[Claim]] = {}
        for claim in record.claims:
            if claim.field is None or not claim.values or claim in rejected:
                continue
            if claim.field in _PARAMETERS:
                parameters.append(claim)
            elif claim.field in MULTIVALUED or claim.field == "title":
                of_entry.setdefault(claim.field, []).append(claim)
            else:
                statement = _statement(record, claim.values[0], (claim,), policy)
                single.setdefault(claim.field, []).append(statement)
        for multivalued, claims in of_entry.items():
            many.setdefault(multivalued, []).append(tuple(claims))
        if parameters:
            statement = _statement(record, _maximum(parameters), tuple(parameters), policy)
            single.setdefault("number_of_parameters", []).append(statement)
    decisions = [_unite(multivalued, entries) for multivalued, entries in many.items()]
    names = single.pop("name", [])
    if names:
        decisions.append(_choose_name(names, name, policy))
    decisions.extend(_choose(field, statements, policy) for field, statements in single.items())
    return sorted(decisions, key=lambda decision: decision.field)


def undisputed(record: Record, rejected: Collection[Claim] = ()) -> list[Claim] | None:
    """Return the claims of a record that is alone and at one with itself, by field; else None.

    Nearly all records are. All their claims are accepted, and no policy is asked.
    """
    found = [c for c in record.claims if c.field and c.values and not (rejected and c in rejected)]
    fields = [_decided_with(claim) for claim in found]
    if len(set(fields)) < len(fields) and any(
        number > 1 and field not in _TOGETHER for field, number in Counter(fields).items()
    ):
        return None
    return [found[number] for number in sorted(range(len(found)), key=fields.__getitem__)]


def decisions_on(claims: Iterable[Claim]) -> list[Decision]:
    """Return the decisions by which undisputed claims, in the order of their fields, are accepted."""
    return [Decision(field, tuple(own)) for field, own in groupby(claims, key=_decided_with)]


def _decided_with(claim: Claim) -> str:
    """Return the field with which it is decided on a claim."""
    return "number_of_parameters" if claim.field in _PARAMETERS else claim.field or ""


def _statement(record: Record, value: Value, claims: tuple[Claim, ...], policy: Policy) -> _Statement:
    place = record.origin or record.place
    rank = (record.source.id, place.line, (claims[0].origin or claims[0].place).line)
    meant = policy.effective(value, record.source.id)
    return _Statement(meant, claims, _precision(meant, claims), rank)


def _maximum(claims: Iterable[Claim]) -> Value:
    """Return the largest number of parameters that an entry states, or its text where it has none."""
    sizes = [v.parameter_count for c in claims for v in c.values if isinstance(v, Size)]
    if sizes:
        return max(sizes)
    stated = [v for c in claims for v in c.values if isinstance(v, Decimal)]
    return int(stated[0] * 10**6) if stated else next(iter(claims)).values[0]


def _precision(value: Value, claims: Iterable[Claim]) -> int:
    """Tell how much a statement says: parts of a date, number of sizes; a text says nothing more."""
    if isinstance(value, PartialDate):
        return 1 + (value.month is not None) + (value.day is not None)
    if isinstance(value, str):
        return 0
    return sum(isinstance(value, Size) for claim in claims for value in claim.values)


# Fields with one value.


def _choose(field: str, statements: list[_Statement], policy: Policy) -> Decision:
    """Accept the value that the rules prefer, as its most precise claim states it."""
    if len(statements) == 1:  # nearly always
        return Decision(field, statements[0].claims)
    best, others = _rank(statements, policy)
    accepted = tuple(claim for statement in best for claim in statement.claims)
    refused = tuple(claim for value in others for s in value for claim in s.claims if claim not in accepted)
    if not refused:
        return Decision(field, accepted)
    return Decision(field, accepted, refused, _reason(best, others, policy))


def _choose_name(statements: list[_Statement], name: str | None, policy: Policy) -> Decision:
    """Accept a name: the curated one where it is stated. Other names are no conflict but other names."""
    if len(statements) == 1:
        return Decision("name", statements[0].claims)
    curated = [s for s in statements if name and normalize(str(s.value)) == normalize(name)]
    best, _ = _rank(curated or statements, policy)
    return Decision("name", tuple(claim for statement in best for claim in statement.claims))


def _rank(statements: list[_Statement], policy: Policy) -> tuple[list[_Statement], list[list[_Statement]]]:
    """Return the statements of the accepted value, best first, and those of each other value."""
    # A text of which no number was read is no value beside numbers.
    numbers = [s for s in statements if not isinstance(s.value, str)]
    ordered = sorted(numbers or statements, key=lambda s: _order(s, policy))
    values: list[list[_Statement]] = []
    for statement in sorted(ordered, key=lambda s: -s.precision):
        # A vague value (2018) supports every sharper one that it agrees with (2018-06, 2018-07).
        supported = [value for value in values if _agree(value[0].value, statement.value)]
        for value in supported:
            value.append(statement)
        if not supported:
            values.append([statement])
    best = min(values, key=lambda value: _merit(value, policy))
    return best, [value for value in values if value is not best]


def _order(statement: _Statement, policy: Policy) -> tuple[int, int, bool, tuple[str, int, int]]:
    """Order the statements of one value: preferred, precise, stated as meant, then by source and line."""
    preferred = policy.preference(statement.source)
    return (preferred, -statement.precision, not statement.is_exact, statement.rank)


def _merit(value: Sequence[_Statement], policy: Policy) -> tuple[int, int, int, str, tuple[str, int, int]]:
    """Order values by the rules, the best first."""
    return (
        min(policy.preference(statement.source) for statement in value),
        -_sources(value),
        -max(statement.precision for statement in value),
        _descending(_newest(value, policy)),
        min(statement.rank for statement in value),
    )


def _newest(value: Iterable[_Statement], policy: Policy) -> str:
    return max((policy.dates.get(statement.source, "") for statement in value), default="")


def _descending(date: str) -> str:
    """Return what sorts newest first: the digits of an ISO date, each from nine down."""
    return "".join(str(9 - int(char)) if char.isdigit() else char for char in date) or "~"


def _sources(value: Iterable[_Statement]) -> int:
    return len({statement.source for statement in value})


def _reason(best: Sequence[_Statement], others: Iterable[Sequence[_Statement]], policy: Policy) -> str:
    """Say which rule told the accepted value from the others."""
    merits = [_merit(value, policy) for value in others]
    own = _merit(best, policy)
    if all(own[0] < merit[0] for merit in merits):
        return f"preferred source ({policy.prefer[own[0]]})"
    rivals = [merit for merit in merits if merit[0] == own[0]]
    if all(own[1] < merit[1] for merit in rivals):
        return f"most sources ({_sources(best)})"
    rivals = [merit for merit in rivals if merit[1] == own[1]]
    if all(own[2] < merit[2] for merit in rivals):
        return "most precise"
    rivals = [merit for merit in rivals if merit[2] == own[2]]
    if all(own[3] < merit[3] for merit in rivals):
        return f"newest source ({_newest(best, policy)})"
    return "first by source and line"


_WORD = re.compile(r"[^\W_]+")


def _agree(one: Value, other: Value) -> bool:
    """Tell whether two values are one within the precision in which they are stated."""
    if isinstance(one, PartialDate) and isinstance(other, PartialDate):
        return one.agrees_with(other)
    if isinstance(one, str) and isinstance(other, str):
        # "100G (Chinese)" and "Chinese (~100G)" say the same in another order.
        return fold(one) == fold(other) or sorted(_WORD.findall(one.casefold())) == sorted(
            _WORD.findall(other.casefold())
        )
    return one == other


# Fields with many values.


def _unite(field: str, entries: Sequence[tuple[Claim, ...]]) -> Decision:
    """Accept the claims of all entries; say where entries differ, and where they share nothing."""
    if len(entries) == 1:
        return Decision(field, entries[0])
    accepted = tuple(claim for claims in entries for claim in claims)
    said = list(dict.fromkeys(filter(None, (_said(field, claims) for claims in entries))))
    pairs = [(one, other) for number, one in enumerate(said) for other in said[number + 1 :]]
    if any(_share_nothing(one, other) for one, other in pairs):
        return Decision(field, accepted, (), "united: entries have no value in common", disputed=True)
    # An entry may name one of several papers that describe a model, or one paper in another way.
    if field != "paper" and any(_said_by_one(one, other) for one, other in pairs):
        return Decision(field, accepted, (), "united: entries differ", disputed=True)
    return Decision(field, accepted)


def _share_nothing(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(_said_by_one(one, other)) and not one & other


def _said_by_one(one: frozenset[str], other: frozenset[str]) -> set[str]:
    """Return what only one of two entries says; quantities compare only within a unit of both."""
    shared = {_unit(value) for value in one} & {_unit(value) for value in other}
    return {value for value in one ^ other if _unit(value) in shared}


def _unit(value: str) -> str:
    """Return the unit of a quantity as `_said` writes it; other values have none."""
    return value.partition(" ")[0] if value.startswith("unit:") else ""


def _said(field: str, claims: Iterable[Claim]) -> frozenset[str]:
    """Return what an entry says of a field, in a form in which equal things are equal.

    It is empty of fields in which entries that differ do not disagree.
    """
    values = [value for claim in claims for value in claim.values]
    if all(isinstance(value, Quantity) for value in values):
        return frozenset(f"unit:{v.unit} {v.value.normalize()}" for v in values if isinstance(v, Quantity))
    if field == "paper":
        return _names_of_papers(values)
    if field not in _DISPUTABLE:
        return frozenset()
    if field in ("has_source_code", "checkpoint"):
        return frozenset(page(str(value)) for value in values)
    return frozenset(fold(str(value)) for value in values)


def _names_of_papers(values: Iterable[Value]) -> frozenset[str]:
    """Return all by which papers may be known as the same: identifiers, addresses, titles."""
    papers = [value for value in values if isinstance(value, Paper)]
    names = {name for paper in papers for name in (paper.arxiv, paper.doi, *map(page, paper.urls)) if name}
    return frozenset(names | {fold(paper.title) for paper in papers if paper.title})
