"""Carrying a plan out: each thing is looked up, written once, and looked up again where it is in doubt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar

from llm_kg.errors import OrkgError
from llm_kg.orkg.bodies import contribution_body, paper_body, resource_body
from llm_kg.orkg.client import CONTRIBUTION, JSON, PAPER
from llm_kg.orkg.compare import Comparing
from llm_kg.orkg.contents import WantedContribution, WantedPaper, WantedValue
from llm_kg.orkg.decisions import Decider
from llm_kg.orkg.journal import Journal
from llm_kg.orkg.login import LoginError
from llm_kg.orkg.lookup import Lookup
from llm_kg.orkg.problems import RefusedError, UncertainError, UnreachableError
from llm_kg.orkg.report import Failure, Report
from llm_kg.orkg.steps import ContributionStep, PaperStep, Steps
from llm_kg.orkg.values import is_same

__all__ = ["apply"]

_TRIES: Final = 4
#: Problems that tell that somebody was quicker: look again.
_ALREADY: Final = frozenset(
    {"paper_already_exists", "thing_already_exists", "statement_already_exists", "uri_already_in_use"}
)


class _Step(Protocol):
    @property
    def writes(self) -> bool: ...


S = TypeVar("S", bound=_Step)


def apply(
    lookup: Lookup,
    steps: Steps,
    journal: Path | None,
    progress: Callable[[int, int, str], None] | None = None,
) -> Report:
    """Carry out what a plan says; what came of it is the report, even where it broke off.

    Raises
    ------
    OrkgError
        Nothing could be begun: no login, no host, or another push is writing the journal.
    """
    with closing(lookup.client), Journal(journal, steps.host) as opened:
        applier = _Applier(lookup, steps, opened)
        return applier.run(progress or (lambda *_: None))


class _Applier:
    """One run."""

    def __init__(self, lookup: Lookup, steps: Steps, journal: Journal) -> None:
        self.lookup = lookup
        self.client = lookup.client
        self.steps = steps
        self.journal = journal
        self.decider = Decider(lookup, journal, steps.options)
        self.report = Report(steps.host)
        #: The IRI of a model → its contribution.
        self.ids: dict[str, str] = {}

    def run(self, progress: Callable[[int, int, str], None]) -> Report:
        """Write papers, then contributions, then the comparison."""
        papers = self.steps.papers
        comparison = self.steps.comparison
        is_needed = any(map(self._is_open, papers)) or (comparison is not None)
        if is_needed:
            self.client.log_in()
            self.lookup.find_predicates(self.steps.predicates)
        try:
            for number, step in enumerate(papers):
                progress(number, len(papers) + 1, step.wanted.name)
                self._paper_step(step)
            progress(len(papers), len(papers) + 1, "comparison")
            if comparison is not None:
                self._comparison()
        except (LoginError, UnreachableError) as error:
            self.report.broken_off = f"{error}; what was not written yet is, when the command is run again"
        progress(len(papers) + 1, len(papers) + 1, "done")
        told = {*self.steps.remarks, *self.decider.remarks}
        self.report.remarks = tuple(sorted(told, key=lambda remark: (remark.rule, remark.message)))
        return self.report

    def _is_open(self, step: PaperStep) -> bool:
        doubted = any(self.journal.doubts(c.wanted.model) for c in step.contributions)
        return step.writes or doubted

    def _paper_step(self, step: PaperStep) -> None:
        if not self._is_open(step):
            for contribution in step.contributions:
                self._leave(contribution)
            return
        try:
            self._paper(step.wanted)
        except (RefusedError, UncertainError) as error:
            self.report.failures.append(Failure.of(f"paper {step.wanted.name}", error))

    def _leave(self, step: ContributionStep) -> None:
        if step.id:
            self.ids[step.wanted.model] = step.id
            self.report.contributions_left += 1

    # Papers and contributions

    def _paper(self, wanted: WantedPaper) -> None:
        """Make a paper with its contributions, or see to those of one that is there."""

        def decide() -> PaperStep:
            return self.decider.paper(wanted)

        step = self._until_there(decide, self._create, lambda step: step.action == "create")
        for contribution in step.contributions if step.action in ("extend", "leave") else ():
            try:
                self._contribution(contribution.wanted, step.id)
            except (RefusedError, UncertainError) as error:
                what = f"{contribution.wanted.label} in {wanted.name}"
                self.report.failures.append(Failure.of(what, error))
        key = f"paper {wanted.key}"
        if step.id and key in self.journal.in_doubt:
            self.report.papers_created[wanted.name] = f"{self.steps.host}/paper/{step.id}"
        self._settle(key, step.id)

    def _create(self, step: PaperStep) -> PaperStep:
        new = [c.wanted for c in step.contributions if c.action == "create"]
        body = paper_body(step.wanted, new, self._find, self.lookup.predicates, self.steps.options)
        values = {c.model: c.values for c in new}
        id_ = self._write(f"paper {step.wanted.key}", "POST", "/papers", body, PAPER, values)
        if id_ is None:
            raise UncertainError("POST /papers", "the answer names no paper")
        self.report.papers_created[step.wanted.name] = f"{self.steps.host}/paper/{id_}"
        told = self.client.get(f"/papers/{id_}", PAPER) or {}
        made = [(str(c["label"]), str(c["id"])) for c in told.get("contributions") or ()]
        for contribution in new:
            own = next((one for one in made if one[0] == contribution.label), None)
            if own:
                made.remove(own)
            found = own[1] if own else self.lookup.contribution(contribution, id_).id
            if found is None:
                raise UncertainError("POST /papers", f"{contribution.label} is not in paper {id_}")
            self._made(contribution, found)
        for other in step.contributions:
            if other.action != "create":
                self._leave(other)
        return step

    def _made(self, wanted: WantedContribution, id_: str) -> None:
        self.ids[wanted.model] = id_
        self.report.contributions_created[wanted.label] = f"{self.steps.host}/resource/{id_}"

    def _contribution(self, wanted: WantedContribution, paper: str | None) -> None:
        """Add a contribution to a paper that is there, or see to one that is there."""

        def decide() -> ContributionStep:
            return self.decider.contribution(wanted, paper)

        def write(step: ContributionStep) -> ContributionStep:
            if step.action == "update":
                return self._update(step)
            body = contribution_body(step.wanted, self._find, self.lookup.predicates, self.steps.options)
            path = f"/papers/{paper}/contributions"
            values = {wanted.model: step.wanted.values}
            id_ = self._write(f"contribution {wanted.model}", "POST", path, body, CONTRIBUTION, values)
            if id_:
                self._made(wanted, id_)
            return step

        step = self._until_there(decide, write, lambda step: step.writes)
        if step.action == "leave":
            self._leave(step)
        self._settle(f"contribution {wanted.model}", step.id)
        if step.id:
            self._settle_values(wanted, step.id)

    def _update(self, step: ContributionStep) -> ContributionStep:
        """Write values by themselves or in place of others, and take others away."""
        assert step.id  # an update is of something that is there
        self.ids[step.wanted.model] = step.id
        for change in step.changes:
            if change.value:
                self._put(step.wanted.model, step.id, change.value, change.statement)
            elif change.statement:
                self._take_away(step.wanted.model, change.statement)
        self.report.contributions_updated[step.wanted.label] = f"{self.steps.host}/resource/{step.id}"
        return step

    def _put(self, model: str, contribution: str, value: WantedValue, old: str | None) -> None:
        """Write a value; in place of a statement, where there is one."""
        key = _value_key(model, value)
        if value.datatype:
            id_ = self._node(
                f"node of {key}", "/literals", {"label": value.label, "datatype": value.datatype}
            )
        else:
            id_ = self._find(value) or self._node(f"node of {key}", "/resources", resource_body(value))
        values = {model: [value]}
        if old is None or not self._replaced(f"value {key}", old, id_, values):
            statement = {
                "subject_id": contribution,
                "predicate_id": self.lookup.predicates[value.field],
                "object_id": id_,
                "extraction_method": self.steps.options.extraction_method,
            }
            self._write(f"value {key}", "POST", "/statements", statement, JSON, values)
            if old:
                self._take_away(model, old)
        self.journal.forget(f"node of {key}")

    def _replaced(
        self, key: str, old: str, object_: str, values: Mapping[str, Iterable[WantedValue]]
    ) -> bool:
        """Give a statement another object; tell whether the host can do so."""
        try:
            self._write(key, "PUT", f"/statements/{old}", {"object_id": object_}, JSON, values)
        except RefusedError as error:
            if error.status in (404, 405):
                return False
            raise
        return True

    def _node(self, key: str, path: str, body: Mapping[str, Any]) -> str:
        """Make a node, unless a run that was broken off made it already."""
        if (made := self.journal.made.get(key)) and self.client.get(f"{path}/{made}"):
            return made
        id_ = self._write(key, "POST", path, body, JSON)
        if id_ is None:
            raise UncertainError(f"POST {path}", "the answer names no id")
        return id_

    def _take_away(self, model: str, statement: str) -> None:
        try:
            self._write(f"remove {model} {statement}", "DELETE", f"/statements/{statement}", None)
        except RefusedError as error:
            if error.status != 404:
                raise

    def _find(self, value: WantedValue) -> str | None:
        return self.lookup.resource(value).id

    # Writing

    def _until_there(
        self, decide: Callable[[], S], write: Callable[[S], S], is_open: Callable[[S], bool]
    ) -> S:
        """Look, write what is missing, and look again where it is not known what came of it."""
        doubt: OrkgError | None = None
        for attempt in range(_TRIES):
            step = decide()
            if not is_open(step):
                return step
            if isinstance(doubt, UncertainError) and doubt.may_go_on:
                raise doubt  # the server may be at it still: to write now could be to write twice
            try:
                return write(step)
            except UncertainError as error:
                doubt = error
                self.client.wait(2.0**attempt)
            except RefusedError as error:
                if error.type not in _ALREADY or isinstance(doubt, RefusedError):
                    raise
                doubt = error
        raise doubt or OrkgError("nothing came of it")

    def _write(
        self,
        key: str,
        method: str,
        path: str,
        body: Any,
        media: str = JSON,
        values: Mapping[str, Iterable[WantedValue]] | None = None,
    ) -> str | None:
        """Write one thing, with its place in the journal before and after."""
        self.journal.begin(key, f"{method} {path}", values)
        self.lookup.forget()
        try:
            id_ = self.client.write(method, path, body, media)
        except (RefusedError, UnreachableError, LoginError) as error:
            self.journal.refused(key, getattr(error, "type", type(error).__name__))
            raise
        self.journal.done(key, id_)
        self.report.writes += 1
        return id_

    def _settle(self, key: str, id_: str | None) -> None:
        """Note what became of a write that was in doubt: it is there, or it was not carried out."""
        if key in self.journal.in_doubt:
            if id_:
                self.journal.done(key, id_)
            else:
                self.journal.refused(key, "it is not there")

    def _settle_values(self, wanted: WantedContribution, id_: str) -> None:
        for value in wanted.values:
            key = f"value {_value_key(wanted.model, value)}"
            if key in self.journal.in_doubt:
                there = self.lookup.statements(id_)
                own = (s for s in there if is_same(value, s["object"]))
                self._settle(key, next((str(s["id"]) for s in own), None))

    # The comparison

    def _comparison(self) -> None:
        comparing = Comparing(self.client, self.decider, self.journal, self.steps.options, self._write)
        try:
            id_ = self._until_there(
                lambda: self.decider.comparison(list(self.ids.values()), 0),
                lambda step: comparing.write(step, list(self.ids.values())),
                lambda step: step.writes,
            ).id
            for key in (f"comparison {self.steps.options.title}", f"sources {id_}"):
                self._settle(key, id_)
            if id_ is None:
                return
            self.report.comparison = f"{self.steps.host}/comparison/{id_}"
            self._until_there(
                lambda: comparing.rows(id_), lambda rows: comparing.show(id_, rows), lambda rows: rows.writes
            )
            comparing.seen(id_)
            if self.steps.options.publish and (published := comparing.publish(id_)):
                self.report.published = f"{self.steps.host}/comparison/{published}"
        except (LoginError, UnreachableError):
            raise
        except OrkgError as error:
            self.report.failures.append(Failure.of("the comparison", error))


def _value_key(model: str, value: WantedValue) -> str:
    return f"{model} {value.field} {value.label} {value.datatype or 'resource'}"
