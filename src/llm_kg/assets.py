"""Where the ontology, the shapes and the data lie: in the wheel, or in the checkout beside `src`."""

from __future__ import annotations

from pathlib import Path

__all__ = ["asset"]

_PACKAGE = Path(__file__).resolve().parent


def asset(*parts: str) -> Path:
    """Return the path of a file or folder that ships with the package.

    >>> asset("ontology", "llm-kg.ttl").is_file()
    True
    """
    checkout = _PACKAGE.parents[1]
    # In an editable install the checkout is the truth, and a copy in the wheel would be stale.
    root = checkout if (checkout / "pyproject.toml").is_file() else _PACKAGE / "_assets"
    return root.joinpath(*parts)
