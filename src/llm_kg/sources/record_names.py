"""What names the records of a list: their own key, or another that holds names where none has one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from llm_kg.names import fold
from llm_kg.sizes.in_names import size_in_name
from llm_kg.sources.hub_records import is_of_hub
from llm_kg.sources.keys import says_of_model, terms_of
from llm_kg.sources.name_forms import LONGEST_NAME, is_coined, is_name, is_title
from llm_kg.sources.naming import family_of, parse_name
from llm_kg.sources.trees import Items, Node, Pairs, Scalar, text_of
from llm_kg.sources.written_records import is_written
from llm_kg.vocabulary import load_vocabulary

__all__ = ["is_name_key", "is_named", "named", "names_a_model", "record_of_name", "with_one_name"]

#: Keys that hold a name where no other does, the ones that people are shown first.
_NAMING: Final = tuple(
    map(fold, ("simple name", "short name", "label", "title", "heading", "slug", "id", "key", "repo"))
)
# `OWNER/MODEL`, as hubs and gateways call models.
_PATH = re.compile(r"[\w.-]{1,60}/(?=[\w.:-]*[A-Za-z])[\w.:-]{1,100}")


# `finch-1.5-chat`, beside "Finch 1.5 Chat".
_SLUG = re.compile(r"[a-z0-9]+(?:[-_.:][a-z0-9]+)+")
# A word and a number: families have few of these. Texts about models begin otherwise than their names.
_NUMBERED = re.compile(r"([^\W\d]{2,40}) \d{1,4}")
_OF_TEXTS = re.compile(
    r"(?:how|what|why|when|where|which|who|can|should|is|are|the|a|an|to|for|with|from|on|in|of|and|your|my"
    r"|run|running|use|using|build|building|train|training|deploy|deploying|install|installing|learn|learning"
    r"|get|getting|make|making|create|creating|write|writing|serve|serving|host|hosting|set|setting|try|understand"
    r"|understanding|introducing|introduction|fine-?tune|fine-?tuning|finetune|finetuning|compare|comparing)"
    r"[-_\s](?=\D)"
    r"|(?:tutorial|week|day|lesson|lecture|chapter|part|step|module|section|unit|exercise|lab|session|episode"
    r"|example|experiment|test|item|task|phase|stage|homework|assignment|question|project|note(?:book)?|post)"
    r"[-_\s]?\d{1,4}$",
    re.IGNORECASE,
)


def named(nodes: Sequence[Node], *, of_models: bool = False, surely: bool = False) -> tuple[Node, ...]:
    """Return records; where none has a name, with the value of a key that names all of them for it.

    `of_models` tells that they are said to be models, as those of databases are. Their keys must say so, too,
    or their names, unless they `surely` are, as what stands below an organisation is.
    """
    mappings = [node for node in nodes if isinstance(node, Pairs)]
    if not mappings or any(is_named(node) or is_of_hub(node) or is_written(node) for node in mappings):
        return tuple(nodes)
    said_to_be, of_models = of_models, surely or _are_of_models(mappings)
    for key in _NAMING:
        pairs = [next((pair for pair in node.pairs if _is(key, pair[0])), None) for node in mappings]
        values = [pair[1] for pair in pairs if pair]
        if not _are_names(values, len(mappings)):
            continue
        if key == "repo" and sum(size_in_name(text_of(v)) is not None for v in values) * 2 <= len(mappings):
            continue  # code is kept in repositories, too
        if of_models or (said_to_be and _may_be_models(mappings, values)) or _are_paths_of_models(values):
            keys = {id(pair[0]) for pair in pairs if pair}
            return tuple(_renamed(node, keys) if isinstance(node, Pairs) else node for node in nodes)
    return tuple(nodes)


def _is(key: str, node: Node) -> bool:
    return isinstance(node, Scalar) and len(node.text) <= 20 and fold(node.text) == key


def _are_of_models(mappings: Sequence[Pairs]) -> bool:
    """Tell whether most records say several things that are said of models alone.

    One is not enough: corpora have a size, too.
    """
    told = sum(sum(says_of_model(text_of(key)) for key, _ in node.pairs) > 1 for node in mappings)
    return told * 2 > len(mappings)


def _may_be_models(mappings: Sequence[Pairs], values: Sequence[Node]) -> bool:
    """Tell whether half of the records say what is said of models among others, or have coined names."""
    told = sum(any(_is_said_of_models(text_of(key)) for key, _ in node.pairs) for node in mappings)
    coined = sum(is_coined(text_of(v)) or size_in_name(text_of(v)) is not None for v in values)
    return max(told, coined) * 2 >= len(mappings)


def _is_said_of_models(key: str) -> bool:
    return says_of_model(key) or any(term.notation in _AMONG_OTHERS for term in terms_of(key))


_AMONG_OTHERS = frozenset({"license", "paper", "organization"})


def _are_names(values: Sequence[Node], wanted: int) -> bool:
    """Tell whether values are names: titles of papers are none, and of those of models nearly all are.

    Where a word and a number stand for most of them, they are parts of one thing: "Tutorial 1".
    """
    fit = [value for value in values if isinstance(value, Scalar) and names_a_model(value)]
    numbered = Counter(match[1] for value in fit if (match := _NUMBERED.fullmatch(value.text)))
    if any(2 * count > wanted and count > 1 for count in numbered.values()):
        return False
    fit = [value for value in fit if not _OF_TEXTS.match(value.text)]
    return len(fit) * 5 > wanted * 4 and len({value.text for value in fit}) == len(fit)


def _are_paths_of_models(values: Sequence[Node]) -> bool:
    """Tell whether values are `OWNER/MODEL`; what else is kept at a host of code has paths, too."""
    organizations = load_vocabulary().organizations
    return all(_PATH.fullmatch(text_of(value)) for value in values) and any(
        organizations.get(text_of(value).partition("/")[0]) or size_in_name(text_of(value))
        for value in values
    )


def _renamed(node: Pairs, keys: set[int]) -> Pairs:
    pairs: list[tuple[Node, Node]] = []
    for key, value in node.pairs:
        pairs += _named_by(key, value) if id(key) in keys else [(key, value)]
    return node._replace(pairs=tuple(pairs))


def _named_by(key: Node, value: Node) -> Iterator[tuple[Node, Node]]:
    """Yield what a label says: the name, and what stands ahead of it, its maker or its Chinese name."""
    label = text_of(value)
    parts = _LABEL.fullmatch(label)
    name = parts["name"] if parts else label
    ahead = parts["ahead"] if parts else None
    is_maker = bool(ahead and load_vocabulary().organizations.get(ahead))
    if parts and ahead and (_CHINESE.fullmatch(ahead) or (is_maker and _may_follow_maker(name))):
        yield Scalar("name", key.stretch), _part(value, name, parts.start("name"))
        if is_maker:
            yield Scalar("organization", key.stretch), _part(value, ahead, parts.start("ahead"))
        else:
            yield Scalar("alternate_name", key.stretch), _part(value, f"{ahead} {name}", parts.start("ahead"))
    else:
        start = len(label) - len(label.lstrip(_PICTURES))
        yield Scalar("name", key.stretch), _part(value, label[start:] or label, start if label[start:] else 0)


_PICTURES = "".join(map(chr, (0x20, 0x2B50, 0xFE0F, *range(0x2600, 0x27C0), *range(0x1F300, 0x1FB00))))
_LABEL = re.compile(
    rf"[{_PICTURES}]*+(?P<ahead>[\u3400-\u9fff]{{2,12}}|[A-Za-z][\w.-]{{1,20}})"
    r"(?:(?<=[\u3400-\u9fff])(?=[A-Za-z])|[ ·]++)(?P<name>[A-Za-z].{1,80})"
)
_CHINESE = re.compile(r"[\u3400-\u9fff]+")
_WORD = re.compile(r"[A-Za-z]{3}[\w.-]*")


def _may_follow_maker(name: str) -> bool:
    """Tell whether a name is whole without its maker's: "VibeVoice" is, "V3.1" and "Large" are not."""
    first = _WORD.match(name)
    return first is not None and (is_coined(first[0]) or family_of(name) is not None)


def _part(value: Node, text: str, start: int) -> Scalar:
    """Return a part of the text of a node, at its place where it is of one line."""
    line, column, end_line, end_column = value.stretch
    if line != end_line:
        return Scalar(text, value.stretch)
    quote = (end_column - column - len(text_of(value))) // 2  # a half of them stands before it
    column += max(quote, 0) + start
    return Scalar(text, (line, column, line, column + len(text)))


def is_named(node: Pairs) -> bool:
    """Tell whether a record has a name; the names of others may stand in it as a list."""
    return any(is_name_key(key) and not isinstance(value, Items) for key, value in node.pairs)


def with_one_name(node: Pairs) -> Pairs:
    """Return a record whose identifier, beside its name, is another name of its model; any other as it is."""
    names = [(key, value) for key, value in node.pairs if is_name_key(key) and isinstance(value, Scalar)]
    if len(names) < 2:
        return node
    paths = {
        id(key) for key, value in names if _PATH.fullmatch(text_of(value)) or _SLUG.fullmatch(text_of(value))
    }
    if not 0 < len(paths) < len(names):
        return node
    own = [words for key, value in names if id(key) not in paths for words in _words(value)]
    if not any(word in own for key, value in names if id(key) in paths for word in _words(value)):
        return node
    return node._replace(
        pairs=tuple(
            (Scalar("alternate_name", key.stretch), value) if id(key) in paths else (key, value)
            for key, value in node.pairs
        )
    )


def _words(name: Node) -> Sequence[str]:
    """Return the words and numbers of a name, but for who is before them in a path."""
    return re.findall(r"[^\W\d_]{2,}|\d+", text_of(name).rpartition("/")[2].casefold())


def _is_identifier(text: str) -> bool:
    return bool(_PATH.fullmatch(text) or _SLUG.fullmatch(text))


def is_name_key(key: Node) -> bool:
    """Tell whether a key is that of a name."""
    return any(term.notation == "name" for term in terms_of(text_of(key)))


def record_of_name(name: Node) -> Node:
    """Return the record of a model of which nothing but the name is told."""
    return Pairs(((Scalar("name", name.stretch), name),), name.stretch)


def names_a_model(node: Node) -> bool:
    """Tell whether a text has the form of a name, and not of a title."""
    label = text_of(node)
    parts = _LABEL.fullmatch(label) if len(label) <= LONGEST_NAME else None
    text = parts["name"] if parts and _CHINESE.fullmatch(parts["ahead"]) else label
    return is_name(parse_name(text).name) and not is_title(text)
