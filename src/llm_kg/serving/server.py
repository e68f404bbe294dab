"""The HTTP server around the application: it binds first, talks when it is ready, and ends cleanly."""

from __future__ import annotations

import contextlib
import ipaddress
import signal
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import Final

from llm_kg.errors import MissingExtraError, StoreError
from llm_kg.serving.pool import Limits, Pool

try:
    import uvicorn

    from llm_kg.serving.application import Offer, application
except ModuleNotFoundError as error:
    if (error.name or "").partition(".")[0] == "llm_kg":
        raise
    raise MissingExtraError("serve", "the endpoint") from None

__all__ = ["Offer", "run"]

#: How long requests may go on when the server is told to end, in seconds.
_GRACE: Final = 2


def run(
    store: Path, offer: Offer, limits: Limits, *, host: str, port: int, say: Callable[[str], None]
) -> None:
    """Serve the store in a folder until the process is told to end (SIGINT, SIGTERM).

    A server on a loopback address answers only to the names of this machine.

    Raises
    ------
    StoreError
        The address cannot be bound, or no worker starts.
    """
    with _bound(host, port) as bound:
        name, port = bound.getsockname()[:2]
        hosts = ("localhost", "127.0.0.1", "::1", host) if ipaddress.ip_address(name).is_loopback else ()
        address = f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"

        def ready() -> None:
            say(f"serving at {address}/ (SPARQL at {address}/query); Ctrl-C stops it")

        app = application(Pool(store, offer.prefixes, limits), replace(offer, hosts=hosts), ready)
        settings = uvicorn.Config(
            app,
            log_level="error",
            access_log=False,
            server_header=False,
            lifespan="on",
            timeout_graceful_shutdown=_GRACE,
        )
        server = uvicorn.Server(settings)
        with _told_twice():
            try:
                server.run(sockets=[bound])
            except SystemExit:  # what is wrong has been said
                raise StoreError("the server did not start") from None


def _bound(host: str, port: int) -> socket.socket:
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address[:2], family=family)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or error
        raise StoreError(
            f"{host}:{port} cannot be served: {reason}; --host and --port choose another"
        ) from None


@contextlib.contextmanager
def _told_twice() -> Iterator[None]:
    """Let the signals that end the server do no more: it raises them again when it has ended."""

    def nothing(number: int, frame: FrameType | None) -> None:
        del number, frame

    before = {number: signal.signal(number, nothing) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
