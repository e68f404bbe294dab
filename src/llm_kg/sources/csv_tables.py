"""CSV and TSV as tables, by RFC 4180 and what people write beside it.

The separator of CSV is the one of `,`, `;` and tab that the header holds most often,
outside quotes; a first line `sep=;`, as spreadsheets write it, tells it too. Lines that begin with `# `,
or with `#` and hold no separator, are comments above the header; where there are
any, rows that begin with `#` and no number behind it are comments, too.

A cell belongs to a column by counting alone. So a row is in doubt whose quotes are not as they should
be, and is read only where it has as many cells as the header. Of a row that has more, the cells are kept
as stated text from the first separator on that may be a comma of the text: a blank stands behind it, or
it parts digits as in 1,300.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Final

from llm_kg.findings import Finding, Findings
from llm_kg.identifiers import is_plain_link
from llm_kg.places import Place
from llm_kg.rules import Severity
from llm_kg.sources.base import Reading, Row, Text
from llm_kg.sources.csv_cells import CsvCell, scan, unescaped
from llm_kg.sources.keys import terms_of
from llm_kg.sources.markdown.inline import spans
from llm_kg.sources.repeated import repeated_keys
from llm_kg.sources.table_rows import read_table
from llm_kg.sources.tables import MOST_COLUMNS, Part, Table, TableCell
from llm_kg.sources.uneven import uneven_row

__all__ = ["LONGEST_CELL", "Layout", "header_of", "layout_of", "read_csv", "read_tsv", "rows_of_table"]

#: A longer cell is left out; sentences about a model have some hundreds of characters.
LONGEST_CELL = 100_000

_SEPARATORS = (",", ";", "\t")
_LINE_END = re.compile(r"\r\n|\r|\n")
_DECLARED = re.compile(r"sep=(.)", re.IGNORECASE)
# The end of a cell and the start of the next, which may be one number.
_THOUSANDS = re.compile(r"(?:.*\D)?\d{1,3},\d{3}(?:\D.*)?", re.DOTALL)
# Else it is a header such as `#,Model` or `#Params,Model`.
_COMMENT = re.compile(r"#(?: |[^,;\t]*+$)")
_COMMENTED = re.compile(r"#\s*(?!\d)")
_STRONG = re.compile(r"(\*\*|__|`)([^*`]+)\1")


def read_csv(text: Text, reading: Reading) -> Iterator[Row]:
    """Yield the models of a CSV file, whose first row names the columns."""
    return _read(text, None, reading)


def read_tsv(text: Text, reading: Reading) -> Iterator[Row]:
    """Yield the models of a file of values between tabs, whose first row names the columns."""
    return _read(text, "\t", reading)


def _read(text: Text, separator: str | None, reading: Reading) -> Iterator[Row]:
    layout = layout_of(text, separator, reading)
    if layout is None:
        return
    for cells in filter(layout.comments_out, _scanned(text, layout)) if layout.has_comments else ():
        place = text.place(cells[0].line, cells[0].column)
        reading.decide(place, cells[0].raw[1:].strip(), "passed over", "a row that is a comment")
    table = _table(text, layout, reading.findings)
    before, found = len(reading.decisions), False
    for row in read_table(table, "models", "a file of models", reading):
        found = True
        yield row
    if not found:
        refusals = (decision.reason for decision in reading.decisions[before:] if decision.what == "table")
        _report_no_models(next(refusals, "no row names a model"), table.place, reading)


def _report_no_models(reason: str, place: Place, reading: Reading) -> None:
    # In a list many tables are of something else; a file is read for its models.
    message = f"no model was read from this table: {reason}"
    finding = Finding.of("no-model-column", message, place, severity=Severity.WARNING)
    reading.findings.add(finding)


def _lines_above(text: Text, reading: Reading) -> int:
    """Return the number of lines above the header: blank ones, and comments."""
    for number, line in enumerate(text.lines):
        if _COMMENT.match(line):
            reading.decide(text.place(number), line[1:].strip(), "passed over", "a comment above the header")
        elif line.strip():
            return number
    return len(text.lines)


def _separator(content: str) -> str:
    """Return the separator that the header holds most often outside quotes; of equals, the first."""
    counts = dict.fromkeys(_SEPARATORS, 0)
    quoted = False
    for match in re.finditer(r'[",;\t\r\n]', content[len(content) - len(content.lstrip("\r\n")) :]):
        char = match[0]
        if char == '"':
            quoted = not quoted
        elif not quoted and char in counts:
            counts[char] += 1
        elif not quoted:
            break
    return max(_SEPARATORS, key=counts.__getitem__)


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file is laid out: the lines above its header, its separator, and the cells of its header."""

    above: int
    separator: str
    header: tuple[CsvCell, ...]
    has_comments: bool = False

    def comments_out(self, row: Sequence[CsvCell]) -> bool:
        """Tell whether a row is a comment: "#1" may be the number of one that is none."""
        first = row[0]
        return self.has_comments and first.quotes == "none" and _COMMENTED.match(first.raw) is not None


def layout_of(text: Text, separator: str | None, reading: Reading) -> Layout | None:
    """Return the layout of a file, or None where there is no header, or too wide a one."""
    above = _lines_above(text, reading)
    if declared := _DECLARED.fullmatch(text.lines[above].strip()) if above < len(text.lines) else None:
        separator, above = declared[1], above + 1
    content = _below(text, above)
    separator = separator or _separator(content)
    header = next(scan(content, separator), None)
    if header is None:
        _report_no_models("it has no header", text.place(0), reading)
        return None
    if len(header) > MOST_COLUMNS:
        message = f"this header has more than {MOST_COLUMNS:,} cells"
        place = text.place(header[0].line, header[0].column)
        reading.findings.add(Finding.of("too-long", message, place))
        return None
    has_comments = not header[0].text.startswith("#") and any(map(_COMMENT.match, text.lines[:above]))
    return Layout(above, separator, tuple(header), has_comments)


def _below(text: Text, above: int) -> str:
    """Return the text without some lines above: empty ones in their place keep every place right."""
    ends = [end.end() for end in islice(_LINE_END.finditer(text.text), above)]
    return "\n" * above + text.text[ends[-1] if ends else 0 :]


def header_of(text: Text, layout: Layout, findings: Findings) -> tuple[TableCell, ...]:
    """Return the cells of a header; in a file of models, `Name` names them."""
    cells = [_cell(text, cell, findings) for cell in layout.header]
    findings.extend(repeated_keys((cell.text, cell.place) for cell in cells))
    named = next((n for n, cell in enumerate(cells) if _means_name(cell.text)), None)
    if named is not None:
        # In a table of a list, it may be anyone's.
        cells[named] = TableCell((Part("text", "Model", cells[named].place),), cells[named].place)
    return tuple(cells)


def rows_of_table(text: Text, layout: Layout, findings: Findings) -> Iterator[tuple[TableCell, ...]]:
    """Yield the rows of a file, or of whole rows of it; the header is none of them."""
    return (_row(text, layout.header, row, findings) for row in _sound_rows(text, layout, findings))


def _table(text: Text, layout: Layout, findings: Findings) -> Table:
    place = text.place(layout.header[0].line, layout.header[0].column)
    return Table(header_of(text, layout, findings), tuple(rows_of_table(text, layout, findings)), place)


def _sound_rows(text: Text, layout: Layout, findings: Findings) -> Iterator[list[CsvCell]]:
    rows = (row for row in _scanned(text, layout) if not layout.comments_out(row))
    return _sound(text, layout.header, rows, findings)


def _scanned(text: Text, layout: Layout) -> Iterator[list[CsvCell]]:
    content = text.text if text.first else _below(text, layout.above)
    return scan(content, layout.separator, text.first)


def _means_name(header: str) -> bool:
    return any(term.notation == "name" for term in terms_of(header))


def _sound(
    text: Text, header: Sequence[CsvCell], rows: Iterator[list[CsvCell]], findings: Findings
) -> Iterator[list[CsvCell]]:
    """Yield the rows whose cells can be counted; what is amiss with a row is a finding."""
    titles = [cell.text for cell in header]
    left_open = False
    for row in rows:
        first = row[0]
        odd = next((cell for cell in row if cell.quotes in ("stray", "open")), None)
        bare = next((cell for cell in row if cell.quotes == "none" and '"' in cell.raw), None)
        fits = len(row) == len(header) > 1 and not (odd and odd.quotes == "open")
        left_out = bool(odd or bare or left_open) and not fits
        if odd or left_out:
            at = odd or bare or first
            what = _ODD[at.quotes] if at in (odd, bare) else _BELOW_AN_OPEN_QUOTE
            told = "was left out" if left_out else "was read as it stands"
            place = text.place(at.line, at.column)
            findings.add(Finding.of("invalid-csv", f"{what}; the row {told}", place))
        left_open = left_open or bool(odd and odd.quotes == "open")
        if left_out or [cell.text for cell in row] == titles or not any(cell.text.strip() for cell in row):
            continue
        place = text.place(first.line, first.column)
        if len(row) > MOST_COLUMNS:
            message = f"this row of more than {MOST_COLUMNS:,} cells was not read"
            findings.add(Finding.of("too-long", message, place))
            continue
        if len(row) < len(header) or any(cell.text.strip() for cell in row[len(header) :]):
            findings.add(uneven_row(len(row), len(header), place))
        yield row


_ODD: Final = {
    "stray": "text stands behind the quote that closes this cell",
    "open": "this quote never ends",
    "none": "a quote stands within this cell, which has none around it, and the cells do not fit the header",
}
_BELOW_AN_OPEN_QUOTE = "a quote above never ends, and the cells do not fit the header"


def _row(
    text: Text, header: Sequence[CsvCell], row: Sequence[CsvCell], findings: Findings
) -> tuple[TableCell, ...]:
    cells = [_cell(text, cell, findings) for cell in row]
    if not any(cell.parts for cell in cells[len(header) :]):
        return tuple(cells)
    certain = min(_certain(header, row), len(header))
    nothing = TableCell((), cells[0].place)
    return (*cells[:certain], *[nothing] * (len(header) - certain), *cells[certain:])


def _certain(header: Sequence[CsvCell], row: Sequence[CsvCell]) -> int:
    """Return how many cells of a row that is too long stand before one that a comma may have cut."""
    spaced = any(cell.spaced for cell in header[1:])
    for number, (one, next_) in enumerate(pairwise(row)):
        bare = one.quotes == next_.quotes == "none"
        if bare and (
            (next_.spaced and not spaced) or _THOUSANDS.fullmatch(f"{one.raw[-4:]},{next_.raw[:4]}")
        ):
            return number
    return len(row)


def _cell(text: Text, cell: CsvCell, findings: Findings) -> TableCell:
    if len(cell.raw) > LONGEST_CELL:
        message = f"this cell of {len(cell.raw):,} characters was not read; the limit is {LONGEST_CELL:,}"
        place = text.place(cell.line, cell.column)
        findings.add(Finding.of("too-long", message, place))
        return TableCell((), place)
    if not _MARKED.search(cell.raw) or _is_address(cell.raw):
        return _plain_cell(text, cell)
    parts: list[Part] = []
    # Within quotes, places count the source's doubled quotes, and the text has them once.
    lines = _LINE_END.split(cell.raw if cell.quotes == "closed" else cell.text)
    column = cell.column + (cell.quotes == "stray" and cell.text != cell.raw)
    for number, line in enumerate(lines):
        here = column if number == 0 else 0
        if number and parts:
            parts.append(Part("break", "", text.place(cell.line + number, here)))
        parts += _parts(text, line, cell.line + number, here, escaped=cell.quotes == "closed")
    last = cell.line + len(lines) - 1
    end = len(lines[-1]) + (column if len(lines) == 1 else 0)
    place = Place(text.source, cell.line + 1, column + 1, last + 1, end + 1)
    return TableCell(tuple(parts), place)


# What may make more of a cell than one text: an address, a link, a quote, a second line, words in bold.
_MARKED = re.compile(r'//|\]\(|["\r\n]|^\s*+(?:\*\*|__|`)')


def _is_address(raw: str) -> bool:
    """Tell whether a cell is one address, and each character stands for itself."""
    return is_plain_link(raw) and "&" not in raw and raw[-1] not in ".?" and len(raw) <= _LONGEST_PLAIN


_LONGEST_PLAIN = 1_000


def _plain_cell(text: Text, cell: CsvCell) -> TableCell:
    """Return a cell that is one text or one address, as nearly all are."""
    raw = cell.raw
    column = cell.column + 1
    place = Place(text.source, cell.line + 1, column, cell.line + 1, column + len(raw))
    shown = raw.strip()
    if not shown:
        return TableCell((), place)
    if "//" in raw:
        return TableCell((Part("link", "", place, raw),), place)
    if len(shown) == len(raw):
        return TableCell((Part("text", raw, place),), place)
    column += len(raw) - len(raw.lstrip())
    at = Place(text.source, cell.line + 1, column, cell.line + 1, column + len(shown))
    return TableCell((Part("text", shown, at),), place)


def _parts(text: Text, raw: str, line: int, column: int, *, escaped: bool) -> Iterator[Part]:
    """Cut a line of a cell into its texts and links; all else is taken at its word."""

    def part(kind: str, start: int, end: int, shown: str, url: str = "") -> Part:
        place = text.place(line, column + start, column + end)
        return Part(kind, unescaped(shown) if escaped else shown, place, url)

    def words(start: int, end: int) -> Iterator[Part]:
        shown = raw[start:end].strip()
        if shown:
            start += len(raw[start:end]) - len(raw[start:end].lstrip())
            strong = _STRONG.fullmatch(shown)
            kind, inner = ("strong", strong[2]) if strong else ("text", shown)
            start += shown.index(inner)
            yield part(kind, start, start + len(inner), inner)

    start = 0
    for span in spans(raw) if "//" in raw or "](" in raw else ():
        if span.kind in ("link", "image"):
            yield from words(start, span.start)
            yield part(span.kind, span.start, span.end, span.text, span.url)
            start = span.end
    yield from words(start, len(raw))
