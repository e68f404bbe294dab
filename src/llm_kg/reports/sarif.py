"""Findings as SARIF 2.1.0, which code scanners of forges and editors read.

Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from llm_kg.findings import Finding, Identity
from llm_kg.places import Place
from llm_kg.reports.outcome import Outcome, uri_of
from llm_kg.rules import RULES, Rule, Severity

__all__ = ["as_sarif"]

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_RULE_INDEX = {rule: index for index, rule in enumerate(RULES)}


def as_sarif(outcome: Outcome) -> Iterator[str]:
    """Yield a log of one run, whose tool brings the whole catalogue of rules.

    With a baseline the findings that it knows are results as well, marked `unchanged`, the others
    `new`. A fingerprint is made of what a finding is about and its number among those about the
    same, so that it stays when lines move.
    """
    driver: dict[str, Any] = {"name": "llm-kg"}
    if outcome.version:
        driver["version"] = outcome.version
    driver["rules"] = list(map(_rule, RULES.values()))
    log = {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "columnKind": "unicodeCodePoints",
                "results": list(_results(outcome)),
            }
        ],
    }
    yield json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": f"{rule.summary} {rule.mend}"},
        "help": {"text": rule.mend},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _results(outcome: Outcome) -> Iterator[dict[str, Any]]:
    states = dict.fromkeys(outcome.known or (), "unchanged") | dict.fromkeys(outcome.findings, "new")
    seen: Counter[Identity] = Counter()
    for finding in sorted(states, key=lambda finding: finding.sort_key):
        seen[finding.identity] += 1
        result = _result(finding, seen[finding.identity])
        yield result if outcome.known is None else {**result, "baselineState": states[finding]}


def _result(finding: Finding, number: int) -> dict[str, Any]:
    mend = f" ({finding.mend})" if finding.mend else ""
    about = {name: text for name, text in (("entry", finding.entry), ("key", finding.key)) if text}
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": _RULE_INDEX[finding.rule],
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{finding.message}{mend}"},
    }
    if finding.place:
        result["locations"] = [{"physicalLocation": _location(finding.place)}]
    elif finding.entry:
        result["locations"] = [{"logicalLocations": [{"name": finding.entry}]}]
    result["partialFingerprints"] = {"finding/v1": _fingerprint(finding.identity, number)}
    if about:
        result["properties"] = about
    return result


def _location(place: Place) -> dict[str, Any]:
    region = {"startLine": place.line, "startColumn": place.column}
    if place.end_column is not None:
        region |= {"endLine": place.end_line or place.line, "endColumn": place.end_column}
    return {"artifactLocation": {"uri": uri_of(place.source)}, "region": region}


def _fingerprint(identity: Identity, number: int) -> str:
    return hashlib.sha256(json.dumps([*identity, number]).encode()).hexdigest()[:32]
