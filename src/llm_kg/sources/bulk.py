"""Big files of records, a piece at a time: JSON Lines and CSV.

A piece is some whole lines of a file. No piece needs another to be read, so that memory does not grow
with the file, and several processes may each read their share::

    pieces = cut("models.jsonl")                  # None: only `read` can read this source
    joined = Joined()
    for part in map(read_piece, pieces):          # or the `map` of a pool of processes
        ...                                       # part.records
        joined.add(part)                          # in the order of the pieces
    joined.findings, joined.has_repeated_names

The records and findings are those of `read`, but for entries of one name, which are not numbered here:
where there are any, the whole file must be read to number them. Names that `own_aliases` lets mean
properties hold for the process in which it is called.
"""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from llm_kg.collector import paused
from llm_kg.errors import SourceError
from llm_kg.findings import Finding, Findings
from llm_kg.places import Source
from llm_kg.records import Record
from llm_kg.sources.base import Reading, Row, Text
from llm_kg.sources.columns import Column, Values, columns_of, refusal_of
from llm_kg.sources.comparison_tables import is_comparison
from llm_kg.sources.csv_tables import LONGEST_CELL, Layout, header_of, layout_of, rows_of_table
from llm_kg.sources.entries import unnumbered_records_of
from llm_kg.sources.files import decode, is_utf8_text, locate, named_by
from llm_kg.sources.formats import format_of
from llm_kg.sources.json_records import read_json_lines
from llm_kg.sources.table_rows import read_rows

__all__ = ["PIECE", "Joined", "Part", "Piece", "Plan", "cut", "read_piece"]

#: How many bytes a piece has, but for the rest of its last line: a thousand records or more.
PIECE = 1_000_000

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Plan:
    """What all pieces of a CSV file have in common: its layout, and what its columns mean."""

    layout: Layout
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """Whole lines of a file: the bytes from `start` to `end`; the first is line `first` (0-based)."""

    source: Source
    path: str
    input_format: str
    start: int
    end: int
    first: int
    plan: Plan | None = None  # of CSV


@dataclass(frozen=True, slots=True)
class Part:
    """What a piece says: its records, and what is amiss with it.

    An entry has the name that is its own, even where another has the same; `names` are all of them, for
    a process that does not hand on the records. `once` are those of the findings of which one for the
    source is enough, by what they are about.
    """

    records: list[Record]
    names: list[str]
    findings: Findings
    once: Mapping[tuple[str, str], Finding]


@dataclass(slots=True)
class Joined:
    """What the parts of a source have to tell together; they are added in their order."""

    findings: Findings = field(default_factory=Findings)
    _told: set[tuple[str, str]] = field(default_factory=set)
    # Eight bytes for each entry: a set of a million names would take a hundred megabytes.
    _names: array[int] = field(default_factory=lambda: array("q"))

    def add(self, part: Part) -> None:
        """Add a part: its findings, but not what another has told before, and the names of its entries."""
        again = {finding for about, finding in part.once.items() if about in self._told}
        self.findings.extend(finding for finding in part.findings if finding not in again)
        self._told.update(part.once)
        self._names.extend(map(hash, part.names))

    @property
    def entries(self) -> int:
        """The number of entries. Of a table without any, only `read` says why."""
        return len(self._names)

    @property
    def has_repeated_names(self) -> bool:
        """Tell whether two entries have one name (or, one time in a million files, seem to)."""
        return len(set(self._names)) < len(self._names)


def cut(
    name: str | Path,
    *,
    input_format: str | None = None,
    complete: Callable[[Source], Source] = lambda source: source,
    size: int = PIECE,
) -> list[Piece] | None:
    """Return the pieces of a source, of about `size` bytes each; None where it must be read as a whole.

    That is what has another format, is small, is no regular file, is not in UTF-8 with ordinary ends of
    lines, or is CSV with odd quotes, headings among its rows, or no models; `read` says what is wrong
    with it, if anything is. The arguments are those of `read`.

    Raises
    ------
    UnknownFormatError
        Neither the suffix nor `input_format` tells what the source is.
    """
    located, path = locate(str(name))
    if path is None or not path.is_file():
        return None
    kind = format_of(str(name), path.suffix, input_format)
    if kind not in ("jsonl", "csv", "tsv") or path.stat().st_size <= size:
        return None
    source = named_by(str(name), located, complete(located))
    try:
        with path.open("rb") as stream:
            if kind == "jsonl":
                return [Piece(source, str(path), kind, *lines) for lines, _ in _stretches(stream, size)]
            return _cut_table(source, path, kind, stream, size)
    except (OSError, _IrregularError):
        return None


class _IrregularError(ValueError):
    """A file cannot be cut without a look at all of it."""


#: Start and end in bytes, and the number of the first line.
_Lines = tuple[int, int, int]


def _stretches(stream: BinaryIO, size: int, quote: bytes = b"") -> Iterator[tuple[_Lines, bytes]]:
    """Yield pieces of whole lines, and of whole rows where cells may stand in quotes."""
    start = first = 0
    while block := bytearray(stream.read(size)):
        block += stream.readline()
        is_open = quote and block.count(quote) % 2
        while is_open and (line := stream.readline(LONGEST_CELL)):
            block += line
            is_open ^= line.count(quote) % 2
            if len(block) > size + 8 * LONGEST_CELL:
                raise _IrregularError
        if start == 0 and (not is_utf8_text(bytes(block[:16])) or not block.strip()):
            raise _IrregularError
        if is_open or block.count(b"\r") != block.count(
            b"\r\n"
        ):  # old ends of lines pass for blanks elsewhere
            raise _IrregularError
        yield (start, start + len(block), first), bytes(block)
        start, first = start + len(block), first + block.count(b"\n")


# CSV.

# A row of one cell in bold, which may be a heading of the rows below it.
_HEADING = rb"^[%s\s\"]*(?:\*\*|__|`)[^\n*`]+(?:\*\*|__|`)[%s\s\"]*$"


def _cut_table(source: Source, path: Path, kind: str, stream: BinaryIO, size: int) -> list[Piece] | None:
    layout: Layout | None = None
    pieces: list[Piece] = []
    for lines, block in _stretches(stream, size, b'"'):
        if layout is None:
            text = _text(source, block, 0, Findings())
            layout = layout_of(text, "\t" if kind == "tsv" else None, Reading())
            if (
                layout is None
                or is_comparison(cell.text for cell in layout.header)
                or any('"' in line for line in text.lines[: layout.above])
            ):
                return None
        separator = layout.separator.encode()
        heading = _HEADING % (re.escape(separator), re.escape(separator))
        if not _has_sound_quotes(block, separator) or re.search(heading, block, re.MULTILINE):
            return None
        pieces.append(Piece(source, str(path), kind, *lines))
    columns = _columns(layout, pieces) if layout else None
    if layout is None or columns is None:
        return None
    return [replace(piece, plan=Plan(layout, tuple(columns))) for piece in pieces]


def _has_sound_quotes(block: bytes, separator: bytes) -> bool:
    """Tell whether each quote opens a cell, closes one, or is doubled within."""
    if separator in (b" ", b'"'):
        return False
    ends = (separator, b"\n", b"\r")
    outside = block.split(b'"')[::2]
    for number, stretch in enumerate(outside):
        opens, closes = number + 1 < len(outside), number > 0
        if closes and stretch and not stretch.startswith(ends):
            return False
        before = stretch.rstrip(b" ")
        if opens and not before.endswith(ends) and (before or closes) and stretch:
            return False
    return True


def _columns(layout: Layout, pieces: Sequence[Piece]) -> list[Column] | None:
    """Return what the columns mean; None where they are no models'.

    Only where a header does not tell must the values be looked at, those of all rows.
    """
    text = _text(pieces[0].source, _bytes(pieces[0]), 0, Findings())
    header = header_of(text, layout, Findings())
    values: defaultdict[int, Values] = defaultdict(Values)
    columns = columns_of(header, "models", values.__getitem__)
    refusal = refusal_of(columns, "models", values.__getitem__, linked=True)
    if values:
        for piece in pieces:
            stretch = _text(piece.source, _bytes(piece), piece.first, Findings())
            for row in rows_of_table(stretch, layout, Findings()):
                for number, known in values.items():
                    if number < len(row):
                        known.add(row[number].text)
        columns = columns_of(header, "models", values.__getitem__)
        refusal = refusal_of(columns, "models", values.__getitem__, linked=True)
    return None if refusal else columns


# Reading.


def read_piece(piece: Piece) -> Part:
    """Return the records of a piece, and what is amiss with it.

    Raises
    ------
    SourceError
        The file cannot be read any more.
    """
    reading = Reading()
    try:
        text = _text(piece.source, _bytes(piece), piece.first, reading.findings)
    except OSError as error:
        raise SourceError(f"{piece.path}: cannot be read: {error.strerror or error}") from None
    # One such finding for the source is enough.
    reading.reported.update({("encoding", finding.message): finding for finding in reading.findings})
    with paused():
        records = list(unnumbered_records_of(_rows(piece, text, reading), reading))
    return Part(records, [record.entry for record in records], reading.findings, reading.reported)


def _rows(piece: Piece, text: Text, reading: Reading) -> Iterator[Row]:
    if piece.plan is None:
        return read_json_lines(text, reading)
    layout = piece.plan.layout
    if piece.start == 0:
        header_of(text, layout, reading.findings)  # for what is amiss with it
    rows = rows_of_table(text, layout, reading.findings)
    return read_rows(rows, piece.plan.columns, "a file of models", reading)


def _bytes(piece: Piece) -> bytes:
    with Path(piece.path).open("rb") as stream:
        stream.seek(piece.start)
        return stream.read(piece.end - piece.start)


def _text(source: Source, content: bytes, first: int, findings: Findings) -> Text:
    is_marked = first == 0 and content.startswith(_BYTE_ORDER_MARK)
    encoding = "utf-8-sig" if is_marked else "utf-8"
    return Text.of(source, decode(content, encoding, source, findings, first), first)
