"""What validation finds: which node breaks which shape, by which value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from llm_kg.findings import Finding
from llm_kg.rdf import IRI, SH, Literal, Term
from llm_kg.rules import Severity
from llm_kg.validation.paths import Path

if TYPE_CHECKING:
    from collections.abc import Sequence

    from llm_kg.records import Claim

__all__ = ["Result", "finding_of", "in_order", "severity_of"]

# How much of a text is shown in a message.
_SHOWN: Final = 120
_SEVERITIES: Final = {"Violation": Severity.ERROR, "Warning": Severity.WARNING, "Info": Severity.INFO}


@dataclass(frozen=True, slots=True)
class Result:
    """One result of a validation report: which node breaks which shape, by which value."""

    focus: Term
    path: IRI | None
    value: Term | None
    message: str
    severity: Severity
    shape: str
    component: str
    #: The severity that the shape has, which may be one of its own, and all its messages.
    level: IRI = SH["Violation"]
    messages: tuple[Literal, ...] = ()
    #: The path where it is more than a predicate, and the SPARQL-based constraint that is broken.
    route: Path | None = None
    constraint: str | None = None

    @property
    def node(self) -> IRI:
        """The focus node as an IRI; the text of a literal, which no graph says anything of."""
        return self.focus if isinstance(self.focus, IRI) else IRI(self.focus.lexical)


def severity_of(level: str) -> Severity:
    """Return how bad a severity of SHACL is; one that a shapes graph makes up is an error."""
    return _SEVERITIES.get(level.removeprefix(SH), Severity.ERROR)


def in_order(results: list[Result]) -> list[Result]:
    """Return results in the order of reports: by focus node, path, value and shape."""
    return sorted(
        results,
        key=lambda r: (r.node, r.path or "", str(r.value), r.shape, r.component, r.message),
    )


def finding_of(result: Result, blamed: Sequence[Claim] = (), name: str | None = None) -> Finding:
    """Return the finding that a result is, at the place of the first of the claims that are to blame.

    It tells the `name` of a model; of another node, and of a graph that was read, the end of its IRI.
    """
    claim = blamed[0] if blamed else None
    name = name or result.node.rpartition("/")[2] or result.node
    # Without a claim, the path and the value tell two results of one node apart.
    shown = f": {claim.stated!r}"[:_SHOWN] if claim else f"{_at_fault(result)} (<{result.node}>)"
    return Finding.of(
        "shape",
        f"{name}: {result.message.rstrip('.')}{shown}",
        claim.place if claim else None,
        severity=result.severity,
        entry=name,
        key=claim.key if claim else None,
    )


def _at_fault(result: Result) -> str:
    value = result.value.lexical if isinstance(result.value, Literal) else result.value
    path = f", by <{result.path}>" if result.path else ""
    return path if value is None else f"{path}: {value[:_SHOWN]!r}"
