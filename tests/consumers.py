"""Readers of RDF that are not ours: found where they are installed, and asked in processes of their own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parent / "javascript"
FOLDER = "LLM_KG_CONSUMERS"
REQUIRED = "LLM_KG_REQUIRE_CONSUMERS"


def missing(what: str) -> None:
    """Skip the test, or fail where everything has to be there."""
    if os.environ.get(REQUIRED):
        pytest.fail(f"{what}, and {REQUIRED} is set")
    pytest.skip(what)


def node(script: str, *arguments: object, given: str = "") -> str:
    """Return what a script of `javascript/` writes."""
    folder = os.environ.get(FOLDER, "")
    if not shutil.which("node"):
        missing("node is not installed")
    if not (Path(folder) / "node_modules").is_dir():
        missing(f"{FOLDER} names no folder in which the packages of tests/javascript/package.json are")
    return _run(["node", str(SCRIPTS / f"{script}.js"), *map(str, arguments)], given)


def rapper(path: Path, syntax: str) -> str:
    """Return the N-Triples that Raptor reads in a file."""
    if not shutil.which("rapper"):
        missing("rapper is not installed (raptor2-utils in Debian)")
    return _run(["rapper", "-q", "-i", syntax, "-o", "ntriples", str(path)])


def comunica(path: Path, queries: dict[str, str], *, union: bool) -> dict[str, list[dict]]:
    """Return the rows of queries over a file, each with its bound columns."""
    given = json.dumps(queries)
    return json.loads(node("comunica", path, "union" if union else "apart", given=given))


def _run(command: list[str], given: str = "") -> str:
    done = subprocess.run(
        command, input=given, capture_output=True, text=True, encoding="utf-8", timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
