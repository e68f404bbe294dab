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

from llm_kg.curated import heads_part, is_host
from llm_kg.findings import Finding
from llm_kg.sizes.cells import parse_sizes
from llm_kg.sources.base import Reading, Text
from llm_kg.sources.keys import says_of_model, says_of_other, terms_of
from llm_kg.sources.mappings import place_of
from llm_kg.sources.name_forms import is_coined
from llm_kg.sources.plain_keys import has_form
from llm_kg.sources.record_names import is_named, names_a_model
from llm_kg.sources.trees import Items, Node, Pairs, Scalar, text_of
from llm_kg.vocabulary import load_vocabulary

__all__ = ["records_below"]

#: How deep parts stand: what is deeper is a record's own.
_DEEPEST: Final = 6
_FEWEST_PARAMETERS: Final = 10**6
_OF_DATA: Final = frozenset({"training_data_size", "training_corpus"})
#: Keys of the parts, kinds or stages of one model, and of no models.
_NO_NAMES: Final = frozenset(
    re.findall(
        r"\w+",
        "base small medium large tiny mini nano xl xxl chat instruct default draft teacher student target"
        " main train training pretrain pretraining finetune finetuning sft rlhf dpo"
        " inference encoder decoder",
    )
)

# Forms of one model, and what it runs as.
_OF_FORMS: Final = re.compile(r"quanti[sz](?:ed|ations?)|quants?|deployments?|endpoints?", re.IGNORECASE)
#: Under these stand those from whom models are had, who may have made none of them.
_SERVES: Final = re.compile(
    r"(?:provider|catalog(?:ue)?|host|hosting|vendor|endpoint|deployment|cloud|api|gateway|marketplace|registr)"
    r"(?:ies|y|s)?\b",
    re.IGNORECASE,
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

        own = text_of(self.keys[-1])
        if says_of_other(own) or _OF_FORMS.fullmatch(own):
            return "other"
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
    certain = {id(part) for part in (*headed, *sure)} if sure else set()
    read = [
        part for part in parts if id(part) in certain or (part.verdict == "unknown" and part.telling & known)
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
    """Yield the keys under which a record says what only models have, and the value is one of that."""
    for key, value in node.pairs:
        name = text_of(key)
        if says_of_model(name) and any(_reads_as(term.notation, text_of(value)) for term in terms_of(name)):
            yield name


def _reads_as(field: str, text: str) -> bool:
    """Tell whether a text reads as a value of what only models have: boards have architectures, too.

    Data are counted, and named, for what is no model as well.
    """
    if field == "number_of_parameters":
        return bool(sizes := parse_sizes(text)) and sizes[0].parameter_count >= _FEWEST_PARAMETERS
    return field not in _OF_DATA and has_form(field, text)


def _with_key(part: _Part, key: Node | None, node: Pairs) -> Node:
    """Return a record with the key that names it, and with its maker where one stands above it."""
    own = [] if key is None or is_named(node) else [(Scalar("name", key.stretch), key)]
    told = any(term.notation == "organization" for name, _ in node.pairs for term in terms_of(text_of(name)))
    makers = [above for above in part.keys if load_vocabulary().organizations.get(text_of(above))]
    is_served = any(_SERVES.search(text_of(above)) or is_host(text_of(above)) for above in part.keys)
    makers = [] if told or is_served else makers[-1:]
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
