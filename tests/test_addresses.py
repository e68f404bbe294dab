"""Addresses as lists state them: whole, without their beginning, as identifiers, or broken."""

from __future__ import annotations

import pytest

from llm_kg.places import Source
from llm_kg.sources import read_text


def read(input_format: str, text: str):
    return read_text(text, Source("list"), input_format)


def told(records) -> list[tuple[str, int]]:
    return [(finding.rule, finding.place.line) for finding in records.findings]


IN_FORMATS = {
    "block": "- Tern-1\n  ```yaml\n  Params: 7B\n  Paper: {0}\n  ```\n",
    "item": "# Models\n\n- Tern-1\n  - Params: 7B\n  - Paper: {0}\n",
    "table": "| Model | Params | Paper |\n|---|---|---|\n| Tern-1 | 7B | {0} |\n",
    "csv": "model,params,paper\nTern-1,7B,{0}\n",
}


def paper_in(where: str, text: str):
    records = read("csv" if where == "csv" else "md", IN_FORMATS[where].format(text))
    (record,) = records
    return record.paper, [finding.rule for finding in records.findings]


@pytest.mark.parametrize("where", IN_FORMATS)
@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://a.org/finch.pdf", "https://a.org/finch.pdf"),
        ("arxiv.org/abs/2301.00001", "https://arxiv.org/abs/2301.00001"),
        ("www.a.org/finch", "https://www.a.org/finch"),
        ("2301.00001", "https://arxiv.org/abs/2301.00001"),
        ("arXiv:2301.00001v2", "https://arxiv.org/abs/2301.00001"),
        ("10.18653/v1/N19-1423", "https://doi.org/10.18653/v1/N19-1423"),
    ],
)
def test_a_paper_is_known_by_what_is_stated_of_its_address(where, text, url):
    papers, rules = paper_in(where, text)
    assert [paper.urls for paper in papers] == [(url,)]
    assert rules == []


@pytest.mark.parametrize("where", IN_FORMATS)
@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("javascript:alert(1)", "unsafe-link"),
        ("ftp://a.org/finch.pdf", "unsafe-link"),
        ("htp://a.org/finch", "unsafe-link"),
        ("https:/a.org/finch", "unsafe-link"),
        ("https://a.org/My Paper.pdf", "unreadable-value"),
        ("https://a.org/My Paper v2.pdf", "unreadable-value"),
    ],
)
def test_no_other_address_is_made_of_a_broken_one(where, text, rule):
    papers, rules = paper_in(where, text)
    assert papers == ()
    assert rules == [rule]


@pytest.mark.parametrize("text", ['"[p]()"', '"[p](./a.pdf)"', "arXiv:2313.00001", "./finch.pdf", "2301"])
def test_what_leads_nowhere_is_no_title(text):
    assert paper_in("block", text) == ((), ["unreadable-value"])


@pytest.mark.parametrize("text", ["Songs of Birds", "Finch: A Bird", "Finch"])
def test_a_text_is_the_title_of_a_paper(text):
    papers, _ = paper_in("block", f"'{text}'")
    assert [paper.title for paper in papers] == [text]


@pytest.mark.parametrize("text", ["https://a.org/<version>/x", "'https://a.org/a\"b'"])
def test_an_address_that_runs_on_behind_a_sign_is_not_cut_there(text):
    assert paper_in("block", text) == ((), ["unreadable-value"])


def test_a_link_with_a_blank_in_its_address_is_told_of():
    records = read(
        "md",
        "# Models\n\n- Tern-1 7B [Paper](https://a.org/My Paper.pdf)\n"
        '- Tern-2 7B [Paper](https://a.org/x "A")\n',
    )
    assert [[paper.urls for paper in record.paper] for record in records] == [[], [("https://a.org/x",)]]
    assert told(records) == [("unreadable-value", 3)]


def test_links_without_an_address_are_told_of_below_an_item_too():
    records = read(
        "md",
        "# Models\n\n- Tern-1\n  - Paper: [Tern: A Bird]()\n  - Code: [GitHub](  )\n  - Params: 7B\n"
        "  - Weights: [a](), [b](https://huggingface.co/a/b)\n",
    )
    assert told(records) == [("empty-link", 4), ("empty-link", 5), ("empty-link", 7)]
    (record,) = records
    assert (record.title, record.has_source_code) == ("Tern: A Bird", ())
    assert record.checkpoint == ("https://huggingface.co/a/b",)


@pytest.mark.parametrize("sign", ["-7B", "\u22127B", "7B-"])
def test_a_sign_before_or_behind_a_number_is_part_of_it(sign):
    (record,) = read("md", f"| Model | Params |\n|---|---|\n| Tern-1 | {sign} |\n")
    assert [claim.stated for claim in record.claims if claim.field == "number_of_parameters"] == [sign]


@pytest.mark.parametrize("cell", ["- 7B", "7B -", "— 7B", "7B /", "·7B"])
def test_what_parts_values_is_none_of_them(cell):
    (record,) = read("md", f"| Model | Params |\n|---|---|\n| Tern-1 | {cell} |\n")
    assert (
        record.parameter_count
        if hasattr(record, "parameter_count")
        else record.size[0].parameter_count == 7e9
    )
