"""maplib: OTTR templates over polars data frames, one of each table."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import maplib
import polars

from peers.inputs import Terms, Work, load_columns, load_terms

_XSD = "http://www.w3.org/2001/XMLSchema#"
#: What maplib wants to see in a column of a datatype; every other is text.
_TYPES = {
    f"{_XSD}integer": polars.Int64,
    f"{_XSD}decimal": polars.Decimal(38, 12),
    f"{_XSD}double": polars.Float64,
    f"{_XSD}date": polars.Date,
}
Columns = dict[str, list[str | None]]


def templates(work: str, inputs: Path, output: Path) -> Work:
    """Frames from columns in memory, a template for each, and the model's N-Triples."""
    if work != "ntriples":
        raise NotImplementedError(f"maplib is asked for N-Triples, not {work!r}")
    tables, terms = load_columns(inputs), load_terms(inputs)
    document = "\n".join(_template(name, table, terms) for name, table in tables.items())

    def mapped() -> None:
        model = maplib.Model()
        model.add_template(document)
        for name, table in tables.items():
            model.map(_iri(name), _frame(table, terms))
            # It has no columns of texts with a language: these few come in as triples.
            if tagged := "".join(_tagged(table, terms)):
                model.reads(tagged, format="ntriples", transient=False)
        model.write(output, format="ntriples")

    return mapped


def _iri(name: str) -> str:
    return f"urn:benchmark:{name}"


def _template(name: str, table: Columns, terms: Terms) -> str:
    plain = [key for key in table if key != "id" and not terms[key]["language"]]
    parameters = ", ".join(
        f"? <{terms[key]['datatype']}> ?{key}"
        if terms[key]["datatype"]
        else f"? <http://ns.ottr.xyz/0.4/IRI> ?{key}"
        for key in plain
    )
    patterns = ", ".join(
        f"<http://ns.ottr.xyz/0.4/Triple>(?id, <{terms[key]['predicate']}>, ?{key})" for key in plain
    )
    return f"<{_iri(name)}> [<http://ns.ottr.xyz/0.4/IRI> ?id, {parameters}] :: {{ {patterns} }} ."


def _frame(table: Columns, terms: Terms) -> polars.DataFrame:
    plain = {key: values for key, values in table.items() if key == "id" or not terms[key]["language"]}
    frame = polars.DataFrame(plain, schema=dict.fromkeys(plain, polars.String))
    datatypes = {key: terms[key]["datatype"] or "" for key in plain if key != "id"}
    casts = [
        polars.col(key).str.to_date() if type_ == polars.Date else polars.col(key).cast(type_)
        for key, datatype in datatypes.items()
        if (type_ := _TYPES.get(datatype))
    ]
    casts += [
        polars.col(key) == "true" for key, datatype in datatypes.items() if datatype == f"{_XSD}boolean"
    ]
    return frame.with_columns(casts)


def _tagged(table: Columns, terms: Terms) -> Iterable[str]:
    for key, values in table.items():
        if key == "id" or not (language := terms[key]["language"]):
            continue
        for subject, value in zip(table["id"], values, strict=True):
            if value is not None:
                text = json.dumps(value, ensure_ascii=False)
                yield f"<{subject}> <{terms[key]['predicate']}> {text}@{language} .\n"
