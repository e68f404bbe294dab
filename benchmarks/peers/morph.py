"""morph-kgc: RML mappings of JSON files, by its command."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from peers.inputs import Work
from peers.rml import write_mapping


def command(work: str, inputs: Path, output: Path) -> Work:  # noqa: ARG001 - works are written alike
    """Run the command on the mapping, with as many processes as it likes to have."""
    mapping, configuration = output.with_name("morph.rml.ttl"), output.with_name("morph.ini")
    write_mapping(inputs, mapping)
    configuration.write_text(
        f"[CONFIGURATION]\noutput_file: {output}\noutput_format: N-TRIPLES\nlogging_level: ERROR\n"
        f"[source]\nmappings: {mapping}\n",
        encoding="utf-8",
    )

    def mapped() -> None:
        done = subprocess.run(
            [sys.executable, "-m", "morph_kgc", configuration], capture_output=True, text=True, check=False
        )
        if done.returncode or not output.exists():
            raise RuntimeError(f"exit {done.returncode}: {done.stderr[-300:]}")

    return mapped
