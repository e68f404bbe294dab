"""Which sections of a list hold models: the rules of `data/curated/sections.yaml`, applied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from llm_kg.curated import SectionRule, section_rules
from llm_kg.sources.markdown.inline import plain

__all__ = ["Judgement", "judge", "rule_for"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a section holds, and why: a verdict of `sections.yaml`, or `unknown`.

    `within_models` tells that a heading further out says that the list is one of models; `is_of_page`
    that only the title of the page says what the section holds, and the section has a heading of its
    own.
    """

    verdict: str
    reason: str
    within_models: bool = False
    is_of_page: bool = False


def judge(headings: Sequence[str]) -> Judgement:
    """Judge a section by its headings, outermost first: the innermost that a rule knows decides.

    >>> judge(["awesome-big-models", "Distributed Training Framework"]).verdict
    'software'
    >>> judge(["Milestones", "2023"]).verdict, judge([]).verdict
    ('unknown', 'models')
    """
    if not headings:
        return Judgement("models", "the list has no headings")
    found = [(heading, rule_for(heading)) for heading in reversed(headings)]
    rules = [(heading, rule) for n, (heading, rule) in enumerate(found) if rule and not (n and rule.own)]
    if rules:
        heading, rule = rules[0]
        within = any(outer.verdict == "models" for _, outer in rules)
        of_page = heading == headings[0] and len(headings) > 1
        return Judgement(rule.verdict, f"section {heading!r}: {rule.reason}", within, of_page)
    return Judgement("unknown", f"section {headings[-1]!r}: no rule knows the heading")


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
