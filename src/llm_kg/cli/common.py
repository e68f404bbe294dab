"""What commands share: options, the project's settings, talk on stderr, and tables on stdout."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from llm_kg.configuration import Configuration
    from llm_kg.exporting import Progress
    from llm_kg.findings import Finding, Selection
    from llm_kg.reconciliation import Models
    from llm_kg.rules import Severity
    from llm_kg.sources import Records
    from llm_kg.sources.bulk import Piece

__all__ = [
    "Bundled",
    "FailOn",
    "Ignore",
    "IncludeCommented",
    "InputFormat",
    "Prefer",
    "Quiet",
    "Select",
    "SourceDate",
    "SourceOption",
    "Sources",
    "Verbose",
    "configuration",
    "counted",
    "cut_source",
    "fails",
    "form_of",
    "load_models",
    "progress",
    "read_lists",
    "report",
    "say",
    "selection",
    "severity",
    "table",
]

Sources = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[SOURCE]...",
        help="Lists or records: FILE, NAME=FILE or - (stdin).",
        show_default=False,
    ),
]
SourceOption = Annotated[
    list[str] | None,
    typer.Option(
        "--source",
        "-s",
        metavar="SOURCE",
        help="A list, records or a graph file; repeatable. Default: the bundled data.",
        show_default=False,
    ),
]
InputFormat = Annotated[
    str | None,
    typer.Option(
        "--input-format",
        "-i",
        metavar="FORMAT",
        help="markdown, yaml, json, jsonl, csv or tsv, where the suffix does not tell.",
        show_default=False,
    ),
]
IncludeCommented = Annotated[
    bool, typer.Option("--include-commented", help="Read parts that are commented out as well.")
]
Prefer = Annotated[
    list[str] | None,
    typer.Option(
        "--prefer",
        metavar="SOURCE",
        help="Where sources disagree, accept what this one says (its id); repeatable, the best first.",
        show_default=False,
    ),
]
SourceDate = Annotated[
    list[str] | None,
    typer.Option(
        "--source-date",
        metavar="SOURCE=DATE",
        help="The date of a source (its id), as YYYY-MM-DD; where they disagree, newer ones weigh more.",
        show_default=False,
    ),
]
Bundled = Annotated[bool, typer.Option("--bundled", help="Use the bundled data.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Show errors only.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Show every finding.")]

Select = Annotated[
    list[str] | None,
    typer.Option(
        "--select",
        metavar="RULE",
        help="Tell findings of these rules alone; repeatable, or with commas.",
        show_default=False,
    ),
]
Ignore = Annotated[
    list[str] | None,
    typer.Option(
        "--ignore",
        metavar="RULE",
        help="Tell no findings of these rules; repeatable, or with commas.",
        show_default=False,
    ),
]
FailOn = Annotated[
    str | None,
    typer.Option(
        "--fail-on",
        metavar="SEVERITY",
        help="From which severity on the exit code is 1: error, warning, info or never.",
        show_default=False,
    ),
]


def say(message: str) -> None:
    """Say something to the user, on stderr."""
    typer.echo(message, err=True)


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: `1 error`, `2 errors`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def configuration() -> Configuration:
    """Return the settings of the project in whose folder the command runs."""
    from llm_kg.configuration import load_configuration

    return load_configuration(Path.cwd())


def selection(
    select: Sequence[str] | None, ignore: Sequence[str] | None, settings: Configuration
) -> Selection:
    """Return which rules are told. What is selected here is told even if the settings ignore it."""
    from llm_kg.findings import Selection
    from llm_kg.rules import find_rule

    def rules(options: Sequence[str] | None) -> frozenset[str]:
        ids = (id_.strip() for option in options or () for id_ in option.split(","))
        return frozenset(find_rule(id_).id for id_ in ids if id_)

    chosen = rules(select)
    return Selection(chosen, rules(ignore) | (frozenset(settings.ignore) - chosen))


def severity(fail_on: str) -> Severity | None:
    """Return the severity from which a command fails; None is never."""
    from llm_kg.errors import LlmKgError
    from llm_kg.rules import Severity

    levels = {str(level): level for level in reversed(Severity)}
    if fail_on not in levels and fail_on != "never":
        raise LlmKgError(f"--fail-on is {', '.join(levels)} or never, not {fail_on!r}")
    return levels.get(fail_on)


def fails(findings: Iterable[Finding], least: Severity | None) -> bool:
    """Tell whether any finding is as grave as this or graver."""
    return least is not None and any(finding.severity >= least for finding in findings)


def read_lists(
    sources: Sequence[str],
    input_format: str | None,
    include_commented: bool = False,
    keep_going: bool = False,
) -> Records:
    """Return the records of sources, read as the project's settings say.

    To `keep_going` where a source breaks its format makes a finding of it.
    """
    from llm_kg.sources import read
    from llm_kg.vocabulary import own_aliases

    settings = configuration()
    with own_aliases(settings.aliases):
        return read(
            *sources,
            input_format=input_format,
            include_commented=include_commented,
            complete=settings.complete,
            keep_going=keep_going,
        )


def load_models(
    sources: Sequence[str] | None,
    input_format: str | None,
    include_commented: bool = False,
    prefer: Sequence[str] | None = None,
    source_dates: Sequence[str] | None = None,
    joined: bool = True,
) -> Models:
    """Return the models of sources; of the bundled data, and saying so, where there are none.

    Preferred sources are those of the command line, else those of the settings that are read. Unless
    they are `joined`, records make a model each.
    """
    from llm_kg.reconciliation import reconcile, unreconciled
    from llm_kg.sources import bundled_paths, read

    if sources:
        records = read_lists(sources, input_format, include_commented)
    else:
        paths = bundled_paths()
        say(f"no source given: the bundled data of {len(paths)} lists is used")
        records = read(*paths)
    if not joined:
        return unreconciled(records)
    dates = dict(map(_dated, source_dates or ()))
    wanted = prefer or [name for name in configuration().prefer if name in records.sources]
    return reconcile(records, prefer=wanted, dates=dates)


def cut_source(sources: Sequence[str] | None, input_format: str | None) -> list[Piece] | None:
    """Return the pieces of the one source, where it is so big that it is better not held in memory."""
    if not sources or len(sources) > 1:
        return None
    from llm_kg.sources.bulk import cut

    return cut(sources[0], input_format=input_format, complete=configuration().complete)


# After how many seconds of work a bar is shown.
_PATIENCE = 2.0


@contextmanager
def progress(quiet: bool) -> Iterator[Callable[[Progress], None]]:
    """Show a bar on a terminal while work goes on that takes more than two seconds."""
    if quiet or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    # Without a thread of its own: processes are forked while it is shown.
    bar = Bar(
        TextColumn("{task.fields[written]}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        auto_refresh=False,
        transient=True,
    )
    began = time.monotonic()
    task = bar.add_task("", written="")

    def tell(now: Progress) -> None:
        seconds = time.monotonic() - began
        if seconds < _PATIENCE:
            return
        rate = now.statements / seconds
        written = f"{now.models:,} models, {now.statements:,} statements ({rate:,.0f}/s)"
        bar.start()
        bar.update(task, total=now.total, completed=now.done, written=written)
        bar.refresh()

    try:
        yield tell
    finally:
        bar.stop()


def _dated(option: str) -> tuple[str, str]:
    """Split `SOURCE=DATE`; the date must be one of the calendar."""
    from datetime import date

    from llm_kg.errors import LlmKgError

    source, _, stated = option.partition("=")
    try:
        return source, date.fromisoformat(stated).isoformat()
    except ValueError:
        raise LlmKgError(f"--source-date {option}: write SOURCE=YYYY-MM-DD") from None


def report(findings: Iterable[Finding], quiet: bool, verbose: bool) -> None:
    """Print findings to stderr: errors and warnings, with --verbose all, with --quiet errors."""
    from llm_kg.rules import Severity

    least: Severity = Severity.ERROR if quiet else Severity.INFO if verbose else Severity.WARNING
    hidden = 0
    for finding in findings:
        if finding.severity >= least:
            say(str(finding))
        else:
            hidden += 1
    if hidden and not quiet:
        say(f"{counted(hidden, 'more finding')}; --verbose shows {'it' if hidden == 1 else 'them'}")


def form_of(form: str | None, output: str, forms: Sequence[str], what: str) -> str:
    """Return the form in which to write: as asked, else by the suffix of the output, else the first.

    Raises
    ------
    UnknownFormatError
        None of the forms is called so.
    """
    from llm_kg.errors import UnknownFormatError

    if form is None:
        suffix = PurePath(output).suffix.lower().removeprefix(".")
        return suffix if suffix in forms else forms[0]
    if form not in forms:
        raise UnknownFormatError(f"{form!r} is no format of {what}; there are {', '.join(forms)}")
    return form


def table(columns: Sequence[str], rows: Sequence[Sequence[str]], output: str = "-") -> None:
    """Write a table: aligned on a terminal, and with tabs between the columns elsewhere and in files."""
    if output != "-" or not sys.stdout.isatty():
        lines = ("\t".join(" ".join(cell.split()) for cell in row) for row in (columns, *rows))
        if output == "-":
            for line in lines:
                typer.echo(line)
        else:
            from llm_kg.saving import save

            save(output, (f"{line}\n" for line in lines))
        return
    from rich import box
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    from llm_kg.reports.outcome import visible

    drawn = Table(*map(escape, columns), box=box.SIMPLE_HEAD)
    for row in rows:
        # Strangers' text must not play with the terminal.
        drawn.add_row(*(escape(visible(cell)) for cell in row))
    Console().print(drawn)
