"""The names in a cell of a table: which there are, and what their links and brackets say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from llm_kg.curated import is_no_value, link_field, said_to_be
from llm_kg.sources.base import DESCRIPTION, Cell
from llm_kg.sources.links import field_of_named, link_kind
from llm_kg.sources.name_forms import bracket_behind, is_name
from llm_kg.sources.naming import Name, parse_name
from llm_kg.sources.recognizers import is_size, names_organizations
from llm_kg.sources.several_names import unglued
from llm_kg.sources.tables import CLOSING, OPENING, Part, TableCell, depth_behind, shown

__all__ = ["name_cells", "names_of_cell", "split_at_blanks"]

_COLON_OR_BRACKET = re.compile(r":(?=\s)|：|[(\[（{]|[)\]）}]")
# What is left of "(weights, code)" where each leads somewhere.
_EMPTY_BRACKET = re.compile(r"\s*[(（\[][\s,，、;/|·&]*[)）\]]")
# What a line of small print begins with, below a name.
_REMARK = re.compile(r"(?:not|see|also|formerly|based on|now|by|with|for|no longer)\s[^()]{2,80}$")
_SEPARATOR_OR_BRACKET = re.compile(r"\s*[,，、;；]\s*|(?<!\s)\s+/\s+|[(\[（{]|[)\]）}]")
_AND = re.compile(r"\s(?:and|&)\s")
_AND_OR_BRACKET = re.compile(rf"\s*[,，、;；]\s*(?:and\s+|&\s+)?|{_AND.pattern}|[(\[（{{]|[)\]）}}]")
_HEAD = re.compile(r"[^\W\d_]+")


def names_of_cell(cell: TableCell, others: Sequence[TableCell]) -> list[tuple[Part, ...]]:
    """Return the parts of each name in a cell; `others` are the cells beside it."""
    lines = list(_lines(cell))
    if len(lines) > 1:
        breaks = len(lines) - 1
        alike = any(sum(part.kind == "break" for part in other.parts) == breaks for other in others)
        linked = all(any(part.kind == "link" for part in line) for line in lines)
        if not (alike or linked) or not all(is_name(parse_name(shown(line)).name) for line in lines):
            lines = [tuple(part for line in lines for part in line)]
    return [name for line in lines for name in _split_line(line, others)]


def _lines(cell: TableCell) -> Iterator[tuple[Part, ...]]:
    """Yield the lines that say something; one that is a bracket, or goes on with one, with that before it."""
    whole: tuple[Part, ...] = ()
    for line in cell.lines:
        text = shown(line)
        if not text or is_no_value(text):
            continue
        if whole and _REMARK.match(text) and is_name(shown(whole)):
            # It tells of the name above it, as a bracket would.
            line = (line[0]._replace(text=f"({line[0].text}"), *line[1:])
            line = (*line[:-1], line[-1]._replace(text=f"{line[-1].text})"))
            whole += line
            continue
        if whole and (text.startswith(tuple(OPENING)) or depth_behind(shown(whole)) > 0):
            whole += line
            continue
        if whole:
            yield whole
        whole = line
    if whole:
        yield whole


def _split_line(line: tuple[Part, ...], others: Sequence[TableCell]) -> list[tuple[Part, ...]]:
    """Split the parts of a line at the commas between names, and at none within brackets.

    At "and" names are split that begin with the same word: `Finch-7B and Finch-13B`; or where a cell beside
    gives so many sizes in the same way: `Finch & Wren | 7B & 13B`.
    """
    text = shown(line)
    if _AND.search(text):
        split = _split_at(_AND_OR_BRACKET, line)
        if len(split) > 1 and _are_names(split) and _sizes_beside(others) == len(split):
            return split
        heads = {head[0].casefold() if (head := _HEAD.match(shown(name))) else "" for name in split}
        if len(split) > 1 and len(heads) == 1 and "" not in heads and _are_names(split):
            return split
    split = _split_at(_SEPARATOR_OR_BRACKET, line)
    if len(split) > 1 and _are_names(split):
        return split
    return [line] if text else []


def _sizes_beside(others: Sequence[TableCell]) -> int:
    """Return how many sizes a cell has with "and" or "&" between each two; 0 where none has any."""
    for cell in others:
        sizes = _AND.split(cell.text) if len(cell.text) < 80 else []
        if len(sizes) > 1 and all(map(is_size, sizes)):
            return len(sizes)
    return 0


def _are_names(split: Sequence[tuple[Part, ...]]) -> bool:
    return all(is_name(parse_name(shown(name)).name) for name in split)


def _split_at(mark: re.Pattern[str], line: tuple[Part, ...]) -> list[tuple[Part, ...]]:
    names: list[list[Part]] = [[]]
    depth = 0
    for part in line:
        pieces, depth = ([part.text], depth) if part.kind == "image" else _cut(mark, part.text, depth)
        for number, piece in enumerate(pieces):
            if number:
                names.append([])
            if piece.strip() or part.kind in ("link", "image"):
                names[-1].append(part._replace(text=piece.strip(), place=part.place_of(piece.strip())))
    return [tuple(name) for name in names if any(part.text for part in name)]


def _cut(mark: re.Pattern[str], text: str, depth: int) -> tuple[list[str], int]:
    """Cut a text at the separators outside of brackets, of which `depth` are open before it."""
    pieces: list[str] = []
    start = 0
    for match in mark.finditer(text):
        if match[0] in OPENING + CLOSING:
            depth = depth_behind(match[0], depth)
        elif not depth:
            pieces.append(text[start : match.start()])
            start = match.end()
    return [*pieces, text[start:]], depth


def split_at_blanks(name: tuple[Part, ...]) -> list[tuple[Part, ...]]:
    """Split a text at the blanks between names, as cells below a header that speaks of several have them."""
    if len(name) != 1 or name[0].kind != "text":
        return [name]
    return [(name[0]._replace(text=text, place=name[0].place_of(text)),) for text in unglued(name[0].text)]


def name_cells(parts: Sequence[Part]) -> list[Cell]:
    """Return the name that parts give, what stands in brackets behind it, and its links."""
    # `[55]` leads to the references of the page.
    parts = [part for part in parts if not part.url.startswith("#")] or parts
    kinds = [link_kind(part.text, part.badge) if part.kind == "link" else None for part in parts]
    naming = [part for part, kind in zip(parts, kinds, strict=True) if not kind and part.kind != "image"]
    first, last = (naming or parts)[0].place, (naming or parts)[-1].place
    place = first._replace(end_line=last.end_line, end_column=last.end_column)
    text, description = _described(_EMPTY_BRACKET.sub("", shown(naming)) or shown(parts))
    parsed = parse_name(text)
    if description:
        parsed = Name(parsed.name, (*parsed.beside, (DESCRIPTION, description)))
    depth = 0
    links: dict[str, Cell] = {}
    for part, kind in zip(parts, kinds, strict=True):
        if part.kind == "link" and part.url and not part.url.startswith("#"):
            # What a bracket leads to are parts of the model, and no words of its name.
            if depth and not kind and (match := bracket_behind(parsed.name)):
                parsed = Name(match[1].strip(), (*parsed.beside, (DESCRIPTION, match[2].strip())))
            key = kind or (link_field(part.url) if depth else field_of_named(part.url))
            links.setdefault(part.url, Cell(key, part.url, part.place))
        depth = depth_behind(part.text, depth)
    told = (Cell(key, value, (naming or parts)[0].place_of(value)) for key, value in parsed.beside)
    return [Cell("name", parsed.name, place), *told, *links.values()]


def _described(text: str) -> tuple[str, str]:
    """Return the name before a colon and what the model behind it is said to be; or all of a text.

    >>> _described("Finch: a small model of birds"), _described("Meta: Llama 3.1 8B Instruct")
    (('Finch', 'a small model of birds'), ('Meta: Llama 3.1 8B Instruct', ''))
    """
    depth = 0
    for colon in _COLON_OR_BRACKET.finditer(text):
        depth = depth_behind(colon[0], depth)
        if depth or colon[0] not in ":：":
            continue
        head, tail = text[: colon.start()], text[colon.end() :].strip()
        said = said_to_be(tail)
        named = is_name(parse_name(head).name) and not names_organizations(head)
        is_kind = not is_name(tail) or tail.endswith("模型")
        return (head, tail) if named and said and said[0] and is_kind else (text, "")
    return text, ""
