"""No peers but the floor: the least that can be done, of what ours does more.

Nothing writes the triples faster than their bytes are written, and no mapping in Python faster than a loop
that pastes what has been minted, formatted and joined before.
"""

from __future__ import annotations

from json.encoder import encode_basestring
from pathlib import Path

from peers.inputs import Work, load_rows, load_terms


def write(work: str, inputs: Path, output: Path) -> Work:  # noqa: ARG001 - works are written alike
    """Write the bytes of the N-Triples, made beforehand, with one call."""
    content = (inputs / "reference.nt").read_bytes()

    def bare() -> None:
        with output.open("wb", buffering=0) as stream:
            rest = memoryview(content)
            while rest:
                rest = rest[stream.write(rest) :]

    return bare


def paste(work: str, inputs: Path, output: Path) -> Work:  # noqa: ARG001 - written as N-Triples alone
    """Paste the rows that peers get into lines; escaping is the only thing that is left to do."""
    rows = load_rows(inputs)
    # Before an object, and behind it; an IRI needs no escaping.
    around = {
        key: (f" <{term['predicate']}> ", _behind(term), term["datatype"] is None)
        for key, term in load_terms(inputs).items()
    }

    def loop() -> None:
        with output.open("wb", buffering=1 << 20) as stream:
            for subject, values in rows:
                lines = []
                for key, value in values:
                    before, behind, is_iri = around[key]
                    token = f"<{value}" if is_iri else encode_basestring(value)
                    lines.append(f"<{subject}>{before}{token}{behind}")
                stream.write("".join(lines).encode())

    return loop


def _behind(term: dict[str, str | None]) -> str:
    if term["datatype"] is None:
        return "> .\n"
    if term["language"]:
        return f"@{term['language']} .\n"
    return " .\n" if term["datatype"].endswith("#string") else f"^^<{term['datatype']}> .\n"
