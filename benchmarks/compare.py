"""Ours and the peers on the same records in the same run: what each takes, and whether all agree.

    python benchmarks/compare.py --json results.json           # everything: see README.md for how long
    python benchmarks/compare.py --quick                       # two minutes: that all of it works
    python benchmarks/compare.py --only llm-kg --work ntriples --records 1000

Each run has a process of its own, and contenders take turns. Tables go to stdout, talk to stderr.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from agreement import Findings, tell_agreement
from catalogue import OURS, WORKS, Contender, Work
from environments import cache_folder, python_of, versions
from machine import machine, memory_mb
from measures import Result, details, rows, table
from startup import import_times, start_up

HERE = Path(__file__).resolve().parent
#: Runs of one contender on one size end when they have taken so many seconds together.
PATIENCE = 120.0


@dataclass(frozen=True)
class Options:
    """What is to be measured."""

    records: tuple[int, ...]
    in_memory_up_to: int
    validate_records: int
    repeat: int
    limit: float
    compare_up_to: int
    is_quick: bool
    only: tuple[str, ...]
    works: tuple[str, ...]
    cache: Path

    def wants(self, contender: Contender) -> bool:
        """Tell whether a contender takes part; ours always does, as ratios are to it."""
        return (
            not self.only
            or contender.name.startswith(OURS)
            or any(part in contender.name for part in self.only)
        )


class Comparison:
    """One run of the benchmark: the folder of its files, and its results so far."""

    def __init__(self, options: Options, folder: Path) -> None:
        self.options = options
        self.folder = folder
        self.results: list[Result] = []
        #: Environment → its Python, or None, and why there is none.
        self.pythons: dict[str, tuple[Path | None, str]] = {}
        self._findings: dict[tuple[str, str], Findings] = {}

    def run(self) -> Iterator[tuple[str, list[Result]]]:
        """Yield the title and results of each work when it is done."""
        for work in WORKS:
            if self.options.works and work.name not in self.options.works:
                continue
            done: list[Result] = []
            for records in self._sizes(work):
                inputs = self._inputs(records)
                done += self._compete(work, records, inputs, done)
            self.results += done
            yield work.title, done

    def _sizes(self, work: Work) -> tuple[int, ...]:
        if work.validates:
            return (self.options.validate_records,)
        return tuple(n for n in self.options.records if work.streams or n <= self.options.in_memory_up_to)

    def _inputs(self, records: int) -> Path:
        """Return the folder of the prepared inputs, made when first asked for."""
        folder = self.folder / str(records)
        if not folder.exists():
            _say(f"preparing {records:,} records")
            streamed = ["--streamed"] if records > self.options.in_memory_up_to else []
            command = [sys.executable, str(HERE / "preparation.py"), str(folder), str(records), *streamed]
            subprocess.run(command, check=True)
        return folder

    def _compete(self, work: Work, records: int, inputs: Path, before: Sequence[Result]) -> list[Result]:
        """Let the contenders take turns, and return their results."""
        results = {
            c.name: Result(work.name, c.name, records) for c in work.contenders if self.options.wants(c)
        }
        for turn in range(self.options.repeat):
            for contender in work.contenders:
                result = results.get(contender.name)
                if result is None or result.reason or sum(result.wall) > PATIENCE:
                    continue
                if turn == 0 and (reason := self._obstacle(contender, work, records, inputs, before)):
                    result.reason = reason
                    continue
                _say(f"{work.name}, {records:,} records, turn {turn + 1}: {contender.name}")
                self._turn(contender, work, inputs, result)
        if work.validates:
            planted = inputs / "planted.json" if work.name.endswith("planted") else None
            found = {name: self._findings.get((work.name, name)) for name in results}
            tell_agreement(list(results.values()), found, planted)
        triples = _lines(inputs / ("foreign.nt" if work.validates else "reference.nt"))
        # Of so many records that there is no reference, ours are counted.
        triples = triples or _lines(self._output(OURS, work))
        for result in results.values():
            result.triples = triples
        for contender in work.contenders:
            self._output(contender.name, work).unlink(missing_ok=True)
        return list(results.values())

    def _obstacle(
        self, contender: Contender, work: Work, records: int, inputs: Path, before: Sequence[Result]
    ) -> str:
        """Return why a contender cannot run: not installed, no input for it, or no end in sight."""
        if self.options.is_quick and contender.starts_slowly:
            return "not run: --quick (it takes long to begin)"
        if contender.environment and self._python(contender) is None:
            return self.pythons[contender.environment][1]
        if contender.environment and not (inputs / "rows.pickle").exists():
            return f"not run: its input is made for up to {self.options.in_memory_up_to:,} records"
        known = [r for r in before if (r.work, r.contender) == (work.name, contender.name)]
        if not known:
            return ""
        last = max(known, key=lambda r: r.records)
        if not last.wall:
            return last.reason
        expected = _expected(known, records)
        if expected > self.options.limit:
            return f"not run: would take about {_duration(expected)}"
        memory = last.peak * records / last.records
        if not work.streams and memory > 0.7 * memory_mb():
            return f"not run: would take about {memory / 1024:.0f} GB of memory"
        return ""

    def _python(self, contender: Contender) -> Path | None:
        name = contender.environment
        if name is None:
            return Path(sys.executable)
        if name not in self.pythons:
            _say(f"installing what {contender.name} needs")
            self.pythons[name] = python_of(name, self.options.cache)
        return self.pythons[name][0]

    def _output(self, name: str, work: Work) -> Path:
        plain = "".join(char if char.isalnum() else "-" for char in f"{work.name}-{name}")
        return self.folder / f"{plain}{work.suffix}"

    def _turn(self, contender: Contender, work: Work, inputs: Path, result: Result) -> None:
        """Run a contender once, and note what it took."""
        output = self._output(contender.name, work)
        told = output.with_name(f"{output.name}.run.json")
        told.unlink(missing_ok=True)
        command = [str(self._python(contender)), str(HERE / "runner.py"), contender.function, work.name]
        command += [str(inputs), str(output), *(["--pause-gc"] if contender.pauses_gc else [])]
        limit = 2 * self.options.limit
        try:
            code, errors = _run(command, limit)
        except subprocess.TimeoutExpired:
            result.reason = f"stopped after {_duration(limit)}"
            return
        if not told.exists():
            result.reason = f"died with {code}: {errors.strip()[-200:]}"
            return
        run = json.loads(told.read_text(encoding="utf-8"))
        if "failed" in run:
            result.reason = run["failed"]
            return
        result.wall.append(run["wall"])
        result.cpu.append(run["cpu"])
        result.peak = max(result.peak, run["peak"])
        if work.validates:
            self._findings[work.name, contender.name] = run["results"]
        elif len(result.wall) == 1:
            result.output, result.detail = self._compared(result, inputs, output)

    def _compared(self, result: Result, inputs: Path, output: Path) -> tuple[str, str]:
        """Say whether and how the triples of an output differ from those that all are to write."""
        reference = inputs / "reference.nt"
        if not reference.exists() or result.records > self.options.compare_up_to:
            return "not compared", ""
        _say(f"comparing the triples of {result.contender}")
        command = [sys.executable, str(HERE / "triples.py"), str(reference), str(output)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            return "not RDF", done.stderr.strip()[-200:]
        same, difference = json.loads(done.stdout)
        return same, difference

    @cached_property
    def installed(self) -> dict[str, dict[str, str]]:
        """Environment → package → version; ours is the first."""
        own = {d.metadata["name"].lower(): d.version for d in importlib.metadata.distributions()}
        found = {"ours": own}
        for name, (python, _) in self.pythons.items():
            if python:
                found[name] = versions(python)
        return found


def _run(command: list[str], limit: float) -> tuple[int, str]:
    """Run a command, and return its exit code and what it said on stderr.

    Raises
    ------
    subprocess.TimeoutExpired
        It took longer; it is gone with all that it started.
    """
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        _, errors = process.communicate(timeout=limit)
    except BaseException:  # an interruption as well: what a command of a peer started must not go on
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        raise
    return process.returncode, errors


def _lines(path: Path) -> int:
    if not path.exists():
        return 0
    with path.open("rb") as stream:
        return sum(block.count(b"\n") for block in iter(lambda: stream.read(2**20), b""))


def _expected(known: Sequence[Result], records: int) -> float:
    """Return the seconds that so many records may take, by the line through the last two sizes.

    What a contender needs before it begins does not grow; with one size alone it is not known.
    """
    *before, last = sorted((r for r in known if r.wall), key=lambda r: r.records)
    if not before:
        return last.seconds * records / last.records
    grown = max(last.seconds - before[-1].seconds, 0.0)
    return last.seconds + grown * (records - last.records) / (last.records - before[-1].records)


def _duration(seconds: float) -> str:
    return f"{seconds:.0f} seconds" if seconds < 120 else f"{seconds / 60:.0f} minutes"


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # noqa: T201 - a script talks


def _tell(lines: Sequence[str] | Iterator[str]) -> None:
    print(*lines, sep="\n", flush=True)  # noqa: T201


def _parse() -> tuple[Options, argparse.Namespace]:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    number: dict[str, Any] = {"type": int, "metavar": "N"}
    parser.add_argument("--records", nargs="+", default=[1_000, 10_000, 100_000, 1_000_000], **number)
    parser.add_argument("--in-memory-up-to", default=100_000, help="for works that do not stream", **number)
    parser.add_argument("--validate-records", default=8_100, help="8,100 make 300,000 triples", **number)
    parser.add_argument("--repeat", default=3, help="of each run; the median is told", **number)
    parser.add_argument("--limit", type=float, default=300, metavar="SECONDS", help="that a run may take")
    parser.add_argument(
        "--compare-up-to", default=100_000, help="records whose triples are compared", **number
    )
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="peers with this in their name")
    parser.add_argument("--work", nargs="+", default=[], choices=[*(w.name for w in WORKS), "start"])
    parser.add_argument("--quick", action="store_true", help="few records, once: that all of it works")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all results to a file, for chart.py")
    parser.add_argument("--cache", type=Path, default=cache_folder(), help="where the peers are installed")
    parser.add_argument("--folder", type=Path, help="for large files; default: the system's temporary one")
    parsed = parser.parse_args()
    options = Options(
        records=tuple(sorted(parsed.records)),
        in_memory_up_to=parsed.in_memory_up_to,
        validate_records=parsed.validate_records,
        repeat=parsed.repeat,
        limit=parsed.limit,
        compare_up_to=parsed.compare_up_to,
        is_quick=parsed.quick,
        only=tuple(parsed.only),
        works=tuple(parsed.work),
        cache=parsed.cache,
    )
    if parsed.quick:
        options = replace(options, records=(30, 100), validate_records=100, repeat=1, limit=60.0)
    return options, parsed


def main() -> None:
    """Measure, and tell."""
    options, parsed = _parse()
    about = machine()
    if (about["load_at_start"] or 0) > 0.5:
        _say(f"the machine is busy (load {about['load_at_start']}): read ratios, not seconds")
    if parsed.folder:
        parsed.folder.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="llm-kg-benchmark-", dir=parsed.folder)).resolve()
    try:
        comparison = Comparison(options, folder)
        for title, results in comparison.run():
            _tell([f"\n## {title}\n", *table(rows(results, OURS)), "", *details(results)])
        imports: list[tuple[str, float]] = []
        if not options.works or "start" in options.works:
            started = list(start_up(1 if parsed.quick else 11))
            comparison.results += started
            imports = import_times()
            _tell(["\n## From nothing: a process of the command line\n"])
            _tell(table(([r.contender, f"{r.seconds * 1000:.0f}"] for r in started), ("", "ms")))
            _tell(["\nImports of `llm-kg --help` that take longest, of their own:\n"])
            _tell(table(([name, f"{ms:.1f}"] for name, ms in imports), ("module", "ms")))
        if parsed.json:
            content = {
                "machine": about,
                "quick": parsed.quick,
                "versions": comparison.installed,
                "imports_ms": imports,
                "results": [result.to_json() for result in comparison.results],
            }
            parsed.json.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
