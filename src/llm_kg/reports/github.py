"""Findings as workflow commands of GitHub Actions, which makes annotations of them.

Source: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

from collections.abc import Iterator

from llm_kg.findings import Finding
from llm_kg.reports.outcome import Outcome, path_of
from llm_kg.rules import Severity

__all__ = ["as_annotations"]

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}

# A command ends with its line; in its properties, `,` and `:` separate as well.
_IN_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTIES = _IN_DATA | str.maketrans({":": "%3A", ",": "%2C"})


def as_annotations(outcome: Outcome) -> Iterator[str]:
    """Yield `::error file=…,line=…,title=RULE::message`, a line for each finding."""
    for finding in outcome.findings:
        properties = ",".join(
            f"{name}={str(value).translate(_IN_PROPERTIES)}" for name, value in _properties(finding)
        )
        mend = f" ({finding.mend})" if finding.mend else ""
        message = f"{finding.message}{mend}".translate(_IN_DATA)
        yield f"::{_COMMANDS[finding.severity]} {properties}::{message}\n"


def _properties(finding: Finding) -> Iterator[tuple[str, object]]:
    if place := finding.place:
        yield "file", path_of(place.source)
        yield "line", place.line
        end_line = place.end_line or place.line
        # The end is exclusive: a stretch that ends before a line's first column is not in that line.
        yield "endLine", end_line - (end_line > place.line and place.end_column == 1)
        # GitHub takes columns only where the stretch is within one line.
        if end_line == place.line:
            yield "col", place.column
            yield "endColumn", place.end_column or place.column
    yield "title", finding.rule
