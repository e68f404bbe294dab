"""Identifiers that links carry: arXiv, DOI; and what counts as a link that may be followed."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

import pyoxigraph

__all__ = [
    "arxiv_identifier",
    "clean_url",
    "doi",
    "host_and_path",
    "is_address",
    "is_plain_link",
    "is_web_link",
    "page",
    "paper_address",
    "rest_of_file",
    "with_scheme",
]

# Source: https://info.arxiv.org/help/arxiv_identifier.html (both schemes, with or without version).
_ARXIV = re.compile(
    r"arxiv\.org/(?:abs|pdf|html|format)/"
    r"(?P<id>\d{4}\.\d{4,5}|[a-z-]{2,20}(?:\.[A-Z]{2})?/\d{7})(?:v\d{1,3})?(?:\.pdf)?(?=$|[?#/])",
    re.IGNORECASE,
)
_ARXIV_DOI = re.compile(r"10\.48550/arxiv\.(?P<id>\d{4}\.\d{4,5})(?:v\d{1,3})?$", re.IGNORECASE)
# Source: https://www.crossref.org/blog/dois-and-matching-regular-expressions/
_DOI = re.compile(r"^10\.\d{4,9}/[-._;()/:a-z0-9]+$", re.IGNORECASE)

# Its host and its path, and perhaps a query.
_PLAIN_LINK = re.compile(
    r"https?://([A-Za-z0-9][A-Za-z0-9.-]*)(?:(/[A-Za-z0-9/._~=&+-]*)(?:\?[A-Za-z0-9/._~=&+-]*)?)?"
)

_MAY_HOLD_DOI = re.compile(r"10\.|doi\.org|dl\.acm\.org", re.IGNORECASE)

# What an IRI may not hold (RFC 3987, and the IRIREF production of N-Triples).
_NOT_IN_IRI = re.compile(r'[\x00-\x20<>"{}|\\^`\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]')


def is_plain_link(text: str) -> bool:
    """Tell whether a text is a web link and nothing else, of letters, digits and the like.

    Most links are: no parser need look at them, nor is there anything to encode.
    """
    return _PLAIN_LINK.fullmatch(text) is not None


def host_and_path(url: str) -> tuple[str, str]:
    """Return the host of an address, in lower case, and the path; nothing of what is no address.

    >>> host_and_path("https://WWW.example.org:80/A?b"), host_and_path("https://[x")
    (('www.example.org', '/A'), ('', ''))
    """
    if plain := _PLAIN_LINK.fullmatch(url):
        return plain[1].lower(), plain[2] or ""
    try:
        parts = urlsplit(url)
        return (parts.hostname or "").lower(), parts.path
    except ValueError:
        return "", ""


def is_web_link(url: str) -> bool:
    """Tell whether this is an absolute http(s) IRI with a host, fit to stand in a graph.

    >>> is_web_link("https://example.org/a"), is_web_link("javascript:alert(1)")
    (True, False)
    """
    if is_plain_link(url):
        return True
    if ":" not in url:
        return False
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return False
    if parts.scheme.lower() not in ("http", "https") or not host or _NOT_IN_IRI.search(url):
        return False
    try:
        pyoxigraph.NamedNode(url)  # the parser that every reader of the graph will put it through
    except ValueError:
        return False
    return True


def clean_url(url: str) -> str:
    """Return a link as an IRI: what an IRI may not hold is percent-encoded, the rest untouched.

    >>> clean_url("https://example.org/a b|c")
    'https://example.org/a%20b%7Cc'
    """

    def encode(match: re.Match[str]) -> str:
        return "".join(f"%{byte:02X}" for byte in match[0].encode())

    return _NOT_IN_IRI.sub(encode, url.strip())


def arxiv_identifier(url: str) -> str | None:
    """Return the arXiv identifier that a link names, without version, or None.

    >>> arxiv_identifier("https://arxiv.org/pdf/2302.13971v1.pdf")
    '2302.13971'
    """
    if match := _ARXIV.search(url):
        return match["id"].lower()
    if (name := doi(url)) and (match := _ARXIV_DOI.match(name)):
        return match["id"]
    return None


def doi(url: str) -> str | None:
    """Return the DOI that a link or text names, in lower case as DOIs are compared, or None.

    >>> doi("https://doi.org/10.18653/V1/N19-1423")
    '10.18653/v1/n19-1423'
    """
    text = url.strip()
    if not _MAY_HOLD_DOI.search(text):
        return None
    if not text.lower().startswith("10."):
        text = text.removeprefix("doi:")
        parts = urlsplit(text) if "://" in text[:8] else None
        if parts is None:
            return None
        host, path = (parts.hostname or "").lower(), unquote(parts.path).lstrip("/")
        if host in ("doi.org", "dx.doi.org", "www.doi.org"):
            text = path
        elif host == "dl.acm.org" and path.startswith("doi/"):
            text = path[path.index("10.") :] if "10." in path else ""
        else:
            return None
    return text.lower() if _DOI.match(text) else None


# A year and a month stand before the point; from 2015 on there are five digits behind it.
_ARXIV_NUMBER = re.compile(
    r"(?:arxiv\s*:?\s*)?(?P<id>(?:0[7-9]|[1-9]\d)(?:0[1-9]|1[0-2])\.\d{4,5})(?:v\d{1,3})?(?:\s*\[[\w.-]+\])?",
    re.IGNORECASE,
)


def paper_address(text: str) -> str | None:
    """Return the address of a paper that is told by its identifier alone; None of any other text.

    >>> paper_address("arXiv:2302.13971v2"), paper_address("10.18653/v1/N19-1423")
    ('https://arxiv.org/abs/2302.13971', 'https://doi.org/10.18653/v1/N19-1423')
    >>> paper_address("2313.00001"), paper_address("2023.1")
    (None, None)
    """
    if match := _ARXIV_NUMBER.fullmatch(text):
        return f"https://arxiv.org/abs/{match['id']}"
    name = text[4:].lstrip() if text[:4].lower() == "doi:" else text
    return f"https://doi.org/{name}" if _DOI.match(name) else None


# A host with a known kind of end, and a path; or one that begins as those of web pages do.
_WITHOUT_SCHEME = re.compile(
    r"(?:www\.(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,24}|(?:[a-z0-9-]{1,63}\.){1,4}(?:com|org|net|edu|gov|io|ai|co|dev|cn|de|fr|uk|jp|kr|eu"
    r"|ch|me|app|info|xyz|tech|science|blog)(?=/))(?:/[A-Za-z0-9/._~=&+%#?-]*)?",
    re.IGNORECASE,
)


# Behind the blank at which an address seemed to end stands the rest of a file's name.
_REST_OF_FILE = re.compile(r"(?:\s[^\s:/()]{1,60}){0,8}\s[^\s:/()]{1,60}\.(?:pdf|html?|docx?|pptx?)")


def rest_of_file(text: str, start: int = 0) -> re.Match[str] | None:
    """Match the rest of a file name, where an address runs on: `https://a.org/My Paper.pdf`."""
    return _REST_OF_FILE.match(text, start)


_ADDRESS = re.compile(
    r"<?(?:[a-z][a-z0-9+.-]{1,15}:/|(?:javascript|data|file|mailto|vbscript):)\S*", re.IGNORECASE
)


def is_address(text: str) -> bool:
    """Tell whether a text has the form of an address, good or bad.

    >>> is_address("htp://a.org"), is_address("www.example.org/a"), is_address("Finch: a bird")
    (True, True, False)
    """
    return _ADDRESS.fullmatch(text) is not None or with_scheme(text) is not None


def with_scheme(text: str) -> str | None:
    """Return an address that is stated without its scheme, with it; None of any other text.

    >>> with_scheme("github.com/google/trax"), with_scheme("www.example.org"), with_scheme("and/or")
    ('https://github.com/google/trax', 'https://www.example.org', None)
    """
    return f"https://{text}" if _WITHOUT_SCHEME.fullmatch(text) else None


def page(url: str) -> str:
    """Return an address without what differs between two ways to the same page.

    >>> page("http://www.github.com/OpenAI/gpt-2.git") == page("https://github.com/openai/gpt-2/#readme")
    True
    """
    return re.sub(r"^https?://(?:www\.)?", "", url.partition("#")[0]).rstrip("/").removesuffix(".git").lower()
