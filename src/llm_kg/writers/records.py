"""Records as the project's own YAML, which `llm_kg.sources.yaml_records` reads back."""

from __future__ import annotations

import json
from collections.abc import Iterator

from llm_kg.errors import OutputError
from llm_kg.places import Place, Source
from llm_kg.records import Claim, Record
from llm_kg.sources import Records
from llm_kg.vocabulary import load_vocabulary

__all__ = ["records_yaml"]

# An unknown value of a controlled property that has more words is a sentence of its list.
_MOST_WORDS_OF_A_FACT = 6


def records_yaml(records: Records, *, facts_only: bool = False) -> Iterator[str]:
    """Yield the records of one source as YAML, each value with its key and place in the list.

    With `facts_only`, sentences in the words of the list are left out: prose properties, text that
    was not read, and long values that no concept is known for.

    Raises
    ------
    OutputError
        There are records of several sources; a file of records declares one.
    """
    if len(records.sources) != 1:
        raise OutputError("a YAML file holds the records of one source; give one list")
    (source,) = records.sources.values()
    yield from _header(source)
    yield "records:\n"
    for record in records:
        yield from _record(record, facts_only)


def _header(source: Source) -> Iterator[str]:
    yield "source:\n"
    for name in ("id", "title", "address", "license", "date"):
        if value := getattr(source, name):
            yield f"  {name}: {_scalar(value)}\n"
    if source.authors:
        yield f"  authors: [{', '.join(map(_scalar, source.authors))}]\n"


def _record(record: Record, facts_only: bool) -> Iterator[str]:
    place = record.origin or record.place
    yield f"- line: {place.line}\n"
    if place.column > 1:
        yield f"  column: {place.column}\n"
    by_key: dict[str, dict[Claim, None]] = {}
    seen: set[tuple[str, Place]] = set()
    for claim in record.claims:
        if facts_only and not _is_fact(claim):
            continue
        # A cell that states two properties (a licence and access) is written once.
        if (claim.key, claim.place) in seen:
            continue
        seen.add((claim.key, claim.place))
        by_key.setdefault(_key(claim), {})[claim] = None
    for key, claims in by_key.items():
        values = [_value(key, claim) for claim in claims]
        yield f"  {_scalar(key)}: {values[0] if len(values) == 1 else '[' + ', '.join(values) + ']'}\n"


def _key(claim: Claim) -> str:
    """Return the proper name of a claim's key; a key that means two properties stays as it is."""
    term = load_vocabulary().properties.get(claim.key)
    return term.notation if term else claim.key


def _is_fact(claim: Claim) -> bool:
    if claim.field is None:
        return False
    vocabulary = load_vocabulary()
    term = vocabulary.all_properties[claim.field]
    if term.is_prose:
        # "Training Data: 1T tokens (RefinedWeb)" is a fact; what a list writes under "training
        # corpus" is prose.
        own = vocabulary.properties.get(claim.key)
        return own is not None and not own.is_prose
    controlled = vocabulary.scheme_of(term) or term.notation == "model_family"
    words = max((len(v.split()) for v in claim.values if isinstance(v, str)), default=0)
    return not (controlled and words > _MOST_WORDS_OF_A_FACT)


def _value(key: str, claim: Claim) -> str:
    place = claim.origin or claim.place
    parts = [f"stated: {_scalar(claim.stated)}"]
    if claim.key != key:
        parts.append(f"key: {_scalar(claim.key)}")
    parts.append(f"line: {place.line}, column: {place.column}")
    return "{" + ", ".join(parts) + "}"


# What YAML 1.1 takes for booleans and null; our own reader does not guess types, others do.
_RESERVED = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"})


def _scalar(text: str) -> str:
    """Write a text as a YAML scalar: bare where it is a plain word, else as JSON, which YAML is."""
    word = text.replace("_", "")
    plain = word.isascii() and word.isalnum() and word[0].isalpha()
    if plain and text[0].isalpha() and text.lower() not in _RESERVED:
        return text
    return json.dumps(text, ensure_ascii=False)
