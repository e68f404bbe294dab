"""Comments that silence findings: `<!-- llm-kg: ignore RULE -->`.

A comment that stands alone at the margin speaks of what follows it: the next item, block, table or
paragraph. Anywhere else it speaks of the item or the row that it stands in. It silences what is said
of the list; no value gets into a graph by it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from llm_kg.findings import Finding, Findings
from llm_kg.sources.markdown.blocks import Block
from llm_kg.sources.markdown.document import Document

__all__ = ["silence"]

_ASKING = re.compile(r"<!--[ \t]*llm-kg:([^<>]{0,500}?)-->", re.IGNORECASE)
_IGNORE = re.compile(r"\s*ignore\b(.*)")


def silence(document: Document, findings: Findings) -> None:
    """Silence the findings that the comments of a document name."""
    if not _ASKING.search(document.text.text):
        return
    top = document.root.children
    blocks = [item for block in top for item in (block.children if block.kind == "list" else [block])]
    for number, line in enumerate(document.text.lines):
        for match in _ASKING.finditer(line):
            place = document.text.place(number, match.start(), match.end())
            asked = _IGNORE.match(match[1])
            if asked is None:
                message = "this comment silences nothing"
                mend = "write `<!-- llm-kg: ignore RULE -->`"
                findings.add(Finding.of("unknown-rule", message, place, mend=mend))
                continue
            rules = tuple(rule for rule in re.split(r"[,\s]+", asked[1].strip()) if rule)
            alone = not (line[: match.start()] + line[match.end() :]).strip() and match.start() == 0
            first, last = _scope(blocks, number, alone)
            findings.silence(document.text.source, rules, first + 1, last + 1, place)


def _scope(blocks: Sequence[Block], line: int, alone: bool) -> tuple[int, int]:
    """Return the first and last line that a comment on a line speaks of; blocks are in their order."""
    behind = bisect_right(blocks, line, key=lambda block: block.start)
    if alone:
        return (line, blocks[behind].end - 1) if behind < len(blocks) else (line, line)
    within = blocks[behind - 1] if behind else None
    if within is None or line >= within.end or within.kind == "table":
        return line, line
    return within.start, within.end - 1
