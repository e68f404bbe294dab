"""How long the command line takes from nothing: the whole process, cold, again and again."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from measures import Result
from peers.ours import environment

__all__ = ["import_times", "start_up"]

_HELP = ("-m", "llm_kg", "--help")


def start_up(repeat: int) -> Iterator[Result]:
    """Yield the wall times of Python alone, of `--help`, and of an export of the bundled lists."""
    with tempfile.TemporaryDirectory() as folder:
        export = ("-m", "llm_kg", "export", "-o", str(Path(folder) / "models.ttl"), "--quiet")
        tasks = {"python -c pass": ("-c", "pass"), "llm-kg --help": _HELP, "llm-kg export (bundled)": export}
        results = {name: Result("start", name, 0) for name in tasks}
        for _ in range(repeat):
            for name, arguments in tasks.items():
                results[name].wall.append(_seconds(arguments, folder))
    yield from results.values()


def _seconds(arguments: tuple[str, ...], folder: str) -> float:
    start = time.perf_counter()
    command = [sys.executable, *arguments]
    subprocess.run(command, env=environment(), cwd=folder, capture_output=True, check=True)
    return time.perf_counter() - start


def import_times(most: int = 12) -> list[tuple[str, float]]:
    """Return the modules that `--help` spends most time on importing, in milliseconds of their own."""
    command = [sys.executable, "-X", "importtime", *_HELP]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=True)
    found = re.findall(r"^import time: +(\d+) \| +\d+ \| +(\S+)$", done.stderr, re.MULTILINE)
    slowest = sorted(((name, int(own) / 1000) for own, name in found), key=lambda pair: -pair[1])
    return slowest[:most]
