"""The units of quantities: what can be told apart and added, and how people spell it."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from llm_kg.numerals import DASHES, word_set

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from llm_kg.numerals import Token

__all__ = ["DIMENSIONS", "PROCESSOR", "UNITS", "Measure", "read_accelerator_time", "read_unit"]

# What can be told apart and what can be added: the dimension of each unit, and its size there.
DIMENSIONS = {
    "BYTE": ("byte", Decimal(1)),
    "GigaBYTE": ("byte", Decimal(10) ** 9),
    "GibiBYTE": ("byte", Decimal(1024) ** 3),
    "TeraBYTE": ("byte", Decimal(10) ** 12),
    "HR": ("time", Decimal(1)),
    "DAY": ("time", Decimal(24)),
    "ACCELERATOR-HOUR": ("accelerator", Decimal(1)),
    "ACCELERATOR-DAY": ("accelerator", Decimal(24)),
    "ACCELERATOR-YEAR": ("accelerator", Decimal(24 * 365)),
} | {
    unit: (unit, Decimal(1))
    for unit in (
        *("TOKEN", "WORD", "IMAGE", "TEXT-IMAGE-PAIR", "SAMPLE", "DOCUMENT", "WEB-PAGE", "BOOK"),
        *("CONVERSATION", "VIDEO", "KiloW-HR", "TONNE-CO2E", "CCY_USD", "FLOP"),
    )
}

UNITS = frozenset(DIMENSIONS)
"""The notations of all units that a quantity can have."""

# A unit, how many of it one of the spelled unit is, and its spellings in lower case.
_SPELLINGS = (
    ("TOKEN", "1", "token|tokens|词元|个词元"),
    ("WORD", "1", "word|words|单词|个单词"),
    ("IMAGE", "1", "image|images|图片|图像|张图片|张图像|幅图像"),
    ("TEXT-IMAGE-PAIR", "1", "图文对|个图文对|对图文"),
    ("SAMPLE", "1", "sample|samples|样本|个样本|条样本"),
    ("DOCUMENT", "1", "document|documents|文档|篇文档|个文档"),
    ("WEB-PAGE", "1", "web page|web pages|webpage|webpages|网页|个网页"),
    ("BOOK", "1", "book|books"),
    ("CONVERSATION", "1", "conversation|conversations|dialogue|dialogues|dialog|dialogs"),
    ("VIDEO", "1", "video|videos"),
    ("BYTE", "1", "byte|bytes"),
    ("BYTE", "1e3", "kb|kilobyte|kilobytes"),
    ("BYTE", "1e6", "mb|megabyte|megabytes"),
    ("GigaBYTE", "1", "g|gb|gigabyte|gigabytes"),
    ("TeraBYTE", "1", "tb|terabyte|terabytes"),
    ("TeraBYTE", "1e3", "pb|petabyte|petabytes"),
    ("BYTE", "1024", "kib|kibibyte|kibibytes"),
    ("BYTE", "1048576", "mib|mebibyte|mebibytes"),
    ("GibiBYTE", "1", "gib|gibibyte|gibibytes"),
    ("GibiBYTE", "1024", "tib|tebibyte|tebibytes"),
    ("HR", "1", "h|hr|hrs|hour|hours|小时|个小时"),
    ("DAY", "1", "day|days|天"),
    ("DAY", "7", "week|weeks|周"),
    ("KiloW-HR", "1", "kwh|kilowatt hour|kilowatt hours"),
    ("KiloW-HR", "1e3", "mwh|megawatt hour|megawatt hours"),
    ("KiloW-HR", "1e6", "gwh|gigawatt hour|gigawatt hours"),
    ("CCY_USD", "1", "usd|dollar|dollars|us dollar|us dollars"),
    ("FLOP", "1", "flop|flops"),
    ("FLOP", "1e9", "gflop|gflops|gigaflop|gigaflops"),
    ("FLOP", "1e12", "tflop|tflops|teraflop|teraflops"),
    ("FLOP", "1e15", "pflop|pflops|petaflop|petaflops"),
    ("FLOP", "1e18", "eflop|eflops|exaflop|exaflops"),
    ("FLOP", "1e21", "zflop|zflops|zettaflop|zettaflops"),
    ("FLOP", "1e24", "yflop|yflops|yottaflop|yottaflops"),
)
_CO2 = ("co2", "co2e", "co2eq", "co2 e", "co2 eq", "co2 equivalent", "co2 equivalents")
_PETAFLOP_DAY = Decimal(10) ** 15 * 24 * 60 * 60
_UNITS: Mapping[str, tuple[str, Decimal]] = (
    {
        spelling: (unit, Decimal(factor))
        for unit, factor, spellings in _SPELLINGS
        for spelling in spellings.split("|")
    }
    | {
        f"{first} {second} {pair}": ("TEXT-IMAGE-PAIR", Decimal(1))
        for one, other in (("text", "image"), ("image", "text"))
        for first in (one, f"{one}s")
        for second in (other, f"{other}s")
        for pair in ("pair", "pairs")
    }
    | {
        f"{mass}{blank}{gas}": ("TONNE-CO2E", Decimal(factor))
        for factor, masses in (("1", "t|ton|tons|tonne|tonnes|metric tons"), ("0.001", "kg"))
        for mass in masses.split("|")
        for blank in ((" ", "") if len(mass) < 3 else (" ",))
        for gas in _CO2
    }
    | {
        f"{rate} {day}": ("FLOP", _PETAFLOP_DAY)
        for rate in ("pf", "pf s", "pflop s", "pflops", "petaflop s", "petaflops")
        for day in ("day", "days")
    }
)
# What is known for what it counts, but not read: it has no unit of its own, or may mean another
# (bits for bytes, a rate for an amount; "FLOPs" is an amount, and "petaflops" is not certain).
_UNREAD = dict.fromkeys(word_set("minute minutes second seconds month months year years"), "time")
_UNREAD_SPELLINGS = re.compile(r"[KMGTP]b|mWh|(?!.*FLOPs$)(?i:[a-z]*flops)")
_JOINTS = DASHES | word_set(", / & and of")

_SPANS = {
    spelling: (unit, Decimal(factor))
    for unit, factor, spellings in (
        ("ACCELERATOR-HOUR", 1, "hour|hours|hr|hrs|h|小时"),
        ("ACCELERATOR-DAY", 1, "day|days|天"),
        ("ACCELERATOR-DAY", 7, "week|weeks|周"),
        ("ACCELERATOR-YEAR", 1, "year|years|年"),
        ("", 1, "month|months|minute|minutes|second|seconds"),
    )
    for spelling in spellings.split("|")
}
PROCESSOR = re.compile(
    r"(?P<kind>[dghinx]pu)s?|tpus?(?P<tpu>(?:v[0-9]{1,2}[a-z]{0,8}?)?(?:core)?)s?"
    r"|(?P<code>l40s|v100|(?:gh|gb|[abhklpt])[0-9]{1,4}[a-z]{0,2}?|mi[0-9]{2,3}[ax]?)s?"
    r"|(?P<name>gaudi[0-9]?|trainium[0-9]?)"
)
_PROCESSOR_WORDS = {
    word.casefold(): word
    for word in word_set(
        "AMD Ascend Cloud Google Huawei Intel NVIDIA PCIe RTX SXM SXM4 SXM5 Tesla"
        " chip core v2 v3 v4 v5e v5p v6e"
    )
} | {"chips": "chip", "cores": "core"}


class Measure(NamedTuple):
    """Hold what stands behind a number; without a unit it is known but not read."""

    dimension: str
    end: int
    unit: str | None = None
    factor: Decimal = Decimal(1)
    accelerator: str | None = None


def read_unit(tokens: Sequence[Token], index: int) -> Measure | None:
    """Read the longest unit that is spelled from the index on."""
    found, words = None, list[str]()
    for at, token in enumerate(tokens[index : index + 9], start=index):
        if token.key in _JOINTS and words:
            continue
        if token.kind != "word":
            break
        words.append(token.key)
        spelling = " ".join(words)
        # A bare G means bytes only at the number, and a bare h hours.
        if spelling in {"g", "h"} and (token.text not in {"G", "h"} or not token.glued):
            break
        if spelling in _UNREAD:
            found = Measure(_UNREAD[spelling], at + 1)
        elif spelling in _UNITS:
            unit, factor = _UNITS[spelling]
            dimension = DIMENSIONS[unit][0]
            is_read = not _UNREAD_SPELLINGS.fullmatch(token.text)
            found = Measure(dimension, at + 1, unit if is_read else None, factor)
    return found


def read_accelerator_time(tokens: Sequence[Token], index: int) -> Measure | None:
    """Read "A100 GPU hours"; the accelerator is written in one way, whatever its spelling."""
    names, is_named = list[str](), False
    for at, token in enumerate(tokens[index : index + 12], start=index):
        if is_named and token.key in _SPANS:
            unit, factor = _SPANS[token.key]
            kind = " ".join(name for name in names if name != "GPU")
            return Measure(f"accelerator {kind}", at + 1, unit or None, factor, " ".join(names))
        if token.key in DASHES and token.glued and names:
            continue
        # "80G-A100" is no 80 of anything.
        if at == index and token.glued:
            return None
        if found := PROCESSOR.fullmatch(token.key):
            is_named = True
            names.append(_processor(found))
        elif token.key in _PROCESSOR_WORDS:
            names.append(_PROCESSOR_WORDS[token.key])
        else:
            return None
    return None


def _processor(found: re.Match[str]) -> str:
    if found["name"]:
        return found["name"].capitalize()
    return (found["kind"] or found["code"] or "tpu").upper() + (found["tpu"] or "")
