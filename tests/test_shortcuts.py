"""The short ways of the reader lead where the long ones do."""

from __future__ import annotations

import pickle
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from llm_kg import names, sizes
from llm_kg.curated import said_to_be
from llm_kg.findings import Findings
from llm_kg.identifiers import clean_url, doi, host_and_path, is_plain_link, is_web_link
from llm_kg.names import clean, fold, normalize, slug
from llm_kg.places import Place, Source
from llm_kg.reconciliation import Model, reconcile
from llm_kg.records import Description, Record, values_of
from llm_kg.sources import columns, read_text
from llm_kg.sources.base import Text
from llm_kg.sources.mappings import _mapping_cells, _plain_cells, compose_all, read_block
from llm_kg.sources.markdown import inline
from llm_kg.sources.markdown.inline import plain

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
        patch.setattr(sizes, "_NUMBER_SIGN", ANYTHING)
        long = sizes.parse_sizes(text)
    assert sizes.parse_sizes(text) == long


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
    parts = [columns.Part("text", text, Place(Source("list"), 1))]
    shown = columns._shown(parts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(columns, "_UNEVEN", re.compile(""))
        assert columns._shown(parts) == shown


def test_records_and_models_without_a_look_at_their_values_are_those_with_one(models):
    for kind, found in ((Record, [r for model in models for r in model.records]), (Model, models)):
        for one in found:
            fields = {name: getattr(one, name) for name in kind.model_fields}
            checked = kind(**fields)
            assert {name: getattr(checked, name) for name in kind.model_fields} == fields
            stated = {name for name in Description.model_fields if name in vars(one)}
            assert stated == {name for name in Description.model_fields if fields[name] not in (None, ())}
            assert kind.of_typed(vars(one)) == one == pickle.loads(pickle.dumps(one))


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
