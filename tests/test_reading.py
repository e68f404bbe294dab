"""Markdown lists as records: what is read, where it stands, and what is found amiss."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import llm_kg as kg
from conftest import rules

LIST = """# A list of mine

## Models

- **Zeta** [[OpenAI]](https://openai.com/zeta) May 2022 [[code]](https://github.com/o/zeta)

  How Zeta came to be [[paper]](https://arxiv.org/abs/2301.00001v2)

  ```yaml
  Field: Language
  Params: 10B
  Architecture: De
  License: no
  Colour: blue
  ```
- **Eta** [[Google]]()
- Theta
"""


@pytest.fixture
def records(read_text):
    return read_text(LIST)


def block(name: str, *lines: str) -> str:
    return "\n".join(
        (
            f"- **{name}** [[Google]](https://example.org/x)",
            "  ```yaml",
            *(f"  {line}" for line in lines),
            "  ```",
            "",
        )
    )


def claims(record: kg.Record) -> dict[str | None, tuple[str, int, int]]:
    return {c.field or c.key: (c.stated, c.place.line, c.place.column) for c in record.claims}


def test_items_become_records_in_order(records):
    assert [record.name for record in records] == ["Zeta", "Eta", "Theta"]
    assert [record.entry for record in records] == ["zeta", "eta", "theta"]
    assert [(r.place.line, r.place.column) for r in records] == [(5, 1), (16, 1), (17, 1)]


def test_first_line_gives_organisation_date_and_links(records):
    zeta = records[0]
    assert zeta.organization == ("OpenAI",)
    assert str(zeta.date_created) == "2022-05"
    assert zeta.link == ("https://openai.com/zeta",)
    assert zeta.has_source_code == ("https://github.com/o/zeta",)


def test_second_paragraph_is_not_taken_for_a_guess(records):
    # Only the item's own paragraph is read; what follows may be anything.
    assert all("How Zeta" not in organization for organization in records[0].organization)


def test_title_and_paper_are_one_paper(read_text):
    text = LIST.replace("zeta)\n\n  How", "zeta)\n  How")
    (paper,) = read_text(text)[0].paper
    assert paper.title == "How Zeta came to be"
    assert paper.urls == ("https://arxiv.org/abs/2301.00001v2",)
    assert paper.arxiv == "2301.00001"


def test_block_gives_typed_values_beside_the_stated_text(records):
    zeta = records[0]
    assert zeta.parameter_count == (10_000_000_000,)
    assert zeta.pretraining_architecture == ("decoder",)
    assert zeta.modality == ("text",)
    assert zeta.stated["number_of_parameters"] == "10B"
    assert zeta.stated["date_created"] == "May 2022"


def test_every_claim_has_its_line_and_column(records):
    found = claims(records[0])
    lines = LIST.split("\n")
    assert found["name"] == ("Zeta", 5, 5)
    assert found["number_of_parameters"] == ("10B", 11, 11)
    assert found["pretraining_architecture"] == ("De", 12, 17)
    for field in ("number_of_parameters", "pretraining_architecture", "license"):
        stated, line, column = found[field]
        assert lines[line - 1][column - 1 :] == stated


def test_no_stays_text(records):
    assert records[0].stated["license"] == "no"
    assert records[0].license in (("no",), ())


def test_bare_item_has_a_name_alone(records):
    assert records[2].stated == {"name": "Theta"}


def test_empty_link_is_found_and_its_label_kept(records):
    assert rules(records, "empty-link") == [("empty-link", 16, 11)]
    assert records[1].organization == ("Google",)
    assert not records[1].link


def test_unknown_key_is_kept_and_found_at_the_key(records):
    assert records[0].other == {"Colour": "blue", "description": "How Zeta came to be"}
    assert rules(records, "unknown-key") == [("unknown-key", 14, 3)]


def test_misspelt_key_is_read_and_found(read_text):
    records = read_text(block("Eta", "Params: 2B", "Obective: Causal language modeling"))
    assert records[0].pretraining_task == ("causal-language-modeling",)
    assert rules(records) == [("misspelt-key", 4, 3)]


def test_repeated_key_keeps_both_texts(read_text):
    records = read_text(block("Eta", "Params: 2B", "Params: 3B"))
    assert records[0].stated["number_of_parameters"] == ["2B", "3B"]
    assert [(rule, line) for rule, line, _ in rules(records)] == [("repeated-key", 4)]  # told once


def test_block_after_a_bad_one_is_kept(read_text):
    records = read_text(block("Eta", "Params: 2B", "Application: a: b: c") + block("Iota", "Params: 3B"))
    assert [(r.name, r.parameter_count) for r in records] == [
        ("Eta", (2 * 10**9,)),
        ("Iota", (3 * 10**9,)),
    ]
    assert [(rule, line) for rule, line, _ in rules(records)] == [("invalid-yaml", 4)]
    assert records[0].stated["application"] == "a: b: c"


def test_block_without_a_name_is_left_out_and_found(read_text):
    records = read_text("# Models\n\n```yaml\nParams: 7B\n```\n" + "\n" + block("Eta", "Params: 1B"))
    assert [record.name for record in records] == ["Eta"]
    assert rules(records) == [("nameless-entry", 3, 1)]


def test_block_that_names_its_model_under_a_heading(read_text):
    (record,) = read_text("# Models\n\n```yaml\nhas model: Kappa\norganization: OpenAI\n```\n")
    assert (record.name, record.organization) == ("Kappa", ("OpenAI",))
    assert claims(record)["name"] == ("Kappa", 4, 12)


def test_fence_indented_too_far_is_a_block(read_text):
    records = read_text("- **Eta**\n\n      ```yaml\n      Params: 3B\n      ```\n- Iota\n")
    assert [record.name for record in records] == ["Eta", "Iota"]
    assert records[0].parameter_count == (3 * 10**9,)
    assert claims(records[0])["number_of_parameters"] == ("3B", 4, 15)


def test_fence_indented_too_far_without_a_blank_line_is_no_title(read_text):
    text = "- **Eta** [Google]\n      ```yaml\n      Params: 3B\n      ```\n- Theta\n"
    eta, theta = read_text(f"## Models\n\n{text}")
    assert eta.title is None
    assert eta.parameter_count == (3_000_000_000,)
    assert theta.name == "Theta"


def test_repeated_key_is_found_where_it_stands_again(read_text):
    records = read_text("## Models\n\n" + block("Eta", "Params: 2B", "Params: 3B"))
    (found,) = [f for f in records.findings if f.rule == "repeated-key"]
    assert (found.place.line, found.place.column) == (6, 3)


def test_block_at_column_one_belongs_to_the_item_before_it(read_text):
    (record,) = read_text("- **Eta**\n\n```yaml\nParams: 3B\n```\n")
    assert (record.name, record.parameter_count) == ("Eta", (3 * 10**9,))
    assert claims(record)["number_of_parameters"] == ("3B", 4, 9)


@pytest.mark.parametrize(
    "heading", ["Distributed Training Framework", "Contents", "Table of Contents", "License"]
)
def test_other_sections_hold_no_models(read_text, heading):
    records = read_text(f"# Mine\n\n## {heading}\n\n- Rho\n- **Tau**\n\n## Models\n\n- Eta\n")
    assert [record.name for record in records] == ["Eta"]


def test_en_de_and_de_are_different_concepts(read_text):
    both = read_text(block("Eta", "Architecture: En-De") + block("Iota", "Architecture: De"))
    assert [record.pretraining_architecture for record in both] == [
        ("encoder-decoder",),
        ("decoder",),
    ]


def test_size_of_training_data_is_the_whole_not_the_parts(read_text):
    (record,) = read_text(block("Eta", "Training Data: 2.6TB (Chinese 2.3TB, English 300GB)"))
    (quantity,) = record.training_data_size
    assert (quantity.value, quantity.unit) == (Decimal("2.6"), "TeraBYTE")
    assert record.stated["training_data_size"] == "2.6TB (Chinese 2.3TB, English 300GB)"


def test_entries_of_one_name_are_numbered(read_text):
    records = read_text("# Models\n\n- GPT-4\n- GPT-4\n")
    assert [record.entry for record in records] == ["gpt-4", "gpt-4-2"]


def test_number_of_an_entry_never_takes_the_name_of_another(read_text):
    records = read_text("# Models\n\n- GPT-4\n- GPT-4\n- GPT-4-2\n")
    entries = [record.entry for record in records]
    assert len(set(entries)) == 3
    assert entries[2] == "gpt-4-2"


def test_crlf_does_not_move_places(tmp_path, read_text):
    path = tmp_path / "crlf" / "list.md"
    path.parent.mkdir()
    path.write_bytes(LIST.replace("\n", "\r\n").encode())
    assert [claims(r) for r in kg.read(path)] == [claims(r) for r in read_text(LIST)]


def test_name_within_another_has_its_own_place(read_text):
    two, one = read_text("# Models\n\n- Heron-2, Heron\n")
    assert (two.claims[0].place.column, one.claims[0].place.column) == (3, 12)


def test_link_to_a_part_of_the_list_is_no_entry(read_text):
    records = read_text("# Models\n\n- [Heron](#heron)\n- [Egret](https://example.org/egret)\n")
    assert [record.name for record in records] == ["Egret"]


def test_item_that_is_a_model_has_only_its_versions_under_it(read_text):
    records = read_text("# Models\n\n- Heron (7B)\n  - Heron-Chat\n  - Egret\n")
    assert [record.name for record in records] == ["Heron", "Heron-Chat"]
    assert records[0].other == {"description": "Egret"}


GROUPED = (
    "# Models\n\n## Google\n\n- Heron\n- Egret [[Meta]](https://example.org)\n\n## Microsoft\n\n- Crane\n"
)


def test_heading_gives_the_organization_where_nothing_else_does(read_text):
    records = read_text(GROUPED)
    assert [record.organization for record in records] == [("Google",), ("Meta",), ("Microsoft",)]


def test_heading_gives_none_where_few_of_them_are_organizations(read_text):
    others = "".join(f"## {word}\n\n- Ibis-{len(word)}\n\n" for word in ("Forest", "Meadow", "Rivers"))
    assert all(record.organization in ((), ("Meta",)) for record in read_text(GROUPED + others))


def test_bare_name_among_sized_ones_is_a_model_in_any_section(read_text):
    sized = "# Blog posts\n\n- Heron (7B)\n- Egret (2B)\n"
    assert [record.name for record in read_text(f"{sized}- Crane\n")] == ["Heron", "Egret", "Crane"]
    assert [r.name for r in read_text(f"{sized}- Crane\n- Ibis\n- Ruff\n- Knot\n")] == ["Heron", "Egret"]


NAMES = st.lists(st.from_regex(r"[A-Z][a-z]{3,7}(-[1-9][0-9]?B?)?", fullmatch=True), min_size=1, max_size=12)
BLOCKS = st.lists(
    st.sampled_from(["Params: 3B", "Architecture: De", "License: MIT", "bad: a: b", "Field: Vision"]),
    max_size=4,
    unique=True,
)


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(names=NAMES, data=st.data())
def test_every_name_is_found_again_in_order(read_text, names, data):
    parts = ["# Models", ""]
    for name in names:
        strong = data.draw(st.booleans())
        parts.append(f"- **{name}**" if strong else f"- {name}")
        if lines := data.draw(BLOCKS):
            blank, indent = data.draw(st.sampled_from([(False, 2), (True, 2), (True, 0), (True, 6)]))
            margin = " " * indent
            parts += [""] * blank
            parts += [margin + line for line in ("```yaml", *lines, "```")]
            parts += [""] * data.draw(st.integers(0, 1))
    records = read_text("\n".join([*parts, ""]))
    found = [record.name for record in records]
    assert found == names
    lines = "\n".join(parts).split("\n")
    assert all(r.name in lines[r.place.line - 1] for r in records)
    assert len({record.entry for record in records}) == len(names)
