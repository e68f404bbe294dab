"""The graph as pages look at it: statements by their subject, found without a query for each model."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from hashlib import sha256
from typing import Final
from urllib.parse import quote, urlsplit

from llm_kg.explanations import Explanation
from llm_kg.graph import Graph, Node
from llm_kg.graph.blocks import statements_of
from llm_kg.identifiers import is_web_link
from llm_kg.pairs import Pair
from llm_kg.places import Place
from llm_kg.quantities import Quantity
from llm_kg.rdf import IRI, LLMKG, PROV, QUDT, RDF, RDFS, SCHEMA, SKOS, XSD, Literal, Statement, Term
from llm_kg.reconciliation import Model
from llm_kg.records import Description, Record
from llm_kg.sizes import Size
from llm_kg.terms import Property
from llm_kg.tokens import iri_token
from llm_kg.vocabulary import load_vocabulary
from llm_kg.wording import value_text

__all__ = ["Shown", "View", "file_name", "properties_of_models", "short_number", "web_link"]

_NAMING: Final = tuple(f"{iri_token(iri)} " for iri in (RDF["type"], RDFS["label"]))
_LONGEST_NAME: Final = 120  # bytes of a file's name; file systems take 255
_NUMBERS: Final = frozenset(XSD[name] for name in ("integer", "nonNegativeInteger", "decimal", "double"))
_SCALES: Final = ((12, "T"), (9, "B"), (6, "M"), (3, "k"))
_EXPONENT: Final = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class Shown:
    """A value as a page shows it: in full, and in short where a table has little room.

    `href` is where it leads: an http(s) address, or a path from the root of the site.
    """

    text: str
    brief: str
    href: str | None = None
    number: Decimal | None = None
    unit: str | None = None


class View:
    """A graph by subject, with what became of the claims about its models."""

    def __init__(self, graph: Graph, models: Iterable[Model], explanations: Iterable[Explanation]) -> None:
        self.graph = graph
        self.models: Sequence[Model] = tuple(models)
        self.explanations: Mapping[str, Explanation] = {each.model.key: each for each in explanations}
        self.prefixes = graph.prefixes
        self._nodes: dict[IRI, list[Pair]] = defaultdict(list)
        for block in graph.blocks():
            for token, pairs in block.nodes:
                self._nodes[IRI(token[1:-1])].extend(pairs)
        self._about: dict[IRI, list[Statement]] = defaultdict(list)
        # Nodes that point to what they are about, and which nothing points to.
        self._pointing: dict[IRI, list[IRI]] = defaultdict(list)
        for statement in statements_of((iri_token(iri), pairs) for iri, pairs in self._nodes.items()):
            self._about[statement.subject].append(statement)
            if isinstance(statement.object, IRI) and self._is_pointer(statement):
                self._pointing[statement.object].append(statement.subject)
        self.iris: Mapping[str, IRI] = {key: iri for iri, key in graph.models.items()}
        self._shown: dict[tuple[str, IRI], Shown] = {}

    def _is_pointer(self, statement: Statement) -> bool:
        if statement.predicate == LLMKG["entry"]:
            return True
        return statement.predicate == SCHEMA["about"] and "/conflict/" in statement.subject

    def objects(self, iri: IRI) -> dict[IRI, list[Term]]:
        """Return what is said of a node: predicate → objects, in their order."""
        found: dict[IRI, list[Term]] = {}
        for statement in self._about.get(iri, ()):
            found.setdefault(statement.predicate, []).append(statement.object)
        return found

    def part(self, key: str) -> list[Node]:
        """Return all that the graph says of a model, and of what it names; of other models their names."""
        start = self.iris[key]
        nodes: list[Node] = []
        waiting, seen = [start], {start}
        while waiting:
            iri = waiting.pop()
            token, pairs = self.node(iri)
            if iri != start and iri in self.graph.models:
                nodes.append((token, [pair for pair in pairs if pair.startswith(_NAMING)]))
                continue
            nodes.append((token, pairs))
            named = (s.object for s in self._about.get(iri, ()) if s.predicate != SKOS["inScheme"])
            linked = [node for node in named if isinstance(node, IRI) and node in self._about]
            for node in reversed((*linked, *self._pointing.get(iri, ()))):
                if node not in seen:
                    seen.add(node)
                    waiting.append(node)
        return nodes

    def node(self, iri: IRI) -> Node:
        """Return what is said of one node alone, as tokens."""
        return iri_token(iri), self._nodes.get(iri, [])

    def label(self, iri: IRI) -> Literal | None:
        """Return the name that the graph gives to a node, or None."""
        for statement in self._about.get(iri, ()):
            if statement.predicate == RDFS["label"] and isinstance(statement.object, Literal):
                return statement.object
        return None

    def name(self, iri: IRI) -> str:
        """Return the name of a node; without one its address on the web, else its IRI."""
        if label := self.label(iri):
            return label.lexical
        return self._address(iri) or iri

    def _address(self, iri: IRI) -> str | None:
        stated = (s.object for s in self._about.get(iri, ()) if s.predicate == SCHEMA["url"])
        return next(filter(None, (web_link(url) for url in stated if isinstance(url, IRI))), None)

    def shown(self, term: Property, value: Term) -> Shown:
        """Return a value of a property as a page shows it."""
        if isinstance(value, IRI):
            known = self._shown.get((term.notation, value))
            if known is None:
                known = self._shown[term.notation, value] = self._thing(term, value)
            return known
        if value.datatype in _NUMBERS:
            number = Decimal(value.lexical)
            return Shown(_digits(number), short_number(number), number=number)
        return Shown(value.lexical, value.lexical)

    def _thing(self, term: Property, iri: IRI) -> Shown:
        if term.ranges == (RDFS["Resource"],):
            host = urlsplit(iri).hostname or iri
            return Shown(iri, host.removeprefix("www."), web_link(iri))
        about = self.objects(iri)
        if QUDT["numericValue"] in about:
            return self._quantity(about)
        if LLMKG["ModelSize"] in about.get(RDF["type"], ()):
            count = Decimal(_lexical(about, LLMKG["parameterCount"]))
            active = _lexical(about, LLMKG["activeParameterCount"])
            size = Size(int(count), int(active) if active else None)
            return Shown(value_text(size, "size"), short_number(count), number=count, unit="parameter")
        name = self.name(iri)
        if key := self.graph.models.get(iri):
            return Shown(name, name, f"model/{quote(file_name(key))}.html")
        return Shown(name, name, self._address(iri))

    def _quantity(self, about: Mapping[IRI, list[Term]]) -> Shown:
        unit = about[QUDT["hasUnit"]][0]
        assert isinstance(unit, IRI)
        notation = _lexical(self.objects(unit), SKOS["notation"])
        quantity = Quantity(
            Decimal(_lexical(about, QUDT["numericValue"])),
            notation,
            LLMKG["approximate"] in about,
            _lexical(about, LLMKG["accelerator"]) or None,
        )
        exact = value_text(quantity, "")
        about_sign = "≈ " if quantity.approximate else ""
        words = exact.removeprefix("about ").partition(" ")[2]
        brief = f"{about_sign}{short_number(quantity.value)} {_UNITS_IN_SHORT.get(notation, words)}"
        return Shown(exact, brief, number=quantity.value, unit=notation)

    def address(self, record: Record, place: Place) -> str | None:
        """Return the address of a line of an entry's list, where the list's is known."""
        for quoted in self.objects(self._entry(record)).get(PROV["wasQuotedFrom"], ()):
            if isinstance(quoted, IRI) and web_link(quoted):
                page, _, line = quoted.rpartition("#L")
                if not line.isdigit():
                    return quoted
                # GitHub draws Markdown, in which there are no lines, unless told not to.
                drawn = page.startswith("https://github.com/") and page.lower().endswith((".md", ".markdown"))
                return f"{page}{'?plain=1' if drawn else ''}#L{place.line}"
        return None

    def _entry(self, record: Record) -> IRI:
        return self._entries.get((record.source.id, record.entry), IRI())

    @cached_property
    def _entries(self) -> dict[tuple[str, str], IRI]:
        """Source and entry → the node of the entry."""
        start = f"{self.graph.base}source/"
        found = {}
        for iri, about in self._about.items():
            if iri.startswith(start) and any(s.object == LLMKG["Entry"] for s in about):
                source, _, entry = iri.removeprefix(start).partition("/")
                found[source, entry] = iri
        return found


#: Units that people know by a sign.
_UNITS_IN_SHORT: Final = {
    "TeraBYTE": "TB",
    "GigaBYTE": "GB",
    "GibiBYTE": "GiB",
    "FLOP": "FLOP",
    "CCY_USD": "USD",
}


def properties_of_models() -> Iterator[Property]:
    """Yield the properties that a graph states of models, in the order in which a reader wants them."""
    vocabulary = load_vocabulary().all_properties
    fields = list(Description.model_fields)
    fields.insert(fields.index("size"), "parameter_count")
    for field in dict.fromkeys((*_FIRST, *fields)):
        term = vocabulary[field]
        if LLMKG["Model"] in term.domains and not term.asserted_as:
            yield term


_FIRST: Final = (
    *("organization", "date_created", "parameter_count", "pretraining_architecture", "license", "access"),
    *("training_data_size", "training_compute", "modality", "pretraining_task", "model_family", "paper"),
)


def short_number(number: Decimal) -> str:
    """Return a number in three digits and a scale, as tables and axes have it.

    >>> [short_number(Decimal(n)) for n in (175_000_000_000, 340_000_000, 2048, 7)]
    ['175 B', '340 M', '2,048', '7']
    >>> short_number(Decimal("3.14E23")), short_number(Decimal("0.5")), short_number(Decimal("999.9E9"))
    ('3.14 × 10²³', '0.5', '1 T')
    >>> short_number(Decimal(10) ** 300), short_number(Decimal(0))
    ('10³⁰⁰', '0')
    """
    rounded = Decimal(f"{number:.2e}")
    exponent = rounded.adjusted()
    if exponent >= 15 or exponent < -3:
        mantissa = _digits(rounded.scaleb(-exponent))
        power = f"10{str(exponent).translate(_EXPONENT)}"
        return power if mantissa == "1" else f"{mantissa} × {power}"
    for scale, sign in _SCALES:
        if exponent >= scale and (sign != "k" or exponent >= 4):
            return f"{_digits(rounded.scaleb(-scale))} {sign}"
    return _digits(number if exponent == 3 else rounded)


def _digits(number: Decimal) -> str:
    """Return all digits of a number, in groups, without zeros behind the point."""
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _lexical(about: Mapping[IRI, list[Term]], predicate: IRI) -> str:
    for value in about.get(predicate, ()):
        if isinstance(value, Literal):
            return value.lexical
    return ""


def web_link(address: str) -> str | None:
    """Return an address that a reader may follow, and None for any other: nothing else becomes a link.

    >>> web_link("https://example.org/"), web_link("javascript:alert(1)")
    ('https://example.org/', None)
    """
    return address if is_web_link(address) else None


def file_name(key: str) -> str:
    """Return the name of a model's files, without suffix: its key, of a very long one its start.

    >>> file_name("gpt-3"), len(file_name("x" * 500)) < 140
    ('gpt-3', True)
    """
    encoded = key.encode()
    if len(encoded) <= _LONGEST_NAME:
        return key
    start = encoded[:_LONGEST_NAME].decode(errors="ignore")
    return f"{start}-{sha256(encoded).hexdigest()[:12]}"
