"""Ours, by its public face, and as the command line does it."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

from peers.inputs import SHAPES, Work

ROOT = SHAPES.parents[1]
SUFFIXES = {"ntriples": ".nt", "turtle": ".ttl", "jsonld": ".jsonld", "checked": ".nt"}


def library(work: str, inputs: Path, output: Path, jobs: int = 1) -> Work:
    """From records in memory to a file, or from a graph file to its results."""
    sys.path.insert(0, str(ROOT / "src"))
    import llm_kg as kg

    # The ontology, the formats and the writers are loaded once a process, not once a record.
    kg.write(kg.build(kg.reconcile(kg.read(_one_record(inputs, output))), provenance="none"), output)
    if work.startswith("validate"):
        return _validation(inputs / FILES[work])
    kept = inputs / "records.pickle"
    records = pickle.loads(kept.read_bytes()) if kept.exists() else kg.read(inputs / "records.jsonl")
    # Which records are one model no peer asks.
    models = kg.reconcile(records)
    if work == "checked" or jobs > 1:
        from llm_kg.exporting import Options, export_models
        from llm_kg.writers import find_format

        def export(models: kg.Models, jobs: int) -> None:
            format_ = find_format(None, str(output))
            options = Options(provenance="none")
            export_models(models, str(output), format_, options, check=work == "checked", jobs=jobs)

        export(kg.reconcile(kg.read(_one_record(inputs, output))), 1)
        return lambda: export(models, jobs)
    return lambda: kg.write(kg.build(models, provenance="none"), output)


def library_in_two(work: str, inputs: Path, output: Path) -> Work:
    """From records in memory to a file, by two processes."""
    return library(work, inputs, output, jobs=2)


def _one_record(inputs: Path, output: Path) -> Path:
    path = output.with_name("one.jsonl")
    with (inputs / "records.jsonl").open(encoding="utf-8") as lines:
        path.write_text(next(lines), encoding="utf-8")
    return path


def _validation(path: Path) -> Work:
    import llm_kg as kg
    from llm_kg.graphs import load_graph

    def work() -> Any:
        report = kg.validate(load_graph(str(path)))
        return lambda: [[r.focus, r.path, r.component] for r in report.results]

    return work


#: Works on graph files → the file.
FILES = {"validate": "foreign.nt", "validate planted": "planted.nt"}


def command(work: str, inputs: Path, output: Path, jobs: int = 0) -> Work:
    """Run the command line, from JSON Lines or a graph file, process and all."""
    records = str(inputs / "records.jsonl")
    export = ["export", records, "-f", "nt", "-o", str(output), "--provenance", "none", "--quiet"]
    # One source with unique names needs no joining; versions that cannot leave it out do it.
    alone = ["--no-reconcile"] if has_option("--no-reconcile") else []
    if jobs:
        if not has_option("--jobs"):
            raise NotImplementedError("this version has no --jobs")
        return _run(output, [*export, *alone, "--no-check", "--jobs", str(jobs)])
    if work == "jsonl":
        return _run(
            output, [*export, *alone, "--no-check", *(["--jobs", "1"] if has_option("--jobs") else [])]
        )
    if work == "checked":
        return _run(output, [*export, *alone, *(["--jobs", "1"] if has_option("--jobs") else [])])
    return _run(output, ["validate", str(inputs / FILES[work]), "-f", "json", "--quiet"], good=(0, 1))


def one_process(work: str, inputs: Path, output: Path) -> Work:
    """Run the command with one process."""
    return command(work, inputs, output, jobs=1)


def two_processes(work: str, inputs: Path, output: Path) -> Work:
    """Run the command with two processes."""
    return command(work, inputs, output, jobs=2)


def has_option(option: str, of: str = "export") -> bool:
    """Tell whether a command has an option: some are newer than others."""
    done = subprocess.run(
        [sys.executable, "-m", "llm_kg", of, "--help"],
        env=environment() | {"COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=True,
    )
    return option in done.stdout


def environment() -> dict[str, str]:
    """Return the environment in which the command line of this checkout runs."""
    return dict(os.environ) | {"PYTHONPATH": str(ROOT / "src"), "LC_ALL": "C.UTF-8"}


def _run(output: Path, arguments: list[str], good: tuple[int, ...] = (0,)) -> Work:
    command = [sys.executable, "-m", "llm_kg", *arguments]

    def work() -> Any:
        # Where no llm-kg.toml can be found.
        done = subprocess.run(command, env=environment(), cwd=output.parent, capture_output=True, check=False)
        if done.returncode not in good:
            raise RuntimeError(f"exit {done.returncode}: {done.stderr.decode()[-300:]}")
        return (lambda: _findings(done.stdout)) if arguments[0] == "validate" else None

    return work


def _findings(output: bytes) -> list[list[str | None]]:
    """Return a result for each finding on shapes; its path and component are not told."""
    import json

    found = json.loads(output)
    findings = found["findings"] if isinstance(found, dict) else found
    return [[f.get("entry"), None, None] for f in findings if f["rule"] == "shape"]
