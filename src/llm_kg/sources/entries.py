"""From rows to records: rows that name no model are left out, and every entry gets its name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from llm_kg.findings import Finding
from llm_kg.names import slug
from llm_kg.records import Claim, Record
from llm_kg.sources.base import Reading, Row
from llm_kg.sources.interpretation import claims_of, name_of, record_of

__all__ = ["records_of", "unnumbered_records_of"]


def records_of(rows: Iterable[Row], reading: Reading) -> Iterator[Record]:
    """Yield the records of all rows of a source; the cells of a row are dropped once it is interpreted."""
    interpreted = list(_interpreted(rows, reading))
    entries = _numbered([entry for entry, _, _ in interpreted])
    for (_, row, claims), entry in zip(interpreted, entries, strict=True):
        yield record_of(row, claims, entry)


def unnumbered_records_of(rows: Iterable[Row], reading: Reading) -> Iterator[Record]:
    """Yield the records of some rows of a source; entries of one name have one name here."""
    for entry, row, claims in _interpreted(rows, reading):
        yield record_of(row, claims, entry)


def _interpreted(rows: Iterable[Row], reading: Reading) -> Iterator[tuple[str, Row, tuple[Claim, ...]]]:
    """Yield the own name of each entry, its row without cells, and its claims.

    Where `?` or a picture stands for the name, a row names no model.
    """
    for row in rows:
        if name := name_of(row):
            claims = claims_of(row, name, reading) if row.claims is None else row.claims
            yield slug(name), row.without_cells(), claims
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
