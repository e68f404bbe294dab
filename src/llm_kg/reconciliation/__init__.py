"""Which records are about one model, and which of their values are accepted."""

from llm_kg.reconciliation.identity import marks
from llm_kg.reconciliation.models import Conflict, Model, Models, alone, reconcile

__all__ = ["Conflict", "Model", "Models", "alone", "marks", "reconcile"]
