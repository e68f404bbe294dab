"""What the commands about single models share: their source, and strangers' text made safe to show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from llm_kg.places import Place
    from llm_kg.reconciliation import Model

__all__ = ["ModelSource", "as_json", "columns", "described", "headings", "one_line", "place_row"]

ModelSource = Annotated[
    list[str] | None,
    typer.Option(
        "--source",
        "-s",
        metavar="SOURCE",
        help="A list or records; repeatable. Default: the bundled data.",
        show_default=False,
    ),
]


def one_line(text: str) -> str:
    """Return a text on one line, its control and directional characters escaped."""
    from llm_kg.reports.outcome import visible

    return visible(" ".join(text.split()))


def place_row(place: Place) -> dict[str, Any]:
    """Return a place as `llm-kg read -f jsonl` writes it."""
    return {"source": place.source.id, "line": place.line, "column": place.column}


def headings(models: Iterable[Model]) -> dict[str, str]:
    """Return key → what a table calls each model: its name, with the key where others share the name."""
    named = [(model.key, one_line(model.name)) for model in models]
    shared = Counter(name for _, name in named)
    return {key: f"{name} ({key})" if shared[name] > 1 else name for key, name in named}


def described(model: Model) -> Iterator[tuple[str, str, list[str]]]:
    """Yield what is said of a model: field, label and values in words, in the order of the fields."""
    from llm_kg.records import Description
    from llm_kg.vocabulary import load_vocabulary
    from llm_kg.wording import value_text

    for field in Description.model_fields:
        value = getattr(model, field)
        values = value if isinstance(value, tuple) else () if value is None else (value,)
        if values:
            label = load_vocabulary().all_properties[field].label
            yield field, label, [one_line(value_text(each, field)) for each in values]


def columns(rows: Iterable[tuple[str, str]], indent: str = "", width: int = 0) -> Iterator[str]:
    """Yield lines of two columns, the first as wide as its texts on a terminal, `width` cells at least."""
    from rich.cells import cell_len

    kept = list(rows)
    width = max((width, *(cell_len(first) for first, _ in kept)))
    for first, second in kept:
        yield f"{indent}{first}{' ' * (width - cell_len(first))}  {second}\n"


def as_json(document: object) -> str:
    r"""Return a JSON document in which no character is unseen: those are written as `\uXXXX`."""
    import json

    text = json.dumps(document, ensure_ascii=False, indent=2)
    if not text.isprintable():  # line breaks outside strings are not
        text = "".join(
            char if char.isprintable() or char == "\n" else json.dumps(char)[1:-1] for char in text
        )
    return text + "\n"
