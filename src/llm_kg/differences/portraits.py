"""Models in the form in which they are compared: property by property, each value by its meaning.

A meaning is a text that two values share exactly if they are the same value: the sizes of `175B` and
`175 B`, the month of `May 2020` and `2020-05`, the paper of two arXiv addresses.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from llm_kg.identifiers import arxiv_identifier, doi
from llm_kg.names import clean, fold, slug
from llm_kg.numerals import plain
from llm_kg.places import Place
from llm_kg.quantities import Quantity
from llm_kg.rdf import RDFS
from llm_kg.reconciliation import Model, Models
from llm_kg.records import MULTIVALUED, Claim, Description, Paper, Record, Value, field_of
from llm_kg.sizes import Size
from llm_kg.terms import Property
from llm_kg.vocabulary import load_vocabulary

__all__ = [
    "NAMES",
    "PARAMETERS",
    "Facet",
    "Portrait",
    "Side",
    "Topic",
    "best",
    "other_topic",
    "paper_facets",
    "portraits_of_models",
    "quantity_meaning",
    "quantity_text",
    "sizes_meaning",
    "topic_of",
    "words",
]

#: The field under which all names of a model are compared: which one comes first may depend on order.
NAMES: Final = "name"
#: The field under which the stated number of parameters and the sizes read from it are one value.
PARAMETERS: Final = "number_of_parameters"

_SIZES = "sizes "


@dataclass(frozen=True, slots=True)
class Topic:
    """What is compared: a property by its field, or a key that no property has."""

    field: str
    label: str
    is_single: bool
    rank: int


@dataclass(frozen=True, slots=True)
class Facet:
    """One value under one topic: its meaning, how it is shown, and what states it where.

    `stated` is the verbatim text, None where a graph does not tell it. `is_read` is False where only
    the text is known. `is_quoted` tells that the stated text names the value itself. `entry` is the
    name of the entry that states it, where that is known.
    """

    topic: Topic
    meaning: str
    text: str
    stated: str | None = None
    place: Place | None = None
    is_read: bool = True
    is_quoted: bool = True
    entry: str | None = None


@dataclass(slots=True)
class Portrait:
    """All that one side says of a model."""

    key: str
    name: str
    place: Place | None
    facets: dict[Topic, list[Facet]] = field(default_factory=dict)

    def add(self, facet: Facet) -> None:
        """Add a value."""
        self.facets.setdefault(facet.topic, []).append(facet)

    def meanings(self, *fields: str) -> dict[str, Facet]:
        """Return the values of some fields by meaning."""
        return {
            f.meaning: f for topic, facets in self.facets.items() if topic.field in fields for f in facets
        }

    @property
    def is_bare(self) -> bool:
        """Whether nothing was read of the model besides its name."""
        return not any(f.is_read for topic, fs in self.facets.items() if topic.field != NAMES for f in fs)

    @property
    def sizes(self) -> dict[str, Facet]:
        """The sizes of the model by meaning; none where its number of parameters could not be read."""
        return {meaning: f for meaning, f in self.meanings(PARAMETERS).items() if meaning.startswith(_SIZES)}


@dataclass(frozen=True, slots=True)
class Side:
    """The models of one side by key; `tells_claims` where it says as well what could not be read.

    `doubtful` are keys of nodes of which a graph tells the name alone, and not whether they are models
    that others mention or such that nothing else is said of.
    """

    portraits: dict[str, Portrait]
    tells_claims: bool
    doubtful: frozenset[str] = frozenset()


_RANKS = {name: rank for rank, name in enumerate(Description.model_fields)}
# Values of these belong to another field, where a change is told once.
_TOLD_AS = {"alternate_name": NAMES, "size": PARAMETERS}


def topic_of(name: str) -> Topic:
    """Return the topic of a field.

    >>> topic_of("size").label
    'number of parameters'
    """
    name = _TOLD_AS.get(name, name)
    label = load_vocabulary().all_properties[name].label
    is_single = name not in MULTIVALUED and name not in (NAMES, "title")
    # Titles are no field of their own: they stand with their papers.
    return Topic(name, label, is_single, _RANKS.get(name, _RANKS["paper"]))


def other_topic(key: str) -> Topic:
    """Return the topic of a key that no property has; it is called as it is stated."""
    return Topic(f"~{fold(key) or key}", clean(key), is_single=False, rank=len(_RANKS))


def words(text: str) -> str:
    r"""Return what texts have in common that differ in blanks and case alone.

    >>> words("Wikipedia,\n  Books") == words("wikipedia, books")
    True
    """
    return clean(text).casefold()


def sizes_meaning(sizes: Iterable[Size]) -> str:
    """Return the meaning of sizes that are stated together."""
    pairs = sorted({(size.parameter_count, size.active_parameter_count or 0) for size in sizes})
    return _SIZES + ", ".join(f"{count} ({active})" if active else f"{count}" for count, active in pairs)


def quantity_meaning(quantity: Quantity) -> str:
    """Return the meaning of a quantity: as precise as a graph holds it."""
    value = Decimal(repr(float(quantity.value)))
    return Quantity(value, quantity.unit, quantity.approximate, quantity.accelerator).slug


def quantity_text(quantity: Quantity) -> str:
    """Return a quantity for people.

    >>> quantity_text(Quantity(Decimal("6.8E11"), "TOKEN", approximate=True))
    'about 680000000000 token'
    """
    unit = load_vocabulary().units[quantity.unit].label
    parts = ("about" * quantity.approximate, f"{float(quantity.value):.15g}", quantity.accelerator, unit)
    return " ".join(part for part in parts if part)


def paper_facets(title: str | None, urls: Iterable[str]) -> Iterator[tuple[Topic, str, str]]:
    """Yield topic, meaning and text of a paper's title and links; versions of one paper are one.

    >>> [meaning for _, meaning, _ in paper_facets(None, ["https://arxiv.org/pdf/2005.14165v4.pdf"])]
    ['arXiv 2005.14165']
    """
    if title:
        yield topic_of("title"), words(title), clean(title)
    for url in urls:
        if arxiv := arxiv_identifier(url):
            yield topic_of("paper"), f"arXiv {arxiv}", url
        elif name := doi(url):
            yield topic_of("paper"), f"DOI {name}", url
        else:
            yield topic_of("paper"), url, url


def best(facets: Iterable[Facet]) -> dict[str, Facet]:
    """Return a facet for each meaning: one whose stated text names it, the first of these."""
    chosen: dict[str, Facet] = {}
    for facet in sorted(facets, key=_preference):
        chosen.setdefault(facet.meaning, facet)
    return chosen


def _preference(facet: Facet) -> tuple[bool, tuple[str, int, int], str]:
    where = facet.place.sort_key if facet.place else ("", 0, 0)
    return (not facet.is_quoted, where, facet.text)


def portraits_of_models(models: Models) -> Side:
    """Return what the entries of lists state, accepted or not: so their order makes no difference."""
    return Side({model.key: _portrait(model) for model in models}, tells_claims=True)


def _portrait(model: Model) -> Portrait:
    portrait = Portrait(model.key, model.name, model.records[0].place if model.records else None)
    for record in model.records:
        for facet in _facets(record):
            portrait.add(facet)
    return portrait


def _facets(record: Record) -> Iterator[Facet]:
    read = [(claim, list(_read(claim))) for claim in record.claims]
    # A text of which several values were read (`Apache 2.0, closed source`) shows none of them.
    values = Counter((c.stated, c.place) for c, found in read for _ in found)
    for claim, found in read:
        stands_alone = values[claim.stated, claim.place] == 1
        for topic, meaning, text in found:
            if topic.field in ("title", "paper"):
                is_quoted = text in clean(claim.stated)
                yield Facet(topic, meaning, text, text, claim.place, is_quoted=is_quoted)
            else:
                shown = claim.stated if stands_alone or topic.field == PARAMETERS else text
                yield Facet(topic, meaning, shown, claim.stated, claim.place, entry=record.entry)
        if not found:
            topic = topic_of(claim.field) if claim.field else other_topic(claim.key)
            meaning = f"“{words(claim.stated)}”"  # no value has quotation marks around it
            yield Facet(
                topic, meaning, claim.stated, claim.stated, claim.place, is_read=False, entry=record.entry
            )


def _read(claim: Claim) -> Iterator[tuple[Topic, str, str]]:
    """Yield topic, meaning and text of what was read from a claim."""
    sizes = [value for value in claim.values if isinstance(value, Size)]
    if sizes:
        yield topic_of(PARAMETERS), sizes_meaning(sizes), claim.stated
    for value in claim.values:
        if isinstance(value, Paper):
            yield from paper_facets(value.title, value.urls)
        elif not isinstance(value, Size):
            name = field_of(claim, value)
            if name != PARAMETERS or not sizes:
                yield topic_of(name), *_meaning_and_text(name, value)


def _meaning_and_text(name: str, value: Value) -> tuple[str, str]:
    if isinstance(value, Quantity):
        return quantity_meaning(value), quantity_text(value)
    if isinstance(value, int | Decimal):
        return plain(value), plain(value)
    if isinstance(value, str):
        return _named(load_vocabulary().all_properties[name], value)
    return str(value), str(value)


def _named(term: Property, value: str) -> tuple[str, str]:
    """Return the meaning of a text: of the concept or thing that it names, where it names one."""
    vocabulary = load_vocabulary()
    if term.notation in (NAMES, "alternate_name"):
        return slug(value), value
    if not term.is_object:
        return words(value), value
    if term.ranges == (RDFS["Resource"],):
        return value, value
    scheme = vocabulary.scheme_of(term)
    if scheme and (concept := scheme.concepts.get(value)):
        return concept.notation, concept.label
    if term.notation == "organization" and (known := vocabulary.organizations.get(value)):
        return known.notation, known.label
    return slug(value), value
