"""YAML mappings as cells with places: the blocks under list items, and records of a file.

The events of PyYAML give a mark to every key and value, run nothing and guess no types (`no` stays
"no"). The nodes are made of them here and without recursion: PyYAML's own composer dies of 100,000
brackets. An alias stays the word that is written, for a few lines of aliases can stand for more text
than a disk holds. What is not valid YAML is read line by line as `key: value`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import yaml

from llm_kg.findings import Finding, Findings
from llm_kg.names import fold
from llm_kg.places import Place
from llm_kg.sources.base import DESCRIPTION, Cell, Text

__all__ = ["MOST_NESTING", "cell_of", "compose", "compose_all", "is_unsafe", "read_block", "text_of"]

#: How deep sequences and mappings are read within each other; records need three levels.
MOST_NESTING = 100

# libyaml parses fifteen times faster; both give the same events and marks.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_COLON = re.compile(r":(?=\s|$)")
#: The tags of YAML's own types, which change nothing for a reader that guesses none.
_OWN_TAG = re.compile(r"!|tag:yaml\.org,2002:[a-z]+")
_ALIAS = "*"


def compose(text: str) -> yaml.Node | None:
    """Return the node tree of a text of one YAML document, or None where there is none.

    Raises
    ------
    yaml.YAMLError
        The text is not valid YAML, is nested too deeply, or holds several documents.
    """
    documents = compose_all(text)
    root = next(documents, None)
    if another := next(documents, None):
        raise yaml.MarkedYAMLError(problem="a second document begins", problem_mark=another.start_mark)
    return root


def compose_all(text: str) -> Iterator[yaml.Node]:
    """Yield the node tree of each YAML document, without constructing anything.

    The tag of a node is the one that is written, else None.

    >>> [text_of(node) for node in compose_all("[a, b]\\n--- {c: &x d, e: *x}")]
    ['a, b', 'c: d, e: *x']

    Raises
    ------
    yaml.YAMLError
        The text is not valid YAML, or is nested deeper than `MOST_NESTING`.
    """
    above: list[yaml.CollectionNode] = []
    # A mapping's keys and values come in turn, and become pairs when it ends.
    held: list[list[yaml.Node]] = [[]]
    for event in yaml.parse(text, Loader=_LOADER):
        start, end = event.start_mark, event.end_mark
        if isinstance(event, yaml.CollectionStartEvent):
            if len(above) == MOST_NESTING:
                problem = f"nested deeper than {MOST_NESTING} levels"
                raise yaml.MarkedYAMLError(problem=problem, problem_mark=start)
            kind = yaml.MappingNode if isinstance(event, yaml.MappingStartEvent) else yaml.SequenceNode
            above.append(kind(event.tag, [], start, end))
            held.append([])
            continue
        if isinstance(event, yaml.ScalarEvent):
            node: yaml.Node = yaml.ScalarNode(event.tag, event.value, start, end)
        elif isinstance(event, yaml.AliasEvent):
            node = yaml.ScalarNode(_ALIAS, f"*{event.anchor}", start, end)
        elif isinstance(event, yaml.CollectionEndEvent):
            node, nodes = above.pop(), held.pop()
            node.end_mark = end
            mapping = isinstance(node, yaml.MappingNode)
            node.value = list(zip(nodes[::2], nodes[1::2], strict=True)) if mapping else nodes
        else:
            continue
        held[-1].append(node)
        if not above:
            yield held[-1].pop()


def is_unsafe(node: yaml.Node) -> bool:
    """Tell whether a value holds an alias or a tag of a program: it is kept as stated text.

    >>> [is_unsafe(node) for node in compose_all("!!python/name:os.x '' \\n--- !!str a\\n--- [[*a]]")]
    [True, False, True]
    """
    if node.tag and not _OWN_TAG.fullmatch(node.tag):
        return True
    if isinstance(node, yaml.MappingNode):
        return any(is_unsafe(part) for pair in node.value for part in pair)
    return isinstance(node, yaml.SequenceNode) and any(map(is_unsafe, node.value))


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
            if text_of(item).strip():
                line, offset, _ = lines[min(item.start_mark.line, len(lines) - 1)]
                end_line, end_offset, _ = lines[min(item.end_mark.line, len(lines) - 1)]
                place = Place(
                    text.source,
                    line + 1,
                    offset + item.start_mark.column + 1,
                    end_line + 1,
                    end_offset + item.end_mark.column + 1,
                )
                cells.append(cell_of(key_text, item, place, key_place, findings))
    return cells


def text_of(node: yaml.Node) -> str:
    """Return a node's text: a scalar's value as stated, or what is nested on one line."""
    if isinstance(node, yaml.MappingNode):
        return ", ".join(f"{text_of(key)}: {text_of(value)}" for key, value in node.value)
    if isinstance(node, yaml.SequenceNode):
        return ", ".join(map(text_of, node.value))
    return str(node.value)


def cell_of(key: str, node: yaml.Node, place: Place, key_place: Place, findings: Findings) -> Cell:
    """Return the cell of one value; one that is not safe states no value of its key."""
    if not is_unsafe(node):
        return Cell(key, text_of(node), place, key_place)
    tag = f" {node.tag}" if node.tag and node.tag != _ALIAS else ""
    message = f"the value of {key!r} has a tag or an alias; it is kept as stated text"
    findings.add(Finding.of("unsafe-yaml", message, place, key=key))
    return Cell(DESCRIPTION, f"{key}:{tag} {text_of(node)}", place)


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
