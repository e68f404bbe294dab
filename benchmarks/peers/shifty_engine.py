"""shifty (Rust), by its Python package."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import shifty

from peers.inputs import SHAPES, Work
from peers.ours import FILES
from peers.reports import results


def validate(work: str, inputs: Path, output: Path) -> Work:  # noqa: ARG001 - works are written alike
    """Parse and validate a graph file."""
    path = inputs / FILES[work]

    def checked() -> Any:
        _, report, _ = shifty.validate(str(path), str(SHAPES), infer=False)
        return lambda: results(report)

    return checked
