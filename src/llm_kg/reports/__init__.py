"""Findings for people and for machines: as text, JSON, SARIF, and annotations of GitHub.

A format is a function from what a check came to (`Outcome`) to pieces of text. Everything is sorted,
and the same outcome gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from llm_kg.errors import UnknownFormatError
from llm_kg.reports.documents import as_json
from llm_kg.reports.github import as_annotations
from llm_kg.reports.outcome import Outcome
from llm_kg.reports.sarif import as_sarif
from llm_kg.reports.text import as_text

__all__ = ["FORMATS", "Form", "Outcome", "find_form"]

#: How an outcome is written.
Form = Callable[[Outcome], Iterator[str]]

#: The formats of findings by name.
FORMATS: Final[Mapping[str, Form]] = {
    "text": as_text,
    "json": as_json,
    "sarif": as_sarif,
    "github": as_annotations,
}


def find_form(name: str) -> Form:
    """Return the format of a name; what it writes fits into UTF-8, whatever the findings hold.

    Raises
    ------
    UnknownFormatError
        No format of findings has this name.
    """
    if name not in FORMATS:
        raise UnknownFormatError(f"{name!r} is no format of findings; there are {', '.join(FORMATS)}")

    # A path or a JSON string may hold half a surrogate pair. Written as an escape it is right in
    # JSON, and harmless elsewhere.
    def form(outcome: Outcome) -> Iterator[str]:
        for piece in FORMATS[name](outcome):
            yield piece.encode("utf-8", "backslashreplace").decode()

    return form
