"""What a push wants ORKG to say: papers, each with a contribution for every model that it describes.

Values come from the graph, so they are those of every other output; here they take the form that ORKG
demands. What cannot be pushed is a remark, told before the first write.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from pydantic import BaseModel, ConfigDict

from llm_kg.findings import RULES
from llm_kg.graph import Graph, build
from llm_kg.identifiers import is_web_link
from llm_kg.names import fold
from llm_kg.orkg.hosts import HOSTS
from llm_kg.orkg.limits import LONGEST_LABEL as _LONGEST
from llm_kg.rdf import IRI, LLMKG, QUDT, RDFS, XSD, Literal, Statement
from llm_kg.reconciliation import Model, Models
from llm_kg.records import Description, Paper
from llm_kg.vocabulary import Property, load_vocabulary
from llm_kg.wording import value_text

__all__ = ["Contents", "Remark", "Value", "WantedContribution", "WantedPaper", "contents_of"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Value(_Frozen):
    """One value of a property: a literal with its datatype, or a resource (without one) with our IRI.

    `known` are ids under which ORKG's production is believed to have the resource.
    """

    field: str
    label: str
    datatype: str | None = None
    uri: str | None = None
    classes: tuple[str, ...] = ()
    known: tuple[str, ...] = ()


class WantedContribution(_Frozen):
    """What a paper contributes: one model (its IRI), under its name, with its values."""

    model: str
    label: str
    names: tuple[str, ...]
    values: tuple[Value, ...]


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
    return _Maker(models, base).contents()


class _Maker:
    """One making of contents."""

    def __init__(self, models: Models, base: str) -> None:
        self.models = models
        graph = build(models, base=base, provenance="none", standard_terms=False)
        self.iris = {key: iri for iri, key in graph.models.items()}
        self.about = _by_subject(graph)
        self.vocabulary = load_vocabulary()
        self.remarks: list[Remark] = []

    def contents(self) -> Contents:
        groups: dict[int, list[tuple[Model, Paper]]] = defaultdict(list)
        described = [model for model in self.models if self._is_described(model)]
        group_of = _grouped([paper for model in described for paper in model.paper])
        for model in described:
            paper = next(p for p in model.paper if p.title or _dois(p))
            groups[group_of[paper]].append((model, paper))
            self._say_of_others(model, {group_of[p]: p for p in reversed(model.paper)}, group_of[paper])
        merged: dict[int, list[Paper]] = defaultdict(list)
        for model in described:
            for paper in model.paper:
                merged[group_of[paper]].append(paper)
        papers = (self._paper(merged[number], [m for m, _ in group]) for number, group in groups.items())
        kept = [paper for paper in papers if paper]
        kept.sort(key=lambda paper: (fold(paper.title or ""), paper.dois))
        return Contents(papers=tuple(kept), remarks=tuple(dict.fromkeys(self.remarks)))

    def _is_described(self, model: Model) -> bool:
        if any(paper.title or _dois(paper) for paper in model.paper):
            return True
        has = "its paper has neither title nor DOI" if model.paper else "it names no paper"
        self._remark("orkg-left-out", model, f"{model.name} is left out: {has}")
        return False

    def _say_of_others(self, model: Model, papers: Mapping[int, Paper], chosen: int) -> None:
        for number, paper in papers.items():
            if number != chosen:
                said = paper.title or (paper.urls[0] if paper.urls else "")
                self._remark(
                    "orkg-no-predicate", model, f'{model.name}: a further paper is not pushed: "{said}"'
                )

    def _remark(self, rule: str, model: Model, message: str) -> None:
        record = model.records[0]
        place = record.origin or record.place
        self.remarks.append(Remark(rule=rule, message=message, place=str(place)))

    # Papers

    def _paper(self, papers: list[Paper], models: list[Model]) -> WantedPaper | None:
        title = next((_label(paper.title) for paper in papers if paper.title), None)
        if title and len(title) > _LONGEST:
            self._remark("orkg-unfit", models[0], f"the title is longer than {_LONGEST}: {title[:60]}…")
            return None
        dois = tuple(dict.fromkeys(doi for paper in papers for doi in _dois(paper)))
        urls = (url for paper in papers for url in paper.urls if is_web_link(url))
        venues = {venue for m in models if len(m.paper) == 1 for venue in m.venue}
        year, month = _arxiv_date(dois[0]) if dois else (None, None)
        return WantedPaper(
            title=title,
            dois=dois,
            url=next(urls, None),
            year=year,
            month=month,
            venue=_label(venues.pop()) if len(venues) == 1 else None,
            contributions=tuple(map(self._contribution, models)),
        )

    # Contributions

    def _contribution(self, model: Model) -> WantedContribution:
        iri = self.iris[model.key]
        values: list[Value] = [Value(field="name", label=_label(model.name), uri=iri)]
        for field in Description.model_fields:
            if field not in _ELSEWHERE:
                values += self._values(model, iri, self.vocabulary.all_properties[field])
        kept = dict.fromkeys(value for value in values if self._fits(model, value))
        return WantedContribution(
            model=iri,
            label=_label(model.name),
            names=(model.name, *model.alternate_name),
            values=tuple(kept),
        )

    def _values(self, model: Model, iri: IRI, term: Property) -> Iterator[Value]:
        stated = getattr(model, term.notation)
        if stated in (None, ()):
            return
        if not (term.orkg or term.inferred_orkg) or term.notation in _UNITLESS:
            for value in stated if isinstance(stated, tuple) else (stated,):
                said = value_text(value, term.notation)
                message = f"{model.name}: ORKG has no predicate for {term.label}: {said}"
                self._remark("orkg-no-predicate", model, message)
            return
        for statement in self.about[iri]:
            if statement.predicate == term.iri:
                yield from self._value(model, term, statement.object)

    def _value(self, model: Model, term: Property, object_: IRI | Literal) -> Iterator[Value]:
        field = term.notation
        if isinstance(object_, Literal):
            yield _literal(field, object_)
        elif number := self._first(object_, QUDT["numericValue"]):
            if quantity := self._quantity(field, object_, Decimal(number)):
                yield quantity
            else:
                unit = self._first(object_, QUDT["hasUnit"]).rpartition("#")[2].rpartition("/")[2]
                message = f"{model.name}: {term.label} in {unit} has no place in ORKG's property"
                self._remark("orkg-no-predicate", model, message)
        elif label := self._label_of(object_):
            yield self._resource(field, object_, label)
        else:
            yield Value(field=field, label=object_, datatype="xsd:anyURI")

    def _resource(self, field: str, iri: IRI, label: str) -> Value:
        id_ = HOSTS["production"].resource(iri)
        known = (id_,) if id_ else ()
        classes = ("Problem",) if field == "research_problem" else ()
        return Value(field=field, label=_label(label), uri=iri, classes=classes, known=known)

    def _quantity(self, field: str, node: IRI, number: Decimal) -> Value | None:
        """Return a quantity in the unit of ORKG's property, or None where it has another."""
        factor = _UNITS.get((field, self._first(node, QUDT["hasUnit"])))
        if factor is None:
            return None
        text = f"{(number * factor).normalize():f}"
        if self._first(node, LLMKG["approximate"]):
            return Value(field=field, label=f"~{text}", datatype="xsd:string")
        return Value(field=field, label=text, datatype="xsd:decimal" if "." in text else "xsd:integer")

    def _first(self, subject: IRI, predicate: IRI) -> str:
        """Return the first object of a node and predicate in words; empty where there is none."""
        found = (s.object for s in self.about.get(subject, ()) if s.predicate == predicate)
        object_ = next(found, "")
        return object_.lexical if isinstance(object_, Literal) else str(object_)

    def _label_of(self, iri: IRI) -> str:
        return self._first(iri, RDFS["label"])

    def _fits(self, model: Model, value: Value) -> bool:
        if 0 < len(value.label) <= _LONGEST and "\0" not in value.label:
            return True
        self._remark(
            "orkg-unfit",
            model,
            f"{model.name}: {value.field} is longer than the {_LONGEST} characters that ORKG takes: "
            f"{value.label[:60]}…",
        )
        return False


#: What stands elsewhere: in the paper, in the label, or (sizes) in the number of parameters.
_ELSEWHERE: Final = frozenset({"name", "paper", "venue", "size"})
#: ORKG's property says of no unit what its numbers are in.
_UNITLESS: Final = frozenset({"active_parameter_count"})
#: Property and unit → what makes the unit that of ORKG's property.
_UNITS: Final[Mapping[tuple[str, str], Decimal]] = {
    ("training_data_size", LLMKG["TOKEN"]): Decimal("1e-9"),
    ("carbon_emitted", LLMKG["TONNE-CO2E"]): Decimal(1),
}


def _by_subject(graph: Graph) -> dict[IRI, list[Statement]]:
    about: dict[IRI, list[Statement]] = defaultdict(list)
    for statement in graph:
        about[statement.subject].append(statement)
    return about


def _literal(field: str, literal: Literal) -> Value:
    text, datatype = literal.lexical, literal.datatype.removeprefix(XSD)
    if datatype == "decimal" and Decimal(text) == Decimal(text).to_integral_value():
        text, datatype = str(int(Decimal(text))), "integer"
    return Value(field=field, label=text, datatype=f"xsd:{datatype}")


def _label(text: str) -> str:
    """Return a text as ORKG takes labels: in one line."""
    return " ".join(text.replace("\0", " ").split())


def _dois(paper: Paper) -> list[str]:
    """Return the DOIs of a paper, its own first; arXiv gives one to each of its papers."""
    own = [paper.doi] if paper.doi else []
    return list(dict.fromkeys([*own, *([f"10.48550/arXiv.{paper.arxiv}"] if paper.arxiv else [])]))


def _arxiv_date(doi: str) -> tuple[int | None, int | None]:
    """Return year and month of a paper on arXiv, which its identifier tells.

    >>> _arxiv_date("10.48550/arXiv.2005.14165"), _arxiv_date("10.18653/v1/n19-1423")
    ((2020, 5), (None, None))
    """
    match = re.fullmatch(r"10\.48550/arxiv\.(\d{2})(0[1-9]|1[0-2])\.\d{4,5}", doi, re.IGNORECASE)
    return (2000 + int(match[1]), int(match[2])) if match else (None, None)


def _grouped(papers: Iterable[Paper]) -> dict[Paper, int]:
    """Give numbers to papers: one to those of one DOI or title, for ORKG takes no title twice."""
    number_of: dict[Any, int] = {}
    alias: dict[int, int] = {}

    def root(number: int) -> int:
        while alias[number] != number:
            number = alias[number]
        return number

    kept = list(papers)
    for paper in kept:
        names = [
            *(doi.lower() for doi in _dois(paper)),
            *([("title", fold(paper.title))] if paper.title else ()),
        ]
        known = sorted({root(number_of[name]) for name in names if name in number_of})
        own = known[0] if known else len(alias)
        alias.setdefault(own, own)
        for other in known:
            alias[other] = own
        number_of |= dict.fromkeys(names, own)
        number_of[paper] = own
    return {paper: root(number_of[paper]) for paper in kept}
