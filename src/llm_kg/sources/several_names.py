"""Several names in one text: parted by commas and the like, or by blanks alone."""

from __future__ import annotations

import re

from llm_kg.names import split_outside_brackets
from llm_kg.sources.name_forms import is_cjk, is_coined, is_name
from llm_kg.sources.naming import parse_name

__all__ = ["joined_names", "split_names", "unglued"]

_BETWEEN_NAMES = re.compile(r"[,，、;；\n]|\s(?:/|&&)\s")
# Nobody writes more names into one cell.
_MOST_GLUED = 40


def split_names(text: str) -> list[str]:
    """Return the names of a text that lists several, or the text alone.

    >>> split_names("GPT, GPT-2 and GPT-3"), split_names("Baichuan 2 (7B, 13B)")
    (['GPT', 'GPT-2', 'GPT-3'], ['Baichuan 2 (7B, 13B)'])
    """
    if not _BETWEEN_NAMES.search(text):
        return [text.strip()]
    spaced = re.sub(r"\s(?:/|&&)\s", ",", text)
    pieces = [piece.strip() for piece in split_outside_brackets(spaced, ",，、;；\n")]
    pieces = [piece for piece in pieces if piece]
    if len(pieces) > 1:
        last = re.split(r"\s+and\s+|\s*&\s*", pieces[-1].removeprefix("and ").removeprefix("& "))
        pieces[-1:] = last if len(last) == 2 else [re.sub(r"^(?:and|&)\s+", "", pieces[-1])]
    if len(pieces) > 1 and all(is_name(parse_name(piece).name) for piece in pieces):
        return pieces
    return [text.strip()]


def joined_names(text: str) -> list[str]:
    """Return two names of one word that a sign joins without blanks, each made to be a name.

    >>> joined_names("FinchZ&mT0"), joined_names("R&D"), joined_names("Finch&Tern")
    (['FinchZ', 'mT0'], ['R&D'], ['Finch&Tern'])
    """
    names = text.split("&")
    are_names = len(names) == 2 and all(len(n) > 2 and " " not in n and is_coined(n) for n in names)
    are_names = are_names and not any(map(is_cjk, names))
    return names if are_names else [text]


def unglued(text: str) -> list[str]:
    """Return the names that only blanks part: each begins as the first does, or is one word.

    >>> unglued("Finch 2 Finch 3 Mini"), unglued("tern-4 tern-4-turbo gull-large")
    (['Finch 2', 'Finch 3 Mini'], ['tern-4', 'tern-4-turbo', 'gull-large'])
    >>> unglued("Finch 2 Chat"), unglued("GPT-4 Turbo-Preview"), unglued("Yin Yang Yin Yang")
    (['Finch 2 Chat'], ['GPT-4 Turbo-Preview'], ['Yin Yang Yin Yang'])
    """
    words = text.split()
    if not 2 <= len(words) <= _MOST_GLUED:
        return [text]
    begins = [number for number, word in enumerate(words) if word == words[0]]
    if len(begins) > 1:
        ends = [*begins[1:], len(words)]
        names = [" ".join(words[begin:end]) for begin, end in zip(begins, ends, strict=True)]
        are_names = all(" " in name and any(map(str.isdigit, name)) and is_name(name) for name in names)
        return names if are_names and len(set(names)) == len(names) else [text]
    heads = [word.partition("-")[0].casefold() for word in words]
    numbered = all(any(map(str.isdigit, word)) for word in words)
    alike = len(set(heads)) < len(heads)
    is_each_one = all("-" in word and word[0].isalpha() and is_name(word) for word in words)
    return words if is_each_one and (numbered or alike) else [text]
