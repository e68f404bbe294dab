"""Tables as rows: which column means what, and which tables and rows are of models.

The same rules read tables of pipes, HTML tables and CSV. A header means a property of the vocabulary,
in English or Chinese, or what `data/curated/columns.yaml` says; a table without a column that names
models, or that compares benchmarks or corpora, gives no models.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial
from itertools import groupby
from typing import NamedTuple

from llm_kg.curated import ColumnRule, column_rules, is_no_value, link_field, no_model
from llm_kg.findings import Finding
from llm_kg.names import fold
from llm_kg.places import Place
from llm_kg.sizes import parse_sizes
from llm_kg.sources.base import DESCRIPTION, GROUP, Cell, Reading, Row
from llm_kg.sources.interpretation import bilingual, terms_of
from llm_kg.sources.naming import (
    is_date_shaped,
    is_license,
    is_link_field,
    is_name,
    is_title,
    link_kind,
    names_organizations,
    parse_name,
)
from llm_kg.vocabulary import Property, load_vocabulary

__all__ = [
    "MOST_COLUMNS",
    "Column",
    "Part",
    "Table",
    "TableCell",
    "Values",
    "columns_of",
    "read_rows",
    "read_table",
    "refusal_of",
    "value_cells",
]

#: Wider rows are not read; the widest table that people write has some dozens of columns.
MOST_COLUMNS = 1_000

_WORDS = re.compile(r"[^\W_]+")
_BRACKETS = re.compile(r"[(（\[][^()（）\[\]]{0,80}[)）\]]")
# "Embedding model", "Protein LMs", "Reranker 模型": of whatever kind, it is a model.
_SAYS_MODEL = re.compile(
    r"^(?!.*\b(?:teacher|student|reward|judge|draft|target|annotator|generator|source|other)\b)"
    r"(?:.* )?(?:models?|v?l?ms?|llms?|plms?)$|模型$"
)
# So do "From" and "Source": the values tell whether these are organisations.
_SAYS_WHO = re.compile(
    r"from|publisher|published by|source|origin|group|authors?|affil\.?|contributor|来源|出处|作者"
)
_SAYS_VARIANTS = re.compile(r"variants?|versions?|checkpoints?|models? available|版本|型号")
# Where something was published may stand there, too: the values tell.
_SAYS_PUBLISHED = re.compile(r"^(?:first )?(?:publish|posted|appear|debut)|出版|发表|刊登")
_LIST = re.compile(r"\s*[,，、;；]\s*")
_BETWEEN_NAMES = re.compile(r"\s*[,，、;；]\s*|(?<!\s)\s+/\s+")
# What is not shown as it stands: blanks that are not single ones between words, or before a comma.
_BLANK_AHEAD = re.compile(r" (?=[,;:)])")
_UNEVEN = re.compile(r"[^\S ]|^[ ,]|[ ,]$| [ ,;:)]")
_NUMBER = re.compile(r"[-+~≈]?\d[\d.,]*\s*%?(?:\s*[/±]\s*\d[\d.,]*)?")


class Part(NamedTuple):
    """A stretch of a cell: `text`, `strong`, `link`, `image` or `break`.

    `badge` is the alternative text of an image within a link.
    """

    kind: str
    text: str
    place: Place
    url: str = ""
    badge: str = ""

    def place_of(self, text: str) -> Place:
        """Return where a text stands in the part; where mark-up moves it, the place of the part."""
        place, start = self.place, self.text.find(text)
        if start == -1 or place.end_column is None or place.end_column - place.column != len(self.text):
            return place
        begin = place.column + start
        return place._replace(column=begin, end_column=begin + len(text))


class TableCell(NamedTuple):
    """A cell as its parts, in their order."""

    parts: tuple[Part, ...]
    place: Place

    @property
    def text(self) -> str:
        """What a reader sees: texts and labels; a break is a comma."""
        return _shown(self.parts)

    @property
    def lines(self) -> list[tuple[Part, ...]]:
        """The parts between breaks."""
        groups = groupby(self.parts, key=lambda part: part.kind == "break")
        return [tuple(group) for is_break, group in groups if not is_break]

    @property
    def links(self) -> list[Part]:
        """The links that have an address."""
        return [part for part in self.parts if part.kind == "link" and part.url]


def _shown(parts: Sequence[Part]) -> str:
    if not parts:
        return ""
    if len(parts) == 1 and parts[0].kind not in ("break", "image") and not _UNEVEN.search(parts[0].text):
        return parts[0].text  # nearly always
    words: list[str] = []
    for part in parts:
        if part.kind == "break":
            words.append("\n")
        elif part.kind != "image" and part.text:
            words.append(part.text)
    lines = (" ".join(line.split()) for line in " ".join(words).split("\n"))
    text = ", ".join(line.strip(" ,") for line in lines if line.strip(" ,"))
    return _BLANK_AHEAD.sub("", text)


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the cells of its header and of its rows."""

    header: tuple[TableCell, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    place: Place


@dataclass(frozen=True)
class Column:
    """A column, by what its header says: a kind of `columns.yaml`, or `unknown`.

    What every row asks of it is found out once.
    """

    kind: str
    header: str
    place: Place
    terms: tuple[Property, ...] = ()

    @cached_property
    def wanted(self) -> tuple[str, ...]:
        """The fields of the values."""
        return tuple(term.notation for term in self.terms)

    @cached_property
    def holds_sizes(self) -> bool:
        """Tell whether the column holds numbers of parameters."""
        return "number_of_parameters" in self.wanted

    @cached_property
    def holds_links(self) -> bool:
        """Tell whether the column holds addresses."""
        return any(map(is_link_field, self.terms))

    @cached_property
    def key(self) -> str:
        """The key of the values: the header, where it means their property."""
        return self.header if terms_of(self.header) == self.terms else self.wanted[0]


def read_table(table: Table, verdict: str, reason: str, reading: Reading) -> Iterator[Row]:
    """Yield the models of a table, in a section that was judged to hold `verdict`, and why."""
    values = cache(partial(_values_of, table))
    columns = columns_of(table.header, verdict, values)
    linked = any(cell.links for row in table.rows[:100] for cell in row)
    refusal = refusal_of(columns, verdict, values, linked) if table.rows else "it has no rows"
    if refusal:
        reading.decide(table.place, "table", "passed over", refusal)
        return
    yield from read_rows(table.rows, columns, reason, reading)


def read_rows(
    table_rows: Iterable[Sequence[TableCell]], columns: Sequence[Column], reason: str, reading: Reading
) -> Iterator[Row]:
    """Yield the models of rows of a table, one of whose columns names them."""
    named = next(n for n, column in enumerate(columns) if column.kind == "name")
    group: list[Cell] = []
    # A name that spans rows is one model that several rows describe.
    for key, rows in groupby(table_rows, key=lambda row: id(row[named]) if named < len(row) else 0):
        cells = list(rows)
        for together in [cells] if key else [[row] for row in cells]:
            if label := _group_label(together, len(columns)):
                group = [Cell(GROUP, label, together[0][0].place)]
                continue
            yield from _read_row(together, columns, named, group, f"a row of a table; {reason}", reading)


# What the columns mean.


def columns_of(header: Sequence[TableCell], verdict: str, values: Callable[[int], Values]) -> list[Column]:
    """Return what the columns mean; `values` gives those of a column whose header does not tell."""
    headers = [_header_text(cell) for cell in header]
    known = [terms_of(header) for header in headers]
    present = {term.notation for terms in known for term in terms} | {_words(header) for header in headers}
    columns: list[Column] = []
    for number, (cell, title, terms) in enumerate(zip(header, headers, known, strict=True)):
        rule = _rule_for(title, present)
        kind = rule.verdict if rule else ("property" if terms else "unknown")
        if not _WORDS.search(title):
            kind = "number" if "#" in title or "№" in title else "description"
        if (kind == "other subject" and terms and number) or (kind == "subject" and terms):
            kind = "property"
        if kind == "unknown" and _SAYS_MODEL.search(_words(title)):
            kind = "subject"
        if kind != "property":
            terms = ()
        if any(term.notation == "name" for term in terms):
            kind, terms = "unknown", ()
        of_links = kind == "property" and any(map(is_link_field, terms))
        found = values(number).term if kind in ("unknown", "description") or of_links else None
        if of_links and found and found.notation != "access":  # "Weights: open, closed" leads nowhere
            found = None
        if kind == "unknown" and _SAYS_PUBLISHED.search(title.casefold()) and values(number).are_dates:
            found = load_vocabulary().properties["date_created"]
        if kind == "unknown" and _SAYS_WHO.fullmatch(title.casefold()) and values(number).are_organizations:
            found = load_vocabulary().properties["organization"]
        may_be_sizes = kind in ("unknown", "subject") and number and "number_of_parameters" not in present
        if may_be_sizes and _SAYS_VARIANTS.fullmatch(title.casefold()) and values(number).are_sizes:
            found = load_vocabulary().properties["number_of_parameters"]
        # Beside "Model access", a column "Code access" is about something else.
        if found and found.notation not in present:
            kind, terms = "property", (found,)
            present.add(found.notation)
        columns.append(Column(kind, title, cell.place, tuple(terms)))
    if verdict == "models" and not any(column.kind == "name" for column in columns):
        # In a section of models, a name is a model's.
        for number, terms in enumerate(known):
            if any(term.notation == "name" for term in terms):
                columns[number] = replace(columns[number], kind="name")
                break
    return _with_one_name(columns)


def _header_text(cell: TableCell) -> str:
    """Return a header on one line; below a header that spans columns, the last line tells."""
    lines = cell.lines
    texts = [" ".join(part.text for part in line if part.kind != "image").strip() for line in lines]
    whole = " ".join(filter(None, texts))
    if len(texts) > 1 and not terms_of(whole) and (terms_of(texts[-1]) or _rule_for(texts[-1], set())):
        return texts[-1]
    return whole


# Schemes whose names are unlike those of anything else that a column may hold.
_TELLING = ("pretraining_architecture", "license", "access")


class Values:
    """What the texts of a column tell of what it holds. They are added one by one, and not kept."""

    def __init__(self) -> None:
        self._possible: tuple[str, ...] = _TELLING
        self._different: set[str] = set()  # up to two of them
        self._stated = 0
        self._numbers = 0
        self._dates = 0
        self._organizations = 0
        self._sizes = 0

    def add(self, text: str) -> None:
        """Add the text of a cell."""
        if is_no_value(text):
            return
        self._stated += 1
        self._numbers += _NUMBER.fullmatch(text) is not None
        self._dates += is_date_shaped(text)
        self._organizations += names_organizations(text)
        self._sizes += bool(parse_sizes(text))
        if len(self._different) < 2:
            self._different.add(text)
        self._possible = tuple(filter(partial(_is_concept, text), self._possible))

    @property
    def term(self) -> Property | None:
        """The property all of whose concepts the values are, where there are several values."""
        if len(self._different) < 2 or not self._possible:
            return None
        return load_vocabulary().properties[self._possible[0]]

    @property
    def are_dates(self) -> bool:
        """Tell whether all values are dates."""
        return 0 < self._dates == self._stated

    @property
    def are_organizations(self) -> bool:
        """Tell whether all values are organisations that are known."""
        return 1 < self._organizations == self._stated

    @property
    def are_sizes(self) -> bool:
        """Tell whether more than half of the values are numbers of parameters."""
        return self._sizes * 2 > self._stated

    @property
    def are_numeric(self) -> bool:
        """Tell whether more than four of five values are numbers."""
        return self._numbers * 5 > self._stated * 4


def _is_concept(text: str, notation: str) -> bool:
    vocabulary = load_vocabulary()
    scheme = vocabulary.scheme_of(vocabulary.properties[notation])
    return scheme is not None and scheme.concepts.get(text) is not None


def _values_of(table: Table, column: int) -> Values:
    values = Values()
    for row in table.rows:
        # A row of one cell is a heading.
        if column < len(row) and (len(row) == 1 or any(cell is not row[0] for cell in row)):
            values.add(row[column].text)
    return values


def _with_one_name(columns: list[Column]) -> list[Column]:
    """Keep the first column that names models; where there is none, a base that stands first is it."""
    names = [n for n, column in enumerate(columns) if column.kind == "name"]
    if not names:
        subject = next((n for n, c in enumerate(columns) if c.kind not in ("number", "description")), None)
        if subject is not None and _may_name(columns[subject]):
            columns[subject] = Column("name", columns[subject].header, columns[subject].place)
    for number, column in enumerate(columns):
        if column.kind == "subject":
            columns[number] = replace(column, kind="unknown")
    for extra in names[1:]:
        columns[extra] = Column("description", columns[extra].header, columns[extra].place)
    return columns


def _may_name(column: Column) -> bool:
    return column.kind == "subject" or any(t.notation in ("based_on", "model_family") for t in column.terms)


def _words(header: str) -> str:
    return " ".join(_WORDS.findall(_BRACKETS.sub(" ", header).casefold()))


def _rule_for(header: str, present: set[str]) -> ColumnRule | None:
    words = _words(header)
    spellings = {words, *map(_words, bilingual(header))}
    without_numbers = " ".join(word for word in words.split() if not word.isdigit())
    for rule in column_rules():
        exact = not spellings.isdisjoint(rule.phrases) or (
            rule.verdict == "score" and without_numbers in rule.phrases
        )
        if rule.verdict == "score":
            exact = exact or any(f" {phrase} " in f" {words} " for phrase in rule.phrases if len(phrase) > 3)
        if exact and all(beside in present for beside in rule.beside):
            return rule
    return None


def refusal_of(
    columns: Sequence[Column], verdict: str, values: Callable[[int], Values], linked: bool
) -> str | None:
    """Return why a table of these columns holds no models, or None; `linked` tells that it has links."""
    kinds = [column.kind for column in columns]
    if "name" not in kinds:
        return "no column names models"
    named = kinds.index("name")
    if "other subject" in kinds[:named]:
        subject = columns[kinds.index("other subject")].header
        return f"the rows are about something else: {subject!r}"
    known = kinds.count("property")
    scores = kinds.count("score")
    if not known and verdict != "models" and not linked:
        return "beside the names, no column says anything of models"
    if scores > known:
        return "the table compares results on benchmarks"
    numeric = sum(kind == "unknown" and values(n).are_numeric for n, kind in enumerate(kinds))
    if numeric + scores > 2 * known:
        return "most columns are numbers of which nothing is known"
    return None


# What a row says.


def _group_label(rows: Sequence[Sequence[TableCell]], width: int) -> str | None:
    """Return the text of a row that is a heading within the table: one cell, in bold or all across."""
    if len(rows) != 1 or not rows[0] or width < 2:
        return None
    row = rows[0]
    filled: TableCell | None = None
    for cell in row:
        if cell is not filled and cell.parts and cell.text:
            if filled:
                return None
            filled = cell
    if filled is None or filled.links:
        return None
    across = len(row) > 1 and all(cell is filled for cell in row)
    alone = row.count(filled) == 1 and all(part.kind == "strong" for part in filled.parts)
    return filled.text if across or alone else None


def _read_row(
    rows: Sequence[Sequence[TableCell]],
    columns: Sequence[Column],
    named: int,
    group: Sequence[Cell],
    reason: str,
    reading: Reading,
) -> Iterator[Row]:
    first = rows[0]
    if named >= len(first) or _is_header(first, columns):
        return
    # A cell that hangs down from a row above stands there, and the row where its name stands.
    place = next(cell.place for cell in first if cell.place.line == first[named].place.line)
    names = _names(first[named], [cell for n, cell in enumerate(first) if n != named])
    if not names:
        told = [
            c
            for c, cell in zip(columns, first, strict=False)
            if c.kind == "property" and not is_no_value(cell.text)
        ]
        if told:
            message = "this row describes a model and does not name it"
            reading.findings.add(Finding.of("nameless-entry", message, place))
        elif any(cell.text for cell in first):
            reading.decide(place, "row", "passed over", "it names nothing")
        return
    shared, own = _deal(rows, columns, named, names)
    if not all(no_model(cells[0].text) for cells in own):
        _report_empty_links(rows, reading)
    for cells in own:
        name = cells[0].text
        if why := no_model(name):
            reading.decide(place, name, "passed over", why)
        elif not any(map(str.isalpha, name)):
            reading.decide(place, name, "passed over", "its text has not the form of a name")
        else:
            reading.decide(place, name, "model", reason)
            yield Row((*cells, *group, *shared), place)


def _report_empty_links(rows: Sequence[Sequence[TableCell]], reading: Reading) -> None:
    """Report links without an address; a cell that spans rows once."""
    for part in (part for row in rows for cell in row for part in cell.parts):
        about = ("empty-link", str(part.place))
        if part.kind == "link" and part.text and not part.url and about not in reading.reported:
            message = f"the link {part.text!r} has no address"
            reading.reported[about] = Finding.of("empty-link", message, part.place)
            reading.findings.add(reading.reported[about])


def _deal(
    rows: Sequence[Sequence[TableCell]],
    columns: Sequence[Column],
    named: int,
    names: Sequence[tuple[Part, ...]],
) -> tuple[list[Cell], list[list[Cell]]]:
    """Return what rows say of all their models, and what of each: values are dealt out where they can be."""
    shared: list[Cell] = []
    own: list[list[Cell]] = [_name_cells(name) for name in names]
    seen: set[int] = set()
    for row in rows:
        for number, cell in enumerate(row):
            if number == named or id(cell) in seen or not cell.parts:
                continue
            seen.add(id(cell))
            column = columns[number] if number < len(columns) else None
            pieces = _pieces(cell, len(names)) if len(names) > 1 else []
            if pieces and len(pieces) == len(names):
                for cells, piece in zip(own, pieces, strict=True):
                    cells += value_cells(piece, column, piece[0].place)
            elif len(pieces) > 1 and column and column.holds_sizes:
                # Which size is whose is not said.
                shared.append(Cell(DESCRIPTION, f"{column.header}: {cell.text}", cell.place))
            else:
                shared += value_cells(cell.parts, column, cell.place)
    return (_with_sizes_joined(shared) if len(rows) > 1 else shared), own


def _with_sizes_joined(cells: Sequence[Cell]) -> list[Cell]:
    """Join the sizes of rows that describe one model: it has them all."""
    joined: dict[str, Cell] = {}
    kept: list[Cell] = []
    for cell in cells:
        if not any(term.notation == "number_of_parameters" for term in terms_of(cell.key)):
            kept.append(cell)
        elif known := joined.get(cell.key):
            joined[cell.key] = known._replace(text=f"{known.text}, {cell.text}")
        else:
            joined[cell.key] = cell
    return [*kept, *joined.values()]


def _is_header(row: Sequence[TableCell], columns: Sequence[Column]) -> bool:
    if len(row) != len(columns):
        return False
    return all(cell.text == column.header for cell, column in zip(row, columns, strict=True))


def _names(cell: TableCell, others: Sequence[TableCell]) -> list[tuple[Part, ...]]:
    """Return the parts of each name in a cell."""
    lines = cell.lines
    lines = [line for line in lines if _shown(line) and not is_no_value(_shown(line))]
    if len(lines) > 1:
        breaks = len(lines) - 1
        alike = any(sum(part.kind == "break" for part in other.parts) == breaks for other in others)
        linked = all(any(part.kind == "link" for part in line) for line in lines)
        if not (alike or linked) or not all(is_name(parse_name(_shown(line)).name) for line in lines):
            lines = [tuple(part for line in lines for part in line)]
    return [name for line in lines for name in _split_line(line)]


def _split_line(line: tuple[Part, ...]) -> list[tuple[Part, ...]]:
    """Split the parts of a line at the commas between names."""
    names: list[list[Part]] = [[]]
    for part in line:
        pieces = _BETWEEN_NAMES.split(part.text) if part.kind != "image" else [part.text]
        for number, piece in enumerate(pieces):
            if number:
                names.append([])
            if piece.strip() or part.kind in ("link", "image"):
                names[-1].append(part._replace(text=piece.strip(), place=part.place_of(piece.strip())))
    split = [tuple(name) for name in names if any(part.text for part in name)]
    if len(split) > 1 and all(is_name(parse_name(_shown(name)).name) for name in split):
        return split
    return [line] if _shown(line) else []


def _name_cells(parts: Sequence[Part]) -> list[Cell]:
    """Return the name that parts give, what stands in brackets behind it, and its links."""
    # `[55]` leads to the references of the page.
    parts = [part for part in parts if not part.url.startswith("#")] or parts
    kinds = [link_kind(part.text, part.badge) if part.kind == "link" else None for part in parts]
    naming = [part for part, kind in zip(parts, kinds, strict=True) if not kind and part.kind != "image"]
    first, last = (naming or parts)[0].place, (naming or parts)[-1].place
    place = first._replace(end_line=last.end_line, end_column=last.end_column)
    parsed = parse_name(_shown(naming) or _shown(parts))
    cells = [Cell("name", parsed.name, place)]
    cells += (Cell(key, value, (naming or parts)[0].place_of(value)) for key, value in parsed.beside)
    for part, kind in zip(parts, kinds, strict=True):
        if part.kind == "link" and part.url:
            cells.append(Cell(kind or "homepage", part.url, part.place))
    return cells


def _pieces(cell: TableCell, count: int) -> list[tuple[Part, ...]]:
    """Return the parts of a cell, cut at breaks, or at commas where that gives one for each name."""
    lines = cell.lines
    if len(lines) == 1 and all(part.kind in ("text", "strong") for part in lines[0]):
        texts = [text for text in _LIST.split(_shown(lines[0])) if text]
        if len(texts) == count or len(texts) > 1:
            whole = lines[0][0]
            return [(Part("text", text, whole.place_of(text)),) for text in texts]
    return lines


def value_cells(parts: Sequence[Part], column: Column | None, place: Place) -> Iterator[Cell]:
    """Yield what a cell says: its links by their labels, and its text under the column's header."""
    if column is None:
        if text := _shown(parts):
            yield Cell(DESCRIPTION, text, place)
        return
    if column.kind in ("number", "name"):
        return
    wanted, holds_links = column.wanted, column.holds_links
    rest: list[Part] = []
    licensed = False
    for part in parts:
        if part.kind != "link" or not part.url:
            rest.append(part)
            continue
        kind = link_kind(part.text, part.badge)
        titled = is_title(part.text)
        if "license" in wanted and is_license(part.text):
            yield Cell("link", part.url, part.place)
            yield Cell(column.key, part.text, part.place)
            licensed = True
            continue
        if kind and not titled:
            yield Cell(kind, part.url, part.place)
            continue
        if not holds_links:
            if column.kind == "description":
                # In a sentence a link may lead to anything.
                rest.append(part._replace(text=f"{part.text} {part.url}"))
                continue
            rest.append(part)
            yield Cell("link", part.url, part.place)
            continue
        by_host = link_field(part.url)
        fields = [field for field in wanted if field == by_host] or wanted
        field = fields[0] if len(set(wanted)) == 1 or by_host in wanted else by_host
        if field == "link" and column.header != "link":  # ours says that a link is of no kind
            field = by_host
        if titled and field in ("paper", "link"):
            yield Cell("title", part.text, part.place)
            field = "paper"
            yield Cell(field, part.url, part.place)
        elif part.text and fold(part.text) not in (fold(part.url), ""):
            yield Cell(field, f"{part.text} {part.url}", part.place)
        else:
            yield Cell(field, part.url, part.place)
    begin = next((part.place for part in rest if part.text), place)
    text = _shown([part for part in rest if part.kind != "break" or not holds_links]).strip(" |,;/-–—·")
    if not text or not (_WORDS.search(text) or "access" in wanted):  # ✅ and ❌ say whether a model is open
        return
    if holds_links:
        if "paper" in wanted and is_title(text):
            yield Cell("title", text, place)
        elif not is_no_value(text):
            yield Cell(DESCRIPTION, f"{column.header}: {text}", begin)
    elif licensed and not any(map(is_license, _LIST.split(text))):
        yield Cell(DESCRIPTION, f"{column.header}: {text}", begin)
    elif column.kind == "property":
        yield Cell(column.key, text, place)
    elif column.kind == "unknown":
        yield Cell(column.header, text, place, column.place)
    else:
        yield Cell(DESCRIPTION, f"{column.header}: {text}" if column.header else text, place)
