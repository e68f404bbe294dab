"""Nasty inputs, made on demand: what nobody writes, and somebody will send.

Each is a function of a size. Those that stand in a Markdown list are put between two good entries,
which must be read as if nothing stood between them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

__all__ = ["BETWEEN", "FILES", "GIANTS", "GOOD", "RECORDS", "Nasty", "between"]

#: The names of the good entries around a nasty part.
GOOD: Final = ("Alpha-1", "Omega-9")

_BEFORE = """# Models

- **Alpha-1** [[Google]](https://example.org/alpha) May 2022
  ```yaml
  Params: 3B
  ```

"""
_AFTER = """

# More models

- **Omega-9** [[OpenAI]](https://example.org/omega) June 2023
  ```yaml
  Params: 5B
  ```
"""


class Nasty(NamedTuple):
    """A nasty text by its size; `size` is what a reader must take in a moment, `large` in seconds.

    `keeps` are the good entries that CommonMark leaves outside of it.
    """

    make: Callable[[int], str]
    size: int
    large: int
    keeps: tuple[str, ...] = GOOD


def between(text: str) -> str:
    """Put a text between two good entries."""
    return f"{_BEFORE}{text}{_AFTER}"


def _entry(*lines: str) -> str:
    """Return an item with a block of these lines."""
    return "\n".join(("- **Nasty-5**", "  ```yaml", *(f"  {line}" for line in lines), "  ```"))


def _bomb(n: int) -> str:
    """A billion laughs, `n` times ten."""
    lines = ["a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    lines += (f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, n))
    return _entry(*lines, f"Params: *a{n - 1}")


def _nested_list(n: int) -> str:
    return "\n".join(f"{'  ' * depth}- Nasty-{depth}" for depth in range(n))


def _table(n: int, cell: str, delimiter: bool = True) -> str:
    head = "| Model | Params |\n|---|---|\n" if delimiter else ""
    return head + "|" + f"{cell}|" * n


def _wide_table(n: int) -> str:
    return "|" + "Model|" * n + "\n|" + "---|" * n + "\n|" + "Nasty-5|" * n


#: Between two good entries of a Markdown list.
BETWEEN: Final[Mapping[str, Nasty]] = {
    # YAML in blocks.
    "billion laughs": Nasty(_bomb, 30, 300),
    "aliases of themselves": Nasty(lambda n: _entry(f"a: &a [{'*a, ' * n}*a]", "Params: *a"), 100, 50_000),
    "an alias of the whole": Nasty(lambda n: _entry("Params: 3B", "b: *x") + "\n" * n, 1, 1000),
    "aliases that nothing anchors": Nasty(lambda n: _entry(*(f"k{i}: *x{i}" for i in range(n))), 50, 20_000),
    "tags that run": Nasty(
        lambda n: _entry(*[f"k{i}: !!python/object/apply:os.system [exit 7]" for i in range(n)]), 20, 10_000
    ),
    "merge keys": Nasty(lambda n: _entry("base: &b {Params: 3B}", *["<<: *b"] * n), 20, 10_000),
    "keys that are mappings": Nasty(lambda n: _entry(*["? {a: b}", ": c"] * n), 20, 5_000),
    "deep flow": Nasty(lambda n: _entry("Params: " + "[" * n), 500, 200_000),
    "deep flow that closes": Nasty(lambda n: _entry("Params: " + "{a: " * n + "}" * n), 500, 100_000),
    "deep blocks": Nasty(lambda n: _entry("Params:", *(" " * i + "a:" for i in range(1, n))), 50, 900),
    "deep dashes in a block": Nasty(lambda n: _entry("- " * n + "a"), 500, 200_000),
    "one key again and again": Nasty(lambda n: _entry(*["Params: 3B"] * n), 50, 10_000),
    "unknown keys": Nasty(lambda n: _entry("Params: 3B", *(f"Parms{i}: 3B" for i in range(n))), 50, 5_000),
    "a long value": Nasty(lambda n: _entry("Params: " + "1" * n), 5_000, 900_000),
    "a long text value": Nasty(lambda n: _entry("Training Data: " + "a, " * n), 2_000, 300_000),
    "a long quoted value": Nasty(lambda n: _entry('Application: "' + "a" * n + '"'), 5_000, 900_000),
    "a block without an end": Nasty(
        lambda n: "- **Nasty-5**\n  ```yaml\n  Params: 3B\n" + "  a: b\n" * n, 50, 20_000
    ),
    "not YAML": Nasty(lambda n: _entry(*["Title: a: b: c"] * n), 50, 20_000),
    "many blocks": Nasty(lambda n: "\n\n".join([_entry("Params: 3B")] * n), 20, 3_000),
    # Numbers and dates.
    "numbers of many digits": Nasty(
        lambda n: _entry(
            f"Params: {'9' * n}",
            f"date created: {'9' * n}",
            f"Context Length: {'9' * n}",
            f"Training Cost: ${'9' * n}",
        ),
        5_000,
        200_000,
    ),
    "huge exponents": Nasty(
        lambda n: _entry(f"Params: 1e{'9' * n}", f"Context Length: 1e{'9' * n}"), 20, 100_000
    ),
    "not numbers": Nasty(
        lambda n: _entry(*["Params: NaN", "Context Length: .inf", "Training Data: -Infinity tokens"] * n),
        1,
        3_000,
    ),
    "sizes without end": Nasty(lambda n: _entry("Params: " + "7B + " * n), 500, 100_000),
    "ranges without end": Nasty(lambda n: _entry("Params: " + "7-" * n + "B"), 500, 100_000),
    "sizes in brackets": Nasty(lambda n: _entry("Params: " + "(" * n + "7B" + ")" * n), 500, 100_000),
    "commas in numbers": Nasty(lambda n: _entry("Params: " + "1," * n), 500, 200_000),
    "blanks in values": Nasty(
        lambda n: _entry(
            *(f'{key}: "a{" " * n}b"' for key in ("organization", "Field", "Objective", "demo"))
        ),
        500,
        60_000,
    ),
    "words that may be addresses": Nasty(
        lambda n: _entry(*(f'{key}: "a{"." * n}b"' for key in ("demo", "Paper", "homepage"))), 500, 60_000
    ),
    "Chinese numerals": Nasty(lambda n: _entry("Params: " + "一百万亿" * n), 500, 100_000),
    "words for numbers": Nasty(lambda n: _entry("Params: " + "one hundred " * n), 500, 50_000),
    "quantities": Nasty(lambda n: _entry("Training Data: " + "1TB (2GB) " * n), 100, 30_000),
    "dates": Nasty(lambda n: _entry("date created: " + "2020-01-" * n), 100, 100_000),
    "months": Nasty(lambda n: "- **Nasty-5** " + "May " * n, 100, 100_000),
    # Nesting.
    "a deep list": Nasty(_nested_list, 300, 10_000),
    "dashes on one line": Nasty(lambda n: "- " * n + "Nasty-5", 200, 10_000),
    "numbers on one line": Nasty(lambda n: "1. " * n + "Nasty-5", 200, 10_000),
    "models of one family": Nasty(
        lambda n: "- Google\n" + "".join(f"  - **Nasty-{i}**\n    - Params: 3B\n" for i in range(n)),
        50,
        8_000,
    ),
    "plain and odd items by turns": Nasty(lambda n: "- <b>Nasty-5</b>\n- Nasty-6\n" * n, 50, 3_000),
    "items with open fences": Nasty(lambda n: "- Nasty-5\n  ```\n  a\n" * n, 50, 3_000),
    "items and headings that are tables": Nasty(lambda n: "- a |\n|-\n# b |\n|-\n" * n, 50, 5_000),
    "references between items": Nasty(lambda n: "- Nasty-5\n\n[a]: b\n\n" * n, 50, 5_000),
    "items in an open comment": Nasty(lambda n: "<!--\n" + "- Nasty-5\n" * n + "-->", 50, 10_000),
    "deep quotes": Nasty(lambda n: "> " * n + "Nasty-5", 200, 10_000),
    "quotes without blanks": Nasty(lambda n: ">" * n + "Nasty-5", 200, 100_000),
    "quotes and lists": Nasty(lambda n: "> - " * n + "Nasty-5", 200, 10_000),
    "deep quotes of many lines": Nasty(lambda n: ("> " * 90 + "- Nasty-5\n") * n, 10, 1_000),
    "many lists 90 deep": Nasty(lambda n: (_nested_list(90) + "\n\n") * n, 2, 50),
    "details": Nasty(lambda n: "<details><summary>a</summary>\n\n" * n, 100, 20_000),
    "tables in tables": Nasty(lambda n: "<table><tr><td>" * n, 100, 20_000),
    "tables in tables that close": Nasty(
        lambda n: "<table><tr><td>" * n + "</td></tr></table>" * n, 100, 20_000
    ),
    "tables that never begin": Nasty(lambda n: "</table>" * n, 100, 100_000),
    "blocks of tables": Nasty(lambda n: "<table>\n\n" * n, 50, 3_000),
    # Runs.
    "brackets": Nasty(lambda n: "[" * n, 1_000, 100_000),
    "brackets of links": Nasty(lambda n: "- " + "[a](" * n, 200, 100_000),
    "images": Nasty(lambda n: "- " + "![" * n, 500, 100_000),
    "images in links": Nasty(lambda n: "- Nasty-5 " + "[![a](b)](c) " * n, 50, 30_000),
    "brackets in brackets": Nasty(lambda n: "- Nasty-5 " + "[" * n + "a](b)" + "]" * n, 200, 50_000),
    "links in brackets": Nasty(lambda n: "- Nasty-5 " + "[[a](b) " * n + "]" * n, 100, 20_000),
    "labels in labels": Nasty(lambda n: "- Nasty-5 " + "[" * n + "a" + "](b)" * n, 200, 20_000),
    "brackets round and open": Nasty(lambda n: "- Nasty-5 " + "(" * n, 1_000, 100_000),
    "brackets round": Nasty(lambda n: "- Nasty-5 " + "(" * n + ")" * n, 500, 50_000),
    "pairs of round brackets": Nasty(lambda n: "- Nasty-5 " + "(a b) " * n, 50, 50_000),
    "pairs of square brackets": Nasty(lambda n: "- Nasty-5 " + "[a b] " * n, 50, 50_000),
    "sizes in pairs of brackets": Nasty(lambda n: "- Nasty-5 " + "(7B) " * n, 50, 50_000),
    "addresses that never end": Nasty(lambda n: "- Nasty-5 " + "[a](b(" * n, 100, 30_000),
    "links and quoted words": Nasty(lambda n: "- Nasty-5 " + '[a](https://b.example) "a b" ' * n, 50, 20_000),
    "bare addresses": Nasty(lambda n: "- Nasty-5 " + "http://a " * n, 50, 50_000),
    "angles": Nasty(lambda n: "- Nasty-5 " + "<" * n, 500, 100_000),
    "open tags": Nasty(lambda n: "- Nasty-5 " + "<a href=" * n, 200, 30_000),
    "open links of HTML": Nasty(lambda n: "- Nasty-5 " + "<a href=b>" * n, 200, 30_000),
    "open images of HTML": Nasty(lambda n: "- Nasty-5 " + "<img " * n, 200, 30_000),
    "open insertions": Nasty(lambda n: "- Nasty-5 " + "<ins>" * n, 200, 30_000),
    "open headings of HTML": Nasty(lambda n: "<h1>" * n, 200, 30_000),
    "open summaries": Nasty(lambda n: "<summary>a" * n, 200, 30_000),
    "comments on one line": Nasty(lambda n: "- Nasty-5 " + "<!-- a -->" * n, 100, 30_000),
    "open comments in an item": Nasty(lambda n: "- Nasty-5 " + "<!--" * n, 100, 50_000),
    "comments of many lines": Nasty(lambda n: "<!--\n- Hidden-3\n-->\n" * n, 20, 5_000),
    "an open comment": Nasty(lambda n: "<!--" * n, 100, 50_000, keeps=("Alpha-1",)),
    "silences": Nasty(lambda n: "<!-- llm-kg: ignore unknown-key -->\n- Nasty-5\n\n" * n, 20, 3_000),
    "open silences": Nasty(lambda n: "- Nasty-5 " + "<!-- llm-kg: ignore a " * n, 100, 30_000),
    "stars": Nasty(lambda n: "*" * n, 1_000, 200_000),
    "stars around": Nasty(lambda n: "- " + "*" * n + "a" + "*" * n, 500, 100_000),
    "stars apart": Nasty(lambda n: "- " + "**a " * n, 200, 50_000),
    "stars in words": Nasty(lambda n: "- " + "a**b" * n, 200, 50_000),
    "underlines": Nasty(lambda n: "- " + "__a " * n, 200, 50_000),
    "runs of underlines": Nasty(lambda n: "- a" + "_" * n + "b", 500, 200_000),
    "backticks": Nasty(lambda n: "a " + "`" * n, 1_000, 200_000),
    "runs of backticks": Nasty(lambda n: "a " + " ".join("`" * i for i in range(1, n)), 50, 1_000),
    "backslashes": Nasty(lambda n: "- Nasty-5 " + "\\" * n, 500, 200_000),
    "escapes": Nasty(lambda n: "- Nasty-5 " + "\\*" * n, 500, 100_000),
    "entities": Nasty(lambda n: "- Nasty-5 " + "&amp;" * n + "&#" * n, 200, 50_000),
    "blanks": Nasty(lambda n: "- Nasty-5" + " " * n + "x", 1_000, 300_000),
    "blanks before": Nasty(lambda n: " " * n + "- Nasty-5", 1_000, 300_000),
    "tabs": Nasty(lambda n: "- Nasty-5" + "\t" * n + "x", 1_000, 300_000),
    "lines of blanks": Nasty(lambda n: "- Nasty-5\n" + " \n" * n, 500, 100_000),
    "dashes": Nasty(lambda n: "- Nasty-5 " + "-" * n + "x", 1_000, 300_000),
    "dashes apart": Nasty(lambda n: "- Nasty-5" + " - " * n + "x", 500, 100_000),
    "colons": Nasty(lambda n: "- Nasty-5" + ":" * n, 1_000, 200_000),
    "colons apart": Nasty(lambda n: "- " + "a: " * n, 200, 50_000),
    "commas": Nasty(lambda n: "- " + "A1, " * n, 200, 5_000),
    "bars": Nasty(lambda n: "- " + "a|" * n, 200, 100_000),
    "alternative sizes": Nasty(lambda n: "- Nasty-" + "7|" * n + "B", 200, 100_000),
    "slashes": Nasty(lambda n: "- Nasty-5 " + "/ " * n, 200, 100_000),
    "equals signs": Nasty(lambda n: "a\n" + "=" * n, 200, 200_000),
    "hyphens in a word": Nasty(lambda n: "- " + "A-" * n, 500, 200_000),
    "dots in a word": Nasty(lambda n: "- A" + ".1" * n, 500, 200_000),
    "pluses": Nasty(lambda n: "- A" + "+" * n, 500, 200_000),
    "emojis": Nasty(lambda n: "- " + "🔥" * n + "Nasty-5" + "🔥" * n, 200, 50_000),
    "emoji codes": Nasty(lambda n: "- Nasty-5" + ":fire" * n, 200, 50_000),
    "combining marks": Nasty(lambda n: "- Nasty" + "\u0301\u0323" * n, 200, 50_000),
    "zero-width": Nasty(lambda n: "- Nasty" + "\u200b" * n + "5", 200, 100_000),
    "bidi": Nasty(lambda n: "- " + "\u202e" * n + "Nasty-5", 200, 100_000),
    "names of nothing": Nasty(lambda n: "- \u200b\u202e\u2066\n- 🔥\n- \u0301\n- \x01\n" * n, 5, 1_000),
    "footnotes": Nasty(lambda n: "- Nasty-5" + "[^1]" * n, 200, 50_000),
    "family words": Nasty(lambda n: "- " + "series " * n, 200, 50_000),
    "and and and": Nasty(lambda n: "- " + "and " * n, 200, 50_000),
    "announced by": Nasty(lambda n: "- **Nasty-5** - announced by " + "a in " * n, 200, 50_000),
    "from from": Nasty(lambda n: "- Nasty-5 (" + ", from A" * n + ")", 20, 20_000),
    "a long word": Nasty(lambda n: "- " + "A" * n, 1_000, 900_000),
    "a long sentence": Nasty(lambda n: "- " + "A b " * n, 1_000, 200_000),
    "a long paragraph": Nasty(lambda n: "- Nasty-5\n" + "  text [a](https://example.org)\n" * n, 100, 10_000),
    "a long title": Nasty(
        lambda n: "- **" + "Title of words " * n + "**. [[pdf](https://example.org/a)]", 50, 30_000
    ),
    "a title of many lines": Nasty(
        lambda n: "- [" + "word\nword " * n + "](https://example.org/a)", 50, 10_000
    ),
    # Tables.
    "a wide row": Nasty(lambda n: _table(n, "a"), 1_500, 400_000),
    "a wide row and no table": Nasty(lambda n: _table(n, "a", delimiter=False), 1_500, 400_000),
    "a wide empty row": Nasty(lambda n: _table(n, ""), 1_500, 900_000),
    "a wide table": Nasty(_wide_table, 1_500, 100_000),
    "a long table": Nasty(lambda n: _table(0, "") + "\n" + "| Nasty-5 | 7B |\n" * n, 50, 5_000),
    "a table of links": Nasty(lambda n: _table(1, "[a](b)" * n), 50, 30_000),
    "escaped bars": Nasty(lambda n: _table(1, "\\|" * n), 500, 200_000),
    "breaks in a cell": Nasty(lambda n: _table(1, "Nasty-5<br>" * n), 50, 20_000),
    "stray rows": Nasty(lambda n: _table(1, "a") + "\n\n" + "| a | b |\n\n" * n, 50, 3_000),
    "delimiter rows": Nasty(lambda n: "| a | b |\n|---|---|\n" * n, 50, 10_000),
    "a square table of HTML": Nasty(
        lambda n: "<table><tr>" + "<td rowspan=100000 colspan=100000>Nasty-5" * n + "</table>", 5, 5_000
    ),
    "spans that overlap": Nasty(
        lambda n: "<table>" + "<tr><td rowspan=99999 colspan=999>Model</td></tr>" * n + "</table>", 20, 2_000
    ),
    "spans of many digits": Nasty(
        lambda n: f"<table><tr><th rowspan={'9' * n}>Model<tr><td colspan={'9' * n}>Nasty-5</table>",
        5_000,
        300_000,
    ),
    "rows that never end": Nasty(lambda n: "<table>" + "<tr><td>Nasty-5" * n, 100, 30_000),
    "a long table of HTML": Nasty(
        lambda n: "<table><tr><th>Model<th>Params</tr>\n" + "<tr><td>Nasty-5<td>7B</tr>\n" * n + "</table>",
        50,
        5_000,
    ),
    "ends of items in a cell": Nasty(lambda n: "<table><tr><td>" + "a</li>" * n + "</table>", 100, 30_000),
    "lists in cells": Nasty(lambda n: "<table>" + "<tr><td><ul><li>a</ul>" * n + "</table>", 100, 10_000),
    "lists in HTML in each other": Nasty(lambda n: "<ul><li>a\n" * n, 100, 30_000),
    "a cell of many parts": Nasty(lambda n: "<table><tr><td>" + "a<br>" * n + "</table>", 100, 30_000),
    "attributes": Nasty(lambda n: "<table><tr><td " + "a=b " * n + ">Nasty-5</table>", 100, 50_000),
    "an open attribute": Nasty(lambda n: '<table><tr><td a="' + "a" * n, 100, 300_000),
    "open attributes": Nasty(lambda n: "<table>" + "<td a='" * n, 100, 50_000),
    "open declarations": Nasty(lambda n: "<table>" + "<!a " * n, 100, 50_000),
    "open instructions": Nasty(lambda n: "<table>" + "<?a " * n, 100, 50_000),
    "open sections of characters": Nasty(lambda n: "<table>" + "<![CDATA[" * n, 100, 50_000),
    "open tags in a table": Nasty(lambda n: "<table><tr><td>" + "<" * n, 100, 100_000),
    "open end tags in a table": Nasty(lambda n: "<table><tr><td>" + "</a" * n, 100, 50_000),
    "open comments in a table": Nasty(lambda n: "<table><tr><td>" + "<!--" * n, 100, 50_000),
    "lines of an open tag": Nasty(lambda n: "<table><tr><td\n" + "a=b\n" * n, 100, 10_000),
    "lines of entities": Nasty(lambda n: "<table><tr><td>\n" + "&am\n" * n, 100, 10_000),
    "scripts in a table": Nasty(lambda n: "<table><tr><td>" + "<script>\n" * n, 100, 10_000),
    # Numbers of things.
    "headings": Nasty(lambda n: "# Models\n" * n, 100, 30_000),
    "headings below each other": Nasty(
        lambda n: "".join(f"{'#' * (i % 6 + 1)} A{i}\n" for i in range(n)), 100, 20_000
    ),
    "headings of organisations": Nasty(lambda n: "## Google\n\n## OpenAI\n\n- Nasty-5\n\n" * n, 20, 3_000),
    "long headings": Nasty(lambda n: "# " + "A b " * n, 200, 100_000),
    "definitions": Nasty(
        lambda n: "".join(f"[a{i}]: https://example.org/{i}\n" for i in range(n)), 100, 30_000
    ),
    "one definition": Nasty(lambda n: "[a]: https://example.org\n" * n + "\n- [Nasty-5][a]", 100, 30_000),
    "open definitions": Nasty(lambda n: "[a]:\n" * n, 100, 20_000),
    "definitions in a definition": Nasty(lambda n: "[" * n + "]: a", 100, 100_000),
    "titles of definitions": Nasty(lambda n: "[a]: b '" + "a\n" * n, 100, 30_000),
    "references": Nasty(lambda n: "[a]: https://example.org\n\n- Nasty-5 " + "[b][a] [a] " * n, 50, 20_000),
    "paragraphs of one line": Nasty(lambda n: "a\n\n" * n, 100, 50_000),
    "items": Nasty(lambda n: "- Nasty-5\n" * n, 100, 5_000),
    "items of one name": Nasty(lambda n: "- Nasty-5\n- Nasty 5\n- Nasty-5-2\n" * n, 30, 2_000),
    "empty items": Nasty(lambda n: "-\n" * n, 100, 30_000),
    "items of items": Nasty(lambda n: "- Google\n" + "  - Nasty-5\n" * n, 100, 5_000),
    "pairs": Nasty(lambda n: "- Nasty-5\n" + "  - Params: 7B\n" * n, 100, 5_000),
    "unknown pairs": Nasty(
        lambda n: "- Nasty-5\n" + "".join(f"  - Colour{i}: 7B\n" for i in range(n)), 100, 5_000
    ),
    "paragraphs of an item": Nasty(lambda n: "- Nasty-5\n\n" + "  text\n\n" * n, 100, 10_000),
    "open fences": Nasty(lambda n: "```yaml\nParams: 7B\n- Nasty-5\n" * n, 20, 1_000),
    "fences in fences": Nasty(lambda n: "```yaml\n```yaml\n- A\n" * n, 20, 1_000),
    "lines of tildes": Nasty(lambda n: "~~~\n" * (2 * n), 50, 10_000),
    "code blocks": Nasty(lambda n: "text\n\n    Params: 7B\n    date: 2020\n\n" * n, 20, 3_000),
    # Hostile values.
    "hostile addresses": Nasty(
        lambda n: "\n".join(
            f"- [Nasty-{i}]({url})"
            for i, url in enumerate(
                (
                    "javascript:alert(1)",
                    "data:text/html,<script>",
                    "file:///etc/passwd",
                    "<https://a b>",
                    "https://example.org/\u202eevil",
                    "https://[",
                    "https://example.org:99999999/",
                    "https://%00",
                    "//a",
                    "https://" + "a" * 5_000,
                    "http://\u2066",
                    "https://example.org/`{}|^\\",
                    "https://exa\ud7ffmple.org",
                )
                * n
            )
        ),
        1,
        200,
    ),
    "hostile addresses in a block": Nasty(
        lambda n: _entry(
            *(
                f"demo: {url}"
                for url in (
                    "javascript:alert(1)",
                    "https://[",
                    '"https://a\\nb"',
                    "https://a%zz",
                    "https://example.org:x",
                    '"https://\\uD800"',
                    "https://\u202e",
                    "https://doi.org/" + "(" * 1_000,
                    "http://[::1%25eth0]",
                    "http://\uff0f",
                    "http://℀.org",
                )
                * n
            )
        ),
        1,
        300,
    ),
    "hostile names": Nasty(
        lambda n: "\n".join(
            f"- **{name}**\n  ```yaml\n  Params: 3B\n  ```"
            for name in (
                "../../etc/passwd",
                "..",
                ".",
                "CON",
                "=cmd()",
                "@SUM(1)",
                "{{7*7}}",
                "${7*7}",
                "%s%n",
                "<script>alert(1)</script>",
                "a\u0000b",
                "\u202e",
                "🔥",
                "\u0301",
                "a" * 5_000,
                "'; DROP TABLE",
                "--output=x",
                "{}",
                "\ufffe",
                "\U000e0001\U0001f600",
                "null",
                "#",
                "?",
            )
            * n
        ),
        1,
        50,
    ),
    "other ends of lines": Nasty(
        lambda n: "- Nasty-5\u2028- Nasty-6\u2029\x0b\x0c\x1c\x1d\x1e\x85- Nasty-7\n" * n, 5, 1_000
    ),
    "form feeds": Nasty(lambda n: "\x0c- Nasty-5\n\x0b```yaml\n\x0cParams: 3B\n" * n + "```", 2, 500),
    "control characters": Nasty(
        lambda n: _entry("Params: 3B", f"a\x07: {chr(27)}[31m\x08\x7f" * n), 2, 1_000
    ),
    "NUL": Nasty(lambda n: "- Nasty\x00-5 \x00\n" * n, 5, 2_000),
    "halves of surrogate pairs": Nasty(lambda n: _entry(*['Params: "\\ud800\\udfff"'] * n), 2, 1_000),
}


def _records(*lines: str) -> str:
    return "\n".join(lines) + "\n"


#: Whole files, by suffix; the good entries stand where the format lets them stand.
FILES: Final[Mapping[str, tuple[str, Nasty]]] = {
    "YAML: billion laughs": (
        "yaml",
        Nasty(
            lambda n: _records(
                "- name: Alpha-1",
                "- name: Nasty-5",
                "  a0: &a0 [lol, lol]",
                *(f"  a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, n)),
                "- name: Omega-9",
            ),
            30,
            1_000,
        ),
    ),
    "YAML: an alias of itself": (
        "yaml",
        Nasty(lambda n: _records("- name: Alpha-1", *["- &a [*a]"] * n, "- name: Omega-9"), 5, 3_000),
    ),
    "YAML: tags": (
        "yaml",
        Nasty(
            lambda n: _records(
                "- name: Alpha-1",
                *["- name: !!python/object/apply:os.system [exit 7]"] * n,
                "- name: Omega-9",
            ),
            5,
            3_000,
        ),
    ),
    "YAML: deep": ("yaml", Nasty(lambda n: "[" * n, 500, 300_000, keeps=())),
    "YAML: dashes": ("yaml", Nasty(lambda n: "- " * n + "a", 500, 100_000, keeps=())),
    "YAML: documents": (
        "yaml",
        Nasty(lambda n: "--- {name: Alpha-1}\n" * n + "--- {name: Omega-9}\n", 20, 3_000),
    ),
    "YAML: a long value": (
        "yaml",
        Nasty(
            lambda n: _records("- name: Alpha-1", f"  application: {'a' * n}", "- name: Omega-9"),
            5_000,
            5_000_000,
        ),
    ),
    "JSON: deep": ("json", Nasty(lambda n: "[" * n, 500, 300_000, keeps=())),
    "JSON: a long value": (
        "json",
        Nasty(
            lambda n: f'[{{"name": "Alpha-1", "application": "{"a" * n}"}}, {{"name": "Omega-9"}}]',
            5_000,
            5_000_000,
        ),
    ),
    "JSON: a long number": (
        "json",
        Nasty(
            lambda n: f'[{{"name": "Alpha-1", "Params": {"9" * n}}}, {{"name": "Omega-9"}}]', 5_000, 300_000
        ),
    ),
    "JSON: not numbers": (
        "json",
        Nasty(
            lambda n: f'[{{"name": "Alpha-1"}}, {"[NaN, -Infinity], " * n} {{"name": "Omega-9"}}]', 5, 5_000
        ),
    ),
    "JSON Lines: broken": (
        "jsonl",
        Nasty(
            lambda n: '{"name": "Alpha-1"}\n' + '{"name": "Nasty-5"\n' * n + '{"name": "Omega-9"}\n',
            20,
            5_000,
        ),
    ),
    "JSON Lines: deep": (
        "jsonl",
        Nasty(lambda n: '{"name": "Alpha-1"}\n' + "[" * n + '\n{"name": "Omega-9"}\n', 500, 300_000),
    ),
}


_GIANT_LINE: Final = 50_000_000

#: Files of tens of megabytes and of ten thousand levels, made when they are called.
GIANTS: Final[Mapping[str, tuple[str, Callable[[], str]]]] = {
    "a line of 50 MB": ("md", lambda: between("a" * _GIANT_LINE)),
    "an item of 50 MB": ("md", lambda: between("- " + "Nasty " * (_GIANT_LINE // 6))),
    "a value of 50 MB in a block": ("md", lambda: between(_entry("application: " + "a" * _GIANT_LINE))),
    "a cell of 50 MB": ("md", lambda: between(_table(1, "a" * _GIANT_LINE))),
    "a cell of HTML of 50 MB": (
        "md",
        lambda: between(f"<table><tr><td>{'a' * _GIANT_LINE}</td></tr></table>"),
    ),
    "a line of 50 MB in YAML": ("yaml", lambda: f"- name: Alpha-1\n  application: {'a' * _GIANT_LINE}\n"),
    "a line of 50 MB in JSON": (
        "json",
        lambda: f'[{{"name": "Alpha-1", "application": "{"a" * _GIANT_LINE}"}}]',
    ),
    "a line of 50 MB in JSON Lines": ("jsonl", lambda: f'{{"name": "Alpha-1"}}\n"{"a" * _GIANT_LINE}"\n'),
    "a cell of 50 MB in CSV": ("csv", lambda: f"Model,Params\nAlpha-1,{'a' * _GIANT_LINE}\nOmega-9,3B\n"),
    "2,000,000 cells": ("md", lambda: between(_table(2_000_000, ""))),
    "2,000,000 cells and no table": ("md", lambda: between(_table(2_000_000, "", delimiter=False))),
    "400,000 cells": ("md", lambda: between(_table(400_000, "a"))),
    "2,000,000 cells in CSV": ("csv", lambda: f"Model,Params\n{',' * 2_000_000}\nOmega-9,3B\n"),
    "10,000 levels of items": ("md", lambda: between(_nested_list(10_000))),
    "10,000 levels of quotes": ("md", lambda: between("> " * 10_000 + "a")),
    "50,000 headings": ("md", lambda: between("# Models\n" * 50_000)),
    "100,000 definitions": (
        "md",
        lambda: between("".join(f"[a{i}]: https://example.org/{i}\n" for i in range(100_000))),
    ),
    "a square of 100,000 cells": (
        "md",
        lambda: between("<table>" + "<tr><td rowspan=100000 colspan=100000>a" * 10_000),
    ),
    "an open comment of 5 MB": ("md", lambda: between("<!-- a\n" * 700_000)),
    "billion laughs": ("md", lambda: between(_bomb(1_000))),
}


#: Records whose texts would run in a page, a spreadsheet or LaTeX, if one of these let them.
RECORDS: Final = [
    {
        "name": "<script>window.hacked=1</script>",
        "organization": '"><img src=x onerror=window.hacked=2>',
        "license": "</script><script>window.hacked=3</script>",
        "homepage": "javascript:window.hacked=4",
        "paper": "javascript:window.hacked=5",
        "Params": "7B",
        "date": "2023-03",
        "model family": "<b onclick=window.hacked=9>fam</b>",
    },
    {
        "name": '=HYPERLINK("http://evil.example")',
        "organization": "{{7*7}}",
        "training corpus": "\\input{/etc/passwd} $x$ 100% a_b",
        "Params": "3B",
        "date": "2023-05",
        "has source code": 'https://example.org/"onmouseover="window.hacked=6',
        "demo": "data:text/html,<script>window.hacked=7</script>",
        "model family": "<b onclick=window.hacked=9>fam</b>",
        "text encoder": "[1cm] <b> | * \\\\ %",
        "odd key <i>": "odd </textarea><script>window.hacked=8</script>",
    },
]
