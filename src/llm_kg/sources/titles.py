"""Models that the titles of their papers name: `NAME: …`, `NAME Technical Report`."""

from __future__ import annotations

import re

from llm_kg.curated import begins_with_data, no_model, said_to_be
from llm_kg.names import fold
from llm_kg.sources.name_forms import is_coined, is_name
from llm_kg.sources.naming import parse_name

__all__ = ["calls_data", "is_report", "is_versioned", "name_in_title", "names_a_model"]

_REPORT = re.compile(r"(.{1,40}?) (?:technical report|system card|model card)", re.IGNORECASE)

# What a title in a list of models may still say of a thing that is none.
_SAYS_OTHER = re.compile(
    r": (?:An? )?(?:[\w-]+ ){0,4}(?:benchmark|dataset|corpus|survey|toolkit|leaderboard)\b", re.IGNORECASE
)
# Words that end as the names of many models do: "Finchformer".
_ENDS_AS_MODEL = re.compile(r"(?!Transformer)[A-Z][a-z]{2,12}(?:former|mamba|llama)")
_VERSIONED = re.compile(r"[A-Z][\w-]{2,40} \d{1,3}\.\d{1,3}")  # "Part 2" and "Week 1" are none


def is_report(title: str) -> bool:
    """Tell whether a title is that of a report on what stands before: "GPT-4 Technical Report"."""
    return _REPORT.fullmatch(title) is not None


def name_in_title(title: str) -> str | None:
    """Return what a title begins with, where it has the form of a name; None of other titles.

    >>> name_in_title("Finch: A Model of Birds"), name_in_title("GPT-4 Technical Report")
    ('Finch', 'GPT-4')
    >>> name_in_title("Finch-2 Technical Report: Small and Bright"), name_in_title("A Model of Birds")
    ('Finch-2', None)
    """
    name, colon, _ = title.partition(":")
    if report := _REPORT.fullmatch(name):
        name, colon = report[1], ":"
    return name if colon and is_name(name) and len(name.split()) <= 3 else None


def calls_data(title: str, name: str) -> bool:
    """Tell whether the title of a paper calls what bears a name data, an evaluation, or something to read.

    >>> calls_data("FinchSet: A Large Corpus of Songs", "FinchSet"), calls_data("A Corpus of Songs", "FS")
    (True, True)
    >>> calls_data("FinchSet: A Large Corpus of Songs", "Finch"), calls_data("Finch: A Framework", "Finch")
    (False, False)
    """
    if ahead := name_in_title(title):
        return fold(ahead) == fold(name) and _SAYS_OTHER.search(title) is not None
    return begins_with_data(title)


def is_versioned(name: str) -> bool:
    """Tell whether a name is a word and a version of two parts: "Finch 2.5"."""
    return _VERSIONED.fullmatch(name) is not None


def names_a_model(title: str, name: str, verdict: str, within_models: bool) -> bool:
    """Tell whether a title in a list of papers is of the model that it names.

    It is where the list is one of models, and the rest of the title says that the thing is a model,
    or the name was made to be one; of a paper, only if the title does not say that it is anything else.
    """
    if not (verdict == "models" or (verdict == "papers" and within_models)) or no_model(name):
        return False
    said = said_to_be(title.partition(":")[2], in_title=True)
    coined = (
        is_coined(parse_name(name).name) or is_versioned(name) or _ENDS_AS_MODEL.fullmatch(name) is not None
    )
    if verdict == "models":
        return said[0] if said and _SAYS_OTHER.search(title) else bool(said and said[0]) or coined
    return said[0] if said else coined
