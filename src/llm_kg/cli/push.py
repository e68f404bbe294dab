"""`llm-kg push`: models into ORKG; plans unless told to apply."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from llm_kg.cli.common import (
    Bundled,
    IncludeCommented,
    InputFormat,
    Prefer,
    Quiet,
    SourceDate,
    Sources,
    Verbose,
    configuration,
    counted,
    load_models,
    report,
    say,
)
from llm_kg.cli.outputs import spare_sources

if TYPE_CHECKING:
    from llm_kg.orkg.plan import Plan
    from llm_kg.orkg.report import Report
    from llm_kg.orkg.service import Orkg
    from llm_kg.orkg.steps import Options

__all__ = ["push"]

HostOption = Annotated[
    str,
    typer.Option("--to", metavar="HOST", help="sandbox, production, incubating, or the address of another."),
]


def push(
    sources: Sources = None,
    to: HostOption = "sandbox",
    plan: Annotated[
        str | None,
        typer.Option(
            "--plan", metavar="FILE", help="Write the plan to a file (JSON Lines).", show_default=False
        ),
    ] = None,
    apply: Annotated[
        bool, typer.Option("--apply", help="Carry it out: a new plan, or that of a file given as SOURCE.")
    ] = False,
    journal: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="Where to note what is written; default: beside the plan, else by the host's name.",
            show_default=False,
        ),
    ] = None,
    report_file: Annotated[
        str | None,
        typer.Option(
            "--report",
            metavar="FILE",
            help="Where to write what was done; default: beside the journal.",
            show_default=False,
        ),
    ] = None,
    update: Annotated[
        bool,
        typer.Option("--update", help="Change values that this tool wrote and the list says otherwise now."),
    ] = False,
    research_field: Annotated[
        str, typer.Option(metavar="ID", help="The research field of papers and comparison.")
    ] = "R133",
    extraction_method: Annotated[
        str,
        typer.Option(
            metavar="METHOD",
            help="AUTOMATIC, MANUAL, UNKNOWN, AI_GENERATED or AI_GENERATED_WITH_MANUAL_REVIEW.",
        ),
    ] = "AUTOMATIC",
    resource: Annotated[
        list[str] | None,
        typer.Option(
            metavar="LABEL=ID",
            help="Which resource a label means; ID may be `new`; repeatable.",
            show_default=False,
        ),
    ] = None,
    comparison: Annotated[
        str | None,
        typer.Option(
            metavar="ID", help="Extend this comparison (of a published one, its head).", show_default=False
        ),
    ] = None,
    no_comparison: Annotated[
        bool, typer.Option("--no-comparison", help="Write papers and contributions alone.")
    ] = False,
    title: Annotated[
        str, typer.Option(metavar="TEXT", help="The title of the comparison.", show_default=False)
    ] = "",
    author: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="An author of the comparison; repeatable.", show_default=False),
    ] = None,
    publish: Annotated[
        bool, typer.Option("--publish", help="Publish the comparison. This cannot be undone.")
    ] = False,
    doi: Annotated[bool, typer.Option("--doi", help="Register a DOI for it. This lasts for ever.")] = False,
    token_url: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Where a host that is not ORKG's gives tokens.", show_default=False),
    ] = None,
    timeout: Annotated[
        float, typer.Option(metavar="SECONDS", min=1, help="How long to wait for a piece of an answer.")
    ] = 30.0,
    check: Annotated[bool, typer.Option("--check/--no-check", help="Leave out what breaks a shape.")] = True,
    bundled: Bundled = False,
    input_format: InputFormat = None,
    include_commented: IncludeCommented = False,
    prefer: Prefer = None,
    source_date: SourceDate = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Plan, and with --apply carry out, the push of models to ORKG.

    A SOURCE may be a plan that was written with --plan. The login comes from the environment
    or the keyring (docs/orkg.md).
    """
    from llm_kg.errors import LlmKgError, OrkgError
    from llm_kg.orkg.hosts import find_host
    from llm_kg.orkg.plan import is_plan
    from llm_kg.orkg.service import Orkg
    from llm_kg.saving import save

    if not sources and not bundled:
        raise LlmKgError("push: give a SOURCE, or --bundled for the bundled data")
    if bundled and sources:
        raise LlmKgError("push: give a SOURCE or --bundled, not both")
    given = sources or []
    if report_file:
        spare_sources(report_file, given, "--report")
    options = _options(
        research_field=research_field,
        extraction_method=extraction_method,
        update=update,
        resources=dict(map(_resource, resource or ())),
        with_comparison=not no_comparison,
        comparison=comparison,
        title=title,
        authors=tuple(author or ()),
        publish=publish,
        doi=doi,
    )
    if any(map(is_plan, given)):
        if len(given) > 1:
            raise OrkgError("push: a plan stands alone; give it as the only SOURCE")
        _refuse_options(options, to, token_url)
        made = _from_file(given[0], timeout)
        plan = given[0]
        where = _journal(journal, plan, made.steps.host)
    else:
        host = find_host(to, token_url)
        where = _journal(journal, plan, host.url)
        if plan:
            spare_sources(plan, given, "--plan")
        made = _new_plan(
            Orkg(host, timeout=(10.0, timeout)),
            options,
            where,
            quiet,
            verbose,
            check,
            lambda: load_models(given, input_format, include_commented, prefer, source_date),
        )
        if plan:
            save(plan, made.lines())
    if not apply:
        _echo(made.text())
        if not quiet:
            say(f"nothing was written; --apply carries it out ({counted(made.writes, 'thing')} to write)")
        raise typer.Exit(_code(any(remark.is_error for remark in made.remarks)))
    _apply(made, where, Path(report_file) if report_file else where.with_suffix(".report.json"), quiet)


def _options(**given: Any) -> Options:
    from pydantic import ValidationError

    from llm_kg.errors import OrkgError
    from llm_kg.orkg.service import check_options
    from llm_kg.orkg.steps import Options

    try:
        options = Options(**given)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]).replace("_", "-")
        raise OrkgError(f"--{name} {first['input']}: {first['msg']}") from None
    check_options(options)
    return options


def _resource(option: str) -> tuple[str, str]:
    from llm_kg.errors import OrkgError

    label, _, id_ = option.rpartition("=")
    if not label or not re.fullmatch(r"[a-zA-Z0-9:_-]+", id_):
        raise OrkgError(f"--resource {option}: write LABEL=ID, such as OpenAI=R12, or LABEL=new")
    return label, id_


def _refuse_options(options: Options, to: str, token_url: str | None) -> None:
    from llm_kg.errors import OrkgError
    from llm_kg.orkg.steps import Options

    if options != Options() or token_url or to != "sandbox":
        raise OrkgError("push: a plan has its host and options; give them when the plan is made")


def _from_file(path: str, timeout: float) -> Plan:
    from llm_kg.orkg.hosts import find_host
    from llm_kg.orkg.plan import Plan
    from llm_kg.orkg.service import Orkg

    steps = Plan.read(path)
    return Orkg(find_host(steps.host, steps.token_url), timeout=(10.0, timeout)).planned(steps)


def _new_plan(
    orkg: Orkg,
    options: Options,
    journal: Path,
    quiet: bool,
    verbose: bool,
    check: bool,
    load: Callable[[], Any],
) -> Plan:
    from llm_kg.findings import Findings
    from llm_kg.graph import BASE
    from llm_kg.validation import build_checked

    base = configuration().base or BASE
    models = load()
    findings = Findings(models.findings)
    if check:
        checked = build_checked(models, base=base)
        models = checked.models
        findings.extend(checked.findings)
    report(findings, quiet, verbose)
    with _progress("looking up", quiet) as progress:
        return orkg.plan(models, options, base=base, journal=journal, progress=progress)


def _journal(given: str | None, plan: str | None, host: str) -> Path:
    if given:
        return Path(given)
    if plan:
        return Path(plan).with_suffix(".journal.jsonl")
    name = re.sub(r"[^a-z0-9.-]+", "-", host.partition("://")[2].lower())
    return Path(f"llm-kg-push-{name}.journal.jsonl")


def _apply(plan: Plan, journal: Path, report_file: Path, quiet: bool) -> None:
    from llm_kg.saving import save

    options = plan.steps.options
    if options.publish and not quiet:
        say("the comparison will be published; ORKG cannot undo it")
        if options.doi:
            say("a DOI will be registered for it; that lasts for ever")
    with _progress("pushing", quiet) as progress:
        done = plan.apply(journal, progress)
    _echo(done.text())
    told = json.dumps(done.to_json(), ensure_ascii=False, indent=2)
    save(str(report_file), [told + "\n"])
    _say_remarks(done, quiet)
    if not quiet:
        say(f"report: {report_file}; journal: {journal}")
    raise typer.Exit(2 if done.broken_off and not done.writes else _code(not done.is_good))


def _echo(lines: Iterator[str]) -> None:
    """Write lines to stdout; strangers' text in them must not play with the terminal."""
    from llm_kg.reports.outcome import visible

    for line in lines:
        typer.echo(visible(line))


def _say_remarks(done: Report, quiet: bool) -> None:
    from llm_kg.reports.outcome import visible

    for remark in done.remarks:
        if remark.is_error or (remark.rule == "orkg-conflict" and not quiet):
            say(f"{visible(remark.message)} [{remark.rule}]")


def _code(is_found: bool) -> int:
    return 1 if is_found else 0


@contextmanager
def _progress(what: str, quiet: bool) -> Iterator[Callable[[int, int, str], None] | None]:
    """Show a bar on a terminal; elsewhere nothing."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from llm_kg.reports.outcome import visible

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what)

        def told(number: int, total: int, name: str) -> None:
            shown = escape(visible(name))[:60]
            bar.update(task, completed=number, total=total, description=f"{what} {shown}")

        yield told
