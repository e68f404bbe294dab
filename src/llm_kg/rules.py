"""The catalogue: every rule that a source or a graph may break, how gravely, and how that is mended."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from enum import IntEnum
from typing import Final, NamedTuple

from llm_kg.errors import LlmKgError

__all__ = ["RULES", "Example", "Rule", "Severity", "UnknownRuleError", "find_rule"]


class UnknownRuleError(LlmKgError, LookupError):
    """The catalogue holds no rule of this id."""


class Severity(IntEnum):
    """How grave a finding is: an error costs the value its place in the graph."""

    INFO = 0
    WARNING = 1
    ERROR = 2

    def __str__(self) -> str:
        return self.name.lower()


class Example(NamedTuple):
    """A piece of a Markdown list of which a rule complains, and the piece mended."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of finding: what it means, and how it is mended."""

    id: str
    severity: Severity
    summary: str
    mend: str
    example: Example | None = None


_RULES = (
    Rule(
        "clashing-name",
        Severity.WARNING,
        "Models of different organisations have one name; the IRI of each carries its organisation.",
        "Name the organisation of every one of them, or rename one.",
    ),
    Rule(
        "commented-entry",
        Severity.INFO,
        "An entry stands in a comment (`<!-- … -->`) and was not read.",
        "Take it out of the comment, or read with `--include-commented`.",
    ),
    Rule(
        "contradicting-values",
        Severity.WARNING,
        "One entry states two values of a property that has one; the first is taken.",
        "Keep the right one.",
        Example(
            "- **Eta**\n  ```yaml\n  Params: 3B\n  number of parameters: 7B\n  ```\n",
            "- **Eta**\n  ```yaml\n  Params: 3B\n  ```\n",
        ),
    ),
    Rule(
        "empty-link",
        Severity.WARNING,
        "A link has no address.",
        "Write the address between the round brackets, or take the link off.",
        Example(
            "- **Eta** [[Paper]]()\n",
            "- **Eta** [[Paper]](https://example.org/eta.pdf)\n",
        ),
    ),
    Rule(
        "encoding",
        Severity.WARNING,
        "Bytes that are not in the file's encoding are lost (U+FFFD), or it was read as GB 18030.",
        "Save the file as UTF-8.",
    ),
    Rule(
        "implausible-value",
        Severity.WARNING,
        "A value can be read, but no model can have it; it is kept as stated text.",
        "Correct the number or its unit.",
    ),
    Rule(
        "impossible-date",
        Severity.ERROR,
        "A date names no day of the calendar.",
        "Correct the date; a month or a year alone may be given as well.",
        Example(
            "- **Eta**\n  ```yaml\n  date created: 2021-13\n  ```\n",
            "- **Eta**\n  ```yaml\n  date created: 2021-12\n  ```\n",
        ),
    ),
    Rule(
        "invalid-csv",
        Severity.WARNING,
        "A row of a CSV file cannot be read as its neighbours are, or a quote never ends.",
        "Put a cell that holds a comma, a quote or a line break between quotes; write a quote in it twice.",
    ),
    Rule(
        "invalid-header",
        Severity.ERROR,
        "The header of a file of records says what no header can; nothing of the file was read.",
        "Declare the `id`, `title`, `address`, `license`, `date` and `authors` of the source, and no more.",
    ),
    Rule(
        "invalid-json",
        Severity.WARNING,
        "A line, a value or a whole file is not valid JSON; it was left out. Of a file that is an error.",
        "Correct it where the finding points to.",
    ),
    Rule(
        "invalid-yaml",
        Severity.WARNING,
        "Something is no valid YAML: a block was read line by line, a record left out, or a file (an error).",
        "Put a value that holds `: ` or starts with a special character between quotes.",
        Example(
            "- **Eta**\n  ```yaml\n  Title: Eta: a model\n  Params: 3B\n  ```\n",
            '- **Eta**\n  ```yaml\n  Title: "Eta: a model"\n  Params: 3B\n  ```\n',
        ),
    ),
    Rule(
        "invisible-characters",
        Severity.INFO,
        "A name holds characters that cannot be seen (zero-width, directional); they were taken off.",
        "Type the name anew.",
    ),
    Rule(
        "look-alike-letters",
        Severity.WARNING,
        "A name mixes alphabets, so that a letter looks like another; it is kept as written.",
        "Type the name anew in one alphabet.",
    ),
    Rule(
        "maybe-same",
        Severity.INFO,
        "Two models have names that differ by little, and share evidence; they were kept apart.",
        "Give both the same name, or propose a row of the table of identities.",
    ),
    Rule(
        "misspelt-key",
        Severity.INFO,
        "A key is spelt in a way that is known, but not right.",
        "Spell it as the vocabulary does (`llm-kg terms KEY`).",
        Example(
            "- **Eta**\n  ```yaml\n  Architecutre: De\n  ```\n",
            "- **Eta**\n  ```yaml\n  Architecture: De\n  ```\n",
        ),
    ),
    Rule(
        "nameless-entry",
        Severity.WARNING,
        "An entry names no model; it was left out, for a name is never guessed.",
        "Add `has model: NAME` to the block, or put it under a list item that names the model.",
        Example(
            "# Models\n\n```yaml\nParams: 3B\n```\n",
            "# Models\n\n```yaml\nhas model: Eta\nParams: 3B\n```\n",
        ),
    ),
    Rule(
        "no-model-column",
        Severity.INFO,
        "A table has no column that names models; it was skipped.",
        "Where its rows are models, head the column of their names `Model`.",
    ),
    Rule(
        "no-models",
        Severity.WARNING,
        "Nothing in a file was read as a model.",
        "`llm-kg read --explain FILE` says why each part was passed over.",
        Example("# Models\n\nThey are to come.\n", "# Models\n\n- **Eta** (3B)\n"),
    ),
    Rule(
        "orkg-ambiguous",
        Severity.ERROR,
        "Several things in ORKG could be meant, and none is guessed: nothing is written there.",
        "Mend the duplicates in ORKG, or say which resource is meant (`--resource LABEL=ID`).",
    ),
    Rule(
        "orkg-conflict",
        Severity.WARNING,
        "ORKG says something else of a model than the list does; it is left as it stands there.",
        "Correct the one that is wrong; `--update` changes what this tool wrote itself.",
    ),
    Rule(
        "orkg-import",
        Severity.ERROR,
        "A row or column of a CSV file is one that ORKG's importers refuse, or read otherwise than meant.",
        "Correct the cell; `docs/orkg.md` gives the rules of both importers.",
    ),
    Rule(
        "orkg-left-out",
        Severity.WARNING,
        "A model has no paper that ORKG could hold it under, and is left out of what is written for ORKG.",
        "Give the title of the paper that describes it, with its DOI or arXiv link.",
    ),
    Rule(
        "orkg-mended",
        Severity.WARNING,
        "A text would be read otherwise than meant by ORKG's importers, and was changed for their file.",
        "Look at the cell: ORKG takes `<…>` at the end of a text for a type, and `resource:` for a thing.",
    ),
    Rule(
        "orkg-no-predicate",
        Severity.INFO,
        "A value is not written for ORKG, which has no place for it: no predicate, another unit, one paper.",
        "Nothing has to be done; the value stays in the other outputs.",
    ),
    Rule(
        "orkg-template",
        Severity.ERROR,
        "ORKG's template for language models would refuse the model as it is described.",
        "State what is missing, or keep one value where one is allowed.",
    ),
    Rule(
        "orkg-unfit",
        Severity.ERROR,
        "Something does not fit into ORKG: it is longer than 8,164 characters, or a DOI that ORKG refuses.",
        "Shorten the text, or correct the link; what does not fit is left out.",
    ),
    Rule(
        "repeated-key",
        Severity.WARNING,
        "A block, the items below a name or the header of a table have one key twice; both values are read.",
        "Keep one of them, or write both values on one line or in one cell.",
        Example(
            "- **Eta**\n  ```yaml\n  License: MIT\n  License: Apache-2.0\n  ```\n",
            "- **Eta**\n  ```yaml\n  License: MIT, Apache-2.0\n  ```\n",
        ),
    ),
    Rule(
        "shape",
        Severity.ERROR,
        "A value breaks a SHACL shape; an error-level one is left out of the graph.",
        "Correct the value; the message of the shape says what is expected.",
    ),
    Rule(
        "too-deep",
        Severity.WARNING,
        "Lists, quotes or values are nested deeper than is read; what lies deeper was left out.",
        "Write it flatter.",
    ),
    Rule(
        "too-long",
        Severity.WARNING,
        "A line, a row or a value is longer than is read; it was left out.",
        "Split it.",
    ),
    Rule(
        "unclosed-block",
        Severity.WARNING,
        "A fence or a comment is never closed, and takes in what follows.",
        "Close it with the line that opened it (```` ``` ````, `~~~`), or with `-->`.",
    ),
    Rule(
        "uneven-row",
        Severity.WARNING,
        "A row of a table has more or fewer cells than the header; where most have, the header is told.",
        "Give it one cell for each column; write `\\|` for a bar within a cell.",
    ),
    Rule(
        "unknown-key",
        Severity.WARNING,
        "No property has this key; the value is kept as stated.",
        "Use a key that the vocabulary knows (`llm-kg terms`).",
        Example(
            "- **Eta**\n  ```yaml\n  License: MIT\n  Parms: 3B\n  ```\n",
            "- **Eta**\n  ```yaml\n  License: MIT\n  Params: 3B\n  ```\n",
        ),
    ),
    Rule(
        "unknown-rule",
        Severity.WARNING,
        "A comment names a rule that there is not, or asks for nothing known; it silences nothing.",
        "Write `<!-- llm-kg: ignore RULE -->`, with the rule's id as `llm-kg rules` gives it.",
    ),
    Rule(
        "unknown-value",
        Severity.INFO,
        "The vocabulary does not know this value; it is kept under its own IRI, marked unreviewed.",
        "Spell it as the vocabulary does, or propose a concept for it.",
        Example(
            "- **Eta**\n  ```yaml\n  optimizer: Adaam\n  ```\n",
            "- **Eta**\n  ```yaml\n  optimizer: Adam\n  ```\n",
        ),
    ),
    Rule(
        "unread-text",
        Severity.INFO,
        "A part of an entry was not read as a value; it is kept as stated text.",
        "Put it into the entry's block under a key.",
    ),
    Rule(
        "unreadable-value",
        Severity.WARNING,
        "A value could not be read with certainty; it is kept as stated text.",
        "Write it as the property's other values are written (`175B`, `2020-05`, `800GB`).",
        Example(
            "- **Eta**\n  ```yaml\n  Context Length: long\n  ```\n",
            "- **Eta**\n  ```yaml\n  Context Length: 128k\n  ```\n",
        ),
    ),
    Rule(
        "unsafe-link",
        Severity.ERROR,
        "A link is neither http nor https.",
        "Give the address of a web page.",
        Example(
            "- **Eta**\n  ```yaml\n  demo: ftp://example.org/eta\n  ```\n",
            "- **Eta**\n  ```yaml\n  demo: https://example.org/eta\n  ```\n",
        ),
    ),
    Rule(
        "unsafe-yaml",
        Severity.WARNING,
        "A YAML value has a tag, or an alias of more than a short text; a tag is never run, and the value is"
        " kept as stated text.",
        "Write the value out, without `!tag`, `&anchor` and `*alias`.",
    ),
)

#: Every rule by its id, sorted.
RULES: Final[dict[str, Rule]] = {rule.id: rule for rule in sorted(_RULES, key=lambda rule: rule.id)}


def find_rule(id: str) -> Rule:  # noqa: A002 - the word of the catalogue
    """Return the rule of an id.

    Raises
    ------
    UnknownRuleError
        No rule has this id; the message gives the nearest ones.
    """
    if rule := RULES.get(id):
        return rule
    nearest = difflib.get_close_matches(id.lower()[:80], RULES, n=3)
    hint = f"did you mean {' or '.join(nearest)}?" if nearest else "`llm-kg rules` lists them"
    raise UnknownRuleError(f"{id[:80]!r} is no rule; {hint}")
