"""What the text of a SPARQL query would do, before anything runs it."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["OPAQUE", "fetches"]

#: Strings, IRIs and comments of SPARQL 1.1 (productions 139, 156-161), in which words mean nothing.
OPAQUE: Final = re.compile(
    r"""<[^<>"{}|^`\\\x00-\x20]*>|'{3}.*?'{3}|"{3}.*?"{3}|'(?:[^'\\\n\r]|\\.)*'|"(?:[^"\\\n\r]|\\.)*"|\#[^\n\r]*""",
    re.DOTALL,
)
_FETCHES: Final = re.compile(r"(?<![?$:\w])(?:SERVICE|LOAD)(?![:\w])", re.IGNORECASE)


def fetches(text: str) -> bool:
    """Tell whether a query asks another server (SERVICE) or loads a document (LOAD).

    >>> fetches("SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }"), fetches("SELECT ?service { }")
    (True, False)
    """
    return bool(_FETCHES.search(OPAQUE.sub(" ", text)))
