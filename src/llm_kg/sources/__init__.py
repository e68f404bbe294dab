"""From sources to typed records. Nothing is fetched from a network while reading."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from llm_kg.assets import asset
from llm_kg.collector import paused
from llm_kg.errors import SourceError
from llm_kg.findings import Finding, Findings
from llm_kg.places import Place, Source
from llm_kg.records import Record
from llm_kg.sources.base import Decision, Reading, Text, UnsoundSourceError
from llm_kg.sources.entries import records_of
from llm_kg.sources.files import MOST_BYTES, locate, named_by, open_source
from llm_kg.sources.formats import INPUT_FORMATS, format_of, input_format, is_in_lines

__all__ = ["INPUT_FORMATS", "Records", "bundled_paths", "input_format", "nothing_read", "read", "read_text"]


class Records(Sequence[Record]):
    """The records of one or more sources, in the order of reading."""

    def __init__(
        self,
        records: Iterable[Record],
        sources: Mapping[str, Source],
        findings: Findings,
        decisions: Iterable[Decision] = (),
    ) -> None:
        self._records = list(records)
        #: The sources that were read, by id.
        self.sources = dict(sources)
        #: What reading found amiss.
        self.findings = findings
        #: Why parts of the sources were read as models or passed over, in the order of reading.
        self.decisions = tuple(decisions)

    def __len__(self) -> int:
        return len(self._records)

    def __iter__(self) -> Iterator[Record]:
        return iter(self._records)

    def __getitem__(self, index: Any) -> Any:
        return self._records[index]

    def __repr__(self) -> str:
        return f"<{len(self)} records of {len(self.sources)} sources>"


def read(
    *sources: str | Path,
    input_format: str | None = None,
    include_commented: bool = False,
    complete: Callable[[Source], Source] = lambda source: source,
    keep_going: bool = False,
) -> Records:
    """Return the typed records of sources, with places and findings.

    A source is a path, `ID=PATH`, or `-` for standard input; `input_format` is a name of
    `INPUT_FORMATS`, or a suffix, where the file's own does not tell. Parts that are commented out are
    read, and marked so, only with `include_commented`. `complete` may add to what a source says of
    itself; an `ID` that is given stands. With `keep_going`, a text that breaks its format is no error but
    a finding, and its source is not among those that were read.

    Raises
    ------
    SourceError
        A source cannot be read at all, or two sources have one id.
    UnknownFormatError
        Neither the suffix nor `input_format` tells what a source is.
    """
    findings = Findings()
    decisions: list[Decision] = []
    records: list[Record] = []
    read_sources: dict[str, Source] = {}
    for name in map(str, sources):
        _, path = locate(name)
        in_lines = path is not None and is_in_lines(path.suffix, input_format)
        text, suffix = open_source(name, findings, most=None if in_lines else MOST_BYTES)
        kind = INPUT_FORMATS[format_of(name, suffix, input_format)]
        try:
            declared = kind.declared(text)
        except UnsoundSourceError as error:
            if not keep_going:
                raise
            findings.add(error.finding)
            continue
        source = named_by(name, text.source, complete(declared))
        text = Text(source, text.text, text.lines)
        if known := read_sources.get(source.id):
            raise SourceError(
                f"{source.path} and {known.path} are both the source {source.id!r}; name one of "
                f"them: NAME={source.path}"
            )
        read_sources[source.id] = source
        reading = Reading(findings, decisions, include_commented)
        before = len(records)
        with paused():
            records += records_of(kind.reader(text, reading), reading)
        if len(records) == before:
            findings.add(nothing_read(source))
    return Records(records, read_sources, findings, decisions)


def nothing_read(source: Source) -> Finding:
    """Return the finding that a source has no model."""
    message, mend = "nothing was read as a model", "`llm-kg read --explain` says why"
    return Finding.of("no-models", message, Place(source, 1), mend=mend)


def read_text(content: str, source: Source, input_format: str) -> Records:
    """Return the typed records of a text that is in no file; a header's source is passed over.

    >>> read_text('[{"name": "GPT-3", "params": "175B"}]', Source("mine"), "json")[0].parameter_count
    (175000000000,)

    Raises
    ------
    SourceError
        The text cannot be read at all.
    UnknownFormatError
        There is no such format.
    """
    reading = Reading()
    text = Text.of(source, content)
    reader = INPUT_FORMATS[format_of(source.id, "", input_format)].reader
    records = list(records_of(reader(text, reading), reading))
    return Records(records, {source.id: source}, reading.findings, reading.decisions)


def bundled_paths() -> list[Path]:
    """Return the files of the bundled dataset, one for each list."""
    return sorted(asset("data").glob("*.yaml"))
