"""Small lists, one for each dialect and oddity, and all that is read in them.

`lists/NAME/` holds a list in words of our own and `expected.yaml`: its records with every claim and
its place, the findings, and what was passed over and why. `expected-with-comments.yaml` is the same
where what is commented out is read too. `UPDATE_LISTS=1` writes them anew: then read the difference.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
import yaml

import llm_kg as kg
from conftest import ROOT, SHARED

LISTS = ROOT / "tests" / "lists"
EXPECTED = sorted(LISTS.glob("*/expected*.yaml"))
SHARED_LISTS = sorted((SHARED / "lists").glob("*.md")) if SHARED.is_dir() else []

# What a record holds besides its fields: it stands in the claims already, or has a line of its own.
NO_FIELDS = {"name", "title", "stated", "other", "entry", "place", "origin", "commented"}


def source_of(folder: Path) -> Path:
    return next(folder.glob("list.*"))


def seen(records: kg.Records) -> dict[str, Any]:
    """Return what was read, in a form that people can compare."""
    return {
        "records": [seen_record(record) for record in records],
        "findings": [
            f"{at(finding.place)} {finding.rule}: {finding.message}" for finding in records.findings
        ],
        "passed over": [
            f"{at(decision.place)} {decision.what}: {decision.reason}"
            for decision in records.decisions
            if decision.verdict != "model"
        ],
    }


def seen_record(record: kg.Record) -> dict[str, Any]:
    row = record.to_json()
    entry = {"entry": f"{at(record.place)} {record.entry}: {record.name}"}
    if record.commented:
        entry["commented"] = True
    fields = {key: value for key, value in row.items() if key not in NO_FIELDS}
    return entry | {"read": fields, "claims": [seen_claim(claim) for claim in record.claims]}


def seen_claim(claim) -> str:
    key = claim.field or f"({claim.key})"
    unread = "" if claim.values or not claim.field else " [no value]"
    return f"{at(claim.place)} {key}: {claim.stated}{unread}"


def at(place) -> str:
    return f"{place.line}:{place.column}"


@pytest.fixture(scope="module")
def read_list():
    """Read a list once, whatever the number of tests that look at it."""
    known: dict[tuple[Path, bool], kg.Records] = {}

    def read(path: Path, include_commented: bool = False) -> kg.Records:
        if (path, include_commented) not in known:
            known[path, include_commented] = kg.read(path, include_commented=include_commented)
        return known[path, include_commented]

    return read


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_list_is_read_as_expected(read_list, expected):
    found = seen(read_list(source_of(expected.parent), "with-comments" in expected.name))
    if os.environ.get("UPDATE_LISTS"):
        expected.write_text(
            yaml.safe_dump(found, allow_unicode=True, sort_keys=False, width=200), encoding="utf-8"
        )
    wanted = yaml.safe_load(expected.read_text(encoding="utf-8"))
    assert found == wanted


def test_every_folder_has_a_list_and_what_is_expected_of_it():
    assert {path.parent for path in EXPECTED} == {path for path in LISTS.iterdir() if path.is_dir()}
    assert len(EXPECTED) >= 20
