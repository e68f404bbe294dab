"""CSV and TSV: cells and their places, rows that are amiss, and what a table of models gives."""

from __future__ import annotations

import csv
import io
import sys
import time
from types import SimpleNamespace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import llm_kg as kg
from conftest import rules
from llm_kg.sources.csv_cells import scan
from llm_kg.sources.csv_tables import LONGEST_CELL
from llm_kg.sources.tables import MOST_COLUMNS

HEADER = "Model,Institute,Params,License\n"


@pytest.fixture
def read_csv(tmp_path):
    """Read a text as `models.csv`, or of another suffix."""

    def read(text: str, suffix: str = "csv") -> kg.Records:
        path = tmp_path / f"models.{suffix}"
        path.write_text(text, encoding="utf-8", newline="")
        return kg.read(path)

    return read


def facts(records):
    return [(r.name, r.organization, r.number_of_parameters, r.license) for r in records]


ETA = ("Eta", ("OpenAI",), "3B", ("MIT",))
IOTA = ("Iota", ("Google",), "7B", ("Apache-2.0",))
ETA_ROW, IOTA_ROW = "Eta,OpenAI,3B,MIT\n", "Iota,Google,7B,Apache 2.0\n"


# The scan, held to the `csv` module.

cells = st.lists(
    st.lists(st.text(alphabet='a",;\t \r\n\x00é😀', max_size=6), min_size=1, max_size=4),
    min_size=1,
    max_size=4,
)


def by_csv(text, separator):
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True)
    return [row for row in rows if row not in ([], [""])]


@given(cells, st.sampled_from(",;\t"), st.sampled_from(["\n", "\r\n", "\r"]), st.booleans())
def test_written_rows_are_read_as_the_csv_module_reads_them(rows, separator, line_end, quoted):
    written = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    csv.writer(written, delimiter=separator, lineterminator=line_end, quoting=quoting).writerows(rows)
    text = written.getvalue()
    found = [[cell.text for cell in row] for row in scan(text, separator)]
    assert [row for row in found if row != [""]] == by_csv(text, separator)


@given(st.text(alphabet='ab", \r\n', max_size=30))
@example('a,"b""c"\r\n\n "d\n" ')
@example('"a"b,c\nd"e')
@example('""\n"')
def test_any_text_is_cut_as_the_csv_module_cuts_it(text):
    found = list(scan(text, ","))
    if any(cell.quotes == "open" for row in found for cell in row):
        return
    expected = by_csv(text, ",")
    found = [row for row in found if [cell.text for cell in row] != [""]]
    assert list(map(len, found)) == list(map(len, expected))
    for cell, text_of_csv in (
        (c, t) for r, e in zip(found, expected, strict=True) for c, t in zip(r, e, strict=True)
    ):
        # Behind a closing quote, the module drops that quote; here the cell stays as written.
        assert cell.text == text_of_csv or cell.quotes == "stray"


@given(st.text(alphabet='ab", \r\n😀', max_size=40))
def test_every_cell_stands_where_it_says(text):
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for row in scan(text, ","):
        for cell in row:
            first = cell.raw.replace("\r\n", "\n").replace("\r", "\n").split("\n")[0]
            assert lines[cell.line][cell.column :].startswith(first)


def test_a_quote_that_never_ends_costs_its_line():
    rows = list(scan('a,b\nc,"d\ne,f\n', ","))
    assert [[cell.raw for cell in row] for row in rows] == [["a", "b"], ["c", '"d'], ["e", "f"]]
    assert rows[1][1][1:4] == (1, 2, "open")


# Tables of models.


def test_rows_are_models_with_facts_and_places(read_csv):
    records = read_csv(HEADER + ETA_ROW + IOTA_ROW)
    assert facts(records) == [ETA, IOTA]
    places = {claim.field: (claim.place.line, claim.place.column) for claim in records[1].claims}
    assert places == {
        "name": (3, 1),
        "organization": (3, 6),
        "number_of_parameters": (3, 13),
        "license": (3, 16),
    }
    assert not records.findings


@pytest.mark.parametrize(
    ("text", "suffix"),
    [
        ("Model;Institute;Params, in all;License\nEta;OpenAI;3B;MIT\n", "csv"),
        ("Model\tInstitute\tParams\tLicense\nEta\tOpenAI\t3B\tMIT\n", "csv"),
        ("Model\tInstitute\tParams\tLicense\nEta\tOpenAI\t3B\tMIT\n", "tsv"),
        ('"Model, name",Institute,Params,License\r\nEta,OpenAI,3B,MIT\r\n'.replace(", name", ""), "csv"),
        ("sep=|\nModel|Institute|Params|License\nEta|OpenAI|3B|MIT", "csv"),
        ("\ufeffModel, Institute, Params, License\nEta, OpenAI, 3B, MIT", "csv"),
        ("# Models of mine; all, of them\n#made by hand\n\n" + HEADER + "\n" + ETA_ROW, "csv"),
        ("#,Model,Institute,Params,License\n1,Eta,OpenAI,3B,MIT\n", "csv"),
        ("Name 模型名称,机构 Developer,Number of parameters 参数量 (B),许可证\nEta,OpenAI,3B,MIT\n", "csv"),
    ],
)
def test_kinds_of_files(read_csv, text, suffix):
    assert facts(read_csv(text, suffix)) == [ETA]


@pytest.mark.parametrize("name", ["name", "has model", "Model", "模型"])
def test_names_of_the_column_of_names(read_csv, name):
    (record,) = read_csv(f"{name},License\nEta,MIT\n")
    assert (record.name, record.license) == ("Eta", ("MIT",))


def test_unit_of_a_header_holds_for_its_cells(read_csv):
    (record,) = read_csv("Model,Params (B)\nEta,175\n")
    assert record.parameter_count == (175 * 10**9,)


def test_cells_over_several_lines(read_csv):
    text = HEADER + '"Eta","OpenAI\r\nGoogle","3B","say ""MIT""\nhttps://example.org/license"\n' + IOTA_ROW
    records = read_csv(text)
    assert records[0].organization == ("OpenAI", "Google")
    link = next(claim for claim in records[0].claims if claim.stated.startswith("http"))
    assert (link.place.line, link.place.column) == (4, 1)
    assert records[1].place.line == 5


def test_links_in_cells(read_csv):
    text = "Model,Paper,Code\n[Eta](https://example.org/eta),https://arxiv.org/abs/2301.00001,https://github.com/o/eta\n"
    (record,) = read_csv(text)
    assert (record.name, record.homepage) == ("Eta", ("https://example.org/eta",))
    assert [paper.urls for paper in record.paper] == [("https://arxiv.org/abs/2301.00001",)]
    assert record.has_source_code == ("https://github.com/o/eta",)


def test_text_is_taken_at_its_word(read_csv):
    (record,) = read_csv("Model,Institute,Training corpus\nEta,OpenAI,the_pile_v1 * 2 [sic] &amp; <more>\n")
    assert record.training_corpus == "the_pile_v1 * 2 [sic] &amp; <more>"


def test_several_models_in_one_cell(read_csv):
    records = read_csv(HEADER + '"Eta-1, Eta-2",OpenAI,"3B, 7B",MIT\n')
    assert [(r.name, r.number_of_parameters) for r in records] == [("Eta-1", "3B"), ("Eta-2", "7B")]


# Rows that are amiss.


def test_short_row_keeps_its_cells(read_csv):
    records = read_csv(HEADER + "Eta,OpenAI\n" + IOTA_ROW)
    assert facts(records) == [("Eta", ("OpenAI",), None, ()), IOTA]
    assert rules(records) == [("uneven-row", 2, 1)]


def test_long_row_keeps_its_facts_and_what_is_too_much(read_csv):
    records = read_csv(HEADER + "Eta,OpenAI,3B,MIT,,more\n" + "Iota,Google,7B,Apache 2.0,,\n")
    assert facts(records) == [ETA, IOTA]
    assert records[0].other == {"description": "more"}
    assert rules(records) == [("uneven-row", 2, 1)]


@pytest.mark.parametrize(
    "row", ["Eta,OpenAI, of America,3B,MIT", "Eta,OpenAI,1,300M,MIT", "Eta,OpenAI and,  more, 3B,MIT"]
)
def test_long_row_that_a_comma_may_have_cut_states_no_more_than_is_certain(read_csv, row):
    records = read_csv(HEADER + row + "\n" + IOTA_ROW)
    assert records[0].name == "Eta"
    assert records[0].organization in ((), ("OpenAI",))
    assert (records[0].number_of_parameters, records[0].license) == (None, ())
    assert "MIT" in records[0].other["description"]
    assert facts(records)[1] == IOTA
    assert rules(records) == [("uneven-row", 2, 1)]


def test_open_quote_costs_its_line(read_csv):
    records = read_csv(HEADER + ETA_ROW + 'Zeta,"OpenAI,3B,MIT\n' + "and, more\n" + IOTA_ROW)
    assert facts(records) == [ETA, IOTA]
    assert rules(records) == [("invalid-csv", 3, 6), ("invalid-csv", 4, 1)]


def test_quotes_within_a_quoted_cell(read_csv):
    # As older exports of ORKG have them.
    text = (
        HEADER
        + 'Eta,OpenAI,"3B","MIT"\nZeta,"The "best" lab, ever",3B,MIT\nTheta,"Open "AI"",3B,MIT\n'
        + IOTA_ROW
    )
    records = read_csv(text)
    assert [record.name for record in records] == ["Eta", "Theta", "Iota"]
    assert records[1].stated["organization"] == 'Open "AI"'
    assert [(rule, line, column) for rule, line, column in rules(records, "invalid-csv")] == [
        ("invalid-csv", 3, 6),
        ("invalid-csv", 4, 7),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Colour,Height\nred,3\n",
        "Eta,OpenAI,3B\nIota,Google,7B\n",
        HEADER,
        "\n\n# nothing\n",
        "Benchmark,Score\nA,3\n",
    ],
)
def test_a_file_that_gives_nothing_says_so(read_csv, text):
    records = read_csv(text)
    assert not records
    told = {finding.rule: str(finding.severity) for finding in records.findings}
    assert told == {"no-model-column": "warning", "no-models": "warning"}


def test_nameless_row_is_told(read_csv):
    records = read_csv(HEADER + ",OpenAI,3B,MIT\n,,,\n" + IOTA_ROW)
    assert facts(records) == [IOTA]
    assert rules(records) == [("nameless-entry", 2, 1)]


def test_comments_above_the_header_are_explained(read_csv):
    records = read_csv("# made by hand\n" + HEADER + ETA_ROW)
    assert [(d.what, d.verdict) for d in records.decisions] == [
        ("made by hand", "passed over"),
        ("Eta", "model"),
    ]


# ORKG's own export of a comparison.


def test_export_of_a_comparison_with_a_row_for_each_property(read_csv):
    text = """Properties,A paper - Contribution 1,"Another paper, of two - Contribution 1"
model name,Eta,Iota
organization,OpenAI,Google
organization,Microsoft,
number of parameters,3B,7B
license,MIT,"Apache 2.0"
"""
    eta, iota = read_csv(text)
    assert (eta.name, eta.organization, eta.license) == ("Eta", ("OpenAI", "Microsoft"), ("MIT",))
    assert (iota.name, iota.organization, iota.parameter_count) == ("Iota", ("Google",), (7 * 10**9,))
    assert (eta.title, iota.title) == ("A paper", "Another paper, of two")
    assert next(claim.place.line for claim in iota.claims if claim.field == "license") == 6


def test_export_of_a_comparison_with_a_row_for_each_contribution(read_csv):
    header = "title,model name,date created,organization,organization,license\n"
    text = header + "A paper,Eta,2020-05-01,OpenAI,Google,MIT\n"
    (record,) = read_csv(text)
    assert (record.name, record.title, str(record.date_created)) == ("Eta", "A paper", "2020-05-01")
    assert record.organization == ("OpenAI", "Google")


# What is too much, and what would hang.


def test_wide_rows_and_headers_are_told_and_not_read(read_csv):
    records = read_csv(HEADER + ETA_ROW + "x," * 2_000_000 + "\n" + IOTA_ROW)
    assert facts(records) == [ETA, IOTA]
    assert rules(records) == [("too-long", 3, 1)]
    assert rules(read_csv("x," * MOST_COLUMNS + "x\n" + ETA_ROW), "too-long") == [("too-long", 1, 1)]


def test_long_cell_costs_itself(read_csv):
    records = read_csv(HEADER + f'Eta,"{"x" * (LONGEST_CELL + 1)}",3B,MIT\n' + IOTA_ROW)
    assert facts(records) == [("Eta", (), "3B", ("MIT",)), IOTA]
    assert rules(records) == [("too-long", 2, 6)]


@pytest.mark.parametrize("bait", ['"', '""', '"a', "\n", "\r", '"\n', " ", ' "', ",", '""",', "[", "x\n"])
def test_scan_is_linear(bait):
    text = "a,b\n" + bait * (300_000 // len(bait))
    start = time.process_time()
    for _ in scan(text, ","):
        pass
    assert time.process_time() - start < 3


def test_zero_characters_do_no_harm(read_csv):
    records = read_csv(HEADER + "Eta\x00,OpenAI,3B,MIT\n" + IOTA_ROW)
    assert facts(records) == [ETA, IOTA]


@pytest.mark.parametrize(("format_", "separator"), [("csv", ","), ("tsv", "\t"), (".csv", ";")])
def test_standard_input(monkeypatch, format_, separator):
    text = (HEADER + ETA_ROW).replace(",", separator)
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(text.encode())))
    assert facts(kg.read("-", input_format=format_.strip("."))) == [ETA]


LOG = """nr;kind;entry;developed by;announced;params [M];backbone;trained on;terms
1;model;Finch-1;OpenAI;06.2018;117;Transformer decoder;Nest-9;MIT
2;model;TernLM;Google;15.02.2019;1,542;LSTM;40B tokens;closed
3;model;Gull;Meta;2020;70;Finch with wings;64 A100, two weeks;by post
;;;;;;;;
4;corpus;Nest-9;Google;05.2019;;;;MIT
5;inference server;Egg;Meta;05.2019;;;;MIT
"""


def test_a_log_of_things_of_several_kinds(read_csv):
    finch, tern, gull = records = read_csv(LOG)
    assert [r.name for r in records] == ["Finch-1", "TernLM", "Gull"]
    assert [str(r.date_created) for r in records] == ["2018-06", "2019-02-15", "2020"]
    assert [r.pretraining_architecture for r in records] == [("decoder",), ("lstm",), ()]
    assert [r.based_on for r in records] == [()] * 3
    assert [r.training_corpus for r in records] == ["Nest-9", None, None]
    assert [str(q.value) for q in tern.training_data_size] == ["40000000000"]
    assert gull.training_data_size == ()
    assert (finch.license, tern.access, gull.license) == (("MIT",), "closed", ())
    passed = [(d.what, d.reason) for d in records.decisions if d.verdict == "passed over"]
    assert passed == [("Nest-9", "its kind is 'corpus'"), ("Egg", "its kind is 'inference server'")]


def test_a_backbone_may_be_a_model(read_csv):
    finch, tern = read_csv("model,params,backbone\nFinch,7B,LLaMA-7B\nTern,1B,Mistral\n")
    assert (finch.based_on, tern.based_on) == (("LLaMA-7B",), ("Mistral",))
    assert finch.pretraining_architecture == ()


@pytest.mark.parametrize("kind", ["tool use", "benchmark-tuned", "Chat", "dataset and model", "代码"])
def test_kinds_of_models_are_kept(read_csv, kind):
    assert [r.name for r in read_csv(f"model,type,params\nFinch,{kind},7B\nTern,base,7B\n")] == [
        "Finch",
        "Tern",
    ]


def test_a_yes_or_a_no_is_no_result(read_csv):
    header = "model,year,lp,ft,zero,fair,private\n"
    (record,) = read_csv(header + "Finch,2024,1,0,1,0,0\n")
    assert str(record.date_created) == "2024"
    assert len(read_csv(header + "Finch,2024,71,60,31,40,50\n")) == 0


def test_links_glued_to_their_kind(read_csv):
    (record,) = read_csv("model,codelink,weightlink\nFinch,https://github.com/o/f,https://example.org/f\n")
    assert (record.has_source_code, record.checkpoint) == (
        ("https://github.com/o/f",),
        ("https://example.org/f",),
    )
