"""The kinds of pictures: points over time, counts in a grid, bars in parts, and families over time."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from llm_kg.site.svg import Area, Drawing, clipped

__all__ = ["Member", "Point", "bars", "families", "grid", "scatter"]

_WIDTH: Final = 980
_LETTER: Final = 6.6  # the width of a small letter, on average
_BOLD_LETTER: Final = 7.4
_PARTS: Final = 4
_LINE: Final = 24


@dataclass(frozen=True, slots=True)
class Point:
    """Something at a time (in years) and a height."""

    time: float
    height: float
    series: int
    label: str
    hint: str
    href: str | None = None


def scatter(
    name: str,
    title: str,
    about: str,
    points: Sequence[Point],
    legend: Sequence[tuple[int, str]],
    tick: Callable[[int], str],
) -> str:
    """Return points over time on a logarithmic scale; `tick` names a power of ten.

    Points that were higher than all before them are named.
    """
    area = Area(78, 16, 700, 420)
    drawing = Drawing(name, _WIDTH, 480, title, about)
    first, last = _years([point.time for point in points])
    heights = [math.log10(point.height) for point in points]
    low, high = math.floor(min(heights)), math.floor(max(heights)) + 1
    drawing.years(area, first, last)
    for power in range(low, high + 1, max(1, math.ceil((high - low) / 12))):
        y = area.y((power - low) / (high - low))
        drawing.line(area.left, y, area.left + area.width, y, "grid")
        drawing.text(area.left - 10, y + 4, tick(power), "tick", "end")
    placed = [
        (area.x((point.time - first) / (last - first + 1)), area.y((height - low) / (high - low)), point)
        for point, height in zip(points, heights, strict=True)
    ]
    for x, y, point in placed:
        drawing.sign(x, y, point.series, point.hint, point.href)
    _name_records(drawing, area, placed)
    drawing.legend(legend, area.left + area.width + 26, area.top + 10)
    return str(drawing)


def _name_records(drawing: Drawing, area: Area, placed: Sequence[tuple[float, float, Point]]) -> None:
    taken: list[_Box] = []
    highest = -math.inf
    records = []
    for x, y, point in sorted(placed, key=lambda each: (each[2].time, -each[2].height)):
        if point.height > highest:
            highest = point.height
            records.append((x, y, point))
    marks = [(x - 5, y - 5, x + 5, y + 5) for x, y, _ in placed]
    for x, y, point in reversed(records):  # the last is the highest, and must be named
        text = clipped(point.label, 22)
        width = _BOLD_LETTER * len(text)
        choices: list[tuple[_Box, float, str]] = [
            ((x + 7, y - 8, x + 9 + width, y + 8), x + 9, "start"),
            ((x - 9 - width, y - 8, x - 7, y + 8), x - 9, "end"),
            ((x - width / 2, y - 24, x + width / 2, y - 8), x, "middle"),
        ]
        inside = [each for each in choices if each[0][0] > 0 and each[0][2] < area.left + area.width + 16]
        free = [each for each in inside if not _meets(each[0], taken)]
        if not free:
            continue
        box, at, anchor = next((each for each in free if not _meets(each[0], marks)), free[0])
        taken.append(box)
        drawing.text(at, (box[1] + box[3]) / 2 + 4, text, "small named", anchor)


_Box = tuple[float, float, float, float]


def _meets(box: _Box, others: Sequence[_Box]) -> bool:
    return any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in others)


def _years(times: Sequence[float]) -> tuple[int, int]:
    return math.floor(min(times)), math.floor(max(times))


def grid(
    name: str,
    title: str,
    about: str,
    rows: Sequence[str],
    columns: Sequence[str],
    counts: Mapping[tuple[str, str], int],
) -> str:
    """Return counts in a grid: the number in each cell, the darker the more."""
    area = Area(210, 34, max(60 * len(columns), 120), 26 * len(rows))
    drawing = Drawing(name, _WIDTH, area.top + area.height + 12, title, about)
    most = max(counts.values())
    width = min(area.width, _WIDTH - area.left - 10) / len(columns)
    for number, column in enumerate(columns):
        drawing.text(area.left + width * (number + 0.5), area.top - 10, column, "tick", "middle")
    for line, row in enumerate(rows):
        y = area.top + 26 * line
        drawing.text(area.left - 12, y + 17, clipped(row, 30), "small", "end")
        for number, column in enumerate(columns):
            count = counts.get((row, column), 0)
            shade = math.ceil(5 * math.log(count + 1) / math.log(most + 1)) if count else 0
            x = area.left + width * number
            cell = drawing.add("rect", x=x + 1, y=y + 1, width=width - 2, height=24, class_=f"cell h{shade}")
            drawing.add("title", cell, text=f"{row}, {column}: {count}")
            if count:
                drawing.text(x + width / 2, y + 17, str(count), f"count n{shade}", "middle")
    return str(drawing)


def bars(
    name: str,
    title: str,
    about: str,
    columns: Sequence[str],
    parts: Sequence[str],
    counts: Mapping[tuple[str, str], int],
) -> str:
    """Return a bar for each column, in parts that stand on each other, each with its number."""
    area = Area(60, 16, 700, 380)
    drawing = Drawing(name, _WIDTH, 440, title, about)
    _hatches(drawing, name)
    totals = {column: sum(counts.get((column, part), 0) for part in parts) for column in columns}
    step = _round_step(max(totals.values()))
    top = step * math.ceil(max(totals.values()) / step)
    for count in range(0, top + 1, step):
        y = area.y(count / top)
        drawing.line(area.left, y, area.left + area.width, y, "grid")
        drawing.text(area.left - 10, y + 4, str(count), "tick", "end")
    width = area.width / len(columns)
    for number, column in enumerate(columns):
        x, standing = area.left + width * number, 0
        drawing.text(x + width / 2, area.top + area.height + 20, column, "tick", "middle")
        for place, part in enumerate(parts):
            count = counts.get((column, part), 0)
            if not count:
                continue
            y, height = area.y((standing + count) / top), area.height * count / top
            _part(
                drawing,
                name,
                (x + width * 0.12, y, width * 0.76, height),
                place,
                f"{column}, {part}: {count}",
            )
            if height >= 15:
                drawing.text(
                    x + width / 2, y + height / 2 + 4, str(count), f"count p{place % _PARTS}", "middle"
                )
            standing += count
    for row, (place, part) in enumerate(reversed(list(enumerate(parts)))):
        y = area.top + 10 + 24 * row
        _part(drawing, name, (area.left + area.width + 24, y - 8, 16, 16), place, part)
        drawing.text(area.left + area.width + 48, y + 5, clipped(part), "small")
    return str(drawing)


def _part(drawing: Drawing, name: str, box: _Box, place: int, hint: str) -> None:
    x, y, width, height = box
    sides = {"x": x, "y": y, "width": width, "height": height}
    filled = drawing.add("rect", None, None, **sides, class_=f"part q{place % _PARTS}")
    drawing.add("title", filled, text=hint)
    if place % _PARTS in _HATCHES:
        drawing.add("rect", None, None, **sides, fill=f"url(#{name}-hatch{place % _PARTS})", class_="over")


#: The parts of bars that are hatched, and how: a colour is never the only difference.
_HATCHES: Final = {1: "M0 4h8", 2: "M0 8L8 0M-2 2L2 -2M6 10L10 6"}


def _hatches(drawing: Drawing, name: str) -> None:
    defs = drawing.add("defs")
    for place, lines in _HATCHES.items():
        pattern = drawing.add(
            "pattern", defs, id=f"{name}-hatch{place}", width=8, height=8, patternUnits="userSpaceOnUse"
        )
        drawing.add("path", pattern, d=lines, class_="hatch")


def _round_step(largest: int) -> int:
    """Return a step of 1, 2 or 5 times a power of ten that cuts a height into six parts at most."""
    step = 1
    while True:
        for factor in (1, 2, 5):
            if largest / (step * factor) <= 6:
                return step * factor
        step *= 10


@dataclass(frozen=True, slots=True)
class Member:
    """A model of a family; `time` is None where no date is known, `basis` are ids of what it is based on."""

    id: str
    label: str
    time: float | None
    hint: str
    href: str | None = None
    basis: tuple[str, ...] = ()


def families(name: str, title: str, about: str, groups: Sequence[tuple[str, Sequence[Member]]]) -> str:
    """Return a branch for each family: its members along time, on lines apart where names would meet."""
    times = [member.time for _, members in groups for member in members if member.time is not None]
    first, last = _years(times) if times else (0, 0)
    undated = any(member.time is None for _, members in groups for member in members)
    left = 150 + (110 if undated else 0)
    lines: dict[str, tuple[float, float]] = {}
    branches: list[tuple[str, float, float, list[tuple[Member, float, float]]]] = []
    y = 24.0
    width = _WIDTH - left - 90
    for family, members in groups:
        ends: list[float] = []  # of each line, where its last name ends
        placed = []
        for member in sorted(members, key=lambda m: (m.time is not None, m.time or 0, m.label)):
            x = 160.0 if member.time is None else left + width * (member.time - first) / (last - first + 1)
            line = next((n for n, end in enumerate(ends) if end <= x - 8), len(ends))
            if line == len(ends):
                ends.append(0)
            ends[line] = x + 8 + _LETTER * len(clipped(member.label, 20))
            placed.append((member, x, y + _LINE * line))
            lines[member.id] = (x, y + _LINE * line)
        branches.append((family, y, y + _LINE * (len(ends) - 1), placed))
        y += _LINE * len(ends) + 18
    drawing = Drawing(name, _WIDTH, y + 24, title, about)
    if times:
        drawing.years(Area(left, 4, width, y - 8), first, last)
    if undated:
        drawing.text(160, y + 16, "no date", "tick")
    for family, top, bottom, placed in branches:
        _branch(drawing, family, top, bottom, placed)
    _bases(drawing, branches, lines)
    for _, _, _, placed in branches:
        for member, x, at in placed:
            drawing.sign(x, at, 0, member.hint, member.href)
            drawing.text(x + 5, at - 6, clipped(member.label, 20), "small")
    return str(drawing)


def _branch(
    drawing: Drawing, family: str, top: float, bottom: float, placed: Sequence[tuple[Member, float, float]]
) -> None:
    drawing.text(136, top + 4, clipped(family, 18), "family", "end")
    drawing.line(144, top, 144, bottom, "trunk")
    on_line: dict[float, float] = defaultdict(float)
    for _, x, y in placed:
        on_line[y] = max(on_line[y], x)
    for y, x in sorted(on_line.items()):
        drawing.line(144, y, x, y, "trunk")


def _bases(
    drawing: Drawing,
    branches: Sequence[tuple[str, float, float, list[tuple[Member, float, float]]]],
    places: Mapping[str, tuple[float, float]],
) -> None:
    """Draw a line from each model to what it is based on, where both are in the picture."""
    for _, _, _, placed in branches:
        for member, x, y in placed:
            for basis in member.basis:
                if basis in places:
                    from_x, from_y = places[basis]
                    half = (from_x + x) / 2
                    curve = f"C{half:.1f} {from_y:.1f} {half:.1f} {y:.1f} {x:.1f} {y:.1f}"
                    if from_y == y:  # beside the line of the branch
                        curve = f"Q{half:.1f} {y + 18:.1f} {x:.1f} {y:.1f}"
                    drawing.add("path", d=f"M{from_x:.1f} {from_y:.1f}{curve}", class_="basis")
