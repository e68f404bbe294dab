"""What links lead to, as their labels tell: the paper, the code, the weights."""

from __future__ import annotations

import re
from functools import lru_cache

from llm_kg.curated import link_field
from llm_kg.rdf import RDFS
from llm_kg.terms import Property
from llm_kg.vocabulary import Vocabulary, load_vocabulary

__all__ = ["field_of_named", "field_of_titled", "is_link_field", "is_of_blog", "link_kind"]


def link_kind(label: str, *badges: str) -> str | None:
    """Return the field that a link's label, or the text of a badge in or beside it, gives it, or None.

    >>> link_kind("github repo"), link_kind("code & model"), link_kind("📄 Paper"), link_kind("GPT-3")
    ('has_source_code', 'has_source_code', 'paper', None)
    """
    vocabulary = load_vocabulary()
    kinds = (_link_kind(vocabulary, text) for text in (label, *badges) if len(text) <= 80)
    return next(filter(None, kinds), None)


@lru_cache(maxsize=4096)
def _link_kind(vocabulary: Vocabulary, label: str) -> str | None:
    if _ARXIV_NUMBER.fullmatch(label):
        return "paper"
    label = _BRACKET_BEHIND.sub("", label)
    for attempt in (label, *re.split(r"\s*[&/,+|]\s*|\s+and\s+", label)):
        attempt = attempt.strip(" \t\n,;:：|·•-–—~[]()（）")
        term = vocabulary.properties.get(attempt) if attempt else None
        if term and is_link_field(term):
            return term.notation
        if term and term.notation == "name":
            return "checkpoint"  # `[Model](…)` leads to the weights
    return None


# `[Model (7B)](…)`, `[Code (PyTorch)](…)`: which of several.
_BRACKET_BEHIND = re.compile(r"(?<=\w)\s{0,3}\([^()]{1,40}\)?$")
_ARXIV_NUMBER = re.compile(r"\[?\s*arxiv\s*[:\s]\s*\d{4}\.\d{4,5}(?:v\d{1,2})?\s*\]?", re.IGNORECASE)


def field_of_titled(url: str) -> str:
    """Return where a link leads that has a title for a label: to the paper, unless its address says other.

    >>> field_of_titled("https://a.org/2023/finch.pdf"), field_of_titled("https://a.org/blog/finch")
    ('paper', 'blog_post')
    """
    field = link_field(url)
    if field != "link":
        return field
    return "blog_post" if is_of_blog(url) else "paper"


def is_of_blog(url: str) -> bool:
    """Tell whether an address says that a post stands there.

    >>> is_of_blog("https://a.org/blog/finch"), is_of_blog("https://a.org/blog/finch.pdf")
    (True, False)
    """
    return _BLOG.search(url) is not None and not url.endswith(".pdf")


def field_of_named(url: str) -> str:
    """Return where a link leads that has the name of a model for a label: to its page, or its paper.

    >>> field_of_named("https://a.org/2023/finch.pdf"), field_of_named("https://a.org/finch-system-card.pdf")
    ('paper', 'homepage')
    """
    is_report = url.lower().endswith(".pdf") and not _NO_REPORT.search(url)
    return "paper" if is_report or link_field(url) == "paper" else "homepage"


_NO_REPORT = re.compile(
    r"(?:card|licen[cs]e|terms|polic(?:y|ies)|agreement|slides?|poster|data[-_]?sheet|guide|manual|brochure)s?"
    r"[^/]{0,40}$",
    re.IGNORECASE,
)
_BLOG = re.compile(r"://(?:blog|news)\.|[./]blogs?/|/(?:news|posts?|index)/(?=.)", re.IGNORECASE)


def is_link_field(term: Property) -> bool:
    """Tell whether the values of a property are addresses of pages and files."""
    return term.notation == "paper" or (term.is_object and term.ranges == (RDFS["Resource"],))
