"""Records in the parts of a document, whose keys head them as headings do the sections of a list.

A part is a list of records, or a mapping from names to them, at any depth below mappings that are no
records. Its key may say that it holds models, or something else; where it does not, its records must say
what those of the models do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from llm_kg.curated import heads_part
from llm_kg.findings import Finding
from llm_kg.sizes.cells import parse_sizes
from llm_kg.sources.base import Reading, Text
from llm_kg.sources.keys import says_of_model, terms_of
from llm_kg.sources.mappings import place_of
from llm_kg.sources.name_forms import is_coined
from llm_kg.sources.record_names import is_named, names_a_model
from llm_kg.sources.trees import Items, Node, Pairs, Scalar, text_of
from llm_kg.vocabulary import load_vocabulary

__all__ = ["records_below"]

#: How deep parts stand: what is deeper is a record's own.
_DEEPEST: Final = 6
_SIZE: Final = "number_of_parameters"
#: Keys of the parts, kinds or stages of one model, and of no models.
_NO_NAMES: Final = frozenset(
    re.findall(
        r"\w+",
        "base small medium large tiny mini nano xl xxl chat instruct default draft teacher student target"
        " main train training pretrain pretraining finetune finetuning sft rlhf dpo"
        " inference encoder decoder",
    )
)


@dataclass(frozen=True)
class _Part:
    """A part of a document: the keys and mappings above it, outermost first, and its records."""

    keys: tuple[Node, ...]
    within: tuple[Pairs, ...]
    node: Node
    entries: tuple[tuple[Node | None, Pairs], ...]

    @cached_property
    def verdict(self) -> str:
        """What its own key says that it holds, or the next above that says anything."""
        # Most documents have no parts, and need nothing of what Markdown needs.
        from llm_kg.sources.markdown.sections import rule_for

        rules = (rule_for(text_of(key)) for key in reversed(self.keys))
        return next((rule.verdict for rule in rules if rule), "unknown")

    @cached_property
    def telling(self) -> frozenset[str]:
        """The keys under which most of its records say what only models have; none where they do not."""
        told = [keys for _, node in self.entries if (keys := frozenset(_telling_keys(node)))]
        are_enough = len(told) * 2 > len(self.entries) or self.verdict == "models"
        return frozenset[str]().union(*told) if are_enough else frozenset()

    @property
    def are_named(self) -> bool:
        """Tell whether most records have names, of the form of one where they are keys."""
        fit = (is_named(node) or (key is not None and _may_name(key)) for key, node in self.entries)
        return sum(fit) * 2 > len(self.entries)

    @property
    def are_coined(self) -> bool:
        """Tell whether records have keys of their own, or most of their names were made to be ones."""
        names = [key for key, _ in self.entries if key is not None]
        return not names or sum(is_coined(text_of(name)) for name in names) * 2 > len(names)


def _may_name(key: Node) -> bool:
    name = text_of(key)
    return names_a_model(key) and name.casefold() not in _NO_NAMES and not heads_part(name)


def records_below(document: Pairs, text: Text, reading: Reading) -> tuple[Node, ...]:
    """Return the records of models in the parts of a document; none where no part is sure to hold any."""
    if is_named(document):
        return ()
    parts = [part for part in _parts(document, (), ()) if part.are_named]
    headed = [part for part in parts if part.verdict == "models"]
    unknown = [part for part in parts if part.verdict == "unknown"]
    sure = [part for part in headed if part.telling] or [
        part for part in unknown if part.telling and part.are_coined
    ]
    known = frozenset[str]().union(*(part.telling for part in sure))
    read = [
        part
        for part in parts
        if any(part is one for one in (sure and headed) + sure)
        or (part.verdict == "unknown" and part.telling & known)
    ]
    if read:
        _tell_unread(read, text, reading)
    return tuple(_with_key(part, key, node) for part in read for key, node in part.entries)


def _parts(node: Pairs, above: tuple[Node, ...], outer: tuple[Pairs, ...]) -> Iterator[_Part]:
    """Yield the parts below a mapping, in their order."""
    within = (*outer, node)
    for key, value in node.pairs:
        keys = (*above, key)
        if any(term.notation != "name" for term in terms_of(text_of(key))) or len(keys) > _DEEPEST:
            continue
        if isinstance(value, Items) and value.nodes:
            records = [entry for entry in value.nodes if isinstance(entry, Pairs)]
            if len(records) == len(value.nodes):
                yield _Part(keys, within, value, tuple((None, record) for record in records))
        elif isinstance(value, Pairs) and value.pairs and not is_named(value):
            named = tuple((name, entry) for name, entry in value.pairs if isinstance(entry, Pairs))
            part = _Part(keys, within, value, named)
            if len(named) == len(value.pairs) and part.telling:
                yield part
            else:
                yield from _parts(value, keys, within)


def _telling_keys(node: Pairs) -> Iterator[str]:
    """Yield the keys under which a record says what only models have."""
    for key, value in node.pairs:
        name = text_of(key)
        if not says_of_model(name) or not text_of(value):
            continue
        is_size = any(term.notation == _SIZE for term in terms_of(name))
        # Corpora and benchmarks have sizes, too.
        if not is_size or parse_sizes(text_of(value)) or text_of(value).isdecimal():
            yield name


def _with_key(part: _Part, key: Node | None, node: Pairs) -> Node:
    """Return a record with the key that names it, and with its maker where one stands above it."""
    own = [] if key is None or is_named(node) else [(Scalar("name", key.stretch), key)]
    told = any(term.notation == "organization" for name, _ in node.pairs for term in terms_of(text_of(name)))
    makers = [above for above in part.keys if load_vocabulary().organizations.get(text_of(above))]
    makers = [] if told else makers[-1:]
    return node._replace(
        pairs=(*own, *node.pairs, *((Scalar("organization", maker.stretch), maker) for maker in makers))
    )


def _tell_unread(read: Sequence[_Part], text: Text, reading: Reading) -> None:
    """Report what stands beside the parts that are read, and in none of the mappings that hold them."""
    holding = {id(node): node for part in read for node in part.within}
    kept = holding.keys() | {id(part.node) for part in read}
    for node in holding.values():
        for key, value in node.pairs:
            if id(value) not in kept and text_of(value):
                message = f"{text_of(key)[:60]!r} beside the records of models was not read"
                reading.findings.add(Finding.of("unread-text", message, place_of(text, key)))
