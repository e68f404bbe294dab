"""Paragraphs whose lines are keys and values, under a heading or under a line that names a model.

**Tern-2**
Parameters: 7B
Release date: May 2024
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from llm_kg.curated import no_model
from llm_kg.findings import Findings
from llm_kg.names import fold
from llm_kg.sizes.cells import parse_sizes
from llm_kg.sources.base import DESCRIPTION, Cell, Text
from llm_kg.sources.fields import read_fields
from llm_kg.sources.keys import says_of_model, terms_of
from llm_kg.sources.links import link_kind
from llm_kg.sources.markdown.blocks import Block
from llm_kg.sources.markdown.inline import Paragraph, plain, spans
from llm_kg.sources.markdown.item_text import EDGES, ItemText, read_sentences
from llm_kg.sources.markdown.items import read_item, read_prose
from llm_kg.sources.markdown.stated import describes, means, pair_key, states
from llm_kg.sources.name_forms import is_name
from llm_kg.sources.plain_keys import field_of_plain
from llm_kg.sources.recognizers import names_organizations
from llm_kg.vocabulary import load_vocabulary

__all__ = [
    "are_of_model",
    "cells_of_lines",
    "fields_of_line",
    "may_have_fields",
    "may_have_keys",
    "named_by_line",
    "speaks_of_model",
    "tells_in_fields",
    "tells_under_keys",
]

# A line that may be a key and its value: most paragraphs have no two of them.
_MAY_BE_PAIR = re.compile(r"^[^\w\n:：\[<(|]{0,12}[^\W\d][^\n:：]{0,58}[:：]", re.MULTILINE)
_PAIR = re.compile(r"[^\w\n:：\[<(|]{0,12}[^\W\d][^\n:：]{0,58}[:：]")
_BREAK = re.compile(r"<br\s{0,3}/?>", re.IGNORECASE)
_BETWEEN_PAIRS = re.compile(r"\s[|·•]\s|\.\s(?=[*_]{0,2}[A-Z][A-Za-z ]{1,30}:)")
# The first line of a paragraph, all of it in bold: `**NAME** (MAKER)`.
_BOLD_LINE = re.compile(r"[ \t]*+(?:\*\*|__)(?=\S)[^\n*_:：]{1,80}(?:\*\*|__)[^\n:：]{0,60}\n")
# "Fine-tuning: Yes, through an API" answers a question, and names no task.
_ANSWER = re.compile(r"(?:yes|no|not)\b", re.IGNORECASE)

_TEAM = re.compile(r"(?!(?:The|Our|Core|Research) )(?:[A-Z][\w-]{0,30} ){1,3}Team")
_BAR = re.compile(r"[|·•]")
_LONGEST_LINE = 1_000
# Files and data have these as well.
_OF_ANYTHING = frozenset(map(fold, ("size", "sizes", "scale", "规模", "大小")))


def cells_of_lines(
    text: Text, block: Block, references: Mapping[str, str], findings: Findings, *, first: int = 0
) -> list[Cell]:
    """Return what lines of a paragraph say, from the `first` on, if most are `key: value`; else nothing."""
    if not may_have_keys(block):
        return []
    lines = block.content.split("\n")[first:]
    noted = Findings()
    cells: list[Cell] = []
    pairs = others = 0
    pieces = [
        (n, piece) for n, line in enumerate(lines, start=block.start + first) for piece in _pieces(line)
    ]
    for number, piece in pieces:
        item = read_item(Paragraph.of(text, piece, number), references, noted)
        is_pair = item.kind == "pair" or item.unknown_pair is not None or item.key_alone is not None
        pairs += is_pair
        others += not is_pair and item.kind != "link"
        cells += _cells_of_line(item, references, noted)
    if pairs < others or not any(cell.key_place and describes(cell) for cell in cells):
        return []
    findings.extend(noted)
    return cells


def _pieces(line: str) -> Iterator[str]:
    """Yield the parts of a line: at breaks, and at bars and full stops between keys and their values."""
    line = line.rstrip().removesuffix("\\")
    if len(line) > _LONGEST_LINE:  # nobody puts so many keys on one; each piece is looked for in its line
        yield line
        return
    for part in _BREAK.split(line):
        pieces = _BETWEEN_PAIRS.split(part)
        if len(pieces) > 1 and sum(_PAIR.match(piece) is not None for piece in pieces) > 1:
            yield from filter(str.strip, pieces)
        elif part.strip():
            yield part


def may_have_keys(block: Block) -> bool:
    """Tell whether a line of a paragraph may be a key and its value."""
    return block.kind == "paragraph" and _MAY_BE_PAIR.search(block.content) is not None


def may_have_fields(block: Block) -> bool:
    """Tell whether bars may part fields in a paragraph."""
    return block.kind == "paragraph" and _BAR.search(block.content) is not None


def _cells_of_line(item: ItemText, references: Mapping[str, str], findings: Findings) -> Iterator[Cell]:
    if item.kind == "pair":
        yield from (_as_answer(cell) for cell in item.cells)
    elif item.unknown_pair:
        yield item.unknown_pair._replace(key=pair_key(item.unknown_pair.key))
    elif maker := _maker_in(plain(item.paragraph.content).strip(EDGES)):
        yield item.within("organization", maker, 0, len(item.paragraph.content))
    elif not item.key_alone:
        yield from read_prose(item.paragraph, references, findings)


def _maker_in(line: str) -> str | None:
    """Return the organisation that is all of a line, or stands behind the first of some authors.

    >>> _maker_in("Ternlab Team"), _maker_in("Jane Doe et al., Google"), _maker_in("Jane Doe, John Roe")
    ('Ternlab Team', 'Google', None)
    """
    authors, _, behind = line.rpartition(" et al., ")
    maker = behind if authors else line
    return maker if names_organizations(maker) or (not authors and _TEAM.fullmatch(line)) else None


def _as_answer(cell: Cell) -> Cell:
    term = load_vocabulary().properties.get(cell.key)
    if term is None or not term.is_prose or not _ANSWER.match(cell.text):
        return cell
    return cell._replace(key=DESCRIPTION, text=f"{cell.key}: {cell.text}")


def fields_of_line(paragraph: Paragraph, references: Mapping[str, str], findings: Findings) -> list[Cell]:
    """Return what a line of fields and links says: `Google · 27B · [Paper](url)`; of another, nothing."""
    if len(paragraph.content) > _LONGEST_LINE or not _BAR.search(paragraph.content):
        return []
    found = spans(paragraph.content, references)
    labels = [plain(span.text).strip(EDGES) for span in found if span.kind == "link"]
    # A row that was cut off from its table, and a line that names something itself, is of another.
    if paragraph.content.startswith("|") or any(is_name(label) and not link_kind(label) for label in labels):
        return []
    texts = " ".join(plain(span.text) for span in found if span.kind == "text").strip(EDGES)
    stated = read_fields(texts) if texts else None
    if not stated or any(key == DESCRIPTION for key, _ in stated):
        return []
    item = ItemText(paragraph, findings)
    read_sentences(item, [span for span in found if span.kind == "link"])
    return [*(item.within(key, value, 0, len(paragraph.content)) for key, value in stated), *item.cells]


def tells_in_fields(cells: Sequence[Cell]) -> bool:
    """Tell whether fields state a size, and something else that is said of models."""
    keys = {cell.key for cell in cells}
    return "number_of_parameters" in keys and not keys.isdisjoint(_BESIDE_SIZES)


_BESIDE_SIZES = frozenset(("organization", "date_created", "license", "checkpoint", "paper"))


def tells_under_keys(cells: Sequence[Cell]) -> bool:
    """Tell whether two properties are stated under their keys."""
    return len({cell.key for cell in cells if cell.key_place and describes(cell)}) > 1


def are_of_model(cells: Sequence[Cell]) -> bool:
    """Tell whether one of some cells states what only models have; of a size, the number tells."""
    return any(
        (says_of_model(cell.key) and _is_of_model(cell))
        or says_of_model(field_of_plain(cell.key, cell.text) or "")
        for cell in cells
    )


def _is_of_model(cell: Cell) -> bool:
    """Tell whether a value is one of a model: files have sizes, and boards have architectures."""
    if fold(cell.key) in _OF_ANYTHING:
        return bool(parse_sizes(cell.text))
    notations = {term.notation for term in terms_of(cell.key)}
    known = load_vocabulary().schemes["architecture"].concepts
    return notations != {"pretraining_architecture"} or known.get(cell.text) is not None


def named_by_line(
    text: Text, block: Block, references: Mapping[str, str], findings: Findings
) -> tuple[ItemText, list[Cell]] | None:
    """Return the model that the first line of a paragraph names in bold, and what the others say of it."""
    if block.kind != "paragraph" or not _BOLD_LINE.match(block.content):
        return None
    line = block.content.partition("\n")[0]
    noted = Findings()
    item = read_item(Paragraph.of(text, line.rstrip().removesuffix("\\"), block.start), references, noted)
    if item.kind != "name" or len(item.names) != 1:
        return None
    name = item.names[0][0].text
    if not is_name(name) or no_model(name):
        return None
    cells = cells_of_lines(text, block, references, noted, first=1)
    if not tells_under_keys(cells) or states("name", cells):
        return None
    findings.extend(noted)
    return item, cells


def speaks_of_model(block: Block, cells: Sequence[Cell]) -> bool:
    """Tell whether the keys of a block are a model's: one beside the name, or two without a fence."""
    known = {cell.key for cell in cells if describes(cell)}
    if not known:
        return bool(cells) and all(means("name", cell) for cell in cells)
    return len(known) > 1 or block.kind == "fence" or "`" in block.content or "~" in block.content
