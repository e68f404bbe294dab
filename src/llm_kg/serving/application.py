"""The ASGI application: the endpoint, the pages, and what the graph's IRIs lead to."""

from __future__ import annotations

import contextlib
import json
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pyoxigraph
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from llm_kg.graph import BASE
from llm_kg.rdf import LLMKG, OWL, RDFS
from llm_kg.serving.descriptions import describe, page
from llm_kg.serving.formats import DOCUMENTS, GRAPHS, HTML, ROWS, Format, negotiate
from llm_kg.serving.pages import Pages
from llm_kg.serving.pool import Pool
from llm_kg.serving.protocol import RefusedError, question_of, unless_gone
from llm_kg.serving.service import service_description
from llm_kg.serving.website import find_page
from llm_kg.serving.worker import Answer, Question

__all__ = ["Offer", "application"]

# Nothing of a page of ours runs; a site brings its own scripts, and says so itself.
_OWN_PAGE = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
}
_SAFE = ((b"x-content-type-options", b"nosniff"), (b"referrer-policy", b"no-referrer"))


@dataclass(frozen=True, slots=True)
class Offer:
    """What is served: a graph under a base, a site beside it, and to whom.

    `hosts` are the names by which the server may be called (empty: any), `origins` those of the web pages
    of others that may ask it.
    """

    base: str
    prefixes: dict[str, str]
    site: Path | None = None
    claims_apart: bool = False
    hosts: Sequence[str] = ()
    origins: Sequence[str] = ()


def application(pool: Pool, offer: Offer, ready: Callable[[], None] = lambda: None) -> Starlette:
    """Return the application over the workers of a pool, which it starts and ends.

    `ready` is called when the first request can be answered.
    """

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await pool.start()
        ready()
        try:
            yield
        finally:
            await pool.close()

    views = _Views(pool, offer)
    routes: list[BaseRoute] = [
        Route("/query", views.query, methods=["GET", "POST"]),
        Route("/", views.index),
        Route("/{path:path}", views.document),
    ]
    middleware = [Middleware(_Guard, hosts=offer.hosts)]
    if offer.origins:
        headers = ["Accept", "Content-Type"]
        middleware.append(
            Middleware(
                CORSMiddleware,
                allow_origins=list(offer.origins),
                allow_methods=["GET", "POST"],
                allow_headers=headers,
            )
        )
    return Starlette(routes=routes, middleware=middleware, lifespan=lifespan)


class _Views:
    """What answers the requests."""

    def __init__(self, pool: Pool, offer: Offer) -> None:
        self._pool = pool
        self._offer = offer
        self._pages = Pages(offer.base, offer.prefixes, claims_apart=offer.claims_apart)

    async def query(self, request: Request) -> Response:
        """Answer a query, or show the page on which to ask one."""
        accept = request.headers.get("accept")
        asked = request.method == "POST" or "query" in request.query_params
        if not asked:
            return self._about(request, accept)
        question = None
        try:
            question = await question_of(request)
            answer = await unless_gone(request, self._pool.ask(question))
        except RefusedError as refused:
            answer = refused.answer
        return self._answered(request, question, answer)

    def _about(self, request: Request, accept: str | None) -> Response:
        """Show the page on which to ask; to a client that wants RDF, describe the service."""
        chosen = negotiate(accept, GRAPHS)
        if chosen is None:
            return _plain(Answer.refusal(406, f"a description can be had as {_types(GRAPHS)}"))
        if chosen[0] is HTML:
            named = request.query_params.get("named", "")
            return self._html(self._pages.query(_root(request), None, None, named))
        triples = service_description(str(request.url.replace(query="")), ROWS, GRAPHS)
        return _graph(triples, chosen, self._offer.prefixes)

    def _answered(self, request: Request, question: Question | None, answer: Answer) -> Response:
        wished = negotiate(request.headers.get("accept"), ROWS)
        by_browser = wished is not None and wished[0] is HTML and not (question and question.format)
        if answer.type in HTML.types or (answer.status != 200 and by_browser):
            return self._html(self._pages.query(_root(request), question, answer), answer.status)
        return _plain(answer)

    async def index(self, request: Request) -> Response:
        """Show the first page: that of the site where there is one."""
        if found := find_page(self._offer.site, ""):
            return _file(found)
        # Sorted here: to sort a hundred thousand there, of which so few are shown, takes seconds.
        query = f"SELECT ?iri ?label WHERE {{ ?iri a <{LLMKG}Model> ; <{RDFS}label> ?label }}"
        answer = await self._pool.ask(Question(query, format="html"))
        if answer.status != 200:
            return _plain(answer)
        return self._html(self._pages.index(_root(request), *_models(answer)))

    async def document(self, request: Request) -> Response:
        """Answer for a path: a file of the site, a thing by its IRI, or a document about one."""
        path = request.path_params["path"]
        if found := find_page(self._offer.site, path):
            return _file(found)
        if path == "ontology.html":
            return self._html(self._pages.vocabulary(_root(request)))
        if await self._described(path):
            return self._see_document(request, path)
        for format_ in DOCUMENTS:
            stem = path.removesuffix(format_.suffix)
            if stem != path and (described := await self._described(stem)):
                return await self._document(request, stem, described, format_)
        if other := await self._other_name(path):
            return RedirectResponse(f"{_root(request)}/{quote(other)}", 303)
        raise HTTPException(404, f"nothing is known of /{path}\n")

    async def _other_name(self, path: str) -> str | None:
        """Return the path of the thing that is the same as one of which nothing is said."""
        with contextlib.suppress(ValueError):
            alias = pyoxigraph.NamedNode(self._offer.base + path)
            query = f"SELECT ?iri {{ ?iri <{OWL}sameAs> {alias} }} ORDER BY ?iri LIMIT 1"
            answer = await self._pool.ask(Question(query, format="html"))
            for (cell,) in json.loads(answer.body)["rows"] if answer.status == 200 else ():
                if cell["iri"].startswith(self._offer.base):
                    return str(cell["iri"].removeprefix(self._offer.base))
        return None

    async def _described(self, path: str) -> tuple[str, list[pyoxigraph.Triple]] | None:
        """Return the IRI of a path and what is said of it; None where that is nothing."""
        for base in dict.fromkeys((self._offer.base, BASE)):
            try:
                iri = pyoxigraph.NamedNode(base + path).value
            except ValueError:
                continue
            described = await describe(self._pool, iri)
            if isinstance(described, Answer):
                raise HTTPException(described.status, described.body.decode())
            if described:
                return iri, described
        return None

    def _see_document(self, request: Request, path: str) -> Response:
        """Send the client from a thing, which no server can send, to a document about it."""
        chosen = negotiate(request.headers.get("accept"), DOCUMENTS)
        if chosen is None:
            return _plain(Answer.refusal(406, f"a description can be had as {_types(DOCUMENTS)}"))
        target = f"{_root(request)}/{quote(path)}{chosen[0].suffix}"
        return RedirectResponse(target, 303, headers={"Vary": "Accept"})

    async def _document(
        self, request: Request, path: str, described: tuple[str, list[pyoxigraph.Triple]], format_: Format
    ) -> Response:
        iri, triples = described
        if format_ is not HTML:
            return _graph(triples, (format_, format_.types[0]), self._offer.prefixes)
        shown = await page(self._pool, iri)
        if isinstance(shown, Answer):
            return _plain(shown)
        return self._html(self._pages.thing(_root(request), path, shown))

    @staticmethod
    def _html(content: str, status: int = 200) -> Response:
        return HTMLResponse(content, status, headers={"Vary": "Accept", **_OWN_PAGE})


class _Guard:
    """Answers only those who call the server by its own name, and adds what keeps browsers careful.

    A page of a stranger can make its own name lead to this machine; a server for this machine alone
    would be open to it, if it answered to any name.
    """

    def __init__(self, app: ASGIApp, hosts: Sequence[str]) -> None:
        self._app = app
        self._hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_SAFE]
            await send(message)

        if scope["type"] == "http" and self._hosts and Request(scope).url.hostname not in self._hosts:
            named = _plain(Answer.refusal(400, "this server is not called so; see --host"))
            return await named(scope, receive, send)
        return await self._app(scope, receive, send_guarded)


def _root(request: Request) -> str:
    return str(request.scope.get("root_path", "")).rstrip("/")


def _types(offered: Sequence[Format]) -> str:
    return ", ".join(format_.types[0] for format_ in offered)


def _models(answer: Answer) -> tuple[list[tuple[str, str]], bool]:
    shown = json.loads(answer.body)
    models = {(iri["iri"], label["text"]) for iri, label in shown["rows"]}
    return sorted(models, key=lambda model: (model[1].casefold(), model)), shown["more"]


def _plain(answer: Answer) -> Response:
    headers = {"Vary": "Accept"}
    if answer.status == 503:
        headers["Retry-After"] = "5"
    return Response(answer.body, answer.status, headers, answer.type)


def _file(path: Path) -> Response:
    types = {format_.suffix: format_.types[0] for format_ in GRAPHS}
    return FileResponse(path, media_type=types.get(path.suffix))


def _graph(
    triples: Sequence[pyoxigraph.Triple], chosen: tuple[Format, str], prefixes: dict[str, str]
) -> Response:
    format_, type_ = chosen
    assert isinstance(format_.writer, pyoxigraph.RdfFormat)
    content = pyoxigraph.serialize(triples, format=format_.writer, prefixes=prefixes)
    return Response(content, headers={"Vary": "Accept"}, media_type=type_)
