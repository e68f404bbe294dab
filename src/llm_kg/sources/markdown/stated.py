"""What cells state, and what a label states by itself: which property, and whether only models have it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from llm_kg.curated import is_description, link_field
from llm_kg.sizes.cells import parse_sizes
from llm_kg.sources.base import DESCRIPTION, GROUP, UNREAD, Cell
from llm_kg.sources.keys import terms_of
from llm_kg.sources.plain_keys import field_of_plain
from llm_kg.sources.recognizers import is_date_shaped, is_license
from llm_kg.vocabulary import Vocabulary, load_vocabulary

__all__ = ["describes", "means", "pair_key", "shows", "stated_by", "states"]

# What says nothing of an item but its name.
_NO_EVIDENCE = frozenset({"name", "homepage", "alternate_name", "link", "title", DESCRIPTION, GROUP, UNREAD})


def means(notation: str, cell: Cell) -> bool:
    """Tell whether a cell states a property."""
    return _meant(load_vocabulary(), cell) == notation


def describes(cell: Cell) -> bool:
    """Tell whether a cell states a property other than the name."""
    return _meant(load_vocabulary(), cell) not in (None, "name")


def states(notation: str, cells: Iterable[Cell]) -> bool:
    """Tell whether one of some cells states a property."""
    vocabulary = load_vocabulary()
    return any(_meant(vocabulary, cell) == notation for cell in cells)


def _meant(vocabulary: Vocabulary, cell: Cell) -> str | None:
    """Return the field that the key of a cell means; of a plain word, its text tells."""
    return _notation(vocabulary, cell.key) or field_of_plain(cell.key, cell.text)


@lru_cache(maxsize=4096)
def _notation(_: Vocabulary, key: str) -> str | None:
    return next((term.notation for term in terms_of(key)), None)


def shows(cells: Iterable[Cell]) -> bool:
    """Tell whether cells hold more than a name: something that is said of models."""
    properties = load_vocabulary().properties
    for cell in cells:
        if cell.key == "homepage" and link_field(cell.text) in ("checkpoint", "paper"):
            return True
        if cell.key not in _NO_EVIDENCE and properties.get(cell.key):
            return True
    return False


def pair_key(key: str) -> str:
    """Return the key of a pair as it is kept: that of descriptions is one for all of them."""
    return DESCRIPTION if is_description(key) else key


def stated_by(label: str) -> str | None:
    """Return the property of which an item states a value, rather than a name; else None."""
    if parse_sizes(label) and not label[:1].isalpha():
        return "number_of_parameters"
    if is_date_shaped(label):
        return "date_created"
    properties = load_vocabulary().properties
    for notation in ("pretraining_architecture", "access", "modality"):
        scheme = load_vocabulary().scheme_of(properties[notation])
        if scheme and scheme.concepts.get(label):
            return notation
    # An organisation may bear the name of its models: InternLM, Qwen.
    return "license" if is_license(label) else None
