"""A process that evaluates one query after another over a store on disk, and can be killed at any time.

Oxigraph's evaluation knows no time limit and cannot be interrupted, so it runs in a process of its own.
Questions and answers are frames on stdin and stdout; when stdin ends, so does the process, even in the
midst of a query, so that none outlives a server that was killed.
"""

from __future__ import annotations

import io
import json
import os
import queue
import struct
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import islice
from typing import IO, TYPE_CHECKING, Any, Final, NoReturn

import pyoxigraph

from llm_kg.errors import QueryError
from llm_kg.querying import Results, evaluate
from llm_kg.serving.formats import GRAPHS, HTML, ROWS, Format, find_format, negotiate

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

__all__ = ["READY", "Answer", "Question", "Settings", "answer", "command", "read_length"]

#: What a worker says first, when it has opened its store.
READY: Final = b"ready\n"
#: How much of an answer a page shows; the whole is there in every other format.
SHOWN: Final = 1000
_LENGTH = struct.Struct(">I")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a worker must know: the prefixes to bind, and the limits of an answer and of memory, in bytes."""

    prefixes: Mapping[str, str]
    result_limit: int
    memory_limit: int


@dataclass(frozen=True, slots=True)
class Question:
    """A query with what the SPARQL protocol lets a client say beside it.

    `format` is a short name, and goes before `accept`, the header.
    """

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    accept: str | None = None
    format: str | None = None

    def frame(self) -> bytes:
        """Return the bytes that carry the question to a worker."""
        return _framed(json.dumps(asdict(self)).encode())


@dataclass(frozen=True, slots=True)
class Answer:
    """What to answer over HTTP; that of the type `text/html` is JSON, from which a page is made."""

    status: int
    type: str
    body: bytes = field(repr=False)

    @classmethod
    def refusal(cls, status: int, message: str) -> Answer:
        """Return an answer that says why there is no other."""
        return cls(status, "text/plain", f"{message}\n".encode())

    @classmethod
    def from_bytes(cls, content: bytes) -> Answer:
        """Return the answer that a worker's frame holds."""
        head, _, body = content.partition(b"\n")
        status, _, type_ = head.decode().partition(" ")
        return cls(int(status), type_, body)

    def frame(self) -> bytes:
        """Return the bytes that carry the answer to the server."""
        return _framed(f"{self.status} {self.type}\n".encode() + self.body)


def command(store: str, settings: Settings) -> list[str]:
    """Return the command that starts a worker. What lies in the working directory is never imported."""
    return [sys.executable, "-P", "-m", __name__, store, json.dumps(asdict(settings))]


def read_length(head: bytes) -> int:
    """Return how long the rest of a frame is, from its first four bytes."""
    (length,) = _LENGTH.unpack(head)
    return int(length)


def _framed(content: bytes) -> bytes:
    return _LENGTH.pack(len(content)) + content


def answer(store: pyoxigraph.Store, question: Question, settings: Settings) -> Answer:
    """Answer a question over a store."""
    try:
        found = evaluate(
            store,
            question.query,
            dict(settings.prefixes),
            default_graphs=question.default_graphs,
            named_graphs=question.named_graphs,
        )
    except QueryError as error:
        return Answer.refusal(400, str(error))
    offered = GRAPHS if isinstance(found, pyoxigraph.QueryTriples) else ROWS
    chosen = _chosen(question, offered)
    if chosen is None:
        there = ", ".join(format_.types[0] for format_ in offered)
        return Answer.refusal(406, f"this answer can be had as {there}")
    output = _Limited(settings.result_limit)
    try:
        if chosen[0] is HTML:
            output.write(json.dumps(_shown(found, settings.prefixes)).encode())
        else:
            _serialize(found, output, chosen[0], settings.prefixes)
    except Exception as error:
        if output.exceeded:
            limit = f"{settings.result_limit / 1_000_000:g} MB"
            message = f"the answer is larger than {limit}; ask for less, such as with LIMIT and OFFSET"
            return Answer.refusal(413, message)
        return Answer.refusal(500, f"the query cannot be answered: {error}")
    return Answer(200, chosen[1], output.getvalue())


def _chosen(question: Question, offered: Sequence[Format]) -> tuple[Format, str] | None:
    if not question.format:
        return negotiate(question.accept, offered)
    format_ = find_format(question.format, offered)
    return None if format_ is None else (format_, format_.types[0])


def _serialize(found: Results, output: _Limited, format_: Format, prefixes: Mapping[str, str]) -> None:
    if isinstance(format_.writer, pyoxigraph.RdfFormat):
        assert isinstance(found, pyoxigraph.QueryTriples)
        pyoxigraph.serialize(found, output, format_.writer, prefixes=dict(prefixes))
    else:
        assert not isinstance(found, pyoxigraph.QueryTriples)
        found.serialize(output, format_.writer)


def _shown(found: Results, prefixes: Mapping[str, str]) -> dict[str, Any]:
    """Return what a page shows of an answer: its first rows or triples, and whether there are more."""
    if isinstance(found, pyoxigraph.QueryBoolean):
        return {"boolean": bool(found)}
    if isinstance(found, pyoxigraph.QueryTriples):
        triples = list(islice(found, SHOWN))
        text = pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.TURTLE, prefixes=dict(prefixes))
        return {"turtle": (text or b"").decode(), "more": next(found, None) is not None}
    names = [variable.value for variable in found.variables]
    rows = [[_cell(solution[name]) for name in names] for solution in islice(found, SHOWN)]
    return {"columns": names, "rows": rows, "more": next(found, None) is not None}


def _cell(term: object) -> dict[str, str]:
    if isinstance(term, pyoxigraph.NamedNode):
        return {"iri": term.value}
    if isinstance(term, pyoxigraph.Literal):
        return {"text": term.value, "datatype": term.datatype.value, "language": term.language or ""}
    return {"text": "" if term is None else str(term)}


class _Limited(io.BytesIO):
    """A stream into memory that takes so many bytes, and fails on the next."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.exceeded = False
        self._limit = limit

    def write(self, piece: Buffer) -> int:
        self.exceeded = self.tell() + memoryview(piece).nbytes > self._limit
        if self.exceeded:
            raise OSError("the answer is too large")
        return super().write(piece)


def _questions(stream: IO[bytes]) -> queue.SimpleQueue[Question]:
    """Return the questions that come on a stream; where it ends, so does the process."""
    found: queue.SimpleQueue[Question] = queue.SimpleQueue()

    def read() -> None:
        while len(head := stream.read(_LENGTH.size)) == _LENGTH.size:
            length = read_length(head)
            content = stream.read(length)
            if len(content) < length:
                break
            found.put(Question(**json.loads(content)))
        os._exit(0)

    threading.Thread(target=read, daemon=True).start()
    return found


def _bound_memory(limit: int) -> None:
    """Let the process have so many bytes; on systems that know no such limit, all that it asks for."""
    try:
        import resource
    except ImportError:  # pragma: no cover - not on Windows
        return
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (wanted, hard))


def main(path: str, described: str) -> NoReturn:
    """Serve questions from stdin until it ends."""
    settings = Settings(**json.loads(described))
    # Answers go where stdout went, and nothing else does.
    with os.fdopen(os.dup(1), "wb") as output:
        os.dup2(2, 1)
        questions = _questions(sys.stdin.buffer)
        store = pyoxigraph.Store.read_only(path)
        _bound_memory(settings.memory_limit)
        output.write(READY)
        output.flush()
        while True:
            output.write(answer(store, questions.get(), settings).frame())
            output.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
