"""Where and when something appeared: `[**ACL, 2022**]` before a name, `*Nature, 2021*` behind a title."""

from __future__ import annotations

import re

from llm_kg.curated import is_venue
from llm_kg.sources.base import DESCRIPTION
from llm_kg.sources.links import link_kind
from llm_kg.sources.markdown.item_text import ItemText
from llm_kg.sources.recognizers import is_date_shaped, names_organizations
from llm_kg.sources.venues import has_form_of_venue, is_edition

__all__ = ["add_appeared", "where_and_when"]

_BEGINS_WITH_YEAR = re.compile(r"(?:19|20)\d\d(?!\d)")
_YEAR_AHEAD = re.compile(r"((?:19|20)\d\d)[,:]?\s+([^\W\d_].{1,80})")
_DATE_BEHIND = re.compile(r"([^\d]{2,60})\s((?:19|20)\d\d[-./]\d[\d./-]{0,5})")


def where_and_when(label: str) -> tuple[str, str] | None:
    """Return the two parts of a label that says where and when; of an edition the second is empty.

    >>> where_and_when("Nature Medicine, 2024"), where_and_when("ACL 2022"), where_and_when("Finch, small")
    (('Nature Medicine', '2024'), ('ACL 2022', ''), None)
    >>> where_and_when("2022 ACL"), where_and_when("arXiv 2022.05"), where_and_when("2022 Update")
    (('ACL', '2022'), ('arXiv', '2022.05'), None)
    >>> where_and_when("arXiv, Oct 2024"), where_and_when("Finch, Oct 2024")
    (('arXiv', 'Oct 2024'), None)
    """
    where, _, when = (part.strip() for part in label.rpartition(","))
    if where and (_BEGINS_WITH_YEAR.match(when) or (is_venue(where) and is_date_shaped(when))):
        return where, when
    if (ahead := _YEAR_AHEAD.fullmatch(label)) and _is_where(ahead[2], ahead[1]):
        return ahead[2], ahead[1]
    if (dated := _DATE_BEHIND.fullmatch(label)) and is_venue(dated[1]) and is_date_shaped(dated[2]):
        return dated[1], dated[2]
    return (label, "") if is_edition(label) else None


def _is_where(where: str, year: str) -> bool:
    return names_organizations(where) or is_edition(f"{where} {year}")


def add_appeared(item: ItemText, label: str, start: int, end: int) -> None:
    """Add what a label says that stands between two offsets: the venue or the maker, and the date."""
    where, when = where_and_when(label) or (label, "")
    if when and not is_date_shaped(when):
        item.add(DESCRIPTION, label, start, end)
        return
    if names_organizations(where) and not link_kind(where):
        key = "organization"
    else:
        key = "venue" if has_form_of_venue(where) else DESCRIPTION
    item.put(item.within(key, where, start, end))
    if when:
        item.put(item.within("date_created", when, start, end))
