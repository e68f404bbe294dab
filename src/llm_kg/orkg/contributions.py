"""Models as ORKG has them: contributions of papers, with values under ORKG's predicates.

Everything that is written for ORKG is made from this: its CSV, RDF in its IRIs, and what is pushed. It is
read off the graph, so that every thing has the IRI that it has there. A value that ORKG has no place for
is left out and named, with the reason; nothing is dropped unmentioned.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, TypeAlias

from llm_kg.findings import Finding
from llm_kg.graph import BASE, Graph, build
from llm_kg.numerals import plain
from llm_kg.orkg.about import About
from llm_kg.orkg.hosts import HOSTS
from llm_kg.orkg.limits import one_line, unfit
from llm_kg.orkg.papers import PaperOf, Papers
from llm_kg.orkg.template import load_template, predicates
from llm_kg.places import Place
from llm_kg.rdf import IRI, LLMKG, QUDT, RDFS, SCHEMA, XSD, Literal, Statement
from llm_kg.reconciliation import Model, Models
from llm_kg.terms import Property
from llm_kg.vocabulary import load_vocabulary

__all__ = ["Contribution", "Contributions", "LeftOut", "Resource", "Value", "contributions", "summary"]

_LABEL, _NAME = RDFS["label"], SCHEMA["name"]
_INTEGER, _DECIMAL, _ANY_URI, _STRING = XSD["integer"], XSD["decimal"], XSD["anyURI"], XSD["string"]
#: Field → the class that ORKG gives to its values.
_CLASSES: Final[Mapping[str, tuple[str, ...]]] = {"research_problem": ("Problem",)}


@dataclass(frozen=True, slots=True)
class Resource:
    """A value that is a thing: its label, our IRI, and the id that it is known to have on production."""

    label: str
    iri: IRI
    orkg_id: str | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a contribution: the field, and what it says."""

    field: str
    object: Resource | Literal
    place: Place | None = None

    @property
    def text(self) -> str:
        """The label of a thing, or the text of a literal."""
        return self.object.lexical if isinstance(self.object, Literal) else self.object.label

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes that ORKG gives to the thing."""
        return _CLASSES.get(self.field, ())


@dataclass(frozen=True, slots=True)
class Contribution:
    """A model as a contribution of a paper, which is None where none is stated.

    The model itself, with its own IRI (`model`), is a value of the contribution: its name. `names` are its
    others.
    """

    iri: IRI
    model: IRI
    label: str
    paper: PaperOf | None
    values: tuple[Value, ...]
    place: Place | None = None
    names: tuple[str, ...] = ()

    def __getitem__(self, field: str) -> tuple[Value, ...]:
        """Return the values of a field."""
        return tuple(value for value in self.values if value.field == field)

    @property
    def left_out(self) -> Finding | None:
        """Why ORKG cannot hold it under a paper, as a finding, or None where it can."""
        if self.paper and self.paper.is_known:
            return None
        url = self.paper and self.paper.url
        stated = f"of its paper only {url} is stated" if url else "no paper is stated"
        message = f"{self.label} is left out: {stated}; a title, a DOI or an arXiv link is needed"
        return Finding.of("orkg-left-out", message, self.place, entry=self.label)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that ORKG has no place for: of which model and field, what, and why, by which rule."""

    model: str
    field: str
    text: str
    reason: str
    place: Place | None = None
    rule: str = "orkg-no-predicate"

    @property
    def finding(self) -> Finding:
        """It, as a finding."""
        label = load_vocabulary().all_properties[self.field].label
        message = f"{self.model[:80]}: {label} {self.text[:80]!r} is not written for ORKG: {self.reason}"
        return Finding.of(self.rule, message, self.place, entry=self.model, key=self.field)


@dataclass(frozen=True, slots=True)
class Contributions:
    """The contributions of all models, what was left out of them, and field → predicate on the host."""

    all: tuple[Contribution, ...]
    left_out: tuple[LeftOut, ...]
    predicates: Mapping[str, str] = field(default_factory=predicates)

    def __iter__(self) -> Iterator[Contribution]:
        return iter(self.all)

    def __len__(self) -> int:
        return len(self.all)


def contributions(models: Models, *, base: str = BASE, host: str | None = "production") -> Contributions:
    """Return models as contributions on a host of ORKG (a key of `HOSTS`), by the order of their keys.

    Without a host they hold what any may have a place for: it is to be asked for its predicates. `base`
    moves the IRIs of instances, as it does in `llm_kg.build`.
    """
    graph = build(models, base=base, provenance="none", standard_terms=False)
    return _Reading(models, graph, host).contributions()


def summary(left_out: Sequence[LeftOut]) -> str:
    """Return in one line of what fields values were left out, and how many; empty if none were."""
    properties = load_vocabulary().all_properties
    counts = Counter(properties[one.field].label for one in left_out)
    return ", ".join(f"{label} {count}" for label, count in sorted(counts.items()))


_Found: TypeAlias = Resource | Literal


class _Reading:
    def __init__(self, models: Models, graph: Graph, host: str | None) -> None:
        self.models = {model.key: model for model in models}
        self.graph = graph
        self.about = About(graph)
        self.vocabulary = load_vocabulary()
        self.template = load_template()
        self.predicates = predicates(host or "production")
        self.knows_ids = host in (None, "production")
        self.terms: dict[IRI, Property] = {
            iri: term
            for term in self.vocabulary.all_properties.values()
            if LLMKG["Model"] in term.domains and not term.is_derived
            for iri in (term.asserted_as or (term.iri,))
        }
        named = (node for model in graph.models for _, node in self._papers_of(model))
        self.papers = Papers(named, self.about)
        self.left_out: list[LeftOut] = []

    def contributions(self) -> Contributions:
        made = [self._contribution(iri, self.models[key]) for iri, key in self.graph.models.items()]
        return Contributions(tuple(filter(None, made)), tuple(self.left_out), self.predicates)

    def _contribution(self, model: IRI, described: Model) -> Contribution | None:
        label = one_line(described.name)
        place = described.records[0].origin or described.records[0].place
        if reason := unfit(label):
            self.left_out.append(LeftOut(label, "name", label, reason, place, "orkg-unfit"))
            return None
        values: dict[tuple[str, _Found], Value] = {}
        for statement in self.about[model]:
            term = self.terms.get(statement.predicate)
            if term is None or term.notation == "paper":
                continue
            value = self._value(label, term, statement, self.graph.place_of(statement) or place)
            if isinstance(value, LeftOut):
                self.left_out.append(value)
            else:  # a model's name stands under two predicates
                values.setdefault((value.field, value.object), value)
        order = {field: place for place, field in enumerate(self.template.properties)}
        ordered = sorted(values.values(), key=lambda value: order[value.field])
        paper = self._paper(label, self._papers_of(model))
        self._tell_venues(label, described.venue, paper, place)
        iri = IRI(f"{self.graph.base}contribution/{described.key}")
        return Contribution(iri, model, label, paper, tuple(ordered), place, described.alternate_name)

    # Values

    def _value(self, model: str, term: Property, statement: Statement, place: Place) -> Value | LeftOut:
        def left_out(reason: str, rule: str = "orkg-no-predicate") -> LeftOut:
            return LeftOut(model, term.notation, self._shown(statement.object), reason, place, rule)

        if term.notation not in self.predicates:
            inferred = " that is known for certain" if term.orkg or term.inferred_orkg else ""
            return left_out(f"it has no predicate there{inferred}")
        found = self._object(model, term, statement)
        if isinstance(found, str):
            return left_out(found)
        value = Value(term.notation, found, place)
        reason = unfit(value.text)
        return left_out(reason, "orkg-unfit") if reason else value

    def _object(self, model: str, term: Property, statement: Statement) -> _Found | str:
        """Return what ORKG has as the value, or why it has no place for it."""
        value = statement.object
        if term.notation == "name":
            return Resource(model, statement.subject)
        if isinstance(value, Literal):
            return _literal(value)
        if term.ranges == (RDFS["Resource"],):
            return Literal(str(value), _ANY_URI)
        if QUDT["QuantityValue"] in term.ranges:
            return self._number(term, value)
        label = self.about.text(value, _LABEL, _NAME) or value.rpartition("/")[2]
        known = HOSTS["production"].resource(value) if self.knows_ids else None
        return Resource(one_line(label), value, known)

    def _number(self, term: Property, quantity: IRI) -> Literal | str:
        """Return a quantity as the bare number that the predicate's label asks for.

        What is approximate is a text, for as a number it would pass for exact.
        """
        row = self.template.properties[term.notation]
        unit = row.unit and self.vocabulary.units[row.unit].iri
        number = self.about.text(quantity, QUDT["numericValue"])
        if number is None or self.about.iri(quantity, QUDT["hasUnit"]) != unit:
            return f"its predicate there is for {row.label!r} alone"
        if self.about.all(quantity, LLMKG["approximate"]):
            return Literal(row.number(Decimal(number), approximate=True), _STRING)
        return _literal(Literal(row.number(Decimal(number)), _DECIMAL))

    def _shown(self, value: IRI | Literal) -> str:
        if isinstance(value, Literal):
            return value.lexical
        number, unit = self.about.text(value, QUDT["numericValue"]), self.about.iri(value, QUDT["hasUnit"])
        if number and unit:
            return f"{plain(Decimal(number))} {self.about.text(unit, _LABEL) or unit}"
        return self.about.text(value, _LABEL) or value

    # Papers

    def _papers_of(self, model: IRI) -> Iterator[tuple[Statement, IRI]]:
        """Yield what names a paper of a model, and the paper's node."""
        for statement in self.about[model]:
            term, node = self.terms.get(statement.predicate), statement.object
            if term and term.notation == "paper" and isinstance(node, IRI):
                yield statement, node

    def _paper(self, model: str, stated: Iterable[tuple[Statement, IRI]]) -> PaperOf | None:
        """Return the paper of a contribution: the first that has a DOI, else that ORKG can tell, else any."""
        named = list(stated)
        papers = [self.papers[node] for _, node in named]
        if not papers:
            return None
        chosen = min(papers, key=lambda paper: (not paper.dois, not paper.is_known))
        other = f"a contribution is of one paper, here {chosen.title or chosen.doi or chosen.url!r}"
        for (statement, node), paper in zip(named, papers, strict=True):
            place = self.graph.place_of(statement)
            for text, reason in self.papers.refused.get(node, ()):
                self.left_out.append(LeftOut(model, "paper", text, reason, place, "orkg-unfit"))
            if paper != chosen:
                text = paper.title or paper.url or paper.iri
                self.left_out.append(LeftOut(model, "paper", text, other, place))
        return chosen

    def _tell_venues(self, model: str, venues: Sequence[str], paper: PaperOf | None, place: Place) -> None:
        reason = "ORKG has one venue of a paper, and it is not certain that this is it"
        for venue in venues:
            if not paper or paper.venue != one_line(venue):
                self.left_out.append(LeftOut(model, "venue", venue, reason, place))


def _literal(value: Literal) -> Literal:
    """Return a literal as ORKG has it: without language, and whole numbers as integers."""
    if value.datatype == _DECIMAL:
        number = Decimal(value.lexical)
        whole = number == number.to_integral_value()
        return Literal(plain(number), _INTEGER if whole else _DECIMAL)
    return Literal(value.lexical, _STRING if value.language else value.datatype)
