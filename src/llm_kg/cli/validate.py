"""`llm-kg validate`: what is wrong with a list or a graph."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from llm_kg.cli.common import (
    Bundled,
    FailOn,
    Ignore,
    IncludeCommented,
    InputFormat,
    Select,
    Sources,
    configuration,
    counted,
    fails,
    read_lists,
    say,
    selection,
    severity,
)
from llm_kg.cli.outputs import spare_sources

if TYPE_CHECKING:
    from llm_kg.baselines import Baseline, Comparison
    from llm_kg.findings import Findings
    from llm_kg.places import Source
    from llm_kg.reports import Outcome
    from llm_kg.validation import Engine, Result

__all__ = ["validate"]


def validate(
    sources: Sources = None,
    bundled: Bundled = False,
    format: Annotated[
        str,
        typer.Option(
            "--format",
            "-f",
            help="text, json, sarif or github (annotations); turtle or jsonld: a SHACL report on the graph.",
        ),
    ] = "text",
    select: Select = None,
    ignore: Ignore = None,
    fail_on: FailOn = None,
    baseline: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Hide the findings that this file knows.", show_default=False),
    ] = None,
    write_baseline: Annotated[
        bool, typer.Option("--write-baseline", help="Write what is found to the baseline, and hide it.")
    ] = False,
    shapes: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Shapes in Turtle, instead of ours.", show_default=False),
    ] = None,
    engine: Annotated[
        str,
        typer.Option(
            metavar="ENGINE",
            help="auto (compiled checks, pySHACL for what these do not cover), compiled or pyshacl.",
        ),
    ] = "auto",
    profile: Annotated[
        str | None,
        typer.Option(
            metavar="PROFILE",
            help="Check for ORKG instead: orkg-template (would its template take the models?), or a CSV file "
            "to import: orkg-csv, or by the rules of one importer orkg-csv-server or orkg-csv-page.",
            show_default=False,
        ),
    ] = None,
    input_format: InputFormat = None,
    include_commented: IncludeCommented = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Say which shapes pySHACL checks, and why.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing besides the findings.")] = False,
) -> None:
    """Check lists (or graph files) and say at file:line:column what is wrong.

    Without --fail-on (or fail-on in llm-kg.toml) errors alone make the exit code 1.
    """
    from llm_kg import __version__
    from llm_kg.baselines import Baseline
    from llm_kg.errors import LlmKgError, ShapesError, SourceError, UnknownFormatError
    from llm_kg.reports import FORMATS, Outcome, find_form
    from llm_kg.saving import save
    from llm_kg.validation.checking import find_engine
    from llm_kg.validation.compilation import compiled
    from llm_kg.validation.report import REPORTS

    if bundled == bool(sources):
        raise SourceError("give a list or graph to validate, or --bundled for the bundled data")
    if write_baseline and baseline is None:
        raise LlmKgError("say where --write-baseline writes to: --baseline FILE")
    if profile is not None and profile not in _PROFILES:
        raise LlmKgError(f"{profile!r} is no profile; there are {', '.join(_PROFILES)}")
    if profile and shapes:
        raise LlmKgError("--profile has shapes or rules of its own; leave out --shapes")
    if profile in _IMPORTERS and bundled:
        raise SourceError(f"--profile {profile} is for CSV files; `export -f orkg-csv` writes one")
    if shapes and not shapes.is_file():
        raise ShapesError(f"{shapes}: no such file; give shapes in Turtle")
    if format not in FORMATS and format not in REPORTS:
        forms = ", ".join((*FORMATS, *REPORTS))
        raise UnknownFormatError(f"{format!r} is no format of findings; there are {forms}")
    graph_report = REPORTS.get(format)
    form = FORMATS["text"] if graph_report else find_form(format)
    chosen = find_engine(engine)
    if verbose:
        for remark in compiled(shapes).remarks:
            say(remark)
    settings = configuration()
    told = selection(select, ignore, settings)
    least = severity(fail_on or settings.fail_on or "error")
    names = sources or _bundled()
    if baseline and write_baseline:
        _spare(baseline, names)
    known = _load(baseline) if baseline and not write_baseline else None
    results: list[Result] = []
    if profile:
        found, ids = _check_profile(profile, names, input_format, include_commented)
    else:
        found, ids, results = _check(names, input_format, include_commented, shapes, chosen)
    findings = told.of(found)
    if baseline and write_baseline:
        known = Baseline.of(findings)
        save(str(baseline), [known.to_json()])
    compared = known.compare(findings, sources=ids, selection=told) if known else None
    outcome = Outcome(
        findings if compared is None else compared.new,
        known=None if compared is None else compared.known,
        silenced=found.silenced,
        lines=cache(_lines),
        width=shutil.get_terminal_size().columns if sys.stdout.isatty() else 120,
        version=__version__,
    )
    save("-", graph_report(results) if graph_report else form(outcome))
    if not quiet:
        _sum_up(outcome, baseline, compared)
    if fails(outcome.findings, least):
        raise typer.Exit(1)


def _check(
    names: Sequence[str],
    input_format: str | None,
    include_commented: bool,
    shapes: Path | None,
    engine: Engine,
) -> tuple[Findings, set[str], list[Result]]:
    """Return what is found in graph files and lists, the ids of the lists, and the results of shapes."""
    from llm_kg.findings import Findings
    from llm_kg.graphs import is_graph_file
    from llm_kg.validation.checking import check_file
    from llm_kg.validation.results import finding_of

    findings = Findings()
    results: list[Result] = []
    graphs = [name for name in names if is_graph_file(name)]
    for name in graphs:
        found = check_file(name, shapes, engine)
        findings.extend(map(finding_of, found))
        results.extend(found)
    lists = [name for name in names if name not in graphs]
    if not lists:
        return findings, set(), results
    from llm_kg.graph import build
    from llm_kg.reconciliation import reconcile
    from llm_kg.validation import validate as judge

    models = reconcile(read_lists(lists, input_format, include_commented, keep_going=True))
    findings.extend(models.findings)
    report = judge(build(models, provenance="source"), shapes=shapes, engine=engine)
    findings.extend(report.findings)
    return findings, set(models.sources), [*results, *report.results]


def _bundled() -> list[str]:
    from llm_kg.sources import bundled_paths

    return list(map(str, bundled_paths()))


#: The profiles of CSV files, and by whose rules.
_IMPORTERS = {
    "orkg-csv": ("server", "page"),
    "orkg-csv-server": ("server",),
    "orkg-csv-page": ("page",),
}
_PROFILES = ("orkg-template", *_IMPORTERS)


def _check_profile(
    profile: str,
    names: Sequence[str],
    input_format: str | None,
    include_commented: bool,
) -> tuple[Findings, set[str]]:
    """Return what a profile finds, and the ids of the sources."""
    from llm_kg.findings import Findings
    from llm_kg.graphs import is_graph_file, load_graph
    from llm_kg.orkg.import_rules import check_import
    from llm_kg.reconciliation import reconcile
    from llm_kg.validation.profiles import check_template, check_template_of_graph

    findings = Findings()
    if importers := _IMPORTERS.get(profile):
        checked = [check_import(name, importers) for name in names]
        for found, _ in checked:
            findings.extend(found)
        return findings, {source.id for _, source in checked}
    for name in filter(is_graph_file, names):
        findings.extend(check_template_of_graph(load_graph(name), name))
    lists = [name for name in names if not is_graph_file(name)]
    if not lists:
        return findings, set()
    # What reading finds is not told here, so that a broken source cannot be told as a finding either.
    models = reconcile(read_lists(lists, input_format, include_commented))
    findings.extend(check_template(models))
    return findings, set(models.sources)


def _load(path: Path) -> Baseline:
    from llm_kg.baselines import Baseline, BaselineError

    try:
        return Baseline.from_json(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BaselineError(f"{path}: there is no baseline yet; --write-baseline writes it") from None
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise BaselineError(f"{path}: cannot be read: {reason}") from None
    except BaselineError as error:
        raise BaselineError(f"{path}: this is no baseline: {error}") from None


def _spare(path: Path, names: Sequence[str]) -> None:
    """Refuse to write a baseline over a source, or over a file that is none."""
    from llm_kg.baselines import BaselineError

    spare_sources(path, names, "--baseline")
    if not path.is_file() or not path.stat().st_size:
        return
    try:
        _load(path)
    except BaselineError as error:
        raise BaselineError(f"{error}; it is not written over: give --baseline another file") from None


def _lines(source: Source) -> Sequence[str]:
    """Return the lines of a source, read again; none of what can be read but once."""
    from llm_kg.errors import SourceError
    from llm_kg.findings import Findings
    from llm_kg.sources.files import open_source

    if not Path(source.path or "").is_file():  # a pipe is read once
        return ()
    try:
        return open_source(source.path or "", Findings())[0].lines
    except SourceError:
        return ()


def _sum_up(outcome: Outcome, baseline: Path | None, compared: Comparison | None) -> None:
    from llm_kg.rules import Severity

    nouns = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "remark"}
    parts = [", ".join(counted(outcome.count(level), noun) for level, noun in nouns.items())]
    if outcome.silenced:
        parts.append(f"{outcome.silenced} silenced by comments")
    if outcome.known:
        parts.append(f"{len(outcome.known)} known to {baseline}")
    say("; ".join(parts))
    if compared and compared.gone:
        example = ", ".join(filter(None, next(iter(compared.gone))))
        say(
            f"{baseline}: {counted(sum(compared.gone.values()), 'known finding')} not found any more, "
            f"such as {example}; --write-baseline leaves out what is gone"
        )
