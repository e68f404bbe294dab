"""Shapes, compiled: checks that are made once and then asked of many nodes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path as File
from typing import cast

import pyoxigraph

from llm_kg.assets import asset
from llm_kg.errors import ShapesError, SourceError
from llm_kg.graphs import load_nodes
from llm_kg.rdf import IRI, Literal
from llm_kg.tokens import term_of
from llm_kg.validation.components import (
    ALONE,
    FURTHER,
    NODE,
    Check,
    Offence,
    make_checks,
)
from llm_kg.validation.data import Data, Nodes
from llm_kg.validation.judging import NotCompiledError, Test
from llm_kg.validation.paths import Path, Predicate, values
from llm_kg.validation.reading import ShapesGraph, read_shapes
from llm_kg.validation.results import Result, severity_of
from llm_kg.validation.shapes import Shape

__all__ = ["ClassCheck", "CompiledShape", "CompiledShapes", "apart", "compiled"]


@dataclass(frozen=True, slots=True, eq=False)
class CompiledShape:
    """A shape with the checks of its constraints and its property shapes, compiled.

    `test` judges a value by itself where the shape can; `reach` says how far it looks from one: `ALONE`,
    `NODE` (at the node's own statements) or `FURTHER`.
    """

    shape: Shape
    checks: tuple[Check, ...]
    properties: tuple[CompiledShape, ...]
    test: Test | None
    reach: int

    def conforms(self, node: str, data: Data) -> bool:
        """Tell whether a node conforms."""
        if self.test:
            return self.test(node)
        return next(self.results(node, data), None) is None

    def results(self, focus: str, data: Data) -> Iterator[Result]:
        """Yield a result for each thing about a focus node that breaks the shape."""
        if self.shape.deactivated:
            return
        found = [focus] if self.shape.path is None else values(self.shape.path, focus, data)
        for check in self.checks:
            for offence in check.find(focus, found, data):
                yield self.result(check, focus, offence)
        for property_ in self.properties:
            for value in found:
                yield from property_.results(value, data)

    def result(self, check: Check, focus: str, offence: Offence) -> Result:
        """Return the result of an offence against one of the checks."""
        value = offence.value
        path: Path | None = Predicate(offence.path) if offence.path else self.shape.path
        if check.constraint and value is None and self.shape.path is None:
            value = focus
        stated = (check.constraint and check.constraint.messages) or self.shape.messages
        messages = tuple(cast("Literal", term_of(one)) for one in stated) or (Literal(check.problem),)
        level = cast("IRI", term_of(self.shape.severity))
        return Result(
            term_of(focus),
            cast("IRI", term_of(path.iri)) if isinstance(path, Predicate) else None,
            None if value is None else term_of(value),
            min(message.lexical for message in messages),
            severity_of(level),
            cast("IRI", term_of(self.shape.node)),
            check.component,
            level,
            messages,
            None if path is None or isinstance(path, Predicate) else path,
            cast("IRI", term_of(check.constraint.node)) if check.constraint else None,
        )


@dataclass(frozen=True, slots=True, eq=False)
class ClassCheck:
    """The check that the values of a property are instances of a class."""

    shape: CompiledShape
    check: Check

    @property
    def class_(self) -> str:
        """The token of the class."""
        return cast("str", self.check.class_)

    @property
    def predicate(self) -> str:
        """The token of the predicate that leads to the values."""
        return cast("Predicate", self.shape.shape.path).iri


def apart(shape: CompiledShape) -> tuple[CompiledShape, tuple[ClassCheck, ...]]:
    """Return a shape without the checks of the classes of neighbours, and these.

    They are answered when the neighbours have been seen; so the rest may look at the node alone.
    """
    if shape.shape.deactivated:
        return shape, ()
    if shape.shape.path is None:
        parts = [apart(one) if not one.properties else (one, ()) for one in shape.properties]
        properties = tuple(rest for rest, _ in parts)
        rest = replace(shape, properties=properties, reach=_reach(shape.shape, shape.checks, properties))
        return (rest if shape.test is None else shape), tuple(one for _, found in parts for one in found)
    if not isinstance(shape.shape.path, Predicate):
        return shape, ()
    classes = tuple(ClassCheck(shape, check) for check in shape.checks if check.class_)
    checks = tuple(check for check in shape.checks if not check.class_)
    return replace(shape, checks=checks, reach=_reach(shape.shape, checks, shape.properties)), classes


@dataclass(frozen=True, slots=True)
class CompiledShapes:
    """A shapes graph: the shapes with targets that are compiled, and those that are handed over to pySHACL.

    `paths` are those of property shapes, by node; `beyond` says why shapes are handed over; `notes` are for
    people to know.
    """

    nodes: Nodes
    paths: Mapping[str, Path]
    compiled: tuple[CompiledShape, ...]
    handed_over: tuple[Shape, ...]
    beyond: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def remarks(self) -> tuple[str, ...]:
        """What of the shapes is not checked by compiled checks, and what takes no part, and why."""
        return (*self.beyond, *self.notes)


def compiled(path: File | None = None) -> CompiledShapes:
    """Return the shapes of a Turtle file, ours unless told otherwise.

    Raises
    ------
    ShapesError
        The file cannot be read, is no Turtle, or a shape in it is ill-formed.
    """
    file = path or asset("shapes", "llm-kg.ttl")
    try:
        changed = file.stat().st_mtime_ns
    except OSError as error:
        raise ShapesError(f"{file}: cannot be read: {error.strerror or error}") from None
    return _compiled(file, changed)


@lru_cache(maxsize=8)
def _compiled(path: File, _changed: int) -> CompiledShapes:
    try:
        nodes = load_nodes(str(path), pyoxigraph.RdfFormat.TURTLE, path.absolute().as_uri())
    except SourceError as error:
        raise ShapesError(str(error)) from None
    try:
        return _compile_graph(read_shapes(nodes, str(path)), nodes, path)
    except RecursionError:
        raise ShapesError(f"{path}: the shapes are nested too deeply") from None


def _compile_graph(graph: ShapesGraph, nodes: Nodes, path: File) -> CompiledShapes:
    made: dict[Shape, CompiledShape] = {}
    compiled_, handed_over, beyond = [], [], []
    try:
        for shape in graph.shapes:
            try:
                compiled_.append(_compile(shape, made))
            except NotCompiledError as reason:
                handed_over.append(shape)
                beyond.append(f"{path}: shape {shape.node} is checked by pySHACL, for {reason}")
    except ShapesError as error:
        raise ShapesError(f"{path}: {error}") from None
    if with_rules := [shape.node for shape in graph.shapes if "sh:rule" in shape.beyond]:
        handed_over, compiled_ = list(graph.shapes), []
        beyond = [f"{path}: all shapes are checked by pySHACL, for what sh:rule of {with_rules[0]} infers"]
    return CompiledShapes(
        nodes, graph.paths, tuple(compiled_), tuple(handed_over), tuple(beyond), graph.notes
    )


def _compile(shape: Shape, made: dict[Shape, CompiledShape]) -> CompiledShape:
    if shape in made:
        return made[shape]
    if shape.beyond:
        raise NotCompiledError(", ".join(shape.beyond))
    checks: list[Check] = []
    properties: list[CompiledShape] = []
    for constraint in shape.constraints:
        if constraint.parameter == "property":
            properties.append(_compile(cast("Shape", constraint.value), made))
        else:
            checks.extend(make_checks(constraint, shape, lambda inner: _compile(inner, made)))
    test = _test(shape, checks, properties)
    reach = ALONE if test else _reach(shape, checks, properties)
    made[shape] = CompiledShape(shape, tuple(checks), tuple(properties), test, reach)
    return made[shape]


def _test(shape: Shape, checks: list[Check], properties: list[CompiledShape]) -> Test | None:
    """Return the test of a value by itself that a shape comes to, if it does."""
    if shape.deactivated:
        return lambda _: True
    if shape.path is not None or properties or not all(check.test for check in checks):
        return None
    tests = [cast("Test", check.test) for check in checks]
    if len(tests) == 1:
        return tests[0]
    return lambda value: all(test(value) for test in tests)


def _reach(shape: Shape, checks: Sequence[Check], properties: Sequence[CompiledShape]) -> int:
    """Return how far a shape looks from a node."""
    if shape.path is None:
        return max([NODE, *(check.reach for check in checks), *(one.reach for one in properties)])
    near = isinstance(shape.path, Predicate) and not properties
    return NODE if near and all(c.about_focus or c.reach == ALONE for c in checks) else FURTHER
