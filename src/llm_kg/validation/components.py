"""Constraint components as checks: of one value by itself where that can be, else with its neighbours.

Source: SHACL, section 4, "Core Constraint Components".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import ne
from typing import Final, Protocol, TypeAlias, cast

from llm_kg.validation.data import Data
from llm_kg.validation.judging import TESTS, NotCompiledError, Test
from llm_kg.validation.paths import Predicate
from llm_kg.validation.rules import Agree, rule_of
from llm_kg.validation.shapes import PARAMETERS, Constraint, Shape, SparqlConstraint
from llm_kg.validation.values import compare, language_of, value_of

__all__ = ["ALONE", "FURTHER", "NODE", "Check", "Offence", "make_checks"]


@dataclass(frozen=True, slots=True)
class Offence:
    """What breaks a constraint: a value, or none where the values as a whole do; and the path to it."""

    value: str | None = None
    path: str | None = None


#: What breaks a constraint: of a focus node, its values, and the data around.
Find: TypeAlias = Callable[[str, Sequence[str], Data], Iterable[Offence]]

# How far a check looks: at a value alone, at the focus node's own statements, or further.
ALONE, NODE, FURTHER = range(3)


@dataclass(frozen=True, slots=True)
class Check:
    """A compiled constraint: a `test` of each value by itself, or else what `find` finds.

    `reach` is how far it looks from a value: `ALONE`, `NODE` or `FURTHER`. `about_focus` tells that it
    looks at the statements of the focus node, not of the values; `needs` names the predicates that it looks
    at besides the values, without which, or without values, nothing can break it, and is None where that
    can be. Where all it asks is whether values of two predicates go together, one of each, `agree` tells
    it: of the path and the one that it needs, or of a node of the two that it needs.
    """

    component: str
    problem: str
    test: Test | None
    find: Find
    reach: int
    about_focus: bool = False
    needs: tuple[str, ...] | None = None
    constraint: SparqlConstraint | None = None
    class_: str | None = None
    limits: tuple[int, int | None] | None = None
    agree: Agree | None = None

    @classmethod
    def of_value(cls, component: str, problem: str, test: Test) -> Check:
        """Return the check that each value passes a test."""

        def find(focus: str, values: Sequence[str], data: Data) -> Iterator[Offence]:
            return (Offence(value) for value in values if not test(value))

        return cls(component, problem, test, find, ALONE, needs=())


class Member(Protocol):
    """A compiled shape, as the constraints see it that ask whether values conform to it."""

    @property
    def test(self) -> Test | None:
        """The test of a value by itself that the shape comes to, if it does."""

    @property
    def reach(self) -> int:
        """How far it looks."""

    def conforms(self, node: str, data: Data) -> bool:
        """Tell whether a node conforms."""


#: Gives the compiled form of a shape.
Compile: TypeAlias = Callable[[Shape], Member]


def make_checks(constraint: Constraint, shape: Shape, compile_: Compile) -> list[Check]:
    """Return the checks of a constraint of a shape: one, or two where it has a lower and an upper limit.

    Raises
    ------
    NotCompiledError
        No check here stands for it.
    ShapesError
        It has no meaning.
    """
    name = constraint.parameter
    if name == "sparql":
        return [_sparql(constraint)]
    if name == "qualifiedValueShape":
        return list(_qualified(constraint, compile_))
    component = PARAMETERS[name].component
    if name in TESTS:
        problem, test = TESTS[name](constraint, shape)
        return [Check.of_value(component, problem, test)]
    if name in _LOGIC:
        return [_logic(component, constraint, compile_)]
    return [_FINDERS[name](component, constraint, shape)]


# What looks further than a value


def _class(component: str, constraint: Constraint, shape: Shape) -> Check:
    class_ = cast("str", constraint.value)

    def find(focus: str, values: Sequence[str], data: Data) -> Iterator[Offence]:
        return (Offence(value) for value in values if value[0] == '"' or not data.is_instance(value, class_))

    problem = f"The value is no instance of {class_}."
    return Check(component, problem, None, find, NODE, needs=(), class_=class_)


def _count(component: str, constraint: Constraint, shape: Shape) -> Check:
    limit = cast("int", constraint.value)
    at_least = constraint.parameter == "minCount"

    def find(focus: str, values: Sequence[str], data: Data) -> Iterator[Offence]:
        if len(values) < limit if at_least else len(values) > limit:
            yield Offence()

    problem = f"There are {'fewer' if at_least else 'more'} than {limit} values."
    limits = (limit, None) if at_least else (0, limit)
    return Check(component, problem, None, find, ALONE, needs=() if limits[0] == 0 else None, limits=limits)


def _unique_lang(component: str, constraint: Constraint, shape: Shape) -> Check:
    asked = cast("bool", constraint.value)

    def find(focus: str, values: Sequence[str], data: Data) -> Iterator[Offence]:
        languages = [language for value in values if asked and (language := language_of(value))]
        return (Offence() for one in dict.fromkeys(languages) if languages.count(one) > 1)

    return Check(component, "Two values have the same language.", None, find, ALONE, needs=())


def _equals(component: str, constraint: Constraint, shape: Shape) -> Check:
    other = cast("str", constraint.value)

    def find(focus: str, values: Sequence[str], data: Data) -> Iterator[Offence]:
        others = dict.fromkeys(data.objects(focus, other))
        yield from (Offence(value) for value in values if value not in others)
        yield from (Offence(value) for value in others if value not in values)

    return Check(component, f"The values are not those of {other}.", None, find, NODE, about_focus=True)


def _disjoint(component: str, constraint: Constraint, shape: Shape) -> Check:
    other = cast("str", constraint.value)

    def find(focus: str, values: Sequence[str], data: Data) -> Iterator[Offence]:
        others = set(data.objects(focus, other))
        return (Offence(value) for value in values if value in others)

    problem = f"The value is one of {other} too."
    return Check(component, problem, None, find, NODE, about_focus=True, needs=(other,), agree=ne)


def _less_than(component: str, constraint: Constraint, shape: Shape) -> Check:
    other = cast("str", constraint.value)
    accepted = (-1,) if constraint.parameter == "lessThan" else (-1, 0)

    @lru_cache(maxsize=8192)
    def ordered(value: str, one: str) -> bool:
        left, right = value_of(value), value_of(one)
        return left is not None and right is not None and compare(left, right) in accepted

    def find(focus: str, values: Sequence[str], data: Data) -> list[Offence]:
        others = dict.fromkeys(data.objects(focus, other))
        return [Offence(value) for value in values for one in others if not ordered(value, one)]

    relation = "less than" if accepted == (-1,) else "at most"
    problem = f"The value is not {relation} that of {other}."
    return Check(component, problem, None, find, NODE, about_focus=True, needs=(other,), agree=ordered)


def _has_value(component: str, constraint: Constraint, shape: Shape) -> Check:
    wanted = cast("str", constraint.value)

    def find(focus: str, values: Sequence[str], data: Data) -> Iterator[Offence]:
        if wanted not in values:
            yield Offence()

    return Check(component, f"{wanted} is not among the values.", None, find, ALONE)


def _closed(component: str, constraint: Constraint, shape: Shape) -> Check:
    allowed = set(cast("tuple[str, ...]", constraint.beside["ignoredProperties"]))
    for property_ in shape.of("property"):
        path = cast("Shape", property_.value).path
        if isinstance(path, Predicate):
            allowed.add(path.iri)
    is_closed = cast("bool", constraint.value)

    def find(focus: str, values: Sequence[str], data: Data) -> Iterator[Offence]:
        if not is_closed:
            return
        for value in values:
            for predicate, objects in data.statements(value).items():
                if predicate not in allowed:
                    yield from (Offence(one, predicate) for one in dict.fromkeys(objects))

    return Check(component, "The property is not one of those that are allowed.", None, find, NODE)


# Shapes


def _logic(component: str, constraint: Constraint, compile_: Compile) -> Check:
    value = constraint.value
    members = (
        tuple(map(compile_, cast("tuple[Shape, ...]", value)))
        if isinstance(value, tuple)
        else (compile_(cast("Shape", value)),)
    )
    problem, judge = _LOGIC[constraint.parameter]
    tests = [member.test for member in members]
    if all(tests):
        alone = cast("list[Test]", tests)
        return Check.of_value(component, problem, lambda value: judge(test(value) for test in alone))

    def find(focus: str, values: Sequence[str], data: Data) -> Iterator[Offence]:
        for value in values:
            if not judge(member.conforms(value, data) for member in members):
                yield Offence(value)

    reach = max(member.reach for member in members)
    return Check(component, problem, None, find, reach, needs=())


def _exactly_one(verdicts: Iterator[bool]) -> bool:
    return sum(verdicts) == 1


def _none(verdicts: Iterator[bool]) -> bool:
    return not any(verdicts)


def _qualified(constraint: Constraint, compile_: Compile) -> Iterator[Check]:
    member = compile_(cast("Shape", constraint.value))
    siblings = tuple(map(compile_, cast("tuple[Shape, ...]", constraint.beside["siblings"])))
    reach = max(one.reach for one in (member, *siblings))

    def number(values: Sequence[str], data: Data) -> int:
        return sum(
            member.conforms(value, data) and not any(other.conforms(value, data) for other in siblings)
            for value in values
        )

    for end in ("Min", "Max"):
        limit = cast("int | None", constraint.beside[f"qualified{end}Count"])
        if limit is None:
            continue

        def find(
            focus: str, values: Sequence[str], data: Data, limit: int = limit, end: str = end
        ) -> Iterator[Offence]:
            found = number(values, data)
            if found < limit if end == "Min" else found > limit:
                yield Offence()

        problem = f"{'Fewer' if end == 'Min' else 'More'} than {limit} values conform to the shape."
        yield Check(f"Qualified{end}CountConstraintComponent", problem, None, find, reach)


# SPARQL


def _sparql(constraint: Constraint) -> Check:
    query = cast("SparqlConstraint", constraint.value)
    rule = rule_of(query)
    if rule is None:
        raise NotCompiledError("sh:sparql")
    path, other = rule.needs

    def find(focus: str, values: Sequence[str], data: Data) -> Iterator[Offence]:
        others = data.objects(focus, other)
        for value in data.objects(focus, path):
            yield from (Offence(value, path) for one in others if not rule.agree(value, one))

    return Check(
        "SPARQLConstraintComponent",
        "The query of the constraint finds the node.",
        None,
        find,
        NODE,
        about_focus=True,
        needs=rule.needs,
        constraint=query,
        agree=rule.agree,
    )


_LOGIC: Final[Mapping[str, tuple[str, Callable[[Iterator[bool]], bool]]]] = {
    "not": ("The value conforms to a shape to which it must not.", _none),
    "and": ("The value does not conform to all of the shapes.", all),
    "or": ("The value conforms to none of the shapes.", any),
    "xone": ("The value does not conform to exactly one of the shapes.", _exactly_one),
    "node": ("The value does not conform to the shape.", all),
}
_FINDERS: Final[Mapping[str, Callable[[str, Constraint, Shape], Check]]] = {
    "class": _class,
    "minCount": _count,
    "maxCount": _count,
    "uniqueLang": _unique_lang,
    "equals": _equals,
    "disjoint": _disjoint,
    "lessThan": _less_than,
    "lessThanOrEquals": _less_than,
    "hasValue": _has_value,
    "closed": _closed,
}
