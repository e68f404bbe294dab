"""The plots: each is a query, and a drawing of what this query finds; so the two cannot differ."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from importlib import resources
from statistics import median_low
from typing import Final
from urllib.parse import quote

import pyoxigraph

from llm_kg.querying import evaluate, with_prefixes
from llm_kg.rdf import IRI
from llm_kg.site.charts import Member, Point, bars, families, grid, scatter
from llm_kg.site.svg import SHAPES
from llm_kg.site.view import View, file_name, short_number

__all__ = ["Plot", "csv_text", "make_plots"]

_OTHERS: Final = len(SHAPES) - 1
_ROWS: Final = 15
_FAMILIES: Final = 20
_MEMBERS: Final = 40

# A row of a result: variable → its text, "" where it is unbound.
_Row = Mapping[str, str]
# A cell of a table: its text, and where it leads.
_Cell = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot, its query with the prefixes that it uses, its rows, and a table that says the same.

    `svg` is None where the query finds nothing to draw.
    """

    name: str
    title: str
    about: str
    query: str
    columns: tuple[str, ...]
    rows: tuple[_Row, ...]
    svg: str | None
    head: tuple[str, ...]
    table: tuple[tuple[_Cell, ...], ...]
    note: str = ""

    @property
    def csv(self) -> str:
        """What the query finds, as CSV."""
        return csv_text((self.columns, *([row[name] for name in self.columns] for row in self.rows)))


_Drawn = tuple[str | None, tuple[str, ...], Iterable[tuple[_Cell, ...]], str]


def make_plots(view: View, store: pyoxigraph.Store) -> list[Plot]:
    """Return all plots of a graph; `store` holds its statements."""
    return [_plot(name, draw, view, store) for name, draw in _PLOTS.items()]


def _plot(
    name: str,
    draw: Callable[[View, str, str, str, Sequence[_Row]], _Drawn],
    view: View,
    store: pyoxigraph.Store,
) -> Plot:
    file = resources.files("llm_kg.site").joinpath("plots", f"{name}.rq")
    head, text = _split(file.read_text(encoding="utf-8"))
    used = {prefix: iri for prefix, iri in view.prefixes.items() if re.search(rf"\b{prefix}:", text)}
    query = with_prefixes(text, used)
    found = evaluate(store, query, view.prefixes)
    assert isinstance(found, pyoxigraph.QuerySolutions)
    columns = tuple(variable.value for variable in found.variables)
    rows = tuple({name: _text(solution[name]) for name in columns} for solution in found)
    drawn = draw(view, name, head["title"], head["about"], rows) if rows else (None, (), (), "")
    svg, table_head, table, note = drawn
    return Plot(name, head["title"], head["about"], query, columns, rows, svg, table_head, tuple(table), note)


def _split(text: str) -> tuple[dict[str, str], str]:
    """Return what the head of a query says of it, and the query."""
    head = dict(re.findall(r"^# (\w+): *(.+)$", text, re.MULTILINE))
    return head, re.sub(r"^#.*\n", "", text, flags=re.MULTILINE)


def _text(term: object) -> str:
    return "" if term is None else str(getattr(term, "value", term))


def _page(view: View, iri: str) -> str | None:
    key = view.graph.models.get(IRI(iri))
    return f"model/{quote(file_name(key))}.html" if key is not None else None


def _time(date: str) -> float:
    """Return a date as a number of years."""
    year, month, day = (int(part) for part in date.split("-"))
    return year + (month - 1) / 12 + (day - 1) / 372


# Points over time


def _over_time(
    variable: str,
    unit: str,
    view: View,
    name: str,
    title: str,
    about: str,
    rows: Sequence[_Row],
) -> _Drawn:
    of: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        if float(row[variable]) > 0:
            of[row["iri"]].append(row)
    if not of:
        return None, (), (), ""
    counted = Counter(row["organization"] for found in of.values() for row in found if row["organization"])
    ranked = sorted(counted, key=lambda each: (-counted[each], each))[:_OTHERS]
    series = {organization: number for number, organization in enumerate(ranked)}
    points = []
    for iri, found in of.items():
        organizations = [row["organization"] for row in found if row["organization"]]
        number = min((series[each] for each in organizations if each in series), default=_OTHERS)
        first, value = found[0], Decimal(found[0][variable])
        hint = f"{first['model']} ({', '.join(organizations) or 'organisation not stated'}), "
        hint += f"{first['date']}: {short_number(value)} {unit}"
        points.append(
            Point(_time(first["date"]), float(value), number, first["model"], hint, _page(view, iri))
        )
    legend = [*((number, organization) for organization, number in series.items())]
    if any(point.series == _OTHERS for point in points):
        legend.append((_OTHERS, "other or not stated"))
    svg = scatter(name, title, about, points, legend, lambda power: short_number(Decimal(10) ** power))
    return svg, ("year", "models", "smallest", "median", "largest", "largest model"), _by_year(points), ""


def _by_year(points: Iterable[Point]) -> Iterator[tuple[_Cell, ...]]:
    years: dict[int, list[Point]] = defaultdict(list)
    for point in points:
        years[int(point.time)].append(point)
    for year, found in sorted(years.items()):
        heights = [point.height for point in found]
        largest = max(found, key=lambda point: point.height)
        told = (short_number(Decimal(repr(h))) for h in (min(heights), median_low(heights), max(heights)))
        yield (
            (str(year), None),
            (str(len(found)), None),
            *((text, None) for text in told),
            (largest.label, largest.href),
        )


# Counts


def _organizations(
    view: View,  # noqa: ARG001 - the drawers of plots share one signature
    name: str,
    title: str,
    about: str,
    rows: Sequence[_Row],
) -> _Drawn:
    totals: Counter[str] = Counter()
    for row in rows:
        totals[row["organization"]] += int(row["models"])
    ranked = sorted(totals, key=lambda each: (-totals[each], each))
    kept, rest = ranked[:_ROWS], ranked[_ROWS:]
    others = f"{len(rest)} others" if rest else ""
    counts: Counter[tuple[str, str]] = Counter()
    for row in rows:
        line = row["organization"] if row["organization"] in kept else others
        counts[line, row["year"]] += int(row["models"])
    lines = [*kept, *([others] if rest else [])]
    years = _all_years(row["year"] for row in rows)
    svg = grid(name, title, about, lines, years, counts)
    table = (((line, None), *((str(counts.get((line, year), 0)), None) for year in years)) for line in lines)
    return svg, ("organisation", *years), table, ""


def _openness(
    view: View,  # noqa: ARG001 - the drawers of plots share one signature
    name: str,
    title: str,
    about: str,
    rows: Sequence[_Row],
) -> _Drawn:
    found = {row["access"] for row in rows}
    parts = [part for part in _ACCESS if part in found] + sorted(found - set(_ACCESS))
    counts = {(row["year"], row["access"]): int(row["models"]) for row in rows}
    years = _all_years(row["year"] for row in rows)
    svg = bars(name, title, about, years, parts, counts)
    table = (((year, None), *((str(counts.get((year, part), 0)), None) for part in parts)) for year in years)
    return svg, ("year", *parts), table, ""


#: From the bottom of a bar up.
_ACCESS: Final = ("open", "limited", "closed", "not stated")


def _all_years(found: Iterable[str]) -> list[str]:
    """Return every year between the first and the last: a year without models is a fact as well."""
    years = sorted(map(int, set(found)))
    if years[-1] - years[0] > 40:
        return [str(year) for year in years]
    return [str(year) for year in range(years[0], years[-1] + 1)]


# Families


def _families(view: View, name: str, title: str, about: str, rows: Sequence[_Row]) -> _Drawn:
    groups: dict[str, dict[str, Member]] = defaultdict(dict)
    for row in rows:
        known = groups[row["family"]].get(row["iri"])
        basis = (*(known.basis if known else ()), *([row["basisIri"]] if row["basisIri"] else []))
        time = _time(row["date"]) if row["date"] else None
        hint = f"{row['model']}, {row['date'] or 'no date'}"
        page = _page(view, row["iri"])
        groups[row["family"]][row["iri"]] = Member(row["iri"], row["model"], time, hint, page, basis)
    several = {family: list(members.values()) for family, members in groups.items() if len(members) > 1}
    if not several:
        return None, (), (), ""
    ranked = sorted(several, key=lambda family: (-len(several[family]), family))
    drawn = [(family, several[family][:_MEMBERS]) for family in ranked[:_FAMILIES]]
    svg = families(name, title, about, drawn)
    names = {row["basisIri"]: row["basis"] for row in rows}
    table = (
        (
            (family, None),
            (member.label, member.href),
            (str(int(member.time)) if member.time else "", None),
            (", ".join(names[basis] for basis in member.basis), None),
        )
        for family, members in drawn
        for member in members
    )
    left_out = len(several) - len(drawn) or any(len(several[family]) > _MEMBERS for family, _ in drawn)
    note = f"The picture shows the {_FAMILIES} largest families, and {_MEMBERS} models of each at most."
    return svg, ("family", "model", "year", "based on"), table, note if left_out else ""


_PLOTS: Final[dict[str, Callable[[View, str, str, str, Sequence[_Row]], _Drawn]]] = {
    "parameters-over-time": partial(_over_time, "parameters", "parameters"),
    "training-compute-over-time": partial(_over_time, "operations", "floating-point operations"),
    "models-per-organization-and-year": _organizations,
    "openness-over-time": _openness,
    "families": _families,
}


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    r"""Return rows as CSV in which no cell is a formula: a spreadsheet would run what a list says.

    >>> csv_text([("=1+1", "GPT-3")])
    "'=1+1,GPT-3\r\n"
    """
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerows([f"'{cell}" if cell[:1] in _FORMULAS else cell for cell in row] for row in rows)
    return text.getvalue()


_FORMULAS: Final = frozenset("=+-@\t\r")
