"""From rows to records: rows that name no model are left out, and every entry gets its name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from llm_kg.findings import Finding
from llm_kg.records import Record
from llm_kg.sources.base import Reading, Row
from llm_kg.sources.interpretation import interpret, name_of

__all__ = ["records_of", "unnumbered_records_of"]


def records_of(rows: Iterable[Row], reading: Reading) -> Iterator[Record]:
    """Yield the records of all rows of a source; the cells of a row are dropped once it is interpreted."""
    records = list(unnumbered_records_of(rows, reading))
    entries = _numbered([record.entry for record in records])
    for record, entry in zip(records, entries, strict=True):
        yield record if record.entry == entry else record.under(entry)


def unnumbered_records_of(rows: Iterable[Row], reading: Reading) -> Iterator[Record]:
    """Yield the records of some rows of a source; entries of one name have one name here.

    Where `?` or a picture stands for the name, a row names no model.
    """
    for row in rows:
        if row.record:
            yield row.record
        elif name := name_of(row):
            yield interpret(row, name, reading)
        else:
            message = "what stands here for a name is none; the entry was left out"
            reading.findings.add(Finding.of("nameless-entry", message, row.place))


def _numbered(slugs: list[str]) -> Iterator[str]:
    """Yield the name of each entry within its source: the model's slug, numbered where repeated.

    A number is never one that another model's own name has taken, so entries keep their names when
    others come and go above them.
    """
    taken = set(slugs)
    seen: Counter[str] = Counter()
    for own in slugs:
        seen[own] += 1
        entry = own
        while seen[own] > 1 and (entry := f"{own}-{seen[own]}") in taken:
            seen[own] += 1
        taken.add(entry)
        yield entry
