"""Sections of links and sentences about one model, which their heading names.

A title, an address of weights or a sentence repeats the name in the heading, and tells that it is a model's::

    ### Tern-2
    https://arxiv.org/abs/2301.00001 - Tern-2 Technical Report
    https://huggingface.co/example/tern-2
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from llm_kg.curated import link_field, no_model, said_to_be
from llm_kg.findings import Findings
from llm_kg.names import clean, fold
from llm_kg.sizes.in_names import size_in_name
from llm_kg.sources.base import DESCRIPTION, Cell
from llm_kg.sources.links import link_kind
from llm_kg.sources.markdown.document import Document
from llm_kg.sources.markdown.inline import Paragraph, plain, spans
from llm_kg.sources.markdown.item_text import DASH, EDGES, ItemText
from llm_kg.sources.markdown.items import read_item
from llm_kg.sources.markdown.outline import Heading, Section
from llm_kg.sources.markdown.sections import rule_for
from llm_kg.sources.name_forms import is_coined, is_name, is_title
from llm_kg.sources.recognizers import names_organizations

__all__ = ["CLAUSE", "Headed", "headed_by_links"]


class Headed(NamedTuple):
    """What a section says of the models that its heading names, the cells of each name and of all; why."""

    names: Sequence[Sequence[Cell]]
    cells: Sequence[Cell]
    reason: str


# What a section of links and sentences is made of: `other` is a rule, and pictures stand in HTML.
_PLAIN = frozenset({"heading", "paragraph", "other", "html"})
_INTRODUCING = re.compile(r"(?:Introducing|Meet)\s")
# `NAME is a family of open models`; what the thing does or is for, stands behind the clause.
_CALLED = re.compile(
    r"(?: is| are|,) (?:an?|the|our|one of the) (?:(?:family|series|collection|suite) of )?(.{1,120})"
)
#: Behind these stands what a thing does or is for, and no more what it is.
CLAUSE = re.compile(r"[.,;:(]|\b(?:that|which|for|to|of|by|from|with|using|in|on)\b")
# `The Tern 2 Herd of Models`, `The Tern Series of Open Language Models`.
_FAMILY_IN_TITLE = re.compile(
    r"The (.{1,40}) (?:Herd|Family|Series|Suite|Collection) of (?:[A-Z][\w-]{0,30} ){0,4}Models"
)
_FIRST_WORD = re.compile(r"[^\W_]+")


def headed_by_links(document: Document, section: Section, heading: Heading) -> Headed | None:
    """Return what links and sentences say of the model that their heading names; None where they do not."""
    rule = rule_for(heading.title)
    if (rule and rule.verdict != "models") or section.judgement.verdict != "models":
        return None
    if not {block.kind for block in section.blocks} <= _PLAIN:
        return None
    text = read_item(Paragraph.of(document.text, heading.raw, heading.place.line - 1), {}, Findings())
    if text.kind != "name":
        return None
    item = ItemText(text.paragraph, text.findings)
    for block in section.blocks:
        if block.kind == "paragraph":
            _read_lines(item, Paragraph.of(document.text, block.content, block.start), document)
    titles = [cell.text for cell in item.cells if cell.key == "title"]
    maker = section.organization.maker.text if section.organization else ""
    names = _names(text, titles, maker)
    if not names or not _is_of_model(name := names[0][0].text, item.cells):
        return None
    if section.judgement.is_of_page and not _is_surely_of_model(name, item.cells):
        return None
    cells = [*text.cells, *_of_model(item.cells, name)]
    return Headed(names, cells, "the heading of a section of links, which name the same model")


def _read_lines(item: ItemText, paragraph: Paragraph, document: Document) -> None:
    """Add what each line of a paragraph says: a link with its title, `key: value`, or a sentence."""
    start = 0
    for line in paragraph.content.split("\n"):
        _read_line(item, paragraph, start, line, document)
        start += len(line) + 1


def _read_line(item: ItemText, paragraph: Paragraph, start: int, line: str, document: Document) -> None:
    def add(key: str, text: str, begin: int, end: int) -> None:
        item.put(Cell(key, text, paragraph.place(start + begin, start + end)))

    found = [span for span in spans(line, document.references) if span.kind != "image"]
    links = [span for span in found if span.kind == "link" and span.url]
    sentence = plain(line).strip(EDGES)
    if not links or found[0] is not links[0]:
        # What stands within a sentence may be of another model: `(it uses Gull) https://…`.
        if any(map(str.isalnum, sentence)):
            add(DESCRIPTION, sentence, 0, len(line))
        for link in links:
            key = link_kind(plain(found[0].text).strip(EDGES)) if len(found) == 2 else None
            own = link_kind(plain(link.text).strip(EDGES))  # a label says it: `[Paper](url)`
            add(own or key or "link", link.url, link.start, link.end)
        return
    link, behind = links[0], found[1:]
    label = plain(link.text).strip(EDGES)
    text = plain(line[link.end :]).strip()
    title = text.strip(EDGES) if DASH.match(f" {text} ") or not text else ""
    key = link_kind(label) or link_field(link.url)
    if key == "paper" and (shown := title or (label if is_title(label) else "")) and not shown[0].islower():
        add("title", clean(shown), *((link.end, len(line)) if title else (link.label, link.end)))
    elif text and any(map(str.isalnum, text)):
        add(DESCRIPTION, text.strip(EDGES), link.end, len(line))
    add(key, link.url, link.start, link.end)
    for other in behind:
        if other.kind == "link" and other.url:
            add(link_kind(plain(other.text)) or "link", other.url, other.start, other.end)


def _may_be_model(name: str) -> bool:
    return is_name(name) and not names_organizations(name) and not no_model(name)


def _names(text: ItemText, titles: Sequence[str], maker: str) -> Sequence[list[Cell]]:
    """Return what names the model in a heading: the heading, or the family in the title that it is."""
    if len(text.names) != 1:
        return []
    cell, *beside = text.names[0]
    # A model may bear the name of its maker, and a paper tells of it then.
    is_told = bool(maker) and any(title.startswith(cell.text) for title in titles)
    if _may_be_model(cell.text) or (is_told and is_name(cell.text) and not no_model(cell.text)):
        return text.names
    if fold(cell.text) not in map(fold, titles):
        return []
    family = _FAMILY_IN_TITLE.fullmatch(cell.text)
    if family and _may_be_model(family[1]):
        return [[cell._replace(text=family[1]), *beside]]
    # `GULLCORP Foundation Models`: what is named after its maker.
    own = cell.text.removesuffix(" Models")
    is_of_maker = bool(maker) and own != cell.text and own.startswith(f"{maker} ") and is_name(own)
    return text.names if is_of_maker else []


def _is_of_model(name: str, cells: Sequence[Cell]) -> bool:
    """Tell whether links and sentences that repeat a name say that it is a model's.

    Where no title and no sentence says what the thing is, it takes weights of that name, a paper of a name
    that was made to be one, or a size behind the name.
    """
    own = [cell for cell in cells if _repeats(name, cell)]
    if told := [said for cell in own if (said := _is_said_to_be(name, cell)) is not None]:
        return told[0]
    titles = [cell.text for cell in own if cell.key == "title"]
    return any(cell.key == "checkpoint" for cell in own) or any(
        is_coined(name) or size_in_name(title) or _is_short_for(title, name) for title in titles
    )


def _is_surely_of_model(name: str, cells: Sequence[Cell]) -> bool:
    """Tell whether weights bear a name, or a sentence that begins with it calls it a model."""
    own = [cell for cell in cells if cell.key in ("checkpoint", DESCRIPTION) and _repeats(name, cell)]
    return any(cell.key == "checkpoint" or _is_said_to_be(name, cell) for cell in own)


def _is_short_for(title: str, name: str) -> bool:
    """Tell whether a name is a title without its colon, behind which stands what the name is short for."""
    ahead, colon, _ = title.partition(":")
    return bool(colon) and is_coined(ahead) and fold(title) == fold(name)


def _is_said_to_be(name: str, cell: Cell) -> bool | None:
    """Return whether a title, or a sentence that says what a name is, calls it a model; None if neither."""
    said = None
    if cell.key == "title":
        said = said_to_be(cell.text.partition(":")[2] or cell.text, in_title=True)
    elif cell.key == DESCRIPTION:
        called = _CALLED.match(_INTRODUCING.sub("", cell.text, count=1), len(name))
        said = said_to_be(CLAUSE.split(called[1], maxsplit=1)[0]) if called else None
    return said[0] if said else None


def _repeats(name: str, cell: Cell) -> bool:
    """Tell whether a title or a sentence begins with a name, or the last part of an address holds it."""
    if cell.key == "title":
        return fold(cell.text.removeprefix("The ")).startswith(fold(name))
    if cell.key == DESCRIPTION:
        text = _INTRODUCING.sub("", cell.text, count=1)
        return text.startswith(name) and not text[len(name) : len(name) + 1].isalnum()
    last = cell.text.rstrip("/").rpartition("/")[2]
    return cell.key == "checkpoint" and fold(name) in fold(last)


def _of_model(cells: Sequence[Cell], name: str) -> Iterator[Cell]:
    """Yield cells as they are of a model: the paper whose title begins with another name is a link."""
    is_own = True
    for cell in cells:
        if cell.key == "title":
            ahead, colon, _ = cell.text.partition(":")
            is_own = not (colon and is_coined(ahead)) or _are_akin(ahead, name)
        other = DESCRIPTION if cell.key == "title" else "link"
        yield cell if is_own or cell.key not in ("title", "paper") else cell._replace(key=other)


def _are_akin(one: str, other: str) -> bool:
    """Tell whether the first word of a name is the beginning of that of another: `Tern`, `Tern2-7B`."""
    first, second = (fold(_FIRST_WORD.findall(name)[0]) for name in (one, other))
    return first.startswith(second) or second.startswith(first)
