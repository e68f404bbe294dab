"""The catalogue of rules: its sentences, its examples, its page."""

from __future__ import annotations

import json
import re

import pytest

from conftest import ROOT
from llm_kg.errors import LlmKgError
from llm_kg.rules import RULES, UnknownRuleError, find_rule


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_a_rule_is_told_in_sentences(rule):
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.id)
    for text in (rule.summary, rule.mend):
        assert text[0].isupper() or not text[0].isalpha()
        assert text.endswith(".")


def test_the_catalogue_is_sorted():
    assert list(RULES) == sorted(RULES)


@pytest.mark.parametrize("rule", [rule for rule in RULES.values() if rule.example], ids=lambda r: r.id)
def test_an_example_breaks_its_rule_alone_and_is_mended(read_text, rule):
    found = read_text(rule.example.before)
    told = {finding.rule for finding in found.findings}
    assert told == {rule.id} | (set() if found else {"no-models"})
    mended = read_text(rule.example.after)
    assert not list(mended.findings)
    assert len(mended) == 1


def test_an_unknown_rule_is_told_with_the_nearest():
    assert find_rule("unknown-key") is RULES["unknown-key"]
    with pytest.raises(UnknownRuleError, match="did you mean unknown-key"):
        find_rule("unknwon-key")
    with pytest.raises(LlmKgError, match="llm-kg rules"):
        find_rule("unknown" * 1000)


def test_the_page_of_rules_is_fresh(run):
    page = (ROOT / "docs" / "rules.md").read_bytes()
    assert run("rules", "-f", "markdown").stdout == page, "llm-kg rules -f markdown > docs/rules.md"


def test_rules_are_shown(run):
    shown = json.loads(run("rules", "-f", "json").stdout)
    assert [rule["id"] for rule in shown] == list(RULES)
    one = run("rules", "invalid-yaml").stdout.decode()
    assert RULES["invalid-yaml"].mend in one
    assert RULES["invalid-yaml"].example.after.splitlines()[2] in one
    assert run("rules", "nonsense").returncode == 2
