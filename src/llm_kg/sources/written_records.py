"""Records as `llm-kg read -f jsonl` writes them, read back.

Where `stated` has a field, its text is the value, and what was read from it before is passed over; the
record's `place` becomes its origin. The text alone does not always say what it said in the list: the
key that stood there may have held a unit (`Params (B)`), and papers lose their order when titles and
links are listed apart. So the row is compared with the values that were written beside the texts, and
put into the form that gives them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, Final, NamedTuple

from llm_kg.findings import Findings
from llm_kg.names import slug
from llm_kg.places import Place, Source
from llm_kg.sources.base import Cell, Reading, Row, Text
from llm_kg.sources.interpretation import interpret
from llm_kg.sources.mappings import (
    LONGEST_KEY,
    LONGEST_VALUE,
    MOST_NESTING,
    MOST_VALUES,
    Node,
    Pairs,
    cell_of,
    items_of,
    place_of,
    text_of,
    values_of,
)
from llm_kg.vocabulary import load_vocabulary

__all__ = ["Written", "is_written", "read_written", "read_written_line", "with_keys"]

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
    origin = _origin_at(text, node.get("origin")) or _origin_at(text, node.get("place"))
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
        if field not in known | _BESIDE and _DERIVED.get(field) not in known:
            pairs.append((key, value))
    pairs += other.pairs if isinstance(other, Pairs) else ()
    for key, value in pairs:
        name = text_of(key)
        for item in values_of(text, name, value, findings):
            yield cell_of(name, item, place_of(text, item), place_of(text, key), findings)


def _origin_at(text: Text, place: Node | None) -> Place | None:
    if not isinstance(place, Pairs):
        return None
    return _origin(text, {text_of(key): text_of(value) for key, value in place.pairs})


def _origin(text: Text, parts: Mapping[str, str]) -> Place | None:
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


# A line of JSON Lines that nothing is amiss with needs no tree: `json` reads its values, and where the
# stated texts stand in it is looked up.

_TEXT = r'"(?:[^"\\\x00-\x1f]++|\\.)*+"'
_STATED_PAIR = re.compile(
    rf"[ \t]*+({_TEXT})[ \t]*+:[ \t]*+(?:({_TEXT})|\[((?:[ \t]*+{_TEXT}[ \t]*+,)*+[ \t]*+{_TEXT})[ \t]*+\])"
    r"[ \t]*+([,}])"
)
_STATED_TEXT = re.compile(_TEXT)
# The same for a pair of texts without escapes; the places of cells begin at the quotes, and count from 1.
_PLAIN_TEXT = r'"([^"\\\x00-\x1f]*+)"'
_PLAIN_PAIR = re.compile(rf"[ \t]*+{_PLAIN_TEXT}[ \t]*+:[ \t]*+{_PLAIN_TEXT}[ \t]*+([,}}])")
_OPENING = {name: re.compile(rf'(?<!\\)"{name}"[ \t]*+:[ \t]*+\{{') for name in ("stated", "other")}
# Half of a surrogate pair, or a whole one.
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


class _NotPlainError(ValueError):
    """Only a tree of the line tells what it says."""


def _mapping_of(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    mapping = dict(pairs)
    if len(mapping) < len(pairs):
        raise _NotPlainError
    return mapping


def _refuse(_: str) -> Any:
    raise _NotPlainError


_DECODER = json.JSONDecoder(object_pairs_hook=_mapping_of, parse_constant=_refuse)


def read_written_line(text: Text, line: str, number: int) -> Written | None:
    """Return what `read_written` does of the line with this number (0-based), or None.

    None is of a line that is no such record, and of one in which there may be something amiss, or that
    has more than the texts of its fields: only the tree tells. What is returned is what it would be.
    """
    if line.count("[") + line.count("{") > MOST_NESTING or len(line) > LONGEST_VALUE or _SURROGATE.search(line):
        return None
    try:
        record = _DECODER.decode(line)
        place = Place(text.source, number + 1, *_ends(line, number + 1))
        if not isinstance(record, dict) or not isinstance(record.get("place"), dict):
            return None
        origin = _origin_in(text, record.get("origin")) or _origin_in(text, record["place"])
        cells: list[Cell] = []
        for name in _OPENING:
            if name in record or name == "stated":
                cells += _stated_cells(text.source, line, number + 1, name, record.get(name), origin)
    except (ValueError, RecursionError):
        return None
    known = record["stated"].keys() | _BESIDE
    is_told = all(field in known or _DERIVED.get(field) in known for field in record)
    if not is_told or len({"title", "paper"} & known) and sum(cell.key == "title" for cell in cells) > 1:
        return None
    return Written(Row(tuple(cells), place, origin, record.get("commented") in (True, "true")), [*record.items()])


def _ends(line: str, number: int) -> tuple[int, int, int]:
    start, end = len(line) - len(line.lstrip(" \t\n\r")), len(line.rstrip(" \t\n\r"))
    return start + 1, number, end + 1


def _origin_in(text: Text, place: object) -> Place | None:
    if not isinstance(place, dict):
        return None
    return _origin(text, {key: _written(value) for key, value in place.items()})


def _stated_cells(
    source: Source, line: str, number: int, name: str, stated: object, origin: Place | None
) -> Iterator[Cell]:
    """Yield the cells of the texts under a name of a record, as `json` found them."""
    openings = [*_OPENING[name].finditer(line)]
    if not isinstance(stated, dict) or len(openings) != 1:
        raise _NotPlainError
    at, goes_on = openings[0].end(), ","
    for key, value in stated.items():
        if goes_on != ",":
            raise _NotPlainError
        match = _PLAIN_PAIR.match(line, at)
        if match and match[1] == key and match[2] == value:  # nearly always
            start, value_start = match.start(1), match.start(2)
            key_place = Place(source, number, start, number, start + len(key) + 2)
            if value and not value.isspace():
                place = Place(source, number, value_start, number, value_start + len(value) + 2)
                yield Cell(key, value, place, key_place, origin)
            at, goes_on = match.end(), match[3]
            continue
        match = _STATED_PAIR.match(line, at)
        if match is None or not _is_same(line, match.span(1), key):
            raise _NotPlainError
        at, goes_on = match.end(), match[4]
        start, end = match.span(1)
        key_place = Place(source, number, start + 1, number, end + 1)
        spans = [match.span(2)] if match[2] else [m.span() for m in _STATED_TEXT.finditer(line, *match.span(3))]
        texts = [value] if isinstance(value, str) else value
        if len(texts) != len(spans) or len(texts) > MOST_VALUES:
            raise _NotPlainError
        for text, (start, end) in zip(texts, spans, strict=True):
            if not _is_same(line, (start, end), text):
                raise _NotPlainError
            if text and not text.isspace():
                yield Cell(key, text, Place(source, number, start + 1, number, end + 1), key_place, origin)
    if goes_on != "}" or max(map(len, stated), default=0) > LONGEST_KEY:
        raise _NotPlainError


def _is_same(line: str, span: tuple[int, int], text: str) -> bool:
    """Tell whether a stretch of a line is this text."""
    start, end = span
    written = line[start + 1 : end - 1]
    return written == text or ("\\" in written and json.loads(line[start:end]) == text)


# What the texts say, and what was written beside them.


def with_keys(written: Written) -> Row:
    """Give cells of a row that names its model the keys under which they say what the fields hold."""
    row, found = _tried(written.row)
    properties = load_vocabulary().properties
    for field, value in written.fields:
        if field in _BESIDE or found.get(field) == value or _written(found.get(field)) == _written(value):
            continue
        basis = field if any(cell.key == field for cell in row.cells) else _DERIVED.get(field, field)
        term = properties.get(basis)
        if term is None or all(cell.key != basis for cell in row.cells):
            continue
        for name in (*term.names, *(f"{term.label} ({unit})" for unit in _HEADER_UNITS)):
            cells = (cell._replace(key=name) if cell.key == basis else cell for cell in row.cells)
            attempt, values = _tried(replace(row, cells=tuple(cells)))
            if _written(values.get(field)) == _written(value):
                row, found = attempt, values
                break
    return row


def _tried(row: Row) -> tuple[Row, Mapping[str, Any]]:
    """Return a row with what its cells state, and that as the values of fields."""
    trial = Reading()
    record = interpret(row, "", trial)
    # Where something is amiss, it is told when the row is interpreted.
    return row if trial.findings else replace(row, claims=record.claims), record.to_json()


def _written(value: object) -> str:
    """Return what `text_of` gives of a value when it is written as JSON."""
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_written(part)}" for key, part in value.items())
    if isinstance(value, list):
        return ", ".join(map(_written, value))
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
