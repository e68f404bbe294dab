"""How long a site takes to make, how that grows, and what its pages weigh.

    python benchmarks/site.py [157 1000 10000] [--check]

Lists are those of `generate.py`. Each size runs in a process of its own; figures are CPU seconds, from
the list to the last file, without the start of the process. Weights are those of the files as they lie
on the disk; a host that compresses sends a fifth of it. Without `--check` nothing is held against the
shapes, which is a benchmark of its own.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "benchmarks")]

from generate import markdown  # noqa: E402 - beside this file, which is no package

from llm_kg.reconciliation import reconcile  # noqa: E402
from llm_kg.site import render  # noqa: E402
from llm_kg.sources import read  # noqa: E402

Figures = dict[str, float]
_PAGES = ("index.html", "comparison-data.js", "plots.html", "conflicts.html", "vocabulary.html")


def run(entries: int, check: bool) -> Figures:
    """Make one site, and tell what it took and weighs."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "list.md")
        path.write_text("".join(f"{line}\n" for line in markdown(entries)), encoding="utf-8")
        start = time.process_time()
        models = reconcile(read(str(path)))
        after_joining = time.process_time()
        site = Path(folder, "site")
        render(models, site, check=check)
        end = time.process_time()
        weights = {name: (site / name).read_bytes() for name in _PAGES}
        pages = [file.stat().st_size for file in site.glob("model/*.html")]
        total = sum(file.stat().st_size for file in site.rglob("*") if file.is_file())
    return {
        "models": len(models),
        "read and join": after_joining - start,
        "site": end - after_joining,
        "peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "total MB": total / 1e6,
        "a model kB": sum(pages) / len(pages) / 1e3,
        **{name: len(content) / 1e3 for name, content in weights.items()},
        **{f"{name} gz": len(gzip.compress(content)) / 1e3 for name, content in weights.items()},
    }


def report(sizes: list[int], check: bool) -> Iterator[str]:
    """Yield the lines of a Markdown table, as the runs are done."""
    names = " | ".join(_PAGES)
    yield f"| models | read | site | s/1000 | exponent | peak MB | files MB | a model kB | {names} (kB, gz) |"
    yield "|" + "---|" * (8 + len(_PAGES))
    before: Figures | None = None
    for size in sizes:
        command = [sys.executable, __file__, "--run", str(size), *(["--check"] if check else [])]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        figures: Figures = json.loads(done.stdout)
        growth = ""
        if before:
            times = math.log(figures["site"] / before["site"])
            growth = f"{times / math.log(figures['models'] / before['models']):.2f}"
        before = figures
        weights = " | ".join(f"{figures[name]:,.0f}, {figures[f'{name} gz']:,.0f}" for name in _PAGES)
        yield (
            f"| {figures['models']:,.0f} | {figures['read and join']:.2f} | {figures['site']:.2f} "
            f"| {figures['site'] / figures['models'] * 1000:.2f} | {growth} | {figures['peak MB']:,.0f} "
            f"| {figures['total MB']:,.1f} | {figures['a model kB']:.1f} | {weights} |"
        )


def main() -> None:
    """Run the benchmark, or (for its own use) one size."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sizes", nargs="*", type=int, default=[157, 1_000, 10_000], metavar="MODELS")
    parser.add_argument("--check", action="store_true", help="hold the graph against the shapes as well")
    parser.add_argument("--run", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.run:
        print(json.dumps(run(options.run, options.check)))  # noqa: T201
        return
    for line in report(options.sizes, options.check):
        print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
