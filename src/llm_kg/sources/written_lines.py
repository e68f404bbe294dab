"""Lines of JSON Lines as `llm-kg read -f jsonl` writes them, read without a tree.

Such files are large, and nothing is amiss with nearly all of their lines. `json` reads the values of one,
in a tenth of the time that `json_records` takes to make a tree with places; where the stated texts stand
is then looked up in the line. What is odd in any way is left to the tree.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from llm_kg.places import Place, Source
from llm_kg.sources.base import Cell, Row, Text
from llm_kg.sources.mappings import LONGEST_KEY, LONGEST_VALUE, MOST_VALUES
from llm_kg.sources.trees import MOST_NESTING
from llm_kg.sources.written_records import Written, is_told, listed_place, written_text

__all__ = ["read_written_line"]

# Where the texts under a name begin. No string holds an opening: its quotes would be escaped there.
_OPENING = {name: re.compile(rf'"{name}"[ \t]*+:[ \t]*+\{{') for name in ("stated", "other")}
_TEXT = re.compile(r'"(?:[^"\\\x00-\x1f]++|\\.)*+"')
_ITEM = rf"[ \t]*+{_TEXT.pattern}[ \t]*+"
_STATED_PAIR = re.compile(
    rf"[ \t]*+({_TEXT.pattern})[ \t]*+:[ \t]*+(?:({_TEXT.pattern})|\[((?:{_ITEM},)*+{_ITEM})\])[ \t]*+[,}}]"
)
# The same for a pair of texts without escapes; places begin at the quotes.
_PLAIN_TEXT = r'"([^"\\\x00-\x1f]*+)"'
_PLAIN_PAIR = re.compile(rf"[ \t]*+{_PLAIN_TEXT}[ \t]*+:[ \t]*+{_PLAIN_TEXT}[ \t]*+[,}}]")
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
    if '"stated"' not in line:
        return None
    brackets = line.count("[") + line.count("{")
    if brackets > MOST_NESTING or len(line) > LONGEST_VALUE or _SURROGATE.search(line):
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
    if not all(is_told(field, record["stated"]) for field in record):
        return None
    if sum(cell.key == "title" for cell in cells) > 1:  # of several papers
        return None
    is_commented = written_text(record.get("commented")) == "true"
    return Written(Row(tuple(cells), place, origin, is_commented), [*record.items()])


def _ends(line: str, number: int) -> tuple[int, int, int]:
    start, end = len(line) - len(line.lstrip(" \t")), len(line.rstrip(" \t"))
    return start + 1, number, end + 1


def _origin_in(text: Text, place: object) -> Place | None:
    if not isinstance(place, dict):
        return None
    return listed_place(text, {key: written_text(value) for key, value in place.items()})


def _stated_cells(
    source: Source, line: str, number: int, name: str, stated: Any, origin: Place | None
) -> Iterator[Cell]:
    """Yield the cells of the texts under a name of a record, which `json` has found."""
    openings = [*_OPENING[name].finditer(line)]
    if not isinstance(stated, dict) or len(openings) != 1 or max(map(len, stated), default=0) > LONGEST_KEY:
        raise _NotPlainError
    at = openings[0].end()
    for key, value in stated.items():
        if match := _PLAIN_PAIR.match(line, at):  # nearly always
            at = match.end()
            start, value_start = match.start(1), match.start(2)
            if value and not value.isspace():
                place = Place(source, number, value_start, number, value_start + len(value) + 2)
                key_place = Place(source, number, start, number, start + len(key) + 2)
                yield Cell(key, value, place, key_place, origin)
            continue
        match = _STATED_PAIR.match(line, at)
        if match is None:
            raise _NotPlainError
        at = match.end()
        start, end = match.span(1)
        key_place = Place(source, number, start + 1, number, end + 1)
        spans = [match.span(2)] if match[2] else [one.span() for one in _TEXT.finditer(line, *match.span(3))]
        if len(spans) > MOST_VALUES:
            raise _NotPlainError
        for text, (start, end) in zip([value] if match[2] else value, spans, strict=True):
            if text and not text.isspace():
                yield Cell(key, text, Place(source, number, start + 1, number, end + 1), key_place, origin)
