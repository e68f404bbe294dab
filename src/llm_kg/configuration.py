"""What a project wants of every command: `llm-kg.toml`, found upward from the working directory.

::

    ignore = ["unknown-value"]             # rules that are not told
    fail-on = "warning"                    # the severity from which the exit code is 1
    base = "https://example.org/kg/"       # where instances are minted
    prefer = ["my-list"]                   # sources, by id, that win where lists disagree

    [sources."README.md"]                  # a path, as seen from this file
    id = "my-list"
    address = "https://example.org/my-list"
    license = "CC-BY-SA-4.0"
    date = 2023-05-01
    title = "My list"
    authors = ["A. Author"]

    [aliases]                              # spellings of our own for keys
    number_of_parameters = ["Umfang"]

The command line wins over the file.
"""

from __future__ import annotations

import datetime
import difflib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from llm_kg.errors import LlmKgError, UnknownTermError
from llm_kg.identifiers import is_web_link
from llm_kg.names import fold, slug
from llm_kg.places import Source
from llm_kg.rules import find_rule
from llm_kg.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

__all__ = ["FILE_NAME", "Configuration", "ConfigurationError", "DeclaredSource", "load_configuration"]

#: The name of the file.
FILE_NAME: Final = "llm-kg.toml"


class ConfigurationError(LlmKgError, ValueError):
    """A configuration file cannot be read, or says something that nothing here understands."""


def _rule(text: str) -> str:
    # A validator's complaint must be a ValueError; ours name the nearest rule or property.
    try:
        return find_rule(text).id
    except LlmKgError as error:
        raise ValueError(str(error)) from None


def _property(text: str) -> str:
    properties = load_vocabulary().properties
    if text in properties:
        return text
    try:
        nearest = properties.find(text).notation
    except UnknownTermError as error:
        raise ValueError(str(error)) from None
    raise ValueError(f"{text!r} is a name of the property {nearest!r}; write that")


def _unclaimed(aliases: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Refuse a name that means another property already: which one a key meant would be a guess."""
    meaning: dict[str, str] = {}
    for notation, names in aliases.items():
        for name in names:
            known = load_vocabulary().properties.get(name)
            other = meaning.setdefault(fold(name), known.notation if known else notation)
            if other != notation:
                raise ValueError(f"{name!r} means {other!r} already, and cannot mean {notation!r} too")
    return aliases


def _web_link(text: str) -> str:
    if not is_web_link(text):
        raise ValueError(f"{text!r} is no http(s) address")
    return text


def _base(text: str) -> str:
    if not is_web_link(text) or text[-1] not in "/#":
        raise ValueError(f"{text!r}: a base is an http(s) IRI that ends in / or #")
    return text


def _date(value: object) -> datetime.date:
    # A TOML date, or the same as a string; a day, for nothing else fits xsd:date.
    if isinstance(value, str):
        return datetime.date.fromisoformat(value)
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value
    raise ValueError("a date is written like 2023-05-01")


def _source_id(text: str) -> str:
    if slug(text) != text:
        raise ValueError(f"{text!r} is no id of a source; {slug(text)!r} would be one")
    return text


_Rule = Annotated[str, AfterValidator(_rule)]
_Property = Annotated[str, AfterValidator(_property)]
_WebLink = Annotated[str, AfterValidator(_web_link)]
_Base = Annotated[str, AfterValidator(_base)]
_SourceId = Annotated[str, AfterValidator(_source_id)]
_Date = Annotated[datetime.date, BeforeValidator(_date)]
_Text = Annotated[str, Field(min_length=1)]
_Aliases = Annotated[dict[_Property, tuple[_Text, ...]], AfterValidator(_unclaimed)]


class _Table(BaseModel):
    model_config = ConfigDict(
        extra="forbid", frozen=True, alias_generator=lambda name: name.replace("_", "-")
    )


class DeclaredSource(_Table):
    """What a project says of a source, in the fields of `llm_kg.places.Source`."""

    id: _SourceId | None = None
    title: _Text | None = None
    authors: tuple[_Text, ...] | None = None
    address: _WebLink | None = None
    license: _Text | None = None
    date: _Date | None = None

    def complete(self, source: Source) -> Source:
        """Return a source with what is declared in place of what it says itself.

        >>> DeclaredSource(date="2023-05-01").complete(Source("list")).date
        '2023-05-01'
        """
        stated = self.model_dump(exclude_none=True)
        if self.date:
            stated["date"] = self.date.isoformat()
        return replace(source, **stated)


class Configuration(_Table):
    """The settings of a project; without a file, nothing is set.

    `sources` are found by their absolute paths, `aliases` are names of keys by the property (its
    field) that they mean.
    """

    ignore: tuple[_Rule, ...] = ()
    fail_on: Literal["error", "warning", "info", "never"] | None = None
    base: _Base | None = None
    prefer: tuple[_SourceId, ...] = ()
    sources: dict[str, DeclaredSource] = Field(default_factory=dict)
    aliases: _Aliases = Field(default_factory=dict)

    def complete(self, source: Source) -> Source:
        """Return a source with what is declared of its path. Paths are compared, never opened."""
        declared = self.sources.get(str(Path(source.path).resolve())) if source.path else None
        return declared.complete(source) if declared else source


def load_configuration(start: Path) -> Configuration:
    """Return the settings of the nearest `llm-kg.toml`, in a folder or above it; else empty ones.

    The search ends at the first folder that holds `.git`: what lies above belongs to others.

    Raises
    ------
    ConfigurationError
        The file cannot be read, is not valid TOML, or holds what no setting is.
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        if (path := folder / FILE_NAME).is_file():
            return _load(path)
        if (folder / ".git").exists():
            break
    return Configuration()


def _load(path: Path) -> Configuration:
    import tomllib

    try:
        text = path.read_text(encoding="utf-8")
        settings = Configuration.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        # Python 3.11 tells the place in words alone: "… (at line 2, column 5)".
        problem, _, place = str(error).rpartition(" (at ")
        where = "".join(f":{number}" for number in re.findall(r"\d+", place))
        raise ConfigurationError(f"{path}{where}: this is not valid TOML: {problem}") from None
    except ValidationError as error:
        complaints = sorted({(_line(text, detail["loc"]), _complaint(detail)) for detail in error.errors()})
        told = (f"{path}:{line}: {complaint}" for line, complaint in complaints)
        raise ConfigurationError("; ".join(told)) from None
    except (OSError, UnicodeDecodeError, RecursionError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ConfigurationError(f"{path}: cannot be read: {reason}") from None
    # Paths count from the file, wherever the command runs.
    absolute = {str((path.parent / key).resolve()): value for key, value in settings.sources.items()}
    return settings.model_copy(update={"sources": absolute})


_Location = tuple[int | str, ...]


def _complaint(detail: ErrorDetails) -> str:
    """Say what is wrong with a setting, with the nearest setting where there is no such one."""
    keys = _keys(detail["loc"])
    if detail["type"] == "extra_forbidden":
        table = DeclaredSource if keys[0] == "sources" else Configuration
        known = [field.alias or name for name, field in table.model_fields.items()]
        nearest = difflib.get_close_matches(keys[-1].lower(), known, n=1)
        hint = f"did you mean {nearest[0]!r}?" if nearest else f"there are {', '.join(known)}"
        return f"{keys[-1]!r} is no setting; {hint}"
    if detail["type"] == "tuple_type" and isinstance(detail["input"], str):
        return f"{'.'.join(keys)} is an array: write {keys[-1]} = [{json.dumps(detail['input'])}]"
    return f"{'.'.join(keys)}: {detail['msg'].removeprefix('Value error, ')}"


def _keys(location: _Location) -> tuple[str, ...]:
    """Return the keys of a location, without positions in arrays and pydantic's mark of a key."""
    return tuple(part for part in location if isinstance(part, str) and part != "[key]")


def _line(text: str, location: _Location) -> int:
    """Return the line of a valid TOML text on which a key or a table is first stated.

    `tomllib` tells no lines, but any statement parses by itself.
    """
    import tomllib

    wanted = _keys(location)
    table: tuple[str, ...] = ()
    statement, first = "", 1
    for number, line in enumerate(text.split("\n"), 1):
        first = first if statement else number
        statement += f"{line}\n"
        try:
            stated = tomllib.loads(statement)
        except tomllib.TOMLDecodeError:
            continue  # a value of several lines, not yet at its end
        is_header = statement.lstrip().startswith("[")
        paths = list(_paths(stated, () if is_header else table))
        if wanted in paths:
            return first
        if is_header:
            table = paths[-1]
        statement = ""
    return 1


def _paths(tree: Mapping[str, Any], above: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for key, value in tree.items():
        yield (*above, key)
        if isinstance(value, dict):
            yield from _paths(value, (*above, key))
