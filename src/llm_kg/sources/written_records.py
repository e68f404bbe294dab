"""Records as `llm-kg read -f jsonl` writes them, read back.

Where `stated` has a field, its text is the value, and what was read from it before is passed over; the
record's `place` becomes its origin. The text alone does not always say what it said in the list: the
key that stood there may have held a unit (`Params (B)`), and papers lose their order when titles and
links are listed apart. So the row is compared with the values that were written beside the texts, and
put into the form that gives them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, Final, NamedTuple

from llm_kg.findings import Findings
from llm_kg.names import slug
from llm_kg.places import Place, Source
from llm_kg.sources.base import Cell, Reading, Row, Text
from llm_kg.sources.interpretation import interpret, name_of
from llm_kg.sources.mappings import cell_of, place_of, values_of
from llm_kg.sources.trees import Node, Pairs, items_of, text_of
from llm_kg.vocabulary import load_vocabulary

__all__ = [
    "Written",
    "is_told",
    "is_written",
    "listed_place",
    "read_written",
    "with_keys",
    "written_text",
]

#: What a record holds besides its fields.
_BESIDE = frozenset({"stated", "other", "entry", "commented", "place", "origin"})
#: Fields that may be read from the text of another alone.
_DERIVED: Final[Mapping[str, str]] = {
    "title": "paper",
    "paper": "title",
    "size": "number_of_parameters",
    "parameter_count": "number_of_parameters",
    "maximum_number_of_parameters_in_million": "number_of_parameters",
}
#: Units that the header of a column may hold for its bare numbers.
_HEADER_UNITS = ("K", "M", "B", "T")


class Written(NamedTuple):
    """A record as `read -f jsonl` writes it: its row, and what was written as the values of its fields."""

    row: Row
    fields: Sequence[tuple[str, object]]


def is_written(node: Pairs) -> bool:
    """Tell whether a mapping is a record as `read -f jsonl` writes it."""
    return isinstance(node.get("stated"), Pairs) and isinstance(node.get("place"), Pairs)


def read_written(text: Text, node: Pairs, findings: Findings) -> Written:
    """Return a record as `read -f jsonl` writes it."""
    origin = _origin(text, node.get("origin")) or _origin(text, node.get("place"))
    cells = (cell._replace(origin=origin) for cell in _cells(text, node, findings))
    commented = node.get("commented")
    is_commented = commented is not None and text_of(commented) == "true"
    row = Row(tuple(cells), place_of(text, node), origin, is_commented)
    if papers := node.get("paper"):
        row = replace(row, cells=tuple(_with_papers_in_order(row.cells, items_of(papers))))
    return Written(row, [(text_of(key), text_of(value)) for key, value in node.pairs])


def _cells(text: Text, node: Pairs, findings: Findings) -> Iterator[Cell]:
    stated, other = node.get("stated"), node.get("other")
    pairs = list(stated.pairs) if isinstance(stated, Pairs) else []
    known = {text_of(key) for key, _ in pairs}
    for key, value in node.pairs:
        field = text_of(key)
        if not is_told(field, known):
            pairs.append((key, value))
    pairs += other.pairs if isinstance(other, Pairs) else ()
    for key, value in pairs:
        name = text_of(key)
        for item in values_of(text, name, value, findings):
            yield cell_of(name, item, place_of(text, item), place_of(text, key), findings)


def _origin(text: Text, place: Node | None) -> Place | None:
    if not isinstance(place, Pairs):
        return None
    return listed_place(text, {text_of(key): text_of(value) for key, value in place.pairs})


def is_told(field: str, stated: Collection[str]) -> bool:
    """Tell whether the stated texts of these fields tell what a record has under a name."""
    return field in stated or field in _BESIDE or _DERIVED.get(field) in stated


def listed_place(text: Text, parts: Mapping[str, str]) -> Place | None:
    """Return a place in the list that was read, whose path is not known here."""
    numbers = [parts.get("line", ""), parts.get("column", "1")]
    if not parts.get("source") or not all(n.isascii() and n.isdigit() and len(n) < 10 for n in numbers):
        return None
    return Place(_listed(text.source, parts["source"]), *map(int, numbers))


@lru_cache(maxsize=1024)
def _listed(source: Source, name: str) -> Source:
    """Return the list of this name that a source of records was made from."""
    return replace(source, path=None) if name == source.id else Source(slug(name))


def _with_papers_in_order(cells: Sequence[Cell], papers: Sequence[Node]) -> Iterator[Cell]:
    """Yield the cells with every title before the links of its paper, where there are several."""
    titles = [cell for cell in cells if cell.key == "title"]
    links = [cell for cell in cells if cell.key == "paper"]
    if len(titles) < 2:
        yield from cells
        return
    yield from (cell for cell in cells if cell.key not in ("title", "paper"))
    for paper in papers:
        title, url = (paper.get("title"), paper.get("url")) if isinstance(paper, Pairs) else (None, None)
        own = next((n for n, cell in enumerate(links) if url and text_of(url) in cell.text), 0)
        # The links up to this paper's first are further links of the paper before.
        yield from links[:own]
        del links[:own]
        for cell in titles:
            if title and " ".join(cell.text.split()) == text_of(title):
                yield cell
                titles.remove(cell)
                break
        if url and links:
            yield links.pop(0)
    yield from (*titles, *links)


def with_keys(written: Written) -> Row:
    """Give cells of a row that names its model the keys under which they say what the fields hold."""
    row, found = _tried(written.row)
    properties = load_vocabulary().properties
    for field, value in written.fields:
        if (
            field in _BESIDE
            or found.get(field) == value
            or written_text(found.get(field)) == written_text(value)
        ):
            continue
        basis = field if any(cell.key == field for cell in row.cells) else _DERIVED.get(field, field)
        term = properties.get(basis)
        if term is None or all(cell.key != basis for cell in row.cells):
            continue
        for name in (*term.names, *(f"{term.label} ({unit})" for unit in _HEADER_UNITS)):
            cells = (cell._replace(key=name) if cell.key == basis else cell for cell in row.cells)
            attempt, values = _tried(replace(row, cells=tuple(cells)))
            if written_text(values.get(field)) == written_text(value):
                row, found = attempt, values
                break
    return row


def _tried(row: Row) -> tuple[Row, Mapping[str, Any]]:
    """Return a row with what its cells state, and that as the values of fields."""
    trial = Reading()
    record = interpret(row, name_of(row) or "", trial)
    # Where something is amiss, it is told when the row is interpreted again.
    is_sound = record.name and not trial.findings
    return replace(row, record=record if is_sound else None), record.values_to_json()


def written_text(value: object) -> str:
    """Return what `text_of` gives of a value when it is written as JSON."""
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {written_text(part)}" for key, part in value.items())
    if isinstance(value, list):
        return ", ".join(map(written_text, value))
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
