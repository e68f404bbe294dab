"""Which records are one model: the rules, in the order in which they are applied.

1. Records whose names have one slug may be one model.
2. Of these, records that share an organisation are one; a record without organisation is
   compatible with any, as long as there is only one to belong to.
3. What is left apart has one name and several organisations: the IRI of each carries its
   organisation, and that is a finding.

A wrong merge is worse than a missed one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from llm_kg.findings import Finding, Findings
from llm_kg.names import fold, slug
from llm_kg.records import Record

__all__ = ["Identity", "identify", "record_order"]


@dataclass(frozen=True, slots=True)
class Identity:
    """A model's own part of its IRI, and the records that are about it."""

    key: str
    records: tuple[Record, ...]


def record_order(record: Record) -> tuple[str, int, str]:
    """Order records by source, place and entry, so that no result depends on the order of input."""
    return (record.source.id, (record.origin or record.place).line, record.entry)


def identify(records: Iterable[Record], findings: Findings) -> list[Identity]:
    """Return the models that records are about, in the order of their keys."""
    by_slug: dict[str, list[Record]] = defaultdict(list)
    for record in sorted(records, key=record_order):
        by_slug[slug(record.name)].append(record)
    identities: dict[str, Identity] = {}
    clashing: list[tuple[str, list[Record]]] = []
    for key, named in by_slug.items():
        groups = _by_organization(named)
        if len(groups) == 1:
            identities[key] = Identity(key, tuple(named))
        else:
            clashing.append((key, named))
            for group in groups:
                # Only records that name no organisation keep the bare name.
                suffixed = f"{key}-{_organization(group)}" if group[0].organization else key
                while suffixed in identities or (suffixed != key and suffixed in by_slug):
                    suffixed += "-model"
                identities[suffixed] = Identity(suffixed, tuple(group))
    for _, named in clashing:
        organizations = sorted({name for record in named for name in record.organization})
        findings.add(
            Finding.of(
                "clashing-name",
                f"{named[0].name} is a model of {' and another of '.join(organizations)}",
                named[0].place,
                entry=named[0].name,
            )
        )
    return [identities[key] for key in sorted(identities)]


def _by_organization(records: list[Record]) -> list[list[Record]]:
    """Cluster records that share an organisation, directly or through another record."""
    clusters: list[tuple[set[str], list[Record]]] = []
    anonymous: list[Record] = []
    for record in records:
        organizations = {fold(name) for name in record.organization}
        if not organizations:
            anonymous.append(record)
            continue
        joined = [cluster for cluster in clusters if cluster[0] & organizations]
        merged = (organizations, [record])
        for cluster in joined:
            merged = (merged[0] | cluster[0], cluster[1] + merged[1])
            clusters.remove(cluster)
        clusters.append(merged)
    if len(clusters) <= 1:
        return [records]
    groups = [sorted(group, key=record_order) for _, group in clusters]
    return [*sorted(groups, key=_organization), *([anonymous] if anonymous else [])]


def _organization(group: list[Record]) -> str:
    return min(slug(name) for record in group for name in record.organization)
