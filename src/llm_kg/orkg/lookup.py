"""What is in ORKG already: predicates, papers, contributions and resources, found before anything is written.

A look-up gives one id, or none, or several candidates; of several none is ever chosen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from llm_kg.errors import OrkgError
from llm_kg.names import fold
from llm_kg.orkg.client import PAPER, Client
from llm_kg.orkg.contents import WantedContribution, WantedPaper, WantedValue
from llm_kg.orkg.hosts import candidates
from llm_kg.orkg.limits import one_line
from llm_kg.orkg.problems import RefusedError
from llm_kg.orkg.values import is_same
from llm_kg.terms import Property
from llm_kg.vocabulary import load_vocabulary

__all__ = ["Lookup", "Match"]

#: What is never the value of a property: things that ORKG's own pages are made of.
_CONTENT: Final = frozenset(
    {"Paper", "PaperVersion", "Contribution", "Comparison", "ComparisonPublished", "ResearchField", "Author"}
    | {"Venue", "NodeShape", "PropertyShape", "Visualization", "List"}
)
#: An IRI that nothing has.
_NOBODYS: Final = "https://w3id.org/llm-kg/nothing"


@dataclass(frozen=True, slots=True)
class Match:
    """What a look-up found: one id, or candidates of which none is chosen, or nothing; and how.

    `is_ours` tells of a contribution that it names the model by our own IRI.
    """

    id: str | None = None
    why: str = ""
    candidates: tuple[str, ...] = ()
    is_ours: bool = False


class Lookup:
    """The look-ups of one run on one host. Resources are remembered, and forgotten where one was made."""

    def __init__(self, client: Client, resources: Mapping[str, str] | None = None) -> None:
        self.client = client
        #: Field → the id of its predicate on this host.
        self.predicates: dict[str, str] = {}
        #: Field → why it has no predicate on this host.
        self.without: dict[str, str] = {}
        #: Whether this host knows `uri` (0.100.0 and newer).
        self.has_uri = False
        #: The classes of resources that this host has.
        self.classes: set[str] = set()
        self._chosen = dict(resources or {})
        self._resources: dict[WantedValue, Match] = {}

    # Predicates

    def find_predicates(self, fields: Iterable[str]) -> None:
        """Find the predicates of properties, each verified by its label on this host.

        Raises
        ------
        OrkgError
            There is no predicate for the name of a model, by which contributions are found again.
        """
        properties = load_vocabulary().all_properties
        for field in sorted({"name", *fields} - self.predicates.keys()):
            self._find_predicate(properties[field])
        self.has_uri = self._knows_uri()
        if "name" not in self.predicates:
            raise OrkgError(
                f"{self.client.host.url} has no predicate for a model's name ({self.without['name']}); "
                "without it no model can be found again, so nothing is pushed there"
            )

    def _find_predicate(self, term: Property) -> None:
        names = {fold(name) for name in term.names}
        for id_ in candidates(self.client.host, term):
            told = self.client.get(f"/predicates/{id_}")
            if told and fold(str(told.get("label", ""))) in names:
                self.predicates[term.notation] = str(told["id"])
                return
        for name in (term.label, *term.alternates):
            hits = list(self.client.pages("/predicates", q=name, exact="true"))
            hits = [hit for hit in hits if fold(str(hit.get("label", ""))) == fold(name)]
            if len(hits) == 1:
                self.predicates[term.notation] = str(hits[0]["id"])
                return
            if hits:
                ids = ", ".join(str(hit["id"]) for hit in hits)
                self.without[term.notation] = f"several predicates are called {name!r} there: {ids}"
                return
        self.without[term.notation] = f"no predicate is called {term.label!r} there"

    def _knows_uri(self) -> bool:
        """Tell whether the host looks up by `uri`: one that does not passes over it, and finds all."""
        told = self.client.get("/resources", uri=_NOBODYS, size=1) or {}
        return not told.get("content")

    def find_classes(self, ids: Iterable[str]) -> None:
        """Find which classes this host has; resources are made without the others."""
        for id_ in ids:
            with suppress(RefusedError):
                if self.client.get(f"/classes/{id_}"):
                    self.classes.add(id_)

    # Papers

    def paper(self, wanted: WantedPaper) -> Match:
        """Find a paper: by its DOIs in lower case, then by its title."""
        hits: dict[str, str] = {}
        for doi in wanted.dois:
            # What ORKG takes for no DOI, no paper of it has.
            with suppress(RefusedError):
                for told in self.client.pages("/papers", PAPER, doi=doi.lower(), published="false"):
                    if doi.lower() in map(str.lower, _dois(told)):
                        hits.setdefault(str(told["id"]), f"it has the DOI {doi}")
        if not hits and wanted.title:
            for told in self.client.pages(
                "/papers", PAPER, title=wanted.title, exact="true", published="false"
            ):
                if _normal(str(told.get("title", ""))) == _normal(wanted.title):
                    other = f" (its DOI there is {', '.join(_dois(told))})" if _dois(told) else ""
                    hits.setdefault(str(told["id"]), f"it has the title{other}")
        if len(hits) == 1:
            ((id_, why),) = hits.items()
            return Match(id_, why)
        if hits:
            said = ", ".join(f"{id_} ({why})" for id_, why in hits.items())
            return Match(None, f"it is there {len(hits)} times: {said}", tuple(hits))
        return Match(None, "no paper has its DOI or title" if wanted.dois else "no paper has its title")

    # Contributions

    def contribution(self, wanted: WantedContribution, paper: str | None) -> Match:
        """Find a contribution: by our IRI, then within its paper by its model, then by its label.

        The label alone is not enough: the contribution must say nothing else of its model, and have a
        value in common.
        """
        told = (self.client.get(f"/papers/{paper}", PAPER) if paper else None) or {}
        there = {str(contribution["id"]) for contribution in told.get("contributions") or ()}
        if (found := self._by_uri(wanted, there)) and (found.id or found.candidates):
            return found
        if paper is None:
            return Match(None, "its paper is not there")
        own = {fold(name) for name in wanted.names}
        by_model: list[str] = []
        by_label: list[str] = []
        unsure: list[str] = []
        for contribution in told.get("contributions") or ():
            id_ = str(contribution["id"])
            statements = self.statements(id_)
            models = [s["object"]["label"] for s in statements if self._is(s, "name")]
            if any(fold(str(model)) in own for model in models):
                by_model.append(id_)
            elif not models and fold(str(contribution.get("label", ""))) == fold(wanted.label):
                (by_label if self._shares(wanted, statements) else unsure).append(id_)
        for hits, why in (
            (by_model, "it names the model"),
            (by_label, "it has the model's name, and its values"),
        ):
            if len(hits) == 1:
                return Match(hits[0], why)
            if hits:
                return Match(None, f"several are of the model: {', '.join(hits)}", tuple(hits))
        if unsure:
            return Match(None, f"only its label says what {', '.join(unsure)} is of", tuple(unsure))
        return Match(None, "no contribution of the paper is of the model")

    def _by_uri(self, wanted: WantedContribution, there: set[str]) -> Match | None:
        """Find a contribution that has our IRI, or names the model that has it.

        Others may name that model as well; the one in the paper is the one.
        """
        thing = self._of_uri(wanted.model)
        if thing is None:
            return None
        id_ = str(thing["id"])
        if "Contribution" in (thing.get("classes") or ()):
            return Match(id_, "it has our IRI", is_ours=True)
        name = self.predicates["name"]
        subjects = {
            str(s["subject"]["id"]): None
            for s in self.client.pages("/statements", predicate_id=name, object_id=id_)
            if self._is(s, "name") and s["object"]["id"] == id_ and "Contribution" in _classes(s["subject"])
        }
        if len(own := there & subjects.keys()) == 1:
            subjects = dict.fromkeys(own)
        if len(subjects) == 1:
            return Match(next(iter(subjects)), "it names the model by our IRI", is_ours=True)
        ids = tuple(subjects)
        return Match(None, f"several name the model by our IRI: {', '.join(ids)}" if ids else "", ids)

    def _is(self, statement: Mapping[str, Any], field: str) -> bool:
        return bool(statement["predicate"]["id"] == self.predicates.get(field))

    def _shares(self, wanted: WantedContribution, statements: list[dict[str, Any]]) -> bool:
        return any(
            self._is(statement, value.field) and is_same(value, statement["object"])
            for value in wanted.values
            for statement in statements
        )

    def statements(self, subject: str) -> list[dict[str, Any]]:
        """Return the statements about a thing."""
        found = self.client.pages("/statements", subject_id=subject)
        return [statement for statement in found if statement["subject"]["id"] == subject]

    # Resources

    def resource(self, value: WantedValue) -> Match:
        """Find a resource: as the user said, by our IRI, by a known id, then by its exact label.

        The node of a model is found by our IRI alone: other things bear the names of models.
        """
        if (said := self._chosen.get(value.label)) and said != "new":
            return Match(said, "you said so")
        # One thing is one resource, whichever property it is a value of.
        key = value if value.field == "name" else value.model_copy(update={"field": ""})
        if key not in self._resources:
            self._resources[key] = self._resource(value, by_label=said != "new")
        return self._resources[key]

    def forget(self) -> None:
        """Forget what was not found: something was made since."""
        self._resources = {value: match for value, match in self._resources.items() if match.id}

    def _resource(self, value: WantedValue, *, by_label: bool) -> Match:
        if value.uri and (told := self._of_uri(value.uri)):
            return Match(str(told["id"]), "it has our IRI")
        if value.field == "name" or not by_label:
            return Match(None, "nothing has our IRI")
        if value.known:
            told = self.client.get(f"/resources/{value.known}")
            if told and self._means(str(told.get("label", "")), value):
                return Match(value.known, "it is known to be ORKG's")
        hits = [
            str(told["id"])
            for told in self.client.pages("/resources", q=value.label, exact="true")
            if _normal(str(told.get("label", ""))) == _normal(value.label)
            and not _CONTENT & _classes(told)
            and set(value.classes) <= _classes(told)
            and told.get("uri") in (None, value.uri)
        ]
        if len(hits) == 1:
            return Match(hits[0], "it has the label")
        if hits:
            return Match(None, f"several have the label: {', '.join(hits)}", tuple(hits))
        return Match(None, "nothing has its label")

    def _means(self, label: str, value: WantedValue) -> bool:
        """Tell whether a label is a name of the concept whose IRI a value has."""
        schemes = load_vocabulary().schemes.values()
        found = (scheme.concepts.get(label) for scheme in schemes)
        return any(concept.iri == value.uri for concept in found if concept)

    def _of_uri(self, uri: str) -> dict[str, Any] | None:
        """Return the one resource that has an IRI; hosts that do not know `uri` pass over the question."""
        if not self.has_uri:
            return None
        told = self.client.get("/resources", uri=uri, size=10) or {}
        hits: list[dict[str, Any]] = told.get("content") or []
        return next((hit for hit in hits if hit.get("uri", uri) == uri), None)


def _classes(told: Mapping[str, Any]) -> set[str]:
    return set(told.get("classes") or ())


def _dois(told: Mapping[str, Any]) -> list[str]:
    return [str(doi) for doi in (told.get("identifiers") or {}).get("doi") or ()]


def _normal(text: str) -> str:
    """Return a text as ORKG compares labels."""
    return one_line(text).lower()
