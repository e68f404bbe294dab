"""Which nodes of a document are records: one, a list of them, or several under names of models or makers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from llm_kg.curated import is_host, names_models
from llm_kg.findings import Finding
from llm_kg.sources.base import GROUP, Reading, Text
from llm_kg.sources.keys import says_of_model, terms_of
from llm_kg.sources.mappings import place_of
from llm_kg.sources.record_groups import describe_models, members_of, ungrouped
from llm_kg.sources.record_names import is_named, named, names_a_model, record_of_name
from llm_kg.sources.record_sections import records_below
from llm_kg.sources.trees import Items, Node, Pairs, Scalar, items_of, text_of
from llm_kg.sources.written_records import is_written
from llm_kg.terms import Property
from llm_kg.vocabulary import load_vocabulary

__all__ = ["records_in"]


def records_in(document: Node, text: Text, reading: Reading) -> tuple[Node, ...]:
    """Return the records of a document; of those that hold the records of models, these."""
    return named(tuple(ungrouped(_listed(document, text, reading))))


def _listed(document: Node, text: Text, reading: Reading) -> tuple[Node, ...]:
    """Return the records of a document, which is one, a list of them, or a header and a list.

    The only list of mappings in a mapping is one of records, too, and so are several with nothing beside
    them. Where mappings stand under keys that are no properties, these are the names. In a document of
    parts, some may hold the records of models.
    """
    if not isinstance(document, Pairs) or is_written(document):
        return items_of(document)
    document = _without_own_notes(document, text, reading)
    listed = document.get("records")
    if listed is None:
        lists = [value for key, value in document.pairs if _is_list_of_records(text_of(key), value)]
        told = [node for node in lists if _tell_of_models(node)]
        if len(lists) > 1 and (
            len(lists) == len(document.pairs) or (len(told) > 1 and not is_named(document))
        ):
            lists = lists if len(lists) == len(document.pairs) else told
            _tell_unread(document, lists, text, reading)
            return tuple(_by_group(document, lists))
        if not (told and len(lists) == 1):
            found = tuple(_by_name(document)) or tuple(_by_name_below(document))
            if found := found or records_below(document, text, reading):
                return found
        names = None if len(lists) == 1 else _list_of_names(document)
        listed = lists[0] if len(lists) == 1 else names
        if listed is None:
            return items_of(document)
    _tell_unread(document, [listed], text, reading)
    (key,) = (text_of(key) for key, value in document.pairs if value is listed)
    of_models = names_models(key)
    of_makers = any(term.notation == "organization" for term in terms_of(key))
    records = tuple(ungrouped(items_of(listed), of_makers=of_makers))
    if not of_models:
        return records
    # A name alone is the record of a model.
    return named([record_of_name(n) if isinstance(n, Scalar) else n for n in records], of_models=True)


def _without_own_notes(document: Pairs, text: Text, reading: Reading) -> Pairs:
    """Leave out of a mapping of mappings what files say of themselves: `_meta: {…}` is no model's record."""
    own = [key for key, _ in document.pairs if text_of(key).startswith("_")]
    if not own or not all(isinstance(value, Pairs) for _, value in document.pairs):
        return document
    for key in own:
        message = f"{text_of(key)[:60]!r} begins as what a file says of itself does, and was not read"
        reading.findings.add(Finding.of("unread-text", message, place_of(text, key)))
    return document._replace(pairs=tuple(pair for pair in document.pairs if pair[0] not in own))


def _tell_unread(document: Pairs, listed: Sequence[Node], text: Text, reading: Reading) -> None:
    """Report what stands beside lists of records and is no header."""
    for key, value in document.pairs:
        if text_of(key) != "source" and text_of(value) and not any(value is node for node in listed):
            message = f"{text_of(key)!r} beside `source` and `records` was not read"
            reading.findings.add(Finding.of("unread-text", message, place_of(text, key)))


def _tell_of_models(listed: Node) -> bool:
    """Tell whether most of some records have a name, and say what only models have."""
    nodes = items_of(listed)
    telling = [
        node
        for node in nodes
        if isinstance(node, Pairs)
        and is_named(node)
        and any(says_of_model(text_of(key)) for key, _ in node.pairs)
    ]
    return len(telling) * 2 > len(nodes)


def _is_list_of_records(key: str, node: Node) -> bool:
    """Tell whether mappings are listed under a key that is no property, or means models."""
    if not isinstance(node, Items) or not node.nodes or not all(isinstance(n, Pairs) for n in node.nodes):
        return False
    is_of_groups = all(map(members_of, node.nodes))
    return is_of_groups or all(term.notation == "name" for term in terms_of(key))


def _by_group(document: Pairs, lists: Sequence[Node]) -> Iterator[Node]:
    """Yield the records of lists under keys, which may name the organisations that they are grouped by.

    These made the models where catalogues describe them; others may but serve them.
    """
    are_described = describe_models([node for listed in lists for node in items_of(listed)])
    for key, listed in document.pairs:
        if not any(listed is node for node in lists):
            continue
        known = load_vocabulary().organizations.get(text_of(key)) or is_host(text_of(key))
        relation = "organization" if are_described and not is_host(text_of(key)) else GROUP
        for node in items_of(listed):
            assert isinstance(node, Pairs)
            told = any(
                t.notation == "organization" for name, _ in node.pairs for t in terms_of(text_of(name))
            )
            own = ((Scalar(relation, key.stretch), key),) if known and not told else ()
            yield node._replace(pairs=(*node.pairs, *own))


def _by_name(document: Pairs) -> Iterator[Node]:
    """Yield the records of a mapping from names to records; nothing where it is anything else."""
    for key, value in document.pairs:
        if not isinstance(value, Pairs) or terms_of(text_of(key)):
            return
        if not any(terms_of(text_of(name)) for name, _ in value.pairs):
            return
    for key, value in document.pairs:
        assert isinstance(value, Pairs)
        own = () if is_named(value) else ((Scalar("name", key.stretch), key),)
        yield value._replace(pairs=(*own, *value.pairs))


def _by_name_below(document: Pairs) -> Iterator[Node]:
    """Yield the records of the only mapping from names to records in a document: `models: {GPT-3: …}`."""
    if len(document.pairs) != 1:
        return
    ((key, value),) = document.pairs
    if isinstance(value, Pairs) and names_models(text_of(key)):
        yield from _by_name(value)


def _list_of_names(document: Pairs) -> Items | None:
    """Return the only list of names in a document, under a key that says that they are models'."""
    if any(term.notation == "name" for key, _ in document.pairs for term in _own_terms(key)):
        return None
    lists = [
        value for key, value in document.pairs if names_models(text_of(key)) and isinstance(value, Items)
    ]
    if len(lists) != 1 or len(lists[0].nodes) < 2:
        return None
    names = lists[0].nodes
    return (
        lists[0]
        if all(isinstance(node, Scalar) and not node.tag and names_a_model(node) for node in names)
        else None
    )


def _own_terms(key: Node) -> Sequence[Property]:
    """Return what a key means, unless it says that several models stand below it."""
    return () if names_models(text_of(key)) else terms_of(text_of(key))
