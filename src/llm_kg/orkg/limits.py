"""What ORKG takes: how long a label is, what an identifier looks like, which methods there are."""

from __future__ import annotations

import re
from typing import Final, Literal, get_args

from llm_kg.errors import LlmKgError

__all__ = [
    "DOI",
    "EXTRACTION_METHODS",
    "LONGEST_LABEL",
    "ExtractionMethod",
    "check_extraction_method",
    "check_research_field",
    "one_line",
    "unfit",
]

#: What ORKG can say of how a contribution came about; ours are read from lists by a program.
ExtractionMethod = Literal[
    "AUTOMATIC", "MANUAL", "UNKNOWN", "AI_GENERATED", "AI_GENERATED_WITH_MANUAL_REVIEW"
]
EXTRACTION_METHODS: Final[tuple[str, ...]] = get_args(ExtractionMethod)
#: ORKG refuses longer labels and literals.
LONGEST_LABEL: Final = 8164
#: What ORKG takes for a DOI.
DOI: Final = re.compile(r"10(?:\.[1-9]\d*)+/\S+")


def check_extraction_method(method: str) -> None:
    """Refuse what ORKG does not know.

    Raises
    ------
    LlmKgError
        It is none of `EXTRACTION_METHODS`.
    """
    if method not in EXTRACTION_METHODS:
        known = ", ".join(EXTRACTION_METHODS)
        raise LlmKgError(f"{method!r} is no extraction method of ORKG; there are {known}")


def check_research_field(research_field: str) -> None:
    """Refuse what cannot be the id of a research field.

    Raises
    ------
    LlmKgError
        It is no id of a resource.
    """
    if not re.fullmatch(r"R[0-9]+", research_field):
        raise LlmKgError(f"{research_field!r} is no research field of ORKG; give its id, such as R133")


def one_line(text: str) -> str:
    """Return a text as ORKG takes labels: in one line, without NUL."""
    return " ".join(text.replace("\0", " ").split())


def unfit(text: str) -> str | None:
    """Return why ORKG refuses a text as a label or literal, or None where it takes it.

    >>> unfit("x" * 8165)
    'it is longer than the 8,164 characters that ORKG takes'
    """
    if len(text) > LONGEST_LABEL:
        return f"it is longer than the {LONGEST_LABEL:,} characters that ORKG takes"
    if "\0" in text:
        return "it holds the character NUL, which ORKG refuses"
    return None if text.strip() else "it is empty"
