"""The part of a graph that is about one model, as Turtle and JSON-LD that need nothing beside them."""

from __future__ import annotations

import json
from typing import Any, Final

from llm_kg.context import property_context
from llm_kg.graph import Block, Node
from llm_kg.site.view import View
from llm_kg.writers.jsonld import jsonld
from llm_kg.writers.turtle import turtle

__all__ = ["LinkedData", "in_script"]

_IN_SCRIPT: Final = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


class LinkedData:
    """Writes parts of the graph of a view."""

    def __init__(self, view: View) -> None:
        self.view = view
        self._turtle, self._jsonld = turtle(view.prefixes), jsonld(view.prefixes)

    def of(self, key: str) -> tuple[str, str]:
        """Return the part about a model as Turtle and as JSON-LD, which may stand in a `<script>` element."""
        part = Block(self.view.part(key), [])
        graph = self._jsonld.block(part)
        # The whole context is longer than most parts.
        context = {name: term for name, term in property_context().items() if f'"{name}":' in graph}
        written = json.dumps(context) + graph
        bound = {name: iri for name, iri in self.view.prefixes.items() if f'"{name}:' in written}
        document = f'{{"@context":{json.dumps(bound | context)},\n"@graph":[\n{graph}\n]}}\n'
        return "".join(self._turtle.text([part])), document.translate(_IN_SCRIPT)

    def object(self, node: Node) -> Any:
        """Return the JSON-LD of one node, in terms of the whole context."""
        return json.loads(self._jsonld.block(Block([node], [])))


def in_script(document: object) -> str:
    r"""Return JSON that may stand in a `<script>` element: no text in it can end the element.

    >>> in_script(["</script>"])
    '["\\u003c/script\\u003e"]'
    """
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).translate(_IN_SCRIPT)
