"""What changed between two lists or graphs: models, and what is said of them.

Meaning is compared and not text: the order of entries, their layout and the spelling of a value make
no difference. Two lists are compared by all that their entries state; as soon as one side is a graph,
both are compared by what their graphs assert (and by their claims, where both have them).
"""

from llm_kg.differences.comparison import Difference, Differences, Kind, Said, diff
from llm_kg.differences.forms import as_json, as_markdown, sentence, summary

__all__ = [
    "Difference",
    "Differences",
    "Kind",
    "Said",
    "as_json",
    "as_markdown",
    "diff",
    "sentence",
    "summary",
]
