"""Records as the interface of a hub of models gives them, in the words of this project.

There a model is its `id`, who put it up its `author`; the card's front matter stands under `cardData`,
and the number of parameters under `safetensors`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from llm_kg.names import fold
from llm_kg.sources.base import DESCRIPTION
from llm_kg.sources.keys import terms_of
from llm_kg.sources.trees import Items, Node, Pairs, Scalar, text_of
from llm_kg.vocabulary import load_vocabulary

__all__ = ["in_own_words", "is_of_hub"]

# Keys that no other records have.
_OF_HUB: Final = frozenset(map(fold, ("pipeline_tag", "library_name", "cardData", "safetensors")))
_CARD: Final = frozenset(map(fold, ("cardData", "card_data")))

_CREATED: Final = fold("createdAt")
# All that is older is said to be of the day on which the hub began to write this down.
_FIRST_DAY: Final = "2022-03-02"

# Integers hold the weights of several parameters, where these are compressed.
_IS_FLOAT: Final = re.compile(r"B?F\d|FLOAT|BFLOAT")

# These have another meaning here than in lists.
_OF_THE_HUB: Final = frozenset(
    map(fold, ("downloads", "likes", "tags", "private", "gated", "spaces", "createdAt", "lastModified"))
)


def is_of_hub(node: Pairs) -> bool:
    """Tell whether a record is one of a hub."""
    return any(fold(text_of(key)) in _OF_HUB for key, _ in node.pairs if isinstance(key, Scalar))


def in_own_words(node: Pairs) -> Pairs:
    """Return a record of a hub with the keys of this project; any other as it is."""
    if not is_of_hub(node):
        return node
    is_named = any(term.notation == "name" for key, _ in node.pairs for term in terms_of(text_of(key)))
    return node._replace(pairs=tuple(_pairs(node, is_named)))


def _pairs(node: Pairs, is_named: bool) -> Iterator[tuple[Node, Node]]:
    # Anybody may put a model up: only who is known to make models is said to have made it, and then.
    author = node.get("author")
    is_of_maker = author is not None and load_vocabulary().organizations.get(text_of(author)) is not None
    told: list[Node] = []  # what is said of the page on the hub is kept as stated
    for key, value in node.pairs:
        said = fold(text_of(key))
        if said == "id" and any(map(str.isalpha, text_of(value))) and not is_named:
            yield _key("model id", key), value
        elif said == "author" and is_of_maker:
            yield _key("organization", key), value
        elif said == _CREATED and is_of_maker and not text_of(value).startswith(_FIRST_DAY):
            yield key, value
        elif said in _CARD and isinstance(value, Pairs):
            for own, stated in value.pairs:
                if _is_property(own) and not _is_of_page(own):
                    yield own, stated
                elif text_of(stated):
                    told.append(_told(own, stated))
        elif said == "safetensors" and isinstance(value, Pairs) and (total := _total(value)):
            yield _key("number_of_parameters", key), total
        elif _is_property(key):
            yield key, value
        elif text_of(value):
            told.append(_told(key, value))
    if told:
        yield Scalar(DESCRIPTION, told[0].stretch), Items(tuple(told), told[0].stretch)


def _is_property(key: Node) -> bool:
    return fold(text_of(key)) not in _OF_THE_HUB and bool(terms_of(text_of(key)))


def _is_of_page(key: Node) -> bool:
    return any(term.notation in ("name", "title") for term in terms_of(text_of(key)))


def _total(safetensors: Pairs) -> Node | None:
    """Return the number of parameters; None where some are packed, several in one number."""
    types = safetensors.get("parameters")
    stated = [text_of(key).upper() for key, _ in types.pairs] if isinstance(types, Pairs) else []
    return safetensors.get("total") if all(_IS_FLOAT.match(name) for name in stated) else None


def _told(key: Node, value: Node) -> Scalar:
    return Scalar(f"{text_of(key)}: {text_of(value)}", value.stretch, value.tag)


def _key(name: str, stated: Node) -> Scalar:
    return Scalar(name, stated.stretch)
