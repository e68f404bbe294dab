"""Records in JSON and JSON Lines: the same records as in YAML, read by a grammar of our own.

Neither parser at hand serves. The `json` module tells no places, turns numbers into other numbers,
takes the last of two equal keys and dies of deep nesting. YAML is not quite a superset of JSON: it
refuses surrogate pairs (an emoji as `json.dumps` writes it), some control characters and tabs. So
RFC 8259 is read here, some sixty lines, into the trees that `trees` makes of YAML; strings are left
to `json`, and a test holds both equal. Numbers and words stay as they are written; null states nothing.

A `.json` file is a record, a list of records, or a header and a list (`yaml_records`). In JSON Lines
every line is one; a broken line costs itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from llm_kg.findings import Finding, Findings
from llm_kg.places import Source
from llm_kg.sources.base import Reading, Row, Text, UnsoundSourceError
from llm_kg.sources.mappings import place_of
from llm_kg.sources.trees import MOST_NESTING, Items, Node, NotWellFormedError, Pairs, Scalar, Stretch
from llm_kg.sources.written_lines import read_written_line
from llm_kg.sources.yaml_records import row_of_written, rows_of, source_of

__all__ = ["declared_json_source", "parse_json", "read_json", "read_json_lines"]

_BLANK = re.compile(r"[ \t\n\r]*+")
_LINE_END = re.compile(r"\r\n|\r|\n")
_STRING = re.compile(r'"(?:[^"\\\x00-\x1f]++|\\.)*+"')
# Strings without escapes, as most are: a key and its value, a value of a list; and what stands behind.
_PLAIN = r'[ \t]*+"([^"\\\x00-\x1f\ud800-\udfff]*+)"[ \t]*+'
_PLAIN_PAIR = re.compile(f"{_PLAIN}:{_PLAIN}([,}}])")
_PLAIN_ITEM = re.compile(f"{_PLAIN}([],])")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?(?:[eE][+-]?[0-9]++)?")
_WORD = re.compile(r"-?[A-Za-z]++")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_STRING_OR_BRACKET = re.compile(rf'({_STRING.pattern})|[][{{}}"]')
_CLOSING = {"[": "]", "{": "}"}


def declared_json_source(text: Text) -> Source:
    """Return the source that the header of a JSON file declares; the file's own where it has none.

    Raises
    ------
    UnsoundSourceError
        The file is not valid JSON, or its header holds something else than a source's.
    """
    return source_of([_document(text, Findings())], text)


def read_json(text: Text, reading: Reading) -> Iterator[Row]:
    """Yield the records of a JSON file as rows, in their order."""
    return rows_of([_document(text, reading.findings)], text, reading)


def read_json_lines(text: Text, reading: Reading) -> Iterator[Row]:
    """Yield the records of JSON Lines as rows; a line that is not valid JSON is a finding."""
    for number, line in enumerate(text.lines, start=text.first):
        if written := read_written_line(text, line, number):
            yield from row_of_written(written, reading)
        else:
            yield from rows_of(_documents(text, line, number, reading.findings), text, reading)


def _document(text: Text, findings: Findings) -> Node:
    try:
        return _parse(text, text.text, 0, findings)
    except NotWellFormedError as error:
        message = f"this is not valid JSON: {error.problem}"
        raise UnsoundSourceError("invalid-json", message, text.place(error.line, error.column)) from None


def _documents(text: Text, line: str, number: int, findings: Findings) -> Iterator[Node]:
    """Yield what a line of JSON Lines holds: one value, or none."""
    if not line.strip():
        return
    try:
        yield _parse(text, line, number, findings)
    except NotWellFormedError as error:
        message = f"this line is not valid JSON, and was left out: {error.problem}"
        findings.add(Finding.of("invalid-json", message, text.place(error.line, error.column)))


def _parse(text: Text, content: str, line: int, findings: Findings) -> Node:
    parser = _Parser(content, line)
    node = parser.document()
    for rule, problem, stretch in parser.problems:
        findings.add(Finding.of(rule, problem, place_of(text, Scalar("", stretch))))
    return node


def parse_json(content: str) -> Node:
    r"""Return the tree of a JSON text.

    >>> tree = parse_json('[1.75e11, {"a\\/b": null}]')
    >>> [node.stretch[:2] for node in tree.nodes], tree.nodes[0].text
    ([(0, 1), (0, 10)], '1.75e11')

    Raises
    ------
    NotWellFormedError
        The text is not valid JSON.
    """
    return _Parser(content, 0).document()


class _Parser:
    """One pass over a text; its position only goes on. Line breaks stand between values alone."""

    def __init__(self, content: str, line: int) -> None:
        self.content = content
        self.position = 0
        self.line = line
        self.line_start = 0
        #: What costs a value alone: the rule that it breaks, what it is, and where.
        self.problems: list[tuple[str, str, Stretch]] = []

    def document(self) -> Node:
        node = self._value(0)
        if self._next():
            raise self._error("a second value begins; one on each line is JSON Lines (`jsonl`)")
        return node

    def _value(self, depth: int) -> Node:
        char = self._next()
        if char == '"':
            return self._string()
        if char in ("{", "["):
            if depth == MOST_NESTING:
                return self._too_deep()
            return self._object(depth + 1) if char == "{" else self._array(depth + 1)
        if match := _NUMBER.match(self.content, self.position):
            return Scalar(match[0], self._pass(match.end()))
        if match := _WORD.match(self.content, self.position):
            if match[0] in ("true", "false"):
                return Scalar(match[0], self._pass(match.end()))
            if match[0] in ("null", "NaN", "Infinity", "-Infinity"):
                stretch = self._pass(match.end())
                if match[0] != "null":
                    problem = f"{match[0]} is no number of JSON; it states no value"
                    self.problems.append(("invalid-json", problem, stretch))
                return Scalar("", stretch)
        raise self._error("here a value is expected" if char else "the text ends where a value is expected")

    def _object(self, depth: int) -> Pairs:
        start = (self.line, self.position - self.line_start)
        pairs: list[tuple[Node, Node]] = []
        self.position += 1
        more = self._next() != "}"
        while more:
            if match := _PLAIN_PAIR.match(self.content, self.position):
                pairs.append((self._plain(match[1], match.start(1)), self._plain(match[2], match.start(2))))
                more = match[3] == ","
                self.position = match.end() if more else match.start(3)
                continue
            if self._next() != '"':
                raise self._error("here a key between double quotes is expected")
            key = self._string()
            self._expect(":")
            pairs.append((key, self._value(depth)))
            more = self._goes_on("}")
        return Pairs(tuple(pairs), (*start, *self._pass(self.position + 1)[2:]))

    def _plain(self, text: str, start: int) -> Scalar:
        start -= self.line_start + 1  # the quotes belong to it
        return Scalar(text, (self.line, start, self.line, start + len(text) + 2))

    def _array(self, depth: int) -> Items:
        start = (self.line, self.position - self.line_start)
        nodes: list[Node] = []
        self.position += 1
        more = self._next() != "]"
        while more:
            if match := _PLAIN_ITEM.match(self.content, self.position):
                nodes.append(self._plain(match[1], match.start(1)))
                more = match[2] == ","
                self.position = match.end() if more else match.start(2)
                continue
            nodes.append(self._value(depth))
            more = self._goes_on("]")
        return Items(tuple(nodes), (*start, *self._pass(self.position + 1)[2:]))

    def _string(self) -> Scalar:
        match = _STRING.match(self.content, self.position)
        if match is None:
            raise self._error("this string never ends, or holds a control character")
        try:
            text: str = json.loads(match[0]) if "\\" in match[0] else match[0][1:-1]
        except json.JSONDecodeError as error:
            self.position += error.pos
            raise self._error("this escape is none of JSON's") from None
        stretch = self._pass(match.end())
        if _SURROGATE.search(text):
            problem = "half of a surrogate pair is no character; it was replaced"
            self.problems.append(("invalid-json", problem, stretch))
            text = _SURROGATE.sub("\ufffd", text)
        return Scalar(text, stretch)

    def _too_deep(self) -> Scalar:
        """Pass over a list or mapping that is nested too deeply: only its brackets are judged."""
        line, column = self.line, self.position - self.line_start
        closing: list[str] = []
        for match in _STRING_OR_BRACKET.finditer(self.content, self.position):
            if match[0] in _CLOSING:
                closing.append(_CLOSING[match[0]])
            elif match[1] is None and closing.pop() != match[0]:
                break
            if not closing:
                self._advance(match.end())
                stretch = (line, column, self.line, self.position - self.line_start)
                problem = f"nested deeper than {MOST_NESTING} levels; it was left out"
                self.problems.append(("too-deep", problem, stretch))
                return Scalar("", stretch)
        raise self._error("here begins what is never closed, or not as it was opened")

    def _goes_on(self, closing: str) -> bool:
        """Pass over a comma; stay at the closing bracket."""
        if self._next() == closing:
            return False
        self._expect(",")
        return True

    def _expect(self, char: str) -> None:
        if self._next() != char:
            raise self._error(f"here {char!r} is expected")
        self.position += 1

    def _next(self) -> str:
        """Pass over blanks, and return the character behind them; none at the end."""
        match = _BLANK.match(self.content, self.position)
        if match and match[0]:
            self._advance(match.end())
        return self.content[self.position : self.position + 1]

    def _advance(self, end: int) -> None:
        """Go on to behind what may hold ends of lines."""
        for match in _LINE_END.finditer(self.content, self.position, end):
            self.line += 1
            self.line_start = match.end()
        self.position = end

    def _pass(self, end: int) -> Stretch:
        start, self.position = self.position, end
        return self.line, start - self.line_start, self.line, end - self.line_start

    def _error(self, problem: str) -> NotWellFormedError:
        return NotWellFormedError(problem, self.line, self.position - self.line_start)
