"""Whether ORKG says what we would: values compared by meaning, not by spelling."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from llm_kg.dates import parse_date
from llm_kg.names import fold
from llm_kg.orkg.contents import WantedValue

__all__ = ["is_same"]


def is_same(value: WantedValue, object_: Mapping[str, Any]) -> bool:
    """Tell whether the object of a statement is a value of ours.

    A thing is the same by our IRI or by its name, a number by what it counts, a date if one contains
    the other; a name may stand there as a literal.

    >>> length = WantedValue(field="context_length", label="2048", datatype="xsd:integer")
    >>> is_same(length, {"label": "2048.0"})
    True
    """
    label = str(object_.get("label", ""))
    if value.uri and object_.get("uri") == value.uri:
        return True
    if value.datatype in ("xsd:integer", "xsd:decimal"):
        return _number(label) == Decimal(value.label)
    if value.datatype in ("xsd:date", "xsd:gYearMonth", "xsd:gYear"):
        return _is_same_date(value.label, label)
    if value.datatype:
        return " ".join(label.split()) == " ".join(value.label.split())
    return bool(fold(label)) and fold(label) == fold(value.label)


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _is_same_date(own: str, theirs: str) -> bool:
    try:
        ours, other = parse_date(own), parse_date(theirs)
    except ValueError:
        return False
    return ours is not None and other is not None and ours.agrees_with(other)
