"""List items that introduce a model: `**NAME** [[ORG]](url) DATE [[code]](url)`, then its title.

The first line names the model; brackets behind the name are its organisation, or a marker that the
vocabulary knows (`code`, `open`, `close`, `paper` …); what is left over is a date or stays as text.
The lines after it are the title of a paper, with the paper's links.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from llm_kg.curated import link_field
from llm_kg.dates import ImpossibleDateError, parse_date
from llm_kg.findings import Finding, Findings
from llm_kg.names import clean
from llm_kg.quantities import parse_sizes
from llm_kg.sources.base import UNREAD, Cell
from llm_kg.sources.markdown.inline import Paragraph, Span, plain, spans
from llm_kg.vocabulary import Property, load_vocabulary

__all__ = ["clean_name", "read_item"]

#: What is longer names no model.
LONGEST_NAME = 80

_STRONG = re.compile(r"\s*(\*\*|__)(.+?)\1", re.DOTALL)
_INSERTED = re.compile(r"<(ins|u|i|em|sub|small)>([^<>]{1,60})</\1>")
_SIZE_BEHIND = re.compile(r"^(.+?)\s*[(（\[]([^()（）\[\]]{1,40})[)）\]]$")
_SEPARATORS = (" - ", " – ", " — ", ": ", "：")
_FOOTNOTE_MARKS = "*†‡§ "


@dataclass(slots=True)
class _Item:
    """What has been read of an item so far."""

    paragraph: Paragraph
    findings: Findings
    cells: list[Cell] = field(default_factory=list)

    def add(self, key: str, text: str, start: int, end: int | None = None) -> None:
        self.cells.append(Cell(key, text, self.paragraph.place(start, end)))

    def has(self, key: str) -> bool:
        return any(cell.key == key for cell in self.cells)


def read_item(paragraph: Paragraph, findings: Findings) -> list[Cell]:
    """Return the cells of an item's text; the first is its name, where it has one."""
    item = _Item(paragraph, findings)
    content = paragraph.content
    found = spans(content)
    line_end = content.find("\n")
    head_end = len(content) if line_end == -1 else line_end
    head = [span for span in found if span.start < head_end]
    # A text that runs over the end of the first line belongs to both parts.
    cut = [_cut(span, content, head_end) for span in head]
    rest = [part for _, part in cut if part] + [s for s in found if s.start >= head_end]
    _read_head(item, [part for part, _ in cut if part])
    _read_title(item, rest)
    return item.cells


def _cut(span: Span, content: str, end: int) -> tuple[Span | None, Span | None]:
    if span.kind != "text" or span.end <= end:
        return span, None
    before = Span("text", content[span.start : end], span.start, end)
    after = Span("text", content[end : span.end], end, span.end)
    return before if before.text.strip() else None, after if plain(after.text) else None


def _read_head(item: _Item, head: list[Span]) -> None:
    behind_name = iter(head)
    for span in behind_name:
        if leftover := _read_name(item, span):
            _read_leftover(item, leftover)
        if item.has("name"):
            break
    for span in behind_name:
        if span.kind == "text":
            _read_leftover(item, span)
        elif span.kind != "image":
            _read_marker(item, span)


def _read_name(item: _Item, span: Span) -> Span | None:
    """Take the name off a span; return what of the span stands behind it."""
    if span.kind in ("image", "bracket"):
        return None
    if span.kind == "link":
        if name := plain(span.text):
            _add_name(item, name, span.start + 1, span.start + 1 + len(span.text))
            if span.url:
                item.add("homepage", span.url, span.start, span.end)
        return None
    if strong := _STRONG.match(span.text):
        name, start, end = strong[2], strong.start(2), strong.end()
    else:
        inserted = _INSERTED.search(span.text)
        stop = inserted.start() if inserted else len(span.text)
        for separator in _SEPARATORS:
            found = span.text.find(separator, 0, stop)
            stop = found if found > 0 else stop
        name, end = span.text[:stop], stop
        start = len(name) - len(name.lstrip())
    if plain(name).strip(_FOOTNOTE_MARKS):
        _add_name(item, plain(name), span.start + start, span.start + start + len(name.strip()))
    rest = span.text[end:]
    # What is left of the mark-up around a name is no text.
    return Span("text", rest, span.start + end, span.end) if plain(rest).strip(" *_") else None


def _add_name(item: _Item, name: str, start: int, end: int) -> None:
    name, size = clean_name(name)
    item.add("name", name, start, end)
    if size:
        item.add("number_of_parameters", size, start, end)


def clean_name(name: str) -> tuple[str, str | None]:
    """Return a name without footnote marks, and the size in brackets behind it, or None.

    >>> clean_name("OneFlow*"), clean_name("Falcon (40B)"), clean_name("GLM-130B")
    (('OneFlow', None), ('Falcon', '40B'), ('GLM-130B', None))
    """
    name = clean(name).rstrip(_FOOTNOTE_MARKS)
    if (match := _SIZE_BEHIND.match(name)) and parse_sizes(match[2]):
        return match[1].rstrip(_FOOTNOTE_MARKS), match[2]
    return name, None


def _read_leftover(item: _Item, span: Span) -> None:
    """Read a date out of what stands between brackets, or keep it as text."""
    text = plain(span.text).strip(" ,;:|·-–—")
    if not text:
        return
    start = span.start + len(span.text) - len(span.text.lstrip())
    if _INSERTED.search(span.text) or _is_date_shaped(text):
        item.add("date_created", text, start, span.end)
    else:
        item.add(UNREAD, text, start, span.end)


def _is_date_shaped(text: str) -> bool:
    try:
        return parse_date(text) is not None
    except ImpossibleDateError:
        return True


def _read_marker(item: _Item, span: Span) -> None:
    """Read a bracket or link behind the name: a known marker, or the organisation."""
    vocabulary = load_vocabulary()
    label = plain(span.text).strip("[] ")
    term = vocabulary.properties.get(label) if label else None
    if term and _is_link_field(term):
        _add_link(item, term.notation, span)
    elif vocabulary.schemes["access"].concepts.get(label):
        item.add("access", label, span.start, span.end)
        if span.kind == "link":
            _add_link(item, link_field(span.url), span)
    elif _is_date_shaped(label):
        item.add("date_created", label, span.start, span.end)
    elif label and not item.has("organization"):
        item.add("organization", label, span.start, span.end)
        if span.kind == "link":
            _add_link(item, "link", span)
    else:
        if label:
            item.add(UNREAD, label, span.start, span.end)
        if span.kind == "link":
            _add_link(item, link_field(span.url), span)


def _is_link_field(term: Property) -> bool:
    return term.notation == "paper" or (term.is_object and term.ranges == (_RESOURCE,))


_RESOURCE = "http://www.w3.org/2000/01/rdf-schema#Resource"


def _add_link(item: _Item, key: str, span: Span) -> None:
    if span.url:
        item.add(key, span.url, span.start, span.end)
    elif span.kind == "link":
        label = plain(span.text).strip("[] ")
        item.findings.add(
            Finding.of(
                "empty-link",
                f"the link {label!r} has no address",
                item.paragraph.place(span.start, span.end),
                key=key,
            )
        )


def _read_title(item: _Item, rest: list[Span]) -> None:
    """Read the lines behind the first: the title of a paper, its links, and other links."""
    title = list(_title_parts(rest))
    if title:
        text = clean(" ".join(plain(span.text) for span in title)).strip(" ,;")
        item.add("title", text, title[0].start + _indent(title[0]), title[-1].end)
    vocabulary = load_vocabulary()
    for span in rest:
        if span.kind != "link":
            continue
        label = plain(span.text).strip("[] ")
        term = vocabulary.properties.get(label) if label else None
        key = term.notation if term and _is_link_field(term) else "paper"
        _add_link(item, key, span)


def _title_parts(rest: list[Span]) -> Iterator[Span]:
    """Yield the texts before the first link; or the first link, where its label is the title."""
    for span in rest:
        if span.kind == "text" and plain(span.text):
            yield span
        elif span.kind == "link":
            break
    else:
        return
    if rest[0].kind == "link" and not rest[0].text.startswith("["):
        yield rest[0]


def _indent(span: Span) -> int:
    return len(span.text) - len(span.text.lstrip())
