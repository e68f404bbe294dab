"""Sizes of models: the numbers of parameters that lists state.

Cells of sizes are read in ``llm_kg.sizes.cells``, which has the grammar; ``llm_kg.sizes.headers``
reads the units that head their columns.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Size"]


@dataclass(frozen=True, slots=True)
class Size:
    """Hold one stated size of a model, in parameters.

    The active parameters are those that one token uses, where only a part of the model works.
    """

    parameter_count: int
    active_parameter_count: int | None = None
