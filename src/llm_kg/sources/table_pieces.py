"""Big tables, a piece at a time: CSV and TSV whose rows can be told apart without a look at all of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from llm_kg.findings import Findings
from llm_kg.places import Source
from llm_kg.sources.base import Reading, Row, Text
from llm_kg.sources.column_values import Values
from llm_kg.sources.columns import columns_of
from llm_kg.sources.comparison_tables import is_comparison
from llm_kg.sources.csv_tables import LONGEST_CELL, Layout, header_of, layout_of, rows_of_table
from llm_kg.sources.pieces import Piece, Plan, content_of, stretches, text_of
from llm_kg.sources.results import results_of
from llm_kg.sources.short_months import may_have_short_months
from llm_kg.sources.table_kinds import refusal_of
from llm_kg.sources.table_rows import read_rows
from llm_kg.sources.tables import TableCell

__all__ = ["cut_table", "rows_of_piece"]

# A row of one cell in bold, which may be a heading of the rows below it.
_HEADING = rb"^[%s\s\"]*(?:\*\*|__|`)[^\n*`]+(?:\*\*|__|`)[%s\s\"]*$"


def cut_table(source: Source, path: Path, kind: str, stream: BinaryIO, size: int) -> list[Piece] | None:
    """Return the pieces of a table of about `size` bytes each; None where it must be read as a whole.

    Raises
    ------
    IrregularError
        That has shown while it was cut.
    """
    layout: Layout | None = None
    pieces: list[Piece] = []
    for lines, block in stretches(stream, size, b'"', LONGEST_CELL):
        if layout is None:
            text = text_of(source, block, 0, Findings())
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
    plan = _plan(layout, pieces) if layout else None
    return [replace(piece, plan=plan) for piece in pieces] if plan else None


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


def _plan(layout: Layout, pieces: Sequence[Piece]) -> Plan | None:
    """Return what the pieces have in common; None where their rows are no models'.

    Whether dates are such as `Mar-23`, all rows together tell. Only where a header does not tell must the
    values be looked at, those of all rows.
    """
    text = text_of(pieces[0].source, content_of(pieces[0]), 0, Findings())
    header = header_of(text, layout, Findings())
    values: defaultdict[int, Values] = defaultdict(Values)
    counted: set[int] = set()

    def all_rows() -> Iterator[tuple[TableCell, ...]]:
        for piece in pieces:
            stretch = text_of(piece.source, content_of(piece), piece.first, Findings())
            yield from rows_of_table(stretch, layout, Findings())

    while True:
        columns = columns_of(header, "models", values.__getitem__)
        results = results_of(columns, "models", values.__getitem__)
        refusal = refusal_of(columns, "models", values.__getitem__, results, linked=True)
        if not (asked := values.keys() - counted):
            if refusal or may_have_short_months(columns, all_rows):
                return None
            return Plan(layout, results.columns if results else columns, results)
        for row in all_rows():
            for number in asked:
                if number < len(row):
                    values[number].add(row[number].text)
        counted |= asked


def rows_of_piece(piece: Piece, plan: Plan, text: Text, reading: Reading) -> Iterator[Row]:
    """Yield the rows of a piece of a table, whose text this is."""
    if piece.start == 0:
        header_of(text, plan.layout, reading.findings)  # for what is amiss with it
    rows = rows_of_table(text, plan.layout, reading.findings)
    return read_rows(rows, plan.columns, plan.results, "a row of a table; a file of models", reading)
