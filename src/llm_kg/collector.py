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
            gc.enable()


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
