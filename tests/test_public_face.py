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
    assert {module.stem for module in modules} - {"__init__", "common", "models", "outputs"} == set(COMMANDS)


RECORD = '{"name": "GPT-3", "number_of_parameters": "175B"}\n'
LIST = "# Language models\n\n- GPT-3\n  - Params: 175B\n- OPT\n  - Params: 66B\n"
# What neither a list nor its graph needs; ORKG, other formats and more processes are asked for.
OTHERS = {
    "llm_kg.cube",
    "llm_kg.orkg.template",
    "llm_kg.sources.comparison_tables",
    "llm_kg.writers.comparison",
    "llm_kg.writers.jsonld",
    "llm_kg.writers.orkg",
    "markdown_it",
    "multiprocessing",
    "pyshacl",
    "rdflib",
    "requests",
    "rich",
    "tomllib",
}
CHECKS = {"llm_kg.validation.compilation", "llm_kg.validation.engine"}
# `-X importtime` does not tell what `import_module` imports.
TELLING = """
import atexit, sys
from llm_kg.cli import main

atexit.register(lambda: print(*sys.modules))
main()
"""


@pytest.mark.parametrize(
    ("name", "content", "arguments", "needed", "unneeded"),
    [
        (
            "a.jsonl",
            RECORD,
            "-f nt",
            {"llm_kg.sources.json_records", "llm_kg.writers.lines"} | CHECKS,
            {"llm_kg.sources.markdown", "llm_kg.sources.columns", "llm_kg.writers.turtle"},
        ),
        (
            "a.jsonl",
            RECORD,
            "-f nt --no-check",
            {"llm_kg.writers.lines"},
            {"llm_kg.sources.columns"} | CHECKS,
        ),
        (
            "a.md",
            LIST,
            "-f ttl --no-check",
            {"llm_kg.sources.markdown.reader", "llm_kg.writers.turtle"},
            {"llm_kg.sources.json_records", "llm_kg.writers.lines"} | CHECKS,
        ),
        (
            "a.csv",
            "model,parameters\nGPT-3,175B\n",
            "-f jsonl --no-check",
            {"llm_kg.sources.comparison_tables", "llm_kg.writers.jsonlines"},
            {"llm_kg.sources.markdown.reader", "llm_kg.writers.lines"} | CHECKS,
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and value.startswith(("a.", "-")) else "",
)
def test_an_export_imports_what_it_needs(tmp_path, name, content, arguments, needed, unneeded) -> None:
    source = tmp_path / name
    source.write_text(content, encoding="utf-8")
    done = _run("-c", TELLING, "export", str(source), "-o", str(tmp_path / "out"), *arguments.split())
    modules = set(done.stdout.split())
    assert needed <= modules
    assert modules & ((OTHERS | unneeded) - needed) == set()
