"""What the labels of links, and venues beside a name, say of a model."""

from __future__ import annotations

import pytest

from llm_kg.places import Source
from llm_kg.sources import read_text
from llm_kg.sources.links import link_kind
from llm_kg.sources.venues import is_edition


def read(text: str):
    return read_text(f"# Models\n\n{text}\n", Source("list"), "md")


def test_weights_of_several_sizes_are_one_statement():
    (model,) = read(
        "- **Reef** [[Model (125M)](https://hf.co/o/s)] [[Model (1.3B, Coral)](https://hf.co/o/l)]"
    )
    assert model.number_of_parameters == "125M, 1.3B"
    assert model.checkpoint == ("https://hf.co/o/s", "https://hf.co/o/l")


@pytest.mark.parametrize(
    "label", ["Code (7B)", "Model (v2)", "Model (2023)", "Data (125M)", "Paper (7B)", "Model"]
)
def test_other_labels_state_no_size(label):
    (model,) = read(f"- **Reef** [[paper](https://arxiv.org/abs/2001.00001)] [[{label}](https://a.org/reef)]")
    assert model.number_of_parameters is None


def test_a_label_that_says_where_a_link_leads_is_no_title():
    (model,) = read(
        "- **Reef** `EMNLP 2019`\n  [[Paper](https://arxiv.org/abs/2001.1)] [[Model (Base)](https://a.org/x)]"
    )
    assert model.title is None
    assert len(model.paper) == 1
    assert model.checkpoint == ("https://a.org/x",)


def test_a_bracket_in_a_label_tells_one_of_several():
    assert link_kind("Model (Base)") == link_kind("Weights (Large") == "checkpoint"
    assert link_kind("Reef (Base)") is None


@pytest.mark.parametrize(
    ("venue", "year"),
    [
        ("EMNLP 2019", "2019"),
        ("arXiv 2022", "2022"),
        ("CVPR'23", "2023"),
        ("ACL", None),
        ("ACL 2019/2020", None),
    ],
)
def test_the_year_of_the_venue_dates_what_nothing_else_does(venue, year):
    (model,) = read(f"| Model | Params | Venue |\n|---|---|---|\n| Reef | 7B | {venue} |")
    assert (str(model.date_created) if model.date_created else None) == year


def test_a_date_stands_before_the_year_of_a_venue():
    (model,) = read(
        "| Model | Params | Venue | Date |\n|---|---|---|---|\n| Reef | 7B | ACL 2020 | 2019-05 |"
    )
    assert str(model.date_created) == "2019-05"


def test_makers_and_events_with_a_year_are_no_venues():
    assert not any(map(is_edition, ("OpenAI 2023", "Released 2023", "Reef", "Reef, Tern 2023")))


@pytest.mark.parametrize("lead", ["[Reef, 2023]", "[Smith et al., 2023]", "[7B, 2023]"])
def test_a_bracket_that_may_be_a_name_is_no_venue(lead):
    assert [cell for model in read(f"- {lead} A tern of the reef") for cell in model.venue] == []


@pytest.mark.parametrize("key", ["Models", "模型", "Parts"])
def test_what_stands_below_a_key_without_a_value_renames_no_model(key):
    text = f"- Reef\n  - License: MIT\n  - {key}:\n    - Reef-Small\n    - Reef-Large\n"
    names = [model.name for model in read(text)]
    assert names[:1] == ["Reef"]
    assert not any(";" in name for name in names)
