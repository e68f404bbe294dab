"""What is known of a thing under its IRI: from the store, and from the ontology."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Final

import pyoxigraph

from llm_kg.assets import asset
from llm_kg.graph import BASE
from llm_kg.rdf import LLMKG, RDFS, SKOS
from llm_kg.serving.pool import Pool
from llm_kg.serving.worker import Answer, Question

__all__ = ["Line", "Page", "describe", "page", "terms"]

#: How many of the things that name another are shown with it.
_SHOWN: Final = 200


@dataclass(frozen=True, slots=True)
class Line:
    """A statement as a page shows it: its predicate, and the other end, each with its label."""

    predicate: str
    name: str
    value: str
    label: str
    is_iri: bool


@dataclass(frozen=True, slots=True)
class Page:
    """What a page shows of a thing: what is said of it and of the nodes under it, and what names it."""

    iri: str
    label: str
    about: list[Line]
    parts: dict[str, list[Line]]
    named_by: list[Line]
    more: bool


async def describe(pool: Pool, iri: str) -> list[pyoxigraph.Triple] | Answer:
    """Return what is said of an IRI and of the nodes under it; an answer where the store refuses one."""
    about, part = _patterns(iri)
    query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {{ {about} }} UNION {{ {part} }} }}"
    answer = await pool.ask(Question(query, format="ntriples"))
    if answer.status != 200:
        return answer
    found = dict.fromkeys(
        quad.triple for quad in pyoxigraph.parse(answer.body, pyoxigraph.RdfFormat.N_TRIPLES)
    )
    found |= dict.fromkeys(_of_ontology(iri))
    return sorted(found, key=lambda triple: (str(triple.subject) != f"<{iri}>", str(triple)))


async def page(pool: Pool, iri: str) -> Page | Answer:
    """Return what a page shows of an IRI; an answer where the store refuses one."""
    about, part = _patterns(iri)
    named = f"<{RDFS}label>"
    answer = await pool.ask(
        Question(
            f"SELECT DISTINCT ?s ?p ?o ?label WHERE {{ {{ {about} }} UNION {{ {part} }} "
            f"OPTIONAL {{ ?o {named} ?label }} }} ORDER BY ?s ?p ?o",
            format="json",
        )
    )
    others = await pool.ask(
        Question(
            f"SELECT DISTINCT ?s ?p ?label WHERE {{ ?s ?p <{iri}> OPTIONAL {{ ?s {named} ?label }} }} "
            f"ORDER BY ?p ?s LIMIT {_SHOWN + 1}",
            format="json",
        )
    )
    for refused in (answer, others):
        if refused.status != 200:
            return refused
    subjects: dict[str, dict[Line, None]] = {iri: {}}
    for row in _rows(answer):
        subjects.setdefault(row["s"]["value"], {})[_line(row, "o")] = None
    known = {(line.predicate, line.value) for line in subjects[iri]}
    for triple in _of_ontology(iri):
        predicate, value = triple.predicate.value, str(getattr(triple.object, "value", triple.object))
        if (predicate, value) not in known:
            is_iri = isinstance(triple.object, pyoxigraph.NamedNode)
            line = Line(predicate, _label(predicate), value, _label(value) if is_iri else "", is_iri)
            subjects[iri][line] = None
    named_by = [_line(row, "s") for row in _rows(others)]
    own, *parts = ((subject, list(lines)) for subject, lines in subjects.items())
    names = (line.value for line in own[1] if line.predicate == RDFS["label"])
    return Page(iri, next(names, iri), own[1], dict(parts), named_by[:_SHOWN], len(named_by) > _SHOWN)


def _line(row: dict[str, dict[str, str]], end: str) -> Line:
    predicate, term = row["p"]["value"], row[end]
    name = row.get("label", {}).get("value", "")
    return Line(predicate, _label(predicate), term["value"], name, term["type"] == "uri")


def _patterns(iri: str) -> tuple[str, str]:
    """Return what finds the statements about an IRI, and about the nodes under it that it names."""
    node = str(pyoxigraph.NamedNode(iri))
    return (
        f"BIND ({node} AS ?s) {node} ?p ?o",
        f'{node} ?part ?s . FILTER (ISIRI(?s) && STRSTARTS(STR(?s), "{iri}/")) ?s ?p ?o',
    )


def _rows(answer: Answer) -> list[dict[str, dict[str, str]]]:
    rows: list[dict[str, dict[str, str]]] = json.loads(answer.body)["results"]["bindings"]
    return rows


@cache
def _ontology() -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    for name in ("llm-kg.ttl", "organizations.ttl"):
        store.load(path=asset("ontology", name))
    return store


def _of_ontology(iri: str) -> list[pyoxigraph.Triple]:
    """Return what the ontology says of one of its terms, without spellings, which nobody is shown.

    The ontology itself, whose terms have its IRI with a fragment, is said whole.
    """
    if not iri.startswith(BASE):
        return []
    if iri == LLMKG.removesuffix("#"):
        return [quad.triple for quad in pyoxigraph.parse(path=asset("ontology", "llm-kg.ttl"))]
    found = _ontology().quads_for_pattern(pyoxigraph.NamedNode(iri), None, None)
    return [quad.triple for quad in found if quad.predicate.value != SKOS["hiddenLabel"]]


def _label(iri: str) -> str:
    """Return the label of a term of ours, and the last part of any other IRI."""
    if iri.startswith(BASE):
        for quad in _ontology().quads_for_pattern(
            pyoxigraph.NamedNode(iri), pyoxigraph.NamedNode(RDFS["label"]), None
        ):
            return str(getattr(quad.object, "value", quad.object))
    return iri.rstrip("/#").replace("#", "/").rpartition("/")[2] or iri


def terms() -> list[dict[str, str]]:
    """Return the ontology's own classes and properties: name, IRI, label, kind and definition."""
    rows = _ontology().query(
        """
        SELECT ?iri ?label ?kind ?definition WHERE {
          ?iri a ?kind ; rdfs:label ?label .
          FILTER (?kind IN (owl:Class, owl:ObjectProperty, owl:DatatypeProperty))
          OPTIONAL { ?iri skos:definition ?definition }
        } ORDER BY ?kind ?label""",
        prefixes={"owl": "http://www.w3.org/2002/07/owl#", "rdfs": RDFS, "skos": SKOS},
    )
    assert isinstance(rows, pyoxigraph.QuerySolutions)
    return [
        {
            "iri": row["iri"].value,
            "name": row["iri"].value.removeprefix(LLMKG),
            "label": row["label"].value,
            "kind": row["kind"].value.rpartition("#")[2],
            "definition": row["definition"].value if row["definition"] else "",
        }
        for row in rows
        if row["iri"].value.startswith(LLMKG)
    ]
