"""What is to be done, decided from what is there now: for a plan, and anew before each write."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from llm_kg.errors import OrkgError
from llm_kg.names import fold
from llm_kg.orkg.changes import changes_of
from llm_kg.orkg.client import COMPARISON, PAPER
from llm_kg.orkg.contents import Remark, WantedContribution, WantedPaper, WantedValue
from llm_kg.orkg.journal import Journal
from llm_kg.orkg.lookup import Lookup, Match
from llm_kg.orkg.problems import RefusedError
from llm_kg.orkg.steps import ComparisonStep, ContributionStep, Options, PaperStep

__all__ = ["Decider", "selected_paths"]


class Decider:
    """Decisions on one host, by what is there and what the journal says."""

    def __init__(self, lookup: Lookup, journal: Journal, options: Options) -> None:
        self.lookup = lookup
        self.journal = journal
        self.options = options
        #: What was seen on the way that people must know.
        self.remarks: dict[Remark, None] = {}

    def remark(self, rule: str, message: str) -> None:
        """Note something to know."""
        self.remarks[Remark(rule=rule, message=message)] = None

    def paper(self, wanted: WantedPaper) -> PaperStep:
        """Decide what is to be done about a paper and its contributions."""
        found = self._found(wanted)
        if found.candidates:
            self.remark("orkg-ambiguous", f"the paper {wanted.name}: {found.why}")
            return PaperStep(wanted=wanted, action="ambiguous", why=found.why, candidates=found.candidates)
        contributions = tuple(self.contribution(c, found.id) for c in wanted.contributions)
        writes = any(step.writes for step in contributions)
        why = found.why
        if found.id is None and not writes:
            return PaperStep(
                wanted=wanted, action="leave", why="its models are there", contributions=contributions
            )
        if found.id is None and wanted.title is None:
            self.remark(
                "orkg-left-out", f"the paper {wanted.name} is not in ORKG, and has no title to create it"
            )
            return PaperStep(wanted=wanted, action="left out", why="it has no title")
        action = "create" if found.id is None else "extend" if writes else "leave"
        return PaperStep.model_validate(
            {"wanted": wanted, "action": action, "id": found.id, "why": why, "contributions": contributions}
        )

    def _found(self, wanted: WantedPaper) -> Match:
        """Find a paper; one that somebody gave another title, by what the journal says was made."""
        found = self.lookup.paper(wanted)
        made = self.journal.made.get(f"paper {wanted.key}")
        if found.id or found.candidates or not made:
            return found
        there = self.lookup.client.get(f"/papers/{made}", PAPER)
        return Match(made, "this tool made it") if there else found

    def contribution(self, wanted: WantedContribution, paper: str | None) -> ContributionStep:
        """Decide what is to be done about a contribution of a paper, which may not be there."""
        found = self.lookup.contribution(wanted, paper)
        if found.candidates:
            self.remark("orkg-ambiguous", f"{wanted.label}: {found.why}")
            return ContributionStep(
                wanted=wanted, action="ambiguous", why=found.why, candidates=found.candidates
            )
        if found.id is None and self._was_taken_away(wanted):
            why = "this tool made it, and somebody took it away"
            self.remark("orkg-conflict", f"{wanted.label}: {why} (--update makes it again)")
            return ContributionStep(wanted=wanted, action="leave", why=why)
        if found.id is None:
            kept = tuple(value for value in wanted.values if self._is_clear(wanted, value))
            wanted = wanted.model_copy(update={"values": kept})
            return ContributionStep(wanted=wanted, action="create", why=found.why)
        changes = changes_of(
            wanted,
            self.lookup.statements(found.id),
            self.lookup.predicates,
            self.journal,
            update=self.options.update,
            is_ours=found.is_ours,
        )
        for change in changes:
            if change.kind == "conflict":
                self.remark("orkg-conflict", f"{wanted.label} ({found.id}): {change.message}")
        written = (change for change in changes if change.kind != "conflict")
        todo = tuple(c for c in written if c.value is None or self._is_clear(wanted, c.value))
        return ContributionStep(
            wanted=wanted, action="update" if todo else "leave", id=found.id, why=found.why, changes=todo
        )

    def _was_taken_away(self, wanted: WantedContribution) -> bool:
        model, journal = wanted.model, self.journal
        return journal.knows(model) and not journal.doubts(model) and not self.options.update

    def _is_clear(self, wanted: WantedContribution, value: WantedValue) -> bool:
        """Tell whether a value can be written without guessing which resource it means."""
        if value.datatype:
            return True
        found = self.lookup.resource(value)
        if found.candidates:
            hint = f"say which: --resource '{value.label}=ID'"
            self.remark(
                "orkg-ambiguous", f"{wanted.label}: {value.field} {value.label!r}: {found.why}; {hint}"
            )
        return not found.candidates

    # The comparison

    def comparison(self, contributions: Sequence[str], new: int) -> ComparisonStep:
        """Decide what is to be done about the comparison of contributions, and of `new` ones to come."""
        options = self.options
        told, candidates, why = (
            (self.head(options.comparison), (), "you named it")
            if options.comparison
            else self._by_title(options.title, contributions)
        )
        if candidates:
            self.remark("orkg-ambiguous", f'the comparison "{options.title}": {why}')
            return ComparisonStep(action="ambiguous", title=options.title, why=why, candidates=candidates)
        if told is None:
            total = len(contributions) + new
            if not total:
                return ComparisonStep(action="leave", title=options.title, why="there is nothing to compare")
            return ComparisonStep(action="create", title=options.title, why=why, more=total)
        known = {source["id"] for source in told["sources"]}
        more = sum(1 for id_ in contributions if id_ not in known) + new
        return ComparisonStep(
            action="extend" if more else "leave",
            id=str(told["id"]),
            title=str(told["title"]),
            why=why,
            more=more,
        )

    def head(self, id_: str) -> dict[str, Any]:
        """Return a comparison as it can be edited: of a published one, its head.

        Raises
        ------
        OrkgError
            There is no such comparison.
        """
        told = self.lookup.client.get(f"/comparisons/{id_}", COMPARISON)
        if told is None:
            raise OrkgError(f"{self.lookup.client.host.url} has no comparison {id_}")
        head = str(((told.get("versions") or {}).get("head") or {}).get("id") or id_)
        if head == id_:
            return dict(told)
        return dict(self.lookup.client.get(f"/comparisons/{head}", COMPARISON) or told)

    def _by_title(
        self, title: str, contributions: Sequence[str]
    ) -> tuple[dict[str, Any] | None, tuple[str, ...], str]:
        """Find our comparison by its title: the one that this tool made, or that compares what we push."""
        client = self.lookup.client
        made = self.journal.made.get(f"comparison {title}")
        hits = list(client.pages("/resources", q=title, exact="true", include="Comparison"))
        ids = [str(hit["id"]) for hit in hits if "Comparison" in (hit.get("classes") or ())]
        with suppress(RefusedError):  # not every host lists comparisons
            listed = client.get("/comparisons", COMPARISON, title=title, exact="true") or {}
            named = (hit for hit in listed.get("content") or () if fold(str(hit.get("title"))) == fold(title))
            heads = (((hit.get("versions") or {}).get("head") or hit)["id"] for hit in named)
            ids += map(str, heads)
        ours: dict[str, dict[str, Any]] = {}
        for id_ in dict.fromkeys([*([made] if made else []), *ids]):
            told = client.get(f"/comparisons/{id_}", COMPARISON)
            sources = {source["id"] for source in (told or {}).get("sources", ())}
            if told and (id_ == made or sources & set(contributions)):
                ours[id_] = told
        if len(ours) == 1 or (made and made in ours):
            found = ours[made] if made and made in ours else next(iter(ours.values()))
            return found, (), "it has the title, and compares what is pushed"
        if ids:
            why = f"it is there, and is not known to be ours: {', '.join(dict.fromkeys(ids))}"
            return (
                None,
                tuple(dict.fromkeys(ids)),
                f"{why}; --comparison ID extends one, --title names another",
            )
        return None, (), "no comparison has its title"


def selected_paths(
    paths: Iterable[Mapping[str, Any]], selected: Sequence[Mapping[str, Any]], *, show: Iterable[str]
) -> list[dict[str, Any]]:
    """Return a selection of rows in which further ones are shown; what is selected stays as it is.

    >>> path = {"id": "P1", "type": "PREDICATE", "children": [], "sources": 1}
    >>> selected_paths([path], [], show=["P1"])
    [{'id': 'P1', 'type': 'PREDICATE', 'children': []}]
    """
    kept = [_bare(path) for path in selected]
    known, shown = {path["id"] for path in kept}, set(show)
    more = (path for path in paths if path["id"] in shown - known)
    return [*kept, *({"id": path["id"], "type": path["type"], "children": []} for path in more)]


def _bare(path: Mapping[str, Any]) -> dict[str, Any]:
    children = [_bare(child) for child in path.get("children") or ()]
    return {"id": path["id"], "type": path["type"], "children": children}
