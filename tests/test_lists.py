"""Small lists, one for each dialect and oddity, and all that is read in them.

`lists/NAME/` holds a list in words of our own and `expected.yaml`: its records with every claim and
its place, the findings, and what was passed over and why. `expected-with-comments.yaml` is the same
where what is commented out is read too. `UPDATE_LISTS=1` writes them anew: then read the difference.
"""

from __future__ import annotations

import html
import os
import re
from itertools import takewhile
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


# Places: what stands there is what was stated.

_TAG = re.compile(r"<[^<>]*>")
_ADDRESS = re.compile(r"\S+://\S+|javascript:\S+")
_WORDS = re.compile(r"\w+")


def stretch_of(lines: list[str], place) -> str:
    """Return the text of a place, which runs to the end of its paragraph or block where it has no end."""
    if place.end_column is None:
        behind = takewhile(str.strip, lines[place.line :])
        return "\n".join([lines[place.line - 1][place.column - 1 :], *behind])
    stretch = lines[place.line - 1 : place.end_line]
    stretch[-1] = stretch[-1][: place.end_column - 1]
    stretch[0] = stretch[0][place.column - 1 :]
    return "\n".join(stretch)


def words_of(text: str) -> list[str]:
    return _WORDS.findall(html.unescape(text).casefold().replace("_", " "))


def letters_of(text: str) -> str:
    return "".join(filter(str.isalnum, html.unescape(text).casefold()))


def stands_in(stated: str, stretch: str, references: str) -> bool:
    """Tell whether a stretch of a source says what was stated; mark-up may stand among its words."""
    if _ADDRESS.search(stated):
        there = html.unescape(stretch) + (references if stretch.endswith("]") else "")
        return all(address in there for address in _ADDRESS.findall(stated))
    if f"]({stated}" in stretch:
        return True
    shown = _TAG.sub(" ", stretch)
    if letters_of(shown).startswith(letters_of(stated)):
        return True
    if "**" in stretch and letters_of(stated) in letters_of(shown):
        return True  # letters in bold within words
    there, said = words_of(shown), words_of(stated)
    following = iter(there)
    # Links are taken out of sentences.
    return there[:1] == said[:1] and all(word in following for word in said)


def misplaced(record: kg.Record, lines: list[str]) -> list[str]:
    """Return the claims that do not stand where they are said to."""
    wrong = []
    references = "\n".join(line for line in lines if line.startswith("["))
    sentences = {claim.place for claim in record.claims if claim.field is None}
    for claim in record.claims:
        stretch = stretch_of(lines, claim.place)
        # A description from a table says the header of its column first.
        *_, stated = claim.stated.split(": ", 1) if claim.key == "description" else [claim.stated]
        # What a sentence tells stands somewhere in the sentence.
        in_sentence = claim.place in sentences and claim.stated in stretch
        if not (in_sentence or any(stands_in(text, stretch, references) for text in (claim.stated, stated))):
            wrong.append(f"{seen_claim(claim)}  ≠  {stretch[:80]!r}")
    return wrong


PLACED = [*(source_of(path.parent) for path in EXPECTED if path.stem == "expected"), *SHARED_LISTS]


@pytest.mark.parametrize(
    "path", PLACED, ids=lambda path: path.parent.name if path.stem == "list" else path.stem
)
def test_every_claim_stands_at_its_place(read_list, path):
    lines = path.read_text(encoding="utf-8").split("\n")
    wrong = [claim for record in read_list(path) for claim in misplaced(record, lines)]
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.skipif(not SHARED_LISTS, reason="the lists beside the checkout are not there")
def test_places_are_held_in_all_lists_beside_the_checkout():
    assert len(SHARED_LISTS) == 4
