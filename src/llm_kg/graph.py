"""From models to statements: the only place that mints IRIs and triples.

IRIs come from content, never from position or order, and there are no blank nodes. The statements
of a graph stand in a fixed order: models by key, each with the nodes under its own IRI; then what
models share (entries, papers, organisations, concepts, units), and the sources.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property, partial
from typing import TYPE_CHECKING, Final, get_args
from typing import Literal as Choice

from llm_kg.dates import PartialDate
from llm_kg.identifiers import clean_url, is_web_link
from llm_kg.names import slug
from llm_kg.places import Place, Source
from llm_kg.quantities import Quantity
from llm_kg.rdf import (
    DCAT,
    DCTERMS,
    FAIR4ML,
    IRI,
    LLMKG,
    OWL,
    PREFIXES,
    PROV,
    QUDT,
    RDF,
    RDFS,
    SCHEMA,
    VOID,
    XSD,
    Literal,
    Namespace,
    Statement,
    to_oxigraph,
)
from llm_kg.reconciliation import Model, Models
from llm_kg.records import Claim, Description, Paper, Record, Value, field_of
from llm_kg.sizes import Size
from llm_kg.vocabulary import Concept, Property, Vocabulary, load_vocabulary

if TYPE_CHECKING:
    import pyoxigraph
    import rdflib

__all__ = ["BASE", "Graph", "Provenance", "build", "prefixes"]

#: Under which instances are minted, unless told otherwise.
BASE: Final = "https://w3id.org/llm-kg/"

#: How much a graph says of where its values come from.
#: The graph in which accepted values stand again where claims stand in graphs of their own.
ACCEPTED: Final = LLMKG["acceptedValues"]
Provenance = Choice["none", "source", "full", "graphs"]

_IT6: Final = Namespace("http://data.europa.eu/it6/")

# The terms of most statements, made once.
_TYPE, _LABEL = RDF["type"], RDFS["label"]
#: A dataset of many sources is named by the first of them.
_LONGEST_DATASET_NAME = 200
_NAME, _ALTERNATE_NAME = SCHEMA["name"], SCHEMA["alternateName"]
_ABOUT, _URL, _SAME_AS, _ARTICLE = (SCHEMA[name] for name in ("about", "url", "sameAs", "ScholarlyArticle"))
_MODEL, _MODEL_SIZE, _PARAMETER_COUNT = (LLMKG[name] for name in ("Model", "ModelSize", "parameterCount"))
_YEAR, _EARLIEST, _LATEST = (LLMKG[name] for name in ("year", "earliestDate", "latestDate"))
_ENTRY, _LINE, _ARXIV, _DOI = (LLMKG[name] for name in ("Entry", "line", "arxivIdentifier", "doi"))
_ENTITY, _DERIVED_FROM, _PART_OF = PROV["Entity"], PROV["wasDerivedFrom"], DCTERMS["isPartOf"]
_QUANTITY_VALUE, _NUMERIC_VALUE, _HAS_UNIT = (
    QUDT[name] for name in ("QuantityValue", "numericValue", "hasUnit")
)
_DATE, _INTEGER, _DECIMAL, _DOUBLE = (XSD[name] for name in ("date", "integer", "decimal", "double"))
_TRUE = Literal("true", XSD["boolean"])
_LINK = (RDFS["Resource"],)  # the range of properties whose values are addresses

# The kinds of instances by prefix. In JSON-LD a prefix must not be a property's key as well, so
# organisations and licences have short ones.
_KINDS: Final = {
    "family": "family",
    "lic": "license",
    "model": "model",
    "org": "organization",
    "paper": "paper",
    "source": "source",
    "value": "value",
}


def prefixes(base: str = BASE) -> dict[str, str]:
    """Return the prefixes that outputs and queries bind: the vocabularies', and the instances'."""
    concepts = {"concept": BASE + "concept/"}
    instances = {prefix: f"{base}{kind}/" for prefix, kind in _KINDS.items()}
    return dict(sorted((PREFIXES | concepts | instances).items()))


class Graph:
    """Statements in a fixed order, and which claims stand behind each.

    They are made model by model whenever the graph is iterated, and not kept: a graph can be written
    that would not fit into memory. `statements` keeps them. No statement comes twice.
    """

    def __init__(
        self,
        models: Models,
        base: str,
        provenance: Provenance,
        standard_terms: bool,
        conflicts: bool = False,
    ) -> None:
        self.base = base
        #: `none`, `source`, `full` or `graphs`; the last alone has named graphs.
        self.provenance = provenance
        #: The sources that the models were read from, by id.
        self.sources: Mapping[str, Source] = models.sources
        self._make = partial(_Builder, models, base, provenance, standard_terms, conflicts, load_vocabulary())
        self._models = models
        self._length: int | None = None

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """All statements, in their order."""
        return tuple(self._make().statements())

    @cached_property
    def models(self) -> Mapping[IRI, str]:
        """The IRI of each model → its key."""
        return {_iri(self.base, "model", model.key): model.key for model in self._models}

    @property
    def claims(self) -> Mapping[Statement, tuple[Claim, ...]]:
        """A statement about a model → the claims that state it."""
        return self._behind[0]

    @property
    def mentions(self) -> Mapping[IRI, tuple[Claim, ...]]:
        """A node that models share (a paper, an organisation) → the claims that name it."""
        return self._behind[1]

    @cached_property
    def _behind(self) -> tuple[dict[Statement, tuple[Claim, ...]], dict[IRI, tuple[Claim, ...]]]:
        return self._make().claims()

    def __len__(self) -> int:
        if self._length is None:
            self._length = sum(1 for _ in self)
        return self._length

    def __iter__(self) -> Iterator[Statement]:
        if "statements" in self.__dict__:
            yield from self.statements
            return
        number = 0
        for number, statement in enumerate(self._make().statements(), 1):  # noqa: B007 - counted for `len`
            yield statement
        self._length = number

    def __repr__(self) -> str:
        return f"<graph of {len(self)} statements about {len(self._models)} models>"

    @property
    def prefixes(self) -> dict[str, str]:
        """The prefixes that outputs and queries bind."""
        return prefixes(self.base)

    def place_of(self, statement: Statement) -> Place | None:
        """Return where a statement was read, or None where it was not read from one place."""
        claims = self.claims.get(statement) or self.mentions.get(statement.subject)
        return claims[0].place if claims else None

    def to_oxigraph(self) -> pyoxigraph.Store:
        """Return an Oxigraph store of the statements."""
        import pyoxigraph

        store = pyoxigraph.Store()
        store.bulk_extend(to_oxigraph(self))
        return store

    def to_rdflib(self) -> rdflib.Dataset:
        """Return an rdflib dataset of the statements, with the prefixes bound.

        Its default graph is the union of all graphs, so it reads as a plain `rdflib.Graph` too.
        """
        from llm_kg.rdf import to_rdflib

        return to_rdflib(self, self.prefixes)


def build(
    models: Models,
    *,
    base: str = BASE,
    provenance: Provenance = "source",
    standard_terms: bool = True,
    conflicts: bool = False,
) -> Graph:
    """Return the graph of models: their accepted values, and where these come from.

    `base` moves the instances, never concepts or the ontology. `provenance` is `none`, `source`
    (each model names its entries), `full` (every claim is a node) or `graphs` (every claim stands in
    the named graph of its entry). Without `standard_terms` only our own properties are stated; with
    `conflicts` each disagreement is a node.

    Raises
    ------
    ValueError
        `base` is no IRI that names can be added to, or `provenance` is none of the four.
    """
    if provenance not in get_args(Provenance):
        raise ValueError(f"provenance is one of {', '.join(get_args(Provenance))}, not {provenance!r}")
    if not is_web_link(base) or base[-1] not in "/#":
        raise ValueError(f"{base!r}: a base is an http(s) IRI that ends in / or #")
    return Graph(models, base, provenance, standard_terms, conflicts)


class _Builder:
    """One making of a graph's statements; what models share is gathered on the way."""

    def __init__(
        self,
        models: Models,
        base: str,
        provenance: Provenance,
        standard_terms: bool,
        conflicts: bool,
        vocabulary: Vocabulary,
    ) -> None:
        self.models = models
        self.base = base
        self.provenance = provenance
        self.standard_terms = standard_terms
        self.conflicts = conflicts
        self.vocabulary = vocabulary
        self.keys = _keys(models)
        self.own_keys = {model.key for model in models}
        # Each with the predicates that state it.
        self.properties = [(term, self._predicates(term)) for term in self._properties()]
        self.shared: dict[IRI, dict[Statement, None]] = {}
        self.papers: dict[IRI, list[Paper]] = {}
        self.venues: dict[IRI, dict[str, None]] = defaultdict(dict)
        # What a name or the kinds of a model come to: few are different.
        self.named: dict[tuple[str, str], IRI] = {}
        self.classes: dict[tuple[tuple[str, ...], ...], list[IRI]] = {}

    def statements(self) -> Iterator[Statement]:
        """Yield every statement: of models, entries, what models share, and sources."""
        for model in self.models:
            yield from self._named_too(self._model(model))
            if self.conflicts:
                yield from self._conflicts(model)
        sources: list[Statement] = []
        if self.provenance != "none":
            for model in self.models:
                yield from self._entries(model)
            for source in self.models.sources.values():
                sources.extend(self._source(source))
            sources.extend(self._dataset())
        for iri in sorted((*self.shared, *self.papers)):
            yield from self._named_too(self.shared.get(iri) or _paper(iri, self.papers[iri]))
            venues = (Statement(iri, LLMKG["venue"], Literal(venue)) for venue in self.venues.get(iri, ()))
            yield from self._named_too(venues)
        yield from self._named_too(sources)

    def _named_too(self, accepted: Iterable[Statement]) -> Iterator[Statement]:
        """Yield statements of the default graph; with named graphs beside it, in one of their own too.

        In a store whose default graph is the union of all graphs, what is accepted stands there alone.
        """
        for statement in accepted:
            yield statement
            if self.provenance == "graphs":
                yield statement._replace(graph=ACCEPTED)

    def claims(self) -> tuple[dict[Statement, tuple[Claim, ...]], dict[IRI, tuple[Claim, ...]]]:
        """Return the claims behind each statement about a model, and behind each shared node."""
        behind: dict[Statement, dict[Claim, None]] = defaultdict(dict)
        mentions: dict[IRI, dict[Claim, None]] = defaultdict(dict)
        for model in self.models:
            iri = self._iri("model", model.key)
            accepted: dict[str, dict[Claim, None]] = defaultdict(dict)
            for claim in model.accepted:
                for value in claim.values:
                    accepted[field_of(claim, value)][claim] = None
            for term, value, about in self._values(iri, model):
                stating = accepted[term.notation]
                if term.notation == "maximum_number_of_parameters_in_million" and not stating:
                    stating = accepted["size"]  # the maximum was read from the sizes
                stating = dict.fromkeys(c for c in stating if value in c.values) or stating
                for statement in about:
                    behind[statement].update(stating)
                target = about[0].object
                if isinstance(target, IRI) and (target in self.shared or target in self.papers):
                    mentions[target].update(stating)
            largest = [
                claim
                for claim in accepted["size"]
                if any(
                    isinstance(v, Size) and v.parameter_count == model.parameter_count for v in claim.values
                )
            ]
            for statement in self._count(iri, model.size):
                behind[statement].update(dict.fromkeys(largest))
        return (
            {statement: tuple(claims) for statement, claims in behind.items()},
            {iri: tuple(claims) for iri, claims in mentions.items()},
        )

    def _iri(self, kind: str, *parts: str) -> IRI:
        return _iri(self.base, kind, *parts)

    # Models

    def _model(self, model: Model) -> Iterable[Statement]:
        """Return what is said of a model, then of the nodes under its IRI; each statement once."""
        iri = self._iri("model", model.key)
        stated = list(self._types(iri, model))
        stated.append(Statement(iri, _LABEL, Literal(model.name)))
        if self.standard_terms:
            stated.append(Statement(iri, _NAME, Literal(model.name)))
        stated.extend(Statement(iri, _ALTERNATE_NAME, Literal(name)) for name in model.alternate_name)
        # The IRIs that the model's records would have alone, under its other names, stay good.
        aliases = (self._iri("model", alias) for alias in model.identity.aliases)
        stated.extend(Statement(iri, OWL["sameAs"], alias) for alias in aliases)
        nodes: list[Statement] = []
        for _, _, about in self._values(iri, model):
            for statement in about:
                (stated if statement.subject is iri else nodes).append(statement)
        stated.extend(self._count(iri, model.size))
        for record in model.records:
            # An entry of one paper says where this one appeared.
            if record.venue and len(record.paper) == 1:
                paper = self._iri("paper", _paper_slug(record.paper[0]))
                if paper in self.papers:
                    self.venues[paper].update(dict.fromkeys(record.venue))
        if self.provenance != "none":
            stated.extend(Statement(iri, _DERIVED_FROM, self._entry(record)) for record in model.records)
        return dict.fromkeys((*stated, *nodes))

    def _properties(self) -> Iterator[Property]:
        """Yield the properties of models in the order of the record's fields."""
        for name in Description.model_fields:
            term = self.vocabulary.all_properties[name]
            if _MODEL in term.domains and not term.asserted_as:
                yield term

    def _predicates(self, term: Property) -> tuple[IRI, ...]:
        return (term.iri, *(term.standard if self.standard_terms else ()))

    def _values(self, iri: IRI, model: Model) -> Iterator[tuple[Property, Value, list[Statement]]]:
        """Yield each value of a model with its property and the statements that it makes."""
        for term, predicates in self.properties:
            values = getattr(model, term.notation)
            if values is None or values == ():
                continue
            for value in values if isinstance(values, tuple) else (values,):
                yield term, value, self._value(iri, term, predicates, value)

    def _types(self, iri: IRI, model: Model) -> Iterator[Statement]:
        """State the classes of a model: as far as its modality or research problem tells them."""
        kinds = (model.modality, model.research_problem)
        if kinds not in self.classes:
            self.classes[kinds] = self._classes(*kinds)
        return (Statement(iri, _TYPE, class_) for class_ in self.classes[kinds])

    def _classes(self, modality: Iterable[str], research_problem: Iterable[str]) -> list[IRI]:
        schemes = self.vocabulary.schemes
        known = map(schemes["modality"].concepts.get, modality)
        classes = {concept.model_class for concept in known if concept and concept.model_class}
        if len(classes) > 1:
            classes = {LLMKG["MultimodalModel"]}
        problems = map(schemes["research-problem"].concepts.get, research_problem)
        classes |= {c.model_class for c in problems if c and c.model_class}
        return [_MODEL, *sorted(classes), *([FAIR4ML["MLModel"]] if self.standard_terms else [])]

    def _count(self, iri: IRI, sizes: Iterable[Size]) -> Iterator[Statement]:
        """State the largest of a model's sizes, which is read from the stated ones."""
        largest = max((size.parameter_count for size in sizes), default=None)
        if largest is None:
            return
        predicates = [(_PARAMETER_COUNT, "integer")]
        if self.standard_terms:
            predicates.append((_IT6["totalNumberOfParameters"], "nonNegativeInteger"))
        for predicate, datatype in predicates:
            yield Statement(iri, predicate, Literal(str(largest), XSD[datatype]))

    # Values

    def _value(self, model: IRI, term: Property, predicates: Sequence[IRI], value: Value) -> list[Statement]:
        """Return the statements of one value: of the model first, then of the value's own node."""
        nodes: list[Statement] = []
        target: IRI | Literal
        if isinstance(value, str):
            target = self._named(term, value) if term.is_object else Literal(value)
        elif isinstance(value, Size):
            target = IRI(f"{model}/size/{_size_slug(value)}")
            nodes.extend(_size(target, value))
        elif isinstance(value, Quantity):
            target = IRI(f"{model}/{term.notation.replace('_', '-')}/{value.slug}")
            nodes.extend(self._quantity(target, value))
        elif isinstance(value, Paper):
            target = self._paper(value)
        elif isinstance(value, PartialDate):
            target = Literal(str(value), XSD[value.datatype])
        elif isinstance(value, int):
            target = Literal(str(value), _INTEGER)
        else:
            target = Literal(_decimal(value), _DECIMAL)
        about = [Statement(model, predicate, target) for predicate in predicates]
        if term.notation == "date_created" and isinstance(value, PartialDate):
            about.extend(_date_bounds(model, value))
        return about + nodes if nodes else about

    def _named(self, term: Property, value: str) -> IRI:
        """Return the IRI of a value that is a thing with a name, and describe that thing."""
        if term.ranges == _LINK:
            return IRI(value)
        if not (iri := self.named.get((term.notation, value))):
            iri = self.named[term.notation, value] = self._thing(term, value)
        return iri

    def _thing(self, term: Property, value: str) -> IRI:
        if scheme := self.vocabulary.scheme_of(term):
            concept = scheme.concepts.get(value)
            return self._concept(concept) if concept else self._unreviewed(scheme.notation, value)
        if term.notation == "organization":
            return self._organization(value)
        if term.notation == "model_family":
            return self._share(self._iri("family", slug(value)), LLMKG["ModelFamily"], value)
        if _MODEL in term.ranges:
            return self._model_called(value)
        return IRI(value)

    def _share(self, iri: IRI, class_: IRI, label: str, *more: Statement) -> IRI:
        """Describe a node that several models may name; the first label of a node is kept."""
        if iri not in self.shared:
            about = [
                Statement(iri, _TYPE, class_),
                Statement(iri, RDFS["label"], Literal(label)),
                *more,
            ]
            self.shared[iri] = dict.fromkeys(about)
        return iri

    def _concept(self, concept: Concept) -> IRI:
        iri = self._moved(concept.iri)
        scheme = self.vocabulary.schemes[concept.scheme]
        for node in (concept.iri, scheme.iri):
            carried = self.vocabulary.describe(node)
            self.shared[self._moved(node)] = dict.fromkeys(
                statement._replace(subject=self._moved(node)) for statement in carried
            )
        return iri

    def _moved(self, iri: IRI) -> IRI:
        """Move an instance that the ontology describes (an organisation, a licence) to the base."""
        for kind in ("organization", "license"):
            if iri.startswith(f"{BASE}{kind}/"):
                return self._iri(kind, iri.removeprefix(f"{BASE}{kind}/"))
        return iri

    def _unreviewed(self, scheme: str, value: str) -> IRI:
        """Return the node of a controlled value that no concept is known for."""
        iri = (
            self._iri("license", f"LicenseRef-{slug(value)}")
            if scheme == "license"
            else self._iri("value", scheme, slug(value))
        )
        unreviewed = Statement(iri, LLMKG["unreviewed"], _TRUE)
        return self._share(iri, self.vocabulary.schemes[scheme].member_class, value, unreviewed)

    def _organization(self, name: str) -> IRI:
        known = self.vocabulary.organizations.get(name)
        if known is None:
            iri = self._iri("organization", slug(name))
            return self._share(
                iri,
                SCHEMA["Organization"],
                name,
                Statement(iri, SCHEMA["name"], Literal(name)),
                Statement(iri, LLMKG["unreviewed"], _TRUE),
            )
        iri = self._moved(known.iri)
        carried = (s._replace(subject=iri) for s in self.vocabulary.describe(known.iri))
        self.shared.setdefault(iri, dict.fromkeys(carried))
        return iri

    def _model_called(self, name: str) -> IRI:
        """Return the model of a name: one of the graph's, or one that is only mentioned."""
        own = slug(name)
        if key := self.keys.get(own):
            return self._iri("model", key)
        iri = self._iri("model", own)
        return iri if own in self.own_keys else self._share(iri, _MODEL, name)

    def _paper(self, paper: Paper) -> IRI:
        iri = self._iri("paper", _paper_slug(paper))
        known = self.papers.setdefault(iri, [])
        if paper not in known:
            known.append(paper)
        return iri

    def _quantity(self, iri: IRI, quantity: Quantity) -> Iterator[Statement]:
        unit = self.vocabulary.units[quantity.unit].iri
        if unit not in self.shared:
            self.shared[unit] = dict.fromkeys(self.vocabulary.describe(unit))
        yield Statement(iri, _TYPE, _QUANTITY_VALUE)
        yield Statement(iri, _NUMERIC_VALUE, Literal(quantity.double, _DOUBLE))
        yield Statement(iri, _HAS_UNIT, unit)
        if quantity.accelerator:
            yield Statement(iri, LLMKG["accelerator"], Literal(quantity.accelerator))
        if quantity.approximate:
            yield Statement(iri, LLMKG["approximate"], _TRUE)

    # Provenance

    def _entry(self, record: Record) -> IRI:
        return self._iri("source", record.source.id, record.entry)

    def _entries(self, model: Model) -> Iterator[Statement]:
        if self.provenance == "none":
            return
        about = self._iri("model", model.key)
        asserted = frozenset(self._model(model)) if self.provenance in ("full", "graphs") else ()
        for record in model.records:
            yield from self._named_too(self._description(about, record))
            if self.provenance in ("full", "graphs"):
                yield from dict.fromkeys(self._record_claims(about, record, asserted))

    def _description(self, about: IRI, record: Record) -> Iterator[Statement]:
        """Say of an entry which model it is about, and where it stands."""
        iri, place = self._entry(record), record.origin or record.place
        yield Statement(iri, _TYPE, _ENTRY)
        yield Statement(iri, _TYPE, _ENTITY)
        yield Statement(iri, _LABEL, Literal(f"{record.name} in {_title(record.source)}"))
        yield Statement(iri, _ABOUT, about)
        yield Statement(iri, _LINE, Literal(str(place.line), _INTEGER))
        yield Statement(iri, _PART_OF, self._iri("source", record.source.id))
        if quoted := _quoted(place):
            yield Statement(iri, PROV["wasQuotedFrom"], quoted)

    def _record_claims(
        self, model: IRI, record: Record, asserted: Collection[Statement]
    ) -> Iterator[Statement]:
        """State every claim of an entry: as nodes, or in the entry's own graph."""
        entry = self._entry(record)
        seen: dict[str, int] = defaultdict(int)
        for claim in record.claims:
            stated = list(self._claimed(model, claim))
            if self.provenance == "graphs":
                for about in stated:
                    yield from (statement._replace(graph=entry) for statement in about)
            for about in stated or [[]]:
                key = slug(claim.key)
                seen[key] += 1
                number = f"-{seen[key]}" if seen[key] > 1 else ""
                iri = IRI(f"{entry}/{key}{number}")
                first = about[0] if about else None
                yield from self._claim(iri, entry, claim, first, first in asserted)

    def _claimed(self, model: IRI, claim: Claim) -> Iterator[list[Statement]]:
        """Yield the statements of each value that a claim states, accepted or not."""
        for value in claim.values:
            term = self.vocabulary.all_properties[field_of(claim, value)]
            if term.asserted_as:
                predicate = sorted(term.asserted_as)[0]
                yield [Statement(model, predicate, Literal(str(value)))]
            elif LLMKG["Model"] in term.domains:
                yield self._value(model, term, self._predicates(term), value)
        # The count is read from the sizes of an entry, and is its claim as well.
        if counted := list(self._count(model, (value for value in claim.values if isinstance(value, Size)))):
            yield counted

    def _claim(
        self, iri: IRI, entry: IRI, claim: Claim, about: Statement | None, accepted: bool
    ) -> Iterator[Statement]:
        place = claim.origin or claim.place
        yield Statement(iri, _TYPE, LLMKG["Claim"])
        yield Statement(iri, LLMKG["entry"], entry)
        yield Statement(iri, LLMKG["key"], Literal(claim.key))
        yield Statement(iri, LLMKG["statedText"], Literal(claim.stated))
        yield Statement(iri, _LINE, Literal(str(place.line), _INTEGER))
        yield Statement(iri, LLMKG["column"], Literal(str(place.column), _INTEGER))
        yield Statement(iri, LLMKG["accepted"], Literal(str(accepted).lower(), XSD["boolean"]))
        if about:
            yield Statement(iri, RDF["subject"], about.subject)
            yield Statement(iri, RDF["predicate"], about.predicate)
            yield Statement(iri, RDF["object"], about.object)

    def _conflicts(self, model: Model) -> Iterator[Statement]:
        """Yield a node for each disagreement: of which property, what is claimed, and what decided."""
        about = self._iri("model", model.key)
        for conflict in model.conflicts:
            term = self.vocabulary.all_properties[conflict.field]
            iri = self._iri("model", model.key, "conflict", term.notation.replace("_", "-"))
            yield Statement(iri, _TYPE, LLMKG["Conflict"])
            yield Statement(iri, RDFS["label"], Literal(f"{model.name}: {term.label}"))
            yield Statement(iri, SCHEMA["about"], about)
            yield Statement(iri, LLMKG["disputedProperty"], term.iri)
            yield Statement(iri, LLMKG["reason"], Literal(conflict.reason))
            for predicate, claims in (("acceptedText", conflict.accepted), ("refusedText", conflict.refused)):
                for text in dict.fromkeys(claim.stated for claim in claims):
                    yield Statement(iri, LLMKG[predicate], Literal(text))

    def _dataset(self) -> Iterator[Statement]:
        """Describe the graph as a dataset: what it holds, and which sources it was made from.

        Its IRI comes from the ids of the sources, and its date from theirs, never from a clock.
        """
        sources = self.models.sources
        if not sources:
            return
        iri = self._iri("dataset", "+".join(sources)[:_LONGEST_DATASET_NAME])
        titles = [_title(source) for source in sources.values()]
        yield Statement(iri, _TYPE, VOID["Dataset"])
        yield Statement(iri, _TYPE, DCAT["Dataset"])
        yield Statement(iri, DCTERMS["title"], Literal(f"Models of {', '.join(titles)}"))
        yield Statement(iri, VOID["uriSpace"], Literal(self.base))
        yield Statement(iri, VOID["vocabulary"], IRI(LLMKG.removesuffix("#")))
        for source in sources.values():
            yield Statement(iri, DCTERMS["source"], self._iri("source", source.id))
        if dates := [source.date for source in sources.values() if source.date]:
            yield Statement(iri, DCTERMS["modified"], Literal(max(dates), XSD["date"]))
        yield Statement(iri, VOID["classPartition"], partition := IRI(f"{iri}/models"))
        yield Statement(partition, VOID["class"], _MODEL)
        yield Statement(partition, VOID["entities"], Literal(str(len(self.models)), XSD["integer"]))

    def _source(self, source: Source) -> Iterator[Statement]:
        iri = self._iri("source", source.id)
        yield Statement(iri, _TYPE, LLMKG["Source"])
        yield Statement(iri, _TYPE, PROV["Entity"])
        yield Statement(iri, RDFS["label"], Literal(_title(source)))
        yield Statement(iri, LLMKG["sourceIdentifier"], Literal(source.id))
        if source.address:
            yield Statement(iri, SCHEMA["url"], IRI(source.address))
        for author in source.authors:
            yield Statement(iri, DCTERMS["creator"], Literal(author))
        if source.date:
            yield Statement(iri, DCTERMS["modified"], Literal(source.date, XSD["date"]))
        if source.license:
            known = self.vocabulary.schemes["license"].concepts.get(source.license)
            if known:
                yield Statement(iri, DCTERMS["license"], self._concept(known))


def _iri(base: str, kind: str, *parts: str) -> IRI:
    return IRI(base + "/".join((kind, *parts)))


def _keys(models: Models) -> dict[str, str]:
    """Return the key of the one model of each slug; names that several models have are left out."""
    found: dict[str, set[str]] = defaultdict(set)
    for model in models:
        for name in (model.name, *model.alternate_name):
            found[slug(name)].add(model.key)
    return {name: keys.pop() for name, keys in found.items() if len(keys) == 1}


def _size_slug(size: Size) -> str:
    active = size.active_parameter_count
    return f"{size.parameter_count}" + (f"-active-{active}" if active is not None else "")


def _size(iri: IRI, size: Size) -> Iterator[Statement]:
    yield Statement(iri, _TYPE, _MODEL_SIZE)
    yield Statement(iri, _PARAMETER_COUNT, Literal(str(size.parameter_count), _INTEGER))
    if size.active_parameter_count is not None:
        active = Literal(str(size.active_parameter_count), _INTEGER)
        yield Statement(iri, LLMKG["activeParameterCount"], active)


def _date_bounds(model: IRI, date: PartialDate) -> list[Statement]:
    """State a date so that stores can compare it: they do not compare months and years."""
    return [
        Statement(model, _YEAR, Literal(str(date.year), _INTEGER)),
        Statement(model, _EARLIEST, Literal(date.earliest.isoformat(), _DATE)),
        Statement(model, _LATEST, Literal(date.latest.isoformat(), _DATE)),
    ]


def _paper(iri: IRI, papers: Iterable[Paper]) -> Iterable[Statement]:
    """Describe a paper by all that is said of it; its first title is kept."""
    about = {Statement(iri, _TYPE, _ARTICLE): None}
    titled = False
    for paper in papers:
        if paper.title and not titled:
            titled = True
            about[Statement(iri, _LABEL, Literal(paper.title))] = None
            about[Statement(iri, _NAME, Literal(paper.title))] = None
        arxiv, doi = paper.arxiv, paper.doi
        if arxiv:
            about[Statement(iri, _ARXIV, Literal(arxiv))] = None
        if doi:
            about[Statement(iri, _DOI, Literal(doi))] = None
            about[Statement(iri, _SAME_AS, IRI(f"https://doi.org/{doi}"))] = None
        for url in paper.urls:
            about[Statement(iri, _URL, IRI(url))] = None
    return about


def _decimal(value: Decimal) -> str:
    """Write a decimal in the canonical form of xsd:decimal: digits on both sides of the point."""
    text = f"{value.normalize():f}"
    return text if "." in text else f"{text}.0"


def _paper_slug(paper: Paper) -> str:
    """Name a paper by its arXiv identifier, else its DOI, else its title, else its address."""
    if paper.arxiv:
        return f"arxiv-{paper.arxiv.replace('/', '-')}"
    if paper.doi:
        return f"doi-{slug(paper.doi)}"
    if paper.title:
        return slug(paper.title)
    return slug(paper.urls[0].split("://", 1)[-1])


def _title(source: Source) -> str:
    return source.title or source.id


def _quoted(place: Place) -> IRI | None:
    """Return the address of a line, where that of its source is known."""
    address = place.source.address
    if not address:
        return None
    return IRI(f"{clean_url(address)}#L{place.line}" if "/blob/" in address else clean_url(address))
