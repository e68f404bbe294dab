"""SDM-RDFizer: RML mappings of JSON files, by its command."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from peers.inputs import Work
from peers.rml import write_mapping

# It imports pyodbc, for sources that are not asked for here, and fails where the system has no libodbc.
_START = """
import runpy, sys, types
try:
    import pyodbc
except ImportError:
    sys.modules["pyodbc"] = types.ModuleType("pyodbc")
runpy.run_module("rdfizer", run_name="__main__", alter_sys=True)
"""


def command(work: str, inputs: Path, output: Path) -> Work:  # noqa: ARG001 - works are written alike
    """Run the command on the mapping; duplicates are left out, as the others do."""
    mapping, configuration = output.with_name("rdfizer.rml.ttl"), output.with_name("rdfizer.ini")
    write_mapping(inputs, mapping)
    configuration.write_text(
        f"[default]\nmain_directory: {output.parent}\n[datasets]\nnumber_of_datasets: 1\n"
        f"output_folder: {output.parent}\nall_in_one_file: yes\nremove_duplicate: yes\nenrichment: yes\n"
        f"name: {output.stem}\nordered: yes\noutput_format: n-triples\n"
        f"[dataset1]\nname: {output.stem}\nmapping: {mapping}\n",
        encoding="utf-8",
    )

    def mapped() -> None:
        done = subprocess.run(
            [sys.executable, "-c", _START, "-c", configuration],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode or not output.exists():
            raise RuntimeError(f"exit {done.returncode}: {(done.stderr or done.stdout)[-300:]}")

    return mapped
