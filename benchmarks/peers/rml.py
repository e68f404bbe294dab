"""RML mappings of the prepared tables: a triples map for each, no joins."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from peers.inputs import load_terms

__all__ = ["write_mapping"]

_HEAD = """\
@prefix rr: <http://www.w3.org/ns/r2rml#> .
@prefix rml: <http://semweb.mmlab.be/ns/rml#> .
@prefix ql: <http://semweb.mmlab.be/ns/ql#> .
@base <urn:benchmark:> .
"""


def write_mapping(inputs: Path, path: Path) -> None:
    """Write the mapping of all tables to Turtle."""
    path.write_text(_HEAD + "".join(_triples_maps(inputs)), encoding="utf-8")


def _triples_maps(inputs: Path) -> Iterator[str]:
    terms = load_terms(inputs)
    for table in sorted((inputs / "tables").glob("*.json")):
        keys = dict.fromkeys(key for row in json.loads(table.read_text(encoding="utf-8")) for key in row)
        yield (
            f'\n<#{table.stem}> a rr:TriplesMap ;\n    rml:logicalSource [ rml:source "{table.resolve()}" ; '
            'rml:referenceFormulation ql:JSONPath ; rml:iterator "$[*]" ] ;\n'
            '    rr:subjectMap [ rml:reference "id" ; rr:termType rr:IRI ]'
        )
        for key in keys:
            if key == "id":
                continue
            term = terms[key]
            if term["language"]:
                kind = f'rr:language "{term["language"]}"'
            elif term["datatype"] is None:
                kind = "rr:termType rr:IRI"
            elif term["datatype"].endswith("#string"):
                kind = "rr:termType rr:Literal"
            else:
                kind = f"rr:datatype <{term['datatype']}>"
            yield (
                f" ;\n    rr:predicateObjectMap [ rr:predicate <{term['predicate']}> ; "
                f'rr:objectMap [ rml:reference "{key}" ; {kind} ] ]'
            )
        yield " .\n"
