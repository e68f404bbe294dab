"""What is read of the text of an item, and what several readers of it need."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from llm_kg.curated import is_no_value, link_field
from llm_kg.findings import Finding, Findings
from llm_kg.names import fold
from llm_kg.sources.base import DESCRIPTION, Cell
from llm_kg.sources.links import link_kind
from llm_kg.sources.markdown.inline import Paragraph, Span, pictures_in, plain
from llm_kg.sources.naming import parse_name
from llm_kg.sources.recognizers import is_date_shaped

__all__ = [
    "DASH",
    "EDGES",
    "EMOJI_CODE",
    "INSERTED",
    "STRONG",
    "ItemText",
    "is_closed",
    "read_sentences",
    "take_addressed",
]

Kind = Literal["name", "title", "link", "pair", "prose"]

#: Bold text at the beginning of a text.
STRONG = re.compile(r"\s*(?:~~)?(\*\*|__)(?=\S)(.+?)\1(?!\w)(?:~~)?", re.DOTALL)
#: Text that HTML sets apart: lists put dates there.
INSERTED = re.compile(r"<(ins|u|i|em|sub|small)>([^<>]{1,60})</\1>")
#: What parts a name from the prose behind it.
# Blanks are taken whole and from their first on: a run of them is looked through once.
DASH = re.compile(
    r"(?<!\s)(?:\s++[-–—]++\s++|(?<!-)--(?![\s-])|\s*+(?:——\s*+|[:：](?=\s|$|[^\x00-\x7f])|："
    r"|:(?=[A-Z][a-z]++(?: [\w-]++){2})))"  # "NAME:What it is", which lacks a blank
)
#: What stands around labels and names and is no part of them.
EDGES = " \t\n,;:，；：|｜·•-–—~[]()（）"
#: A picture that a forge shows for a word.
EMOJI_CODE = re.compile(r"(?<!\S):[a-z][a-z0-9_+-]{1,30}:")


# "None" is what a program writes that has found no address.
_SHORTEST_ADDRESS = 8
_OPENING = re.compile(r"[(（\[]")
_CLOSING = re.compile(r"[)）\]]")


@dataclass(slots=True)
class ItemText:
    """What has been read of an item's text.

    `names` has one entry for each model named: its name first, then what is said of it alone.
    `title_name` is what stands before the colon of a title: often the name of a model. `is_anchor`
    tells that the item is a link to a part of the list itself; `unknown_pair` is a `key: value` pair
    whose key no property has, and which may be a name and a description as well. `said_to_be` is what
    a field of its own calls the thing: `Type: Benchmark`.
    """

    paragraph: Paragraph
    findings: Findings
    kind: Kind = "prose"
    names: list[list[Cell]] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    label: str = ""
    title_name: Cell | None = None
    is_anchor: bool = False
    unknown_pair: Cell | None = None
    key_alone: Cell | None = None
    said_to_be: str = ""
    _keys: set[str] = field(default_factory=set)

    def cell(self, key: str, text: str, start: int, end: int | None = None) -> Cell:
        """Return a cell of the text, which stands at these offsets."""
        return Cell(key, text, self.paragraph.place(start, end))

    def within(self, key: str, text: str, start: int, end: int) -> Cell:
        """Return a cell of a text where it stands last between two offsets; mark-up may hide it."""
        found = self.paragraph.content.rfind(text, start, end)
        if found != -1:
            start, end = found, found + len(text)
        return self.cell(key, text, start, end)

    def add(self, key: str, text: str, start: int, end: int | None = None) -> None:
        """Add a cell that holds of every model named."""
        self._keys.add(key)
        self.cells.append(Cell(key, text, self.paragraph.place(start, end)))

    def put(self, *cells: Cell) -> None:
        """Add cells that hold of every model named."""
        for cell in cells:
            self._keys.add(cell.key)
            self.cells.append(cell)

    def name_cells(self, text: str, start: int, end: int) -> list[Cell]:
        """Return the cells of a name that stands between two offsets, and of the brackets behind it."""
        parsed = parse_name(text)
        name, *others = _in_both_scripts(parsed.name)
        cells = [self.cell("name", name, start, end) if not others else self.within("name", name, start, end)]
        cells += (self.within("alternate_name", other, start, end) for other in others)
        return cells + [self.within(key, value, start, end) for key, value in parsed.beside]

    def leads_anywhere(self, key: str, span: Span) -> bool:
        """Tell whether a link has an address; a finding tells of one that has none."""
        is_empty = not span.url or (len(span.url) < _SHORTEST_ADDRESS and is_no_value(span.url))
        if is_empty and span.kind == "link":
            message = f"the link {plain(span.text).strip('[] ')!r} has no address"
            place = self.paragraph.place(span.start, span.end)
            self.findings.add(Finding.of("empty-link", message, place, key=key))
        return not is_empty

    def add_link(self, key: str, span: Span) -> None:
        """Add the address of a link, if it has one that is not a part of the page."""
        if self.leads_anywhere(key, span) and not span.url.startswith("#"):
            self.add(key, span.url, span.start, span.end)

    def has(self, *keys: str) -> bool:
        """Tell whether anything has been added under one of these keys."""
        return not self._keys.isdisjoint(keys)

    @property
    def name(self) -> str:
        """The name of the only model that the item names, or its title begins with; else nothing."""
        if len(self.names) == 1:
            return self.names[0][0].text
        return self.title_name.text if self.title_name and not self.names else ""

    @property
    def all_cells(self) -> list[Cell]:
        """The cells of an item that names at most one model; its name is the first."""
        return [*(cell for own in self.names for cell in own), *self.cells]


def _in_both_scripts(name: str) -> list[str]:
    """Return the two names that a bar parts, where one is Chinese and the other is not; else the name."""
    if "|" not in name and "｜" not in name:
        return [name]  # nearly always
    parts = [part.strip() for part in name.replace("｜", "|").split("|")]
    chinese = [_CHINESE.search(part) is not None for part in parts]
    return parts if len(parts) == 2 and all(parts) and any(chinese) and not chinese[0] else [name]


_CHINESE = re.compile(r"[\u3400-\u9fff]")


def is_closed(text: str) -> bool:
    """Tell whether no bracket is open at the end of a text."""
    return len(_OPENING.findall(text)) == len(_CLOSING.findall(text))


def read_sentences(item: ItemText, found: Sequence[Span], name: str = "") -> None:
    """Keep sentences as stated; in them, only links that say what they are lead to facts.

    A link to code or weights that is labelled with the `name` of the model leads to its own.
    """
    words: list[Span] = []
    for span in take_addressed(item, found):
        label = plain(span.text).strip(EDGES)
        kind = link_kind(label, *pictures_in(span.text)) if span.kind == "link" else None
        if span.kind == "link" and not any(map(str.isalnum, label)):
            kind = kind or link_field(span.url)  # a picture for a label
        elif span.kind == "link" and not kind and name and fold(label) == fold(name):
            hosted = link_field(span.url)
            kind = hosted if hosted in ("has_source_code", "checkpoint") else None
        if kind:
            item.add_link(kind, span)
        elif span.kind == "bracket" and is_date_shaped(label) and not item.has("date_created"):
            item.add("date_created", label, span.start, span.end)
        elif span.kind != "image" and any(map(str.isalnum, label)):
            words.append(span)
    if words:
        text = " ".join(filter(None, (plain(span.text).strip() for span in words)))
        if text := text.strip(EDGES):
            item.add(DESCRIPTION, text, words[0].start + words[0].indent, words[-1].end)


_ADDRESS = re.compile(r"(?:https?://)?[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}(?:/\S{0,200})?")
_LAST_CLAUSE = re.compile(r"[^.,;:，。；：()（）]{1,40}$")


def take_addressed(item: ItemText, found: Sequence[Span]) -> Sequence[Span]:
    """Read the links that have an address for a label, and before them what it is of: `官网 [a.com](…)`.

    What is left is returned; the word stands alone in its clause.
    """
    if not any(span.kind == "link" and _ADDRESS.fullmatch(span.text) for span in found):
        return found  # nearly always
    left: list[Span] = []
    for span in found:
        before = left[-1] if left and span.kind == "link" and _ADDRESS.fullmatch(span.text) else None
        clause = _LAST_CLAUSE.search(before.text.rstrip(" :：")) if before and before.kind == "text" else None
        kind = link_kind(plain(clause[0]).strip()) if clause else None
        if before is None or clause is None or kind is None:
            left.append(span)
            continue
        item.add_link(kind, span)
        cut = Span("text", before.text[: clause.start()], before.start, before.start + clause.start())
        left[-1:] = [cut] if cut.text.strip() else []
    return left
