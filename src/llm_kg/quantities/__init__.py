"""Quantities: numbers with a unit, for what lists say of data, time, money, energy and work.

Texts are searched for them in ``llm_kg.quantities.texts``, which has the grammar; the words for their
units are read in ``llm_kg.quantities.units``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from llm_kg.numerals import plain

__all__ = ["Quantity"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """Hold a number with its unit, one of ``units.UNITS``, and for accelerator-time the accelerator.

    Raises ``ValueError`` where the number is not finite, or out of the range of xsd:double.
    """

    value: Decimal
    unit: str
    approximate: bool = False
    accelerator: str | None = None

    def __post_init__(self) -> None:
        if not self.value.is_finite() or abs(self.value.adjusted()) > 300:
            raise ValueError(f"a quantity has a finite number, not {self.value:.3e}")

    @property
    def slug(self) -> str:
        """Name the quantity by its content, for IRIs; the exponent is a multiple of three.

        Spellings of an accelerator that differ in case and punctuation only have one slug.

        >>> Quantity(Decimal("6.8E11"), "TOKEN", approximate=True).slug
        '680e9-token-approximate'
        >>> Quantity(Decimal(95), "ACCELERATOR-YEAR", accelerator="A100 GPU").slug
        '95-a100-gpu-accelerator-year'
        """
        return _slug(self)

    @property
    def double(self) -> str:
        """Write the number in the canonical form of xsd:double.

        >>> Quantity(Decimal(680_000_000_000), "TOKEN").double
        '6.8E11'
        """
        return _double(self.value)

    def __str__(self) -> str:
        """Write the quantity as a list would, so that ``texts`` reads it.

        >>> str(Quantity(Decimal("6.8E11"), "TOKEN", approximate=True))
        '~680000000000 tokens'
        >>> str(Quantity(Decimal("95.0"), "ACCELERATOR-YEAR", accelerator="A100 GPU"))
        '95 A100 GPU years'
        """
        unit = _WRITTEN.get(self.unit) or self.unit.rpartition("-")[2].lower() + "s"
        kind = self.accelerator or ("accelerator" if self.unit.startswith("ACCELERATOR-") else "")
        return f"{'~' * self.approximate}{plain(self.value)} {kind}{' ' * bool(kind)}{unit}"


# Lists state the same quantities again and again.
@lru_cache(maxsize=16_384)
def _slug(quantity: Quantity) -> str:
    sign, digits, exponent = _digits(quantity.value)
    thousands = 3 * (exponent // 3)
    before = 1 + exponent - thousands  # so many digits stand before the point
    number = sign + digits[:before].ljust(before, "0")
    if len(digits) > before:
        number += f".{digits[before:]}"
    if thousands:
        number += f"e{thousands}"
    if quantity.accelerator and (words := re.findall(r"\w+", quantity.accelerator.casefold())):
        number += f"-{'-'.join(words)}"
    unit = quantity.unit.casefold().replace("_", "-")
    return f"{number}-{unit}{'-approximate' if quantity.approximate else ''}"


@lru_cache(maxsize=16_384)
def _double(value: Decimal) -> str:
    sign, digits, exponent = _digits(Decimal(repr(float(value))))
    return f"{sign}{digits[0]}.{digits[1:] or 0}E{exponent}"


# How a unit is written; others are written as their notation ends.
_WRITTEN = {
    "TEXT-IMAGE-PAIR": "text-image pairs",
    "WEB-PAGE": "web pages",
    "GigaBYTE": "GB",
    "GibiBYTE": "GiB",
    "TeraBYTE": "TB",
    "HR": "hours",
    "KiloW-HR": "kWh",
    "TONNE-CO2E": "t CO2e",
    "CCY_USD": "USD",
    "FLOP": "FLOPs",
}


def _digits(value: Decimal) -> tuple[str, str, int]:
    """Take a number apart: its sign, its digits without zeros at the end, the exponent of the first."""
    mantissa, _, exponent = f"{value:E}".partition("E")
    digits = mantissa.lstrip("-").replace(".", "").rstrip("0")
    if not digits:
        return "", "0", 0
    return "-" if mantissa[0] == "-" else "", digits, int(exponent)
