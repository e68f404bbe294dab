"""What a thing is said to be under a key that tells its kind: a model, data, software."""

from __future__ import annotations

import re
from typing import Final

from llm_kg.curated import said_to_be
from llm_kg.names import fold

__all__ = ["is_said_to_be_other", "may_tell_use", "tells_kind"]

_KEYS: Final = frozenset(
    map(
        fold,
        ("type", "kind", "category", "what", "what it is", "asset type", "resource type", "类型", "类别"),
    )
)
_OF_USES: Final = frozenset(map(fold, ("category", "类别")))
_NO_USES: Final = frozenset(map(fold, ("data", "dataset", "datasets", "corpus", "corpora", "数据集")))
_LONGEST: Final = 20
_LAST_WORD = re.compile(r"[A-Za-z]+$")


def tells_kind(key: str) -> bool:
    """Tell whether a key, or the header of a column, asks what kind of thing there is."""
    return fold(key) in _KEYS


def may_tell_use(key: str, text: str) -> bool:
    """Tell whether a text under a key that asks for a kind may be what a model is for: tools, benchmarks.

    >>> may_tell_use("Category", "Tool"), may_tell_use("Category", "Dataset"), may_tell_use("Type", "Tool")
    (True, False, False)
    """
    return fold(key) in _OF_USES and fold(text) not in _NO_USES


def is_said_to_be_other(key: str, text: str) -> bool:
    """Tell whether a text, under a key that asks for a kind, says that a thing is no model.

    >>> is_said_to_be_other("Type", "inference server"), is_said_to_be_other("kind", "Dataset")
    (True, True)
    >>> is_said_to_be_other("Type", "tool use"), is_said_to_be_other("Notes", "dataset")
    (False, False)
    """
    if len(text) > _LONGEST or not tells_kind(key):
        return False
    # What a thing is, its last word says: of "tool use" and "benchmark-tuned" that is no tool or benchmark.
    last = _LAST_WORD.search(text.strip())
    told = (said_to_be(text), said_to_be(last[0]) if last and text.isascii() else said_to_be(text))
    return all(said is not None and not said[0] for said in told)
