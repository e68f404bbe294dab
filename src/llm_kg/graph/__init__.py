"""From models to statements: the only place that mints IRIs and triples.

IRIs come from content, never from position or order, and there are no blank nodes. The statements
of a graph stand in a fixed order: models by key, each with the nodes under its own IRI and its
entries; then what models share (papers, organisations, concepts, units), and the sources.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import chain, islice
from typing import TYPE_CHECKING, Final, get_args
from typing import Literal as Choice

from llm_kg.graph.blocks import Block, Shared, statements_in, statements_of
from llm_kg.graph.mapping import BASE, ModelMapping
from llm_kg.graph.provenance import (
    claim_nodes,
    conflict_nodes,
    dataset_node,
    entry_node,
    entry_token,
    source_node,
)
from llm_kg.identifiers import is_web_link
from llm_kg.names import slug
from llm_kg.pairs import Node, Pair, by_predicate, split
from llm_kg.places import Place, Source
from llm_kg.rdf import IRI, LLMKG, PREFIXES, PROV, Statement, to_oxigraph
from llm_kg.reconciliation import Model, Models
from llm_kg.records import Claim, field_of
from llm_kg.sizes import Size
from llm_kg.tokens import iri_token
from llm_kg.vocabulary import load_vocabulary

if TYPE_CHECKING:
    import pyoxigraph
    import rdflib

__all__ = ["ACCEPTED", "BASE", "Block", "Graph", "Node", "Provenance", "build", "prefixes"]

#: The graph in which accepted values stand again where claims stand in graphs of their own.
ACCEPTED: Final = LLMKG["acceptedValues"]
#: How much a graph says of where its values come from.
Provenance = Choice["none", "source", "full", "graphs"]

_ACCEPTED = iri_token(ACCEPTED)
_DERIVED_FROM = iri_token(PROV["wasDerivedFrom"])
# How many nodes that models share make a block.
_BLOCK = 1_000

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
        self._standard_terms = standard_terms
        self._conflicts = conflicts
        self._models = models

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """All statements, in their order."""
        return tuple(self._statements())

    @cached_property
    def names(self) -> Mapping[IRI, str]:
        """The name of each model, by its node."""
        return {IRI(f"{self.base}model/{model.key}"): model.name for model in self._models}

    @cached_property
    def models(self) -> Mapping[IRI, str]:
        """The IRI of each model → its key."""
        return {IRI(f"{self.base}model/{model.key}"): model.key for model in self._models}

    def blocks(self) -> Iterator[Block]:
        """Yield the statements in blocks, as tokens: of each model, then of what models share."""
        mapping = self.mapping()
        for model in self._models:
            yield self.block(mapping, model)
        sources = self.source_nodes(mapping, len(self._models))
        yield from self.closing(chain(mapping.shared.nodes(), sources))

    def mapping(self) -> ModelMapping:
        """Return the mapping of this graph's models, which has not seen any yet."""
        return ModelMapping(load_vocabulary(), Shared(), self._find_key, self.base, self._standard_terms)

    def source_nodes(self, mapping: ModelMapping, models: int) -> list[Node]:
        """Return what is said of the sources of so many models."""
        if self.provenance == "none":
            return []
        sources = [source_node(mapping, source) for source in self.sources.values()]
        return sources + dataset_node(mapping, self.sources, models)

    def closing(self, nodes: Iterator[Node]) -> Iterator[Block]:
        """Yield what models share, and the sources, in blocks."""
        while block := list(islice(nodes, _BLOCK)):
            yield self._named_too(block)

    def nodes(self) -> dict[str, dict[str, list[str]]]:
        """Return the default graph as subject → predicate → objects, all tokens."""
        return by_predicate(node for block in self.blocks() for node in block.nodes)

    def know_names(self) -> None:
        """Look up the names of all models now: a process that is forked then need not go through them."""
        _ = self._keys

    def _find_key(self, name: str) -> str | None:
        return self._keys.get(name)

    @cached_property
    def _keys(self) -> dict[str, str]:
        """The slug of a name → the key of its model; a name that several have is of none but its own."""
        keys: dict[str, str] = {}
        of_several: set[str] = set()
        for model in self._models:
            key = model.identity.key
            for own in map(slug, (model.name, *model.alternate_name)):
                if keys.setdefault(own, key) != key:
                    of_several.add(own)
        for name in of_several:
            del keys[name]
        for model in self._models:
            key = model.identity.key
            keys.setdefault(key, key)
        return keys

    def block(self, mapping: ModelMapping, model: Model) -> Block:
        """Return what is said of a model, of the nodes under its IRI, and of its entries."""
        if self.provenance == "none":
            nodes = mapping.nodes(model)
            nodes += self._conflict_nodes(mapping, model)
            return Block(nodes, [])
        about = mapping.model(model)
        described = [entry_node(mapping, about, record) for record in model.records]
        nodes = mapping.nodes(model, [f"{_DERIVED_FROM} {entry}" for entry, _ in described])
        block = self._named_too([*nodes, *described])
        block.nodes.extend(self._conflict_nodes(mapping, model))
        if self.provenance == "source":
            return block
        asserted = frozenset((node, pair) for node, pairs in nodes for pair in pairs)
        for record in model.records:
            claims, within = claim_nodes(mapping, about, record, asserted, self.provenance == "graphs")
            block.nodes.extend(claims.items())
            if within:
                block.named.append((entry_token(mapping, record), list(within.items())))
        return block

    def _conflict_nodes(self, mapping: ModelMapping, model: Model) -> Iterable[Node]:
        return conflict_nodes(mapping, model) if self._conflicts else ()

    def _named_too(self, nodes: list[Node]) -> Block:
        """Return what is accepted as a block; with named graphs beside it, in one of its own too.

        In a store whose default graph is the union of all graphs, what is accepted stands there alone.
        """
        return Block(nodes, [(_ACCEPTED, list(nodes))] if self.provenance == "graphs" else [])

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
        mapping = self.mapping()
        behind: dict[Statement, dict[Claim, None]] = defaultdict(dict)
        mentions: dict[IRI, dict[Claim, None]] = defaultdict(dict)
        for model in self._models:
            for subject, pair, claims in _stating(mapping, model):
                for statement in statements_of([(subject, [pair])]):
                    behind[statement].update(dict.fromkeys(claims))
                _, value = split(pair)
                if value in mapping.shared:
                    mentions[IRI(value[1:-1])].update(dict.fromkeys(claims))
        return (
            {statement: tuple(claims) for statement, claims in behind.items()},
            {iri: tuple(claims) for iri, claims in mentions.items()},
        )

    def __len__(self) -> int:
        return self._length

    @cached_property
    def _length(self) -> int:
        return sum(map(statements_in, self.blocks()))

    def __iter__(self) -> Iterator[Statement]:
        return iter(self.statements) if "statements" in self.__dict__ else self._statements()

    def _statements(self) -> Iterator[Statement]:
        for block in self.blocks():
            yield from statements_of(block.nodes)
            for name, nodes in block.named:
                yield from statements_of(nodes, IRI(name[1:-1]))

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


def _stating(mapping: ModelMapping, model: Model) -> Iterator[tuple[str, Pair, Iterable[Claim]]]:
    """Yield each statement about a model, or about a node of its own, with the claims that state it."""
    subject = mapping.model(model)
    accepted: dict[str, dict[Claim, None]] = defaultdict(dict)
    for claim in model.accepted:
        for value in claim.values:
            accepted[field_of(claim, value)][claim] = None
    for term in mapping.properties:
        field = term.notation
        values = getattr(model, field)
        if values is None:
            continue
        stating = accepted[field]
        if field == "maximum_number_of_parameters_in_million" and not stating:
            stating = accepted["size"]  # the maximum was read from the sizes
        for value in values if isinstance(values, tuple) else (values,):
            claims = [claim for claim in stating if value in claim.values] or stating
            about, own = mapping.value(subject, field, value)
            for node, pairs in ((subject, about), *own):
                for pair in pairs:
                    yield node, pair, claims
    largest = [
        claim
        for claim in accepted["size"]
        if any(isinstance(v, Size) and v.parameter_count == model.parameter_count for v in claim.values)
    ]
    for pair in mapping.count(model.size):
        yield subject, pair, largest
