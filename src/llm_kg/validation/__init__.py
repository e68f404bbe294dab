"""Whether a graph is good: SHACL results as findings, and what is left of models that break it.

::

    shapes ─reading─▶ Shape ─compilation, components─▶ checks ─plans, engine─▶ results ─▶ report, findings
                                 └─ what no check stands for ──▶ fallback (pySHACL) ─┘
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from llm_kg.validation.checked import Checked, Report, build_checked, bundled, findings_of, validate
    from llm_kg.validation.checking import Engine, check
    from llm_kg.validation.engine import Checker
    from llm_kg.validation.results import Result

# Public name → its module, imported when it is first asked for: to check a graph that was read, no
# models are needed.
_HOMES = {
    "Checked": "checked",
    "Checker": "engine",
    "Engine": "checking",
    "Report": "checked",
    "Result": "results",
    "build_checked": "checked",
    "bundled": "checked",
    "check": "checking",
    "findings_of": "checked",
    "validate": "checked",
}

__all__ = [
    "Checked",
    "Checker",
    "Engine",
    "Report",
    "Result",
    "build_checked",
    "bundled",
    "check",
    "findings_of",
    "validate",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
