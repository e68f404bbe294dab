"""Why a model is what it is: from each claim's place to its text, its values, its triples, its fate.

`explain` judges the claims of models as an export would: the policy chooses among them, and shapes
turn down what breaks them. `triples` adds what the graph says, or would say, of each claim.
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple
from typing import Literal as Choice

from llm_kg.errors import UnknownTermError
from llm_kg.findings import Finding, Findings
from llm_kg.graph import build
from llm_kg.names import fold, slug
from llm_kg.places import Place
from llm_kg.rdf import IRI, LLMKG, PROV, RDF, SCHEMA, Literal, Statement, Term
from llm_kg.reconciliation import Model, Models
from llm_kg.reconciliation.policy import Decision
from llm_kg.records import MULTIVALUED, Claim, Description, Record, field_of
from llm_kg.rules import Severity
from llm_kg.validation import build_checked
from llm_kg.vocabulary import Property, load_vocabulary
from llm_kg.wording import value_text

__all__ = [
    "Dispute",
    "Explanation",
    "Judged",
    "Triple",
    "Verdict",
    "explain",
    "find_model",
    "find_property",
    "judge",
    "triples",
]

#: What became of a claim: its values are accepted; others were; a shape turned it down; no value was
#: read from its text; no property has its key.
Verdict = Choice["accepted", "refused", "invalid", "unread", "unknown"]


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim, the entry that states it, what became of it and why, and the findings about it."""

    claim: Claim
    record: Record
    verdict: Verdict
    reason: str
    findings: tuple[Finding, ...] = ()

    @property
    def place(self) -> Place:
        """Where the list states it."""
        return self.claim.origin or self.claim.place

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of its values; without values, the field of its key, if a property has that."""
        read = dict.fromkeys(field_of(self.claim, value) for value in self.claim.values)
        return tuple(read) or ((self.claim.field,) if self.claim.field else ())


@dataclass(frozen=True, slots=True)
class Dispute:
    """A field on which entries disagree: all claims, the accepted ones first, and why those."""

    field: str
    claims: tuple[Judged, ...]
    reason: str


@dataclass(frozen=True)
class Explanation:
    """What became of each claim about a model.

    `model` is as the lists have it, `kept` as the graph has it, without what breaks a shape: None
    where the model was left out as a whole. `findings` are what shapes have to say of the model.
    """

    model: Model
    kept: Model | None
    claims: tuple[Judged, ...]
    findings: tuple[Finding, ...] = ()

    @cached_property
    def disputes(self) -> tuple[Dispute, ...]:
        """The fields on which entries disagree, in the order of the record's fields."""
        by_claim = {judged.claim: judged for judged in self.claims}
        reasons = {known.field: known.reason for known in (self.kept.conflicts if self.kept else ())}
        found = []
        for conflict in self.model.conflicts:
            claims = [by_claim[claim] for claim in (*conflict.accepted, *conflict.refused)]
            # A claim that the policy accepts may break a shape; then another one stands.
            claims.sort(key=lambda judged: judged.verdict != "accepted")
            stands = any(judged.verdict == "accepted" for judged in claims)
            otherwise = "all others break a shape" if stands else "every value breaks a shape"
            reason = reasons.get(conflict.field) or otherwise
            found.append(Dispute(conflict.field, tuple(claims), reason))
        return tuple(sorted(found, key=lambda dispute: _FIELDS.get(dispute.field, len(_FIELDS))))

    def about(self, term: Property, stated: Mapping[Claim, Sequence[Triple]]) -> list[Judged]:
        """Return the claims about a property, and those that stand or fall with them.

        `stated` are the triples of claims: they tell which claims a derived property comes from.
        """
        chosen = {
            judged.claim
            for judged in self.claims
            if term.notation in (*judged.fields, judged.claim.field)
            or any(t.statement.predicate == term.iri for t in stated.get(judged.claim, ()) if t.of_model)
        }
        for decision in (*self.model.decisions, *(self.kept.decisions if self.kept else ())):
            together = {*decision.accepted, *decision.refused}
            if decision.field not in MULTIVALUED and together & chosen:
                chosen |= together
        return [judged for judged in self.claims if judged.claim in chosen]

    def under(self, key: str) -> list[Judged]:
        """Return the claims under a key of the lists, known or not."""
        return [judged for judged in self.claims if fold(judged.claim.key) == fold(key) != ""]


class Triple(NamedTuple):
    """A statement that a claim makes; `asserted` tells whether the graph states it as a fact.

    `of_model` tells whether it is about the model itself, not about a node under its IRI.
    """

    statement: Statement
    asserted: bool
    of_model: bool


_FIELDS: Final = {name: position for position, name in enumerate(Description.model_fields)}


def explain(
    models: Models, chosen: Sequence[Model] | None = None, *, check: bool = True
) -> list[Explanation]:
    """Return what became of the claims about models: of all, or of some of them, in their order.

    Without `check` no claim is held against the shapes, which is quick for thousands of models.

    Raises
    ------
    ShapesError
        The shapes cannot be checked.
    """
    asked = list(models if chosen is None else chosen)
    kept, broken = _only(models, {model.key for model in asked}), Findings()
    if check:
        checked = build_checked(kept, provenance="none", standard_terms=False)
        kept, broken = checked.models, checked.findings
    return judge(asked, kept, models.findings, broken)


def judge(
    asked: Iterable[Model], kept: Models, findings: Iterable[Finding], broken: Iterable[Finding] = ()
) -> list[Explanation]:
    """Return what became of the claims about models, where it is known what a check has kept of them.

    `findings` are those of reading, `broken` those of the check.
    """
    broken = tuple(broken)
    known = {model.key: model for model in kept}
    about = _by_claim((*findings, *broken))
    left_out: dict[str | None, list[Finding]] = defaultdict(list)
    for finding in broken:
        left_out[finding.entry].append(finding)
    explanations = []
    for model in asked:
        of_model = _Judge(model, known.get(model.key), about)
        claims = tuple(of_model.judged(record, claim) for record in model.records for claim in record.claims)
        own = tuple(left_out.get(model.key, ()))
        explanations.append(Explanation(model, known.get(model.key), claims, own))
    return explanations


def _only(models: Models, keys: Collection[str], rejected: Collection[Claim] = ()) -> Models:
    """Return some of the models, decided anew without rejected claims."""
    return models.without(rejected, {model.key for model in models if model.key not in keys})


_About = Callable[[Record, Claim], tuple[Finding, ...]]


def _by_claim(findings: Iterable[Finding]) -> _About:
    """Return a function that gives the findings about a claim: at its place, or on its key."""
    known: dict[tuple[str, str], list[tuple[Place, Finding]]] = defaultdict(list)
    for finding in findings:
        if finding.place and finding.key:
            known[finding.place.source.id, finding.key].append((finding.place, finding))

    def about(record: Record, claim: Claim) -> tuple[Finding, ...]:
        # A key may stand above its text; then the entry tells whose key it is.
        return tuple(
            finding
            for place, finding in known.get((claim.place.source.id, claim.key), ())
            if place.line == claim.place.line
            or (finding.rule.endswith("-key") and finding.entry == record.name)
        )

    return about


class _Judge:
    """What became of the claims of one model."""

    def __init__(self, model: Model, kept: Model | None, about: _About) -> None:
        self.kept = kept
        self.about = about
        self.decision_of = _decisions(kept)
        self.considered = _decisions(model).keys()
        self.read_as: dict[tuple[Place, str], list[str]] = defaultdict(list)
        for claim in model.claims:
            if claim.values and claim.field:
                self.read_as[claim.place, claim.key].append(_label(claim.field))

    def judged(self, record: Record, claim: Claim) -> Judged:
        findings = self.about(record, claim)
        verdict, reason = self._verdict(claim, findings)
        return Judged(claim, record, verdict, reason, findings)

    def _verdict(self, claim: Claim, findings: Collection[Finding]) -> tuple[Verdict, str]:
        if claim.field is None:
            told = next((f.message for f in findings if f.rule in ("unknown-key", "unread-text")), None)
            return "unknown", told or "no property has this key; it is kept as stated text"
        if not claim.values:
            if others := self.read_as.get((claim.place, claim.key)):
                return "unread", f"the text was read as {' and '.join(others)}"
            told = next((f.message for f in findings if not f.rule.endswith("-key")), None)
            return "unread", told or "no value was read; it is kept as stated text"
        decision = self.decision_of.get(claim)
        if decision is None and claim not in self.considered:
            # The policy weighs neither names against each other nor words against numbers.
            if claim.field == "name":
                return "accepted", "another name of the model, or another spelling"
            return "refused", "it is no value beside those that other entries state"
        if decision is None:
            shape = [f.message for f in findings if f.rule == "shape" and f.severity == Severity.ERROR]
            if self.kept is None:
                shape.insert(0, "the model is left out of the graph")
            return "invalid", "; ".join(shape) or "it stands or falls with a value that breaks a shape"
        if claim in decision.refused:
            return "refused", f"another value is accepted: {decision.reason}"
        if decision.reason:
            return "accepted", decision.reason
        return "accepted", self._agreement(claim, decision.field, len(decision.accepted))

    def _agreement(self, claim: Claim, field: str, number: int) -> str:
        """Say why a claim that nothing contradicts is accepted."""
        if number == 1:
            return "nothing contradicts it"
        if field in MULTIVALUED or field == "title":
            return "the values of all entries are united"
        taken = getattr(self.kept, claim.field or field, None)
        if taken is not None and taken not in claim.values:
            return f"it agrees with {value_text(taken, claim.field or field)}, which is taken"
        return "all entries that state it agree"


def _decisions(model: Model | None) -> dict[Claim, Decision]:
    """Return the decision on each claim that was weighed against others."""
    return {
        claim: decision
        for decision in (model.decisions if model else ())
        for claim in (*decision.accepted, *decision.refused)
    }


# Triples


def triples(models: Models, explanation: Explanation) -> dict[Claim, tuple[Triple, ...]]:
    """Return the triples of each claim about a model: those of the graph, and those it might have.

    Of accepted claims this is all that the graph states because of them; of others the triple that
    a claim node (`--provenance full`) keeps. Terms of other vocabularies are left out.
    """
    kept = explanation.kept
    invalid = [judged.claim for judged in explanation.claims if judged.verdict == "invalid"] if kept else []
    needed = {explanation.model.key, *_mentioned(models, explanation.model)}
    graph = build(_only(models, needed, invalid), provenance="full", standard_terms=False)
    own = next(iri for iri, key in graph.models.items() if key == explanation.model.key)
    found: dict[Claim, dict[Statement, bool]] = {j.claim: {} for j in explanation.claims}
    asserted, nodes = _claim_nodes(graph, own)
    for claim, mine in found.items():
        place = claim.origin or claim.place
        predicates = {iri for value in claim.values for iri in _predicates(field_of(claim, value))}
        if claim.field == "name":
            names = (Statement(own, SCHEMA["alternateName"], Literal(str(name))) for name in claim.values)
            mine |= {statement: True for statement in names if statement in asserted}
        for statement in nodes.get((claim.key, claim.stated, place.line, place.column), ()):
            if statement.predicate in predicates:
                mine[statement] = statement in asserted
    for statement, claims in graph.claims.items():
        if statement.subject == own or statement.subject.startswith(f"{own}/"):
            for claim in claims:
                if claim in found:
                    found[claim][statement] = True
    return {
        claim: tuple(
            Triple(statement, is_fact and kept is not None, statement.subject == own)
            for statement, is_fact in mine.items()
        )
        for claim, mine in found.items()
    }


def _mentioned(models: Models, model: Model) -> Iterator[str]:
    """Yield the keys of models that claims may name: no more of the graph matters to their triples."""
    names = {slug(value) for claim in model.claims for value in claim.values if isinstance(value, str)}
    for other in models:
        if not names.isdisjoint((other.key, slug(other.name), *map(slug, other.alternate_name))):
            yield other.key


# The key, text, line and column of a claim.
_Mark = tuple[str, str, int, int]


def _claim_nodes(
    graph: Iterable[Statement], model: IRI
) -> tuple[set[Statement], dict[_Mark, list[Statement]]]:
    """Return what a graph states of a model, and the triples of its claim nodes."""
    asserted: set[Statement] = set()
    entries: tuple[str, ...] = ()
    nodes: dict[IRI, dict[IRI, Term]] = defaultdict(dict)
    for statement in graph:  # models stand before entries
        if statement.subject == model:
            asserted.add(statement)
            if statement.predicate == PROV["wasDerivedFrom"]:
                entries += (f"{statement.object}/",)
        elif entries and statement.subject.startswith(entries):
            nodes[statement.subject][statement.predicate] = statement.object
    marked: dict[_Mark, list[Statement]] = defaultdict(list)
    for about in nodes.values():
        subject, predicate = about.get(RDF["subject"]), about.get(RDF["predicate"])
        if isinstance(subject, IRI) and isinstance(predicate, IRI):
            key, stated, line, column = (_lexical(about.get(LLMKG[name])) for name in _MARK)
            statement = Statement(subject, predicate, about[RDF["object"]])
            marked[key, stated, int(line or 0), int(column or 0)].append(statement)
    return asserted, marked


_MARK: Final = ("key", "statedText", "line", "column")


def _lexical(term: Term | None) -> str:
    return term.lexical if isinstance(term, Literal) else ""


def _predicates(field: str) -> tuple[IRI, ...]:
    term = load_vocabulary().all_properties[field]
    return (term.iri, *term.asserted_as)


def _label(field: str) -> str:
    return load_vocabulary().all_properties[field].label


# Names


def find_model(models: Models, name: str) -> Model:
    """Return the model of a key, name or alternate name, in any spelling.

    Raises
    ------
    UnknownTermError
        No model has this name, or several have; the message gives the nearest names, or the keys.
    """
    wanted, folded = slug(name), fold(name)
    ways: tuple[Callable[[Model], bool], ...] = (
        lambda model: model.key == wanted,
        lambda model: bool(folded) and fold(model.name) == folded,
        lambda model: bool(folded) and folded in map(fold, model.alternate_name),
    )
    for is_meant in ways:
        found = [model for model in models if is_meant(model)]
        if len(found) == 1:
            return found[0]
        if found:
            keys = " or ".join(model.key for model in found[:_NEAREST])
            more = f" or another of {len(found)}" if len(found) > _NEAREST else ""
            raise UnknownTermError(f"{len(found)} models are called {name!r}; say {keys}{more}")
    if model := models.get(name):
        return model
    nearest = _nearest(folded, (n for model in models for n in (model.name, *model.alternate_name)))
    known = f"did you mean {' or '.join(map(repr, nearest))}?" if nearest else ""
    hint = known or "`llm-kg export -f csv` lists the models"
    raise UnknownTermError(f"no model is called {name[:80]!r}; {hint}")


_NEAREST: Final = 4


def _nearest(folded: str, names: Iterable[str]) -> list[str]:
    """Return the names nearest to one, best first: alike, else those that hold it."""
    if not folded or len(folded) > 80:
        return []
    known: dict[str, str] = {}
    for name in names:
        known.setdefault(fold(name), name)
    alike = difflib.get_close_matches(folded, known, n=_NEAREST, cutoff=0.7)
    holding: Iterator[str] = (name for name in sorted(known) if folded in name)
    return [known[name] for name in dict.fromkeys((*alike, *holding))][:_NEAREST]


def find_property(name: str) -> Property:
    """Return the property of a field, label or alias, in any language; derived ones as well.

    Raises
    ------
    UnknownTermError
        No property has this name; the message gives the nearest ones.
    """
    vocabulary = load_vocabulary()
    if known := vocabulary.properties.get(name):
        return known
    for term in vocabulary.all_properties.values():
        if term.is_derived and fold(name) in map(fold, term.names):
            return term
    return vocabulary.properties.find(name)
