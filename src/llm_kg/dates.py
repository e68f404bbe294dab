"""Dates as people write them in lists, kept exactly as precise as they are stated.

The grammar. The whole text must match; blanks around it do not count, case does not matter::

    date     = year | numeric | reversed | chinese | written
    numeric  = year sep month [ sep day [ ( "T" | " " ) time ] ]
    reversed = day sep month sep year | month dash day dash year | month dash year
    chinese  = year "年" [ month "月" [ day ( "日" | "号" ) ] ], in digits or in Chinese words; before a
               month, "23" is 2023
    written  = name year | year name | day name year | name day year | year name day
    year     = four digits, 1000 to 9999; in "2023", "2023.03" and "03/2023", which may be other
               numbers, 1950 to 2039
    month    = one or two digits
    day      = one or two digits, in written dates also with "st", "nd", "rd" or "th"
    name     = an English month, in full or short ("Sept", "Sep"), [ "." ]
    sep      = dash | ".", the same one twice
    dash     = "-" | "/"
    time     = "HH:MM" [ ":SS" [ "." digits ] ] [ "Z" | offset ], which is left out

The parts of a written date are joined by blanks, ",", "/" or "-"; behind the name of a month "'23" is
2023, for nobody named a model in 1923; in a Chinese one blanks may stand.

What cannot be read with certainty is no date:

* ``03/04/2020``, of which both may be the month; ``13/04/2020`` and ``04/04/2020`` read.
* ``2020.1``, which is what a spreadsheet leaves of ``2020.10``; ``2020.3`` reads.
* ``'23``, ``'23 Mar``, ``Mar-23``, ``23年``: the century would be a guess, and ``Mar-23`` may be a day,
  unless its column tells (`parse_short_date`).
* ``1024``, ``2048`` and ``1024.5``, which are other numbers; ``12.2023``, which may be one.
* ``2023?``, ``~2023``, ``2023-03 (v1)``, ``2023-03 ~ 2023-07``: more than a date, or a doubtful one.
* ``2023Q1``: the year alone would be true, but less than is stated.

Whether a date is plausible is not asked here otherwise.
"""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

from llm_kg.numerals import parse_chinese

__all__ = ["ImpossibleDateError", "PartialDate", "is_short_month", "parse_date", "parse_short_date"]

_LONGEST = 64

# Full-width forms become ASCII, and so do the hyphens that only look different. Not NFKC: it would
# turn the footnote mark of "2020-1²" into a digit. Dashes stay: "2003–05" is a span of years.
_FOLD = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {0x2010: "-", 0x2011: "-"}

# Not calendar.month_name, which speaks the language of the process.
_NAMES = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_MONTHS = {
    spelling.casefold(): number
    for number, name in enumerate(_NAMES, start=1)
    for spelling in (name, name[:3])
} | {"sept": 9}

# The years of numbers that may be other than dates: 1024 and 2048 are lengths of contexts.
_LIKELY_YEARS = range(1950, 2040)

_NUMERIC = re.compile(
    r"(?P<year>[0-9]{4})(?:(?P<sep>[-/.])(?P<month>[0-9]{1,2})(?:(?P=sep)(?P<day>[0-9]{1,2})"
    r"(?:[T ](?:[01][0-9]|2[0-3]):[0-5][0-9](?::(?:[0-5][0-9]|60)(?:\.[0-9]{1,9})?)?"
    r"(?:Z|[+-](?:[01][0-9]|2[0-3]):?[0-5][0-9])?)?)?)?",
    re.IGNORECASE,
)
_REVERSED = re.compile(r"(?:([0-9]{1,2})([-/.]))?([0-9]{1,2})([-/.])([0-9]{4})")
_WORDS = "一二三四五六七八九十"
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_CHINESE = re.compile(
    rf"([0-9]{{4}}|[0-9]{{2}}(?= ?年 ?[0-9{_WORDS}]{{1,3}} ?月)|[〇○零{_WORDS[:9]}]{{4}}) ?年"
    rf"(?: ?([0-9]{{1,2}}|[{_WORDS}]{{1,3}}) ?月(?: ?([0-9]{{1,2}}|[{_WORDS}]{{1,3}}) ?[日号])?)?"
)
_PART = re.compile(r"(?P<year>[0-9]{4})|(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?|(?P<name>[a-z]+)\.?")
# What every date holds; most of what is asked for a date holds neither.
_YEAR = re.compile("[0-9０-９年]")
_JOINT = re.compile(r" ?[,/-] ?| ")
_SHORT_YEAR = re.compile(r"(?<=[a-z.] )['’]([0-9]{2})$")
_WRITTEN = {
    ("name", "year"),
    ("year", "name"),
    ("day", "name", "year"),
    ("name", "day", "year"),
    ("year", "name", "day"),
}

_Parts: TypeAlias = tuple[int, int | None, int | None]


class ImpossibleDateError(ValueError):
    """Tell that something has the shape of a date and names no day, month or year."""


@dataclass(frozen=True, slots=True)
class PartialDate:
    """Hold a year, a month or a day of the calendar, as precise as it was stated.

    Raises ``ImpossibleDateError`` where there is no such date.

    >>> str(PartialDate(2019, 9))
    '2019-09'
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if not 1000 <= self.year <= 9999:
            raise ImpossibleDateError("a year has four digits, 1000 to 9999")
        if self.month is None:
            if self.day is not None:
                raise ImpossibleDateError(f"day {self.day} of {self.year} lacks its month")
            return
        if not 1 <= self.month <= 12:
            raise ImpossibleDateError(f"{self} is no date: there is no month {self.month}")
        days = calendar.monthrange(self.year, self.month)[1]
        if self.day is not None and not 1 <= self.day <= days:
            month = f"{_NAMES[self.month - 1]} {self.year}"
            raise ImpossibleDateError(f"{self} is no date: {month} has the days 1 to {days}")

    def __str__(self) -> str:
        """Write the date as XSD does: ``2020``, ``2020-05`` or ``2020-05-01``."""
        rest = (f"-{part:02}" for part in (self.month, self.day) if part is not None)
        return f"{self.year:04}{''.join(rest)}"

    @property
    def precision(self) -> Literal["year", "month", "day"]:
        """Name the smallest part that is stated."""
        if self.month is None:
            return "year"
        return "month" if self.day is None else "day"

    @property
    def datatype(self) -> Literal["gYear", "gYearMonth", "date"]:
        """Name the XSD datatype of ``str(self)``, without its namespace."""
        if self.month is None:
            return "gYear"
        return "gYearMonth" if self.day is None else "date"

    @property
    def earliest(self) -> datetime.date:
        """Give the first day that the date can mean."""
        return datetime.date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> datetime.date:
        """Give the last day that the date can mean."""
        month = self.month or 12
        days = calendar.monthrange(self.year, month)[1]
        return datetime.date(self.year, month, self.day or days)

    def agrees_with(self, other: PartialDate) -> bool:
        """Tell whether one of the two dates contains the other.

        >>> PartialDate(2018, 6).agrees_with(PartialDate(2018, 6, 1))
        True
        >>> PartialDate(2018, 6).agrees_with(PartialDate(2018, 7))
        False
        """
        # Years, months and days nest: where two of them overlap, one contains the other.
        return self.earliest <= other.latest and other.earliest <= self.latest


def parse_date(text: str) -> PartialDate | None:
    """Read a text that is a date and nothing else; ``None`` where that is not certain.

    Raises ``ImpossibleDateError`` where it has the shape of a date but names none: ``31 Feb 2020``.

    >>> str(parse_date("Sept. 2019"))
    '2019-09'
    >>> str(parse_date("2023年3月14日"))
    '2023-03-14'
    >>> parse_date("03/04/2020"), parse_date("2023Q1"), parse_date("2048")
    (None, None, None)
    """
    if not _YEAR.search(text):
        return None
    if len(text) > _LONGEST:
        text = text.strip()
        if len(text) > _LONGEST:
            return None
    text = " ".join(text.translate(_FOLD).split())
    parts = _numeric(text) or _reversed(text) or _chinese(text) or _written(text)
    if parts is None or parts[0] < 1000:
        return None
    return PartialDate(*parts)


def parse_short_date(text: str, form: str) -> PartialDate | None:
    """Read a year of two digits and a month in the order of a form, which holds "yy" and "mm" or "mmm".

    >>> str(parse_short_date("23/07", "yy/mm")), str(parse_short_date("07.23", "mm.yy"))
    ('2023-07', '2023-07')
    >>> str(parse_short_date("Mar-23", "mmm-yy"))
    '2023-03'
    >>> parse_short_date("2023", "yy/mm"), parse_short_date("23/07/01", "yy/mm")
    (None, None)
    """
    if form.casefold().startswith("mmm"):
        named = _NAMED.fullmatch(text.strip())
        month_named = named and _MONTHS.get(named[1].casefold())
        return PartialDate(2000 + int(named[2]), month_named) if named and month_named else None
    match = _SHORT.fullmatch(text.strip())
    if match is None:
        return None
    year, month = match.groups() if form.casefold().startswith("yy") else match.groups()[::-1]
    return PartialDate(2000 + int(year), int(month))


def is_short_month(text: str) -> bool:
    """Tell whether a text may be a month and a year of two digits, in which there were such models.

    >>> is_short_month("Mar-23"), is_short_month("Mar-07"), is_short_month("2023-03")
    (True, False, False)
    """
    named = _NAMED.fullmatch(text)
    return named is not None and named[1].casefold() in _MONTHS and int(named[2]) in _YEARS_OF_MODELS


_SHORT = re.compile(r"([0-9]{2})[-/.]([0-9]{2})")
_NAMED = re.compile(r"([A-Za-z]{3,9})[-/ ]([0-9]{2})")
# Few of 28 days are among them.
_YEARS_OF_MODELS = range(17, 30)


def _numeric(text: str) -> _Parts | None:
    match = _NUMERIC.fullmatch(text)
    if match is None:
        return None
    parts = int(match["year"]), _int(match["month"]), _int(match["day"])
    is_decimal = match["sep"] == "." and match["day"] is None
    if (match["month"] is None or is_decimal) and parts[0] not in _LIKELY_YEARS:
        return None
    return None if is_decimal and match["month"] == "1" else parts


def _reversed(text: str) -> _Parts | None:
    match = _REVERSED.fullmatch(text)
    if match is None:
        return None
    first, sep, second, last_sep, year = match.groups()
    if first is None:
        # "12.2023" may be a number, and "3/1000" a share.
        is_month = last_sep != "." and int(year) in _LIKELY_YEARS
        return (int(year), int(second), None) if is_month else None
    day, month = int(first), int(second)
    if sep != last_sep or (day != month and max(day, month) <= 12):
        return None
    if month > 12 >= day:
        # No month comes first before a point: "1.13.2023" is a version.
        return None if sep == "." else (int(year), day, month)
    return int(year), month, day


def _chinese(text: str) -> _Parts | None:
    match = _CHINESE.fullmatch(text)
    if match is None:
        return None
    year, *rest = match.groups()
    numbers = [parse_chinese(part) if part and part[0] in _WORDS else _int(part) for part in rest]
    if any(part is not None and number is None for part, number in zip(rest, numbers, strict=True)):
        return None  # "十十月"
    month, day = numbers
    return int(year.translate(_DIGITS)) + 2000 * (len(year) == 2), month, day


def _written(text: str) -> _Parts | None:
    stated: dict[str, str] = {}
    for word in _JOINT.split(_SHORT_YEAR.sub(r"20\1", text.casefold())):
        part = _PART.fullmatch(word)
        if part is None or part.lastgroup is None or part.lastgroup in stated:
            return None
        stated[part.lastgroup] = part[part.lastgroup]
    if tuple(stated) not in _WRITTEN or stated["name"] not in _MONTHS:
        return None
    return int(stated["year"]), _MONTHS[stated["name"]], _int(stated.get("day"))


def _int(digits: str | None) -> int | None:
    return None if digits is None else int(digits)
