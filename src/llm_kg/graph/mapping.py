"""From the values of a model to what the graph says of it: one mapping, compiled from the vocabulary.

For each field of the record there is a function that writes its values, made once: it knows the
predicates, the datatype or the kind of node, and the IRIs of concepts.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from decimal import Decimal
from typing import Final, TypeAlias

from llm_kg.dates import PartialDate
from llm_kg.graph.blocks import Node, Pair, Shared, pairs_of
from llm_kg.names import slug
from llm_kg.quantities import Quantity
from llm_kg.rdf import FAIR4ML, IRI, LLMKG, OWL, QUDT, RDF, RDFS, SCHEMA, SKOS, XSD, Literal, Namespace
from llm_kg.reconciliation import Model
from llm_kg.records import Description, Paper, Value
from llm_kg.sizes import Size
from llm_kg.tokens import iri_token, literal_token, quoted
from llm_kg.vocabulary import Property, Vocabulary

__all__ = ["BASE", "MODEL", "Mapped", "ModelMapping"]

#: Under which instances are minted, unless told otherwise.
BASE: Final = "https://w3id.org/llm-kg/"

#: What one value comes to: what it says of the model, and the nodes of its own.
Mapped: TypeAlias = tuple[list[Pair], list[Node]]

#: Writes a value of the model with this token.
_Writer: TypeAlias = Callable[[str, Value, list[Pair], list[Node]], None]

_IT6: Final = Namespace("http://data.europa.eu/it6/")

# The terms of most statements, made once.
_TYPE, _LABEL, _NAME, _ALTERNATE_NAME = map(
    iri_token, (RDF["type"], RDFS["label"], SCHEMA["name"], SCHEMA["alternateName"])
)
MODEL, _MODEL_SIZE, _FAMILY, _ORGANIZATION, _ARTICLE, _QUANTITY_VALUE = map(
    iri_token,
    (
        LLMKG["Model"],
        LLMKG["ModelSize"],
        LLMKG["ModelFamily"],
        SCHEMA["Organization"],
        SCHEMA["ScholarlyArticle"],
        QUDT["QuantityValue"],
    ),
)
_PARAMETER_COUNT, _ACTIVE_COUNT = map(iri_token, (LLMKG["parameterCount"], LLMKG["activeParameterCount"]))
_TOTAL_PARAMETERS = iri_token(_IT6["totalNumberOfParameters"])
_YEAR, _EARLIEST, _LATEST = (iri_token(LLMKG[name]) for name in ("year", "earliestDate", "latestDate"))
_ARXIV, _DOI, _VENUE = (iri_token(LLMKG[name]) for name in ("arxivIdentifier", "doi", "venue"))
_URL, _SCHEMA_SAME_AS, _SAME_AS = map(iri_token, (SCHEMA["url"], SCHEMA["sameAs"], OWL["sameAs"]))
_NUMERIC_VALUE, _HAS_UNIT = map(iri_token, (QUDT["numericValue"], QUDT["hasUnit"]))
_ACCELERATOR, _APPROXIMATE = (iri_token(LLMKG[name]) for name in ("accelerator", "approximate"))
_IN_SCHEME: Final = SKOS["inScheme"]
_TRUE = literal_token(Literal("true", XSD["boolean"]))
_UNREVIEWED: Final[Pair] = f"{iri_token(LLMKG['unreviewed'])} {_TRUE}"
_IS_SIZE, _IS_QUANTITY, _IS_ARTICLE = (
    f"{_TYPE} {class_}" for class_ in (_MODEL_SIZE, _QUANTITY_VALUE, _ARTICLE)
)
_DATE, _INTEGER, _COUNT, _DECIMAL, _DOUBLE = (
    f"^^{iri_token(XSD[name])}" for name in ("date", "integer", "nonNegativeInteger", "decimal", "double")
)
_LINK = (RDFS["Resource"],)  # the range of properties whose values are addresses

# How many names of things are remembered; lists name few different ones.
_REMEMBERED = 100_000


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
        self._find_key = find_key
        #: The models of the graph that others name.
        self.named_models: set[str] = set()
        # What a slug is put behind, and of an identifier, is an IRI: nothing in it need be looked for.
        self._model = f"<{base}model/"
        self._papers_at = f"<{base}paper/"
        self._known_quantities: dict[Quantity, tuple[str, tuple[Pair, ...]]] = {}
        self._classes: dict[tuple[tuple[str, ...], ...], list[Pair]] = {}
        #: The properties of models, in the order of the record's fields.
        self.properties = [
            term
            for term in map(vocabulary.all_properties.__getitem__, Description.model_fields)
            if LLMKG["Model"] in term.domains and not term.asserted_as
        ]
        self._writers = {term.notation: self._writer(term) for term in self.properties}
        self._writers["alternate_name"] = self._literals("alternate_name", (_ALTERNATE_NAME,))

    def token(self, kind: str, *parts: str) -> str:
        """Return the token of an instance's IRI."""
        return iri_token(self.base + "/".join((kind, *parts)))

    def model(self, model: Model) -> str:
        """Return the token of a model's IRI."""
        return f"{self._model}{model.key}>"

    def nodes(self, model: Model, more: Collection[Pair] = ()) -> list[Node]:
        """Return what is said of a model (and `more`), then the nodes under its IRI."""
        subject = f"{self._model}{model.key}>"
        name = quoted(model.name)
        about = [*self._types(model), f"{_LABEL} {name}"]
        if self.standard_terms:
            about.append(f"{_NAME} {name}")
        # The IRIs that the model's records would have alone, under its other names, stay good.
        for alias in model.identity.aliases:
            about.append(f"{_SAME_AS} {self._model}{alias}>")
        nodes: list[Node] = [(subject, about)]
        writers = self._writers
        for field, value in vars(model).items():  # in the order of the fields
            write = writers.get(field)
            if write is None or value is None:
                continue
            if type(value) is not tuple:
                write(subject, value, about, nodes)
            elif len(value) == 1:
                write(subject, value[0], about, nodes)
            elif value:
                self._several(subject, field, value, about, nodes)
        if model.size:
            about += self.count(model.size)
        about += more
        if any(record.venue for record in model.records):
            self._venues(model)
        return nodes

    def _several(
        self, subject: str, field: str, values: Iterable[Value], about: list[Pair], nodes: list[Node]
    ) -> None:
        """Write the values of a field; two of them may come to one thing, which is said once."""
        write = self._writers[field]
        stated: list[Pair] = []
        own: list[Node] = []
        for value in values:
            write(subject, value, stated, own)
        about += dict.fromkeys(stated)
        nodes += dict(own).items()

    def value(self, subject: str, field: str, value: Value) -> Mapped:
        """Return what one value of a field says: of the model first, then of the value's own nodes."""
        about: list[Pair] = []
        nodes: list[Node] = []
        self._writers[field](subject, value, about, nodes)
        return about, nodes

    def count(self, sizes: Iterable[Size]) -> list[Pair]:
        """State the largest of a model's sizes, which is read from the stated ones."""
        largest = max((size.parameter_count for size in sizes), default=None)
        if largest is None:
            return []
        stated = [f'{_PARAMETER_COUNT} "{largest}"{_INTEGER}']
        if self.standard_terms:
            stated.append(f'{_TOTAL_PARAMETERS} "{largest}"{_COUNT}')
        return stated

    # Models

    def _types(self, model: Model) -> list[Pair]:
        """State the classes of a model: as far as its modality or research problem tells them."""
        kinds = (model.modality, model.research_problem)
        if (types := self._classes.get(kinds)) is None:
            types = self._classes[kinds] = [f"{_TYPE} {iri_token(class_)}" for class_ in self._kinds(*kinds)]
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

    def _venues(self, model: Model) -> None:
        """Say of a paper where it appeared: its entry names this one paper alone."""
        for record in model.records:
            if record.venue and len(record.paper) == 1:
                paper = record.paper[0]
                node = f"{self._papers_at}{_paper_slug(paper, paper.arxiv, paper.doi)}>"
                if node in self.shared:
                    self.shared.describe(node, [f"{_VENUE} {quoted(venue)}" for venue in record.venue])

    # Values. Each of these returns the function that writes the values of one property.

    def _writer(self, term: Property) -> _Writer:
        predicates = [term.iri, *(term.standard if self.standard_terms else ())]
        stated_by = tuple(map(iri_token, predicates))
        kinds = {
            LLMKG["ModelSize"]: self._sizes,
            QUDT["QuantityValue"]: self._quantities,
            SCHEMA["ScholarlyArticle"]: self._papers,
        }
        if own := next((kinds[range_] for range_ in term.ranges if range_ in kinds), None):
            return own(stated_by, term.notation.replace("_", "-"))
        if not term.is_object:
            return self._literals(term.notation, stated_by)
        if term.ranges == _LINK:
            return _links(stated_by)
        return self._things(term, stated_by)

    def _literals(self, field: str, predicates: tuple[str, ...]) -> _Writer:
        dates: dict[PartialDate, list[Pair]] = {}  # there are few of them
        bounded = field == "date_created"

        def write(subject: str, value: Value, about: list[Pair], nodes: list[Node]) -> None:
            if isinstance(value, PartialDate):
                if (stated := dates.get(value)) is None:
                    stated = dates[value] = [
                        *(f'{predicate} "{value}"^^<{XSD}{value.datatype}>' for predicate in predicates),
                        *(_bounds(value) if bounded else ()),
                    ]
                about += stated
                return
            if isinstance(value, str):
                literal = quoted(value)
            elif isinstance(value, Decimal):
                literal = f'"{_decimal(value)}"{_DECIMAL}'
            else:
                literal = f'"{value}"{_INTEGER}'
            for predicate in predicates:
                about.append(f"{predicate} {literal}")

        return write

    def _things(self, term: Property, predicates: tuple[str, ...]) -> _Writer:
        """Write values that are things with a name, and describe these things."""
        known: dict[Value, tuple[Pair, ...]] = {}

        def write(subject: str, value: Value, about: list[Pair], nodes: list[Node]) -> None:
            if (stated := known.get(value)) is None:
                assert isinstance(value, str)
                thing = self._thing(term, value)
                if len(known) >= _REMEMBERED:
                    known.clear()
                stated = known[value] = tuple(f"{predicate} {thing}" for predicate in predicates)
            about += stated

        return write

    def _papers(self, predicates: tuple[str, ...], _: str) -> _Writer:
        def write(subject: str, value: Value, about: list[Pair], nodes: list[Node]) -> None:
            assert isinstance(value, Paper)
            paper = self._paper(value)
            for predicate in predicates:
                about.append(f"{predicate} {paper}")

        return write

    def _sizes(self, predicates: tuple[str, ...], _: str) -> _Writer:
        def write(subject: str, value: Value, about: list[Pair], nodes: list[Node]) -> None:
            assert isinstance(value, Size)
            stated, active = value.parameter_count, value.active_parameter_count
            said = [_IS_SIZE, f'{_PARAMETER_COUNT} "{stated}"{_INTEGER}']
            own = f"{subject[:-1]}/size/{stated}"
            if active is not None:
                own += f"-active-{active}"
                said.append(f'{_ACTIVE_COUNT} "{active}"{_INTEGER}')
            for predicate in predicates:
                about.append(f"{predicate} {own}>")
            nodes.append((f"{own}>", said))

        return write

    def _quantities(self, predicates: tuple[str, ...], part: str) -> _Writer:
        known = self._known_quantities

        def write(subject: str, value: Value, about: list[Pair], nodes: list[Node]) -> None:
            assert isinstance(value, Quantity)
            if (found := known.get(value)) is None:
                if len(known) >= _REMEMBERED:
                    known.clear()
                found = known[value] = (value.slug, self._quantity(value))
            own = f"{subject[:-1]}/{part}/{found[0]}>"
            for predicate in predicates:
                about.append(f"{predicate} {own}")
            nodes.append((own, found[1]))

        return write

    def _quantity(self, quantity: Quantity) -> tuple[Pair, ...]:
        said = [
            _IS_QUANTITY,
            f'{_NUMERIC_VALUE} "{quantity.double}"{_DOUBLE}',
            f"{_HAS_UNIT} {self.known(self.vocabulary.units[quantity.unit].iri)}",
        ]
        if quantity.accelerator:
            said.append(f"{_ACCELERATOR} {quoted(quantity.accelerator)}")
        if quantity.approximate:
            said.append(f"{_APPROXIMATE} {_TRUE}")
        return tuple(said)

    # Things that models share

    def _thing(self, term: Property, value: str) -> str:
        if scheme := self.vocabulary.scheme_of(term):
            concept = scheme.concepts.get(value)
            return self.known(concept.iri) if concept else self._unreviewed(scheme.notation, value)
        if term.notation == "organization":
            known = self.vocabulary.organizations.get(value)
            if known:
                return self.known(known.iri)
            name = f"{_NAME} {quoted(value)}"
            return self._share(("organization", slug(value)), _ORGANIZATION, value, name, _UNREVIEWED)
        if term.notation == "model_family":
            return self._share(("family", slug(value)), _FAMILY, value)
        if LLMKG["Model"] in term.ranges:
            return self._model_called(value)
        return iri_token(value)

    def known(self, iri: IRI) -> str:
        """Carry what the vocabulary says of a node and of its scheme; return the node's token."""
        node = self._moved(iri)
        if node not in self.shared:
            carried = self.vocabulary.describe(iri)
            about = [statement._replace(subject=IRI(node[1:-1])) for statement in carried]
            self.shared.describe(node, pairs_of(about))
            for _, predicate, value, _ in carried:
                if predicate == _IN_SCHEME and isinstance(value, IRI):
                    self.known(value)
        return node

    def _moved(self, iri: IRI) -> str:
        """Move an instance that the ontology describes (an organisation, a licence) to the base."""
        for kind in ("organization", "license"):
            if iri.startswith(f"{BASE}{kind}/"):
                return self.token(kind, iri.removeprefix(f"{BASE}{kind}/"))
        return iri_token(iri)

    def _unreviewed(self, scheme: str, value: str) -> str:
        """Return the node of a controlled value that no concept is known for."""
        path = (
            ("license", f"LicenseRef-{slug(value)}")
            if scheme == "license"
            else ("value", scheme, slug(value))
        )
        member = iri_token(self.vocabulary.schemes[scheme].member_class)
        return self._share(path, member, value, _UNREVIEWED)

    def _share(self, path: tuple[str, ...], class_: str, label: str, *more: Pair) -> str:
        """Describe a node that is known by a name alone, unless the vocabulary describes it."""
        if self.vocabulary.describe(iri := IRI(BASE + "/".join(path))):
            return self.known(iri)
        node = self.token(*path)
        self.shared.describe(node, [f"{_TYPE} {class_}", f"{_LABEL} {quoted(label)}", *more])
        return node

    def _model_called(self, name: str) -> str:
        """Return the model of a name: one of the graph's, or one that is only mentioned."""
        own = slug(name)
        if key := self._find_key(own):
            node = f"{self._model}{key}>"
            self.named_models.add(node)
            return node
        return self._share(("model", own), MODEL, name)

    def _paper(self, paper: Paper) -> str:
        """Describe a paper by what is said of it here; its first title is kept."""
        arxiv, doi = paper.arxiv, paper.doi
        node = f"{self._papers_at}{_paper_slug(paper, arxiv, doi)}>"
        about = [_IS_ARTICLE]
        if paper.title:
            title = quoted(paper.title)
            about += (f"{_LABEL} {title}", f"{_NAME} {title}")
        if arxiv:
            about.append(f"{_ARXIV} {quoted(arxiv)}")
        if doi:
            about += (f"{_DOI} {quoted(doi)}", f"{_SCHEMA_SAME_AS} {iri_token(f'https://doi.org/{doi}')}")
        for url in dict.fromkeys(paper.urls):
            about.append(f"{_URL} {iri_token(url)}")
        self.shared.describe(node, about)
        return node


def _bounds(date: PartialDate) -> list[Pair]:
    """State a date so that stores can compare it: they do not compare months and years."""
    return [
        f'{_YEAR} "{date.year}"{_INTEGER}',
        f'{_EARLIEST} "{date.earliest.isoformat()}"{_DATE}',
        f'{_LATEST} "{date.latest.isoformat()}"{_DATE}',
    ]


def _links(predicates: tuple[str, ...]) -> _Writer:
    def write(subject: str, value: Value, about: list[Pair], nodes: list[Node]) -> None:
        assert isinstance(value, str)
        link = iri_token(value)
        for predicate in predicates:
            about.append(f"{predicate} {link}")

    return write


def _decimal(value: Decimal) -> str:
    """Write a decimal in the canonical form of xsd:decimal: digits on both sides of the point."""
    text = f"{value.normalize():f}"
    return text if "." in text else f"{text}.0"


def _paper_slug(paper: Paper, arxiv: str | None, doi: str | None) -> str:
    """Name a paper by its arXiv identifier, else its DOI, else its title, else its address."""
    if arxiv:
        return f"arxiv-{arxiv.replace('/', '-')}"
    if doi:
        return f"doi-{slug(doi)}"
    if paper.title:
        return slug(paper.title)
    return slug(paper.urls[0].split("://", 1)[-1])
