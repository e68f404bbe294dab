"""The endpoint's own pages: plain HTML that works without JavaScript, and offline."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

import jinja2

from llm_kg.context import compactor
from llm_kg.graph import BASE
from llm_kg.identifiers import is_web_link
from llm_kg.querying import NamedQuery, named_queries
from llm_kg.serving.descriptions import Page, terms
from llm_kg.serving.formats import ROWS
from llm_kg.serving.worker import SHOWN, Answer, Question

__all__ = ["Pages"]


class Pages:
    """Pages about a graph whose instances stand under a base.

    `root` is the path at which the server is mounted; links to the graph's own IRIs stay on the server.
    """

    def __init__(self, base: str, prefixes: Mapping[str, str], *, claims_apart: bool) -> None:
        self._base = base
        self._prefixes = prefixes
        self._claims_apart = claims_apart

    def query(self, root: str, question: Question | None, answer: Answer | None, named: str = "") -> str:
        """Return the page on which to ask, with the answer to what was asked."""
        start = named_queries().get(named)
        text = question.query if question else self._text(start) if start else ""
        return self._render(
            "query.html",
            root,
            text=text,
            start=start,
            result=json.loads(answer.body) if answer and answer.status == 200 else None,
            problem=answer.body.decode().strip() if answer and answer.status != 200 else "",
            shown=SHOWN,
            queries=named_queries().values(),
            prefixes=self._prefixes,
            downloads=self._downloads(root, text),
        )

    def thing(self, root: str, path: str, page: Page) -> str:
        """Return the page of a thing; `path` is that of its IRI."""
        return self._render("thing.html", root, page=page, path=quote(path))

    def index(self, root: str, models: list[tuple[str, str]], more: bool) -> str:
        """Return the first page, with models as (IRI, label)."""
        return self._render("index.html", root, models=models, more=more)

    def vocabulary(self, root: str) -> str:
        """Return the page of the ontology, with every class and property under its fragment."""
        return self._render("ontology.html", root, terms=terms())

    def _text(self, query: NamedQuery) -> str:
        return query.text if self._claims_apart else query.plain

    def _downloads(self, root: str, text: str) -> list[tuple[str, str]]:
        return [
            (format_.name.upper(), f"{root}/query?{urlencode({'query': text, 'format': format_.name})}")
            for format_ in ROWS
            if format_.writer
        ]

    def _render(self, template: str, root: str, **values: Any) -> str:
        def href(iri: str) -> str:
            """Return where a link to an IRI leads; nowhere for one that no browser should follow."""
            for base in (self._base, BASE):
                if iri.startswith(base):
                    path, hash_, fragment = iri.removeprefix(base).partition("#")
                    return f"{root}/{quote(path)}{hash_}{quote(fragment)}"
            return iri if is_web_link(iri) else ""

        def short(iri: str) -> str:
            return compactor(self._prefixes)(iri)

        return _environment().get_template(template).render(root=root, href=href, short=short, **values)


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("llm_kg.serving"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
