"""Two sides compared: which models came, went or were renamed, and what is said otherwise of the rest."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from llm_kg.differences.asserted import Lines, portraits_of_statements
from llm_kg.differences.portraits import (
    NAMES,
    Facet,
    Portrait,
    Side,
    Topic,
    best,
    other_topic,
    portraits_of_models,
)
from llm_kg.graph import build
from llm_kg.names import slug
from llm_kg.places import Place
from llm_kg.rdf import Statement
from llm_kg.reconciliation import Models
from llm_kg.sources.base import DESCRIPTION

__all__ = ["Difference", "Differences", "Kind", "Said", "diff"]

#: What happened to a model, or (`changed`) to what is said of it.
Kind: TypeAlias = Literal["added", "removed", "renamed", "changed"]


@dataclass(frozen=True, slots=True)
class Said:
    """A value as one side gives it: its text (verbatim where that is known), its meaning, its place.

    Of a model that was added, removed or renamed the text is its name, and the meaning its key.
    """

    text: str
    meaning: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference: of a model as a whole, or of one of its properties.

    `topic` is the label of a property or a key as stated, None of a model as a whole. `old` and
    `new` are what only one side gives. `is_replacement` tells that the one took the place of the
    other; `is_spelling`, that both mean the same. `evidence` says why a model counts as renamed.
    """

    kind: Kind
    model: str
    key: str
    topic: str | None = None
    old: tuple[Said, ...] = ()
    new: tuple[Said, ...] = ()
    is_replacement: bool = False
    is_spelling: bool = False
    evidence: tuple[str, ...] = ()

    @property
    def pairs(self) -> tuple[tuple[Said | None, Said | None], ...]:
        """Old beside new where one replaced the other, else each by itself."""
        if self.is_replacement:
            return tuple(zip(self.old, self.new, strict=True))
        return (*((said, None) for said in self.old), *((None, said) for said in self.new))


class Differences(Sequence[Difference]):
    """Differences, model by model in the order of their names; false where there is none."""

    def __init__(self, differences: Iterable[Difference]) -> None:
        self._differences = tuple(differences)

    def __len__(self) -> int:
        return len(self._differences)

    def __iter__(self) -> Iterator[Difference]:
        return iter(self._differences)

    def __getitem__(self, index: Any) -> Any:
        return self._differences[index]

    def __repr__(self) -> str:
        counts = (f"{len(self._of(kind))} {kind}" for kind in ("added", "removed", "renamed", "changed"))
        return f"<differences: {', '.join(counts)}>"

    @property
    def added(self) -> tuple[Difference, ...]:
        """Models that only the new side has."""
        return self._of("added")

    @property
    def removed(self) -> tuple[Difference, ...]:
        """Models that only the old side has."""
        return self._of("removed")

    @property
    def renamed(self) -> tuple[Difference, ...]:
        """Models that have another name (or another IRI) on the new side."""
        return self._of("renamed")

    @property
    def changed(self) -> tuple[Difference, ...]:
        """Properties of models that both sides have."""
        return self._of("changed")

    def _of(self, kind: str) -> tuple[Difference, ...]:
        return tuple(difference for difference in self._differences if difference.kind == kind)

    def to_rows(self) -> list[dict[str, Any]]:
        """Return a dict of plain values for each old value, new value or pair of them."""
        return [
            {
                "kind": difference.kind,
                "model": difference.model,
                "key": difference.key,
                "property": difference.topic,
                "old": old and old.text,
                "new": new and new.text,
                "old_place": old and old.place and str(old.place),
                "new_place": new and new.place and str(new.place),
                "evidence": list(difference.evidence),
            }
            for difference in self._differences
            for old, new in difference.pairs
        ]


def diff(
    old: Models | Iterable[Statement], new: Models | Iterable[Statement], *, stated: bool = False
) -> Differences:
    """Return what changed between two versions of lists (their models) or graphs (their statements).

    Models are compared by everything that their records state. Where one side is a graph, both are
    compared by what a graph asserts; see `llm_kg.differences.asserted` for what it does not tell.
    `stated` shows as well where the same value is spelt otherwise, and what prose says of a model.
    """
    by_graph = not (isinstance(old, Models) and isinstance(new, Models))
    sides = _side(old, by_graph), _side(new, by_graph)
    return Differences(_compare(*sides, stated))


def _side(given: Models | Iterable[Statement], by_graph: bool) -> Side:
    if not isinstance(given, Models):
        return portraits_of_statements(given)
    if by_graph:
        return portraits_of_statements(build(given, provenance="full", standard_terms=False), _lines(given))
    return portraits_of_models(given)


def _lines(models: Models) -> Lines:
    """Return where that which a graph gives by the line of its list stands in the files that were read."""
    lines: dict[tuple[str, int, int | None], Place] = {}
    for model in models:
        for record in model.records:
            known = record.origin or record.place
            lines[known.source.id, known.line, None] = record.place
            for claim in record.claims:
                known = claim.origin or claim.place
                lines[known.source.id, known.line, known.column] = claim.place
    return lines


def _compare(old: Side, new: Side, stated: bool) -> list[Difference]:
    gone, come = _only(old, new), _only(new, old)
    renamed = _renamings(gone, come)
    partners = {id(one): other for one, other, _ in renamed} | {id(other): one for one, other, _ in renamed}
    found = [
        Difference("removed", one.name, one.key, old=(_itself(one),))
        for one in gone
        if id(one) not in partners
    ]
    found += [
        Difference("added", one.name, one.key, new=(_itself(one),)) for one in come if id(one) not in partners
    ]
    found += [
        Difference(
            "renamed", other.name, other.key, None, (_itself(one),), (_itself(other),), True, False, evidence
        )
        for one, other, evidence in renamed
    ]
    both = [(one, new.portraits[key]) for key, one in old.portraits.items() if key in new.portraits]
    both += [(one, other) for one, other, _ in renamed]
    comparison = _Comparison(stated, old.tells_claims and new.tells_claims)
    for one, other in both:
        found.extend(comparison.changes(one, other))
    # Sorting keeps what is said of one model in the order of its properties.
    return sorted(found, key=lambda d: (d.model.casefold(), d.key, d.kind == "changed"))


def _only(side: Side, other: Side) -> list[Portrait]:
    """Return the models of one side that the other has not, as far as it tells."""
    return [
        portrait
        for key, portrait in side.portraits.items()
        if key not in other.portraits and not (portrait.is_bare and key in other.doubtful)
    ]


def _itself(portrait: Portrait) -> Said:
    return Said(portrait.name, portrait.key, portrait.place)


@dataclass(frozen=True, slots=True)
class _Comparison:
    """How two portraits of one model are compared."""

    stated: bool
    tells_claims: bool

    def changes(self, old: Portrait, new: Portrait) -> Iterator[Difference]:
        """Yield what the new portrait says otherwise, property by property."""
        topics: dict[str, Topic] = {}
        for topic in (*old.facets, *new.facets):  # a key may be spelt in several ways
            topics[topic.field] = min(topic, topics.get(topic.field, topic), key=lambda t: t.label)
        by_field = _by_field(old), _by_field(new)
        for name, topic in sorted(topics.items(), key=lambda item: (item[1].rank, item[0])):
            if topic.field == other_topic(DESCRIPTION).field and not self.stated:
                continue
            before, after = (self._told(facets.get(name, ())) for facets in by_field)
            if topic.field == NAMES and old.key != new.key:
                # That the model is called otherwise was told already.
                called = {slug(old.name), slug(new.name)}
                before, after = ([f for f in fs if f.meaning not in called] for fs in (before, after))
            yield from self._changes(topic, before, after, new)

    def _told(self, facets: Iterable[Facet]) -> list[Facet]:
        """Return the values that both sides could tell."""
        return [facet for facet in facets if facet.is_read or self.tells_claims]

    def _changes(
        self, topic: Topic, old: Sequence[Facet], new: Sequence[Facet], model: Portrait
    ) -> Iterator[Difference]:
        def change(
            before: Iterable[Facet], after: Iterable[Facet], *, replaces: bool, is_spelling: bool = False
        ) -> Difference:
            was, is_ = (tuple(Said(f.text, f.meaning, f.place) for f in fs) for fs in (before, after))
            return Difference("changed", model.name, model.key, topic.label, was, is_, replaces, is_spelling)

        before, after = best(old), best(new)
        gone = [facet for meaning, facet in sorted(before.items()) if meaning not in after]
        come = [facet for meaning, facet in sorted(after.items()) if meaning not in before]
        if topic.is_single and (replaced := _replaced(old, new)):
            yield change(*replaced, replaces=True)
        elif gone or come:
            alone = topic.is_single or len(before) == len(after) == 1
            yield change(gone, come, replaces=alone and len(gone) == len(come) == 1)
        if self.stated:
            for meaning in sorted(before.keys() & after.keys()):
                spelt = [_spellings(facets, meaning) for facets in (old, new)]
                if all(spelt) and spelt[0].keys() != spelt[1].keys():
                    pair = [
                        [f for s, f in own.items() if s not in other] for own, other in _both_ways(*spelt)
                    ]
                    replaces = len(pair[0]) == len(pair[1]) == 1
                    yield change(*pair, replaces=replaces, is_spelling=True)


def _by_field(portrait: Portrait) -> dict[str, list[Facet]]:
    found: dict[str, list[Facet]] = defaultdict(list)
    for topic, facets in portrait.facets.items():
        found[topic.field].extend(facets)
    return found


def _both_ways(
    one: Mapping[str, Facet], other: Mapping[str, Facet]
) -> tuple[tuple[Mapping[str, Facet], Mapping[str, Facet]], ...]:
    return (one, other), (other, one)


def _replaced(old: Sequence[Facet], new: Sequence[Facet]) -> tuple[list[Facet], list[Facet]] | None:
    """Return the one value that took the place of another in some entries; None where it is not one.

    Other entries may state both: then neither of the two came or went.
    """
    counts = [Counter(facet.meaning for facet in facets) for facets in (old, new)]
    lost, won = counts[0] - counts[1], counts[1] - counts[0]
    if not len(lost) == len(won) == 1:
        return None
    before, after = ([f for f in fs if f.meaning in own] for fs, own in ((old, lost), (new, won)))
    entries = {f.entry for f in before} & {f.entry for f in after}
    pair = []
    for facets in (before, after):
        same = best(f for f in facets if f.entry in entries) or best(facets)
        pair.append(list(same.values()))
    return pair[0], pair[1]


def _spellings(facets: Iterable[Facet], meaning: str) -> dict[str, Facet]:
    """Return the texts that state a value; a facet whose text is not known spells nothing."""
    own = [f for f in facets if f.meaning == meaning and f.stated is not None]
    return {facet.text: facet for facet in reversed(own)}


def _renamings(
    gone: Sequence[Portrait], come: Sequence[Portrait]
) -> list[tuple[Portrait, Portrait, tuple[str, ...]]]:
    """Return pairs of models that strong evidence makes one: the same under another name.

    A model with several candidates has none: a wrong pair is worse than a missed one.
    """
    sides: tuple[dict[str, list[Portrait]], dict[str, list[Portrait]]] = (
        defaultdict(list),
        defaultdict(list),
    )
    told: dict[str, tuple[str, ...]] = {}
    for side, portraits in zip(sides, (gone, come), strict=True):
        for portrait in portraits:
            for token, evidence in _evidence(portrait).items():
                side[token].append(portrait)
                told[token] = min(evidence, told.get(token, evidence))
    candidates: dict[int, dict[int, Portrait]] = defaultdict(dict)
    shared: dict[tuple[int, int], dict[str, None]] = defaultdict(dict)
    doubtful: set[int] = set()
    for token, olds in sides[0].items():
        news = sides[1].get(token, [])
        if len(olds) == len(news) == 1:
            one, other = olds[0], news[0]
            candidates[id(one)][id(other)] = other
            candidates[id(other)][id(one)] = one
            shared[id(one), id(other)].update(dict.fromkeys(told[token]))
        elif news:
            doubtful.update(map(id, (*olds, *news)))
    pairs = []
    for one in gone:
        others = list(candidates.get(id(one), {}).values())
        if len(others) == 1 and len(candidates[id(others[0])]) == 1:
            other = others[0]
            if not doubtful & {id(one), id(other)}:
                pairs.append((one, other, tuple(sorted(shared[id(one), id(other)]))))
    return pairs


def _evidence(portrait: Portrait) -> dict[str, tuple[str, ...]]:
    """Return what would make another model the same: token → the evidence in words."""
    papers = {m: f"same paper ({m})" for m in portrait.meanings("paper")}
    papers |= {f"title {m}": f"same paper ({f.text})" for m, f in portrait.meanings("title").items()}
    organizations = {
        f"organization {m}": f"same organization ({f.text})"
        for m, f in portrait.meanings("organization").items()
    }
    sizes = {m: f"same size ({f.text})" for m, f in portrait.sizes.items()}
    homes = {m: f"same homepage ({m})" for m in portrait.meanings("homepage")}
    homes |= {m: f"same source code ({m})" for m in portrait.meanings("has_source_code")}
    # One name of two organisations makes keys carry them.
    names = {f"name {slug(portrait.name)}": "same name"}
    pairs = ((papers, organizations | sizes), (homes, organizations), (names, organizations))
    return {
        f"{one}\n{other}": (one_said, other_said)
        for ones, others in pairs
        for one, one_said in ones.items()
        for other, other_said in others.items()
    }
