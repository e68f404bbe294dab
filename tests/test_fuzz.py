"""Random lists, of which no good entry is lost, and random texts, of which none is too strange.

`LLM_KG_FUZZ_EXAMPLES` is the number of examples of each test: CI runs what stands here, and by hand a
hundred thousand may run overnight.
"""

from __future__ import annotations

import os
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import llm_kg as kg
from llm_kg.places import Source
from llm_kg.sources.base import Reading, Row, Text
from llm_kg.sources.markdown.reader import read_markdown

EXAMPLES = int(os.environ.get("LLM_KG_FUZZ_EXAMPLES", "0"))


def fuzz(examples: int, slow: int):
    """Return the settings of a test in two sizes, of which the quick one always tries the same."""
    number = EXAMPLES or slow
    health = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]
    quick = settings(max_examples=examples, deadline=None, derandomize=True, suppress_health_check=health)
    long = settings(max_examples=number, deadline=None, suppress_health_check=health)
    return quick, long


# Lists of pieces that people write, among which good entries stand.


class Good(NamedTuple):
    """A good entry: its lines, and what must be found of it, at which of its lines."""

    name: str
    lines: tuple[str, ...]
    billions: int | None
    line: int = 0


NUMBERS = st.integers(1, 999)


@st.composite
def item_with_block(draw, number: int) -> Good:
    name = f"Good-{number}"
    billions = draw(NUMBERS)
    margin = " " * draw(st.sampled_from([2, 2, 4]))
    fence = draw(st.sampled_from(["```yaml", "```yml", "~~~yaml", "```YAML"]))
    head = f"{draw(st.sampled_from('-*+'))} **{name}** [[Google]](https://example.org/{number}) May 2022"
    body = draw(st.permutations([f"Params: {billions}B", "Architecture: De", "License: MIT"]))
    lines = [margin + line for line in (fence, *body, fence[:3])]
    return Good(name, (head, *([""] if draw(st.booleans()) else []), *lines), billions)


@st.composite
def linked_item(draw, number: int) -> Good:
    name, billions = f"Good-{number}", draw(NUMBERS)
    behind = draw(
        st.sampled_from([" - a text of some words", "", " [[paper]](https://arxiv.org/abs/2301.00001)"])
    )
    return Good(name, (f"- [{name} ({billions}B)](https://example.org/{number}){behind}",), billions)


@st.composite
def nested_item(draw, number: int) -> Good:
    name, billions = f"Good-{number}", draw(NUMBERS)
    lines = ("- Google", f"  - **{name}**", f"    - Params: {billions}B", "    - Date: May 2022")
    return Good(name, lines, billions, 1)


@st.composite
def table_row(draw, number: int) -> Good:
    name, billions = f"Good-{number}", draw(NUMBERS)
    lines = ("| Model | Params | Organization |", "|---|:-:|---|", f"| {name} | {billions}B | Google |")
    return Good(name, lines, billions, 2)


@st.composite
def html_row(draw, number: int) -> Good:
    name, billions = f"Good-{number}", draw(NUMBERS)
    lines = (
        "<table>",
        "<tr><th>Model</th><th>Params</th></tr>",
        f"<tr><td><b>{name}</b></td><td>{billions}B</td></tr>",
        "</table>",
    )
    return Good(name, lines, billions, 2)


@st.composite
def named_block(draw, number: int) -> Good:
    name, billions = f"Good-{number}", draw(NUMBERS)
    return Good(name, ("```yaml", f"has model: {name}", f"Params: {billions}B", "```"), billions, 0)


GOOD = (item_with_block, linked_item, nested_item, table_row, html_row, named_block)

#: What may stand between two entries and takes in none of them.
BETWEEN = st.sampled_from(
    (
        "",
        "Some words of prose, and [a link](https://example.org).",
        "<!-- a remark -->",
        "<!--\n- Hidden-1\n-->",
        "***",
        "> A quote of\n> two lines",
        "    code by indentation",
        "```python\nprint('- Bad-1')\n```",
        "![badge](https://example.org/badge.svg)",
        "<br>",
        "<p align='center'>",
        "| a | b |\n|---|---|\n| c | d |",
        "[a]: https://example.org",
        "text with ** stars, _ lines, ` ticks and [brackets",
        "\u200b\u202e\ufeff",
        "[[[[((((",
        "&amp; &#0; &#x110000; &nope;",
        "<table><tr><td>no model",
        "- " * 60 + "deep",
        "$$ x < y $$",
        "\\",
        "|",
        "1) one",
    )
)


@st.composite
def lists(draw) -> tuple[str, list[tuple[Good, int]]]:
    """Draw a list, and its good entries with their lines (0-based)."""
    lines: list[str] = ["# Models", ""]
    found: list[tuple[Good, int]] = []
    for number in range(draw(st.integers(1, 6))):
        for junk in draw(st.lists(BETWEEN, max_size=2)):
            lines += [*junk.split("\n"), ""]
        good = draw(draw(st.sampled_from(GOOD))(number))
        # A heading ends whatever stands before the entry.
        lines += [f"{'#' * draw(st.integers(2, 4))} Models", ""]
        found.append((good, len(lines) + good.line))
        lines += [*good.lines, ""]
    return "\n".join(lines), found


def check_list(read_text, drawn) -> None:
    text, expected = drawn
    records = read_text(text)
    found = {record.name: record for record in records}
    for good, line in expected:
        assert good.name in found, text
        record = found[good.name]
        assert record.place.line == line + 1
        assert record.parameter_count == (good.billions * 10**9,)
    assert [name for name in found if name.startswith("Good-")] == [good.name for good, _ in expected]
    assert not {"Hidden-1", "Bad-1"} & set(found)


QUICK_LISTS, LONG_LISTS = fuzz(25, 600)


@QUICK_LISTS
@given(drawn=lists())
def test_good_entries_of_random_lists_are_found(read_text, drawn):
    check_list(read_text, drawn)


@pytest.mark.slow
@LONG_LISTS
@given(drawn=lists())
def test_good_entries_of_many_random_lists_are_found(read_text, drawn):
    check_list(read_text, drawn)


# Texts of Markdown's special characters and the words of lists.

PIECES = st.sampled_from(
    (
        *"#*_-+`~|>[](){}<>!&;:=.,'\"\\/@$%^ \t\n\n\n\r0123456789",
        *(
            "\x00",
            "\x0c",
            "\u2028",
            "\u200b",
            "\u202e",
            "\ufeff",
            "\ufffd",
            "é",
            "e\u0301",
            "模型",
            "：",
            "（",
            "）",
            "🔥",
        ),
        *(
            "```yaml\n",
            "~~~\n",
            "```",
            "- ",
            "  - ",
            "1. ",
            "> ",
            "# ",
            "## Models\n",
            "|---|---|\n",
            "| Model | Params |\n",
        ),
        *(
            "<table>",
            "</table>",
            "<tr>",
            "<td>",
            "<td rowspan=2>",
            "<th>",
            "<br>",
            "<a href='",
            "<details>",
            "<summary>",
        ),
        *(
            "<!--",
            "-->",
            "<!-- llm-kg: ignore ",
            "<ins>",
            "&lt;",
            "**",
            "__",
            "](",
            "[[",
            "]]",
            "![",
            "[x] ",
            "[^1]",
        ),
        *(
            "GPT-3",
            "Params: 7B",
            "Params",
            "175B",
            "8x7B",
            "7-13B",
            "date created: ",
            "May 2022",
            "2020-13",
            "Google",
        ),
        *(
            "License: MIT",
            "has model: ",
            "https://arxiv.org/abs/2301.00001",
            "http://",
            "javascript:",
            "paper",
            "code",
        ),
        *(
            "family",
            "series",
            "from OpenAI",
            "known as ",
            "- &a [*a]\n",
            "!!python/object ",
            "<<: *b\n",
            "? ",
            "null",
            "~",
        ),
        *(
            "Training Data: ",
            "1TB",
            "tokens",
            "Context Length: ",
            "1e999",
            "9" * 30,
            "亿",
            "万",
            "a" * 90,
            "\n\n",
            "    ",
        ),
    )
)
TEXTS = st.lists(PIECES, max_size=60).map("".join)


def read_rows(text: str) -> tuple[list[Row], Reading]:
    reading = Reading(include_commented=len(text) % 2 == 0)
    return list(read_markdown(Text.of(Source("list", "list.md"), text), reading)), reading


def check_text(read_text, text: str) -> None:
    rows, reading = read_rows(text)
    lines = Text.of(Source("list"), text).lines
    places = [place for row in rows for place in (row.place, *(cell.place for cell in row.cells))]
    places += [finding.place for finding in reading.findings if finding.place]
    places += [decision.place for decision in reading.decisions]
    for place in places:
        assert 1 <= place.line <= len(lines)
        assert 1 <= place.column <= len(lines[place.line - 1]) + 1
        if place.end_line is not None:
            assert place.line <= place.end_line <= len(lines)
        if place.end_column is not None:
            assert 1 <= place.end_column <= len(lines[(place.end_line or place.line) - 1]) + 1
    again, reading_again = read_rows(text)
    assert rows == again
    assert list(reading.findings) == list(reading_again.findings)
    # And on to the graph, which takes no IRI or literal that no parser would read.
    records = read_text(f"# Models\n\n- Alpha-1\n\n# Models\n\n{text}")
    assert "Alpha-1" in {record.name for record in records} or "<!--" in text
    list(kg.build(kg.reconcile(records)))


QUICK_TEXTS, LONG_TEXTS = fuzz(50, 1_200)


@QUICK_TEXTS
@example("```yaml\n\u2028*date created: #\n")  # YAML 1.1 counts other ends of lines
@given(text=TEXTS)
def test_any_text_can_be_read(read_text, text):
    check_text(read_text, text)


@pytest.mark.slow
@LONG_TEXTS
@given(text=TEXTS)
def test_any_of_many_texts_can_be_read(read_text, text):
    check_text(read_text, text)
