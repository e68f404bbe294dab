"""A rest for Python's garbage collector while much is made and all of it is kept."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["paused", "settled"]


@contextmanager
def paused() -> Iterator[None]:
    """Pause the search for reference cycles, which would go through all that was made, again and again.

    Records, models and statements hold no cycles: what is dropped is freed at once all the same. For
    bulk work only, and nests: whoever switched the collector off before finds it so.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            _grow_old()
            gc.enable()


def _grow_old() -> None:
    """Count all that was made among what has been searched before, or all of it is searched at once."""
    if not gc.get_freeze_count():  # what is left out of the search stays so
        gc.freeze()
        gc.unfreeze()


@contextmanager
def settled() -> Iterator[None]:
    """Leave what there is out of the search for reference cycles, which goes on for what is new.

    For work that makes and drops cycles, such as templates do, beside much that stays.
    """
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
