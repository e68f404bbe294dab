"""What clauses beside a name state that are nothing but values, and what they do not."""

from __future__ import annotations

import pytest

from llm_kg.sources.told_in_clauses import told_in_clauses


def told(text: str) -> dict[str, str]:
    return dict(told_in_clauses(text))


@pytest.mark.parametrize(
    ("text", "maker"),
    [
        ("by Meta. Sings.", "Meta"),
        ("by Ternworks AI. Sings.", None),
        ("by TernLab. Sings.", None),
        ("by Google and Opensea. Sings.", "Google, Opensea"),
        ("by Jane Doe. Sings.", None),
        ("by GPT-4. Sings.", None),
        ("by RLHF, it sings.", None),
        ("by far the best of all.", None),
        ("by default, it sings.", None),
        ("Sung by TernLab.", None),
    ],
)
def test_makers_behind_the_first_word_are_known_or_no_persons(text, maker):
    assert told(text).get("organization") == maker


@pytest.mark.parametrize(
    ("text", "license_"),
    [
        ("by Meta. Sings at night, Apache-2.0.", "Apache-2.0"),
        ("Sings. MIT.", "MIT"),
        ("A finch again, but Apache-2.0. Sings.", "Apache-2.0"),
        ("Based on Pythia, Apache-2.0.", "Apache-2.0"),
        ("Weights are CC BY-SA-4.0, the code next to them is MIT.", "CC BY-SA-4.0"),
        ("Code is MIT, the weights are under the Llama 2 Community License.", "Llama 2 Community License"),
        ("by Stanford, MIT.", None),
        ("by Jane Doe, MIT. Sings.", None),
        ("Its code is open, MIT.", None),
        ("Trained on data of birds, MIT.", None),
        ("Sings like Finch, MIT.", None),
        ("Not for sale until May, MIT.", None),
        ("Apache-2.0. MIT.", None),
        ("Apache-2.0 code.", None),
        ("MIT made it.", None),
    ],
)
def test_licences_stand_alone_or_end_a_sentence_on_the_model(text, license_):
    assert told(text).get("license") == license_


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("by Meta, July 2023; ctx 4096.", "July 2023"),
        ("by OpenAI, 14 March 2023. Size unknown.", "14 March 2023"),
        ("by Meta, updated July 2023.", None),
        ("Sings well. July 2023.", None),
    ],
)
def test_a_date_stands_behind_the_maker(text, date):
    assert told(text).get("date_created") == date


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("Chinese and English, ctx 4096.", "Chinese, English"),
        ("Sings. German, French, Italian.", "German, French, Italian"),
        ("Korean.", None),
        ("Chinese and Python.", None),
        ("Chinese, and much more.", None),
        ("English teachers like it.", None),
    ],
)
def test_languages_stand_alone(text, languages):
    assert told(text).get("supported_language") == languages


@pytest.mark.parametrize(
    ("text", "length"),
    [("ctx 8192.", "8192"), ("Sings, 8k ctx.", "8k"), ("wants ctx 8192 at least.", None), ("8192.", None)],
)
def test_a_context_is_a_clause_of_its_own(text, length):
    assert told(text).get("context_length") == length


def test_architectures_stand_in_sentences_of_values_alone():
    assert told("Sings. Encoder-decoder, MIT.") == {
        "pretraining_architecture": "Encoder-decoder",
        "license": "MIT",
    }
    assert told("Sings better than most, Encoder-decoder.") == {}


def test_clauses_that_differ_state_nothing():
    assert told("Korean and English. Japanese and English.") == {}


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("3.8B; sings better than Finch 2 70B.", "3.8B"),
        ("480B with 17B active.", "480B"),
        ("Google's 13B that learned from songs.", "13B"),
        ("Stanford's 7B, from LLaMA.", None),
        ("Jane's 7B, from LLaMA.", None),
        ("Google's 7B rival.", None),
        ("7B; and half of it, 3B.", None),
        ("7B tokens of songs.", None),
        ("1M, and it hears songs.", None),
        ("2T; of songs.", None),
    ],
)
def test_sizes_stand_ahead_of_all_else(text, size):
    assert told(text).get("number_of_parameters") == size


@pytest.mark.parametrize(
    ("text", "license_"),
    [
        ("The code and the weights are both Apache 2.0", "Apache 2.0"),
        ("Code is GPL-3.0, the weights have the MIT License", "MIT License"),
        ("12B. License: Apache 2.0.", "Apache 2.0"),
        ("12B. Code license: Apache 2.0.", None),
        ("The weights are not MIT", None),
        ("The weights have the MIT touch", None),
    ],
)
def test_licences_of_weights_and_under_a_label(text, license_):
    assert told(text).get("license") == license_
