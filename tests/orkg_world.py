"""A small list and a host with other people's work, for the tests of the push."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import requests

import llm_kg as kg
from llm_kg.orkg.credentials import Credentials
from llm_kg.orkg.hosts import Host
from llm_kg.orkg.plan import Plan
from llm_kg.orkg.report import Report
from llm_kg.orkg.service import Orkg
from llm_kg.orkg.steps import Options
from orkg_server import App, InProcess
from orkg_server.app import user_id
from orkg_server.messages import Request

URL = "http://orkg.test"
SOMEBODY = user_id("somebody@example.org")


class KilledError(BaseException):
    """The process ends here: nothing may catch it."""


MODELS: tuple[dict[str, Any], ...] = (
    {"name": "Alpha", "title": "On Alpha", "paper": "https://arxiv.org/abs/2101.00001", "params": "3B",
     "organization": "Google", "date created": "2021-01", "license": "MIT", "architecture": "decoder"},
    {"name": "Alpha 2", "title": "On Alpha", "paper": "https://arxiv.org/abs/2101.00001", "params": "7B",
     "organization": "Google", "research problem": "large language models", "family": "Alpha"},
    {"name": "Beta", "title": "On Beta", "paper": "https://doi.org/10.5555/BETA", "params": "1.5B",
     "organization": "Google, Beta Labs", "context length": "2048", "blog": "https://example.org/beta"},
    {"name": "Gamma", "title": "On Gamma", "paper": "https://doi.org/10.5555/gamma", "params": "2B",
     "organization": "Meta"},
    {"name": "Delta", "title": "On Gamma", "paper": "https://doi.org/10.5555/gamma", "params": "4B"},
    {"name": "Epsilon", "title": "On Epsilon", "params": "5B", "training data": "300B tokens",
     "innovation": "It is the only one with an innovation."},
    {"name": "Zeta", "organization": "Meta", "params": "6B"},
)  # fmt: skip


def models(*changed: dict[str, Any]) -> kg.Models:
    """Return the models of the list; of each that is given, with these values instead."""
    import tempfile

    by_name = {row["name"]: dict(row) for row in MODELS}
    for row in changed:
        by_name.setdefault(row["name"], {}).update(row)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "small.json"
        path.write_text(json.dumps(list(by_name.values())), encoding="utf-8")
        return kg.reconcile(kg.read(path))


def host(**options: Any) -> App:
    """Return a host on which somebody has a paper with a contribution on Delta, and Google stands twice."""
    app = App(**options)
    state = app.state
    state.add("resource", "Google", user=SOMEBODY, classes=[], uri=None)
    body = {
        "title": "On gamma",
        "research_fields": ["R133"],
        "identifiers": {"doi": ["10.5555/GAMMA"]},
        "authors": [],
        "observatories": [],
        "organizations": [],
        "contents": {
            "literals": {"#1": {"label": "Delta"}, "#2": {"label": "400M"}},
            "contributions": [
                {
                    "label": "Contribution 1",
                    "statements": {"HAS_MODEL": [{"id": "#1"}], "P103002": [{"id": "#2"}]},
                }
            ],
        },
    }
    app.papers.create(Request("POST", "/api/papers", user=SOMEBODY, body=json.dumps(body).encode()))
    return app


def orkg(app: App, adapter: InProcess | None = None) -> Orkg:
    """Return the library's face to a host, without a socket and without waiting."""
    session = requests.Session()
    session.trust_env = False  # half of a request's time goes into looking for proxies
    session.mount("http://", adapter or InProcess(app))
    known = Credentials(app.username, app.password)
    # The address is of no loopback host, and is never resolved.
    there = Host("stand-in", URL, f"{URL}/realms/orkg/protocol/openid-connect/token")
    return Orkg(there, known, session=session, sleep=lambda _: None)


def plan(app: App, wanted: kg.Models, journal: Path | None = None, **options: Any) -> Plan:
    return orkg(app).plan(wanted, Options(**options), journal=journal)


def push(
    app: App, wanted: kg.Models, journal: Path | None = None, adapter: InProcess | None = None, **options: Any
) -> Report:
    """Plan and apply."""
    made = orkg(app, adapter).plan(wanted, Options(**options), journal=journal)
    return made.apply(journal)


def contribution(app: App, label: str) -> dict[str, Any]:
    """Return the only contribution of a label."""
    (found,) = (
        t for t in app.state.things.values() if t["label"] == label and "Contribution" in t.get("classes", ())
    )
    return found


def values(app: App, label: str, predicate: str) -> list[str]:
    """Return what a contribution says by a predicate."""
    about = app.state.about(contribution(app, label)["id"])
    return sorted(app.state.things[s["object"]]["label"] for s in about if s["predicate"] == predicate)


def edit(app: App, label: str, predicate: str, value: str) -> None:
    """Change a value as a curator does: a new literal in place of the one that is there."""
    subject = contribution(app, label)["id"]
    for statement in list(app.state.about(subject)):
        if statement["predicate"] == predicate:
            statement["object"] = app.state.add("literal", value, user=SOMEBODY, datatype="xsd:string")
            statement["created_by"] = SOMEBODY


def saved(app: App) -> dict[str, Any]:
    return copy.deepcopy(app.state.data)
