"""The blocks of Markdown, as CommonMark and GFM tables have them.

markdown-it is the parser; it gives lines, so columns come from the raw lines (`inline.py`, `fences.py`,
`tables.py`). Before it is asked, what is plain is taken off (`plain_blocks.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from llm_kg.sources.markdown.blocks import Block
from llm_kg.sources.markdown.inline import fold_reference
from llm_kg.sources.markdown.plain_blocks import NotPlainError, PlainBlocks, begins_at_margin

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

__all__ = ["MAX_NESTING", "MOST_COLUMNS_AHEAD", "parse_blocks"]

#: Lines within more quotes and items than this are not read; no list written by people comes near. Where
#: nesting is deeper than the parser's limit, it leaves out the rest of the text and says nothing, so that
#: such lines are to be found before it sees them.
MAX_NESTING = 50
#: Four columns are the most that a level takes with an ordinary mark, and one the least (`>`): so text
#: that begins no further right than this is nested no deeper than the number itself.
MOST_COLUMNS_AHEAD = 4 * MAX_NESTING

_KINDS = {
    "heading_open": "heading",
    "bullet_list_open": "list",
    "ordered_list_open": "list",
    "list_item_open": "item",
    "paragraph_open": "paragraph",
    "fence": "fence",
    "code_block": "code",
    "html_block": "html",
    "blockquote_open": "quote",
    "table_open": "table",
}


def parse_blocks(lines: Sequence[str], first: int, references: dict[str, str]) -> list[Block]:
    """Return the blocks of lines, of which the first is line `first` of the source.

    The addresses of the references that they define are added to `references`.
    """
    return _Blocks(lines, first, references).read()


@dataclass(slots=True)
class _Blocks:
    """Reads lines by turns: plain ones here, and stretches that are not plain with the parser."""

    lines: Sequence[str]
    first: int
    references: dict[str, str]
    found: list[Block] = field(default_factory=list)
    number: int = 0  # where the lines begin that are read now, after those that the parser was given

    def read(self) -> list[Block]:
        # A line without a character at the end of a text is no line.
        end = len(self.lines) - bool(self.lines and not self.lines[-1])
        plain = PlainBlocks(self.lines, end, self.first)
        while self.number < end:
            try:
                self.number = plain.read(self.found, self.number)
            except NotPlainError:
                self.number = self._parse_stretch(end)
        return self.found

    def _parse_stretch(self, end: int) -> int:
        """Give the parser what stands behind the blocks found; return the line behind the stretch.

        It begins with the item before, which tells whether its list goes on, and ends where an item or
        a heading begins at the margin, if the parser says so: no line behind makes anything else of it,
        but a table's header, which is not plain either and is met when it is read. Where something is
        open there, the stretch is made twice as long, so that all attempts together take no longer than
        the last one.
        """
        begin, number, goes_on = self._take_back(end)
        while True:
            number += 1
            while number < end and not begins_at_margin(self.lines[number]):
                number += 1
            references: dict[str, str] = {}
            blocks = _parse(self.lines[begin : number + 1], self.first + begin, references)
            if number >= end or _take_off(blocks, self.first + number):
                break
            number += number - begin
        for name, address in references.items():
            self.references.setdefault(name, address)
        if goes_on:
            self.found[-1].children += blocks[0].children
            self.found[-1].end = blocks.pop(0).end
        self.found += blocks
        return number

    def _take_back(self, end: int) -> tuple[int, int, bool]:
        """Return where the next stretch begins, its first line not plain, and if it goes on with a list."""
        while self.found and self.found[-1].kind == "list" and not self.found[-1].children:
            self.found.pop()
        last = self.found[-1] if self.found else None
        number = begin = max(self.number, last.end - self.first if last else 0)
        goes_on = False
        if last and last.kind == "list" and last.end == self.first + number:
            begin = last.children.pop().start - self.first
            goes_on = bool(last.children)
            if not goes_on:
                self.found.pop()
        while number < end and not self.lines[number].strip(" \t"):
            number += 1
        return begin, number, goes_on


def _take_off(blocks: list[Block], line: int) -> bool:
    """Take off the item or heading that begins on a line; tell whether there is one that is in nothing."""
    last = blocks[-1]
    if last.kind == "list" and last.children[-1].start == line:
        last.children.pop()
        last.end = line
        if last.children:
            return True
    elif last.kind != "heading" or last.start != line:
        return False
    blocks.pop()
    return True


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # of which many lists, all plain, have no need

    # An item is two levels: of the list, and its own. A paragraph or table in it is some more.
    parser = MarkdownIt("commonmark", {"maxNesting": MOST_COLUMNS_AHEAD + 10}).enable("table")
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser


def _parse(lines: Sequence[str], first: int, references: dict[str, str]) -> list[Block]:
    """Return what the parser makes of lines."""
    root = Block("document", first, first + len(lines))
    open_blocks = [root]
    environment: dict[str, Any] = {}
    # Every line has its end, or the last line of a fence would pass for its closing line.
    content = "\n".join(lines) + ("\n" if lines and lines[-1] else "")
    tokens = _parser().parse(content, environment)[::-1]
    while tokens:  # which take more room than the blocks made of them
        token = tokens.pop()
        if token.nesting == -1:
            block = open_blocks.pop()
            if block.kind == "table":
                block.children.clear()  # they tell nothing of the places of cells (`tables.py`)
        elif token.type == "inline":
            open_blocks[-1].content = token.content
        else:
            start, end = token.map or (open_blocks[-1].start - first, open_blocks[-1].end - first)
            block = Block(
                kind := _KINDS.get(token.type, "other"),
                first + start,
                first + end,
                level=int(token.tag[1]) if kind == "heading" else 0,
                info=token.markup if kind == "list" else token.info.strip() if kind == "fence" else "",
                content=token.content,
            )
            if kind == "fence":
                block.closed = token.content.count("\n") <= end - start - 2
            open_blocks[-1].children.append(block)
            if token.nesting == 1:
                open_blocks.append(block)
    for name, reference in environment.get("references", {}).items():
        if not name.startswith("^"):
            references.setdefault(fold_reference(name), reference["href"])
    return root.children
