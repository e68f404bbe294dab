"""Where and when papers appeared: "EMNLP 2019" is told by its form, and dates what nothing else does."""

from __future__ import annotations

import re
from collections.abc import Iterable

from llm_kg.curated import is_venue
from llm_kg.dates import PartialDate
from llm_kg.records import Claim
from llm_kg.sources.recognizers import is_date_shaped, names_organizations

__all__ = ["begins_with_venue", "has_form_of_venue", "is_edition", "year_of_venue"]

# A year in it, with words before it: "ICLR 2024 Spotlight", "ESEC/FSE 2020", "Findings of EMNLP'23".
_VENUE = re.compile(
    r"(?:[A-Z]|[a-z](?=[A-Z]))[\w.&@/-]*+(?: [\w.&@/-]++){0,3}?[ ']*(?:'\d\d|(?:19|20)\d\d)"
    r"(?: \(?[\w&,-]++\)?){0,10}"
    r"|(?=[^,;:]{0,80}\b(?:Journal|Transactions|Proceedings|Conference|Symposium)\b)"
    r"[A-Z][^,;:\d]{4,80} (?:19|20)\d\d"
)
_YEAR_BEHIND = re.compile(r"(?:'\d\d|(?:19|20)\d\d)\W*$")
_EVENT = re.compile(
    r"(?:(?:first|last|initially|originally)\s)?(?:trained|updated?|released?|published|announced|submitted|since"
    r"|accepted|revised|created|added|open-?sourced|version|until|before|after|in|from|by|as|see|model|weights)\b",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    r"(?:(?:early|mid|late|spring|summer|autumn|fall|winter|q[1-4]|h[12])(?:[\s-]|$))+|week|roadmap|new|all",
    re.IGNORECASE,
)

# "NeurIPS 2022", "CVPR'23", "Findings of ACL 2021", "ICCV2021"; in "Expo 2000+" and "2019-2021" it is
# something else.
_YEAR = re.compile(
    r"(?:(?<![\w.,/+-])|(?<=[A-Z]-)|(?<![^\s(])[A-Za-z]{2,20}(?=(?:19|20)\d\d))"
    r"(?:(19|20)(\d\d)|['’](\d\d))(?![\w+/-]|[.,]\d)|(?<=[A-Z])['’](\d\d)\b"
)


def has_form_of_venue(text: str) -> bool:
    """Tell whether a text is known for a venue, or written as one is, with its year.

    >>> has_form_of_venue("TMLR"), has_form_of_venue("ICLR 2024 Spotlight"), has_form_of_venue("Finch")
    (True, True, False)
    """
    return is_venue(text) or is_venue(_without_year(text)) or _VENUE.fullmatch(text) is not None


def begins_with_venue(text: str) -> bool:
    """Tell whether a text is known for a venue, or is a known one and what stands behind its year.

    >>> begins_with_venue("ICLR'24 Oral"), begins_with_venue("TMLR"), begins_with_venue("Finch 2024")
    (True, True, False)
    """
    return is_venue(text) or is_venue(_YEAR_WITHIN.split(text, maxsplit=1)[0])


_YEAR_WITHIN = re.compile(r"[ ,-]{0,3}(?:(?:19|20)\d\d(?!\d)|['’]\d\d(?!\d))")


def _without_year(text: str) -> str:
    return _YEAR_BEHIND.sub(" ", text).strip(" ,-")


def is_edition(text: str) -> bool:
    """Tell whether a text is a venue and a year, and no maker, event or month and one.

    >>> is_edition("ICLR 2024"), is_edition("OpenAI 2024"), is_edition("Trained 2024")
    (True, False, False)
    """
    without_year = _without_year(text)
    if is_venue(text) or is_venue(without_year):
        return True
    is_date = is_date_shaped(without_year) or is_date_shaped(text) or _PERIOD.fullmatch(without_year)
    is_other = names_organizations(without_year) or _EVENT.match(text) or is_date
    return _VENUE.fullmatch(text) is not None and not is_other


def year_of_venue(claims: Iterable[Claim]) -> Claim | None:
    """Return the date of the year in which a paper appeared, where nothing else is said of a date.

    Venues of different years date nothing.
    """
    years: dict[int, Claim] = {}
    for claim in claims:
        if claim.field == "date_created":
            return None
        if claim.field == "venue":
            for match in _YEAR.finditer(claim.stated):
                century, year, *short = match.groups()
                years.setdefault(int(f"{century or '20'}{year or next(filter(None, short))}"), claim)
    if len(years) != 1:
        return None
    ((year, claim),) = years.items()
    return claim._replace(field="date_created", values=(PartialDate(year),))
