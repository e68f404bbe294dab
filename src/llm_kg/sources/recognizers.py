"""What a short text is by itself: a size, a date, organisations, a licence, tasks of pre-training."""

from __future__ import annotations

import re
from functools import lru_cache

from llm_kg.dates import ImpossibleDateError, parse_date
from llm_kg.sizes.cells import parse_sizes
from llm_kg.sources.institutions import is_institution
from llm_kg.sources.name_forms import bracket_behind
from llm_kg.vocabulary import load_vocabulary

__all__ = ["are_tasks", "is_architecture", "is_date_shaped", "is_license", "is_size", "names_organizations"]

# Of longer texts hardly one comes twice.
_LONGEST_KEPT = 100
_AND = re.compile(r"\s+and\s+|\s[+×]\s|[,&/;，；、]")
# One name in two languages: "零一万物 01.AI".
_BILINGUAL = re.compile(r"([\u3400-\u9fff]{2,12})[ /]?([A-Za-z0-9][A-Za-z0-9 .&-]{1,40})")


def is_size(text: str) -> bool:
    """Tell whether a text states sizes of models."""
    return (_is_size if len(text) <= _LONGEST_KEPT else _is_size.__wrapped__)(text)


@lru_cache(maxsize=4096)
def _is_size(text: str) -> bool:
    return bool(parse_sizes(text))


def are_tasks(text: str) -> bool:
    """Tell whether a text names tasks of pre-training: `MLM + NSP`."""
    tasks = load_vocabulary().schemes["pretraining-task"].concepts
    return all(map(tasks.get, _PLUS.split(text)))


_PLUS = re.compile(r"\s*[+&]\s*")


@lru_cache(maxsize=4096)
def is_architecture(text: str) -> bool:
    """Tell whether a text is an architecture that is known, or several that signs and blanks part.

    >>> is_architecture("hybrid Mamba-Transformer MoE"), is_architecture("CNN+Transformer")
    (True, True)
    >>> is_architecture("Transformer-XL"), is_architecture("transformers")
    (False, False)
    """
    if len(text) > _LONGEST_KEPT or text == _LIBRARY:
        return False
    known = load_vocabulary().schemes["architecture"].concepts.get
    if known(text):
        return True
    parts = [part for part in _PARTS.split(text) if part and part.casefold() != "hybrid"]
    return len(parts) > 0 and all(map(known, parts))


_PARTS = re.compile(r"[\s+/,&;-]+|\band\b")
#: A library of this name is far better known.
_LIBRARY = "transformers"


def names_organizations(text: str) -> bool:
    """Tell whether a text is the name of organisations that the vocabulary knows.

    >>> names_organizations("Facebook (Meta)"), names_organizations("NVIDIA and Microsoft")
    (True, True)
    >>> names_organizations("零一万物 01.AI"), names_organizations("零一万物 Yi-34B")
    (True, False)
    """
    known = load_vocabulary().organizations.get
    if known(text) or known(_without_bracket(text)) or is_institution(text):
        return True
    if not text.isascii() and (both := _BILINGUAL.fullmatch(text)):
        return all(map(known, both.groups()))
    parts = [part.strip() for part in _AND.split(text) if part.strip()]
    return bool(parts) and all(
        known(part) or known(_without_bracket(part)) or is_institution(part) for part in parts
    )


def _without_bracket(text: str) -> str:
    match = bracket_behind(text)
    return match[1] if match else text


def is_license(text: str) -> bool:
    """Tell whether a text names a licence and no model: Gemma and Llama have their own.

    >>> is_license("Apache 2.0"), is_license("Llama 2"), is_license("Llama 2 license")
    (True, False, True)
    """
    licenses = load_vocabulary().schemes["license"].concepts
    known = licenses.get(text)
    if known is None and (bracket := bracket_behind(text)) and _SAYS_FOR_WHAT.fullmatch(bracket[2]):
        known = licenses.get(bracket[1])
    if known is None:
        return False
    return not known.notation.startswith("LicenseRef") or _OF_LICENSE.search(text) is not None


_SAYS_FOR_WHAT = re.compile(
    r"(?:non-?commercial|commercial|research)(?: use| purposes)?(?: only)?|weights|models?", re.IGNORECASE
)
_OF_LICENSE = re.compile(r"licen[cs]e|agreement|terms|rail|协议|许可", re.IGNORECASE)


def is_date_shaped(text: str) -> bool:
    """Tell whether a text is written as a date, even one that the calendar does not have."""
    return (_is_date if len(text) <= _LONGEST_KEPT else _is_date.__wrapped__)(text)


@lru_cache(maxsize=4096)
def _is_date(text: str) -> bool:
    try:
        return parse_date(text) is not None
    except ImpossibleDateError:
        return True
