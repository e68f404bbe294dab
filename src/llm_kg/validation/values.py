"""The values of literals: whether a lexical form is of its datatype, and which value is less.

Sources: XML Schema 1.1 Part 2 (lexical spaces, and the order of dates with and without time zones);
SPARQL 1.1, section 17.3 (which operands `<` takes); XPath 2.0 operators for dates, times and years.
"""

from __future__ import annotations

import re
import struct
from calendar import monthrange
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache, lru_cache
from typing import Final, NamedTuple, TypeAlias

from llm_kg.rdf import RDF, XSD
from llm_kg.tokens import unquoted

__all__ = [
    "PLAIN_NUMBERS",
    "Value",
    "comparable",
    "compare",
    "is_iri",
    "is_plain",
    "language_of",
    "limits_of",
    "literals_of",
    "number_of",
    "value_of",
]


class Moment(NamedTuple):
    """A point on the time line, in seconds, by the kind of literal that names it."""

    kind: str
    seconds: Decimal
    zoned: bool


Value: TypeAlias = int | Decimal | float | str | bool | Moment

_INTEGER: Final = re.compile(r"[+-]?[0-9]+")
_DECIMAL: Final = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_DOUBLE: Final = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[Ee][+-]?[0-9]+)?|[+-]?INF|NaN")
_ZONE: Final = r"(Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)?"
_YEAR: Final = r"(-?(?:[1-9][0-9]{3,}|0[0-9]{3}))"
_MONTH: Final = r"(0[1-9]|1[0-2])"
_DAY: Final = r"(0[1-9]|[12][0-9]|3[01])"
_TIME: Final = r"(?:([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9](?:\.[0-9]+)?)|(24):(00):(00(?:\.0+)?))"

# The kinds of moments: their forms, and which parts these have, in the order year, month, day, time.
_MOMENTS: Final = {
    "dateTime": (f"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}{_ZONE}", "ymdt"),
    "date": (f"{_YEAR}-{_MONTH}-{_DAY}{_ZONE}", "ymd"),
    "gYearMonth": (f"{_YEAR}-{_MONTH}{_ZONE}", "ym"),
    "gYear": (f"{_YEAR}{_ZONE}", "y"),
    "gMonthDay": (f"--{_MONTH}-{_DAY}{_ZONE}", "md"),
    "gMonth": (f"--{_MONTH}{_ZONE}", "m"),
    "gDay": (f"---{_DAY}{_ZONE}", "d"),
    "time": (f"{_TIME}{_ZONE}", "t"),
}
#: A year that has a 29 February and a 31st day for parts that name no year and no month.
_ANY_YEAR, _ANY_MONTH = 1972, 12

_LIMITS: Final[dict[str, tuple[int | None, int | None]]] = {
    "integer": (None, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "long": (-(2**63), 2**63 - 1),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-(2**7), 2**7 - 1),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 2**8 - 1),
}
_DURATION_DAYS: Final = r"(?:[0-9]+D)?(?:T(?=[0-9])(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+(?:\.[0-9]+)?S)?)?"
_NAME: Final = (
    r"[A-Za-z_:\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d"
    r"\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff]"
)
_NAME_CHAR: Final = _NAME[:-1] + r"\-.0-9\u00b7\u0300-\u036f\u203f\u2040]"
# Datatypes whose values are not compared here: their lexical spaces.
_FORMS: Final = {
    "duration": rf"-?P(?=.)(?!.*T$)(?:[0-9]+Y)?(?:[0-9]+M)?{_DURATION_DAYS}",
    "dayTimeDuration": rf"-?P(?=.)(?!.*T$){_DURATION_DAYS}",
    "yearMonthDuration": r"-?P(?=.)(?:[0-9]+Y)?(?:[0-9]+M)?",
    "dateTimeStamp": _MOMENTS["dateTime"][0][:-1],
    "hexBinary": r"(?:[0-9A-Fa-f]{2})*",
    "base64Binary": r"(?:(?:[A-Za-z0-9+/] ?){4})*(?:(?:[A-Za-z0-9+/] ?){2}(?:[A-Za-z0-9+/] ?=|= ?=))?",
    "normalizedString": r"[^\t\n\r]*",
    "token": r"(?:[^\t\n\r ]+(?: [^\t\n\r ]+)*)?",
    "language": r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*",
    "Name": f"{_NAME}{_NAME_CHAR}*",
    "NCName": f"{_NAME}{_NAME_CHAR}*".replace("_:", "_"),
    "NMTOKEN": f"{_NAME_CHAR}+",
}


def _integer(name: str) -> Callable[[str], Value | None]:
    low, high = _LIMITS[name]

    def parse(lexical: str) -> Value | None:
        if not _INTEGER.fullmatch(lexical):
            return None
        # A count of more digits than Python turns into an integer is a decimal all the same.
        number = int(lexical) if len(lexical) < _MOST_DIGITS else Decimal(lexical)
        within = (low is None or number >= low) and (high is None or number <= high)
        return number if within else None

    return parse


_MOST_DIGITS: Final = 4000


@cache
def _compiled(form: str) -> re.Pattern[str]:
    """Return a form compiled, when it is first asked for: few of them are."""
    return re.compile(form)


def _decimal(lexical: str) -> Value | None:
    return Decimal(lexical) if _DECIMAL.fullmatch(lexical) else None


def _double(lexical: str) -> Value | None:
    return float(lexical) if _DOUBLE.fullmatch(lexical) else None


def _float(lexical: str) -> Value | None:
    if not _DOUBLE.fullmatch(lexical):
        return None
    number = float(lexical)
    try:
        single: float = struct.unpack("f", struct.pack("f", number))[0]
    except OverflowError:
        return float("inf") if number > 0 else float("-inf")
    return single


def _boolean(lexical: str) -> Value | None:
    return {"true": True, "1": True, "false": False, "0": False}.get(lexical)


def _moment(name: str) -> Callable[[str], Value | None]:
    form, parts = _MOMENTS[name]

    def parse(lexical: str) -> Value | None:
        match = _compiled(form).fullmatch(lexical)
        if match is None:
            return None
        *groups, zone = match.groups()
        found = [group for group in groups if group is not None]
        year = int(found.pop(0)) if "y" in parts else _ANY_YEAR
        month = int(found.pop(0)) if "m" in parts else (_ANY_MONTH if "d" in parts else 1)
        day = int(found.pop(0)) if "d" in parts else 1
        if day > monthrange(_of_same_length(year), month)[1]:
            return None
        seconds = Decimal(_days(year, month, day) * 86_400)
        if "t" in parts:
            hour, minute, second = found
            seconds += int(hour) * 3600 + int(minute) * 60 + Decimal(second)
        if zone and zone != "Z":
            offset = int(zone[1:3]) * 3600 + int(zone[4:]) * 60
            seconds -= offset if zone[0] == "+" else -offset
        return Moment(name, seconds, bool(zone))

    return parse


def _of_same_length(year: int) -> int:
    """Return a year between 1 and 400 with the same February: the calendar repeats."""
    return year % 400 or 400


def _days(year: int, month: int, day: int) -> int:
    """Return the number of days since an early March, in the proleptic Gregorian calendar."""
    shifted = year - (month < 3)
    era, of_era = divmod(shifted, 400)
    of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    return era * 146_097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year


_PARSERS: Final[dict[str, Callable[[str], Value | None]]] = {
    XSD["string"]: lambda lexical: lexical,
    XSD["boolean"]: _boolean,
    XSD["decimal"]: _decimal,
    XSD["double"]: _double,
    XSD["float"]: _float,
    **{XSD[name]: _integer(name) for name in _LIMITS},
    **{XSD[name]: _moment(name) for name in _MOMENTS},
}
# By what stands behind the closing quote of a token.
_BY_KIND: Final = {f"^^<{datatype}>": parse for datatype, parse in _PARSERS.items()} | {
    "": _PARSERS[XSD["string"]]
}
_WELL_FORMED: Final = {str(XSD[name]): form for name, form in _FORMS.items()}


def comparable(datatype: str) -> bool:
    """Tell whether values of a datatype are compared here."""
    return datatype in _PARSERS


def limits_of(datatype: str) -> tuple[int | None, int | None] | None:
    """Return the least and the greatest value of a datatype of whole numbers; None of any other.

    >>> limits_of(XSD["byte"]), limits_of(XSD["decimal"])
    ((-128, 127), None)
    """
    return _LIMITS.get(datatype.removeprefix(str(XSD))) if datatype.startswith(str(XSD)) else None


@lru_cache(maxsize=8192)
def value_of(token: str) -> Value | None:
    """Return the value of a literal; None where it has none that is compared, or is no literal.

    >>> value_of('"1.50"^^<http://www.w3.org/2001/XMLSchema#decimal>')
    Decimal('1.50')
    """
    if token[0] != '"':
        return None
    body, _, kind = token[1:].rpartition('"')
    parse = _BY_KIND.get(kind)
    return None if parse is None else parse(unquoted(body))


#: Datatype → the form of its plain numbers, which most are, and what makes them of their text.
PLAIN_NUMBERS: Final[Mapping[str, tuple[re.Pattern[str], Callable[[str], int | Decimal | float]]]] = {
    XSD["integer"]: (re.compile("[0-9]{1,18}"), int),
    XSD["decimal"]: (re.compile(r"[0-9]{1,18}(?:\.[0-9]{1,18})?"), Decimal),
    XSD["double"]: (re.compile(r"[0-9]{1,18}(?:\.[0-9]{1,18})?(?:E[0-9]{1,2})?"), float),
}
_PLAIN_BY_KIND: Final = {
    f"^^<{datatype}>": (form.fullmatch, make) for datatype, (form, make) in PLAIN_NUMBERS.items()
}


def number_of(token: str) -> int | Decimal | float | None:
    """Return the number that a literal is, or None."""
    body, _, kind = token[1:].rpartition('"')
    plain = _PLAIN_BY_KIND.get(kind)
    if plain and plain[0](body):
        return plain[1](body)
    value = value_of(token)
    return None if isinstance(value, bool | str | Moment) else value


def literals_of(datatype: str) -> Callable[[str], bool]:
    """Return what tells whether a token is a literal of a datatype and well-formed.

    >>> is_date = literals_of(XSD["date"])
    >>> is_date('"2023-02-30"^^<http://www.w3.org/2001/XMLSchema#date>')
    False
    """
    if datatype == XSD["string"]:
        return is_plain
    if datatype == RDF["langString"]:
        return lambda token: bool(language_of(token))
    end = f'"^^<{datatype}>'
    if datatype in _PARSERS:  # the value is remembered, for the next who asks for it
        return lambda token: token.endswith(end) and value_of(token) is not None
    is_form = _form_of(datatype)
    length = len(end)

    def is_literal(token: str) -> bool:
        return token.endswith(end) and token[0] == '"' and bool(is_form(unquoted(token[1:-length])))

    return is_literal


def is_iri(token: str) -> bool:
    """Tell whether a token is an IRI."""
    return token[0] == "<"


def is_plain(token: str) -> bool:
    """Tell whether a token is a string without a language."""
    return token[0] == token[-1] == '"'


def language_of(token: str) -> str:
    """Return the language of a literal in lower case, or an empty text.

    >>> language_of('"eta"@en-GB')
    'en-gb'
    """
    return "" if token[0] != '"' or token[-1] in '">' else token.rpartition('"@')[2].lower()


def _form_of(datatype: str) -> Callable[[str], object]:
    """Return what tells whether a text is a lexical form of a datatype that has no values here.

    All are of one that is not known.
    """
    if datatype == XSD["dateTimeStamp"]:
        form, parse = _compiled(_FORMS["dateTimeStamp"]), _PARSERS[XSD["dateTime"]]
        return lambda lexical: form.fullmatch(lexical) and parse(lexical) is not None
    return _compiled(_WELL_FORMED[datatype]).fullmatch if datatype in _WELL_FORMED else lambda _: True


def compare(left: Value, right: Value) -> int | None:
    """Return -1, 0 or 1 as the left value is less than, equal to or greater than the right one.

    None where they are not comparable: of different kinds, not a number, or dates of which one alone
    has a time zone and which are less than 14 hours apart.
    """
    if isinstance(left, Moment) or isinstance(right, Moment):
        if not (isinstance(left, Moment) and isinstance(right, Moment)) or left.kind != right.kind:
            return None
        return _compare_moments(left, right)
    if isinstance(left, str | bool) or isinstance(right, str | bool):
        if type(left) is not type(right):
            return None
    elif isinstance(left, float) or isinstance(right, float):
        left, right = float(left), float(right)
        if left != left or right != right:
            return None
    return (left > right) - (left < right)  # type: ignore[operator] # both are of one kind by now


def _compare_moments(left: Moment, right: Moment) -> int | None:
    if left.zoned == right.zoned:
        return (left.seconds > right.seconds) - (left.seconds < right.seconds)
    apart = left.seconds - right.seconds
    return None if abs(apart) <= 14 * 3600 else (1 if apart > 0 else -1)
