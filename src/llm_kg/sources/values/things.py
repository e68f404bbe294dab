"""Values that are names and words: texts, concepts, licences, organisations, models, languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from llm_kg.curated import is_host, is_no_value
from llm_kg.names import clean, fold, has_invisible, mixed_scripts
from llm_kg.records import Value
from llm_kg.sources.complaints import Complaints
from llm_kg.sources.institutions import is_institution
from llm_kg.sources.keys import bilingual
from llm_kg.sources.values.base import Notes, Read, Stated, split
from llm_kg.terms import Index, Organization, Property
from llm_kg.vocabulary import load_vocabulary

__all__ = [
    "open_or_closed",
    "read_access",
    "read_concepts",
    "read_languages",
    "read_license",
    "read_models",
    "read_name",
    "read_organizations",
    "read_text",
]

_ETC = re.compile(r"^(?:etc|and so on|and more|等)\.?$", re.IGNORECASE)


def read_text(notes: Notes, stated: Stated, term: Property) -> Read:
    """Read a text; several, where a property has many values."""
    text = " ".join(stated.text.split())
    if term.is_functional:
        return [(term.notation, (text,))]
    return [(term.notation, tuple(split(text)))]


def read_concepts(notes: Notes, stated: Stated, term: Property) -> Read:
    """Read concepts of a scheme; words that it does not know stay as stated."""
    scheme = load_vocabulary().scheme_of(term)
    if scheme is None:
        raise AssertionError(f"{term.notation} has no concept scheme")
    pieces = [stated.text.strip()] if term.is_functional else _concept_pieces(stated.text, term)
    values: list[Value] = []
    for piece in pieces:
        if concept := scheme.concepts.get(piece):
            values.append(concept.notation)
        elif not is_no_value(piece):
            values.append(clean(piece))
            notes.append(partial(Complaints.unknown, term=term, text=piece, known=scheme.concepts))
    return [(term.notation, tuple(dict.fromkeys(values)))]


def _concept_pieces(text: str, term: Property) -> list[str]:
    """Split a text into concepts: at list separators, and further where every part is known."""
    scheme = load_vocabulary().scheme_of(term)
    pieces: list[str] = []
    for piece in [text.strip()] if scheme and scheme.concepts.get(text) else split(text):
        without_bracket = re.sub(r"\s*\([^()]*\)$", "", piece)
        for attempt in ([piece], [without_bracket], re.split(r"\s*[+/&-]\s*|\s+and\s+", piece)):
            if scheme and all(scheme.concepts.get(part) for part in attempt):
                pieces.extend(attempt)
                break
        else:
            pieces.append(piece)
    return pieces


_MOST_WORDS_OF_LICENSE: Final = 8
# They say that the terms are a model's own: two of them are not the same licence.
_OWN_TERMS: Final = frozenset(map(fold, ("custom", "other", "own", "special", "自定义", "其他", "其它")))


def read_license(notes: Notes, stated: Stated, term: Property) -> Read:
    """Read licences; "closed source" and "open" say how a model is accessed, and are none."""
    vocabulary = load_vocabulary()
    access, licenses = vocabulary.schemes["access"].concepts, vocabulary.schemes["license"].concepts
    known = licenses.get(stated.text) or access.get(stated.text)
    named: list[Value] = []
    accessed: list[Value] = []
    for piece in [stated.text] if known else _of_model(split(stated.text)):
        if concept := licenses.get(piece):
            named.append(concept.notation)
        elif concept := access.get(piece):
            accessed.append(concept.notation)
        elif not is_no_value(piece) and fold(piece) not in _OWN_TERMS:
            # What is longer are terms, and no name of a licence.
            named += [clean(piece)] if len(piece.split()) <= _MOST_WORDS_OF_LICENSE else []
            notes.append(partial(Complaints.unknown, term=term, text=piece, known=licenses))
    yield "license", tuple(dict.fromkeys(named))
    if accessed:
        yield "access", tuple(accessed[:1])


def _of_model(pieces: Sequence[str]) -> list[str]:
    """Return the licences that are of a model, of which brackets say so: `MIT (code), X (weights)`.

    Where no licence is said to be of the model, all that is stated is kept.
    """
    told = [_OF_WHAT.fullmatch(piece) for piece in pieces]
    own = [match[1] for match in told if match and match[2]]
    return own if own and all(told) else list(pieces)


_OF_WHAT: Final = re.compile(
    r"([^()（）]{2,80}?)\s?[(（](?:for |of )?(?:the )?"
    r"(?:((?:model |pre-?trained )?weights?|models?|模型权重|权重|模型)"
    r"|(?:source )?code|data(?:set)?|代码|数据)[)）]",
    re.IGNORECASE,
)


def read_access(notes: Notes, stated: Stated, term: Property) -> Read:
    """Read how a model is accessed, where the key may ask for a yes or a no: "Open source? ✅"."""
    if answer := open_or_closed(stated.key, stated.text):
        return [(term.notation, (answer,))]
    if fold(stated.key) in _ASKS_OPEN:
        scheme = load_vocabulary().schemes["access"].concepts
        if not scheme.get(stated.text):
            notes.append(partial(Complaints.unknown, term=term, text=stated.text, known=scheme))
            return [(term.notation, ())]
    return read_concepts(notes, stated, term)


def open_or_closed(key: str, text: str) -> str | None:
    """Return what a yes or a no says, where the key asks whether a model is open."""
    if fold(key) not in _ASKS_OPEN:
        return None
    mark, _, more = text.strip().partition(" ")
    # Behind a mark stands what licence it is; behind a word, under what condition.
    return _ANSWERS.get(mark.rstrip("\ufe0f,;").casefold()) if not more or not mark[0].isalnum() else None


_ASKS_OPEN: Final = frozenset(
    map(fold, ("open", "open source", "open sourced", "is open source", "open weights", "开源", "是否开源"))
)
_ANSWERS: Final = dict.fromkeys(("true", "yes", "y", "是", "✅", "✔", "✓", "☑", "√"), "open") | dict.fromkeys(
    ("false", "no", "n", "否", "不", "❌", "✗", "✘", "×", "✖"), "closed"
)


def read_organizations(notes: Notes, stated: Stated, term: Property) -> Read:
    """Read organisations, by the names that they are known by or as stated."""
    organizations = load_vocabulary().organizations
    text = _AND_OTHERS.sub("", stated.text.strip().strip("[]"))
    pieces = [text]
    # "Google / DeepMind" names two, for all that "Google DeepMind" is one.
    apart = [part.strip() for part in _APART.split(text)]
    if len(apart) > 1 and all(map(organizations.get, apart)):
        pieces = apart
    elif not organizations.get(text):
        # "Google, and CMU" names two; "Johns Hopkins and Co" of which no half is known names one.
        pieces = [re.sub(r"^and\s+", "", piece) for piece in split(text)]
        pieces = [piece for piece in pieces if fold(piece) not in _LEGAL_FORMS] or pieces
        pieces = [part for piece in pieces for part in _known_parts(piece, organizations.get)]
    values: list[Value] = []
    may_only_serve = fold(stated.key) in _PROVIDERS
    for piece in pieces:
        if is_no_value(piece) or (may_only_serve and is_host(piece)):
            continue
        piece = piece.removeprefix("the ")
        known = organizations.get(piece) or _either_name(piece, organizations)
        values.append(known.label if known else clean(piece))
        if not known:
            notes.append(partial(Complaints.unknown, term=term, text=piece, known=organizations))
    return [(term.notation, tuple(dict.fromkeys(values)))]


#: Who provides a model has made it, or serves what others made.
_PROVIDERS: Final = frozenset(map(fold, ("provider", "providers", "provided by", "api provider", "vendor")))
#: What stands behind a company's name: "OpenAI, Inc." is one.
_LEGAL_FORMS: Final = frozenset(
    map(fold, ("Inc", "Ltd", "LLC", "Corp", "Co", "Co Ltd", "GmbH", "AG", "SA", "SAS", "PLC"))
)
# Who the others are is not said.
_AND_OTHERS = re.compile(r"(?<=\w),? et al\.?$| 等$")
_APART = re.compile(r"\s[/&|+×]\s|[,，、;；]")


def _either_name(text: str, organizations: Index[Organization]) -> Organization | None:
    """Return the organisation that a name in two languages, or with another in brackets, means."""
    bracket = re.fullmatch(r"([^()（）]+)[(（]([^()（）]+)[)）]", text)
    known = {organizations.get(part) for part in (bracket.groups() if bracket else bilingual(text))} - {None}
    return known.pop() if len(known) == 1 else None


def _known_parts(piece: str, get: Callable[[str], object]) -> list[str]:
    parts = re.split(r"\s+and\s+|\s*&\s*|\s*/\s*", piece)
    known = all(get(part) or is_institution(part) for part in parts)
    return parts if not get(piece) and known and any(map(get, parts)) else [piece]


def read_name(notes: Notes, stated: Stated, term: Property) -> Read:
    """Read the name of a model."""
    if has_invisible(stated.text):
        notes.append(Complaints.invisible)
    if word := mixed_scripts(stated.text):
        notes.append(partial(Complaints.look_alike, word=word))
    return [(term.notation, (clean(stated.text),))]


def read_models(notes: Notes, stated: Stated, term: Property) -> Read:
    """Read names of other models."""
    pieces = [clean(piece) for piece in split(stated.text)]
    names = tuple(p for p in pieces if not (_ETC.match(p) or _NO_MODEL.fullmatch(p) or is_no_value(p)))
    return [(term.notation, names)]


# What was made from none, from several that are not named, or from whatever there is.
_NO_MODEL: Final = re.compile(
    r"(?:(?:trained |pre-?trained )?from )?scratch|random(?:ly)?(?: initiali[sz](?:ation|ed)| init\.?)?"
    r"|several|various|multiple|many|any|mixed|(?:从头|从零)(?:开始)?(?:预?训练)?",
    re.IGNORECASE,
)


def read_languages(notes: Notes, stated: Stated, term: Property) -> Read:
    """Read languages; "100+" and "99 languages" say how many, and none of them."""
    text = stated.text.strip()
    if text.startswith("[") and text.endswith("]"):
        text = text[1:-1]  # a list of YAML's
    named = [piece for piece in split(text) if not piece.lstrip("~>≈+约").strip()[:1].isdigit()]
    return [(term.notation, tuple(named))]
