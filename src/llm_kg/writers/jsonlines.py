"""JSON Lines: a record for each model, of what is accepted of it; `llm_kg.sources` reads it back."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from llm_kg.reconciliation import Model, Models
from llm_kg.records import Claim, Record
from llm_kg.writers.blocks import BlockWriter

__all__ = ["jsonlines", "models_jsonl"]


def jsonlines() -> BlockWriter:
    """Return what writes models; nothing is written of what they share."""
    return BlockWriter(lambda _: "", model=_line)


def models_jsonl(models: Models) -> Iterator[str]:
    """Yield the lines of models."""
    return map(_line, models)


def _line(model: Model) -> str:
    first = model.records[0]
    values = {name: value for name, value in vars(model).items() if name in Record.model_fields}
    own = {"entry": model.key, "claims": _told(model), "place": first.place, "origin": first.origin}
    return json.dumps(Record.of_typed(values | own).to_json(), ensure_ascii=False) + "\n"


def _told(model: Model) -> tuple[Claim, ...]:
    """Return the claims whose texts say what they state.

    A text that states two properties (a licence and access) says neither by itself; a word does.
    """
    if len({claim.stated for claim in model.accepted}) == len(model.accepted):
        return model.accepted
    fields = Counter((claim.place, claim.stated) for claim in set(model.accepted))
    return tuple(
        claim
        for claim in model.accepted
        if fields[claim.place, claim.stated] == 1 or not all(isinstance(value, str) for value in claim.values)
    )
