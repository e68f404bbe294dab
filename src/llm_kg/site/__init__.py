"""A site of static pages, from reconciled models: to look at, to link to, and to take data away from.

Pages are readable without a script and from a disk, fetch nothing from elsewhere, and run nothing that
a list says: texts are escaped, and only http(s) addresses become links.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from llm_kg.collector import paused, settled
from llm_kg.explanations import judge
from llm_kg.findings import Findings
from llm_kg.graph import BASE, build
from llm_kg.reconciliation import Models
from llm_kg.site.folder import refuse_foreign, write_folder
from llm_kg.site.pages import site_files
from llm_kg.site.view import View
from llm_kg.validation import Checked, build_checked

if TYPE_CHECKING:
    from llm_kg.graph import Provenance

__all__ = ["Site", "render", "view_of"]


@dataclass(frozen=True, slots=True)
class Site:
    """What was written: how many models have a page, bytes of all files, and what was left out and why."""

    models: int
    size: int
    findings: Findings


def render(
    models: Models,
    folder: str | Path,
    *,
    base: str = BASE,
    provenance: Provenance = "source",
    check: bool = True,
    version: str | None = None,
) -> Site:
    """Write the site of models into a folder: a new or empty one, or that of an earlier site.

    `base` and `provenance` (`source` or `full`) are those of the graph that the pages carry. Without `check`
    nothing is held against the shapes; with it, what breaks one is left out, as in an export. `version`
    is that of the software, for the page that says how to cite.

    Raises
    ------
    OutputError
        The folder holds what is not of an earlier site, or cannot be written.
    MissingExtraError
        jinja2 is not installed: the extra `site` has it.
    """
    refuse_foreign(Path(folder))
    with paused():
        checked = _checked(models, base, provenance, check)
        view = view_of(models, checked)
    with settled():
        size = write_folder(Path(folder), site_files(view, version))
    return Site(len(checked.models), size, checked.findings)


def _checked(models: Models, base: str, provenance: Provenance, check: bool) -> Checked:
    if provenance not in ("source", "full"):
        raise ValueError("pages tell where values are stated: provenance is source or full")
    if check:
        return build_checked(models, base=base, provenance=provenance, conflicts=True)
    graph = build(models, base=base, provenance=provenance, conflicts=True)
    return Checked(graph, models, Findings())


def view_of(models: Models, checked: Checked) -> View:
    """Return what pages look at: what a check kept of models, and what became of each claim."""
    kept = {model.key for model in checked.models}
    asked = [model for model in models if model.key in kept]
    explanations = judge(asked, checked.models, models.findings, checked.findings)
    return View(checked.graph, checked.models, explanations)
