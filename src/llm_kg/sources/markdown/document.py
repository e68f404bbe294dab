"""A Markdown text as a tree of blocks: within limits, and with the fences closed that swallow entries."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from llm_kg.findings import Finding, Findings
from llm_kg.sources.base import Text
from llm_kg.sources.markdown.blocks import Block
from llm_kg.sources.markdown.bullet_signs import SIGN, lists_by_signs
from llm_kg.sources.markdown.commonmark import MAX_NESTING, MOST_COLUMNS_AHEAD, parse_blocks
from llm_kg.sources.markdown.footnotes import without_marks

__all__ = ["LONGEST_LINE", "MAX_NESTING", "Document", "is_yaml", "parse_document"]

_LANGUAGES = frozenset({"yaml", "yml"})

#: Longer lines, in characters, are not read; the longest row of a table that people write has 10,000.
LONGEST_LINE = 1_000_000

# What a line begins with: blanks, marks of quotes and of list items.
_CONTAINERS = re.compile(r"(?:[ \t]|>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))*")


@dataclass(frozen=True, slots=True)
class Document:
    """A text as a tree of blocks, and the addresses that its references stand for.

    `tables` has the line behind the last `</table>` of the tables of HTML that begin on a line, where
    they are closed; `front` is the line behind the front matter.
    """

    text: Text
    root: Block
    references: Mapping[str, str]
    tables: Mapping[int, int]
    front: int = 0


def parse_document(text: Text, findings: Findings, uncovered: Sequence[tuple[int, int]] = ()) -> Document:
    """Return the tree of a text's blocks; inline markup is left as it is.

    `uncovered` are the lines of comments (first and last, 0-based) that are to be read as if they
    were none.
    """
    too_deep: list[int] = []
    lines = [
        # A short line has no room for so many marks, nor for so many columns.
        line if len(line) <= MAX_NESTING else _within_limits(text, number, line, too_deep, findings)
        for number, line in enumerate(text.lines)
    ]
    _tell_too_deep(text, too_deep, findings)
    if "\0" in text.text:
        lines = [line.replace("\0", "\ufffd") for line in lines]  # as CommonMark has it
    if "<sup>" in text.text and (without := without_marks(text.lines)):
        for number, line in without.items():
            lines[number] = line if lines[number] else ""
        text = Text(text.source, text.text, tuple(without.get(n, line) for n, line in enumerate(text.lines)))
    if uncovered:
        shown = list(text.lines)
        for number in (n for first, last in uncovered for n in range(first, last + 1)):
            lines[number] = lines[number].replace("<!--", "").replace("-->", "")
            # Blanks keep the columns of what is looked up in the text itself.
            shown[number] = shown[number].replace("<!--", " " * 4).replace("-->", " " * 3)
        text = Text(text.source, text.text, tuple(shown))
    front = _end_of_front_matter(lines)
    lines[:front] = [""] * front
    references: dict[str, str] = {}
    root = Block("document", 0, len(text.lines), children=parse_blocks(lines, 0, references))
    fences = _OpenFences(text, references, findings)
    has_signs = not text.text.isascii() and SIGN.search(text.text) is not None
    waiting = [root]
    while waiting:
        parent = waiting.pop()
        fences.close(parent)
        if has_signs:
            lists_by_signs(parent)
        waiting.extend(parent.children)
    return Document(text, root, references, _ends_of_tables(text), front)


# What stands between two lines of dashes on top is the page's own, whether it is valid YAML or not.
_FRONT_KEY = re.compile(r"[A-Za-z][\w-]*[ \t]*:")
_LONGEST_FRONT = 1_000


def _end_of_front_matter(lines: Sequence[str]) -> int:
    if len(lines) < 2 or lines[0].rstrip() != "---" or not _FRONT_KEY.match(lines[1]):
        return 0
    closing = (n for n, line in enumerate(lines[1:_LONGEST_FRONT], 1) if line.rstrip() in ("---", "..."))
    return next(closing, -1) + 1


_TABLE_TAG = re.compile(r"<(/?)table\b", re.IGNORECASE)


def _ends_of_tables(text: Text) -> dict[int, int]:
    ends: dict[int, int] = {}
    opened: list[int] = []
    for number, line in enumerate(text.lines if _TABLE_TAG.search(text.text) else ()):
        for match in _TABLE_TAG.finditer(line):
            if not match[1]:
                opened.append(number)
            elif opened:
                ends[opened.pop()] = number + 1
    return ends


_OPENING = re.compile(r"(?:```+|~~~+)[ \t]*\w")
_ENTRY = re.compile(r"#{1,6}[ \t]|[-*+][ \t]+\S|\d{1,9}[.)][ \t]|```|~~~")


@dataclass(slots=True)
class _OpenFences:
    """Closes the fences whose closing line is missing, so that they swallow no entry behind them.

    CommonMark lets such a fence run to the next bare fence line or to the end of the text; on the
    page everything between them is code, and whoever wrote it sees at once what is missing.
    """

    text: Text
    references: dict[str, str]
    findings: Findings
    # Lines that may still be parsed again: what stands behind such a fence may be most of the text.
    lines_left: int = 1_000_000

    def close(self, parent: Block) -> None:
        """Close the fences that stand in a block directly."""
        if all(block.kind != "fence" for block in parent.children):
            return
        children: list[Block] = []
        waiting = list(reversed(parent.children))
        while waiting:
            block = waiting.pop()
            children.append(block)
            if block.kind == "fence":
                waiting.extend(reversed(self._behind(block)))
        parent.children = children

    def _behind(self, block: Block) -> list[Block]:
        """Cut off a fence what it has swallowed, and return that as blocks."""
        content: list[str] = []
        nested = False
        if not block.closed or "```" in block.content or "~~~" in block.content:
            content = block.content.removesuffix("\n").split("\n")
            nested = is_yaml(block.info) and any(_OPENING.match(line.lstrip()) for line in content)
        if block.closed and not nested:
            return []
        place = self.text.place(block.start)
        if self.lines_left < len(content):
            message = "this block has no closing line, as many before it; what follows was not read"
            self.findings.add(Finding.of("unclosed-block", message, place))
            return []
        message = "this block has no closing line; it was read up to the entry behind it"
        self.findings.add(Finding.of("unclosed-block", message, place))
        cut = next((n for n, line in enumerate(content) if _ENTRY.match(line.lstrip(" "))), None)
        if cut is None or not is_yaml(block.info):
            return []
        behind = content[cut:] + ([self.text.lines[block.end - 1].strip()] if block.closed else [])
        block.content, block.end = "\n".join(content[:cut]), block.start + 1 + cut
        self.lines_left -= len(behind)
        blocks: list[Block] = []
        first = block.end
        for part in _parts(behind):
            blocks += parse_blocks(part, first, self.references)
            first += len(part)
        return blocks


def _parts(lines: Sequence[str]) -> Iterator[Sequence[str]]:
    """Cut lines before each entry that an open fence of YAML would swallow, in one pass.

    Such a fence is one behind which another opens. Without the cuts, each would be found only when the
    rest of the text is parsed again behind the one before.
    """
    start = number = 0
    opening = entry = -1  # the fence that is open, and the first entry behind it
    while number < len(lines):
        line = lines[number].lstrip()
        if opening >= 0 and entry < 0 and _ENTRY.match(line):
            entry = number
        if line.startswith(("```", "~~~")):
            info = line.strip("`~ \t")
            mark = lines[opening].lstrip()[0] if opening >= 0 else ""
            if opening < 0:
                opening, entry = number, -1
            elif not info and line[0] == mark:
                opening = entry = -1
            elif info and is_yaml(lines[opening].strip("`~ \t")):
                yield lines[start:entry]
                start = number = entry
                opening = entry = -1
                continue
        number += 1
    yield lines[start:]


def _tell_too_deep(text: Text, lines: Sequence[int], findings: Findings) -> None:
    """Report the lines that are nested too deeply: where they begin, and how many they are from there on."""
    runs: list[list[int]] = []
    for line in lines:
        if runs and not any(map(str.strip, text.lines[runs[-1][-1] + 1 : line])):
            runs[-1].append(line)
        else:
            runs.append([line])
    for run in runs:
        message = f"this line is nested deeper than {MAX_NESTING} levels and was not read"
        if len(run) > 1:
            message = f"{len(run):,} lines from here on are nested deeper than {MAX_NESTING} levels: not read"
        findings.add(Finding.of("too-deep", message, text.place(run[0])))


def _within_limits(text: Text, number: int, line: str, too_deep: list[int], findings: Findings) -> str:
    """Return a line, or a blank one where it is too long (a finding) or nested too deep (noted)."""
    if len(line) > LONGEST_LINE:
        message = f"this line of {len(line):,} characters was not read; the limit is {LONGEST_LINE:,}"
        findings.add(Finding.of("too-long", message, text.place(number)))
        return ""
    found = _CONTAINERS.match(line)
    ahead = found[0] if found else ""
    if len(ahead) <= MAX_NESTING:
        return line
    is_deep = sum(map(ahead.count, ">-*+.)")) > MAX_NESTING
    if is_deep or (len(ahead.expandtabs(4)) > MOST_COLUMNS_AHEAD and line.strip()):
        too_deep.append(number)
        return ""
    return line


def is_yaml(info: str) -> bool:
    """Tell whether the language of a fence is YAML, or is not stated."""
    return not info.split() or info.split()[0].strip("{}.").lower() in _LANGUAGES
