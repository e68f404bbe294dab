"""Differences for people and for machines: a line each, Markdown for a pull request, and JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from llm_kg.differences.comparison import Difference, Differences, Said
from llm_kg.places import Place
from llm_kg.reports.outcome import path_of, visible

__all__ = ["as_json", "as_markdown", "sentence", "summary"]

_NOUNS: Final = {
    "added": ("model added", "models added"),
    "removed": ("model removed", "models removed"),
    "renamed": ("model renamed", "models renamed"),
    "changed": ("property changed", "properties changed"),
}
_TICKS = re.compile("`+")


def summary(differences: Differences) -> str:
    """Return how many differences there are, in words.

    >>> summary(Differences([Difference("added", "GPT-5", "gpt-5")]))
    '1 model added'
    """
    parts = []
    for kind, nouns in _NOUNS.items():
        if number := sum(difference.kind == kind for difference in differences):
            parts.append(f"{number} {nouns[number != 1]}")
    return ", ".join(parts) or "no difference"


def sentence(difference: Difference) -> str:
    """Return a difference in one line.

    >>> old, new = Said("175B", "175000000000"), Said("176B", "176000000000")
    >>> sentence(Difference("changed", "BLOOM", "bloom", "number of parameters", (old,), (new,), True))
    'BLOOM: number of parameters 175B → 176B'
    """
    if difference.kind in ("added", "removed"):
        return _line(f"{difference.model}: {difference.kind}", (*difference.old, *difference.new))
    if difference.kind == "renamed":
        (old,), (new,) = difference.old, difference.new
        same = old.text == new.text
        into = f"key {old.meaning} → {new.meaning}" if same else f"{old.text} → {new.text}"
        said = f"{difference.model}: renamed, {into}: {', '.join(difference.evidence)}"
        return _line(said, (old, new))
    head = f"{difference.model}: {difference.topic}{' spelt' if difference.is_spelling else ''}"
    if difference.is_replacement:
        (old,), (new,) = difference.old, difference.new
        return _line(f"{head} {old.text} → {new.text}", (old, new))
    values = [_line(f"− {said.text}", (said,)) for said in difference.old]
    values += [_line(f"+ {said.text}", (said,)) for said in difference.new]
    return _line(f"{head} {', '.join(values)}", ())


def _line(text: str, said: Iterable[Said]) -> str:
    where = ", ".join(_where(one.place) for one in said if one.place)
    return visible(" ".join(text.split())) + (f" ({where})" if where else "")


def _where(place: Place) -> str:
    """Return `file:line`, which is enough to find a value."""
    return visible(f"{path_of(place.source)}:{place.line}")


def as_json(differences: Differences) -> Iterator[str]:
    """Yield one JSON document: how many differences of each kind, and all of them in their order."""
    counts = {kind: sum(d.kind == kind for d in differences) for kind in _NOUNS}
    document = {"summary": counts, "differences": list(map(_row, differences))}
    # A path may hold half a surrogate pair, which is right in JSON as an escape.
    text = json.dumps(document, ensure_ascii=False, indent=2)
    yield text.encode("utf-8", "backslashreplace").decode() + "\n"


def _row(difference: Difference) -> dict[str, Any]:
    return {
        "kind": difference.kind,
        "model": difference.model,
        "key": difference.key,
        "property": difference.topic,
        "old": list(map(_said, difference.old)),
        "new": list(map(_said, difference.new)),
        "is_replacement": difference.is_replacement,
        "is_spelling": difference.is_spelling,
        "evidence": list(difference.evidence),
    }


def _said(said: Said) -> dict[str, Any]:
    place = said.place
    return {
        "text": said.text,
        "meaning": said.meaning,
        "source": place and place.source.id,
        "file": place and path_of(place.source),
        "line": place and place.line,
        "column": place and place.column,
    }


def as_markdown(differences: Differences) -> Iterator[str]:
    """Yield a page for a pull request: a line that sums up, a table of models, and one of values."""
    said = summary(differences)
    yield f"**{said[0].upper()}{said[1:]}**\n"
    models = [_model_row(d) for d in differences if d.kind != "changed"]
    yield from _table(("model", "", "evidence", "where"), models)
    yield from _table(
        ("model", "property", "old", "new", "where"),
        (
            (_code(d.model), _code(d.topic or ""), *_values(d.old, d.new), _wheres((*d.old, *d.new)))
            for d in differences.changed
        ),
    )


def _model_row(difference: Difference) -> tuple[str, ...]:
    said = (*difference.old, *difference.new)
    name = " → ".join(_code(one.text) for one in said)
    evidence = ", ".join(map(_code, difference.evidence))
    return (name, difference.kind, evidence, _wheres(said))


def _values(*sides: tuple[Said, ...]) -> tuple[str, ...]:
    return tuple(", ".join(_code(said.text) for said in side) for side in sides)


def _wheres(said: Iterable[Said]) -> str:
    return ", ".join(dict.fromkeys(_code(_where(one.place)) for one in said if one.place))


def _table(columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    body = [f"| {' | '.join(row)} |\n" for row in rows]
    if body:
        yield f"\n| {' | '.join(columns)} |\n|{' --- |' * len(columns)}\n"
        yield from body


def _code(text: str) -> str:
    r"""Return a stranger's text as code, in which nothing is a link, a mention, HTML or the end of a cell.

    A bar stands between pieces of code, as there is no way to write it in one that all readers share.

    >>> print(_code("<b>|@me"), _code("a `tick`"))
    `<b>`&#124;`@me` `` a `tick` ``
    """
    pieces = (_piece(visible(" ".join(piece.split()))) for piece in text.split("|"))
    return "&#124;".join(pieces)


def _piece(text: str) -> str:
    if not text:
        return ""
    fence = "`" * (1 + max(map(len, _TICKS.findall(text)), default=0))
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"
