"""The models that records are about: accepted values, and every claim with its place."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from llm_kg.collector import paused
from llm_kg.dates import PartialDate
from llm_kg.errors import MissingExtraError, SourceError, UnknownTermError
from llm_kg.findings import Findings
from llm_kg.names import fold, slug
from llm_kg.places import Source
from llm_kg.reconciliation.identity import Identity, identify, identify_alone
from llm_kg.reconciliation.policy import Decision, Policy, decide, decisions_on, undisputed
from llm_kg.records import MULTIVALUED, Claim, Description, Record, values_of

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

__all__ = ["Conflict", "Model", "Models", "alone", "of_entry", "reconcile", "unreconciled"]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A disagreement on one field of a model, and why the accepted claims are accepted.

    Nothing is refused where a property has many values: the claims were united, and have nothing in
    common.
    """

    model: str
    field: str
    accepted: tuple[Claim, ...]
    refused: tuple[Claim, ...]
    reason: str


class Model(Description):
    """One model: accepted values of all records about it, which keep the claims.

    `key` is the model's own part of its IRI; `identity` says which records it has, and under which
    keys they would stand alone; `accepted` are the claims whose values the fields hold; `ruled` are the
    decisions on them, where there was anything to decide between.
    """

    identity: Identity
    accepted: tuple[Claim, ...]
    ruled: tuple[Decision, ...] | None = None

    @property
    def key(self) -> str:
        """The model's own part of its IRI."""
        return self.identity.key

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """The decision on every field, by field."""
        return tuple(decisions_on(self.accepted)) if self.ruled is None else self.ruled

    @property
    def records(self) -> tuple[Record, ...]:
        """The records about the model, by source and line."""
        return self.identity.records

    @classmethod
    def from_identity(
        cls, identity: Identity, policy: Policy, rejected: Collection[Claim] = ()
    ) -> Model | None:
        """Make a model of its records, without rejected claims; None where no name is left."""
        records = identity.records
        own: dict[str, Any] = {"identity": identity}
        claims = undisputed(records[0], rejected) if len(records) == 1 else None
        if claims is None:
            own["ruled"] = tuple(decide(records, rejected, policy, identity.name))
            claims = [claim for decision in own["ruled"] for claim in decision.accepted]
        own["accepted"] = tuple(claims)
        alone = len(records) == 1 and "ruled" not in own and not rejected
        values = _values_stated(records[0], claims) if alone else values_of(claims)
        if "name" not in values:
            return None
        others = {record.name for record in records if record.name != values["name"]}
        others = {name for name in others if fold(name) != fold(values["name"])}
        if others:
            names = dict.fromkeys((*values.get("alternate_name", ()), *sorted(others)))
            values["alternate_name"] = tuple(names)
        return cls.of_typed(values | own)

    @property
    def parameter_count(self) -> int | None:
        """The largest size, in parameters."""
        return max((size.parameter_count for size in self.size), default=None)

    @property
    def claims(self) -> Iterator[Claim]:
        """Every claim about the model, accepted or not."""
        return (claim for record in self.records for claim in record.claims)

    @property
    def conflicts(self) -> list[Conflict]:
        """The fields on which the records disagree."""
        return [
            Conflict(self.name, d.field, d.accepted, d.refused, d.reason or "")
            for d in self.ruled or ()
            if d.refused or d.disputed
        ]

    def to_row(self) -> dict[str, Any]:
        """Return the model as one row of plain values: lists for fields with many."""
        stated = self.model_dump(mode="json", exclude={"identity", "accepted", "ruled"})
        fields = {
            name: stated.get(name, [] if name in MULTIVALUED else None) for name in Description.model_fields
        }
        row = {"key": self.key, "name": fields.pop("name"), "title": self.title}
        row["parameter_count"] = self.parameter_count
        row |= fields
        row["sources"] = [f"{r.source.id}/{r.entry}" for r in self.records]
        return row


def _values_stated(record: Record, claims: Iterable[Claim]) -> dict[str, Any]:
    """Return the values of a record of which all claims are accepted: those that it holds.

    Its papers stand in the order of its claims, and those of a model in that of their fields.
    """
    if len(record.paper) > 1:
        return values_of(claims)
    return {name: value for name, value in vars(record).items() if name in Description.model_fields}


class Models(Sequence[Model]):
    """Models in the order of their keys; found by key, name or alternate name as well."""

    def __init__(
        self,
        models: Iterable[Model],
        sources: Mapping[str, Source],
        findings: Findings,
        policy: Policy | None = None,
    ) -> None:
        self._models = sorted(models, key=lambda model: model.key)
        #: What decides between claims.
        self.policy = policy or Policy()
        #: The sources that were read, by id.
        self.sources = dict(sorted(sources.items()))
        #: What reading and reconciling found amiss.
        self.findings = findings

    def __len__(self) -> int:
        return len(self._models)

    def __iter__(self) -> Iterator[Model]:
        return iter(self._models)

    def __getitem__(self, key: Any) -> Any:
        """Return the model of a name or key (a string), or at a position (an int or slice).

        Raises
        ------
        UnknownTermError
            No model has this name.
        """
        if not isinstance(key, str):
            return self._models[key]
        if model := self.get(key):
            return model
        raise UnknownTermError(f"no model is called {key!r}")

    def get(self, name: str) -> Model | None:
        """Return the model of a name or key, or None."""
        wanted = slug(name)
        for model in self._models:
            if model.key == wanted or slug(model.name) == wanted:
                return model
        folded = fold(name)
        for model in self._models:
            if folded in {fold(model.name), *map(fold, model.alternate_name)}:
                return model
        return None

    @property
    def conflicts(self) -> list[Conflict]:
        """What the records disagree on, model by model."""
        return [conflict for model in self._models for conflict in model.conflicts]

    def without(self, rejected: Collection[Claim], left_out: Collection[str] = ()) -> Models:
        """Return the models decided anew without some claims, and without some models (by key)."""
        kept = (
            Model.from_identity(model.identity, self.policy, rejected)
            for model in self._models
            if model.key not in left_out
        )
        return Models((model for model in kept if model), self.sources, self.findings, self.policy)

    def to_rows(self) -> list[dict[str, Any]]:
        """Return a dict of plain values for each model."""
        return [model.to_row() for model in self._models]

    def to_pandas(self) -> pd.DataFrame:
        """Return a pandas data frame, a row per model.

        Raises
        ------
        MissingExtraError
            pandas is not installed.
        """
        try:
            import pandas as pd
        except ImportError:
            raise MissingExtraError("pandas", "a pandas data frame") from None
        return pd.DataFrame(self.to_rows())

    def to_polars(self) -> pl.DataFrame:
        """Return a polars data frame, a row per model.

        Raises
        ------
        MissingExtraError
            polars is not installed.
        """
        try:
            import polars as pl
        except ImportError:
            raise MissingExtraError("polars", "a polars data frame") from None
        return pl.DataFrame(self.to_rows(), infer_schema_length=None)

    def __repr__(self) -> str:
        return f"<{len(self)} models of {len(self.sources)} sources>"

    def _repr_html_(self) -> str:
        """Show the models as a table in a notebook."""
        from html import escape

        shown = ("name", "organization", "date_created", "parameter_count", "license")
        head = "".join(f"<th>{escape(name)}</th>" for name in shown)
        rows = "".join(
            "<tr>" + "".join(f"<td>{escape(_cell(row[name]))}</td>" for name in shown) + "</tr>"
            for row in (model.to_row() for model in self._models[:_SHOWN])
        )
        more = len(self) - _SHOWN
        caption = f"<caption>{len(self)} models{f', {more} more' if more > 0 else ''}</caption>"
        return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


_SHOWN = 60


def _cell(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


def alone(record: Record) -> Model | None:
    """Return the model that a record makes where it shares no mark (`marks`) with another of its source.

    None where only the other records of its source tell what it means: it states two dates of one
    property, and the first of a month may be the month.
    """
    dated = [claim.field for claim in record.claims if claim.values and type(claim.values[0]) is PartialDate]
    if len(set(dated)) < len(dated):
        return None
    return Model.from_identity(identify_alone(record), Policy())


def of_entry(record: Record) -> Model | None:
    """Return the model that a record makes for itself, under the name of its entry."""
    return Model.from_identity(Identity(record.entry, (record,)), Policy())


def unreconciled(records: Iterable[Record]) -> Models:
    """Return a model for each record of one source.

    Raises
    ------
    SourceError
        There are several sources, whose entries may have one name.
    """
    kept = list(records)
    stating = {record.source.id: record.source for record in kept}
    if len(stating) > 1:
        raise SourceError(
            f"the sources {', '.join(sorted(stating))} cannot be left unreconciled together; give one of them"
        )
    sources = stating | getattr(records, "sources", {})
    with paused():
        models = (of_entry(record) for record in kept)
        return Models((m for m in models if m), sources, Findings(getattr(records, "findings", ())))


def reconcile(
    records: Iterable[Record], prefer: Sequence[str] = (), dates: Mapping[str, str] = MappingProxyType({})
) -> Models:
    """Return the models that records are about, one for each.

    Which records are one model is decided in `llm_kg.reconciliation.identity`, which claims are
    accepted in `llm_kg.reconciliation.policy`; the order of the records never matters. `prefer` are
    ids of sources whose values are accepted before others, the best first; `dates` are ISO dates of
    sources, by id, instead of those that they state.

    Raises
    ------
    SourceError
        No source has a preferred or dated id.
    """
    kept = list(records)
    findings = Findings(getattr(records, "findings", ()))
    sources = {record.source.id: record.source for record in kept}
    sources |= getattr(records, "sources", {})
    if unknown := [name for name in (*prefer, *dates) if name not in sources]:
        known = ", ".join(sorted(sources))
        raise SourceError(f"no source is called {unknown[0]!r}; there are {known}")
    policy = Policy.of(kept, prefer, dates)
    with paused():
        models = (Model.from_identity(identity, policy) for identity in identify(kept, findings))
        return Models((model for model in models if model), sources, findings, policy)
