"""Which records are about one model, and which of their values are accepted."""

from llm_kg.reconciliation.models import Conflict, Model, Models, reconcile

__all__ = ["Conflict", "Model", "Models", "reconcile"]
