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
from llm_kg.validation.rules import Agree

__all__ = ["PropertyChecks", "Screen", "screen_of"]

#: How many pairs of a predicate a screen remembers: its objects are few, or there is one for each node.
_REMEMBERED: Final = 128
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
#: Whether two values of a node go together; of each the place of its pair, and where in it the value begins.
_Agreement: TypeAlias = tuple[Agree, int, int, int, int]
#: What else is asked of the nodes of one form.
_Further: TypeAlias = tuple[Sequence[_Agreement], Sequence[_Judge]]


@dataclass(frozen=True, slots=True)
class _Watch:
    """A check that finds something only in nodes with all these predicates, and looks at no others."""

    check: Check
    #: The predicate whose values are judged; none where the node itself is.
    path: str | None
    predicates: tuple[str, ...]

    @property
    def agree(self) -> Agree | None:
        """What tells whether the values of two predicates go together, where that is all the check asks."""
        return self.check.agree if len(self.predicates) == 2 else None  # not where the node itself is a value

    def judge(self, places: Sequence[int]) -> _Judge:
        """Return what judges nodes that have one pair of each predicate, at these places."""
        starts = [len(predicate) + 1 for predicate in self.predicates]
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
        # What stands for the predicates of a node, in their order → what else is asked of such nodes.
        self._forms: dict[tuple[str, ...], _Further | None] = {}

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
        try:
            further = self._forms[form]
        except KeyError:
            further = self._learn(form)
        if further is None:
            return False
        agreements, judges = further
        if agreements or judges:
            told = [*pairs]
            for agree, first, start, second, other in agreements:
                if not agree(told[first][start:], told[second][other:]):
                    return False
            for judge in judges:
                if not judge(focus, told):
                    return False
        return True

    def _learn(self, form: tuple[str, ...]) -> _Further | None:
        """Return what else is asked of the nodes of a form; None where they do not pass.

        A form is what stands for the predicates of a node, in their order: few nodes have one of their own.
        """
        if len(self._forms) >= _FORMS:
            self._forms.clear()
        further = self._forms[form] = self._further(form)
        return further

    def _further(self, form: tuple[str, ...]) -> _Further | None:
        present = set(form)
        # Of what matters there is one value each, and of others no more than we know of.
        several = form.count(_ANY) - (_ANY in present)
        if self._class == _CLASS:
            classes = 0
            while classes < len(form) and form[classes] == _CLASS:
                classes += 1
            several += classes - 1
        if len(present) + several != len(form) or not self._required <= present:
            return None
        at = form.index
        agreements: list[_Agreement] = []
        judges: list[_Judge] = []
        for watch in self._watches:
            if present.issuperset(watch.predicates):
                if agree := watch.agree:
                    one, another = watch.predicates
                    agreements.append((agree, at(one), len(one) + 1, at(another), len(another) + 1))
                else:
                    judges.append(watch.judge([*map(at, watch.predicates)]))
        return agreements, judges


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
