"""Sections that describe one model, as a card does: a heading that names it, and what is said of it below.

The heading names the model as an item would, or is the title of its paper. Below it stands one block, a
table of keys and values, or items that are `key: value` pairs; and prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from llm_kg.curated import heads_part, no_model, said_to_be
from llm_kg.findings import Findings
from llm_kg.sources.base import DESCRIPTION, Cell, Text
from llm_kg.sources.keys import says_of_model, terms_of
from llm_kg.sources.kinds import is_said_to_be_other
from llm_kg.sources.markdown.blocks import Block
from llm_kg.sources.markdown.bullets import pairs_of, read_node
from llm_kg.sources.markdown.document import Document
from llm_kg.sources.markdown.inline import Paragraph
from llm_kg.sources.markdown.item_text import ItemText
from llm_kg.sources.markdown.items import read_item, read_prose
from llm_kg.sources.markdown.key_lines import (
    are_of_model,
    cells_of_lines,
    fields_of_line,
    may_have_fields,
    may_have_keys,
    named_by_line,
    tells_in_fields,
    tells_under_keys,
)
from llm_kg.sources.markdown.outline import Heading, Section
from llm_kg.sources.markdown.sections import Judgement, rule_for
from llm_kg.sources.markdown.stated import describes, means, shows, states
from llm_kg.sources.name_forms import is_coined, is_name
from llm_kg.sources.pair_tables import pairs_of_row, pairs_of_table
from llm_kg.sources.recognizers import names_organizations
from llm_kg.sources.tables import Table

__all__ = ["card_of_line", "heads_a_part", "name_of_card", "no_card", "prose_of_card", "read_card"]

# "3. NAME", "二、NAME"
_NUMBERED = re.compile(r"\s*+(?:\d{1,3}(?:[.)）]\s++|、\s*+)|[一二三四五六七八九十]{1,3}、\s*+)(?=\S)")


def name_of_card(text: Text, heading: Heading) -> ItemText | None:
    """Return what a heading says where it names a model, or is the title of a paper that begins with one."""
    raw = heading.raw[match.end() :] if (match := _NUMBERED.match(heading.raw)) else heading.raw
    item = read_item(Paragraph.of(text, raw, heading.place.line - 1), {}, Findings())
    if item.kind == "title" and not item.names and item.title_name:
        item.names, item.label = [[item.title_name]], item.title_name.text
    elif item.kind != "name":
        return None
    names = [own[0].text for own in item.names]
    if not names or not all(map(is_name, names)) or any(map(no_model, names)):
        return None
    return item


def _says_whose_or_how_large(item: ItemText, section: Section, judgement: Judgement) -> bool:
    """Tell whether a heading names a model and who made it, or its size, above sentences and links alone.

    It does in a section of models, where the maker is one that is known.
    """
    cells = [cell for own in (*item.names, item.cells) for cell in own]
    made = any(cell.key == "organization" and names_organizations(cell.text) for cell in cells)
    made = made or states("number_of_parameters", cells)
    are_sentences = {block.kind for block in section.blocks} == {"heading", "paragraph"}
    linked = any("](" in block.content for block in section.blocks)
    return made and are_sentences and linked and judgement.verdict == "models"


def heads_a_part(label: str) -> bool:
    """Tell whether a heading is that of a part of the list, and names nothing.

    >>> heads_a_part("Open models"), heads_a_part("Datasets"), heads_a_part("Finch-LLM")
    (True, True, False)
    """
    if heads_part(label):
        return True
    rule = rule_for(label)
    is_made_up = "-" in label and " " not in label and is_coined(label)
    return rule is not None and not (rule.verdict == "models" and is_made_up)


def read_card(
    document: Document,
    section: Section,
    item: ItemText,
    judgement: Judgement,
    mappings: Sequence[list[Cell]],
    tables: Sequence[Table],
    findings: Findings,
) -> tuple[list[Cell], str | None] | None:
    """Return what a section says of what its heading names, and why that is no model; None if it is no card.

    `mappings` and `tables` are those of its blocks.
    """
    text, references, blocks = document.text, document.references, section.blocks
    cells = _cells_of_card(text, section, references, mappings, tables, findings)
    is_made = _says_whose_or_how_large(item, section, judgement)
    if not (cells or is_made or any(map(may_have_keys, blocks)) or any(map(may_have_fields, blocks))):
        return None
    prose = prose_of_card(text, section, references, findings)
    is_told = tells_under_keys(prose) or (tells_in_fields(prose) and judgement.verdict == "models")
    # Anything has a date and a number of parameters: elsewhere it takes a name that was made to be one.
    may_be_model = judgement.verdict == "models" or all(is_coined(own[0].text) for own in item.names)
    if not cells and is_told and may_be_model and not _holds_entries(document, section):
        cells, prose = prose, []
    if states("name", cells) or not (cells or is_made):
        return None
    # What bears the name of an organisation may be who made the models under it.
    may_be_maker = any(names_organizations(own[0].text) for own in item.names)
    if may_be_maker and not (are_of_model(cells) and states("organization", cells)):
        return None
    return [*cells, *prose], no_card(item, cells, prose, judgement)


def card_of_line(
    document: Document, section: Section, block: Block, findings: Findings
) -> tuple[list[Cell], str | None] | None:
    """Return what a paragraph says of what its first line names, and why that is no model; else None."""
    named = named_by_line(document.text, block, document.references, findings)
    if named is None:
        return None
    item, cells = named
    refusal = no_card(item, cells, [], section.judgement)
    if section.judgement.verdict != "models" and not is_coined(item.names[0][0].text):
        refusal = refusal or f"anything may have such keys; {section.judgement.reason}"
    is_made = states("organization", [*cells, *section.stated])
    if names_organizations(item.names[0][0].text) and not is_made:
        refusal = "it names who made models"
    return [*item.names[0], *item.cells, *cells], refusal


def _holds_entries(document: Document, section: Section) -> bool:
    """Tell whether a section has a table, or an item that names something and says what is said of models."""
    if any(block.kind == "table" for block in section.blocks):
        return True
    items = (item for block in section.blocks if block.kind == "list" for item in block.children)
    nodes = (read_node(document.text, item, document.references, {}) for item in items)
    return any(node.below or (node.text.names and shows(node.text.all_cells)) for node in nodes)


def _cells_of_card(
    text: Text,
    section: Section,
    references: Mapping[str, str],
    mappings: Sequence[list[Cell]],
    tables: Sequence[Table],
    findings: Findings,
) -> list[Cell]:
    """Return what a section states under keys, where that is of one thing; else nothing."""
    items = [item for block in section.blocks if block.kind == "list" for item in block.children]
    if tables:
        is_alone = len(tables) == 1 and not mappings and not items
        cells = (pairs_of_table(tables[0]) or pairs_of_row(tables[0])) if is_alone else []
        return cells if any(says_of_model(cell.key) for cell in cells) else []
    if mappings:
        return mappings[0] if len(mappings) == 1 and not items else []
    nodes = [read_node(text, item, references, {}) for item in items]
    cells = pairs_of(nodes)
    for node in nodes if cells else ():
        findings.extend(node.findings)
    return cells


def prose_of_card(
    text: Text, section: Section, references: Mapping[str, str], findings: Findings
) -> list[Cell]:
    """Return what the paragraphs of a section say: under the keys of their lines, or in sentences.

    Lines of keys that state again what others above them do are of another thing.
    """
    found: list[Cell] = []
    for block in section.blocks:
        if block.kind != "paragraph":
            continue
        paragraph = Paragraph.of(text, block.content, block.start)
        if lines := cells_of_lines(text, block, references, findings):
            again = any(cell.key_place and describes(cell) and _states_as(cell, found) for cell in lines)
            found += [as_sentence(cell) if again and cell.key_place else cell for cell in lines]
        else:
            found += fields_of_line(paragraph, references, findings) or read_prose(
                paragraph, references, findings
            )
    return found


def _states_as(cell: Cell, others: Iterable[Cell]) -> bool:
    """Tell whether one of some cells states the property that a cell does, under a key as well."""
    return any(
        term.is_functional and other.key_place and means(term.notation, other)
        for term in terms_of(cell.key)
        for other in others
    )


def as_sentence(cell: Cell) -> Cell:
    """Return what is said under a key as words that state no property."""
    return cell._replace(key=DESCRIPTION, text=f"{cell.key}: {cell.text}", key_place=None)


def no_card(text: ItemText, cells: Sequence[Cell], prose: Iterable[Cell], section: Judgement) -> str | None:
    """Return why what a heading names is no model, or None: for what it is said to be, or for nothing said.

    Software has its links and its licence, too.
    """
    if are_of_model(cells):
        return None
    sentences = [cell.text for cell in (*text.cells, *prose) if cell.key in (DESCRIPTION, "title")]
    told = next(filter(None, (said_to_be(sentence, in_title=True) for sentence in sentences)), None)
    if any(is_said_to_be_other(cell.key, cell.text) for cell in cells):
        return f"{text.label}: its kind is said to be that of data or software"
    if told and not told[0]:
        return f"{text.label}: {told[1]}"
    if not told and section.verdict != "models":
        return f"{text.label}: nothing below the heading is said of models alone; {section.reason}"
    return None
