"""The one place that speaks to ORKG: politely, and never the same write twice.

Reads (GET) are asked again after errors of the network and the server, with growing waits and as
`Retry-After` says. A write is sent once. Where no answer comes, or the server breaks, it is not known
whether it was carried out: `UncertainError`, and who called must look before writing again. What was
certainly not carried out (429, an expired token, no connection) is sent again here.

Redirects are never followed, and new ids are the last part of `Location`, which is never fetched.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator, Mapping
from email.utils import parsedate_to_datetime
from typing import Any, Final

import requests
from requests.adapters import HTTPAdapter
from urllib3 import Retry
from urllib3.exceptions import HTTPError, NewConnectionError

from llm_kg.errors import OrkgError
from llm_kg.orkg.credentials import Credentials
from llm_kg.orkg.hosts import Host
from llm_kg.orkg.login import Login
from llm_kg.orkg.problems import RefusedError, UncertainError, UnreachableError

__all__ = ["COMPARISON", "CONTRIBUTION", "JSON", "PAPER", "Client"]

JSON: Final = "application/json"
PAPER: Final = "application/vnd.orkg.paper.v2+json"
CONTRIBUTION: Final = "application/vnd.orkg.contribution.v2+json"
COMPARISON: Final = "application/vnd.orkg.comparison.v3+json"

#: Seconds to connect, and between two pieces of an answer.
_TIMEOUT: Final = (10.0, 30.0)
#: Seconds for an answer as a whole, and its bytes: a server may neither stall nor flood us.
_LONGEST: Final = 120.0
_LARGEST: Final = 64 * 2**20
_MOST_WAIT: Final = 60.0
_TRIES: Final = 5
_PAGE: Final = 500
_TRANSIENT: Final = (429, 500, 502, 503, 504)
_ID = re.compile(r"[a-zA-Z0-9:_-]+")
#: Ids that a host tells become parts of paths.
_PATH = re.compile(r"(?:/[a-zA-Z0-9:_-]+)+/?")


class _NoAnswerError(Exception):
    """An answer broke off, or took too long."""


class _Anonymous(requests.auth.AuthBase):
    """No login; without it requests would take one from ~/.netrc."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        return request


class _Bearer(requests.auth.AuthBase):
    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


class Client:
    """One host. Reads are anonymous; for writes there must be credentials.

    `sleep` and `clock` are for tests; `longest` is how many seconds an answer may take as a whole.
    """

    def __init__(
        self,
        host: Host,
        credentials: Credentials | None = None,
        *,
        timeout: tuple[float, float] = _TIMEOUT,
        longest: float = _LONGEST,
        session: requests.Session | None = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.host = host
        self._timeout = timeout
        self._longest = longest
        self._sleep = sleep
        self._clock = clock
        self._session = session or _session()
        self._login = Login(host, credentials, self._ask, clock) if credentials else None

    def __repr__(self) -> str:
        return f"<client of {self.host.url}>"

    def close(self) -> None:
        """End the connections."""
        self._session.close()

    def wait(self, seconds: float) -> None:
        """Wait, before something is looked up or tried again."""
        self._sleep(seconds)

    def log_in(self) -> None:
        """Obtain a token now, so that a wrong login is told before any work.

        Raises
        ------
        LoginError
            The user is refused, or there is none.
        """
        self._token()

    # Reading

    def get(self, path: str, media: str = JSON, **query: str | int) -> Any:
        """Return what a path holds; None where there is nothing (404).

        Raises
        ------
        RefusedError
            ORKG refuses the request.
        UnreachableError
            No whole answer came, although it was asked for some times.
        """
        call = f"GET {path}"
        where = f"{self.host.url}/api{path}"
        for attempt in range(_TRIES):
            try:
                answer = self._send("GET", path, {"Accept": media}, params=query)
            except requests.RequestException as error:
                raise UnreachableError(f"{where}: {_cause(error)}; try again later") from None
            status = answer.status_code
            try:
                body = self._body(answer)
                if status == 200:
                    return json.loads(body)
            except (requests.RequestException, HTTPError, ValueError, _NoAnswerError) as error:
                reason = _cause(error)
            else:
                if status == 404:
                    return None
                if status in _TRANSIENT:  # after asking again as often as `_session` allows
                    raise UnreachableError(f"{where}: the server is in trouble (status {status}); try later")
                raise RefusedError.of(call, status, body)
            if attempt < _TRIES - 1:
                self._sleep(_backoff(attempt))
        raise UnreachableError(f"{where}: no whole answer came ({reason}); try again later")

    def pages(self, path: str, media: str = JSON, **query: str | int) -> Iterator[dict[str, Any]]:
        """Yield the items of a list, page after page."""
        number = 0
        while True:
            told = self.get(path, media, **query, page=number, size=_PAGE)
            try:
                items = told["content"]
                last = number + 1 >= int(told["page"]["total_pages"])
            except (TypeError, KeyError, ValueError):
                raise OrkgError(f"GET {path}: this is no list as ORKG's API gives it") from None
            yield from items
            if last or not items:
                return
            number += 1

    # Writing

    def write(self, method: str, path: str, body: Any, media: str = JSON) -> str | None:
        """Send a write, once; return the id of what it made, where it made something.

        Raises
        ------
        RefusedError
            ORKG refuses it: nothing was written.
        UncertainError
            No answer came, or the server broke.
        UnreachableError
            Nobody answers: nothing was sent.
        LoginError
            No token can be had.
        """
        call = f"{method} {path}"
        is_renewed = False
        attempt = 0
        while True:
            answer = self._write(call, method, path, body, media)
            status = answer.status_code
            if status == 401 and not is_renewed:
                answer.close()
                is_renewed = True
                self._renew()
            elif status == 429 and attempt < _TRIES - 1:
                answer.close()
                self._sleep(_retry_after(answer.headers) or _backoff(attempt))
                attempt += 1
            else:
                return self._outcome(call, answer)

    def _write(self, call: str, method: str, path: str, body: Any, media: str) -> requests.Response:
        headers = {"Accept": media}
        data = None
        if body is not None:
            headers["Content-Type"] = media
            data = json.dumps(body, ensure_ascii=False).encode()
        token = self._token()
        for attempt in range(_TRIES):
            try:
                return self._send(method, path, headers, data=data, token=token)
            except requests.RequestException as error:
                if not _is_unsent(error):
                    raise UncertainError(
                        call,
                        f"no answer came ({_cause(error)})",
                        may_go_on=isinstance(error, requests.Timeout),
                    ) from None
            if attempt < _TRIES - 1:
                self._sleep(_backoff(attempt))
        raise UnreachableError(f"{self.host.url} cannot be reached; nothing was sent")

    def _outcome(self, call: str, answer: requests.Response) -> str | None:
        status = answer.status_code
        if status >= 500:
            answer.close()
            raise UncertainError(call, f"the server broke (status {status})", may_go_on=status == 504)
        if status >= 300:
            try:
                body = self._body(answer)
            except (requests.RequestException, HTTPError, _NoAnswerError):
                body = b""
            raise RefusedError.of(call, status, body)
        answer.close()
        if not (location := answer.headers.get("Location")):
            return None
        id_ = location.rstrip("/").rpartition("/")[2]
        if not _ID.fullmatch(id_):
            raise UncertainError(call, "the answer names no id")
        return id_

    # Both

    def _token(self) -> str:
        if self._login is None:
            raise OrkgError("this client reads only: it was given no login")
        return self._login.token()

    def _renew(self) -> None:
        if self._login:
            self._login.renew()

    def _send(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str],
        *,
        params: Mapping[str, str | int] | None = None,
        data: bytes | None = None,
        token: str | None = None,
    ) -> requests.Response:
        if not _PATH.fullmatch(path):
            raise OrkgError(f"{self.host.url} gave an id that is none: {path[:80]!r}")
        return self._session.request(
            method,
            f"{self.host.url}/api{path}",
            params=params,
            data=data,
            headers={"User-Agent": _user_agent(), **headers},
            auth=_Bearer(token) if token else _Anonymous(),
            timeout=self._timeout,
            allow_redirects=False,
            stream=True,
        )

    def _ask(self, url: str, form: dict[str, str]) -> requests.Response:
        """Post a form for a token; asking once more does no harm."""
        for attempt in range(_TRIES):
            is_last = attempt == _TRIES - 1
            try:
                answer = self._session.post(
                    url,
                    data=form,
                    headers={"User-Agent": _user_agent(), "Accept": JSON},
                    auth=_Anonymous(),
                    timeout=self._timeout,
                    allow_redirects=False,
                )
                if answer.status_code not in _TRANSIENT or is_last:
                    return answer
            except (requests.ConnectionError, requests.Timeout):
                if is_last:
                    raise
            self._sleep(_backoff(attempt))
        raise AssertionError("the last attempt returns or raises")

    def _body(self, answer: requests.Response) -> bytes:
        """Return the body of an answer; not later than it may take, and not more than it may hold."""
        ends = self._clock() + self._longest
        pieces: list[bytes] = []
        size = 0
        try:
            while piece := answer.raw.read1(65536, decode_content=True):
                pieces.append(piece)
                size += len(piece)
                if size > _LARGEST:
                    raise _NoAnswerError(f"more than {_LARGEST} bytes")
                if self._clock() > ends:
                    raise _NoAnswerError(f"not whole after {self._longest:.0f} s")
        finally:
            answer.close()
        stated = answer.headers.get("Content-Length", "")
        if stated.isdigit() and "Content-Encoding" not in answer.headers and size < int(stated):
            raise _NoAnswerError("it broke off")
        return b"".join(pieces)


def _session() -> requests.Session:
    """Return a session that asks again for reads, and for nothing else."""
    retry = Retry(
        total=_TRIES - 1,
        allowed_methods=("GET", "HEAD"),
        status_forcelist=_TRANSIENT,
        backoff_factor=0.5,
        backoff_max=_MOST_WAIT,
        respect_retry_after_header=True,
        retry_after_max=int(_MOST_WAIT),
        raise_on_status=False,
        redirect=0,
    )
    session = requests.Session()
    for scheme in ("https://", "http://"):
        session.mount(scheme, HTTPAdapter(max_retries=retry))
    return session


def _user_agent() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"llm-kg/{version('llm-kg')}"
    except PackageNotFoundError:
        return "llm-kg"


def _is_unsent(error: requests.RequestException) -> bool:
    """Tell whether there was no connection that anything could have been sent on."""
    if isinstance(error, requests.ConnectTimeout):
        return True
    cause: object = error.args[0] if error.args else None
    return isinstance(getattr(cause, "reason", cause), NewConnectionError)


def _backoff(attempt: int) -> float:
    return min(_MOST_WAIT, 0.5 * 2.0**attempt)


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that a server asks to wait, as far as we are willing."""
    stated = headers.get("Retry-After", "").strip()
    if stated.isascii() and stated.isdigit() and len(stated) < 9:
        return min(float(stated), _MOST_WAIT)
    try:
        seconds = parsedate_to_datetime(stated).timestamp() - time.time()
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(seconds, 0.0), _MOST_WAIT)


def _cause(error: Exception) -> str:
    """Name what went wrong; never by the words of the library, which quote what was sent."""
    if isinstance(error, _NoAnswerError):
        return str(error)
    if isinstance(error, requests.Timeout):
        return "time ran out"
    if isinstance(error, json.JSONDecodeError):
        return "it is not JSON"
    return "the connection failed"
