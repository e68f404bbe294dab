"""The chart of a run: triples a second, ours and the peers' for each work, on a logarithmic scale.

    python benchmarks/chart.py results.json chart.svg

Each work is shown at the largest number of records that most of its contenders did. The chart is drawn
from the results alone: the same results, the same bytes. Ours is dark blue and the peers orange (of the
palette of Okabe and Ito, which people with any colour vision tell apart), and every bar bears its figure.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from catalogue import FLOORS, OURS, WORKS
from measures import Result

__all__ = ["chart"]

_BLUE, _ORANGE, _GREY = "#0072B2", "#E69F00", "#999999"
#: Pixels: names stand left of the bars, figures right of them.
_WIDTH, _LEFT, _RIGHT, _BAR, _GAP = 860, 290, 150, 16, 6


def chart(content: dict[str, Any]) -> str:
    """Return the SVG of the results that `compare.py --json` wrote.

    Raises
    ------
    ValueError
        No result has a rate to draw.
    """
    results = [Result(**result) for result in content["results"]]
    works = [(work.title, shown) for work in WORKS if (shown := _shown(results, work.name))]
    rates = [_rate(result) for _, shown in works for result in shown]
    if not rates:
        raise ValueError("there is nothing to draw: no work has both ours and a peer")
    least, most = math.floor(math.log10(min(rates))), math.ceil(math.log10(max(rates)))
    scale = _Scale(least, max(most, least + 1))
    body: list[str] = []
    top = 96
    for title, shown in works:
        records = shown[0].records
        body.append(_text(20, top, f"{title} ({records:,} records)", "heading"))
        top += 12
        for result in shown:
            body.extend(_bar(result, top, scale))
            top += _BAR + _GAP
        top += 26
    return "\n".join([*_head(content, works, top), *_axis(scale, top), *body, "</svg>"]) + "\n"


class _Scale:
    """A logarithmic scale from one power of ten to another."""

    def __init__(self, least: int, most: int) -> None:
        self.powers = range(least, most + 1)

    def __call__(self, rate: float) -> float:
        part = (math.log10(rate) - self.powers[0]) / (self.powers[-1] - self.powers[0])
        return round(_LEFT + part * (_WIDTH - _LEFT - _RIGHT), 1)


def _shown(results: Sequence[Result], work: str) -> list[Result]:
    """Return the results of a work at the size that most contenders did, the largest of these."""
    done = [r for r in results if r.work == work and r.wall and r.triples]
    sizes = {r.records for r in done if r.contender == OURS}
    if not sizes:
        return []
    best = max(sizes, key=lambda n: (sum(r.records == n for r in done), n))
    shown = [r for r in done if r.records == best]
    if all(_is_ours(r) for r in shown) and len(shown) < 2:
        return []
    return sorted(shown, key=lambda r: (not _is_ours(r), r.contender != OURS, -_rate(r), r.contender))


def _is_ours(result: Result) -> bool:
    return result.contender.startswith(OURS)


def _rate(result: Result) -> float:
    return result.triples / result.seconds


def _head(content: dict[str, Any], works: Sequence[tuple[str, list[Result]]], height: int) -> Iterator[str]:
    machine = content["machine"]
    about = f"{machine['cpu']}, {machine['cores']} cores, Python {machine['python']}; medians"
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height + 20}" '
        f'viewBox="0 0 {_WIDTH} {height + 20}" role="img" aria-labelledby="title description">'
    )
    yield '<title id="title">Triples a second: llm-kg and other tools on the same records</title>'
    yield f'<desc id="description">{escape(_description(works))}</desc>'
    yield (
        "<style>text { font: 12px sans-serif; fill: #222 } .heading { font-weight: bold } "
        ".title { font-size: 17px; font-weight: bold } .small { font-size: 11px; fill: #555 }</style>"
    )
    yield f'<rect width="{_WIDTH}" height="{height + 20}" fill="#ffffff"/>'
    yield _text(20, 30, "Triples a second: llm-kg and other tools on the same records", "title")
    yield _text(20, 50, f"Logarithmic scale, further right is faster. {about}", "small")


def _description(works: Sequence[tuple[str, list[Result]]]) -> str:
    """Return the figures in words, for who cannot see the bars."""
    return " ".join(
        f"{title}, {shown[0].records:,} records: "
        + ", ".join(f"{r.contender} {_short(_rate(r))}" for r in shown)
        + "."
        for title, shown in works
    )


def _axis(scale: _Scale, height: int) -> Iterator[str]:
    for power in scale.powers:
        x = scale(10.0**power)
        yield f'<line x1="{x}" y1="76" x2="{x}" y2="{height - 20}" stroke="#dddddd"/>'
        yield _text(x, 70, _short(10.0**power), "small", "middle")


def _bar(result: Result, top: int, scale: _Scale) -> Iterator[str]:
    is_ours, is_floor = _is_ours(result), result.contender in FLOORS
    colour = _BLUE if is_ours else _GREY if is_floor else _ORANGE
    end = scale(_rate(result))
    middle = top + _BAR - 4
    yield _text(_LEFT - 8, middle, result.contender, "heading" if is_ours else "", "end")
    yield (f'<rect x="{_LEFT}" y="{top}" width="{max(end - _LEFT, 1):.1f}" height="{_BAR}" fill="{colour}"/>')
    # A rate at which something else is written is no better rate.
    other = ", other triples" if result.output == "different" else ""
    yield _text(end + 6, middle, _short(_rate(result)) + other, "")


def _text(x: float, y: float, text: str, style: str, anchor: str = "start") -> str:
    class_ = f' class="{style}"' if style else ""
    return f'<text x="{x:g}" y="{y:g}"{class_} text-anchor="{anchor}">{escape(text)}</text>'


def _short(rate: float) -> str:
    """Return a rate in three figures: 1.23 M, 45.6 k.

    >>> _short(1_234_567), _short(999.9)
    ('1.23 M', '1 k')
    """
    rounded = float(f"{rate:.3g}")
    for unit, name in ((1e9, " G"), (1e6, " M"), (1e3, " k")):
        if rounded >= unit:
            return f"{rounded / unit:.3g}{name}"
    return f"{rounded:.3g}"


def main() -> None:
    """Draw a chart from a file of results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("results", type=Path, help="what compare.py --json wrote")
    parser.add_argument("output", type=Path)
    options = parser.parse_args()
    content = json.loads(options.results.read_text(encoding="utf-8"))
    options.output.write_text(chart(content), encoding="utf-8")


if __name__ == "__main__":
    main()
