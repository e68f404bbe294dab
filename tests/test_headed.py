"""Headings that name who made the models under them, or the model that a section describes."""

from __future__ import annotations

import pytest

from llm_kg.places import Source
from llm_kg.sources import read_text


def read(text: str):
    return read_text(text, Source("list"), "md")


def made_by(text: str) -> list[tuple[str, list[str]]]:
    return [(record.name, record.to_json().get("organization", [])) for record in read(text)]


def under_makers(section: str, *others: str) -> str:
    return "\n\n".join(("# Models", "## Company: Ternlab", section, "## Company: Gull & Co", *others)) + "\n"


# Who made them.


@pytest.mark.parametrize(
    ("first", "second", "makers"),
    [
        ("1. [[OpenAI]]", "2. Google", ("OpenAI", "Google")),
        ("**1. OpenAI**", "**2) [[Google]]**", ("OpenAI", "Google")),
        ("Company: Ternlab", "Company: Gull", ("Ternlab", "Gull")),
        ("Developer: Ternlab", "Lab: Gull", ("Ternlab", "Gull")),
    ],
)
def test_maker_stands_behind_the_number_or_the_key_of_a_heading(first, second, makers):
    text = f"# Large models\n\n## {first}\n\n- Finch-2\n\n## {second}\n\n- Robin-3\n"
    assert made_by(text) == [("Finch-2", [makers[0]]), ("Robin-3", [makers[1]])]


def test_maker_is_placed_where_it_stands():
    (record, *_) = read("# Models\n\n## 1. [[OpenAI]]\n\n- Finch-2\n\n## 2. Google\n\n- Robin-3\n")
    (claim,) = [claim for claim in record.claims if claim.field == "organization"]
    assert (claim.stated, claim.place.line, claim.place.column, claim.place.end_column) == (
        "OpenAI",
        3,
        9,
        15,
    )


@pytest.mark.parametrize("heading", ["Team: how we work", "Lab: 2023", "Version: Ternlab", "Company:"])
def test_other_headings_with_a_colon_name_no_maker(heading):
    text = f"# Models\n\n## {heading}\n\n- Finch-2\n\n## {heading}\n\n- Robin-3\n"
    assert all(makers == [] for _, makers in made_by(text))


@pytest.mark.parametrize("above", ["Datasets", "Training frameworks", "Benchmarks"])
def test_what_organisations_have_made_is_no_model_under_a_heading_that_says_so(above):
    text = f"# AI\n\n## {above}\n\n### Google\n\n- [Finch-2](https://a.example)\n\n### Meta\n\n- Robin-3\n"
    assert made_by(text) == []
    assert made_by(text.replace(above, "Models")) == [("Finch-2", ["Google"]), ("Robin-3", ["Meta"])]


# Sections of links.

LINKS = """### Tern-2 ![](https://img.example/llm.svg)

https://arxiv.org/abs/2301.00001 - Tern-2: Open Models of Birds

https://arxiv.org/abs/2302.00002 - Tern: Birds in Flight
https://huggingface.co/ternlab/tern-2

(Tern-2 uses Robin) https://arxiv.org/abs/2303.00003 - Robin: An Encoder
https://arxiv.org/abs/2304.00004 - Finch9: Seeds

https://tern.example/
"""


def test_section_of_links_describes_the_model_that_its_heading_names():
    found = read(under_makers(LINKS))
    (record,) = found
    stated = record.to_json()
    assert (record.name, stated["organization"]) == ("Tern-2", ["Ternlab"])
    assert [paper["arxiv"] for paper in stated["paper"]] == ["2301.00001", "2302.00002"]
    assert stated["checkpoint"] == ["https://huggingface.co/ternlab/tern-2"]
    assert stated["link"] == [
        "https://arxiv.org/abs/2303.00003",
        "https://arxiv.org/abs/2304.00004",
        "https://tern.example/",
    ]
    assert "Tern-2 uses Robin" in str(stated["other"]["description"])
    assert found.decisions[-1].reason == "the heading of a section of links, which name the same model"


@pytest.mark.parametrize(
    ("section", "name"),
    [
        ("### Tern\n\nTern is a family of open language models for all.\n\nhttps://t.example\n", "Tern"),
        ("### Tern\n\nIntroducing Tern, our latest model, with wings.\n", "Tern"),
        ("### Tern\n\nhttps://huggingface.co/ternlab/tern-2b\n", "Tern"),
        ("### Tern\n\nhttps://arxiv.org/abs/2301.00001 - Tern 7B\n", "Tern"),
        ("### Tern\n\n[Tern: A Language Model of Birds](https://arxiv.org/abs/2301.00001)\n", "Tern"),
        (
            "### The Tern 3 Herd of Models\n\nhttps://arxiv.org/abs/1 - The Tern 3 Herd of Models",
            "Tern 3",
        ),
        (
            "### Ternlab Avian Language Models\n\nhttps://arxiv.org/abs/1 - Ternlab Avian Language Models",
            "Ternlab Avian Language Models",
        ),
    ],
)
def test_a_sentence_a_title_or_weights_tell_that_the_heading_names_a_model(section, name):
    assert made_by(under_makers(section)) == [(name, ["Ternlab"])]


@pytest.mark.parametrize(
    "section",
    [
        "### Pricing\n\nPricing is per token of the model.\n\nhttps://t.example/pricing\n",
        "### Perch\n\nPerch is a chip that trains models.\n\nhttps://t.example/perch\n",
        "### Perch\n\nPerch is a tool to run any model.\n\nhttps://huggingface.co/t/perch\n",
        "### Perch\n\nPerch runs any model.\n\nhttps://t.example/perch\n",
        "### Research\n\nhttps://arxiv.org/abs/2301.00001 - Birds in Flight\nhttps://t.example/research\n",
        "### Nest\n\nhttps://arxiv.org/abs/2301.00001 - Nest: A Compiler for Graphs\nhttps://github.com/t/nest\n",
        "### Nest\n\nhttps://arxiv.org/abs/2301.00001 - Nest: a toolkit for models\n",
        "### Nest\n\nhttps://arxiv.org/abs/2301.00001 - Nest: A Benchmark of Language Models\n",
        "### API\n\nhttps://t.example/api\n",
        "### Training Models on all Birds\n\nhttps://arxiv.org/abs/1 - Training Models on all Birds",
    ],
)
def test_other_sections_of_links_name_no_model(section):
    assert made_by(under_makers(section)) == []


def test_section_of_links_needs_a_heading_that_tells_of_models():
    assert made_by(f"# My notes\n\n## Birds\n\n{LINKS}") == []
    assert made_by(f"# Datasets\n\n## Company: Ternlab\n\n{LINKS}\n\n## Company: Gull\n") == []
