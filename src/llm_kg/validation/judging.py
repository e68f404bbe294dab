"""Constraint components that judge each value by itself: its type, its range, its text.

Source: SHACL, sections 4.1, 4.3, 4.4 and 4.8.3.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from operator import ge, gt, le, lt
from typing import Any, Final, TypeAlias, cast

from llm_kg.errors import ShapesError
from llm_kg.rdf import Literal
from llm_kg.tokens import term_of, unquoted
from llm_kg.validation.patterns import translate
from llm_kg.validation.shapes import Constraint, Shape
from llm_kg.validation.values import (
    comparable,
    compare,
    is_iri,
    language_of,
    literals_of,
    value_of,
)

__all__ = ["EXACT", "RANGES", "TESTS", "NotCompiledError", "Ordered", "Test", "text_test"]

#: Whether a value is good, by itself.
Test: TypeAlias = Callable[[str], bool]


class NotCompiledError(Exception):
    """A constraint says what no check here stands for; the message says what."""


# Value type


def _datatype(constraint: Constraint, shape: Shape) -> tuple[str, Test]:
    wanted = cast("str", constraint.value)
    return f"The value is no well-formed literal of the datatype {wanted}.", literals_of(wanted[1:-1])


def _node_kind(constraint: Constraint, shape: Shape) -> tuple[str, Test]:
    kind = cast("str", constraint.value)
    name = kind.rpartition("#")[2][:-1]
    problem = f"The kind of the value is not {name}."
    if name == "IRI":
        return problem, is_iri
    starts = tuple(_STARTS[part] for part in name.split("Or"))
    return problem, lambda value: value.startswith(starts)


# Value range

#: The numbers that Python compares as the specification does, without a look at what they are.
EXACT: Final = frozenset((int, Decimal))


#: Whether two numbers stand in an order.
Ordered: TypeAlias = Callable[[Any, Any], bool]
#: By the name of the parameter: which outcomes of a comparison are good, what tells so of two numbers, and
#: what is said of it.
RANGES: Final[Mapping[str, tuple[tuple[int, ...], Ordered, str]]] = {
    "minExclusive": ((1,), gt, "greater than"),
    "minInclusive": ((0, 1), ge, "at least"),
    "maxExclusive": ((-1,), lt, "less than"),
    "maxInclusive": ((-1, 0), le, "at most"),
}


def _range(parameter: str) -> Callable[[Constraint, Shape], tuple[str, Test]]:
    accepted, ordered, relation = RANGES[parameter]

    def make(constraint: Constraint, shape: Shape) -> tuple[str, Test]:
        token = cast("str", constraint.value)
        term = term_of(token)
        if not isinstance(term, Literal) or term.language or not comparable(term.datatype):
            raise NotCompiledError(f"sh:{constraint.parameter} {token}")
        limit = value_of(token)
        if limit is None:
            raise ShapesError(
                f"shape {shape.node}: sh:{constraint.parameter} {token} is no value of its datatype"
            )

        is_exact = type(limit) in EXACT

        def test(value: str) -> bool:
            number = value_of(value)
            if is_exact and type(number) in EXACT:  # as most are
                return ordered(number, limit)
            return number is not None and compare(number, limit) in accepted

        return f"The value is not {relation} {term.lexical}.", test

    return make


# Strings


def _string_of(value: str) -> str | None:
    """Return what SPARQL's `str` gives: none of a blank node."""
    if value[0] == "<" or (value[-1] == '"' and "\\" not in value):
        return value[1:-1]
    return None if value[0] == "_" else unquoted(value[1 : value.rindex('"')])


def text_test(constraint: Constraint, shape: Shape) -> Callable[[str], bool]:
    """Return what a length or a pattern asks of a text.

    Raises
    ------
    ShapesError
        A pattern is no regular expression.
    NotCompiledError
        It is one that Python does not know.
    """
    if constraint.parameter == "pattern":
        return _search_of(constraint, shape)
    limit = cast("int", constraint.value)
    if constraint.parameter == "minLength":
        return lambda text: len(text) >= limit
    return lambda text: len(text) <= limit


def _search_of(constraint: Constraint, shape: Shape) -> Callable[[str], bool]:
    pattern, flags = cast("str", constraint.value), cast("str", constraint.beside["flags"])
    try:
        search = translate(pattern, flags)
    except re.error as error:
        raise ShapesError(
            f"shape {shape.node}: sh:pattern {pattern!r} is no regular expression: {error}"
        ) from None
    if search is None:
        raise NotCompiledError(f"sh:pattern {pattern!r}")
    found = search.search
    return lambda text: found(text) is not None


def _of_text(constraint: Constraint, shape: Shape) -> Test:
    good = text_test(constraint, shape)

    def test(value: str) -> bool:
        text = _string_of(value)
        return text is not None and good(text)

    return test


def _length(constraint: Constraint, shape: Shape) -> tuple[str, Test]:
    compared = "fewer" if constraint.parameter == "minLength" else "more"
    return f"The value has {compared} than {constraint.value} characters.", _of_text(constraint, shape)


def _pattern(constraint: Constraint, shape: Shape) -> tuple[str, Test]:
    problem = f"The value does not match the pattern {cast('str', constraint.value)!r}."
    return problem, _of_text(constraint, shape)


def _language_in(constraint: Constraint, shape: Shape) -> tuple[str, Test]:
    ranges = tuple(tag.lower() for tag in cast("tuple[str, ...]", constraint.value))

    def test(value: str) -> bool:
        language = language_of(value)
        return bool(language) and any(
            one == "*" or language == one or language.startswith(f"{one}-") for one in ranges
        )

    return f"The language of the value is none of {', '.join(ranges)}.", test


def _in(constraint: Constraint, shape: Shape) -> tuple[str, Test]:
    members = frozenset(cast("tuple[str, ...]", constraint.value))
    return "The value is not one of the listed ones.", members.__contains__


_STARTS: Final = {"IRI": "<", "BlankNode": "_", "Literal": '"'}
#: By the name of the parameter: what is said of a value that fails, and the test.
TESTS: Final[Mapping[str, Callable[[Constraint, Shape], tuple[str, Test]]]] = {
    "datatype": _datatype,
    "nodeKind": _node_kind,
    **{parameter: _range(parameter) for parameter in RANGES},
    "minLength": _length,
    "maxLength": _length,
    "pattern": _pattern,
    "languageIn": _language_in,
    "in": _in,
}
