"""The four lists beside the checkout against what a perfect reader finds in them."""

from __future__ import annotations

import importlib.util
from types import ModuleType

import pytest
import yaml

import llm_kg as kg
from conftest import ROOT, SHARED
from llm_kg.writers.records import records_yaml

NAMES = ("awesome-big-models", "awesome-llms", "awesome-mlvu", "awesome-pretrained-language-models")
pytestmark = pytest.mark.skipif(
    not (SHARED / "golden").is_dir() or not (SHARED / "lists").is_dir(),
    reason="the lists and what is in them lie beside the checkout, and are not there",
)


@pytest.fixture(scope="module")
def records() -> dict[str, kg.Records]:
    return {name: kg.read(f"{name}={SHARED / 'lists' / name}.md") for name in NAMES}


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", SHARED / "golden" / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def golden() -> dict[str, dict]:
    return {
        name: yaml.safe_load((SHARED / "golden" / f"{name}.yaml").read_text(encoding="utf-8"))
        for name in NAMES
    }


@pytest.mark.parametrize("name", NAMES)
def test_reader_finds_what_the_list_holds(records, scorer, golden, name):
    result = scorer.score(golden[name], [record.to_json() for record in records[name]])
    assert result["misses"] == result["invented"] == []
    assert result["not_models_read"] == result["hidden_read"] == result["extra"] == []
    assert result["facts"][0] == result["facts"][1] > 0
    assert {field: right for field, right in result["fields"].items() if right[0] < right[1]} == {}
    assert len(records[name]) == result["expected"]["exact"]


@pytest.mark.parametrize("name", NAMES)
def test_no_name_is_missing(records, scorer, golden, name):
    # The scorer's own recall is always full: it looks names up in a dict that makes what it does not have.
    found = {scorer.fold(n) for record in records[name] for n in (record.name, *record.alternate_name)}
    wanted = [
        e
        for e in golden[name]["entries"]
        if e.get("name") and e.get("is_model", True) and not e.get("hidden")
    ]
    assert len(wanted) > 10
    assert [entry["name"] for entry in wanted if not scorer.names_of(entry) & found] == []


@pytest.mark.parametrize("name", NAMES)
def test_hidden_entries_are_read_only_if_asked_for(scorer, golden, name):
    hidden = {scorer.fold(e["name"]) for e in golden[name]["entries"] if e.get("hidden")}
    everything = kg.read(f"{name}={SHARED / 'lists' / name}.md", include_commented=True)
    assert hidden <= {scorer.fold(record.name) for record in everything if record.commented}


@pytest.mark.parametrize("name", NAMES)
def test_bundled_data_is_what_the_reader_writes(records, name):
    written = "".join(records_yaml(records[name], facts_only=True))
    bundled = (ROOT / "data" / f"{name}.yaml").read_text(encoding="utf-8")
    assert bundled.partition("\nrecords:\n")[2] == written.partition("\nrecords:\n")[2] != ""
