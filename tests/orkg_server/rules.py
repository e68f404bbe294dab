"""What labels, literals and identifiers must look like."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from urllib.parse import urlsplit

from .problems import refuse

LONGEST_LABEL = 8164
_INTEGER = re.compile(r"[+-]?\d+")
_ZONE = r"(?:Z|[+-]\d{2}:\d{2})?"


def label(text: str, type_: str = "invalid_label") -> str:
    if not text.strip() or "\n" in text or "\0" in text or len(text) > LONGEST_LABEL:
        raise refuse(type_, f"A label must not be blank, hold newlines or be longer than {LONGEST_LABEL}.")
    return text


def literal(text: str, datatype: str) -> None:
    if len(text) > LONGEST_LABEL or "\0" in text:
        raise refuse("invalid_literal_label", f"A literal must be at most {LONGEST_LABEL} characters long.")
    if not datatype.startswith("xsd:"):
        if not urlsplit(datatype).scheme:
            raise refuse("invalid_literal_datatype", f'"{datatype}" is no datatype.')
        return
    if (fits := _TYPES.get(datatype.removeprefix("xsd:"))) is None:
        raise refuse("invalid_literal_datatype", f'"{datatype}" is no datatype.')
    if not fits(text):
        raise refuse("invalid_literal_label", f'Literal value "{text}" is not a valid "{datatype}".')


def absolute_iri(text: str) -> bool:
    parts = urlsplit(text)
    return bool(parts.scheme and (parts.netloc or parts.path)) and not re.search(r'[\s<>"{}|\\^`]', text)


def check_uri(text: str) -> None:
    if not absolute_iri(text):
        raise refuse("uri_not_absolute", f'The URI "{text}" is not absolute.')


def doi(text: str) -> str:
    """Return a DOI without its resolver."""
    bare = re.sub(r"^https?://(?:dx\.|www\.)?doi\.org/", "", text)
    if not re.fullmatch(r"10(?:\.[1-9]\d*)+/\S+", bare):
        raise refuse("invalid_doi", f'The value "{text}" is not a valid DOI.')
    return bare


def _matches(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern)
    return lambda text: compiled.fullmatch(text) is not None


def _between(least: int | None, most: int | None) -> Callable[[str], bool]:
    def fits(text: str) -> bool:
        if not _INTEGER.fullmatch(text):
            return False
        value = int(text)
        return (least is None or value >= least) and (most is None or value <= most)

    return fits


def _date(text: str) -> bool:
    match = re.fullmatch(rf"(\d{{4}})-(\d{{2}})-(\d{{2}}){_ZONE}", text)
    try:
        return match is not None and bool(date(*map(int, match.groups())))
    except ValueError:
        return False


_TEXT = _matches(r"[\s\S]*")
_TIME = r"\d{2}:\d{2}:\d{2}(?:\.\d+)?"
_FLOAT = _matches(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|-?INF|NaN")
_TYPES: dict[str, Callable[[str], bool]] = {
    **dict.fromkeys(("string", "normalizedString", "token"), _TEXT),
    "language": _matches(r"[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*"),
    "boolean": _matches("true|false|0|1"),
    "decimal": _matches(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)"),
    "double": _FLOAT,
    "float": _FLOAT,
    "date": _date,
    "time": _matches(_TIME + _ZONE),
    "dateTime": _matches(rf"\d{{4}}-\d{{2}}-\d{{2}}T{_TIME}{_ZONE}"),
    "dateTimeStamp": _matches(rf"\d{{4}}-\d{{2}}-\d{{2}}T{_TIME}(?:Z|[+-]\d{{2}}:\d{{2}})"),
    "gYear": _matches(r"-?\d{4,}" + _ZONE),
    "gYearMonth": _matches(r"-?\d{4,}-(?:0[1-9]|1[0-2])" + _ZONE),
    "gMonth": _matches(r"--(?:0[1-9]|1[0-2])" + _ZONE),
    "gDay": _matches(r"---(?:0[1-9]|[12]\d|3[01])" + _ZONE),
    "gMonthDay": _matches(r"--(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])" + _ZONE),
    "duration": _matches(
        r"-?P(?=.)(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=.)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?"
    ),
    "yearMonthDuration": _matches(r"-?P(?=.)(?:\d+Y)?(?:\d+M)?"),
    "dayTimeDuration": _matches(r"-?P(?=.)(?:\d+D)?(?:T(?=.)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?"),
    "integer": _between(None, None),
    "positiveInteger": _between(1, None),
    "nonNegativeInteger": _between(0, None),
    "negativeInteger": _between(None, -1),
    "nonPositiveInteger": _between(None, 0),
    **{
        name: _between(-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)
        for name, bits in {"byte": 8, "short": 16, "int": 32, "long": 64}.items()
    },
    **{
        f"unsigned{name}": _between(0, 2**bits - 1)
        for name, bits in {"Byte": 8, "Short": 16, "Int": 32, "Long": 64}.items()
    },
    "hexBinary": _matches(r"(?:[0-9a-fA-F]{2})*"),
    "base64Binary": _matches(r"[A-Za-z0-9+/\s]*={0,2}"),
    "anyURI": absolute_iri,
}
