"""Files that a command must not write over: what it reads, and what somebody else has written."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

__all__ = ["spare_sources"]


def spare_sources(output: str | Path, sources: Iterable[str] | None, option: str = "-o") -> None:
    """Refuse to write over a file that is read, under whatever name it is given.

    Raises
    ------
    OutputError
        The output (of this option) is one of the sources (paths, `ID=PATH`, `-`).
    """
    from llm_kg.errors import OutputError
    from llm_kg.sources.files import locate

    written = Path(output)
    if str(output) == "-" or not written.is_file():
        return
    for name in sources or ():
        _, path = locate(name)
        if path is not None and path.is_file() and path.samefile(written):
            message = f"{output}: this is a source, and would be written over; give another file to {option}"
            raise OutputError(message)
