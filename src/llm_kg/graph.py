"""From models to statements: the only place that mints IRIs and triples.

IRIs come from content, never from position or order, and there are no blank nodes. The statements
of a graph stand in a fixed order: models by key, each with the nodes under its own IRI; then what
models share (entries, papers, organisations, concepts, units), and the sources.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final, get_args
from typing import Literal as Choice

from llm_kg.dates import PartialDate
from llm_kg.identifiers import clean_url, is_web_link
from llm_kg.names import slug
from llm_kg.places import Place, Source
from llm_kg.quantities import Quantity
from llm_kg.rdf import (
    DCTERMS,
    FAIR4ML,
    IRI,
    LLMKG,
    PREFIXES,
    PROV,
    QUDT,
    RDF,
    RDFS,
    SCHEMA,
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
Provenance = Choice["none", "source", "full", "graphs"]

_IT6: Final = Namespace("http://data.europa.eu/it6/")
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


@dataclass(frozen=True, slots=True)
class Graph:
    """Statements in a fixed order, and which claims stand behind each.

    `statements` hold no duplicate; `claims` maps a statement about a model to the claims that state
    it, `mentions` a shared node (a paper, an organisation) to those that name it, `models` the IRI
    of each model to its key.
    """

    statements: tuple[Statement, ...]
    base: str
    sources: Mapping[str, Source]
    claims: Mapping[Statement, tuple[Claim, ...]]
    mentions: Mapping[IRI, tuple[Claim, ...]]
    models: Mapping[IRI, str]

    def __len__(self) -> int:
        return len(self.statements)

    def __iter__(self) -> Iterator[Statement]:
        return iter(self.statements)

    def __repr__(self) -> str:
        return f"<graph of {len(self)} statements about {len(self.models)} models>"

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
        store.bulk_extend(to_oxigraph(self.statements))
        return store

    def to_rdflib(self) -> rdflib.Dataset:
        """Return an rdflib dataset of the statements, with the prefixes bound.

        Its default graph is the union of all graphs, so it reads as a plain `rdflib.Graph` too.
        """
        from llm_kg.rdf import to_rdflib

        return to_rdflib(self.statements, self.prefixes)


def build(
    models: Models,
    *,
    base: str = BASE,
    provenance: Provenance = "source",
    standard_terms: bool = True,
) -> Graph:
    """Return the graph of models: their accepted values, and where these come from.

    `base` moves the instances, never concepts or the ontology. `provenance` is `none`, `source`
    (each model names its entries), `full` (every claim is a node) or `graphs` (every claim stands in
    the named graph of its entry). Without `standard_terms` only our own properties are stated.

    Raises
    ------
    ValueError
        `base` is no IRI that names can be added to, or `provenance` is none of the four.
    """
    if provenance not in get_args(Provenance):
        raise ValueError(f"provenance is one of {', '.join(get_args(Provenance))}, not {provenance!r}")
    if not is_web_link(base) or base[-1] not in "/#":
        raise ValueError(f"{base!r}: a base is an http(s) IRI that ends in / or #")
    return _Builder(models, base, provenance, standard_terms).build()


class _Builder:
    def __init__(self, models: Models, base: str, provenance: Provenance, standard_terms: bool) -> None:
        self.models = models
        self.base = base
        self.provenance = provenance
        self.standard_terms = standard_terms
        self.vocabulary: Vocabulary = load_vocabulary()
        self.keys = _keys(models)
        self.statements: dict[Statement, None] = {}
        self.claims: dict[Statement, dict[Claim, None]] = defaultdict(dict)
        self.shared: dict[IRI, dict[Statement, None]] = {}
        self.mentions: dict[IRI, dict[Claim, None]] = defaultdict(dict)

    def build(self) -> Graph:
        entries: list[Statement] = []
        for model in self.models:
            self._add(self._model(model))
            entries.extend(self._entries(model))
        self._add(entries)
        for iri in sorted(self.shared):
            self._add(self.shared[iri])
        if self.provenance != "none":
            for source in self.models.sources.values():
                self._add(self._source(source))
        return Graph(
            tuple(self.statements),
            self.base,
            self.models.sources,
            {statement: tuple(claims) for statement, claims in self.claims.items()},
            {iri: tuple(claims) for iri, claims in self.mentions.items()},
            {self._iri("model", model.key): model.key for model in self.models},
        )

    def _add(self, statements: Iterable[Statement]) -> None:
        self.statements.update(dict.fromkeys(statements))

    def _iri(self, kind: str, *parts: str) -> IRI:
        return IRI(self.base + "/".join((kind, *parts)))

    # Models

    def _model(self, model: Model) -> Iterator[Statement]:
        iri = self._iri("model", model.key)
        nodes: list[Statement] = []
        yield from self._types(iri, model)
        yield Statement(iri, RDFS["label"], Literal(model.name))
        if self.standard_terms:
            yield Statement(iri, SCHEMA["name"], Literal(model.name))
        for name in model.alternate_name:
            yield Statement(iri, SCHEMA["alternateName"], Literal(name))
        accepted: dict[str, list[Claim]] = defaultdict(list)
        for claim in model.accepted:
            for value in claim.values:
                if claim not in (known := accepted[field_of(claim, value)]):
                    known.append(claim)
        for term in self._properties():
            for value in _values(model, term):
                about = self._value(iri, term, value)
                stating = accepted[term.notation]
                if term.notation == "maximum_number_of_parameters_in_million" and not stating:
                    stating = accepted["size"]  # the maximum was read from the sizes
                stating = [c for c in stating if value in c.values] or stating
                for statement in about:
                    self.claims[statement].update(dict.fromkeys(stating))
                yield from (s for s in about if s.subject == iri)
                nodes.extend(s for s in about if s.subject != iri)
                if isinstance(about[0].object, IRI) and about[0].object in self.shared:
                    self.mentions[about[0].object].update(dict.fromkeys(stating))
        yield from self._count(iri, model)
        if self.provenance != "none":
            for record in model.records:
                yield Statement(iri, PROV["wasDerivedFrom"], self._entry(record))
        yield from nodes

    def _properties(self) -> Iterator[Property]:
        """Yield the properties of models in the order of the record's fields."""
        for name in Description.model_fields:
            term = self.vocabulary.all_properties[name]
            if LLMKG["Model"] in term.domains and not term.asserted_as:
                yield term

    def _types(self, iri: IRI, model: Model) -> Iterator[Statement]:
        """State the classes of a model: as far as its modality or research problem tells them."""
        schemes = self.vocabulary.schemes
        known = [schemes["modality"].concepts.get(notation) for notation in model.modality]
        classes = {concept.model_class for concept in known if concept and concept.model_class}
        if len(classes) > 1:
            classes = {LLMKG["MultimodalModel"]}
        problems = map(schemes["research-problem"].concepts.get, model.research_problem)
        classes |= {c.model_class for c in problems if c and c.model_class}
        yield Statement(iri, RDF["type"], LLMKG["Model"])
        for class_ in sorted(classes):
            yield Statement(iri, RDF["type"], class_)
        if self.standard_terms:
            yield Statement(iri, RDF["type"], FAIR4ML["MLModel"])

    def _count(self, iri: IRI, model: Model) -> Iterator[Statement]:
        """State the model's largest size, which is read from the stated sizes."""
        if model.parameter_count is None:
            return
        predicates = [(LLMKG["parameterCount"], "integer")]
        if self.standard_terms:
            predicates.append((_IT6["totalNumberOfParameters"], "nonNegativeInteger"))
        stating = [
            claim
            for claim in model.accepted
            for value in claim.values
            if isinstance(value, Size) and value.parameter_count == model.parameter_count
        ]
        for predicate, datatype in predicates:
            value = Literal(str(model.parameter_count), XSD[datatype])
            statement = Statement(iri, predicate, value)
            self.claims[statement].update(dict.fromkeys(stating))
            yield statement

    # Values

    def _value(self, model: IRI, term: Property, value: Value) -> list[Statement]:
        """Return the statements of one value: of the model first, then of the value's own node."""
        nodes: list[Statement] = []
        if isinstance(value, Size):
            node = IRI(f"{model}/size/{_size_slug(value)}")
            nodes.extend(_size(node, value))
            target: IRI | Literal = node
        elif isinstance(value, Quantity):
            node = IRI(f"{model}/{term.notation.replace('_', '-')}/{value.slug}")
            nodes.extend(self._quantity(node, value))
            target = node
        elif isinstance(value, Paper):
            target = self._paper(value)
        elif isinstance(value, PartialDate):
            target = Literal(str(value), XSD[value.datatype])
        elif isinstance(value, int):
            target = Literal(str(value), XSD["integer"])
        elif isinstance(value, Decimal):
            target = Literal(_decimal(value), XSD["decimal"])
        else:
            target = self._named(term, value) if term.is_object else Literal(value)
        about = [
            Statement(model, predicate, target)
            for predicate in (term.iri, *(term.standard if self.standard_terms else ()))
        ]
        if term.notation == "date_created" and isinstance(value, PartialDate):
            about.extend(_date_bounds(model, value))
        return about + nodes

    def _named(self, term: Property, value: str) -> IRI:
        """Return the IRI of a value that is a thing with a name, and describe that thing."""
        if scheme := self.vocabulary.scheme_of(term):
            concept = scheme.concepts.get(value)
            return self._concept(concept) if concept else self._unreviewed(scheme.notation, value)
        if term.notation == "organization":
            return self._organization(value)
        if term.notation == "model_family":
            return self._share(self._iri("family", slug(value)), LLMKG["ModelFamily"], value)
        if LLMKG["Model"] in term.ranges:
            return self._model_called(value)
        return IRI(value)

    def _share(self, iri: IRI, class_: IRI, label: str, *more: Statement) -> IRI:
        """Describe a node that several models may name; the first label of a node is kept."""
        if iri not in self.shared:
            about = [
                Statement(iri, RDF["type"], class_),
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
        unreviewed = Statement(iri, LLMKG["unreviewed"], Literal("true", XSD["boolean"]))
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
                Statement(iri, LLMKG["unreviewed"], Literal("true", XSD["boolean"])),
            )
        iri = self._moved(known.iri)
        carried = (s._replace(subject=iri) for s in self.vocabulary.describe(known.iri))
        self.shared.setdefault(iri, dict.fromkeys(carried))
        return iri

    def _model_called(self, name: str) -> IRI:
        """Return the model of a name: one of the graph's, or one that is only mentioned."""
        if key := self.keys.get(slug(name)):
            return self._iri("model", key)
        return self._share(self._iri("model", slug(name)), LLMKG["Model"], name)

    def _paper(self, paper: Paper) -> IRI:
        iri = self._iri("paper", _paper_slug(paper))
        about = self.shared.setdefault(iri, {Statement(iri, RDF["type"], SCHEMA["ScholarlyArticle"]): None})
        titled = any(statement.predicate == SCHEMA["name"] for statement in about)
        if paper.title and not titled:
            about[Statement(iri, RDFS["label"], Literal(paper.title))] = None
            about[Statement(iri, SCHEMA["name"], Literal(paper.title))] = None
        for predicate, identifier in (("arxivIdentifier", paper.arxiv), ("doi", paper.doi)):
            if identifier:
                about[Statement(iri, LLMKG[predicate], Literal(identifier))] = None
        if paper.doi:
            about[Statement(iri, SCHEMA["sameAs"], IRI(f"https://doi.org/{paper.doi}"))] = None
        for url in paper.urls:
            about[Statement(iri, SCHEMA["url"], IRI(url))] = None
        return iri

    def _quantity(self, iri: IRI, quantity: Quantity) -> Iterator[Statement]:
        unit = self.vocabulary.units[quantity.unit].iri
        self.shared[unit] = dict.fromkeys(self.vocabulary.describe(unit))
        yield Statement(iri, RDF["type"], QUDT["QuantityValue"])
        yield Statement(iri, QUDT["numericValue"], Literal(quantity.double, XSD["double"]))
        yield Statement(iri, QUDT["hasUnit"], unit)
        if quantity.accelerator:
            yield Statement(iri, LLMKG["accelerator"], Literal(quantity.accelerator))
        if quantity.approximate:
            yield Statement(iri, LLMKG["approximate"], Literal("true", XSD["boolean"]))

    # Provenance

    def _entry(self, record: Record) -> IRI:
        return self._iri("source", record.source.id, record.entry)

    def _entries(self, model: Model) -> Iterator[Statement]:
        if self.provenance == "none":
            return
        about = self._iri("model", model.key)
        for record in model.records:
            iri, place = self._entry(record), record.origin or record.place
            yield Statement(iri, RDF["type"], LLMKG["Entry"])
            yield Statement(iri, RDF["type"], PROV["Entity"])
            yield Statement(iri, RDFS["label"], Literal(f"{record.name} in {_title(record.source)}"))
            yield Statement(iri, SCHEMA["about"], about)
            yield Statement(iri, LLMKG["line"], Literal(str(place.line), XSD["integer"]))
            if record.commented:
                yield Statement(iri, LLMKG["commentedOut"], Literal("true", XSD["boolean"]))
            yield Statement(iri, DCTERMS["isPartOf"], self._iri("source", record.source.id))
            if quoted := _quoted(place):
                yield Statement(iri, PROV["wasQuotedFrom"], quoted)
            if self.provenance in ("full", "graphs"):
                yield from self._record_claims(about, record)

    def _record_claims(self, model: IRI, record: Record) -> Iterator[Statement]:
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
                yield from self._claim(iri, entry, claim, about[0] if about else None)

    def _claimed(self, model: IRI, claim: Claim) -> Iterator[list[Statement]]:
        """Yield the statements of each value that a claim states, accepted or not."""
        for value in claim.values:
            term = self.vocabulary.all_properties[field_of(claim, value)]
            if term.asserted_as:
                predicate = sorted(term.asserted_as)[0]
                yield [Statement(model, predicate, Literal(str(value)))]
            elif LLMKG["Model"] in term.domains:
                yield self._value(model, term, value)

    def _claim(self, iri: IRI, entry: IRI, claim: Claim, about: Statement | None) -> Iterator[Statement]:
        place = claim.origin or claim.place
        yield Statement(iri, RDF["type"], LLMKG["Claim"])
        yield Statement(iri, LLMKG["entry"], entry)
        yield Statement(iri, LLMKG["key"], Literal(claim.key))
        yield Statement(iri, LLMKG["statedText"], Literal(claim.stated))
        yield Statement(iri, LLMKG["line"], Literal(str(place.line), XSD["integer"]))
        yield Statement(iri, LLMKG["column"], Literal(str(place.column), XSD["integer"]))
        accepted = about is not None and about in self.statements
        yield Statement(iri, LLMKG["accepted"], Literal(str(accepted).lower(), XSD["boolean"]))
        if about:
            yield Statement(iri, RDF["subject"], about.subject)
            yield Statement(iri, RDF["predicate"], about.predicate)
            yield Statement(iri, RDF["object"], about.object)

    def _source(self, source: Source) -> Iterator[Statement]:
        iri = self._iri("source", source.id)
        yield Statement(iri, RDF["type"], LLMKG["Source"])
        yield Statement(iri, RDF["type"], PROV["Entity"])
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
                yield from self.shared[self._moved(known.iri)]


def _keys(models: Models) -> dict[str, str]:
    """Return the key of the one model of each slug; names that several models have are left out."""
    found: dict[str, set[str]] = defaultdict(set)
    for model in models:
        for name in (model.name, *model.alternate_name):
            found[slug(name)].add(model.key)
    return {name: keys.pop() for name, keys in found.items() if len(keys) == 1}


def _values(model: Model, term: Property) -> tuple[Value, ...]:
    value = getattr(model, term.notation)
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


def _size_slug(size: Size) -> str:
    active = size.active_parameter_count
    return f"{size.parameter_count}" + (f"-active-{active}" if active is not None else "")


def _size(iri: IRI, size: Size) -> Iterator[Statement]:
    yield Statement(iri, RDF["type"], LLMKG["ModelSize"])
    count = Literal(str(size.parameter_count), XSD["integer"])
    yield Statement(iri, LLMKG["parameterCount"], count)
    if size.active_parameter_count is not None:
        active = Literal(str(size.active_parameter_count), XSD["integer"])
        yield Statement(iri, LLMKG["activeParameterCount"], active)


def _date_bounds(model: IRI, date: PartialDate) -> list[Statement]:
    """State a date so that stores can compare it: they do not compare months and years."""
    return [
        Statement(model, LLMKG["year"], Literal(str(date.year), XSD["integer"])),
        Statement(model, LLMKG["earliestDate"], Literal(date.earliest.isoformat(), XSD["date"])),
        Statement(model, LLMKG["latestDate"], Literal(date.latest.isoformat(), XSD["date"])),
    ]


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
