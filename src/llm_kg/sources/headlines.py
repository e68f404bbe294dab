"""Titles of papers that are as short as names: told by how they begin."""

from __future__ import annotations

import re

from llm_kg.curated import begins_headline

__all__ = ["is_headline"]

# "Large Language Models Encode Knowledge": what several models do.
_SEVERAL = re.compile(
    r"(?:[A-Z][\w-]{0,30} ){0,3}(?:Language Models|LLMs|Foundation Models|Neural Networks) [A-Za-z]"
)


def is_headline(text: str) -> bool:
    """Tell whether a short text is the title of a paper, or what of one stands before its colon.

    >>> is_headline("Scaling Bird Songs"), is_headline("Language Models Sing Songs")
    (True, True)
    >>> is_headline("Scaling"), is_headline("Open Language Models"), is_headline("Sterling LM")
    (False, False, False)
    """
    first, blank, _ = text.partition(" ")
    is_led = first[:1].isupper() and begins_headline(first)
    return bool(blank) and (is_led or _SEVERAL.match(text) is not None)
