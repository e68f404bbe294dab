"""CSV as it is written: by RFC 4180."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

__all__ = ["csv_lines"]


def csv_lines(rows: Iterable[Iterable[str]]) -> Iterator[str]:
    r"""Yield rows as lines of CSV.

    >>> list(csv_lines([["a", 'b "c", d']]))
    ['a,"b ""c"", d"\r\n']
    """
    for row in rows:
        line = io.StringIO()
        csv.writer(line).writerow(row)
        yield line.getvalue()
