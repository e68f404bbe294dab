"""ORKG's template for language models: its predicates, how many values each has, and of what kind.

The facts stand in `data/orkg/template.yaml`; what property of ours a predicate is stands in the ontology
alone. `python -m llm_kg.orkg.template` writes both as `shapes/orkg-template.ttl`, in that part of SHACL
which ORKG's pages can import as a template.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, Final

import yaml
from pydantic import BaseModel, ConfigDict, Field

from llm_kg.assets import asset
from llm_kg.errors import UnknownTermError
from llm_kg.numerals import plain
from llm_kg.orkg.hosts import HOSTS
from llm_kg.rdf import Namespace
from llm_kg.terms import Property
from llm_kg.vocabulary import load_vocabulary

__all__ = [
    "ORKGC",
    "ORKGP",
    "ORKGR",
    "SHAPES",
    "Template",
    "TemplateProperty",
    "load_template",
    "predicates",
    "template_shapes",
]

# The namespaces of ORKG's dump: http, not https.
ORKGR: Final = Namespace("http://orkg.org/orkg/resource/")
ORKGP: Final = Namespace("http://orkg.org/orkg/predicate/")
ORKGC: Final = Namespace("http://orkg.org/orkg/class/")
#: The node shape of the template; each property's shape is called by its predicate.
SHAPES: Final = Namespace("https://w3id.org/llm-kg/shapes/orkg-template#")


class _Facts(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Thing(_Facts):
    id: str
    label: str


class _Property(_Facts):
    predicate: str
    label: str
    least: int
    most: int | None = None
    datatype: str | None = None
    unit: str | None = None
    scale: int = 1


class _Template(_Thing):
    class_: _Thing = Field(alias="class")
    research_fields: tuple[_Thing, ...]
    research_problems: tuple[_Thing, ...]
    closed: bool
    properties: tuple[_Property, ...]


@dataclass(frozen=True, slots=True)
class TemplateProperty:
    """What the template says of one predicate, and the property of ours that it is.

    `datatype` is the local name of an XSD type; `most` is None where there is no limit. A bare number
    counts `scale` times `unit` where the label says so.
    """

    term: Property
    predicate: str
    label: str
    least: int
    most: int | None
    datatype: str | None
    unit: str | None
    scale: int

    @property
    def field(self) -> str:
        """The record's field."""
        return self.term.notation

    def number(self, number: Decimal, *, approximate: bool = False) -> str:
        """Return a number of `unit` as the label counts; `~` tells that it is approximate.

        >>> load_template().properties["training_data_size"].number(Decimal("6.8e11"), approximate=True)
        '~680'
        """
        return f"{'~' * approximate}{plain(number / self.scale)}"


@dataclass(frozen=True, slots=True)
class Template:
    """The template: which class it is of, and its properties by field, in its own order.

    `class_id` is the class of its instances; research fields and problems are id → label.
    """

    id: str
    label: str
    class_id: str
    class_label: str
    research_fields: Mapping[str, str]
    research_problems: Mapping[str, str]
    closed: bool
    properties: Mapping[str, TemplateProperty]


@cache
def load_template() -> Template:
    """Return the template, read once a process.

    >>> load_template().properties["training_corpus"].label
    'pretraining corpus'

    Raises
    ------
    UnknownTermError
        The ontology has no property for a predicate of the template.
    """
    content: Any = yaml.safe_load(asset("data", "orkg", "template.yaml").read_text(encoding="utf-8"))
    facts = _Template.model_validate(content)
    properties = [
        TemplateProperty(
            _term_of(row.predicate),
            row.predicate,
            row.label,
            row.least,
            row.most,
            row.datatype,
            row.unit,
            row.scale,
        )
        for row in facts.properties
    ]
    return Template(
        id=facts.id,
        label=facts.label,
        class_id=facts.class_.id,
        class_label=facts.class_.label,
        research_fields={thing.id: thing.label for thing in facts.research_fields},
        research_problems={thing.id: thing.label for thing in facts.research_problems},
        closed=facts.closed,
        properties={row.field: row for row in properties},
    )


def _term_of(predicate: str) -> Property:
    production = HOSTS["production"]
    for term in load_vocabulary().all_properties.values():
        if predicate in production.predicates(term):
            return term
    raise UnknownTermError(f"the ontology has no property for ORKG's predicate {predicate}")


@cache
def predicates(host: str = "production") -> Mapping[str, str]:
    """Return field → predicate id on a host (a key of `HOSTS`), for the fields that the template has.

    What the ontology only infers counts where the template has the property; an id that was never seen
    with a label does not. On the sandbox most ids are assumed to be production's.

    >>> predicates()["training_data_size"], predicates("sandbox")["training_data_size"]
    ('P163013', 'P202273')
    >>> "license" in predicates("sandbox"), "active_parameter_count" in predicates()
    (False, False)
    """
    known = {row.field: HOSTS[host].predicates(row.term) for row in load_template().properties.values()}
    return {field: ids[0] for field, ids in known.items() if ids}


def template_shapes() -> Iterator[str]:
    """Yield `shapes/orkg-template.ttl`: the template in SHACL, as ORKG's pages import it."""
    template = load_template()
    node = SHAPES.removesuffix("#")
    yield (
        "# Generated: python -m llm_kg.orkg.template > shapes/orkg-template.ttl\n"
        f"# ORKG's template {template.id}, in the part of SHACL that ORKG's pages import as a template.\n\n"
    )
    prefixes = {
        "orkgc": ORKGC,
        "orkgp": ORKGP,
        "orkgr": ORKGR,
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "sh": "http://www.w3.org/ns/shacl#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }
    yield from (f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in prefixes.items())
    rows = list(enumerate(template.properties.values()))
    shapes = ",\n        ".join(f"<{SHAPES[row.predicate]}>" for _, row in rows)
    yield "\n" + _block(
        f"<{node}>",
        ("a", "sh:NodeShape"),
        ("rdfs:label", _quoted(template.label)),
        ("sh:targetClass", f"orkgc:{template.class_id}"),
        ("orkgp:TemplateOfResearchField", _things(template.research_fields)),
        ("orkgp:TemplateOfResearchProblem", _things(template.research_problems)),
        ("sh:closed", str(template.closed).lower()),
        ("sh:property", shapes),
    )
    for order, row in rows:
        yield "\n" + _block(
            f"<{SHAPES[row.predicate]}>",
            ("a", "sh:PropertyShape"),
            ("sh:path", f"orkgp:{row.predicate}"),
            ("sh:minCount", str(row.least)),
            ("sh:maxCount", None if row.most is None else str(row.most)),
            ("sh:datatype", row.datatype and f"xsd:{row.datatype}"),
            ("sh:order", str(order)),
            ("sh:description", row.term.definition and _quoted(row.term.definition)),
        )


def _block(subject: str, *pairs: tuple[str, str | None]) -> str:
    stated = [f"{predicate} {value}" for predicate, value in pairs if value is not None]
    return f"{subject} " + " ;\n    ".join(stated) + " .\n"


def _things(things: Mapping[str, str]) -> str:
    return ", ".join(f"orkgr:{thing}" for thing in things)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


if __name__ == "__main__":
    sys.stdout.writelines(template_shapes())
