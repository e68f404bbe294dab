r"""Terms as the tokens of canonical N-Triples: `<iri>`, `_:b0`, `"text"`, `"1"^^<…#integer>`, `"x"@en`.

A token is a plain string, so that a term is compared, looked up and written without being taken
apart. Each term has one token and each token one term, for a literal is escaped in one way only.

Source: RDF 1.2 N-Triples, section 3, "A Canonical form of N-Triples".
"""

from __future__ import annotations

import re
from functools import lru_cache
from json.encoder import encode_basestring
from typing import Final

from llm_kg.rdf import IRI, RDF, XSD, Literal, Term

__all__ = ["iri_token", "link_token", "literal_token", "quoted", "term_of", "token_of", "unquoted"]

# JSON escapes what N-Triples does and spells it alike, but for these.
_ESCAPED_OTHERWISE = re.compile("[\x00-\x07\x0b\x0e-\x1f\x7f\ufffe\uffff]")
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_CHARACTERS = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", '"': '"', "'": "'", "\\": "\\"}
_NOT_IN_IRI = re.compile(r'[\x00-\x20<>"{}|\\^`]')
_STRING: Final = XSD["string"]
_LANG_STRING: Final = RDF["langString"]


def link_token(iri: str) -> str:
    """Return the token of an IRI that hardly comes twice, or of a blank node where it begins with `_:`.

    >>> link_token("https://example.org/eta")
    '<https://example.org/eta>'

    Raises
    ------
    ValueError
        It holds what no IRI may hold.
    """
    if _NOT_IN_IRI.search(iri):
        raise ValueError(f"{iri!r} is no IRI")
    return iri if iri.startswith("_:") else f"<{iri}>"


@lru_cache(maxsize=4096)  # subjects come together, and predicates are few
def iri_token(iri: str) -> str:
    """Return the token of an IRI as `link_token` does, of one that may come again.

    Raises
    ------
    ValueError
        It holds what no IRI may hold.
    """
    return link_token(iri)


def quoted(text: str) -> str:
    r"""Return a text between quotes, escaped.

    >>> print(quoted('an "eta"\x7f'))
    "an \"eta\"\u007F"
    """
    if text.isprintable() or not _ESCAPED_OTHERWISE.search(text):
        return encode_basestring(text)
    pieces = re.split(f"({_ESCAPED_OTHERWISE.pattern})", text)
    pieces[::2] = [encode_basestring(piece)[1:-1] for piece in pieces[::2]]
    pieces[1::2] = [f"\\u{ord(char):04X}" for char in pieces[1::2]]
    return f'"{"".join(pieces)}"'


def unquoted(body: str) -> str:
    r"""Return the text that stands, escaped, between quotes.

    >>> unquoted(r"an \"eta\"\u007F") == 'an "eta"\x7f'
    True

    Raises
    ------
    ValueError
        It holds an escape that N-Triples does not know.
    """
    return _ESCAPE.sub(_unescaped, body) if "\\" in body else body


def _unescaped(match: re.Match[str]) -> str:
    short, long, char = match.groups()
    if char is None:
        return chr(int(short or long, 16))
    if char not in _CHARACTERS:
        raise ValueError(f"{match[0]!r} is no escape of N-Triples")
    return _CHARACTERS[char]


def literal_token(literal: Literal) -> str:
    """Return the token of a literal.

    >>> print(literal_token(Literal("1", XSD["integer"])))
    "1"^^<http://www.w3.org/2001/XMLSchema#integer>
    """
    lexical, datatype, language = literal
    text = encode_basestring(lexical) if lexical.isprintable() else quoted(lexical)
    if language:
        return f"{text}@{language}"
    return text if datatype == _STRING else f"{text}^^{iri_token(datatype)}"


def token_of(term: Term) -> str:
    """Return the token of a term.

    Raises
    ------
    ValueError
        An IRI holds what no IRI may hold.
    """
    return iri_token(term) if isinstance(term, IRI) else literal_token(term)


def term_of(token: str) -> Term:
    """Return the term of a token.

    >>> term_of('"eta"@en')
    Literal(lexical='eta', datatype=<http://www.w3.org/1999/02/22-rdf-syntax-ns#langString>, language='en')

    Raises
    ------
    ValueError
        It is no token, or holds an escape that N-Triples does not know.
    """
    if token.startswith("<"):
        return IRI(token[1:-1])
    if token.startswith("_:"):
        return IRI(token)
    body, quote, kind = token[1:].rpartition('"')
    lexical = unquoted(body)
    if quote and not kind:
        return Literal(lexical)
    if kind.startswith("^^<"):
        return Literal(lexical, kind[3:-1])
    if kind.startswith("@"):
        return Literal(lexical, _LANG_STRING, kind[1:])
    raise ValueError(f"{token!r} is no token of N-Triples")
