"""Which model or property people mean by a name, in any spelling."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from llm_kg.errors import UnknownTermError
from llm_kg.names import fold, slug
from llm_kg.reconciliation import Model, Models
from llm_kg.terms import Property
from llm_kg.vocabulary import load_vocabulary

__all__ = ["find_model", "find_property"]

_NEAREST: Final = 4


def find_model(models: Models, name: str) -> Model:
    """Return the model of a key, name or alternate name, in any spelling.

    Raises
    ------
    UnknownTermError
        No model has this name, or several have; the message gives the nearest names, or the keys.
    """
    wanted, folded = slug(name), fold(name)
    ways: tuple[Callable[[Model], bool], ...] = (
        lambda model: model.key == wanted,
        lambda model: bool(folded) and fold(model.name) == folded,
        lambda model: bool(folded) and folded in map(fold, model.alternate_name),
    )
    for is_meant in ways:
        found = [model for model in models if is_meant(model)]
        if len(found) == 1:
            return found[0]
        if found:
            keys = " or ".join(model.key for model in found[:_NEAREST])
            more = f" or another of {len(found)}" if len(found) > _NEAREST else ""
            raise UnknownTermError(f"{len(found)} models are called {name!r}; say {keys}{more}")
    if model := models.get(name):
        return model
    nearest = _nearest(folded, (n for model in models for n in (model.name, *model.alternate_name)))
    known = f"did you mean {' or '.join(map(repr, nearest))}?" if nearest else ""
    hint = known or "`llm-kg export -f csv` lists the models"
    raise UnknownTermError(f"no model is called {name[:80]!r}; {hint}")


def _nearest(folded: str, names: Iterable[str]) -> list[str]:
    """Return the names nearest to one, best first: alike, else those that hold it."""
    if not folded or len(folded) > 80:
        return []
    known: dict[str, str] = {}
    for name in names:
        known.setdefault(fold(name), name)
    alike = difflib.get_close_matches(folded, known, n=_NEAREST, cutoff=0.7)
    holding: Iterator[str] = (name for name in sorted(known) if folded in name)
    return [known[name] for name in dict.fromkeys((*alike, *holding))][:_NEAREST]


def find_property(name: str) -> Property:
    """Return the property of a field, label or alias, in any language; derived ones as well.

    Raises
    ------
    UnknownTermError
        No property has this name; the message gives the nearest ones.
    """
    vocabulary = load_vocabulary()
    if known := vocabulary.properties.get(name):
        return known
    for term in vocabulary.all_properties.values():
        if term.is_derived and fold(name) in map(fold, term.names):
            return term
    return vocabulary.properties.find(name)
