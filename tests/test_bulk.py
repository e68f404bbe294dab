"""Pieces of a big file say together what the whole file says."""

from __future__ import annotations

import csv
import io
import json
import pickle
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import llm_kg as kg
from llm_kg.errors import UnknownFormatError
from llm_kg.places import Source
from llm_kg.reconciliation import alone, identify_alone, marks
from llm_kg.sources import bundled_paths
from llm_kg.sources.bulk import Joined, cut, read_piece


def pieces_say_what_the_file_says(path, size, **options):
    """Read a file both ways, and return its pieces."""
    pieces = cut(path, size=size, **options)
    assert pieces
    records, joined = [], Joined()
    for piece in pickle.loads(pickle.dumps(pieces)):
        part = pickle.loads(pickle.dumps(read_piece(piece)))
        records += part.records
        joined.add(replace(part, records=[]))
    whole = kg.read(path, **options)
    assert joined.entries == len(whole)
    if not joined.entries:
        return pieces
    assert list(joined.findings) == list(whole.findings)
    assert joined.has_repeated_names == (len({record.entry for record in records}) < len(records))
    if not joined.has_repeated_names:
        assert records == list(whole)
    assert [(r.name, r.claims, r.place, r.origin) for r in records] == [
        (r.name, r.claims, r.place, r.origin) for r in whole
    ]
    return pieces


def line(name, **stated):
    return json.dumps({"name": name} | stated, ensure_ascii=False)


LINES = [
    line("Eta", Params="7B", organization="OpenAI", License="Own licence"),
    line("Theta", organization=["Google", "Nobody Labs"], date="March 2021"),
    line("Iota", organization="Nobody Labs", License="Own licence", colour="blue"),
    line("盘古", Params="65亿", colour="red"),
    line("Iota", Params="lots"),
    '{"name": "broken"',
    "",
    "[1, 2]",
    line("?", Params="7B"),
    "[" + line("Kappa") + ", " + line("Lambda", x=None) + "]",
    json.dumps({"name": "Mu", "place": {"source": "other", "line": 3}, "stated": {"name": "Mu"}}),
    '{"name": "Nu", "params": NaN, "params": "3B"}',
]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
@pytest.mark.parametrize("size", [1, 100, 400])
def test_pieces_of_json_lines_say_what_the_file_says(tmp_path, start, end, size):
    path = tmp_path / "models.jsonl"
    path.write_bytes((start + end.join(LINES)).encode())
    pieces = pieces_say_what_the_file_says(path, size)
    assert len(pieces) > 1
    assert pieces[-1].end == path.stat().st_size


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from([*map(str.encode, LINES), b"\xff\xfe", b'{"name": "A\xe2', b"\0\0"]), min_size=3
    ),
    st.integers(1, 300),
)
@example([LINES[0].encode(), b'{"name": "B\xff"}', b'{"name": "C\xff"}', b'{"name": "D\0"}'], 20)
def test_pieces_of_any_lines_say_what_the_file_says(tmp_path, lines, size):
    path = tmp_path / "models.jsonl"
    path.write_bytes((LINES[0].encode() + b"\n") * 4 + b"\n".join(lines))
    pieces_say_what_the_file_says(path, size)


def test_pieces_have_the_source_that_is_asked_for(tmp_path):
    path = tmp_path / "models.txt"
    path.write_text("\n".join(LINES), encoding="utf-8")

    def dated(source):
        return replace(source, date="2023-01-01", id="another")

    pieces = cut(f"mine={path}", input_format="ndjson", size=50, complete=dated)
    assert {piece.source for piece in pieces} == {Source("mine", str(path), date="2023-01-01")}
    assert read_piece(pieces[0]).records[0].source.id == "mine"
    assert cut(path, input_format="jsonl", size=50, complete=dated)[0].source.id == "another"
    with pytest.raises(UnknownFormatError):
        cut(path)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("small.jsonl", b"{}"),
        ("list.md", b"- a\n" * 100),
        ("old.jsonl", b'{"name": "A"}\r' * 100),
        ("wide.jsonl", (LINES[0] * 50).encode("utf-16")),
        ("blank.jsonl", b" \n" * 100),
        ("picture.jsonl", b"\x89PNG\r\n\x1a\n" * 20),
    ],
)
def test_what_must_be_read_as_a_whole_is_not_cut(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    assert cut(tmp_path / name, size=90) is None


def test_what_is_no_file_is_left_to_read(tmp_path):
    assert cut(tmp_path / "none.jsonl") is None
    assert cut(tmp_path) is None
    assert cut("-", input_format="jsonl") is None


ROWS = [
    ["Eta", "7B", "OpenAI", "MIT", "blue, or\nred"],
    ["Theta", "7, 13B", "Nobody Labs", "Own licence", 'a "wide" one'],
    ["Iota", "lots", "Nobody Labs", "N/A", ""],
    ["盘古", "65亿", "Google, and CMU", "Apache 2.0", "[x](https://a.org) [paper](https://b.org)"],
    ["", "3B", "", "", ""],
    ["Kappa, Lambda", "1B", "", "MIT", "`code`"],
    ["Mu", "1", "Google"],
    ["Nu", "1B", "a", "b", "c", "d, e"],
    [],
]
HEADERS = [
    ["Model", "Params", "Organization", "License", "colour"],
    ["name", "Size", "机构", "notes", ""],
]


def table(rows, header, end="\r\n", separator=",", above=""):
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator=end, delimiter=separator).writerows([header, *rows])
    return above + out.getvalue()


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("separator", [",", ";"])
@pytest.mark.parametrize("above", ["", "\ufeff", "# a remark\n\n"])
@pytest.mark.parametrize("header", HEADERS)
def test_pieces_of_csv_say_what_the_file_says(tmp_path, end, separator, above, header):
    path = tmp_path / "models.csv"
    path.write_bytes(table(ROWS * 3, header, end, separator, above).encode())
    for size in (40, 90, 200):
        assert len(pieces_say_what_the_file_says(path, size)) > 1


def test_pieces_of_values_between_tabs_say_what_the_file_says(tmp_path):
    path = tmp_path / "models.tsv"
    path.write_bytes(table(ROWS, HEADERS[0], separator="\t").encode())
    assert pieces_say_what_the_file_says(path, 50)


CELLS = st.sampled_from(
    ["a", "7B", "MIT", "decoder", "1", '"', '""', '"a', 'a"', '"a,b"', '"a\n"', "**A**", " ", "\n", ","]
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(CELLS, max_size=4).map(",".join), min_size=1), st.integers(1, 60))
@example(["A,1", "**B**,", "C,2"], 8)
@example(['A,"1', "B,2"], 8)
@example(['A,1"', "B,2", 'C,"3"'], 8)
@example(["A,MIT,1", "B,MIT,2", "C,Apache 2.0,3"], 8)
def test_a_file_is_cut_only_where_its_pieces_say_what_it_says(tmp_path, rows, size):
    path = tmp_path / "models.csv"
    path.write_bytes("\n".join(['Model,"What",When', *rows]).encode())
    if cut(path, size=size):
        pieces_say_what_the_file_says(path, size)


@pytest.mark.parametrize(
    "row", ['A "B" C,1B', '"A" B,1B', '"A,1B', "**A**,", '"**A**",""', "A\rB,1B", 'A,1B,"']
)
def test_a_table_that_only_the_whole_file_explains_is_not_cut(tmp_path, row):
    path = tmp_path / "models.csv"
    path.write_text("Model,Params\n" + "B,1B\n" * 20 + row + "\n" + "C,2B\n" * 20, newline="")
    assert cut(path, size=30) is None


@pytest.mark.parametrize(
    "start", ["Properties,A,B\n", '# a "remark\nModel,Params\n', "Colour,When\n", ",\n", "#\n#\n#"]
)
def test_a_table_of_another_kind_is_not_cut(tmp_path, start):
    path = tmp_path / "models.csv"
    path.write_text(start + "a,1\n" * 30)
    assert cut(path, size=30) is None


def test_of_what_columns_hold_no_piece_alone_can_tell(tmp_path):
    path = tmp_path / "models.csv"
    path.write_text("Model,What\n" + "A,decoder\n" * 20 + "B,encoder\n" * 20 + "C,other\n")
    pieces = pieces_say_what_the_file_says(path, 50)
    assert {column.kind for column in pieces[0].plan.columns} == {"name", "unknown"}
    path.write_text("Model,What\n" + "A,decoder\n" * 20 + "B,encoder\n" * 20)
    pieces = pieces_say_what_the_file_says(path, 50)
    assert read_piece(pieces[0]).records[0].pretraining_architecture == ("decoder",)


def test_whether_short_months_are_of_years_only_the_whole_file_tells(tmp_path):
    path = tmp_path / "models.csv"
    path.write_text("Model,Date\n" + "A,\n" * 20 + "".join(f"B-{n},Mar-2{n % 5}\n" for n in range(20)))
    assert cut(path, size=50) is None
    path.write_text("Model,Date\n" + "A,\n" * 20 + "B,2023\n" + "C,Mar-23\n" * 20)
    pieces_say_what_the_file_says(path, 50)


def test_rows_that_are_comments_are_none_in_pieces(tmp_path):
    path = tmp_path / "models.csv"
    path.write_text("# ours\nModel,Params\n" + "A,1B\n#B,2B\n" * 20)
    pieces = pieces_say_what_the_file_says(path, 50)
    assert {record.name for piece in pieces for record in read_piece(piece).records} == {"A"}


def test_whether_results_are_of_models_no_piece_alone_can_tell(tmp_path):
    path = tmp_path / "models.csv"
    path.write_text("Model,Params,One,Two,Three\n" + "".join(f"A-{n},{n + 1}B,1.5,2,3\n" for n in range(20)))
    assert len(read_piece(pieces_say_what_the_file_says(path, 50)[0]).records) == 2
    path.write_text("Model,Params,One,Two,Three\n" + "".join(f"A-{n},n/k {n},1.5,2,3\n" for n in range(20)))
    assert cut(path, size=50) is None


@pytest.fixture(scope="module")
def records():
    return list(kg.read(*map(str, bundled_paths())))


@settings(max_examples=30, deadline=None)
@given(st.randoms(use_true_random=False))
def test_records_that_share_no_mark_are_models_of_their_own(records, draw):
    source = draw.choice(sorted({record.source.id for record in records}))
    found = [record for record in records if record.source.id == source]
    draw.shuffle(found)
    taken, kept = set(), []
    for record in found:
        if taken.isdisjoint(marks(identify_alone(record))) and alone(record):
            taken |= marks(identify_alone(record))
            kept.append(record)
    models = kg.reconcile(kept)
    assert list(models) == sorted(map(alone, kept), key=lambda model: model.key)
    assert not list(models.findings)


@pytest.mark.parametrize(
    "names",
    [
        ("OPT-175B", "OPT"),
        ("GPT-4", "gpt 4"),
        ("GPT-4", "GPT-4 series"),
        ("GLM", "GLM"),
        ("PanGu-α", "PanGu-alpha"),
    ],
)
def test_records_that_may_be_joined_or_ask_for_one_key_share_a_mark(read_text, names):
    first, second = read_text(
        "".join(f"- **{name}** [[OpenAI]](https://a.org)\n  ```yaml\n  Params: 1B\n  ```\n" for name in names)
    )
    assert marks(identify_alone(first)) & marks(identify_alone(second))


def test_what_only_the_whole_source_tells_is_no_model_alone(read_text):
    (record,) = read_text("- **Eta** (2020-01-01)\n  ```yaml\n  date: 2020-01\n  ```\n")
    assert alone(record) is None
