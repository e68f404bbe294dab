"""Reading back: what ORKG says of models, as records like those of any other source.

A value becomes the text that a list would hold, and goes through the same reading; what no property
has is kept as stated text under ORKG's own label.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from llm_kg.errors import OrkgError
from llm_kg.names import fold, slug
from llm_kg.numerals import parse_count
from llm_kg.orkg.client import COMPARISON, PAPER, Client
from llm_kg.orkg.hosts import candidates
from llm_kg.orkg.template import load_template
from llm_kg.places import Source
from llm_kg.quantities import Quantity
from llm_kg.sources import Records, read_text
from llm_kg.terms import Property
from llm_kg.vocabulary import load_vocabulary

__all__ = ["pull"]

_PAPER_CONTRIBUTION: Final = "P31"
#: What ORKG calls a contribution that nobody named.
_UNNAMED = re.compile(r"Contribution \d+")


def pull(client: Client, id_: str) -> Records:
    """Return the records of a comparison, a paper or a contribution.

    Raises
    ------
    OrkgError
        There is no such thing, or it is none of the three.
    """
    if not re.fullmatch(r"[a-zA-Z0-9:_-]+", id_):
        raise OrkgError(f"{id_!r} is no id of ORKG; one looks like R1364660")
    puller = _Puller(client)
    kind, title, rows = puller.rows_of(id_)
    source = Source(slug(f"orkg-{id_}"), title=title, address=f"{client.host.url}/{kind}/{id_}")
    # A record a line, so that a place tells the record.
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    return read_text(f"[\n{lines}\n]\n", source, "json")


class _Puller:
    """One reading of one host."""

    def __init__(self, client: Client) -> None:
        self.client = client
        vocabulary = load_vocabulary()
        #: Predicate id → the property that it stands for, if its label agrees.
        self.properties: dict[str, Property] = {}
        for term in vocabulary.properties:
            for predicate in candidates(client.host, term):
                self.properties.setdefault(predicate, term)

    def rows_of(self, id_: str) -> tuple[str, str, list[dict[str, Any]]]:
        """Return what an id is of, its title, and a row for each of its contributions."""
        if told := self.client.get(f"/comparisons/{id_}", COMPARISON):
            sources = [str(source["id"]) for source in told.get("sources") or ()]
            return "comparison", str(told.get("title")), [self._row(source, None) for source in sources]
        if told := self.client.get(f"/papers/{id_}", PAPER):
            contributions = [str(c["id"]) for c in told.get("contributions") or ()]
            return "paper", str(told.get("title")), [self._row(c, told) for c in contributions]
        told = self.client.get(f"/resources/{id_}")
        if told and "Contribution" in (told.get("classes") or ()):
            return "resource", str(told["label"]), [self._row(id_, None)]
        there = "it is no comparison, paper or contribution" if told else "there is nothing of this id"
        raise OrkgError(f"{self.client.host.url}: {id_}: {there}")

    def _row(self, contribution: str, paper: Mapping[str, Any] | None) -> dict[str, Any]:
        statements = list(self.client.pages("/statements", subject_id=contribution))
        row: dict[str, list[str]] = {}
        for key, text in (*self._name(contribution, statements), *self._paper(contribution, paper)):
            row.setdefault(key, []).append(text)
        for statement in statements:
            key, text = self._cell(statement)
            if key != "name":
                row.setdefault(key, []).append(text)
        return {key: texts[0] if len(texts) == 1 else texts for key, texts in row.items()}

    def _name(self, contribution: str, statements: Iterable[dict[str, Any]]) -> Iterator[tuple[str, str]]:
        """Yield the name: that of the model, else the label, if somebody gave one."""
        names = [text for key, text in map(self._cell, statements) if key == "name"]
        if names:
            yield "name", names[0]
            yield from (("alternate_name", name) for name in names[1:])
            return
        told = self.client.get(f"/resources/{contribution}") or {}
        label = str(told.get("label") or "")
        if label and not _UNNAMED.fullmatch(label):
            yield "name", label

    def _paper(self, contribution: str, paper: Mapping[str, Any] | None) -> Iterator[tuple[str, str]]:
        if paper is None:
            query = {"predicate_id": _PAPER_CONTRIBUTION, "object_id": contribution}
            subjects = (s["subject"]["id"] for s in self.client.pages("/statements", **query))
            id_ = next(subjects, None)
            paper = (self.client.get(f"/papers/{id_}", PAPER) if id_ else None) or {}
        if title := paper.get("title"):
            yield "title", str(title)
        if dois := (paper.get("identifiers") or {}).get("doi"):
            yield from (("paper", f"https://doi.org/{doi}") for doi in dois)
        elif url := (paper.get("publication_info") or {}).get("url"):
            yield "paper", str(url)

    def _cell(self, statement: Mapping[str, Any]) -> tuple[str, str]:
        """Return a statement as a key and a text, as a list would state them."""
        predicate, text = statement["predicate"], str(statement["object"].get("label", ""))
        label = " ".join(str(predicate.get("label", "")).split())
        term = self.properties.get(str(predicate["id"]))
        if term is None or fold(label) not in {fold(name) for name in term.names}:
            term = load_vocabulary().properties.get(label)
        if term is None:
            return label, text
        return term.notation, _with_unit(term.notation, text)


def _with_unit(field: str, text: str) -> str:
    """Return a value of ORKG as a list states it: a bare number with what its predicate's label counts.

    >>> _with_unit("training_data_size", "~680"), _with_unit("training_data_size", "300B tokens")
    ('~680000000000 tokens', '300B tokens')
    """
    row = load_template().properties.get(field)
    if row is None or row.unit is None or (count := parse_count(text)) is None:
        return text
    return str(Quantity(count.value * row.scale, row.unit, count.approximate))
