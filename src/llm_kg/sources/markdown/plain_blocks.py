"""Blocks of lines that CommonMark reads in one way only, cut without a parser of it.

Most of a list is written in a small part of Markdown: headings, items of text, items in items, fences,
blank lines. These few forms are read here in a tenth of the parser's time; whatever else comes is a
`NotPlainError`, and the parser's. A test holds the blocks equal to the parser's.

What makes a line certain is how it begins. A line of *text* begins with no sign with which a block of
CommonMark or a table of GFM begins, ends or is underlined: behind a line of a paragraph it goes on with
that paragraph, however far it is indented, and behind anything else it begins one. An *item* is a mark,
one to four blanks and text; a line of the margin of its list ends whatever stands open in the item
before. A *fence* counts only with its closing line, and a *heading* only without `#` at its end. Neither
has a bar in it, with which it might be the header of a table. The rows of a *table* begin with bars, as
no other block does, up to a blank line; its header ends with one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from llm_kg.sources.markdown.blocks import Block

__all__ = ["NotPlainError", "PlainBlocks", "begins_at_margin"]

# A sign with which a block may begin is text where what follows it makes that impossible: `**bold**` is
# no item and no rule, `1.5` no item, `:tada:` no row of a table. Of `[` the whole paragraph has to tell.
_TEXT = re.compile(
    r"[^\s#>*_`~<=|:+0-9-]|\*{1,2}(?=[^\s*])|_{1,2}(?=[^\s_])|`{1,2}(?=[^`])|~{1,2}(?=[^~])|:(?=[A-Za-z])"
    r"|[0-9]++(?![0-9.)])|[0-9]++[.)](?=\S)"
)
_ITEM = re.compile(r"([-*+]|[0-9]{1,9}[.)]) {1,4}(?=\S)")
_FENCE = re.compile(r"(`{3,}|~{3,})([^`~|]*)")
_HEADING = re.compile(r"(#{1,6}) +(?=[^\s#])")
_DELIMITER_ROW = re.compile(r"\|(?: *:?-+:? *\|)++ *")
# With more cells missing in its rows than this, a table ends for the parser.
_MOST_CELLS_MISSING = 60_000
# An ordered list begins behind text only with this number.
_MAY_FOLLOW_TEXT = frozenset({"-", "*", "+", "1.", "1)"})
# What is further right within what holds it is code.
_MOST_INDENT = 3


class NotPlainError(Exception):
    """A line stands here that only a parser of CommonMark can judge."""


def begins_at_margin(line: str) -> bool:
    """Tell whether an item or a heading begins with a line, wherever no fence or HTML is open."""
    item = _ITEM.match(line)
    return bool(_TEXT.match(line, item.end()) if item else _HEADING.match(line))


@dataclass(slots=True)
class PlainBlocks:
    """The plain blocks of lines; of the first `end` of them, and line `first` of the source the first."""

    lines: Sequence[str]
    end: int
    first: int = 0

    def read(self, found: list[Block], number: int, column: int = 0, lists: tuple[int, ...] = ()) -> int:
        """Append the blocks from a line on that stand in one container; return the line behind it.

        `column` is where the content of the container begins, and `lists` the columns of the marks of
        the lists around it. An item is in its list when it has been read: what is found before an
        error is certain.

        Raises
        ------
        NotPlainError
            The next block, or the next item of the last list, is not plain.
        """
        while number < self.end:
            line = self.lines[number]
            body = line.lstrip(" ")
            if not body:
                number += 1
                continue
            indent = len(line) - len(body)
            if indent < column:
                return number
            if indent > column + _MOST_INDENT:
                raise NotPlainError
            if _TEXT.match(body):
                found.append(self._paragraph(number, indent, column, lists))
            elif _ITEM.match(body):
                self._read_items(found, number, column, (*lists, indent))
            elif body[0] == "#":
                found.append(self._heading(number, body))
            elif body[0] == "|":
                found.append(self._table(number, body, column))
            else:
                found.append(self._fence(number, body, indent, column))
            number = found[-1].end - self.first
        return number

    def _read_items(self, found: list[Block], number: int, column: int, lists: tuple[int, ...]) -> None:
        """Append items to the list that ends where they begin, or to one of their own."""
        while number < self.end:
            body = self.lines[number].lstrip(" ")
            indent = len(self.lines[number]) - len(body)
            item = _ITEM.match(body) if indent >= column else None
            if not item:
                return
            if indent != lists[-1]:
                raise NotPlainError
            mark, line = item[1][-1], self.first + number
            last = found[-1] if found else None
            if not last or last.kind != "list" or last.info != mark or last.end != line:
                found.append(last := Block("list", line, line, info=mark))
            last.children.append(self._item(number, indent + item.end(), lists))
            last.end = last.children[-1].end
            number = last.end - self.first

    def _item(self, number: int, column: int, lists: tuple[int, ...]) -> Block:
        if not _TEXT.match(self.lines[number], column):
            raise NotPlainError
        paragraph = self._paragraph(number, column, column, lists)
        children = [paragraph]
        end = self.read(children, paragraph.end - self.first, column, lists)
        return Block("item", self.first + number, self.first + end, children=children)

    def _paragraph(self, number: int, start: int, column: int, lists: tuple[int, ...]) -> Block:
        """Read the paragraph that begins at an offset of a line."""
        parts = [self.lines[number][start:]]
        end = number + 1
        while end < self.end:
            line = self.lines[end]
            body = line.lstrip(" ")
            if not body:
                break
            indent = len(line) - len(body)
            if not _TEXT.match(body):
                if _ends_paragraph(body, indent, column, lists):
                    break
                raise NotPlainError
            parts.append(line[min(indent, column) :])
            end += 1
        content = "\n".join(parts).strip(" \t")
        if content[-1].isspace() or (content[0] == "[" and "]:" in content):
            raise NotPlainError  # a blank that not everybody takes off; the definition of a reference
        return Block("paragraph", self.first + number, self.first + end, content=content)

    def _heading(self, number: int, body: str) -> Block:
        heading = _HEADING.match(body)
        content = body[heading.end() :].rstrip(" \t") if heading else ""
        if not heading or "|" in content or content[-1] == "#" or content[-1].isspace():
            raise NotPlainError
        line = self.first + number
        return Block("heading", line, line + 1, level=len(heading[1]), content=content)

    def _table(self, number: int, header: str, column: int) -> Block:
        columns = header.count("|") - 1
        delimiters = self._row(number + 1, column)
        if not header.rstrip(" \t").endswith("|") or "\\" in header:
            raise NotPlainError
        if not _DELIMITER_ROW.fullmatch(delimiters) or delimiters.count("|") - 1 != columns:
            raise NotPlainError
        end = number + 2
        missing = 0
        while row := self._row(end, column):
            missing += max(columns + 1 - row.count("|") + row.count("\\|"), 0)
            end += 1
        if missing > _MOST_CELLS_MISSING:
            raise NotPlainError
        return Block("table", self.first + number, self.first + end)

    def _row(self, number: int, column: int) -> str:
        """Return a row of a table; nothing behind its last."""
        line = self.lines[number] if number < self.end else ""
        row = line.lstrip(" ")
        if row and (row[0] != "|" or not column <= len(line) - len(row) <= column + _MOST_INDENT):
            raise NotPlainError
        return row

    def _fence(self, number: int, body: str, margin: int, column: int) -> Block:
        opening = _FENCE.fullmatch(body)
        if not opening:
            raise NotPlainError
        mark, blanks = opening[1], " " * margin
        parts: list[str] = []
        for end in range(number + 1, self.end):
            line = self.lines[end]
            if line[margin : margin + 1].isalnum() and line.startswith(blanks):  # nearly always
                parts.append(line[margin:])
                continue
            inner = line.lstrip(" ")
            indent = len(line) - len(inner)
            if inner and (indent < column or inner[0] == "\t"):
                break
            if inner.startswith(mark) and indent <= column + _MOST_INDENT and _is_closing(inner, mark):
                content = "\n".join((*parts, ""))
                start, stop = self.first + number, self.first + end + 1
                return Block("fence", start, stop, info=opening[2].strip(), content=content)
            parts.append(line[min(indent, margin) :])
        raise NotPlainError


def _ends_paragraph(body: str, indent: int, column: int, lists: tuple[int, ...]) -> bool:
    """Tell whether it is certain that a line which is no text ends the paragraph before it."""
    is_within = column <= indent <= column + _MOST_INDENT
    if item := _ITEM.match(body):
        is_item = indent in lists or (is_within and item[1] in _MAY_FOLLOW_TEXT)
        return is_item and _TEXT.match(body, item.end()) is not None
    return (is_within or indent == 0) and bool(_HEADING.match(body) or _FENCE.fullmatch(body))


def _is_closing(line: str, mark: str) -> bool:
    return not line.rstrip(" \t").strip(mark[0])
