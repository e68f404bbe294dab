"""HTML in Markdown: headings and tables, with the place of every cell.

A block of HTML ends at a blank line to CommonMark, and a table at `</table>` to everybody else; so a
table is read from the raw lines, and one that is never closed up to where its block ends. Nothing of
it is run or fetched: text, addresses and alternative texts are all that is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from llm_kg.findings import Finding, Findings
from llm_kg.places import Place
from llm_kg.sources.base import Text
from llm_kg.sources.markdown.blocks import Block
from llm_kg.sources.markdown.document import LONGEST_LINE, Document
from llm_kg.sources.markdown.inline import plain, without_comments
from llm_kg.sources.tables import MOST_COLUMNS, Part, Table, TableCell, uneven
from llm_kg.sources.uneven import tell_uneven

__all__ = ["MOST_CELLS", "SUMMARY", "end_of_tables", "html_headings", "html_tables"]

_HEADING = re.compile(
    r"<h([1-6])\b[^<>]{0,500}>(.{0,500}?)</h\1\s*>|<summary\b[^<>]{0,500}>(.{0,500}?)</summary\s*>|</details\s*>",
    re.IGNORECASE | re.DOTALL,
)
#: The level of a summary: below every heading.
SUMMARY = 7
#: What a table holds more is not read, cells that span places counted for each of them.
MOST_CELLS = 200_000


def html_headings(block: Block) -> Iterator[tuple[int, str, int]]:
    """Yield the level, the text and the line of each heading in a block of HTML.

    The summary of details is a heading of them; where they end, it comes with no text.
    """
    for match in _HEADING.finditer(block.content):
        title = plain(match[2] or match[3] or "")
        closing = match[2] is None and match[3] is None
        if title or closing:
            line = block.start + block.content.count("\n", 0, match.start())
            yield int(match[1] or SUMMARY), title, line


def _holds_table(block: Block) -> bool:
    return "<table" in block.content.lower()


def end_of_tables(document: Document, block: Block) -> int:
    """Return the line behind a block of HTML and behind the tables that begin in it (0-based)."""
    line, end = block.start, block.end
    if _holds_table(block):
        while line < end:
            end = max(end, document.tables.get(line, 0))
            line += 1
    return end


_NOTE = re.compile(r"(?:\[[^\[\]]{1,20}\])+|[*†‡§]+")
_LONG_NAME = re.compile(r"[^\W\d_].*\w{3}")
_NOTE_NUMBER = re.compile(r"\d{1,2}(?:, ?\d{1,2})*")

# What `html.parser` takes for the beginning of a tag, and is none. It looks for the end of each, and
# for the end of all of them again, so that ten thousand cost it minutes.
_NO_TAG = re.compile(r"<(?!/?[A-Za-z][^<>]*+>)")
# Stands for them meanwhile, so that no column moves; decoded text does not hold it.
_LESS = "\x00"


def html_tables(document: Document, block: Block, findings: Findings) -> list[Table]:
    """Return the tables of a block of HTML, which may run on behind the block.

    A table that is never closed, and what is more than the limits, is a finding.
    """
    if not _holds_table(block):
        return []
    lines = document.text.lines[block.start : end_of_tables(document, block)]
    content = "\n".join(line if len(line) <= LONGEST_LINE else "" for line in lines)
    parser = _Tables(document.text, block.start, findings)
    parser.feed(_NO_TAG.sub(_LESS, without_comments(content)) + "\n")
    parser.close()
    if parser.outer and parser.place_of_table:
        message = "this table is never closed; it was read up to the next blank line"
        findings.add(Finding.of("unclosed-block", message, parser.place_of_table))
    parser.finish()
    return parser.tables


@dataclass(slots=True)
class _Cell:
    place: Place
    header: bool
    rowspan: int
    colspan: int
    parts: list[Part] = field(default_factory=list)


class _Tables(HTMLParser):
    """Collects the cells of tables; a table within a cell is a table of its own, and comes first."""

    def __init__(self, text: Text, first: int, findings: Findings) -> None:
        super().__init__(convert_charrefs=True)
        self.text = text
        self.first = first
        self.findings = findings
        self.tables: list[Table] = []
        self.rows: list[list[_Cell]] = []
        self.cell: _Cell | None = None
        self.place_of_table: Place | None = None
        # The tables around the one that is open.
        self.outer: list[tuple[list[list[_Cell]], _Cell | None, Place | None]] = []
        self.link: tuple[str, Place, list[str], list[str]] | None = None
        self.strong = 0
        self.raised: int | None = None  # how many parts the cell had where raised text began

    def set_cdata_mode(self, elem: str, *, escapable: bool = False) -> None:
        """See tags in a script, too: one that is never closed would hide the rest of its table."""

    def _place(self) -> Place:
        line, offset = self.getpos()
        return self.text.place(self.first + line - 1, offset)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag == "table":
            self._end_link()
            self.outer.append((self.rows, self.cell, self.place_of_table))
            self.rows, self.cell, self.place_of_table = [], None, self._place()
        elif not self.outer:
            return
        elif tag == "tr":
            self._end_cell()
            self.rows.append([])
        elif tag in ("td", "th"):
            self._end_cell()
            if not self.rows:
                self.rows.append([])
            rowspan, colspan = _span(attributes.get("rowspan")), _span(attributes.get("colspan"))
            self.cell = _Cell(self._place(), tag == "th", rowspan, min(colspan, MOST_COLUMNS))
            self.rows[-1].append(self.cell)
        elif self.cell is None:
            return
        elif tag in ("br", "p", "li", "div"):
            if self.cell.parts:
                self.cell.parts.append(Part("break", "", self._place()))
        elif tag == "a" and "href" in attributes:
            self.link = (attributes.get("href", ""), self._place(), [], [])
        elif tag == "img":
            if self.link:
                self.link[3].append(attributes.get("alt", ""))
            else:
                self.cell.parts.append(Part("image", attributes.get("alt", ""), self._place()))
        elif tag in ("b", "strong"):
            self.strong += 1
        elif tag == "sup":
            self.raised = len(self.cell.parts)

    def handle_endtag(self, tag: str) -> None:
        if tag == "table" and self.outer:
            self._end_table()
        elif not self.outer:
            return
        elif tag in ("td", "th", "tr"):
            self._end_cell()
        elif tag == "a":
            self._end_link()
        elif tag in ("b", "strong"):
            self.strong = max(self.strong - 1, 0)
        elif tag == "sup" and self.cell and self.raised is not None:
            # `<sup>[13]</sup>` leads to a note; a raised number is part of its text.
            raised = "".join(part.text for part in self.cell.parts[self.raised :])
            # So does a number behind a name that is set apart from it: `<b>NAME</b><sup>2</sup>`.
            # "10" and "CM" are likely to have a power or a raised number as their own.
            before = self.cell.parts[self.raised - 1] if self.raised else None
            is_behind_name = before and before.kind in ("strong", "link") and _LONG_NAME.search(before.text)
            if _NOTE.fullmatch(raised) or (is_behind_name and _NOTE_NUMBER.fullmatch(raised)):
                del self.cell.parts[self.raised :]
            self.raised = None

    def handle_data(self, data: str) -> None:
        if self.cell is None:
            return
        shown = " ".join(data.replace(_LESS, "<").split())
        if not shown:
            return
        if self.link:
            self.link[2].append(shown)
        else:
            self.cell.parts.append(Part("strong" if self.strong else "text", shown, self._place()))

    def _end_link(self) -> None:
        if self.link and self.cell:
            url, place, label, badges = self.link
            self.cell.parts.append(Part("link", " ".join(label), place, url, badges[0] if badges else ""))
        self.link = None

    def _end_cell(self) -> None:
        self._end_link()
        self.cell, self.strong, self.raised = None, 0, None

    def _end_table(self) -> None:
        self._end_cell()
        if self.place_of_table and self.rows:
            self.tables.append(_table(self.rows, self.place_of_table, self.findings))
        self.rows, self.cell, self.place_of_table = self.outer.pop()

    def finish(self) -> None:
        """End the tables that are open, if any."""
        while self.outer:
            self._end_table()


def _span(stated: str | None) -> int:
    # HTML has 1 for what is no number, and so have we for 0 ("to the end"), which nobody writes.
    return max(int(stated), 1) if stated and stated.isascii() and stated.isdigit() and len(stated) < 6 else 1


def _table(rows: list[list[_Cell]], place: Place, findings: Findings) -> Table:
    """Lay cells out on a grid, as HTML does: a cell fills the places that it spans."""
    grid: list[tuple[TableCell, ...]] = []
    headers: list[bool] = []
    hanging: dict[int, tuple[int, TableCell]] = {}  # column → rows still to fill, and the cell
    total = 0
    for row in rows:
        laid, hanging = _lay(row, hanging, findings)
        total += len(laid)
        if total > MOST_CELLS:
            message = f"this table has more than {MOST_CELLS:,} cells; it was read up to this row"
            findings.add(Finding.of("too-long", message, row[0].place if row else place))
            break
        if row:
            grid.append(laid)
            headers.append(all(cell.header for cell in row))
    first = next((n for n, header in enumerate(headers) if not header), len(grid))
    if not first and len(grid) > 2 and len(grid[0]) > 1 and all(cell is grid[0][0] for cell in grid[0]):
        # A caption in the first row; the header is below it.
        return Table(grid[1], (grid[0], *grid[2:]), place)
    has_header = first > 0
    first = max(first, 1)
    header = _joined(grid[:first])
    if has_header:  # pictures laid out in a table have none, and as many to a row as there is room for
        below = [row for row in grid[first:] if len(row) > 1]  # one cell alone is a heading
        tell_uneven(uneven(below, header), len(below), (len(header), header[0].place), findings)
    return Table(header, tuple(grid[first:]), place)


def _lay(
    row: list[_Cell], hanging: dict[int, tuple[int, TableCell]], findings: Findings
) -> tuple[tuple[TableCell, ...], dict[int, tuple[int, TableCell]]]:
    """Lay a row out among the cells that hang down from rows above; return what hangs on."""
    laid: list[TableCell] = []
    below: dict[int, tuple[int, TableCell]] = {}
    waiting = iter(row)
    cell = next(waiting, None)
    while cell or len(laid) in hanging:
        if above := hanging.get(len(laid)):
            span, made, width = above[0], above[1], 1
        elif cell:
            span, made = cell.rowspan, TableCell(tuple(cell.parts), cell.place)
            width = min(cell.colspan, MOST_COLUMNS - len(laid))
            if width < 1:
                message = f"this row has more than {MOST_COLUMNS:,} cells; it was read up to this one"
                findings.add(Finding.of("too-long", message, cell.place))
                break
            cell = next(waiting, None)
        for _ in range(width):
            if span > 1:
                below[len(laid)] = (span - 1, made)
            laid.append(made)
    return tuple(laid), below


def _joined(rows: list[tuple[TableCell, ...]]) -> tuple[TableCell, ...]:
    """Join the rows of a header, column by column; a cell that spans rows stands once."""
    width = max(map(len, rows), default=0)
    joined: list[TableCell] = []
    for column in range(width):
        cells = list(dict.fromkeys(row[column] for row in rows if column < len(row)))
        parts: list[Part] = []
        for cell in cells:
            parts += [Part("break", "", cell.place), *cell.parts] if parts else cell.parts
        joined.append(TableCell(tuple(parts), cells[0].place))
    return tuple(joined)
