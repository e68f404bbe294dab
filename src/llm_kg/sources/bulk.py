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

from llm_kg.collector import paused
from llm_kg.errors import SourceError
from llm_kg.findings import Finding, Findings
from llm_kg.places import Source
from llm_kg.records import Record
from llm_kg.sources.base import Reading, Row, Text
from llm_kg.sources.entries import unnumbered_records_of
from llm_kg.sources.files import Lost, locate, lost_in, named_by
from llm_kg.sources.formats import IN_LINES, format_of
from llm_kg.sources.pieces import IrregularError, Piece, Plan, content_of, stretches, text_of

__all__ = ["PIECE", "Joined", "Part", "Piece", "Plan", "cut", "read_piece"]

#: How many bytes a piece has, but for the rest of its last line: a thousand records or more.
PIECE = 1_000_000


@dataclass(frozen=True, slots=True)
class Part:
    """What a piece says: its records, and what is amiss with it.

    An entry has the name that is its own, even where another has the same; `names` are all of them, for
    a process that does not hand on the records. `once` are those of the findings of which one for the
    source is enough, by what they are about, and `lost` is what could not be decoded.
    """

    records: list[Record]
    names: list[str]
    findings: Findings
    lost: Lost | None
    once: Mapping[tuple[str, str], Finding]


@dataclass(slots=True)
class Joined:
    """What the parts of a source have to tell together; they are added in their order."""

    _findings: Findings = field(default_factory=Findings)
    _lost: Lost | None = None
    _told: set[tuple[str, str]] = field(default_factory=set)
    # Eight bytes for each entry: a set of a million names would take a hundred megabytes.
    _names: array[int] = field(default_factory=lambda: array("q"))

    def add(self, part: Part) -> None:
        """Add a part: its findings, but not what another has told before, and the names of its entries."""
        again = {finding for about, finding in part.once.items() if about in self._told}
        self._findings.extend(finding for finding in part.findings if finding not in again)
        self._told.update(part.once)
        self._names.extend(map(hash, part.names))
        if part.lost:
            self._lost = self._lost.joined(part.lost) if self._lost else part.lost

    @property
    def findings(self) -> Findings:
        """What is amiss with the source, as far as it has been read."""
        findings = Findings(self._findings)
        if self._lost:
            findings.add(self._lost.finding)
        return findings

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
    if kind not in IN_LINES or path.stat().st_size <= size:
        return None
    source = named_by(str(name), located, complete(located))
    try:
        with path.open("rb") as stream:
            if kind == "jsonl":
                return [Piece(source, str(path), kind, *lines) for lines, _ in stretches(stream, size)]
            from llm_kg.sources.table_pieces import cut_table

            return cut_table(source, path, kind, stream, size)
    except (OSError, IrregularError):
        return None


def read_piece(piece: Piece) -> Part:
    """Return the records of a piece, and what is amiss with it.

    Raises
    ------
    SourceError
        The file cannot be read any more.
    """
    reading = Reading()
    try:
        text = text_of(piece.source, content_of(piece), piece.first, reading.findings)
    except OSError as error:
        raise SourceError(f"{piece.path}: cannot be read: {error.strerror or error}") from None
    # One such finding for the source is enough.
    reading.reported.update({("encoding", finding.message): finding for finding in reading.findings})
    with paused():
        records = list(unnumbered_records_of(_rows(piece, text, reading), reading))
    names = [record.entry for record in records]
    return Part(records, names, reading.findings, lost_in(text), reading.reported)


def _rows(piece: Piece, text: Text, reading: Reading) -> Iterator[Row]:
    if piece.plan is None:
        from llm_kg.sources.json_records import read_json_lines

        return read_json_lines(text, reading)
    from llm_kg.sources.table_pieces import rows_of_piece

    return rows_of_piece(piece, piece.plan, text, reading)
