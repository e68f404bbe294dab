"""Items that are a key and its value."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from llm_kg.curated import is_link_label, link_field
from llm_kg.names import clean
from llm_kg.places import Place
from llm_kg.sizes.cells import parse_sizes
from llm_kg.sources.base import DESCRIPTION, Cell
from llm_kg.sources.keys import terms_of
from llm_kg.sources.links import is_link_field, link_kind
from llm_kg.sources.markdown.inline import Span, plain
from llm_kg.sources.markdown.item_text import EDGES, ItemText, read_sentences
from llm_kg.sources.markdown.quoted import begins_citation
from llm_kg.sources.name_forms import is_coined, is_name, is_title
from llm_kg.sources.naming import family_of
from llm_kg.sources.recognizers import is_date_shaped, is_license, is_size, names_organizations
from llm_kg.sources.titles import is_report
from llm_kg.terms import Property
from llm_kg.vocabulary import load_vocabulary

__all__ = ["read_pair", "read_pair_lines"]

_PAIR = re.compile(r"\s*+(\*{1,3}|_{1,3}|)([^:：*_\n]{1,60}?)\s*+(?:[:：]\s*\1|\1\s*+[:：])(.*)", re.DOTALL)
_DASHED = re.compile(r"\s*+(\*\*?|__?|)([^:：*_\n–—-]{1,40}?)\1\s++[-–—]\s++(.*)", re.DOTALL)
_LABELLED = re.compile(r"\s*+([\u3400-\u9fff]{2,8})(?=[A-Za-z])([^\n：]{8,300}?)\s*[:：]\s*")
_FULL_STOP = re.compile(r"\.\s")
# These say who made a model where they are of an organisation; an origin may be the address of a paper, too.
_SAYS_WHO = re.compile(r"origins?|publishers?|published by|vendor", re.IGNORECASE)
# The values of these are things with pages of their own.
_OF_OTHERS = frozenset(
    {
        "based_on",
        "instruction_tuned_variant",
        "training_corpus",
        "fine_tuning_data",
        "license",
        "organization",
    }
    | {
        "training_framework",
        "hardware_used",
        "tokenization",
        "text_encoder",
        "image_encoder",
        "image_decoder",
    }
)
# "Developed by OpenAI", and nothing but links behind it.
_MADE_BY = re.compile(
    r"\s*+(?:developed|created|built|made|released|open[- ]sourced)\sby\s++([^\n:：.]{2,80}?)[\s,;]*+",
    re.IGNORECASE,
)
# What a value has the form of, by its property.
_FORMS: Mapping[str, Callable[[str], object]] = {
    "number_of_parameters": lambda text: parse_sizes(_FULL_STOP.split(text)[0]),
    "date_created": is_date_shaped,
    "license": is_license,
    "organization": names_organizations,
}


def read_pair(item: ItemText, first: Span, behind: list[Span], end: int | None = None) -> bool:
    """Read `KEY: value`, where KEY is a property's name; links behind it are its value.

    Behind a dash stands the value of a property if it has the form of one: `Parameters - 7B`. It ends at
    an offset, or where the paragraph does.
    """
    if not first.text.lstrip()[:1].isascii() and _read_labelled_title(item, first, behind):
        return True
    if (made := _MADE_BY.fullmatch(first.text)) and names_organizations(plain(made[1])):
        item.kind, item.label = "pair", plain(first.text).strip(EDGES)
        item.add("organization", plain(made[1]), first.start + made.start(1), first.start + made.end(1))
        read_sentences(item, behind)
        return True
    match = _PAIR.match(first.text) if ":" in first.text or "：" in first.text else None
    match = match or _valued(_DASHED.match(first.text))
    if not match:
        return False
    key = plain(match[2]).strip(" *_")
    if not plain(match[3]).strip() and not behind:
        start = first.start + match.start(2)
        place = item.paragraph.place(start, start + len(match[2]))
        item.key_alone = Cell(key, "", place, place)
    term = load_vocabulary().properties.get(key)
    if term is None and key.endswith((")", "）", "]")):
        term = next(iter(terms_of(key)), None)
    if term and term.notation == "based_on" and is_size(plain(match[3]).strip()):
        term = None  # "base: 110M" tells of a variant
    if term is None and _are_addresses(match[3], behind):  # "homepage link: [here](…)"
        term = next(filter(is_link_field, terms_of(key)), None)
    if term and _names_family(term, key) and _are_addresses(match[3], behind):
        return False
    # What cites a paper is no address: the key is a name that is also a word for links.
    if term and term.notation != "paper" and is_link_field(term) and begins_citation(match[3]):
        return False
    if term is None:
        start = first.start + match.start(2)
        value = plain(item.paragraph.content[first.start + match.start(3) : end]).strip()
        if value and not match[2].lstrip().startswith("["):
            place = item.paragraph.place(start, start + len(match[2]))
            item.unknown_pair = Cell(key, value, item.paragraph.place(first.start + match.start(3)), place)
        return False
    item.kind = "pair"
    item.label = key
    start = first.start + match.start(2)
    key_place = item.paragraph.place(start, start + len(match[2]))
    value = plain(item.paragraph.content[first.start + match.start(3) : end]).strip()
    empty = [span for span in behind if span.kind == "link" and not item.leads_anywhere(term.notation, span)]
    links = [span for span in behind if span.kind == "link" and span.url]
    if empty and not links and all(link_kind(plain(span.text)) for span in empty) and is_link_field(term):
        return True
    if _SAYS_WHO.fullmatch(key) and (maker := _maker_of(plain(match[3]), links)):
        _add_maker(item, maker, value, key_place, first.start + match.start(3))
        for link in links:
            item.add_link("link", link)
        return True
    if _SAYS_WHO.fullmatch(key) and value and not links and "://" not in value:
        item.put(Cell(DESCRIPTION, value, item.paragraph.place(first.start + match.start(3)), key_place))
        return True
    if term.notation == "name" and links and not plain(match[3]).strip(EDGES) and _are_of_no_name(links):
        key, term = "checkpoint", load_vocabulary().properties.find("checkpoint")
    if links and (is_link_field(term) or not value):
        for link in links:
            label = plain(link.text).strip()
            if term.notation == "paper" and is_title(label):
                item.add("title", clean(label), link.label, link.label + len(link.text))
            elif label and not link_kind(label) and "://" not in label:
                item.add(DESCRIPTION, label, link.label, link.label + len(link.text))
            item.put(Cell(key, link.url, item.paragraph.place(link.start, link.end), key_place))
        begin = first.start + match.start(3)
        beside = [span for span in behind if span.kind in ("text", "bracket")]
        read_sentences(item, [Span("text", match[3], begin, first.end), *beside])
    elif value:
        begin = first.start + match.start(3)
        place = item.paragraph.place(begin + (len(match[3]) - len(match[3].lstrip())), None)
        item.put(Cell(key, value, place, key_place))
        for link in links:
            kind = link_kind(plain(link.text))
            # What the value is leads to its own page, and to none of the model's.
            if term.notation in _OF_OTHERS and not kind:
                item.put(item.cell(DESCRIPTION, link.url, link.start, link.end))
            else:
                item.add_link(kind or link_field(link.url), link)
    return True


def _read_labelled_title(item: ItemText, first: Span, behind: Sequence[Span]) -> bool:
    """Read the title of a paper behind the Chinese word for one, and its address: `论文TITLE：https://…`."""
    match = _LABELLED.fullmatch(first.text)
    if not match or link_kind(match[1]) != "paper" or [span.kind for span in behind] != ["link"]:
        return False
    title = clean(plain(match[2]))
    if not (is_title(title) or is_report(title)):
        return False
    item.kind, item.label = "pair", match[1]
    item.add("title", title, first.start + match.start(2), first.start + match.end(2))
    item.add_link("paper", behind[0])
    return True


def _names_family(term: Property, key: str) -> bool:
    """Tell whether a key is the name of a family itself: `Tern系列`."""
    return term.notation == "model_family" and family_of(key) is not None and is_name(key) and is_coined(key)


def _are_addresses(value: str, behind: Sequence[Span]) -> bool:
    """Tell whether nothing but links stand behind a colon."""
    return bool(behind) and not plain(value).strip() and all(span.kind == "link" for span in behind)


def read_pair_lines(item: ItemText, rest: list[Span]) -> list[Span]:
    """Read the lines behind the first of an item that are `KEY: value`; return what else stands there."""
    texts = [span.text for span in rest if span.kind == "text"]
    if item.kind != "name" or not any(map(_may_have_key, texts)):
        return rest
    lines = _by_lines(rest)
    left: list[Span] = []
    kept = item.kind, item.label, item.key_alone, item.unknown_pair
    for line in lines:
        if line[0].kind != "text" or not read_pair(item, line[0], line[1:], line[-1].end):
            left += line
        item.kind, item.label, item.key_alone, item.unknown_pair = kept
    # Where no line is one they are read as they stand: they may be those of a title.
    return rest if len(left) == sum(map(len, lines)) else left


# A key that begins a line behind the first.
_KEY_AHEAD = re.compile(r"(?:^|\n)\s*[*_]{0,2}([^\W\d][^:：\n]{0,40})[:：]")


def _may_have_key(text: str) -> bool:
    properties = load_vocabulary().properties
    keys = (match[1].strip(" *_") for match in _KEY_AHEAD.finditer(text))
    return any(key.endswith((")", "）", "]")) or properties.get(key) for key in keys)


def _by_lines(found: Sequence[Span]) -> list[list[Span]]:
    """Return spans by the lines that they begin on; a text that runs over the end of one is of several."""
    lines: list[list[Span]] = [[]]
    for span in found:
        start = span.start
        for number, text in enumerate(span.text.split("\n") if span.kind == "text" else ()):
            if number:
                lines.append([])
            if text.strip():
                lines[-1].append(Span("text", text, start, start + len(text)))
            start += len(text) + 1
        if span.kind != "text":
            lines[-1].append(span)
    return [line for line in lines if line]


def _maker_of(text: str, links: Sequence[Span]) -> str | None:
    """Return the organisation with which a value begins: alone, as a label, or before a comma."""
    label = plain(links[0].text) if links and not text.strip() else ""
    tries = (label, text) if label else (text, text.partition(",")[0])
    known = (t.strip().rstrip(".") for t in tries if t.strip() and names_organizations(t.strip().rstrip(".")))
    return next(known, None)


def _add_maker(item: ItemText, maker: str, value: str, key_place: Place, start: int) -> None:
    end = len(item.paragraph.content)
    item.put(item.within("organization", maker, start, end)._replace(key_place=key_place))
    if rest := value.removeprefix(maker).strip(EDGES + "."):
        item.put(item.within(DESCRIPTION, rest, start, end))


def _are_of_no_name(links: Sequence[Span]) -> bool:
    """Tell whether the labels of links name nothing: `Model: https://…`, `Model: [here](…)`."""
    labels = [plain(link.text).strip() for link in links]
    return all(not label or "://" in label or link_kind(label) or is_link_label(label) for label in labels)


def _valued(match: re.Match[str] | None) -> re.Match[str] | None:
    """Return a match of a key and a value that has the form of one, as the key asks for; else None."""
    term = load_vocabulary().properties.get(plain(match[2])) if match else None
    form = _FORMS.get(term.notation) if term else None
    return match if match and form and form(plain(match[3])) else None
