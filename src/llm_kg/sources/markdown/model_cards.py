"""A page that is the card of one model: its front matter, and the keys and values in its sections."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from llm_kg.curated import heads_own_part, no_model
from llm_kg.findings import Findings
from llm_kg.names import fold
from llm_kg.sources.base import DESCRIPTION, Cell, Reading, Row
from llm_kg.sources.keys import says_of_model, terms_of
from llm_kg.sources.mappings import read_block
from llm_kg.sources.markdown.blocks import Block
from llm_kg.sources.markdown.bullets import Node, read_node
from llm_kg.sources.markdown.cards import as_sentence, heads_a_part
from llm_kg.sources.markdown.document import Document
from llm_kg.sources.markdown.key_lines import cells_of_lines
from llm_kg.sources.markdown.outline import Heading, Section
from llm_kg.sources.markdown.stated import means, states
from llm_kg.sources.markdown.tables import read_pipes
from llm_kg.sources.name_forms import is_coined, is_name
from llm_kg.sources.pair_tables import pairs_of_table
from llm_kg.sources.trees import Items, NotWellFormedError, Pairs, Scalar, compose
from llm_kg.sources.trees import Node as Tree
from llm_kg.vocabulary import load_vocabulary

__all__ = ["read_model_card"]

# The keys by which the front matter of a model's card is told from that of any page.
_OF_MODEL_CARDS = frozenset(
    map(fold, ("pipeline_tag", "library_name", "model_name", "model_creator", "base_model", "model-index"))
)
_CARD_OF = re.compile(r"\s*+model\s?card(?:\s+(?:for|of)\b|\s*[:：–—-])?\s*", re.IGNORECASE)
_BEHIND = re.compile(r"\s+(?:[-–—:]\s*)?model(?:\s?card)?\s*$", re.IGNORECASE)


def read_model_card(document: Document, sections: Sequence[Section], reading: Reading) -> Row | None:
    """Return what the card of a model says, if a page is one; what else stands on it names no models.

    The first heading names the model, or else the front matter does. What this states, items and lines of the
    page that are `key: value` need not state again: people write it there in their own words.
    """
    place = document.text.place(0)
    findings = Findings()
    cells = _front_matter(document, findings)
    names = list(_names(document, sections, cells))
    if not any(fold(cell.key) in _OF_MODEL_CARDS for cell in cells) or not names:
        reading.decide(place, "front matter", "passed over", "it describes the page, and no model")
        return None
    reading.findings.extend(findings)
    reading.decide(place, names[0].text, "model", "the front matter of its card")
    known = load_vocabulary().properties
    stated = [
        cell if known.get(cell.key) else Cell(DESCRIPTION, f"{cell.key}: {cell.text}", cell.place)
        for cell in cells
        if not means("name", cell)
    ]
    document = _filled_in(document)
    first = next((section.headings[-1] for section in sections if section.headings), None)
    body = [cell for section in sections for cell in _body(document, section, first, reading)]
    added = [as_sentence(cell) if _states_one_of(cell, stated) else cell for cell in body]
    return Row((*names, *stated, *added), place)


def _front_matter(document: Document, findings: Findings) -> list[Cell]:
    lines = [(number, 0, document.text.lines[number]) for number in range(1, document.front - 1)]
    return [cell for mapping in read_block(document.text, lines, findings) for cell in mapping]


# What a card calls its model.


def _names(document: Document, sections: Sequence[Section], cells: Sequence[Cell]) -> Iterator[Cell]:
    """Yield the names of the model, the one in the words of people first."""
    title = next((section.headings[-1] for section in sections if section.headings), None)
    told = [*filter(None, [_name_in_title(title)] if title else [])]
    told += (cell for cell in cells if means("name", cell) and is_name(cell.text))
    told += _name_in_index(document)
    seen: set[str] = set()
    for cell in told:
        if fold(cell.text) not in seen:
            seen.add(fold(cell.text))
            yield cell if not seen - {fold(cell.text)} else cell._replace(key="alternate_name")


def _name_in_title(heading: Heading) -> Cell | None:
    """Return the name in the first heading: `Model Card for NAME`; none in the heading of a part."""
    ahead = _CARD_OF.match(heading.title)
    start = ahead.end() if ahead else 0
    name = _BEHIND.sub("", heading.title[start:])
    is_part = heads_a_part(name) and not is_coined(name.split(" ")[0])
    if not is_name(name) or no_model(name) or is_part:
        return None
    column = heading.place.column + start
    return Cell("name", name, heading.place._replace(column=column, end_column=column + len(name)))


def _name_in_index(document: Document) -> Iterator[Cell]:
    """Yield the name that the results in the front matter are of: `model-index: [{name: NAME}]`."""
    try:
        tree = compose("\n".join(document.text.lines[1 : document.front - 1]))
    except NotWellFormedError:
        return
    index = tree.get("model-index") if isinstance(tree, Pairs) else None
    entries: tuple[Tree, ...] = index.nodes if isinstance(index, Items) else ()
    name = entries[0].get("name") if len(entries) == 1 and isinstance(entries[0], Pairs) else None
    if isinstance(name, Scalar) and is_name(name.text):
        line, column, _, end = name.stretch
        yield Cell("name", name.text, document.text.place(line + 1, column, end))


# What its sections say.


def _body(document: Document, section: Section, first: Heading | None, reading: Reading) -> Iterator[Cell]:
    """Yield what a section of a card says under keys; lists and tables that say nothing so are told of."""
    # How it was trained and measured, and what it was made from, is not what it is.
    title = section.headings[-1] if section.headings else None
    is_beside = title is not None and title is not first and not heads_own_part(title.title)
    for block in section.blocks:
        findings = Findings()
        found = _cells_of(document, block, findings, reading)
        cells = [cell for cell in found if not means("name", cell)]
        yield from (as_sentence(cell) if is_beside else cell for cell in cells)
        if cells:
            reading.findings.extend(findings)
        elif block.kind == "table":
            _pass_over(document, block, reading, block.kind)


def _pass_over(document: Document, block: Block, reading: Reading, what: str) -> None:
    """Say that a block states nothing under keys of the model, and names no other."""
    place = document.text.place(block.start)
    reading.decide(place, what or block.kind, "passed over", "the page is the card of one model")


def _cells_of(document: Document, block: Block, findings: Findings, reading: Reading) -> Iterator[Cell]:
    if block.kind == "paragraph":
        yield from cells_of_lines(document.text, block, document.references, findings)
    elif block.kind == "table":
        cells = pairs_of_table(read_pipes(document.text, block, document.references, findings))
        yield from cells if any(says_of_model(cell.key) for cell in cells) else ()
    for item in block.children if block.kind == "list" else ():
        node = read_node(document.text, _as_filled_in(item), document.references, {})
        if cells := list(_cells_of_item(node)):
            findings.extend(node.findings)
            yield from cells
        else:
            _pass_over(document, item, reading, node.label)


def _filled_in(document: Document) -> Document:
    """Return a page without the word by which the template of cards marks keys; no offset moves."""
    text = document.text
    if not _OPTIONAL.search(text.text):
        return document
    return replace(document, text=replace(text, lines=tuple(map(_blanked, text.lines))))


def _blanked(line: str) -> str:
    return _OPTIONAL.sub(lambda match: " " * len(match[0]), line)


def _as_filled_in(block: Block) -> Block:
    children = [_as_filled_in(child) for child in block.children]
    return replace(block, content=_blanked(block.content), children=children)


_OPTIONAL = re.compile(r"\[optional\]", re.IGNORECASE)


def _cells_of_item(node: Node) -> Iterator[Cell]:
    if not (pair := node.text.unknown_pair):
        yield from node.text.cells if node.text.kind == "pair" else ()
    elif fold(pair.key) in _IN_WORDS:
        yield pair._replace(key=DESCRIPTION, key_place=None)
    else:
        yield pair if terms_of(pair.key) else as_sentence(pair)  # "Paper [optional]" is a key that is known


#: Under these a card says in a sentence what its model is.
_IN_WORDS = frozenset(map(fold, ("model type", "type", "model description", "description", "summary")))


def _states_one_of(cell: Cell, others: Sequence[Cell]) -> bool:
    """Tell whether a cell is of a property that others state, and of which a card says one thing."""
    notations = {term.notation for term in terms_of(cell.key)} & _TOLD_ONCE
    return any(states(notation, others) for notation in notations)


_TOLD_ONCE = frozenset(
    {"license", "supported_language", "based_on", "training_corpus", "organization", "date_created"}
)
