"""The store behind the endpoint: on disk, so that every worker can open it, and loaded in bulk."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph

from llm_kg.errors import StoreError
from llm_kg.graph import ACCEPTED
from llm_kg.graphs import load_into
from llm_kg.rdf import Statement, to_oxigraph

__all__ = ["holds_store", "keeps_claims_apart", "write_store"]

#: A file that every store of Oxigraph on disk has.
_MARK = "CURRENT"


def holds_store(folder: Path) -> bool:
    """Tell whether a store is kept in a folder."""
    return (folder / _MARK).is_file()


def write_store(folder: Path, files: Iterable[str], statements: Iterable[Statement]) -> None:
    """Make a store of graph files and statements: in a new or empty folder, whole or not at all.

    Raises
    ------
    StoreError
        The folder is not empty, or cannot be written.
    SourceError
        A graph file cannot be read.
    """
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise StoreError(f"{folder}: is no empty folder; a new store is made in a new or empty one")
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
        try:
            store = pyoxigraph.Store(beside)
            for file in files:
                load_into(store, file)
            store.bulk_extend(to_oxigraph(statements))
            store.flush()
            del store  # closes it: two processes must not have a store open of which one writes
            beside.chmod(0o755)
            beside.replace(folder)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    except StoreError:
        raise
    except OSError as error:
        raise StoreError(f"{folder}: the store cannot be written: {error.strerror or error}") from None


def keeps_claims_apart(folder: Path) -> bool:
    """Tell whether the store in a folder has accepted values in a graph of their own.

    Raises
    ------
    StoreError
        The store cannot be opened.
    """
    try:
        store = pyoxigraph.Store.read_only(str(folder))
    except (OSError, RuntimeError) as error:  # a broken store is the latter to pyoxigraph
        raise StoreError(f"{folder}: the store cannot be opened: {error}") from None
    return bool(store.contains_named_graph(pyoxigraph.NamedNode(ACCEPTED)))
