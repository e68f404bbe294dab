"""Findings as one JSON document."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from llm_kg.findings import Finding
from llm_kg.reports.outcome import Outcome, path_of
from llm_kg.rules import RULES, Severity

__all__ = ["as_json"]


def as_json(outcome: Outcome) -> Iterator[str]:
    """Yield `{"findings": […], "summary": {…}}`; places are null where a finding has none."""
    summary = {
        "errors": outcome.count(Severity.ERROR),
        "warnings": outcome.count(Severity.WARNING),
        "remarks": outcome.count(Severity.INFO),
        "silenced": outcome.silenced,
        "known": None if outcome.known is None else len(outcome.known),
    }
    document = {"findings": list(map(_finding, outcome.findings)), "summary": summary}
    yield json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _finding(finding: Finding) -> dict[str, Any]:
    place = finding.place
    return {
        "rule": finding.rule,
        "severity": str(finding.severity),
        "message": finding.message,
        "mend": finding.mend or RULES[finding.rule].mend,
        "entry": finding.entry,
        "key": finding.key,
        "source": place and place.source.id,
        "file": place and path_of(place.source),
        "line": place and place.line,
        "column": place and place.column,
        "end_line": place and place.end_line,
        "end_column": place and place.end_column,
    }
