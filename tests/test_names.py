"""How names are compared, and what they become in IRIs."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_kg.names import clean, fold, slug

SLUGS = {
    "GPT-3": "gpt-3",
    "GPT 3": "gpt-3",
    "GPT-3.5": "gpt-3.5",
    "GPT35": "gpt35",
    "CPM-Ant+": "cpm-ant-plus",
    "DALL·E 2": "dall-e-2",
    "Claude 3.5 Sonnet": "claude-3.5-sonnet",
    "PanGu-α": "pangu-alpha",
    "PanGu-Σ": "pangu-sigma",
    "μTransfer": "mutransfer",
    "λ": "lambda",
    "盘古": "盘古",
    "悟道 2.0": "悟道-2.0",
    "a_b": "a-b",
    " -GPT--3- ": "gpt-3",
    "e\u0301": "é",
    "GPT\u200b-3": "gpt-3",
    "🤗": "u1f917",
    "***": "u002a-u002a-u002a",
    "...": "u002e-u002e-u002e",
    "": "u",
}

FOLDS = {
    "Context-Length": "contextlength",
    "context_length": "contextlength",
    "DALL·E 2": "dalle2",
    "GPT-3": "gpt3",
    "C++": "c++",
    "T5+": "t5+",
    "Ａ１": "a1",
    "Straße": "strasse",
    "架构：": "架构",
    "---": "",
    "": "",
}

CLEAN = {
    "GPT\u200b-3\u00a0 ": "GPT-3",
    " a\t b\n": "a b",
    "a\x00b": "a b",
    "\u202egpt\u202c": "gpt",
    "\ufeffBERT": "BERT",
    "e\u0301": "é",
    "": "",
}

# Names that are near one another and not one: each has an IRI of its own.
TRICKY = [
    *("GPT-3", "GPT-3.5", "GPT-35", "GPT3", "GPT-3.5-Turbo"),
    *("PanGu", "PanGu-α", "PanGu-Σ", "盘古", "盘古α"),
    *("LLaMA", "LLaMA 2", "LLaMA 2.1", "Llama-21"),
    *("DALL·E", "DALL·E 2", "DALLE"),
    *("***", "**", "🤗", "...", "---", ""),
]

# Spellings of one name.
SAME = [
    ("PanGu-α", "PanGu-alpha", "pangu Alpha"),
    ("GPT-3", "gpt 3", "GPT_3", "GPT\u200b-3", "GPT–3", "GPT-3*"),
    ("Café", "Cafe\u0301"),
]


@pytest.mark.parametrize(("name", "expected"), SLUGS.items())
def test_slugs(name: str, expected: str) -> None:
    assert slug(name) == expected


@pytest.mark.parametrize(("name", "expected"), FOLDS.items())
def test_folds(name: str, expected: str) -> None:
    assert fold(name) == expected


@pytest.mark.parametrize(("name", "expected"), CLEAN.items())
def test_clean(name: str, expected: str) -> None:
    assert clean(name) == expected


def test_names_that_differ_have_slugs_that_differ() -> None:
    assert len(set(map(slug, TRICKY))) == len(TRICKY)


@pytest.mark.parametrize("names", SAME)
def test_spellings_of_one_name_have_one_slug(names: tuple[str, ...]) -> None:
    assert len(set(map(slug, names))) == 1


@given(st.text())
def test_a_slug_is_a_part_of_an_iri(name: str) -> None:
    found = slug(name)
    assert found
    assert found not in {".", ".."}
    assert not set(found) & set(' /?#%<>"{}|\\^`:@')
    assert unicodedata.is_normalized("NFC", found)


@given(st.text())
def test_a_slug_is_its_own_slug(name: str) -> None:
    assert slug(slug(name)) == slug(name)


@given(st.text())
def test_clean_is_idempotent(name: str) -> None:
    assert clean(clean(name)) == clean(name)


@given(st.text("abcXYZ0123. -_α盘"))
def test_case_and_punctuation_fold_away(name: str) -> None:
    assert fold(name) == fold(name.upper()) == fold(f"-{name} ") == fold(fold(name))
