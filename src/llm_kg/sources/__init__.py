"""From sources to typed records. Nothing is fetched from a network while reading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from llm_kg.assets import asset
from llm_kg.collector import paused
from llm_kg.errors import SourceError, UnknownFormatError
from llm_kg.findings import Finding, Findings
from llm_kg.names import slug
from llm_kg.places import Source
from llm_kg.records import Claim, Record
from llm_kg.sources.base import Decision, Reader, Reading, Row, Text
from llm_kg.sources.csv_tables import read_csv, read_tsv
from llm_kg.sources.files import open_source
from llm_kg.sources.interpretation import claims_of, name_of, record_of
from llm_kg.sources.json_records import declared_json_source, read_json, read_json_lines
from llm_kg.sources.markdown import read_markdown
from llm_kg.sources.yaml_records import declared_source, read_yaml

__all__ = ["INPUT_FORMATS", "Records", "bundled_paths", "input_format", "read", "read_text"]


@dataclass(frozen=True, slots=True)
class _InputFormat:
    """A kind of source: the suffixes that tell it, its reader, and what a header may declare."""

    suffixes: tuple[str, ...]
    reader: Reader
    declared: Callable[[Text], Source] = lambda text: text.source


#: The kinds of sources by name.
INPUT_FORMATS: Final[Mapping[str, _InputFormat]] = {
    "markdown": _InputFormat((".md", ".markdown", ".mdown", ".mkd"), read_markdown),
    "yaml": _InputFormat((".yaml", ".yml"), read_yaml, declared_source),
    "json": _InputFormat((".json",), read_json, declared_json_source),
    "jsonl": _InputFormat((".jsonl", ".ndjson", ".jsonlines"), read_json_lines),
    "csv": _InputFormat((".csv",), read_csv),
    "tsv": _InputFormat((".tsv", ".tab"), read_tsv),
}


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
) -> Records:
    """Return the typed records of sources, with places and findings.

    A source is a path, `ID=PATH`, or `-` for standard input; `input_format` is a name of
    `INPUT_FORMATS`, or a suffix, where the file's own does not tell. Parts that are commented out are
    read, and marked so, only with `include_commented`. `complete` may add to what a source says of
    itself; an `ID` that is given stands.

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
        text, suffix = open_source(name, findings)
        kind = _format_of(name, suffix, input_format)
        source = complete(kind.declared(text))
        if name not in ("-", text.source.path):  # ID=PATH
            source = replace(source, id=text.source.id)
        text = Text(source, text.text, text.lines)
        if known := read_sources.get(source.id):
            raise SourceError(
                f"{source.path} and {known.path} are both the source {source.id!r}; name one of "
                f"them: NAME={source.path}"
            )
        read_sources[source.id] = source
        reading = Reading(findings, decisions, include_commented)
        with paused():
            records += _records(_named(kind.reader(text, reading), findings), reading)
    return Records(records, read_sources, findings, decisions)


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
    rows = _format_of(source.id, "", input_format).reader(text, reading)
    records = list(_records(_named(rows, reading.findings), reading))
    return Records(records, {source.id: source}, reading.findings, reading.decisions)


def input_format(suffix: str) -> str | None:
    """Return the kind of source that a suffix tells, or None."""
    for name, kind in INPUT_FORMATS.items():
        if suffix.lower() in kind.suffixes:
            return name
    return None


def bundled_paths() -> list[Path]:
    """Return the files of the bundled dataset, one for each list."""
    return sorted(asset("data").glob("*.yaml"))


def _format_of(name: str, suffix: str, stated: str | None) -> _InputFormat:
    # Names and suffixes are both accepted.
    kind = (input_format(f".{stated}") or stated) if stated else input_format(suffix)
    known = ", ".join(INPUT_FORMATS)
    if kind is None:
        what = "standard input has no suffix" if name.endswith("-") else f"suffix {suffix!r} tells no format"
        raise UnknownFormatError(f"{name}: {what}; say which with --input-format ({known})")
    if kind not in INPUT_FORMATS:
        raise UnknownFormatError(f"{kind!r} is no input format; there are {known}")
    return INPUT_FORMATS[kind]


def _named(rows: Iterable[Row], findings: Findings) -> Iterator[Row]:
    """Yield the rows that name a model; where `?` or a picture stands for the name, they name none."""
    for row in rows:
        if name_of(row):
            yield row
        else:
            message = "what stands here for a name is none; the entry was left out"
            findings.add(Finding.of("nameless-entry", message, row.place))


def _records(rows: Iterable[Row], reading: Reading) -> Iterator[Record]:
    """Yield the records of rows; the cells of a row are dropped as soon as they are interpreted."""
    names: list[str] = []
    interpreted: list[tuple[Row, tuple[Claim, ...]]] = []
    for row in rows:
        names.append(name_of(row) or "")
        interpreted.append((replace(row, cells=()), claims_of(row, names[-1], reading)))
    for (row, claims), entry in zip(interpreted, _entries(names), strict=True):
        yield record_of(row, claims, entry)


def _entries(names: Iterable[str]) -> Iterator[str]:
    """Yield the name of each entry within its source: the model's slug, numbered where repeated.

    A number is never one that another model's own name has taken, so entries keep their names when
    others come and go above them.
    """
    slugs = list(map(slug, names))
    taken = set(slugs)
    seen: Counter[str] = Counter()
    for own in slugs:
        seen[own] += 1
        entry = own
        while seen[own] > 1 and (entry := f"{own}-{seen[own]}") in taken:
            seen[own] += 1
        taken.add(entry)
        yield entry
