"""What keys mean, and what their texts say: the values of each property, and what is amiss with them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple, TypeAlias

from llm_kg.curated import is_no_value
from llm_kg.names import fold
from llm_kg.rdf import RDFS, XSD
from llm_kg.records import Value
from llm_kg.sources.base import DESCRIPTION, GROUP, UNREAD
from llm_kg.sources.keys import is_backbone, terms_of
from llm_kg.sources.values.addresses import read_any_links, read_links, read_paper, read_title
from llm_kg.sources.values.base import Notes, Reader, Stated
from llm_kg.sources.values.numbers import (
    read_count,
    read_date,
    read_decimal,
    read_quantities,
    read_sizes,
    read_training_data,
)
from llm_kg.sources.values.things import (
    open_or_closed,
    read_access,
    read_concepts,
    read_languages,
    read_license,
    read_models,
    read_name,
    read_organizations,
    read_text,
)
from llm_kg.terms import Property
from llm_kg.vocabulary import Vocabulary

__all__ = ["STATED_ONLY", "Meaning", "Values", "meaning_of", "values_of"]

#: Fields, and the values that a text states of each.
Values: TypeAlias = tuple[tuple[str, tuple[Value, ...]], ...]

#: Keys of text that no reader takes for a value.
STATED_ONLY = frozenset({UNREAD, DESCRIPTION, GROUP})
#: Keys under which a date stands, or else a journal or a conference.
_MAYBE_DATES: Final = frozenset(map(fold, ("published", "publication", "publish", "出版", "发表于")))


class Meaning(NamedTuple):
    """What a key means: its properties, those of which it is a slip of the pen, and if it is `name`.

    `readers` read the values of each property; `goes_by_text` tells that a text may say that another key is
    meant; `is_of_one_model` that hardly two models have a value in common.
    """

    terms: tuple[Property, ...]
    readers: tuple[Reader, ...]
    misspelt: tuple[Property, ...]
    is_name: bool
    goes_by_text: bool
    is_of_one_model: bool


@lru_cache(maxsize=4096)
def meaning_of(vocabulary: Vocabulary, key: str) -> Meaning:
    """Return what a key means."""
    terms = terms_of(key)
    own = vocabulary.properties.get(key)
    if key in STATED_ONLY:
        terms = ()
    misspelt = tuple(term for term in terms if term.is_misspelt(key))
    readers = tuple(_reader_of(vocabulary, term) for term in terms)
    is_name = own is not None and own.notation == "name"
    may_be_date = fold(key) in _MAYBE_DATES and {term.notation for term in terms} <= {"venue"}
    goes_by_text = is_name or key == "link" or may_be_date or (is_backbone(key) and bool(terms))
    return Meaning(terms, readers, misspelt, is_name, goes_by_text, not _OF_ONE_MODEL.isdisjoint(readers))


@lru_cache(maxsize=16_384)
def values_of(vocabulary: Vocabulary, key: str, text: str) -> tuple[str, Values, Notes]:
    """Return a text, the values that it states of the properties of a key, and what is amiss with it."""
    meaning = meaning_of(vocabulary, key)
    notes: Notes = []
    if not text.startswith("http") and is_no_value(text) and not open_or_closed(key, text):
        return text, tuple((term.notation, ()) for term in meaning.terms), notes
    stated = Stated(key, text)
    values: list[tuple[str, tuple[Value, ...]]] = []
    for term, read in zip(meaning.terms, meaning.readers, strict=True):
        values += read(notes, stated, term)
    return text, tuple(values), notes


_SPECIAL: Final[Mapping[str, Reader]] = {
    "supported_language": read_languages,
    "access": read_access,
    "paper": read_paper,
    "title": read_title,
    "number_of_parameters": read_sizes,
    "organization": read_organizations,
    "license": read_license,
    "training_data_size": read_training_data,
    "based_on": read_models,
    "instruction_tuned_variant": read_models,
    "name": read_name,
    "link": read_any_links,
}

_BY_RANGE: Final[Mapping[str, Reader]] = {
    XSD["date"]: read_date,
    XSD["integer"]: read_count,
    XSD["decimal"]: read_decimal,
    RDFS["Resource"]: read_links,
    "http://qudt.org/schema/qudt/QuantityValue": read_quantities,
}


#: Readers of what hardly two models have in common: its results are not kept.
_OF_ONE_MODEL: Final = frozenset({read_name, read_title, read_paper, read_links, read_any_links})


def _reader_of(vocabulary: Vocabulary, term: Property) -> Reader:
    """Return what reads the values of a property: its own reader, or that of its range."""
    if special := _SPECIAL.get(term.notation):
        return special
    if vocabulary.scheme_of(term):
        return read_concepts
    return next((_BY_RANGE[range_] for range_ in term.ranges if range_ in _BY_RANGE), read_text)
