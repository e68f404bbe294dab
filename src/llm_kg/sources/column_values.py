"""What the values of a column tell of it, where its header does not."""

from __future__ import annotations

import re
from functools import partial

from llm_kg.curated import is_no_value, is_venue
from llm_kg.dates import is_short_month
from llm_kg.sizes.cells import parse_sizes
from llm_kg.sources.base_families import is_of_base_family
from llm_kg.sources.links import link_kind
from llm_kg.sources.name_forms import LONGEST_NAME, is_coined, is_name
from llm_kg.sources.naming import parse_name
from llm_kg.sources.recognizers import is_architecture, is_date_shaped, is_license, names_organizations
from llm_kg.terms import Property
from llm_kg.vocabulary import load_vocabulary

__all__ = ["Values"]

# Versions, runs and stages of one model are no names of models.
_STAGE = re.compile(
    r"v\d|(?:phase|stage|(?:global_?)?step|iter(?:ation)?|ckpt|checkpoint|run|exp(?:eriment)?|config|version|epoch|round)(?:\b|_?\d)",
    re.IGNORECASE,
)
# What models are grouped by otherwise; of an account nothing is known.
_OTHER_GROUP = re.compile(
    r"@.*|(?:.*\b)?(?:(?:en|de)coders?|dense|sparse|moe|chat|base|instruct(?:ed)?|vision|code|coding|text|audio|speech"
    r"|reasoning|multi-?modal|open|closed|proprietary|commercial|academi[ac]|industry|embeddings?|small|medium|large"
    r"|general|others?|various|community)(?: (?:models?|llms?|source|only))?",
    re.IGNORECASE,
)
# Eight words without a comma between each two of them: a list has more.
_SENTENCE = re.compile(r"(?:[^\s,;]{1,40},? ){3}(?:[^\s,;]{1,40} ){2}(?:[^\s,;]{1,40}[,;]? ){2}[^\s,;]")
_YEAR = re.compile(r"\d{4}")
_NUMBERED = re.compile(r"[\d-]")
# "4,096 / 16,384", "128k": how many tokens models read at once are multiples of 256 or a thousand.
_TOKENS = re.compile(r"(?:\d{3,8}|\d{1,3}(?:,\d{3}){1,2}|\d{1,4} ?[kK])")
_BETWEEN_DATES = re.compile(r"\s*[;；、]\s*|,\s+(?!\d{4}\b)")
_BETWEEN_TOKENS = re.compile(r"\s*/\s*|,\s+")
_SAYS_LICENSE = re.compile(
    r"(?:\S+ ){1,8}(?:licen[cs]e|agreement)(?:[ ,-]+[\w.]{1,6}){0,3}|.{2,20}(?:许可证?|协议)", re.IGNORECASE
)
_SCRATCH = re.compile(r"(?:(?:from )?scratch|random|none|从头(?:训练)?)", re.IGNORECASE)
_NUMBER = re.compile(r"[-+~≈]?\d[\d.,]*\s*%?(?:\s*[/±]\s*\d[\d.,]*)?")

# Schemes whose names are unlike those of anything else that a column may hold.
_TELLING = ("pretraining_architecture", "license", "access")


class Values:
    """What the texts of a column tell of what it holds. They are added one by one, and not kept."""

    def __init__(self) -> None:
        self._possible: tuple[str, ...] = _TELLING
        self._different: set[str] = set()  # up to two of them
        self._stated = 0
        self._numbers = 0
        self._flags = 0
        self._dates = 0
        self._days = 0
        self._organizations = 0
        self._others = 0
        self._labels = 0
        self._sizes = 0
        self._names = 0
        self._coined = 0
        self._numbered = 0
        self._sentences = 0
        self._architectures = 0
        self._short_months = 0
        self._context_lengths = 0
        self._licenses = 0
        self._said_licenses = 0
        self._bases = 0
        self._scratch = 0

    def add(self, text: str) -> None:
        """Add the text of a cell."""
        if is_no_value(text):
            return
        self._stated += 1
        self._numbers += _NUMBER.fullmatch(text) is not None
        self._flags += text in ("0", "1")
        is_date = is_date_shaped(text) or _are_dates(text)
        self._dates += is_date
        self._days += is_date and not _YEAR.fullmatch(text)
        before = self._stated - 1
        if self._short_months == before:  # else they are not all, and need not be asked
            self._short_months += is_short_month(text)
        self._context_lengths += _are_context_lengths(text)
        if self._said_licenses == before:
            is_known_license = is_license(text)
            self._licenses += is_known_license
            self._said_licenses += is_known_license or _SAYS_LICENSE.fullmatch(text) is not None
        is_scratch = _SCRATCH.fullmatch(text) is not None
        self._scratch += is_scratch
        self._bases += not is_scratch and len(text) <= LONGEST_NAME and is_of_base_family(text)
        # "Hugging Face" may be where it is to be had.
        self._organizations += names_organizations(text) and not link_kind(text)
        is_other = _OTHER_GROUP.fullmatch(text) and not names_organizations(text)
        is_label = link_kind(text) is not None
        self._labels += is_label
        self._others += is_venue(text) or is_label or bool(is_other)
        self._sizes += bool(parse_sizes(text))
        name = parse_name(text).name
        self._names += is_name(name) and not _STAGE.match(text)
        self._coined += is_coined(name)
        self._numbered += _NUMBERED.search(name) is not None
        self._sentences += _SENTENCE.match(text) is not None
        self._architectures += is_architecture(text)
        if len(self._different) < 2:
            self._different.add(text)
        self._possible = tuple(filter(partial(_is_concept, text), self._possible))

    @property
    def term(self) -> Property | None:
        """The property all of whose concepts the values are, where there are several values."""
        if len(self._different) < 2 or not self._possible:
            return None
        return load_vocabulary().properties[self._possible[0]]

    @property
    def are_dates(self) -> bool:
        """Tell whether all values are dates."""
        return 0 < self._dates == self._stated

    @property
    def are_days(self) -> bool:
        """Tell whether all values are dates, and most of them more than a year."""
        return self.are_short_months or (self.are_dates and self._days * 2 > self._stated)

    @property
    def are_short_months(self) -> bool:
        """Tell whether all values, five at least, are such as `Mar-23`: so many would be other days, too."""
        return 4 < self._short_months == self._stated

    @property
    def are_context_lengths(self) -> bool:
        """Tell whether three of four values, and two at least, may be lengths of contexts."""
        return self._context_lengths * 4 >= self._stated * 3 and self._context_lengths > 1

    @property
    def are_licenses(self) -> bool:
        """Tell whether half of the values are known licences, and the others say that they are some."""
        return self._licenses * 2 >= self._stated == self._said_licenses and self._licenses > 1

    @property
    def are_bases(self) -> bool:
        """Tell whether two of three values are of families that models are made from, or say that none is."""
        told = self._bases + self._scratch
        return self._bases > 1 and told * 3 >= self._stated * 2

    @property
    def are_organizations(self) -> bool:
        """Tell whether all values are organisations that are known."""
        return 1 < self._organizations == self._stated

    @property
    def are_names(self) -> bool:
        """Tell whether more than four of five values have the form of a name."""
        return self._names * 5 > self._stated * 4

    @property
    def are_architectures(self) -> bool:
        """Tell whether more than half of the values, and two at least, are architectures that are known."""
        return self._architectures * 2 > self._stated and self._architectures > 1

    @property
    def begin_with_architectures(self) -> bool:
        """Tell whether one of the first two values is known for an architecture."""
        return any(_is_concept(text, "pretraining_architecture") for text in self._different)

    @property
    def are_coined(self) -> bool:
        """Tell whether more than half of the values, and two at least, were made to be names."""
        return self._coined * 2 > self._stated and self._coined > 1

    @property
    def are_of_families(self) -> bool:
        """Tell whether half of the values, two at least, are of families that models are made from."""
        return self._bases * 2 >= self._stated and self._bases > 1

    @property
    def are_numbered(self) -> bool:
        """Tell whether more than half of the values have a number or a hyphen, as versions and kin have."""
        return self._numbered * 2 > self._stated

    @property
    def are_labels(self) -> bool:
        """Tell whether some values but say what a link leads to, as "HF" does."""
        return self._labels > 0

    @property
    def are_models(self) -> bool:
        """Tell whether the values have the form of the names of models, and none is an organisation."""
        return self.are_names and self.are_numbered and self._stated > 1 and not self._organizations

    @property
    def are_mostly_organizations(self) -> bool:
        """Tell whether two of three values are organisations that are known, and none is something else."""
        return self._stated * 2 <= self._organizations * 3 and self._organizations > 1 and not self._others

    @property
    def are_half_organizations(self) -> bool:
        """Tell whether half of the values, and three at least, are organisations that are known."""
        return self._stated <= self._organizations * 2 and self._organizations > 2 and not self._others

    @property
    def are_sentences(self) -> bool:
        """Tell whether more than two of three values, and two at least, are sentences of many words."""
        return self._sentences * 3 > self._stated * 2 and self._sentences > 1

    @property
    def are_sizes(self) -> bool:
        """Tell whether more than half of the values are numbers of parameters."""
        return self._sizes * 2 > self._stated

    @property
    def are_numeric(self) -> bool:
        """Tell whether more than four of five values are numbers, and not all of them a yes or a no."""
        return self._numbers * 5 > self._stated * 4 and self._flags < self._numbers


def _are_dates(text: str) -> bool:
    """Tell whether a text is several dates, one for each of the models of a row."""
    dates = _BETWEEN_DATES.split(text) if _BETWEEN_DATES.search(text) else ()
    return len(dates) > 1 and all(map(is_date_shaped, dates))


def _are_context_lengths(text: str) -> bool:
    lengths = _BETWEEN_TOKENS.split(text)
    if not all(map(_TOKENS.fullmatch, lengths)):
        return False
    counts = [int(length.replace(",", "").rstrip("kK ")) for length in lengths]
    return all(
        length[-1] in "kK" or (count >= 256 and (count % 256 == 0 or count % 1000 == 0))
        for length, count in zip(lengths, counts, strict=True)
    )


def _is_concept(text: str, notation: str) -> bool:
    vocabulary = load_vocabulary()
    scheme = vocabulary.scheme_of(vocabulary.properties[notation])
    return scheme is not None and scheme.concepts.get(text) is not None
