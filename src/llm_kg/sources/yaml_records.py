"""Records in YAML: a header that declares the source, and a list of records.

::

    source:
      id: awesome-llms
      title: awesome-LLMs
      address: https://github.com/OWNER/REPO/blob/COMMIT/README.md
      license: CC-BY-SA-4.0
    records:
    - name: GPT-3
      line: 542                       # where the entry stands in the list
      organization: OpenAI
      number_of_parameters: {stated: 175B, key: Params, line: 547, column: 11}

A value is its stated text, a list of them, or a mapping with its place in the list and the key that
stood there; a paper may be a mapping of its `title` and `url`. A file that is only a list of records,
or a single record, is read as well; of several documents (`---`) each is read so, and the first header
is the file's. What `llm-kg read -f jsonl` writes is a record, too: `written_records.py`.

Nothing is constructed and nothing is run; nesting ends at `trees.MOST_NESTING`, and a value with an
alias or a program's tag is kept as stated text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from llm_kg.curated import is_no_value, names_models
from llm_kg.findings import Finding, Findings
from llm_kg.identifiers import is_web_link
from llm_kg.names import fold, slug
from llm_kg.places import Place, Source
from llm_kg.sizes.headers import header_unit
from llm_kg.sizes.in_names import unit_by_names
from llm_kg.sources.base import Cell, Reading, Row, Text, UnsoundSourceError
from llm_kg.sources.hub_records import in_own_words
from llm_kg.sources.keys import terms_of
from llm_kg.sources.kinds import is_said_to_be_other, may_tell_use
from llm_kg.sources.mappings import LONGEST_KEY, cell_of, is_one_text, place_of, unfolded, values_of
from llm_kg.sources.record_lists import records_in
from llm_kg.sources.record_names import is_name_key, with_one_name
from llm_kg.sources.repeated import repeated_key
from llm_kg.sources.sound_records import sound_records, tell_too_deep
from llm_kg.sources.trees import (
    Node,
    NotWellFormedError,
    Pairs,
    Scalar,
    Stretch,
    compose_all,
    items_of,
    text_of,
)
from llm_kg.sources.written_records import Written, is_written, read_written, with_keys
from llm_kg.vocabulary import load_vocabulary

__all__ = ["declared_source", "read_yaml", "row_of_written", "rows_of", "source_of"]

_HEADER = frozenset({"id", "title", "address", "license", "date", "authors"})
_POSITION = ("line", "column")
_VALUE = frozenset({"stated", "key", *_POSITION})
_PAPER = frozenset({"title", "url"})


def declared_source(text: Text) -> Source:
    """Return the source that the header of a file declares; the file's own where it has none.

    Raises
    ------
    UnsoundSourceError
        The file is not valid YAML, or its header holds something else than a source's.
    """
    return source_of(_documents(text, Findings()), text)


def read_yaml(text: Text, reading: Reading) -> Iterator[Row]:
    """Yield the records of a YAML file as rows, in their order."""
    return rows_of(_documents(text, reading.findings), text, reading)


def _documents(text: Text, findings: Findings) -> list[Node]:
    too_deep: list[Stretch] = []
    try:
        documents = list(compose_all(text.text, too_deep))
    except NotWellFormedError as error:
        if (sound := sound_records(text, findings)) is None:
            message = f"this is not valid YAML: {error.problem}"
            place = text.place(error.line, error.column)
            raise UnsoundSourceError("invalid-yaml", message, place) from None
        return [sound]
    tell_too_deep(text, too_deep, findings)
    return documents


# The same for YAML and JSON.


def source_of(documents: Iterable[Node], text: Text) -> Source:
    """Return the source that the first header declares; the text's own where there is none.

    Raises
    ------
    UnsoundSourceError
        The header holds something else than a source's.
    """
    headers = (node.get("source") for node in documents if isinstance(node, Pairs))
    header = next((node for node in headers if isinstance(node, Pairs)), None)
    if header is None:
        return text.source
    declared = {text_of(key): value for key, value in header.pairs}
    known = ", ".join(sorted(_HEADER))
    if unknown := sorted(declared.keys() - _HEADER):
        message = f"{', '.join(unknown)} is nothing that the header of a source holds; there are {known}"
        raise UnsoundSourceError("invalid-header", message, place_of(text, header))
    authors = declared.pop("authors", None)
    texts = {key: text_of(node) for key, node in declared.items()}
    for key, is_fit, fit in (
        ("address", is_web_link, "http or https link"),
        ("date", _is_day, "day, such as 2023-05-01"),
    ):
        if key in texts and not is_fit(texts[key]):
            message = f"the {key} of the source is no {fit}: {texts[key][:60]!r}"
            raise UnsoundSourceError("invalid-header", message, place_of(text, declared[key]))
    return Source(
        # The id becomes a part of IRIs.
        id=slug(texts.pop("id", text.source.id)),
        path=text.source.path,
        authors=tuple(map(text_of, items_of(authors))) if authors else (),
        **texts,
    )


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def rows_of(documents: Iterable[Node], text: Text, reading: Reading) -> Iterator[Row]:
    """Yield the records of trees as rows; what is no record or names no model is a finding."""
    for document in documents:
        nodes = records_in(document, text, reading)
        reading.units |= _units_in(nodes)
        for node in nodes:
            if not isinstance(node, Pairs):
                message = "this is no record: a record is a mapping of keys to values"
                reading.findings.add(Finding.of("unread-text", message, place_of(text, node)))
                continue
            if is_written(node):
                yield from row_of_written(read_written(text, node, reading.findings), reading)
            else:
                yield from _named(_row(text, with_one_name(in_own_words(node)), reading), reading)


def _units_in(nodes: Iterable[Node]) -> dict[str, str]:
    """Return the units of bare numbers of parameters, by key, where the names beside them tell it.

    Of how many of these are active, the names say nothing, and the unit is the same.
    """
    counts: dict[str, list[tuple[str, str]]] = {}
    active: set[str] = set()
    for node in nodes:
        pairs = node.pairs if isinstance(node, Pairs) else ()
        names = (value.text for key, value in pairs if isinstance(value, Scalar) and is_name_key(key))
        name = next(names, "")
        for key, value in pairs if name else ():
            if not isinstance(value, Scalar) or not value.text[:1].isdigit():
                continue
            own = text_of(key)
            notations = {term.notation for term in terms_of(own)} if header_unit(own) is None else set()
            if "number_of_parameters" in notations:
                counts.setdefault(own, []).append((name, value.text))
            elif "active_parameter_count" in notations:
                active.add(own)
    found = {key: unit for key, stated in counts.items() if (unit := unit_by_names(stated))}
    told = set(found.values())
    return found | (dict.fromkeys(active, told.pop()) if len(told) == 1 else {})


def row_of_written(written: Written, reading: Reading) -> Iterator[Row]:
    """Yield the row of a record as `read -f jsonl` writes it; one that names no model is a finding."""
    for row in _named(written.row, reading):
        yield with_keys(written._replace(row=row))


def _named(row: Row, reading: Reading) -> Iterator[Row]:
    name = next(filter(_is_name, row.cells), None)
    is_model = name is not None and names_models(name.key) and any(map(_is_size, row.cells))
    other = next((cell for cell in row.cells if is_said_to_be_other(cell.key, cell.text)), None)
    if other and not (is_model and may_tell_use(other.key, other.text)):
        reading.decide(row.place, other.text, "passed over", f"its {other.key} is {other.text!r}")
    elif name:
        reading.decide(row.place, name.text, "model", "a record that names it")
        yield row
    elif row.cells:
        message = "this record names no model"
        reading.findings.add(Finding.of("nameless-entry", message, row.place))


def _row(text: Text, node: Pairs, reading: Reading) -> Row:
    cells: list[Cell] = []
    stands: dict[str, int] = {}
    seen: set[str] = set()
    for key, value in node.pairs:
        name = text_of(key)
        if (folded := fold(name[:LONGEST_KEY])) in seen:
            reading.findings.add(repeated_key(name, place_of(text, key)))
        seen.add(folded)
        if name in _POSITION:
            if number := _number(text, value, reading):
                stands[name] = number
            continue
        key_place = place_of(text, key)
        if isinstance(value, Scalar) and not value.tag and len(name) + len(value.text) <= LONGEST_KEY:
            if value.text and not value.text.isspace():  # nearly always, and there is nothing more to it
                cells.append(Cell(name, value.text, place_of(text, value), key_place))
            continue
        if is_one_text(name, value) and 0 < len(text_of(value)) <= LONGEST_KEY:
            cells.append(cell_of(name, value, place_of(text, value), key_place, reading.findings))
            continue
        for item in values_of(text, name, value, reading.findings):
            cells += _cells(text, name, key_place, item, reading)
    return Row(tuple(cells), place_of(text, node), origin=_origin(text, stands))


def _cells(text: Text, key: str, key_place: Place, node: Node, reading: Reading) -> Iterator[Cell]:
    """Yield the cells of a value: its text, or a mapping of a text and its place, or of a paper."""
    cell = cell_of(key, node, place_of(text, node), key_place, reading.findings)
    parts = {text_of(name): value for name, value in node.pairs} if isinstance(node, Pairs) else {}
    if cell.key != key or not parts:
        yield cell
    elif "stated" in parts and parts.keys() <= _VALUE:
        numbers = ((name, _number(text, parts[name], reading)) for name in _POSITION if name in parts)
        stands = {name: number for name, number in numbers if number}
        stated_key = text_of(parts["key"]) if "key" in parts else key
        yield cell._replace(key=stated_key, text=text_of(parts["stated"]), origin=_origin(text, stands))
    elif parts.keys() <= _PAPER and any(term.notation == "paper" for term in terms_of(key)):
        for field, name in (("title", "title"), ("paper", "url")):
            if value := parts.get(name):
                yield Cell(field, text_of(value), place_of(text, value), key_place)
    else:
        for name, own_key, part in unfolded(key, node):
            if (whole := text_of(part)) and not whole.isspace():
                named = place_of(text, own_key) if own_key else key_place
                yield cell_of(name, part, place_of(text, part), named, reading.findings)


def _origin(text: Text, stands: dict[str, int]) -> Place | None:
    """Return a place in the list itself, whose path is not known here."""
    return Place(replace(text.source, path=None), **stands) if "line" in stands else None


def _number(text: Text, node: Node, reading: Reading) -> int | None:
    stated = text_of(node)
    if stated.isascii() and stated.isdigit() and 0 < len(stated) < 10 and int(stated):
        return int(stated)
    message = f"a line or column is a number from 1 on, not {stated[:60]!r}"
    reading.findings.add(Finding.of("unreadable-value", message, place_of(text, node)))
    return None


def _is_name(cell: Cell) -> bool:
    """Tell whether a cell names the model; `-` and the like do not."""
    term = load_vocabulary().properties.get(cell.key)
    return term is not None and term.notation == "name" and not is_no_value(cell.text)


def _is_size(cell: Cell) -> bool:
    sizes = any(term.notation == "number_of_parameters" for term in terms_of(cell.key))
    return sizes and not is_no_value(cell.text)
