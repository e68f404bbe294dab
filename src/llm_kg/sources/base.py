"""Rows: entries as found, before anything is read into them; and the text that they stand in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from llm_kg.errors import SourceError
from llm_kg.findings import Finding, Findings
from llm_kg.places import Place, Source
from llm_kg.records import Record
from llm_kg.rules import Severity

__all__ = [
    "DESCRIPTION",
    "GROUP",
    "UNREAD",
    "Cell",
    "Decision",
    "Reader",
    "Reading",
    "Row",
    "Text",
    "UnsoundSourceError",
]

#: The key of text that stands in an entry and states no property that its reader knows.
UNREAD = "text"
#: The key of the sentences that a list adds to a name: stated text, and nothing amiss with it.
DESCRIPTION = "description"
#: The key of a node above an entry that is neither a family nor a known organisation: stated text.
GROUP = "group"

# Python's `str.splitlines` also breaks at form feeds and U+2028, which no editor counts as lines.
_LINE_END = re.compile(r"\r\n|\r|\n")


class UnsoundSourceError(SourceError):
    """A text breaks its format so that nothing of it can be read; `finding` says how, at its place."""

    def __init__(self, rule: str, message: str, place: Place) -> None:
        super().__init__(rule, message, place)
        self.finding = Finding.of(rule, message, place, severity=Severity.ERROR)

    def __str__(self) -> str:
        return f"{self.finding.place}: {self.finding.message}"


class Cell(NamedTuple):
    """A key and its text, verbatim; `key_place` is None where a position implies the key.

    `origin` is where the text stands in the list that a file of records was made from.
    """

    key: str
    text: str
    place: Place
    key_place: Place | None = None
    origin: Place | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One entry as found: its cells, one of which names the model, and where it stands.

    `commented` tells that it stands in a part of the source that is commented out, and `of_several` that
    its sentences speak of several models, of which it is one.
    """

    cells: tuple[Cell, ...]
    place: Place
    origin: Place | None = None
    commented: bool = False
    of_several: bool = False
    #: What the cells say, where the reader has had to know, and nothing is amiss with it.
    record: Record | None = None


class Decision(NamedTuple):
    """Why a part of a source was read as a model, or was not: for `llm-kg read --explain`."""

    place: Place
    what: str
    verdict: str  # `model`, `passed over`
    reason: str


@dataclass(slots=True)
class Reading:
    """One run over one source: what is asked of its reader, and what it has to tell besides rows."""

    findings: Findings = field(default_factory=Findings)
    decisions: list[Decision] = field(default_factory=list)
    include_commented: bool = False
    #: Findings of which one for the source is enough, by what they are about: values that no term
    #: knows, by property, and keys.
    reported: dict[tuple[str, str], Finding] = field(default_factory=dict)
    #: The units of bare numbers, by key, where the list tells them and the key does not.
    units: dict[str, str] = field(default_factory=dict)

    def decide(self, place: Place, what: str, verdict: str, reason: str) -> None:
        """Note a decision."""
        self.decisions.append(Decision(place, what, verdict, reason))


@dataclass(frozen=True, slots=True)
class Text:
    """The decoded text of a source, by lines; or a stretch of it, from line `first` (0-based) on."""

    source: Source
    text: str
    lines: tuple[str, ...] = field(repr=False)
    first: int = 0

    @classmethod
    def of(cls, source: Source, text: str, first: int = 0) -> Text:
        """Split a text into its lines."""
        return cls(source, text, tuple(_LINE_END.split(text) if "\r" in text else text.split("\n")), first)

    def place(self, line: int, start: int = 0, end: int | None = None) -> Place:
        """Return the place of a stretch of a line; all numbers count from 0 here."""
        line += 1  # one number for both ends: places are most of what is kept of a list
        return Place(self.source, line, start + 1, line, None if end is None else end + 1)


#: A reader yields the rows of a text, and notes what it finds amiss and how it decided.
Reader = Callable[[Text, Reading], Iterator[Row]]
