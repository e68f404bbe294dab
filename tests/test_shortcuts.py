"""The short ways of the reader lead where the long ones do."""

from __future__ import annotations

import json
import pickle
import re
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from llm_kg import names
from llm_kg.curated import said_to_be
from llm_kg.findings import Findings
from llm_kg.identifiers import clean_url, doi, host_and_path, is_plain_link, is_web_link
from llm_kg.names import clean, fold, normalize, slug
from llm_kg.numerals import tokenize
from llm_kg.places import Place, Source
from llm_kg.quantities import Quantity
from llm_kg.quantities.texts import _form, _quantities, _quantities_in
from llm_kg.reconciliation import Model, reconcile
from llm_kg.records import Description, Record, values_of
from llm_kg.sizes import Size
from llm_kg.sizes.cells import _plain_sizes, _sizes_of, parse_sizes
from llm_kg.sources import csv_cells, csv_tables, read_text, tables
from llm_kg.sources.base import Text
from llm_kg.sources.json_records import parse_json
from llm_kg.sources.mappings import _mapping_cells, _plain_cells, read_block
from llm_kg.sources.markdown import inline
from llm_kg.sources.markdown.inline import plain
from llm_kg.sources.trees import compose_all
from llm_kg.sources.written_lines import read_written_line
from llm_kg.sources.written_records import is_written, read_written, written_text

# Characters that mean something to YAML somewhere, among others; words and lines made of them.
WORDS = st.text("aB1é" + "-:#,?&*!|>'\"%@`[]{}()~$/.<=+_\\\t\x85", max_size=5)
SAFE = st.text("aB1-,/.+()$%:'", min_size=1, max_size=5)
KEYS = st.lists(
    st.sampled_from(["Training", "data", "(B)", "no", "A-b", "#", "- x", "?", ""]), min_size=1
).map(" ".join)
VALUES = st.lists(WORDS | SAFE | SAFE | st.just("https://example.org/a#b"), min_size=1, max_size=4).map(
    " ".join
)
LINES = st.builds(
    "{}{}:{}{}{}".format,
    st.sampled_from(["", "", "", " "]),
    KEYS,
    st.sampled_from([" ", "  ", ""]),
    VALUES,
    st.sampled_from(["", " "]),
)
TEXTS = st.builds(
    "{}{}".format, st.lists(LINES, min_size=1, max_size=3).map("\n".join), st.sampled_from(["", "\n", "\n\n"])
)


@given(TEXTS)
@example("a: b: c")
@example("a: b #c")
@example("a: b\n  c: d")
@example("a: b\n- c: d")
@example("a : b")
@example(f"{'a' * 1_100}: b")
@example("a: b\n---\nc: d")
@example("a: [b\nc: d]")
def test_a_plain_block_is_what_yaml_makes_of_it(text):
    source = Text.of(Source("list"), text)
    lines = [(number + 7, 3, line) for number, line in enumerate(text.split("\n"))]
    if cells := _plain_cells(source, lines):
        findings = Findings()
        (tree,) = compose_all(text)
        assert cells == _mapping_cells(source, lines, tree, findings)
        assert not findings


@pytest.mark.parametrize(
    "line",
    ["Params: 175B", "Training Cost: $4.6M ", "Field: NLP (Chinese), a/b", "code: https://a.b/c:d?e=f"],
)
def test_lines_of_lists_are_plain(line):
    lines = [(0, 0, line), (1, 4, f"other {line}"), (2, 0, "")]
    cells = _plain_cells(source := Text.of(Source("list"), ""), lines)
    assert [cells] == read_block(source, lines, Findings())
    key, value = line.rstrip().split(": ", maxsplit=1)
    assert [(cell.key, cell.text) for cell in cells] == [(key, value), (f"other {key}", value)]
    assert [cell.place[1:] for cell in cells] == [
        (1, len(key) + 3, 1, len(line.rstrip()) + 1),
        (2, len(key) + 13, 2, len(line.rstrip()) + 11),
    ]


def test_a_key_that_stands_twice_is_left_to_the_parser():
    lines = [(0, 0, "Params: 1B"), (1, 0, "params: 2B")]
    findings = Findings()
    assert _plain_cells(Text.of(Source("list"), ""), lines) is None
    read_block(Text.of(Source("list"), ""), lines, findings)
    assert [finding.rule for finding in findings] == ["repeated-key"]


ASCII = st.text(st.characters(max_codepoint=0x7F))


@given(ASCII)
def test_names_of_ascii_are_treated_as_all_others(text):
    assert f"é{fold(text)}" == fold(f"é{text}")
    assert f"é {clean(text)}".rstrip() == clean(f"é {text}")


@given(st.text("aB1 \n.,:;()]>!é盘"))
def test_text_without_markup_is_treated_as_all_other(text):
    assert f"&{plain(f'x{text}x')}" == plain(f"&amp;x{text}x")


NOTHING, ANYTHING = re.compile("(?!)"), re.compile("")


BRACKETED = st.lists(
    st.sampled_from("a! \n[]()\\<é")
    | st.sampled_from(["[a](b)", "![c](d)", "[[e]](f)", "[g][h]", "[]()", "://i"]),
    max_size=8,
).map("".join)


@given(BRACKETED)
@example("[a](b c) [d](<e>)")
@example("(a [b](c) d) e)")
@example("![a][b]")
@example("[a [b](c)](d)")
@example(f"[a](b{'c' * 2_000})")
def test_plain_spans_are_cut_as_all_others(content):
    if (found := inline._plain_spans(content)) is not None:
        assert found == inline._all_spans(content, {})


def test_items_of_lists_are_cut_in_the_short_way():
    content = "**A** [[B]](https://b.c/d) May 2020 (7B) [code](x) ![e](f) [open]"
    found = inline._plain_spans(content)
    assert [(s.kind, s.text.strip(), s.url) for s in found or ()] == [
        ("text", "**A**", ""),
        ("link", "[B]", "https://b.c/d"),
        ("text", "May 2020 (7B)", ""),
        ("link", "code", "x"),
        ("image", "e", "f"),
        ("bracket", "open", ""),
    ]


SIZES = st.sampled_from(["half ", "billion", "active", "A37B", "<br>"]) | st.sampled_from(
    "a7B 。万亿三百₂²９()-/,~"
)


@given(st.lists(SIZES, max_size=6))
def test_a_text_without_a_sign_of_a_number_states_no_size(words):
    text = "".join(words)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("llm_kg.sizes.cells._NUMBER_SIGN", ANYTHING)
        long = parse_sizes(text)
    assert parse_sizes(text) == long


@pytest.mark.parametrize(
    ("sentence", "is_model"),
    [
        ("A MODEL", True),
        ("a library of models", False),
        ("an applıcation", None),  # letters that some take for others
        ("a ſdk", None),
        ("modelİ", None),
        ("一个开源的模型，平台", True),
    ],
)
def test_sentences_tell_what_a_thing_is_in_words_of_their_own(sentence, is_model):
    said = said_to_be(sentence)
    assert (said and said[0]) is is_model


@given(st.text("aB1 .-+_é", max_size=8))
@example("Llama 2 7B")
@example("gpt-3.5")
@example("1 1")
def test_plain_names_are_treated_as_all_others(name):
    short = (slug.__wrapped__(name), normalize.__wrapped__(name))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(names, "_PLAIN_SLUG", NOTHING)
        patch.setattr(names, "_PLAIN_NAME", NOTHING)
        assert short == (slug.__wrapped__(name), normalize.__wrapped__(name))


@given(
    st.builds(
        "{}{}{}".format,
        st.sampled_from(["http://", "https://"]),
        st.text("a.1-", max_size=4),
        st.text("aB/.~=&+-_%#?:@[ ", max_size=9),
    )
)
@example("https://a..b/%zz")
def test_plain_links_are_links_that_need_no_cleaning(url):
    if is_plain_link(url):
        short = host_and_path(url)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("llm_kg.identifiers._PLAIN_LINK", NOTHING)
            assert is_web_link(url)
            assert host_and_path(url) == short
        assert clean_url(url) == url


@pytest.mark.parametrize(
    "url", ["https://a.org/b", "HTTPS://A.org/~b/c.pdf", "x https://a.org", "https://a.org/b,"]
)
def test_a_plain_link_is_all_that_its_text_is(url):
    assert is_plain_link(url) == (url == "https://a.org/b")


@given(
    st.sampled_from(["https://doi.org/", "doi:", "", "https://dl.acm.org/doi/", "https://DOI.org/"]),
    st.text("10./aA%3", max_size=12),
)
def test_a_link_that_holds_no_sign_of_a_doi_has_none(start, rest):
    found = doi(f"{start}{rest}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("llm_kg.identifiers._MAY_HOLD_DOI", re.compile(""))
        assert found == doi(f"{start}{rest}")


@given(st.text("ab ,;:)(\n\t\u3000é", max_size=7))
def test_a_cell_of_a_table_that_needs_no_care_is_shown_as_all_others(text):
    parts = [tables.Part("text", text, Place(Source("list"), 1))]
    shown = tables.shown(parts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables, "_UNEVEN", re.compile(""))
        assert tables.shown(parts) == shown


CELLS = st.text('ab1 *_`"/:.&?](\u3000', max_size=9) | st.builds(
    "{}{}".format, st.sampled_from(["https://a.org/", " http://b.org/c"]), st.text("aB/.?=&;x ", max_size=4)
)


@given(CELLS)
@example("https://a.org/b")
@example("https://a.org/b&amp")
@example("https://a.org/b.")
@example("\u3000**a**")
def test_a_plain_cell_of_csv_is_read_as_all_others(raw):
    text = Text.of(Source("list"), "")
    for cell in csv_cells.CsvCell(raw, 3, 4, "none"), csv_cells.CsvCell(raw, 3, 4, "closed", True):
        read = csv_tables._cell(text, cell, Findings())
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(csv_tables, "_MARKED", re.compile(""))
            patch.setattr(csv_tables, "_is_address", lambda _: False)
            assert csv_tables._cell(text, cell, Findings()) == read


@given(st.text("ab ,;\t\u3000#", max_size=9), st.sampled_from(",;\t"))
def test_a_line_of_csv_without_quotes_is_cut_as_one_with_them(line, separator):
    ((*cells, empty),) = csv_cells.scan(f'{line}{separator}""', separator)
    assert empty.quotes == "closed"
    assert csv_cells._plain_cells(line, separator, 0) == cells


def test_records_and_models_without_a_look_at_their_values_are_those_with_one(models):
    for kind, found in ((Record, [r for model in models for r in model.records]), (Model, models)):
        for one in found:
            fields = {name: getattr(one, name) for name in kind.model_fields}
            checked = kind(**fields)
            assert {name: getattr(checked, name) for name in kind.model_fields} == fields
            stated = {name for name in Description.model_fields if name in vars(one)}
            assert stated == {name for name in Description.model_fields if fields[name] not in (None, ())}
            assert kind.of_typed(vars(one)) == one == pickle.loads(pickle.dumps(one))


def test_records_as_json_are_as_pydantic_writes_them(models):
    for record in (record for model in models for record in model.records):
        written = record.values_to_json()
        dumped = record.model_dump(mode="json", include=set(Description.model_fields), exclude_defaults=True)
        assert list(dumped.items()) == [(k, v) for k, v in written.items() if k in Description.model_fields]
        assert written.get("title") == record.title
        assert written.get("parameter_count", []) == list(record.parameter_count)


PLAIN_SIZES = st.lists(
    st.from_regex(r"[0-9]{1,4}(\.[0-9]{1,4})?[MB]", fullmatch=True), min_size=1, max_size=4
)


@given(PLAIN_SIZES.map(", ".join), st.sampled_from([None, "M", "B", "亿"]))
@example("9M, 1B", None)
@example("0B", None)
@example("9M, 500M, 1B", None)
def test_plain_sizes_are_what_the_grammar_reads(text, unit):
    plain_sizes = _plain_sizes(text)
    assert plain_sizes in (None, _sizes_of(tokenize(text), unit))


NUMBERS = st.from_regex(r"[0-9]{1,5}(\.[0-9]{1,3})?", fullmatch=True) | st.sampled_from(
    [
        "1,300",
        "10",
        "2e9",
        "5E3",
        "10^23",
        "²",
        "五十亿",
        "1.2.3",
        "0",
        "1234567890",
        "A100",
        "v4",
        "3.14E+23",
        "2e-5",
        "10⁻²",
    ]
)
AROUND = st.sampled_from(
    [
        *(
            " ",
            "",
            "-",
            "~",
            "$",
            "(",
            ")",
            ",",
            ", ",
            ". ",
            "/",
            " x ",
            "x",
            "×",
            "^",
            "+",
            "=",
            " = ",
            "\n",
            "?",
        ),
        *("B", "T", "k", "M", " million", "亿", "万", " tokens", "TB", "GB", " words", " days", " GPU hours"),
        *(
            " A100 GPU days",
            " FLOPs",
            " petaflop/s-days",
            " kg CO2",
            " images",
            " of ",
            " up to ",
            "about ",
            " to ",
        ),
        *(" and ", " per ", " USD", "HK$", " text", " corpus", "<br>", " 80G-", " minutes"),
    ]
)
QUANTITY_TEXTS = st.lists(st.one_of(NUMBERS, AROUND, AROUND), min_size=1, max_size=9).map("".join)


@given(QUANTITY_TEXTS)
@settings(max_examples=1000)
@example("1392B tokens (41TB)")
@example("300GB text + 2TB images")
@example("3TB (1TB + 2TB)")
@example("6 x 10^23 days")
@example("3.14E+2356.44GB")
@example("5178e+36794.25GB")
@example("0 days")
@example("-0.5 TB")
def test_quantities_of_a_known_form_are_what_the_grammar_reads(text):
    read = _quantities_in(tokenize(text))
    assert repr(_quantities.__wrapped__(text)) == repr(read)


def test_the_numbers_of_a_form_may_be_any(monkeypatch):
    _form.cache_clear()
    assert _quantities.__wrapped__("2B tokens (7TB)")
    monkeypatch.setattr("llm_kg.quantities.texts.tokenize", None)
    assert _quantities.__wrapped__("1392B tokens (41.5TB)") == (
        Quantity(Decimal(1392) * 10**9, "TOKEN"),
        Quantity(Decimal("41.5"), "TeraBYTE"),
    )


def test_most_sizes_are_plain():
    assert _plain_sizes("350M, 1.3B, 350M") == (Size(350_000_000), Size(1_300_000_000))
    assert _plain_sizes("70B, 8K") is _plain_sizes("7M, 70B") is _plain_sizes("A37B") is None


# Lines of records as `read -f jsonl` writes them, and what nearly is one.

STATED_TEXTS = st.text('aé" \\/{}[]:,\n\u2028', max_size=4) | st.sampled_from(
    ["", " ", "GPT-3", '"stated": {']
)
STATED_LISTS = st.lists(STATED_TEXTS, min_size=1, max_size=3)
STATED_KEYS = st.sampled_from(["name", "title", "paper", "number_of_parameters", 'a"b', "x"])
STATED = st.dictionaries(STATED_KEYS, STATED_TEXTS | STATED_LISTS, min_size=1) | st.dictionaries(
    STATED_KEYS, STATED_TEXTS | STATED_LISTS | st.sampled_from([[], {"a": "b"}, None]), max_size=2
)
WHERE = st.fixed_dictionaries(
    {},
    optional={
        "source": st.sampled_from(["", "list", "other list"]),
        "line": st.sampled_from([0, 1, 7, 2.5, "3", None]),
        "column": st.sampled_from([1, True, 10**10]),
    },
)
BESIDE = {
    "other": STATED,
    "commented": st.sampled_from([True, "true", 1, False]),
    "origin": WHERE | st.just("list"),
    "entry": st.just("a"),
}
FIELDS = {
    "name": STATED_TEXTS,
    "title": STATED_TEXTS,
    "paper": st.just([{"title": "a", "url": "https://example.org/a"}]),
    "size": st.just([{"parameter_count": 7}]),
    "venue": STATED_TEXTS,
    "nested": st.just({"stated": {"name": "GPT-3"}}),
}
WRITTEN = st.fixed_dictionaries({"stated": STATED, "place": WHERE}, optional=BESIDE) | st.fixed_dictionaries(
    {"stated": STATED, "place": WHERE}, optional=BESIDE | FIELDS
)


@given(
    WRITTEN.flatmap(lambda record: st.permutations(list(record.items())).map(dict)),
    st.booleans(),
    st.sampled_from([None, (",", ":"), (" ,  ", " : ")]),
    st.sampled_from(["", " ", "\t"]),
)
@settings(max_examples=500)
def test_a_line_of_a_written_record_is_what_its_tree_says(record, ascii_only, separators, blank):
    line = f"{blank}{json.dumps(record, ensure_ascii=ascii_only, separators=separators)}{blank}"
    text = Text.of(Source("list", path="list.jsonl"), "")
    if written := read_written_line(text, line, 4):
        tree = parse_json("\n" * 4 + line)
        assert is_written(tree)
        findings = Findings()
        row, fields = read_written(text, tree, findings)
        assert (written.row, [(key, written_text(value)) for key, value in written.fields]) == (row, fields)
        assert not findings


def test_written_records_need_no_tree(models):
    text = Text.of(Source("list"), "")
    records = [record for model in models for record in model.records]
    lines = [json.dumps(record.to_json(), ensure_ascii=False) for record in records]
    assert sum(read_written_line(text, line, 0) is not None for line in lines) > 0.9 * len(lines)


@pytest.mark.parametrize(
    "line",
    [
        '{"stated": {"name": "A", "name": "B"}, "place": {}}',
        '{"stated": {"name": "A"}, "stated": {"name": "B"}, "place": {}}',
        '{"name": "A", "name": "B", "stated": {"name": "A"}, "place": {}}',
        '{"stated": {"name": "A"}, "place": {}, "entry": NaN}',
        '{"entry": {"stated": {"name": "A"}}, "stated": {"name": "A"}, "place": {}}',
        '{"stated": {"name": "A"}, "place": {}, "venue": "B"}',
        '{"stated": {"name": "\\ud83d"}, "place": {}}',
        '{"stated": {"name": "A"}, "place": {}, "title": ' + "[" * 101 + "]" * 101 + "}",
        '{"stated": {"name": "%s"}, "place": {}}' % ("A" * 100_001),
        '{"stated": {"title": ["A", "B"], "paper": "https://example.org"}, "place": {}}',
        '{"stated": {"name": "A"}, "place": {}',
        '{"stated": {"name": "A"}}',
        '[{"stated": {"name": "A"}, "place": {}}]',
    ],
)
def test_a_line_in_which_something_is_odd_is_left_to_the_tree(line):
    assert read_written_line(Text.of(Source("list"), ""), line, 0) is None


def test_a_model_of_one_record_has_the_values_of_its_accepted_claims(models):
    several_papers = '[{"name": "A", "title": ["One", "Two"], "paper": "https://b.org/2"}]'
    (other,) = reconcile(read_text(several_papers, Source("list"), "json"))
    assert (
        [paper.title for paper in other.paper] == ["Two", "One"] != [p.title for p in other.records[0].paper]
    )
    alone = [model for model in models if len(model.records) == 1 and model.ruled is None]
    assert alone
    for model in (other, *alone):
        stated = {name: value for name, value in vars(model).items() if name in Description.model_fields}
        assert stated == values_of(model.accepted)


def test_a_row_of_a_model_has_every_field(models):
    row = models["GPT-3"].to_row()
    assert row.keys() >= Description.model_fields.keys()
    assert (row["carbon_emitted"], row["fusion"]) == ([], None)
