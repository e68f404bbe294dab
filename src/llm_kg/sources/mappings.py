"""Mappings of YAML and JSON as cells with places: the blocks under list items, and records of a file.

What is not valid YAML is read line by line as `key: value`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence

from llm_kg.findings import Finding, Findings
from llm_kg.identifiers import is_web_link
from llm_kg.names import fold
from llm_kg.places import Place
from llm_kg.rdf import XSD
from llm_kg.sources.base import DESCRIPTION, UNREAD, Cell, Text
from llm_kg.sources.keys import terms_of
from llm_kg.sources.plain_keys import field_of_plain, plain_field
from llm_kg.sources.repeated import repeated_key
from llm_kg.sources.trees import (
    ALIAS,
    Items,
    Node,
    NotWellFormedError,
    Pairs,
    Scalar,
    compose,
    is_tagged,
    is_unsafe,
    items_of,
    text_of,
)
from llm_kg.terms import Property

__all__ = [
    "LONGEST_KEY",
    "LONGEST_VALUE",
    "MOST_VALUES",
    "cell_of",
    "is_one_text",
    "place_of",
    "read_block",
    "unfolded",
    "values_of",
]

#: How many values of one key are read, and how long one and its key may be: sentences have some
#: hundreds of characters.
MOST_VALUES = 1_000
LONGEST_VALUE = 100_000
LONGEST_KEY = 1_000


_COLON = re.compile(r":(?=\s|$)")
# A line that is plain to YAML: of ASCII, no space before it, no word that opens with a sign of YAML's, no
# colon or `#` that could mean anything. Each word ends where a blank begins, so the search never goes back.
_PLAIN_PAIR = re.compile(
    r"([A-Za-z][\w()/.,+-]*+(?: [\w(][\w()/.,+-]*+)*+): +"
    r"([\w($~+./<=][!-9;-~]*+(?::[!-9;-~]++)*+(?: +[!\"$-9;-~][!-9;-~]*+(?::[!-9;-~]++)*+)*+) *",
    re.ASCII,
)
# YAML looks for the colon of a key among 1,024 characters.
_LONGEST_PLAIN_KEY = 1_000
#: Under these a mapping has what is stated, and under others what is said of it.
_VALUE_KEYS = ("value", "name", "label")


def read_block(text: Text, lines: Sequence[tuple[int, int, str]], findings: Findings) -> list[list[Cell]]:
    """Return the cells of a block of `key: value` lines, in their order, for each mapping in it.

    A block is one mapping, or a sequence of them, or several documents of these. `lines` holds the
    line number, the offset of its first column, and the content of each line.
    """
    if plain := _plain_cells(text, lines):
        return [plain]
    documents = _documents(lines)
    if len(documents) > 1:
        return [cells for own in documents for cells in read_block(text, own, findings)]
    content = "\n".join(line for _, _, line in lines)
    try:
        node = compose(content)
    except NotWellFormedError as error:
        line, offset, _ = lines[min(error.line, len(lines) - 1)]
        findings.add(
            Finding.of(
                "invalid-yaml",
                f"this block is not valid YAML: {error.problem}",
                text.place(line, offset + error.column),
            )
        )
        return [list(_flat_cells(text, lines))]
    nodes = items_of(node) if node else ()
    mappings = [item for item in nodes if isinstance(item, Pairs)]
    if len(mappings) == len(nodes):
        return [_mapping_cells(text, lines, mapping, findings) for mapping in mappings]
    return [list(_flat_cells(text, lines))]


def _documents(lines: Sequence[tuple[int, int, str]]) -> list[list[tuple[int, int, str]]]:
    """Return the lines of each YAML document of a block, which `---` parts."""
    documents: list[list[tuple[int, int, str]]] = [[]]
    for line in lines:
        if line[2].rstrip() == "---":
            documents.append([])
        else:
            documents[-1].append(line)
    return [own for own in documents if any(content.strip() for _, _, content in own)]


def _plain_cells(text: Text, lines: Sequence[tuple[int, int, str]]) -> list[Cell] | None:
    """Return the cells of a block in which every line is `key: value` in plain words; else None.

    Such a block means to everybody what it means to YAML, and needs no parser: most blocks of lists
    are of this kind. A test holds the cells equal to those of YAML's tree. Of keys that stand twice the
    parser has to tell.
    """
    cells: list[Cell] = []
    keys: set[str] = set()
    source, ends = text.source, len(lines)
    while ends and not lines[ends - 1][2]:
        ends -= 1
    for line, offset, content in lines[:ends]:
        match = _PLAIN_PAIR.fullmatch(content)
        if match is None:
            return None
        key, value = match.groups()
        if len(key) > _LONGEST_PLAIN_KEY:
            return None
        keys.add(fold(key))
        line += 1
        offset += 1
        start = offset + match.start(2)
        place = Place(source, line, start, line, start + len(value))
        key_place = Place(source, line, offset, line, offset + len(key))
        cells.append(Cell(sys.intern(key), value, place, key_place))
    return cells if len(keys) == len(cells) else None


def _mapping_cells(
    text: Text, lines: Sequence[tuple[int, int, str]], node: Pairs, findings: Findings
) -> list[Cell]:
    cells: list[Cell] = []
    seen: set[str] = set()
    for key, value in node.pairs:
        key_line, key_offset, _ = lines[key.stretch[0]]
        key_start = key_offset + key.stretch[1]
        key_text = text_of(key)
        key_place = text.place(key_line, key_start, key_start + len(key_text))
        if (folded := fold(key_text)) in seen:
            findings.add(repeated_key(key_text, key_place))
        seen.add(folded)
        for name, own_key, item in unfolded(key_text, value):
            if text_of(item).strip():
                place = _place_in(text, lines, item)
                named = _place_in(text, lines, own_key) if own_key else key_place
                cells.append(cell_of(name, item, place, named, findings))
    return cells


def _place_in(text: Text, lines: Sequence[tuple[int, int, str]], node: Node) -> Place:
    """Return where a node of a block stands in the source."""
    first, column, last, end_column = node.stretch
    line, offset, _ = lines[min(first, len(lines) - 1)]
    end_line, end_offset, _ = lines[min(last, len(lines) - 1)]
    start = line + 1
    stop = start if end_line == line else end_line + 1  # one number where one will do
    return Place(text.source, start, offset + column + 1, stop, end_offset + end_column + 1)


def is_one_text(key: str, value: Node) -> bool:
    """Tell whether a list is one value of its key: where its property has one, and that is a text."""
    if not isinstance(value, Items) or not all(isinstance(n, Scalar) and not n.tag for n in value.nodes):
        return False
    return any(
        term.is_functional and (term.notation == "number_of_parameters" or XSD["string"] in term.ranges)
        for term in terms_of(key) or _plain_terms(key, value)
        if term.notation not in ("name", "title")
    )


def _plain_terms(key: str, value: Node) -> tuple[Property, ...]:
    """Return what a plain word means over the whole of a value: data are a text, beside how much there is."""
    field = field_of_plain(key, text_of(value))
    return terms_of({"training_data_size": "training_corpus"}.get(field, field)) if field else ()


def unfolded(key: str, value: Node) -> Iterator[tuple[str, Node | None, Node]]:
    """Yield the values of a key, each with the key that it states a value of, and where that stands.

    A mapping whose keys are properties groups them, as `links` and `training` do; where it is one of a
    `value` or a `name` and more, that is the value. Any other is one value, of the key itself.
    """
    if isinstance(value, Scalar):  # nearly always
        yield key, None, value
        return
    for item in [value] if is_one_text(key, value) else items_of(value):
        if not isinstance(item, Pairs) or is_tagged(item):
            yield key, None, item
            continue
        parts = {fold(text_of(part)): part_value for part, part_value in item.pairs}
        telling = next((name for name in _VALUE_KEYS if isinstance(parts.get(name), Scalar)), None)
        if grouped := _grouped(key, item):
            yield from grouped
            continue
        known = [terms_of(text_of(part)) for part, _ in item.pairs]
        if telling and (terms_of(key) or len(parts) == 1):
            for part, part_value in item.pairs:
                is_value = fold(text_of(part)) == telling
                yield (key if is_value else DESCRIPTION, None, part_value)
        elif known and all(known) and not any(term.notation == "name" for terms in known for term in terms):
            for part, part_value in item.pairs:
                name = text_of(part)
                values = [part_value] if is_one_text(name, part_value) else items_of(part_value)
                yield from ((name, part, own) for own in values)
        elif any(term.notation == "link" for term in terms_of(key)) and _hold_links(item):
            # Of what kind a link is, its own key may say; "homepage2" does not.
            for part, part_value in item.pairs:
                name = text_of(part)
                yield (name, part, part_value) if terms_of(name) else (key, None, part_value)
        elif any(not term.units and term.notation != "number_of_parameters" for term in terms_of(key)):
            yield UNREAD, None, item  # no value of its key, and not one of each of its own
        else:
            yield key, None, item


def _grouped(key: str, item: Pairs) -> list[tuple[str, Node | None, Node]]:
    """Return what the parts of a mapping state of the property that its key means; mostly nothing.

    Of licences that of the weights is the model's, and that of the code is not. Under a plain word stand
    parts that say more plainly what it means: `from: {lab: …, country: …}`.
    """
    field = plain_field(key)
    parts = [(text_of(part), part, value) for part, value in item.pairs]
    if field == "license" or any(term.notation == "license" for term in terms_of(key)):
        own = [name for name, _, _ in parts if fold(name) in _OF_WEIGHTS]
        are_links = any(is_web_link(text_of(value)) for _, _, value in parts)
        if not own or are_links:
            return []
        return [
            (key, None, value) if name in own else (DESCRIPTION, None, _told(name, key, value))
            for name, _, value in parts
        ]
    meant = [any(term.notation == field for term in terms_of(name)) for name, _, _ in parts]
    if field is None or not any(meant):
        return []
    return [
        (name, part, own) if is_meant else (DESCRIPTION, None, _told(name, key, own))
        for (name, part, value), is_meant in zip(parts, meant, strict=True)
        for own in (items_of(value) if is_meant else (value,))
    ]


#: Whose licence is that of the model.
_OF_WEIGHTS = frozenset(
    map(fold, ("weights", "model", "models", "checkpoint", "checkpoints", "model weights"))
)


def _told(name: str, key: str, value: Node) -> Node:
    """Return what stands under a part of a key as words that state no property."""
    return Scalar(f"{key}, {name}: {text_of(value)}", value.stretch) if text_of(value).strip() else value


def _hold_links(item: Pairs) -> bool:
    """Tell whether all that a mapping holds are addresses, or nothing."""
    texts = [text_of(value) for _, value in item.pairs if isinstance(value, Scalar)]
    return len(texts) == len(item.pairs) and all(not text or is_web_link(text) for text in texts)


def values_of(text: Text, key: str, value: Node, findings: Findings) -> Iterator[Node]:
    """Yield the values of a key that state something; those beyond the limits are a finding."""
    if len(key) > LONGEST_KEY:
        message = f"a key is longer than {LONGEST_KEY:,} characters; its values were not read"
        findings.add(Finding.of("too-long", message, place_of(text, value)))
        return
    stated = [item for item in items_of(value) if (whole := text_of(item)) and not whole.isspace()]
    for item in stated[:MOST_VALUES]:
        if len(text_of(item)) <= LONGEST_VALUE:
            yield item
            continue
        message = f"a value of {key!r} is longer than {LONGEST_VALUE:,} characters; it was not read"
        findings.add(Finding.of("too-long", message, place_of(text, item), key=key))
    if len(stated) > MOST_VALUES:
        message = f"{key!r} has {len(stated):,} values; those after the first {MOST_VALUES:,} were not read"
        findings.add(Finding.of("too-long", message, place_of(text, stated[MOST_VALUES]), key=key))


def place_of(text: Text, node: Node) -> Place:
    """Return where a node of a whole text stands."""
    line, column, end_line, end_column = node.stretch
    return Place(text.source, line + 1, column + 1, end_line + 1, end_column + 1)


def cell_of(key: str, node: Node, place: Place, key_place: Place, findings: Findings) -> Cell:
    """Return the cell of one value; one that is not safe states no value of its key."""
    if isinstance(node, Scalar) and node.tag is None:  # nearly always
        return Cell(key, node.text, place, key_place)
    if not is_unsafe(node):
        return Cell(key, text_of(node), place, key_place)
    tag = f"{node.tag} " if node.tag and node.tag != ALIAS else ""
    message = f"the value of {key!r} has a tag or an alias; it is kept as stated text"
    findings.add(Finding.of("unsafe-yaml", message, place, key=key))
    return Cell(DESCRIPTION, f"{key}: {tag}{text_of(node)}", place)


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
        is_item = body.startswith("- ") and key and not key[0].startswith("-")
        if colon and not is_item and start <= base and not body.startswith((":", "#")):
            yield from cell()
            name, value = content[start : colon.start()].rstrip(), content[colon.end() :].strip()
            key = (name.strip("\"'"), text.place(line, offset + start, offset + start + len(name)))
            stated = [value]
            where = offset + (content.index(value, colon.end()) if value else colon.end())
            place = text.place(line, where, where + len(value))
        elif body:
            told = body.removeprefix("- ").strip() if is_item else body.rstrip()
            if not any(stated):  # the value begins below its key
                place = text.place(line, offset + content.index(told, start))
            elif is_item:
                stated[-1] += ","
            stated.append(told)
    yield from cell()
