"""Blocks that are cut without a parser are those that the parser would give."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from llm_kg.sources.markdown import commonmark
from llm_kg.sources.markdown.commonmark import parse_blocks

# Signs with which blocks of Markdown begin and end, among others; lines and texts made of them.
SIGNS = st.sampled_from(["\t", "\xa0", "\x0c"]) | st.sampled_from(
    re.findall(
        r"\S+",
        r"- * + a b ** `x` ``` ~~~ ```yaml # ## > 1. 2. 10) 1.5 --- === ___ | |- :- : [a]: [a] <b> <!-- --> "
        r"<div> _ __a ~ ~~ \ _x_ **b** https://example.org :tada: [x](y) é [a]:/u",
    )
)
ITEMS = ["- a", "* b", "- **c** d", "1. x", "- ", "+ q", "2. y", "-   z", "- - a", "-     a"]
ROWS = ["| a |", "| a | b |", "|---|", "|:-|--:|", "| c", "|"]
FORMS = st.sampled_from([*ITEMS, *ROWS])
MARKDOWN = st.lists(
    st.sampled_from(["", "", " ", "   "])
    | st.builds(
        "{}{}{}".format,
        st.sampled_from([0, 0, 0, 1, 2, 2, 3, 4, 4, 5, 6, 8]).map(" ".__mul__),
        FORMS
        | st.lists(SIGNS, min_size=1, max_size=4).flatmap(
            lambda s: st.sampled_from(["", " "]).map(lambda j: j.join(s))
        ),
        st.sampled_from(["", "", "  ", "\t"]),
    ),
    min_size=1,
    max_size=12,
)


def written_out(blocks):
    return [
        (b.kind, b.start, b.end, b.level, b.info, b.content, b.closed, len(b.children))
        for block in blocks
        for b in block.walk()
    ]


@settings(max_examples=1_000, deadline=None, derandomize=True)
@given(MARKDOWN)
@example(["- a", "", "[a]: /u", "", "- b"])
@example(["# a |", "|-"])
@example(["- a |", "|-"])
@example(["- a", "b", "  - c", "2. d", "", "  e", "", "f"])
@example(["- a", "      - b", "    ```", "  c"])
@example(["- a", "", "  ```yaml", "  b: c", "- d"])
@example(["- a", "", "  ```", "b", "  ```"])
@example(["a", "2. b"])
@example(["- a", "  ```yaml", "  b", "      ```", "  ``` c", " ```"])
@example(["| a | b |", "|---|---|", "| c | d |", "- e"])
@example(["- a", "", "  | a |", "  | - |", " | b |"])
@example(["| a |", "|---|---|"])
@example([r"| a \| b |", "|---|---|"])
@example(["| a | b", "|---|"])
@example(["<!--", "- a", "# b", "-->", "- c"])
@example(["```", "- a", *["# b"] * 9])
@example(["* a", "- -", "* b", "+ ", "+ c", "", "", "text", "- d"])
def test_plain_blocks_are_what_a_parser_makes_of_them(lines):
    ours, theirs = {}, {}
    assert written_out(parse_blocks(lines, 5, ours)) == written_out(commonmark._parse(lines, 5, theirs))
    assert list(ours.items()) == list(theirs.items())


@pytest.fixture
def parsed(monkeypatch):
    """Return the numbers of the lines that a parser is given."""
    given_to_it = []
    parse = commonmark._parse
    monkeypatch.setattr(
        commonmark, "_parse", lambda lines, *rest: given_to_it.append(len(lines)) or parse(lines, *rest)
    )
    return given_to_it


PLAIN = """# A list

Some words, **bold** and `code`, [a link](https://example.org)
on two lines.

## Models

- **A** [[OpenAI]](https://example.org) 2020
    *A title* [[paper]](https://example.org)

    ```yaml
    Params: 1B

    # Paramètres
    ```
* [B](https://example.org) - 1.5B, text
  * C: d
  * E

    more of E

1. F
2. **G**
- [ ] H
~~~
- code
~~~

| Model | *Params* |
|:-----:|---|
| I | 7B |
| J |
"""


def test_lists_of_plain_blocks_are_not_given_to_a_parser(parsed):
    blocks = parse_blocks(PLAIN.split("\n"), 0, {})
    assert not parsed
    kinds = ["heading", "paragraph", "heading", "list", "list", "list", "list", "fence", "table"]
    assert [block.kind for block in blocks] == kinds


@pytest.mark.parametrize("opening", ["```", "<!--", "<pre>"])
def test_what_is_never_closed_is_not_parsed_again_for_each_item_in_it(parsed, opening):
    blocks = parse_blocks([opening, *["- a"] * 1_000], 0, {})
    assert [(block.start, block.end) for block in blocks] == [(0, 1_001)]
    assert sum(parsed) < 4_000


def test_a_parser_is_given_no_more_than_what_is_around_an_odd_item(parsed):
    (items,) = parse_blocks([*["- a"] * 100, "- <b>", *["- c"] * 100], 0, {})
    assert len(items.children) == 201
    assert sum(parsed) == 4  # two items before, itself, and the item behind


def test_a_table_ends_where_it_does_for_the_parser():
    # The parser fills up the rows of a table, and of some version on stops at some number of cells.
    columns, rows = 300, 250
    lines = ["|" + "a|" * columns, "|" + "-|" * columns, *["|b|"] * rows]
    assert written_out(parse_blocks(lines, 0, {})) == written_out(commonmark._parse(lines, 0, {}))
