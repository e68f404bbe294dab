"""Items with blocks below them, what a list folds away, and brackets behind names that hold links."""

from __future__ import annotations

import pytest

from llm_kg.places import Source
from llm_kg.sources import read_text

ARXIV = "https://arxiv.org/abs/2301.00001"


def read(text: str):
    return read_text(text, Source("list"), "md")


def names_of(text: str) -> list[str]:
    return [record.name for record in read(text)]


def block(*lines: str) -> str:
    return "\n".join(("  ```yaml", *(f"  {line}" for line in lines), "  ```", ""))


def stated(record, field: str) -> list[str]:
    return [claim.stated for claim in record.claims if claim.field == field]


@pytest.mark.parametrize(
    "title",
    [
        "Neural Birds Are Good Singers",
        "Scaling Song-Tuned Bird Models",
        "Finch: Scaling Songs of Birds with Many Voices",
    ],
)
def test_item_of_a_paper_is_of_every_block_that_names_a_model(title):
    text = f"# Models\n\n* [{title}]({ARXIV})\n\n"
    text += block("Model: Finch-T", "Params: 7B") + "\n" + block("Model: Finch-P", "Params: 2B")
    records = list(read(text))
    assert [record.name for record in records] == ["Finch-T", "Finch-P"]
    assert [stated(record, "paper") for record in records] == [[ARXIV], [ARXIV]]
    assert [record.title for record in records] == [title, title]
    if ":" not in title:
        assert [stated(record, "name") for record in records] == [["Finch-T"], ["Finch-P"]]


def test_a_block_with_a_paper_of_its_own_has_no_other():
    other = "https://arxiv.org/abs/2302.00002"
    text = f"# Models\n\n* [Neural Birds Are Good Singers]({ARXIV})\n\n"
    text += block("Model: Finch-T", "Params: 7B") + "\n" + block("Model: Tern-P", f"Paper: {other}")
    assert [stated(record, "paper") for record in read(text)] == [[ARXIV], [other]]


def test_page_of_a_model_is_not_that_of_the_blocks_beside_it():
    text = f"# Models\n\n* [Finch-T]({ARXIV})\n\n"
    text += block("Model: Finch-T", "Params: 7B") + "\n" + block("Model: Tern-P", "Params: 2B")
    assert [stated(record, "paper") for record in read(text)] == [[ARXIV], []]


def test_block_that_explains_the_keys_of_a_list_is_no_entry():
    text = "# Models\n\n## Glossary\n\n```yaml\nModel: {}\nParams: 7B\n```\n"
    assert names_of(text.format("what the authors call it")) == []
    assert names_of(text.format("Finch-2")) == ["Finch-2"]
    assert [d.verdict for d in read(text.format("what the authors call it")).decisions] == ["passed over"]


@pytest.mark.parametrize(
    ("summary", "names"),
    [
        ("open the sheet", ["Finch"]),
        ("Click here to see all fields", ["Finch"]),
        ("Show the datasets", []),
        ("Tern", ["Tern"]),
    ],
)
def test_summary_that_tells_to_open_names_nothing(summary, names):
    text = f"# Models\n\n### Finch\n\n<details>\n<summary>{summary}</summary>\n\n"
    text += "```yaml\nparameters: 7B\nlicense: MIT\n```\n\n</details>\n"
    assert names_of(text) == names


@pytest.mark.parametrize(
    ("item", "name"),
    [
        ("Finch-2 (Google, [paper](URL))", "Finch-2"),
        ("Finch-2 (no code, only a [paper](URL))", "Finch-2"),
        ("Finch-2 (7B) (see [paper](URL))", "Finch-2"),
        ("Finch-2 （谷歌，[论文](URL)）", "Finch-2"),
    ],
)
def test_bracket_behind_a_name_may_hold_links(item, name):
    (record,) = read(f"# Models\n\n* {item.replace('URL', ARXIV)}\n")
    assert (record.name, stated(record, "paper")) == (name, [ARXIV])
    if "Google" in item:
        assert stated(record, "organization") == ["Google"]


@pytest.mark.parametrize(
    ("item", "names"),
    [
        (
            '<u>Finch-2</u>, <u>Tern-Z</u>: "Songs of Birds", ICML, 2023. [[Paper](URL)]',
            ["Finch-2", "Tern-Z"],
        ),
        (
            "**Finch-6B** / **Finch2-6B** / **Finch3-6B** [[Paper](URL)]",
            ["Finch-6B", "Finch2-6B", "Finch3-6B"],
        ),
        ("**Finch-2** and **Tern-Z** [[Paper](URL)]", ["Finch-2", "Tern-Z"]),
    ],
)
def test_names_set_apart_behind_each_other_are_several(item, names):
    records = list(read(f"# Models\n\n1. {item.replace('URL', ARXIV)}\n"))
    assert [record.name for record in records] == names
    assert all(stated(record, "paper") == [ARXIV] for record in records)


def test_makers_in_announcements_may_have_a_full_stop_in_their_names():
    (record,) = read(f"# Models\n\n+ [Finch (7B)]({ARXIV}) - Released by 01.AI / 2023\n")
    assert (stated(record, "organization"), str(record.date_created)) == (["01.AI"], "2023")


@pytest.mark.parametrize("word", ["Libraries", "Leaderboards", "Frameworks"])
def test_words_for_other_things_are_no_models(word):
    text = f"# Models\n\n## OpenAI\n\n* Finch-2\n  * [paper]({ARXIV})\n\n## Not a maker\n\n* {word}\n"
    text += "  * [a/b](https://github.com/a/b) ![github](https://img.shields.io/badge/-GitHub-black)\n"
    assert names_of(text) == ["Finch-2"]
