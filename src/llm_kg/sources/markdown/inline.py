"""Inline markup with places: the links, brackets and texts of a paragraph.

A list item is a small language of its own (`**NAME** [[ORG]](url) DATE [[code]](url)`), in which
square brackets mean something even where CommonMark sees no link. So the scan is ours: one pass,
linear, over the raw text, with the offset of everything kept.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from llm_kg.places import Place
from llm_kg.sources.base import Text
from llm_kg.sources.markdown.document import Block

__all__ = ["Paragraph", "Span", "plain", "spans"]

_TAG = re.compile(r"</?[A-Za-z][^<>]{0,500}>|<!--.{0,500}?-->")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_EMPHASIS = re.compile(r"\*+|~~|`+|(?<![^\W_])_+|_+(?![^\W_])")
_IMAGE = re.compile(r"!\[([^\[\]]{0,500})\]\([^()]{0,2000}\)")
_LINK = re.compile(r"\[([^\[\]]{0,2000})\]\([^()\s]{0,2000}\)")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a paragraph: `text`, `link`, `image` or (without an address) `bracket`.

    `text` is the raw label or text; `url` is a link's address, as stated and maybe empty.
    """

    kind: str
    text: str
    start: int
    end: int
    url: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The text of a paragraph, and where each of its offsets stands in the source."""

    text: Text
    content: str
    starts: tuple[tuple[int, int, int], ...]  # offset of a line's start, its line, its column

    @classmethod
    def of(cls, text: Text, block: Block) -> Paragraph:
        """Find a block's content in the raw lines that it was taken from."""
        starts: list[tuple[int, int, int]] = []
        offset = 0
        for number, line in enumerate(block.content.split("\n")):
            row = min(block.start + number, len(text.lines) - 1)
            body = line.strip()
            column = max(text.lines[row].find(body), 0) - (len(line) - len(line.lstrip()))
            starts.append((offset, row, column))
            offset += len(line) + 1
        return cls(text, block.content, tuple(starts))

    def place(self, start: int, end: int | None = None) -> Place:
        """Return the place of a stretch of the content."""
        offset, line, column = self._line_of(start)
        first = self.text.place(line, column + start - offset)
        if end is None:
            return first
        end_offset, end_line, end_column = self._line_of(max(end - 1, start))
        return Place(first.source, first.line, first.column, end_line + 1, end_column + end - end_offset + 1)

    def _line_of(self, offset: int) -> tuple[int, int, int]:
        found = self.starts[0]
        for start in self.starts:
            if start[0] > offset:
                break
            found = start
        return found


def plain(raw: str) -> str:
    """Return what a reader sees of raw Markdown: no markup, no tags, links as their labels.

    >>> plain("**GPT-3**, <ins>May 2020</ins> [x](http://a)")
    'GPT-3, May 2020 x'
    """
    text = _IMAGE.sub("", raw)
    text = _LINK.sub(r"\1", text)
    text = _TAG.sub("", text)
    # An escaped character is kept from the steps below, and set free at the end.
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(match[1])
        return f"\x00{len(kept) - 1}\x00"

    text = _EMPHASIS.sub("", _ESCAPE.sub(keep, text))
    text = re.sub("\x00(\\d+)\x00", lambda match: kept[int(match[1])], text)
    return " ".join(html.unescape(text).split())


def spans(content: str) -> list[Span]:
    """Cut a paragraph into texts, links, images and bare brackets, in their order."""
    closing = _pairs(content, "[", "]")
    found: list[Span] = []
    start = position = 0

    def text_until(end: int) -> None:
        if content[start:end].strip():
            found.append(Span("text", content[start:end], start, end))

    while (position := content.find("[", position)) != -1:
        close = closing.get(position)
        if close is None or (position and content[position - 1] == "\\"):
            position += 1
            continue
        image = position > 0 and content[position - 1] == "!"
        opening = position - image
        text_until(opening)
        label = content[position + 1 : close]
        if content.startswith("(", close + 1) and (target := _destination(content, close + 1)):
            url, end = target
            found.append(Span("image" if image else "link", label, opening, end, url))
        else:
            end = close + 1
            found.append(Span("bracket", label, opening, end))
        start = position = end
    text_until(len(content))
    return found


def _pairs(content: str, opening: str, closing: str) -> dict[int, int]:
    """Return the position of each bracket's partner; escaped brackets have none."""
    pairs: dict[int, int] = {}
    stack: list[int] = []
    escaped = False
    for position, char in enumerate(content):
        if escaped:
            escaped = False
        elif char == "\\":
            escaped = True
        elif char == opening:
            stack.append(position)
        elif char == closing and stack:
            pairs[stack.pop()] = position
    return pairs


def _destination(content: str, opening: int) -> tuple[str, int] | None:
    """Return the address in the round brackets that open here, and where they end.

    Brackets within an address are balanced, as CommonMark has it; a title behind it is dropped.
    """
    depth = 0
    for position in range(opening, min(len(content), opening + _LONGEST_ADDRESS)):
        char = content[position]
        if char == "(":
            depth += 1
        elif char == ")":
            depth -= 1
            if depth == 0:
                inner = content[opening + 1 : position].strip()
                if inner.startswith("<") and ">" in inner:
                    return inner[1 : inner.index(">")], position + 1
                return (inner.split()[0] if inner else ""), position + 1
    return None


_LONGEST_ADDRESS = 4_000
