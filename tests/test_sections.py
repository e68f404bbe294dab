"""Sections: what headings say of what stands under them, and that the rules can be read and hold."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import ROOT
from llm_kg.curated import column_rules, link_field, section_rules
from llm_kg.names import fold
from llm_kg.sources.markdown.sections import judge, rule_for


@pytest.mark.parametrize(
    ("headings", "verdict"),
    [
        ([], "models"),
        (["Models"], "models"),
        (["大模型"], "models"),
        (["开源大模型列表"], "models"),
        (["Large Language Models (LLMs)"], "models"),
        (["Contents"], "other"),
        (["How to add a model"], "other"),
        (["Training Frameworks"], "software"),
        (["Models", "Datasets"], "other"),
        (["Datasets", "Models"], "models"),
        (["Milestone Papers"], "papers"),
        (["Miscellaneous models"], "models"),
        (["Miscellaneous"], "reading"),
        (["📖 How to add one"], "other"),
        (["Models", "Tern-2: Teaching Models How to Sing"], "models"),
        (["Blog posts"], "reading"),
        (["Models", "Projects"], "unknown"),
        (["Once upon a time"], "unknown"),
        (["Models", "2023"], "models"),
        (["**Models** [#](#models)"], "models"),
        (["Changelog", "0.14 (2024-05-13)"], "other"),
        (["LLM Fundamentals", "1. Mathematics"], "reading"),
        (["Reasoning in Large Language Models"], "reading"),
        (["大模型", "LLM生态相关技术"], "reading"),
    ],
)
def test_innermost_heading_that_a_rule_knows_decides(headings, verdict):
    assert judge(headings).verdict == verdict


@pytest.mark.parametrize(
    ("title", "verdict"),
    [
        ("Reading group on pre-trained LMs", "papers"),
        ("LLM resources", "reading"),
        ("Talks on LLMs", "reading"),
        ("Reading group", "reading"),
        ("Resources on birds", "reading"),
        ("LLM datasets", "other"),
        ("Reasoning in LLMs: a reading list", "reading"),
    ],
)
def test_a_page_to_read_that_names_models_has_papers_of_them_under_other_headings(title, verdict):
    judged = judge([title, "Encoders"])
    assert judged.verdict == verdict, judged.reason
    assert judge([title]).verdict == ("reading" if verdict == "papers" else verdict)


@pytest.mark.parametrize(
    ("headings", "verdict"),
    [
        (["Birds", "Models", "Custom / Mixed License"], "models"),
        (["Language models", "Apache 2.0 License"], "models"),
        (["Language models", "License of this list"], "other"),
        (["Birds", "Models", "License"], "other"),
        (["Birds", "Apache 2.0 License"], "other"),
    ],
)
def test_licences_may_group_models(headings, verdict):
    assert judge(headings).verdict == verdict


def test_rule_of_its_own_says_nothing_of_headings_below():
    assert judge(["Updates"]).verdict == "other"
    assert judge(["Models", "Updates", "2023"]).verdict == "models"


def test_judgement_tells_whether_the_list_is_one_of_models():
    assert judge(["Models", "Papers"]).within_models
    assert not judge(["Papers"]).within_models


def test_phrases_are_whole_words_but_for_chinese_ones():
    assert rule_for("Modelling") is None
    assert rule_for("Uncontents") is None
    assert rule_for("我的模型们") is not None


def test_reason_names_the_heading():
    judged = judge(["A list", "Training Frameworks"])
    assert "'Training Frameworks'" in judged.reason
    assert "'2023'" in judge(["2023"]).reason


@pytest.mark.parametrize("rule", section_rules(), ids=lambda rule: rule.phrases[0])
def test_every_phrase_of_a_section_is_reached(rule):
    # A phrase that an earlier rule has already, or that no heading can have, is dead.
    for phrase in rule.phrases:
        heading = f"{phrase} tern" if rule.first else phrase
        assert rule_for(heading) == rule, phrase


@pytest.mark.parametrize("rule", column_rules(), ids=lambda rule: f"{rule.verdict}-{rule.phrases[0]}")
def test_phrases_of_columns_are_written_as_they_are_compared(rule):
    from llm_kg.sources.column import words_of as _words

    assert [phrase for phrase in rule.phrases if _words(phrase) != phrase] == []
    assert len(set(rule.phrases)) == len(rule.phrases)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.lists(st.text(max_size=20), max_size=4))
def test_any_headings_are_judged(headings):
    judged = judge(headings)
    assert judged.verdict in ("models", "papers", "reading", "software", "other", "unknown")
    assert judged.reason


def _curated(table):
    return yaml.load((ROOT / f"data/curated/{table}.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("not-models", "names"),
        ("no-values", "texts"),
        ("link-labels", "texts"),
        ("venues", "texts"),
        ("headlines", "texts"),
        ("hosts", "texts"),
        ("not-makers", "texts"),
        ("makers-and-models", "texts"),
        ("parts", "texts"),
        ("own-parts", "texts"),
    ],
)
def test_no_text_stands_twice(table, key):
    folded = [fold(text) for row in _curated(table) for text in row.get(key, ())]
    assert sorted(folded) == sorted(set(folded))


@pytest.mark.parametrize("prefix", ["", "www."])
def test_each_host_leads_to_its_field(prefix):
    for row in _curated("link-hosts"):
        for host in row["hosts"]:
            first = next(iter(row.get("within", ())), "/")
            assert link_field(f"https://{prefix}{host}{first}eta") == row["field"]
            assert link_field(f"https://{prefix}{host}/eta") == ("link" if "within" in row else row["field"])
            assert host == host.removeprefix("www.")
