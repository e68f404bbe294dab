"""What stands behind the title of a paper in a list of references: authors, and when it appeared."""

from __future__ import annotations

import re

__all__ = ["year_of_reference"]

_LONGEST = 2_000
_YEAR = re.compile(r"(?:arXiv(?:\spreprint)?[\s,]*)?((?:19[89]|20[0-4])[0-9])")
_AMONG_NAMES = frozenset(re.findall(r"\w+", "and et al von van de der den di da la le"))


def year_of_reference(text: str) -> str | None:
    """Return the year with which a reference ends, behind its authors or nothing.

    >>> year_of_reference(". Jane Doe, Ada B. Roe and John Poe. 2022."), year_of_reference(". arXiv 2019.")
    ('2022', '2019')
    >>> [year_of_reference(text) for text in ("It won a prize in 2022.", "NeurIPS 2022", "v2. 2048")]
    [None, None, None]
    """
    before, _, last = text[:_LONGEST].strip(" .,;").rpartition(". ")
    year = _YEAR.fullmatch(last.strip())
    words = re.findall(r"[^\W_][\w'’-]*", before)
    are_names = all(word[0].isupper() or word in _AMONG_NAMES for word in words)
    return (
        year[1]
        if year and len(text) <= _LONGEST and are_names and not any(map(str.isdigit, before))
        else None
    )
