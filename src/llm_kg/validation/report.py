"""Results as a validation report of SHACL: Turtle or JSON-LD, the same bytes for the same results.

Source: SHACL, section 3.6, "Validation Report".
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from llm_kg.rdf import IRI, SH, XSD, Term
from llm_kg.tokens import token_of
from llm_kg.validation.paths import Alternative, Inverse, Path, Predicate, Repeat
from llm_kg.validation.paths import Sequence as Steps
from llm_kg.validation.results import Result, in_order

__all__ = ["REPORTS", "jsonld", "turtle"]


def turtle(results: Sequence[Result]) -> Iterator[str]:
    """Yield a validation report as Turtle, piece by piece."""
    yield f"@prefix sh: <{SH}> .\n\n[] a sh:ValidationReport ;\n    sh:conforms {_conforms(results)}"
    for result in in_order(list(results)):
        yield " ;\n    sh:result [\n        a sh:ValidationResult"
        for name, value in _statements(result):
            yield f" ;\n        sh:{name} {_in_turtle(value)}"
        yield "\n    ]"
    yield " .\n"


def jsonld(results: Sequence[Result]) -> Iterator[str]:
    """Yield a validation report as JSON-LD."""
    listed = []
    for result in in_order(list(results)):
        node: dict[str, Any] = {"@type": "sh:ValidationResult"}
        for name, value in _statements(result):
            node.setdefault(f"sh:{name}", []).append(_in_json(value))
        listed.append({key: one[0] if len(one) == 1 else one for key, one in node.items() if one})
    report = {
        "@context": {"sh": SH},
        "@type": "sh:ValidationReport",
        "sh:conforms": not results,
        "sh:result": listed,
    }
    yield json.dumps(report, ensure_ascii=False, indent=2) + "\n"


#: The writers of reports, by each of their names.
REPORTS: Final[Mapping[str, Callable[[Sequence[Result]], Iterator[str]]]] = {
    "turtle": turtle,
    "ttl": turtle,
    "jsonld": jsonld,
    "json-ld": jsonld,
}


def _conforms(results: Sequence[Result]) -> str:
    return "false" if results else "true"


def _statements(result: Result) -> Iterator[tuple[str, Term | Path]]:
    """Yield what is said of a result, by the name of the property."""
    yield "focusNode", result.focus
    path = result.path or result.route
    if path is not None:
        yield "resultPath", path
    if result.value is not None:
        yield "value", result.value
    for message in result.messages:
        yield "resultMessage", message
    yield "resultSeverity", result.level
    yield "sourceConstraintComponent", SH[result.component]
    if result.constraint:
        yield "sourceConstraint", IRI(result.constraint)
    yield "sourceShape", IRI(result.shape)


def _in_turtle(value: Term | Path) -> str:
    match value:
        case Predicate(iri):
            return iri
        case Inverse(path):
            return f"[ sh:inversePath {_in_turtle(path)} ]"
        case Steps(steps):
            return f"( {' '.join(map(_in_turtle, steps))} )"
        case Alternative(branches):
            return f"[ sh:alternativePath ( {' '.join(map(_in_turtle, branches))} ) ]"
        case Repeat(path):
            return f"[ sh:{value.name} {_in_turtle(path)} ]"
        case str() if value.startswith(SH) and value[len(SH) :].isalpha():
            return f"sh:{value[len(SH) :]}"
        case _:
            return token_of(value)


def _in_json(value: Term | Path) -> dict[str, Any]:
    match value:
        case Predicate(iri):
            return {"@id": iri[1:-1]}
        case Inverse(path):
            return {"sh:inversePath": _in_json(path)}
        case Steps(steps):
            return {"@list": list(map(_in_json, steps))}
        case Alternative(branches):
            return {"sh:alternativePath": {"@list": list(map(_in_json, branches))}}
        case Repeat(path):
            return {f"sh:{value.name}": _in_json(path)}
        case str():
            return {"@id": str(value)}
    if value.language:
        return {"@value": value.lexical, "@language": value.language}
    if value.datatype == XSD["string"]:
        return {"@value": value.lexical}
    return {"@value": value.lexical, "@type": str(value.datatype)}
