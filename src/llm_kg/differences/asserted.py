"""Models of a graph, read back in the form in which they are compared.

What a graph does not tell is not compared: keys that no property has and texts of which nothing was
read (they stand in the claims of `--provenance full` and `graphs` alone), values that were not
accepted, venues, and which of several models that share a paper stated its title or address.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from functools import cache

from llm_kg.differences.portraits import (
    NAMES,
    PARAMETERS,
    Facet,
    Portrait,
    Side,
    Topic,
    other_topic,
    paper_facets,
    quantity_meaning,
    quantity_text,
    sizes_meaning,
    topic_of,
    words,
)
from llm_kg.graph import BASE
from llm_kg.names import slug
from llm_kg.numerals import plain
from llm_kg.places import Place, Source
from llm_kg.quantities import Quantity
from llm_kg.rdf import (
    DCTERMS,
    IRI,
    LLMKG,
    PREFIXES,
    PROV,
    QUDT,
    RDF,
    RDFS,
    SCHEMA,
    XSD,
    Literal,
    Statement,
    Term,
)
from llm_kg.records import Description
from llm_kg.sizes import Size
from llm_kg.terms import Property
from llm_kg.vocabulary import load_vocabulary

__all__ = ["Lines", "portraits_of_statements"]

#: Where entries and claims stand in the files that were read, by source, line and column (None for an
#: entry): a graph names the list that a file of records was made from, and no path.
Lines = Mapping[tuple[str, int, int | None], Place]

_TYPE, _LABEL = RDF["type"], RDFS["label"]
_MODEL = LLMKG["Model"]
_MARKS = frozenset({SCHEMA["name"], PROV["wasDerivedFrom"]})
_MAXIMUM = "maximum_number_of_parameters_in_million"
# Statements in these namespaces are ours, or repeat ours in terms of others.
_OWN = (*PREFIXES.values(), "http://data.europa.eu/it6/")
_NUMBERS = frozenset(XSD[name] for name in ("integer", "nonNegativeInteger", "decimal", "int", "long"))


def portraits_of_statements(statements: Iterable[Statement], lines: Lines | None = None) -> Side:
    """Return what a graph asserts of its models, and where its claims state it."""
    return _Reader(statements, lines or {}).side()


class _Reader:
    def __init__(self, statements: Iterable[Statement], lines: Lines) -> None:
        self.lines = lines
        graphs: dict[bool, list[Statement]] = {True: [], False: []}
        for statement in statements:
            graphs[statement.graph is None].append(statement)
        # Named graphs hold claims; but a store may have put all it holds into one of them.
        is_model = any(s.predicate == _TYPE and s.object == _MODEL for s in graphs[True])
        self.about: dict[IRI, dict[IRI, dict[Term, None]]] = defaultdict(lambda: defaultdict(dict))
        for statement in graphs[True] if is_model else (*graphs[True], *graphs[False]):
            self.about[statement.subject][statement.predicate][statement.object] = None
        self.about.default_factory = None
        self.models, self.mentioned = self._models()
        self.base = _base(self.models)
        self.places: dict[IRI, Place] = {}
        # What states a triple: texts and places; and what was not read of a model: key, text, place.
        self.stating: dict[tuple[Term, Term, Term], list[tuple[str, Place | None]]] = defaultdict(list)
        self.unread: dict[Term, list[tuple[str, str, Place | None]]] = defaultdict(list)
        claims = self._of_class(LLMKG["Claim"])
        for claim in claims:
            self._add_claim(claim)
        for entry in self._of_class(LLMKG["Entry"]):
            self._add_entry(entry)
        self.tells_claims = bool(claims)

    def side(self) -> Side:
        portraits = (self._portrait(iri) for iri in self.models)
        # Entries or a name in terms of schema.org stand with every model of a graph, or with none.
        is_marked = any(self.about[iri].keys() & _MARKS for iri in self.models)
        doubtful = frozenset() if is_marked else frozenset(map(self._model_key, self.mentioned))
        return Side({portrait.key: portrait for portrait in portraits}, self.tells_claims, doubtful)

    # What stands in the graph

    def _objects(self, subject: Term, predicate: IRI) -> Iterable[Term]:
        return self.about.get(subject, {}).get(predicate, ()) if isinstance(subject, IRI) else ()

    def _text(self, subject: Term, predicate: IRI) -> str | None:
        """Return one value as text: the same one, whatever the order of the statements."""
        return min(map(_lexical, self._objects(subject, predicate)), default=None)

    def _of_class(self, class_: IRI) -> list[IRI]:
        return sorted(iri for iri, about in self.about.items() if class_ in about.get(_TYPE, ()))

    def _models(self) -> tuple[list[IRI], list[IRI]]:
        """Return the models that are described, and those that are only mentioned by others."""
        links = [iri for iri, term in _terms().items() if _MODEL in term.ranges]
        mentioned = {
            value
            for about in self.about.values()
            for link in links
            for value in about.get(link, ())
            if isinstance(value, IRI)
        }
        bare = {iri for iri in mentioned if not self.about.get(iri, {}).keys() - {_TYPE, _LABEL}}
        models = self._of_class(_MODEL)
        return [iri for iri in models if iri not in bare], [iri for iri in models if iri in bare]

    def _key(self, iri: str) -> str:
        """Return the IRI of an instance without the graph's base; others are the same under every base."""
        if iri.startswith((f"{BASE}concept/", LLMKG)) or iri not in self.about:
            return iri
        return iri.removeprefix(self.base)

    def _model_key(self, iri: IRI) -> str:
        return self._key(iri).removeprefix("model/")

    def _place(self, entry: Term, line: str | None, column: str | None) -> Place | None:
        source = next(iter(self._objects(entry, DCTERMS["isPartOf"])), None)
        if source is None or line is None or not _is_count(line) or (column and not _is_count(column)):
            return None
        id_ = self._text(source, LLMKG["sourceIdentifier"]) or _lexical(source).rpartition("/")[2]
        number = int(column) if column else None
        return self.lines.get((id_, int(line), number)) or Place(Source(id_), int(line), number or 1)

    def _add_claim(self, claim: IRI) -> None:
        entry = next(iter(self._objects(claim, LLMKG["entry"])), claim)
        place = self._place(entry, *(self._text(claim, LLMKG[name]) for name in ("line", "column")))
        stated = self._text(claim, LLMKG["statedText"]) or ""
        triple = [
            next(iter(self._objects(claim, RDF[part])), None) for part in ("subject", "predicate", "object")
        ]
        subject, predicate, value = triple
        if subject is not None and predicate is not None and value is not None:
            self.stating[subject, predicate, value].append((stated, place))
            return
        key = self._text(claim, LLMKG["key"]) or ""
        for model in self._objects(entry, SCHEMA["about"]):
            self.unread[model].append((key, stated, place))

    def _add_entry(self, entry: IRI) -> None:
        place = self._place(entry, self._text(entry, LLMKG["line"]), None)
        for model in self._objects(entry, SCHEMA["about"]):
            if place and isinstance(model, IRI):
                known = self.places.setdefault(model, place)
                self.places[model] = min(known, place, key=lambda place: place.sort_key)

    # Models

    def _portrait(self, iri: IRI) -> Portrait:
        key = self._model_key(iri)
        portrait = Portrait(key, self._text(iri, _LABEL) or key, self.places.get(iri))
        facets = list(self._facets(iri))
        # A text of which several values were read shows none of them.
        values = Counter((f.stated, f.place) for f in facets)
        for facet in facets:
            stands_alone = values[facet.stated, facet.place] == 1 or facet.topic.field == PARAMETERS
            shown = facet.stated if facet.stated is not None and stands_alone else facet.text
            portrait.add(replace(facet, text=shown))
        for name, stated, place in self.unread.get(iri, ()):
            term = load_vocabulary().properties.get(name)
            topic = topic_of(term.notation) if term else other_topic(name)
            portrait.add(Facet(topic, f"“{words(stated)}”", stated, stated, place, is_read=False))
        return portrait

    def _facets(self, iri: IRI) -> Iterator[Facet]:
        for predicate, values in self.about[iri].items():
            term = _terms().get(predicate)
            for value in values:
                if predicate in (_LABEL, SCHEMA["alternateName"]):
                    name = _lexical(value)
                    yield self._facet(iri, predicate, value, topic_of(NAMES), slug(name), name)
                elif term and term.notation == "paper":
                    yield from self._paper(iri, predicate, value)
                elif term and term.notation not in (PARAMETERS, "size", _MAXIMUM):
                    topic = topic_of(term.notation)
                    yield self._facet(iri, predicate, value, topic, *self._meaning_and_text(value))
                elif not predicate.startswith(_OWN):
                    meaning = self._key(_lexical(value))
                    yield self._facet(iri, predicate, value, other_topic(predicate), meaning, _lexical(value))
        yield from self._parameters(iri)

    def _facet(self, iri: IRI, predicate: IRI, value: Term, topic: Topic, meaning: str, text: str) -> Facet:
        stating = self.stating.get((iri, predicate, value), ())
        stated, place = min(stating, key=_by_place, default=(None, None))
        return Facet(topic, meaning, text, stated, place)

    def _paper(self, iri: IRI, predicate: IRI, paper: Term) -> Iterator[Facet]:
        """Yield the titles and links of a paper, each where a claim states it."""
        titles = sorted(map(_lexical, self._objects(paper, SCHEMA["name"])))
        urls = sorted(map(_lexical, self._objects(paper, SCHEMA["url"])))
        urls += [
            f"https://arxiv.org/abs/{_lexical(v)}" for v in self._objects(paper, LLMKG["arxivIdentifier"])
        ]
        urls += [f"https://doi.org/{_lexical(v)}" for v in self._objects(paper, LLMKG["doi"])]
        stating = sorted(self.stating.get((iri, predicate, paper), ()), key=_by_place)
        facets = [f for title in titles for f in paper_facets(title, ())] + list(paper_facets(None, urls))
        for topic, meaning, text in facets:
            where = [place for stated, place in stating if words(text) in words(stated)]
            where = where or [place for _, place in stating]
            yield Facet(topic, meaning, text, None, next(iter(where), None))

    def _parameters(self, iri: IRI) -> Iterator[Facet]:
        """Yield the number of parameters: the sizes and the stated text are one value."""
        terms = load_vocabulary().all_properties
        sizes = list(filter(None, map(self._size, self._objects(iri, terms["size"].iri))))
        texts = sorted(self._objects(iri, terms[PARAMETERS].iri))
        topic = topic_of(PARAMETERS)
        if sizes:
            meaning = sizes_meaning(sizes)
            shown = ", ".join(map(_lexical, texts)) or meaning
            if texts:
                yield self._facet(iri, terms[PARAMETERS].iri, texts[0], topic, meaning, shown)
            else:
                yield Facet(topic, meaning, shown)
        else:
            for value in texts:
                text = _lexical(value)
                yield self._facet(iri, terms[PARAMETERS].iri, value, topic, words(text), text)
        largest = max((size.parameter_count for size in sizes), default=None)
        for value in self._objects(iri, terms[_MAXIMUM].iri):
            meaning, text = self._meaning_and_text(value)
            # Mostly it was read from the sizes, and says nothing more.
            if largest is None or meaning != plain(Decimal(largest) / 10**6):
                yield self._facet(iri, terms[_MAXIMUM].iri, value, topic_of(_MAXIMUM), meaning, text)

    def _size(self, node: Term) -> Size | None:
        count = self._text(node, LLMKG["parameterCount"]) or ""
        active = self._text(node, LLMKG["activeParameterCount"])
        if not _is_count(count):
            return None
        return Size(int(count), int(active) if active and _is_count(active) else None)

    def _meaning_and_text(self, value: Term) -> tuple[str, str]:
        if isinstance(value, Literal):
            return _literal_meaning(value), value.lexical
        if quantity := self._quantity(value):
            return quantity_meaning(quantity), quantity_text(quantity)
        labels = sorted(
            (term.language not in (None, "en"), term.lexical)
            for term in self._objects(value, _LABEL)
            if isinstance(term, Literal)
        )
        return self._key(value), labels[0][1] if labels else str(value)

    def _quantity(self, node: IRI) -> Quantity | None:
        number = self._text(node, QUDT["numericValue"])
        unit = _units().get(next(iter(self._objects(node, QUDT["hasUnit"])), None))
        if number is None or unit is None:
            return None
        is_approximate = self._text(node, LLMKG["approximate"]) == "true"
        try:
            value = Decimal(repr(float(number)))
            return Quantity(value, unit, is_approximate, self._text(node, LLMKG["accelerator"]))
        except ValueError:
            return None


def _base(models: Iterable[IRI]) -> str:
    """Return the base under which most models stand: `…/` of `…/model/gpt-3`."""
    folders = Counter(iri.rpartition("/")[0] for iri in models)
    bases = {f.removesuffix("model"): n for f, n in folders.items() if f.endswith(("/model", "#model"))}
    return min(bases, key=lambda base: (-bases[base], base), default=BASE)


def _by_place(stated: tuple[str, Place | None]) -> tuple[tuple[str, int, int], str]:
    text, place = stated
    return (place.sort_key if place else ("", 0, 0), text)


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _LONGEST_COUNT


# Longer ones Python does not turn into numbers.
_LONGEST_COUNT = 4000


def _lexical(term: Term) -> str:
    return term.lexical if isinstance(term, Literal) else str(term)


def _literal_meaning(literal: Literal) -> str:
    if literal.datatype in _NUMBERS:
        try:
            return plain(Decimal(literal.lexical)) if "e" not in literal.lexical.lower() else literal.lexical
        except InvalidOperation:
            return literal.lexical
    return words(literal.lexical) if literal.datatype == XSD["string"] else literal.lexical


@cache
def _terms() -> dict[IRI, Property]:
    """Return the properties of models by IRI."""
    terms = load_vocabulary().all_properties
    return {terms[name].iri: terms[name] for name in Description.model_fields}


@cache
def _units() -> dict[Term | None, str]:
    return {unit.iri: unit.notation for unit in load_vocabulary().units}
