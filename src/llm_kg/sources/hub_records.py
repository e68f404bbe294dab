"""Records as the interface of a hub of models gives them, in the words of this project.

There a model is its `id`, who put it up its `author`; the card's front matter stands under `cardData`,
and the number of parameters under `safetensors`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from llm_kg.names import fold
from llm_kg.sources.base import DESCRIPTION
from llm_kg.sources.interpretation import terms_of
from llm_kg.sources.mappings import Node, Pairs, Scalar, text_of
from llm_kg.vocabulary import load_vocabulary

__all__ = ["in_own_words"]

# Keys that no other records have.
_OF_HUB: Final = frozenset(map(fold, ("pipeline_tag", "library_name", "cardData", "safetensors")))
_CARD: Final = frozenset(map(fold, ("cardData", "card_data")))


def in_own_words(node: Pairs) -> Pairs:
    """Return a record of a hub with the keys of this project; any other as it is."""
    keys = {fold(text_of(key)) for key, _ in node.pairs if isinstance(key, Scalar)}
    if keys.isdisjoint(_OF_HUB):
        return node
    is_named = any(term.notation == "name" for key, _ in node.pairs for term in terms_of(text_of(key)))
    return node._replace(pairs=tuple(_pairs(node, is_named)))


def _pairs(node: Pairs, is_named: bool) -> Iterator[tuple[Node, Node]]:
    for key, value in node.pairs:
        said = fold(text_of(key))
        if said == "id" and isinstance(value, Scalar) and not is_named:
            yield _key("model id", key), value
        elif said == "author" and load_vocabulary().organizations.get(text_of(value)):
            # Anybody may put a model up: only who is known to make models is said to have made it.
            yield _key("organization", key), value
        elif said in _CARD and isinstance(value, Pairs):
            yield from (_of_card(own, stated) for own, stated in value.pairs)
        elif said == "safetensors" and isinstance(value, Pairs) and (total := value.get("total")):
            yield _key("number_of_parameters", key), total
        else:
            yield key, value


def _of_card(key: Node, value: Node) -> tuple[Node, Node]:
    terms = terms_of(text_of(key))
    if terms and not any(term.notation == "name" for term in terms):
        return key, value
    return _key(DESCRIPTION, key), Scalar(f"{text_of(key)}: {text_of(value)}", value.stretch, value.tag)


def _key(name: str, stated: Node) -> Scalar:
    return Scalar(name, stated.stretch)
