"""Pieces of big files: some whole lines each, or whole rows of a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from llm_kg.findings import Findings
from llm_kg.places import Source
from llm_kg.sources.base import Text
from llm_kg.sources.files import decode, is_utf8_text

if TYPE_CHECKING:
    from llm_kg.sources.column import Column
    from llm_kg.sources.csv_tables import Layout
    from llm_kg.sources.results import Results

__all__ = ["IrregularError", "Piece", "Plan", "content_of", "stretches", "text_of"]

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Plan:
    """What all pieces of a CSV file have in common: its layout, what its columns mean, and its results."""

    layout: Layout
    columns: Sequence[Column]
    results: Results | None


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


class IrregularError(ValueError):
    """A file cannot be cut without a look at all of it."""


#: Start and end in bytes, and the number of the first line.
Lines = tuple[int, int, int]


def stretches(
    stream: BinaryIO, size: int, quote: bytes = b"", longest: int = 0
) -> Iterator[tuple[Lines, bytes]]:
    """Yield pieces of whole lines, and of whole rows where cells may stand in quotes.

    `longest` is how many bytes such a cell may have.

    Raises
    ------
    IrregularError
        The file cannot be cut without a look at all of it.
    """
    start = first = 0
    while block := bytearray(stream.read(size)):
        block += stream.readline()
        is_open = quote and block.count(quote) % 2
        while is_open and (line := stream.readline(longest)):
            block += line
            is_open ^= line.count(quote) % 2
            if len(block) > size + 8 * longest:
                raise IrregularError
        if start == 0 and (not is_utf8_text(bytes(block[:16])) or not block.strip()):
            raise IrregularError
        # Old ends of lines pass for blanks elsewhere.
        if is_open or block.count(b"\r") != block.count(b"\r\n"):
            raise IrregularError
        yield (start, start + len(block), first), bytes(block)
        start, first = start + len(block), first + block.count(b"\n")


def content_of(piece: Piece) -> bytes:
    """Return the bytes of a piece."""
    with Path(piece.path).open("rb") as stream:
        stream.seek(piece.start)
        return stream.read(piece.end - piece.start)


def text_of(source: Source, content: bytes, first: int, findings: Findings) -> Text:
    """Return the text of a stretch of a source whose first line is line `first` (0-based)."""
    is_marked = first == 0 and content.startswith(_BYTE_ORDER_MARK)
    encoding = "utf-8-sig" if is_marked else "utf-8"
    return Text.of(source, decode(content, encoding, source, findings, first), first)
