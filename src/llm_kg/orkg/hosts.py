"""The hosts on which ORKG runs: where one logs in to them, and what the ontology knows to be there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from llm_kg.errors import OrkgError
from llm_kg.rdf import IRI
from llm_kg.terms import Property
from llm_kg.vocabulary import load_vocabulary

__all__ = ["HOSTS", "Host", "candidates", "find_host"]

_TOKENS: Final = "/realms/orkg/protocol/openid-connect/token"
_ACCOUNTS: Final = f"https://accounts.orkg.org{_TOKENS}"
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True, slots=True)
class Host:
    """Where an ORKG runs: `url` without a slash at its end, and where it gives out tokens."""

    name: str
    url: str
    token_url: str

    def predicates(self, term: Property) -> list[str]:
        """Return the ids that the ontology gives to a property on this host, the certain ones first.

        >>> from llm_kg.vocabulary import load_vocabulary
        >>> HOSTS["sandbox"].predicates(load_vocabulary().all_properties["training_data_size"])
        ['P202273']
        """
        return self._ids("property", (*term.orkg, *term.inferred_orkg))

    def resource(self, iri: IRI) -> str | None:
        """Return the id of the resource that the ontology gives to a thing on this host, or None."""
        return next(iter(self._ids("resource", load_vocabulary().see_also(iri))), None)

    def _ids(self, kind: str, iris: Iterable[str]) -> list[str]:
        namespace = f"{self.url}/{kind}/"
        return [iri.removeprefix(namespace) for iri in iris if iri.startswith(namespace)]


#: ORKG's own hosts by name.
HOSTS: Final[Mapping[str, Host]] = {
    "production": Host("production", "https://orkg.org", _ACCOUNTS),
    "sandbox": Host("sandbox", "https://sandbox.orkg.org", _ACCOUNTS),
    "incubating": Host("incubating", "https://incubating.orkg.org", _ACCOUNTS),
}


def find_host(name: str, token_url: str | None = None) -> Host:
    """Return the host of a name or address.

    A host that is not ORKG's gives out its own tokens, unless `token_url` says where: what is secret
    on one host is never sent to another.

    >>> find_host("sandbox").url, find_host("http://127.0.0.1:8765/api/").url
    ('https://sandbox.orkg.org', 'http://127.0.0.1:8765')

    Raises
    ------
    OrkgError
        This is neither a name nor an address, or an address beyond this machine without TLS.
    """
    known = HOSTS.get(name) or next((h for h in HOSTS.values() if h.url == name.rstrip("/")), None)
    if known:
        return Host(known.name, known.url, token_url or known.token_url)
    url = name.rstrip("/").removesuffix("/api")
    for address in filter(None, (url, token_url)):
        _check(address)
    return Host(urlsplit(url).netloc, url, token_url or url + _TOKENS)


def _check(address: str) -> None:
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise OrkgError(f"{address!r} is no host of ORKG; give {', '.join(HOSTS)} or an https address")
    if parts.username is not None or parts.query or parts.fragment:
        raise OrkgError("the address of a host holds a scheme, a name and a port, and nothing else")
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
        raise OrkgError(f"{address}: what is sent there could be read on the way; give an https address")


def candidates(host: Host, term: Property) -> list[str]:
    """Return the ids of predicates that a property may have on a host, the likeliest first.

    Where nothing is known of a host, those of the others are candidates: their labels decide.
    """
    others = (id_ for other in HOSTS.values() for id_ in other.predicates(term))
    return host.predicates(term) or list(dict.fromkeys(others))
