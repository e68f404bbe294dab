"""From the values of a model to what the graph says of it: one mapping, compiled from the vocabulary.

For each field of the record there is a function that says its values, made once: it knows the
predicates, the datatype or the kind of node, and the IRIs of concepts.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from functools import partial
from typing import Final, TypeAlias

from llm_kg.graph.blocks import Shared
from llm_kg.graph.things import BASE, LABEL, MODEL, NAME, SAME_AS, TYPE, Things
from llm_kg.graph.values import (
    COUNT,
    INTEGER,
    PARAMETER_COUNT,
    Own,
    Say,
    links,
    literals,
    papers,
    quantities,
    sizes,
    things,
)
from llm_kg.pairs import Node, Pair
from llm_kg.rdf import FAIR4ML, IRI, LLMKG, QUDT, RDFS, SCHEMA, Namespace
from llm_kg.reconciliation import Model
from llm_kg.records import Description, Value
from llm_kg.sizes import Size
from llm_kg.terms import Property
from llm_kg.tokens import iri_token, quoted
from llm_kg.vocabulary import Vocabulary

__all__ = ["BASE", "MODEL", "Mapped", "ModelMapping"]

#: What one value comes to: what it says of the model, and the nodes of its own.
Mapped: TypeAlias = tuple[list[Pair], list[Node]]

_TOTAL_PARAMETERS = iri_token(Namespace("http://data.europa.eu/it6/")["totalNumberOfParameters"])
_ALTERNATE_NAME: Final = iri_token(SCHEMA["alternateName"])
_LINK = (RDFS["Resource"],)  # the range of properties whose values are addresses


class ModelMapping:
    """What the graph says of models under one base, with or without standard terms.

    Nodes that models share (concepts, organisations, papers …) are described in `shared` as they are
    named. `find_key` tells of the slug of a name the key of its model; names that it does not know are
    of models that are only mentioned.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        shared: Shared,
        find_key: Callable[[str], str | None],
        base: str = BASE,
        standard_terms: bool = True,
    ) -> None:
        self.vocabulary = vocabulary
        self.shared = shared
        self.base = base
        self.standard_terms = standard_terms
        #: The things that models name.
        self.things = Things(vocabulary, shared, find_key, base)
        self._classes: dict[tuple[tuple[str, ...], ...], list[Pair]] = {}
        #: The properties of models, in the order of the record's fields.
        self.properties = [
            term
            for term in map(vocabulary.all_properties.__getitem__, Description.model_fields)
            if LLMKG["Model"] in term.domains and not term.asserted_as
        ]
        self._say: dict[str, Say] = {"alternate_name": literals((_ALTERNATE_NAME,), bounded=False)}
        self._own: dict[str, Own] = {}
        for term in self.properties:
            self._compile(term)

    def _compile(self, term: Property) -> None:
        """Make what says the values of a property."""
        field = term.notation
        stated_by = [iri_token(iri) for iri in (term.iri, *(term.standard if self.standard_terms else ()))]
        if LLMKG["ModelSize"] in term.ranges:
            self._own[field] = sizes(stated_by)
        elif QUDT["QuantityValue"] in term.ranges:
            self._own[field] = quantities(stated_by, field.replace("_", "-"), self.things.unit)
        elif SCHEMA["ScholarlyArticle"] in term.ranges:
            self._say[field] = papers(stated_by, self.things.paper)
        elif not term.is_object:
            self._say[field] = literals(stated_by, bounded=field == "date_created")
        elif term.ranges == _LINK:
            self._say[field] = links(stated_by)
        else:
            self._say[field] = things(stated_by, partial(self.things.thing, term))

    def token(self, kind: str, *parts: str) -> str:
        """Return the token of an instance's IRI."""
        return self.things.token(kind, *parts)

    def model(self, model: Model) -> str:
        """Return the token of a model's IRI."""
        return self.things.model(model.key)

    def nodes(self, model: Model, more: Collection[Pair] = ()) -> list[Node]:
        """Return what is said of a model (and `more`), then the nodes under its IRI."""
        identity = model.identity
        subject = self.things.model(identity.key)
        name = quoted(model.name)
        about = [*self._types(model), f"{LABEL} {name}"]
        if self.standard_terms:
            about.append(f"{NAME} {name}")
        # The IRIs that the model's records would have alone, under its other names, stay good.
        for alias in identity.aliases:
            about.append(f"{SAME_AS} {self.things.model(alias)}")
        nodes: list[Node] = [(subject, about)]
        find_say, find_own = self._say.get, self._own.get
        for field, value in vars(model).items():  # in the order of the fields
            if value is None:
                continue
            if say := find_say(field):
                about += say(value)
            elif own := find_own(field):
                own(subject, value, about, nodes)
        if model.size:
            about += self.count(model.size)
        about += more
        # Of a paper it is said where it appeared, if its entry names this one paper alone.
        if model.venue:
            for record in identity.records:
                if record.venue and len(record.paper) == 1:
                    self.things.appeared(record.paper[0], record.venue)
        return nodes

    def value(self, subject: str, field: str, value: Value) -> Mapped:
        """Return what one value of a field says: of the model first, then of the value's own nodes."""
        about: list[Pair] = []
        nodes: list[Node] = []
        if own := self._own.get(field):
            own(subject, value, about, nodes)
        else:
            about += self._say[field](value)
        return about, nodes

    def count(self, sizes: Iterable[Size]) -> list[Pair]:
        """State the largest of a model's sizes, which is read from the stated ones."""
        if not (counts := [size.parameter_count for size in sizes]):
            return []
        largest = max(counts)
        stated = [f'{PARAMETER_COUNT} "{largest}"{INTEGER}']
        if self.standard_terms:
            stated.append(f'{_TOTAL_PARAMETERS} "{largest}"{COUNT}')
        return stated

    def _types(self, model: Model) -> list[Pair]:
        """State the classes of a model: as far as its modality or research problem tells them."""
        kinds = (model.modality, model.research_problem)
        if (types := self._classes.get(kinds)) is None:
            types = self._classes[kinds] = [f"{TYPE} {iri_token(class_)}" for class_ in self._kinds(*kinds)]
        return types

    def _kinds(self, modality: Iterable[str], research_problem: Iterable[str]) -> list[IRI]:
        schemes = self.vocabulary.schemes
        known = map(schemes["modality"].concepts.get, modality)
        classes = {concept.model_class for concept in known if concept and concept.model_class}
        if len(classes) > 1:
            classes = {LLMKG["MultimodalModel"]}
        problems = map(schemes["research-problem"].concepts.get, research_problem)
        classes |= {c.model_class for c in problems if c and c.model_class}
        return [
            LLMKG["Model"],
            *sorted(classes),
            *([FAIR4ML["MLModel"]] if self.standard_terms else []),
        ]
