"""The vocabulary: what the ontology calls a thing, and which thing a name in a list means.

`ontology/*.ttl` is the only home of names, definitions, ranges, units and ORKG predicates. The joint
to Python is `skos:notation`: of a property it is the record's field, of a concept its code.
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Generic, TypeVar

import pyoxigraph

from llm_kg.assets import asset
from llm_kg.errors import UnknownTermError
from llm_kg.names import fold
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

__all__ = [
    "Concept",
    "Index",
    "NamedTerm",
    "Organization",
    "Property",
    "Scheme",
    "Unit",
    "Vocabulary",
    "load_vocabulary",
    "own_aliases",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedTerm:
    """What every term of the vocabulary has.

    `notation` is the field or code; `alternates` are synonyms for people; `hidden` are spellings that
    lists use and nobody should.
    """

    iri: IRI
    notation: str
    label: str
    definition: str | None = None
    alternates: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every name by which a list may mean this term."""
        return (self.notation, self.label, *self.alternates, *self.hidden)

    def is_misspelt(self, name: str) -> bool:
        """Tell whether a name is a hidden spelling that was meant to be a proper one.

        A hidden spelling may be another word ("LLM" for the model's name) or a plural; a slip of the
        pen is nearly a proper name and neither begins nor ends with one.

        >>> architecture = load_vocabulary().properties["pretraining_architecture"]
        >>> architecture.is_misspelt("Architecutre"), architecture.is_misspelt("arch")
        (True, False)
        """
        folded = fold(name)
        proper = {fold(known) for known in (self.notation, self.label, *self.alternates)}
        if folded in proper or folded not in set(map(fold, self.hidden)):
            return False
        if any(folded.startswith(known) or known.startswith(folded) for known in proper):
            return False
        return bool(difflib.get_close_matches(folded, sorted(proper), n=1, cutoff=0.8))


@dataclass(frozen=True, slots=True, kw_only=True)
class Property(NamedTerm):
    """A property of models, or of their papers and sizes.

    `derived` ones are computed from others, so that no key of a list means them; `prose` ones hold
    sentences in the source's own words; `asserted_as` are the terms that the graph states in place
    of the property, `standard` those that it states as well.
    """

    ranges: tuple[IRI, ...] = ()
    domains: tuple[IRI, ...] = ()
    is_object: bool = False
    is_functional: bool = False
    is_derived: bool = False
    is_prose: bool = False
    asserted_as: tuple[IRI, ...] = ()
    standard: tuple[IRI, ...] = ()
    units: tuple[str, ...] = ()
    orkg: tuple[str, ...] = ()
    inferred_orkg: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept(NamedTerm):
    """A controlled value: an architecture, a licence, a modality and so on."""

    scheme: str
    model_class: IRI | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization(NamedTerm):
    """An organisation that makes models."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit(NamedTerm):
    """A unit of measure: one of QUDT's, or of ours where QUDT has none."""


T = TypeVar("T", bound=NamedTerm)


class Index(Generic[T]):
    """Terms of one kind, found by any of their names: as written first, then folded."""

    def __init__(self, kind: str, terms: Iterable[T]) -> None:
        self.kind = kind
        self._terms = {term.notation: term for term in sorted(terms, key=lambda t: t.notation)}
        self._by_name: dict[str, T] = {}
        for term in self._terms.values():
            for name in term.names:
                self._by_name.setdefault(name, term)
                if folded := fold(name):
                    self._by_name.setdefault(folded, term)

    def __iter__(self) -> Iterator[T]:
        return iter(self._terms.values())

    def __len__(self) -> int:
        return len(self._terms)

    def __contains__(self, notation: object) -> bool:
        return notation in self._terms

    def __getitem__(self, notation: str) -> T:
        return self._terms[notation]

    def get(self, name: str) -> T | None:
        """Return the term that a name means, or None."""
        return self._by_name.get(name) or self._by_name.get(name.strip()) or self._by_name.get(fold(name))

    def find(self, name: str) -> T:
        """Return the term that a name means.

        Raises
        ------
        UnknownTermError
            No term has this name; the message gives the nearest ones.
        """
        if term := self.get(name):
            return term
        nearest = self.suggest(name)
        hint = f"; did you mean {' or '.join(map(repr, nearest))}?" if nearest else ""
        raise UnknownTermError(f"{name!r} is not a {self.kind} of the ontology{hint}")

    def suggest(self, name: str, limit: int = 3) -> list[str]:
        """Return the labels of the terms whose names are nearest to this one, best first."""
        folded = fold(name)
        if not folded or len(folded) > 80:
            return []
        nearest = difflib.get_close_matches(folded, self._folded, n=4 * limit, cutoff=0.75)
        return list(dict.fromkeys(self._by_name[near].label for near in nearest))[:limit]

    @cached_property
    def _folded(self) -> list[str]:
        return sorted({fold(name) for name in self._by_name} & self._by_name.keys())


@dataclass(frozen=True, slots=True)
class Scheme:
    """A concept scheme: its concepts, and the class that all of them belong to."""

    iri: IRI
    notation: str
    label: str
    member_class: IRI
    concepts: Index[Concept]


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
