"""What is amiss with what a row states: told at its place, of a word that is not known once a source."""

from __future__ import annotations

import unicodedata
from typing import Any

from llm_kg.findings import Finding
from llm_kg.names import fold, has_invisible, mixed_scripts
from llm_kg.places import Place
from llm_kg.sources.base import Cell, Reading
from llm_kg.terms import Index, Property

__all__ = ["Complaints", "shortened"]


class Complaints:
    """What is amiss with the cells of a row that gives its model this name."""

    def __init__(self, name: str, reading: Reading) -> None:
        self.name = name
        self._findings = reading.findings
        self._reported = reading.reported

    def unread(self, cell: Cell) -> None:
        """Report a text that is no value of anything."""
        self._report(cell, "unread-text", f"{shortened(cell.text)} was not read as a value")

    def contradiction(self, key: str, message: str, place: Place) -> None:
        """Report that a row states two values of a property that has one."""
        told = f"{self.name}: {message}"
        self._findings.add(Finding.of("contradicting-values", told, place, entry=self.name, key=key))

    def unknown_key(self, cell: Cell, properties: Index[Property]) -> None:
        """Report a key that no property has; the header of a column is the key of every row."""
        about = ("key", f"{cell.key_place}\n{cell.key}")
        if about in self._reported:
            return
        nearest = properties.suggest(cell.key)
        mend = f"did you mean {' or '.join(map(repr, nearest))}?" if nearest else None
        message = f"no property has the key {cell.key!r}"
        self._reported[about] = self._report(cell, "unknown-key", message, mend)

    def misspelt_key(self, cell: Cell, term: Property) -> None:
        """Report a key that is a slip of the pen."""
        message = f"the key {cell.key!r} was read as {term.label!r}"
        self._report(cell, "misspelt-key", message, f"write {term.label!r}")

    def unreadable(self, cell: Cell, term: Property) -> None:
        """Report a text in which the property's kind of value was not found."""
        self._report(cell, "unreadable-value", f"{term.label}: {shortened(cell.text)} is kept as stated")

    def unknown(self, cell: Cell, term: Property, text: str, known: Index[Any]) -> None:
        """Report a value that the vocabulary does not know; once for each source."""
        about = (term.notation, fold(text))
        if about in self._reported:
            return
        nearest = known.suggest(text)
        mend = f"did you mean {' or '.join(map(repr, nearest))}?" if nearest else None
        message = f"{term.label}: {shortened(text)} is not known"
        self._reported[about] = self._report(cell, "unknown-value", message, mend)

    def invisible(self, cell: Cell) -> None:
        """Report characters of a name that cannot be seen."""
        found = sorted({f"U+{ord(c):04X}" for c in cell.text if has_invisible(c)})
        self._report(cell, "invisible-characters", f"the name holds {', '.join(found)}")

    def look_alike(self, cell: Cell, word: str) -> None:
        """Report letters of two alphabets in one word of a name."""
        strangers = sorted({char for char in word if mixed_scripts(f"a{char}")})
        letters = [f"U+{ord(char):04X} {unicodedata.name(char, '')}" for char in strangers]
        self._report(cell, "look-alike-letters", f"among Latin letters stands {', '.join(letters)}")

    def implausible(self, cell: Cell, term: Property) -> None:
        """Report a number that no model can have."""
        self._report(cell, "implausible-value", f"{term.label}: {shortened(cell.text)} is beyond all measure")

    def unsafe(self, cell: Cell, url: str) -> None:
        """Report a link that is neither http nor https."""
        self._report(cell, "unsafe-link", f"{shortened(url)} is no http or https link")

    def impossible(self, cell: Cell, problem: str) -> None:
        """Report a date that does not exist."""
        self._report(cell, "impossible-date", problem)

    def _report(self, cell: Cell, rule: str, message: str, mend: str | None = None) -> Finding:
        place = cell.key_place if rule.endswith("-key") and cell.key_place else cell.place
        # A name may be as long as its line, and every finding holds its message.
        told = f"{self.name[:80]}: {message}"
        finding = Finding.of(rule, told, place, mend=mend, entry=self.name, key=cell.key)
        if "\ufffd" not in cell.text:  # what could not be decoded is told of its source, and nothing follows
            self._findings.add(finding)
        return finding


def shortened(text: str) -> str:
    """Return a text in quotes, on one line, and only its beginning where it is long."""
    text = " ".join(text.split())
    return repr(text if len(text) <= 60 else f"{text[:57]}…")
