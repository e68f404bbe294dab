"""rudof (Rust), by its Python package."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyrudof

from peers.inputs import SHAPES, Work
from peers.ours import FILES


def validate(work: str, inputs: Path, output: Path) -> Work:  # noqa: ARG001 - works are written alike
    """Parse and validate a graph file, by the engine that its documentation recommends."""
    path = inputs / FILES[work]

    def checked() -> Any:
        rudof = pyrudof.Rudof(pyrudof.RudofConfig())
        rudof.read_shacl(SHAPES, pyrudof.ShaclFormat.Turtle)
        rudof.read_data(path, pyrudof.RDFFormat.NTriples)
        report = rudof.validate_shacl(pyrudof.ShaclValidationMode.Native)
        return lambda: [
            [str(entry.focus_node), str(entry.path), str(entry.constraint_component)] for entry in report
        ]

    return checked
