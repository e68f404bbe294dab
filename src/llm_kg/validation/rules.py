"""The SPARQL-based constraints that ship with the package, as checks on the statements of one node.

Each stands for one query of `shapes/llm-kg.ttl`, by the name of its constraint and the digest of the
query's text: a query that was changed is not checked by what stood for the one before. A test holds
each equal to its query.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import Final, TypeAlias

from llm_kg.rdf import LLMKG
from llm_kg.tokens import iri_token
from llm_kg.validation.shapes import SparqlConstraint
from llm_kg.validation.values import compare, number_of

__all__ = ["RULES", "Found", "Rule", "digest", "rule_of"]

#: A value that breaks a rule, and the predicate that leads to it.
Found: TypeAlias = tuple[str, str]

_SHAPES: Final = "https://w3id.org/llm-kg/shapes#"
_MILLIONS = iri_token(LLMKG["maximumNumberOfParametersInMillion"])
_LARGEST = iri_token(LLMKG["parameterCount"])


@dataclass(frozen=True, slots=True)
class Rule:
    """A check that stands for a query: `find` yields what the query finds for one node.

    `needs` are the predicates without which a node cannot break it.
    """

    digest: str
    needs: tuple[str, ...]
    find: Callable[[Mapping[str, Sequence[str]]], Iterator[Found]]


def digest(constraint: SparqlConstraint) -> str:
    """Return what tells one query from another: a digest of its text, with single spaces."""
    text = re.sub(r"\s+", " ", constraint.select).strip()
    names = "".join(f"{prefix}={iri};" for prefix, iri in sorted(constraint.prefixes.items()))
    return sha256(f"{names}{text}".encode()).hexdigest()[:16]


def rule_of(constraint: SparqlConstraint) -> Rule | None:
    """Return the rule that stands for a query, or None where there is none."""
    rule = RULES.get(constraint.node)
    return rule if rule and rule.digest == digest(constraint) else None


def _maximum_is_not_largest(statements: Mapping[str, Sequence[str]]) -> Iterator[Found]:
    """Yield a maximum in millions that is more than 1 % away from the largest of the stated sizes."""
    for stated in statements[_MILLIONS]:
        millions = number_of(stated)
        for counted in statements[_LARGEST]:
            largest = number_of(counted)
            if millions is None or largest is None:
                continue
            maximum = _times(millions, 1_000_000)
            if maximum == largest and largest > 0:
                continue  # as it mostly is
            if _exceeds(maximum, _times(largest, Decimal("1.01"))) or _exceeds(
                _times(largest, Decimal("0.99")), maximum
            ):
                yield stated, _MILLIONS


def _times(number: int | Decimal | float, factor: int | Decimal) -> int | Decimal | float:
    """Multiply as SPARQL does: with a floating number, both are."""
    return number * float(factor) if isinstance(number, float) else number * factor


def _exceeds(left: int | Decimal | float, right: int | Decimal | float) -> bool:
    return compare(left, right) == 1


#: By the token of the constraint that each stands for.
RULES: Final[Mapping[str, Rule]] = {
    iri_token(_SHAPES + "Model-maximumIsLargest"): Rule(
        "66cf288c8b41e31a", (_MILLIONS, _LARGEST), _maximum_is_not_largest
    ),
}
