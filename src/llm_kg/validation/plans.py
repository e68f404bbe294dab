"""What is asked of a node that some shapes have as their focus, in the order in which it is cheap.

A plan answers one question fast: does nothing about this node break anything? Whatever it cannot
answer with yes is told by the shapes themselves, so that a plan finds no result of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias, cast

from llm_kg.validation.compilation import CompiledShape
from llm_kg.validation.components import Check
from llm_kg.validation.data import Data
from llm_kg.validation.judging import Test
from llm_kg.validation.one_look import at_one_look
from llm_kg.validation.paths import Predicate
from llm_kg.validation.results import Result
from llm_kg.validation.screens import PropertyChecks, Screen, screen_of
from llm_kg.validation.values import is_iri, is_plain

__all__ = ["Plan", "Quick", "plan_of"]

#: How many verdicts on values a property keeps before it begins anew.
_VERDICTS: Final = 4096

Statements: TypeAlias = Mapping[str, Sequence[str]]
#: Whether the values of a property are good: of the values, the focus node and the data.
Quick: TypeAlias = Callable[[Sequence[str], str, Data], bool]
#: Whether a node as a whole is good.
Always: TypeAlias = Callable[[str, Data], bool]


class _Verdicts(dict[str, bool]):
    """Whether each value passes some tests, remembered."""

    def __init__(self, tests: Sequence[Test]) -> None:
        self._tests = tests

    def __missing__(self, value: str) -> bool:
        verdict = True
        for test in self._tests:
            if not test(value):
                verdict = False
                break
        if len(self) >= _VERDICTS:
            self.clear()
        self[value] = verdict
        return verdict


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked of a node that is the focus of some shapes.

    It has the `required` predicates, the values of each are good `by_predicate`, and the node as a whole is
    good `always`; the `screen` says so at one look of most nodes that come as pairs. What is wrong
    otherwise, the `shapes` tell.
    """

    shapes: tuple[CompiledShape, ...]
    by_predicate: Mapping[str, Quick]
    required: tuple[str, ...]
    always: tuple[Always, ...]
    asks: Mapping[str, Sequence[Quick]]
    screen: Screen | None

    def is_good(self, focus: str, statements: Statements, data: Data) -> bool:
        """Tell whether nothing about a node breaks a shape."""
        quick = self.by_predicate.get
        for predicate, values in statements.items():
            judge = quick(predicate)
            if judge is not None and not judge(values, focus, data):
                return False
        for predicate in self.required:
            if predicate not in statements:
                return False
        for good in self.always:  # noqa: SIM110 - a generator costs more than what it asks
            if not good(focus, data):
                return False
        return True

    def results(self, focus: str, statements: Statements, data: Data) -> Iterator[Result]:
        """Yield what is wrong with a node; of the classes of its neighbours it is asked."""
        for predicate, asks in self.asks.items():
            for ask in asks:
                ask(statements.get(predicate, ()), focus, data)
        for shape in self.shapes:
            yield from shape.results(focus, data)


def plan_of(
    shapes: Sequence[CompiledShape],
    asks: Mapping[str, Sequence[Quick]],
    classes: Mapping[str, Sequence[Test]],
) -> Plan:
    """Return the plan of some shapes that look at the focus node's own statements.

    `asks` are asked of the values of a predicate besides, and always answer with yes: whether they are
    instances of a class may be known later only; whether it is known now, `classes` tell.
    """
    properties: list[PropertyChecks] = []
    of_node: list[Check] = []
    for shape in shapes:
        if shape.shape.deactivated:
            continue
        if isinstance(shape.shape.path, Predicate):
            properties.append(_sorted(shape))
            continue
        of_node.extend(shape.checks)
        properties.extend(_sorted(one) for one in shape.properties if not one.shape.deactivated)
    by_predicate: dict[str, list[Quick]] = defaultdict(list)
    for asked in properties:
        if judge := _judge(asked.least, asked.most, asked.tests, asked.finders):
            by_predicate[asked.predicate].append(judge)
    for predicate, asking in asks.items():
        by_predicate[predicate].extend(asking)
    return Plan(
        tuple(shapes),
        {predicate: _all(judges) for predicate, judges in by_predicate.items()},
        tuple(dict.fromkeys(asked.predicate for asked in properties if asked.least)),
        (
            *map(_of_node, of_node),
            *(_of_values(check, asked.predicate) for asked in properties for check in asked.always),
        ),
        asks,
        screen_of(properties, of_node, classes),
    )


def _sorted(shape: CompiledShape) -> PropertyChecks:
    """Sort the checks of a property shape: those that can break without a value are always asked."""
    least, most = 0, None
    tests: list[Test] = []
    finders: list[Check] = []
    always: list[Check] = []
    for check in shape.checks:
        if check.limits:
            least = max(least, check.limits[0])
            most = check.limits[1] if most is None or check.limits[1] is None else min(most, check.limits[1])
        elif check.test:
            tests.append(check.test)
        elif check.needs is None:
            always.append(check)
        else:
            finders.append(check)
    predicate = cast("Predicate", shape.shape.path).iri
    judging = tuple(at_one_look(shape.shape, tests))
    return PropertyChecks(predicate, least, most, judging, tuple(finders), tuple(always))


def _judge(least: int, most: int | None, tests: Sequence[Test], finders: Sequence[Check]) -> Quick | None:
    """Return what judges the values of a property, made for what it has to ask."""
    good = _verdict(tests)
    if finders:
        plain = _judge(least, most, tests, ())
        finds = [check.find for check in finders]

        def with_neighbours(values: Sequence[str], focus: str, data: Data) -> bool:
            if plain is not None and not plain(values, focus, data):
                return False
            for find in finds:
                for _ in find(focus, values, data):
                    return False
            return True

        return with_neighbours
    if good is None and most is None and least <= 1:
        return None

    def judge(values: Sequence[str], focus: str, data: Data) -> bool:
        if len(values) == 1:
            return least <= 1 and most != 0 and (good is None or good(values[0]))
        number = len(set(values))
        if number < least or (most is not None and number > most):
            return False
        return good is None or all(map(good, values))

    if least > 1 or most == 0 or good is None:
        return judge
    # What most of the values are, without a call.
    if most is None and good is is_iri:
        return lambda values, focus, data: (
            values[0][0] == "<" if len(values) == 1 else all(map(is_iri, values))
        )
    if most == 1 and good is is_plain:
        return lambda values, focus, data: len(values) == 1 and values[0][0] == values[0][-1] == '"'
    if most == 1:
        return lambda values, focus, data: len(values) == 1 and good(values[0])
    if most is None:
        return lambda values, focus, data: good(values[0]) if len(values) == 1 else all(map(good, values))
    return judge


def _verdict(tests: Sequence[Test]) -> Test | None:
    """Return one test for some; what costs more than to look it up is remembered."""
    if not tests:
        return None
    if len(tests) == 1 and tests[0] in (is_iri, is_plain):
        return tests[0]
    return _Verdicts(tests).__getitem__


def _all(judges: Sequence[Quick]) -> Quick:
    first, *others = judges
    if not others:
        return first
    second = _all(others)
    return lambda values, focus, data: first(values, focus, data) and second(values, focus, data)


def _of_node(check: Check) -> Always:
    """Return what a check of a node shape asks of a focus node."""
    needs, find = check.needs or (), check.find

    def good(focus: str, data: Data) -> bool:
        if needs:
            statements = data.statements(focus)
            for predicate in needs:
                if predicate not in statements:
                    return True
        for _ in find(focus, (focus,), data):
            return False
        return True

    return good


def _of_values(check: Check, predicate: str) -> Always:
    def good(focus: str, data: Data) -> bool:
        values = list(dict.fromkeys(data.objects(focus, predicate)))
        return not any(True for _ in check.find(focus, values, data))

    return good
