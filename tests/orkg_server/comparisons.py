"""Comparisons: their sources, the rows that are selected, and published versions, which are frozen."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from . import rules, schemas
from .atoms import normal
from .messages import COMPARISON, Request, Response, created, page, reply
from .papers import Papers
from .problems import refuse
from .state import State

_DEEPEST = 10


class Comparisons:
    """The calls on comparisons."""

    def __init__(self, state: State, papers: Papers) -> None:
        self.state = state
        self.papers = papers

    def _get(self, id_: str) -> dict[str, Any]:
        if id_ not in self.state.comparisons:
            raise refuse("comparison_not_found", f'Comparison "{id_}" not found.', 404)
        return self.state.comparisons[id_]

    def _editable(self, id_: str) -> dict[str, Any]:
        comparison = self._get(id_)
        if comparison["published"]:
            raise refuse("comparison_not_modifiable", f'Comparison "{id_}" is not modifiable.', 403)
        return comparison

    def get(self, request: Request, id_: str) -> Response:
        comparison = self._get(id_)
        head = comparison["head"] or id_
        things = self.state.things
        versions = [c for c in self.state.comparisons.values() if c["head"] == head]
        told = {
            key: value
            for key, value in comparison.items()
            if key not in ("selected_paths", "published", "head")
        }
        told["research_fields"] = [
            {"id": f, "label": things[f]["label"]} for f in comparison["research_fields"]
        ]
        told["versions"] = {
            "head": {"id": head, "label": things[head]["label"]},
            "published": [{"id": c["id"], "label": c["title"]} for c in versions],
        }
        return reply({**told, "_class": "comparison"}, COMPARISON)

    def list_(self, request: Request) -> Response:
        found = list(self.state.comparisons.values())
        if (title := request.query.get("title")) is not None:
            found = [c for c in found if normal(c["title"]) == normal(title)]
        if request.query.get("published") == "false":
            found = [c for c in found if not c["published"]]
        return page(request, [json.loads(self.get(request, c["id"]).body) for c in found], COMPARISON)

    def _check(self, body: Any) -> None:
        if body.title is not None:
            rules.label(body.title)
        if len(body.research_fields or ()) > 1:
            raise refuse("only_one_research_field_allowed", "Only one research field is allowed.")
        self.papers.check_about(body)
        for reference in body.references or ():
            rules.label(reference)
        ids = [source.id for source in body.sources or ()]
        if len(set(ids)) < len(ids):
            raise refuse("duplicate_data_sources", "Duplicate data sources.")
        for id_ in (*ids, *(body.visualizations or ())):
            self.state.get(id_)

    def create(self, request: Request) -> Response:
        body = request.read(schemas.CreateComparison)
        self._check(body)
        id_ = self.state.add("resource", body.title, user=request.user, classes=["Comparison"])
        self.state.comparisons[id_] = {
            **body.model_dump(),
            "id": id_,
            "created_by": request.user,
            "created_at": self.state.things[id_]["created_at"],
            "published": False,
            "head": None,
            "selected_paths": [],
        }
        shared = [path for path in self._paths(id_) if path["sources"] >= 2]
        self.state.comparisons[id_]["selected_paths"] = [_selected(path) for path in shared]
        return created(request, f"comparisons/{id_}")

    def update(self, request: Request, id_: str) -> Response:
        body = request.read(schemas.UpdateComparison)
        comparison = self._editable(id_)
        self._check(body)
        comparison.update(body.model_dump(exclude_none=True, exclude={"visibility"}))
        self.state.things[id_]["label"] = comparison["title"]
        return Response(204)

    def delete(self, request: Request, id_: str) -> Response:
        self._editable(id_)
        del self.state.comparisons[id_]
        return Response(204)

    # Rows

    def _paths(self, id_: str) -> list[dict[str, Any]]:
        sources = {source["id"] for source in self.state.comparisons[id_]["sources"]}
        return self._paths_of({source: {source} for source in sources}, 1)

    def _paths_of(self, nodes: dict[str, set[str]], depth: int) -> list[dict[str, Any]]:
        """Return the predicates of nodes, each node with the sources that reach it."""
        below: dict[str, dict[str, set[str]]] = {}
        for node, sources in nodes.items():
            for statement in self.state.about(node):
                targets = below.setdefault(statement["predicate"], {})
                targets.setdefault(statement["object"], set()).update(sources)
        paths = []
        for predicate, targets in sorted(below.items()):
            thing = self.state.things[predicate]
            paths.append(
                {
                    "id": predicate,
                    "label": thing["label"],
                    "description": thing.get("description"),
                    "sources": len(set().union(*targets.values())),
                    "type": "PREDICATE",
                    "children": self._paths_of(targets, depth + 1) if depth < _DEEPEST else [],
                }
            )
        return paths

    def paths(self, request: Request, id_: str) -> Response:
        self._get(id_)
        return reply(self._paths(id_), COMPARISON)

    def contents(self, request: Request, id_: str) -> Response:
        comparison = self._get(id_)
        if "text/csv" in request.headers.get("accept", ""):
            return self._csv(comparison)
        values = {path["id"]: self._cells(comparison, path["id"]) for path in comparison["selected_paths"]}
        titles = [self.state.things[source["id"]] for source in comparison["sources"]]
        told = {
            "titles": [{"id": t["id"], "label": t["label"]} for t in titles],
            "subtitles": [],
            "values": values,
        }
        return reply(
            {"selected_paths": [self._labelled(p) for p in comparison["selected_paths"]], **told}, COMPARISON
        )

    def _labelled(self, path: dict[str, Any]) -> dict[str, Any]:
        label = self.state.things[path["id"]]["label"]
        return {**path, "label": label, "children": [self._labelled(child) for child in path["children"]]}

    def _cells(self, comparison: dict[str, Any], predicate: str) -> list[list[str]]:
        return [
            [
                self.state.things[s["object"]]["label"]
                for s in self.state.about(source["id"])
                if s["predicate"] == predicate
            ]
            for source in comparison["sources"]
        ]

    def _csv(self, comparison: dict[str, Any]) -> Response:
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(["Properties", *(self.state.things[s["id"]]["label"] for s in comparison["sources"])])
        for path in comparison["selected_paths"]:
            cells = self._cells(comparison, path["id"])
            for number in range(max(map(len, cells), default=0)):
                row = (values[number] if number < len(values) else "" for values in cells)
                writer.writerow([self.state.things[path["id"]]["label"], *row])
        return Response(200, text.getvalue().encode(), {"Content-Type": "text/csv"})

    def select(self, request: Request, id_: str) -> Response:
        body = request.read(schemas.UpdateContents)
        comparison = self._editable(id_)
        for path in body.selected_paths:
            self._check_path(path, self._paths(id_), 1)
        comparison["selected_paths"] = [path.model_dump() for path in body.selected_paths]
        return Response(204)

    def _check_path(self, path: schemas.SelectedPath, known: list[dict[str, Any]], depth: int) -> None:
        found = next((p for p in known if p["id"] == path.id), None)
        if depth > _DEEPEST:
            raise refuse("invalid_argument", "Comparison paths are at most 10 deep.")
        if found is None:
            raise refuse("comparison_path_not_found", f'Comparison path "{path.id}" not found.', 404)
        for child in path.children:
            self._check_path(child, found["children"], depth + 1)

    # Publishing

    def publish(self, request: Request, id_: str) -> Response:
        body = request.read(schemas.Publish)
        comparison = self._get(id_)
        if comparison["published"]:
            raise refuse("comparison_already_published", f'Comparison "{id_}" is already published.', 403)
        if len(comparison["sources"]) < 2:
            raise refuse("requires_at_least_two_sources", "Publishing requires at least two sources.")
        own = self.state.add(
            "resource", comparison["title"], user=request.user, classes=["ComparisonPublished"]
        )
        doi = [f"10.7484/{own.lower()}"] if body.assign_doi else []
        frozen = {**comparison, "id": own, "published": True, "head": id_, "identifiers": {"doi": doi}}
        self.state.comparisons[own] = frozen
        return created(request, f"comparisons/{own}")


def _selected(path: dict[str, Any]) -> dict[str, Any]:
    children = [_selected(child) for child in path["children"] if child["sources"] >= 2]
    return {"id": path["id"], "type": path["type"], "children": children}
