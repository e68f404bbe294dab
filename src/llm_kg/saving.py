"""Text to a file or to standard output: whole or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import IO, TypeAlias

from llm_kg.collector import paused
from llm_kg.errors import LlmKgError, OutputError

__all__ = ["Content", "save"]

#: A piece of what a file is to hold; text is written as UTF-8.
Content: TypeAlias = str | bytes | memoryview

# Pieces are small, and each call of the system costs as much as writing some.
_BUFFER = 1 << 18


def save(path: str, pieces: Iterable[Content], *, may_fail: bool = False) -> None:
    """Write text to a file (or `-`): beside it first, then renamed, so that no half file is left.

    Where making the pieces `may_fail`, nothing goes to stdout before all of them are there.

    Raises
    ------
    OutputError
        The output cannot be written; what stood there is untouched.
    """
    try:
        with paused():  # a graph may be made while it is written
            if path == "-":
                _print(pieces, may_fail)
            else:
                _replace(Path(path), pieces)
    except BrokenPipeError:
        raise
    except OSError as error:
        if isinstance(error, LlmKgError):
            raise
        reason = error.strerror or error
        raise OutputError(f"{path}: cannot be written: {reason}; nothing was changed") from None


def _print(pieces: Iterable[Content], may_fail: bool) -> None:
    if may_fail:
        with tempfile.TemporaryFile() as stream:
            _write(stream, pieces)
            stream.seek(0)
            shutil.copyfileobj(stream, sys.stdout.buffer)
    else:
        _write(sys.stdout.buffer, pieces)
    sys.stdout.buffer.flush()


def _write(stream: IO[bytes], pieces: Iterable[Content]) -> None:
    for piece in pieces:
        stream.write(piece.encode("utf-8", "surrogatepass") if isinstance(piece, str) else piece)


def _replace(path: Path, pieces: Iterable[Content]) -> None:
    if path.is_dir():
        raise IsADirectoryError(None, "it is a folder")
    if path.exists() and not path.is_file():  # a device or a pipe cannot be replaced
        with path.open("wb", buffering=_BUFFER) as stream:
            _write(stream, pieces)
        return
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb", buffering=_BUFFER) as stream:
            _write(stream, pieces)
        mode = path.stat().st_mode if path.exists() else 0o666 & ~_umask()
        Path(beside).chmod(mode)
        Path(beside).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(beside).unlink()
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
