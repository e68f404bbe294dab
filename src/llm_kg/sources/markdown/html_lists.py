"""Lists in HTML, as the lists that Markdown has: alone, or side by side in the cells of a table.

A table whose rows are nothing but lists lays them out; the cells above each say what it is a list of::

    <table>
    <tr><td>Birds</td><td>Waders</td></tr>
    <tr><td><ul><li>Finch (7B)</li></ul></td><td><ul><li>Tern (13B)</li></ul></td></tr>
    </table>
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import NamedTuple

from llm_kg.sources.keys import terms_of
from llm_kg.sources.markdown.blocks import Block
from llm_kg.sources.markdown.document import LONGEST_LINE, MAX_NESTING, Document
from llm_kg.sources.markdown.html import end_of_tables
from llm_kg.sources.markdown.inline import plain, without_comments

__all__ = ["HtmlLists", "html_lists"]

_TAG = re.compile(r"<(/?)(ul|ol|li|table|tr|td|th)\b[^<>]{0,500}>", re.IGNORECASE)
_LISTS = frozenset({"ul", "ol"})


class HtmlLists(NamedTuple):
    """The lists of a block, and whether its tables do nothing but lay them out."""

    lists: list[Block]
    are_laid_out: bool


def html_lists(document: Document, block: Block) -> HtmlLists:
    """Return the lists of a block of HTML, and of the tables in it that lay lists out.

    A list in a cell of another table is the text of that cell.
    """
    if "<li" not in block.content.lower():
        return HtmlLists([], False)
    lines = document.text.lines[block.start : end_of_tables(document, block)]
    content = without_comments("\n".join(line if len(line) <= LONGEST_LINE else "" for line in lines))
    reader = _Lists(content, block.start)
    reader.read()
    laid = _laid_out(reader.rows)
    return HtmlLists([*laid, *reader.lists], bool(laid))


@dataclass(slots=True)
class _Cell:
    line: int
    texts: list[str] = field(default_factory=list)
    lists: list[Block] = field(default_factory=list)

    @property
    def label(self) -> str:
        """What a reader sees in the cell besides its lists."""
        return plain(" ".join(self.texts))


@dataclass(slots=True)
class _Lists:
    """Collects the lists of a text, and the rows of its tables by what their cells hold."""

    content: str
    first: int  # the line at which the text begins
    lists: list[Block] = field(default_factory=list)
    rows: list[list[_Cell]] = field(default_factory=list)
    open: list[Block] = field(default_factory=list)  # lists and items, outermost first
    position: int = 0

    def read(self) -> None:
        """Read the text to its end; what is not closed ends there."""
        end = 0
        for tag in _TAG.finditer(self.content):
            self._add_text(end, tag.start())
            end = tag.end()
            closing, name = bool(tag[1]), tag[2].lower()
            if name in _LISTS or name == "li":
                self._take_list_tag("item" if name == "li" else "list", tag.start(), closing)
                continue
            self.open.clear()
            if name in ("tr", "table"):
                self.rows.append([])
            elif not closing:
                self.rows = self.rows or [[]]
                self.rows[-1].append(_Cell(self._line_of(tag.start())))
        self._add_text(end, len(self.content))

    def _take_list_tag(self, kind: str, start: int, closing: bool) -> None:
        innermost = self.open[-1].kind if self.open else ""
        # An item ends where the next one begins, and a list where it is closed.
        if (innermost == "item" and kind == "item") or (closing and kind == "list"):
            while self.open and self.open.pop().kind != kind:
                pass
            innermost = self.open[-1].kind if self.open else ""
        if closing or len(self.open) > MAX_NESTING:
            return
        line = self._line_of(start)
        if kind == "item" and innermost != "list":
            self._put(Block("list", line, line + 1, info="-"))
        self._put(Block(kind, line, line + 1, info="-" if kind == "list" else ""))

    def _put(self, block: Block) -> None:
        if self.open:
            self.open[-1].children.append(block)
        else:
            cells = self.rows[-1] if self.rows else []
            (cells[-1].lists if cells else self.lists).append(block)
        self.open.append(block)

    def _line_of(self, position: int) -> int:
        self.first += self.content.count("\n", self.position, position)
        self.position = position
        return self.first

    def _add_text(self, start: int, end: int) -> None:
        text = self.content[start:end].strip()
        if not text:
            return
        if self.open and self.open[-1].kind == "item":
            line = self._line_of(self.content.index(text[0], start))
            last = line + text.count("\n") + 1
            self.open[-1].children.append(Block("paragraph", line, last, content=text))
            for around in self.open:
                around.end = max(around.end, last)
        elif self.rows and self.rows[-1] and not self.open:
            self.rows[-1][-1].texts.append(text)


def _laid_out(rows: Sequence[Sequence[_Cell]]) -> list[Block]:
    """Return the lists of a table that lays them out, each under what is said above it; else nothing."""
    told = [[cell for cell in row if cell.texts or cell.lists] for row in rows]
    told = [row for row in told if row]
    above = list(takewhile(lambda row: not any(cell.lists for cell in row), told))
    below = told[len(above) :]
    if not all(cell.lists and not cell.texts for row in below for cell in row):
        return []
    labels = above[-1] if above else []
    # Lists of names, sizes and days beside each other are the columns of one table.
    if len(above) > 1 or any(map(_is_property, labels)):
        return []
    return [block for row in below for block in _under(labels if len(labels) == len(row) else [], row)]


def _is_property(cell: _Cell) -> bool:
    return any(term.notation != "name" for term in terms_of(cell.label))


def _under(labels: Sequence[_Cell], row: Sequence[_Cell]) -> Iterator[Block]:
    """Yield the lists of a row; below a label, as the lists of its item."""
    for number, cell in enumerate(row):
        if not labels:
            yield from cell.lists
            continue
        label, end = labels[number], cell.lists[-1].end
        paragraph = Block("paragraph", label.line, label.line + 1, content=label.label)
        item = Block("item", label.line, end, children=[paragraph, *cell.lists])
        yield Block("list", label.line, end, info="-", children=[item])
