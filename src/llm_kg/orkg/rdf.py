"""Models in ORKG's own IRIs and structure, so that a file joins ORKG's dump.

Literals are as the dump has them: each with a datatype, none with a language. What is not in ORKG keeps
the IRI that it has in our graph; no id of ORKG is invented.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from llm_kg.graph import BASE, prefixes
from llm_kg.names import slug
from llm_kg.orkg.contributions import Contribution, Contributions, Resource
from llm_kg.orkg.limits import check_research_field
from llm_kg.orkg.papers import PaperOf
from llm_kg.orkg.template import ORKGC, ORKGP, ORKGR, load_template
from llm_kg.rdf import IRI, OWL, RDF, RDFS, XSD, Literal, Statement
from llm_kg.views import View

__all__ = ["orkg_view"]

_TYPE, _LABEL = RDF["type"], RDFS["label"]
#: The predicates of papers, with ORKG's labels.
_PAPER_PREDICATES: Final[Mapping[str, str]] = {
    "HAS_VENUE": "Has venue",
    "P26": "doi",
    "P28": "publication month",
    "P29": "publication year",
    "P30": "research field",
    "P31": "contribution",
    "url": "url",
}


def orkg_view(contributions: Contributions, *, research_field: str = "R133", base: str = BASE) -> View:
    """Return contributions on production as statements of ORKG's vocabulary, papers first.

    `research_field` is that of the papers. A model without a paper is a contribution of none. `base` is
    that of the contributions.

    Raises
    ------
    LlmKgError
        `research_field` is no id of a resource.
    """
    check_research_field(research_field)
    made = _Making(research_field, base)
    stated = dict.fromkeys(made.statements(contributions))
    own = {"contribution": f"{base}contribution/", "orkgc": ORKGC, "orkgp": ORKGP, "orkgr": ORKGR}
    bound = prefixes(base) | own
    return View(tuple(stated), dict(sorted(bound.items())))


class _Making:
    def __init__(self, research_field: str, base: str) -> None:
        self.field = ORKGR[research_field]
        self.field_label = load_template().research_fields.get(research_field)
        self.base = base

    def statements(self, contributions: Contributions) -> Iterator[Statement]:
        template = load_template()
        kind = ORKGC[template.class_id]
        yield from (
            Statement(kind, _TYPE, OWL["Class"]),
            Statement(kind, _LABEL, _text(template.class_label)),
        )
        labels = {**_PAPER_PREDICATES, **{row.predicate: row.label for row in template.properties.values()}}
        for predicate, label in labels.items():
            yield Statement(ORKGP[predicate], _TYPE, ORKGC["Predicate"])
            yield Statement(ORKGP[predicate], _LABEL, _text(label))
        if any(contribution.paper for contribution in contributions):
            yield from _resource(self.field, self.field_label, "ResearchField")
        for contribution in contributions:
            if contribution.paper:
                yield from self._paper(contribution.paper, contribution.iri)
        for contribution in contributions:
            yield from _contribution(contribution, contributions.predicates)

    def _paper(self, paper: PaperOf, contribution: IRI) -> Iterator[Statement]:
        yield from _resource(paper.iri, paper.title, "Paper")
        yield Statement(paper.iri, ORKGP["P30"], self.field)
        if paper.doi:
            yield Statement(paper.iri, ORKGP["P26"], _text(paper.doi))
        for predicate, number in (("P28", paper.month), ("P29", paper.year)):
            if number:
                yield Statement(paper.iri, ORKGP[predicate], Literal(str(number), XSD["integer"]))
        if paper.url:
            yield Statement(paper.iri, ORKGP["url"], Literal(str(paper.url), XSD["anyURI"]))
        if paper.venue:
            venue = IRI(f"{self.base}venue/{slug(paper.venue)}")
            yield from _resource(venue, paper.venue, "Venue")
            yield Statement(paper.iri, ORKGP["HAS_VENUE"], venue)
        yield Statement(paper.iri, ORKGP["P31"], contribution)


def _contribution(contribution: Contribution, predicates: Mapping[str, str]) -> Iterator[Statement]:
    template = load_template()
    yield from _resource(contribution.iri, contribution.label, "Contribution", template.class_id)
    for value in contribution.values:
        thing = value.object
        predicate = ORKGP[predicates[value.field]]
        if isinstance(thing, Resource):
            known = thing.orkg_id
            iri = ORKGR[known] if known else thing.iri
            label = template.research_problems.get(known or "", thing.label)
            yield from _resource(iri, label, *value.classes)
            yield Statement(contribution.iri, predicate, iri)
        else:
            yield Statement(contribution.iri, predicate, thing)


def _resource(iri: IRI, label: str | None, *classes: str) -> Iterator[Statement]:
    yield from (Statement(iri, _TYPE, ORKGC[name]) for name in ("Resource", *classes))
    if label:
        yield Statement(iri, _LABEL, _text(label))


def _text(text: str) -> Literal:
    return Literal(text, XSD["string"])
