"""Which records are about one model, and which of their values are accepted."""

from llm_kg.reconciliation.identity import identify_alone, marks
from llm_kg.reconciliation.models import Conflict, Model, Models, alone, of_entry, reconcile, unreconciled

__all__ = [
    "Conflict",
    "Model",
    "Models",
    "alone",
    "identify_alone",
    "marks",
    "of_entry",
    "reconcile",
    "unreconciled",
]
