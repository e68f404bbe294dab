"""Items that begin with signs which Markdown does not know."""

from __future__ import annotations

import pytest

from llm_kg.places import Source
from llm_kg.sources import read_text


def read(text: str):
    return read_text(text, Source("list"), "md")


def stated(record) -> dict[str, str]:
    return {claim.field: claim.stated for claim in record.claims if claim.field}


@pytest.mark.parametrize("sign", "•◦▪●")
def test_lines_below_an_item_describe_it(sign):
    text = (
        '# Models\n\n1. 🦅 Tern (Google) <span id="tern--1"></span>\n'
        f"   {sign} License: MIT\n   {sign} Repository: [a](https://github.com/o/t)\n"
        f"   {sign} Parameters: 7B/13B\n"
        f"2. Gull (Meta)\n   {sign} License: Apache 2.0\n"
    )
    tern, gull = read(text)
    assert tern.name == "Tern"
    assert stated(tern)["license"] == "MIT"
    assert stated(tern)["number_of_parameters"] == "7B/13B"
    assert stated(gull)["license"] == "Apache 2.0"
    assert gull.place.line == 7


def test_lines_of_a_section_are_its_items():
    text = "# Models\n\nOurs:\n• **Tern-7B** sings\n• **Gull-2B** is a language model\n  that goes on\n"
    assert [(record.name, record.place.line) for record in read(text)] == [("Tern-7B", 4), ("Gull-2B", 5)]


@pytest.mark.parametrize(
    "text",
    [
        "• [Tern](https://a.example) • [Gull](https://b.example)\n• [Finch](https://c.example)\n",
        "• Tern-7B\n",
        "```\n• Tern-7B\n• Gull-2B\n```\n",
    ],
)
def test_bars_remarks_and_code_are_no_items(text):
    assert list(read(f"# Models\n\n{text}")) == []


def test_an_anchor_is_no_part_of_a_name():
    (record,) = read('# Models\n\n- <a name="tern--7b"></a>Tern-7B <a id="x - y"></a> - a language model\n')
    assert record.name == "Tern-7B"
