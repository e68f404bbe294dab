"""What the tests of the endpoint share: a server in a process of its own, and a way to ask it."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

import pytest

from conftest import ROOT

FORM = "application/x-www-form-urlencoded"


class Reply(NamedTuple):
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def type(self) -> str:
        return self.headers.get_content_type()

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Server:
    process: subprocess.Popen
    address: str

    @property
    def port(self) -> int:
        return urlsplit(self.address).port

    def request(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        with contextlib.closing(connection):
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, named)
            reply = connection.getresponse()
            return Reply(reply.status, reply.headers, reply.read())

    def get(self, path: str, accept: str | None = None) -> Reply:
        return self.request("GET", path, **({"accept": accept} if accept else {}))

    def ask(self, query: str, accept: str = "text/csv", **parameters: str) -> Reply:
        return self.get(f"/query?{urlencode({'query': query, **parameters})}", accept)

    def workers(self) -> list[int]:
        """The processes under the server, by what the system says."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in children.read_text().split()]


@contextlib.contextmanager
def serving(*arguments: object, folder: Path) -> Iterator[Server]:
    """Start `llm-kg serve` on a free port, with its temporary files in a folder."""
    process = subprocess.Popen(
        [sys.executable, "-m", "llm_kg", "serve", "--port", "0", *map(str, arguments)],
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "TMPDIR": str(folder)},
        text=True,
    )
    try:
        said = []
        for line in process.stderr:
            said.append(line)
            if match := re.match(r"serving at (http://\S+)/ ", line):
                break
        else:
            raise AssertionError("".join(said))
        yield Server(process, match[1])
    finally:
        process.kill()
        process.stderr.close()
        process.wait()


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_until(condition: Callable[[], object], seconds: float = 15) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.05)


@pytest.fixture
def loopback_only(monkeypatch):
    """Refuse every connection of this process that would leave the machine."""
    connect = socket.socket.connect

    def refuse(self, address):
        assert address[0] in ("127.0.0.1", "::1", "localhost"), f"a test tried to reach {address}"
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", refuse)
