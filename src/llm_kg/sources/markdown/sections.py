"""Which sections of a list hold models: the rules of `data/curated/sections.yaml`, applied."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from llm_kg.curated import SectionRule, section_rules
from llm_kg.sources.markdown.inline import plain

__all__ = ["judge", "rule_for"]


def judge(headings: Sequence[str]) -> str:
    """Return the verdict on a section: `models`, `software` or `other`.

    The innermost heading that a rule knows decides.

    >>> judge(["awesome-big-models", "Distributed Training Framework"])
    'software'
    >>> judge(["Organizations", "OpenAI"])
    'models'
    """
    rule = next(filter(None, map(rule_for, reversed(headings))), None)
    return rule.verdict if rule else "models"


@lru_cache(maxsize=4096)
def rule_for(heading: str) -> SectionRule | None:
    """Return the rule that knows a heading, or None."""
    words = f" {_words(heading)} "
    for rule in section_rules():
        for phrase in rule.phrases:
            # Chinese headings have no blanks between words.
            if f" {phrase} " in words or (not phrase.isascii() and phrase in words):
                return rule
    return None


def _words(heading: str) -> str:
    text = plain(heading).casefold()
    return " ".join("".join(c if c.isalnum() else " " for c in text).split())
