"""ORKG."""
