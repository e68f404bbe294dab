"""Trees of YAML and JSON: texts, lists and mappings with their places.

The events of PyYAML give a mark to every key and value, run nothing and guess no types (`no` stays
"no"). The tree is made of them here and without recursion: PyYAML's own composer dies of 100,000
brackets. An alias of a short text stands for that, and `<<` merges a small mapping; any other alias stays
the word that is written, for a few lines of aliases can stand for more text than a disk holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple, TypeAlias

import yaml

__all__ = [
    "ALIAS",
    "MOST_NESTING",
    "Items",
    "Node",
    "NotWellFormedError",
    "Pairs",
    "Scalar",
    "Stretch",
    "compose",
    "compose_all",
    "is_tagged",
    "is_unsafe",
    "items_of",
    "text_of",
]

#: How deep lists and mappings are read within each other; records need three levels.
MOST_NESTING = 100
# Deeper than this, libyaml takes too long even to pass over what is left out.
_MOST_PASSED_OVER = 1_000

#: Line, column, line and column behind the end; all count from 0.
Stretch: TypeAlias = tuple[int, int, int, int]

# libyaml parses fifteen times faster; both give the same events and marks.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# YAML 1.1 ends lines at these, YAML 1.2 and every editor do not; the marks must be of the same lines.
_NO_BREAKS = dict.fromkeys(map(ord, "\x85\u2028\u2029"), " ")

#: The tags of YAML's own types, which change nothing for a reader that guesses none.
_OWN_TAG = re.compile(r"!|tag:yaml\.org,2002:[a-z]+")
#: The tag that stands at an alias.
ALIAS = "*"


class Scalar(NamedTuple):
    """A text, a number or a word. `tag` is the one that is written; an alias has the tag `*`."""

    text: str
    stretch: Stretch
    tag: str | None = None


class Items(NamedTuple):
    """A list."""

    nodes: tuple[Node, ...]
    stretch: Stretch
    tag: str | None = None


class Pairs(NamedTuple):
    """A mapping, in which a key may stand twice."""

    pairs: tuple[tuple[Node, Node], ...]
    stretch: Stretch
    tag: str | None = None

    def get(self, name: str) -> Node | None:
        """Return the first value of a key."""
        for key, value in self.pairs:
            if text_of(key) == name:
                return value
        return None


Node: TypeAlias = Scalar | Items | Pairs


class NotWellFormedError(ValueError):
    """A text breaks the grammar of its format; line and column count from 0."""

    def __init__(self, problem: str, line: int, column: int) -> None:
        super().__init__(problem)
        self.problem = problem
        self.line = line
        self.column = column


def compose(text: str) -> Node | None:
    """Return the tree of a text of one YAML document, or None where there is none.

    Raises
    ------
    NotWellFormedError
        The text is not valid YAML, is nested too deeply, or holds several documents.
    """
    documents = compose_all(text)
    root = next(documents, None)
    if another := next(documents, None):
        raise NotWellFormedError("a second document begins", *another.stretch[:2])
    return root


def compose_all(text: str, too_deep: list[Stretch] | None = None) -> Iterator[Node]:
    r"""Yield the tree of each YAML document, without constructing anything.

    Where `too_deep` is given, what is nested deeper than `MOST_NESTING` is left out and noted there.

    >>> [text_of(node) for node in compose_all("[a, b]\n--- {c: &x d, e: *x}\n--- {c: &x [d], e: *x}")]
    ['a, b', 'c: d, e: d', 'c: d, e: *x']

    Raises
    ------
    NotWellFormedError
        The text is not valid YAML, or is nested too deeply.
    """
    try:
        yield from _trees(yaml.parse(text.translate(_NO_BREAKS), Loader=_LOADER), too_deep)
    except yaml.reader.ReaderError as error:
        # libyaml counts bytes.
        before = text.encode()[: error.position].decode(errors="ignore").split("\n")
        raise NotWellFormedError(str(error.reason), len(before) - 1, len(before[-1])) from None
    except yaml.MarkedYAMLError as error:
        # What is never closed is found out at the end, and amiss where it begins.
        at_end = error.problem_mark is not None and not text[error.problem_mark.index :].strip()
        is_open = error.context_mark is not None and (at_end or "end of stream" in (error.problem or ""))
        mark = error.context_mark if is_open else error.problem_mark or error.context_mark
        raise NotWellFormedError(
            error.problem or "unreadable", *((mark.line, mark.column) if mark else (0, 0))
        ) from None


def _trees(events: Iterator[Any], too_deep: list[Stretch] | None) -> Iterator[Node]:
    opened: list[Any] = []
    # What the open collections hold; a mapping's keys and values come in turn.
    held: list[list[Node]] = [[]]
    anchors = _Anchors()
    for event in events:
        start, end = event.start_mark, event.end_mark
        stretch = (start.line, start.column, end.line, end.column)
        if isinstance(event, yaml.CollectionStartEvent):
            if len(opened) == MOST_NESTING:
                if too_deep is None:
                    raise _too_deep(MOST_NESTING, event)
                too_deep.append((start.line, start.column, *_pass_over(event, events)))
                held[-1].append(Scalar("", too_deep[-1]))
                anchors = _Anchors()  # what is left out may have given another meaning to one
                continue
            opened.append(event)
            held.append([])
            continue
        if isinstance(event, yaml.ScalarEvent):
            held[-1].append(Scalar(event.value, stretch, event.tag))
            anchors.add(event.anchor, held[-1][-1])
        elif isinstance(event, yaml.AliasEvent):
            held[-1].append(anchors.text_of(Scalar(f"*{event.anchor}", stretch, ALIAS)))
        elif isinstance(event, yaml.CollectionEndEvent):
            begun, nodes = opened.pop(), held.pop()
            stretch = (begun.start_mark.line, begun.start_mark.column, end.line, end.column)
            if isinstance(event, yaml.MappingEndEvent):
                pairs = tuple(zip(nodes[::2], nodes[1::2], strict=True))
                held[-1].append(anchors.merged(Pairs(pairs, stretch, begun.tag)))
                anchors.add(begun.anchor, held[-1][-1])
            else:
                held[-1].append(Items(tuple(nodes), stretch, begun.tag))
        if held[0]:
            yield held[0].pop()
            anchors = _Anchors()


#: How long a text may be that an alias stands for, and how many texts a mapping may hold to be merged.
_LONGEST_ALIASED: Final = 200
_MOST_MERGED: Final = 50
#: The key of mappings whose pairs are a mapping's own, but for those that it has itself.
_MERGE: Final = "<<"


class _Anchors:
    """What the anchors of a document stand for, each from where its node ends, where that is little."""

    def __init__(self) -> None:
        self._nodes: dict[str, Node] = {}

    def add(self, name: str | None, node: Node) -> None:
        """Note the node of an anchor, which hides an earlier one of its name."""
        if name is not None:
            self._nodes[name] = node if _is_little(node) else Items((), node.stretch)

    def text_of(self, alias: Scalar) -> Scalar:
        """Return the text that an alias stands for, at the alias; else the alias as it is written."""
        node = self._nodes.get(alias.text[1:])
        return Scalar(node.text, alias.stretch) if isinstance(node, Scalar) else alias

    def merged(self, node: Pairs) -> Pairs:
        """Return a mapping with the pairs that it merges, which stand where they are written."""
        if not any(isinstance(key, Scalar) and key.text == _MERGE for key, _ in node.pairs):
            return node
        known = {text_of(key) for key, _ in node.pairs}
        pairs: list[tuple[Node, Node]] = []
        for key, value in node.pairs:
            if text_of(key) == _MERGE:
                for alias in items_of(value):
                    pairs += self._pairs_of(key, alias, known)
            else:
                pairs.append((key, value))
        return node._replace(pairs=tuple(pairs))

    def _pairs_of(self, key: Node, alias: Node, known: set[str]) -> Iterator[tuple[Node, Node]]:
        """Yield the pairs of what an alias stands for that have no known key; else it, under its own key."""
        is_alias = isinstance(alias, Scalar) and alias.tag == ALIAS
        node = self._nodes.get(text_of(alias)[1:]) if is_alias else None
        if not isinstance(node, Pairs):
            yield key, alias
            return
        for own, value in node.pairs:
            if (name := text_of(own)) not in known:
                known.add(name)
                yield own, value


def _is_little(node: Node) -> bool:
    """Tell whether a node is a short text, or a mapping to a few of them and to lists of them."""
    if isinstance(node, Pairs):
        parts = [part for pair in node.pairs for side in pair for part in items_of(side)]
        return len(parts) <= 2 * _MOST_MERGED and all(map(_is_short, parts)) and not is_tagged(node)
    return _is_short(node)


def _is_short(node: Node) -> bool:
    return isinstance(node, Scalar) and node.tag is None and len(node.text) <= _LONGEST_ALIASED


def _pass_over(begun: Any, events: Iterator[Any]) -> tuple[int, int]:
    """Pass over the rest of a collection, and return the line and column behind it."""
    depth = 1
    for event in events:
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _MOST_PASSED_OVER:
                raise _too_deep(MOST_NESTING + _MOST_PASSED_OVER, begun)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if not depth:
            break
    return event.end_mark.line, event.end_mark.column


def _too_deep(levels: int, event: Any) -> NotWellFormedError:
    problem = f"nested deeper than {levels:,} levels"
    return NotWellFormedError(problem, event.start_mark.line, event.start_mark.column)


def is_unsafe(node: Node) -> bool:
    r"""Tell whether a value holds an alias or a tag of a program: it is kept as stated text.

    >>> [is_unsafe(node) for node in compose_all("!!python/name:os.x ''\n--- !!str a\n--- [[&a [b], *a]]")]
    [True, False, True]
    """
    if is_tagged(node):
        return True
    if isinstance(node, Pairs):
        return any(is_unsafe(part) for pair in node.pairs for part in pair)
    return isinstance(node, Items) and any(map(is_unsafe, node.nodes))


def is_tagged(node: Node) -> bool:
    """Tell whether a tag makes something else of a node than it is to YAML."""
    return node.tag is not None and not _OWN_TAG.fullmatch(node.tag)


def text_of(node: Node) -> str:
    """Return a node's text: a scalar's as stated, or what is nested on one line."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Pairs):
        return ", ".join(f"{text_of(key)}: {text_of(value)}" for key, value in node.pairs)
    return ", ".join(map(text_of, node.nodes))


def items_of(node: Node) -> tuple[Node, ...]:
    """Return the values of a key: a list states several, unless a tag makes something else of it."""
    return node.nodes if isinstance(node, Items) and not is_tagged(node) else (node,)
