"""What a row says besides its keys: in the sentences beside a name, in the title of a paper, in the name.

Each is asked only of what nothing else in the row says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial

from llm_kg.curated import is_description, is_link_label, is_no_value
from llm_kg.places import Place
from llm_kg.records import Claim
from llm_kg.sizes.in_names import size_in_name
from llm_kg.sources.base import DESCRIPTION, UNREAD, Cell
from llm_kg.sources.links import link_kind
from llm_kg.sources.makers import makers_in, owner_in
from llm_kg.sources.origins import base_behind, bases_in
from llm_kg.sources.references import year_of_reference
from llm_kg.sources.told import size_in_title, told_in
from llm_kg.sources.told_in_chinese import told_in_chinese
from llm_kg.sources.told_in_clauses import told_in_clauses

__all__ = ["implied_cells"]

_LINK = re.compile(r"\[([^\[\]\n]{1,40})\]\((https?://[^\s()<>]{1,500})\)")
# Links stand behind the first sentences.
_LONGEST = 2_000
_LONGEST_HEADER = 60
_SIZE = "number_of_parameters"
# A mixture of experts that says so in its name.
_EXPERTS = re.compile(r"(?<![^\s_-])(?:MoE|MOE)(?![^\s_-])")


def implied_cells(name: str, claims: Sequence[Claim], *, of_several: bool = False) -> list[Cell]:
    """Return what the claims of a row imply of the model of this name, and none of them states.

    With `of_several` sentences are not asked: of which of the models they speak is not said.
    """
    found: dict[str, Cell] = {}
    for field, text, claim in _implied(name, claims, of_several):
        if field not in found and not _is_stated(field, claims):
            found[field] = Cell(field, text, _place_in(claim, text), origin=claim.origin)
    return list(found.values())


def _is_stated(field: str, claims: Sequence[Claim]) -> bool:
    for claim in claims:
        # What is a size of another kind has no values.
        if claim.field == field and (claim.values or field != _SIZE) and not is_no_value(claim.stated):
            return True
    return False


def _implied(name: str, claims: Sequence[Claim], of_several: bool) -> Iterator[tuple[str, str, Claim]]:
    # What a file of records has of a list's sentences, it says under its own keys.
    asked = [] if of_several else [claim for claim in claims if claim.origin is None]
    told_by = (claim for claim in asked if claim.field is None and _holds_sentences(claim.key))
    sentences = [(_without_header(claim.stated), claim) for claim in told_by]
    # "314B MoE model by xAI" is a size, and says more.
    sizes = [(claim.stated, claim) for claim in asked if claim.key == _SIZE and claim.stated.count(" ") > 2]
    for sentence, claim in (*sentences, *sizes):
        yield from ((field, text, claim) for field, text in told_in(sentence))
        yield from ((field, text, claim) for field, text in told_in_clauses(sentence, name))
        if not sentence.isascii():
            yield from ((field, text, claim) for field, text in told_in_chinese(sentence, name))
        yield from ((field, url, claim) for field, url in _links_in(sentence))
    readers = (
        ("based_on", partial(bases_in, name=name)),
        ("organization", partial(makers_in, name=name)),
        ("organization", partial(owner_in, name=name)),
    )
    for field, read in readers:
        asked_of = [*sentences, *sizes] if field == "organization" else sentences
        told = [(text, claim) for sentence, claim in asked_of if (text := read(sentence))]
        if len({text for text, _ in told}) == 1:
            yield (field, *told[0])
    if any(claim.field == "title" for claim in claims):
        for sentence, claim in sentences:
            if year := year_of_reference(sentence):
                yield "date_created", year, claim
    named = next((claim for claim in claims if claim.field == "name" and claim.values == (name,)), None)
    if named and (experts := _EXPERTS.search(name)):
        yield "pretraining_architecture", experts[0], named
    if named and name.endswith((")", "）")) and (base := base_behind(name)):
        yield "based_on", base, named
    if _is_stated(_SIZE, claims):  # as it mostly is
        return
    for claim in claims:
        if claim.field == "title" and (size := size_in_title(claim.stated, name)):
            yield _SIZE, size, claim
    if named and (size := size_in_name(name)):
        yield _SIZE, size, named


def _holds_sentences(key: str) -> bool:
    return key in (DESCRIPTION, UNREAD) or is_description(key)


def _links_in(sentence: str) -> Iterator[tuple[str, str]]:
    """Yield the links in mark-up that say what they lead to, as readers of Markdown do."""
    for match in _LINK.finditer(sentence[:_LONGEST]) if "](" in sentence else ():
        label, url = match.groups()
        kind = link_kind(label)
        # The card of a model that is a document holds no weights.
        if kind == "checkpoint" and url.lower().endswith(".pdf"):
            kind = "link"
        if kind or is_link_label(label):
            yield kind or "link", url


def _without_header(stated: str) -> str:
    """Return a description without the header of the column that it stands in: "Core highlights (2024)"."""
    header, _, text = stated.partition(": ")
    if not text or len(header) > _LONGEST_HEADER:
        return stated
    words = header.partition(" (")[0].split()
    return text if is_description(header) or any(map(is_description, words[-1:])) else stated


def _place_in(claim: Claim, text: str) -> Place:
    """Return where a text stands in what a claim states; where mark-up moves it, the claim's place."""
    place, stated = claim.place, _without_header(claim.stated)
    start = stated.find(text)
    if place.end_column is None or place.end_line != place.line or start == -1:
        return place
    marks = place.end_column - place.column - len(stated)  # of quotes, the half stands before it
    if marks and (marks != 2 or claim.field != "name"):
        return place
    begin = place.column + marks // 2 + start
    return place._replace(column=begin, end_column=begin + len(text))
