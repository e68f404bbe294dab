"""The command line: a skin over the library.

A command is a module here: options, one library call, print, exit code. Nothing heavy is imported
before a command runs, so that `--help` is quick.
"""

from __future__ import annotations

import os
import signal
import sys

import typer

from llm_kg.cli.compare import compare
from llm_kg.cli.conflicts import conflicts
from llm_kg.cli.diff import diff
from llm_kg.cli.explain import explain
from llm_kg.cli.export import export
from llm_kg.cli.load import load
from llm_kg.cli.pull import pull
from llm_kg.cli.push import push
from llm_kg.cli.query import query
from llm_kg.cli.read import read
from llm_kg.cli.rules import rules
from llm_kg.cli.serve import serve
from llm_kg.cli.show import show
from llm_kg.cli.site import site
from llm_kg.cli.terms import terms
from llm_kg.cli.validate import validate
from llm_kg.errors import LlmKgError

__all__ = ["app", "main"]

app = typer.Typer(
    name="llm-kg",
    help="Turn lists of language models into a checked, traceable knowledge graph.",
    epilog="Exit codes: 0 done and good, 1 ran and found something, 2 could not run.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (
    export,
    read,
    validate,
    diff,
    conflicts,
    show,
    compare,
    explain,
    query,
    serve,
    load,
    push,
    pull,
    site,
    terms,
    rules,
):
    app.command()(command)


def _version(value: bool) -> None:
    if value:
        from llm_kg import __version__

        typer.echo(f"llm-kg {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Show the version and exit."
    ),
) -> None:
    """Take the options of every command."""


def _terminate(*_: object) -> None:
    """End by an exception, so that half-written files are removed and workers ended on the way."""
    sys.exit(128 + signal.SIGTERM)


def main() -> None:
    """Run the command line; a user's mistake is one line on stderr and exit 2."""
    signal.signal(signal.SIGTERM, _terminate)
    try:
        app()
    except LlmKgError as error:
        message = " ".join(str(error).split())
        print(f"llm-kg: {message}", file=sys.stderr)  # noqa: T201 - the command line speaks
        sys.exit(2)
    except OSError as error:
        # Such as a full disk behind stdout; that a reader has gone is click's to handle.
        where = f"{error.filename}: " if error.filename else ""
        print(f"llm-kg: {where}{error.strerror or error}", file=sys.stderr)  # noqa: T201
        # Python would complain again when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
