"""The bodies of writes: papers and contributions with everything they need, comparisons."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from llm_kg.orkg.contents import WantedContribution, WantedPaper, WantedValue
from llm_kg.orkg.steps import Options

__all__ = ["comparison_body", "contribution_body", "paper_body", "sources_of"]

#: Value of a resource → the id of one that is there, or None where it is to be made.
Find = Callable[[WantedValue], str | None]


class _Declared:
    """The things that one request declares, under temporary ids."""

    def __init__(self, find: Find, predicates: dict[str, str]) -> None:
        self._find = find
        self._predicates = predicates
        self._known: dict[WantedValue, str] = {}
        self.resources: dict[str, Any] = {}
        self.literals: dict[str, Any] = {}

    def contribution(self, wanted: WantedContribution) -> dict[str, Any]:
        """Return a contribution; the name of its model comes first, by which it is found again."""
        statements: dict[str, list[dict[str, str]]] = {}
        for value in wanted.values:
            objects = statements.setdefault(self._predicates[value.field], [])
            objects.append({"id": self._object(value)})
        return {"label": wanted.label, "classes": [], "statements": statements}

    def _object(self, value: WantedValue) -> str:
        if value.datatype:
            id_ = f"#l{len(self.literals) + 1}"
            self.literals[id_] = {"label": value.label, "data_type": value.datatype}
            return id_
        # One thing is one resource, whichever property it is a value of.
        key = value.model_copy(update={"field": ""})
        if key not in self._known:
            self._known[key] = self._find(value) or self._new(value)
        return self._known[key]

    def _new(self, value: WantedValue) -> str:
        id_ = f"#r{len(self.resources) + 1}"
        self.resources[id_] = resource_body(value)
        return id_

    def maps(self) -> dict[str, Any]:
        """Return the declarations."""
        return {"resources": self.resources, "literals": self.literals, "predicates": {}, "lists": {}}


def resource_body(value: WantedValue) -> dict[str, Any]:
    """Return a resource that is to be made; with our IRI where the host knows such."""
    body: dict[str, Any] = {"label": value.label, "classes": list(value.classes)}
    return {**body, "uri": value.uri} if value.uri else body


def paper_body(
    paper: WantedPaper,
    contributions: Iterable[WantedContribution],
    find: Find,
    predicates: dict[str, str],
    options: Options,
) -> dict[str, Any]:
    """Return the body that creates a paper with its contributions."""
    declared = _Declared(find, predicates)
    made = [declared.contribution(wanted) for wanted in contributions]
    identifiers = {"identifiers": {"doi": [paper.dois[0]]}} if paper.dois else {}
    return {
        "title": paper.title,
        "research_fields": [options.research_field],
        **identifiers,
        "publication_info": {
            "published_month": paper.month,
            "published_year": paper.year,
            "published_in": paper.venue,
            "url": paper.url,
        },
        "authors": [],
        "sdgs": [],
        "mentionings": [],
        "observatories": [],
        "organizations": [],
        "contents": {**declared.maps(), "contributions": made},
        "extraction_method": options.extraction_method,
    }


def contribution_body(
    wanted: WantedContribution, find: Find, predicates: dict[str, str], options: Options
) -> dict[str, Any]:
    """Return the body that adds a contribution to a paper."""
    declared = _Declared(find, predicates)
    made = declared.contribution(wanted)
    return {**declared.maps(), "contribution": made, "extraction_method": options.extraction_method}


def comparison_body(contributions: Sequence[str], options: Options) -> dict[str, Any]:
    """Return the body that creates a comparison of contributions."""
    return {
        "title": options.title,
        "description": options.description,
        "research_fields": [options.research_field],
        "authors": [{"name": name} for name in options.authors],
        "sdgs": [],
        "sources": sources_of(contributions),
        "visualizations": [],
        "references": list(options.references),
        "observatories": [],
        "organizations": [],
        "is_anonymized": False,
        "extraction_method": options.extraction_method,
    }


def sources_of(contributions: Iterable[str]) -> list[dict[str, str]]:
    """Return contributions as the sources of a comparison."""
    return [{"id": id_, "type": "THING"} for id_ in contributions]
