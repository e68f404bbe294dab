"""pySHACL on a graph of rdflib."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyshacl
from rdflib import Graph

from peers.inputs import SHAPES, Work
from peers.ours import FILES
from peers.reports import results


def validate(work: str, inputs: Path, output: Path) -> Work:  # noqa: ARG001 - works are written alike
    """Parse a graph file and validate it in place."""
    path, shapes = inputs / FILES[work], Graph().parse(SHAPES, format="turtle")

    def checked() -> Any:
        data = Graph().parse(path, format="nt")
        _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inplace=True)
        return lambda: results(report)

    return checked
