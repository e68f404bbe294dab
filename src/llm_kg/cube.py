"""The comparison of models as an RDF Data Cube (W3C, 2014).

An observation is one value of one property of one model; the property is its measure (`qb:measureType`),
so that each is typed as it should be. A cube whose measures are a dimension must have a value for every
property of every model (constraint IC-17), and no comparison has. So each property is a data set of its
own, with its own structure, and the comparison is the collection of them. Where a model has several
values of a property, a third dimension counts them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from llm_kg.graph import Graph
from llm_kg.rdf import (
    DCTERMS,
    IRI,
    LLMKG,
    OWL,
    QUDT,
    RDF,
    RDFS,
    SCHEMA,
    SKOS,
    XSD,
    Literal,
    Namespace,
    Statement,
    Term,
)
from llm_kg.terms import Property
from llm_kg.views import View
from llm_kg.vocabulary import load_vocabulary

__all__ = ["QB", "cube"]

QB: Final = Namespace("http://purl.org/linked-data/cube#")
_SDMX_ATTRIBUTE: Final = Namespace("http://purl.org/linked-data/sdmx/2009/attribute#")
_TYPE, _LABEL = RDF["type"], RDFS["label"]
_UNIT = _SDMX_ATTRIBUTE["unitMeasure"]
_COLLECTION: Final = IRI("http://purl.org/dc/dcmitype/Collection")
#: What may be said of a value, and its label.
_ATTRIBUTES: Final[Mapping[IRI, str]] = {
    _UNIT: "unit of measure",
    LLMKG["approximate"]: "approximate",
    LLMKG["accelerator"]: "accelerator",
    LLMKG["activeParameterCount"]: "active parameter count",
}
#: What repeats a date so that stores can compare it.
_BOUNDS: Final = frozenset({"year", "earliest_date", "latest_date"})
# What a node is known by, where it is a value.
_SHOWN = (_TYPE, _LABEL, SKOS["prefLabel"], SCHEMA["name"], SKOS["notation"], SKOS["inScheme"])
#: Field → the unit in which the ontology's definition counts it.
_COUNTED: Final[Mapping[str, str]] = {"context_length": "TOKEN"}


def cube(graph: Graph) -> View:
    """Return the comparison of a graph's models as a data cube, in a fixed order and without blank nodes."""
    made = _Cube(graph)
    own = {kind: f"{graph.base}{kind}/" for kind in ("comparison", "dimension", "measure")}
    bound = graph.prefixes | own | {"qb": QB, "sdmx-attribute": _SDMX_ATTRIBUTE}
    return View(tuple(dict.fromkeys(made.statements())), dict(sorted(bound.items())))


@dataclass(frozen=True, slots=True)
class _Cell:
    """A value of a property of a model, and what is said of the value: its unit, that it is approximate."""

    model: IRI
    value: Term
    attributes: tuple[tuple[IRI, Term], ...] = ()


class _Cube:
    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.vocabulary = load_vocabulary()
        self.iri = IRI(f"{graph.base}comparison/{'+'.join(graph.sources)[:200] or 'models'}")
        self.model, self.number = (IRI(f"{graph.base}dimension/{name}") for name in ("model", "value-number"))
        self.about: dict[IRI, list[Statement]] = defaultdict(list)
        for statement in graph:
            if statement.graph is None:
                self.about[statement.subject].append(statement)
        self.mentioned: dict[IRI, None] = {}

    def statements(self) -> Iterator[Statement]:
        """Yield the comparison, its dimensions, then each property with its observations, then the values."""
        cells = self._cells()
        yield Statement(self.iri, _TYPE, _COLLECTION)
        yield Statement(self.iri, DCTERMS["title"], Literal("Comparison of models"))
        for term in cells:
            yield Statement(self.iri, DCTERMS["hasPart"], self._data_set(term))
        yield from self._dimension(self.model, "model", LLMKG["Model"])
        yield from self._dimension(self.number, "number of the value", XSD["integer"])
        yield from self._attributes()
        for term, values in cells.items():
            yield from self._structure(term, values)
            yield from self._observations(term, values)
        for node in self.mentioned:
            yield from (s for s in self.about.get(node, ()) if s.predicate in _SHOWN)

    def _cells(self) -> dict[Property, list[_Cell]]:
        """Return what is compared: the properties by field, of each the models by key."""
        terms = {
            iri: term
            for term in self.vocabulary.all_properties.values()
            if LLMKG["Model"] in term.domains and term.notation not in _BOUNDS
            for iri in (term.asserted_as or (term.iri,))
        }
        found: dict[Property, dict[_Cell, None]] = defaultdict(dict)
        for model in self.graph.models:
            self.mentioned[model] = None
            for statement in self.about[model]:
                if term := terms.get(statement.predicate):
                    found[term][self._cell(term, statement)] = None
        return {term: list(found[term]) for term in sorted(found, key=lambda term: term.notation)}

    def _cell(self, term: Property, statement: Statement) -> _Cell:
        model, value = statement.subject, statement.object
        if isinstance(value, IRI) and value.startswith(f"{model}/"):
            # A quantity or a size, whose node holds a number.
            about = {s.predicate: s.object for s in self.about[value]}
            number = about.get(QUDT["numericValue"]) or about[LLMKG["parameterCount"]]
            said = {attribute: about.get(attribute) for attribute in _ATTRIBUTES}
            said[_UNIT] = about.get(QUDT["hasUnit"])
            return _Cell(model, number, tuple((iri, value) for iri, value in said.items() if value))
        if unit := _COUNTED.get(term.notation):
            return _Cell(model, value, ((_UNIT, self.vocabulary.units[unit].iri),))
        return _Cell(model, value)

    # Structure

    def _data_set(self, term: Property) -> IRI:
        return IRI(f"{self.iri}/{_slug(term)}")

    def _measure(self, term: Property) -> IRI:
        return IRI(f"{self.graph.base}measure/{_slug(term)}")

    def _dimension(self, iri: IRI, label: str, range_: IRI) -> Iterator[Statement]:
        yield Statement(iri, _TYPE, RDF["Property"])
        yield Statement(iri, _TYPE, QB["DimensionProperty"])
        yield Statement(iri, _LABEL, Literal(label, language="en"))
        yield Statement(iri, RDFS["range"], range_)

    def _attributes(self) -> Iterator[Statement]:
        for iri, label in _ATTRIBUTES.items():
            yield Statement(iri, _TYPE, RDF["Property"])
            yield Statement(iri, _TYPE, QB["AttributeProperty"])
            yield Statement(iri, _LABEL, Literal(label, language="en"))

    def _structure(self, term: Property, cells: Sequence[_Cell]) -> Iterator[Statement]:
        """Describe the data set of a property, its structure and its measure."""
        data_set, measure = self._data_set(term), self._measure(term)
        structure = IRI(f"{data_set}/structure")
        label = Literal(term.label, language="en")
        yield Statement(data_set, _TYPE, QB["DataSet"])
        yield Statement(data_set, _LABEL, label)
        yield Statement(data_set, DCTERMS["isPartOf"], self.iri)
        yield Statement(data_set, QB["structure"], structure)
        yield Statement(measure, _TYPE, RDF["Property"])
        yield Statement(measure, _TYPE, QB["MeasureProperty"])
        yield Statement(measure, _TYPE, _kind(cells))
        yield Statement(measure, _LABEL, label)
        yield from (Statement(measure, RDFS["range"], range_) for range_ in _ranges(cells))
        yield Statement(measure, RDFS["seeAlso"], term.iri)
        yield Statement(structure, _TYPE, QB["DataStructureDefinition"])
        components = [
            ("dimension", "model", self.model),
            ("dimension", "value-number", self.number),
            ("dimension", "measure-type", QB["measureType"]),
            ("measure", "measure", measure),
        ]
        stated = [dict(cell.attributes) for cell in cells]
        for attribute, name in _ATTRIBUTES.items():
            if any(attribute in attributes for attributes in stated):
                components.append(("attribute", name.replace(" ", "-"), attribute))
        nodes = [IRI(f"{structure}/{name}") for _, name, _ in components]
        yield from (Statement(structure, QB["component"], node) for node in nodes)
        for order, (component, (role, _, target)) in enumerate(zip(nodes, components, strict=True), 1):
            yield Statement(component, _TYPE, QB["ComponentSpecification"])
            yield Statement(component, QB[role], target)
            yield Statement(component, QB["order"], Literal(str(order), XSD["integer"]))
            if role == "attribute":
                required = all(target in attributes for attributes in stated)
                value = Literal(str(required).lower(), XSD["boolean"])
                yield Statement(component, QB["componentRequired"], value)

    def _observations(self, term: Property, cells: Sequence[_Cell]) -> Iterator[Statement]:
        data_set, measure = self._data_set(term), self._measure(term)
        seen: dict[IRI, int] = defaultdict(int)
        for cell in cells:
            seen[cell.model] += 1
            number = seen[cell.model]
            iri = IRI(f"{data_set}/{self.graph.models[cell.model]}" + (f"/{number}" if number > 1 else ""))
            yield Statement(iri, _TYPE, QB["Observation"])
            yield Statement(iri, QB["dataSet"], data_set)
            yield Statement(iri, self.model, cell.model)
            yield Statement(iri, self.number, Literal(str(number), XSD["integer"]))
            yield Statement(iri, QB["measureType"], measure)
            yield Statement(iri, measure, cell.value)
            if isinstance(cell.value, IRI):
                self.mentioned[cell.value] = None
            for attribute, value in cell.attributes:
                if isinstance(value, IRI):
                    self.mentioned[value] = None
                yield Statement(iri, attribute, value)


def _slug(term: Property) -> str:
    return term.notation.replace("_", "-")


def _kind(cells: Sequence[_Cell]) -> IRI:
    return OWL["DatatypeProperty" if isinstance(cells[0].value, Literal) else "ObjectProperty"]


def _ranges(cells: Sequence[_Cell]) -> list[IRI]:
    """Return the range of a measure: the one datatype of its literals; of several (dates) none is stated."""
    types = {cell.value.datatype for cell in cells if isinstance(cell.value, Literal)}
    return [IRI(types.pop())] if len(types) == 1 else []
