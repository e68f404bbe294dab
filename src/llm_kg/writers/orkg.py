"""What is written for ORKG: the CSV that it imports, and RDF in its own IRIs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from llm_kg.errors import OutputError
from llm_kg.findings import Findings
from llm_kg.graph import BASE
from llm_kg.orkg.contributions import contributions, summary
from llm_kg.orkg.import_csv import import_csv
from llm_kg.orkg.rdf import orkg_view
from llm_kg.orkg.template import HOSTS
from llm_kg.reconciliation import Models
from llm_kg.views import View

__all__ = ["OrkgOutput", "as_orkg_csv", "as_orkg_view"]


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class OrkgOutput(Generic[T]):
    """What is written, and how much of what; what has to be told of it; and in one line what was left out."""

    written: T
    size: str
    findings: Findings
    left_out: str


def as_orkg_csv(
    models: Models,
    *,
    base: str = BASE,
    host: str = "production",
    research_field: str = "R133",
    extraction_method: str = "AUTOMATIC",
) -> OrkgOutput[list[str]]:
    """Return the lines of a CSV file for ORKG's importers.

    Raises
    ------
    OutputError
        No host is called so.
    LlmKgError
        ORKG has no such research field or extraction method.
    """
    if host not in HOSTS:
        raise OutputError(f"{host!r}: ORKG's predicates are known on {' and '.join(HOSTS)}")
    described = contributions(models, base=base, host=host)
    findings = Findings(one.finding for one in described.left_out)
    lines = list(
        import_csv(described, findings, research_field=research_field, extraction_method=extraction_method)
    )
    return OrkgOutput(
        lines, f"{len(lines) - 1} of {len(described)} models", findings, summary(described.left_out)
    )


def as_orkg_view(models: Models, *, base: str = BASE, research_field: str = "R133") -> OrkgOutput[View]:
    """Return models as statements that join ORKG's dump, which is production's.

    Raises
    ------
    LlmKgError
        ORKG has no such research field.
    """
    described = contributions(models, base=base)
    view = orkg_view(described, research_field=research_field, base=base)
    findings = Findings(one.finding for one in described.left_out)
    size = f"{len(described)} models, {len(view)} statements"
    return OrkgOutput(view, size, findings, summary(described.left_out))
