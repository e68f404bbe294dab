"""Whether two files hold the same triples, and what differs where they do not.

    python benchmarks/triples.py OURS THEIRS

Both are parsed by Oxigraph, which keeps every literal in the form that is written. Triples that are not
the same to the letter are compared once more by value: numbers as numbers, IRIs with their escapes undone.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from decimal import Decimal
from hashlib import blake2b
from pathlib import Path
from urllib.parse import unquote

import pyoxigraph

__all__ = ["compare"]

_FORMATS = {
    ".nt": pyoxigraph.RdfFormat.N_TRIPLES,
    ".ttl": pyoxigraph.RdfFormat.TURTLE,
    ".jsonld": pyoxigraph.RdfFormat.JSON_LD,
}
_XSD = "http://www.w3.org/2001/XMLSchema#"
_NUMBERS = frozenset(f"{_XSD}{name}" for name in ("integer", "decimal", "double", "nonNegativeInteger"))


def compare(ours: Path, theirs: Path) -> tuple[str, str]:
    """Say whether two files hold the same triples: same, same values or different; and what differs."""
    missing, extra = _apart(_triples(ours), _triples(theirs), str)
    if not missing and not extra:
        return "same", ""
    # What differs is few, or all of a peer's: by value, only that is looked at again.
    left, right = _apart(iter(missing.values()), iter(extra.values()), _by_value)
    forms = f"{len(extra) - len(right):,} triples in another form" if len(extra) > len(right) else ""
    if not left and not right:
        return "same values", f"{forms}, such as {_example(extra)}"
    told = [f"{len(left):,} missing, such as {_example(left)}"] if left else []
    told += [f"{len(right):,} that are not ours, such as {_example(right)}"] if right else []
    return "different", "; ".join([*told, forms] if forms else told)


def _triples(path: Path) -> Iterator[pyoxigraph.Triple]:
    for quad in pyoxigraph.parse(path=str(path), format=_FORMATS[path.suffix], lenient=True):
        yield quad.triple


_Triples = dict[bytes, pyoxigraph.Triple]


def _apart(
    ours: Iterator[pyoxigraph.Triple], theirs: Iterator[pyoxigraph.Triple], key: Callable[..., str]
) -> tuple[_Triples, _Triples]:
    """Return the triples that only the one has, and those that only the other has."""
    # Oxigraph's terms take more memory than a digest, and most triples are in both.
    own = {_digest(key(triple)): triple for triple in ours}
    common: set[bytes] = set()
    extra: _Triples = {}
    for triple in theirs:
        digest = _digest(key(triple))
        if digest in own:
            common.add(digest)
        else:
            extra[digest] = triple
    return {digest: triple for digest, triple in own.items() if digest not in common}, extra


def _digest(text: str) -> bytes:
    return blake2b(text.encode(), digest_size=12).digest()


def _by_value(triple: pyoxigraph.Triple) -> str:
    return " ".join(map(_term, (triple.subject, triple.predicate, triple.object)))


def _term(term: object) -> str:
    if isinstance(term, pyoxigraph.Literal) and term.datatype.value in _NUMBERS:
        return f"{Decimal(term.value).normalize()}^^{term.datatype.value}"
    if isinstance(term, pyoxigraph.NamedNode):
        return f"<{unquote(term.value)}>"
    return str(term)


def _example(triples: _Triples) -> str:
    """Return the triple that comes first, cut: the same one every time."""
    return min(map(str, triples.values()))[:200]


if __name__ == "__main__":
    json.dump(compare(Path(sys.argv[1]), Path(sys.argv[2])), sys.stdout)
