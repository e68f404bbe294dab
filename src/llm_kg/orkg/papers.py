"""The papers that models are contributions of, each once, for ORKG takes no DOI and no title twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from llm_kg.names import fold
from llm_kg.orkg.about import About
from llm_kg.orkg.limits import DOI, one_line, unfit
from llm_kg.rdf import IRI, LLMKG, RDFS, SCHEMA, Literal

__all__ = ["PaperOf", "Papers"]


@dataclass(frozen=True, slots=True)
class PaperOf:
    """A paper as ORKG describes it, as far as it is known: DOIs without resolver, the likeliest first.

    `year` and `month` are those in which arXiv made it available, of a paper that is there alone.
    """

    iri: IRI
    title: str | None = None
    dois: tuple[str, ...] = ()
    url: str | None = None
    venue: str | None = None
    year: int | None = None
    month: int | None = None

    @property
    def doi(self) -> str | None:
        """The DOI that ORKG is told."""
        return self.dois[0] if self.dois else None

    @property
    def is_known(self) -> bool:
        """Whether ORKG can tell which paper it is."""
        return bool(self.title or self.dois)


class Papers:
    """The papers of a graph: of nodes that have a DOI or a title in common, one."""

    def __init__(self, nodes: Iterable[IRI], about: About) -> None:
        #: Node → why ORKG refuses a title or DOI of it: pairs of the text and the reason.
        self.refused: dict[IRI, list[tuple[str, str]]] = {}
        self._venues: dict[IRI, set[str]] = {}
        self._about = about
        groups = _joined(self._described(node) for node in dict.fromkeys(nodes))
        self._paper_of: Mapping[IRI, PaperOf] = {
            node.iri: paper for group in groups for paper in [self._merged(group)] for node in group
        }

    def __getitem__(self, node: IRI) -> PaperOf:
        """Return the paper that a node is."""
        return self._paper_of[node]

    def _described(self, node: IRI) -> PaperOf:
        """Return what a node alone says, as far as ORKG takes it."""
        about = self._about
        title = one_line(about.text(node, RDFS["label"]) or "")
        if title and (reason := unfit(title)):
            self._refuse(node, title, reason)
            title = ""
        dois = [doi for doi in (about.text(node, LLMKG["doi"]),) if doi]
        if arxiv := about.text(node, LLMKG["arxivIdentifier"]):
            dois.append(f"10.48550/arXiv.{arxiv}")  # which arXiv registers for every article
        taken = {doi.lower(): doi for doi in dois if DOI.fullmatch(doi)}
        for doi in dois:
            if doi.lower() not in taken:
                self._refuse(node, doi, "ORKG takes it for no DOI")
        venues = about.all(node, LLMKG["venue"])
        self._venues[node] = {one_line(venue.lexical) for venue in venues if isinstance(venue, Literal)}
        return PaperOf(node, title or None, tuple(taken.values()), about.iri(node, SCHEMA["url"]))

    def _refuse(self, node: IRI, text: str, reason: str) -> None:
        self.refused.setdefault(node, []).append((text, reason))

    def _merged(self, group: list[PaperOf]) -> PaperOf:
        """Return nodes as one paper, which has the IRI of the first; of two venues none is chosen."""
        dois = {doi.lower(): doi for node in reversed(group) for doi in reversed(node.dois)}
        venues = {venue for node in group for venue in self._venues[node.iri] if not unfit(venue)}
        paper = PaperOf(
            group[0].iri,
            next((node.title for node in group if node.title), None),
            tuple(reversed(dois.values())),
            next((node.url for node in group if node.url), None),
            next(iter(venues)) if len(venues) == 1 else None,
        )
        # What appeared elsewhere as well was published another time.
        if len(dois) != 1 or any(self._venues[node.iri] for node in group):
            return paper
        year, month = _date(next(iter(dois)))
        return replace(paper, year=year, month=month)


def _joined(nodes: Iterable[PaperOf]) -> list[list[PaperOf]]:
    """Return nodes in groups: of those that have a DOI or title in common, one; all in their order."""
    group_of: dict[tuple[str, str], list[PaperOf]] = {}
    order: dict[IRI, int] = {}
    for node in nodes:
        order[node.iri] = len(order)
        found = {id(group): group for name in _names(node) if (group := group_of.get(name))}
        # The smaller ones go into the largest, so that no name moves often.
        *smaller, largest = sorted(found.values(), key=len) or [[]]
        moved = [*(known for group in smaller for known in group), node]
        largest += moved
        group_of |= {name: largest for known in moved for name in _names(known)}
    groups = {id(group): group for group in group_of.values()}.values()
    ordered = [sorted(group, key=lambda node: order[node.iri]) for group in groups]
    return sorted(ordered, key=lambda group: order[group[0].iri])


def _names(node: PaperOf) -> list[tuple[str, str]]:
    title = [("title", fold(node.title) or node.title)] if node.title else []
    return [("node", node.iri), *title, *(("doi", doi.lower()) for doi in node.dois)]


def _date(doi: str) -> tuple[int | None, int | None]:
    """Return year and month of a paper on arXiv, which its identifier tells since April 2007.

    >>> _date("10.48550/arxiv.2005.14165"), _date("10.18653/v1/n19-1423"), _date("10.48550/arxiv.0703.0001")
    ((2020, 5), (None, None), (None, None))
    """
    match = re.fullmatch(r"10\.48550/arxiv\.([0-9]{2})(0[1-9]|1[0-2])\.[0-9]{4,5}", doi, re.IGNORECASE)
    date = (2000 + int(match[1]), int(match[2])) if match else (0, 0)
    return date if date >= (2007, 4) else (None, None)
