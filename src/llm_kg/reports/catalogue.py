"""The catalogue of rules as a page, and as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from llm_kg.rules import Example, Rule

__all__ = ["catalogue_json", "catalogue_markdown"]

_HEAD = """\
# Rules

Every complaint of `llm-kg` is a finding of one of these rules. An *error* costs a value its place in the
graph; a *warning* says that something was left out or may be meant otherwise; *info* is for those who want
to know. What is not read is kept as stated text.

A rule is passed over for one run (`--ignore RULE`), for a project (`ignore` in `llm-kg.toml`), or in some
lines of a list (`<!-- llm-kg: ignore RULE -->`). A baseline (`--baseline FILE --write-baseline`) hides the
findings that are there today.

This page is made by `llm-kg rules -f markdown`.
"""

_FENCE = re.compile("`+")


def catalogue_markdown(rules: Iterable[Rule]) -> Iterator[str]:
    """Yield a Markdown page with a section for each rule."""
    yield _HEAD
    for rule in rules:
        yield f"\n## {rule.id}\n\n*{rule.severity}* · {rule.summary}\n\n**Mend:** {rule.mend}\n"
        if rule.example:
            yield from _example(rule.example)


def _example(example: Example) -> Iterator[str]:
    longest = max((len(run) for text in example for run in _FENCE.findall(text)), default=0)
    fence = "`" * max(longest + 1, 3)
    for word, text in (("For example", example.before), ("Mended", example.after)):
        yield f"\n{word}:\n\n{fence}markdown\n{text}{fence}\n"


def catalogue_json(rules: Iterable[Rule]) -> str:
    """Return the rules as a JSON array."""
    rows = [
        {
            "id": rule.id,
            "severity": str(rule.severity),
            "summary": rule.summary,
            "mend": rule.mend,
            "example": rule.example and rule.example._asdict(),
        }
        for rule in rules
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"
