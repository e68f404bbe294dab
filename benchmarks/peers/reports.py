"""A SHACL validation report in rdflib, as rows."""

from __future__ import annotations

import rdflib
from rdflib.namespace import RDF, SH


def results(report: rdflib.Graph) -> list[list[str | None]]:
    """Return the focus node, path and component of each result."""
    found: list[list[str | None]] = []
    for result in report.subjects(RDF.type, SH.ValidationResult):
        component = report.value(result, SH.sourceConstraintComponent)
        path = report.value(result, SH.resultPath)
        found.append(
            [
                str(report.value(result, SH.focusNode)),
                None if path is None else str(path),
                str(component).removeprefix(str(SH)),
            ]
        )
    return found
