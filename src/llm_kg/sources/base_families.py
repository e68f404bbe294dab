"""Families that models are made from, and who made these: two tables in `data/curated`, applied."""

from __future__ import annotations

import re
from functools import cache

from llm_kg.curated import Row, read_table
from llm_kg.names import fold
from llm_kg.sizes.in_names import size_in_name
from llm_kg.sources.recognizers import is_architecture
from llm_kg.vocabulary import load_vocabulary

__all__ = ["base_families", "field_of_backbone", "is_made_by_others", "is_of_base_family"]

_WORDS = re.compile(r"[A-Za-z]+")
_BETWEEN_WORDS = re.compile(r"[\W_]")


class _Families(Row):
    families: tuple[str, ...] = ()
    besides: tuple[str, ...] = ()


class _MadeBy(Row):
    families: tuple[str, ...]
    makers: tuple[str, ...]


@cache
def _bases() -> tuple[re.Pattern[str], frozenset[str]]:
    rows: tuple[_Families, ...] = read_table("base-families.yaml", _Families)
    spellings = sorted((name for row in rows for name in row.families), key=lambda name: (-len(name), name))
    names = "|".join(re.sub(r"\\?[- ]", "[- ]?", re.escape(name)) for name in spellings)
    pattern = re.compile(rf"(?<![A-Za-z])(?:{names})(?![A-Za-z])", re.IGNORECASE)
    return pattern, frozenset(fold(word) for row in rows for word in row.besides)


def base_families() -> re.Pattern[str]:
    """Return what finds the names of families that models are made from in a text."""
    return _bases()[0]


def is_of_base_family(name: str) -> bool:
    """Tell whether a name is of a family that models are made from.

    >>> is_of_base_family("Chinese-LLaMA-7B"), is_of_base_family("Llama 2"), is_of_base_family("LlamaIndex")
    (True, True, False)
    >>> is_of_base_family("LLaMA-Adapter"), is_of_base_family("opt")
    (False, True)
    """
    pattern, besides = _bases()
    return pattern.search(name) is not None and besides.isdisjoint(map(fold, _BETWEEN_WORDS.split(name)))


@cache
def _makers() -> dict[str, frozenset[str]]:
    rows: tuple[_MadeBy, ...] = read_table("families-made-by.yaml", _MadeBy)
    return {fold(family): frozenset(map(_notation, row.makers)) for row in rows for family in row.families}


def _notation(maker: str) -> str:
    known = load_vocabulary().organizations.get(maker)
    return known.notation if known else fold(maker)


def is_made_by_others(name: str, maker: str) -> bool:
    """Tell whether a name begins with that of a family which others made than the one named.

    >>> is_made_by_others("Mixtral 8x7B", "NVIDIA"), is_made_by_others("Llama 2", "Facebook")
    (True, False)
    >>> is_made_by_others("Finch", "NVIDIA")
    False
    """
    folded = fold(name)
    families = (makers for family, makers in _makers().items() if folded.startswith(family))
    return any(_notation(maker) not in makers for makers in families)


def field_of_backbone(text: str) -> str | None:
    """Return what a text under "backbone" is: an architecture, or a model; None where it does not tell.

    >>> field_of_backbone("ViT-L/14"), field_of_backbone("LLaMA-style Transformer")
    ('pretraining_architecture', 'pretraining_architecture')
    >>> field_of_backbone("Mamba-2.8B"), field_of_backbone("T5 encoder"), field_of_backbone("CLIP")
    ('based_on', 'based_on', None)
    """
    if is_architecture(text):
        return "pretraining_architecture"
    if is_of_base_family(text) or size_in_name(text):
        return "based_on"
    return "pretraining_architecture" if any(map(is_architecture, _WORDS.findall(text))) else None
