"""The nodes that models share: concepts, organisations, families, papers, and models only mentioned."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from llm_kg.graph.blocks import Shared, pairs_of
from llm_kg.graph.values import TRUE
from llm_kg.names import slug
from llm_kg.pairs import Pair
from llm_kg.rdf import IRI, LLMKG, OWL, RDF, RDFS, SCHEMA, SKOS
from llm_kg.records import Paper
from llm_kg.terms import Property
from llm_kg.tokens import iri_token, link_token, quoted
from llm_kg.vocabulary import Vocabulary

__all__ = ["BASE", "LABEL", "MODEL", "NAME", "SAME_AS", "TYPE", "Things"]

#: Under which instances are minted, unless told otherwise.
BASE: Final = "https://w3id.org/llm-kg/"

TYPE, LABEL, NAME, SAME_AS, MODEL = map(
    iri_token, (RDF["type"], RDFS["label"], SCHEMA["name"], OWL["sameAs"], LLMKG["Model"])
)
_FAMILY, _ORGANIZATION = map(iri_token, (LLMKG["ModelFamily"], SCHEMA["Organization"]))
_IS_ARTICLE: Final[Pair] = f"{TYPE} {iri_token(SCHEMA['ScholarlyArticle'])}"
_ARXIV, _DOI, _VENUE = (iri_token(LLMKG[name]) for name in ("arxivIdentifier", "doi", "venue"))
_URL, _SCHEMA_SAME_AS = map(iri_token, (SCHEMA["url"], SCHEMA["sameAs"]))
_UNREVIEWED: Final[Pair] = f"{iri_token(LLMKG['unreviewed'])} {TRUE}"
_IN_SCHEME: Final = SKOS["inScheme"]


class Things:
    """Gives the tokens of things that models share, and describes them in `shared` as they are named.

    `find_key` tells of the slug of a name the key of its model; names that it does not know are of models
    that are only mentioned.
    """

    def __init__(
        self, vocabulary: Vocabulary, shared: Shared, find_key: Callable[[str], str | None], base: str
    ) -> None:
        self._vocabulary = vocabulary
        self._shared = shared
        self._find_key = find_key
        self._base = base
        # What a slug is put behind, and of an identifier, is an IRI: nothing in it need be looked for.
        self._models_at = f"<{base}model/"
        self._papers_at = f"<{base}paper/"
        #: The models of the graph that others name.
        self.named_models: set[str] = set()

    def token(self, kind: str, *parts: str) -> str:
        """Return the token of an instance's IRI."""
        return iri_token(self._base + "/".join((kind, *parts)))

    def model(self, key: str) -> str:
        """Return the token of the IRI of a model with this key."""
        return f"{self._models_at}{key}>"

    def thing(self, term: Property, value: str) -> str:
        """Return what a value of a property names."""
        if scheme := self._vocabulary.scheme_of(term):
            concept = scheme.concepts.get(value)
            return self.known(concept.iri) if concept else self._unreviewed(scheme.notation, value)
        if term.notation == "organization":
            known = self._vocabulary.organizations.get(value)
            if known:
                return self.known(known.iri)
            name = f"{NAME} {quoted(value)}"
            return self._share(("organization", slug(value)), _ORGANIZATION, value, name, _UNREVIEWED)
        if term.notation == "model_family":
            return self._share(("family", slug(value)), _FAMILY, value)
        if LLMKG["Model"] in term.ranges:
            return self._model_called(value)
        return iri_token(value)

    def unit(self, notation: str) -> str:
        """Return a unit by its notation."""
        return self.known(self._vocabulary.units[notation].iri)

    def known(self, iri: IRI) -> str:
        """Carry what the vocabulary says of a node and of its scheme; return the node's token."""
        node = self._moved(iri)
        if node not in self._shared:
            carried = self._vocabulary.describe(iri)
            about = [statement._replace(subject=IRI(node[1:-1])) for statement in carried]
            self._shared.describe(node, pairs_of(about))
            for _, predicate, value, _ in carried:
                if predicate == _IN_SCHEME and isinstance(value, IRI):
                    self.known(value)
        return node

    def paper(self, paper: Paper) -> str:
        """Describe a paper by what is said of it here; its first title is kept."""
        arxiv, doi = paper.identifiers
        node = f"{self._papers_at}{_paper_slug(paper, arxiv, doi)}>"
        about = [_IS_ARTICLE]
        if paper.title:
            title = quoted(paper.title)
            about += (f"{LABEL} {title}", f"{NAME} {title}")
        if arxiv:
            about.append(f"{_ARXIV} {quoted(arxiv)}")
        if doi:
            about += (f"{_DOI} {quoted(doi)}", f"{_SCHEMA_SAME_AS} {link_token(f'https://doi.org/{doi}')}")
        about += [f"{_URL} {link_token(url)}" for url in dict.fromkeys(paper.urls)]
        self._shared.describe(node, about)
        return node

    def appeared(self, paper: Paper, venues: tuple[str, ...]) -> None:
        """Say where a paper appeared, if it is described."""
        node = f"{self._papers_at}{_paper_slug(paper, *paper.identifiers)}>"
        if node in self._shared:
            self._shared.describe(node, [f"{_VENUE} {quoted(venue)}" for venue in venues])

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
        member = iri_token(self._vocabulary.schemes[scheme].member_class)
        return self._share(path, member, value, _UNREVIEWED)

    def _share(self, path: tuple[str, ...], class_: str, label: str, *more: Pair) -> str:
        """Describe a node that is known by a name alone, unless the vocabulary describes it."""
        if self._vocabulary.describe(iri := IRI(BASE + "/".join(path))):
            return self.known(iri)
        node = self.token(*path)
        self._shared.describe(node, [f"{TYPE} {class_}", f"{LABEL} {quoted(label)}", *more])
        return node

    def _model_called(self, name: str) -> str:
        """Return the model of a name: one of the graph's, or one that is only mentioned."""
        own = slug(name)
        if key := self._find_key(own):
            node = self.model(key)
            self.named_models.add(node)
            return node
        return self._share(("model", own), MODEL, name)


def _paper_slug(paper: Paper, arxiv: str | None, doi: str | None) -> str:
    """Name a paper by its arXiv identifier, else its DOI, else its title, else its address."""
    if arxiv:
        return f"arxiv-{arxiv.replace('/', '-')}"
    if doi:
        return f"doi-{slug(doi)}"
    if paper.title:
        return slug(paper.title)
    return slug(paper.urls[0].split("://", 1)[-1])
