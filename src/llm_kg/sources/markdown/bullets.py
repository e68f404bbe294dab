"""Nested list items: which of them name a model, which are groups, and which describe the item above.

A leaf is a model. A node above leaves is a family ("ERNIE family"), an organisation, or a group of
another kind; it is a model too where it has details of its own. What describes an item stands in the
items under it: links that say what they are, `key: value` pairs, titles of papers, prose.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from llm_kg.curated import is_host, link_field
from llm_kg.findings import Finding, Findings
from llm_kg.names import fold
from llm_kg.sizes.in_names import size_in_name
from llm_kg.sources.base import DESCRIPTION, GROUP, Cell, Text
from llm_kg.sources.base_families import is_made_by_others, is_of_base_family
from llm_kg.sources.links import link_kind
from llm_kg.sources.markdown.blocks import Block
from llm_kg.sources.markdown.inline import Paragraph, plain
from llm_kg.sources.markdown.item_text import ItemText
from llm_kg.sources.markdown.items import read_item, read_prose
from llm_kg.sources.markdown.stated import describes, means, pair_key, shows, stated_by, states
from llm_kg.sources.name_forms import is_coined, is_name
from llm_kg.sources.naming import family_of
from llm_kg.sources.recognizers import is_license, is_size, names_organizations

__all__ = [
    "Entry",
    "Node",
    "OfItself",
    "entries_of",
    "groups_of",
    "may_be_maker",
    "pairs_of",
    "read_node",
]


# Items that group what belongs to no other group.
_THE_REST = frozenset(map(fold, ("other", "others", "more", "misc", "miscellaneous", "其他", "其它")))


@dataclass(slots=True)
class Node:
    """An item with the items under it, and the cells of the blocks that stand in it directly."""

    block: Block
    text: ItemText
    children: list[Node]
    findings: Findings
    blocks: list[tuple[Block, list[Cell]]] = field(default_factory=list)
    #: The items under it that name models of their own; the others describe it.
    below: list[Node] = field(default_factory=list)

    @property
    def label(self) -> str:
        """What a reader sees first in the item."""
        return self.text.label

    def has_details(self) -> bool:
        """Tell whether something under the item describes it: a block, a link, a pair, a title."""
        return bool(self.blocks) or any(
            child.text.kind in ("link", "pair", "title") and not child.text.names for child in self.children
        )


class OfItself(NamedTuple):
    """What an entry is by its name and what stands beside it, and why.

    `is_name` tells that it may still be a model for being one name among those of models, and
    `needs_company` that it is one only among others.
    """

    is_model: bool
    reason: str
    is_name: bool = False
    needs_company: bool = False


@dataclass(slots=True)
class Entry:
    """An item that may be a model, with what describes it and what it has from the items above."""

    node: Node
    inherited: list[Cell]
    siblings_show: bool | None = None  # until the others are known
    siblings_sized: bool = False
    named_beside: bool = False  # another item names a model as the title of this one does
    siblings_are_pairs: bool = False
    introduced: bool = False
    blocks: list[tuple[Block, list[Cell]]] = field(default_factory=list)
    by_itself: OfItself | None = None  # as soon as it has been judged

    @property
    def names(self) -> list[list[Cell]]:
        """The names that the item's text gives, each with what is said of it alone."""
        return self.node.text.names

    @property
    def findings(self) -> Iterator[Finding]:
        """What is amiss with the item's text, and with those of the items that describe it."""
        return _findings_of(self.node, _describing(self.node))

    @property
    def own(self) -> list[Cell]:
        """What the item's text and the items under it say, without names, blocks and groups."""
        return [*self.node.text.cells, *_details(self.node)]


def read_node(
    text: Text, item: Block, references: Mapping[str, str], blocks: Mapping[int, list[list[Cell]]]
) -> Node:
    """Return the tree of an item; `blocks` are the mappings of YAML blocks by their first line."""
    # Deep nesting is limited by the document; recursion goes one step for each level.
    findings = Findings()
    paragraph = next((child for child in item.children if child.kind == "paragraph"), None)
    if paragraph is None:
        paragraph = Block("paragraph", item.start, item.start + 1)
    node = Node(
        item,
        read_item(Paragraph.of(text, paragraph.content, paragraph.start), references, findings),
        [],
        findings,
    )
    for child in item.children:
        if child.kind == "list":
            node.children += (read_node(text, below, references, blocks) for below in child.children)
        elif child.kind in ("paragraph", "quote") and child is not paragraph:
            for prose in (block for block in child.walk() if block.kind == "paragraph"):
                node.text.cells += read_prose(
                    Paragraph.of(text, prose.content, prose.start), references, findings, node.text.name
                )
        else:
            node.blocks += ((child, cells) for cells in blocks.get(child.start, ()))
    # A block in an item that names nothing belongs to the item above it.
    for below in list(node.children):
        if (
            below.blocks
            and not below.text.names
            and not any(states("name", cells) for _, cells in below.blocks)
        ):
            node.blocks += below.blocks
            below.blocks = []
    if any(child.text.kind == "pair" for child in node.children):
        for below in node.children:
            if below.text.key_alone and below.children:
                below.text.kind, below.text.names = "pair", []
    node.below = _models_below(node)
    return node


def pairs_of(nodes: Sequence[Node]) -> list[Cell]:
    """Return the cells of items that are `key: value` pairs, one of them of a known key; else nothing."""
    if not any(node.text.kind == "pair" for node in nodes):
        return []
    cells: list[Cell] = []
    for node in nodes:
        if node.text.unknown_pair:
            pair = node.text.unknown_pair
            cells.append(pair._replace(key=pair_key(pair.key)))
        elif node.text.names:
            return []
        cells += Entry(node, []).own if not node.text.unknown_pair else []
    return cells


# Which items are models.


def entries_of(
    node: Node, inherited: list[Cell], siblings_show: bool | None, introduced: bool
) -> Iterator[Entry]:
    """Yield the entries of an item: of the leaves under it, or of itself, in the order of the text."""
    if not node.below:
        yield Entry(node, inherited, siblings_show=siblings_show, introduced=introduced)
        return
    family = family_of(node.label)
    organization = names_organizations(node.label)
    cell = node.text.names[0][0] if node.text.names else node.text.cell(GROUP, node.label, 0)
    if family:
        passed_on = [*inherited, Cell("model_family", family, cell.place)]
    elif organization:
        passed_on = [*inherited, Cell("organization", node.label, cell.place)]
    else:
        passed_on = [*inherited, Cell(GROUP, node.label, cell.place)] if node.label else inherited
        in_family = any(cell.key == "model_family" for cell in inherited)
        if _describes_itself(node) or (in_family and node.text.names):
            passed_on = inherited
            yield Entry(node, inherited, siblings_show=siblings_show, introduced=introduced)
    is_of_models = bool(family) or organization or any(shows(child.text.all_cells) for child in node.below)
    for child in node.below:
        yield from entries_of(child, passed_on, siblings_show=is_of_models or None, introduced=False)


def groups_of(node: Node, entries: Sequence[Entry]) -> Iterator[tuple[str, Block]]:
    """Yield the label and the block of each item that groups entries, or stands in a group and is none."""
    own = {id(entry.node) for entry in entries}
    waiting = [node]
    while waiting:
        item = waiting.pop()
        if id(item) in own:
            waiting += item.below
        else:
            waiting += item.children
            yield item.label or "item", item.block


def _findings_of(node: Node, below: Sequence[Node]) -> Iterator[Finding]:
    yield from node.findings
    for child in below:
        yield from _findings_of(child, child.children)


def _describes_itself(node: Node) -> bool:
    if not node.text.names:
        return False
    details = (child.text.kind in ("link", "pair", "title") for child in _describing(node))
    return bool(node.blocks) or any(details) or shows(node.text.all_cells)


def _describing(node: Node) -> list[Node]:
    """Return the items under one that describe it."""
    below = {id(child) for child in node.below}
    return [child for child in node.children if id(child) not in below]


def _models_below(node: Node) -> list[Node]:
    """Return the items under one that name models of their own; the others describe it."""
    if not node.children:
        return []
    if any(child.text.kind == "pair" for child in node.children) and not _cite_papers(node.children):
        # Among `key: value` pairs, what has no known key is a pair too.
        named = [c for c in node.children if c.text.kind == "name" and not c.text.unknown_pair]
    else:
        named = [
            c for c in node.children if c.text.kind == "name" and not (stated_by(c.label) or _is_variant(c))
        ]
    if node.text.kind == "pair" or not named:
        return []
    certain = [child for child in named if child.has_details() or child.children or child.blocks]
    sure = {id(child) for child in certain}
    certain += [child for child in node.children if child.text.kind == "title" and child.blocks]
    is_group = family_of(node.label) or names_organizations(node.label)
    bare = [child for child in named if id(child) not in sure]
    if bare and node.has_details():
        bare = [child for child in bare if not may_be_maker(child.label)]
    own = fold(node.text.names[0][0].text) if node.text.names else ""
    if not is_group and (shows(node.text.all_cells) or node.blocks):
        # The item is a model itself: only an item of its name and more is a model under it, or one with
        # a size, or a date and a maker or paper of its own.
        bare = [child for child in bare if (len(own) > 2 and own in fold(child.label)) or _is_own(child)]
    if (
        is_group
        or fold(node.label) in _THE_REST
        or all(shows(child.text.all_cells) for child in bare if _has_names(child))
    ):
        # A remark among the models of a group is none, and makes them none the less models.
        bare = [child for child in bare if _has_names(child)]
    names = all(map(_has_names, bare))
    versions = bool(own) and all(fold(child.label).startswith(own) for child in bare)
    if bare and names and (is_group or certain or len(bare) > 1 or versions or _tells_of_models(bare)):
        chosen = {id(child) for child in (*certain, *bare)}
    else:
        chosen = {id(child) for child in certain if child.text.names}
    return [child for child in node.children if id(child) in chosen]


def _cite_papers(nodes: Sequence[Node]) -> bool:
    """Tell whether more items cite a paper behind a colon, as names do, than state a known key."""
    citing = sum(node.text.unknown_pair is not None and node.text.has("title") for node in nodes)
    return citing > 1 and citing > sum(node.text.kind == "pair" for node in nodes)


def _is_own(node: Node) -> bool:
    """Tell whether an item has a name that was made to be one, and what only models have beside it."""
    cells = node.text.all_cells
    # Alone, a paper may be of data, of a method or of the same model.
    of_maker = states("organization", cells) or states("paper", cells)
    told = states("number_of_parameters", cells) or (of_maker and states("date_created", cells))
    if names_organizations(node.label):
        return False
    return (
        told
        and len(node.text.names) == 1
        and _has_names(node)
        and _is_of_capitals(node.text.names[0][0].text)
    )


def _is_of_capitals(name: str) -> bool:
    return all(not word[0].islower() or is_coined(word) for word in name.split())


def _has_names(node: Node) -> bool:
    return all(is_name(own[0].text) for own in node.text.names)


def _tells_of_models(nodes: list[Node]) -> bool:
    """Tell whether each item has a link on its name, or something beside it that is said of models."""
    return all(
        any(cell.key == "homepage" for cell in node.text.all_cells) or shows(node.text.all_cells)
        for node in nodes
    )


def _details(node: Node) -> list[Cell]:
    """Return what the items under one say of it."""
    describing = _describing(node)
    maker = _maker_among(describing, node.label)
    if variants := _sizes_of_variants(describing):
        describing = [child for child in describing if child not in variants]
    return [
        *([_sizes_cell(variants, node)] if variants else []),
        *(
            cell._replace(key="organization") if child is maker and cell.key == DESCRIPTION else cell
            for child in describing
            for cell in _detail(child)
        ),
    ]


# What variants of a model are called by their sizes.
_SIZE_WORDS = frozenset(
    {"nano", "tiny", "mini", "small", "medium", "base", "large", "huge", "giant", "xl", "xxl"}
)


def _sizes_of_variants(nodes: Sequence[Node]) -> list[Node]:
    """Return the items that tell how large the variants of a model are."""
    found = [node for node in nodes if (pair := node.text.unknown_pair) and fold(pair.key) in _SIZE_WORDS]
    return found if all(map(_is_variant, found)) else []


def _is_variant(node: Node) -> bool:
    """Tell whether an item tells how large a variant of a model is: `base: 110M`."""
    pair = node.text.unknown_pair
    return pair is not None and not node.children and fold(pair.key) in _SIZE_WORDS and is_size(pair.text)


def _sizes_cell(variants: Sequence[Node], model: Node) -> Cell:
    pairs = [node.text.unknown_pair for node in variants if node.text.unknown_pair]
    # What bears its size in its name is one of several itself.
    is_one = bool(model.text.names) and size_in_name(model.text.names[0][0].text) is not None
    key = DESCRIPTION if is_one else "number_of_parameters"
    return Cell(key, ", ".join(pair.text for pair in pairs), pairs[0].place)


def _maker_among(nodes: Sequence[Node], name: str) -> Node | None:
    """Return the item below a name that is nothing but a known organisation, the only one beside values."""
    named = [node for node in nodes if node.text.kind == "name" and not stated_by(node.label)]
    bare = [node for node in named if names_organizations(node.label)]
    if len(bare) != 1 or len(bare) == len(nodes) or bare[0].children or not may_be_maker(bare[0].label):
        return None
    # Where the model is had from is told in the same way, and beside a link to it, who serves it.
    tell = any(link_kind(node.label) == "paper" or is_license(node.label) for node in nodes)
    if is_host(bare[0].label) or not tell or is_made_by_others(name, bare[0].label):
        return None
    return bare[0] if len(bare[0].text.all_cells) == 1 else None


def _detail(node: Node) -> list[Cell]:
    text = node.text
    if text.unknown_pair and not node.children:
        return [text.unknown_pair._replace(key=pair_key(text.unknown_pair.key))]
    if text.kind == "pair" and text.key_alone and node.children and not text.cells:
        return list(_listed(text.key_alone, node.children))
    cells = list(text.cells)
    if text.kind == "name":
        label, place = node.label, text.names[0][0].place
        cells.insert(0, Cell(stated_by(label) or DESCRIPTION, label, place))
        for own in text.names:
            cells += (
                Cell(link_field(cell.text), cell.text, cell.place) if cell.key == "homepage" else cell
                for cell in own
                if cell.key not in ("name", "alternate_name")
            )
    for child in node.children:
        cells += _detail(child)
    return cells


def may_be_maker(label: str) -> bool:
    """Tell whether a label names organisations; one that bears the name of models may be a model."""
    return names_organizations(label) and not is_of_base_family(label)


def _listed(key: Cell, children: Sequence[Node]) -> Iterator[Cell]:
    """Yield the values of a key that stand in the items below it; more than a value is a description."""
    shown = [(plain(child.text.paragraph.content), child) for child in children]
    if not describes(key):
        text, place = "; ".join(value for value, _ in shown), children[0].text.paragraph.place(0)
        if means("name", key):  # several models, or the parts of one
            yield Cell(DESCRIPTION, f"{key.key}: {text}", place)
        else:
            yield key._replace(key=pair_key(key.key), text=text, place=place)
        return
    for value, child in shown:
        place = child.text.paragraph.place(0, len(child.text.paragraph.content))
        if child.children or child.text.kind == "pair" or child.text.unknown_pair:
            yield Cell(DESCRIPTION, f"{key.key}: {value}", place)
            for below in child.children:
                yield from _detail(below)
        elif means("organization", key) and value.count(",") > 1:
            # A department, the university that it is of, a town, a country.
            makers = [part.strip() for part in value.split(",") if names_organizations(part.strip())]
            yield from (key._replace(text=maker, place=place) for maker in makers)
            yield Cell(DESCRIPTION, f"{key.key}: {value}", place)
        else:
            yield key._replace(text=value, place=place)
