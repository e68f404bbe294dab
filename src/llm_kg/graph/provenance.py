"""Where values come from: entries of sources, claims, conflicts, and the sources themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import TypeAlias

from llm_kg.graph.blocks import pair
from llm_kg.graph.mapping import Mapped, ModelMapping
from llm_kg.identifiers import clean_url
from llm_kg.names import slug
from llm_kg.pairs import Node, Pair, split
from llm_kg.places import Place, Source
from llm_kg.rdf import DCAT, DCTERMS, LLMKG, PROV, RDF, RDFS, SCHEMA, VOID, XSD, Literal
from llm_kg.reconciliation import Model
from llm_kg.records import Claim, Record, field_of
from llm_kg.sizes import Size
from llm_kg.tokens import iri_token, literal_token, quoted

__all__ = ["Said", "claim_nodes", "claimed", "conflict_nodes", "dataset_node", "entry_node", "source_node"]

#: A subject, and something that is said of it.
Said: TypeAlias = tuple[str, Pair]

_LABEL = iri_token(RDFS["label"])
_IS_CLAIM = pair(RDF["type"], iri_token(LLMKG["Claim"]))
_SUBJECT, _PREDICATE, _OBJECT = (iri_token(RDF[name]) for name in ("subject", "predicate", "object"))
_ABOUT, _PART_OF, _QUOTED_FROM = map(iri_token, (SCHEMA["about"], DCTERMS["isPartOf"], PROV["wasQuotedFrom"]))
_IS_ENTRY = [pair(RDF["type"], iri_token(class_)) for class_ in (LLMKG["Entry"], PROV["Entity"])]
_LINE, _COLUMN, _KEY, _STATED_TEXT, _ENTRY, _ACCEPTED = (
    iri_token(LLMKG[name]) for name in ("line", "column", "key", "statedText", "entry", "accepted")
)
_INTEGER = f"^^{iri_token(XSD['integer'])}"
_BOOLEAN = {state: literal_token(Literal(str(state).lower(), XSD["boolean"])) for state in (True, False)}

# A dataset of many sources is named by the first of them.
_LONGEST_DATASET_NAME = 200


def entry_token(mapping: ModelMapping, record: Record) -> str:
    """Return the token of the IRI of a record's entry."""
    return f"{_entries(mapping.base, record.source.id)}{record.entry}>"


@cache
def _entries(base: str, source: str) -> str:
    return iri_token(f"{base}source/{source}/")[:-1]


def entry_node(mapping: ModelMapping, model: str, record: Record) -> Node:
    """Say of an entry which model it is about, and where it stands."""
    source, place = record.source, record.origin or record.place
    said = [
        *_IS_ENTRY,
        f"{_LABEL} {quoted(f'{record.name} in {_title(source)}')}",
        f"{_ABOUT} {model}",
        f'{_LINE} "{place.line}"{_INTEGER}',
        f"{_PART_OF} {_source_token(mapping.base, source.id)}",
    ]
    if quoted_from := _line_address(place):
        said.append(f"{_QUOTED_FROM} {quoted_from}")
    return entry_token(mapping, record), said


@cache
def _source_token(base: str, source: str) -> str:
    return iri_token(f"{base}source/{source}")


def _line_address(place: Place) -> str | None:
    """Return the address of a line, where that of its source is known."""
    if not (address := place.source.address):
        return None
    return _page(address, f"#L{place.line}" if "/blob/" in address else "")


def _page(address: str, line: str) -> str:
    return iri_token(clean_url(address) + line)


def claimed(mapping: ModelMapping, model: str, claim: Claim) -> Iterator[Mapped]:
    """Yield what each value of a claim says, accepted or not: of the model, and of the value's nodes."""
    every = mapping.vocabulary.all_properties
    for value in claim.values:
        term = every[field_of(claim, value)]
        if term.asserted_as:
            yield [pair(sorted(term.asserted_as)[0], quoted(str(value)))], []
        elif LLMKG["Model"] in term.domains:
            yield mapping.value(model, term.notation, value)
    # The count is read from the sizes of an entry, and is its claim as well.
    if counted := mapping.count(value for value in claim.values if isinstance(value, Size)):
        yield counted, []


def claim_nodes(
    mapping: ModelMapping, model: str, record: Record, asserted: Collection[Said], named: bool
) -> tuple[dict[str, dict[Pair, None]], dict[str, dict[Pair, None]]]:
    """Return every claim of an entry as nodes; with `named`, also what the claims say.

    The latter stands in the entry's own graph; `asserted` is what the graph itself says.
    """
    entry = entry_token(mapping, record)
    nodes: dict[str, dict[Pair, None]] = {}
    within: dict[str, dict[Pair, None]] = defaultdict(dict)
    seen: dict[str, int] = defaultdict(int)
    for claim in record.claims:
        values = list(claimed(mapping, model, claim))
        if named:
            for about, own in values:
                for subject, pairs in ((model, about), *own):
                    within[subject].update(dict.fromkeys(pairs))
        firsts: list[Said | None] = [(model, about[0]) for about, _ in values]
        for first in firsts or [None]:
            key = slug(claim.key)
            seen[key] += 1
            number = f"-{seen[key]}" if seen[key] > 1 else ""
            said = _claim(entry, claim, first, first in asserted)
            nodes.setdefault(iri_token(f"{entry[1:-1]}/{key}{number}"), {}).update(dict.fromkeys(said))
    return nodes, within


def _claim(entry: str, claim: Claim, about: Said | None, accepted: bool) -> Iterator[Pair]:
    place = claim.origin or claim.place
    yield _IS_CLAIM
    yield f"{_ENTRY} {entry}"
    yield f"{_KEY} {quoted(claim.key)}"
    yield f"{_STATED_TEXT} {quoted(claim.stated)}"
    yield f'{_LINE} "{place.line}"{_INTEGER}'
    yield f'{_COLUMN} "{place.column}"{_INTEGER}'
    yield f"{_ACCEPTED} {_BOOLEAN[accepted]}"
    if about:
        subject, pair_ = about
        predicate, value = split(pair_)
        yield f"{_SUBJECT} {subject}"
        yield f"{_PREDICATE} {predicate}"
        yield f"{_OBJECT} {value}"


def conflict_nodes(mapping: ModelMapping, model: Model) -> Iterator[Node]:
    """Yield a node for each disagreement: of which property, what is claimed, and what decided."""
    about = mapping.model(model)
    for conflict in model.conflicts:
        term = mapping.vocabulary.all_properties[conflict.field]
        said = [
            pair(RDF["type"], iri_token(LLMKG["Conflict"])),
            f"{_LABEL} {quoted(f'{model.name}: {term.label}')}",
            f"{_ABOUT} {about}",
            pair(LLMKG["disputedProperty"], iri_token(term.iri)),
            pair(LLMKG["reason"], quoted(conflict.reason)),
        ]
        for predicate, claims in (("acceptedText", conflict.accepted), ("refusedText", conflict.refused)):
            said += [pair(LLMKG[predicate], quoted(claim.stated)) for claim in claims]
        yield f"{about[:-1]}/conflict/{term.notation.replace('_', '-')}>", dict.fromkeys(said)


def source_node(mapping: ModelMapping, source: Source) -> Node:
    """Say what is known of a source."""
    said = [
        pair(RDF["type"], iri_token(LLMKG["Source"])),
        pair(RDF["type"], iri_token(PROV["Entity"])),
        f"{_LABEL} {quoted(_title(source))}",
        pair(LLMKG["sourceIdentifier"], quoted(source.id)),
    ]
    if source.address:
        said.append(pair(SCHEMA["url"], iri_token(source.address)))
    said += [pair(DCTERMS["creator"], quoted(author)) for author in source.authors]
    if source.date:
        said.append(pair(DCTERMS["modified"], literal_token(Literal(source.date, XSD["date"]))))
    if source.license:
        known = mapping.vocabulary.schemes["license"].concepts.get(source.license)
        if known:
            said.append(pair(DCTERMS["license"], mapping.things.known(known.iri)))
    return _source_token(mapping.base, source.id), dict.fromkeys(said)


def dataset_node(mapping: ModelMapping, sources: Mapping[str, Source], models: int) -> list[Node]:
    """Describe the graph as a dataset: what it holds, and which sources it was made from.

    Its IRI comes from the ids of the sources, and its date from theirs, never from a clock.
    """
    if not sources:
        return []
    dataset = mapping.token("dataset", "+".join(sources)[:_LONGEST_DATASET_NAME])
    partition = f"{dataset[:-1]}/models>"
    titles = ", ".join(map(_title, sources.values()))
    said = [
        pair(RDF["type"], iri_token(VOID["Dataset"])),
        pair(RDF["type"], iri_token(DCAT["Dataset"])),
        pair(DCTERMS["title"], quoted(f"Models of {titles}")),
        pair(VOID["uriSpace"], quoted(mapping.base)),
        pair(VOID["vocabulary"], iri_token(LLMKG.removesuffix("#"))),
    ]
    said += [pair(DCTERMS["source"], _source_token(mapping.base, id_)) for id_ in sources]
    if dates := [source.date for source in sources.values() if source.date]:
        said.append(pair(DCTERMS["modified"], literal_token(Literal(max(dates), XSD["date"]))))
    said.append(pair(VOID["classPartition"], partition))
    counted = [
        pair(VOID["class"], iri_token(LLMKG["Model"])),
        pair(VOID["entities"], f'"{models}"{_INTEGER}'),
    ]
    return [(dataset, said), (partition, counted)]


def _title(source: Source) -> str:
    return source.title or source.id
