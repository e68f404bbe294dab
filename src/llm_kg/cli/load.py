"""`llm-kg load`: a graph file to a store."""

from __future__ import annotations

from typing import Annotated

import typer

from llm_kg.cli.common import Quiet, say

__all__ = ["load"]


def load(
    graph_file: Annotated[str, typer.Argument(metavar="GRAPH", help="A graph file, such as models.nt.")],
    to: Annotated[str, typer.Option("--to", metavar="URL", help="The address of the Graph Store.")],
    graph: Annotated[
        str | None,
        typer.Option(
            metavar="IRI", help="Into this named graph; else into the default graph.", show_default=False
        ),
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace what the graph holds; else add to it.")
    ] = False,
    timeout: Annotated[
        float, typer.Option(metavar="SECONDS", min=1, max=86_400, help="How long the store may be silent.")
    ] = 600.0,
    quiet: Quiet = False,
) -> None:
    """Send a graph file to a store by the SPARQL 1.1 Graph Store protocol.

    Who you are is read from LLM_KG_STORE_USER and LLM_KG_STORE_PASSWORD, or LLM_KG_STORE_TOKEN.
    """
    import os

    from llm_kg.graph_store import Credentials, send

    credentials = Credentials.from_environment(os.environ)
    send(graph_file, to, graph=graph, replace=replace, credentials=credentials, timeout=timeout)
    if not quiet:
        say(f"{graph_file} is in {f'<{graph}> of ' if graph else ''}{to}")
