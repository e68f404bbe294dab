"""What the values of a field come to: for each kind of property what makes it, once, into a function.

Such a function takes what a record has in the field, a value or a tuple of them. Most values only say
something of the model (`Say`); sizes and quantities are nodes under its IRI besides (`Own`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from decimal import Decimal
from typing import Any, Final, TypeAlias, TypeVar

from llm_kg.dates import PartialDate
from llm_kg.pairs import Node, Pair
from llm_kg.quantities import Quantity
from llm_kg.rdf import LLMKG, QUDT, RDF, XSD, Literal
from llm_kg.records import Paper
from llm_kg.sizes import Size
from llm_kg.tokens import iri_token, link_token, literal_token, quoted

__all__ = ["COUNT", "INTEGER", "PARAMETER_COUNT", "TRUE", "Own", "Say", "links", "literals", "papers"]
__all__ += ["quantities", "sizes", "things"]

#: Returns what values say of a model, each pair once.
Say: TypeAlias = Callable[[Any], Collection[Pair]]
#: Adds to what is said of the model with this token, and to the nodes under its IRI.
Own: TypeAlias = Callable[[str, Any, list[Pair], list[Node]], None]

INTEGER, COUNT, _DATE, _DECIMAL, _DOUBLE = (
    f"^^{iri_token(XSD[name])}" for name in ("integer", "nonNegativeInteger", "date", "decimal", "double")
)
TRUE: Final = literal_token(Literal("true", XSD["boolean"]))
PARAMETER_COUNT: Final = iri_token(LLMKG["parameterCount"])

_TYPE = iri_token(RDF["type"])
_IS_SIZE, _IS_QUANTITY = (
    f"{_TYPE} {iri_token(class_)}" for class_ in (LLMKG["ModelSize"], QUDT["QuantityValue"])
)
_ACTIVE_COUNT = iri_token(LLMKG["activeParameterCount"])
_YEAR, _EARLIEST, _LATEST = (iri_token(LLMKG[name]) for name in ("year", "earliestDate", "latestDate"))
_NUMERIC_VALUE, _HAS_UNIT = map(iri_token, (QUDT["numericValue"], QUDT["hasUnit"]))
_ACCELERATOR, _APPROXIMATE = (iri_token(LLMKG[name]) for name in ("accelerator", "approximate"))

_K = TypeVar("_K")
_V = TypeVar("_V")

# How many values of a field are remembered; lists name few different things.
_REMEMBERED = 16_384


class _Remembered(dict[_K, _V]):
    """What is made of values when they are first met; for values that come again and again."""

    def __init__(self, make: Callable[[_K], _V]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, value: _K) -> _V:
        if len(self) >= _REMEMBERED:
            self.clear()
        made = self[value] = self._make(value)
        return made


def literals(predicates: Sequence[str], *, bounded: bool) -> Say:
    """Say texts, numbers and dates; with `bounded`, between which days a date lies as well."""
    state = _stating(predicates)

    def date(value: PartialDate) -> list[Pair]:
        stated = state(f'"{value}"^^<{XSD}{value.datatype}>')
        return [*stated, *_bounds(value)] if bounded else [*stated]

    dates = _Remembered(date)  # there are few of them

    def say(value: Any) -> Collection[Pair]:
        kind = type(value)
        if kind is str:
            return state(quoted(value))
        if kind is PartialDate:
            return dates[value]
        if kind is tuple:
            return dict.fromkeys(pair for text in value for pair in state(quoted(text)))
        return state(f'"{_decimal(value)}"{_DECIMAL}' if kind is Decimal else f'"{value}"{INTEGER}')

    return say


def things(predicates: Sequence[str], token_of: Callable[[str], str]) -> Say:
    """Say names of things, which `token_of` describes where it has not done so yet."""
    return _Remembered(_each(_stating(predicates), token_of)).__getitem__


def links(predicates: Sequence[str]) -> Say:
    """Say addresses."""
    return _each(_stating(predicates), link_token)


def papers(predicates: Sequence[str], token_of: Callable[[Paper], str]) -> Say:
    """Say papers, which `token_of` describes."""
    return _each(_stating(predicates), token_of)


def sizes(predicates: Sequence[str]) -> Own:
    """Say sizes, each a node under the model's IRI."""

    def node(size: Size) -> tuple[str, list[Pair]]:
        stated, active = size.parameter_count, size.active_parameter_count
        said = [_IS_SIZE, f'{PARAMETER_COUNT} "{stated}"{INTEGER}']
        if active is None:
            return str(stated), said
        said.append(f'{_ACTIVE_COUNT} "{active}"{INTEGER}')
        return f"{stated}-active-{active}", said

    return _own(predicates, "size", node)


def quantities(predicates: Sequence[str], part: str, unit_of: Callable[[str], str]) -> Own:
    """Say quantities, each a node under the `part` of the model's IRI; `unit_of` gives tokens of units."""

    def node(quantity: Quantity) -> tuple[str, list[Pair]]:
        said = [
            _IS_QUANTITY,
            f'{_NUMERIC_VALUE} "{quantity.double}"{_DOUBLE}',
            f"{_HAS_UNIT} {unit_of(quantity.unit)}",
        ]
        if quantity.accelerator:
            said.append(f"{_ACCELERATOR} {quoted(quantity.accelerator)}")
        if quantity.approximate:
            said.append(f"{_APPROXIMATE} {TRUE}")
        return quantity.slug, said

    return _own(predicates, part, _Remembered(node).__getitem__)


def _own(predicates: Sequence[str], part: str, node: Callable[[Any], tuple[str, list[Pair]]]) -> Own:
    """Say values that are nodes: `node` gives of each the end of its IRI, and what is said of it."""
    state = _stating(predicates)

    def say(subject: str, value: Any, about: list[Pair], nodes: list[Node]) -> None:
        stem = f"{subject[:-1]}/{part}/"
        if type(value) is not tuple or len(value) == 1:
            slug, said = node(value[0] if type(value) is tuple else value)
            token = f"{stem}{slug}>"
            about += state(token)
            nodes.append((token, said))
            return
        own: dict[str, list[Pair]] = {}
        for one in value:
            slug, said = node(one)
            own[f"{stem}{slug}>"] = said  # two spellings may be one node
        for token in own:
            about += state(token)
        nodes += own.items()

    return say


def _stating(predicates: Sequence[str]) -> Callable[[str], Collection[Pair]]:
    """Return what states a token by each of the predicates; there are one or two of them, mostly."""
    if len(predicates) == 1:
        (only,) = predicates
        return lambda token: (f"{only} {token}",)
    if len(predicates) == 2:
        first, second = predicates
        return lambda token: (f"{first} {token}", f"{second} {token}")
    return lambda token: [f"{predicate} {token}" for predicate in predicates]


def _each(state: Callable[[str], Collection[Pair]], token_of: Callable[[Any], str]) -> Say:
    """Return what states each of some values, and each pair once."""

    def say(value: Any) -> Collection[Pair]:
        if type(value) is not tuple:
            return state(token_of(value))
        if len(value) == 1:
            return state(token_of(value[0]))
        return dict.fromkeys(pair for one in value for pair in state(token_of(one)))

    return say


def _bounds(date: PartialDate) -> list[Pair]:
    """State a date so that stores can compare it: they do not compare months and years."""
    return [
        f'{_YEAR} "{date.year}"{INTEGER}',
        f'{_EARLIEST} "{date.earliest.isoformat()}"{_DATE}',
        f'{_LATEST} "{date.latest.isoformat()}"{_DATE}',
    ]


def _decimal(value: Decimal) -> str:
    """Write a decimal in the canonical form of xsd:decimal: digits on both sides of the point."""
    text = f"{value.normalize():f}"
    return text if "." in text else f"{text}.0"
