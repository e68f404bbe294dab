"""How long it takes from a list to N-Triples, how much memory, and how both grow.

    python benchmarks/reading.py [--repeat 3] [--peers-up-to 10000] [1000 10000 100000]

Each figure is the median of several runs, each in a process of its own; its peak is that process's.
Beside our steps stand, on the same list and in the same run, the parsers that we give what is not
plain, alone, and other ways to write the same triples.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "benchmarks")]

from generate import markdown  # noqa: E402 - beside this file, which is no package
from measures import exponent  # noqa: E402

from llm_kg.graph import Graph, build  # noqa: E402
from llm_kg.reconciliation import Models, reconcile  # noqa: E402
from llm_kg.sources import Records, read  # noqa: E402
from llm_kg.writers import find_format, write  # noqa: E402

#: What a run gives: seconds of each step, and how many triples came out of it (0: none).
Steps = dict[str, float]


# Each task takes the list's path, and gives what is timed with what comes before it done.


def _graph(path: Path) -> Graph:
    return build(reconcile(read(path)))


def from_list_to_ntriples(path: Path) -> Steps:
    """Time what `llm-kg export LIST -f nt --no-check` does, step by step."""
    find_format("nt")  # the ontology and the formats are loaded once a process, not once an entry
    read(_short_list(path.parent))
    steps: Steps = {}
    records: Records = _timed(steps, "read", lambda: read(path))
    models: Models = _timed(steps, "reconcile", lambda: reconcile(records))
    _timed(steps, "build and write", lambda: write(build(models), path.with_suffix(".nt")))
    return steps


def markdown_it_alone(path: Path) -> Steps:
    """Time the parser of Markdown, blocks only, as the reader asks for them."""
    from markdown_it import MarkdownIt

    text = path.read_text(encoding="utf-8")
    parser = MarkdownIt("commonmark").enable("table")
    parser.core.ruler.enableOnly(["normalize", "block"])
    return _only(lambda: parser.parse(text))


def libyaml_alone(path: Path) -> Steps:
    """Time libyaml (through PyYAML) on every block."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    fences = re.findall(
        r"^    ```yaml\n(.*?)^    ```$", path.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    blocks = ["\n".join(line[4:] for line in fence.split("\n")) for fence in fences]
    return _only(lambda: [yaml.load(block, Loader=loader) for block in blocks])


def rdflib_instead(path: Path) -> Steps:
    """Time rdflib: a graph of the same triples, and its N-Triples."""
    graph = _graph(path)
    graph.statements  # noqa: B018 - made before the clock starts
    return _only(lambda: graph.to_rdflib().serialize(path.with_suffix(".nt"), format="nt", encoding="utf-8"))


def oxigraph_instead(path: Path) -> Steps:
    """Time Oxigraph: quads of the same triples, and its N-Triples, without a store."""
    import pyoxigraph

    from llm_kg.rdf import to_oxigraph

    statements = _graph(path).statements
    format_ = pyoxigraph.RdfFormat.N_TRIPLES
    with path.with_suffix(".nt").open("wb") as stream:
        return _only(
            lambda: pyoxigraph.serialize((q.triple for q in to_oxigraph(statements)), stream, format=format_)
        )


def our_writer(path: Path) -> Steps:
    """Time our own writer on triples that are made."""
    graph = _graph(path)
    graph.statements  # noqa: B018
    return _only(lambda: write(graph, path.with_suffix(".nt")))


TASKS: dict[str, Callable[[Path], Steps]] = {
    "list to N-Triples": from_list_to_ntriples,
    "markdown-it alone": markdown_it_alone,
    "libyaml alone": libyaml_alone,
    "write: ours": our_writer,
    "write: Oxigraph": oxigraph_instead,
    "write: rdflib": rdflib_instead,
}
PEERS = [name for name in TASKS if name.startswith("write")]


def _short_list(folder: Path) -> Path:
    path = folder / "warm-up.md"
    path.write_text("\n".join(markdown(20)), encoding="utf-8")
    return path


def _timed(steps: Steps, name: str, work: Callable[[], Any]) -> Any:
    start = time.process_time()
    result = work()
    steps[name] = time.process_time() - start
    return result


def _only(work: Callable[[], object]) -> Steps:
    steps: Steps = {}
    _timed(steps, "all", work)
    return steps


# Runs, and what is told of them.


@dataclass(frozen=True)
class Run:
    """One run: the CPU seconds of its steps and of all, and the peak of its process in MB."""

    steps: Steps
    peak: float

    @property
    def seconds(self) -> float:
        """The seconds of all steps."""
        return sum(self.steps.values())


def measure(task: str, path: Path, repeat: int) -> Run:
    """Return the run of the median time, of several that each have a process of their own."""
    runs: list[Run] = []
    for _ in range(repeat):
        command = [sys.executable, __file__, "--run", task, str(path)]
        done = subprocess.run(command, check=True, capture_output=True, text=True, env=dict(os.environ))
        runs.append(Run(**json.loads(done.stdout)))
    middle = statistics.median_low([run.seconds for run in runs])
    return next(run for run in runs if run.seconds == middle)


def report(sizes: list[int], repeat: int, peers_up_to: int) -> Iterator[str]:
    """Yield the lines of a Markdown table, as the runs are done."""
    yield "| task | entries | CPU seconds | entries/s | peak MB | exponent | steps |"
    yield "|---|---|---|---|---|---|---|"
    with tempfile.TemporaryDirectory() as folder:
        lists: dict[int, Path] = {}
        for size in sizes:
            lists[size] = Path(folder) / f"list-{size}.md"
            lists[size].write_text("".join(f"{line}\n" for line in markdown(size)), encoding="utf-8")
        for task in TASKS:
            before: tuple[int, float] | None = None
            for size in sizes:
                if task in PEERS and size > peers_up_to:
                    continue
                run = measure(task, lists[size], repeat)
                growth = f"{exponent(before, (size, run.seconds)):.2f}" if before else ""
                before = size, run.seconds
                steps = ", ".join(
                    f"{name} {seconds:.2f}" for name, seconds in run.steps.items() if name != "all"
                )
                yield (
                    f"| {task} | {size:,} | {run.seconds:.2f} | {size / run.seconds:,.0f} | {run.peak:,.0f} "
                    f"| {growth} | {steps} |"
                )


def main() -> None:
    """Run the benchmark, or (for its own use) one task on one list."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sizes", nargs="*", type=int, default=[1_000, 10_000, 100_000], metavar="ENTRIES")
    parser.add_argument(
        "--repeat", type=int, default=3, help="runs of each task, of which the median is told"
    )
    parser.add_argument(
        "--peers-up-to", type=int, default=10_000, help="the longest list that other writers get"
    )
    parser.add_argument("--run", nargs=2, metavar=("TASK", "FILE"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.run:
        steps = TASKS[options.run[0]](Path(options.run[1]))
        # Linux counts in kilobytes, macOS in bytes.
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
            2**10 if sys.platform != "darwin" else 2**20
        )
        json.dump({"steps": steps, "peak": peak}, sys.stdout)
        return
    for line in report(options.sizes, options.repeat, options.peers_up_to):
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
