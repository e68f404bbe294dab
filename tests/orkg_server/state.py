"""What the stand-in holds: things, statements, papers, comparisons; plain data, which can be saved."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .problems import refuse

#: The content of a fresh host that a push builds on; predicates come by host.
CLASSES = (
    "Resource", "Paper", "Contribution", "Comparison", "ComparisonPublished", "Problem", "ResearchField",
    "Author", "Venue", "Result", "C70000",
)  # fmt: skip
_CORE = {"P31": "contribution", "P26": "doi", "P30": "research field", "P32": "research problem"}
_SHARED = {
    **_CORE,
    "HAS_MODEL": "model name",
    "P7121": "model family",
    "P49020": "date created",
    "P18097": "organization",
    "P15156": "innovation",
    "P103000": "pretraining architecture",
    "P103001": "pretraining task",
    "P41655": "pretraining corpus",
    "P116000": "fine-tuning task",
    "P105017": "optimizer",
    "P43065": "tokenizer",
    "P103002": "number of parameters",
    "P110076": "maximum number of parameters (in million)",
    "P119138": "hardware used",
    "P119137": "hardware description",
    "P119142": "carbon emitted (tCO2eq)",
    "P37544": "application ",  # its label ends in a blank
    "HAS_SOURCE_CODE": "source code",
    "P103003": "blog post",
    "license": "License",
    "extension": "extension",
}
#: Host → its predicates: most ids are the same everywhere, some are not.
PREDICATES = {
    "production": {
        **_SHARED,
        "P163013": "size of training corpus (in tokens in billions)",
        "P163011": "knowledge cutoff date",
        "P163012": "fine-tuning data",
        "P163009": "context length (in tokens)",
        "P163010": "supported language",
    },
    "sandbox": {
        **_SHARED,
        "P202273": "size of training corpus (in tokens in billions)",
        "P202274": "knowledge cutoff date",
        "P202276": "fine-tuning data",
        "P202277": "context length (in tokens)",
        "P202278": "supported language",
        "P163013": "something else",
    },
}
NOBODY = "00000000-0000-0000-0000-000000000000"
_WHEN = "2026-01-01T00:00:00Z"


class State:
    """Everything, in one dict of plain values."""

    def __init__(self, predicates: str = "production") -> None:
        self.data: dict[str, Any] = {
            "next": 1,
            "things": {},
            "statements": {},
            "papers": {},
            "comparisons": {},
        }
        self.data["uuids"] = [NOBODY]
        for id_ in CLASSES:
            self.add("class", id_, id=id_)
        for id_, label in PREDICATES[predicates].items():
            self.add("predicate", label, id=id_)
        self.add("resource", "Artificial Intelligence", id="R133", classes=["ResearchField"])

    @property
    def things(self) -> dict[str, dict[str, Any]]:
        return self.data["things"]

    @property
    def statements(self) -> dict[str, dict[str, Any]]:
        return self.data["statements"]

    @property
    def papers(self) -> dict[str, dict[str, Any]]:
        return self.data["papers"]

    @property
    def comparisons(self) -> dict[str, dict[str, Any]]:
        return self.data["comparisons"]

    def save(self, path: Path) -> None:
        beside = path.with_suffix(".new")
        beside.write_text(json.dumps(self.data), encoding="utf-8")
        beside.replace(path)

    def load(self, path: Path) -> None:
        self.data = json.loads(path.read_text(encoding="utf-8"))

    def new_id(self, prefix: str) -> str:
        number = self.data["next"]
        self.data["next"] = number + 1
        return f"{prefix}{number:06}"

    def add(self, kind: str, label: str, *, id: str | None = None, user: str = NOBODY, **more: Any) -> str:  # noqa: A002
        """Add a thing, and return its id."""
        prefix = {"resource": "R", "literal": "L", "predicate": "P", "class": "C", "list": "R"}[kind]
        own = id or self.new_id(prefix)
        if own in self.things:
            raise refuse("thing_already_exists", f"A thing with id {own} already exists.")
        thing = {"id": own, "label": label, "_class": kind, "created_at": _WHEN, "created_by": user, **more}
        self.things[own] = thing
        return own

    def state(self, subject: str, predicate: str, object_: str, user: str, method: str = "UNKNOWN") -> str:
        """Add a statement; the same once more is the one that is there."""
        for known in self.statements.values():
            if (known["subject"], known["predicate"], known["object"]) == (subject, predicate, object_):
                return str(known["id"])
        id_ = self.new_id("S")
        self.statements[id_] = {
            "id": id_,
            "subject": subject,
            "predicate": predicate,
            "object": object_,
            "created_at": _WHEN,
            "created_by": user,
            "extraction_method": method,
        }
        return id_

    def about(self, subject: str) -> Iterator[dict[str, Any]]:
        return (s for s in self.statements.values() if s["subject"] == subject)

    def of_uri(self, uri: str) -> dict[str, Any] | None:
        return next((t for t in self.things.values() if t.get("uri") == uri), None)

    def get(self, id_: str, type_: str = "thing_not_found", kind: str | None = None) -> dict[str, Any]:
        """Return a thing, of a kind."""
        thing = self.things.get(id_)
        if thing is None or (kind and thing["_class"] != kind):
            raise refuse(type_, f'"{id_}" not found.', 404, thing_id=id_)
        return thing

    def snapshot(self) -> dict[str, Any]:
        """Return what matters of the content, without ids and times: for comparing two hosts."""

        def in_order(values: Iterator[Any]) -> list[Any]:
            return sorted(values, key=json.dumps)

        def value(id_: str) -> Any:
            thing = self.things[id_]
            nested = in_order(
                (self.things[s["predicate"]]["label"], value(s["object"])) for s in self.about(id_)
            )
            return [thing["label"], thing.get("datatype"), thing.get("uri"), thing.get("classes"), nested]

        return {
            "papers": in_order(
                [
                    paper["title"],
                    paper["identifiers"],
                    paper["publication_info"],
                    in_order(value(id_) for id_ in paper["contributions"]),
                ]
                for paper in self.papers.values()
            ),
            "resources": in_order(
                [thing["label"], thing.get("uri")]
                for thing in self.things.values()
                if thing["_class"] == "resource" and "Contribution" not in thing["classes"]
            ),
            "comparisons": in_order(
                [
                    comparison["title"],
                    in_order(self.things[source["id"]]["label"] for source in comparison["sources"]),
                    in_order(path["id"] for path in comparison["selected_paths"]),
                    comparison["published"],
                ]
                for comparison in self.comparisons.values()
            ),
        }
