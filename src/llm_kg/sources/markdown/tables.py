"""Tables of pipes: rows and cells as GFM has them, with the column of every cell.

markdown-it finds the tables and their lines; it gives no places of cells, so that the rows are cut
again here. Rules: https://github.github.com/gfm/#tables-extension-
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from llm_kg.findings import Finding, Findings
from llm_kg.sources.base import Text
from llm_kg.sources.markdown.blocks import Block
from llm_kg.sources.markdown.inline import Span, pictures_in, plain, spans, without_comments
from llm_kg.sources.tables import MOST_COLUMNS, Part, Table, TableCell, uneven
from llm_kg.sources.uneven import tell_uneven

__all__ = ["continue_table", "read_pipes", "split_row"]

_PREFIX = re.compile(r"[\s>]*")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_FOOTNOTE = re.compile(r"\[\^[^\[\]]{1,40}\]")


def read_pipes(text: Text, block: Block, references: Mapping[str, str], findings: Findings) -> Table:
    """Return a table of pipes; what is wider than the limit is left out, with a finding."""
    place = text.place(block.start)
    header = _row(text, block.start, references, findings)
    if not header:
        return Table((), (), place)
    lines = range(block.start + 2, block.end)
    rows = [_row(text, line, references, findings) for line in lines]
    return Table(header, _told(rows, header, findings), place)


def continue_table(
    table: Table, text: Text, block: Block, references: Mapping[str, str], findings: Findings
) -> Table:
    """Return the rows of a paragraph that goes on with a table after a blank line."""
    message = (
        "this row is cut off from its table by a blank line or a comment; it was read as one of its rows"
    )
    findings.add(Finding.of("uneven-row", message, text.place(block.start)))
    rows = [_row(text, line, references, findings) for line in range(block.start, block.end)]
    return Table(table.header, _told(rows, table.header, findings), text.place(block.start))


def _told(
    rows: Sequence[tuple[TableCell, ...]], header: Sequence[TableCell], findings: Findings
) -> tuple[tuple[TableCell, ...], ...]:
    """Return the rows that have cells; those that do not fit the header are findings."""
    sound = tuple(row for row in rows if row)
    tell_uneven(uneven(sound, header), len(sound), (len(header), header[0].place), findings)
    return sound


def _row(text: Text, line: int, references: Mapping[str, str], findings: Findings) -> tuple[TableCell, ...]:
    """Return the cells of a row; of one that is wider than the limit none, with a finding."""
    cells = split_row(without_comments(text.lines[line]))
    if len(cells) > MOST_COLUMNS:
        message = f"this row of {len(cells):,} cells was not read; the limit is {MOST_COLUMNS:,}"
        findings.add(Finding.of("too-long", message, text.place(line)))
        return ()
    return tuple(_cell(text, line, start, content, references) for start, content in cells)


def split_row(line: str) -> list[tuple[int, str]]:
    r"""Return the offset and the content of each cell of a row; escaped pipes separate nothing.

    >>> split_row(r"| a | b \| c |")
    [(2, 'a'), (6, 'b \\| c')]
    """
    prefix = _PREFIX.match(line)
    start = prefix.end() if prefix else 0
    start += line.startswith("|", start)
    cells: list[tuple[int, str]] = []
    position = start
    end = len(line.rstrip())
    while (pipe := line.find("|", position, end)) != -1:
        position = pipe + 1
        # Even behind two backslashes a pipe is escaped: GFM looks at the last of them alone.
        if line[pipe - 1 : pipe] != "\\":
            cells.append((start, line[start:pipe]))
            start = position
    if start < end:
        cells.append((start, line[start:end]))
    return [(offset + len(cell) - len(cell.lstrip()), cell.strip()) for offset, cell in cells]


def _cell(text: Text, line: int, start: int, content: str, references: Mapping[str, str]) -> TableCell:
    # An escaped pipe is a pipe; a blank in place of the backslash keeps the offsets.
    content = content.replace("\\|", " |")
    parts: list[Part] = []
    for span in spans(content, references):
        parts += _parts(text, line, start, span)
    return TableCell(tuple(parts), text.place(line, start, start + len(content)))


def _parts(text: Text, line: int, start: int, span: Span) -> Iterator[Part]:
    place = text.place(line, start + span.start, start + span.end)
    if span.kind in ("link", "image"):
        badge = next(iter(pictures_in(span.text)), "")
        for number, label in enumerate(_BREAK.split(span.text)):
            if number:
                yield Part("break", "", place)
            yield Part(span.kind, plain(label), place, span.url, badge)
        return
    if span.kind == "bracket":
        if not span.text.startswith("^"):
            yield Part("text", f"[{plain(span.text)}]", place)
        return
    offset = span.start
    for number, piece in enumerate(_BREAK.split(span.text)):
        if number:
            yield Part("break", "", place)
        shown = plain(_FOOTNOTE.sub("", piece))
        if shown:
            begin = start + offset + len(piece) - len(piece.lstrip())
            strong = piece.strip().startswith(("**", "__"))
            yield Part(
                "strong" if strong else "text", shown, text.place(line, begin, begin + len(piece.strip()))
            )
        offset += len(piece) + 4
