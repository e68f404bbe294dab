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

from array import array
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from llm_kg.collector import paused
from llm_kg.errors import SourceError
from llm_kg.findings import Finding, Findings
from llm_kg.places import Source
from llm_kg.records import Record
from llm_kg.sources.base import Reading, Text
from llm_kg.sources.entries import unnumbered_records_of
from llm_kg.sources.files import decode, is_utf8_text, locate, named_by
from llm_kg.sources.formats import format_of
from llm_kg.sources.json_records import read_json_lines

__all__ = ["PIECE", "Joined", "Part", "Piece", "cut", "read_piece"]

#: How many bytes a piece has, but for the rest of its last line: some thousands of records.
PIECE = 4_000_000

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Piece:
    """Whole lines of a file: the bytes from `start` to `end`; the first is line `first` (0-based)."""

    source: Source
    path: str
    input_format: str
    start: int
    end: int
    first: int


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

    That is what has another format, is small, is no regular file, or is not in UTF-8 with ordinary ends
    of lines; `read` says what is wrong with it, if anything is. The arguments are those of `read`.

    Raises
    ------
    UnknownFormatError
        Neither the suffix nor `input_format` tells what the source is.
    """
    located, path = locate(str(name))
    if path is None or not path.is_file():
        return None
    kind = format_of(str(name), path.suffix, input_format)
    if kind != "jsonl" or path.stat().st_size <= size:
        return None
    source = named_by(str(name), located, complete(located))
    try:
        with path.open("rb") as stream:
            stretches = list(_stretches(stream, size))
    except OSError:
        return None
    except _IrregularError:
        return None
    return [Piece(source, str(path), kind, *stretch) for stretch in stretches]


class _IrregularError(ValueError):
    """A file cannot be cut without a look at all of it."""


def _stretches(stream: BinaryIO, size: int) -> Iterator[tuple[int, int, int]]:
    """Yield start, end and first line of each piece of whole lines."""
    start = first = 0
    while block := stream.read(size):
        block += stream.readline()
        if start == 0 and (not is_utf8_text(block) or not block.strip()):
            raise _IrregularError
        if block.count(b"\r") != block.count(b"\r\n"):  # old ends of lines, which pass for blanks elsewhere
            raise _IrregularError
        yield start, start + len(block), first
        start, first = start + len(block), first + block.count(b"\n")


def read_piece(piece: Piece) -> Part:
    """Return the records of a piece, and what is amiss with it.

    Raises
    ------
    SourceError
        The file cannot be read any more.
    """
    encoding = "utf-8"
    try:
        with Path(piece.path).open("rb") as stream:
            stream.seek(piece.start)
            content = stream.read(piece.end - piece.start)
    except OSError as error:
        raise SourceError(f"{piece.path}: cannot be read: {error.strerror or error}") from None
    if piece.start == 0 and content.startswith(_BYTE_ORDER_MARK):
        encoding = "utf-8-sig"
    reading = Reading()
    text = Text.of(
        piece.source, decode(content, encoding, piece.source, reading.findings, piece.first), piece.first
    )
    # One such finding for the source is enough.
    reading.reported.update({("encoding", finding.message): finding for finding in reading.findings})
    with paused():
        records = list(unnumbered_records_of(read_json_lines(text, reading), reading))
    return Part(records, [record.entry for record in records], reading.findings, reading.reported)
