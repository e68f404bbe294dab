"""Which entries are models: by their blocks, by their names, by what stands beside them and the others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from llm_kg.curated import (
    begins_with_data,
    is_description,
    is_maker_and_model,
    is_no_value,
    no_model,
    said_to_be,
)
from llm_kg.names import fold
from llm_kg.sizes.cells import parse_sizes
from llm_kg.sources.base import DESCRIPTION, GROUP, Cell
from llm_kg.sources.base_families import is_of_base_family
from llm_kg.sources.collections import is_one_model
from llm_kg.sources.headlines import is_headline
from llm_kg.sources.institutions import is_institution
from llm_kg.sources.markdown.appeared import where_and_when
from llm_kg.sources.markdown.bullets import Entry, OfItself, may_be_maker
from llm_kg.sources.markdown.item_text import ItemText
from llm_kg.sources.markdown.sections import Judgement, rule_for
from llm_kg.sources.markdown.stated import means, shows, states
from llm_kg.sources.name_forms import LONGEST_NAME, is_cjk, is_coined, is_name, is_title
from llm_kg.sources.plain_keys import plain_field
from llm_kg.sources.recognizers import is_license, names_organizations
from llm_kg.sources.titles import is_report, names_a_model
from llm_kg.sources.venues import begins_with_venue

__all__ = ["Company", "judge_entry", "may_be_entry"]

# An item of more words than this is a sentence, and names no model.
_MOST_WORDS = 10

# Nor has a sentence fewer: "by Jane Doe".
_FEWEST_WORDS = 4

# What is said of models alone.
_ONLY_MODELS = ("number_of_parameters", "paper", "checkpoint", "pretraining_architecture")


# A sentence that speaks of something near: "This demo server".
# "Chat models", "Other LLMs"; a series may be called so: "Finch Models".
_SPEAKS_OF_SEVERAL = re.compile(r"\s(?:models|LLMs)$")
_POINTS = re.compile(r"(?:This|These|Here|There|We|You|Your|My|See|Please|Try|Click|Check)\s")


def _is_sized(entry: Entry) -> bool:
    """Tell whether a size stands beside the name of an entry."""
    text = entry.node.text
    return any(states("number_of_parameters", cells) for cells in (*text.names, text.cells))


@dataclass(slots=True)
class Company:
    """The items of a list, as each is judged by itself: what the others are tells what an item is."""

    number: int = 0
    shown: int = 0  # that are models
    sized: int = 0
    pairs: int = 0
    titles: int = 0  # that name no model by themselves
    models: set[str] = field(default_factory=set)

    def add(self, entry: Entry, is_model: bool) -> None:
        """Count an item."""
        self.number += 1
        self.shown += is_model or _is_report(entry)
        self.sized += _is_sized(entry)
        self.pairs += entry.node.text.kind == "pair"
        self.titles += not is_model and _is_titled(entry) and not _is_report(entry)
        if is_model:
            self.models.update(fold(own[0].text) for own in entry.names)

    def tell(self, entry: Entry, section: Judgement) -> None:
        """Note with an item what the others of its list are."""
        # Half of the items tell what the others are in a list of models, two of three elsewhere.
        enough = self.number / 2 if section.verdict == "models" else self.number * 2 / 3
        entry.siblings_show = entry.siblings_show or self.shown >= enough or self._names(entry)
        entry.siblings_sized = self.sized * 3 >= self.number * 2
        entry.siblings_are_pairs = self.pairs * 2 >= self.number
        title = entry.node.text.title_name
        entry.named_beside = title is not None and _is_titled(entry) and fold(title.text) in self.models

    def _names(self, entry: Entry) -> bool:
        """Tell whether an item is a title among models: twice as many as such titles, or as anything else."""
        others = self.number - self.shown - self.titles
        return _is_titled(entry) and self.shown >= 2 * max(self.titles, others) and self.shown > 1


def _is_titled(entry: Entry) -> bool:
    return not entry.names and entry.node.text.title_name is not None


def _is_report(entry: Entry) -> bool:
    """Tell whether an item is the report on a thing whose name was made to be one: mostly on a model."""
    return _is_titled(entry) and is_report(entry.node.text.label) and is_coined(_title_name(entry))


def _title_name(entry: Entry) -> str:
    named = entry.node.text.title_name
    return named.text if named else ""


def _is_title_among_models(entry: Entry, section: Judgement) -> bool:
    """Tell whether an item of a list of models is a title that begins with a name made to be one."""
    named, text = entry.node.text.title_name, entry.node.text
    are_models = entry.siblings_show or entry.named_beside
    if named is None or not are_models or section.verdict not in ("models", "unknown"):
        return False
    said = said_to_be(text.label.partition(":")[2], in_title=True)
    is_one = entry.named_beside or is_coined(named.text)
    return is_one and not no_model(named.text) and (said is None or said[0])


def _begins_its_title(text: ItemText) -> bool:
    """Tell whether the title of an item's paper begins with its name, and calls it no technique."""
    rest = _behind_name_in_title(text)
    return bool(rest) and _has_title(text, rest)


def _has_title(text: ItemText, rest: str = "") -> bool:
    """Tell whether a name made to be one stands before a title, or has the rest of one, of no technique."""
    name = text.names[0][0].text
    title = rest or next((cell.text for cell in text.cells if cell.key == "title"), "")
    said = said_to_be(title, in_title=True)
    is_named = len(text.names) == 1 and bool(title)
    return is_named and is_coined(name) and not no_model(name) and (said is None or said[0])


def _behind_name_in_title(text: ItemText) -> str:
    """Return what stands behind the colon of the title of an item's paper that begins with its name."""
    titles = (cell.text for cell in text.cells if cell.key == "title" and ":" in cell.text)
    head, _, rest = next(titles, "").partition(":")
    return rest.strip() if rest and fold(head) == fold(text.names[0][0].text) else ""


def judge_entry(entry: Entry, section: Judgement) -> tuple[bool, str]:
    """Decide whether an entry is a model, and say why.

    A block of a model's keys makes its item one. Without a block it takes a name that has the form of
    one, in a section that holds models or with something beside the name that is said of models.
    """
    text = entry.node.text
    if entry.blocks:
        return True, "a block of a model's keys stands in it"
    if text.is_anchor:
        return False, "it leads to a part of the list itself"
    if text.kind in ("pair", "link", "prose") and not states("name", text.cells):
        return False, "it names nothing"
    if entry.siblings_are_pairs and text.unknown_pair:
        return False, "it states a value, as the items beside it do"
    titled = text.title_name.text if text.title_name and not text.names else ""
    if titled and (reason := no_model(titled)):
        return False, f"{titled}: {reason}"
    if titled and names_a_model(text.label, titled, section.verdict, section.within_models):
        return True, f"the title of its paper begins with a name; {section.reason}"
    if not text.names and _is_title_among_models(entry, section):
        return True, "a name before the colon of a title, among others that are models"
    if not text.names:
        return False, "a paper, and no model is named"
    if (reason := _of_group(entry)) and not _is_sized(entry):
        return False, reason
    if (told := said_to_be(text.said_to_be, in_title=True)) and not told[0]:
        return False, f"{text.label}: it is said to be {text.said_to_be!r}"
    if text.kind == "title":
        return True, "the name stands in brackets behind the title of its paper"
    if section.verdict in ("papers", "reading") and not (_is_sized(entry) or entry.siblings_sized):
        if section.makes_models and _begins_its_title(text):
            return True, "a name with which the title of its paper begins, among the models of the list"
        is_likely = entry.siblings_show or is_of_base_family(text.names[0][0].text)
        if section.makes_models and section.is_of_page and is_likely and _has_title(text):
            return True, "a name before the title of its paper, of a known family or among others of models"
        return False, section.reason
    # Of the others in its list an entry is asked before they are known, and again when they are.
    if entry.by_itself is None:
        entry.by_itself = _judge_name(entry, section)
    alone = entry.by_itself
    if alone.is_name and entry.siblings_show:
        return True, "a name, among others that are models"
    if alone.needs_company and entry.siblings_show is False:
        return False, f"a name and nothing else, among others that are no models; {section.reason}"
    return alone.is_model, alone.reason


def _of_group(entry: Entry) -> str | None:
    """Return why the items of the group in which an entry stands are no models, as a heading would tell."""
    for cell in entry.inherited:
        rule = rule_for(cell.text) if cell.key == GROUP else None
        if rule and rule.verdict in ("software", "other"):
            return f"group {cell.text!r}: {rule.reason}"
    return None


def _sentence_beside(cells: Iterable[Cell], name: str) -> str:
    """Return the sentence that says what a thing is: the first; or the second, behind a word or two.

    That must begin with the name to call it a model.
    """
    first, second, *_ = [*(cell.text for cell in cells if cell.key == DESCRIPTION), "", ""]
    if said_to_be(first) or len(first.split()) >= _FEWEST_WORDS:
        return first
    told = said_to_be(second)
    return second if told and (not told[0] or fold(second).startswith(fold(name))) else first


def _is_where_and_when(name: str) -> bool:
    told = where_and_when(name.strip("()[]")) if any(map(str.isdigit, name)) else None
    return told is not None and begins_with_venue(told[0])


def _is_made_up(name: str) -> bool:
    """Tell whether a name was made to be one; of Chinese words, one with Latin at its end, or apart."""
    return is_coined(name) and (not is_cjk(name) or _LATIN_APART.search(name) is not None)


_LATIN_APART = re.compile(r"(?:^|[\s（(·-])[A-Za-z0-9]|[A-Za-z0-9]$")


def _judge_name(entry: Entry, section: Judgement) -> OfItself:
    """Judge an entry that has a name, by the name and what stands beside it."""
    text = entry.node.text
    name = text.names[0][0].text
    if reason := no_model(name):
        return OfItself(False, f"{name}: {reason}")
    if is_description(name):
        return OfItself(False, f"{name} stands before a description, and is no name")
    if is_no_value(name) or all(map(is_no_value, name.split())):
        return OfItself(False, "its text stands where a name would, and is none")
    if is_institution(name):
        return OfItself(False, f"{name} is an institution by its name")
    if is_license(name):
        return OfItself(False, f"{name} is a licence")
    if _is_where_and_when(name):
        return OfItself(False, f"{name} tells where and when a paper appeared")
    cells = [*text.all_cells, *entry.own]
    sentence = _sentence_beside(cells, name)
    said = None if is_one_model(name, cells, sentence) else said_to_be(sentence)
    # The paper to which the name itself leads may be that of anything.
    beside = [cell for own in text.names for cell in own if cell.key != "paper"] + [*text.cells, *entry.own]
    evidence = [field for field in _ONLY_MODELS if states(field, beside)]
    if said and not said[0] and (not evidence or (evidence == ["paper"] and begins_with_data(sentence))):
        return OfItself(False, f"{name}: {said[1]}")
    if evidence == ["paper"] and begins_with_data(_behind_name_in_title(text)):
        return OfItself(False, f"{name}: the title of its paper says that it is data or an evaluation")
    if not evidence and names_organizations(name) and not is_maker_and_model(name):
        return OfItself(False, f"{name} is an organisation, and nothing beside it is said of models")
    if is_headline(name):
        return OfItself(False, f"{name}: it begins as the title of a paper does")
    if name.endswith((" et al.", " et al")):
        return OfItself(False, "its text names authors")
    if name[-1] in "?!？！" or _POINTS.match(name):
        return OfItself(False, "its text has not the form of a name")
    if _SPEAKS_OF_SEVERAL.search(name) and not is_name(name):
        return OfItself(False, "it speaks of several models, and names none")
    if name[0].isdigit() and not is_name(name) and parse_sizes(name):
        return OfItself(False, "a size stands where a name would")
    # What stands below a maker would be its models; a maker alone may bear their name.
    if entry.node.children and may_be_maker(name) and not shows(cells):
        return OfItself(False, f"{name} is an organisation")
    is_short = len(name) <= LONGEST_NAME and len(name.split()) <= _MOST_WORDS
    if is_short and shows(cells) and not is_title(name):
        if plain_field(name):
            return OfItself(False, f"{name} stands before a value, and is no name")
        if section.verdict == "models" or is_name(name):
            return OfItself(True, f"a name, and what is said of models beside it; {section.reason}")
        return OfItself(False, f"its text has not the form of a name; {section.reason}")
    if not all(is_name(own[0].text) for own in text.names):
        return OfItself(False, "its text has not the form of a name")
    if entry.introduced and all(cell.key == "name" for cell in cells):
        return OfItself(False, "the list continues the sentence above it")
    if section.verdict == "models" and (not section.is_of_page or _is_made_up(name) or (said and said[0])):
        is_bare = section.is_of_page and all(cell.key in ("name", GROUP) for cell in cells)
        return OfItself(True, f"a name; {section.reason}", needs_company=is_bare)
    if said and said[0]:
        return OfItself(True, said[1], is_name=True)
    reason = f"a name, and nothing says that it is a model's; {section.reason}"
    return OfItself(False, reason, is_name=True)


def may_be_entry(cells: Sequence[Cell], section: Judgement) -> bool:
    """Tell whether a block that gives a name is an entry: `Model: what we call it` explains a list's keys."""
    if section.verdict not in ("software", "other"):
        return True
    return any(is_name(cell.text) for cell in cells if means("name", cell))
