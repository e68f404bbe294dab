"""What a push did: told at its end, and kept in a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from llm_kg.errors import OrkgError
from llm_kg.orkg.contents import Remark
from llm_kg.orkg.problems import RefusedError, UncertainError

__all__ = ["Failure", "Report"]


@dataclass(frozen=True, slots=True)
class Failure:
    """What was not written, why (the `type` of ORKG's problem, and its words), and what to do."""

    what: str
    type: str
    detail: str
    advice: str

    @classmethod
    def of(cls, what: str, error: OrkgError) -> Failure:
        """Return the failure that an error is."""
        if isinstance(error, RefusedError):
            advice = _ADVICE.get(error.type) or _ADVICE_BY_STATUS.get(error.status, _RUN_AGAIN)
            return cls(what, error.type, error.detail, advice)
        type_ = "outcome_unknown" if isinstance(error, UncertainError) else "not_written"
        return cls(what, type_, str(error), _RUN_AGAIN)


_RUN_AGAIN: Final = "run the same command again; what is there is not written again"
_ADVICE: Final = {
    "paper_already_exists": "somebody made it just now, or under another title; run again",
    "uri_already_in_use": "somebody made it just now; run again",
    "unknown_json_field": "this version of ORKG is another one; report it to llm-kg",
    "invalid_label": "shorten the name in the list",
    "invalid_literal_label": "correct the value in the list",
    "research_field_not_found": "give another --research-field",
    "thing_not_found": "it was deleted after the look-up; run again",
    "access_denied": "ask ORKG for the right to write there",
    "comparison_not_modifiable": "it is published; extend its editable version",
    "service_unavailable": "the registry of DOIs is down; try again later",
}
_ADVICE_BY_STATUS: Final = {
    401: "check the login, and run again",
    403: "ask ORKG for the right to write there",
    406: "this version of ORKG is another one; report it to llm-kg",
    415: "this version of ORKG is another one; report it to llm-kg",
}


@dataclass(slots=True)
class Report:
    """What came of a push: what was made (with links), what was left alone, and what failed."""

    host: str
    writes: int = 0
    papers_created: dict[str, str] = field(default_factory=dict)
    contributions_created: dict[str, str] = field(default_factory=dict)
    contributions_updated: dict[str, str] = field(default_factory=dict)
    contributions_left: int = 0
    comparison: str | None = None
    published: str | None = None
    failures: list[Failure] = field(default_factory=list)
    remarks: tuple[Remark, ...] = ()
    #: Why the push ended before its end.
    broken_off: str | None = None

    @property
    def is_good(self) -> bool:
        """Whether everything that could be written is."""
        return not self.failures and not self.broken_off and not any(r.is_error for r in self.remarks)

    def to_json(self) -> dict[str, Any]:
        """Return the report as plain data."""
        told = {name: getattr(self, name) for name in _NAMES}
        return {
            **told,
            "failures": [asdict(failure) for failure in self.failures],
            "remarks": [remark.model_dump(mode="json") for remark in self.remarks],
        }

    def __str__(self) -> str:
        return "\n".join(self.text())

    def text(self) -> Iterator[str]:
        """Yield the report in words, line by line. It holds strangers' text, as they wrote it."""
        yield (
            f"{self.writes} writes: {len(self.papers_created)} papers and "
            f"{len(self.contributions_created)} contributions made, {len(self.contributions_updated)} "
            f"updated, {self.contributions_left} left alone"
        )
        yield from (f"paper {name}: {link}" for name, link in self.papers_created.items())
        yield from (f"updated {name}: {link}" for name, link in self.contributions_updated.items())
        if self.comparison:
            yield f"comparison: {self.comparison}"
        if self.published:
            yield f"published: {self.published}"
        for failure in self.failures:
            yield f"failed: {failure.what}: {failure.type}: {failure.detail} ({failure.advice})"
        if self.broken_off:
            yield f"broken off: {self.broken_off}"


_NAMES: Final = (
    *("host", "writes", "papers_created", "contributions_created", "contributions_updated"),
    *("contributions_left", "comparison", "published", "broken_off"),
)
