"""What is told of runs: medians, ratios, growth, and tables of them. The standard library alone."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

__all__ = ["Result", "details", "exponent", "growth", "rows", "table"]

COLUMNS = (
    "",
    "records",
    "runs",
    "wall s",
    "CPU s",
    "× ours",
    "× ours (CPU)",
    "triples/s",
    "peak MB",
    "growth",
    "output",
)


@dataclass
class Result:
    """All runs of one contender on one number of records; or why there are none."""

    work: str
    contender: str
    records: int
    triples: int = 0
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    #: MB of the largest process.
    peak: float = 0.0
    #: What a comparison of the output with ours told.
    output: str = ""
    #: What differs, with an example.
    detail: str = ""
    #: Why it was not run, or not to the end.
    reason: str = ""

    @property
    def seconds(self) -> float:
        """The median of the wall seconds; NaN without a run."""
        return statistics.median(self.wall) if self.wall else math.nan

    @property
    def cpu_seconds(self) -> float:
        """The median of the CPU seconds; NaN without a run."""
        return statistics.median(self.cpu) if self.cpu else math.nan

    def to_json(self) -> dict[str, Any]:
        """Return the result as a JSON object."""
        return asdict(self)


def exponent(before: tuple[float, float], after: tuple[float, float]) -> float:
    """Return the power of a size with which the time grows, of pairs of both: 1 is linear.

    >>> exponent((1_000, 0.5), (10_000, 5.0))
    1.0
    """
    return math.log(after[1] / before[1]) / math.log(after[0] / before[0])


def growth(results: Iterable[Result], result: Result) -> float | None:
    """Return the exponent of CPU over triples since the next smaller size of the same contender."""
    smaller = [
        other
        for other in results
        if (other.work, other.contender) == (result.work, result.contender)
        and 0 < other.triples < result.triples
        and other.cpu
        and other.cpu_seconds > 0
    ]
    if not smaller or not result.cpu or not result.cpu_seconds > 0:
        return None
    nearest = max(smaller, key=lambda other: other.triples)
    return exponent((nearest.triples, nearest.cpu_seconds), (result.triples, result.cpu_seconds))


def rows(results: Sequence[Result], ours: str) -> Iterator[list[str]]:
    """Yield the cells of a table of one work, by records; the ratios are to ours of as many records."""
    for result in sorted(results, key=lambda r: r.records):
        head = [result.contender, f"{result.records:,}", str(len(result.wall) or "")]
        if not result.wall:
            yield [*head, *[""] * 7, result.reason]
            continue
        own = next((r for r in results if (r.contender, r.records) == (ours, result.records)), None)
        grown = growth(results, result)
        yield [
            *head,
            _seconds(result.seconds),
            _seconds(result.cpu_seconds),
            _ratio(result.seconds, own.seconds if own else math.nan),
            _ratio(result.cpu_seconds, own.cpu_seconds if own else math.nan),
            f"{result.triples / result.seconds:,.0f}" if result.triples else "",
            f"{result.peak:,.0f}",
            "" if grown is None else f"{grown:.2f}",
            "; ".join(filter(None, (result.output, result.reason))),
        ]


def table(lines: Iterable[Sequence[str]], columns: Sequence[str] = COLUMNS) -> Iterator[str]:
    """Yield the lines of a Markdown table."""
    yield f"| {' | '.join(columns)} |"
    yield "|" + "---|" * len(columns)
    for cells in lines:
        yield "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def _ratio(theirs: float, ours: float) -> str:
    return f"{theirs / ours:.3g}" if ours > 0 else ""


def details(results: Sequence[Result]) -> Iterator[str]:
    """Yield a line for each contender whose output differs, of its largest number of records."""
    largest = {r.contender: r for r in sorted(results, key=lambda r: r.records) if r.detail}
    for result in largest.values():
        yield f"* {result.contender}, {result.records:,} records: {result.detail}"


def _seconds(seconds: float) -> str:
    return f"{seconds:.4f}" if seconds < 0.1 else f"{seconds:.3f}" if seconds < 10 else f"{seconds:.1f}"
