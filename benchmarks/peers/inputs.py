"""The prepared inputs, as the peers load them: no module of ours is needed for that."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

__all__ = ["SHAPES", "Work", "context", "load_columns", "load_rows", "load_terms", "prefixes"]

Work = Callable[[], Any]
Row = tuple[str, list[tuple[str, str]]]
Terms = dict[str, dict[str, str | None]]

SHAPES = Path(__file__).resolve().parents[2] / "shapes" / "llm-kg.ttl"


def load_rows(inputs: Path) -> list[Row]:
    """Return the rows: a subject, and its values with the keys of their terms."""
    return _unpickled(inputs / "rows.pickle")  # type: ignore[no-any-return]  # as it was pickled


def load_columns(inputs: Path) -> dict[str, dict[str, list[str | None]]]:
    """Return the tables: name → column → values."""
    return _unpickled(inputs / "columns.pickle")  # type: ignore[no-any-return]


def load_terms(inputs: Path) -> Terms:
    """Return key → predicate, datatype (none: an IRI) and language."""
    return json.loads((inputs / "terms.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def prefixes(inputs: Path) -> dict[str, str]:
    """Return the prefixes that ours binds."""
    return json.loads((inputs / "prefixes.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def context(inputs: Path) -> dict[str, dict[str, str]]:
    """Return a JSON-LD context in which every key is a term with its type."""
    found: dict[str, dict[str, str]] = {}
    for key, term in load_terms(inputs).items():
        found[key] = {"@id": term["predicate"] or ""}
        if term["language"]:
            found[key]["@language"] = term["language"]
        elif not (term["datatype"] or "").endswith("#string"):
            found[key]["@type"] = term["datatype"] or "@id"
    return found


def _unpickled(path: Path) -> Any:
    with path.open("rb") as stream:
        return pickle.load(stream)
