"""Blocks of `key: value` lines under list items and headings, with the place of every line."""

from __future__ import annotations

from collections.abc import Sequence

from llm_kg.sources.base import Text
from llm_kg.sources.markdown.blocks import Block
from llm_kg.sources.markdown.document import is_yaml

__all__ = ["block_lines", "free_fences"]

_FENCES = ("```", "~~~")


def block_lines(text: Text, block: Block) -> list[tuple[int, int, str]] | None:
    """Return the lines of a YAML block: number, offset of the first column, content; or None.

    A fence that is indented too far is a code block to CommonMark, and a YAML block to everybody
    else; so is code by indentation, if its keys are those of a model.
    """
    if block.kind == "fence" and is_yaml(block.info):
        first, contents = block.start + 1, block.content.split("\n")
    elif block.kind == "code":
        contents = block.content.split("\n")
        opening = contents[0].strip()
        if not opening.startswith(_FENCES):
            return _placed(text, block.start, contents)
        if not is_yaml(opening.lstrip("`~")):
            return None
        first, contents = block.start + 1, contents[1:]
        closing = (n for n, line in enumerate(contents) if line.strip().startswith(_FENCES))
        contents = contents[: next(closing, len(contents))]
    else:
        return None
    return _placed(text, first, contents)


def _placed(text: Text, first: int, contents: Sequence[str]) -> list[tuple[int, int, str]]:
    """Give each line of a block the offset at which it stands in the source."""
    raws = text.lines[first : first + len(contents)]
    return [
        (line, max(raw.rfind(content), 0) if content and not content.isspace() else 0, content)
        for line, (raw, content) in enumerate(zip(raws, contents, strict=False), start=first)
    ]


def free_fences(item: Block) -> None:
    """Take fences out of an item's paragraphs: to CommonMark, one indented too far is text there."""
    for number, child in enumerate(item.children):
        if child.kind != "paragraph" or ("```" not in child.content and "~~~" not in child.content):
            continue
        lines = child.content.split("\n")
        opening = next((n for n, line in enumerate(lines) if line.lstrip().startswith(("```", "~~~"))), 0)
        if opening:
            fence = Block("code", child.start + opening, child.end, content="\n".join(lines[opening:]))
            child.content, child.end = "\n".join(lines[:opening]), child.start + opening
            item.children.insert(number + 1, fence)
            return
