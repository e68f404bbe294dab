"""The command line: a skin over the library.

A command is a module here: options, one library call, print, exit code. Nothing heavy is imported
before a command runs, so that `--help` is quick.
"""

from __future__ import annotations

import os
import signal
import sys
from importlib import import_module
from typing import Any, Final

import typer
import typer.core
import typer.main

from llm_kg.errors import LlmKgError

__all__ = ["COMMANDS", "app", "main"]

#: The commands, each a module and its function, with the first line of their help; a test holds it equal.
COMMANDS: Final = {
    "export": "Write lists as a checked knowledge graph; without SOURCE, the bundled data.",
    "read": "Show the records of lists as read, one per entry.",
    "validate": "Check lists (or graph files) and say at file:line:column what is wrong.",
    "diff": "Show what changed between two lists or graphs: models, and what is said of them.",
    "conflicts": "Show what lists disagree on: each claim with its place, and which is accepted and why.",
    "show": "Show one model: its accepted values, what is in dispute, and the entries about it.",
    "compare": "Compare models, a row for each property that one of them has.",
    "explain": "Explain what is said of a model: place, stated text, value, triple, and what became of it.",
    "query": "Ask lists or graph files a SPARQL question; nothing is fetched.",
    "serve": "Serve a graph: SPARQL at /query, pages for people, and what its IRIs lead to.",
    "load": "Send a graph file to a store by the SPARQL 1.1 Graph Store protocol.",
    "push": "Plan, and with --apply carry out, the push of models to ORKG.",
    "pull": "Write what ORKG says of models as records, which diff, conflicts and export read.",
    "site": "Write a site of static pages: a comparison, models, plots, conflicts and the vocabulary.",
    "terms": "Show what the ontology calls a thing; without NAME, every property.",
    "rules": "Show the rules behind findings: severity, what each means, how it is mended.",
}


class _Commands(typer.core.TyperGroup):
    """The commands, of which none is imported before it is called: that would double the time of `--help`."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands: Any = dict.fromkeys(COMMANDS)  # their names, for lists and for what was mistyped

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a command, which is imported now."""
        if cmd_name not in COMMANDS:
            return None
        alone = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
        alone.command(cmd_name)(getattr(import_module(f"{__name__}.{cmd_name}"), cmd_name))
        return typer.main.get_command(alone)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the list of commands."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


app = typer.Typer(
    name="llm-kg",
    cls=_Commands,
    help="Turn lists of language models into a checked, traceable knowledge graph.",
    epilog="Exit codes: 0 done and good, 1 ran and found something, 2 could not run.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


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
    # Else pydantic asks every installed distribution whether it is a plugin of its, and runs what is.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    signal.signal(signal.SIGTERM, _terminate)
    try:
        app()
    except LlmKgError as error:
        message = " ".join(str(error).split())
        print(f"llm-kg: {message}", file=sys.stderr)  # noqa: T201 - the command line speaks
        sys.exit(2)
    except MemoryError as error:
        error.__traceback__ = error.__context__ = None  # what has filled the memory is let go
        hint = "split the source, or give its records as JSON Lines or CSV, which `export` reads in pieces"
        print(f"llm-kg: the memory does not suffice; {hint}", file=sys.stderr)  # noqa: T201
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
