"""What ORKG's two importers make of a CSV file, written from their rules and not from our code.

Each returns a paper's key and its values for every row: predicate → list of (kind, text), where the kind
is `thing` (an id that ORKG has), `resource` (a new one, by its label) or the type of a literal.
"""

from __future__ import annotations

import csv
import datetime
import io
import re

PAPER = (
    (
        *("title", "doi", "authors", "publication_month", "publication_year"),
        *("research_field", "url", "published_in"),
    ),
    ("research_problem", "extraction_method"),
)
SERVER_TYPES = {"text", "decimal", "integer", "boolean", "date", "url"}
METHODS = {"AUTOMATIC", "MANUAL", "UNKNOWN", "AI_GENERATED", "AI_GENERATED_WITH_MANUAL_REVIEW"}
LONGEST = 8164


class RefusedError(Exception):
    """An importer does not take the file."""


def _rows(text: str) -> list[list[str]]:
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    if any(len(row) != len(rows[0]) for row in rows):
        raise RefusedError("rows of several lengths")
    return rows


def _typed(text: str) -> tuple[str, str | None]:
    match = re.search(r"<([^<>]*)>$", text)
    return (text[: match.start()], match[1]) if match else (text, None)


def _check_label(label: str) -> str:
    if not label.strip() or "\n" in label or "\0" in label or len(label) > LONGEST:
        raise RefusedError(f"label {label[:50]!r}")
    return label


def _check_literal(text: str, type_: str) -> tuple[str, str]:
    good = {
        "integer": r"[+-]?[0-9]+",
        "decimal": r"[+-]?[0-9]+(\.[0-9]+)?",
        "boolean": "true|false",
        "date": r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
        "url": r"https?://[^\s<>\"{}|\\^`]+",
    }.get(type_)
    if (good and not re.fullmatch(good, text)) or len(text) > LONGEST:
        raise RefusedError(f"{text[:50]!r} is no {type_}")
    if type_ == "date":
        datetime.date.fromisoformat(text)
    return type_, text


def _inferred(text: str) -> str:
    """Return the type that the server gives to a bare literal."""
    if re.fullmatch(r"[+-]?[0-9]+", text):
        return "integer"
    if re.fullmatch(r"[+-]?[0-9]*\.[0-9]+", text):
        return "decimal"
    if text in ("true", "false"):
        return "boolean"
    return "date" if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else "text"


def _check_paper(paper: dict[str, str], *, page: bool) -> tuple[str, str]:
    doi = paper.get("doi", "")
    if not paper.get("title") and not doi:
        raise RefusedError("no paper")
    if paper.get("title"):
        _check_label(paper["title"])
    if doi and not re.fullmatch(r"10\.\d{4,}(\.\d+)*/\S+", doi):
        raise RefusedError(f"doi {doi}")
    if not re.fullmatch(r"(orkg:)?R\d+", paper.get("research_field", "")):
        raise RefusedError("research field")
    if paper.get("extraction_method") and paper["extraction_method"] not in METHODS:
        raise RefusedError("extraction method")
    for part, low, high in (("month", 1, 12), ("year", 1900, datetime.date.today().year)):
        stated = paper.get(f"publication_{part}", "")
        if stated and (not stated.isdigit() or (page and not low <= int(stated) <= high)):
            raise RefusedError(part)
    return doi.lower(), paper.get("title", "")


def by_server(text: str) -> list[tuple[tuple[str, str], dict[str, list[tuple[str, str]]]]]:
    """Import as the server's job does."""
    header, *rows = _rows(text)
    columns: list[tuple[str, str, str | None]] = []
    for title in header:
        match = re.match(r"^([\w-]+):", title)
        namespace, name = (match[1], title[match.end() :]) if match else ("", title)
        name, type_ = _typed(name)
        if type_ is not None and type_ not in SERVER_TYPES:
            raise RefusedError("unknown_csv_value_type")
        if namespace not in ("", "paper", "contribution", "orkg", "resource"):
            raise RefusedError("unknown_csv_namespace")
        known = PAPER[namespace == "contribution"]
        of_paper = namespace in ("paper", "contribution")
        if of_paper and (name not in known or (namespace, name, None) in columns):
            raise RefusedError(f"column {title}")
        columns.append((namespace, _check_label(name), type_))
    if ("paper", "research_field", None) not in columns:
        raise RefusedError("research field")
    found = []
    for row in rows:
        paper: dict[str, str] = {}
        values: dict[str, list[tuple[str, str]]] = {}
        for (namespace, name, type_), cell in zip(columns, row, strict=True):
            if namespace in ("paper", "contribution"):
                bare, own = _typed(cell)
                if own is not None and own not in SERVER_TYPES:
                    raise RefusedError("unknown_csv_value_type")
                paper[name] = bare
                continue
            if not cell.strip():
                continue
            match = re.match(r"^([\w-]+):", cell)
            rest = cell[match.end() :] if match else ""
            if match and match[1] in ("orkg", "resource"):
                rest, own = _typed(rest)
                if own is not None and own not in SERVER_TYPES:
                    raise RefusedError("unknown_csv_value_type")
                kind = "thing" if match[1] == "orkg" else "resource"
                value = (kind, _check_label(rest))
            else:
                bare, own = _typed(cell)
                if own is not None and own not in SERVER_TYPES:
                    raise RefusedError("unknown_csv_value_type")
                value = _check_literal(bare, own or type_ or _inferred(bare))
                if namespace == "resource":
                    value = ("resource", _check_label(bare))
            values.setdefault(name, []).append(value)
        key = _check_paper(paper, page=False)
        if paper.get("research_problem"):
            problem = ("resource", _check_label(paper["research_problem"]))
            values.setdefault("P32", []).append(problem)
        found.append((key, values))
    return found


PAGE_COLUMNS = (
    *("title", "doi", "authors", "publication_month", "publication_year", "research_field", "url"),
    *("published_in", "research_problem", "extraction_method", "venue", "journal", "conference"),
)


def by_page(text: str) -> list[tuple[tuple[str, str], dict[str, list[tuple[str, str]]]]]:
    """Import as the page does."""
    header, *rows = _rows(text)
    columns: list[tuple[str, str | None]] = []
    for title in header:
        if title.startswith("orkg:"):
            columns.append(_typed(title.removeprefix("orkg:")))
            continue
        known = [name for name in PAGE_COLUMNS if name in title.lower()]
        # The prefix of `resource:` headers is lost.
        columns.append((f"paper:{known[0]}", None) if known else _typed(title.removeprefix("resource:")))
    found = []
    for row in rows:
        paper: dict[str, str] = {}
        values: dict[str, list[tuple[str, str]]] = {}
        for (name, type_), cell in zip(columns, row, strict=True):
            if name.startswith("paper:"):
                paper[name.removeprefix("paper:")] = cell
            elif cell.startswith("orkg:"):
                values.setdefault(name, []).append(("thing", _check_label(cell.removeprefix("orkg:"))))
            elif cell.startswith("resource:"):
                values.setdefault(name, []).append(("resource", _check_label(cell.removeprefix("resource:"))))
            elif cell.strip():
                bare, own = _typed(cell)
                kind = (own or type_ or _inferred(bare)).lower()
                values.setdefault(name, []).append(_check_literal(bare, kind))
        key = _check_paper(paper, page=True)
        if problem := paper.get("research_problem"):
            values.setdefault("P32", []).append(("resource", _check_label(problem)))
        found.append((key, values))
    return found
