"""Who made a model, in a bracket behind its linked name; and what stands there that is no maker."""

from __future__ import annotations

import pytest

from llm_kg.places import Source
from llm_kg.sources import read_text


def read(text: str):
    return read_text(text, Source("list"), "md")


def organizations(bracket: str):
    text = f"# Models\n\n1. **[FinchBERT](https://example.org/finch)** ({bracket}) [Finches](https://arxiv.org/abs/2401.00001)\n"
    (record,) = read(text)
    return record.organization


@pytest.mark.parametrize(
    ("bracket", "expected"),
    [
        ("from Google Research", ("Google",)),
        ("来自 Google/CMU", ("Google", "Carnegie Mellon University")),
        ("来自清华大学", ("Tsinghua University",)),
        ("Facebook から", ("Meta",)),
        ("Facebook 에서 제공", ("Meta",)),
        ("from École d'Oiseaux", ("École d'Oiseaux",)),
        ("from the University of Sussex", ("University of Sussex",)),
        ("from Google and the Toyota Technological Institute", ("Google", "Toyota Technological Institute")),
    ],
)
def test_a_bracket_behind_a_bold_link_tells_who_made_the_model(bracket, expected):
    assert organizations(bracket) == expected


@pytest.mark.parametrize(
    "bracket", ["来自 Tern-7B 的微调", "来自百科的数据", "Tern 2 から", "from scratch", "from 2023 on"]
)
def test_what_a_model_was_made_from_is_no_maker(bracket):
    assert organizations(bracket) == ()


def test_what_a_demonstration_shows_is_no_entry():
    link = "https://huggingface.co/finch/finch-1"
    records = read(
        f"# Models\n\n## Online demos\n\n- [Fill masks by Finch-1]({link})\n\n## Ours\n\n- [Tern-2]({link})\n"
    )
    assert [record.name for record in records] == ["Tern-2"]
