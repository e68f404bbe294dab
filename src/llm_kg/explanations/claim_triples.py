"""The triples of claims: those that the graph states because of them, and those that it might."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from llm_kg.explanations import Explanation, Triple, only
from llm_kg.graph import build
from llm_kg.names import slug
from llm_kg.rdf import IRI, LLMKG, PROV, RDF, SCHEMA, Literal, Statement, Term
from llm_kg.reconciliation import Model, Models
from llm_kg.records import Claim, field_of
from llm_kg.vocabulary import load_vocabulary

__all__ = ["triples"]

# The key, text, line and column of a claim.
_Mark = tuple[str, str, int, int]
_MARK: Final = ("key", "statedText", "line", "column")


def triples(models: Models, explanation: Explanation) -> dict[Claim, tuple[Triple, ...]]:
    """Return the triples of each claim about a model: those of the graph, and those it might have.

    Of accepted claims this is all that the graph states because of them; of others the triple that
    a claim node (`--provenance full`) keeps. Terms of other vocabularies are left out.
    """
    kept = explanation.kept
    invalid = [judged.claim for judged in explanation.claims if judged.verdict == "invalid"] if kept else []
    needed = {explanation.model.key, *_mentioned(models, explanation.model)}
    graph = build(only(models, needed, invalid), provenance="full", standard_terms=False)
    own = next(iri for iri, key in graph.models.items() if key == explanation.model.key)
    found: dict[Claim, dict[Statement, bool]] = {j.claim: {} for j in explanation.claims}
    asserted, nodes = _claim_nodes(graph, own)
    for claim, mine in found.items():
        place = claim.origin or claim.place
        predicates = {iri for value in claim.values for iri in _predicates(field_of(claim, value))}
        if claim.field == "name":
            names = (Statement(own, SCHEMA["alternateName"], Literal(str(name))) for name in claim.values)
            mine |= {statement: True for statement in names if statement in asserted}
        for statement in nodes.get((claim.key, claim.stated, place.line, place.column), ()):
            if statement.predicate in predicates:
                mine[statement] = statement in asserted
    for statement, claims in graph.claims.items():
        if statement.subject == own or statement.subject.startswith(f"{own}/"):
            for claim in claims:
                if claim in found:
                    found[claim][statement] = True
    return {
        claim: tuple(
            Triple(statement, is_fact and kept is not None, statement.subject == own)
            for statement, is_fact in mine.items()
        )
        for claim, mine in found.items()
    }


def _mentioned(models: Models, model: Model) -> Iterator[str]:
    """Yield the keys of models that claims may name: no more of the graph matters to their triples."""
    names = {slug(value) for claim in model.claims for value in claim.values if isinstance(value, str)}
    for other in models:
        if not names.isdisjoint((other.key, slug(other.name), *map(slug, other.alternate_name))):
            yield other.key


def _claim_nodes(
    graph: Iterable[Statement], model: IRI
) -> tuple[set[Statement], dict[_Mark, list[Statement]]]:
    """Return what a graph states of a model, and the triples of its claim nodes."""
    asserted: set[Statement] = set()
    entries: tuple[str, ...] = ()
    nodes: dict[IRI, dict[IRI, Term]] = defaultdict(dict)
    for statement in graph:  # models stand before entries
        if statement.subject == model:
            asserted.add(statement)
            if statement.predicate == PROV["wasDerivedFrom"]:
                entries += (f"{statement.object}/",)
        elif entries and statement.subject.startswith(entries):
            nodes[statement.subject][statement.predicate] = statement.object
    marked: dict[_Mark, list[Statement]] = defaultdict(list)
    for about in nodes.values():
        subject, predicate = about.get(RDF["subject"]), about.get(RDF["predicate"])
        if isinstance(subject, IRI) and isinstance(predicate, IRI):
            key, stated, line, column = (_lexical(about.get(LLMKG[name])) for name in _MARK)
            statement = Statement(subject, predicate, about[RDF["object"]])
            marked[key, stated, int(line or 0), int(column or 0)].append(statement)
    return asserted, marked


def _lexical(term: Term | None) -> str:
    return term.lexical if isinstance(term, Literal) else ""


def _predicates(field: str) -> tuple[IRI, ...]:
    term = load_vocabulary().all_properties[field]
    return (term.iri, *term.asserted_as)
