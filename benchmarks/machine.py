"""The machine that a benchmark runs on."""

from __future__ import annotations

import math
import os
import platform
from pathlib import Path
from typing import Any

__all__ = ["machine", "memory_mb"]


def memory_mb() -> float:
    """Return the memory of this machine in MB."""
    try:
        return float(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**20)
    except (AttributeError, ValueError):
        return math.inf


def machine() -> dict[str, Any]:
    """Return what a figure depends on: processor, cores, memory, system, Python, and the load."""
    cpu = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [line for line in info.read_text().splitlines() if line.startswith("model name")]
        cpu = names[0].partition(": ")[2] if names else cpu
    load = round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None
    return {
        "cpu": cpu,
        "cores": os.cpu_count(),
        "memory_mb": round(memory_mb()) if memory_mb() < math.inf else None,
        "system": platform.platform(),
        "python": platform.python_version(),
        "load_at_start": load,
    }
