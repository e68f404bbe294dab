"""What can go wrong so that a command cannot run.

::

    LlmKgError
    ├── SourceError          a file that cannot be read as a source of models
    ├── OutputError          an output that cannot be written
    ├── UnknownFormatError   a format that no reader or writer has
    ├── UnknownTermError     a name that the vocabulary does not hold
    ├── ShapesError          shapes that cannot be used
    ├── QueryError           a SPARQL query that cannot be answered
    ├── StoreError           a store that cannot be opened, served or loaded
    └── MissingExtraError    an optional library that is not installed

A message says what, where and what next, on one line. Problems *inside* a source are no exceptions
but findings (`llm_kg.findings`): the first never hides the others.
"""

from __future__ import annotations

__all__ = [
    "LlmKgError",
    "MissingExtraError",
    "OutputError",
    "QueryError",
    "ShapesError",
    "SourceError",
    "StoreError",
    "UnknownFormatError",
    "UnknownTermError",
]


class LlmKgError(Exception):
    """The base of every error that a caller may want to catch."""


class SourceError(LlmKgError, ValueError):
    """A source cannot be read at all: missing, binary, or of no known kind."""


class OutputError(LlmKgError, OSError):
    """An output cannot be written; what stood there before is untouched."""


class UnknownFormatError(LlmKgError, ValueError):
    """No reader or writer has this format."""


class UnknownTermError(LlmKgError, LookupError):
    """The vocabulary holds no term of this name."""


class ShapesError(LlmKgError, ValueError):
    """Shapes cannot be read, or say something that no engine here can check."""


class CuratedDataError(LlmKgError, ValueError):
    """A curated table contradicts itself."""


class QueryError(LlmKgError, ValueError):
    """A SPARQL query cannot be parsed, or asks for what is refused here."""


class StoreError(LlmKgError, OSError):
    """A store cannot be opened, served or loaded."""


class MissingExtraError(LlmKgError, ImportError):
    """An optional library is not installed; the message is the command that installs it."""

    def __init__(self, extra: str, purpose: str) -> None:
        super().__init__(f"{purpose} needs one more library: pip install 'llm-kg[{extra}]'")
