"""Comparisons as CSV: written in both orientations, read again, and mended where they are written badly."""

from __future__ import annotations

import csv
import io
import json
import re
import time

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

import llm_kg as kg
from conftest import rules
from llm_kg.findings import Findings
from llm_kg.places import Source
from llm_kg.quantities import Quantity
from llm_kg.quantities.texts import parse_quantities
from llm_kg.quantities.units import UNITS
from llm_kg.records import Description
from llm_kg.sources.base import Text
from llm_kg.sources.mending import rows_of
from llm_kg.writers.comparison import comparison_csv

BOTH = pytest.mark.parametrize("transpose", [False, True], ids=["rows", "transposed"])


@pytest.fixture
def read(tmp_path):
    def read_(text: str | bytes, suffix: str = "csv") -> kg.Records:
        path = tmp_path / f"comparison.{suffix}"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return kg.read(path)

    return read_


def facts(described: Description) -> dict[str, object]:
    """Return what is said of a model; papers of one title are one."""
    found: dict[str, object] = {}
    for field in Description.model_fields:
        value = getattr(described, field)
        if value in (None, ()):
            continue
        if field == "paper":
            urls = {url for paper in value for url in paper.urls}
            value = {paper.title for paper in value if paper.title}, urls
        found[field] = set(value) if isinstance(value, tuple) and field != "paper" else value
    return found


@BOTH
def test_what_is_written_reads_as_the_same_facts(models, read, transpose):
    records = read("".join(comparison_csv(models, transpose=transpose)))
    assert {record.name: facts(record) for record in records} == {
        model.name: facts(model) for model in models
    }
    assert {finding.rule for finding in records.findings} <= {"unknown-value"}


def test_orientations_are_one_table(models):
    rows = list(csv.reader(comparison_csv(models)))
    turned = list(csv.reader(comparison_csv(models, transpose=True)))
    assert rows[0][0] == "title"
    assert turned[0][0] == "Properties"
    assert [list(column) for column in zip(*turned[1:], strict=True)] == [row[1:] for row in rows]
    heads = [f"{row[0]} - {row[1]}" if row[0] else row[1] for row in rows[1:]]
    assert turned[0][1:] == heads
    assert {len(row) for row in rows} == {len(rows[0])}


def test_columns_bear_the_labels_of_orkg(models):
    header = next(csv.reader(comparison_csv(models)))
    assert header[:3] == ["title", "model name", "model family"]
    assert {"pretraining corpus", "tokenizer", "source code", "License"} <= set(header)
    assert not {"training corpus", "has source code", "tokenization", "license"} & set(header)


@given(
    st.decimals(min_value="0.001", max_value=10**25, allow_nan=False, places=3),
    st.sampled_from(sorted(UNITS)),
    st.booleans(),
)
def test_quantities_are_written_as_they_are_read(value, unit, approximate):
    accelerator = "A100 GPU" if unit.startswith("ACCELERATOR") else None
    quantity = Quantity(value, unit, approximate, accelerator)
    assert parse_quantities(str(quantity), UNITS) == (quantity,)


CELLS = st.text(
    st.one_of(st.sampled_from('",;\n\r\t |[]()<>#='), st.characters(exclude_categories=("Cs", "Cc"))),
    max_size=30,
)


@settings(deadline=None, max_examples=150)
@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=4), st.booleans())
@example([('a "b", c\nd', "x")], True)
def test_texts_come_back_whatever_they_hold(tmp_path_factory, cells, transpose):
    folder = tmp_path_factory.mktemp("cells")
    records = [
        {"name": f"Eta-{number}", "innovation": one, "extension": other, "title": "Eta, a model"}
        for number, (one, other) in enumerate(cells)
    ]
    (folder / "list.json").write_text(json.dumps(records), encoding="utf-8")
    models = kg.reconcile(kg.read(folder / "list.json"))
    text = "".join(comparison_csv(models, transpose=transpose))
    (folder / "again.csv").write_bytes(text.encode())
    again = kg.read(folder / "again.csv")
    assert {r.name: (r.innovation, r.extension, r.title) for r in again} == {
        m.name: (m.innovation, m.extension, m.title) for m in models
    }


# What is a comparison.


def test_header_of_the_catalogue_is_known(read):
    header = "Title,model family,model name,date created,organization,innovation,license"
    (record,) = read(f"{header}\nA paper,Eta,Eta-1,2021-01-05,OpenAI,new,MIT\n")
    assert (record.title, record.name, record.innovation) == ("A paper", "Eta-1", "new")
    place = next(claim.place for claim in record.claims if claim.field == "innovation")
    assert (place.line, place.column) == (2, 37)


def test_names_of_older_lists_are_known(read):
    (record,) = read("Title,has model,training corpus,tokenization\nA paper,Eta-1,books,BPE\n")
    assert (record.training_corpus, record.tokenization) == ("books", "bpe")


def test_units_of_labels_are_heeded(read):
    label = "size of training corpus (in tokens in billions)"
    text = f'Properties,A - Contribution 1\nmodel name,Eta\n{label},680\n"carbon emitted (tCO2eq)",12.5\n'
    (record,) = read(text)
    assert [str(quantity) for quantity in record.training_data_size] == ["680000000000 tokens"]
    assert [str(quantity) for quantity in record.carbon_emitted] == ["12.5 t CO2e"]


@pytest.mark.parametrize(
    "text", ["Title,Model,Params\n[A](https://example.org),Eta,3B\n", "title,price\na,3\n"]
)
def test_other_tables_are_read_as_before(read, text):
    assert all("comparison" not in decision.reason for decision in read(text).decisions)


def test_heading_of_a_contribution_gives_its_title(read):
    heading = "Properties,Of A - B - Eta,Of C - Contribution 12,Eta III,Odd one"
    text = f"{heading}\nmodel name,Eta,Eta II,Eta III,Eta IV\n"
    assert [(r.name, r.title) for r in read(text)] == [
        ("Eta", "Of A - B"),
        ("Eta II", "Of C"),
        ("Eta III", None),
        ("Eta IV", None),
    ]
    assert read(text)[3].other == {"description": "Odd one"}


def test_contribution_whose_model_has_no_name_is_told(read):
    records = read("Properties,A - Contribution 1,B - Contribution 1\nmodel name,,Eta\nlicense,MIT,MIT\n")
    assert [record.name for record in records] == ["Eta"]
    assert rules(records) == [("nameless-entry", 1, 12)]


@pytest.mark.parametrize("text", ["Properties,A\nlicense,MIT\n", "title,model name,license\n"])
def test_comparison_without_models_says_so(read, text):
    assert "no-model-column" in [finding.rule for finding in read(text).findings]


def test_values_between_tabs_and_semicolons(read):
    text = "Properties,A - Eta\nmodel name,Eta\norganization,OpenAI\n"
    for separator, suffix in (("\t", "tsv"), (";", "csv")):
        (record,) = read(text.replace(",", separator), suffix)
        assert (record.title, record.organization) == ("A", ("OpenAI",))


def test_wide_headers_are_told(read):
    records = read("Properties" + ",A" * 2000 + "\n")
    assert [finding.rule for finding in records.findings] == ["no-models", "too-long"]


# What older exports are like.

HEADER = '"Title","model name","organization","innovation","license"\n'
ETA = '"A paper","Eta","OpenAI","new","MIT"\n'
IOTA = '"Another","Iota","Google","newer","MIT"\n'


def test_quotes_and_line_breaks_are_mended_and_told(read):
    text = (
        "\ufeff"
        + HEADER
        + ETA
        + '"The "best" paper","Theta","Google, of "Alphabet"","says "more", and\nbreaks","MIT"\n'
        + IOTA
    )
    records = read(text)
    assert [record.name for record in records] == ["Eta", "Theta", "Iota"]
    theta = records[1]
    assert (theta.title, theta.innovation) == ('The "best" paper', 'says "more", and breaks')
    assert theta.license == ("MIT",)
    assert rules(records, "invalid-csv") == [("invalid-csv", 3, 1)]
    assert "breaks over 2 lines" in str(next(f for f in records.findings if f.rule == "invalid-csv"))
    place = next(claim.place for claim in theta.claims if claim.field == "license")
    assert (place.line, place.column) == (4, 10)


def test_row_with_bare_and_quoted_cells_is_mended(read):
    text = HEADER.replace('"', "") + 'A paper,Eta,OpenAI,"it is "new", they say",MIT\n'
    (record,) = read(text)
    assert record.innovation == 'it is "new", they say'
    assert rules(record_findings := read(text)) == [("invalid-csv", 2, 1)]
    assert len(record_findings) == 1


def test_row_that_can_be_read_in_two_ways_is_left_out(read):
    text = HEADER + ETA + '"A","Zeta","OpenAI","one","two","MIT"\n' + IOTA
    records = read(text)
    assert [record.name for record in records] == ["Eta", "Iota"]
    assert rules(records) == [("invalid-csv", 3, 1)]


def test_row_that_may_end_in_two_lines_is_left_out(read):
    text = 'title,model name,innovation\n"A","Eta","c" d"\nB,Iota,"z"\nC,Kappa,y\n'
    records = read(text)
    assert [record.name for record in records] == ["Iota", "Kappa"]
    assert rules(records) == [("invalid-csv", 2, 1)]


def test_rows_that_cannot_be_mended_cost_themselves(read):
    text = HEADER + ETA + '"A","Zeta\nand "more\nlines,\n' + IOTA + '"short","Mu"\n'
    records = read(text)
    assert [record.name for record in records] == ["Eta", "Iota"]
    assert rules(records) == [("invalid-csv", 3, 1), ("invalid-csv", 7, 1)]
    assert "these 3 lines" in records.findings.__iter__().__next__().message


def test_broken_header_takes_the_length_of_the_rows(read):
    heading = 'Properties,"On "big" models - Eta","Other, - Iota"'
    text = f'{heading}\n"model name","Eta","Iota"\n"license","MIT","MIT"\n'
    eta, iota = read(text)
    assert (eta.title, iota.title) == ('On "big" models', "Other,")
    assert rules(read(text)) == [("invalid-csv", 1, 1)]


@pytest.mark.parametrize("transpose", [False, True])
def test_large_export_of_the_old_kind_is_mended_whole(read, transpose):
    def text_of(number: int) -> str:
        broken = 'It uses "new" ways, and\nmore' if number % 5 == 0 else 'says "so"'
        return broken if number % 3 == 0 else "plain, text"

    header = [
        "Title",
        "model family",
        "model name",
        "organization",
        "innovation",
        "pretraining task",
        "license",
    ]
    rows = [[f"Paper {n}", "Fam", f"Model-{n}", "OpenAI", text_of(n), "", "MIT"] for n in range(99)]
    if transpose:
        columns = [list(column) for column in zip(*rows, strict=True)]
        header, rows = (
            ["Properties", *(f"{row[0]} - {row[2]}" for row in rows)],
            [[key, *column] for key, column in zip(header[1:], columns[1:], strict=True)],
        )
    table = [header, *rows]
    records = read("\ufeff" + "\n".join(",".join(f'"{cell}"' for cell in row) for row in table))
    assert [(r.name, r.title, r.innovation) for r in records] == [
        (f"Model-{n}", f"Paper {n}", " ".join(text_of(n).split())) for n in range(99)
    ]
    assert len(rules(records, "invalid-csv")) == (1 if transpose else 33)


def test_sound_file_is_not_touched(read):
    text = HEADER + '"A ""good"" paper","Eta","","a\nb",""\n' + IOTA
    records = read(text)
    assert records[0].title == 'A "good" paper'
    assert not list(records.findings)


@settings(deadline=None, max_examples=500)
@given(st.lists(st.lists(st.text('ab"\n ', max_size=8), min_size=3, max_size=3), min_size=1, max_size=5))
@example([["a", "b", 'c"\nx'], ["a", "b", "c"]])
@example([['a"a', 'b "b" b', 'c"" c']])
def test_what_is_mended_is_what_was_meant(rows):
    """Cells without a comma, each between quotes, and none of their quotes doubled: read right, or told."""
    # With quotes at the ends of cells it may be valid CSV that says something else, and a line that ends
    # with a quote above one that begins with a quote is the end of a row.
    rows = [[cell.strip(' \n"') or "x" for cell in row] for row in rows]
    assume(not any(re.search(r'"\s*\n\s*"', f'"{cell}"') for row in rows for cell in row))
    meant = [["title", "model name", "license"], *rows]
    written = "\n".join(",".join(f'"{cell}"' for cell in row) for row in meant)
    findings = Findings()
    found = rows_of(Text.of(Source("a"), written), ",", findings)
    read = [[field.text for field in row] for row in found]
    # Doubled quotes in a text are taken for one; whether they were meant as two cannot be known.
    assert {tuple(map(undoubled, row)) for row in read} <= {tuple(map(undoubled, row)) for row in meant}
    assert len(read) == len(meant) or list(findings)


def undoubled(cell: str) -> str:
    while '""' in cell:
        cell = cell.replace('""', '"')
    return cell


@pytest.mark.parametrize(
    "bait",
    ['"\n', '"a\n', '","', '"a","b"\n', '""', "\n", '"x","y","z"x\n', '"a" "b",\n'],
)
def test_mending_does_not_hang(bait):
    text = "title,model name,license\n" + bait * (60_000 // len(bait))
    start = time.process_time()
    for _ in rows_of(Text.of(Source("a"), text), ",", Findings()):
        pass
    assert time.process_time() - start < 8


def test_reader_of_the_standard_agrees_on_sound_files(models):
    text = "".join(comparison_csv(models))
    findings = Findings()
    found = [[f.text for f in row] for row in rows_of(Text.of(Source("a"), text), ",", findings)]
    assert found == list(csv.reader(io.StringIO(text)))
    assert not list(findings)
