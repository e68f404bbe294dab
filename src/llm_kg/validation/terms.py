"""The terms of a shapes graph, each as what it has to be, or an error that names the shape."""

from __future__ import annotations

from typing import Final

from llm_kg.errors import ShapesError
from llm_kg.rdf import XSD, Literal
from llm_kg.tokens import term_of
from llm_kg.validation.data import Data
from llm_kg.validation.shapes import FIRST, NIL, REST, sh
from llm_kg.validation.values import literals_of

__all__ = ["Terms", "lexical"]

_is_integer: Final = literals_of(XSD["integer"])
_is_boolean: Final = literals_of(XSD["boolean"])


class Terms:
    """What a shapes graph says of a node with SHACL's terms, by their names."""

    def __init__(self, data: Data, where: str) -> None:
        self._data = data
        self._where = where

    def _error(self, node: str, problem: str) -> ShapesError:
        return ShapesError(f"{self._where}: shape {node}: {problem}")

    def _objects(self, node: str, name: str) -> list[str]:
        return list(dict.fromkeys(self._data.objects(node, sh(name))))

    def _one(self, node: str, name: str) -> str | None:
        found = self._objects(node, name)
        if len(found) > 1:
            raise self._error(node, f"it has several values of sh:{name}")
        return found[0] if found else None

    def _iri(self, node: str, name: str, token: str) -> str:
        if not token.startswith("<"):
            raise self._error(node, f"sh:{name} is an IRI, not {token}")
        return token

    def _literal(self, node: str, name: str, token: str) -> str:
        if not token.startswith('"'):
            raise self._error(node, f"sh:{name} is a literal, not {token}")
        return token

    def _count(self, node: str, name: str, token: str) -> int:
        if not _is_integer(token) or (number := int(lexical(token))) < 0:
            raise self._error(node, f"sh:{name} is an xsd:integer of 0 or more, not {token}")
        return number

    def _boolean(self, node: str, name: str) -> bool:
        token = self._one(node, name)
        return token is not None and self._as_boolean(node, name, token)

    def _as_boolean(self, node: str, name: str, token: str) -> bool:
        if not _is_boolean(token):
            raise self._error(node, f"sh:{name} is true or false, not {token}")
        return lexical(token) in ("true", "1")

    def _text(self, node: str, name: str, token: str, *, tagged: bool = False) -> str:
        term = term_of(token)
        if isinstance(term, Literal) and (term.datatype == XSD["string"] or (tagged and term.language)):
            return term.lexical
        raise self._error(node, f"sh:{name} is a text, not {token}")

    def _list(self, node: str, name: str, head: str) -> tuple[str, ...]:
        items: list[str] = []
        seen: set[str] = set()
        while head != NIL:
            first, rest = self._data.objects(head, FIRST), self._data.objects(head, REST)
            if len(first) != 1 or len(rest) != 1 or head in seen:
                raise self._error(node, f"sh:{name} is no well-formed list")
            seen.add(head)
            items.append(first[0])
            head = rest[0]
        return tuple(items)


def lexical(token: str) -> str:
    """Return the text of a literal, or of another term."""
    term = term_of(token)
    return term.lexical if isinstance(term, Literal) else term
