"""Records in YAML, JSON and JSON Lines: what is read, where it stands, and what costs only itself."""

from __future__ import annotations

import io
import json
import sys
import time
from types import SimpleNamespace

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

import llm_kg as kg
from conftest import SHARED, rules
from llm_kg.errors import SourceError, UnknownFormatError
from llm_kg.records import Description
from llm_kg.sources.json_records import parse_json
from llm_kg.sources.mappings import LONGEST_VALUE, MOST_VALUES
from llm_kg.sources.trees import MOST_NESTING, Items, NotWellFormedError, Pairs, compose_all, text_of

LISTS = sorted((SHARED / "lists").glob("*.md"))


@pytest.fixture
def read_as(tmp_path):
    """Read a text as a file of a suffix."""

    def read(suffix: str, text: str) -> kg.Records:
        path = tmp_path / f"file.{suffix}"
        path.write_text(text, encoding="utf-8", newline="")
        return kg.read(path)

    return read


def plain(node):
    """Return a tree as Python values, all scalars as text."""
    if isinstance(node, Pairs):
        return [(text_of(key), plain(value)) for key, value in node.pairs]
    return list(map(plain, node.nodes)) if isinstance(node, Items) else node.text


def by_json(text):
    """Return what the `json` module makes of a text, all scalars as text and null as none."""
    loaded = json.loads(
        text, parse_int=str, parse_float=str, parse_constant=lambda _: "", object_pairs_hook=SimplePairs
    )
    return _texts(loaded)


class SimplePairs(list):
    """The pairs of an object."""


def _texts(value):
    if isinstance(value, SimplePairs):
        return [(_whole(key), _texts(part)) for key, part in value]
    if isinstance(value, list):
        return list(map(_texts, value))
    return (
        {None: "", True: "true", False: "false"}.get(value) if not isinstance(value, str) else _whole(value)
    )


def _whole(text):
    return "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)


# The grammar of JSON, held to the `json` module.

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(values, st.booleans(), st.sampled_from([None, 0, 2, "\t"]))
@example({"\ud83d\ude00": "\ud83d"}, True, "\t")
def test_json_is_read_as_the_json_module_reads_it(value, ascii_only, indent):
    text = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
    assert plain(parse_json(text)) == by_json(text)


@given(st.text(alphabet='[]{}",:\\ue+-.019 \t\r\n/dtrfalsn\x00é', max_size=30))
@example('"\\/"')
@example("[1,]")
@example("-01")
@example('{"a":1 "b":2}')
@example("[NaN, -Infinity]")
def test_text_is_json_exactly_where_the_json_module_says_so(text):
    try:
        expected = by_json(text)
    except ValueError:
        with pytest.raises(NotWellFormedError):
            parse_json(text)
    else:
        assert plain(parse_json(text)) == expected


@given(values)
def test_values_stand_where_the_tree_says(value):
    text = json.dumps(value, indent=1).replace("\n", "\r\n")
    lines = text.split("\r\n")

    def check(node):
        if isinstance(node, Pairs):
            for pair in node.pairs:
                list(map(check, pair))
        elif isinstance(node, Items):
            list(map(check, node.nodes))
        else:
            line, start, _, end = node.stretch
            assert by_json(lines[line][start:end]) == node.text

    check(parse_json(text))


def test_broken_json_is_told_at_its_place():
    with pytest.raises(NotWellFormedError) as told:
        parse_json('{\n  "name": "Eta"\n  "license": "MIT"}')
    assert (told.value.line, told.value.column) == (2, 2)


# Records in JSON.


@pytest.mark.parametrize(
    "text",
    [
        '{"name": "Eta", "Params": "3B"}',
        '[{"name": "Eta", "Params": "3B"}]',
        '{"source": {"id": "mine"}, "records": [{"name": "Eta", "Params": "3B"}]}',
    ],
)
def test_json_is_a_record_a_list_or_a_header_and_a_list(read_as, text):
    records = read_as("json", text)
    assert [(record.name, record.parameter_count) for record in records] == [("Eta", (3 * 10**9,))]
    assert list(records.sources) == ["mine" if "mine" in text else "file"]
    assert not records.findings


def test_numbers_are_stated_as_they_are_written(read_as):
    text = '[{"name": "Eta", "Params": 175000000000}, {"name": "Iota", "Params": 1.75e11}]'
    eta, iota = read_as("json", text)
    assert eta.parameter_count == (175 * 10**9,)
    assert (eta.stated["number_of_parameters"], iota.stated["number_of_parameters"]) == (
        "175000000000",
        "1.75e11",
    )


def test_lists_state_several_values_and_null_states_none(read_as):
    text = '{"name": "Eta", "organization": ["OpenAI", "Google"], "license": null, "optimizer": []}'
    (record,) = read_as("json", text)
    assert record.organization == ("OpenAI", "Google")
    assert record.stated.keys() == {"name", "organization"}


def test_values_of_json_have_their_places(read_as):
    (record,) = read_as(
        "json", '[\n  {"name": "Eta",\n   "Params": {"stated": "3B", "key": "Size", "line": 7}}\n]'
    )
    name, size = record.claims
    assert (name.place.line, name.place.column) == (2, 12)
    assert (size.place.line, size.place.column, size.key, size.stated) == (3, 14, "Size", "3B")
    assert size.origin.line == 7


def test_papers_may_be_objects(read_as):
    text = """{"name": "Eta", "paper": [
  {"title": "A title of Eta", "url": "https://arxiv.org/abs/2301.00001"},
  {"title": "Another title of Eta", "url": "https://example.org/eta.pdf"}]}"""
    records = read_as("json", text)
    assert [(paper.title, paper.urls) for paper in records[0].paper] == [
        ("A title of Eta", ("https://arxiv.org/abs/2301.00001",)),
        ("Another title of Eta", ("https://example.org/eta.pdf",)),
    ]
    assert not records.findings


def test_a_key_that_stands_twice_keeps_both(read_as):
    records = read_as("json", '{"name": "Eta", "Params": "2B",\n "Params": "3B"}')
    assert records[0].stated["number_of_parameters"] == ["2B", "3B"]
    assert ("repeated-key", 2, 2) in rules(records)


def test_what_is_no_number_states_nothing(read_as):
    records = read_as("json", '{"name": "Eta",\n "Params": NaN, "context length": -Infinity}')
    assert records[0].stated == {"name": "Eta"}
    assert rules(records) == [("invalid-json", 2, 12), ("invalid-json", 2, 35)]


def test_half_a_surrogate_pair_is_replaced(read_as):
    records = read_as("json", '{"name": "Eta \\ud83d\\ude00", "colour": "\\ud83d"}')
    assert records[0].name == "Eta 😀"
    assert records[0].other == {"colour": "\ufffd"}
    assert rules(records, "invalid-json") == [("invalid-json", 1, 40)]


@pytest.mark.parametrize(
    "text", ['{"name": "Eta"', '{"name": "Eta"}\n{"name": "Iota"}', "[" * 100_000, '{"a":' * 100_000, "nil"]
)
def test_json_that_cannot_be_read_at_all(read_as, text):
    with pytest.raises(SourceError, match="this is not valid JSON"):
        read_as("json", text)


def test_what_is_no_record_is_told(read_as):
    records = read_as("json", '{"records": ["Eta", {"name": "Iota"}, {"Params": "3B"}],\n "note": 1}')
    assert [record.name for record in records] == ["Iota"]
    assert rules(records) == [("unread-text", 1, 14), ("nameless-entry", 1, 39), ("unread-text", 2, 2)]


@pytest.mark.parametrize("name", ["-", "N/A", "***", "\\u200b"])
def test_what_is_no_name_names_nothing(read_as, name):
    own = f'{{"name": "{name}", "stated": {{"name": "{name}"}}, "place": {{"source": "list", "line": 1}}}}'
    records = read_as("jsonl", f'{{"name": "{name}", "license": "MIT"}}\n{own}\n{{"name": "Iota"}}')
    assert [record.name for record in records] == ["Iota"]
    assert rules(records) == [("nameless-entry", 1, 1), ("nameless-entry", 2, 1)]


def test_a_broken_line_costs_itself(read_as):
    records = read_as("jsonl", '{"name": "Eta"}\r\n\r\n{"name": oops}\n{"name": "Iota"}\n' + "[" * 100_000)
    assert [(record.name, record.place.line) for record in records] == [("Eta", 1), ("Iota", 4)]
    assert rules(records) == [("invalid-json", 3, 10), ("invalid-json", 5, MOST_NESTING + 1)]


DEEP = "[" * 10 * MOST_NESTING + "]" * 10 * MOST_NESTING


@pytest.mark.parametrize(
    ("format_", "text"),
    [
        ("json", f'[{{"name": "Eta", "x": {DEEP}, "license": "MIT"}},\n{{"name": "Iota"}}]'),
        ("jsonl", f'{{"name": "Eta", "x": [{DEEP}], "license": "MIT"}}\n{{"name": "Iota"}}'),
        ("yaml", f"- {{name: Eta, x: {DEEP}, license: MIT}}\n- name: Iota"),
        ("yaml", f"- name: Eta\n  x: {DEEP}\n  license: MIT\n- name: Iota\n- name: Theta: x"),
    ],
)
def test_what_is_nested_too_deeply_costs_itself(read_as, format_, text):
    records = read_as(format_, text)
    iota = text[: text.index("Iota")].count("\n") + 1
    assert [(record.name, record.license, record.place.line) for record in records] == [
        ("Eta", ("MIT",), 1),
        ("Iota", (), iota),
    ]
    (told,) = [finding for finding in records.findings if finding.rule == "too-deep"]
    line = text.split("\n")[told.place.line - 1]
    assert line[told.place.column - 1 : told.place.end_column - 1].strip("[]") == ""


def test_an_anchor_that_may_be_hidden_in_what_is_left_out_means_nothing(read_as):
    hidden = DEEP.replace("]", "&x GPL-3.0]", 1)
    (record,) = read_as("yaml", f"- {{name: Eta, x: &x MIT, y: {hidden}, license: *x}}")
    assert record.license == ()


@pytest.mark.parametrize(
    "text", ["[" * 200 + "}" * 200, "[" * 200 + '"]' + "]" * 198, '{"a":' * 200 + "[]}", "[" * 150]
)
def test_what_is_nested_too_deeply_must_end_as_it_begins(read_as, text):
    with pytest.raises(SourceError, match="begins what is never closed"):
        read_as("json", text)


HEAD = "source: {id: mine, license: MIT}\nrecords:\n"


@pytest.mark.parametrize("head", ["", "# ours\n\n", HEAD, f"---\n{HEAD}"])
@pytest.mark.parametrize("margin", ["", "  "])
@pytest.mark.parametrize(
    ("bad", "line", "column"),
    [("- name: Zeta\n\tParams: 7B", 1, 1), ('- name: "Zeta\n  Params: 7B', 0, 9), ("- name: Zeta: 2", 0, 13)],
)
def test_a_broken_record_of_yaml_costs_itself(read_as, head, margin, bad, line, column):
    lines = ["- name: Eta", "  Params: 3B", *bad.split("\n"), "# more", "- name: Iota", "  Params: [4B, 5B]"]
    body = "\n".join(one if one.startswith("\t") else margin + one for one in lines)
    records = read_as("yaml", f"{head}{body}\n")
    above = head.count("\n") + 1
    iota = above + lines.index("- name: Iota")
    assert [(record.name, record.place.line) for record in records] == [("Eta", above), ("Iota", iota)]
    assert records[1].parameter_count == (4 * 10**9, 5 * 10**9)
    (told,) = records.findings
    assert (told.rule, str(told.severity)) == ("invalid-yaml", "warning")
    assert (told.place.line, told.place.column) == (above + 2 + line, column + (0 if line else len(margin)))
    assert list(records.sources) == (["mine"] if "mine" in head else ["file"])


@pytest.mark.parametrize(
    "text",
    [
        "- name: Eta: 2\n",  # no record is left
        "- name: Eta\n- name: Iota: 2\nother: x\n",  # what stands below is not of the list
        "name: Eta\n- name: Iota\n",
        "a: b: c\nrecords:\n- name: Iota\n",
        "- name: Eta: 2\n---\n- name: Iota\n",
    ],
)
def test_where_records_cannot_be_told_apart_none_is_read(read_as, text):
    with pytest.raises(SourceError, match="this is not valid YAML"):
        read_as("yaml", text)


def test_long_integers_are_quick(read_as):
    start = time.process_time()
    (record,) = read_as("jsonl", f'{{"name": "Eta", "Params": {"9" * 5000}, "context length": {"9" * 5000}}}')
    assert record.stated["context_length"] == "9" * 5000
    json.dumps(record.to_json())
    assert time.process_time() - start < 1


def test_long_values_and_many_cost_themselves(read_as):
    long, many = "x" * (LONGEST_VALUE + 1), ",".join(["1"] * (MOST_VALUES + 1))
    records = read_as(
        "jsonl",
        f'{{"name": "Eta", "innovation": "{long}", "colour": [{many}], "{long}": 1, "license": "MIT"}}',
    )
    assert (records[0].innovation, records[0].license) == (None, ("MIT",))
    assert sum(claim.key == "colour" for claim in records[0].claims) == MOST_VALUES
    assert [rule for rule, _, _ in rules(records, "too-long")] == ["too-long"] * 3


# What `read -f jsonl` writes is read back.

OWN_LIST = """## Models

| Model | Params (B) | Institute | Date | Paper |
|---|---|---|---|---|
| Eta | 175 | OpenAI | 2020-05 | [Eta: a model of things](https://example.org/eta.pdf) |
| Iota | 7/13 | Google | 2021 | [paper](https://arxiv.org/abs/2301.00002) |

- **Zeta** [[Google]](https://google.com) May 2022
  ```yaml
  Training petaFLOPs: 310M
  Training Data: 1T tokens (of the web)
  License: closed source
  Colour: blue
  Title: How Zeta came to be what it is
  Paper: https://arxiv.org/abs/2301.00004
  ```
"""


def written(records):
    return "".join(json.dumps(record.to_json(), ensure_ascii=False) + "\n" for record in records)


def same_records(records, again):
    assert [fields(record) for record in again] == [fields(record) for record in records]
    assert [(r.stated, r.other, r.entry) for r in again] == [(r.stated, r.other, r.entry) for r in records]
    for one, other in zip(records, again, strict=True):
        origin = one.origin or one.place
        assert (other.source.id, other.origin.line, other.origin.column) == (
            origin.source.id,
            origin.line,
            origin.column,
        )


def fields(record):
    return {name: getattr(record, name) for name in Description.model_fields}


def test_own_list_is_read_back(read_text, read_as):
    records = read_text(OWN_LIST)
    assert records[0].parameter_count == (175 * 10**9,)
    assert records[2].training_compute
    again = read_as("jsonl", written(records))
    same_records(records, again)
    same_records(records, read_as("ndjson", written(again)))


def test_a_text_of_two_properties_does_not_contradict_itself(read_text, read_as):
    records = read_text("- **Eta**\n  ```yaml\n  License: Open, MIT license\n  ```\n")
    assert {*records[0].stated} >= {"license", "access"}
    again = read_as("jsonl", written(records))
    same_records(records, again)
    assert not rules(again, "contradicting-values")
    # Of a number, the key may hold the unit.
    units = read_as("yaml", "[{name: Eta, Params (B): 7, Params (M): 7}]")
    assert rules(units) == [("contradicting-values", 1, 41)]


def test_papers_are_read_back_with_their_own_links(read_as):
    text = """\
- name: Eta
  title: [The first paper of Eta, The second paper of Eta]
  paper: [https://a.example/1]
- {name: Iota, title: A title, paper: [https://a.example/1, https://a.example/2]}
"""
    records = read_as("yaml", text)
    same_records(records, read_as("jsonl", written(records)))
    row = records[0].to_json() | {
        "paper": [
            {"title": "The first paper of Eta", "url": "https://a.example/1"},
            {"title": "The second paper of Eta", "url": "https://a.example/3"},
        ],
        "stated": {
            "name": "Eta",
            "title": ["The first paper of Eta", "The second paper of Eta"],
            "paper": ["https://a.example/1", "https://a.example/2", "https://a.example/3"],
        },
    }
    (again,) = read_as("jsonl", json.dumps(row))
    assert [paper.urls for paper in again.paper] == [
        ("https://a.example/1", "https://a.example/2"),
        ("https://a.example/3",),
    ]


@pytest.mark.skipif(not LISTS, reason="the lists lie beside the checkout, and are not there")
@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_lists_are_read_back(path, read_as):
    records = kg.read(path)
    assert records
    same_records(records, read_as("jsonl", written(records)))


def test_bundled_data_is_read_back(read_as):
    records = kg.read(kg.sources.bundled_paths()[0])
    same_records(records, read_as("jsonl", written(records)))


def test_the_stated_text_is_the_value(read_as):
    row = {"name": "Eta", "license": ["MIT"], "stated": {"name": "Eta", "license": "Apache-2.0"}}
    (record,) = read_as("jsonl", json.dumps(row | {"place": {"source": "mine", "line": 7, "column": 2}}))
    assert record.license == ("Apache-2.0",)
    assert (record.source.id, record.origin.line, record.origin.column) == ("mine", 7, 2)


# YAML that would hang, crash or run something.


def test_every_document_is_read(read_as):
    records = read_as(
        "yaml", "name: Eta\n---\n- name: Iota\n- name: Theta\n---\nsource: {id: mine}\nrecords: []\n"
    )
    assert [record.name for record in records] == ["Eta", "Iota", "Theta"]
    assert list(records.sources) == ["mine"]


def test_aliases_are_kept_as_stated(read_as):
    bomb = "\n".join(f"b{n}: &b{n} [{', '.join([f'*b{n - 1}'] * 9)}]" for n in range(1, 40))
    records = read_as("yaml", f"name: Eta\nb0: &b0 lol\n{bomb}\norganization: *b1\nlicense: MIT\n")
    (record,) = records
    assert (record.organization, record.license) == ((), ("MIT",))
    assert "organization: *b1" in record.other["description"]
    assert ("unsafe-yaml", 42, 15) in rules(records, "unsafe-yaml")


def test_aliases_of_short_texts_stand_for_them(read_as):
    text = "- {name: Eta, organization: &o OpenAI, license: &l %s}\n"
    text += "- {name: Rho, organization: *o, license: *l}\n"
    eta, rho = read_as("yaml", text % "MIT")
    assert (rho.organization, rho.license) == (eta.organization, ("MIT",))
    assert [claim.place.line for claim in rho.claims] == [2, 2, 2]
    _, rho = records = read_as("yaml", text % ("M" * 201))
    assert rho.license == ()
    assert ("unsafe-yaml", 2, 42) in rules(records, "unsafe-yaml")


def test_small_mappings_are_merged(read_as):
    text = (
        "- &a {name: Eta, license: MIT, params: 7B}\n"
        "- {<<: *a, name: Rho}\n"
        "- {<<: [{x: y}, *a, *b], name: Iota, params: 1B}\n"
    )
    eta, rho, iota = records = read_as("yaml", text)
    assert [(r.name, r.license, r.maximum_number_of_parameters_in_million) for r in (eta, rho)] == [
        ("Eta", ("MIT",), 7000),
        ("Rho", ("MIT",), 7000),
    ]
    assert iota.maximum_number_of_parameters_in_million == 1000
    assert next(claim.place.line for claim in rho.claims if claim.field == "license") == 1
    assert ("unsafe-yaml", 3, 21) in rules(records, "unsafe-yaml")  # `*b` stands for nothing


def test_large_mappings_are_not_merged(read_as):
    keys = ", ".join(f"k{n}: {n}" for n in range(51))
    merges = "\n".join(f"- {{<<: *a, name: Eta-{n}}}" for n in range(2_000))
    records = read_as("yaml", f"- &a {{name: Rho, {keys}}}\n{merges}\n")
    assert [len(record.claims) for record in records] == [52, *[2] * 2_000]


@pytest.mark.parametrize("text", ["&a [*a, *a]", "&a {name: Eta, b: *a}", "- &a {? *a : *a}\n- name: Eta"])
def test_recursive_aliases_end(read_as, text):
    assert {record.name for record in read_as("yaml", text)} <= {"Eta"}


def test_tags_run_nothing(read_as, tmp_path):
    text = (
        f"name: Eta\norganization: !!python/object/apply:os.mkdir ['{tmp_path}/made']\nlicense: !!str MIT\n"
    )
    records = read_as("yaml", text)
    assert (records[0].organization, records[0].license) == ((), ("MIT",))
    assert rules(records) == [("unsafe-yaml", 2, 15)]
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize("text", ["[" * 100_000, "{a: " * 100_000, "- " * 100_000 + "x", "? " * 100_000])
def test_deep_yaml_is_told_and_not_read(read_as, text):
    with pytest.raises(
        SourceError, match=rf":1:\d+: this is not valid YAML: nested deeper than 1,{MOST_NESTING}"
    ):
        read_as("yaml", text)


@pytest.mark.parametrize(
    ("text", "where"), [("é: b\n🙂: a\x01", "2:5"), ("name: Eta\n- b", "2:1"), ("a: 'b", "1:4")]
)
def test_invalid_yaml_is_told_at_its_place(read_as, text, where):
    with pytest.raises(SourceError, match=f"file.yaml:{where}: this is not valid YAML"):
        read_as("yaml", text)


def test_deep_block_of_a_list_is_told(read_text):
    records = read_text(
        f"## Models\n\n- **Eta**\n  ```yaml\n  Params: 3B\n  x: {'[' * 1000}\n  ```\n- Iota\n"
    )
    assert [(record.name, record.parameter_count) for record in records] == [
        ("Eta", (3 * 10**9,)),
        ("Iota", ()),
    ]
    assert ("invalid-yaml", 6) in [(rule, line) for rule, line, _ in rules(records)]


def test_a_bad_line_number_costs_itself(read_as):
    records = read_as("yaml", "- {name: Eta, line: many}\n- {name: Iota, line: 3}\n")
    assert [record.origin and record.origin.line for record in records] == [None, 3]
    assert rules(records) == [("unreadable-value", 1, 21)]


yaml_values = st.recursive(
    st.text(alphabet="ab: -#\n'\"é", max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(alphabet="ab :", max_size=4), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(yaml_values, st.booleans())
def test_yaml_is_read_as_pyyaml_reads_it(value, flow):
    text = yaml.safe_dump(value, default_flow_style=flow, allow_unicode=True, sort_keys=False)

    def pairs(part):
        if isinstance(part, dict):
            return [(key, pairs(inner)) for key, inner in part.items()]
        return list(map(pairs, part)) if isinstance(part, list) else part

    assert [plain(node) for node in compose_all(text)] == [pairs(yaml.load(text, Loader=yaml.BaseLoader))]


# Standard input.


@pytest.mark.parametrize(
    ("format_", "text"),
    [
        ("yaml", "name: Eta"),
        ("json", '{"name": "Eta"}'),
        ("jsonl", '{"name": "Eta"}\n'),
        ("ndjson", '{"name": "Eta"}\n'),
        ("markdown", "## Models\n\n- Eta\n"),
        ("md", "## Models\n\n- Eta\n"),
    ],
)
def test_formats_by_name_on_standard_input(monkeypatch, format_, text):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(text.encode())))
    (record,) = kg.read("-", input_format=format_)
    assert (record.name, record.source.id) == ("Eta", "stdin")


def test_unknown_format_is_told_with_those_there_are():
    with pytest.raises(UnknownFormatError, match="json, jsonl"):
        kg.read(__file__, input_format="toml")


def test_gb_18030_is_read_as_what_it_is(tmp_path):
    text = "| 模型 | 机构 | 参数量 |\n|---|---|---|\n| 雀-7B | 清华大学 | 70亿 |\n"
    path = tmp_path / "list.md"
    path.write_bytes(text.encode("gb18030"))
    records = kg.read(path)
    assert [(r.name, r.organization, r.maximum_number_of_parameters_in_million) for r in records] == [
        ("雀-7B", ("Tsinghua University",), 7000)
    ]
    (finding,) = (f for f in records.findings if f.rule == "encoding")
    assert "GB 18030" in finding.message
    assert (finding.place.line, finding.place.column) == (1, 1)


@pytest.mark.parametrize("encoding", ["latin-1", "euc-kr", "shift-jis", "euc-jp"])
def test_other_encodings_are_not_taken_for_gb_18030(tmp_path, encoding):
    words = {
        "latin-1": "modèle à 7B",
        "euc-kr": "한국어 모델 파라미터",
        "shift-jis": "言語モデル",
        "euc-jp": "言語モデル",
    }
    path = tmp_path / "list.md"
    path.write_bytes(f"| Model | Params |\n|---|---|\n| Wren {words[encoding]} | 7B |\n".encode(encoding))
    messages = [f.message for f in kg.read(path).findings if f.rule == "encoding"]
    assert len(messages) == 1
    assert "none of the encoding: line 3" in messages[0]


@pytest.mark.parametrize(("text", "date"), [("2023-03-06", "2023-03-06"), ("NeurIPS 2022", None)])
def test_published_holds_a_date_or_something_else(tmp_path, text, date):
    path = tmp_path / "list.json"
    path.write_text(json.dumps([{"model": "Wren", "params": "7B", "Published": text}]), encoding="utf-8")
    (record,) = kg.read(path)
    assert (str(record.date_created) if record.date_created else None) == date
    assert text in [claim.stated for claim in record.claims]


def test_records_may_stand_under_their_names_below_one_key(tmp_path):
    path = tmp_path / "list.yaml"
    text = "models:\n  wren:\n    display_name: Wren-7B\n    params_b: 7\n  dipper:\n    params_b: 1.5\n"
    path.write_text(text, encoding="utf-8")
    found = [(record.name, record.parameter_count) for record in kg.read(path)]
    assert found == [("Wren-7B", (7 * 10**9,)), ("dipper", (15 * 10**8,))]
