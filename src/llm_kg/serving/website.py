"""The site that is served beside the endpoint, where it can be made."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path, PurePosixPath

from llm_kg.errors import MissingExtraError
from llm_kg.reconciliation import Models

__all__ = ["find_page", "make_site"]


def make_site(models: Models, folder: Path, *, base: str) -> bool:
    """Write the site of models that have been checked into a folder; tell whether one can be made here."""
    try:
        site = import_module("llm_kg.site")
        site.render(models, folder, base=base, check=False)
    except (ModuleNotFoundError, MissingExtraError):
        return False
    return True


def find_page(site: Path | None, path: str) -> Path | None:
    """Return the file of a site that a path leads to, or None. What is hidden or outside is not there."""
    if site is None or "\\" in path or "\0" in path:
        return None
    parts = PurePosixPath(path or "index.html").parts
    if any(part.startswith((".", "/")) for part in parts):
        return None
    found = site.joinpath(*parts)
    try:
        return found if found.is_file() and found.resolve().is_relative_to(site.resolve()) else None
    except OSError:  # a name that no file can have
        return None
