"""The vocabulary: the ontology as Python objects, read once, and the names that mean its terms.

`ontology/*.ttl` is the only home of names, definitions, ranges, units and ORKG predicates. The joint
to Python is `skos:notation`: of a property it is the record's field, of a concept its code.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

import pyoxigraph

from llm_kg.assets import asset
from llm_kg.errors import UnknownTermError
from llm_kg.rdf import (
    IRI,
    LLMKG,
    OWL,
    QUDT,
    RDF,
    RDFS,
    SCHEMA,
    SKOS,
    Literal,
    Statement,
    Term,
    from_oxigraph,
)
from llm_kg.terms import Concept, Index, NamedTerm, Organization, Property, Scheme, Unit

__all__ = ["Vocabulary", "load_vocabulary", "own_aliases"]


class Vocabulary:
    """The ontology as Python objects.

    >>> vocabulary = load_vocabulary()
    >>> vocabulary.properties.find("Obective").notation
    'pretraining_task'
    >>> vocabulary.schemes["architecture"].concepts.find("En-De").notation
    'encoder-decoder'
    """

    def __init__(self, statements: Iterable[Statement]) -> None:
        self._about: dict[IRI, dict[IRI, list[Term]]] = defaultdict(lambda: defaultdict(list))
        # Of a class or a scheme.
        self._members: dict[Term, list[IRI]] = defaultdict(list)
        type_, in_scheme = RDF["type"], SKOS["inScheme"]
        for subject, predicate, value, _ in statements:
            self._about[subject][predicate].append(value)
            if predicate in (type_, in_scheme):
                self._members[value].append(subject)
        properties = [
            self._property(iri)
            for iri in self._instances(OWL["ObjectProperty"], OWL["DatatypeProperty"])
            if self._texts(iri, SKOS["notation"])
        ]
        #: Every property with a field, in the order of the fields.
        self.all_properties: Mapping[str, Property] = {
            term.notation: term for term in sorted(properties, key=lambda term: term.notation)
        }
        #: The properties of the graph's own structure (line, accelerator …): IRI → its ranges.
        self.structural: Mapping[IRI, tuple[IRI, ...]] = {
            iri: self._iris(iri, SCHEMA["rangeIncludes"])
            for iri in self._instances(OWL["ObjectProperty"], OWL["DatatypeProperty"])
            if not self._texts(iri, SKOS["notation"])
        }
        #: The properties that a key of a list can mean.
        self.properties = Index("property", [p for p in properties if not p.is_derived])
        #: The concept schemes by notation.
        self.schemes: Mapping[str, Scheme] = {
            scheme.notation: scheme for scheme in map(self._scheme, self._instances(SKOS["ConceptScheme"]))
        }
        self.organizations = Index(
            "organisation",
            [Organization(**self._named(iri)) for iri in self._instances(SCHEMA["Organization"])],
        )
        self.units = Index("unit", [Unit(**self._named(iri)) for iri in self._instances(QUDT["Unit"])])
        self._scheme_of_class = {scheme.member_class: scheme for scheme in self.schemes.values()}

    def scheme_of(self, term: Property) -> Scheme | None:
        """Return the scheme that a property takes its values from, or None."""
        found = (self._scheme_of_class.get(range_) for range_ in term.ranges)
        return next((scheme for scheme in found if scheme), None)

    def terms(self) -> Iterator[NamedTerm]:
        """Yield every named term: properties, concepts, organisations, units."""
        yield from self.all_properties.values()
        for scheme in self.schemes.values():
            yield from scheme.concepts
        yield from self.organizations
        yield from self.units

    def see_also(self, iri: IRI) -> tuple[IRI, ...]:
        """Return things of others that mean the same as a term or nearly so, such as ORKG's resources."""
        return self._iris(iri, RDFS["seeAlso"]) if iri in self._about else ()

    def describe(self, iri: IRI) -> list[Statement]:
        """Return what a graph must carry to be understood without the ontology.

        Type, label, name, notation and scheme of the term, as the ontology states them.
        """
        return [
            Statement(iri, predicate, value)
            for predicate in _CARRIED
            for value in sorted(self._about.get(iri, {}).get(predicate, ()))
            if value not in _LEFT_OUT
        ]

    def _instances(self, *classes: IRI) -> list[IRI]:
        return sorted({iri for class_ in classes for iri in self._members.get(class_, ())})

    def _texts(self, iri: IRI, predicate: IRI) -> tuple[str, ...]:
        values = self._about[iri].get(predicate, ())
        return tuple(sorted(v.lexical for v in values if isinstance(v, Literal)))

    def _iris(self, iri: IRI, predicate: IRI) -> tuple[IRI, ...]:
        return tuple(sorted(v for v in self._about[iri].get(predicate, ()) if isinstance(v, IRI)))

    def _label(self, iri: IRI) -> str:
        """Return the English label, or the untagged one."""
        for predicate in (SKOS["prefLabel"], RDFS["label"]):
            labels = [v for v in self._about[iri].get(predicate, ()) if isinstance(v, Literal)]
            for label in sorted(labels, key=lambda v: (v.language not in (None, "en"), v)):
                return label.lexical
        raise UnknownTermError(f"the ontology gives no label to <{iri}>")

    def _named(self, iri: IRI) -> dict[str, Any]:
        notations = self._texts(iri, SKOS["notation"])
        if len(notations) != 1:
            raise UnknownTermError(f"the ontology must give one skos:notation to <{iri}>")
        definitions = self._texts(iri, SKOS["definition"])
        labels = (*self._texts(iri, RDFS["label"]), *self._texts(iri, SKOS["prefLabel"]))
        return {
            "iri": iri,
            "notation": notations[0],
            "label": (label := self._label(iri)),
            "definition": definitions[0] if definitions else None,
            "alternates": tuple(
                dict.fromkeys(
                    name
                    for name in (
                        *labels,
                        *self._texts(iri, SKOS["altLabel"]),
                        *self._texts(iri, SCHEMA["alternateName"]),
                    )
                    if name != label
                )
            ),
            "hidden": self._texts(iri, SKOS["hiddenLabel"]),
        }

    def _property(self, iri: IRI) -> Property:
        types = self._iris(iri, RDF["type"])
        asserted = self._iris(iri, LLMKG["assertedAs"])
        return Property(
            **self._named(iri),
            ranges=self._iris(iri, SCHEMA["rangeIncludes"]),
            domains=self._iris(iri, SCHEMA["domainIncludes"]),
            is_object=OWL["ObjectProperty"] in types,
            is_functional=OWL["FunctionalProperty"] in types,
            is_derived=self._is_true(iri, LLMKG["derived"]),
            is_prose=self._is_true(iri, LLMKG["prose"]),
            asserted_as=asserted,
            standard=tuple(p for p in self._iris(iri, RDFS["subPropertyOf"]) if p not in asserted),
            units=tuple(
                sorted(
                    notation
                    for unit in self._iris(iri, LLMKG["unitIncludes"])
                    for notation in self._texts(unit, SKOS["notation"])
                )
            ),
            orkg=self._iris(iri, LLMKG["orkgPredicate"]),
            inferred_orkg=self._iris(iri, LLMKG["inferredOrkgPredicate"]),
        )

    def _is_true(self, iri: IRI, predicate: IRI) -> bool:
        return self._texts(iri, predicate) == ("true",)

    def _scheme(self, iri: IRI) -> Scheme:
        (notation,) = self._texts(iri, SKOS["notation"])
        (member_class,) = self._iris(iri, LLMKG["memberClass"])
        concepts = [
            Concept(
                **self._named(member),
                scheme=notation,
                model_class=next(iter(self._iris(member, LLMKG["modelClass"])), None),
            )
            for member in self._members.get(iri, ())
        ]
        return Scheme(iri, notation, self._label(iri), member_class, Index(f"{notation}", concepts))


_CARRIED = (
    RDF["type"],
    RDFS["label"],
    SKOS["prefLabel"],
    SCHEMA["name"],
    SKOS["notation"],
    SKOS["inScheme"],
)
# For OWL tools that read the ontology itself; they say nothing of the data.
_LEFT_OUT = frozenset({OWL["NamedIndividual"]})


# Names of properties besides the ontology's: pairs of a field and a name.
_ALIASES: ContextVar[tuple[tuple[str, str], ...]] = ContextVar("aliases", default=())


def load_vocabulary() -> Vocabulary:
    """Return the ontology that ships with the package, read once a process; with `own_aliases`."""
    return _load(_ALIASES.get())


@contextmanager
def own_aliases(aliases: Mapping[str, Iterable[str]]) -> Iterator[None]:
    """Let names mean properties (by field) as the ontology's own do, while the context lasts.

    >>> with own_aliases({"number_of_parameters": ["Umfang"]}):
    ...     load_vocabulary().properties.find("umfang").notation
    'number_of_parameters'

    Raises
    ------
    UnknownTermError
        No property has this field.
    """
    for field in aliases:
        load_vocabulary().properties.find(field)
    token = _ALIASES.set(tuple((field, name) for field, names in aliases.items() for name in names))
    try:
        yield
    finally:
        _ALIASES.reset(token)


@cache
def _load(aliases: tuple[tuple[str, str], ...]) -> Vocabulary:
    statements = [
        statement
        for path in sorted(asset("ontology").glob("*.ttl"))
        for statement in from_oxigraph(pyoxigraph.parse(path=str(path)))
    ]
    statements += [
        Statement(_load(()).properties.find(field).iri, SKOS["altLabel"], Literal(name))
        for field, name in aliases
    ]
    return Vocabulary(statements)
