"""`llm-kg show`: one model in the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from llm_kg.cli.common import IncludeCommented, InputFormat, Prefer, SourceDate, load_models
from llm_kg.cli.models import ModelSource, columns, described, one_line

if TYPE_CHECKING:
    from llm_kg.explanations import Explanation

__all__ = ["show"]


def show(
    model: Annotated[
        str, typer.Argument(metavar="MODEL", help="A key, name or alternate name, in any spelling.")
    ],
    source: ModelSource = None,
    input_format: InputFormat = None,
    include_commented: IncludeCommented = False,
    prefer: Prefer = None,
    source_date: SourceDate = None,
) -> None:
    """Show one model: its accepted values, what is in dispute, and the entries about it.

    A line that starts with an exclamation mark is a value that some entry states and that is not accepted.
    """
    from llm_kg.explanations import explain
    from llm_kg.lookup import find_model
    from llm_kg.saving import save

    models = load_models(source, input_format, include_commented, prefer, source_date)
    (explanation,) = explain(models, [find_model(models, model)])
    save("-", _text(explanation))


def _text(explanation: Explanation) -> Iterator[str]:
    model = explanation.kept or explanation.model
    rows: list[tuple[str, str]] = [("key", model.key)]
    disputed = _disputed(explanation)
    for field, label, texts in described(model):
        first, *others = texts
        rows.append((label, first))
        rows.extend(("", text) for text in others)
        rows.extend(("", text) for text in disputed.pop(field, ()))
    for field, texts in disputed.items():  # a shape turned down all that is stated of these
        rows.extend(
            (label, text) for label, text in zip((_label(field), *[""] * len(texts)), texts, strict=False)
        )
    for number, record in enumerate(model.records):
        entry = f"{one_line(str(record.origin or record.place))}  {one_line(record.name)}"
        rows.append(("" if number else "entries", entry))
    if explanation.kept is None:
        yield f"{one_line(model.name)} is left out of the graph; this is what is stated of it.\n"
    yield from columns(rows)


def _label(field: str) -> str:
    from llm_kg.vocabulary import load_vocabulary

    return load_vocabulary().all_properties[field].label


def _disputed(explanation: Explanation) -> dict[str, list[str]]:
    """Return field → what is stated of it and not accepted, with place and reason."""
    found: dict[str, list[str]] = {}
    for judged in explanation.claims:
        if judged.verdict in ("refused", "invalid"):
            text = f"! {judged.claim.stated} at {judged.place}: {judged.reason}"
            found.setdefault(judged.claim.field or "", []).append(one_line(text))
    return found
