"""Values that are counted or measured: dates, counts, sizes, quantities, how much data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from typing import Final

from llm_kg.dates import ImpossibleDateError, parse_date, parse_short_date
from llm_kg.names import fold
from llm_kg.numerals import ABOUT, parse_count, skip, tokenize
from llm_kg.quantities import Quantity
from llm_kg.quantities.texts import parse_quantities
from llm_kg.sizes.cells import parse_sizes
from llm_kg.sizes.headers import header_unit
from llm_kg.sources.complaints import Complaints
from llm_kg.sources.keys import UNIT_BEHIND
from llm_kg.sources.values.base import Notes, Read, Stated
from llm_kg.terms import Property

__all__ = ["read_count", "read_date", "read_decimal", "read_quantities", "read_sizes", "read_training_data"]


def read_date(notes: Notes, stated: Stated, term: Property) -> Read:
    """Read a day, a month or a year; one that no calendar has is told."""
    try:
        date = parse_date(stated.text) or parse_date(_REMARK.sub("", stated.text[:_LONGEST_DATE]))
        if date is None and (form := _FORM.search(stated.key)):
            date = parse_short_date(stated.text, form[0])
        if date is None and (month := _MONTH.fullmatch(stated.text.strip())):
            date = parse_date(f"{month[2]}-{month[1]}")
    except ImpossibleDateError as error:
        notes.append(partial(Complaints.impossible, problem=str(error)))
        return [(term.notation, ())]
    if date is None:
        notes.append(partial(Complaints.unreadable, term=term))
        return [(term.notation, ())]
    return [(term.notation, (date,))]


# "Date (yy/mm)": the key tells which number is which.
_FORM = re.compile(r"\b(?:yy[-/.]?mm|mmm?[-/.]?yy)\b", re.IGNORECASE)
# "06.2018" may be a number, and under a key that asks for a date it is none.
_MONTH = re.compile(r"(0?[1-9]|1[0-2])\.((?:19|20)[0-9]{2})")
# "May 2024 (2.1 is newer)": what is said of a date, behind it.
_REMARK = re.compile(r"(?<=\w)\s?[(（][^()（）]{1,200}[)）]\s*$")
_LONGEST_DATE: Final = 250


def read_count(notes: Notes, stated: Stated, term: Property) -> Read:
    """Read a whole number, as one that is exact; of a bare one the key may tell the unit."""
    text = _TOKENS.sub("", stated.text)
    count = parse_count(text)
    if count and (unit := _unit_in(_TOKENS.sub("", stated.key))) and _BARE.fullmatch(text.strip()):
        # One that is larger is a count all the same: "131072" in "Context (K)"; in between it may be either.
        least, most = _COUNTS.get(unit, (_LEAST_COUNT, _LEAST_COUNT))
        count = (
            parse_count(f"{text} {unit}") if count.value < least else count if count.value > most else None
        )
    # A plain number cannot say that it is about right; "4k" is what people write for 4096.
    if (
        count is None
        or skip(list(tokenize(stated.text)), 0, ABOUT)
        or count.value != count.value.to_integral_value()
        or 0 < count.value < _LEAST.get(term.notation, 0)
    ):
        notes.append(partial(Complaints.unreadable, term=term))
        return [(term.notation, ())]
    return [(term.notation, (int(count.value),))]


_TOKENS = re.compile(r"(?<=[\dA-Za-z( ])\s*\b(?:tokens?|tok)\b(?=\s*\)?\s*$)", re.IGNORECASE)
_BARE = re.compile(r"\d+(?:\.\d+)?")
_LEAST_COUNT: Final = 32_768
_COUNTS: Final = {"K": (1000, 2048)}
#: "8" of a context are thousands, and "17" active parameters are billions, which nothing says; what is no
#: number of anything, a shape says.
_LEAST: Final = {"context_length": 32, "active_parameter_count": 10_000}


def _unit_in(key: str) -> str | None:
    """Return the unit that a key or a header gives bare numbers: `params_b`, `Context (K)`."""
    return header_unit(UNIT_BEHIND.sub(r" (\g<0>)", key).replace("_", " "))


def read_decimal(notes: Notes, stated: Stated, term: Property) -> Read:
    """Read a number."""
    count = parse_count(stated.text)
    if count is None:
        notes.append(partial(Complaints.unreadable, term=term))
        return [(term.notation, ())]
    return [(term.notation, (count.value,))]


#: Ten thousand trillion; the largest model that anybody has claimed has 174 trillion parameters.
_MOST_PARAMETERS: Final = 10**16


def read_sizes(notes: Notes, stated: Stated, term: Property) -> Read:
    """Read numbers of parameters, and the text that states them."""
    sizes = parse_sizes(stated.text, _unit_in(stated.key))
    if not sizes:
        notes.append(partial(Complaints.unreadable, term=term))
        if _NO_COUNT.fullmatch(stated.text.strip()):
            return [(term.notation, ())]
    if any(size.parameter_count > _MOST_PARAMETERS for size in sizes):
        notes.append(partial(Complaints.implausible, term=term))
        sizes = ()
    text = " ".join(stated.text.split())
    return [(term.notation, (text, *sizes))]


# "24.7 GB", "L=12, H=768": a size or parameters of another kind.
_NO_COUNT = re.compile(
    r"[~≈约]?\s?\d[\d.,]{0,9}\s?[KMGT]i?B|(?:[A-Za-z_]{1,12}\s?=\s?\d[\d.]{0,9}[,;\s]{0,3}){2,8}",
    re.IGNORECASE,
)


def read_quantities(notes: Notes, stated: Stated, term: Property) -> Read:
    """Read numbers with their units."""
    quantities = _quantities_of(stated, term)
    if not quantities:
        notes.append(partial(Complaints.unreadable, term=term))
    return [(term.notation, quantities)]


def _quantities_of(stated: Stated, term: Property) -> tuple[Quantity, ...]:
    if (factor := _KEY_UNITS.get(fold(stated.key))) and (count := parse_count(stated.text)) is not None:
        scale, unit = factor
        return (Quantity(count.value * scale, unit, count.approximate),)
    # Alone behind a number, under a key that asks for a time, "d" is the day.
    text = _DAYS.sub(r"\1 days", stated.text) if term.notation == "training_time" else stated.text
    return parse_quantities(text, term.units) or _with_unit_of_key(stated, term)


_DAYS = re.compile(r"^(\s*[~≈]?\s*\d[\d.,]*)\s*d\s*$")


def _with_unit_of_key(stated: Stated, term: Property) -> tuple[Quantity, ...]:
    """Read a bare number by the unit in its key: "Training time (hours)", "Tokens trained (B)"."""
    count = parse_count(stated.text)
    if count is None:
        return ()
    about = "~" if count.approximate else ""
    of_tokens = _TOKENS.search(stated.key)
    unit = _UNIT_IN_KEY.search(stated.key) or (_WORD_BEHIND.search(stated.key) if of_tokens else None)
    if unit:
        attempts = [f"{about}{count.value:f} {unit[1]}"]
        attempts += [f"{attempts[0]} tokens"] if of_tokens else []
        return next(filter(None, (parse_quantities(text, term.units) for text in attempts)), ())
    # Nobody trains on less than a million; a smaller number is one of something else.
    if of_tokens and count.value >= 10**6:
        return parse_quantities(f"{about}{count.value:f} tokens", term.units)
    return ()


_UNIT_IN_KEY = re.compile(r"[(（\[]\s*+([^()（）\[\]]{1,30}?)\s*+[)）\]]\s*+$")
_WORD_BEHIND = re.compile(r"[\s_](millions?|billions?|trillions?|[MBT])$", re.IGNORECASE)
_TOKENS = re.compile(r"tokens?(?![A-Za-z])|词元", re.IGNORECASE)


#: Keys that hold the unit of a bare number: "Training petaFLOPs: 310M" is a total of 3.1e23 FLOP.
_KEY_UNITS: Final[Mapping[str, tuple[Decimal, str]]] = {
    fold(key): (Decimal(10) ** power, unit)
    for key, power, unit in (
        ("Training petaFLOPs", 15, "FLOP"),
        ("Training FLOPs", 0, "FLOP"),
        ("size of training corpus (in tokens in billions)", 9, "TOKEN"),
        ("carbon emitted (tCO2eq)", 0, "TONNE-CO2E"),
    )
} | {fold("Training cost (petaFLOP-day)"): (Decimal("8.64E+19"), "FLOP")}  # 10¹⁵ × 86,400


def read_training_data(notes: Notes, stated: Stated, term: Property) -> Read:
    """Read "Training Data": its size, and in words what it is."""
    quantities = _quantities_of(stated, term)
    if quantities:
        yield term.notation, quantities
    no_data = _TOKENS.search(stated.key) and _BARE_NUMBERS.fullmatch(stated.text)
    if not quantities and (no_data or _HARDWARE.search(stated.text)):
        notes.append(partial(Complaints.unreadable, term=term))
        yield term.notation, ()
    elif not quantities or not _is_only_quantities(stated.text, term):
        yield "training_corpus", (" ".join(stated.text.split()),)


# "Trained on 64 A100s, two weeks" tells what it ran on.
_HARDWARE = re.compile(r"\b(?:[AHV]100|[AH]800|[BH]200|GPU|TPU)s?\b|\bTPUv\d")
# Under a key that asks for tokens, numbers say nothing of what the data are: "1T/1.4T".
_BARE_NUMBERS = re.compile(r"[\d~][\d.,/~+\sKMBTkmbt万亿-]{0,40}")


def _is_only_quantities(text: str, term: Property) -> bool:
    parts = [part.strip() for part in re.split(r"[()（）]", text) if part.strip()]
    if len(parts) == 1:  # of the whole text quantities have been read
        return bool(_MEASURED.match(parts[0]))
    return all(_MEASURED.match(part) and parse_quantities(part, term.units) for part in parts)


# One number and at most three words: "~8M web pages", "680B Tokens", "400M text-image pairs".
_MEASURED = re.compile(r"^\W*\d[\d.,]*\s*\w*(?:[\s-]+[A-Za-z-]+){0,2}$")
