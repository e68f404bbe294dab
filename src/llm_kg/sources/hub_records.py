"""Records as the interface of a hub of models gives them, in the words of this project.

There a model is its `id`, who put it up its `author`; the card's front matter stands under `cardData`,
and the number of parameters under `safetensors`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from llm_kg.names import fold
from llm_kg.sources.base import DESCRIPTION
from llm_kg.sources.keys import terms_of
from llm_kg.sources.mappings import Items, Node, Pairs, Scalar, text_of
from llm_kg.vocabulary import load_vocabulary

__all__ = ["in_own_words"]

# Keys that no other records have.
_OF_HUB: Final = frozenset(map(fold, ("pipeline_tag", "library_name", "cardData", "safetensors")))
_CARD: Final = frozenset(map(fold, ("cardData", "card_data")))

# These have another meaning here than in lists.
_OF_THE_HUB: Final = frozenset(map(fold, ("downloads", "likes", "tags", "private", "gated", "spaces")))


def in_own_words(node: Pairs) -> Pairs:
    """Return a record of a hub with the keys of this project; any other as it is."""
    keys = {fold(text_of(key)) for key, _ in node.pairs if isinstance(key, Scalar)}
    if keys.isdisjoint(_OF_HUB):
        return node
    is_named = any(term.notation == "name" for key, _ in node.pairs for term in terms_of(text_of(key)))
    return node._replace(pairs=tuple(_pairs(node, is_named)))


def _pairs(node: Pairs, is_named: bool) -> Iterator[tuple[Node, Node]]:
    told: list[Node] = []  # what is said of the page on the hub is kept as stated
    for key, value in node.pairs:
        said = fold(text_of(key))
        if said == "id" and isinstance(value, Scalar) and not is_named:
            yield _key("model id", key), value
        elif said == "author" and load_vocabulary().organizations.get(text_of(value)):
            # Anybody may put a model up: only who is known to make models is said to have made it.
            yield _key("organization", key), value
        elif said in _CARD and isinstance(value, Pairs):
            for own, stated in value.pairs:
                if _is_property(own) and not _is_name(own):
                    yield own, stated
                elif text_of(stated):
                    told.append(_told(own, stated))
        elif said == "safetensors" and isinstance(value, Pairs) and (total := value.get("total")):
            yield _key("number_of_parameters", key), total
        elif _is_property(key):
            yield key, value
        elif text_of(value):
            told.append(_told(key, value))
    if told:
        yield Scalar(DESCRIPTION, told[0].stretch), Items(tuple(told), told[0].stretch)


def _is_property(key: Node) -> bool:
    return fold(text_of(key)) not in _OF_THE_HUB and bool(terms_of(text_of(key)))


def _is_name(key: Node) -> bool:
    return any(term.notation == "name" for term in terms_of(text_of(key)))


def _told(key: Node, value: Node) -> Scalar:
    return Scalar(f"{text_of(key)}: {text_of(value)}", value.stretch, value.tag)


def _key(name: str, stated: Node) -> Scalar:
    return Scalar(name, stated.stretch)
