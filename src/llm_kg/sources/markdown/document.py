"""The block structure of a Markdown text, as a tree whose nodes know their lines.

CommonMark and GFM tables are markdown-it's; it gives lines, so columns come from the raw lines
(`inline.py`, `fences.py`, `tables.py`). Where nesting is deeper than its limit it leaves out the
rest of the text and says nothing, so that lines beyond our limits are found before it sees them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from markdown_it import MarkdownIt

from llm_kg.findings import Finding, Findings
from llm_kg.sources.base import Text
from llm_kg.sources.markdown.inline import fold_reference

_LANGUAGES = frozenset({"yaml", "yml"})

__all__ = ["LONGEST_LINE", "MAX_NESTING", "Block", "Document", "comments_of", "is_yaml", "parse_document"]

#: Lines within more quotes and items than this are not read; no list written by people comes near.
MAX_NESTING = 50
# Four columns are the most that a level takes with an ordinary mark, and one the least (`>`): so text
# that begins no further right than this is nested no deeper than the number itself.
_MOST_COLUMNS_AHEAD = 4 * MAX_NESTING
#: Longer lines, in characters, are not read; the longest row of a table that people write has 10,000.
LONGEST_LINE = 1_000_000

# What a line begins with: blanks, marks of quotes and of list items.
_CONTAINERS = re.compile(r"(?:[ \t]|>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))*")


@dataclass(slots=True)
class Block:
    """A block: its kind, its lines (0-based, the end exclusive), its content and its children.

    Kinds: `document`, `heading`, `list`, `item`, `paragraph`, `fence`, `code`, `html`, `quote`,
    `table`, `other`. `info` is a fence's language; `level` a heading's; `closed` is false of a fence
    that runs to the end of what holds it for want of a closing line.
    """

    kind: str
    start: int
    end: int
    level: int = 0
    info: str = ""
    content: str = ""
    closed: bool = True
    children: list[Block] = field(default_factory=list)

    def walk(self) -> Iterator[Block]:
        """Yield the block and everything in it, in the order of the text."""
        stack = [self]
        while stack:
            block = stack.pop()
            yield block
            stack.extend(reversed(block.children))


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


_KINDS = {
    "heading_open": "heading",
    "bullet_list_open": "list",
    "ordered_list_open": "list",
    "list_item_open": "item",
    "paragraph_open": "paragraph",
    "fence": "fence",
    "code_block": "code",
    "html_block": "html",
    "blockquote_open": "quote",
    "table_open": "table",
}


def parse_document(text: Text, findings: Findings, uncovered: Sequence[tuple[int, int]] = ()) -> Document:
    """Return the tree of a text's blocks; inline markup is left as it is.

    `uncovered` are the lines of comments (first and last, 0-based) that are to be read as if they
    were none.
    """
    lines = [_within_limits(text, number, line, findings) for number, line in enumerate(text.lines)]
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
    root = Block("document", 0, len(text.lines), children=_parse(lines, 0, references))
    fences = _OpenFences(text, references, findings)
    waiting = [root]
    while waiting:
        parent = waiting.pop()
        fences.close(parent)
        waiting.extend(parent.children)
    return Document(text, root, references, _ends_of_tables(text.lines), front)


# What stands between two lines of dashes on top is the page's own, whether it is valid YAML or not.
_FRONT_KEY = re.compile(r"[A-Za-z][\w-]*[ \t]*:")
_LONGEST_FRONT = 1_000


def _end_of_front_matter(lines: Sequence[str]) -> int:
    if len(lines) < 2 or lines[0].rstrip() != "---" or not _FRONT_KEY.match(lines[1]):
        return 0
    closing = (n for n, line in enumerate(lines[1:_LONGEST_FRONT], 1) if line.rstrip() in ("---", "..."))
    return next(closing, -1) + 1


def _parse(lines: Sequence[str], first: int, references: dict[str, str]) -> list[Block]:
    """Return the blocks of lines, of which the first is line `first` of the source."""
    # An item is two levels: of the list, and its own. A paragraph or table in it is some more.
    parser = MarkdownIt("commonmark", {"maxNesting": _MOST_COLUMNS_AHEAD + 10}).enable("table")
    parser.core.ruler.enableOnly(["normalize", "block"])
    root = Block("document", first, first + len(lines))
    open_blocks = [root]
    environment: dict[str, dict[str, dict[str, str]]] = {}
    # Every line has its end, or the last line of a fence would pass for its closing line.
    content = "\n".join(lines) + ("\n" if lines and lines[-1] else "")
    tokens = parser.parse(content, environment)[::-1]
    while tokens:  # which take more room than the blocks made of them
        token = tokens.pop()
        if token.nesting == -1:
            open_blocks.pop()
        elif token.type == "inline":
            open_blocks[-1].content = token.content
        else:
            start, end = token.map or (open_blocks[-1].start - first, open_blocks[-1].end - first)
            block = Block(
                _KINDS.get(token.type, "other"),
                first + start,
                first + end,
                level=int(token.tag[1]) if token.type == "heading_open" else 0,
                info=token.info.strip(),
                content=token.content,
            )
            if token.type == "fence":
                block.closed = token.content.count("\n") <= end - start - 2
            open_blocks[-1].children.append(block)
            if token.nesting == 1:
                open_blocks.append(block)
    for name, reference in environment.get("references", {}).items():
        if not name.startswith("^"):
            references.setdefault(fold_reference(name), reference["href"])
    return root.children


_TABLE_TAG = re.compile(r"<(/?)table\b", re.IGNORECASE)


def _ends_of_tables(lines: Sequence[str]) -> dict[int, int]:
    ends: dict[int, int] = {}
    opened: list[int] = []
    for number, line in enumerate(lines):
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
            blocks += _parse(part, first, self.references)
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


def _within_limits(text: Text, number: int, line: str, findings: Findings) -> str:
    """Return a line, or a blank one where it is too long or nested too deep, with a finding."""
    if len(line) > LONGEST_LINE:
        message = f"this line of {len(line):,} characters was not read; the limit is {LONGEST_LINE:,}"
        findings.add(Finding.of("too-long", message, text.place(number)))
        return ""
    if len(line) <= MAX_NESTING:
        return line  # there is no room for so many marks, nor for so many columns
    found = _CONTAINERS.match(line)
    ahead = found[0] if found else ""
    is_deep = sum(map(ahead.count, ">-*+.)")) > MAX_NESTING
    if is_deep or (len(ahead.expandtabs(4)) > _MOST_COLUMNS_AHEAD and line.strip()):
        message = f"this line is nested deeper than {MAX_NESTING} levels and was not read"
        findings.add(Finding.of("too-deep", message, text.place(number)))
        return ""
    return line


def is_yaml(info: str) -> bool:
    """Tell whether the language of a fence is YAML, or is not stated."""
    return not info.split() or info.split()[0].strip("{}.").lower() in _LANGUAGES


def comments_of(document: Document) -> list[tuple[int, int, bool]]:
    """Return the comments of several lines or of whole lines: first and last line, and if closed."""
    found: list[tuple[int, int, bool]] = []
    for block in document.root.walk():
        if block.kind != "html" or "<!--" not in block.content:
            continue
        position = 0
        while (start := block.content.find("<!--", position)) != -1:
            stop = block.content.find("-->", start)
            closed = stop != -1
            position = stop + 3 if closed else len(block.content)
            first = block.start + block.content.count("\n", 0, start)
            last = block.start + block.content.count("\n", 0, min(position, len(block.content.rstrip())))
            found.append((first, min(last, len(document.text.lines) - 1), closed))
    return found
