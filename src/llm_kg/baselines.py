"""Baselines: the findings that are known, so that a list's first check is not drowned in them.

A baseline counts findings by what they are about (`llm_kg.findings.Identity`), never by line, so
that it outlives every move of lines. It is a JSON file, sorted, one finding a line::

    {
      "version": 1,
      "findings": [
        {"source": "list", "rule": "unknown-key", "entry": "Eta", "key": "Lab", "count": 1}
      ]
    }
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from llm_kg.errors import LlmKgError
from llm_kg.findings import Finding, Identity, Selection

__all__ = ["Baseline", "BaselineError", "Comparison"]


class BaselineError(LlmKgError, ValueError):
    """A file is no baseline."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Findings against a baseline: those it does not know, those it knows, and what it has too many of."""

    new: tuple[Finding, ...]
    known: tuple[Finding, ...]
    gone: Mapping[Identity, int]


@dataclass(frozen=True, slots=True)
class Baseline:
    """How many findings are known, by what they are about.

    >>> known = Baseline.of([Finding.of("empty-link", "…", entry="Eta")])
    >>> known.compare([Finding.of("empty-link", "moved", entry="Eta")]).new
    ()
    """

    counts: Mapping[Identity, int]

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> Baseline:
        """Return the baseline that knows these findings and no others."""
        return cls(Counter(finding.identity for finding in findings))

    @classmethod
    def from_json(cls, text: str) -> Baseline:
        """Return the baseline of a file's text.

        Raises
        ------
        BaselineError
            The text is no baseline.
        """
        try:
            document = _Document.model_validate(json.loads(text))
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"])) or "the document"
            raise BaselineError(f"{where}: {first['msg']}") from None
        except (ValueError, RecursionError) as error:
            raise BaselineError(f"this is not valid JSON: {error}") from None
        counts: Counter[Identity] = Counter()
        for line in document.findings:
            counts[Identity(line.source, line.rule, line.entry, line.key)] += line.count
        return cls(counts)

    def to_json(self) -> str:
        """Return the text of the baseline's file."""
        lines = (
            {name: text for name, text in identity._asdict().items() if text} | {"count": count}
            for identity, count in sorted(self.counts.items())
        )
        listed = ",".join(f"\n    {json.dumps(line, ensure_ascii=False)}" for line in lines)
        text = f'{{\n  "version": 1,\n  "findings": [{listed}\n  ]\n}}\n'
        # Half a surrogate pair, which JSON can state and UTF-8 cannot, is written as its escape.
        return text.encode("utf-8", "backslashreplace").decode()

    def compare(
        self,
        findings: Iterable[Finding],
        *,
        sources: Collection[str] | None = None,
        selection: Selection | None = None,
    ) -> Comparison:
        """Tell new findings from known ones, and what is known but found no more.

        Of findings about the same, as many as are counted are known; which of them are new cannot
        be told without lines, so the ones furthest down are. Only what was looked for can be gone:
        findings in `sources` (their ids; None is all) by the rules of `selection`.
        """
        left = Counter(self.counts)
        new: list[Finding] = []
        known: list[Finding] = []
        for finding in sorted(findings, key=lambda finding: finding.sort_key):
            if left[finding.identity] > 0:
                left[finding.identity] -= 1
                known.append(finding)
            else:
                new.append(finding)
        told = selection or Selection()
        everywhere = sources is None or all(i.source in sources for i in self.counts if i.source)
        gone = {
            identity: count
            for identity, count in sorted(left.items())
            if count > 0
            and identity.rule in told
            # A finding without a place may be of any source that the baseline knows.
            and (everywhere or (identity.source and identity.source in (sources or ())))
        }
        return Comparison(tuple(new), tuple(known), gone)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _Line(_Strict):
    source: str = ""
    rule: str
    entry: str = ""
    key: str = ""
    count: Annotated[int, Field(ge=1)]


class _Document(_Strict):
    version: Literal[1]
    findings: list[_Line]
