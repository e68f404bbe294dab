"""The entries of a Markdown list: items of sections with models, and the blocks under them.

Two dialects are read: list items with a YAML block under them (or bare), and YAML blocks under a
heading that name their model themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from llm_kg.findings import Finding, Findings
from llm_kg.places import Place
from llm_kg.sources.base import Cell, Row, Text
from llm_kg.sources.mappings import read_block
from llm_kg.sources.markdown.document import Block, parse_blocks
from llm_kg.sources.markdown.fences import block_lines
from llm_kg.sources.markdown.inline import Paragraph, plain
from llm_kg.sources.markdown.items import LONGEST_NAME, read_item
from llm_kg.sources.markdown.sections import judge
from llm_kg.vocabulary import load_vocabulary

__all__ = ["read_markdown"]

# A bare item of more words than this is a sentence, and names no model.
_MOST_WORDS_IN_A_NAME = 10


@dataclass(slots=True)
class _Entry:
    """An item, and the cells of the blocks under it."""

    place: Place
    headings: tuple[str, ...]
    cells: list[Cell]
    has_block: bool = False
    rows: list[Row] = field(default_factory=list)  # blocks that name a model of their own


def read_markdown(text: Text, findings: Findings) -> Iterator[Row]:
    """Yield the entries of a Markdown text in their order."""
    yield from _Reader(text, findings).read()


class _Reader:
    def __init__(self, text: Text, findings: Findings) -> None:
        self.text = text
        self.findings = findings
        self.headings: list[tuple[int, str]] = []
        self.last: _Entry | None = None  # the item that a block after its list belongs to

    def read(self) -> Iterator[Row]:
        for block in parse_blocks(self.text).children:
            if block.kind == "heading":
                yield from self._close()
                self._enter(block)
            elif block.kind == "list":
                for item in block.children:
                    yield from self._close()
                    self.last = self._item(item)
            elif cells := self._block(block):
                yield from self._loose_block(block, cells)
        yield from self._close()

    def _enter(self, heading: Block) -> None:
        while self.headings and self.headings[-1][0] >= heading.level:
            self.headings.pop()
        self.headings.append((heading.level, plain(heading.content)))

    @property
    def _path(self) -> tuple[str, ...]:
        return tuple(title for _, title in self.headings)

    def _item(self, item: Block) -> _Entry | None:
        if judge(self._path) != "models":
            return None
        _free_fences(item)
        paragraph = next((child for child in item.children if child.kind == "paragraph"), None)
        cells = read_item(Paragraph.of(self.text, paragraph), self.findings) if paragraph else []
        entry = _Entry(self.text.place(item.start, self._column(item.start)), self._path, cells)
        for child in item.walk():
            if child is not item and (found := self._block(child)):
                self._attach(entry, child, found)
        return entry

    def _column(self, line: int) -> int:
        raw = self.text.lines[line]
        return len(raw) - len(raw.lstrip())

    def _attach(self, entry: _Entry, block: Block, cells: list[Cell]) -> None:
        """Give a block to its item; a second block that names a model is an entry of its own."""
        if entry.has_block and _names_model(cells):
            entry.rows.append(self._row(block, cells))
        else:
            entry.has_block = True
            entry.cells.extend(cells)

    def _loose_block(self, block: Block, cells: list[Cell]) -> Iterator[Row]:
        """Read a block outside of items: of the item before it, of the heading, or nobody's."""
        if _names_model(cells):
            yield from self._close()
            yield self._row(block, cells)
        elif self.last and not self.last.has_block:
            self._attach(self.last, block, cells)
        else:
            yield from self._close()
            self._nameless(block)

    def _row(self, block: Block, cells: list[Cell]) -> Row:
        place = self.text.place(block.start, self._column(block.start))
        return Row(tuple(cells), place, self._path)

    def _nameless(self, block: Block) -> None:
        self.findings.add(
            Finding.of(
                "nameless-entry",
                "this block describes a model and does not name it",
                self.text.place(block.start, self._column(block.start)),
            )
        )

    def _block(self, block: Block) -> list[Cell]:
        """Return the cells of a YAML block that speaks of a model; else nothing."""
        lines = block_lines(self.text, block)
        if not lines:
            return []
        properties = load_vocabulary().properties
        noted = Findings()
        cells = read_block(self.text, lines, noted)
        if not any(properties.get(cell.key) for cell in cells):
            return []
        self.findings.extend(noted)
        return cells

    def _close(self) -> Iterator[Row]:
        """Yield the row of the item that has just ended, and of the blocks within it."""
        entry, self.last = self.last, None
        if entry is None:
            return
        if any(cell.key == "name" for cell in entry.cells) or _names_model(entry.cells):
            if entry.has_block or _is_plausible_name(entry.cells):
                yield Row(tuple(entry.cells), entry.place, entry.headings)
        elif entry.has_block:
            self.findings.add(
                Finding.of(
                    "nameless-entry",
                    "this item describes a model and does not name it",
                    entry.place,
                )
            )
        yield from entry.rows


def _free_fences(item: Block) -> None:
    """Take fences out of an item's paragraphs: to CommonMark, one indented too far is text there."""
    for number, child in enumerate(item.children):
        lines = child.content.split("\n")
        opening = next((n for n, line in enumerate(lines) if line.lstrip().startswith(("```", "~~~"))), 0)
        if child.kind == "paragraph" and opening:
            fence = Block("code", child.start + opening, child.end, content="\n".join(lines[opening:]))
            child.content, child.end = "\n".join(lines[:opening]), child.start + opening
            item.children.insert(number + 1, fence)
            return


def _names_model(cells: list[Cell]) -> bool:
    properties = load_vocabulary().properties
    return any((term := properties.get(cell.key)) and term.notation == "name" for cell in cells)


def _is_plausible_name(cells: list[Cell]) -> bool:
    name = next((cell.text for cell in cells if cell.key == "name"), "")
    return len(name) <= LONGEST_NAME and len(name.split()) <= _MOST_WORDS_IN_A_NAME
