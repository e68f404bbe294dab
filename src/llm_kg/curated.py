"""Curated knowledge that is neither vocabulary nor record; each line of it has its reason.

The tables are YAML in `data/curated/`, so that a maintainer of lists can read and mend them.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Literal
from urllib.parse import urlsplit

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

from llm_kg.assets import asset
from llm_kg.names import fold

__all__ = ["SectionRule", "is_no_value", "link_field", "section_rules"]

Verdict = Literal["models", "software", "other"]


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    reason: str


class SectionRule(_Row):
    """What headings with one of these phrases say of their section, and why."""

    verdict: Verdict
    phrases: tuple[str, ...]


class _NoValues(_Row):
    texts: tuple[str, ...]


class _LinkHosts(_Row):
    field: str
    hosts: tuple[str, ...]


def _table(name: str, row: Any) -> Any:
    # Our own files: read as strings, so that `no` stays a word.
    text = asset("data", "curated", name).read_text(encoding="utf-8")
    return TypeAdapter(tuple[row, ...]).validate_python(yaml.load(text, Loader=yaml.BaseLoader))


@cache
def section_rules() -> tuple[SectionRule, ...]:
    """Return the rules that judge sections, in the order in which they are tried."""
    rules: tuple[SectionRule, ...] = _table("sections.yaml", SectionRule)
    return rules


@cache
def _no_values() -> frozenset[str]:
    rows: tuple[_NoValues, ...] = _table("no-values.yaml", _NoValues)
    return frozenset(fold(text) for row in rows for text in row.texts)


def is_no_value(text: str) -> bool:
    """Tell whether a text stands where a value would and states none.

    >>> is_no_value("N/A"), is_no_value("?"), is_no_value("175B")
    (True, True, False)
    """
    folded = fold(text)
    return not folded or folded in _no_values()


@cache
def _hosts() -> dict[str, str]:
    rows: tuple[_LinkHosts, ...] = _table("link-hosts.yaml", _LinkHosts)
    return {host: row.field for row in rows for host in row.hosts}


def link_field(url: str) -> str:
    """Return the field of a link whose kind is not stated: by its host, else plain `link`.

    >>> link_field("https://github.com/openai/gpt-2"), link_field("https://openai.com")
    ('has_source_code', 'link')
    """
    try:
        host = (urlsplit(url).hostname or "").lower()
    except ValueError:
        return "link"
    return _hosts().get(host.removeprefix("www."), "link")
