"""Why a model is what it is: from each claim's place to its text, its values, its triples, its fate.

`explain` judges the claims of models as an export would: the policy chooses among them, and shapes
turn down what breaks them; `llm_kg.explanations.claim_triples` adds what the graph says, or would say,
of each claim.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple
from typing import Literal as Choice

from llm_kg.findings import Finding, Findings
from llm_kg.names import fold
from llm_kg.places import Place
from llm_kg.rdf import Statement
from llm_kg.reconciliation import Model, Models
from llm_kg.reconciliation.policy import Decision
from llm_kg.records import MULTIVALUED, Claim, Description, Record, field_of
from llm_kg.rules import Severity
from llm_kg.terms import Property
from llm_kg.validation import build_checked
from llm_kg.vocabulary import load_vocabulary
from llm_kg.wording import value_text

__all__ = [
    "Dispute",
    "Explanation",
    "Judged",
    "Triple",
    "Verdict",
    "explain",
    "judge",
    "only",
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
    kept, broken = only(models, {model.key for model in asked}), Findings()
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


def only(models: Models, keys: Collection[str], rejected: Collection[Claim] = ()) -> Models:
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


def _label(field: str) -> str:
    return load_vocabulary().all_properties[field].label
