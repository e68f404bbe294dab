"""What the tests share: the bundled models and graphs, a way to read a text, and the command."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

import llm_kg as kg
from llm_kg.orkg.contributions import Contributions, contributions

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
PROVENANCES = ("none", "source", "full", "graphs")
Run = Callable[..., subprocess.CompletedProcess]

# How long an example takes says how busy the machine is.
settings.register_profile("untimed", settings.default, deadline=None)
settings.load_profile("untimed")


@pytest.fixture(autouse=True)
def _no_network(monkeypatch):
    """Refuse every connection that this process would open beyond this machine."""

    def guarded(call, host_of):
        def call_(*args: object, **kwargs: object) -> object:
            if host_of(*args) != "127.0.0.1":
                raise AssertionError("a test tried to open a network connection")
            return call(*args, **kwargs)

        return call_

    for name in ("connect", "connect_ex"):
        call = guarded(getattr(socket.socket, name), lambda _, address: address[0])
        monkeypatch.setattr(socket.socket, name, call)
    monkeypatch.setattr(socket, "getaddrinfo", guarded(socket.getaddrinfo, lambda host, *_: host))


@pytest.fixture(scope="session")
def models() -> kg.Models:
    return kg.bundled()


@pytest.fixture(scope="session")
def described(models) -> Contributions:
    """The bundled models as contributions to ORKG."""
    return contributions(models)


@pytest.fixture(scope="session")
def graphs(models) -> dict[str, kg.Graph]:
    """The bundled graph by provenance."""
    return {provenance: kg.build(models, provenance=provenance) for provenance in PROVENANCES}


@pytest.fixture(scope="session")
def site(models, tmp_path_factory) -> Path:
    """The folder of the bundled data's site."""
    from llm_kg.site import render

    folder = tmp_path_factory.mktemp("bundled") / "site"
    render(models, folder, check=False)
    return folder


@pytest.fixture(scope="session")
def hostile_site(tmp_path_factory) -> Path:
    """The folder of a site whose texts would run if a page let them."""
    from hostile import RECORDS
    from llm_kg.site import render

    folder = tmp_path_factory.mktemp("hostile")
    (folder / "bad.json").write_text(json.dumps(RECORDS), encoding="utf-8")
    render(kg.reconcile(kg.read(folder / "bad.json")), folder / "site", check=False)
    return folder / "site"


@pytest.fixture
def read_text(tmp_path) -> Callable[[str], kg.Records]:
    """Read a Markdown text as the list `list.md`."""

    def read(text: str) -> kg.Records:
        path = tmp_path / "list.md"
        path.write_text(text, encoding="utf-8")
        return kg.read(path)

    return read


@pytest.fixture(scope="session")
def run() -> Run:
    """Run the command in a process of its own."""

    def run_(*arguments: object, **environment: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, "-m", "llm_kg", *map(str, arguments)],
            capture_output=True,
            stdin=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": str(ROOT / "src"), **environment},
            timeout=120,
            check=False,
        )

    return run_


@pytest.fixture
def call(monkeypatch, capsys) -> Run:
    """Run the command within this process, which is quicker than `run`."""
    from llm_kg.cli import main

    def call_(*arguments: object) -> subprocess.CompletedProcess:
        monkeypatch.setattr(sys, "argv", ["llm-kg", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return subprocess.CompletedProcess(arguments, int(ended.value.code or 0), said.out, said.err)

    return call_


def rules(records: kg.Records, rule: str | None = None) -> list[tuple[str, int, int]]:
    """Return the findings as (rule, line, column), in their order."""
    return [
        (finding.rule, finding.place.line, finding.place.column)
        for finding in records.findings
        if rule in (None, finding.rule)
    ]
