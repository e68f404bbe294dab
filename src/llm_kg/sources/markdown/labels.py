"""What the labels of links say beside where they lead: `[Model (7B)](…) [Model (13B)](…)`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from llm_kg.sizes.cells import parse_sizes
from llm_kg.sources.links import link_kind
from llm_kg.sources.markdown.inline import Span
from llm_kg.sources.markdown.item_text import ItemText

__all__ = ["read_sizes_in_labels"]

_SIZE = "number_of_parameters"
_IN_BRACKET = re.compile(r"\(\s*([^(),，]{1,20}?)\s*(?:[,，][^()]{0,40})?\)\s*\]?\s*$")


def read_sizes_in_labels(item: ItemText, spans: Sequence[Span]) -> None:
    """Read the sizes of the weights that links lead to, where nothing else is said of the model's size.

    They are one statement: the model has them all.
    """
    if len(item.names) != 1 or any(cell.key == _SIZE for cell in item.all_cells):
        return
    found = list(_sizes(spans))
    if found:
        stated = ", ".join(dict.fromkeys(size for size, _ in found))
        item.put(item.within(_SIZE, stated, found[0][1].start, found[-1][1].end))


def _sizes(spans: Sequence[Span]) -> Iterator[tuple[str, Span]]:
    for span in spans:
        match = _IN_BRACKET.search(span.text) if span.kind == "link" and "(" in span.text else None
        if match and link_kind(span.text) == "checkpoint" and parse_sizes(match[1]):
            yield match[1], span
