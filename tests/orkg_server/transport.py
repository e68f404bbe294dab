"""Ways to reach the stand-in: over HTTP on this machine, or as an adapter of requests without a socket."""

from __future__ import annotations

import contextlib
import io
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import requests
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict
from urllib3 import HTTPResponse

from .app import App, Outcome
from .messages import Request, Response

_WRITES = ("POST", "PUT", "DELETE")


def _request(method: str, address: str, headers: Any, body: bytes, origin: str) -> Request:
    parts = urlsplit(address)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    lowered = {name.lower(): value for name, value in headers.items()}
    return Request(method, parts.path, query, lowered, body, origin=origin)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Head and body are two small packets; the second must not wait for the first to be acknowledged.
    disable_nagle_algorithm = True
    server: Server

    def _handle(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        request = _request(self.command, self.path, self.headers, body, self.server.address)
        outcome = self.server.app.handle(request)
        if outcome.transport in ("refuse", "drop-before", "drop-after"):
            self.close_connection = True
        elif outcome.transport in ("hang", "hang-after"):
            time.sleep(self.server.hang_seconds)
            self.close_connection = True
        else:
            self._send(outcome)

    def _send(self, outcome: Outcome) -> None:
        response = outcome.response
        self.send_response(response.status)
        for name, value in response.headers.items():
            self.send_header(name, value)
        if response.status not in (204, 304):
            self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        if self.command == "HEAD":
            return
        if outcome.transport == "half-body":
            self.wfile.write(response.body[: len(response.body) // 2])
            self.close_connection = True
        elif outcome.transport == "slow-body":
            for byte in response.body:
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
                time.sleep(self.server.slow_seconds)
        else:
            self.wfile.write(response.body)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = _handle  # noqa: N815 - http.server's names

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        if self.server.verbose:
            super().log_message(format, *args)


class Server(ThreadingHTTPServer):
    """The stand-in on a port of this machine."""

    daemon_threads = True
    hang_seconds: float = 5
    slow_seconds: float = 0.2
    verbose = False

    def __init__(self, app: App, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.app = app

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of clients that have gone: that is what some tests do."""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


@contextlib.contextmanager
def serving(app: App) -> Iterator[Server]:
    """Serve the stand-in while the context lasts."""
    with Server(app) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()


class InProcess(BaseAdapter):
    """The stand-in behind a session of requests: the same answers and errors, without a socket.

    `before` and `after` are called around every write, and may raise: a client that is killed then.
    """

    def __init__(self, app: App) -> None:
        super().__init__()
        self.app = app
        self.before: Callable[[str, str], None] = lambda method, path: None
        self.after: Callable[[str, str], None] = lambda method, path: None

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:  # type: ignore[override]
        body = request.body or b""
        data = body.encode() if isinstance(body, str) else body
        parts = urlsplit(request.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        asked = _request(request.method, request.url, request.headers, data, origin)
        is_write = request.method in _WRITES and "/realms/" not in asked.path
        if is_write:
            self.before(request.method, asked.path)
        outcome = self.app.handle(asked)
        if is_write:
            self.after(request.method, asked.path)
        if outcome.transport in ("refuse", "drop-before", "drop-after"):
            raise requests.ConnectionError("the connection ended", request=request)
        if outcome.transport in ("hang", "hang-after"):
            raise requests.ReadTimeout("no answer came", request=request)
        return self._response(request, outcome.response, outcome.transport)

    def _response(
        self, request: requests.PreparedRequest, answer: Response, transport: str | None
    ) -> requests.Response:
        response = requests.Response()
        response.status_code = answer.status
        response.headers = CaseInsensitiveDict(answer.headers)
        response.request = request
        response.url = request.url
        body = answer.body[: len(answer.body) // 2] if transport == "half-body" else answer.body
        response.raw = HTTPResponse(
            io.BytesIO(b"" if request.method == "HEAD" else body),
            headers={**answer.headers, "Content-Length": str(len(answer.body))},
            status=answer.status,
            preload_content=False,
            request_method=request.method,
        )
        return response

    def close(self) -> None:
        pass
