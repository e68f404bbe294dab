"""`llm-kg serve`: a SPARQL endpoint and a site over lists and graph files."""

from __future__ import annotations

from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from llm_kg.cli.common import InputFormat, Prefer, Quiet, configuration, load_models, report, say

if TYPE_CHECKING:
    from llm_kg.graph import Graph, Provenance
    from llm_kg.reconciliation import Models

__all__ = ["serve"]


def _finite(value: float) -> float:
    if not isfinite(value):
        raise typer.BadParameter(f"{value} is no number of anything")
    return value


def serve(
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[SOURCE|GRAPH]...",
            help="Lists, records or graph files. Default: the bundled data.",
            show_default=False,
        ),
    ] = None,
    host: Annotated[str, typer.Option(help="Where to listen; 0.0.0.0 is everywhere.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes one that is free.")] = 8000,
    store: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Keep the store here; without SOURCE, serve the one that is kept here.",
            show_default=False,
        ),
    ] = None,
    time_limit: Annotated[
        float,
        typer.Option(metavar="SECONDS", min=0.1, callback=_finite, help="When a query is stopped."),
    ] = 10.0,
    result_limit: Annotated[
        float, typer.Option(metavar="MB", min=0.001, callback=_finite, help="How large an answer may be.")
    ] = 32.0,
    memory_limit: Annotated[
        float, typer.Option(metavar="MB", min=100, callback=_finite, help="How much memory a query may take.")
    ] = 2000.0,
    workers: Annotated[int, typer.Option(min=1, max=256, help="How many queries run at a time.")] = 2,
    allow_origin: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ORIGIN", help="Let web pages from here ask; * is any. Repeatable.", show_default=False
        ),
    ] = None,
    provenance: Annotated[
        str, typer.Option(help="none, source, full (a node for each claim) or graphs (named graphs).")
    ] = "full",
    base: Annotated[
        str | None, typer.Option(metavar="IRI", help="Instances stand under this IRI.", show_default=False)
    ] = None,
    check: Annotated[bool, typer.Option("--check/--no-check", help="Leave out what breaks a shape.")] = True,
    site: Annotated[
        bool, typer.Option("--site/--no-site", help="Make the site as well, and serve it at /.")
    ] = True,
    prefer: Prefer = None,
    input_format: InputFormat = None,
    quiet: Quiet = False,
) -> None:
    """Serve a graph: SPARQL at /query, pages for people, and what its IRIs lead to."""
    from contextlib import ExitStack
    from tempfile import TemporaryDirectory

    from llm_kg.errors import LlmKgError
    from llm_kg.graph import BASE, prefixes
    from llm_kg.graphs import is_graph_file
    from llm_kg.serving.pool import Limits
    from llm_kg.serving.server import Offer, run
    from llm_kg.serving.stores import holds_store, keeps_claims_apart, write_store
    from llm_kg.serving.website import make_site

    base = base or configuration().base or BASE
    kept = store is not None and holds_store(store)
    if kept and sources:
        raise LlmKgError(f"{store}: a store is kept here; leave out the sources to serve it, or give another")
    files = [name for name in sources or () if is_graph_file(name)]
    lists = [name for name in sources or () if name not in files]
    with ExitStack() as stack:
        _end_on_sigterm()
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="llm-kg-serve-")))
        place, pages = store or folder / "store", None
        if not kept:
            graph = None
            if lists or not files:
                models = load_models(lists, input_format, prefer=prefer)
                graph, models = _graph(
                    models, base, cast("Provenance", provenance), check, quiet or not lists
                )
                if site and make_site(models, folder / "site", base=base):
                    pages = folder / "site"
            write_store(place, files, graph or ())
        run(
            place,
            Offer(base, prefixes(base), pages, keeps_claims_apart(place), origins=allow_origin or ()),
            Limits(time_limit, int(result_limit * 1e6), int(memory_limit * 1e6), workers),
            host=host,
            port=port,
            say=say,
        )


def _graph(
    models: Models, base: str, provenance: Provenance, check: bool, quiet: bool
) -> tuple[Graph, Models]:
    """Return the graph that an export would write, with the models in it."""
    from llm_kg.errors import LlmKgError
    from llm_kg.findings import Findings
    from llm_kg.graph import build
    from llm_kg.validation import build_checked

    findings = Findings(models.findings)
    try:
        if check:
            checked = build_checked(models, base=base, provenance=provenance, conflicts=True)
            graph, models = checked.graph, checked.models
            findings.extend(checked.findings)
        else:
            graph = build(models, base=base, provenance=provenance, conflicts=True)
    except ValueError as error:
        raise LlmKgError(str(error)) from None
    report(findings, quiet, verbose=False)
    return graph, models


def _end_on_sigterm() -> None:
    """Let SIGTERM unwind the command, so that what lies in a temporary folder is removed."""
    import signal
    import sys

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
