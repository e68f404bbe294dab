"""The two lists of the dataset against what a perfect reader finds in them."""

from __future__ import annotations

import subprocess
import sys

import pytest

import llm_kg as kg
from conftest import ROOT, SHARED
from llm_kg.writers.records import records_yaml

NAMES = ("awesome-llms", "awesome-big-models")
pytestmark = pytest.mark.skipif(
    not (SHARED / "golden").is_dir() or not (SHARED / "lists").is_dir(),
    reason="the lists and what is in them lie beside the checkout, and are not there",
)


@pytest.mark.parametrize("name", NAMES)
def test_reader_finds_what_the_list_holds(run, tmp_path, name):
    found = tmp_path / "found.jsonl"
    done = run("read", SHARED / "lists" / f"{name}.md", "-f", "jsonl", "-o", found)
    assert done.returncode in (0, 1), done.stderr.decode()
    scored = subprocess.run(
        [sys.executable, SHARED / "golden" / "score.py", SHARED / "golden" / f"{name}.yaml", found],
        capture_output=True,
        text=True,
        check=False,
    )
    assert scored.returncode == 0, scored.stdout + scored.stderr


@pytest.mark.parametrize("name", NAMES)
def test_bundled_data_is_what_the_reader_writes(name):
    records = kg.read(f"{name}={SHARED / 'lists' / name}.md")
    written = "".join(records_yaml(records, facts_only=True))
    bundled = (ROOT / "data" / f"{name}.yaml").read_text(encoding="utf-8")
    assert bundled.partition("\nrecords:\n")[2] == written.partition("\nrecords:\n")[2] != ""
