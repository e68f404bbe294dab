"""Models as ORKG has them: contributions of papers, with values under ORKG's predicates.

It is read off the graph, so that every thing has the IRI that it has there. A value that ORKG has no
place for is left out and named, with the reason; nothing is dropped unmentioned.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from llm_kg.findings import Finding
from llm_kg.graph import BASE, Graph, build
from llm_kg.orkg.hosts import HOSTS
from llm_kg.orkg.template import ORKGR, load_template, predicates
from llm_kg.places import Place
from llm_kg.rdf import IRI, LLMKG, QUDT, RDFS, SCHEMA, XSD, Literal, Statement
from llm_kg.reconciliation import Model, Models
from llm_kg.vocabulary import Property, load_vocabulary

__all__ = [
    "Contribution",
    "Contributions",
    "LeftOut",
    "PaperOf",
    "Resource",
    "Value",
    "contributions",
    "summary",
]

_LABEL, _NAME = RDFS["label"], SCHEMA["name"]
_INTEGER, _DECIMAL, _ANY_URI = XSD["integer"], XSD["decimal"], XSD["anyURI"]


@dataclass(frozen=True, slots=True)
class Resource:
    """A value that is a thing: its label, and its IRI, which is ORKG's where ORKG is known to have it."""

    label: str
    iri: IRI

    @property
    def orkg_id(self) -> str | None:
        """The thing's id on production, where it is known."""
        return self.iri.removeprefix(ORKGR) if self.iri.startswith(ORKGR) else None


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a contribution: the field, the predicate's id on the host, and what it says."""

    field: str
    predicate: str
    object: Resource | Literal
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class PaperOf:
    """A paper as ORKG describes it, as far as it is known; `doi` is without resolver."""

    iri: IRI
    title: str | None = None
    doi: str | None = None
    url: str | None = None
    venue: str | None = None

    @property
    def is_known(self) -> bool:
        """Whether ORKG can tell which paper it is."""
        return bool(self.title or self.doi)


@dataclass(frozen=True, slots=True)
class Contribution:
    """A model as a contribution of a paper, which is None where none is stated.

    The model itself, with its own IRI, is a value of the contribution: its name.
    """

    iri: IRI
    label: str
    paper: PaperOf | None
    values: tuple[Value, ...]
    place: Place | None = None

    def __getitem__(self, field: str) -> tuple[Value, ...]:
        """Return the values of a field."""
        return tuple(value for value in self.values if value.field == field)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that ORKG's form has no place for: of which model and field, what, and why."""

    model: str
    field: str
    text: str
    reason: str
    place: Place | None = None

    @property
    def finding(self) -> Finding:
        """It, as a finding."""
        label = load_vocabulary().all_properties[self.field].label
        message = f"{self.model}: {label} {self.text[:80]!r} is not written for ORKG: {self.reason}"
        return Finding.of("orkg-no-predicate", message, self.place, entry=self.model, key=self.field)


@dataclass(frozen=True, slots=True)
class Contributions:
    """The contributions of all models, and what was left out of them."""

    all: tuple[Contribution, ...]
    left_out: tuple[LeftOut, ...]

    def __iter__(self) -> Iterator[Contribution]:
        return iter(self.all)

    def __len__(self) -> int:
        return len(self.all)


def contributions(models: Models, *, base: str = BASE, host: str = "production") -> Contributions:
    """Return models as contributions on a host of ORKG (a key of `HOSTS`), by the order of their keys.

    `base` moves the IRIs of instances, as it does in `llm_kg.build`.
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
    def __init__(self, models: Models, graph: Graph, host: str) -> None:
        self.models = {model.key: model for model in models}
        self.graph = graph
        self.about: Mapping[IRI, list[Statement]] = _by_subject(graph)
        self.predicates = predicates(host)
        self.on_production = host == "production"
        self.vocabulary = load_vocabulary()
        self.terms: dict[IRI, Property] = {
            iri: term
            for term in self.vocabulary.all_properties.values()
            if LLMKG["Model"] in term.domains and not term.is_derived
            for iri in (term.asserted_as or (term.iri,))
        }
        self.left_out: list[LeftOut] = []

    def contributions(self) -> Contributions:
        made = tuple(self._contribution(iri, self.models[key]) for iri, key in self.graph.models.items())
        return Contributions(made, tuple(self.left_out))

    def _contribution(self, model: IRI, described: Model) -> Contribution:
        label = described.name
        papers: list[Statement] = []
        values: list[Value] = []
        seen: set[tuple[str, _Found]] = set()
        for statement in self.about[model]:
            term = self.terms.get(statement.predicate)
            if term is None:
                continue
            if term.notation == "paper":
                papers.append(statement)
                continue
            value = self._value(label, term, statement)
            # A model's name stands under two predicates.
            if value and (value.field, value.object) not in seen:
                seen.add((value.field, value.object))
                values.append(value)
        order = {field: place for place, field in enumerate(load_template().properties)}
        values.sort(key=lambda value: order[value.field])
        paper = self._paper(label, papers)
        iri = IRI(f"{self.graph.base}contribution/{described.key}")
        return Contribution(iri, label, paper, tuple(values), described.records[0].place)

    # Values

    def _value(self, model: str, term: Property, statement: Statement) -> Value | None:
        predicate = self.predicates.get(term.notation)
        found: _Found | str
        if predicate is None:
            inferred = " that is known for certain" if term.orkg or term.inferred_orkg else ""
            found = f"it has no predicate there{inferred}"
        else:
            found = self._object(model, term, statement)
        place = self.graph.place_of(statement)
        if predicate is None or isinstance(found, str):
            text = self._shown(statement.object)
            self.left_out.append(LeftOut(model, term.notation, text, str(found), place))
            return None
        return Value(term.notation, predicate, found, place)

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
            return self._number(model, term, statement, value)
        return self._resource(value)

    def _resource(self, iri: IRI) -> Resource:
        label = self._text(iri, _LABEL) or self._text(iri, _NAME) or iri.rpartition("/")[2]
        if self.on_production and (known := HOSTS["production"].resource(iri)):
            return Resource(load_template().research_problems.get(known, label), ORKGR[known])
        return Resource(label, iri)

    def _number(self, model: str, term: Property, statement: Statement, quantity: IRI) -> Literal | str:
        """Return a quantity as the bare number that the predicate's label asks for."""
        row = load_template().properties[term.notation]
        about = {s.predicate: s.object for s in self.about[quantity]}
        unit = row.unit and self.vocabulary.units[row.unit].iri
        number = about.get(QUDT["numericValue"])
        if about.get(QUDT["hasUnit"]) != unit or not isinstance(number, Literal):
            return f"its predicate there is for {row.label!r} alone"
        if LLMKG["approximate"] in about:
            reason = "the number is written, and not that it is approximate"
            place = self.graph.place_of(statement)
            self.left_out.append(LeftOut(model, term.notation, self._shown(quantity), reason, place))
        return Literal(_plain(Decimal(number.lexical) / row.scale), _DECIMAL)

    def _shown(self, value: IRI | Literal) -> str:
        if isinstance(value, Literal):
            return value.lexical
        about = {s.predicate: s.object for s in self.about.get(value, ())}
        number, unit = about.get(QUDT["numericValue"]), about.get(QUDT["hasUnit"])
        if isinstance(number, Literal) and isinstance(unit, IRI):
            return f"{_plain(Decimal(number.lexical))} {self._text(unit, _LABEL) or unit}"
        return self._text(value, _LABEL) or value

    # Papers

    def _paper(self, model: str, stated: Sequence[Statement]) -> PaperOf | None:
        """Return the paper of a contribution: the first that has a DOI, else that ORKG can tell, else any."""
        pairs = [
            (statement, self._paper_of(statement.object))
            for statement in stated
            if isinstance(statement.object, IRI)
        ]
        if not pairs:
            return None
        _, chosen = min(pairs, key=lambda pair: (not pair[1].doi, not pair[1].is_known))
        for statement, paper in pairs:
            if paper is not chosen:
                text = paper.title or paper.url or paper.iri
                reason = f"a contribution is of one paper, here {chosen.title or chosen.doi or chosen.url!r}"
                place = self.graph.place_of(statement)
                self.left_out.append(LeftOut(model, "paper", text, reason, place))
        return chosen

    def _paper_of(self, iri: IRI) -> PaperOf:
        doi = self._text(iri, LLMKG["doi"])
        if not doi and (arxiv := self._text(iri, LLMKG["arxivIdentifier"])):
            doi = f"10.48550/arXiv.{arxiv}"  # which arXiv registers for every article
        urls = (s.object for s in self.about[iri] if s.predicate == SCHEMA["url"])
        url = next((url for url in urls if isinstance(url, IRI)), None)
        return PaperOf(iri, self._text(iri, _LABEL), doi, url, self._text(iri, LLMKG["venue"]))

    def _text(self, iri: IRI, predicate: IRI) -> str | None:
        """Return the first text of a node, in English or of no language."""
        texts = [
            s.object
            for s in self.about.get(iri, ())
            if s.predicate == predicate and isinstance(s.object, Literal)
        ]
        return min(texts, key=lambda t: t.language not in (None, "en")).lexical if texts else None


def _by_subject(graph: Graph) -> Mapping[IRI, list[Statement]]:
    about: dict[IRI, list[Statement]] = defaultdict(list)
    for statement in graph:
        if statement.graph is None:
            about[statement.subject].append(statement)
    return about


def _literal(value: Literal) -> Literal:
    """Return a literal as ORKG has it: without language, and whole numbers as integers."""
    if value.datatype == _DECIMAL:
        number = Decimal(value.lexical)
        whole = number == number.to_integral_value()
        return Literal(_plain(number), _INTEGER if whole else _DECIMAL)
    return Literal(value.lexical, XSD["string"] if value.language else value.datatype)


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
