"""The tables of a section: of keys and values that name one model, or with a model in each row or column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from llm_kg.curated import no_model
from llm_kg.sources.base import Cell, Reading, Row
from llm_kg.sources.keys import says_of_model
from llm_kg.sources.markdown.outline import Section
from llm_kg.sources.markdown.stated import means, states
from llm_kg.sources.pair_tables import pairs_of_table, turned
from llm_kg.sources.repeated import repeated_keys
from llm_kg.sources.table_rows import read_table
from llm_kg.sources.tables import Table

__all__ = ["rows_of_table"]


def rows_of_table(table: Table, section: Section, reading: Reading) -> Iterator[Row]:
    """Yield the models of a table in a section, as its cells state them."""
    judged = section.judgement
    is_passed_over = judged.verdict in ("software", "other")
    if not is_passed_over and (pairs := pairs_of_table(table)) and states("name", pairs):
        yield from _row_of_pairs(table, pairs, section, reading)
        return
    under_models = judged.verdict == "models" and not judged.is_of_page and bool(section.headings)
    table = turned(table)
    rows = read_table(
        table,
        judged.verdict,
        judged.reason,
        reading,
        within_models=judged.within_models,
        under_models=under_models,
        is_of_page=judged.is_of_page,
    )
    for number, row in enumerate(rows):
        if not number:  # it is a table of models
            reading.findings.extend(repeated_keys((cell.text, cell.place) for cell in table.header))
        yield row


def _row_of_pairs(table: Table, pairs: Sequence[Cell], section: Section, reading: Reading) -> Iterator[Row]:
    """Yield the model that a table of keys and values names, in a section of models or by what it states."""
    name = next(cell.text for cell in pairs if means("name", cell))
    in_models = section.judgement.verdict == "models" and bool(section.headings)
    of_models = in_models or any(says_of_model(cell.key) for cell in pairs)
    if reason := no_model(name) or (None if of_models else "nothing in it is said of models alone"):
        reading.decide(table.place, name, "passed over", reason)
        return
    reading.decide(table.place, name, "model", "a table of keys and values that names its model")
    yield Row(tuple(pairs), table.place)
