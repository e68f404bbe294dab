"""Families that models are made from: the table `data/curated/base-families.yaml`, applied."""

from __future__ import annotations

import re
from functools import cache

from llm_kg.curated import Row, read_table
from llm_kg.names import fold
from llm_kg.sizes.in_names import size_in_name
from llm_kg.sources.recognizers import is_architecture

__all__ = ["base_families", "field_of_backbone", "is_of_base_family"]

_WORDS = re.compile(r"[A-Za-z]+")
_BETWEEN_WORDS = re.compile(r"[\W_]")


class _Families(Row):
    families: tuple[str, ...] = ()
    besides: tuple[str, ...] = ()


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
