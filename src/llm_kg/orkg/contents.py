"""What a push wants ORKG to say, in the form that its plan and its requests have.

What it says is decided elsewhere (`llm_kg.orkg.contributions`), for a push as for the files.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from llm_kg.findings import Finding
from llm_kg.names import fold
from llm_kg.orkg.contributions import Contribution, Value, contributions
from llm_kg.orkg.papers import PaperOf
from llm_kg.rdf import IRI, XSD, Literal
from llm_kg.reconciliation import Models
from llm_kg.rules import RULES

__all__ = ["Contents", "Remark", "WantedContribution", "WantedPaper", "WantedValue", "contents_of"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class WantedValue(_Frozen):
    """One value of a property: a literal with its datatype, or a resource (without one) with our IRI.

    `known` is the id under which ORKG's production is believed to have the resource.
    """

    field: str
    label: str
    datatype: str | None = None
    uri: str | None = None
    classes: tuple[str, ...] = ()
    known: str | None = None


class WantedContribution(_Frozen):
    """What a paper contributes: one model (its IRI), under its name, with its values."""

    model: str
    label: str
    names: tuple[str, ...]
    values: tuple[WantedValue, ...]


class WantedPaper(_Frozen):
    """A paper that describes models; `title` may be missing of one that can only be looked up."""

    title: str | None
    dois: tuple[str, ...] = ()
    url: str | None = None
    year: int | None = None
    month: int | None = None
    venue: str | None = None
    contributions: tuple[WantedContribution, ...] = ()

    @property
    def name(self) -> str:
        """What to call the paper in messages."""
        return f'"{self.title}"' if self.title else self.dois[0]

    @property
    def key(self) -> str:
        """What the journal calls the paper."""
        return self.dois[0] if self.dois else str(self.title)


class Remark(_Frozen):
    """Something to know before a push, by a rule of the catalogue."""

    rule: str
    message: str
    place: str | None = None

    @classmethod
    def of(cls, finding: Finding) -> Remark:
        """Return a finding as a plan holds it."""
        place = str(finding.place) if finding.place else None
        return cls(rule=finding.rule, message=finding.message, place=place)

    @property
    def is_error(self) -> bool:
        """Whether something is not pushed that should be."""
        return str(RULES[self.rule].severity) == "error"


class Contents(_Frozen):
    """Everything that a push wants, and what it must leave out."""

    papers: tuple[WantedPaper, ...]
    remarks: tuple[Remark, ...]


def contents_of(models: Models, base: str) -> Contents:
    """Return what models come to in ORKG; their instances are under `base`."""
    described = contributions(models, base=base, host=None)
    remarks = [Remark.of(one.finding) for one in described.left_out]
    papers: dict[IRI, PaperOf] = {}
    contributed: dict[IRI, list[WantedContribution]] = {}
    for one in described:
        if finding := one.left_out:
            remarks.append(Remark.of(finding))
        elif one.paper:
            papers[one.paper.iri] = one.paper
            contributed.setdefault(one.paper.iri, []).append(_contribution(one))
    wanted = [_paper(paper, contributed[iri]) for iri, paper in papers.items()]
    wanted.sort(key=lambda paper: (fold(paper.title or ""), paper.dois))
    return Contents(papers=tuple(wanted), remarks=tuple(dict.fromkeys(remarks)))


def _paper(paper: PaperOf, contributions: list[WantedContribution]) -> WantedPaper:
    return WantedPaper(
        title=paper.title,
        dois=paper.dois,
        url=paper.url,
        year=paper.year,
        month=paper.month,
        venue=paper.venue,
        contributions=tuple(contributions),
    )


def _contribution(one: Contribution) -> WantedContribution:
    return WantedContribution(
        model=one.model,
        label=one.label,
        names=(one.label, *one.names),
        values=tuple(map(_value, one.values)),
    )


def _value(value: Value) -> WantedValue:
    said = value.object
    if isinstance(said, Literal):
        datatype = f"xsd:{said.datatype.removeprefix(XSD)}"
        return WantedValue(field=value.field, label=said.lexical, datatype=datatype)
    return WantedValue(
        field=value.field, label=said.label, uri=said.iri, classes=value.classes, known=said.orkg_id
    )
