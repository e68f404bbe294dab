"""Drawing in SVG: elements with attributes, scales, axes and a legend. Colours are the style sheet's."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree as ET

__all__ = ["SHAPES", "Area", "Drawing", "clipped"]

#: Of each series its sign, in a box of 10 × 10 about the origin; the colour of a series is never alone.
SHAPES: Final = (
    "M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0Z",
    "M-4 -4h8v8h-8Z",
    "M0 -5L5 4H-5Z",
    "M0 -5.5L5.5 0L0 5.5L-5.5 0Z",
    "M0 5L5 -4H-5Z",
    "M-5 -1.5h3.5v-3.5h3v3.5h3.5v3h-3.5v3.5h-3v-3.5h-3.5Z",
    "M0 -5.5L1.6 -1.7L5.5 -1.7L2.4 0.8L3.5 5L0 2.5L-3.5 5L-2.4 0.8L-5.5 -1.7L-1.6 -1.7Z",
    "M-3 0a3 3 0 1 0 6 0a3 3 0 1 0 -6 0Z",
)


@dataclass(frozen=True, slots=True)
class Area:
    """The part of a drawing that data stand in; `x` and `y` take fractions of its sides."""

    left: float
    top: float
    width: float
    height: float

    def x(self, fraction: float) -> float:
        """Return the place of a fraction of the width, from the left."""
        return self.left + self.width * fraction

    def y(self, fraction: float) -> float:
        """Return the place of a fraction of the height, from the bottom."""
        return self.top + self.height * (1 - fraction)


class Drawing:
    """A picture under construction; texts are escaped when it is written."""

    def __init__(self, name: str, width: float, height: float, title: str, about: str) -> None:
        self.width, self.height = width, height
        self.root = ET.Element(
            "svg",
            {
                "viewBox": f"0 0 {_number(width)} {_number(height)}",
                "role": "graphics-document",
                "aria-labelledby": f"{name}-title {name}-about",
                "class": "plot",
            },
        )
        self.add("title", text=title, id=f"{name}-title")
        self.add("desc", text=about, id=f"{name}-about")

    def add(
        self, tag: str, parent: ET.Element | None = None, text: str | None = None, **attributes: str | float
    ) -> ET.Element:
        """Add an element; an underscore in an attribute's name is a hyphen, and one behind it goes."""
        written = {
            key.rstrip("_").replace("_", "-"): value if isinstance(value, str) else _number(value)
            for key, value in attributes.items()
        }
        element = ET.SubElement(self.root if parent is None else parent, tag, written)
        element.text = text
        return element

    def line(self, x1: float, y1: float, x2: float, y2: float, class_: str) -> None:
        """Draw a line."""
        self.add("path", d=f"M{_number(x1)} {_number(y1)}L{_number(x2)} {_number(y2)}", class_=class_)

    def text(self, x: float, y: float, text: str, class_: str = "", anchor: str = "start") -> None:
        """Write a text at a place."""
        self.add("text", text=text, x=x, y=y, class_=class_, text_anchor=anchor)

    def sign(self, x: float, y: float, series: int, hint: str, href: str | None = None) -> None:
        """Draw the sign of a series at a place, with a hint; it leads to a page where there is one."""
        # A mouse may follow it; by keyboard the table of the plot leads to the same pages.
        holder = self.add("a", href=href, tabindex="-1") if href else None
        mark = self.add(
            "path",
            holder,
            d=SHAPES[series],
            class_=f"mark s{series}",
            transform=f"translate({_number(x)} {_number(y)})",
        )
        self.add("title", mark, text=hint)

    def legend(self, entries: Sequence[tuple[int, str]], left: float, top: float) -> None:
        """Name the series by their signs, one below the other."""
        for row, (series, name) in enumerate(entries):
            y = top + 20 * row
            place = f"translate({_number(left)} {_number(y)})"
            self.add("path", d=SHAPES[series], class_=f"mark s{series}", transform=place)
            self.text(left + 12, y + 4, clipped(name), "small")

    def years(self, area: Area, first: int, last: int) -> None:
        """Draw the axis of time: a line and a label for each year, or for some of many."""
        span = last - first + 1
        step = max(1, math.ceil(span / 14))
        for year in range(first, last + 2, step):
            x = area.x((year - first) / span)
            self.line(x, area.top, x, area.top + area.height, "grid")
            if year <= last:
                x = area.x((year - first + 0.5) / span) if step == 1 else x
                self.text(x, area.top + area.height + 20, str(year), "tick", "middle")

    def __str__(self) -> str:
        return ET.tostring(self.root, encoding="unicode")


def clipped(text: str, length: int = 26) -> str:
    """Return a text that has room: its start, where it is longer."""
    return text if len(text) <= length else f"{text[: length - 1]}…"


def _number(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0") if isinstance(number, float) else str(number)
