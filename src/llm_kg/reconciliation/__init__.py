"""Which records are about one model, and which of their values are accepted."""

from llm_kg.reconciliation.identity import marks
from llm_kg.reconciliation.models import Conflict, Model, Models, alone, of_entry, reconcile, unreconciled

__all__ = ["Conflict", "Model", "Models", "alone", "marks", "of_entry", "reconcile", "unreconciled"]
