"""Nodes against compiled shapes: the whole graph at once, or as a stream of blocks."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from llm_kg.errors import ShapesError
from llm_kg.pairs import Node, Pair, by_predicate, grouped
from llm_kg.validation.compilation import ClassCheck, CompiledShape, CompiledShapes, apart, compiled
from llm_kg.validation.components import NODE, Offence
from llm_kg.validation.data import SUBCLASS, TYPE, Data, Hierarchy, Nodes
from llm_kg.validation.instances import Instances
from llm_kg.validation.judging import Test
from llm_kg.validation.plans import Plan, Quick, plan_of
from llm_kg.validation.results import Result
from llm_kg.validation.screens import Screen
from llm_kg.validation.targets import focus_nodes, instances_of

__all__ = ["REMEMBERED", "Checker", "LateClassError", "Remains", "check_compiled"]

#: How many nodes are remembered by token, and not by hash alone.
REMEMBERED = 50_000


#: How many sets of classes are known with their plans before this begins anew.
_KINDS = 10_000
_SEED = "llm-kg"

# How pairs begin that tell classes of a node, or of a class.
_TYPED, _SUPERCLASS = _HEADS = (f"{TYPE} ", f"{SUBCLASS} ")


@dataclass(frozen=True, slots=True)
class Remains:
    """What a checker cannot tell by itself: hashes of the instances it saw, and what waits for others'."""

    seed: int
    instances: Mapping[str, array[int]]
    # The number of the class check, the value, its hash, and the focus nodes that have it.
    waiting: tuple[tuple[int, str, int, tuple[str, ...]], ...]
    unseen: frozenset[str]
    has_superclasses: bool


@dataclass(frozen=True, slots=True)
class _Kind:
    """What nodes of the same classes have in common: their plan, and where to note them as instances."""

    plan: Plan | None
    note: tuple[Callable[[str], None], ...]


class LateClassError(ShapesError):
    """The superclasses of a class came behind its instances, which were checked without them."""


class Checker:
    """Checks blocks of nodes, one after another, each with all statements of its subjects.

    What must be known of a node that is not in the block, namely its class, is asked again in `finish`.
    Little is kept: the hash of each node that has a class to which values must belong, and which nodes
    wait for a value that has not come. So feed what others refer to first, or in one block with them.

    >>> checker = Checker()
    >>> checker.streams
    True

    Raises
    ------
    ShapesError
        The shapes cannot be read.
    """

    def __init__(
        self, shapes: Path | CompiledShapes | None = None, *, remember: int | None = REMEMBERED
    ) -> None:
        self.shapes = shapes if isinstance(shapes, CompiledShapes) else compiled(shapes)
        self._remember = remember
        self._fed = 0
        self._hierarchy = Hierarchy()
        self._local: list[tuple[CompiledShape, tuple[ClassCheck, ...]]] = []
        #: The shapes that need the whole graph.
        self.wide: list[CompiledShape] = []
        for shape in self.shapes.compiled:
            parts = apart(shape)
            if parts[0].reach <= NODE and all(t.kind != "objectsOf" for t in shape.shape.targets):
                self._local.append(parts)
            else:
                self.wide.append(shape)
        self._targets()
        self._class_checks = [check for _, checks in self._local for check in checks]
        self._instances = {check.class_: Instances() for check in self._class_checks}
        # (number of the class check, value) → the focus nodes that have the value.
        self._open: dict[tuple[int, str], list[str]] = {}
        self._classes_seen: set[str] = set()
        self._kinds: dict[tuple[str, ...], _Kind] = {}
        # The same by the pairs that tell the classes.
        self._leading: dict[tuple[Pair, ...], _Kind] = {}
        self._plans: dict[tuple[int, ...], Plan | None] = {}

    def _targets(self) -> None:
        self._by_class: dict[str, list[int]] = defaultdict(list)
        self._by_subject: dict[str, list[int]] = defaultdict(list)
        self._by_node: dict[str, list[int]] = defaultdict(list)
        where = {"class": self._by_class, "subjectsOf": self._by_subject, "node": self._by_node}
        for index, (shape, _) in enumerate(self._local):
            for target in shape.shape.targets:
                where[target.kind][target.term].append(index)
        self._unseen = set(self._by_node)

    @property
    def streams(self) -> bool:
        """Whether all shapes can be checked block by block."""
        return not self.reasons

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why shapes need the whole graph at once."""
        wide = (
            f"shape {shape.shape.node} looks further than the neighbours of a node" for shape in self.wide
        )
        return (*wide, *self.shapes.beyond)

    def feed(self, nodes: Nodes) -> list[Result]:
        """Return what is wrong with a block of nodes; each has all its statements in this block.

        Raises
        ------
        LateClassError
            It states superclasses of a class whose instances came in blocks before.
        """
        data = Data(nodes, self._hierarchy)
        self._learn(nodes)
        planned: list[tuple[str, Mapping[str, Sequence[str]], Plan]] = []
        kinds = self._kinds
        special = bool(self._by_subject or self._by_node)
        for subject, statements in nodes.items():
            types = statements.get(TYPE, ())
            kind = kinds.get(tuple(types))
            if kind is None:
                kind = self._kind_of(types)
            for note in kind.note:
                note(subject)
            plan = self._special(subject, statements) if special else kind.plan
            if plan is not None:
                planned.append((subject, statements, plan))
        found: list[Result] = []
        for subject, statements, plan in planned:
            if not plan.is_good(subject, statements, data):
                found.extend(plan.results(subject, statements, data))
        self._shrink(len(nodes))
        return found

    def feed_pairs(self, nodes: Iterable[Node]) -> list[Result]:
        """Return what is wrong with a block of nodes as `feed` does, at one look at most of them.

        Raises
        ------
        LateClassError
            It states superclasses of a class whose instances came in blocks before.
        """
        block: dict[str, Collection[Pair]] = {}
        for subject, pairs in nodes:
            block[subject] = [*block[subject], *pairs] if subject in block else pairs
        if self._by_subject or self._by_node:
            return self.feed(by_predicate(block.items()))
        before = set(self._classes_seen)
        # Nodes that are not good at one look; of these all pairs are asked for classes.
        doubtful: list[str] = []
        screened: list[tuple[str, Screen]] = []
        for subject, pairs in block.items():
            leading = []
            for pair in pairs:  # our own nodes begin with their classes
                if not pair.startswith(_TYPED):
                    break
                leading.append(pair)
            kind = self._leading.get(tuple(leading)) or self._kind_leading(leading)
            for note in kind.note:
                note(subject)
            if kind.plan is None or kind.plan.screen is None:
                doubtful.append(subject)
            else:
                screened.append((subject, kind.plan.screen))
        doubtful += [subject for subject, screen in screened if not screen.passes(subject, block[subject])]
        heads = [
            (subject, [pair for pair in block[subject] if pair.startswith(_HEADS)]) for subject in doubtful
        ]
        if any(pair.startswith(_SUPERCLASS) for _, head in heads for pair in head):
            self._classes_seen = before
            return self.feed(by_predicate(block.items()))
        found: list[Result] = []
        for subject, head in heads:
            types = tuple([pair[len(_TYPED) :] for pair in head])
            kind = self._kinds.get(types) or self._kind_of(types)
            for note in kind.note:
                note(subject)
            if kind.plan is not None:
                statements = grouped(block[subject])
                data = Data({subject: statements}, self._hierarchy)
                if not kind.plan.is_good(subject, statements, data):
                    found.extend(kind.plan.results(subject, statements, data))
        self._shrink(len(block))
        return found

    def _kind_leading(self, leading: Sequence[Pair]) -> _Kind:
        """Return the kind of nodes whose pairs begin with these, which tell classes."""
        types = tuple([pair[len(_TYPED) :] for pair in leading])
        kind = self._leading[tuple(leading)] = self._kinds.get(types) or self._kind_of(types)
        return kind

    def _shrink(self, fed: int) -> None:
        """Keep the hashes alone of the instances among many nodes that were fed."""
        self._fed += fed
        if self._remember is not None and self._fed > self._remember:
            self._fed = 0
            for instances in self._instances.values():
                instances.shrink()

    def assume(self, class_: str, nodes: Iterable[str]) -> None:
        """Take nodes that come in no block for instances of a class."""
        if class_ in self._instances:
            self._instances[class_].latest.update(nodes)

    def finish(self) -> list[Result]:
        """Return what is wrong with neighbours that were waited for, and target nodes that never came."""
        data = Data({}, self._hierarchy)
        found: list[Result] = []
        for node in sorted(self._unseen):
            plan = self._plan(self._by_node[node])
            if plan is not None and not plan.is_good(node, {}, data):
                found.extend(plan.results(node, {}, data))
        for (number, value), foci in self._open.items():
            if value not in self._instances[self._class_checks[number].class_]:
                found.extend(self._no_instance(number, value, foci))
        self._unseen.clear()
        self._open.clear()
        return found

    def remains(self) -> Remains:
        """Return what `finish` would look at, for another process to `settle`; nothing is left then."""
        instances = {class_: known.hashes() for class_, known in self._instances.items()}
        waiting = tuple((n, value, hash(value), tuple(foci)) for (n, value), foci in self._open.items())
        superclasses = bool(self._hierarchy)
        remains = Remains(hash(_SEED), instances, waiting, frozenset(self._unseen), superclasses)
        self._unseen.clear()
        self._open.clear()
        return remains

    def settle(self, remains: Sequence[Remains]) -> list[Result]:
        """Return what `finish` would have, had all that other checkers of these shapes got come to this one.

        Raises
        ------
        ShapesError
            Their processes hash texts in different ways, or one alone knows of superclasses.
        """
        if len({one.seed for one in remains}) > 1:
            raise ShapesError(
                "the processes hash otherwise; fork them, or start them with one PYTHONHASHSEED"
            )
        if len(remains) > 1 and any(one.has_superclasses for one in remains):
            raise ShapesError("a part of the graph states superclasses; check the whole graph at once")
        for one in remains:
            self._unseen &= one.unseen
        found = self.finish()
        asked: dict[str, set[int]] = defaultdict(set)
        for one in remains:
            for number, _, hash_, _ in one.waiting:
                asked[self._class_checks[number].class_].add(hash_)
        for one in remains:
            for class_, known in one.instances.items():
                asked[class_].difference_update(known)
        for one in remains:
            for number, value, hash_, foci in one.waiting:
                if hash_ in asked[self._class_checks[number].class_]:
                    found.extend(self._no_instance(number, value, foci))
        return found

    def _no_instance(self, number: int, value: str, foci: Iterable[str]) -> Iterator[Result]:
        check = self._class_checks[number]
        return (check.shape.result(check.check, focus, Offence(value)) for focus in foci)

    def _learn(self, nodes: Nodes) -> None:
        news = [
            class_
            for class_, statements in nodes.items()
            if SUBCLASS in statements and self._hierarchy.learn(class_, statements[SUBCLASS])
        ]
        if not news:
            return
        late = {above for one in self._classes_seen for above in self._hierarchy.above(one)}.intersection(
            news
        )
        if late:
            raise LateClassError(
                f"superclasses of {min(late)} are stated behind its instances; check the whole graph at once"
            )
        self._forget_kinds()

    def _forget_kinds(self) -> None:
        self._kinds.clear()
        self._leading.clear()

    def _kind_of(self, types: Sequence[str]) -> _Kind:
        if len(self._kinds) >= _KINDS:
            self._forget_kinds()
        self._classes_seen.update(types)
        classes = {above for one in types for above in self._hierarchy.above(one)}
        note = tuple(self._instances[one].latest.add for one in sorted(classes & self._instances.keys()))
        kind = self._kinds[tuple(types)] = _Kind(self._plan(self._of_classes(classes)), note)
        return kind

    def _of_classes(self, classes: Iterable[str]) -> Iterator[int]:
        return (index for one in classes for index in self._by_class.get(one, ()))

    def _special(self, subject: str, statements: Mapping[str, Sequence[str]]) -> Plan | None:
        """Return the plan of a node where shapes have more targets than classes."""
        self._unseen.discard(subject)
        types = statements.get(TYPE, ())
        classes = {above for one in types for above in self._hierarchy.above(one)}
        chosen = [*self._of_classes(classes), *self._by_node.get(subject, ())]
        for predicate in self._by_subject.keys() & statements.keys():
            chosen.extend(self._by_subject[predicate])
        return self._plan(chosen)

    def _plan(self, chosen: Iterable[int]) -> Plan | None:
        key = tuple(sorted(set(chosen)))
        if key not in self._plans:
            shapes = [self._local[index] for index in key]
            asks: dict[str, list[Quick]] = defaultdict(list)
            classes: dict[str, list[Test]] = defaultdict(list)
            of_these = {check for _, checks in shapes for check in checks}
            for number, check in enumerate(self._class_checks):
                if check in of_these:
                    asks[check.predicate].append(self._ask(number, check.class_))
                    classes[check.predicate].append(self._instances[check.class_].latest.__contains__)
            self._plans[key] = plan_of([shape for shape, _ in shapes], asks, classes) if shapes else None
        return self._plans[key]

    def _ask(self, number: int, class_: str) -> Quick:
        known, waiting = self._instances[class_], self._open
        latest, is_older = known.latest, known.is_older

        def ask(values: Sequence[str], focus: str, _: Data) -> bool:
            for value in values:
                if value not in latest and not is_older(value):
                    foci = waiting.setdefault((number, value), [])
                    if focus not in foci[-1:]:
                        foci.append(focus)
            return True

        return ask


def check_compiled(nodes: Nodes, shapes: CompiledShapes) -> list[Result]:
    """Return what the compiled ones of some shapes say of a whole graph."""
    checker = Checker(shapes, remember=None)
    found = checker.feed(nodes)
    found.extend(checker.finish())
    if checker.wide:
        hierarchy = Hierarchy()
        for class_, statements in nodes.items():
            if SUBCLASS in statements:
                hierarchy.learn(class_, statements[SUBCLASS])
        data = Data(nodes, hierarchy)
        instances = instances_of(nodes, hierarchy)
        for shape in checker.wide:
            for focus in focus_nodes(shape, data, instances):
                found.extend(shape.results(focus, data))
    return found
