"""Collections of models, which are one model in several sizes or forms, or whatever somebody gathers."""

from __future__ import annotations

import re
from collections.abc import Iterable

from llm_kg.sources.base import Cell
from llm_kg.sources.name_forms import is_coined
from llm_kg.sources.titles import is_versioned

__all__ = ["is_one_model"]

_ON_HUB = re.compile(r"https?://(?:www\.)?(?:huggingface\.co|hf\.co|modelscope\.cn)/collections/\S")
# "a collection of small models": of models, and of nothing for, with or about them.
_OF_MODELS = re.compile(
    r"(?:an?|the)\s(?:[\w-]{1,30}\s){0,3}collection of\s"
    r"(?:(?!(?:for|of|on|in|about|with|to|from|papers?|resources?|tools?|datasets?|prompts?|links?|code)\s)"
    r"[\w'’./-]{1,40},?\s){0,10}(?:models|llms)(?!\s(?:and|or|&)\s|[\w,/-])",
    re.IGNORECASE,
)


def is_one_model(name: str, cells: Iterable[Cell], sentence: str) -> bool:
    """Tell whether what a sentence calls a collection of models is one model, in several sizes or forms.

    It has a version in its name, or its name leads to a collection on a hub of models.

    >>> is_one_model("Finch 2.5", [], "a collection of small models from Finchlab that sing")
    True
    >>> is_one_model("Aviary", [], "a collection of bird models")
    False
    >>> is_one_model("Finch 2.5", [], "a collection of tools for models")
    False
    """
    if "collection of" not in sentence[:100] or not _OF_MODELS.match(sentence[:300]):
        return False
    if is_versioned(name) or (is_coined(name) and any(map(str.isdigit, name))):
        return True
    return any(cell.key == "homepage" and _ON_HUB.match(cell.text) for cell in cells)
