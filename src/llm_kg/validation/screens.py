"""What lets most nodes pass at one look at their pairs, of which most have been seen before.

A screen says of a node that nothing about it breaks some shapes, or that it must be looked at: it has
no other answer, and finds no result of its own. Of pairs that recur it remembers that the value is
good, and whether the predicate matters: because it may have one value only, is required, or is compared
with others.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from llm_kg.pairs import Pair
from llm_kg.validation.components import Check
from llm_kg.validation.data import SUBCLASS, TYPE, Data, Hierarchy
from llm_kg.validation.judging import Test

__all__ = ["PropertyChecks", "Screen", "screen_of"]

#: How many pairs of a predicate a screen remembers: its objects are few, or there is one for each node.
_REMEMBERED: Final = 512
_NO_SUPERCLASSES: Final = Hierarchy()
#: What stands for the predicate of a pair, where that does not matter; of a pair that tells a class.
_ANY: Final = ""
_CLASS: Final = "a"
#: How many forms of nodes are known before this begins anew.
_FORMS: Final = 4096
_NOTHING: Final[tuple[tuple[Test, ...], str]] = (), _ANY


@dataclass(frozen=True, slots=True)
class PropertyChecks:
    """The checks of a property shape, sorted by what they ask of the values of its predicate.

    There are at `least` and at `most` so many values, each passes the `tests`, and nothing is found by
    `finders`; `always` may find something where there is no value at all.
    """

    predicate: str
    least: int
    most: int | None
    tests: tuple[Test, ...]
    finders: tuple[Check, ...]
    always: tuple[Check, ...]


class _UnfitError(Exception):
    """A pair does not pass."""


#: Whether a node of one form passes.
_Judge: TypeAlias = Callable[[str, Sequence[Pair]], bool]


@dataclass(frozen=True, slots=True)
class _Watch:
    """A check that finds something only in nodes with all these predicates, and looks at no others."""

    check: Check
    #: The predicate whose values are judged; none where the node itself is.
    path: str | None
    predicates: tuple[str, ...]

    def judge(self, places: Sequence[int]) -> _Judge:
        """Return what judges nodes that have one pair of each predicate, at these places."""
        starts = [len(predicate) + 1 for predicate in self.predicates]
        if (agree := self.check.agree) and len(places) == 2:  # not where the node itself is a value
            (first, second), (start, other) = places, starts
            return lambda _, pairs: agree(pairs[first][start:], pairs[second][other:])
        path, predicates, find = self.path, self.predicates, self.check.find

        def judge(focus: str, pairs: Sequence[Pair]) -> bool:
            values = [(pairs[place][start:],) for place, start in zip(places, starts, strict=True)]
            data = Data({focus: dict(zip(predicates, values, strict=True))}, _NO_SUPERCLASSES)
            judged = (focus,) if path is None else data.objects(focus, path)
            return not any(True for _ in find(focus, judged, data))

        return judge


class Screen(dict[Pair, str]):
    """Pairs that pass → their predicate, if it matters."""

    def __init__(
        self,
        tests: Mapping[str, Sequence[Test]],
        kept: Collection[str],
        required: Iterable[str],
        watches: Sequence[_Watch],
    ) -> None:
        super().__init__()
        # Predicate → what its values must pass, and what stands for it.
        self._asked = {
            predicate: (tests.get(predicate, ()), predicate if predicate in kept else _ANY)
            for predicate in {*tests, *kept}
        }
        of_type, _ = self._asked.get(TYPE, ((), _ANY))
        self._class = TYPE if TYPE in kept else _CLASS
        self._asked[TYPE] = of_type, self._class
        self._asked[SUBCLASS] = (lambda _: False,), _ANY
        # Predicate → how many of its pairs may still be remembered.
        self._room: dict[str, int] = {}
        self._required = frozenset(required)
        self._watches = watches
        # What stands for the predicates of a node, in their order → what judges such nodes.
        self._forms: dict[tuple[str, ...], Sequence[_Judge]] = {}

    def __missing__(self, pair: Pair) -> str:
        predicate, _, value = pair.partition(" ")
        tests, known = self._asked.get(predicate, _NOTHING)
        for test in tests:
            if not test(value):
                raise _UnfitError
        if room := self._room.get(predicate, _REMEMBERED):
            self._room[predicate] = room - 1
            self[pair] = known
        return known

    def passes(self, focus: str, pairs: Collection[Pair]) -> bool:
        """Tell whether nothing about a node breaks the shapes; if not, it may be good all the same.

        Its pairs begin with its classes, one at least. It does not pass where there are others behind them,
        or superclasses: what shapes it must keep to is then not known.
        """
        try:
            form = (*map(self.__getitem__, pairs),)
        except _UnfitError:
            return False
        judges = self._forms.get(form)
        if judges is None:
            judges = self._learn(form)
        if judges:
            told = [*pairs]
            for judge in judges:
                if not judge(focus, told):
                    return False
        return True

    def _learn(self, form: tuple[str, ...]) -> Sequence[_Judge]:
        """Return what judges the nodes of a form.

        A form is what stands for the predicates of a node, in their order: few nodes have one of their own.
        """
        classes = next((at for at, known in enumerate(form) if known != self._class), len(form))
        present = set(form)
        # Of what matters there is one value each, and of others no more than we know of.
        several = form.count(_ANY) - (_ANY in present)
        if self._class == _CLASS:
            several += classes - 1
        judges: tuple[_Judge, ...] = (lambda *_: False,)
        if len(present) + several == len(form) and self._required <= present:
            judges = tuple(
                watch.judge([*map(form.index, watch.predicates)])
                for watch in self._watches
                if present.issuperset(watch.predicates)
            )
        if len(self._forms) >= _FORMS:
            self._forms.clear()
        self._forms[form] = judges
        return judges


def screen_of(
    properties: Sequence[PropertyChecks],
    of_node: Sequence[Check],
    classes: Mapping[str, Sequence[Callable[[str], bool]]],
) -> Screen | None:
    """Return the screen of some property shapes and checks of the node itself; None where there can be none.

    `classes` tell whether the values of a predicate are known to be of the classes that they must have.
    """
    tests: dict[str, list[Test]] = {predicate: [*known] for predicate, known in classes.items()}
    kept: set[str] = set()
    required: set[str] = set()
    watches: list[_Watch] = []
    for asked in properties:
        if asked.always or asked.least > 1:
            return None
        if asked.most is not None:
            kept.add(asked.predicate)
        if asked.least:
            required.add(asked.predicate)
        of_values = tests.setdefault(asked.predicate, [])
        of_values.extend(asked.tests)
        if asked.most == 0:
            of_values.append(lambda _: False)
        for check in asked.finders:
            watches.append(_Watch(check, asked.predicate, (asked.predicate, *(check.needs or ()))))
    for check in of_node:
        if not check.needs:
            return None
        watches.append(_Watch(check, None, tuple(check.needs)))
    kept |= required.union(*(watch.predicates for watch in watches))
    return Screen(tests, kept, required, watches)
