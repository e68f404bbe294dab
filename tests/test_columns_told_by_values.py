"""Columns whose headers leave open what they hold, and cells that hold what several models have."""

from __future__ import annotations

import pytest

from llm_kg.places import Source
from llm_kg.sources import read_text


def read(input_format: str, text: str):
    return read_text(text, Source("list"), input_format)


def names_of(records) -> list[str]:
    return [record.name for record in records]


def values_in(record, key: str) -> list[str]:
    return [str(value) for claim in record.claims if claim.field == key for value in claim.values]


def stated_in(record, key: str) -> list[str]:
    return [claim.stated for claim in record.claims if claim.field == key]


def table(*rows: str) -> str:
    header, *others = (f"| {row} |" for row in rows)
    rule = "|" + "---|" * (rows[0].count("|") + 1)
    return "# Models\n\n" + "\n".join((header, rule, *others)) + "\n"


def test_checkpoints_with_names_and_sizes_are_models():
    text = table(
        "Checkpoint | Whose | Birthday | bn weights",
        "[Finch-2](https://huggingface.co/a/finch-2) | Meta | 3 May 2024 | 1.5 / 7",
        "[WrenLM](https://huggingface.co/a/wren) | Google | 4 Jun 2024 | 13",
    )
    finch, wren = read("md", text)
    assert (finch.name, wren.name) == ("Finch-2", "WrenLM")
    assert values_in(finch, "date_created") == ["2024-05-03"]
    assert stated_in(finch, "organization") == ["Meta"]
    assert "13000000000" in "".join(values_in(wren, "number_of_parameters"))


@pytest.mark.parametrize(
    "names",
    [
        ("step-1000", "step-2000"),
        ("ckpt_1000", "iter_2000"),
        ("[HF](https://huggingface.co/a/b)", "[link](https://huggingface.co/a/c)"),
    ],
)
def test_steps_and_links_are_no_checkpoints_of_several_models(names):
    records = read("md", table("Checkpoint | Params | License", *(f"{name} | 7B | MIT" for name in names)))
    assert names_of(records) == []


def test_where_a_model_starts_is_its_base_where_the_values_are_models():
    finch, wren, tern = read(
        "md", table("Model | Init | Params", "Finch | BERT | 110M", "Wren | scratch | 1B", "Tern | T5 | 7B")
    )
    assert values_in(finch, "based_on") == ["BERT"]
    assert values_in(wren, "based_on") == []
    assert values_in(tern, "based_on") == ["T5"]


def test_how_weights_are_initialised_is_no_base():
    for record in read("md", table("Model | Params | Init", "Finch | 7B | Xavier", "Wren | 7B | He")):
        assert not stated_in(record, "based_on")


@pytest.mark.parametrize("key", ["base_model", "init_from"])
@pytest.mark.parametrize("text", ["scratch", "from scratch", "several", "random init", "从头训练"])
def test_what_was_made_from_none_has_no_base(key, text):
    (record,) = read("jsonl", f'{{"name": "Finch", "params": "7B", "{key}": "{text}"}}\n')
    assert values_in(record, "based_on") == []


def test_how_much_a_model_attends_to_is_its_context():
    finch, wren = read(
        "md", table("Model | Params | Attends to", "Finch | 7B | 131072", "Wren | 7B | 32,768")
    )
    assert values_in(finch, "context_length") == ["131072"]
    assert values_in(wren, "context_length") == ["32768"]


def test_other_counts_are_no_contexts():
    text = table("Model | Params | Seq per batch", "Finch | 7B | 4096", "Wren | 7B | 8192")
    assert [stated_in(record, "context_length") for record in read("md", text)] == [[], []]


def test_terms_that_are_mostly_known_licences_are_licences():
    rows = ("Finch | Apache-2.0 | 7B", "Wren | Wren Community License 1.1 | 7B", "Tern | MIT | 3B")
    records = read("md", table("Model | You get it under | Params", *rows))
    assert [stated_in(r, "license") for r in records] == [
        ["Apache-2.0"],
        ["Wren Community License 1.1"],
        ["MIT"],
    ]
    records = read("md", table("Model | Tokenizer terms | Params", *rows))
    assert [stated_in(r, "license") for r in records] == [[], [], []]


_MONTHS = ("Mar-23", "Apr-24", "May-23", "Jun-22", "Jul-21")


def _dated(dates):
    rows = (f"Finch-{n} | {date}" for n, date in enumerate(dates))
    return [values_in(record, "date_created") for record in read("md", table("Model | Date", *rows))]


def test_months_with_short_years_are_settled_by_their_column():
    assert _dated(_MONTHS) == [["2023-03"], ["2024-04"], ["2023-05"], ["2022-06"], ["2021-07"]]


@pytest.mark.parametrize("dates", [_MONTHS[:3], (*_MONTHS, "Aug-02"), (*_MONTHS, "2023-01")])
def test_a_few_or_mixed_short_months_may_be_days(dates):
    assert all(found == [] for found in _dated(dates)[:3])


def test_each_of_several_models_has_its_own_size_and_paper():
    text = table(
        "Models | Params | Paper",
        "Finch & Wren | 7B & 13B | [both](https://arxiv.org/abs/2301.00003)",
        "Tern, Crow | 1B, 2B | [2301.00001](https://arxiv.org/abs/2301.00001), "
        "[2301.00002](https://arxiv.org/abs/2301.00002)",
        "Emu, Owl | 3B | [paper](https://arxiv.org/abs/2301.00004), [code](https://github.com/a/b)",
    )
    finch, wren, tern, crow, emu, owl = read("md", text)
    assert [r.name for r in (finch, wren)] == ["Finch", "Wren"]
    assert stated_in(finch, "number_of_parameters") == ["7B"]
    assert stated_in(wren, "number_of_parameters") == ["13B"]
    assert stated_in(tern, "paper") == ["2301.00001 https://arxiv.org/abs/2301.00001"]
    assert stated_in(crow, "paper") == ["2301.00002 https://arxiv.org/abs/2301.00002"]
    for record in (emu, owl):
        assert stated_in(record, "has_source_code") == ["https://github.com/a/b"]


def test_one_name_with_an_ampersand_stays_whole():
    records = read("md", table("Model | Params", "Finch & Friends | 7B, 13B", "Wren | 7B"))
    assert names_of(records) == ["Finch & Friends", "Wren"]


def test_the_comma_of_thousands_parts_no_values():
    text = table("Model | Params | Context", "Finch / Wren | 1B / 2B | 4,096 / 16,384", "Tern | 1B | 512")
    finch, wren, _ = read("md", text)
    assert values_in(finch, "context_length") == ["4096"]
    assert values_in(wren, "context_length") == ["16384"]


def test_a_letter_says_no_more_than_where_its_link_leads():
    text = table(
        "Model | Params | Where",
        "Finch | 7B | [P](https://arxiv.org/abs/2301.00001) · [C](https://github.com/a/b)",
    )
    (finch,) = read("md", text)
    assert stated_in(finch, "paper") == ["https://arxiv.org/abs/2301.00001"]
    assert stated_in(finch, "has_source_code") == ["https://github.com/a/b"]


def test_rows_of_a_file_with_comments_may_be_comments():
    text = "# ours\nmodel,params\nFinch,7B\n#Wren,8B\n# --- south\n#1 Tern,9B\n"
    records = read("csv", text)
    assert names_of(records) == ["Finch", "#1 Tern"]
    assert "a row that is a comment" in {decision.reason for decision in records.decisions}


def test_without_comments_a_hash_is_part_of_a_name():
    assert names_of(read("csv", "model,params\nFinch,7B\n#Wren,8B\n")) == ["Finch", "#Wren"]


@pytest.mark.parametrize("input_format", ["json", "jsonl"])
def test_what_a_file_says_of_itself_is_no_model(input_format):
    text = '{"_meta": {"title": "ours", "license": "MIT"}, "Finch": {"params": "7B", "license": "MIT"}}'
    records = read(input_format, text)
    assert names_of(records) == ["Finch"]
    assert any("'_meta'" in finding.message for finding in records.findings)


def test_a_unit_may_stand_before_what_is_counted():
    text = table("Model | Billions of parameters", "Finch | 7", "Wren | 13.5")
    finch, wren = read("md", text)
    assert "7000000000" in "".join(values_in(finch, "number_of_parameters"))
    assert "13500000000" in "".join(values_in(wren, "number_of_parameters"))
