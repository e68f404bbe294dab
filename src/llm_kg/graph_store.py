"""A client of the SPARQL 1.1 Graph Store HTTP Protocol: sends a graph file to a store, as a stream."""

from __future__ import annotations

import ipaddress
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final
from urllib.parse import urlencode, urlsplit, urlunsplit

import pyoxigraph

from llm_kg.errors import StoreError
from llm_kg.graphs import format_of

if TYPE_CHECKING:
    import requests

__all__ = ["Credentials", "send"]

#: How long to wait for a connection, in seconds.
_CONNECT: Final = 10.0
#: How much of a store's reply is read, in bytes.
_SAID: Final = 300
_MEANINGS: Final = {
    401: "the store wants to know who you are; set LLM_KG_STORE_USER and LLM_KG_STORE_PASSWORD, or "
    "LLM_KG_STORE_TOKEN",
    403: "you may not write there",
    404: "there is no Graph Store at this address (Oxigraph has it at /store, Fuseki at /DATASET/data, "
    "GraphDB at /repositories/ID/rdf-graphs/service, Virtuoso at /sparql-graph-crud-auth)",
    405: "this address takes no graphs; is it the Graph Store's, or the one for queries?",
    413: "the graph is larger than the store takes; raise the limit there",
    415: "the store does not read this format; write the graph in another, such as .nt",
}


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who asks: a name and a password, or a token. Neither is ever shown."""

    user: str = ""
    password: str = ""
    token: str = ""

    def __repr__(self) -> str:
        return "<credentials>" if self else "<no credentials>"

    def __bool__(self) -> bool:
        return bool(self.user or self.token)

    def sign(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Say in a request who asks; where nobody is named, nobody is taken from anywhere else."""
        if self.token:
            request.headers["Authorization"] = f"Bearer {self.token}"
        elif self.user:
            pair = f"{self.user}:{self.password}".encode()
            request.headers["Authorization"] = f"Basic {b64encode(pair).decode()}"
        return request

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Credentials:
        """Return what `LLM_KG_STORE_USER`, `_PASSWORD` and `_TOKEN` say."""
        names = ("USER", "PASSWORD", "TOKEN")
        return cls(*(environment.get(f"LLM_KG_STORE_{name}", "") for name in names))


def send(
    path: str,
    address: str,
    *,
    graph: str | None = None,
    replace: bool = False,
    credentials: Credentials | None = None,
    timeout: float = 600.0,
) -> None:
    """Send a graph file to the Graph Store at an address; it is never held in memory.

    The statements go to the named graph `graph` (an IRI), else to the default graph; those of a file
    that can name graphs itself go to the graphs that it names. They are added, or with `replace` take the
    place of what the graph holds (of a file that names graphs: of all that the store holds).
    `timeout` is how many seconds the store may be silent.

    Raises
    ------
    SourceError
        The file is no graph file.
    StoreError
        The file cannot be read, the address is none, or the store refuses; a store that keeps to the
        protocol has then changed nothing.
    """
    format_ = format_of(path)
    if format_.supports_datasets and graph is not None and not path.lower().endswith(".jsonld"):
        raise StoreError(f"{path}: a {format_.name} file names its graphs itself; leave out --graph")
    target = _target(address, graph, holds_graphs=format_.supports_datasets)
    credentials = credentials or Credentials()
    _refuse_in_the_clear(address, credentials)
    try:
        with Path(path).open("rb") as stream:
            problem = _request(target, stream, format_.media_type, replace, credentials, timeout)
    except OSError as error:
        if isinstance(error, StoreError):
            raise
        raise StoreError(f"{path}: cannot be read: {error.strerror or error}") from None
    if problem:
        raise StoreError(f"{address}: {problem}")


def _target(address: str, graph: str | None, *, holds_graphs: bool) -> str:
    """Return the address that names the graph as well."""
    try:
        parts = urlsplit(address)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise StoreError(f"{address}: no http(s) address of a Graph Store")
    if parts.username is not None:
        raise StoreError("an address must not hold a password; set LLM_KG_STORE_USER and _PASSWORD")
    try:
        named_graph = {} if graph is None else {"graph": pyoxigraph.NamedNode(graph).value}
    except ValueError:
        raise StoreError(f"--graph {graph}: no absolute IRI") from None
    which = urlencode(named_graph) or ("" if holds_graphs else "default")
    query = "&".join(filter(None, (parts.query, which)))
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


def _refuse_in_the_clear(address: str, credentials: Credentials) -> None:
    """Send a password over http to no other machine."""
    parts = urlsplit(address)
    if credentials and parts.scheme == "http" and not _is_here(parts.hostname or ""):
        raise StoreError(f"{address}: no password is sent over http to another machine; use https")


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _request(
    target: str,
    stream: IO[bytes],
    media_type: str,
    replace: bool,
    credentials: Credentials,
    timeout: float,
) -> str | None:
    """Send a file; return what is wrong with the reply, or None."""
    import requests
    from requests.auth import HTTPDigestAuth

    def sent(auth: Callable[[requests.PreparedRequest], requests.PreparedRequest]) -> requests.Response:
        stream.seek(0)
        return session.request(
            "PUT" if replace else "POST",
            target,
            data=stream,
            headers={"Content-Type": media_type},
            auth=auth,
            allow_redirects=False,
            timeout=(_CONNECT, timeout),
            stream=True,  # of what a store says, only the beginning is read
        )

    with requests.Session() as session:
        try:
            reply = sent(credentials.sign)
            if reply.status_code == 401 and credentials.user and _wants_digest(reply):
                reply.close()
                reply = sent(HTTPDigestAuth(credentials.user, credentials.password))
            return _problem(reply)
        except requests.Timeout:
            raise StoreError(f"{target}: no answer in {timeout:g} s") from None
        except requests.RequestException as error:
            raise StoreError(f"{target}: cannot be reached: {_reason(error)}") from None


def _wants_digest(reply: requests.Response) -> bool:
    return reply.headers.get("www-authenticate", "").lower().startswith("digest")


def _reason(error: Exception) -> str:
    """Return the innermost reason of an error: those around it repeat the address."""
    found: BaseException = error
    while inner := found.__cause__ or found.__context__:
        found = inner
    return getattr(found, "strerror", None) or str(found) or type(found).__name__


def _problem(reply: requests.Response) -> str | None:
    if 200 <= reply.status_code < 300:
        return None
    if 300 <= reply.status_code < 400:
        elsewhere = _printable(reply.headers.get("location", "elsewhere"))
        return f"the store is at {elsewhere}; nothing was sent there, give that address if you trust it"
    said = _printable(next(reply.iter_content(_SAID), b"").decode(errors="replace"))
    if "<html" in said.lower():
        said = ""
    failed = "the store failed" if reply.status_code >= 500 else "the store refuses the graph"
    meaning = _MEANINGS.get(reply.status_code, failed)
    return f"{meaning} (HTTP {reply.status_code}{said and ': '}{said})"


def _printable(text: str) -> str:
    """Return the beginning of a stranger's text, which must not play with the terminal."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())[:_SAID]
