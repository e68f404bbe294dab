"""Of a file of records that is no valid YAML, the records that are: a broken one costs itself.

That holds for files that are a list of records, or a header and one. Lines at the margin of the list
that begin with `-` begin records. Where lines further out follow, it is not known what they belong to,
and nothing of such a file is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from llm_kg.findings import Finding, Findings
from llm_kg.sources.base import Text
from llm_kg.sources.mappings import place_of
from llm_kg.sources.trees import (
    MOST_NESTING,
    Items,
    Node,
    NotWellFormedError,
    Pairs,
    Scalar,
    Stretch,
    compose_all,
    text_of,
)

__all__ = ["sound_records", "tell_too_deep"]

_ITEM = re.compile(r"( *)-[ \t]")


def sound_records(text: Text, findings: Findings) -> Node | None:
    """Return the document of the records that are valid YAML; None where none is, or none can be told.

    Those that are not valid are findings.
    """
    told = Findings()
    begins = _begins(text.lines)
    if not begins:
        return None
    try:
        header = _header(text.lines[: begins[0]])
    except NotWellFormedError:
        return None
    nodes = [
        node
        for begin, end in zip(begins, [*begins[1:], len(text.lines)], strict=True)
        for node in _record(text, begin, end, told)
    ]
    is_beside = header is None or (isinstance(header, Pairs) and not text_of(header.pairs[-1][1]))
    if not nodes or not is_beside:
        return None
    findings.extend(told)
    listed = Items(tuple(nodes), (begins[0], 0, len(text.lines), 0))
    if not isinstance(header, Pairs):
        return listed
    return header._replace(pairs=(*header.pairs[:-1], (header.pairs[-1][0], listed)))


def tell_too_deep(text: Text, stretches: Iterable[Stretch], findings: Findings) -> None:
    """Report what was left out of trees because it is nested too deeply."""
    for stretch in stretches:
        message = f"nested deeper than {MOST_NESTING} levels; it was left out"
        findings.add(Finding.of("too-deep", message, place_of(text, Scalar("", stretch))))


def _begins(lines: Sequence[str]) -> list[int]:
    """Return the lines in which records begin; none where lines further out follow them."""
    items = [(number, len(match[1])) for number, line in enumerate(lines) if (match := _ITEM.match(line))]
    margin = min((indent for _, indent in items), default=0)
    begins = [number for number, indent in items if indent == margin]
    if begins and any(_is_outside(line, margin) for line in lines[begins[0] :]):
        return []
    return begins


def _is_outside(line: str, margin: int) -> bool:
    body = line.lstrip(" ")
    indent = len(line) - len(body)
    is_within = indent > margin or (indent == margin and body.startswith("-") and not body.startswith("---"))
    return not is_within and not body.startswith(("#", "\t")) and not line.isspace() and line != ""


def _header(lines: Sequence[str]) -> Node | None:
    """Return the tree of what stands above the records, of which the last key has them."""
    documents = list(compose_all("\n".join(lines)))
    if len(documents) > 1:
        raise NotWellFormedError("a second document begins", *documents[1].stretch[:2])
    return documents[0] if documents else None


def _record(text: Text, begin: int, end: int, findings: Findings) -> Iterator[Node]:
    """Yield the record in some lines, if it is valid."""
    too_deep: list[Stretch] = []
    try:
        (listed,) = compose_all("\n".join(text.lines[begin:end]), too_deep)
    except NotWellFormedError as error:
        message = f"this record is not valid YAML, and was left out: {error.problem}"
        findings.add(Finding.of("invalid-yaml", message, text.place(begin + error.line, error.column)))
        return
    tell_too_deep(text, (_below(stretch, begin) for stretch in too_deep), findings)
    if isinstance(listed, Items):
        yield from (_moved(node, begin) for node in listed.nodes)


def _below(stretch: Stretch, lines: int) -> Stretch:
    first, column, last, end = stretch
    return first + lines, column, last + lines, end


def _moved(node: Node, lines: int) -> Node:
    """Return a tree whose text begins so many lines further down."""
    stretch = _below(node.stretch, lines)
    if isinstance(node, Scalar):
        return node._replace(stretch=stretch)
    if isinstance(node, Items):
        return node._replace(nodes=tuple(_moved(one, lines) for one in node.nodes), stretch=stretch)
    pairs = tuple((_moved(key, lines), _moved(value, lines)) for key, value in node.pairs)
    return node._replace(pairs=pairs, stretch=stretch)
