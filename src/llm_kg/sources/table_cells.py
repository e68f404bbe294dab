"""What a cell of a table says: its links by their labels, and its text under the column's header."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from llm_kg.curated import is_link_label, is_no_value, link_field
from llm_kg.identifiers import is_address, paper_address
from llm_kg.names import fold
from llm_kg.places import Place
from llm_kg.sizes.cells import parse_sizes
from llm_kg.sources.base import DESCRIPTION, Cell
from llm_kg.sources.base_families import field_of_backbone
from llm_kg.sources.column import Column
from llm_kg.sources.keys import is_backbone
from llm_kg.sources.links import field_of_titled, link_kind
from llm_kg.sources.name_forms import is_title
from llm_kg.sources.recognizers import is_license, names_organizations
from llm_kg.sources.tables import Part, linked_bracket, shown
from llm_kg.sources.titles import is_report

__all__ = ["value_cells"]

_BRACKET_BEHIND_LINK = re.compile(r"[(（]([^()（）]{2,80})[)）]")
# What parts values, and is none: a hyphen before or behind a number is a sign.
_EDGES = re.compile(r"^(?:[ |,;/·]|[-–—]+(?=\s|$))+|(?:[ |,;/·]|(?<!\S)[-–—]+)+$")
_WORD_SIGN = re.compile(r"[^\W_]")
_LETTER = re.compile(r"\[?[A-Z]\]?")
_LIST = re.compile(r"\s*[,，、;；]\s*")


def value_cells(parts: Sequence[Part], column: Column | None, place: Place) -> Iterator[Cell]:
    """Yield what a cell says: its links by their labels, and its text under the column's header."""
    if column is None:
        if text := shown(parts):
            yield Cell(DESCRIPTION, text, place)
        return
    if column.kind in ("number", "name"):
        return
    wanted, holds_links = column.wanted, column.holds_links
    rest: list[Part] = []
    licensed = False
    if column.kind == "property" and not holds_links:
        before, bracket = linked_bracket(parts)
        links = [part for part in bracket if part.kind == "link" and part.url]
        # The checkpoints in a bracket are those of the model, and no words of the value before it.
        if links and all(link_field(part.url) == "checkpoint" for part in links):
            yield from (Cell("checkpoint", part.url, part.place) for part in links)
            yield Cell(DESCRIPTION, f"{column.header}: {shown(bracket)}", bracket[0].place)
            parts = before
    for part in parts:
        if part.kind != "link" or not part.url:
            rest.append(part)
            continue
        kind = link_kind(part.text, part.badge)
        if kind == "link" and (holds_links or column.leads_by_host):
            kind = None if holds_links else link_field(part.url)  # "Link" says what every link is
        titled = is_title(part.text) or is_report(part.text)
        if "license" in wanted and is_license(part.text):
            yield Cell("link", part.url, part.place)
            yield Cell(column.key, part.text, part.place)
            licensed = True
            continue
        if kind and not titled:
            yield Cell(kind, part.url, part.place)
            continue
        if "title" in wanted and titled:
            yield Cell("title", part.text, part.place)
            yield Cell(field_of_titled(part.url), part.url, part.place)
            continue
        if not holds_links:
            # `[P](…)`: a letter says no more than where the link leads.
            is_letter = column.kind == "unknown" and _LETTER.fullmatch(part.text) is not None
            leads = link_field(part.url) if column.leads_by_host or is_letter else "link"
            is_mark = is_letter or (bool(part.text) and not _WORD_SIGN.search(part.text))
            if column.kind == "description" and not (column.leads_by_host or is_mark):
                # In a sentence a link may lead to anything.
                rest.append(part._replace(text=f"{part.text} {part.url}"))
                continue
            yield Cell(leads, part.url, part.place)
            if not (is_mark or _says_nothing(part.text, column)):
                rest.append(part)
            continue
        by_host = link_field(part.url)
        fields = [field for field in wanted if field == by_host] or wanted
        field = fields[0] if len(set(wanted)) == 1 or by_host in wanted else by_host
        if field == "link" and column.header != "link":  # ours says that a link is of no kind
            field = by_host
        if titled and field in ("paper", "link"):
            yield Cell("title", part.text, part.place)
            field = "paper"
            yield Cell(field, part.url, part.place)
        elif part.text and fold(part.text) not in (fold(part.url), "") and not is_link_label(part.text):
            yield Cell(field, f"{part.text} {part.url}", part.place)
        else:
            yield Cell(field, part.url, part.place)
    begin = next((part.place for part in rest if part.text), place)
    text = _EDGES.sub("", shown([part for part in rest if part.kind != "break" or not holds_links]))
    if not text or not (
        _WORD_SIGN.search(text) or "access" in wanted
    ):  # ✅ and ❌ say whether a model is open
        return
    if holds_links:
        behind = _BRACKET_BEHIND_LINK.fullmatch(text) if "paper" in wanted else None
        if behind and names_organizations(behind[1]):
            # "Finch et al. (Google)": where its authors work; a venue is no organisation.
            yield Cell("organization", behind[1], begin)
        elif "paper" in wanted and is_title(text):
            yield Cell("title", text, place)
        elif is_address(text) or ("paper" in wanted and paper_address(text)):
            yield Cell(wanted[0] if len(set(wanted)) == 1 else link_field(text), text, begin)
        elif not is_no_value(text):
            yield Cell(DESCRIPTION, f"{column.header}: {text}", begin)
    elif column.is_guessed and column.holds_sizes and not parse_sizes(text):
        # "Chat, Base" among the variants of others are no sizes.
        yield Cell(DESCRIPTION, f"{column.header}: {text}", begin)
    elif licensed and not any(map(is_license, _LIST.split(text))):
        yield Cell(DESCRIPTION, f"{column.header}: {text}", begin)
    elif column.is_guessed and is_backbone(column.header) and not is_no_value(text):
        means = field_of_backbone(text)
        yield Cell(means or DESCRIPTION, text if means else f"{column.header}: {text}", place)
    elif column.kind == "property":
        yield Cell(column.key, text, place)
    elif column.kind == "unknown":
        yield Cell(column.header, text, place, column.place)
    else:
        yield Cell(DESCRIPTION, f"{column.header}: {text}" if column.header else text, place)


def _says_nothing(label: str, column: Column) -> bool:
    """Tell whether the label of a link says but that it is one, such as "here", and is no value."""
    return "access" not in column.wanted and column.kind != "unknown" and is_link_label(label)
