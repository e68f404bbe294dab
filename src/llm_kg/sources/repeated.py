"""Keys that stand twice: in a block, among the items or lines below a name, in the header of a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from llm_kg.findings import Finding
from llm_kg.names import fold
from llm_kg.places import Place
from llm_kg.sources.base import DESCRIPTION, GROUP, UNREAD, Cell

__all__ = ["repeated_cells", "repeated_key", "repeated_keys"]

_NO_KEYS = frozenset((DESCRIPTION, GROUP, UNREAD))


def repeated_key(key: str, place: Place) -> Finding:
    """Return the finding that a key which stood before stands here again."""
    message = f"the key {key[:60]!r} stands here for the second time"
    return Finding.of("repeated-key", message, place, key=key)


def repeated_keys(keys: Iterable[tuple[str, Place]]) -> Iterator[Finding]:
    """Yield a finding for each key that stood before, in whatever case; one place is one key."""
    seen: set[str] = set()
    for key, place in dict.fromkeys(keys):
        if (folded := fold(key)) in seen:
            yield repeated_key(key, place)
        if folded:
            seen.add(folded)


def repeated_cells(cells: Iterable[Cell]) -> Iterator[Finding]:
    """Yield a finding for each key of cells that stood before; texts without a key have none."""
    return repeated_keys(
        (cell.key, cell.key_place) for cell in cells if cell.key_place and cell.key not in _NO_KEYS
    )
