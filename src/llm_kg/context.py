"""The JSON-LD context: generated from the ontology, so that it can never say something else."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from llm_kg.graph import prefixes
from llm_kg.rdf import DCTERMS, IRI, LLMKG, PROV, QUDT, RDF, RDFS, SCHEMA, SKOS, XSD
from llm_kg.vocabulary import load_vocabulary

__all__ = ["compactor", "context_json", "key_of", "property_context"]

# Terms of others that the graph states, and whose values are IRIs.
_LINKS = (
    DCTERMS["isPartOf"],
    DCTERMS["license"],
    PROV["wasDerivedFrom"],
    PROV["wasQuotedFrom"],
    QUDT["hasUnit"],
    RDF["object"],
    RDF["predicate"],
    RDF["subject"],
    RDFS["seeAlso"],
    SCHEMA["about"],
    SCHEMA["codeRepository"],
    SCHEMA["creator"],
    SCHEMA["isBasedOn"],
    SCHEMA["license"],
    SCHEMA["sameAs"],
    SCHEMA["subjectOf"],
    SCHEMA["url"],
    SKOS["inScheme"],
)
_TYPED = {QUDT["numericValue"]: XSD["double"], DCTERMS["modified"]: XSD["date"]}

# JSON has these kinds itself.
_NATIVE = frozenset({XSD["string"], XSD["integer"], XSD["boolean"]})


@cache
def property_context() -> dict[str, Any]:
    """Return key → definition for the properties: our own by local name, others by CURIE."""
    context: dict[str, Any] = {}
    compact = compactor(prefixes())
    for term in load_vocabulary().all_properties.values():
        if term.asserted_as:
            continue
        definition: dict[str, str] = {"@id": f"llmkg:{term.iri.removeprefix(LLMKG)}"}
        if term.is_object:
            definition["@type"] = "@id"
        elif len(term.ranges) == 1 and term.ranges[0] not in _NATIVE:
            definition["@type"] = compact(term.ranges[0])
        plain = definition.keys() == {"@id"}
        context[key_of(term.iri)] = definition["@id"] if plain else definition
    for iri, ranges in load_vocabulary().structural.items():
        typed = len(ranges) == 1 and ranges[0].startswith(XSD) and ranges[0] not in _NATIVE
        own = f"llmkg:{iri.removeprefix(LLMKG)}"
        kind = compact(ranges[0]) if typed else None
        if not any(range_.startswith(XSD) for range_ in ranges):
            kind = "@id"
        context[key_of(iri)] = {"@id": own, "@type": kind} if kind else own
    for iri in _LINKS:
        context[key_of(iri)] = {"@id": compact(iri), "@type": "@id"}
    for iri, datatype in _TYPED.items():
        context[key_of(iri)] = {
            "@id": compact(iri),
            "@type": compact(datatype),
        }
    return dict(sorted(context.items()))


def key_of(predicate: IRI) -> str:
    """Return the key of a predicate in JSON-LD.

    >>> key_of(LLMKG["parameterCount"]), key_of(RDFS["label"])
    ('parameterCount', 'rdfs:label')
    """
    own = predicate.removeprefix(LLMKG)
    if own != predicate and own.isalnum():
        return own
    return compactor(prefixes())(predicate)


def compactor(bound: Mapping[str, str]) -> Callable[[str], str]:
    """Return what writes an IRI as `prefix:rest`, where a prefix is bound to its start; else as it is."""
    # The longest namespace is looked for first.
    starts = sorted(((namespace, prefix) for prefix, namespace in bound.items()), key=lambda s: -len(s[0]))
    every = tuple(namespace for namespace, _ in starts)
    prefix_of = dict(starts)

    def compact(iri: str) -> str:
        cut = max(iri.rfind("/"), iri.rfind("#")) + 1
        if cut < len(iri) and (prefix := prefix_of.get(iri[:cut])):  # most of those that have one
            return f"{prefix}:{iri[cut:]}"
        if iri.startswith(every):
            for namespace, prefix in starts:
                if iri.startswith(namespace) and (rest := iri[len(namespace) :]):
                    return iri if rest.startswith("//") else f"{prefix}:{rest}"
        return iri

    return compact


def context_json() -> str:
    """Return `ontology/context.jsonld`."""
    context = {**prefixes(), **property_context()}
    return json.dumps({"@context": context}, ensure_ascii=False, indent=2) + "\n"
