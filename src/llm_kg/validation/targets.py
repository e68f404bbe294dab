"""The focus nodes of shapes in a whole graph.

Source: SHACL, section 2.1.3, "Targets".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from llm_kg.validation.compilation import CompiledShape
from llm_kg.validation.data import TYPE, Data, Hierarchy, Nodes

__all__ = ["focus_nodes", "instances_of"]


def instances_of(nodes: Nodes, hierarchy: Hierarchy) -> dict[str, dict[str, None]]:
    """Return the instances of each class in a whole graph, each once."""
    instances: dict[str, dict[str, None]] = defaultdict(dict)
    for node, statements in nodes.items():
        for type_ in statements.get(TYPE, ()):
            for class_ in hierarchy.above(type_):
                instances[class_][node] = None
    return instances


def focus_nodes(
    shape: CompiledShape, data: Data, instances: Mapping[str, Mapping[str, None]]
) -> dict[str, None]:
    """Return the focus nodes of a shape, each once."""
    found: dict[str, None] = {}
    for target in shape.shape.targets:
        match target.kind:
            case "node":
                found[target.term] = None
            case "class":
                found.update(instances.get(target.term, {}))
            case "subjectsOf":
                found.update((node, None) for node, about in data.nodes.items() if target.term in about)
            case _:
                for about in data.nodes.values():
                    found.update(dict.fromkeys(about.get(target.term, ())))
    return found
