"""Sections that each describe one model, below each other: headings with a title, and links in badges.

Each is headed by a name and what stands behind its colon in a title; below it, links and sentences::

    ### Tern-2: Birds in Sparse Flight
    [![arXiv](badge)](https://arxiv.org/abs/2301.00001) [![Weights](badge)](https://huggingface.co/a/tern-2)
    Ternlab
    **Released:** 2024-05-06

One alone may be of a paper on anything. Where only the title of the page speaks of models, those beside it
tell: a third of them, and two at least, say what only a model has.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from typing import NamedTuple

from llm_kg.curated import no_model, said_to_be
from llm_kg.findings import Findings
from llm_kg.names import fold
from llm_kg.sources.base import DESCRIPTION, Cell
from llm_kg.sources.markdown.blocks import Block
from llm_kg.sources.markdown.cards import prose_of_card
from llm_kg.sources.markdown.document import Document
from llm_kg.sources.markdown.headed import CLAUSE, Headed
from llm_kg.sources.markdown.inline import Paragraph
from llm_kg.sources.markdown.item_text import ItemText
from llm_kg.sources.markdown.items import read_item
from llm_kg.sources.markdown.key_lines import are_of_model
from llm_kg.sources.markdown.outline import Heading, Section
from llm_kg.sources.markdown.stated import describes, states
from llm_kg.sources.name_forms import is_coined, is_name
from llm_kg.sources.naming import parse_name
from llm_kg.sources.recognizers import names_organizations
from llm_kg.sources.titles import is_versioned

__all__ = ["of_known_model", "titled_sections"]

# What such a section is made of.
_PLAIN = frozenset({"heading", "paragraph", "other", "html"})
# In such a language one tells how to cite a paper.
_CITATIONS = frozenset({"bibtex", "latex", "tex"})
_COLON = re.compile(r":\s|\s[-–—]\s")
_AND = re.compile(r",\s(?:and\s)?|\s(?:and|&)\s")
_OF_PAPERS = ("paper", "checkpoint", "has_source_code")
_REASON = "the heading of a section of links begins with a name, as those beside it do"


class _Titled(NamedTuple):
    """A section that may describe a model: what it says, and whether its name or only models have that."""

    section: Section
    headed: Headed
    is_named: bool
    shows: bool


def titled_sections(document: Document, sections: Sequence[Section]) -> Mapping[int, Headed]:
    """Return what each section says that is headed by the name of a model and a title, by its identity."""
    beside: dict[tuple[int, ...], list[_Titled]] = defaultdict(list)
    for section in sections:
        heading = section.headings[-1] if section.headings else None
        if heading and _COLON.search(heading.title) and (titled := _titled(document, section, heading)):
            beside[tuple(id(above) for above in section.headings[:-1])].append(titled)
    return {
        id(titled.section): titled.headed
        for found in beside.values()
        if not found[0].section.judgement_above.is_of_page or _are_of_models(found)
        for titled in found
        if titled.is_named or titled.shows
    }


def of_known_model(document: Document, section: Section, heading: Heading, known: Set[str]) -> Headed | None:
    """Return what a section says of the model that its heading names, as a table of the page has done before.

    `known` are the names of models that the tables before it give, folded.
    """
    if fold(heading.title) not in known or not {b.kind for b in section.blocks} <= _PLAIN:
        return None
    if section.judgement_above.verdict not in ("models", "unknown"):
        return None
    findings = Findings()
    item = read_item(Paragraph.of(document.text, heading.raw, heading.place.line - 1), {}, findings)
    cells = prose_of_card(document.text, section, document.references, findings)
    if len(item.names) != 1 or names_organizations(heading.title) or not any(map(describes, cells)):
        return None
    return Headed(item.names, [*item.cells, *cells], "the heading of a section on a model of the table above")


def _is_plain(block: Block) -> bool:
    return block.kind in _PLAIN or (block.kind == "fence" and block.info.casefold() in _CITATIONS)


def _are_of_models(found: Sequence[_Titled]) -> bool:
    shown = sum(titled.shows for titled in found)
    return shown > 1 and shown * 3 >= len(found)


def _titled(document: Document, section: Section, heading: Heading) -> _Titled | None:
    if section.judgement_above.verdict != "models" or not all(map(_is_plain, section.blocks)):
        return None
    findings = Findings()
    item = read_item(Paragraph.of(document.text, heading.raw, heading.place.line - 1), {}, findings)
    names, title = _names_and_title(item)
    if not names or not title or not all(map(_may_be_model, names)):
        return None
    said = said_to_be(title, in_title=True)
    if said and not said[0]:
        return None
    cells = prose_of_card(document.text, section, document.references, findings)
    if not any(states(field, [*item.cells, *cells]) for field in _OF_PAPERS):
        return None
    told = [cell for cell in item.cells if cell.key != "title" and cell.text != title]
    told += (cell for own in item.names for cell in own if cell.key != "name")
    subtitle = item.within(DESCRIPTION, title, 0, len(heading.raw))
    own = [[item.within("name", name, 0, len(heading.raw))] for name in names]
    # "An Agent with Language Models" is none, and "A Language Model for Agents" is one.
    is_said = said_to_be(CLAUSE.split(title, maxsplit=1)[0], in_title=True) is not None or any(
        _is_said_to_be(name, cell) for name in names for cell in cells
    )
    return _Titled(
        section,
        Headed(own, [*told, subtitle, *cells], _REASON),
        all(is_coined(name) or is_versioned(name) for name in names),
        is_said or states("checkpoint", cells) or are_of_model(cells),
    )


def _names_and_title(item: ItemText) -> tuple[list[str], str]:
    """Return the names that stand before the colon, or the dash, of a heading, and what stands behind it."""
    if item.kind == "title":
        ahead, _, title = item.label.partition(": ")
        return [parse_name(name).name for name in _AND.split(ahead)], title
    title = next((cell.text for cell in item.cells if cell.key in ("title", DESCRIPTION)), "")
    return [own[0].text for own in item.names] if item.kind == "name" and len(item.names) == 1 else [], title


def _may_be_model(name: str) -> bool:
    return is_name(name) and len(name.split()) <= 3 and not names_organizations(name) and not no_model(name)


def _is_said_to_be(name: str, cell: Cell) -> bool:
    """Tell whether a sentence that begins with the name calls it a model."""
    if cell.key != DESCRIPTION or not cell.text.startswith(f"{name} is "):
        return False
    said = said_to_be(cell.text.partition(" is ")[2].partition(". ")[0])
    return said is not None and said[0]
