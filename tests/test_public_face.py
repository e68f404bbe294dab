"""What the package shows, and what showing it costs."""

from __future__ import annotations

import inspect
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import llm_kg
import llm_kg.cli
from llm_kg.cli import COMMANDS

HEAVY = ("pydantic", "pyoxigraph", "pyshacl", "rdflib")


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-X", "importtime", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        timeout=60,
    )


def _imported(importtime: str) -> set[str]:
    lines = (line for line in importtime.splitlines() if line.startswith("import time:"))
    return {line.rpartition("|")[2].strip().split(".")[0] for line in lines}


def test_every_public_name_has_a_home() -> None:
    assert set(llm_kg._HOMES) == set(llm_kg.__all__)


def test_public_names_are_sorted_and_shown() -> None:
    assert llm_kg.__all__ == sorted(set(llm_kg.__all__))
    assert list(llm_kg._HOMES) == sorted(llm_kg._HOMES)
    assert set(llm_kg.__all__) <= set(dir(llm_kg))


@pytest.mark.parametrize("name", llm_kg.__all__)
def test_a_public_name_resolves(name: str) -> None:
    home = import_module(llm_kg._HOMES[name])
    assert getattr(llm_kg, name) is getattr(home, name)
    assert name in home.__all__


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nonsense"):
        _ = llm_kg.nonsense


def test_importing_the_package_is_cheap() -> None:
    assert _imported(_run("-c", "import llm_kg").stderr).isdisjoint(HEAVY)


def test_help_lists_every_command_and_is_cheap() -> None:
    shown = _run("-m", "llm_kg", "--help")
    imported = _imported(shown.stderr)
    assert "typer" in imported
    assert imported.isdisjoint(HEAVY)
    listed = {line.split()[0] for line in shown.stdout.splitlines() if line.strip()}
    assert listed >= set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_of_commands_says_what_each_says_of_itself(name: str) -> None:
    command = getattr(import_module(f"llm_kg.cli.{name}"), name)
    assert inspect.getdoc(command).splitlines()[0] == COMMANDS[name]


def test_every_command_is_listed() -> None:
    modules = Path(llm_kg.cli.__file__).parent.glob("*.py")
    assert {module.stem for module in modules} - {"__init__", "common", "models"} == set(COMMANDS)
