"""Whether engines of SHACL agree: the results that each has, and which only it has or only ours."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from catalogue import OURS
from measures import Result

__all__ = ["Findings", "tell_agreement"]

#: Focus node, path and component of each result.
Findings = list[list[str | None]]

_SH = "http://www.w3.org/ns/shacl#"


def tell_agreement(
    results: Sequence[Result], found: Mapping[str, Findings | None], planted: Path | None
) -> None:
    """Note how many results each engine has, what it misses, and what differs from ours.

    `planted` is the file of the focus nodes that were broken on purpose.
    """
    nodes: set[str] = set(json.loads(planted.read_text(encoding="utf-8"))) if planted else set()
    ours = found.get(f"{OURS}, in Python")
    for result in results:
        own = found.get(result.contender)
        if own is None:
            continue
        result.output = f"{len(own):,} results"
        if result.contender == OURS:  # the command names entries, and says the same thing once
            continue
        parts: list[str] = []
        if missed := nodes - {focus for focus, _, _ in own if focus}:
            parts.append(f"{len(missed):,} of {len(nodes):,} planted nodes missed, such as {min(missed)}")
        if ours is not None and own is not ours:
            differences = (_set(ours) - _set(own), "of ours missing"), (_set(own) - _set(ours), "not ours")
            if not any(several for several, _ in differences):
                result.output += ", ours"
            for several, what in differences:
                if several:
                    example = " ".join(min(several))
                    parts.append(f"{len(several):,} {what}, such as {example}")
        result.detail = "; ".join(parts)


def _set(found: Findings) -> set[tuple[str, str, str]]:
    """Return results as all engines can tell them: components by name, no path of a SPARQL constraint."""
    return {
        (focus or "-", "-" if "SPARQL" in component else path or "-", component)
        for focus, path, component in (
            (focus, path, (component or "-").removeprefix(_SH)) for focus, path, component in found
        )
    }
