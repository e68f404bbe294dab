"""The SPARQL 1.1 Protocol: from an HTTP request to a question, and from its answer to a response."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, Final
from urllib.parse import parse_qsl

from starlette.requests import Request

from llm_kg.serving.worker import Answer, Question

__all__ = ["LONGEST_QUERY", "RefusedError", "parameters", "question_of", "unless_gone"]

#: How long a request's body may be, in bytes.
LONGEST_QUERY: Final = 1_000_000
_MOST_PARAMETERS = 100
_FORM, _QUERY, _UPDATE = (
    "application/x-www-form-urlencoded",
    "application/sparql-query",
    "application/sparql-update",
)
_READ_ONLY = "this endpoint only reads: updates are refused"


class RefusedError(Exception):
    """A request that is not answered: the status code, and why."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status

    @property
    def answer(self) -> Answer:
        """The answer that tells so."""
        return Answer.refusal(self.status, str(self))


def parameters(encoded: str) -> list[tuple[str, str]]:
    """Return the parameters of a form or an address.

    Raises
    ------
    RefusedError
        They are not UTF-8, or too many.
    """
    try:
        return parse_qsl(
            encoded, keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS, separator="&"
        )
    except UnicodeDecodeError:
        raise RefusedError(400, "the parameters are not in UTF-8") from None
    except ValueError:
        raise RefusedError(400, f"there are more than {_MOST_PARAMETERS} parameters") from None


async def question_of(request: Request) -> Question:
    """Return the question that a request asks: by GET, by a form, or as its body.

    Raises
    ------
    RefusedError
        It asks none, or one that is not answered here.
    """
    accept = ", ".join(request.headers.getlist("accept")) or None
    given = parameters(request.url.query)
    if request.method != "POST":
        return _question(given, accept)
    kind = _media_type(request.headers.get("content-type", ""))
    if kind == _UPDATE:
        raise RefusedError(403, _READ_ONLY)
    if kind not in (_FORM, _QUERY):
        raise RefusedError(415, f"a query is posted as {_FORM} or as {_QUERY}")
    try:
        body = (await _body(request)).decode()
    except UnicodeDecodeError:
        raise RefusedError(400, "the body is not in UTF-8") from None
    if kind == _FORM:
        return _question(parameters(body), accept)
    if any(name == "query" for name, _ in given):
        raise RefusedError(400, "the body is a query, and the address has another; send one")
    return _question([*given, ("query", body)], accept)


def _media_type(header: str) -> str:
    """Return a media type without its parameters; only UTF-8 is understood."""
    kind, *rest = (part.strip().lower() for part in header.split(";"))
    for parameter in rest:
        name, _, value = parameter.partition("=")
        if name.strip() == "charset" and value.strip(' "') not in ("utf-8", "utf8"):
            raise RefusedError(415, "only UTF-8 is understood")
    return kind


async def _body(request: Request) -> bytes:
    pieces, length = [], 0
    async for piece in request.stream():
        length += len(piece)
        if length > LONGEST_QUERY:
            raise RefusedError(413, f"a query has {LONGEST_QUERY} bytes at most")
        pieces.append(piece)
    return b"".join(pieces)


def _question(given: list[tuple[str, str]], accept: str | None) -> Question:
    def values(name: str) -> tuple[str, ...]:
        return tuple(value for key, value in given if key == name)

    if values("update"):
        raise RefusedError(403, _READ_ONLY)
    queries, formats = values("query"), values("format")
    if len(queries) != 1:
        raise RefusedError(
            400, f"a request asks one query, in the parameter `query`; here are {len(queries)}"
        )
    return Question(
        queries[0],
        values("default-graph-uri"),
        values("named-graph-uri"),
        accept,
        formats[0] if formats and formats[0] else None,
    )


async def unless_gone(request: Request, asking: Coroutine[Any, Any, Answer]) -> Answer:
    """Return an answer; where the client goes away before, the query is stopped."""
    task, gone = asyncio.create_task(asking), asyncio.create_task(_gone(request))
    try:
        await asyncio.wait((task, gone), return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            return task.result()
        return Answer.refusal(400, "the client has gone")
    finally:
        task.cancel()
        gone.cancel()
        await asyncio.gather(task, gone, return_exceptions=True)


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
