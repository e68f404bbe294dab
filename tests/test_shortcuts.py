"""The short ways of the reader lead where the long ones do."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from llm_kg.names import clean, fold
from llm_kg.sources.mappings import Scalar, _plain_pairs, compose, compose_all
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
    if pairs := _plain_pairs(text):
        assert [pairs] == list(compose_all(text))


@pytest.mark.parametrize(
    "line",
    ["Params: 175B", "Training Cost: $4.6M ", "Field: NLP (Chinese), a/b", "code: https://a.b/c:d?e=f"],
)
def test_lines_of_lists_are_plain(line):
    pairs = _plain_pairs(f"{line}\n{line}\n")
    assert pairs
    assert compose(f"{line}\n{line}") == pairs
    _, value = pairs.pairs[1]
    assert isinstance(value, Scalar)
    assert line[value.stretch[1] : value.stretch[3]] == value.text == line.partition(": ")[2].rstrip()


ASCII = st.text(st.characters(max_codepoint=0x7F))


@given(ASCII)
def test_names_of_ascii_are_treated_as_all_others(text):
    assert f"é{fold(text)}" == fold(f"é{text}")
    assert f"é {clean(text)}".rstrip() == clean(f"é {text}")


@given(st.text("aB1 \n.,:;()]>!é盘"))
def test_text_without_markup_is_treated_as_all_other(text):
    assert f"&{plain(f'x{text}x')}" == plain(f"&amp;x{text}x")
