"""N-Triples read at the speed of splitting lines: each term is looked at once, however often it comes.

What is plainly canonical is taken as it is; any other line is read by Oxigraph, whose verdict on what
is N-Triples is the only one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, Final

import pyoxigraph

from llm_kg.errors import SourceError

__all__ = ["blocks_of_ntriples", "read_ntriples"]

#: How many bytes are read at once, and the rest of the line behind them.
_BYTES: Final = 1 << 20
#: How many objects a reader of blocks knows as good at most, or a block more.
_OBJECTS: Final = 200_000

# Terms of which it is certain without a parser that they are good, and spelt as in canonical N-Triples.
_IN_IRI: Final = r"[A-Za-z0-9._~!$&'()*+,;=:@/-]*+(?:%[0-9A-Fa-f]{2}[A-Za-z0-9._~!$&'()*+,;=:@/-]*+)*+"
_IRI: Final = rf"<https?://[A-Za-z0-9.-]+(?:/{_IN_IRI})?(?:\?{_IN_IRI})?(?:#{_IN_IRI})?>"
_BLANK: Final = r"_:[A-Za-z0-9]+"
_NOT_WRITTEN: Final = (
    r"(?!<http://www\.w3\.org/(?:2001/XMLSchema#string|1999/02/22-rdf-syntax-ns#(?:lang|dirLang)String)>)"
)
_LITERAL: Final = (
    r'"[^"\\\x00-\x1f\x7f\ufffe\uffff]*+(?:\\["\\nrt][^"\\\x00-\x1f\x7f\ufffe\uffff]*+)*+"'
    rf"(?:\^\^{_NOT_WRITTEN}{_IRI}|@[a-z]{{1,8}}(?:-[a-z0-9]{{1,8}})*)?"
)
_is_plain_predicate: Final = re.compile(_IRI).fullmatch
_is_plain_subject: Final = re.compile(f"{_IRI}|{_BLANK}").fullmatch
_is_plain_object: Final = re.compile(f"{_IRI}|{_LITERAL}|{_BLANK}").fullmatch


def read_ntriples(path: str) -> dict[str, dict[str, list[str]]]:
    """Return the nodes of an N-Triples file: subject → predicate → objects, as tokens.

    Raises
    ------
    SourceError
        A line is no N-Triples.
    OSError
        The file cannot be read.
    """
    reader = _Reader(path)
    for _ in _read_pieces(reader, path):
        pass
    return reader.nodes


def blocks_of_ntriples(path: str) -> Iterator[dict[str, dict[str, list[str]]]]:
    """Yield the nodes of an N-Triples file in blocks, each with all that is said of its subjects in one go.

    A subject whose statements do not stand together comes again in another block.

    Raises
    ------
    SourceError
        A line is no N-Triples.
    OSError
        The file cannot be read.
    """
    reader = _Reader(path)
    for last in _read_pieces(reader, path):
        block, reader.nodes = reader.nodes, {}
        if last in block:  # the next piece may have more of it
            reader.nodes[last] = block.pop(last)
        yield block
        reader.forget()
    yield reader.nodes


def _read_pieces(reader: _Reader, path: str) -> Iterator[str]:
    """Let a reader read a file; yield after each piece the subject that it ends with."""
    number = 0
    with Path(path).open("rb") as stream:
        for text in _pieces(stream, path):
            lines = text.split("\n")
            lines.pop()  # what is behind the end of the last line
            yield reader.read(lines, number)
            number += len(lines)


class _Reader:
    def __init__(self, path: str) -> None:
        self.nodes: dict[str, dict[str, list[str]]] = {}
        self._path = path
        # Objects and predicates that were found good: each is looked at and kept once.
        self._objects: dict[str, str] = {}
        self._predicates: dict[str, str] = {}

    def forget(self) -> None:
        """Forget which objects are good where they have become many."""
        if len(self._objects) > _OBJECTS:
            self._objects.clear()

    def read(self, lines: Sequence[str], before: int) -> str:
        """Add the statements of lines, before which there are so many others; return the last subject."""
        nodes, objects, predicates = self.nodes, self._objects, self._predicates
        last = ""
        about: dict[str, list[str]] = {}
        for number, line in enumerate(lines, before + 1):
            try:
                subject, predicate, rest = line.split(" ", 2)
            except ValueError:
                self._read_by_oxigraph(line, number)
                continue
            value = rest[:-2]
            kept = objects.get(value)
            if kept is None:
                if not _is_plain_object(value):
                    self._read_by_oxigraph(line, number)
                    continue
                kept = objects[value] = value
            if rest[-2:] != " ." or (predicate not in predicates and not _is_plain_predicate(predicate)):
                self._read_by_oxigraph(line, number)
                continue
            if subject != last:
                known = nodes.get(subject)
                if known is None:
                    if not _is_plain_subject(subject):
                        self._read_by_oxigraph(line, number)
                        continue
                    known = nodes[subject] = {}
                last, about = subject, known
            values = about.get(predicate)
            if values is None:
                about[predicates.setdefault(predicate, predicate)] = [kept]
            else:
                values.append(kept)
        return last

    def _read_by_oxigraph(self, line: str, number: int) -> None:
        try:
            quads = list(pyoxigraph.parse(line, format=pyoxigraph.RdfFormat.N_TRIPLES))
        except SyntaxError as error:
            problem = str(error.msg or error).splitlines()[0].removeprefix("Parser error at line 1 ")
            raise SourceError(f"{self._path}:{number}: this is not valid N-Triples: {problem}") from None
        for quad in quads:
            if isinstance(quad.object, pyoxigraph.Triple):
                raise SourceError(f"{self._path}:{number}: a triple is the object here, which is not read")
            about = self.nodes.setdefault(str(quad.subject), {})
            about.setdefault(str(quad.predicate), []).append(str(quad.object))


def _pieces(stream: BinaryIO, path: str) -> Iterator[str]:
    """Yield the text of whole lines, each of which ends."""
    number = 1
    while piece := stream.read(_BYTES):
        piece += stream.readline()
        try:
            text = piece.decode()
        except UnicodeDecodeError as error:
            line = number + piece.count(b"\n", 0, error.start)
            raise SourceError(f"{path}:{line}: this is not valid N-Triples: no UTF-8") from None
        number += piece.count(b"\n")
        if "\r" in text:
            text = text.replace("\r\n", "\n")
        yield text if text.endswith("\n") else f"{text}\n"
