"""Turn lists of language models into a checked, traceable scholarly knowledge graph.

import llm_kg as kg

models = kg.reconcile(kg.read("README.md"))
graph = kg.build(models)
kg.write(graph, "models.jsonld")
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from llm_kg.differences import diff
    from llm_kg.graph import Graph, build
    from llm_kg.orkg.service import Orkg
    from llm_kg.querying import query
    from llm_kg.reconciliation import Model, Models, reconcile
    from llm_kg.records import Record
    from llm_kg.site import render
    from llm_kg.sources import Records, read
    from llm_kg.validation import Report, bundled, validate
    from llm_kg.writers import write

__version__ = "0.1.0"

# Public name → its module. Each is imported when it is first asked for, so that `import llm_kg`
# and `llm-kg --help` cost little.
_HOMES = {
    "Graph": "llm_kg.graph",
    "Model": "llm_kg.reconciliation",
    "Models": "llm_kg.reconciliation",
    "Orkg": "llm_kg.orkg.service",
    "Record": "llm_kg.records",
    "Records": "llm_kg.sources",
    "Report": "llm_kg.validation",
    "build": "llm_kg.graph",
    "bundled": "llm_kg.validation",
    "diff": "llm_kg.differences",
    "query": "llm_kg.querying",
    "read": "llm_kg.sources",
    "reconcile": "llm_kg.reconciliation",
    "render": "llm_kg.site",
    "validate": "llm_kg.validation",
    "write": "llm_kg.writers",
}

__all__ = [
    "Graph",
    "Model",
    "Models",
    "Orkg",
    "Record",
    "Records",
    "Report",
    "build",
    "bundled",
    "diff",
    "query",
    "read",
    "reconcile",
    "render",
    "validate",
    "write",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
