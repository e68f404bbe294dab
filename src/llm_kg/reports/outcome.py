"""What a check came to: the matter of every report."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from urllib.parse import quote

from llm_kg.findings import Finding
from llm_kg.places import Source
from llm_kg.rules import Severity

__all__ = ["Outcome", "path_of", "uri_of", "visible"]


def _no_lines(source: Source) -> Sequence[str]:  # noqa: ARG001 - the default of `Outcome.lines`
    return ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """Findings to tell, in order of place, and what is told about them.

    `known` are those that a baseline hides; None where there is no baseline. `silenced` is how many
    the sources' own comments hide. `lines` gives the lines of a source, or nothing where they cannot
    be had (any more); `width` is the cells that a line of text may take.
    """

    findings: Sequence[Finding]
    known: Sequence[Finding] | None = None
    silenced: int = 0
    lines: Callable[[Source], Sequence[str]] = _no_lines
    width: int = 120
    version: str | None = None

    def count(self, severity: Severity) -> int:
        """Return how many findings to tell have this severity."""
        return sum(finding.severity == severity for finding in self.findings)


def path_of(source: Source) -> str:
    """Return the path of a source as its user gave it; its id where it has none."""
    return source.path or source.id


def uri_of(source: Source) -> str:
    """Return a source's path as a URI reference: relative where its user gave it so.

    >>> uri_of(Source("list", "my lists/模型.md"))
    'my%20lists/%E6%A8%A1%E5%9E%8B.md'
    """
    path = path_of(source)
    if PurePath(path).is_absolute():
        return Path(path).as_uri()
    return quote(os.fsencode(PurePath(path).as_posix()))


# Control and format characters (among them the directional and zero-width ones), halves of surrogate
# pairs, and what Unicode holds for the end of a line or paragraph.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def visible(text: str) -> str:
    r"""Return a text whose unseen characters are escaped, so that it cannot play with a terminal.

    >>> print(visible("red \x1b[31m, \u202ebackwards"))
    red \x1b[31m, \u202ebackwards
    """
    if text.isprintable():  # nearly always, and quick
        return text
    return "".join(
        char.encode("unicode_escape").decode() if unicodedata.category(char) in _UNSEEN else char
        for char in text
    )
