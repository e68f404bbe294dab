"""Terms of the vocabulary, and how one is found by any of its names."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from llm_kg.errors import UnknownTermError
from llm_kg.names import fold
from llm_kg.rdf import IRI

__all__ = ["Concept", "Index", "NamedTerm", "Organization", "Property", "Scheme", "Unit"]


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

        >>> from llm_kg.vocabulary import load_vocabulary
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
