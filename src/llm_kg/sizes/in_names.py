"""The size that a model bears in its name: `Finch-7B`, `Tern 1.5B Chat`, `Gull-30B-A3B`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from llm_kg.numerals import word_set
from llm_kg.sizes.words import OTHERS

__all__ = ["size_in_name", "unit_by_names"]

# What is glued to other letters or digits is no size: "8x7B", "v2B", "laion2B", "1b5".
_SIZE = re.compile(
    r"(?<![A-Za-z0-9.,+×<>≤≥~≈±])([0-9]{1,4}(?:\.[0-9]{1,3})?)([BM])(?![A-Za-z0-9.+×])(-A[0-9]{1,4}(?:\.[0-9]{1,3})?[BM]\b)?",
    re.IGNORECASE,
)
_WORD = re.compile(r"[A-Za-z]+")
# "1M" and "4M" are the length of a context.
_SMALLEST_IN_MILLIONS = 10
# "qwen2-0-5b" and "stable-1_6b" write a dot otherwise; "gemma-2-2b" and "tern-v1-3b" have versions.
_FRACTION = re.compile(r"(?:(?<![0-9vV.])[01]-|[0-9]_|[0-9] ?[x×] ?)$", re.IGNORECASE)
_DIGIT_AND_DASH = re.compile(r"(?<![0-9vV])[0-9]-$")
_MAY_END_FRACTION = re.compile(r"[0-9]{1,2}")
# The second of a kind: "ESM-1b".
_VERSION = re.compile(r"[A-Z]{2,}(?:-[A-Z]{2,})*-1b")
# What is made beside a model bears the size of that: "EAGLE-Finch-7B" has far fewer parameters.
_OF_ANOTHER = word_set("active draft drafter eagle medusa mmproj projector speculator from half credits")
# Data that are known by how much of them there is, and the models that were trained on them.
_SIZED_DATA = word_set(
    "c4 cc corpus cosmopedia coyo datacomp dfn fineweb ig internvid jft laion lvd metaclip"
    " obelics oig pile sa slimpajama stack tokens webli webvid wit yfcc"
)


def size_in_name(name: str) -> str | None:
    """Return the number of parameters that a model bears in its name, as it stands there.

    There must be one alone, and nothing beside it that counts something else.

    >>> size_in_name("GLM-130B"), size_in_name("Qwen3-30B-A3B"), size_in_name("Pythia 70M deduped")
    ('130B', '30B-A3B', '70M')
    >>> [size_in_name(name) for name in ("Mixtral 8x7B", "ViT-H (LAION-2B)", "Vicuna 7B/13B", "LWM-1M")]
    [None, None, None, None]
    """
    found = [match for match in _SIZE.finditer(name) if _counts_parameters(match)]
    if len(found) != 1:
        return None
    (match,) = found
    words = {word.lower() for word in _WORD.findall(name)}
    behind = _WORD.search(name, match.end())
    if words & (_SIZED_DATA | _OF_ANOTHER) or _VERSION.fullmatch(name[: match.end()]):
        return None
    before = name[: match.start()]
    if len(match[1]) == 1 and name.islower() and _DIGIT_AND_DASH.search(before):
        return None  # "gpt-neo-2-7b" has 2.7 billion, "llama-2-7b" seven: a slug does not say
    if _MAY_END_FRACTION.fullmatch(match[1]) and _FRACTION.search(before):
        return None
    return None if behind and behind[0].lower() in OTHERS - _TELLING_KIND else match[0]


# "Finch 7B Text" is a model of text, and has no seven billions of it.
_BARE = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,3})?")


# "Finch 2B" has 2.6 billion.
_LEAST_ROUNDED, _MOST_ROUNDED = 0.76, 1.24


def unit_by_names(counts: Iterable[tuple[str, str]]) -> str | None:
    """Return the unit of bare numbers, which stand each beside a name, where the names tell it.

    Several must, and hardly one may say otherwise; of what a name rounds, nothing is learnt.

    >>> unit_by_names([("Finch-7B", "7"), ("Tern 1.5B", "1.5"), ("Gull", "70"), ("GPT-4", "Unknown")])
    'B'
    """
    agreed: Counter[str] = Counter()
    others = 0
    for name, count in counts:
        size = size_in_name(name) if _BARE.fullmatch(count) else None
        if not size:
            continue
        number, unit = float(size.partition("-")[0][:-1]), size.partition("-")[0][-1].upper()
        if number == float(count):
            agreed[unit] += 1
        elif not _LEAST_ROUNDED <= number / (float(count) or 1) <= _MOST_ROUNDED:
            others += 1
    if len(agreed) != 1:
        return None
    ((unit, told),) = agreed.items()
    return unit if told > 1 and told >= 4 * others else None


_TELLING_KIND = word_set("text image video language task web book")


def _counts_parameters(match: re.Match[str]) -> bool:
    number = float(match[1])
    return number > 0 if match[2] in "Bb" else number >= _SMALLEST_IN_MILLIONS
