"""The stand-in as a function of requests: who may do what, in which media types, and misbehaviour."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import RLock
from typing import Any
from urllib.parse import parse_qs
from uuid import NAMESPACE_URL, uuid5

from . import schemas
from .atoms import Atoms
from .comparisons import Comparisons
from .messages import COMPARISON, CONTRIBUTION, JSON, PAPER, TEMPLATE, Request, Response, created, reply
from .papers import Papers
from .problems import ProblemError, refuse
from .state import State

TOKEN_PATH = "/realms/orkg/protocol/openid-connect/token"
#: What a fault does instead of answering, or besides.
FAULTS = (
    "refuse",  # nobody listens
    "hang",  # nothing is done, and no answer comes
    "hang-after",  # it is done, and no answer comes
    "drop-before",  # the connection ends before anything is done
    "drop-after",  # it is done, then the connection ends
    "429",  # too many requests, without a word on when to come back
    "429-retry-after",
    "500",
    "502",
    "503",
    "500-after",  # it is done, and the answer is an error
    "half-paper",  # the paper is there, its contributions are not
    "slow-body",
    "half-body",
    "expired-token",
    "rival",  # somebody else makes the same paper between look-up and write
)


@dataclass
class Fault:
    """One misbehaviour: on requests of a method and path, after letting some pass, some times over."""

    kind: str
    method: str = "WRITE"
    path: str = "/api/"
    skip: int = 0
    times: int = 1

    def strikes(self, request: Request) -> bool:
        is_write = request.method in ("POST", "PUT", "DELETE")
        fits = self.method == request.method or (self.method == "WRITE" and is_write)
        if not fits or not request.path.startswith(self.path) or not self.times:
            return False
        if self.skip:
            self.skip -= 1
            return False
        self.times -= 1
        return True


@dataclass
class Outcome:
    """What becomes of a request: an answer, and what the transport does to it."""

    response: Response
    transport: str | None = None


@dataclass
class App:
    """A host: its content, its users, and how it behaves."""

    predicates: str = "production"
    username: str = "curator@example.org"
    password: str = "hunter2-pässwörd"
    token_seconds: float = 300
    #: The `Location` of created things begins so; None is the host's own address.
    location: str | None = None
    #: Whether the host knows `uri` (0.100.0 and newer).
    has_uri: bool = True
    store: Path | None = None
    clock: Callable[[], float] = time.monotonic
    state: State = field(init=False)
    faults: list[Fault] = field(default_factory=list)
    #: The writes that were carried out: (method, path).
    writes: list[tuple[str, str]] = field(default_factory=list)
    #: Every request: (method, path).
    requests: list[tuple[str, str]] = field(default_factory=list)
    tokens: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.state = State(self.predicates)
        if self.store and self.store.exists():
            self.state.load(self.store)
        self.atoms = Atoms(self.state, self.has_uri)
        self.papers = Papers(self.state, self.atoms)
        self.comparisons = Comparisons(self.state, self.papers)
        self.lock = RLock()
        self.routes = self._routes()

    # A request

    def handle(self, request: Request) -> Outcome:
        """Answer a request, or misbehave."""
        with self.lock:
            self.requests.append((request.method, request.path))
            fault = next((fault for fault in self.faults if fault.strikes(request)), None)
            return self._with(fault.kind, request) if fault else Outcome(self._answer(request))

    def _with(self, kind: str, request: Request) -> Outcome:
        if kind in ("refuse", "hang", "drop-before"):
            return Outcome(Response(0), kind)
        if kind.startswith("429"):
            headers = {"Retry-After": "1"} if kind.endswith("retry-after") else {}
            return Outcome(Response(429, headers=headers))
        if kind in ("500", "502", "503"):
            return Outcome(Response(int(kind), b"<html>Bad gateway</html>", {"Content-Type": "text/html"}))
        if kind == "expired-token":
            self.tokens.clear()
        if kind == "rival":
            self._rival(request)
        if kind == "half-paper":
            return Outcome(self._half(request))
        response = self._answer(request)
        if kind == "500-after":
            return Outcome(Response(500))
        return Outcome(
            response, kind if kind in ("hang-after", "drop-after", "slow-body", "half-body") else None
        )

    def _half(self, request: Request) -> Response:
        def strike() -> None:
            raise refuse("internal_server_error", "The database went away.", 500)

        self.papers.half_way = strike
        try:
            return self._answer(request)
        finally:
            self.papers.half_way = lambda: None

    def _rival(self, request: Request) -> None:
        """Let somebody else make the paper of this request, with a contribution of their own."""
        if request.path != "/api/papers":
            return
        body = {**request.json()}
        statements = {"HAS_MODEL": [{"id": "#1"}]}
        body["contents"] = {
            "literals": {"#1": {"label": "A model of somebody else"}},
            "contributions": [{"label": "Contribution 1", "statements": statements}],
        }
        read = schemas.CreatePaper.model_validate(body)
        rival = replace(request, user=user_id("rival@example.org"), body=read.model_dump_json().encode())
        self.papers.create(rival)

    def _answer(self, request: Request) -> Response:
        try:
            response = self._dispatch(request)
        except ProblemError as problem:
            response = reply(problem.body(request.path), "application/problem+json", problem.status)
            response.headers |= problem.headers
        if (
            request.method in ("POST", "PUT", "DELETE")
            and request.path != TOKEN_PATH
            and response.status < 300
        ):
            self.writes.append((request.method, request.path))
            if self.store:
                self.state.save(self.store)
        return response

    def _dispatch(self, request: Request) -> Response:
        if request.path == TOKEN_PATH and request.method == "POST":
            return self._token(request)
        if request.path.endswith("/"):
            return Response(308, headers={"Location": request.path.rstrip("/")})
        verbs = []
        for method, pattern, consumes, produces, handler in self.routes:
            if not (match := re.fullmatch(pattern, request.path)):
                continue
            verbs.append(method)
            if method == request.method:
                self._check_media(request, consumes, produces)
                if method in ("POST", "PUT", "DELETE"):
                    self._authenticate(request)
                    request.origin = self.location or request.origin
                return handler(request, *match.groups())
        if verbs:
            detail = f"Method '{request.method}' is not supported."
            raise ProblemError(405, "http_request_method_not_supported", detail)
        raise refuse("not_found", "No endpoint.", 404)

    def _check_media(self, request: Request, consumes: str | None, produces: tuple[str, ...]) -> None:
        accepted = [
            part.partition(";")[0].strip() for part in request.headers.get("accept", "*/*").split(",")
        ]
        # Comparisons have no representation by default: they are asked for by their very media type.
        wildcards = () if produces[0] == COMPARISON else ("*/*", "application/*")
        if not any(part in (*wildcards, *produces) for part in accepted):
            raise ProblemError(
                406,
                "http_media_type_not_acceptable",
                "Not acceptable.",
                headers={"Accept": ", ".join(produces)},
            )
        stated = request.headers.get("content-type", "").partition(";")[0].strip()
        if consumes and stated != consumes:
            raise ProblemError(
                415,
                "http_media_type_not_supported",
                f"'{stated}' is not supported.",
                headers={"Accept": consumes},
            )

    # Users

    def _authenticate(self, request: Request) -> None:
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        if kind != "Bearer" or self.tokens.get(token, 0) <= self.clock():
            raise _Unauthorized
        request.user = user_id(self.username)

    def _token(self, request: Request) -> Response:
        form = {key: values[0] for key, values in parse_qs(request.body.decode()).items()}
        is_form = request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded")
        known = form.get("client_id") == "orkg-client" and is_form
        if form.get("grant_type") == "password":
            known &= (form.get("username"), form.get("password")) == (self.username, self.password)
        elif form.get("grant_type") == "refresh_token":
            known &= self.tokens.pop(f"refresh {form.get('refresh_token')}", 0) > self.clock()
        else:
            known = False
        if not known:
            told = {"error": "invalid_grant", "error_description": "Invalid user credentials"}
            return reply(told, status=401)
        access, refresh = secrets.token_hex(16), secrets.token_hex(16)
        self.tokens[access] = self.clock() + self.token_seconds
        self.tokens[f"refresh {refresh}"] = self.clock() + 1800
        told = {"access_token": access, "expires_in": int(self.token_seconds), "refresh_token": refresh}
        return reply({**told, "refresh_expires_in": 1800, "token_type": "Bearer"})

    # What there is

    def _routes(self) -> list[tuple[str, str, str | None, tuple[str, ...], Callable[..., Response]]]:
        atoms, papers, comparisons = self.atoms, self.papers, self.comparisons
        id_ = "([a-zA-Z0-9:_-]+)"
        paper, comparison = f"/api/papers/{id_}", f"/api/comparisons/{id_}"
        v3 = (COMPARISON,)

        def kind(name: str) -> Callable[..., Response]:
            return lambda request, *ids: atoms.get(request, *ids, name) if ids else atoms.list_(request, name)

        routes: list[Any] = [
            ("GET", "/api/papers", None, (PAPER,), papers.list_),
            ("HEAD", "/api/papers", None, (PAPER, JSON), papers.head),
            ("GET", paper, None, (PAPER,), papers.get),
            ("POST", "/api/papers", PAPER, (PAPER,), papers.create),
            ("PUT", paper, PAPER, (PAPER,), papers.update),
            ("DELETE", paper, PAPER, (PAPER,), papers.delete),
            ("POST", f"{paper}/contributions", CONTRIBUTION, (CONTRIBUTION,), papers.contribute),
            ("GET", f"/api/contributions/{id_}", None, (CONTRIBUTION,), papers.get_contribution),
            ("POST", "/api/comparisons", COMPARISON, v3, comparisons.create),
            ("GET", "/api/comparisons", None, v3, comparisons.list_),
            ("GET", comparison, None, v3, comparisons.get),
            ("PUT", comparison, COMPARISON, v3, comparisons.update),
            ("DELETE", comparison, COMPARISON, v3, comparisons.delete),
            ("GET", f"{comparison}/table-paths", None, v3, comparisons.paths),
            ("GET", f"{comparison}/contents", None, (*v3, "text/csv"), comparisons.contents),
            ("PUT", f"{comparison}/contents", COMPARISON, v3, comparisons.select),
            ("POST", f"{comparison}/publish", JSON, (JSON,), comparisons.publish),
            ("GET", "/api/statements", None, (JSON,), atoms.list_statements),
            ("POST", "/api/statements", JSON, (JSON,), atoms.create_statement),
            ("PUT", f"/api/statements/{id_}", JSON, (JSON,), atoms.update_statement),
            ("DELETE", f"/api/statements/{id_}", None, (JSON,), atoms.delete_statement),
            ("POST", "/api/resources", JSON, (JSON,), atoms.create_resource),
            ("PUT", f"/api/resources/{id_}", JSON, (JSON,), atoms.update_resource),
            ("POST", "/api/predicates", JSON, (JSON,), atoms.create_predicate),
            ("POST", "/api/literals", JSON, (JSON,), atoms.create_literal),
            ("POST", "/api/classes", JSON, (JSON,), atoms.create_class),
            ("POST", "/api/lists", JSON, (JSON,), atoms.create_list),
            ("POST", "/api/templates", TEMPLATE, (TEMPLATE,), self._create_template),
        ]
        for plural, name in (
            ("resources", "resource"),
            ("predicates", "predicate"),
            ("literals", "literal"),
            ("classes", "class"),
        ):
            routes.append(("GET", f"/api/{plural}", None, (JSON,), kind(name)))
            routes.append(("GET", f"/api/{plural}/{id_}", None, (JSON,), kind(name)))
        return routes

    def _create_template(self, request: Request) -> Response:
        body = request.read(schemas.CreateTemplate)
        self.papers.check_about(body.model_copy(update={"research_fields": [], "authors": []}))
        self.state.get(body.target_class, "thing_is_not_a_class", "class")
        return created(request, f"templates/{self.state.add('resource', body.label, classes=['NodeShape'])}")


class _UnauthorizedError(ProblemError):
    def body(self, path: str) -> dict[str, Any]:
        return {}


_Unauthorized = _UnauthorizedError(401, "unauthorized", "", headers={"WWW-Authenticate": "Bearer"})


def user_id(name: str) -> str:
    return str(uuid5(NAMESPACE_URL, name))
