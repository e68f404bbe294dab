"""Items that set their name in brackets: `[NAME] TITLE`, `【DATE】-【NAME】-【MAKER】-【Type: Model】`."""

from __future__ import annotations

import re

from llm_kg.curated import is_link_label, is_venue, link_field
from llm_kg.sources.base import DESCRIPTION
from llm_kg.sources.links import link_kind
from llm_kg.sources.markdown.behind import read_behind
from llm_kg.sources.markdown.inline import Span, plain
from llm_kg.sources.markdown.item_text import EDGES, ItemText
from llm_kg.sources.name_forms import is_coined, is_name, is_title
from llm_kg.sources.recognizers import is_date_shaped, is_license, names_organizations

__all__ = ["read_fields_in_brackets", "read_name_in_bracket"]

# A line of brackets of this kind and nothing else, maybe set in code.
_FIELD = re.compile(r"【([^【】\n]{1,200})】")
_ALL_FIELDS = re.compile(r"\s*+`?+(?:【[^【】\n]{1,200}】[\s\-–—·|,，]*+){3,12}`?\s*+")
_OF_KIND = re.compile(r"(?:type|kind|category|类型|类别)\s*[:：]\s*(\S.*)", re.IGNORECASE)


def read_fields_in_brackets(item: ItemText) -> bool:
    """Read `【2024-05】-【NAME】-【MAKER】-【Type: Model】`: what stands behind the name is its maker.

    The field before or behind a date is the name; a field that says what the thing is stays stated.
    """
    content = item.paragraph.content
    if not content.startswith(("【", "`【")) or not _ALL_FIELDS.fullmatch(content):
        return False
    fields = [(match[1].strip(), match.start(1), match.end(1)) for match in _FIELD.finditer(content)]
    dates = [field for field in fields if is_date_shaped(field[0])]
    kinds = [field for field in fields if _OF_KIND.fullmatch(field[0])]
    others = [field for field in fields if field not in (*dates, *kinds)]
    is_read = len(dates) == 1 and len(kinds) <= 1 and len(others) in (1, 2) and is_name(others[0][0])
    if not is_read or names_organizations(others[0][0]):
        item.label = content.strip(" `")
        item.add(DESCRIPTION, item.label, 0, len(content))
        return True
    item.kind, item.label = "name", others[0][0]
    item.names.append(item.name_cells(*others[0]))
    item.add("date_created", *dates[0])
    if len(others) == 2:
        item.add("organization", *others[1])
    for stated, start, end in kinds:
        item.add(DESCRIPTION, stated, start, end)
        if match := _OF_KIND.fullmatch(stated):
            item.said_to_be = match[1]
    return True


_YEAR_OR_EDITION = re.compile(r"(?:19|20|['’])\d\d|^[A-Z]{3,}-?\d\d$")
_BEFORE_BAR = re.compile(r"[^|｜]+")


def read_name_in_bracket(item: ItemText, first: Span, behind: list[Span]) -> bool:
    """Read `[NAME] TITLE | …`: where the title begins with the name, or the name can be nothing else."""
    title = _BEFORE_BAR.match(behind[0].text) if behind and behind[0].kind == "text" else None
    label = plain(first.text).strip()
    if first.kind != "bracket" or not title or not is_name(label):
        return False
    shown = plain(title[0]).strip(" .,")
    is_own = shown.casefold().startswith(f"{label.casefold()}:")
    has_paper = any(span.kind == "link" and link_field(span.url) == "paper" for span in behind)
    if not is_own and not (has_paper and is_title(shown) and _is_no_other(label)):
        return False
    item.kind, item.label = "name", label
    begin = max(item.paragraph.content.find(first.text, first.start), 0)
    item.names.append(item.name_cells(label, begin, begin + len(first.text)))
    text = behind[0]
    start = text.start + text.indent
    item.add("title", shown, start, text.start + title.end())
    rest = text.behind(title.end())
    read_behind(item, [*([rest] if plain(rest.text).strip(EDGES) else []), *behind[1:]])
    return True


def _is_no_other(label: str) -> bool:
    """Tell whether a label was made to be a name and is no venue, task, organisation or link."""
    is_mixed = is_coined(label) and any(map(str.islower, label)) and len(label.split()) <= 2
    return is_mixed and not (
        is_venue(label)
        or _YEAR_OR_EDITION.search(label)
        or names_organizations(label)
        or is_date_shaped(label)
        or link_kind(label)
        or is_link_label(label)
        or is_license(label)
    )
