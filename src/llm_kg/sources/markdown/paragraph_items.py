"""Paragraphs that name a thing, with its keys and values in the blocks below, as the items of a list.

**Tern-2**

- Parameters: 7B
- License: MIT

[Finch](https://…)

> *Family:* *BERT*

> *Date:* *09/2019*
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from llm_kg.curated import heads_part
from llm_kg.sources.keys import says_of_model, terms_of
from llm_kg.sources.markdown.blocks import Block
from llm_kg.sources.markdown.inline import plain
from llm_kg.sources.name_forms import is_coined
from llm_kg.sources.recognizers import is_date_shaped, names_organizations

__all__ = ["gathered"]

# An anchor or a picture, and a name in bold or as a link; more behind it on the same line.
_NAME = re.compile(
    r"[ \t]*+(?:<a\s[^<>\n]{1,80}>(?:</a>)?\s*+)?(?:[^\w\s*_\[<>-]{1,4}\s*+)?"
    r"(?:(\*\*|__)(?=[^\s*_])(?P<bold>[^*_\n:：]{1,80})\1|\[(?P<label>[^\[\]\n]{1,80})\]\([^()\s]{1,300}\))[^\n]{0,200}",
)
_PAIR = re.compile(r"[\s*_]*+([^:：*_\n\[\]<>]{1,60}?)[ \t*_]*[:：](?!//)")
_LONGEST_BARE = 40


def gathered(blocks: Sequence[Block], of_models: bool) -> list[Block]:
    """Return blocks, with those that together describe what a paragraph names as the items of lists.

    `of_models` tells that they stand in a section of models. Elsewhere what is said of them must be said of
    models alone, and much of it where the name is a plain word.
    """
    if len(blocks) < 2:
        return list(blocks)
    found: list[Block] = []
    made: Block | None = None
    position = 0
    while position < len(blocks):
        block = blocks[position]
        pairs, behind = _pairs_below(blocks, position + 1) if (name := _name_of(block)) else ([], position)
        telling = len({key for item in pairs if says_of_model(key := _key_of(item))})
        if not pairs or not (of_models or telling >= (1 if is_coined(name) else _ENOUGH)):
            made = None
            found.append(block)
            position += 1
            continue
        below = Block("list", pairs[0].start, pairs[-1].end, info="-", children=pairs)
        item = Block("item", block.start, below.end, children=[block, below])
        if made is None:
            made = Block("list", block.start, item.end, info="-")
            found.append(made)
        made.children.append(item)
        made.end = item.end
        position = behind
    return found


#: What models alone have, of which a plain word that is the name of one has so many.
_ENOUGH = 3


def _name_of(block: Block) -> str:
    """Return what a paragraph names, or nothing."""
    content = block.content.strip()
    if block.kind != "paragraph" or "\n" in content:
        return ""
    match = _NAME.fullmatch(content)
    if match and not _key_of(block):
        name = plain(match["bold"] or match["label"])
    elif len(content) <= _LONGEST_BARE and is_coined(content):
        name = content
    else:
        return ""
    return "" if heads_part(name) or is_date_shaped(name) or names_organizations(name) else name


def _pairs_below(blocks: Sequence[Block], start: int) -> tuple[list[Block], int]:
    """Return the keys and values from a block on, each as an item, where they are some; and what follows.

    They are those of one list, or all in paragraphs, or all in quotes, where a quote between others goes on
    with the value above it.
    """
    items: list[Block] = []
    position = start
    # A block of another kind is said of another thing, or of the page.
    while position < len(blocks) and blocks[position].kind == blocks[start].kind:
        own = _items_in(blocks[position])
        if blocks[position].kind == "paragraph" and not terms_of(_key_of(blocks[position])):
            break
        if not _are_pairs(own) and not (items and _goes_on(blocks, position)):
            break
        items += own
        position += 1
    known = {key for item in items if terms_of(key := _key_of(item))}
    return (items, position) if len(known) > 1 else ([], start)


def _goes_on(blocks: Sequence[Block], position: int) -> bool:
    following = blocks[position + 1 : position + 2]
    return blocks[position].kind == "quote" and bool(following) and _are_pairs(_items_in(following[0]))


def _items_in(block: Block) -> list[Block]:
    """Return the items of a list, or the paragraphs of a quote as such; of any other block nothing."""
    if block.kind == "list":
        return block.children
    parts = [block] if block.kind == "paragraph" else block.children if block.kind == "quote" else []
    return [Block("item", part.start, part.end, children=[part]) for part in parts]


def _are_pairs(items: Sequence[Block]) -> bool:
    return bool(items) and all(map(_key_of, items))


def _key_of(block: Block) -> str:
    """Return the key with which a paragraph, or the first of an item, begins; or nothing."""
    paragraph = block.children[0] if block.kind == "item" and block.children else block
    match = _PAIR.match(paragraph.content) if paragraph.kind == "paragraph" else None
    return plain(match[1]).strip() if match else ""
