"""What is written for ORKG: the CSV that it imports, and RDF in its own IRIs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from llm_kg.errors import OutputError
from llm_kg.findings import Findings
from llm_kg.graph import BASE
from llm_kg.orkg.contributions import contributions, summary
from llm_kg.orkg.hosts import HOSTS
from llm_kg.orkg.import_csv import import_csv
from llm_kg.orkg.limits import check_extraction_method, check_research_field
from llm_kg.orkg.rdf import orkg_view
from llm_kg.orkg.template import predicates
from llm_kg.rdf import XSD
from llm_kg.reconciliation import Models
from llm_kg.views import View

__all__ = ["OrkgOptions", "OrkgOutput", "as_dump", "as_orkg_csv", "as_orkg_view"]


T = TypeVar("T")
# The end of a line whose object is a string; line breaks within strings are escaped.
_PLAIN = re.compile(r'" \.$', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class OrkgOptions:
    """What can be chosen of an output for ORKG.

    `base` is that of our own IRIs, `host` the one whose predicates are used, `research_field` that of the
    papers, and `extraction_method` says how the descriptions came about.

    Raises
    ------
    OutputError
        No host of which predicates are known is called so.
    LlmKgError
        ORKG has no such research field or extraction method.
    """

    base: str = BASE
    host: str = "production"
    research_field: str = "R133"
    extraction_method: str = "AUTOMATIC"

    def __post_init__(self) -> None:
        known = [host for host in HOSTS if predicates(host)]
        if self.host not in known:
            raise OutputError(f"{self.host!r}: ORKG's predicates are known on {' and '.join(known)}")
        check_research_field(self.research_field)
        check_extraction_method(self.extraction_method)


@dataclass(frozen=True, slots=True)
class OrkgOutput(Generic[T]):
    """What is written, and how much of what; what has to be told of it; and in one line what was left out."""

    written: T
    size: str
    findings: Findings
    left_out: str


def as_orkg_csv(models: Models, options: OrkgOptions) -> OrkgOutput[list[str]]:
    """Return the lines of a CSV file for ORKG's importers."""
    described = contributions(models, base=options.base, host=options.host)
    findings = Findings(one.finding for one in described.left_out)
    field, method = options.research_field, options.extraction_method
    lines = list(import_csv(described, findings, research_field=field, extraction_method=method))
    size = f"{len(lines) - 1} of {len(described)} models"
    return OrkgOutput(lines, size, findings, summary(described.left_out))


def as_dump(lines: Iterable[str]) -> Iterator[str]:
    r"""Give strings of N-Triples the datatype that RDF 1.1 leaves out, as ORKG's dump does.

    >>> print(*as_dump(['<http://example.org/a> <http://example.org/b> "c" .\n']), end="")
    <http://example.org/a> <http://example.org/b> "c"^^<http://www.w3.org/2001/XMLSchema#string> .
    """
    typed = f'"^^<{XSD["string"]}> .'
    return (_PLAIN.sub(typed, piece) for piece in lines)


def as_orkg_view(models: Models, options: OrkgOptions) -> OrkgOutput[View]:
    """Return models as statements that join ORKG's dump, which is production's."""
    described = contributions(models, base=options.base)
    view = orkg_view(described, research_field=options.research_field, base=options.base)
    findings = Findings(one.finding for one in described.left_out)
    size = f"{len(described)} models, {len(view)} statements"
    return OrkgOutput(view, size, findings, summary(described.left_out))
