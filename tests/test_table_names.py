"""Which column and which part of a cell names models, and what the brackets beside a name lead to."""

from __future__ import annotations

import pytest

from llm_kg.places import Source
from llm_kg.sources import read_text

HUB = "https://huggingface.co/nest"


def read(text: str):
    return read_text(text, Source("list"), "md")


def table(*rows: str) -> str:
    header, *others = (f"| {row} |" for row in rows)
    return "\n".join((header, "|" + "---|" * rows[0].count("|") + "---|", *others)) + "\n"


def values(record, field: str) -> list[str]:
    return [claim.stated for claim in record.claims if claim.field == field]


def test_a_first_column_without_a_header_names_models():
    text = table(
        " | Architecture | Developer | License", "Finch-1 | GPT | Nest Lab | MIT", "Tern | T5 | Nest | MIT"
    )
    assert [record.name for record in read("# Models of birds\n\n" + text)] == ["Finch-1", "Tern"]


@pytest.mark.parametrize(
    "text",
    [
        # Nothing in it is said of models, or one thing alone.
        table(" | Price | Memory", "A100 | 10,000 | 80 GB", "H100 | 30,000 | 80 GB"),
        table(" | License | Notes", "vLLM | MIT | fast", "TGI | Apache 2.0 | slow"),
        # The first column holds no names.
        table(" | Architecture | License", "How it was trained | GPT | MIT", "What it is for! | T5 | MIT"),
        table(
            " | MMLU | License | GSM8K | BBH",
            "Finch-1 | 60.1 | MIT | 50.0 | 30.1",
            "Tern | 61 | MIT | 51 | 3",
        ),
    ],
)
def test_other_columns_without_a_header_name_none(text):
    records = read("# Birds\n\n" + text)
    assert [record.name for record in records] == []
    assert records.decisions


def test_a_bracket_of_links_behind_a_name_leads_to_its_checkpoints():
    name = f"[Finch](https://nest.example/finch)<br>([small]({HUB}/a), [large-chat]({HUB}/b))"
    (record,) = read("# Models\n\n" + table("Model | License", f"{name} | MIT"))
    assert record.name == "Finch"
    assert record.checkpoint == (f"{HUB}/a", f"{HUB}/b")
    assert record.homepage == ("https://nest.example/finch",)
    assert "small, large-chat" in [claim.stated for claim in record.claims]


def test_a_bracket_within_a_label_belongs_to_its_name():
    rows = ("[Finch <br> (two languages)](https://nest.example) | MIT", "Tern<br>Gull | MIT<br>MIT")
    records = read("# Models\n\n" + table("Model | License", *rows))
    assert [record.name for record in records] == ["Finch", "Tern", "Gull"]
    assert records[0].homepage == ("https://nest.example",)


def test_the_name_of_a_model_may_lead_to_its_paper():
    row = "[Finch](https://arxiv.org/abs/2301.00001) | MIT"
    (record,) = read("# Models\n\n" + table("Model | License", row))
    assert [paper.arxiv for paper in record.paper] == ["2301.00001"]
    assert record.homepage == ()


def test_checkpoints_in_a_bracket_are_no_part_of_the_value_before_it():
    cell = f"GPT<br>([13b]({HUB}/a), [13b-chat]({HUB}/b))"
    (record,) = read("# Models\n\n" + table("Model | Architecture", f"Finch | {cell}"))
    assert values(record, "pretraining_architecture") == ["GPT"]
    assert record.checkpoint == (f"{HUB}/a", f"{HUB}/b")
    assert "Architecture: 13b, 13b-chat" in [claim.stated for claim in record.claims]


def test_a_line_in_brackets_tells_of_the_line_before_it():
    (record,) = read("# Models\n\n" + table("Model | Base model", "Finch | Tern<br>(7b)"))
    assert values(record, "based_on") == ["Tern (7b)"]


PROJECTS = table(
    "Project | Details",
    "[Finch](https://github.com/nest/finch) | A model of birdsong",
    "[Nestbox](https://github.com/nest/box) | A library to train models",
    "[tern](https://github.com/nest/tern) | It sings",
)


@pytest.mark.parametrize(
    ("headings", "names"),
    [
        ("# Birds\n\n## Language models", ["Finch", "tern"]),
        ("# Awesome LLM\n\n## Birds", []),
        ("# Birds", []),
        ("# Models\n\n## Serving", []),
    ],
)
def test_projects_in_a_section_of_models_are_models(headings, names):
    records = read(f"{headings}\n\n{PROJECTS}")
    assert [record.name for record in records] == names
    if names:
        (other,) = [decision for decision in records.decisions if decision.verdict == "passed over"]
        assert (other.what, "software" in other.reason) == ("Nestbox", True)


def test_projects_beside_models_are_their_pages():
    row = "Finch | [nest](https://nest.example)"
    (record,) = read("# Models\n\n" + table("Model | Project", row))
    assert record.name == "Finch"
