"""What clauses beside a name state that are nothing but values: "by Google, May 2023; ctx 4096. MIT.".

A clause counts as a whole only: an unknown word more, and it may be about anything. A licence may end a
sentence on other things; one on data, code or another model tells none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from llm_kg.curated import is_language, is_no_maker, no_model
from llm_kg.sizes.in_names import size_in_name
from llm_kg.sources.base_families import is_of_base_family
from llm_kg.sources.name_forms import is_name
from llm_kg.sources.recognizers import is_date_shaped, is_license, names_organizations
from llm_kg.vocabulary import load_vocabulary

__all__ = ["told_in_clauses"]

# Nobody tells what a model is further on.
_LONGEST = 600
_MOST_SENTENCES = 5
_SENTENCE_END = re.compile(r"(?:(?<=[a-z0-9)])|(?<=[A-Za-z0-9][A-Za-z]))[.!]\s+(?=[A-Z\d(\"“])")
_CLAUSE_END = re.compile(r"\s*[,;]\s+")
_AND = re.compile(r"\s*[,/&]\s*|\s+and\s+")
# A value alone is a field that nobody knows the key of.
_HAS_CLAUSES = re.compile(r"[,;]\s|[.!](?:\s|$)|^by\s|\bweights\b|[Ll]icen[cs]e")
# Every value ends a clause, and each kind has a sign of its own; most sentences have none.
_MAY_TELL = re.compile(
    r"^by\s|^[0-9.]+[BMT]\b|['’]s?\s[0-9]|\bctx\b|licen[cs]e|\b(?:Apache|MIT|BSD|A?GPL|LGPL|MPL|CC|Open\s?RAIL|BigScience|Unlicense)\b|RAIL\b"
    r"|coder\b|(?:^|[.;]\s+)[A-Z][a-z]{2,11}(?:(?:,| and|/)\s?[A-Z][a-z]+)*(?:[.,;]|$)",
)
_BY = re.compile(r"by\s+(.{2,60})")
_LENGTH = r"([0-9]{1,4}[kK]|[0-9]{3,7})"
_CONTEXT = re.compile(rf"(?:ctx|context)(?:\s(?:length|window))?:?\s{_LENGTH}|{_LENGTH}\sctx")
_BUILT = re.compile(r"coder|MoE|experts", re.IGNORECASE)  # "Dec" is a month as well
_BEFORE_LICENSE = re.compile(
    r"[Ll]icen[cs]e:\s+|(?:but|and|all|now|also|weights?)\s+|(?:licen[cs]ed\s+)?under\s+(?:the\s+|an?\s+)?"
)
_WEIGHTS = re.compile(
    r"(?:(?:the\s|its\s|both\s)?code\s(?:and|&)\s)?(?:the\s|its\s)?(?:model\s)?weights\s"
    r"(?:are(?:\sboth)?|under|have|use|come\sunder)\s"
    r"(?:(?:released\s|licen[cs]ed\s)?under\s)?(?:the\s|an?\s)?(.{2,60})",
    re.IGNORECASE,
)
_SIZE = r"[0-9]{1,4}(?:\.[0-9]{1,3})?[BMT]"
_SIZES = rf"{_SIZE}(?:(?:\s?/\s?|\sand\s|\sor\s){_SIZE}){{0,6}}"
# Right behind a name, "Finch 2 70B", a size is a part of it.
_ANY_SIZE = re.compile(rf"(?:(?<![\w-])([\w.-]*)\s)?(?<![A-Za-z0-9]){_SIZE}\b")
# "3.8B", "480B with 17B active", and nothing else in the clause; "1M" may be of a context as well.
_SIZED = re.compile(rf"((?!\S*[MT]){_SIZES})(?:\s(?:with|,)\s{_SIZES}\sactive(?:\sparam(?:eter)?s)?)?")
# "Google's 13B that learned from others"; "Meta's 13B, tuned by others" is theirs.
_OWNED = re.compile(
    rf"([A-Z][\w.& -]{{1,40}}?)(?:['’]s|(?<=s)['’])\s({_SIZES})"
    r"(?=[.;]|$|\s(?:that|which)\s(?!.*\b(?:\w*tun\w*|distill\w*|merged?|quanti\w*|trained|by|with|but)\b))"
)
# Of such things, and not of the model, a licence behind them may be.
_OF_ANOTHER_THING = re.compile(
    r"\b(?:code|data|datasets?|corpus|corpora|repo(?:sitory)?|tokenizer|library|toolkit|like|unlike|than|from"
    r"|except|previous\w*|formerly|originally|not|no|never|until|will|plan\w*|soon|cannot"
    r"|closed|request|scripts?|inference|implementation|demos?|apps?|APIs?|UI|SDK|served?|serving|servers?|runs?|running"
    r"|adapters?|clones?|forks?|successors?|predecessors?|rivals?|alternatives?|beats?|outperform\w*|compar\w*"
    r"|vs|versus|replac\w*|wrappers?|clients?|plugins?|notebooks?|recipes?|engines?|frameworks?|papers?"
    r"|ports?|suites?|websites?|quanti\w*|versions?|outputs?|images|logos?|instructions|prompts|examples|kernels?"
    r"|packages?|tools?|software|courses?|benchmarks?|leaderboards?|documentation)\b"
    r"|n['’]t\b",
    re.IGNORECASE,
)
# MIT is an institute as well: who stands before it, or where, is of that.
_OF_INSTITUTE = re.compile(
    r"\b(?:by|labs?|laborator\w+|universit\w+|institut\w+|college|school|research\w*|teams?|groups?|joint\w*"
    r"|collaborat\w*|students?|authors?|professors?)\b",
    re.IGNORECASE,
)
_BASED_ON = re.compile(r"(?:A\s)?[Bb]ased on [\w.-]+(?:\s[\d.]+[BM]?)?")


def told_in_clauses(sentences: str, name: str = "") -> Iterator[tuple[str, str]]:
    """Yield what the clauses of some sentences state of the model of this name, that they stand beside.

    >>> dict(told_in_clauses("by Google, May 2023; ctx 4096. Sings at night, MIT."))
    {'organization': 'Google', 'date_created': 'May 2023', 'context_length': '4096', 'license': 'MIT'}
    >>> dict(told_in_clauses("Chinese and English. Encoder-decoder."))
    {'supported_language': 'Chinese, English', 'pretraining_architecture': 'Encoder-decoder'}
    >>> list(told_in_clauses("by far the best. Its code is new, MIT. Encoder-decoder, said the Dutch."))
    []
    """
    text = sentences[:_LONGEST]
    if not (_HAS_CLAUSES.search(text) and _MAY_TELL.search(text)):
        return
    found: dict[str, list[str]] = {}
    for number, sentence in enumerate(_SENTENCE_END.split(text, maxsplit=_MOST_SENTENCES)[:_MOST_SENTENCES]):
        sentence = sentence.strip(" .!;")
        for field, value in _told_in_sentence(sentence, name, is_first=not number):
            found.setdefault(field, []).append(value)
    yield from ((field, values[0]) for field, values in found.items() if len(set(values)) == 1)


def _told_in_sentence(sentence: str, name: str, *, is_first: bool) -> Iterator[tuple[str, str]]:
    clauses = _CLAUSE_END.split(sentence)
    if is_first:
        yield from _told_ahead(sentence, clauses[0], name)
    by = _BY.fullmatch(clauses[0]) if is_first else None
    # "by Jane Doe, MIT": where she works; or behind a maker, another, or its licence.
    is_of_two = by is not None and len(clauses) > 1 and names_organizations(clauses[1])
    makers = _makers(by[1]) if by else None
    if is_of_two and not makers:
        return
    if makers:
        yield "organization", makers
        clauses = clauses[1:]
        if is_of_two:
            return
        if clauses and is_date_shaped(clauses[0]):
            yield "date_created", clauses[0]
            clauses = clauses[1:]
    elif _are_languages(sentence):
        yield "supported_language", ", ".join(_AND.split(sentence))
        return
    read = list(map(_read_clause, clauses))
    yield from (field for field in read if field and field[0] == "context_length")
    if clauses and all(read):
        yield from (field for field in read if field and field[0] != "context_length")
        return
    yield from (("license", found) for found in _licenses_in(clauses))


def _are_languages(text: str) -> bool:
    """Tell whether a text is nothing but languages; one alone, "French", may say where a model is from."""
    parts = _AND.split(text)
    return len(parts) > 1 and all(map(is_language, parts))


def _told_ahead(sentence: str, clause: str, name: str) -> Iterator[tuple[str, str]]:
    """Yield what the first clause says of the size, where no other speaks of one: "3.8B; it sings"."""
    if own := _OWNED.match(sentence):
        if names_organizations(own[1]) and (size_in_name(name) or own[2]) == own[2]:
            yield from (("organization", own[1]), ("number_of_parameters", own[2]))
    elif (sized := _SIZED.fullmatch(clause)) and not _speaks_of_sizes(sentence[len(clause) :]):
        yield "number_of_parameters", sized[1]


def _speaks_of_sizes(text: str) -> bool:
    """Tell whether a text speaks of sizes that are no parts of names."""
    words = (match[1] or "" for match in _ANY_SIZE.finditer(text))
    return any(not (word[:1].isupper() or word[:1].isdigit()) for word in words)


def _read_clause(clause: str) -> tuple[str, str] | None:
    """Return what a clause states that is nothing but a value."""
    if context := _CONTEXT.fullmatch(clause):
        return "context_length", context[1] or context[2]
    if is_license(license_ := _without_words_ahead(clause)):
        return "license", license_
    if _are_languages(clause):
        return "supported_language", ", ".join(_AND.split(clause))
    if _BUILT.search(clause) and load_vocabulary().schemes["architecture"].concepts.get(clause):
        return "pretraining_architecture", clause
    return None


def _without_words_ahead(clause: str) -> str:
    before = _BEFORE_LICENSE.match(clause)
    return clause[before.end() :] if before else clause


def _licenses_in(clauses: Sequence[str]) -> Iterator[str]:
    """Yield the licences with which a sentence on other things tells of the model, or of its weights."""
    for number, clause in enumerate(clauses):
        weights = _WEIGHTS.fullmatch(clause)
        if weights and is_license(weights[1]):
            yield weights[1]
        elif (
            number
            and is_license(license_ := _without_words_ahead(clause))
            and not _speaks_of_another(clauses[:number], license_)
        ):
            yield license_


def _speaks_of_another(clauses: Sequence[str], license_: str) -> bool:
    """Tell whether clauses speak of something that a licence behind them may be of; or MIT the institute."""
    if any(map(_OF_ANOTHER_THING.search, clauses)):
        return True
    if any(clause[:1].isupper() and " " not in clause for clause in clauses):
        return True  # "Logo, CC BY 4.0"
    named = [word for clause in clauses for word in _names_in(clause, clause is clauses[0])]
    if names_organizations(license_):
        return bool(named) or any(map(_OF_INSTITUTE.search, clauses))
    # "ASR", "MMLU" are no models of others.
    return any(word.istitle() and not is_language(word) for word in named)


def _names_in(clause: str, begins: bool) -> list[str]:
    """Return the words with capitals in a clause, but for that with which a sentence begins."""
    if _BASED_ON.fullmatch(clause):
        return []
    words = clause.split()[begins:]
    return [
        word for word in words if not (word.islower() or word[:1].isdigit()) and any(map(str.isalpha, word))
    ]


def _makers(text: str) -> str | None:
    """Return who, behind the first word "by", made a model: known ones, and such as stand beside them.

    Others may be persons, methods or data.
    """
    if names_organizations(text):
        return text
    makers = [maker for maker in _AND.split(text) if maker]
    is_known = any(map(names_organizations, makers))
    return ", ".join(makers) if is_known and all(map(_may_be_maker, makers)) else None


def _may_be_maker(text: str) -> bool:
    is_other = is_of_base_family(text) or is_no_maker(text) or no_model(text) is not None
    may_be_name = is_name(text) and all(word[:1].isupper() for word in text.split())
    return names_organizations(text) or (may_be_name and not is_other)
