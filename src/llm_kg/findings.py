"""Findings: what there is to tell about a source or a graph, collected, silenced, selected."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple

from llm_kg.places import Place, Source
from llm_kg.rules import RULES, Severity, UnknownRuleError, find_rule

__all__ = ["Finding", "Findings", "Identity", "Selection"]


class Identity(NamedTuple):
    """What a finding is about, in words that stay the same when lines move.

    Several findings may share one; they are counted.
    """

    source: str
    rule: str
    entry: str
    key: str


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
    def sort_key(self) -> tuple[str, int, int, str, str, str, str]:
        """Order by place, then by what is told, so that a report is the same every time."""
        place = self.place
        where = (place.source.path or place.source.id, place.line, place.column) if place else ("", 0, 0)
        return (*where, self.rule, self.message, self.entry or "", self.key or "")

    @property
    def identity(self) -> Identity:
        """What the finding is about, without its place; what is not known is empty."""
        return Identity(
            self.place.source.id if self.place else "", self.rule, self.entry or "", self.key or ""
        )

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        mend = f" ({self.mend})" if self.mend else ""
        return f"{where}{self.severity}: {self.message}{mend} [{self.rule}]"


@dataclass(frozen=True, slots=True)
class Selection:
    """Which rules are told: those selected (without any, all of them) that are not ignored.

    >>> "unknown-key" in Selection(ignore=frozenset({"unknown-key"}))
    False
    """

    select: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()

    def __contains__(self, rule: object) -> bool:
        return rule not in self.ignore and (not self.select or rule in self.select)

    def of(self, findings: Iterable[Finding]) -> list[Finding]:
        """Return the findings whose rules are told."""
        return [finding for finding in findings if finding.rule in self]


@dataclass(slots=True)
class _Lines:
    """Stretches of lines, which may overlap; both ends belong to them."""

    spans: list[tuple[int, int]] = field(default_factory=list)
    # The starts in order, and the furthest end up to each; None where spans were added since.
    _index: tuple[list[int], list[int]] | None = None

    def add(self, first: int, last: int) -> None:
        self.spans.append((first, last))
        self._index = None

    def __contains__(self, line: int) -> bool:
        if self._index is None:
            spans = sorted(self.spans)
            self._index = [start for start, _ in spans], list(accumulate((end for _, end in spans), max))
        starts, ends = self._index
        before = bisect_right(starts, line)
        return before > 0 and ends[before - 1] >= line


class Findings:
    """Findings as they come in, each once; iterated in order of place.

    Those that their source silences are kept apart: neither iterated nor counted, whether they come
    before or after the silence. Findings made from others take over their silences.
    """

    def __init__(self, findings: Iterable[Finding] = ()) -> None:
        self._found: dict[Finding, None] = {}
        # By source (id and path) and rule; the empty rule stands for all.
        self._silences: defaultdict[tuple[str, str | None, str], _Lines] = defaultdict(_Lines)
        self.extend(findings)

    def add(self, finding: Finding) -> None:
        """Note a finding."""
        self._found[finding] = None

    def extend(self, findings: Iterable[Finding]) -> None:
        """Note several findings; of `Findings` also what is silenced."""
        if isinstance(findings, Findings):
            self._found.update(findings._found)
            for where, lines in findings._silences.items():
                for first, last in lines.spans:
                    self._silences[where].add(first, last)
        else:
            self._found.update(dict.fromkeys(findings))

    def silence(
        self,
        source: Source,
        rules: Iterable[str],
        first_line: int,
        last_line: int,
        place: Place | None = None,
    ) -> None:
        """Tell nothing of some rules (without any, of all) in lines of a source, both ends included.

        This is about telling alone: what a finding did to a value stays done, so that a bad value
        gets into no graph by being silenced. A rule that there is not silences nothing and is a
        finding itself, at `place` (where the silence is asked for; else the first line).

        >>> findings = Findings([Finding.of("encoding", "…", Place(source := Source("list"), 3))])
        >>> findings.silence(source, ["encoding"], 3, 4)
        >>> len(findings), findings.silenced
        (0, 1)
        """
        for rule in list(rules) or [""]:
            try:
                known = find_rule(rule).id if rule else ""
            except UnknownRuleError as unknown:
                where = place or Place(source, first_line)
                self.add(Finding.of("unknown-rule", str(unknown), where, key=rule))
            else:
                self._silences[source.id, source.path, known].add(first_line, last_line)

    @property
    def silenced(self) -> int:
        """The number of findings that their source silences."""
        return len(self._found) - len(self)

    def __iter__(self) -> Iterator[Finding]:
        return iter(sorted(self._told(), key=lambda finding: finding.sort_key))

    def __len__(self) -> int:
        return sum(1 for _ in self._told())

    def at_least(self, severity: Severity, *, silenced: bool = False) -> list[Finding]:
        """Return the findings that are as grave as this or graver; with `silenced`, those too."""
        found = self._found if silenced else self._told()
        grave = (finding for finding in found if finding.severity >= severity)
        return sorted(grave, key=lambda finding: finding.sort_key)

    def _told(self) -> Iterator[Finding]:
        return (finding for finding in self._found if not self._is_silenced(finding))

    def _is_silenced(self, finding: Finding) -> bool:
        if not self._silences or finding.place is None:
            return False
        source, line = finding.place.source, finding.place.line
        wheres = ((source.id, source.path, rule) for rule in (finding.rule, ""))
        return any(line in self._silences[where] for where in wheres if where in self._silences)
