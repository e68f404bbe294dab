"""One host of ORKG: what a push would do there, doing it, and reading back.

Written against the source of ORKG's backend 0.102.0 and a stand-in that enforces its rules; never
tried against a live server.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

from llm_kg.errors import OrkgError
from llm_kg.graph import BASE
from llm_kg.orkg.client import Client
from llm_kg.orkg.contents import contents_of
from llm_kg.orkg.credentials import Credentials, find_credentials
from llm_kg.orkg.hosts import Host, find_host
from llm_kg.orkg.journal import Journal
from llm_kg.orkg.limits import check_research_field
from llm_kg.orkg.lookup import Lookup
from llm_kg.orkg.plan import Plan, Progress, make_steps
from llm_kg.orkg.pull import pull
from llm_kg.orkg.steps import Options, Steps
from llm_kg.reconciliation import Models
from llm_kg.sources import Records

__all__ = ["Orkg", "check_options"]


class Orkg:
    """ORKG on one host: `production`, `sandbox`, `incubating`, or the address of another.

    Looking up is anonymous; credentials are asked for (in the environment, then in the keyring) when
    a plan is applied, unless they are given. `options` go to the client.

    >>> Orkg("sandbox")
    <ORKG at https://sandbox.orkg.org>
    """

    def __init__(
        self,
        host: str | Host = "sandbox",
        credentials: Credentials | None = None,
        **options: Any,
    ) -> None:
        self.host = host if isinstance(host, Host) else find_host(host)
        self._credentials = credentials
        self._options = options

    def __repr__(self) -> str:
        return f"<ORKG at {self.host.url}>"

    def reader(self) -> Client:
        """Return a client that can look up."""
        return Client(self.host, **self._options)

    def _writer(self, resources: dict[str, str]) -> Lookup:
        credentials = self._credentials or find_credentials()
        return Lookup(Client(self.host, credentials, **self._options), resources)

    def plan(
        self,
        models: Models,
        options: Options | None = None,
        *,
        base: str = BASE,
        journal: str | Path | None = None,
        progress: Progress | None = None,
    ) -> Plan:
        """Look up what is there, and return what a push of models would do; nothing is written.

        With the journal of earlier pushes, `options.update` knows which values are this tool's.

        Raises
        ------
        OrkgError
            The host cannot be reached, or lacks what a push needs.
        """
        chosen = _completed(options or Options(), models)
        wanted = contents_of(models, base)
        noted = Journal(Path(journal) if journal else None, self.host.url)
        with closing(self.reader()) as client:
            lookup = Lookup(client, chosen.resources)
            return self.planned(make_steps(lookup, wanted, chosen, base, noted, progress))

    def pull(self, id_: str) -> Records:
        """Return what a comparison, a paper or a contribution says of models, as records.

        Raises
        ------
        OrkgError
            There is no such thing, or the host cannot be reached.
        """
        with closing(self.reader()) as client:
            return pull(client, id_)

    def planned(self, steps: Steps) -> Plan:
        """Return a plan that was made before."""
        return Plan(steps, lambda: self._writer(steps.options.resources))


def check_options(options: Options) -> None:
    """Refuse options that cannot be carried out together.

    Raises
    ------
    OrkgError
        A comparison is to be published, and nobody is named as its author; or to have a DOI, and
        not to be published.
    LlmKgError
        The research field is no id of a resource.
    """
    check_research_field(options.research_field)
    if options.publish and not options.authors and not options.comparison:
        raise OrkgError("ORKG publishes no comparison without an author; give --author NAME")
    if options.doi and not options.publish:
        raise OrkgError("ORKG gives a DOI to what is published alone; give --publish as well")


def _completed(options: Options, models: Models) -> Options:
    """Return options with a title and references from the sources, where none are given."""
    check_options(options)
    sources = list(models.sources.values())
    titles = ", ".join(source.title or source.id for source in sources)
    addresses = tuple(source.address for source in sources if source.address)
    return options.model_copy(
        update={
            "title": " ".join((options.title or f"Language models of {titles}").split()),
            "references": options.references or addresses,
        }
    )
