"""The models of a family that one cell of its row lists, by what a hub or an interface calls them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from llm_kg.curated import link_field
from llm_kg.names import fold
from llm_kg.sources.base import GROUP, Cell
from llm_kg.sources.column import Column
from llm_kg.sources.keys import terms_of
from llm_kg.sources.name_forms import is_name
from llm_kg.sources.tables import Part, TableCell
from llm_kg.vocabulary import load_vocabulary

__all__ = ["maker_cells", "members_of", "said_of_members"]

_BETWEEN = re.compile(r"\s*[,，、;；]\s*")
_ETC = re.compile(r"(?:etc|and more|and others?)?[.…]*|等")
# Of an owner and a model: `nest/finch-7b`.
_IDENTIFIER = re.compile(r"[\w.-]{1,60}/[\w.+-]{1,100}")
_WORD = re.compile(r"[^\W_]+")
_SAYS_PROVIDER = re.compile(
    r"\b(?:providers?|vendors?|compan(?:y|ies)|platforms?)\b|供应商|厂商|公司|平台", re.IGNORECASE
)
# What is said of a family holds of its members: who made it, how, and under which terms. A size, a day or
# a paper may be those of one of them.
_OF_ALL = frozenset(
    {"organization", "license", "access", "pretraining_architecture", "modality", "supported_language"}
)


def members_of(cell: TableCell, column: Column, families: Sequence[str]) -> list[list[Cell]]:
    """Return the name of each model that a cell lists, and its link; nothing where it lists none.

    `families` are the names of the row. One alone is a member below a header that speaks of several; it may
    be what the row's model is called.
    """
    pieces = [piece for piece in _pieces(cell) if not _ETC.fullmatch(piece.text)]
    if len(pieces) < 2 - column.header.casefold().endswith("s"):
        return []
    known = tuple(filter(None, map(fold, families)))
    if not all(_names_member(piece, known) for piece in pieces):
        return []
    return [list(_cells(piece)) for piece in pieces]


def _pieces(cell: TableCell) -> Iterator[Part]:
    """Yield each link of a cell, and what commas and breaks part of its other texts."""
    for part in cell.parts:
        if part.kind == "link":
            yield part
        elif part.kind in ("text", "strong"):
            for text in filter(None, _BETWEEN.split(part.text)):
                yield part._replace(text=text, place=part.place_of(text))


def _names_member(part: Part, families: tuple[str, ...]) -> bool:
    """Tell whether a piece is what a hub calls a model, or begins as its family is called and says more."""
    if part.kind == "link" and link_field(part.url) != "checkpoint":
        return False
    if _IDENTIFIER.fullmatch(part.text):
        return True
    folded = fold(part.text)
    if part.kind == "link" and folded == fold(part.url.rstrip("/").rpartition("/")[2]):
        return True
    return folded not in families and folded.startswith(families) and is_name(part.text)


def _cells(part: Part) -> Iterator[Cell]:
    yield Cell("name", part.text, part.place)
    if part.kind == "link":
        yield Cell("checkpoint", part.url, part.place)


def said_of_members(name: str, families: Sequence[Cell], shared: Iterable[Cell]) -> list[Cell]:
    """Return what a row of `families` says of a member: that it is of the only one, and what holds of all.

    Of one that is called otherwise the architecture alone holds: examples may be of others who built on it.
    """
    is_own = any(_is_called_as(name, family.text) for family in families)
    fields = _OF_ALL if is_own else {"pretraining_architecture"}
    told = [cell for cell in shared if any(term.notation in fields for term in terms_of(cell.key))]
    return [families[0]._replace(key="model_family"), *told] if is_own and len(families) == 1 else told


def _is_called_as(name: str, family: str) -> bool:
    """Tell whether the name of a family begins a word of a model's, behind that of its owner."""
    words = _WORD.findall(name.rpartition("/")[2])
    return any(fold("".join(words[n:])).startswith(fold(family)) for n in range(len(words)))


def maker_cells(cells: Iterable[Cell], name: str) -> list[Cell]:
    """Return what a row says of an identifier: who provides it groups it, unless it is the owner in it.

    Providers list the models of others, too.
    """
    owner = name.partition("/")[0] if _IDENTIFIER.fullmatch(name) else ""
    return [
        cell._replace(key=GROUP)
        if _SAYS_PROVIDER.search(cell.key) and not _is_same(cell.text, owner)
        else cell
        for cell in cells
    ]


def _is_same(organization: str, owner: str) -> bool:
    known = load_vocabulary().organizations.get
    return bool(owner) and (
        fold(organization) == fold(owner) or None is not known(owner) == known(organization)
    )
