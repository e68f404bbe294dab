"""A column of a table: what its header says of it."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass
from functools import cached_property

from llm_kg.curated import ColumnRule, column_rules
from llm_kg.places import Place
from llm_kg.sources.keys import bilingual, terms_of
from llm_kg.sources.kinds import tells_kind
from llm_kg.sources.links import is_link_field
from llm_kg.sources.tables import TableCell
from llm_kg.terms import Property

__all__ = ["Column", "header_text", "rule_for", "words_of"]

_WORDS = re.compile(r"[^\W_]+")
_BRACKETS = re.compile(r"[(（\[][^()（）\[\]]{0,80}[)）\]]")
# "Official link": the host tells where to; of "Data link" it would tell of another thing.
_SAYS_LINK = re.compile(
    r"^(?!.*\b(?:data\w*|corpus|base|teacher|benchmark|tool|framework|license|licence)\b)"
    r"(?:.*\s)?(?:links?(?:\(s\))?|urls?|websites?|refs?|references?)$|^(?:官方|相关|项目|模型)?(?:链接|地址|网址)$",
    re.IGNORECASE,
)
_OF_LISTS = frozenset({"modality", "pretraining_task", "research_problem", "supported_language"})


@dataclass(frozen=True)
class Column:
    """A column, by what its header says: a kind of `columns.yaml`, or `unknown`.

    What every row asks of it is found out once.
    """

    kind: str
    header: str
    place: Place
    terms: tuple[Property, ...] = ()
    form: str = ""  # of dates that the header alone does not tell, as `parse_short_date` takes it

    @cached_property
    def names_as(self) -> str:
        """The verdict of the rule for a header that names models: "thing" where not all of these are any."""
        rule = rule_for(self.header) if self.kind == "name" else None
        return rule.verdict if rule else ""

    @cached_property
    def tells_kind(self) -> bool:
        """Tell whether the header asks what kind of thing a row is of."""
        return tells_kind(self.header)

    @cached_property
    def wanted(self) -> tuple[str, ...]:
        """The fields of the values."""
        return tuple(term.notation for term in self.terms)

    @cached_property
    def holds_sizes(self) -> bool:
        """Tell whether the column holds numbers of parameters."""
        return "number_of_parameters" in self.wanted

    @cached_property
    def holds_one(self) -> bool:
        """Tell whether a model has one of what the column holds."""
        return bool(self.terms) and all(term.is_functional for term in self.terms)

    @cached_property
    def holds_lists(self) -> bool:
        """Tell whether commas part several values of one model, more often than one of each of several."""
        return not _OF_LISTS.isdisjoint(self.wanted)

    @cached_property
    def holds_links(self) -> bool:
        """Tell whether the column holds addresses."""
        return any(map(is_link_field, self.terms))

    @cached_property
    def leads_by_host(self) -> bool:
        """Tell whether the hosts of links, and not the header, say what they lead to."""
        return self.kind == "members" or _SAYS_LINK.search(self.header) is not None

    @cached_property
    def is_guessed(self) -> bool:
        """Tell whether the values, and not the header, say what the column holds."""
        return terms_of(self.header) != self.terms

    @cached_property
    def key(self) -> str:
        """The key of the values: the header, where it means their property."""
        key = self.wanted[0] if self.is_guessed else self.header
        return f"{key} ({self.form})" if self.form else key


def header_text(cell: TableCell) -> str:
    """Return a header on one line; below a header that spans columns, the last line tells."""
    lines = cell.lines
    texts = [" ".join(part.text for part in line if part.kind != "image").strip() for line in lines]
    whole = " ".join(filter(None, texts))
    if len(texts) > 1 and not terms_of(whole) and (terms_of(texts[-1]) or rule_for(texts[-1], set())):
        return texts[-1]
    return whole


def words_of(header: str) -> str:
    """Return the words of a header, without the brackets in it, in lower case."""
    return " ".join(_WORDS.findall(_BRACKETS.sub(" ", header).casefold()))


def rule_for(header: str, present: Set[str] | None = None) -> ColumnRule | None:
    """Return the first rule for a header, in a table that has columns of these properties or headers.

    Without them it is the first for whatever table.
    """
    words = words_of(header)
    spellings = {words, *map(words_of, bilingual(header))}
    without_numbers = " ".join(word for word in words.split() if not word.isdigit())
    for rule in column_rules():
        exact = not spellings.isdisjoint(rule.phrases) or (
            rule.verdict == "score" and without_numbers in rule.phrases
        )
        if rule.verdict == "score":
            exact = exact or any(f" {phrase} " in f" {words} " for phrase in rule.phrases if len(phrase) > 3)
        if exact and (present is None or present >= set(rule.beside)):
            return rule
    return None
