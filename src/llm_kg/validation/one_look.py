"""One test instead of several, for values as most are: numbers in a range, texts and IRIs of a form.

It judges such a value at a third of the cost, and asks the tests of the constraints about all others.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import ge, le
from typing import Any, cast

from llm_kg.rdf import XSD
from llm_kg.validation.judging import EXACT, RANGES, Ordered, Test, text_test
from llm_kg.validation.shapes import Shape
from llm_kg.validation.values import PLAIN_NUMBERS, is_iri, is_plain, limits_of, value_of

__all__ = ["at_one_look"]

_OF_TEXTS = frozenset({"minLength", "maxLength", "pattern"})


def at_one_look(shape: Shape, tests: Sequence[Test]) -> Sequence[Test]:
    """Return one test instead of those of a shape whose values are numbers in a range, or texts of a form."""
    test = _of_numbers(shape, tests) or _of_texts(shape, tests)
    return [test] if test else tests


def _of_texts(shape: Shape, tests: Sequence[Test]) -> Test | None:
    """Judge strings, or IRIs, by what is asked of their text."""
    kinds = [test for test in tests if test in (is_plain, is_iri)]
    asking = [one for one in shape.constraints if one.parameter in _OF_TEXTS]
    if len(kinds) != 1 or not asking or len(tests) != len(asking) + 1:
        return None
    begin, end = '""' if kinds[0] is is_plain else "<>"
    good, *more = (text_test(one, shape) for one in asking)

    def test(value: str) -> bool:
        if value[0] == begin and value[-1] == end and "\\" not in value:
            text = value[1:-1]
            return good(text) and all(one(text) for one in more) if more else good(text)
        return all(test(value) for test in tests)

    return test


def _of_numbers(shape: Shape, tests: Sequence[Test]) -> Test | None:
    """Judge numbers that are written plainly by the range that they must be in."""
    datatype = next((str(one.value)[1:-1] for one in shape.of("datatype")), "")
    whole = limits_of(datatype)
    plain = PLAIN_NUMBERS.get(XSD["integer"] if whole else datatype)
    ranges = [one for one in shape.constraints if one.parameter in RANGES]
    if plain is None or len(tests) != len(ranges) + 1:
        return None
    limits: list[tuple[Ordered, Any]] = []
    for one in ranges:
        limit = value_of(str(one.value))
        if type(limit) not in EXACT and (type(limit) is not float or plain[1] is not float):
            return None
        limits.append((RANGES[one.parameter][1], float(cast("float", limit)) if plain[1] is float else limit))
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

    return test
