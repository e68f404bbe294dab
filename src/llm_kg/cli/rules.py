"""`llm-kg rules`: the catalogue of findings."""

from __future__ import annotations

from llm_kg.cli.common import table

__all__ = ["rules"]


def rules() -> None:
    """List the rules behind findings: severity, what each means, how it is mended."""
    from llm_kg.findings import RULES

    table(
        ("rule", "severity", "meaning", "mend"),
        [(rule.id, str(rule.severity), rule.summary, rule.mend) for rule in RULES.values()],
    )
