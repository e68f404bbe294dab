"""The sections of a Markdown list: the headings above some blocks, and what these say of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field, replace

from llm_kg.curated import is_host, is_summary
from llm_kg.names import fold
from llm_kg.places import Place
from llm_kg.sources.base import Cell
from llm_kg.sources.links import link_kind
from llm_kg.sources.markdown.blocks import Block
from llm_kg.sources.markdown.document import Document
from llm_kg.sources.markdown.html import SUMMARY, end_of_tables, html_headings
from llm_kg.sources.markdown.inline import plain
from llm_kg.sources.markdown.sections import Judgement, is_beside_models, judge, rule_for
from llm_kg.sources.markdown.stated import states
from llm_kg.sources.markdown.unnested import Within, unnested
from llm_kg.sources.name_forms import is_name
from llm_kg.sources.naming import family_of, parse_name
from llm_kg.sources.recognizers import is_date_shaped, names_organizations
from llm_kg.vocabulary import load_vocabulary

__all__ = ["Heading", "Section", "sections_of"]


# What stands under a heading of these is no model, whoever made it.
_NO_MODELS = ("software", "other")
_NOT_JUDGED = Judgement("models", "")

_NUMBER = re.compile(r"\d{1,3}[.)]\s+(?=\D)")


@dataclass(slots=True)
class Heading:
    """A heading: as it is shown, and as it is written.

    `maker` is the organisation that it names if its list is grouped so; `states_maker` tells that the
    heading says so itself: `Company: NAME`.
    """

    level: int
    title: str
    place: Place
    raw: str
    maker: Cell
    states_maker: bool = False

    @classmethod
    def of(cls, level: int, title: str, place: Place, raw: str) -> Heading:
        """Return the heading of a title, with what may be an organisation in it."""
        maker = _NUMBER.sub("", title, count=1)
        key, colon, value = maker.partition(":")
        states = bool(colon) and _is_maker(key) and is_name(value) and not value.strip()[0].islower()
        of_models = None if states else _maker_of_models(maker)
        maker = (of_models or (value if states else maker)).strip()
        if maker.startswith("[[") and maker.endswith("]]"):  # a link to another note
            maker = maker[2:-2].strip()
        start = place.column + max(title.find(maker), 0)
        where = place._replace(column=start, end_column=start + len(maker))
        return cls(
            level, title, place, raw, Cell("organization", maker, where), states or of_models is not None
        )

    @property
    def names_maker(self) -> bool:
        """Whether it names an organisation, as it says itself or as the vocabulary knows."""
        return self.states_maker or names_organizations(self.maker.text)


# "OpenAI Models", "Google's Open Source LLMs".
_OF_MAKER = re.compile(
    r"(\S.{1,40}?)(?:['’]s)?(?:\s(?:AI|open|closed|source|weights?|open-source|proprietary|language|large|foundation))*"
    r"\s(?:models|LLMs)",
    re.IGNORECASE,
)


def _maker_of_models(title: str) -> str | None:
    """Return the organisation whose models a heading speaks of; who serves the models of others made none."""
    match = _OF_MAKER.fullmatch(title)
    if match is None:
        return None
    tries = (f"{match[1]} AI", match[1]) if title.startswith(f"{match[1]} AI ") else (match[1],)
    maker = next(filter(names_organizations, tries), None)
    return None if maker is None or is_host(maker) or link_kind(maker) else maker


def _is_maker(key: str) -> bool:
    term = load_vocabulary().properties.get(key.strip())
    return term is not None and term.notation == "organization"


@dataclass(slots=True)
class Section:
    """The headings above some blocks, these blocks, and whether they may hold models.

    `organization` is the nearest heading that names who made the models, if the list is grouped so.
    `stated` is what headings say of all models below them; who made them, where `family` is not empty,
    of those whose names begin with it.
    """

    headings: tuple[Heading, ...] = ()
    blocks: list[Block] = field(default_factory=list)
    judgement: Judgement = _NOT_JUDGED
    organization: Heading | None = None
    stated: tuple[Cell, ...] = ()
    family: str = ""

    @property
    def judgement_above(self) -> Judgement:
        """What the headings above the innermost say."""
        return judge([heading.title for heading in self.headings[:-1]])

    def inherited_by(self, cells: Sequence[Cell], above: Sequence[Cell]) -> list[Cell]:
        """Return what an entry has from the nodes and headings above it, where it says nothing else."""
        found = [cell for cell in above if cell.key not in _OF_HEADINGS or not states(cell.key, cells)]
        family = fold(self.family)
        if all(fold(cell.text).startswith(family) for cell in cells if cell.key == "name"):
            return found
        return [cell for cell in found if cell.key != "organization" or cell not in self.stated]


# What a heading says of the models below it holds of those that say nothing else.
_OF_HEADINGS = ("organization", "date_created", "pretraining_architecture")


def sections_of(document: Document) -> list[Section]:
    """Return the sections of a document in their order; the first has no heading."""
    sections = list(_cut(document))
    organizations = _organizations(sections)
    of_models = _is_list_of_models(sections)
    for section in sections:
        judgement = _judge(section, organizations)
        section.judgement = replace(judgement, within_models=judgement.within_models or of_models)
        section.organization = next(
            (heading for heading in reversed(section.headings) if id(heading) in organizations), None
        )
        section.stated = tuple(_stated(section))
        if section.organization is None and any(cell.key == "organization" for cell in section.stated):
            section.family = family_of(section.headings[-1].title) or ""
    return sections


def _is_list_of_models(sections: Sequence[Section]) -> bool:
    """Tell whether the title of the page says so, which is over its sections whatever their level."""
    first = next((section.headings[0] for section in sections if section.headings), None)
    rule = rule_for(first.title) if first and first.level == 1 else None
    if first is None or rule is None:
        return False
    return rule.verdict == "models" or is_beside_models(first.title)


def _stated(section: Section) -> Iterator[Cell]:
    """Yield what the nearest headings of a kind say: the organisation, the date, the architecture."""
    if section.organization:
        yield section.organization.maker
    elif section.headings and (maker := _maker_of_family(section.headings[-1])):
        yield maker
    if any(rule.verdict == "other" for heading in section.headings if (rule := rule_for(heading.title))):
        return  # the day of a piece of news is not the model's
    for key, value_in in (("date_created", _date_in), ("pretraining_architecture", architecture_in)):
        found = ((heading, value_in(heading.title)) for heading in reversed(section.headings))
        if stated := next(((heading, value) for heading, value in found if value), None):
            yield Cell(key, stated[1], stated[0].place)


def _maker_of_family(heading: Heading) -> Cell | None:
    """Return who made a family of models, where its heading says so: "Tern series (Harbour)"."""
    if not heading.title.endswith((")", "）")) or not family_of(heading.title):
        return None
    beside = parse_name(heading.title).beside
    maker = next((text for key, text in beside if key == "organization"), None)
    return Cell("organization", maker, heading.place) if maker and not is_host(maker) else None


def _date_in(title: str) -> str | None:
    return title if is_date_shaped(title) else None


_LONGEST_STATED = 100
_LAST_OF_HEADING = re.compile(
    r"(?:.*[:：]\s*+)?(.{2,60}?)(?:[ -](?:based|style))?(?:\s(?:language\s)?(?:models?|l?lms|plms))?",
    re.IGNORECASE,
)
# Other architectures are the names of models or families as well: Mamba, RWKV, Swin.
_TELLING = frozenset({"decoder", "encoder", "encoder-decoder", "prefix-decoder", "mixture-of-experts"})


def architecture_in(title: str) -> str | None:
    """Return the architecture that a heading states of the models below it, and nothing else, or None.

    >>> architecture_in("Encoder-only models"), architecture_in("GPT and kin: Decoder-only")
    ('Encoder-only', 'Decoder-only')
    >>> architecture_in("Vision encoders"), architecture_in("Encoder or decoder"), architecture_in("Mamba")
    (None, None, None)
    """
    match = _LAST_OF_HEADING.fullmatch(title) if len(title) <= _LONGEST_STATED else None
    known = load_vocabulary().schemes["architecture"].concepts.get(match[1]) if match else None
    return match[1] if match and known and known.notation in _TELLING else None


def _cut(document: Document) -> Iterator[Section]:
    """Yield what stands under each heading, and before the first."""
    outline = _Outline()
    section = Section(())
    skipped_to = 0
    for block, within in unnested(document.text, document.root.children):
        if block.start < skipped_to:
            continue
        if outline.leave(within):
            yield section
            section = Section(outline.headings)
        if block.kind == "html":
            found = list(html_headings(block))
            skipped_to = end_of_tables(document, block)
        else:
            found = [(block.level, block.content, block.start)] if block.kind == "heading" else []
        for level, raw, line in found:
            title = plain(raw)
            if level == SUMMARY and not outline.is_cut_by(title):
                continue
            yield section
            outline.close(level, within)
            if title:  # else the end of details
                start = max(document.text.lines[line].find(title), 0)
                place = document.text.place(line, start, start + len(title))
                outline.open.append((Heading.of(level, title, place, raw), within))
            section = Section(outline.headings)
        section.blocks.append(block)
    yield section


@dataclass(slots=True)
class _Outline:
    """The headings above a block, each with the items that it stands in."""

    open: list[tuple[Heading, Within]] = field(default_factory=list)
    folded: int = 0  # the details that are open, and part nothing

    @property
    def headings(self) -> tuple[Heading, ...]:
        """The headings, outermost first."""
        return tuple(heading for heading, _ in self.open)

    def leave(self, within: Within) -> bool:
        """Close the headings in items that have ended; tell whether there are any."""
        count = len(self.open)
        while self.open and self.open[-1][1] != within[: len(self.open[-1][1])]:
            self.open.pop()
        return len(self.open) < count

    def is_cut_by(self, summary: str) -> bool:
        """Tell whether the summary of details, or their end, which has no text, parts what is around them."""
        if summary and _names_nothing(summary):
            self.folded += 1
            return False
        if not summary and self.folded:
            self.folded -= 1
            return False
        return True

    def close(self, level: int, within: Within) -> None:
        """Close the headings that one of this level ends; one in an item ends none around it."""
        while self.open and self.open[-1][0].level >= level and self.open[-1][1] == within:
            self.open.pop()


def _names_nothing(summary: str) -> bool:
    """Tell whether a summary tells how to see what is folded, or that there is more: "open the card"."""
    return is_summary(summary) or (_TELLS_TO_OPEN.fullmatch(summary) is not None and not rule_for(summary))


# Behind such words stands what is folded; a name has capital letters or digits.
_TELLS_TO_OPEN = re.compile(
    r"(?:[Oo]pen|[Ss]how|[Ee]xpand|[Vv]iew|[Ss]ee|[Uu]nfold|[Tt]oggle|[Cc]lick|[Pp]ress|[Tt]ap)"
    r"(?:\shere)?\s(?:the|this|all|full|to|for)(?:\s[a-z]{1,15}){1,4}[.!…]*"
)


def _organizations(sections: Sequence[Section]) -> set[int]:
    """Return the headings that name organisations, by identity: where a list is grouped by organisation.

    It is where at least half of the headings beside each other do, and more than one.
    """
    beside: dict[tuple[int, ...], list[tuple[Heading, Section]]] = defaultdict(list)
    for section in sections:
        if section.headings:
            heading = section.headings[-1]
            rule = rule_for(heading.title)
            if not rule or heading.states_maker or (rule.verdict != "models" and heading.names_maker):
                beside[tuple(id(above) for above in section.headings[:-1])].append((heading, section))
    grouping: set[int] = set()
    for found in beside.values():
        known = {id(heading) for heading, _ in found if heading.names_maker}
        if len(known) < 2:
            continue
        headings = [
            heading
            for heading, section in found
            # What begins an item is the name of models, not of who made them.
            if id(heading) in known or not _begins_an_item(heading.title, section)
        ]
        if len(known) * 2 < len(headings):
            continue
        grouping |= known
        # Beside "OpenAI Models", or "Lab: OpenAI", stands a maker that nobody knows in the same words.
        stating = sum(heading.states_maker for heading in headings)
        if (len(known) - stating) * 2 >= len(headings):
            grouping.update(map(id, headings))
    return grouping


def _begins_an_item(title: str, section: Section) -> bool:
    """Tell whether an item of a section begins with the words of its heading."""
    items = (item for block in section.blocks if block.kind == "list" for item in block.children)
    texts = (child.content for item in items for child in item.children if child.kind == "paragraph")
    return any(fold(plain(text[:200])).startswith(fold(title)) for text in texts) if fold(title) else False


def _judge(section: Section, organizations: Set[int]) -> Judgement:
    for below, heading in enumerate(section.headings, start=1):
        if id(heading) in organizations:
            inner = judge([h.title for h in section.headings[below:]])
            if section.headings[below:] and inner.verdict not in ("unknown",):
                return inner
            above = judge([h.title for h in section.headings[: below - 1]], is_above=True)
            if below > 1 and above.verdict in _NO_MODELS:
                return above
            return Judgement("models", f"section {heading.title!r}: the list is grouped by organisation")
    return judge([heading.title for heading in section.headings])
