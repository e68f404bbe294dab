"""YAML mappings as cells with places: the blocks under list items, and records of a file.

The node API of PyYAML gives a mark to every key and value, sees repeated keys, runs nothing and
guesses no types (`no` stays "no"). What is not valid YAML is read line by line as `key: value`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import yaml

from llm_kg.findings import Finding, Findings
from llm_kg.names import fold
from llm_kg.places import Place
from llm_kg.sources.base import Cell, Text

__all__ = ["compose", "read_block", "text_of"]

# libyaml's loader composes fifteen times faster; both give the same nodes and marks.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_COLON = re.compile(r":(?=\s|$)")


def compose(text: str) -> yaml.Node | None:
    """Return the node tree of one YAML document, without constructing anything.

    Raises
    ------
    yaml.YAMLError
        The text is not valid YAML.
    """
    node: yaml.Node | None = yaml.compose(text, Loader=_LOADER)
    return node


def read_block(text: Text, lines: Sequence[tuple[int, int, str]], findings: Findings) -> list[list[Cell]]:
    """Return the cells of a block of `key: value` lines, in their order, for each mapping in it.

    A block is one mapping, or a sequence of them. `lines` holds the line number, the offset of its
    first column, and the content of each line.
    """
    content = "\n".join(line for _, _, line in lines)
    try:
        node = compose(content)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line, offset, _ = lines[min(mark.line if mark else 0, len(lines) - 1)]
        findings.add(
            Finding.of(
                "invalid-yaml",
                f"this block is not valid YAML: {getattr(error, 'problem', None) or 'unreadable'}",
                text.place(line, offset + (mark.column if mark else 0)),
            )
        )
        return [list(_flat_cells(text, lines))]
    if isinstance(node, yaml.SequenceNode) and all(isinstance(item, yaml.MappingNode) for item in node.value):
        return [_mapping_cells(text, lines, item, findings) for item in node.value]
    if isinstance(node, yaml.MappingNode):
        return [_mapping_cells(text, lines, node, findings)]
    return [list(_flat_cells(text, lines))] if node else []


def _mapping_cells(
    text: Text, lines: Sequence[tuple[int, int, str]], node: yaml.MappingNode, findings: Findings
) -> list[Cell]:
    cells: list[Cell] = []
    seen: set[str] = set()
    for key, value in node.value:
        key_line, key_offset, _ = lines[key.start_mark.line]
        key_start = key_offset + key.start_mark.column
        key_text = text_of(key)
        key_place = text.place(key_line, key_start, key_start + len(key_text))
        if fold(key_text) in seen:
            message = f"the key {key_text!r} stands here for the second time"
            findings.add(Finding.of("repeated-key", message, key_place, key=key_text))
        seen.add(fold(key_text))
        for item in _scalars(value):
            stated = text_of(item)
            if stated.strip():
                line, offset, _ = lines[min(item.start_mark.line, len(lines) - 1)]
                end_line, end_offset, _ = lines[min(item.end_mark.line, len(lines) - 1)]
                place = Place(
                    text.source,
                    line + 1,
                    offset + item.start_mark.column + 1,
                    end_line + 1,
                    end_offset + item.end_mark.column + 1,
                )
                cells.append(Cell(key_text, stated, place, key_place))
    return cells


def text_of(node: yaml.Node) -> str:
    """Return a node's text as stated: a scalar's value, or a nested structure's own lines."""
    if isinstance(node, yaml.ScalarNode):
        return str(node.value)
    mark, end = node.start_mark, node.end_mark
    if mark.buffer is not None:  # the pure loader keeps the text
        return str(mark.buffer[mark.pointer : end.pointer]).strip()
    return _flow(node, 0)


def _flow(node: yaml.Node, depth: int) -> str:
    """Write a nested node on one line; deep nesting and recursive aliases end in an ellipsis."""
    if isinstance(node, yaml.ScalarNode):
        return str(node.value)
    if depth > 8:
        return "…"
    if isinstance(node, yaml.SequenceNode):
        return ", ".join(_flow(item, depth + 1) for item in node.value[:100])
    pairs = node.value[:100] if isinstance(node, yaml.MappingNode) else []
    return ", ".join(f"{_flow(k, depth + 1)}: {_flow(v, depth + 1)}" for k, v in pairs)


def _scalars(value: yaml.Node) -> Iterator[yaml.Node]:
    """Yield the values of a key: a sequence states several."""
    if isinstance(value, yaml.SequenceNode):
        yield from value.value
    else:
        yield value


def _flat_cells(text: Text, lines: Sequence[tuple[int, int, str]]) -> Iterator[Cell]:
    """Read `key: value` lines; a line without a key goes on with the value above it."""
    key: tuple[str, Place] | None = None
    stated: list[str] = []
    place: Place | None = None

    def cell() -> Iterator[Cell]:
        if key and place and (whole := " ".join(part for part in stated if part)):
            yield Cell(key[0], whole, place, key[1])

    base = min((len(c) - len(c.lstrip()) for _, _, c in lines if c.strip()), default=0)
    for line, offset, content in lines:
        body = content.lstrip()
        start = len(content) - len(body)
        colon = _COLON.search(content, start)
        if colon and start <= base and not body.startswith((":", "#")):
            yield from cell()
            name, value = content[start : colon.start()].rstrip(), content[colon.end() :].strip()
            key = (name.strip("\"'"), text.place(line, offset + start, offset + start + len(name)))
            stated = [value]
            where = offset + (content.index(value, colon.end()) if value else colon.end())
            place = text.place(line, where, where + len(value))
        elif body:
            stated.append(body.rstrip())
    yield from cell()
