"""Constraint components that judge each value by itself: its type, its range, its text.

Source: SHACL, sections 4.1, 4.3, 4.4 and 4.8.3.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from operator import ge, gt, le, lt
from typing import Any, Final, TypeAlias, cast

from llm_kg.errors import ShapesError
from llm_kg.rdf import XSD, Literal
from llm_kg.tokens import term_of, unquoted
from llm_kg.validation.patterns import translate
from llm_kg.validation.shapes import Constraint, Shape
from llm_kg.validation.values import (
    PLAIN_NUMBERS,
    comparable,
    compare,
    is_iri,
    language_of,
    limits_of,
    literals_of,
    value_of,
)

__all__ = ["TESTS", "NotCompiledError", "Test", "at_one_look"]

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
_EXACT: Final = frozenset((int, Decimal))


_Ordered: TypeAlias = Callable[[Any, Any], bool]
# By the name of the parameter: which outcomes of a comparison are good, what tells so of two numbers, and
# what is said of it.
_RANGES: Final[Mapping[str, tuple[tuple[int, ...], _Ordered, str]]] = {
    "minExclusive": ((1,), gt, "greater than"),
    "minInclusive": ((0, 1), ge, "at least"),
    "maxExclusive": ((-1,), lt, "less than"),
    "maxInclusive": ((-1, 0), le, "at most"),
}


def _range(parameter: str) -> Callable[[Constraint, Shape], tuple[str, Test]]:
    accepted, ordered, relation = _RANGES[parameter]

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

        is_exact = type(limit) in _EXACT

        def test(value: str) -> bool:
            number = value_of(value)
            if is_exact and type(number) in _EXACT:  # as most are
                return ordered(number, limit)
            return number is not None and compare(number, limit) in accepted

        return f"The value is not {relation} {term.lexical}.", test

    return make


def at_one_look(shape: Shape, tests: Sequence[Test]) -> Sequence[Test]:
    """Return one test instead of those of a shape whose values are numbers of a datatype in a range.

    It judges a number that is written plainly, at a third of the cost, and asks the `tests` about all others.
    """
    datatype = next((str(one.value)[1:-1] for one in shape.of("datatype")), "")
    whole = limits_of(datatype)
    plain = PLAIN_NUMBERS.get(XSD["integer"] if whole else datatype)
    ranges = [one for one in shape.constraints if one.parameter in _RANGES]
    if plain is None or len(tests) != len(ranges) + 1:
        return tests
    limits: list[tuple[_Ordered, Any]] = []
    for one in ranges:
        limit = value_of(str(one.value))
        if type(limit) not in _EXACT and (type(limit) is not float or plain[1] is not float):
            return tests
        limits.append(
            (_RANGES[one.parameter][1], float(cast("float", limit)) if plain[1] is float else limit)
        )
    least, most = whole or (None, None)
    limits += [(ordered, limit) for ordered, limit in ((ge, least), (le, most)) if limit is not None]
    is_plain_number, number_in = plain[0].fullmatch, plain[1]
    end = f'"^^<{datatype}>'
    length = len(end)

    def test(value: str) -> bool:
        if value.endswith(end) and is_plain_number(text := value[1:-length]):
            number = number_in(text)
            for ordered, limit in limits:  # noqa: SIM110 - a generator costs more than what it asks
                if not ordered(number, limit):
                    return False
            return True
        return all(test(value) for test in tests)

    return [test]


# Strings


def _string_of(value: str) -> str | None:
    """Return what SPARQL's `str` gives: none of a blank node."""
    if value[0] == "<" or (value[-1] == '"' and "\\" not in value):
        return value[1:-1]
    return None if value[0] == "_" else unquoted(value[1 : value.rindex('"')])


def _length(constraint: Constraint, shape: Shape) -> tuple[str, Test]:
    limit = cast("int", constraint.value)
    at_least = constraint.parameter == "minLength"

    def test(value: str) -> bool:
        text = _string_of(value)
        return text is not None and (len(text) >= limit if at_least else len(text) <= limit)

    return f"The value has {'fewer' if at_least else 'more'} than {limit} characters.", test


def _pattern(constraint: Constraint, shape: Shape) -> tuple[str, Test]:
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

    def test(value: str) -> bool:
        text = _string_of(value)
        return text is not None and found(text) is not None

    return f"The value does not match the pattern {pattern!r}.", test


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
    **{parameter: _range(parameter) for parameter in _RANGES},
    "minLength": _length,
    "maxLength": _length,
    "pattern": _pattern,
    "languageIn": _language_in,
    "in": _in,
}
