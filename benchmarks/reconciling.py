"""How long it takes to join many lists, how much memory, and how both grow.

    python benchmarks/reconciling.py [--sources 50] [1000 10000 100000]

The entries of one generated list are dealt out to the sources, each to half of them; one in ten states
another size than the rest. No library joins such records, so the peer is the least that any joining
must do: a dict of the records by name. Each size runs in a process of its own; figures are CPU seconds.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "benchmarks")]

from generate import markdown  # noqa: E402 - beside this file, which is no package
from measures import exponent  # noqa: E402

from llm_kg.reconciliation import reconcile  # noqa: E402
from llm_kg.sources import read  # noqa: E402

Figures = dict[str, float]


def lists(folder: Path, records: int, sources: int) -> list[str]:
    """Write lists that hold so many entries together, and return their paths."""
    draw = random.Random(2026)
    models = max(records * 2 // sources, 1)
    text = "".join(f"{line}\n" for line in markdown(models))
    entries = [f"- **{entry}" for entry in text.split("\n- **")[1:]]
    dealt: dict[int, list[str]] = defaultdict(list)
    for entry in entries:
        for source in draw.sample(range(sources), max(sources // 2, 1)):
            other = re.sub(r"(?<=Params: )\S+", f"{draw.randint(1, 999)}B", entry)
            dealt[source].append(other if draw.random() < 0.1 else entry)
    paths: list[str] = []
    for source, held in sorted(dealt.items()):
        path = folder / f"list-{source:03}.md"
        path.write_text("# Models\n\n" + "\n".join(held), encoding="utf-8")
        paths.append(str(path))
    return paths


def run(records: int, sources: int) -> Figures:
    """Read, join, and tell what it took."""
    with tempfile.TemporaryDirectory() as folder:
        paths = lists(Path(folder), records, sources)
        start = time.process_time()
        found = read(*paths)
        after_reading = time.process_time()
        by_name: dict[str, list[object]] = defaultdict(list)
        for record in found:
            by_name[record.name].append(record)
        after_dict = time.process_time()
        models = reconcile(found)
        after_joining = time.process_time()
        conflicts = len(models.conflicts)
    return {
        "records": len(found),
        "models": len(models),
        "conflicts": conflicts,
        "read": after_reading - start,
        "dict by name": after_dict - after_reading,
        "reconcile": after_joining - after_dict,
        "peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def report(sizes: list[int], sources: int) -> Iterator[str]:
    """Yield the lines of a Markdown table, as the runs are done."""
    columns = "records models conflicts read dict-by-name reconcile records/s peak-MB exponent".split()  # noqa: SIM905
    yield f"| {' | '.join(columns)} |"
    yield "|---|---|---|---|---|---|---|---|---|"
    before: Figures | None = None
    for size in sizes:
        command = [sys.executable, __file__, "--run", str(size), "--sources", str(sources)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        figures: Figures = json.loads(done.stdout)
        growth = ""
        if before:
            smaller, larger = ((of["records"], of["reconcile"]) for of in (before, figures))
            growth = f"{exponent(smaller, larger):.2f}"
        before = figures
        yield (
            f"| {figures['records']:,.0f} | {figures['models']:,.0f} | {figures['conflicts']:,.0f} "
            f"| {figures['read']:.2f} | {figures['dict by name']:.3f} | {figures['reconcile']:.2f} "
            f"| {figures['records'] / figures['reconcile']:,.0f} | {figures['peak MB']:,.0f} | {growth} |"
        )


def main() -> None:
    """Run the benchmark, or (for its own use) one size."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sizes", nargs="*", type=int, default=[1_000, 10_000, 100_000], metavar="RECORDS")
    parser.add_argument("--sources", type=int, default=50)
    parser.add_argument("--run", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.run:
        print(json.dumps(run(options.run, options.sources)))  # noqa: T201
        return
    for line in report(options.sizes, options.sources):
        print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
