"""What the page of one model shows: each property with its claims, and the models that are near to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from llm_kg.explanations import Explanation, Judged, Verdict
from llm_kg.rdf import IRI
from llm_kg.reconciliation import Model
from llm_kg.records import Record
from llm_kg.site.comparison import FACETS
from llm_kg.site.view import Shown, View, file_name, properties_of_models
from llm_kg.vocabulary import load_vocabulary

__all__ = ["ClaimRow", "ModelPages", "claim_row"]

#: More of a family or of a paper than this is told by their number.
_NEAR: Final = 24
_FACTS: Final = (
    *("organization", "date_created", "parameter_count", "pretraining_architecture"),
    *("license", "access"),
)
_VERDICTS: Final[dict[Verdict, str]] = {
    "accepted": "accepted",
    "refused": "not accepted",
    "invalid": "breaks a shape",
    "unread": "kept as text",
    "unknown": "kept as text",
}


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim as pages show it: the stated text, where it stands, and what became of it."""

    key: str
    stated: str
    source: str
    line: int
    href: str | None
    verdict: Verdict
    fate: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Row:
    """A property of a model; `read_from` is the field whose claims its values were read from."""

    field: str
    label: str
    definition: str
    values: tuple[Shown, ...]
    claims: tuple[ClaimRow, ...]
    dispute: str | None
    read_from: tuple[str, str] | None

    @property
    def facet(self) -> str | None:
        """The facet of the comparison by which models of the same value are found."""
        return self.field if self.field in FACETS else None


@dataclass(frozen=True, slots=True)
class _Group:
    """Models that share something: some of them, and whether there are more."""

    title: str
    links: list[tuple[str, str]]
    is_more: bool


def claim_row(view: View, judged: Judged) -> ClaimRow:
    """Return a claim as pages show it."""
    place = judged.place
    return ClaimRow(
        judged.claim.key,
        judged.claim.stated,
        place.source.title or place.source.id,
        place.line,
        view.address(judged.record, place),
        judged.verdict,
        _VERDICTS[judged.verdict],
        judged.reason,
    )


class ModelPages:
    """The pages of the models of a view."""

    def __init__(self, view: View) -> None:
        self.view = view
        self._properties = list(properties_of_models())
        terms = load_vocabulary().all_properties
        self._iri = {name: terms[name].iri for name in ("model_family", "paper", "based_on")}
        self._sharing = {name: self._by_object(self._iri[name]) for name in self._iri}

    def _by_object(self, predicate: IRI) -> Mapping[IRI, list[Model]]:
        """Return what models name by a predicate → these models."""
        found: dict[IRI, list[Model]] = defaultdict(list)
        for model in self.view.models:
            for value in self.view.objects(self.view.iris[model.key]).get(predicate, ()):
                if isinstance(value, IRI):
                    found[value].append(model)
        return found

    def matter(self, model: Model) -> dict[str, Any]:
        """Return what the template of a model's page is filled with."""
        explanation = self.view.explanations[model.key]
        rows, others = self._rows(model, explanation)
        by_field = {row.field: row for row in rows}
        return {
            "model": model,
            "iri": self.view.iris[model.key],
            "file": quote(file_name(model.key)),
            "facts": [by_field[field] for field in _FACTS if field in by_field],
            "rows": rows,
            "others": others,
            "entries": [self._entry(record) for record in model.records],
            "near": [group for group in self._near(model) if group.links],
            "conflicts": len(explanation.disputes),
        }

    def _rows(self, model: Model, explanation: Explanation) -> tuple[list[_Row], list[ClaimRow]]:
        """Return a row for each property of which there is a value or a claim, and the other claims."""
        by_field: dict[str, list[ClaimRow]] = defaultdict(list)
        read_from: dict[str, str] = {}
        others: list[ClaimRow] = []
        for judged in explanation.claims:
            row = claim_row(self.view, judged)
            own = judged.claim.field
            if own is None or own == "name":
                others.append(row)
                continue
            by_field["paper" if own == "title" else own].append(row)
            for field in judged.fields:
                read_from.setdefault(field, own)
        if "size" in read_from:
            read_from["parameter_count"] = read_from["size"]
            read_from.setdefault("maximum_number_of_parameters_in_million", read_from["size"])
        disputes = {dispute.field: dispute.reason for dispute in explanation.disputes}
        if "number_of_parameters" in disputes:
            disputes["parameter_count"] = disputes["number_of_parameters"]
        values = self.view.objects(self.view.iris[model.key])
        rows = []
        for term in self._properties:
            shown = tuple(self.view.shown(term, value) for value in values.get(term.iri, ()))
            claims = tuple(by_field.pop(term.notation, ()))
            if not shown and not claims:
                continue
            source = None if claims else read_from.get(term.notation)
            derived = (source, _label(source)) if source else None
            dispute = disputes.get(term.notation)
            rows.append(
                _Row(term.notation, term.label, term.definition or "", shown, claims, dispute, derived)
            )
        # Such as a venue, which the graph states of the paper.
        others.extend(claim for field in sorted(by_field) for claim in by_field[field])
        return rows, others

    def _entry(self, record: Record) -> dict[str, Any]:
        place = record.origin or record.place
        return {
            "name": record.name,
            "source": place.source.title or place.source.id,
            "line": place.line,
            "href": self.view.address(record, place),
        }

    def _near(self, model: Model) -> Iterator[_Group]:
        """Yield the groups of models that share something with this one."""
        objects = self.view.objects(self.view.iris[model.key])
        for family in objects.get(self._iri["model_family"], ()):
            if isinstance(family, IRI):
                title = f"Of the family {self.view.name(family)}"
                yield self._group(title, model, self._sharing["model_family"].get(family, ()))
        for paper in objects.get(self._iri["paper"], ()):
            if isinstance(paper, IRI):
                title = f"Described in the same paper, {self.view.name(paper)}"
                yield self._group(title, model, self._sharing["paper"].get(paper, ()))
        yield self._group(
            "Based on this model", model, self._sharing["based_on"].get(self.view.iris[model.key], ())
        )

    def _group(self, title: str, model: Model, found: Sequence[Model]) -> _Group:
        # A family may have thousands of members: no page looks at them all.
        some = [other for other in found[: _NEAR + 1] if other.key != model.key][:_NEAR]
        links = [(other.name, f"{quote(file_name(other.key))}.html") for other in some]
        return _Group(title, links, len(found) > _NEAR + 1)


def _label(field: str) -> str:
    return load_vocabulary().all_properties[field].label
