"""One run of one task, in a process of its own: what it took is written beside its output.

    python benchmarks/runner.py MODULE:FUNCTION WORK INPUTS OUTPUT [--pause-gc]

It needs the standard library alone, and runs in the environment of the peer.
"""

from __future__ import annotations

import argparse
import gc
import json
import resource
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

sys.path[0] = str(Path(__file__).resolve().parent)


def measure(function: str, work: str, inputs: Path, output: Path, pause_gc: bool) -> dict[str, Any]:
    """Load what the work needs, do it, and tell seconds and peak memory."""
    module, _, name = function.partition(":")
    do = getattr(import_module(f"peers.{module}"), name)(work, inputs, output)
    gc.collect()
    if pause_gc:
        gc.freeze()
        gc.disable()
    cpu, wall = _cpu(), time.perf_counter()
    afterwards = do()
    told: dict[str, Any] = {"wall": time.perf_counter() - wall, "cpu": _cpu() - cpu, "peak": _peak()}
    if callable(afterwards):
        told["results"] = afterwards()
    return told


def _cpu() -> float:
    """Return the CPU seconds of this process and of those that it waited for."""
    used = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def _peak() -> float:
    """Return the peak memory in MB of the largest process: this one, or one that it waited for."""
    unit = 2**20 if sys.platform == "darwin" else 2**10
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / unit
    status = Path("/proc/self/status")
    if not status.exists():
        return max(children, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit)
    # Linux hands the peak of the parent on to `ru_maxrss` of a process that it starts, not to VmHWM.
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return max(children, int(line.split()[1]) / 2**10)


def main() -> None:
    """Do one run; a task that cannot be done says why."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("function")
    parser.add_argument("work")
    parser.add_argument("inputs", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--pause-gc", action="store_true")
    options = parser.parse_args()
    try:
        told = measure(options.function, options.work, options.inputs, options.output, options.pause_gc)
    except NotImplementedError as error:
        told = {"failed": f"not possible: {error}"}
    except (Exception, SystemExit) as error:  # whatever a peer dies of is its result
        told = {"failed": f"failed: {type(error).__name__}: {error}"[:400]}
    Path(f"{options.output}.run.json").write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    main()
