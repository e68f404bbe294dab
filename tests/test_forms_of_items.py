"""Forms in which lists write an item, a heading or a cell, and what is read of each."""

from __future__ import annotations

import pytest

from llm_kg.places import Source
from llm_kg.sources import read_text


def read(text: str):
    return read_text(text, Source("list"), "md")


def names_of(text: str) -> list[str]:
    return [record.name for record in read(text)]


def stated(record, field: str) -> list[str]:
    return [claim.stated for claim in record.claims if claim.field == field]


def test_fields_in_brackets_are_a_date_a_name_and_a_maker():
    (record,) = read(
        "## Speech\n\n- `【2024-07】-【Finch-Audio】-【Tern*Lab, Harbour】-【Type: Model】`\n"
        "  - **Finch-Audio: Birds that Speak in Their Own Words**\n"
        "  - [Paper](https://arxiv.org/abs/2407.00001) / [Hugging Face Model](https://example.org/finch)\n"
    )
    assert record.name == "Finch-Audio"
    assert stated(record, "organization") == ["Tern*Lab, Harbour"]
    assert stated(record, "date_created") == ["2024-07"]
    assert stated(record, "checkpoint") == ["https://example.org/finch"]


@pytest.mark.parametrize(
    "item",
    [
        "【2024-07】-【FinchBench】-【Harbour】-【Type: Benchmark】",
        "【2024-07】-【Finch-QA】-【Harbour】-【Type: Dataset Resource】",
        "【2024-07】-【2024-08】-【Finch】-【Harbour】",
        "【2024-07】-【Google】-【Finch】",
    ],
)
def test_fields_in_brackets_that_name_no_model(item):
    assert names_of(f"# Models\n\n- {item}\n  - [Paper](https://arxiv.org/abs/2407.00001)\n") == []
