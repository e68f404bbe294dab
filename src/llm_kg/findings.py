"""What there is to tell about a source or a graph, and the catalogue of the rules behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from llm_kg.places import Place

__all__ = ["RULES", "Finding", "Findings", "Rule", "Severity"]


class Severity(IntEnum):
    """How grave a finding is: an error costs the value its place in the graph."""

    INFO = 0
    WARNING = 1
    ERROR = 2

    def __str__(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of finding: what it means, and how it is mended."""

    id: str
    severity: Severity
    summary: str
    mend: str


_RULES = (
    Rule(
        "clashing-name",
        Severity.WARNING,
        "Models of different organisations have one name; the IRI of each carries its organisation.",
        "Name the organisation of every one of them, or rename one.",
    ),
    Rule(
        "contradicting-values",
        Severity.WARNING,
        "One entry states two values of a property that has one; the first is taken.",
        "Keep the right one.",
    ),
    Rule(
        "empty-link",
        Severity.WARNING,
        "A link has no address.",
        "Write the address between the round brackets, or take the link off.",
    ),
    Rule(
        "encoding",
        Severity.WARNING,
        "Bytes that are not in the file's encoding were replaced by U+FFFD.",
        "Save the file as UTF-8.",
    ),
    Rule(
        "impossible-date",
        Severity.ERROR,
        "A date names no day of the calendar.",
        "Correct the date; a month or a year alone may be given as well.",
    ),
    Rule(
        "invalid-yaml",
        Severity.WARNING,
        "A block is not valid YAML; it was read line by line as `key: value`.",
        "Put a value that holds `: ` or starts with a special character between quotes.",
    ),
    Rule(
        "misspelt-key",
        Severity.INFO,
        "A key is spelt in a way that is known, but not right.",
        "Spell it as the vocabulary does (`llm-kg terms KEY`).",
    ),
    Rule(
        "nameless-entry",
        Severity.WARNING,
        "An entry names no model; it was left out, for a name is never guessed.",
        "Add `has model: NAME` to the block, or put it under a list item that names the model.",
    ),
    Rule(
        "repeated-key",
        Severity.WARNING,
        "A block states one key twice.",
        "Keep one of them, or write both values on one line.",
    ),
    Rule(
        "shape",
        Severity.ERROR,
        "A value breaks a SHACL shape; an error-level one is left out of the graph.",
        "Correct the value; the message of the shape says what is expected.",
    ),
    Rule(
        "unknown-key",
        Severity.WARNING,
        "No property has this key; the value is kept as stated.",
        "Use a key that the vocabulary knows (`llm-kg terms`).",
    ),
    Rule(
        "unknown-value",
        Severity.INFO,
        "The vocabulary does not know this value; it is kept under its own IRI, marked unreviewed.",
        "Spell it as the vocabulary does, or propose a concept for it.",
    ),
    Rule(
        "unread-text",
        Severity.INFO,
        "A part of an entry was not read as a value; it is kept as stated text.",
        "Put it into the entry's block under a key.",
    ),
    Rule(
        "unreadable-value",
        Severity.WARNING,
        "A value could not be read with certainty; it is kept as stated text.",
        "Write it as the property's other values are written (`175B`, `2020-05`, `800GB`).",
    ),
    Rule(
        "unsafe-link",
        Severity.ERROR,
        "A link is neither http nor https.",
        "Give the address of a web page.",
    ),
)

#: Every rule by its id, sorted.
RULES: Final[dict[str, Rule]] = {rule.id: rule for rule in _RULES}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to tell the user: which rule, what, where, and the mend where there is one.

    `severity` is the rule's own unless given. `entry` and `key` say what the finding is about in
    words that do not change when lines move.
    """

    rule: str
    message: str
    place: Place | None = None
    severity: Severity = Severity.INFO
    mend: str | None = None
    entry: str | None = None
    key: str | None = None

    @classmethod
    def of(
        cls,
        rule: str,
        message: str,
        place: Place | None = None,
        *,
        severity: Severity | None = None,
        mend: str | None = None,
        entry: str | None = None,
        key: str | None = None,
    ) -> Finding:
        """Make a finding with the severity that its rule has in the catalogue."""
        grave = RULES[rule].severity if severity is None else severity
        return cls(rule, message, place, grave, mend, entry, key)

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Order by place, then rule and message, so that a report is the same every time."""
        place = self.place
        where = (place.source.path or place.source.id, place.line, place.column) if place else ("", 0, 0)
        return (*where, self.rule, self.message)

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        mend = f" ({self.mend})" if self.mend else ""
        return f"{where}{self.severity}: {self.message}{mend} [{self.rule}]"


class Findings:
    """Findings as they come in, each once; iterated in order of place."""

    def __init__(self, findings: Iterable[Finding] = ()) -> None:
        self._found: dict[Finding, None] = dict.fromkeys(findings)

    def add(self, finding: Finding) -> None:
        """Note a finding."""
        self._found[finding] = None

    def extend(self, findings: Iterable[Finding]) -> None:
        """Note several findings."""
        self._found.update(dict.fromkeys(findings))

    def __iter__(self) -> Iterator[Finding]:
        return iter(sorted(self._found, key=lambda finding: finding.sort_key))

    def __len__(self) -> int:
        return len(self._found)

    def at_least(self, severity: Severity) -> list[Finding]:
        """Return the findings that are as grave as this or graver."""
        return [finding for finding in self if finding.severity >= severity]
