"""Which sections of a list hold models: the rules of `data/curated/sections.yaml`, applied."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from llm_kg.curated import SectionRule, section_rules
from llm_kg.sources.markdown.inline import plain
from llm_kg.sources.recognizers import is_license

__all__ = ["Judgement", "is_beside_models", "judge", "rule_for"]


# Stands before the first word of a heading, to which more words belong.
_BEGIN = "^"
_NUMBERING = re.compile(r"^(?:\d+ )+")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a section holds, and why: a verdict of `sections.yaml`, or `unknown`.

    `within_models` tells that a heading further out says that the list is one of models; `is_of_page`
    that only the title of the page says what the section holds, and the section has a heading of its
    own. `makes_models` tells that in a part of the list that is of models it tells how some were made,
    or that the page is to be read and names models in its title.
    """

    verdict: str
    reason: str
    within_models: bool = False
    is_of_page: bool = False
    makes_models: bool = False


def judge(headings: Sequence[str], is_above: bool = False) -> Judgement:
    """Judge a section by its headings, outermost first: the innermost that a rule knows decides.

    With `is_above`, a further heading stands below them.

    >>> judge(["awesome-big-models", "Distributed Training Framework"]).verdict
    'software'
    >>> judge(["Milestones", "2023"]).verdict, judge([]).verdict
    ('unknown', 'models')
    """
    if not headings:
        return Judgement("models", "the list has no headings")
    found = [(heading, rule_for(heading)) for heading in reversed(headings)]
    rules = [
        (heading, rule)
        for n, (heading, rule) in enumerate(found)
        if rule and not ((n or is_above) and rule.own)
    ]
    if rules:
        if len(rules) > 1 and _leaves_it_to_models(*rules[0], *rules[1], headings):
            rules = rules[1:]
        heading, rule = rules[0]
        within = any(outer.verdict == "models" for _, outer in rules)
        of_page = heading == headings[0] and len(headings) > 1
        beside_models = rule.beside_models if of_page and is_beside_models(heading) else None
        verdict = beside_models or (rule.of_page if of_page else None) or rule.verdict
        in_part = any(_are_models(outer, of_outer, headings) for outer, of_outer in rules[1:])
        makes_models = beside_models is not None or (rule.makes_models and in_part)
        return Judgement(verdict, f"section {heading!r}: {rule.reason}", within, of_page, makes_models)
    return Judgement("unknown", f"section {headings[-1]!r}: no rule knows the heading")


def _leaves_it_to_models(
    heading: str, rule: SectionRule, outer: str, of_outer: SectionRule, headings: Sequence[str]
) -> bool:
    """Tell whether what stands under a heading is what the heading above it says: models."""
    if rule.rest:
        return _are_models(outer, of_outer, headings)
    return rule.groups and of_outer.verdict == "models" and is_license(heading)


def _are_models(heading: str, rule: SectionRule, headings: Sequence[str]) -> bool:
    """Tell whether a heading, which is not the title of the page, says that models stand below it."""
    return rule.verdict == "models" and heading != headings[0]


def rule_for(heading: str) -> SectionRule | None:
    """Return the rule that knows a heading, or None; "Miscellaneous models" are models."""
    rules = _rules_of(heading)
    models = (rule for rule in rules if rule.verdict == "models")
    return next(models, rules[0]) if rules and rules[0].rest else next(iter(rules), None)


def is_beside_models(heading: str) -> bool:
    """Tell whether the title of a page to read names models as well, and no more than papers beside them.

    >>> is_beside_models("Reading list on LLMs"), is_beside_models("Reading list")
    (True, False)
    >>> is_beside_models("Reasoning in LLMs: a reading list")
    False
    """
    first, *others = _rules_of(heading) or (None,)
    verdicts = {rule.verdict for rule in others if rule}
    return bool(first and first.beside_models) and "models" in verdicts and verdicts <= {"models", "papers"}


@lru_cache(maxsize=4096)
def _rules_of(heading: str) -> Sequence[SectionRule]:
    """Return the rules that know a heading, in the order in which they are tried."""
    by_phrase, chinese, longest = _phrases()
    text = _words(heading)
    words = [_BEGIN, *_NUMBERING.sub("", text).split()]
    phrases = (
        " ".join(words[start:end])
        for start in range(len(words))
        for end in range(start + 1, min(start + longest, len(words)) + 1)
        if start or end < len(words)
    )
    found = [by_phrase[phrase] for phrase in phrases if phrase in by_phrase]
    # Chinese headings have no blanks between words.
    found += () if text.isascii() else (number for phrase, number in chinese if phrase in text)
    return [section_rules()[number] for number in sorted(set(found))]


@cache
def _phrases() -> tuple[Mapping[str, int], Sequence[tuple[str, int]], int]:
    """Return the number of the first rule with each phrase, the Chinese ones apart; the most words of one."""
    numbered = [
        (f"{_BEGIN} {phrase}" if rule.first else phrase, number)
        for number, rule in enumerate(section_rules())
        for phrase in rule.phrases
    ]
    by_phrase = dict(reversed(numbered))
    chinese = [(phrase, number) for phrase, number in numbered if not phrase.isascii()]
    return by_phrase, chinese, max(len(phrase.split()) for phrase in by_phrase)


def _words(heading: str) -> str:
    text = plain(heading).casefold()
    return " ".join("".join(c if c.isalnum() else " " for c in text).split())
