"""The project's own records in YAML: a header that declares the source, and a list of records.

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
stood there. A file that is only a list of records, or a single record, is read as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import yaml

from llm_kg.errors import SourceError
from llm_kg.findings import Finding
from llm_kg.places import Place, Source
from llm_kg.sources.base import Cell, Reading, Row, Text
from llm_kg.sources.mappings import compose, text_of
from llm_kg.vocabulary import load_vocabulary

__all__ = ["declared_source", "read_yaml"]

_HEADER = frozenset({"id", "title", "address", "license", "date", "authors"})
_POSITION = ("line", "column")
_VALUE = frozenset({"stated", "key", *_POSITION})


def declared_source(text: Text) -> Source:
    """Return the source that the header of a file declares; the file's own where it has none.

    Raises
    ------
    SourceError
        The file is not valid YAML, or its header holds something else than a source's.
    """
    header = _member(_root(text), "source")
    if not isinstance(header, yaml.MappingNode):
        return text.source
    declared = {key.value: value for key, value in header.value if isinstance(key, yaml.ScalarNode)}
    if unknown := sorted(declared.keys() - _HEADER):
        raise SourceError(
            f"{text.source.path}:{header.start_mark.line + 1}: {', '.join(unknown)} is nothing that "
            f"the header of a source holds; there are {', '.join(sorted(_HEADER))}"
        )
    texts = {key: text_of(node) for key, node in declared.items() if key != "authors"}
    authors = declared.get("authors")
    named = authors.value if isinstance(authors, yaml.SequenceNode) else [authors] if authors else []
    return Source(
        id=texts.pop("id", text.source.id),
        path=text.source.path,
        authors=tuple(map(text_of, named)),
        **texts,
    )


def read_yaml(text: Text, reading: Reading) -> Iterator[Row]:
    """Yield the records of a YAML file as rows, in their order."""
    findings = reading.findings
    root = _root(text)
    listed = _member(root, "records")
    nodes = _items(listed if listed is not None else root)
    for node in nodes:
        if not isinstance(node, yaml.MappingNode):
            findings.add(
                Finding.of(
                    "unread-text",
                    "this is no record: a record is a mapping of keys to values",
                    _place(text, node),
                )
            )
            continue
        row = _row(text, node)
        if any(_is_name(cell.key) for cell in row.cells):
            yield row
        elif row.cells:
            findings.add(Finding.of("nameless-entry", "this record names no model", _place(text, node)))


def _root(text: Text) -> yaml.Node:
    try:
        root = compose(text.text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f":{mark.line + 1}:{mark.column + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "unreadable"
        raise SourceError(f"{text.source.path}{where}: this is not valid YAML: {problem}") from None
    if root is None:
        raise SourceError(f"{text.source.path}: there is no record in this file")
    return root


def _items(node: yaml.Node) -> list[yaml.Node]:
    return list(node.value) if isinstance(node, yaml.SequenceNode) else [node]


def _member(node: yaml.Node, name: str) -> yaml.Node | None:
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return next((value for key, value in pairs if text_of(key) == name), None)


def _row(text: Text, node: yaml.MappingNode) -> Row:
    cells: list[Cell] = []
    stands: dict[str, int] = {}
    for key, value in node.value:
        name = text_of(key)
        if name in _POSITION:
            stands[name] = _number(text, value)
            continue
        for item in _items(value):
            cell = _cell(text, name, _place(text, key), item)
            if cell.text.strip():
                cells.append(cell)
    place = _place(text, node)
    return Row(tuple(cells), place, origin=_origin(text, stands))


def _cell(text: Text, key: str, key_place: Place, node: yaml.Node) -> Cell:
    """Return the cell of a value: its text, or a mapping that says where the text stood."""
    if isinstance(node, yaml.MappingNode):
        parts = {text_of(name): value for name, value in node.value}
        if "stated" in parts and parts.keys() <= _VALUE:
            stands = {name: _number(text, parts[name]) for name in _POSITION if name in parts}
            stated_key = text_of(parts["key"]) if "key" in parts else key
            stated, place = text_of(parts["stated"]), _place(text, node)
            return Cell(stated_key, stated, place, key_place, _origin(text, stands))
    return Cell(key, text_of(node), _place(text, node), key_place)


def _origin(text: Text, stands: dict[str, int]) -> Place | None:
    """Return a place in the list itself, whose path is not known here."""
    return Place(replace(text.source, path=None), **stands) if "line" in stands else None


def _number(text: Text, node: yaml.Node) -> int:
    stated = text_of(node)
    if not (stated.isascii() and stated.isdigit() and 0 < len(stated) < 10 and int(stated)):
        place = _place(text, node)
        raise SourceError(f"{place}: a line or column is a number from 1 on, not {stated!r}")
    return int(stated)


def _place(text: Text, node: yaml.Node) -> Place:
    start, end = node.start_mark, node.end_mark
    return Place(text.source, start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def _is_name(key: str) -> bool:
    term = load_vocabulary().properties.get(key)
    return term is not None and term.notation == "name"
