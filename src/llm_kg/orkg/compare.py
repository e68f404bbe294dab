"""The comparison of a push: its sources, the rows that it shows, and its publication."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from llm_kg.errors import OrkgError
from llm_kg.orkg.bodies import comparison_body, sources_of
from llm_kg.orkg.client import COMPARISON, JSON, Client
from llm_kg.orkg.decisions import Decider, selected_paths
from llm_kg.orkg.journal import Journal
from llm_kg.orkg.problems import UncertainError
from llm_kg.orkg.steps import ComparisonStep, Options

__all__ = ["Comparing"]

Write = Callable[..., str | None]


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows that a comparison should show, and how many it shows."""

    wanted: list[dict[str, Any]]
    shown: int

    @property
    def writes(self) -> bool:
        """Whether rows would be added."""
        return len(self.wanted) > self.shown


class Comparing:
    """What is written of a comparison; `write` does one write with its place in the journal."""

    def __init__(
        self, client: Client, decider: Decider, journal: Journal, options: Options, write: Write
    ) -> None:
        self._client = client
        self._decider = decider
        self._journal = journal
        self._options = options
        self._write = write
        #: The rows that there were before this run added sources; None where it added none.
        self._before: set[str] | None = None
        self._is_new = False

    def write(self, step: ComparisonStep, contributions: Sequence[str]) -> ComparisonStep:
        """Make the comparison, or add sources to the one that is there: they are read and merged."""
        if step.id is None:
            body = comparison_body(contributions, self._options)
            id_ = self._write(f"comparison {step.title}", "POST", "/comparisons", body, COMPARISON)
            if id_ is None:
                raise UncertainError("POST /comparisons", "the answer names no comparison")
            self._is_new = True
            return step.model_copy(update={"id": id_})
        told = self._decider.head(step.id)
        known = {source["id"] for source in told["sources"]}
        more = [id_ for id_ in contributions if id_ not in known]
        self._before = {path["id"] for path in self._paths(step.id)}
        merged = [{"id": s["id"], "type": s["type"]} for s in told["sources"]] + sources_of(more)
        self._write(f"sources {step.id}", "PUT", f"/comparisons/{step.id}", {"sources": merged}, COMPARISON)
        return step

    def rows(self, id_: str) -> Rows:
        """Return the rows to select so that no property is hidden; rows that somebody chose are kept.

        ORKG selects by itself what two sources have in common, and nothing that comes later. Where
        something else is selected, or the journal says that this tool saw to the rows before, somebody
        chose: then only rows that this run brought are added.
        """
        paths = self._paths(id_)
        contents = self._client.get(f"/comparisons/{id_}/contents", COMPARISON) or {}
        selected: list[Mapping[str, Any]] = contents.get("selected_paths") or []
        chosen = {str(path["id"]) for path in selected}
        all_ids = [str(path["id"]) for path in paths]
        is_default = chosen == {str(path["id"]) for path in paths if int(path.get("sources") or 0) >= 2}
        is_unseen = is_default and self._options.comparison is None and not self._is_known(id_)
        if self._is_new or self._is_pending(id_) or self._options.update or is_unseen:
            show = all_ids
        else:
            show = [path for path in all_ids if self._before is not None and path not in self._before]
        if hidden := [path for path in paths if path["id"] not in chosen | set(show)]:
            said = ", ".join(str(path.get("label") or path["id"]) for path in hidden)
            self._decider.remark(
                "orkg-conflict", f"the comparison {id_} does not show {said} (--update does)"
            )
        return Rows(selected_paths(paths, selected, show=show), len(selected))

    def show(self, id_: str, rows: Rows) -> Rows:
        """Select rows."""
        path = f"/comparisons/{id_}/contents"
        self._write(f"rows {id_}", "PUT", path, {"selected_paths": rows.wanted}, COMPARISON)
        return rows

    def seen(self, id_: str) -> None:
        """Note that the rows were seen to: what is hidden from now on, somebody hid."""
        if self._is_pending(id_):
            self._journal.done(f"rows {id_}", id_)

    def _is_known(self, id_: str) -> bool:
        return self._journal.made.get(f"comparison {self._options.title}") == id_

    def _is_pending(self, id_: str) -> bool:
        """Tell whether a run changed the sources and did not come to the rows."""
        order, title = self._journal.order, f"comparison {self._options.title}"
        last = max(order.get(f"sources {id_}", -1), order.get(title, -1) if self._is_known(id_) else -1)
        return last > order.get(f"rows {id_}", -1) or f"rows {id_}" in self._journal.in_doubt

    def _paths(self, id_: str) -> list[dict[str, Any]]:
        # Which of the two this call answers in is not written down.
        either = f"{COMPARISON}, {JSON}"
        return list(self._client.get(f"/comparisons/{id_}/table-paths", either) or ())

    def publish(self, id_: str) -> str:
        """Publish the comparison, unless it is published as it is; return the id of the version.

        Raises
        ------
        OrkgError
            It has no authors, or fewer than two sources.
        """
        told = self._decider.head(id_)
        if version := self._published(told):
            return version
        authors = [{"name": name} for name in self._options.authors] or [
            {"name": author["name"]} for author in told.get("authors") or ()
        ]
        if not authors:
            raise OrkgError("ORKG publishes no comparison without an author; give --author")
        body = {
            "subject": "Artificial Intelligence",
            "description": self._options.description or str(told.get("description") or told["title"]),
            "authors": authors,
            "assign_doi": self._options.doi,
        }
        key = f"publish {id_}"
        try:
            version = self._write(key, "POST", f"/comparisons/{id_}/publish", body, JSON)
        except UncertainError:
            # Publishing cannot be undone: it is never tried again before somebody has looked.
            version = self._published(self._decider.head(id_))
            if version is None:
                raise
            self._journal.done(key, version)
        if version is None:
            raise UncertainError(f"POST /comparisons/{id_}/publish", "the answer names no version")
        return version

    def _published(self, told: Mapping[str, Any]) -> str | None:
        """Return the published version that compares the same sources, where there is one."""
        own = {source["id"] for source in told["sources"]}
        versions = (told.get("versions") or {}).get("published") or ()
        for version in versions:
            there = self._client.get(f"/comparisons/{version['id']}", COMPARISON) or {}
            if {source["id"] for source in there.get("sources", ())} == own:
                return str(version["id"])
        return None
