"""The kinds of sources by name and suffix, and the reader of each, imported when such a source is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from llm_kg.errors import UnknownFormatError
from llm_kg.places import Source
from llm_kg.sources.base import Reader, Reading, Row, Text

__all__ = ["INPUT_FORMATS", "IN_LINES", "InputFormat", "format_of", "input_format", "is_in_lines"]


@dataclass(frozen=True, slots=True)
class InputFormat:
    """A kind of source: the suffixes that tell it, its reader, and what a header may declare."""

    suffixes: tuple[str, ...]
    reader: Reader
    declared: Callable[[Text], Source] = lambda text: text.source


def _read_markdown(text: Text, reading: Reading) -> Iterator[Row]:
    from llm_kg.sources.markdown.reader import read_markdown

    return read_markdown(text, reading)


def _read_yaml(text: Text, reading: Reading) -> Iterator[Row]:
    from llm_kg.sources.yaml_records import read_yaml

    return read_yaml(text, reading)


def _declared_yaml(text: Text) -> Source:
    from llm_kg.sources.yaml_records import declared_source

    return declared_source(text)


def _read_json(text: Text, reading: Reading) -> Iterator[Row]:
    from llm_kg.sources.json_records import read_json

    return read_json(text, reading)


def _declared_json(text: Text) -> Source:
    from llm_kg.sources.json_records import declared_json_source

    return declared_json_source(text)


def _read_json_lines(text: Text, reading: Reading) -> Iterator[Row]:
    from llm_kg.sources.json_records import read_json_lines

    return read_json_lines(text, reading)


def _read_csv(text: Text, reading: Reading) -> Iterator[Row]:
    from llm_kg.sources.comparison_tables import read_csv

    return read_csv(text, reading)


def _read_tsv(text: Text, reading: Reading) -> Iterator[Row]:
    from llm_kg.sources.comparison_tables import read_tsv

    return read_tsv(text, reading)


#: The kinds of sources by name.
INPUT_FORMATS: Final[Mapping[str, InputFormat]] = {
    "markdown": InputFormat((".md", ".markdown", ".mdown", ".mkd"), _read_markdown),
    "yaml": InputFormat((".yaml", ".yml"), _read_yaml, _declared_yaml),
    "json": InputFormat((".json",), _read_json, _declared_json),
    "jsonl": InputFormat((".jsonl", ".ndjson", ".jsonlines"), _read_json_lines),
    "csv": InputFormat((".csv",), _read_csv),
    "tsv": InputFormat((".tsv", ".tab"), _read_tsv),
}


#: Those that can be cut between lines and read in pieces.
IN_LINES: Final = ("jsonl", "csv", "tsv")


def input_format(suffix: str) -> str | None:
    """Return the kind of source that a suffix tells, or None."""
    for name, kind in INPUT_FORMATS.items():
        if suffix.lower() in kind.suffixes:
            return name
    return None


def is_in_lines(suffix: str, stated: str | None) -> bool:
    """Tell whether the kind of a source is stated to be one of `IN_LINES`, or its suffix tells so."""
    return _kind(suffix, stated) in IN_LINES


def _kind(suffix: str, stated: str | None) -> str | None:
    return (input_format(f".{stated}") or stated) if stated else input_format(suffix)


def format_of(name: str, suffix: str, stated: str | None) -> str:
    """Return the kind of a source, as it is stated (a name or a suffix) or as its suffix tells.

    Raises
    ------
    UnknownFormatError
        Neither tells what the source is.
    """
    kind = _kind(suffix, stated)
    known = ", ".join(INPUT_FORMATS)
    if kind is None:
        what = "standard input has no suffix" if name.endswith("-") else f"suffix {suffix!r} tells no format"
        raise UnknownFormatError(f"{name}: {what}; say which with --input-format ({known})")
    if kind not in INPUT_FORMATS:
        raise UnknownFormatError(f"{kind!r} is no input format; there are {known}")
    return kind
