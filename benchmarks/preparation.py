"""The same records in the forms that ours and the peers take, made before any clock starts.

    python benchmarks/preparation.py FOLDER COUNT [--streamed]

Ours gets the records themselves: `records.jsonl`, and what `llm_kg.read` makes of it (`records.pickle`).
A peer gets **rows**: the statements of our own graph by subject, with every IRI minted and every literal
in its lexical form, and `terms.json`, which says of each key of a row its predicate and datatype. So a
peer's time is that of its terms, its store and its writer, and of the simplest loop over them; minting,
formatting and joining by name are done for it.

* `reference.nt`: the triples that everybody is to write, as Oxigraph writes our statements.
* `rows.pickle`: `(subject, [(key, value), …])`, for libraries that are called from Python.
* `tables/*.json` and `columns.pickle`: a table for each class with the keys that have one value, and a
  table of pairs for each key that has several, so that no mapping needs a join.
* `foreign.nt`, `planted.nt`: a graph under another base, as it is and with violations; `planted.json`
  tells their focus nodes.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import operator
import pickle
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "benchmarks")]

import pyoxigraph  # noqa: E402
from generate import records  # noqa: E402 - beside this file, which is no package

import llm_kg as kg  # noqa: E402
from llm_kg.rdf import IRI, LLMKG, QUDT, RDF, RDFS, SCHEMA, XSD, Literal, Statement  # noqa: E402

__all__ = ["Row", "plant", "prepare", "rows_of", "tables_of", "terms_of"]

#: A subject, and its values with the keys of their terms.
Row = tuple[str, list[tuple[str, str]]]
#: Key → predicate, and datatype and language; a term without a datatype is an IRI.
Terms = dict[str, dict[str, str | None]]
#: Class, or class and key → column → values.
Tables = dict[str, dict[str, list[str | None]]]

FOREIGN_BASE = "https://models.example.org/"
#: How many models get each kind of violation.
PLANTED = 10


def prepare(folder: Path, count: int, streamed: bool = False) -> None:
    """Write every form into a folder; of many records (`streamed`) the JSON Lines alone."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "records.jsonl"
    with path.open("w", encoding="utf-8") as stream:
        stream.writelines(f"{line}\n" for line in records(count))
    if streamed:
        return
    read = kg.read(path)
    # Without it each run of ours reads the file again, before its clock starts.
    with contextlib.suppress(pickle.PicklingError, TypeError):
        (folder / "records.pickle").write_bytes(pickle.dumps(read, protocol=pickle.HIGHEST_PROTOCOL))
    models = kg.reconcile(read)
    graph = kg.build(models, provenance="none")
    statements = list(graph)
    (folder / "prefixes.json").write_text(json.dumps(graph.prefixes), encoding="utf-8")
    terms, keys = terms_of(statements, graph.prefixes)
    _ntriples(folder / "reference.nt", statements)
    rows = rows_of(statements, keys)
    _pickle(folder / "rows.pickle", rows)
    (folder / "terms.json").write_text(json.dumps(terms, indent=1), encoding="utf-8")
    tables = tables_of(rows)
    _pickle(folder / "columns.pickle", tables)
    (folder / "tables").mkdir(exist_ok=True)
    for name, columns in tables.items():
        lines = (json.dumps(row, ensure_ascii=False) for row in _table_rows(columns))
        content = "[" + ",\n".join(lines) + "]\n"
        (folder / "tables" / f"{name}.json").write_text(content, encoding="utf-8")
    foreign = list(kg.build(models, provenance="none", base=FOREIGN_BASE))
    planted, focus_nodes = plant(foreign, PLANTED)
    _ntriples(folder / "foreign.nt", foreign)
    _ntriples(folder / "planted.nt", planted)
    (folder / "planted.json").write_text(json.dumps(focus_nodes), encoding="utf-8")


def _pickle(path: Path, value: object) -> None:
    with path.open("wb") as stream:
        pickle.dump(value, stream, protocol=pickle.HIGHEST_PROTOCOL)


def _ntriples(path: Path, statements: Iterable[Statement]) -> None:
    # By Oxigraph, so that the input of the engines does not hang on our own writer.
    from llm_kg.rdf import to_oxigraph

    triples = (quad.triple for quad in to_oxigraph(statements))
    pyoxigraph.serialize(triples, str(path), format=pyoxigraph.RdfFormat.N_TRIPLES)


# Rows and tables


def terms_of(
    statements: Iterable[Statement], prefixes: dict[str, str]
) -> tuple[Terms, dict[tuple[str, str | None, str | None], str]]:
    """Return the terms by key, and the key of each predicate, datatype and language."""
    kinds = dict.fromkeys((str(s.predicate), *_kind(s.object)) for s in statements)
    keys = {kind: _key(kind, prefixes) for kind in kinds}
    terms = {
        key: dict(zip(("predicate", "datatype", "language"), kind, strict=True)) for kind, key in keys.items()
    }
    return terms, keys


def _kind(value: IRI | Literal) -> tuple[str | None, str | None]:
    return (value.datatype, value.language) if isinstance(value, Literal) else (None, None)


def _key(kind: tuple[str, str | None, str | None], prefixes: dict[str, str]) -> str:
    """Return a name that mapping languages take: `llmkg_dateCreated_gYear`."""
    predicate, datatype, language = kind
    cut = max(predicate.rfind("#"), predicate.rfind("/")) + 1
    prefix = next((p for p, namespace in prefixes.items() if namespace == predicate[:cut]), "other")
    parts = (prefix, predicate[cut:], datatype and datatype.rpartition("#")[2], language)
    return "_".join(part for part in parts if part)


def rows_of(
    statements: Iterable[Statement], keys: dict[tuple[str, str | None, str | None], str]
) -> list[Row]:
    """Return the statements by subject."""
    return [
        (
            str(subject),
            [
                (
                    keys[s.predicate, *_kind(s.object)],
                    s.object.lexical if isinstance(s.object, Literal) else str(s.object),
                )
                for s in about
            ],
        )
        for subject, about in itertools.groupby(statements, operator.attrgetter("subject"))
    ]


def tables_of(rows: Iterable[Row]) -> Tables:
    """Return a table for each class and, beside it, one of pairs for each key with several values."""
    kinds: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        kinds[_class(row)].append(row)
    tables: Tables = {}
    for class_, members in kinds.items():
        most: Counter[str] = Counter()
        for _, pairs in members:
            most |= Counter(key for key, _ in pairs)
        single = [key for key, number in most.items() if number == 1]
        if single:
            values = [dict(pairs) for _, pairs in members]
            tables[class_] = {"id": [subject for subject, _ in members]}
            tables[class_] |= {key: [row.get(key) for row in values] for key in single}
        for several in most.keys() - set(single):
            pairs = [(subject, value) for subject, row in members for key, value in row if key == several]
            tables[f"{class_}--{several}"] = {
                "id": [subject for subject, _ in pairs],
                several: [value for _, value in pairs],
            }
    return dict(sorted(tables.items()))


def _class(row: Row) -> str:
    """Return the local name of a row's first class."""
    first = next((value for key, value in row[1] if key == "rdf_type"), "#Thing")
    return first[max(first.rfind("#"), first.rfind("/")) + 1 :]


def _table_rows(columns: dict[str, list[Any]]) -> Iterator[dict[str, str]]:
    for values in zip(*columns.values(), strict=True):
        yield {key: value for key, value in zip(columns, values, strict=True) if value is not None}


# Violations


def plant(statements: Iterable[Statement], each: int) -> tuple[list[Statement], list[str]]:
    """Return the statements with so many models broken in each of ten ways, and the focus nodes."""
    about: dict[IRI, list[Statement]] = defaultdict(list)
    for statement in statements:
        about[statement.subject].append(statement)
    focus_nodes: list[str] = []
    taken: set[IRI] = set()
    for predicate, value in _VIOLATIONS:
        fit = (
            subject
            for subject, known in about.items()
            if subject not in taken
            and any(s.predicate == predicate for s in known)
            and any(s.predicate == RDF["type"] and s.object == LLMKG["Model"] for s in known)
        )
        for subject in itertools.islice(fit, each):
            taken.add(subject)
            focus_nodes.append(subject)
            about[subject] = list(_broken(about[subject], predicate, value))
    for subject in itertools.islice(
        (s for s, known in about.items() if any(k.predicate == QUDT["hasUnit"] for k in known)), each
    ):
        focus_nodes.append(subject)
        about[subject] = list(_broken(about[subject], QUDT["hasUnit"], None))
    return [statement for known in about.values() for statement in known], focus_nodes


def _broken(known: list[Statement], predicate: IRI, value: IRI | Literal | None) -> Iterator[Statement]:
    """Yield a subject's statements with another value of one predicate, or with none."""
    first = next(s for s in known if s.predicate == predicate)
    yield from (s for s in known if s is not first)
    if value is not None:
        yield first._replace(object=value)


_VIOLATIONS: tuple[tuple[IRI, IRI | Literal | None], ...] = (
    (RDFS["label"], None),
    (LLMKG["parameterCount"], Literal("many")),
    (LLMKG["contextLength"], Literal("-1", XSD["integer"])),
    (LLMKG["dateCreated"], Literal("2020-13", XSD["gYearMonth"])),
    (LLMKG["organization"], IRI(f"{FOREIGN_BASE}organization/of-no-class")),
    (LLMKG["license"], Literal("MIT")),
    (LLMKG["hasSourceCode"], IRI("ftp://models.example.org/code")),
    (LLMKG["latestDate"], Literal("1999-01-01", XSD["date"])),
    (LLMKG["maximumNumberOfParametersInMillion"], Literal("1.0", XSD["decimal"])),
    (LLMKG["modality"], IRI(f"{SCHEMA}Text")),
)


def main() -> None:
    """Prepare one number of records."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("count", type=int)
    parser.add_argument("--streamed", action="store_true")
    options = parser.parse_args()
    prepare(options.folder, options.count, options.streamed)


if __name__ == "__main__":
    main()
