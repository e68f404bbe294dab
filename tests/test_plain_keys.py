"""Keys in an author's own plain words: read where the value reads as what they mean, and nowhere else."""

from __future__ import annotations

import pytest

from conftest import rules
from llm_kg.curated import read_table
from llm_kg.sources.plain_keys import _FORMS, _PlainKeys, field_of_plain
from llm_kg.vocabulary import load_vocabulary


@pytest.mark.parametrize(
    ("key", "text", "field"),
    [
        ("from", "OpenAI", "organization"),
        ("from", "Google, CMU", "organization"),
        ("out", "2024-03-04", "date_created"),
        ("How big?", "[8B, 70B]", None),  # a list of YAML's has been taken apart before
        ("how big", "7B / 70 B", "number_of_parameters"),
        ("how_big", "total: 52B, active: 12B", "number_of_parameters"),
        ("window", "128k", "context_length"),
        ("window", "8192 tokens", "context_length"),
        ("terms", "Apache-2.0", "license"),
        ("terms", "Finch Community License", "license"),
        ("terms", "closed", "license"),
        ("kind", "hybrid Mamba-Transformer MoE", "pretraining_architecture"),
        ("starts from", "Mistral 7B", "based_on"),
        ("speaks", "English, French", "supported_language"),
        ("data", "The Nest, FinchSongs", "training_data_size"),
        ("fed with", "2T tokens", "training_data_size"),
        ("get", "https://github.com/finch/finch", "has_source_code"),
        ("read", "Finch: A Model, https://arxiv.org/abs/2301.00001", "paper"),
        ("read", "https://finch.example/blog/finch-2", "blog_post"),
    ],
)
def test_plain_words_mean_what_their_values_read_as(key, text, field):
    assert field_of_plain(key, text) == field


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("from", "scratch"),
        ("from", "Llama 2"),  # a base, and no maker
        ("from", "Mistral"),  # either
        ("from", "2023 to 2024"),
        ("out", "soon"),
        ("out", "of memory"),
        ("how big", "very"),
        ("how big", "4 GB"),
        ("how big", "12k questions"),
        ("big", "12K"),
        ("window", "512"),
        ("window", "sliding"),
        ("window", "4k (200k for the long version)"),
        ("terms", "two years"),
        ("terms", "short"),
        ("terms", "ask for a licence"),
        ("terms", "See License"),
        ("type", "text"),
        ("type", "transformers"),  # the library
        ("kind", "Transformer-XL"),
        ("starts from", "scratch"),
        ("starts from", "zero"),
        ("made of", "steel"),
        ("comes from", "DeepMind"),
        ("speaks", "yes"),
        ("speaks", "100+ languages"),
        ("data", "English, Chinese"),
        ("data", "2021-09"),
        ("data", "public"),
        ("data", "https://example.org/data"),
        ("get", "it from https://example.org if you dare"),
        ("get", "pip install finch"),
        ("read", "Notes on Finch, https://github.com/finch/finch"),
        ("see", "the table"),
    ],
)
def test_plain_words_over_other_values_mean_nothing(key, text):
    assert field_of_plain(key, text) is None


def test_the_words_of_the_vocabulary_are_no_plain_words():
    properties = load_vocabulary().properties
    rows = read_table("plain-keys.yaml", _PlainKeys)
    assert [word for row in rows for word in row.words if properties.get(word)] == []
    assert {row.form or row.field for row in rows} == {*_FORMS, "link"}


DIARY = """# Models

### 2024/03/04 · Finch

```yaml
from: OpenAI
how big:
  total: 52B
  active: 12B
window: 8k
terms: MIT
mood: good
```

### 2024/02/01 · Tern 2B

    from: Meta
    how big: 2B
    terms: long

### 2024/01/01 · nestserve 0.2

```yaml
from: Meta
what: inference server
terms: Apache-2.0
```
"""


def test_blocks_in_plain_words_are_read(read_text):
    finch, tern = records = read_text(DIARY)
    assert (finch.organization, finch.context_length, finch.license) == (("OpenAI",), 8000, ("MIT",))
    assert finch.maximum_number_of_parameters_in_million == 52_000
    assert [size.active_parameter_count for size in finch.size] == [12_000_000_000]
    assert (tern.name, tern.organization, tern.license) == ("Tern 2B", ("Meta",), ())
    # What is none of the words, and the one over a value that is none of its property's.
    assert rules(records, "unknown-key") == [("unknown-key", 12, 1), ("unknown-key", 19, 5)]
    assert [d.reason for d in records.decisions if d.verdict == "passed over"] == [
        "nestserve 0.2: its kind is said to be that of data or software"
    ]


def test_columns_in_plain_words_are_read(read_text):
    header = "| Model | Params | From | Terms |\n|---|---|---|---|\n"
    finch, tern = records = read_text(
        f"# Models\n\n{header}| Finch | 7B | OpenAI | MIT |\n| Tern | 1B | a shed | by post |\n"
    )
    assert (finch.license, tern.license, tern.organization) == (("MIT",), (), ())
    assert {rule for rule, *_ in rules(records)} == {"unknown-key"}


def test_data_beside_results_are_those_of_the_evaluation(read_text):
    header = "| Model | Params | Data | Accuracy | F1 |\n|---|---|---|---|---|\n"
    rows = "| Finch | 7B | BirdQA | 71.2 | 60.1 |\n| Tern | 1B | BirdQA | 61.2 | 50.1 |\n"
    records = read_text(f"# Models\n\n{header}{rows}")
    assert [record.name for record in records] == ["Finch", "Tern"]
    assert [record.training_corpus for record in records] == [None, None]
