"""Inline markup with places: the links, brackets and texts of a paragraph.

A list item is a small language of its own (`**NAME** [[ORG]](url) DATE [[code]](url)`), in which
square brackets mean something even where CommonMark sees no link. So the scan is ours: one pass,
linear, over the raw text, with the offset of everything kept.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from llm_kg.identifiers import rest_of_file
from llm_kg.places import Place, Source
from llm_kg.sources.base import Text

__all__ = ["Paragraph", "Span", "fold_reference", "pictures_in", "plain", "spans", "without_comments"]

_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*+(?=[\s/>])[^<>]{0,500}>|<!--.{0,500}?-->")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_MARKUP = re.compile(r"[\[<\\*_~`&\x00]")  # without any of these a text is what it looks like
_EMPHASIS = re.compile(r"\*+|~~|`+|(?<![^\W_])_+|_+(?![^\W_])")
_IMAGE = re.compile(r"!\[([^\[\]]{0,500})\]\([^()]{0,2000}\)")
_LINK = re.compile(r"\[([^\[\]]{0,2000})\]\([^()\s]{0,2000}\)")


class Span(NamedTuple):
    """A stretch of a paragraph: `text`, `link`, `image` or (without an address) `bracket`.

    `text` is the raw label or text; `url` is a link's address, as stated and maybe empty; `label` is
    the offset at which the label of a link begins.
    """

    kind: str
    text: str
    start: int
    end: int
    url: str = ""
    label: int = 0

    @property
    def indent(self) -> int:
        """The number of blanks with which the text begins."""
        return len(self.text) - len(self.text.lstrip())

    def behind(self, offset: int) -> Span:
        """Return what stands in a text behind an offset in it."""
        return Span("text", self.text[offset:], self.start + offset, self.end)


class Paragraph(NamedTuple):
    """The text of a paragraph, and where each of its offsets stands in the source."""

    source: Source
    content: str
    starts: tuple[int, ...]  # the offset of each line's start
    lines: tuple[tuple[int, int], ...]  # the line and the column at which it stands, from 0

    @classmethod
    def of(cls, text: Text, content: str, first: int) -> Paragraph:
        """Find a content in the raw lines that it was taken from, from line `first` (0-based) on."""
        starts: list[int] = []
        lines: list[tuple[int, int]] = []
        offset, last = 0, len(text.lines) - 1
        for number, line in enumerate(content.split("\n"), start=first):
            row = min(number, last)
            column = max(text.lines[row].find(line.strip()), 0) - (len(line) - len(line.lstrip()))
            starts.append(offset)
            lines.append((row, column))
            offset += len(line) + 1
        return cls(text.source, without_comments(content), tuple(starts), tuple(lines))

    def place(self, start: int, end: int | None = None) -> Place:
        """Return the place of a stretch of the content."""
        starts = self.starts
        number = bisect_right(starts, start) - 1
        line, column = self.lines[number]
        line += 1
        column += start - starts[number] + 1
        if end is None:
            return Place(self.source, line, column, line)
        if number + 1 == len(starts) or (end if end > start else start + 1) <= starts[number + 1]:
            return Place(self.source, line, column, line, column + end - start)
        number = bisect_right(starts, end - 1) - 1
        end_line, end_column = self.lines[number]
        return Place(self.source, line, column, end_line + 1, end_column + end - starts[number] + 1)


# What only marks a place of the page: its identifier may hold any signs.
_ANCHOR = re.compile(r"<(a|span)\s(?:id|name)=[^<>\n]{1,200}></\1>", re.IGNORECASE)


def without_comments(content: str) -> str:
    """Return a text with blanks where it is commented out, or marks a place, so that no offset moves.

    >>> without_comments("GPT-3 <!-- or 4 --> 2020")
    'GPT-3               2020'
    """
    if "<" not in content:
        return content
    if "</" in content:
        content = _ANCHOR.sub(lambda anchor: " " * len(anchor[0]), content)
    if "<!--" not in content:
        return content
    parts: list[str] = []
    end = 0
    while (start := content.find("<!--", end)) != -1:
        stop = content.find("-->", start + 4)
        stop = len(content) if stop == -1 else stop + 3
        parts += content[end:start], "".join(c if c == "\n" else " " for c in content[start:stop])
        end = stop
    return "".join((*parts, content[end:]))


def plain(raw: str) -> str:
    """Return what a reader sees of raw Markdown: no markup, no tags, links as their labels.

    >>> plain("**GPT-3**, <ins>May 2020</ins> [x](http://a)")
    'GPT-3, May 2020 x'
    """
    # A label is looked at from several sides, and lists repeat their labels.
    return _shown(raw) if len(raw) <= _LONGEST_KEPT else _shown.__wrapped__(raw)


_LONGEST_KEPT = 200


@lru_cache(maxsize=4096)
def _shown(raw: str) -> str:
    if not _MARKUP.search(raw):
        return " ".join(raw.split())
    # Each step is taken only where its sign stands: most labels hold one kind of mark-up.
    text = raw.replace("\x00", "\ufffd")
    if "](" in text:
        text = _LINK.sub(r"\1", _IMAGE.sub("", text))
    if "<" in text:
        text = _TAG.sub("", text)
    text = _without_escapes(text) if "\\" in text else _EMPHASIS.sub("", text)
    return " ".join((html.unescape(text) if "&" in text else text).split())


def _without_escapes(text: str) -> str:
    """Take off emphasis, and the backslashes before characters that are none."""
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(match[1])
        return f"\x00{len(kept) - 1}\x00"

    text = _EMPHASIS.sub("", _ESCAPE.sub(keep, text))
    return re.sub("\x00(\\d+)\x00", lambda match: kept[int(match[1])], text)


def spans(content: str, references: Mapping[str, str] = MappingProxyType({})) -> list[Span]:
    """Cut a paragraph into texts, links, images and bare brackets, in their order.

    `references` are the addresses that `[label][name]` and `[name]` stand for, by folded name. A
    bracket around links is no more than its links.
    """
    found = None if references else _plain_spans(content)
    return _all_spans(content, references) if found is None else found


# A label in one or two brackets and no others, and an address without blanks and brackets.
_PLAIN_LINK = re.compile(
    r"(!?)\[(\[[^\[\]]*+\]|[^\[\]]*+)\](?:\(([^\[\]()\s]{0,2000}+)\)|(?!\())",
)
_NOT_PLAIN = re.compile(r"[\[\]]|://")


def _plain_spans(content: str) -> list[Span] | None:
    """Return the spans of a paragraph whose brackets need not be counted; else None.

    Most items are such; a test holds the spans equal to those of all others.
    """
    if "\\" in content or "<" in content:
        return None
    found: list[Span] = []
    start = 0
    for match in _PLAIN_LINK.finditer(content):
        opening, end = match.span()
        if opening > start:
            if _NOT_PLAIN.search(content, start, opening):
                return None
            text = content[start:opening]
            if not text.isspace():
                found.append(Span("text", text, start, opening))
        bang, label, url = match.groups()
        if url is None:
            found.append(Span("bracket", label, opening, end))
        else:
            found.append(Span("image" if bang else "link", label, opening, end, url, match.start(2)))
        start = end
    if _NOT_PLAIN.search(content, start):
        return None
    if (text := content[start:]) and not text.isspace():
        found.append(Span("text", text, start, len(content)))
    return found


def _all_spans(content: str, references: Mapping[str, str]) -> list[Span]:
    closing = _pairs(content)
    found: list[Span] = []
    start = position = 0
    inner = -1  # where the next label of a link ends; brackets in brackets must not each look for it

    def text_until(end: int) -> None:
        found.extend(_texts(content, start, end))

    while (position := content.find("[", position)) != -1:
        close = closing.get(position)
        if close is None or (position and content[position - 1] == "\\"):
            position += 1
            continue
        image = position > 0 and content[position - 1] == "!"
        opening = position - image
        text_until(opening)
        target = _destination(content, close + 1, closing)
        target = target or _reference(content, position + 1, close, closing, references)
        if target is None and inner <= position:
            inner = content.find("](", position)
            inner = len(content) if inner == -1 else inner
        if target is None and inner < close:
            start = position = position + 1
            continue
        label = content[position + 1 : close]
        if target:
            url, end = target
            found.append(Span("image" if image else "link", label, opening, end, url, position + 1))
        else:
            end = close + 1
            found.append(Span("bracket", label, opening, end))
        start = position = end
    text_until(len(content))
    return found


def pictures_in(label: str) -> list[str]:
    """Return the alternative texts of the images within the label of a link."""
    if "!" not in label and "<" not in label:
        return []  # nearly always
    return [span.text for span in spans(label) if span.kind == "image"]


# A bare address, one between angle brackets, a link or an image in HTML: each is bounded, so that
# no text makes the search go back far.
_IN_TEXT = re.compile(
    r"""<(?P<auto>https?://[^<>\s]{1,2000})>
      | <a\s(?>[^<>]{0,500}?\bhref\s*=\s*)["']?+(?P<href>[^"'<>\s]{0,2000}+)[^<>]{0,500}+>
        (?P<label>.{0,1000}?)</a\s*>
      | <img\s(?P<image>[^<>]{0,2500})>
      | (?P<bare>https?://[^\s<>()\[\]{}（），。；、]{1,2000})""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_ALT = re.compile(r"""\balt\s*=\s*["']([^"'<>]{0,200})["']""", re.IGNORECASE)


def _texts(content: str, start: int, end: int) -> Iterator[Span]:
    """Cut a stretch without Markdown links into its texts, bare addresses and HTML links."""
    may_hold_links = content.find("<", start, end) != -1 or content.find("://", start, end) != -1
    for match in _IN_TEXT.finditer(content, start, end) if may_hold_links else ():
        if content[start : match.start()].strip():
            yield Span("text", content[start : match.start()], start, match.start())
        start, stop = match.span()
        if match["image"] is not None:
            alt = _ALT.search(match["image"])
            yield Span("image", alt[1] if alt else "", start, stop)
        else:
            url = match["auto"] or match["href"] or match["bare"] or ""
            # Nobody ends an address with a full stop: it ends the sentence.
            shorter = url.rstrip(".,;:!?'\"*") if match["bare"] else url
            stop -= len(url) - len(shorter)
            if match["bare"] and (rest := rest_of_file(content, stop)) and rest.end() == end:
                shorter, stop = content[start : rest.end()], rest.end()
            yield Span(
                "link", match["label"] or "", start, stop, html.unescape(shorter), match.start("label")
            )
        start = stop
    if content[start:end].strip():
        yield Span("text", content[start:end], start, end)


def fold_reference(name: str) -> str:
    """Return what two spellings of a reference's name have in common."""
    return " ".join(name.split()).casefold()


def _reference(
    content: str, start: int, end: int, closing: Mapping[int, int], references: Mapping[str, str]
) -> tuple[str, int] | None:
    """Return the address that `[label][name]`, `[label][]` or `[label]` stands for, and its end.

    The label stands from `start` to `end`; as in CommonMark, it has at most 999 characters.
    """
    if not references or end - start > 999:
        return None
    label, position = content[start:end], end + 1
    if content.startswith("[", position) and (close := closing.get(position)):
        name = content[position + 1 : close] or label
        url = references.get(fold_reference(name))
        return (url, close + 1) if url else None
    url = references.get(fold_reference(label))
    return (url, position) if url else None


_BRACKET = re.compile(r"\\.|[\[\]()]", re.DOTALL)


def _pairs(content: str) -> dict[int, int]:
    """Return the position of each bracket's partner; escaped brackets have none.

    Square and round brackets are paired each for themselves.
    """
    pairs: dict[int, int] = {}
    opened: dict[str, list[int]] = {"]": [], ")": []}
    for match in _BRACKET.finditer(content):
        char = match[0]
        if char in "[(":
            opened["]" if char == "[" else ")"].append(match.start())
        elif partners := opened.get(char):
            pairs[partners.pop()] = match.start()
    return pairs


def _destination(content: str, opening: int, closing: Mapping[int, int]) -> tuple[str, int] | None:
    """Return the address in the round brackets that open here, and where they end; None without any.

    Brackets within an address are balanced, as CommonMark has it; a title behind it is dropped.
    """
    end = closing.get(opening)
    if end is None or content[opening] != "(" or end - opening > _LONGEST_ADDRESS:
        return None
    inner = content[opening + 1 : end].strip()
    if inner.startswith("<") and ">" in inner:
        return inner[1 : inner.index(">")], end + 1
    url = inner.split()[0] if inner else ""
    if (rest := rest_of_file(inner, len(url))) and rest.end() == len(inner):
        url = inner  # it cannot be followed, and is told of
    return url, end + 1


_LONGEST_ADDRESS = 4_000
