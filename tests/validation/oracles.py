"""Two other engines, and a graph of many cases that each runs once."""

from __future__ import annotations

import logging
import warnings
from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

import rdflib

from llm_kg.rdf import SH
from llm_kg.tokens import token_of
from llm_kg.validation.compilation import CompiledShapes
from llm_kg.validation.data import Nodes
from llm_kg.validation.fallback import check_by_pyshacl, graph_of, results_of

PREFIXES = """
@prefix ex: <http://example.org/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
EX = "http://example.org/"


class Told(NamedTuple):
    """A result, as engines are compared."""

    focus: str
    path: str
    value: str
    shape: str
    component: str
    severity: str
    messages: tuple[str, ...]


@dataclass(frozen=True)
class Case:
    """Shapes whose names begin with that of the case, data about nodes named alike, and what is wrong.

    `bad` says how many results there are of which node; `but` names an oracle that differs, and why the
    specification is against it.
    """

    name: str
    shapes: str
    data: str
    bad: dict[str, int]
    but: dict[str, str] = field(default_factory=dict)


def of_property(name, constraint, rows, bad, but=None, more="", shapes=""):
    """Return the case of a property shape of ex:p: each row is what is said of one node.

    What is bad is the number of a row, or the name of another node.
    """
    nodes = [f"ex:{name}-{number}" for number in range(1, len(rows) + 1)]
    return Case(
        name,
        f"ex:{name} a sh:NodeShape ; sh:targetNode {', '.join(nodes)} ; sh:property ex:{name}_p .\n"
        f'ex:{name}_p a sh:PropertyShape ; sh:path ex:p ; sh:message "{name}" ; {constraint} .\n{shapes}',
        "\n".join(f"{node} {row} ." for node, row in zip(nodes, rows, strict=True) if row) + more,
        {node if isinstance(node, str) else f"{name}-{node}": count for node, count in bad.items()},
        but or {},
    )


def of_node(name, constraint, nodes, bad, but=None, data="", shapes=""):
    """Return the case of a node shape whose target nodes are given."""
    return Case(
        name,
        f"ex:{name} a sh:NodeShape ; sh:targetNode {', '.join(nodes)} ;\n"
        f'    sh:message "{name}" ; {constraint} .\n{shapes}',
        data,
        bad,
        but or {},
    )


def term(value) -> str:
    return "" if value is None else token_of(value)


def told(results) -> list[Told]:
    """Return results as they are compared, sorted."""
    return sorted(
        Told(
            str(r.node),
            str(r.path or ("…" if r.route else "")),
            "_:" if str(r.value).startswith("_:") else term(r.value),
            str(r.shape),
            r.component,
            r.level.removeprefix(SH),
            tuple(sorted(map(term, r.messages))),
        )
        for r in results
    )


def by_case(results) -> dict[str, list[Told]]:
    """Return what was told of each case: the first word in the name of a shape is the name of the case."""
    found = defaultdict(list)
    for one in told(results):
        found[one.shape.removeprefix(EX).partition("_")[0]].append(one)
    return dict(found)


def by_pyshacl(nodes: Nodes, shapes: CompiledShapes):
    return check_by_pyshacl(nodes, shapes)


def by_shifty(nodes: Nodes, shapes: CompiledShapes):
    import shifty

    logger = logging.getLogger("rdflib.term")
    rdflib.NORMALIZE_LITERALS, logger.disabled = False, True  # it reads its report by rdflib
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            _, report, _ = shifty.validate(graph_of(nodes), graph_of(shapes.nodes), infer=False)
            return list(results_of(report, shapes))
    finally:
        rdflib.NORMALIZE_LITERALS, logger.disabled = True, False
