"""Values and terms in words: how a person, a terminal or a JSON file is told them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

import pyoxigraph

from llm_kg.context import compactor
from llm_kg.graph import prefixes
from llm_kg.quantities import Quantity
from llm_kg.rdf import IRI, XSD, Term
from llm_kg.records import MULTIVALUED, Description, Paper, Value
from llm_kg.sizes import Size
from llm_kg.vocabulary import load_vocabulary

__all__ = ["plain_value", "short", "value_text"]


def short(term: Term) -> str:
    """Return a term in the short form of Turtle: prefixes, bare numbers.

    >>> from llm_kg.rdf import Literal
    >>> print(short(XSD["date"]), short(Literal("7", XSD["integer"])), short(Literal("2023", XSD["gYear"])))
    xsd:date 7 "2023"^^xsd:gYear
    """
    if isinstance(term, IRI):
        shortened = compactor(prefixes())(term)
        return f"<{term}>" if shortened == term else shortened
    if term.datatype in _BARE:
        return term.lexical
    quoted = str(pyoxigraph.Literal(term.lexical))
    if term.language:
        return f"{quoted}@{term.language}"
    typed = "" if term.datatype == XSD["string"] else f"^^{short(IRI(term.datatype))}"
    return quoted + typed


_BARE: Final = frozenset(XSD[name] for name in ("integer", "decimal", "boolean"))


def value_text(value: Value, field: str, *, grouped: bool = True) -> str:
    """Return a value in words: labels of concepts, numbers with their units, in groups of digits.

    >>> value_text(Size(56_000_000_000, 13_000_000_000), "size")
    '56,000,000,000 parameters, 13,000,000,000 of them active'
    >>> value_text("decoder", "pretraining_architecture")
    'decoder'
    >>> value_text(Quantity(Decimal(680), "HR", approximate=True), "training_time")
    'about 680 hours'
    """

    def number(count: Decimal | int) -> str:
        return format(Decimal(count), ",f" if grouped else "f")

    if isinstance(value, Size):
        active = value.active_parameter_count
        some = f", {number(active)} of them active" if active is not None else ""
        return f"{number(value.parameter_count)} parameters{some}"
    if isinstance(value, Quantity):
        # The head of every unit's label takes an s: tonnes of carbon dioxide equivalent.
        head, of, rest = load_vocabulary().units[value.unit].label.partition(" of ")
        words = (
            "about" if value.approximate else "",
            number(value.value),
            value.accelerator or "",
            f"{head}{'' if value.value == 1 else 's'}{of}{rest}",
        )
        return " ".join(word for word in words if word)
    if isinstance(value, Paper):
        return ", ".join(part for part in (value.title, *value.urls) if part)
    if isinstance(value, Decimal | int):
        return number(value)
    if not isinstance(value, str):
        return str(value)
    vocabulary = load_vocabulary()
    term = vocabulary.all_properties.get(field)
    scheme = vocabulary.scheme_of(term) if term else None
    concept = scheme.concepts.get(value) if scheme else None
    return concept.label if concept else value


def plain_value(value: Value, field: str) -> Any:
    """Return a value as JSON has it in `llm-kg read -f jsonl`: concepts by notation, sizes as objects.

    >>> plain_value(Size(7_000_000_000), "size")
    {'parameter_count': 7000000000}
    """
    many = field in MULTIVALUED
    values: dict[str, Any] = {field: (value,) if many else value}
    described = Description.model_construct(**values)
    plain = described.model_dump(mode="json", include={field})[field]
    return plain[0] if many else plain
