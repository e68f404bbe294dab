"""The SPARQL-based constraints that ship with the package, as checks on the statements of one node.

Each stands for one query of `shapes/llm-kg.ttl`, by the name of its constraint and the digest of the
query's text: a query that was changed is not checked by what stood for the one before. A test holds
each equal to its query.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import Final, TypeAlias

from llm_kg.rdf import LLMKG
from llm_kg.tokens import iri_token
from llm_kg.validation.shapes import SparqlConstraint
from llm_kg.validation.values import compare, number_of

__all__ = ["RULES", "Agree", "Rule", "digest", "rule_of"]

#: Whether two values go together.
Agree: TypeAlias = Callable[[str, str], bool]

_SHAPES: Final = "https://w3id.org/llm-kg/shapes#"
_MILLIONS = iri_token(LLMKG["maximumNumberOfParametersInMillion"])
_LARGEST = iri_token(LLMKG["parameterCount"])


@dataclass(frozen=True, slots=True)
class Rule:
    """A check that stands for a query.

    The query finds each value of the first predicate that it `needs`, with each of the second with which
    it does not `agree`.
    """

    digest: str
    needs: tuple[str, str]
    agree: Agree


def digest(constraint: SparqlConstraint) -> str:
    """Return what tells one query from another: a digest of its text, with single spaces."""
    text = re.sub(r"\s+", " ", constraint.select).strip()
    names = "".join(f"{prefix}={iri};" for prefix, iri in sorted(constraint.prefixes.items()))
    return sha256(f"{names}{text}".encode()).hexdigest()[:16]


def rule_of(constraint: SparqlConstraint) -> Rule | None:
    """Return the rule that stands for a query, or None where there is none."""
    rule = RULES.get(constraint.node)
    return rule if rule and rule.digest == digest(constraint) else None


def _is_about(stated: str, counted: str) -> bool:
    """Tell whether a maximum in millions is no more than 1 % away from the largest of the stated sizes."""
    millions, largest = number_of(stated), number_of(counted)
    if millions is None or largest is None:
        return True
    maximum = _times(millions, 1_000_000)
    if maximum == largest and largest > 0:
        return True  # as it mostly is
    too_much = _exceeds(maximum, _times(largest, Decimal("1.01")))
    return not too_much and not _exceeds(_times(largest, Decimal("0.99")), maximum)


def _times(number: int | Decimal | float, factor: int | Decimal) -> int | Decimal | float:
    """Multiply as SPARQL does: with a floating number, both are."""
    return number * float(factor) if isinstance(number, float) else number * factor


def _exceeds(left: int | Decimal | float, right: int | Decimal | float) -> bool:
    return compare(left, right) == 1


#: By the token of the constraint that each stands for.
RULES: Final[Mapping[str, Rule]] = {
    iri_token(_SHAPES + "Model-maximumIsLargest"): Rule("66cf288c8b41e31a", (_MILLIONS, _LARGEST), _is_about),
}
