"""A folder of files that is written whole, and in which nobody else's file is touched.

All files are made beside their place first. Then each is moved into place by one rename, and last the
files of an earlier site that this one has no more are removed. A list of what was written, with check
sums, lies in the folder: a folder that holds other files and no such list is refused, and so is a file
that stands where one of ours has to go. What somebody has changed since is left where it is.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Final

from llm_kg.errors import OutputError

__all__ = ["MANIFEST", "refuse_foreign", "write_folder"]

#: The list of the files of a site, in its folder.
MANIFEST: Final = ".llm-kg-site.json"
_STAGED: Final = ".llm-kg-site-"


def refuse_foreign(folder: Path) -> None:
    """Do nothing where a site may be written: a new or empty folder, or that of an earlier site.

    Raises
    ------
    OutputError
        It holds what is not ours, or cannot be looked at.
    """
    with _telling(folder):
        _known(folder)


def write_folder(folder: Path, files: Iterable[tuple[str, str]]) -> int:
    """Write files, given as path below the folder and text; return how many bytes they have.

    Raises
    ------
    OutputError
        The folder holds what is not ours, or cannot be written.
    """
    with _telling(folder):
        known = _known(folder)
        with _staging(folder) as staged:
            written: dict[str, str] = {}
            size = 0
            for path, text in files:
                content = text.encode(errors="replace")
                target = staged / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
                written[path] = sha256(content).hexdigest()
                size += len(content)
            _refuse_what_is_in_the_way(folder, written, known)
            _move(folder, staged, written, known)
    return size


@contextlib.contextmanager
def _telling(folder: Path) -> Iterator[None]:
    """Turn what the system says into an error for people."""
    try:
        yield
    except OutputError:
        raise
    except OSError as error:
        where = error.filename2 or error.filename or folder
        raise OutputError(f"{where}: cannot be written: {error.strerror or error}") from None


def _known(folder: Path) -> dict[str, str]:
    """Return the files that an earlier run wrote into the folder, with their check sums."""
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{folder}: is a file; a site is a folder")
    # What a run left behind that was killed is no more than rubbish.
    if not folder.is_dir() or all(path.name.startswith(_STAGED) for path in folder.iterdir()):
        return {}
    try:
        known = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
    except FileNotFoundError:
        raise OutputError(
            f"{folder}: holds files that are not of an earlier site; give an empty or a new folder"
        ) from None
    except (ValueError, KeyError, TypeError):
        raise OutputError(f"{folder / MANIFEST}: is damaged; give an empty or a new folder") from None
    if not isinstance(known, dict) or not all(map(_is_below, known)):
        raise OutputError(f"{folder / MANIFEST}: names files outside of its folder; give another folder")
    return known


def _is_below(path: str) -> bool:
    parts = PurePosixPath(path).parts
    return bool(parts) and ".." not in parts and not PurePosixPath(path).is_absolute() and "\\" not in path


@contextlib.contextmanager
def _staging(folder: Path) -> Iterator[Path]:
    """Make a place on the file system of the folder, where files lie until all of them are made."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    # Inside of a folder that is there: its parent may be another file system, or not ours to write.
    staged = tempfile.mkdtemp(dir=folder if folder.is_dir() else folder.parent, prefix=_STAGED)
    try:
        yield Path(staged)
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def _refuse_what_is_in_the_way(folder: Path, written: dict[str, str], known: dict[str, str]) -> None:
    root = folder.resolve()
    for path in written:
        target = folder / path
        if not target.parent.resolve().is_relative_to(root):
            raise OutputError(f"{target}: leads out of the folder; nothing was changed")
        if path not in known and os.path.lexists(target):
            raise OutputError(f"{target}: is in the way, and not of an earlier site; nothing was changed")


def _move(folder: Path, staged: Path, written: dict[str, str], known: dict[str, str]) -> None:
    folder.mkdir(exist_ok=True)
    # Whatever happens between two moves, the next run knows all these files as ours.
    _note(folder, staged, known | written)
    for path in written:
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        (staged / path).replace(target)
    for path in known.keys() - written.keys():
        target = folder / path
        if target.parent.resolve().is_relative_to(folder.resolve()) and _is_as_written(target, known[path]):
            target.unlink()
            with contextlib.suppress(OSError):  # not empty
                target.parent.rmdir()
    _note(folder, staged, written)


def _note(folder: Path, staged: Path, files: dict[str, str]) -> None:
    beside = staged / MANIFEST
    beside.write_text(
        json.dumps({"files": dict(sorted(files.items()))}, ensure_ascii=False, indent=1) + "\n",
        encoding="utf-8",
    )
    beside.replace(folder / MANIFEST)


def _is_as_written(path: Path, checksum: str) -> bool:
    return path.is_file() and not path.is_symlink() and sha256(path.read_bytes()).hexdigest() == checksum
