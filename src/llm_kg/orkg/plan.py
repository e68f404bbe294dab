"""A plan: what a push would do, to be read before it is done; as text, and as a file of JSON Lines."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from llm_kg.errors import OrkgError
from llm_kg.orkg.contents import Contents, Remark, WantedContribution
from llm_kg.orkg.contributions import LeftOut
from llm_kg.orkg.decisions import Decider
from llm_kg.orkg.journal import Journal
from llm_kg.orkg.lookup import Lookup
from llm_kg.orkg.steps import ComparisonStep, Options, PaperStep, Steps

if TYPE_CHECKING:
    from llm_kg.orkg.report import Report

__all__ = ["Plan", "is_plan", "make_steps"]

_HEADER: Final = "llm-kg push"
Progress = Callable[[int, int, str], None]


class Plan:
    """What a push would do. `print` shows it, `lines` is its file, `apply` carries it out."""

    def __init__(self, steps: Steps, writer: Callable[[], Lookup]) -> None:
        self._writer = writer
        #: The plan as data.
        self.steps = steps

    @property
    def writes(self) -> int:
        """The number of papers, contributions and comparisons that would be written."""
        return sum(step.writes for step in self.steps.papers) + bool(
            self.steps.comparison and self.steps.comparison.writes
        )

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What is not pushed, what is ambiguous, and where ORKG says something else."""
        return self.steps.remarks

    def apply(self, journal: str | Path | None = None, progress: Progress | None = None) -> Report:
        """Carry the plan out; what is there by now is not written again.

        Without a journal a push can be repeated as well, but then nothing proves later which values
        were this tool's.

        Raises
        ------
        OrkgError
            ORKG cannot be reached, refuses the login, or another push is writing the journal.
        """
        from llm_kg.orkg.apply import apply

        return apply(self._writer(), self.steps, Path(journal) if journal else None, progress)

    def lines(self) -> Iterator[str]:
        """Yield the plan as JSON Lines: a header, then papers, the comparison, and remarks."""

        def line(**value: Any) -> str:
            return json.dumps(value, ensure_ascii=False) + "\n"

        yield line(plan=_HEADER, version=1, **self.steps.header())
        for paper in self.steps.papers:
            yield line(paper=paper.model_dump(mode="json"))
        if self.steps.comparison:
            yield line(comparison=self.steps.comparison.model_dump(mode="json"))
        for remark in self.steps.remarks:
            yield line(remark=remark.model_dump(mode="json"))

    @staticmethod
    def read(path: str | Path) -> Steps:
        """Return the steps of a plan's file.

        Raises
        ------
        OrkgError
            The file cannot be read, or is no plan.
        """
        number = 0
        try:
            lines = Path(path).read_text(encoding="utf-8").splitlines()
            header = json.loads(lines[0])
            if header.pop("plan") != _HEADER or header.pop("version") != 1:
                raise ValueError(header)
            parts: dict[str, list[Any]] = {"paper": [], "comparison": [], "remark": []}
            for number, line in enumerate(lines[1:], 1):  # noqa: B007 - for the message
                ((kind, value),) = json.loads(line).items()
                parts[kind].append(value)
            return Steps.model_validate_json(
                json.dumps(
                    {
                        **header,
                        "papers": parts["paper"],
                        "comparison": next(iter(parts["comparison"]), None),
                        "remarks": parts["remark"],
                    }
                )
            )
        except OSError as error:
            raise OrkgError(f"{path}: the plan cannot be read: {error.strerror}") from None
        except ValidationError as error:
            where = ".".join(map(str, error.errors()[0]["loc"]))
            raise OrkgError(
                f"{path}: this is no plan of a push: {where}: {error.errors()[0]['msg']}"
            ) from None
        except (ValueError, KeyError, TypeError, AttributeError, IndexError):
            raise OrkgError(f"{path}:{number + 1}: this is no plan of a push") from None

    def __repr__(self) -> str:
        return f"<plan for {self.steps.host}: {len(self.steps.papers)} papers, {self.writes} to write>"

    def __str__(self) -> str:
        return "\n".join(self.text())

    def text(self) -> Iterator[str]:
        """Yield the plan in words, line by line. It holds strangers' text, as they wrote it."""
        return _text(self.steps)


def is_plan(path: str) -> bool:
    """Tell whether a file is a plan, by its first line."""
    try:
        with Path(path).open("rb") as stream:
            return bool(json.loads(stream.readline(100_000)).get("plan") == _HEADER)
    except (OSError, ValueError, AttributeError):
        return False


def make_steps(
    lookup: Lookup,
    contents: Contents,
    options: Options,
    base: str,
    journal: Journal,
    progress: Progress | None = None,
) -> Steps:
    """Look everything up that is wanted, and say what is to be done.

    Raises
    ------
    OrkgError
        The host cannot be reached, or lacks what a push needs.
    """
    values = [v for paper in contents.papers for c in paper.contributions for v in c.values]
    lookup.find_predicates({value.field for value in values})
    lookup.find_classes({class_ for value in values for class_ in value.classes})
    decider = Decider(lookup, journal, options)
    remarks = dict.fromkeys(contents.remarks)
    papers: list[PaperStep] = []
    for number, paper in enumerate(contents.papers):
        if progress:
            progress(number, len(contents.papers), paper.name)
        fitted = paper.model_copy(
            update={"contributions": tuple(fit(c, lookup, remarks) for c in paper.contributions)}
        )
        papers.append(decider.paper(fitted))
    comparison = None
    if options.with_comparison:
        steps = [c for paper in papers for c in paper.contributions]
        there = [c.id for c in steps if c.id]
        comparison = decider.comparison(there, sum(c.action == "create" for c in steps))
    return Steps(
        host=lookup.client.host.url,
        token_url=lookup.client.host.token_url,
        base=base,
        has_uri=lookup.has_uri,
        predicates=lookup.predicates,
        options=options,
        papers=tuple(papers),
        comparison=comparison,
        remarks=(*remarks, *decider.remarks),
    )


def fit(wanted: WantedContribution, lookup: Lookup, remarks: dict[Remark, None]) -> WantedContribution:
    """Return a contribution as a host can hold it: with its predicates, and `uri` where it knows that."""
    kept = []
    for stated in wanted.values:
        there = tuple(class_ for class_ in stated.classes if class_ in lookup.classes)
        value = stated.model_copy(update={"classes": there})
        if value.field not in lookup.predicates:
            left_out = LeftOut(wanted.label, value.field, value.label, lookup.without[value.field])
            remarks[Remark.of(left_out.finding)] = None
        elif lookup.has_uri:
            kept.append(value)
        elif value.field == "name":
            # Without an IRI the name is a text: things of other kinds bear the names of models.
            kept.append(value.model_copy(update={"uri": None, "datatype": "xsd:string"}))
        else:
            kept.append(value.model_copy(update={"uri": None}))
    return wanted.model_copy(update={"values": tuple(kept)})


def _text(steps: Steps) -> Iterator[str]:
    yield f"plan for {steps.host}, as it is now; nothing was written"
    counts = Counter(paper.action for paper in steps.papers)
    yield f"papers: {_counts(counts)}"
    yield f"contributions: {_counts(Counter(c.action for p in steps.papers for c in p.contributions))}"
    for paper in steps.papers:
        yield from _paper_text(paper)
    if steps.comparison:
        yield _comparison_text(steps.comparison, steps.options)
    for rule, heading in _HEADINGS.items():
        said = [remark for remark in steps.remarks if remark.rule == rule]
        if said:
            yield f"{heading} ({len(said)}):"
            yield from (f"  {r.message}{f'  [{r.place}]' if r.place else ''}" for r in said)


_HEADINGS: Final = {
    "orkg-ambiguous": "ambiguous, so nothing is done there",
    "orkg-conflict": "ORKG and the list differ; what stands there is left alone",
    "orkg-unfit": "does not fit into ORKG",
    "orkg-left-out": "left out",
    "orkg-no-predicate": "not pushed, for ORKG has no place for it",
}


def _counts(counts: Counter[Any]) -> str:
    return ", ".join(f"{action} {number}" for action, number in sorted(counts.items())) or "none"


def _paper_text(paper: PaperStep) -> Iterator[str]:
    there = f" {paper.id}" if paper.id else ""
    doi = f" ({paper.wanted.dois[0]})" if paper.wanted.dois else ""
    yield f"{paper.action}{there}: {paper.wanted.name}{doi}: {paper.why}"
    for step in paper.contributions:
        own = f" {step.id}" if step.id else ""
        number = f", {len(step.wanted.values)} values" if step.action == "create" else ""
        yield f"    {step.action}{own}: {step.wanted.label}{number}: {step.why}"
        yield from (f"        {change.kind}: {change.message}" for change in step.changes)


def _comparison_text(step: ComparisonStep, options: Options) -> str:
    there = f" {step.id}" if step.id else ""
    more = f", {step.more} contributions more" if step.more else ""
    publish = ", then publish it, which cannot be undone" if options.publish else ""
    doi = ", with a DOI, which lasts for ever" if options.publish and options.doi else ""
    return f'comparison: {step.action}{there}: "{step.title}"{more}: {step.why}{publish}{doi}'
