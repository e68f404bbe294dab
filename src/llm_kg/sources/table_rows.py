"""The rows of tables: which of them are of models, and what their cells say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, partial
from itertools import groupby

from llm_kg.curated import is_no_value, names_models, no_model, said_to_be
from llm_kg.findings import Finding
from llm_kg.sizes.cells import parse_sizes
from llm_kg.sources.base import GROUP, Cell, Reading, Row
from llm_kg.sources.column import Column
from llm_kg.sources.column_values import Values
from llm_kg.sources.columns import columns_of
from llm_kg.sources.dealing import deal
from llm_kg.sources.filled_rows import filled
from llm_kg.sources.kinds import is_said_to_be_other, may_tell_use
from llm_kg.sources.links import link_kind
from llm_kg.sources.name_forms import is_name, is_phrase
from llm_kg.sources.results import Results, results_of
from llm_kg.sources.short_months import with_short_months
from llm_kg.sources.table_kinds import presents_models, refusal_of
from llm_kg.sources.table_members import maker_cells, said_of_members
from llm_kg.sources.table_names import names_of_cell, split_at_blanks
from llm_kg.sources.tables import Table, TableCell
from llm_kg.sources.title_tables import Titles, column_of_titles, read_title
from llm_kg.sources.titles import calls_data

__all__ = ["read_rows", "read_table"]

# "Models", and no column of one model in each row.
_SEVERAL = re.compile(r"\b(?:models|llms|lms|names|variants|checkpoints)\b", re.IGNORECASE)


def read_table(
    table: Table,
    verdict: str,
    reason: str,
    reading: Reading,
    *,
    within_models: bool | None = None,
    under_models: bool = False,
    is_of_page: bool = False,
) -> Iterator[Row]:
    """Yield the models of a table, in a section that was judged to hold `verdict`, and why.

    `within_models` tells whether the section is in a list of models; without a section it is None, and
    titles of papers name none. `under_models` tells that the section's own heading speaks of models, and
    `is_of_page` that only the title of the page says what the section holds.
    """
    values = cache(partial(_values_of, table))
    columns = columns_of(table.header, verdict, values, under_models=under_models)
    if verdict == "software" and not presents_models(columns):
        return
    columns = with_short_months(columns, table.rows)
    results = results_of(columns, verdict, values, is_of_page=is_of_page)
    if verdict == "other" and results is None:
        return
    column = column_of_titles(columns) if within_models is not None and table.rows else None
    titles = None if column is None else Titles(column, verdict, reason, bool(within_models))
    if titles and not any(column.kind == "name" for column in columns):
        yield from filter(None, (read_title(row, columns, titles, reading) for row in table.rows))
        return
    linked = any(cell.links for row in table.rows[:100] for cell in row)
    refusal = refusal_of(columns, verdict, values, results, linked=linked) if table.rows else "it has no rows"
    if refusal:
        reading.decide(table.place, "table", "passed over", refusal)
        return
    described = results.columns if results else columns
    rows = table.rows if within_models is None else filled(table.rows, described)
    yield from read_rows(rows, described, results, f"a row of a table; {reason}", reading, titles)


def _values_of(table: Table, column: int) -> Values:
    values = Values()
    for row in table.rows:
        # A row of one cell is a heading.
        if column < len(row) and (len(row) == 1 or any(cell is not row[0] for cell in row)):
            values.add(row[column].text)
    return values


def read_rows(
    table_rows: Iterable[Sequence[TableCell]],
    columns: Sequence[Column],
    results: Results | None,
    reason: str,
    reading: Reading,
    titles: Titles | None = None,
) -> Iterator[Row]:
    """Yield the models of rows of a table, one of whose columns names them; of `results`, those described.

    Where a row gives no name, the title of its paper may, in the column of `titles`.
    """
    named = next(n for n, column in enumerate(columns) if column.kind == "name")
    why = results.reason if results else reason
    group: list[Cell] = []
    # A name that spans rows is one model that several rows describe.
    for key, rows in groupby(table_rows, key=lambda row: id(row[named]) if named < len(row) else 0):
        cells = list(rows)
        for together in [cells] if key else [[row] for row in cells]:
            if label := _group_label(together, len(columns)):
                group = [Cell(GROUP, label, together[0][0].place)]
                continue
            if titles and _is_nameless(together[0], named) and "title" in columns[titles.column].wanted:
                yield from filter(None, [read_title(together[0], columns, titles, reading)])
                continue
            yield from _read_row(together, columns, named, results, group, why, reading)


def _is_nameless(row: Sequence[TableCell], named: int) -> bool:
    return named < len(row) and is_no_value(row[named].text)


def _group_label(rows: Sequence[Sequence[TableCell]], width: int) -> str | None:
    """Return the text of a row that is a heading within the table: one cell, in bold or all across."""
    if len(rows) != 1 or not rows[0] or width < 2:
        return None
    row = rows[0]
    filled: TableCell | None = None
    for cell in row:
        if cell is not filled and cell.parts and cell.text:
            if filled:
                return None
            filled = cell
    if filled is None or filled.links:
        return None
    across = len(row) > 1 and all(cell is filled for cell in row)
    alone = row.count(filled) == 1 and all(part.kind == "strong" for part in filled.parts)
    return filled.text if across or alone else None


def _read_row(
    rows: Sequence[Sequence[TableCell]],
    columns: Sequence[Column],
    named: int,
    results: Results | None,
    group: Sequence[Cell],
    reason: str,
    reading: Reading,
) -> Iterator[Row]:
    first = rows[0]
    if named >= len(first) or _is_header(first, columns):
        return
    # A cell that hangs down from a row above stands there, and the row where its name stands.
    place = next(cell.place for cell in first if cell.place.line == first[named].place.line)
    if results and (lacking := results.refusal_of_row(first)):
        reading.decide(place, first[named].text, "passed over", lacking)
        return
    if other := _other_kind(first, columns, columns[named].header) or (
        _said_to_be_other(first[named].text, first, columns) if columns[named].names_as == "thing" else None
    ):
        reading.decide(place, first[named].text, "passed over", other)
        return
    names = names_of_cell(first[named], [cell for n, cell in enumerate(first) if n != named])
    if len(names) == 1 and _SEVERAL.search(columns[named].header):
        names = split_at_blanks(names[0])
    if not names:
        told = [
            c
            for c, cell in zip(columns, first, strict=False)
            if c.kind == "property" and not is_no_value(cell.text)
        ]
        if told:
            message = "this row describes a model and does not name it"
            reading.findings.add(Finding.of("nameless-entry", message, place))
        elif any(cell.text for cell in first):
            reading.decide(place, "row", "passed over", "it names nothing")
        return
    columns = _certain_columns(first, columns, named)
    dealt = deal(rows, columns, named, names)
    if not all(no_model(cells[0].text) for cells in dealt.own):
        _report_empty_links(rows, reading)
    are_read = False
    # What an interface lists, those who run it may but serve.
    lists_members = columns[named].names_as == "members"
    for cells in dealt.own:
        name = cells[0].text
        if refusal := _refusal_of_name(name, results):
            reading.decide(place, name, "passed over", refusal)
        else:
            are_read = True
            reading.decide(place, name, "model", reason)
            shared = maker_cells(dealt.shared, name) if lists_members else dealt.shared
            yield Row((*cells, *group, *shared), place, of_several=len(names) > 1)
    families = [cells[0] for cells in dealt.own]
    for cells in dealt.members if are_read else ():
        place, name = cells[0].place, cells[0].text
        if refusal := _refusal_of_name(name, results):
            reading.decide(place, name, "passed over", refusal)
        else:
            reading.decide(place, name, "model", f"one of several in {reason}")
            yield Row(
                (*cells, *group, *said_of_members(name, families, dealt.shared)), place, of_several=True
            )


def _refusal_of_name(name: str, results: Results | None) -> str | None:
    """Return why what stands in a column of names, in a table of `results` or another, is no model."""
    if results and (refusal := results.refusal_of_name(name)):
        return refusal
    if why := no_model(name):
        return why
    is_no_name = not any(map(str.isalpha, name)) or _stands_for_size(name) or is_phrase(name)
    return "its text has not the form of a name" if is_no_name else None


def _other_kind(row: Sequence[TableCell], columns: Sequence[Column], names: str) -> str | None:
    """Return why a row is of no model, where a column tells the kind of each; else None.

    `names` is the header of the column that names things: a sized thing in one of models is a model.
    """
    beside = list(zip(row, columns, strict=False))
    is_sized = any(column.holds_sizes and not is_no_value(cell.text) for cell, column in beside)
    is_model = is_sized and names_models(names)
    for cell, column in beside:
        if is_model and may_tell_use(column.header, cell.text):
            continue
        if column.tells_kind and is_said_to_be_other(column.header, cell.text):
            return f"its {column.header} is {cell.text!r}"
    return None


def _said_to_be_other(name: str, row: Sequence[TableCell], columns: Sequence[Column]) -> str | None:
    """Return why a description or a title in a row calls its thing something else than a model; else None."""
    beside = list(zip(columns, row, strict=False))
    told = (cell.text for column, cell in beside if column.kind == "description")
    said = next(filter(None, map(said_to_be, told)), None)
    if said and not said[0]:
        return said[1]
    titles = (cell.text for column, cell in beside if "title" in column.wanted)
    return "the title of its paper calls it data" if any(calls_data(t, name) for t in titles) else None


def _stands_for_size(name: str) -> bool:
    """Tell whether a size stands where the name of its model would: "110M", and not "4M-21"."""
    return name[0].isdigit() and not is_name(name) and bool(parse_sizes(name))


def _certain_columns(row: Sequence[TableCell], columns: Sequence[Column], named: int) -> Sequence[Column]:
    """Return the columns of a row; where a cell was left out, those of the cells behind it are doubtful.

    It was, where the row is short and ends with links that say what they lead to, in a column that holds
    none, before one that does.
    """
    last = len(row) - 1
    if not named < last < len(columns) - 1 or columns[last].holds_links:
        return columns
    parts = row[last].parts
    if not parts or not all(part.kind == "link" and link_kind(part.text, part.badge) for part in parts):
        return columns
    links = next((column for column in columns[last:] if column.holds_links), None)
    if links is None:
        return columns
    unsure = [Column("description", "", column.place) for column in columns[named + 1 : last]]
    return [*columns[: named + 1], *unsure, links]


def _report_empty_links(rows: Sequence[Sequence[TableCell]], reading: Reading) -> None:
    """Report links without an address; a cell that spans rows once."""
    for part in (part for row in rows for cell in row for part in cell.parts):
        about = ("empty-link", str(part.place))
        if part.kind == "link" and part.text and not part.url and about not in reading.reported:
            message = f"the link {part.text!r} has no address"
            reading.reported[about] = Finding.of("empty-link", message, part.place)
            reading.findings.add(reading.reported[about])


def _is_header(row: Sequence[TableCell], columns: Sequence[Column]) -> bool:
    if len(row) != len(columns):
        return False
    return all(cell.text == column.header for cell, column in zip(row, columns, strict=True))
