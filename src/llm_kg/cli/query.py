"""`llm-kg query`: SPARQL over lists and graphs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from llm_kg.cli.common import InputFormat, SourceOption, load_models, table

__all__ = ["query"]


def query(
    sparql: Annotated[
        str | None,
        typer.Argument(metavar="[SPARQL]", help="A query; prefixes are bound.", show_default=False),
    ] = None,
    source: SourceOption = None,
    file: Annotated[
        Path | None,
        typer.Option("--file", metavar="F.rq", help="A file that holds the query.", show_default=False),
    ] = None,
    named: Annotated[
        str | None,
        typer.Option(
            "--named",
            "-n",
            metavar="NAME",
            help="A query that ships with llm-kg.",
            show_default=False,
        ),
    ] = None,
    list_: Annotated[bool, typer.Option("--list", help="List the named queries.")] = False,
    print_: Annotated[
        bool, typer.Option("--print", help="Print the query, with its prefixes, for another store.")
    ] = False,
    format: Annotated[
        str,
        typer.Option(
            "--format",
            "-f",
            help="table, csv, tsv, json or xml; turtle, ntriples; of --list, markdown too.",
        ),
    ] = "table",
    input_format: InputFormat = None,
) -> None:
    """Ask lists or graph files a SPARQL question; nothing is fetched."""
    from llm_kg.errors import QueryError

    if list_:
        from llm_kg.querying import catalogue, named_queries

        if format == "markdown":
            typer.echo("".join(catalogue()), nl=False)
            return
        table(
            ("name", "title", "about"),
            [(q.name, q.title, q.about) for q in named_queries().values()],
        )
        return
    if sum(given is not None for given in (sparql, file, named)) != 1:
        raise QueryError("give one query: SPARQL, --file F.rq or --named NAME (llm-kg query --list)")
    text = _text(sparql, file, named)
    if print_:
        from llm_kg.querying import with_prefixes

        typer.echo(with_prefixes(text), nl=not text.endswith("\n"))
        return
    _answer(text, source, format, input_format)


def _text(sparql: str | None, file: Path | None, named: str | None) -> str:
    from llm_kg.errors import QueryError
    from llm_kg.querying import find_query

    if named is not None:
        return find_query(named).text
    if file is None:
        return sparql or ""
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{file}: cannot be read: {getattr(error, 'strerror', None) or error}") from None


def _answer(text: str, sources: list[str] | None, format_: str, input_format: str | None) -> None:
    import pyoxigraph

    from llm_kg.errors import UnknownFormatError
    from llm_kg.graph import build, prefixes
    from llm_kg.graphs import is_graph_file, load_into
    from llm_kg.querying import evaluate
    from llm_kg.rdf import to_oxigraph
    from llm_kg.saving import save
    from llm_kg.writers import find_format

    rows = {
        "csv": pyoxigraph.QueryResultsFormat.CSV,
        "tsv": pyoxigraph.QueryResultsFormat.TSV,
        "json": pyoxigraph.QueryResultsFormat.JSON,
        "xml": pyoxigraph.QueryResultsFormat.XML,
    }
    if format_ != "table" and format_ not in rows:
        find_format(format_)
    store = pyoxigraph.Store()
    graphs = [name for name in sources or () if is_graph_file(name)]
    for name in graphs:
        load_into(store, name)
    lists = [name for name in sources or () if name not in graphs]
    if lists or not graphs:
        store.bulk_extend(to_oxigraph(build(load_models(lists, input_format), conflicts=True)))
    found = evaluate(store, text)
    if isinstance(found, pyoxigraph.QueryTriples):
        kind = find_format(None if format_ == "table" else format_).names[0]
        by_name = {
            "turtle": pyoxigraph.RdfFormat.TURTLE,
            "ntriples": pyoxigraph.RdfFormat.N_TRIPLES,
        }
        if kind not in by_name:
            raise UnknownFormatError("a CONSTRUCT query is answered in turtle or ntriples")
        content = pyoxigraph.serialize(found, format=by_name[kind], prefixes=prefixes())
        save("-", [(content or b"").decode()])
    elif format_ == "table":
        _table(found)
    elif format_ in rows:
        content = found.serialize(format=rows[format_])
        save("-", [(content or b"").decode()])
    else:
        raise UnknownFormatError(f"rows are shown as table, {', '.join(rows)}, not {format_!r}")


def _table(found: object) -> None:
    import pyoxigraph

    from llm_kg.context import compactor
    from llm_kg.graph import prefixes

    if not isinstance(found, pyoxigraph.QuerySolutions):
        typer.echo(str(bool(found)).lower())
        return

    def cell(term: object) -> str:
        if isinstance(term, pyoxigraph.NamedNode):
            return compactor(prefixes())(term.value)
        return str(getattr(term, "value", "")) if term is not None else ""

    names = [variable.value for variable in found.variables]
    table(names, [tuple(cell(solution[name]) for name in names) for solution in found])
