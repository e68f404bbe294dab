"""Tables of maintainers whom nobody told how to write one: abbreviations, mini-tables, lists within cells."""

from __future__ import annotations

import pytest

from llm_kg.places import Source
from llm_kg.sources import read_text
from llm_kg.sources.venues import year_of_venue


def read(text: str, input_format: str = "md"):
    return read_text(text, Source("list"), input_format)


def table(*rows: str) -> str:
    header, *others = (f"| {row} |" for row in rows)
    return "\n".join((header, "|" + "---|" * (rows[0].count("|") + 1), *others)) + "\n"


def names_of(records) -> list[str]:
    return [record.name for record in records]


# Abbreviations, and the titles of papers beside them.

PAPERS = (
    "Abbreviation | Title | Publication | Paper",
    "WREN | A Small Singer of Songs | ICCV2021 | [WREN](https://arxiv.org/abs/2101.00001)",
    "- | On the Songs of Birds | TGRS2022 | [Paper](https://arxiv.org/abs/2201.00001)",
    "- | Tern-2: A Model of Waders | Arxiv2023 | [Paper](https://arxiv.org/abs/2301.00001)",
    "SongSet | SongSet: A Large Dataset of Songs | - | [Paper](https://arxiv.org/abs/2301.00002)",
    "Gull | SongBook: A Large Dataset of Songs | - | [Paper](https://arxiv.org/abs/2301.00003)",
)


def test_abbreviations_beside_titles_name_models_in_a_section_of_models():
    records = read("## Foundation models of birds\n\n" + table(*PAPERS))
    assert names_of(records) == ["WREN", "Tern-2", "Gull"]
    assert [str(record.date_created) for record in records] == ["2021", "2023", "None"]
    assert records[0].paper[0].title == "A Small Singer of Songs"
    told = {decision.what: decision.reason for decision in records.decisions if decision.verdict != "model"}
    assert told == {
        "On the Songs of Birds": "a paper, and no model is named",
        "SongSet": "the title of its paper calls it data",
    }


@pytest.mark.parametrize("heading", ["Datasets of songs", "Papers", "Methods"])
def test_abbreviations_elsewhere_name_no_models(heading):
    rows = (PAPERS[0], PAPERS[1])
    assert names_of(read(f"## {heading}\n\n" + table(*rows))) == []


@pytest.mark.parametrize(
    ("venue", "year"),
    [("TGRS2022", 2022), ("ICLRW2023 oral", 2023), ("arXiv2006.11477", None), ("Finch2000x", None)],
)
def test_a_year_right_behind_the_letters_of_a_venue_dates_the_paper(venue, year):
    (record,) = read("## Models\n\n" + table("Model | Venue | Params", f"Finch | {venue} | 7B"))
    claims = [claim for claim in record.claims if claim.field == "venue"]
    dated = year_of_venue(claims)
    assert (dated.values[0].year if dated else None) == year


# Lists in HTML.


def test_a_list_in_html_is_a_list():
    items = "  <li>Finch (7B)</li>\n  <li>Tern <ol><li>Tern-2 (13B)<li>Tern-3 (1B)</ol>\n"
    text = f"## Models\n\n<ul>\n{items}</ul>\n"
    records = read(text)
    assert [(r.name, r.size[0].parameter_count, r.place.line, r.place.column) for r in records] == [
        ("Finch", 7 * 10**9, 4, 3),
        ("Tern-2", 13 * 10**9, 5, 3),
        ("Tern-3", 10**9, 5, 3),
    ]


SIDE_BY_SIDE = (
    "## Supported models\n\n<table><tbody>\n<tr><td>{}</td><td><b>{}</b></td>\n"
    "<tr><td>\n<ul>\n<li>Finch (7B - 65B)</li>\n<li>Gull-2</li></ul></td>"
    "<td><ul><li>Tern (13B)</li></ul></td></tr></table>\n"
)


def test_a_table_whose_cells_are_lists_lays_them_out():
    records = read(SIDE_BY_SIDE.format("Singers", "Waders"))
    assert names_of(records) == ["Finch", "Gull-2", "Tern"]
    assert records[0].number_of_parameters == "7B - 65B"
    made = read(SIDE_BY_SIDE.format("Google", "OpenAI"))
    assert [record.organization for record in made] == [("Google",), ("Google",), ("OpenAI",)]


def test_lists_below_the_headers_of_a_table_are_its_columns():
    text = (
        "## Models\n\n<table><tr><th>Model</th><th>Params</th></tr>\n"
        "<tr><td><ul><li>Finch-1</li><li>Tern-2</li></ul></td><td><ul><li>7B</li><li>13B</li></ul></td></tr>\n"
        "</table>\n"
    )
    assert [(r.name, r.size[0].parameter_count) for r in read(text)] == [
        ("Finch-1", 7 * 10**9),
        ("Tern-2", 13 * 10**9),
    ]


def test_lists_in_cells_beside_names_describe_them():
    text = (
        "## Models\n\n<table><tr><th>Model</th><th>Notes</th></tr>\n"
        "<tr><td>Finch-1</td><td><ul><li>small</li><li>fast</li></ul></td></tr>\n</table>\n"
    )
    (record,) = read(text)
    assert record.name == "Finch-1"


@pytest.mark.parametrize(
    "text",
    [
        "## Contents\n\n<ol><li><a href='#finch'>Finch</a></li><li><a href='#tern'>Tern</a></li></ol>\n",
        "## Datasets\n\n<ul><li>Finch (7B)</li></ul>\n",
        "## Models\n\n<li>\n",
        "## Models\n\n<!-- <ul><li>Finch (7B)</li></ul> -->\n",
    ],
)
def test_lists_in_html_of_other_things_hold_no_models(text):
    assert names_of(read(text)) == []


def test_a_dash_within_a_bracket_ends_no_name():
    assert names_of(read("## Models\n\n- Finch (7B - 13B)\n- Tern (v1.1-v1.5)\n")) == ["Finch", "Tern"]


# A heading, and a table of one row below it.

MINI = table("Max tokens | Dimension | Parameters | Release date", "32.8K | 4.1K | 7.7B | 2024-04-20")


def test_the_only_row_of_a_table_describes_the_model_of_its_heading():
    heading = "#### [`birds/finch-7b`](https://huggingface.co/birds/finch-7b)"
    text = f"# Text models\n\n{heading}\n\n **License:** mit\n\n\n{MINI}"
    (record,) = read(text)
    assert (record.name, record.license, record.context_length) == ("birds/finch-7b", ("MIT",), 32_800)
    assert (record.size[0].parameter_count, str(record.date_created)) == (7_700_000_000, "2024-04-20")
    assert record.to_json()["other"] == {"Dimension": "4.1K"}


@pytest.mark.parametrize(
    ("heading", "rows"),
    [
        ("Hyperparameters", ("Parameters | Context length", "7B | 2048")),
        ("tern.cpp", ("License | Language | Stars", "MIT | C++ | 12")),
        ("Others", (" | Parameters | License", "Finch-7B | 7B | MIT")),
        ("Others", ("System | Parameters | License", "Finch-7B | 7B | MIT")),
        ("Finch", ("Model | Parameters | License", "Finch-7B | 7B | MIT")),
        ("Finch", ("Parameters | License", "7B | MIT", "13B | MIT")),
        ("Finch", ("Parameters | Score | Speed | Cost", "7B | 1 | 2 | 3")),
    ],
)
def test_other_tables_below_a_heading_do_not_describe_it(heading, rows):
    assert heading not in names_of(read(f"# Text models\n\n### {heading}\n\n{table(*rows)}"))


# Values and headers.


@pytest.mark.parametrize(
    ("header", "stated", "date"),
    [("yy/mm", "23/07", "2023-07"), ("Date (mm.yy)", "07.23", "2023-07"), ("Date", "23/07", "None")],
)
def test_the_header_tells_in_which_order_years_and_months_stand(header, stated, date):
    (record,) = read("## Models\n\n" + table(f"Model | {header} | Params", f"Finch | {stated} | 7B"))
    assert str(record.date_created) == date


@pytest.mark.parametrize(
    ("stated", "counts"),
    [
        ("2B · 9B · 27B", [2, 9, 27]),
        ("1B (Base), 3B (Large), 9B (X-Large)", [1, 3, 9]),
        ("1·3B", []),
    ],
)
def test_sizes_between_points_and_of_large_variants(stated, counts):
    (record,) = read("## Models\n\n" + table("Model | Params", f"Finch | {stated}"))
    assert [size.parameter_count for size in record.size] == [count * 10**9 for count in counts]


@pytest.mark.parametrize(
    ("stated", "license_"),
    [
        ("Apache 2.0 (code), CC-BY 4.0 (weights)", ("CC-BY-4.0",)),
        ("MIT (model)", ("MIT",)),
        ("MIT (code)", ("MIT (code)",)),
    ],
)
def test_of_the_licences_of_several_things_the_models_own_is_taken(stated, license_):
    (record,) = read("## Models\n\n" + table("Model | License | Params", f"Finch | {stated} | 7B"))
    assert record.license == license_


def test_a_cell_that_spans_columns_is_that_of_the_property_among_them():
    text = (
        "## Models\n\n<table><tr><th rowspan=2>Model</th><th colspan=2>Size</th></tr>\n"
        "<tr><th>Decoder</th><th>Total</th></tr>\n"
        "<tr><td>Finch</td><td>Tern 2B</td><td>3B</td></tr>\n"
        "<tr><td>Wren</td><td colspan=2>1B</td></tr></table>"
    )
    assert [(r.name, r.size[0].parameter_count) for r in read(text)] == [
        ("Finch", 3 * 10**9),
        ("Wren", 10**9),
    ]


# Marks of footnotes.


def test_a_raised_mark_whose_note_stands_below_is_no_part_of_a_name_or_value():
    rows = (
        "Model | Published | Params",
        "Finch<sup>1</sup> | 2023-05<sup>b</sup> | 7B",
        "CM<sup>3</sup> | | 1B",
    )
    text = "## Models\n\n" + table(*rows) + "\n<sup>1</sup> not for sale. <sup>b</sup> the first one.<br>\n"
    first, second = read(text)
    assert (first.name, str(first.date_created), second.name) == ("Finch", "2023-05", "CM3")


def test_raised_numbers_without_notes_are_kept():
    (record,) = read("## Models\n\n" + table("Model | Params", "CM<sup>3</sup> | 7B"))
    assert record.name == "CM3"


# Names.


def test_names_and_their_values_between_slashes_and_words_are_dealt_out():
    rows = (
        "Models | Sizes | Released | Lab",
        "Finch-7B and Finch-30B | 7B and 30B | 2023-05 and 2023-06 | Google and Meta",
        "Tern-2 / Gull-J | 2.7B / 6B | 2021-03 / 2021-06 | Google",
    )
    records = read("## Models\n\n" + table(*rows))
    assert [(r.name, r.size[0].parameter_count // 10**6, str(r.date_created)) for r in records] == [
        ("Finch-7B", 7_000, "2023-05"),
        ("Finch-30B", 30_000, "2023-06"),
        ("Tern-2", 2_700, "2021-03"),
        ("Gull-J", 6_000, "2021-06"),
    ]
    assert records[0].organization == ("Google", "Meta")


@pytest.mark.parametrize("name", ["Hide and Seek", "Finch and Tern", "Finch & Co"])
def test_other_words_around_and_are_one_name(name):
    assert names_of(read("## Models\n\n" + table("Model | Params", f"{name} | 7B"))) == [name]


@pytest.mark.parametrize(
    ("name", "alternate"),
    [
        ("Finch-Song NLG (FS-NLG)", ("FS-NLG",)),
        ("Finch Song Model 2 (FSM-2)", ("FSM-2",)),
        ("Finch Song Model (FSX)", ()),
        ("Finch (FIN)", ()),
        ("Finch Tern (FT)", ()),
    ],
)
def test_the_capitals_of_a_name_are_another_name_of_the_model(name, alternate):
    (record,) = read("## Models\n\n" + table("Model | Params", f"{name} | 7B"))
    assert record.alternate_name == alternate


@pytest.mark.parametrize("name", ["_yours here?_", "*for comparison: a dense 7B*", "the same, in 4 bits"])
def test_phrases_in_a_column_of_names_name_nothing(name):
    assert names_of(read("## Models\n\n" + table("Model | Params", "Finch | 7B", f"{name} | 7B"))) == [
        "Finch"
    ]


# Sizes in names, and what stands under the key of a size and is none.


@pytest.mark.parametrize("stated", ["24.7 GB", "L=12,H=768,A=12", "待发布", ""])
def test_a_size_in_a_name_is_the_models_where_no_other_number_of_parameters_is_stated(stated):
    (record,) = read("## Models\n\n" + table("Model | Params | Paper", f"Finch-13B | {stated} | -"))
    assert (record.number_of_parameters, record.size[0].parameter_count) == ("13B", 13 * 10**9)


@pytest.mark.parametrize("stated", ["8x7B", "100B+", "13B (LoRA)", "13"])
def test_what_may_be_a_number_of_parameters_is_kept_as_stated(stated):
    (record,) = read("## Models\n\n" + table("Model | Params | Paper", f"Finch-7B | {stated} | -"))
    assert record.number_of_parameters == stated


def test_what_is_said_of_an_architecture_may_tell_what_the_model_is_for():
    rows = (
        "Model | Params | Note",
        "Finch | 7B | encoder-decoder summarization model for songs",
        "Tern | 7B | encoder-decoder attention in a model",
        "Gull | 7B | for encoder-decoder translation models",
    )
    records = read("## Models\n\n" + table(*rows))
    assert [record.pretraining_architecture for record in records] == [("encoder-decoder",), (), ()]


@pytest.mark.parametrize(
    "rows", [("Abbr | Meaning", "MoE | Mixture of Experts"), ("Acronym | Notes", "SFT | tuning")]
)
def test_a_glossary_names_no_models(rows):
    assert names_of(read("## Models\n\n" + table(*rows))) == []


@pytest.mark.parametrize(
    ("parents", "based_on"),
    [
        (("Tern-7B", "Gull 2 13B"), ("Tern-7B", "Gull 2 13B")),
        (("Alphabet", "Google"), ()),
        (("Birds", "Co"), ()),
    ],
)
def test_parents_are_models_where_their_names_are(parents, based_on):
    rows = (f"Finch-{n} | {parent} | 7B" for n, parent in enumerate(parents))
    records = read("## Models\n\n" + table("Model | Parent | Params", *rows))
    assert sum((record.based_on for record in records), ()) == based_on


# Items of names behind a kind.


def test_the_names_behind_a_kind_of_models_are_models():
    items = ("Chat models: Finch-7B-Chat, Gull-2", "聊天模型：Tern-7B, Tern-13B", "**LLMs:** Wren-1, Kea-1")
    text = "## Models\n\n" + "\n".join(f"- {item}" for item in items)
    assert names_of(read(text)) == ["Finch-7B-Chat", "Gull-2", "Tern-7B", "Tern-13B", "Wren-1", "Kea-1"]


@pytest.mark.parametrize(
    "item",
    [
        "Base models: Finch-7B, Gull-2",
        "Teacher models: Finch-7B, Gull-2",
        "Chat models: small, large",
        "Chat models: GitHub, HuggingFace",
        "Chat models: soon",
    ],
)
def test_the_words_behind_other_kinds_are_none(item):
    assert names_of(read(f"## Models\n\n- {item}\n")) == []


def test_experts_behind_the_name_of_a_mixture_are_no_part_of_it():
    assert names_of(read("## Models\n\n- Finch-MoE (16x3.8B)\n- Finch (8x7B)\n")) == [
        "Finch-MoE",
        "Finch (8x7B)",
    ]


@pytest.mark.parametrize(
    ("note", "languages"),
    [
        ("summarization model for Korean", ("Korean",)),
        ("a model for Korean and English text", ("Korean", "English")),
        ("a model for Korean law", ()),
        ("a benchmark of a model for Korean", ()),
        ("better than any model for Korean", ()),
    ],
)
def test_the_language_that_a_model_is_for_is_told(note, languages):
    (record,) = read("## Models\n\n" + table("Model | Params | Note", f"Finch | 7B | {note}"))
    assert record.supported_language == languages


# What tables leave out.


def test_ditto_marks_and_sizes_without_names_say_what_stands_above():
    rows = (
        "Model | Lab | Params | Weights",
        "Finch | Nest | 1B | [hf](https://huggingface.co/nest/finch-1b)",
        " | | 7B | [hf](https://huggingface.co/nest/finch-7b)",
        "Tern | ″ | 3B | ",
        '" | ″ | 9B | ',
    )
    first, second = read("## Models\n\n" + table(*rows))
    assert (first.name, first.number_of_parameters, len(first.checkpoint)) == ("Finch", "1B, 7B", 2)
    assert (second.name, second.number_of_parameters, second.organization) == ("Tern", "3B, 9B", ("Nest",))


def test_a_first_column_that_groups_the_rows_holds_of_those_below():
    rows = (
        "Lab | Model | Params",
        "Nest | Finch-1 | 1B",
        " | Finch-2 | 7B",
        " | Finch-3 | 8B",
        "Reed | Tern | 3B",
        " | Gull | 3B",
    )
    records = read("## Models\n\n" + table(*rows))
    assert [r.organization for r in records] == [("Nest",)] * 3 + [("Reed",)] * 2


@pytest.mark.parametrize(
    "rows",
    [
        (
            "Lab | Model | Params",
            "Nest | Finch | 1B",
            " | Tern | 7B",
            " | A1 | 7B",
            " | A2 | 7B",
            "Nest | Gull | 3B",
        ),
        (
            "Lab | Model | Params",
            " | Tern | 7B",
            " | A1 | 7B",
            "Nest | Finch | 1B",
            "Reed | Gull | 3B",
            " | A2 | 7B",
        ),
        ("Model | Lab | Params", "Finch | Nest | 1B", "Tern | | 7B", "Gull | Reed | 3B"),
        (
            "Licence | Model | Params",
            "MIT | Finch | 1B",
            " | Tern | 7B",
            " | A1 | 7B",
            "BSD | Gull | 3B",
            " | A2 | 7B",
        ),
    ],
)
def test_other_cells_that_are_left_out_say_nothing(rows):
    records = {record.name: record for record in read("## Models\n\n" + table(*rows))}
    assert (records["Tern"].organization, records["Tern"].license) == ((), ())


@pytest.mark.parametrize(
    "row", [" | 2023 | 7B | ", " | | | [HF](https://huggingface.co/a/b)", " | | soon | ", "- | | 7B | "]
)
def test_rows_that_say_more_than_a_size_are_of_no_model_above(row):
    rows = ("Model | Date | Params | Weights", "Finch | 2022 | 1B | ", row)
    (record,) = read("## Models\n\n" + table(*rows))
    assert (record.number_of_parameters, record.checkpoint) == ("1B", ())


def test_names_may_stand_behind_makers_under_a_header_that_nobody_knows():
    rows = (
        "Made by | Which | Params | Terms",
        "Google | FinchX-2 | 7B | MIT",
        "Meta | TernY | 1B | Apache 2.0",
    )
    assert names_of(read("## Language models\n\n" + table(*rows))) == ["FinchX-2", "TernY"]


def test_machines_behind_makers_are_none():
    rows = ("Company | Hardware | Params | Licence", "Google | TPU-v4 | 7B | MIT", "Meta | A100 | 1B | MIT")
    assert names_of(read("## Language models\n\n" + table(*rows))) == []
