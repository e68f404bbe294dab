"""What is to be done about a contribution that is there: nothing, values to add or to take away, conflicts.

A statement is ours where the journal says that we wrote its very value. Everything else is somebody
else's: never changed, and a conflict where it says something else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from llm_kg.orkg.contents import WantedContribution, WantedValue
from llm_kg.orkg.journal import Journal
from llm_kg.orkg.values import is_same
from llm_kg.records import MULTIVALUED
from llm_kg.vocabulary import load_vocabulary

__all__ = ["Change", "changes_of"]


class Change(BaseModel):
    """One value to add, one statement (by id) to take away, or one in place of another; or a conflict.

    A conflict is only told.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["add", "replace", "remove", "conflict"]
    field: str
    value: WantedValue | None = None
    statement: str | None = None
    message: str


def changes_of(
    wanted: WantedContribution,
    statements: Sequence[Mapping[str, Any]],
    predicates: Mapping[str, str],
    journal: Journal,
    *,
    update: bool,
    is_ours: bool,
) -> list[Change]:
    """Return what differs between a contribution and what is wanted of it, and what is done about it.

    With `update`, what this tool wrote follows the list, and what is absent is added to contributions of
    ours, unless it was written before: then somebody took it away.
    """
    by_field: dict[str, list[WantedValue]] = {}
    for value in wanted.values:
        by_field.setdefault(value.field, []).append(value)
    changes: list[Change] = []
    for field, predicate in predicates.items():
        found = [s for s in statements if s["predicate"]["id"] == predicate]
        one = _Field(wanted.model, field, by_field.get(field, []), found, journal)
        changes += one.changes(update=update, is_ours=is_ours)
    return changes


class _Field:
    """One property of one contribution: what is wanted, and what is there."""

    def __init__(
        self,
        model: str,
        field: str,
        wanted: Iterable[WantedValue],
        found: Iterable[Mapping[str, Any]],
        journal: Journal,
    ) -> None:
        self.model = model
        self.journal = journal
        self.term = load_vocabulary().all_properties[field]
        ours: list[Mapping[str, Any]] = []
        theirs: list[Mapping[str, Any]] = []
        for statement in found:
            (ours if self._is_ours(statement["object"]) else theirs).append(statement)
        self.missing: list[WantedValue] = []
        #: What we wrote, and what the list says no more.
        self.stale = ours.copy()
        self.theirs = theirs.copy()
        for value in wanted:
            own = [s for s in ours if _is_very(value, s["object"])]
            other = [s for s in theirs if is_same(value, s["object"])]
            if not own and not other:
                self.missing.append(value)
            self.stale = [s for s in self.stale if s not in own]
            self.theirs = [s for s in self.theirs if s not in other]

    def _is_ours(self, object_: Mapping[str, Any]) -> bool:
        return self.journal.has_written(self.model, self.term.notation, *_form(object_))

    def changes(self, *, update: bool, is_ours: bool) -> Iterator[Change]:
        """Yield what is done about the property."""
        is_one = self.term.notation not in MULTIVALUED
        may = update and (is_ours or self.journal.knows(self.model))
        added: list[WantedValue] = []
        for value in self.missing:
            was_written = self._was_written(value)
            if may and not was_written and not (is_one and self.theirs):
                added.append(value)
            else:
                yield self._conflict(value, was_written)
        kept = is_one and (self.theirs or any(self._was_written(value) for value in self.missing))
        stale = [] if kept else self.stale
        if update:
            yield from self._edits(added, stale)
            return
        for statement in stale if not self.missing else ():
            message = f"ORKG says {_label(statement)!r}, which this tool wrote and the list says no more"
            yield self._change("conflict", f"{self.term.label}: {message} (--update takes it away)")

    def _edits(self, added: list[WantedValue], stale: list[Mapping[str, Any]]) -> Iterator[Change]:
        """Yield what is written: a value in place of an old one, so that there is always one; or alone."""
        for value, old in zip_longest(added, stale):
            own = str(old["id"]) if old else None
            if value and old:
                message = f"{value.label!r} in place of {_label(old)!r}, which this tool wrote"
                yield self._change("replace", f"{self.term.label}: {message}", value=value, statement=own)
            elif value:
                yield self._change("add", f"{self.term.label}: add {value.label!r}", value=value)
            elif old:
                message = f"take away {_label(old)!r}, which this tool wrote"
                yield self._change("remove", f"{self.term.label}: {message}", statement=own)

    def _was_written(self, value: WantedValue) -> bool:
        return self.journal.has_written(self.model, value.field, value.label, value.datatype)

    def _conflict(self, value: WantedValue, was_written: bool) -> Change:
        there = [_label(statement) for statement in (*self.theirs, *self.stale)]
        if there:
            said = f"ORKG says {', '.join(map(repr, there))}, the list {value.label!r}"
        elif was_written:
            said = f"the list says {value.label!r}, which this tool wrote and somebody took away"
        else:
            said = f"the list says {value.label!r}, ORKG nothing"
        hint = " (--update changes it)" if self.stale and not self.theirs else ""
        return self._change("conflict", f"{self.term.label}: {said}{hint}")

    def _change(
        self,
        kind: Literal["add", "replace", "remove", "conflict"],
        message: str,
        *,
        value: WantedValue | None = None,
        statement: str | None = None,
    ) -> Change:
        return Change(kind=kind, field=self.term.notation, value=value, statement=statement, message=message)


def _label(statement: Mapping[str, Any]) -> str:
    return str(statement["object"]["label"])


def _form(object_: Mapping[str, Any]) -> tuple[str, str | None]:
    is_literal = object_.get("_class") == "literal"
    return str(object_["label"]), str(object_["datatype"]) if is_literal else None


def _is_very(value: WantedValue, object_: Mapping[str, Any]) -> bool:
    """Tell whether an object is a value of ours to the letter."""
    return _form(object_) == (value.label, value.datatype) or (
        value.datatype is None and is_same(value, object_)
    )
