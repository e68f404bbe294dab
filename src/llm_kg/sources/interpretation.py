"""From a row as found to a typed record: what a key means, and what its text says.

Nothing is guessed. A key that no property has, and a text that cannot be read with certainty, end as
a claim without values and a finding; so no key and no value is lost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Set

from llm_kg.curated import is_no_value, link_field
from llm_kg.identifiers import is_web_link
from llm_kg.names import clean, fold, normalize, slug
from llm_kg.records import Claim, Paper, Record, Value
from llm_kg.sizes import Size
from llm_kg.sizes.in_names import size_in_name
from llm_kg.sources.base import UNREAD, Cell, Reading, Row
from llm_kg.sources.base_families import field_of_backbone
from llm_kg.sources.complaints import Complaints, shortened
from llm_kg.sources.implied import implied_cells
from llm_kg.sources.keys import is_backbone
from llm_kg.sources.links import is_link_field
from llm_kg.sources.plain_keys import field_of_plain
from llm_kg.sources.recognizers import is_date_shaped
from llm_kg.sources.values import STATED_ONLY, Meaning, meaning_of, values_of
from llm_kg.sources.venues import year_of_venue
from llm_kg.vocabulary import load_vocabulary

__all__ = ["interpret", "name_of"]

# Longer texts hardly come twice.
_LONGEST_KEPT = 100
_OF_ANY_REPOSITORY = frozenset(("repository", "repo"))


def interpret(row: Row, name: str, reading: Reading) -> Record:
    """Return the record of a row that names its model so; its entry has the slug of that name."""
    return Record.from_claims(
        _claims_of(row, name, reading),
        entry=slug(name),
        place=row.place,
        origin=row.origin,
        commented=row.commented,
    )


def _claims_of(row: Row, name: str, reading: Reading) -> tuple[Claim, ...]:
    """Return what the cells of a row state; `name` is the one that it gives its model."""
    row_reading = _RowReading(name, reading)
    vocabulary = row_reading.vocabulary
    meant = [(cell, meaning_of(vocabulary, cell.key)) for cell in row.cells]
    names = [pair for pair in meant if pair[1].is_name and pair[0].key_place]
    if names and names != meant[: len(names)]:
        # The record takes the first name: that of a block, rather than of the item above it.
        meant = [*names, *(pair for pair in meant if pair not in names)]
    row_reading.told = {term.notation for cell, meaning in meant if cell.key_place for term in meaning.terms}
    claims: list[Claim] = []
    for cell, meaning in meant:
        row_reading.add_claims(claims, cell, meaning)
    if dated := year_of_venue(claims):
        claims.append(dated)
    for cell in implied_cells(name, claims, of_several=row.of_several):
        row_reading.add_claims(claims, cell, meaning_of(vocabulary, cell.key))
    _join_papers(claims)
    if row_reading.is_contradicted(claims):
        places = {(cell.key, cell.key_place) for cell in row.cells if cell.key_place}
        repeated = Counter(fold(key) for key, _ in places)
        _report_contradictions(
            [claim for claim in claims if repeated[fold(claim.key)] < 2], row_reading.complaints
        )
    return tuple(claims)


def name_of(row: Row) -> str | None:
    """Return the name that a row gives its model, or None.

    A block that names its model is right about it; the item above it may say more or less.
    """
    vocabulary = load_vocabulary()
    names = [
        cell
        for cell in row.cells
        if meaning_of(vocabulary, cell.key).is_name
        and not (is_no_value(cell.text) or (cell.key_place and is_web_link(cell.text)))
    ]
    keyed = [cell for cell in names if cell.key_place]
    return next((name for cell in (*keyed, *names) if (name := clean(cell.text))), None)


class _RowReading:
    """The reading of one row."""

    def __init__(self, name: str, reading: Reading) -> None:
        self.name = name
        self.complaints = Complaints(name, reading)
        self.vocabulary = load_vocabulary()
        self.units = reading.units
        self.told: Set[str] = frozenset()  # the properties that keys of the row name

    def add_claims(self, claims: list[Claim], cell: Cell, meaning: Meaning) -> None:
        """Add what a cell states: usually one claim, sometimes of two properties."""
        key, text, place, key_place, origin = cell
        read_as = key
        if (meaning.goes_by_text or fold(key) in _OF_ANY_REPOSITORY) and (
            read_as := _key_by_text(cell, meaning)
        ) != key:
            meaning = meaning_of(self.vocabulary, read_as)
        elif key in self.units:
            read_as = f"{key} ({self.units[key]})"
        is_plain = False
        if not meaning.terms and (field := self._field_of_plain(cell)):
            meaning, is_plain = meaning_of(self.vocabulary, read_as := field), True
        if not meaning.terms:
            if key == UNREAD:
                self.complaints.unread(cell)
            elif key not in STATED_ONLY:
                self.complaints.unknown_key(cell, self.vocabulary.properties)
            claims.append(Claim(None, key, text, (), place, origin))
            return
        if key_place:
            for term in meaning.misspelt:
                self.complaints.misspelt_key(cell, term)
        # Lists say the same of many models: what a short text says is worked out once, and kept once.
        is_kept = len(text) <= _LONGEST_KEPT and not meaning.is_of_one_model
        look_up = values_of if is_kept else values_of.__wrapped__
        text, read, notes = look_up(self.vocabulary, read_as, text)
        for note in notes:
            note(self.complaints, cell)
        for field, values in read:
            if field == "based_on" and (others := self._others(values, is_plain)) != values:
                # "Base: Finch" in the row of Finch says of which family it is the base.
                claims.append(Claim(field if others else None, key, text, others, place, origin))
                continue
            claims.append(Claim(field, key, text, values, place, origin))

    def _field_of_plain(self, cell: Cell) -> str | None:
        """Return what a plain word means, where no key of the row says more plainly what is that."""
        field = field_of_plain(cell.key, cell.text)
        term = self.vocabulary.properties.get(field) if field else None
        return None if term and not is_link_field(term) and field in self.told else field

    def _others(self, values: tuple[Value, ...], is_plain: bool) -> tuple[Value, ...]:
        """Return the values that are not the name of the row's own model.

        Of a plain word a beginning of it is no base either, but for one with a size: files have the name of
        a model in parts, whose first is its "basename".
        """
        own = normalize(self.name)
        return tuple(
            value
            for value in values
            if not isinstance(value, str)
            or (
                normalize(value) != own
                and not (is_plain and own.startswith(normalize(value)) and not size_in_name(value))
            )
        )

    def is_contradicted(self, claims: Iterable[Claim]) -> bool:
        """Tell whether two claims may state different values of a property that has one."""
        properties = self.vocabulary.all_properties
        fields = [claim.field for claim in claims if claim.field and claim.values]
        if len(set(fields)) == len(fields):
            return False
        return any(
            fields.count(field) > 1 and properties[field].is_functional
            for field in set(fields)
            if field in properties
        )


def _key_by_text(cell: Cell, meaning: Meaning) -> str:
    """Return the key that a cell is read under, where that depends on its text."""
    key, text, _, key_place, origin = cell
    if meaning.is_name:
        # An address is no name: "model: https://…" leads to the model.
        by_host = link_field(text) if key_place and is_web_link(text) else "name"
        return {"name": key, "link": "checkpoint"}.get(by_host, by_host)
    if key == "link":
        # Our own `link` says that a link is of no kind; the word of a list says nothing of it.
        return "URL" if key_place and origin is None else key
    if fold(key) in _OF_ANY_REPOSITORY:
        # A hub of models calls what holds the weights a repository, too.
        return "checkpoint" if is_web_link(text) and link_field(text) == "checkpoint" else key
    if is_backbone(key):
        return "pretraining_architecture" if field_of_backbone(text) == "pretraining_architecture" else key
    return "date_created" if is_date_shaped(text.strip()) else key


def _join_papers(claims: list[Claim]) -> None:
    """Join a title and the links beside it: they are of one paper.

    Links follow the title that they belong to, or stand before the only one.
    """
    of_papers = [
        (number, claim, [value for value in claim.values if isinstance(value, Paper)])
        for number, claim in enumerate(claims)
        if claim.field == "paper" or claim.field == "title"
    ]
    titles = [papers[0].title for _, _, papers in of_papers if papers and papers[0].title]
    if not titles:
        return
    joined: dict[str, list[str]] = {}
    owners: list[tuple[int, Claim, str]] = []
    current = titles[0] if len(titles) == 1 else None
    for number, claim, papers in of_papers:
        for paper in papers:
            current = paper.title or current
            if current:
                known = joined.setdefault(current, [])
                known.extend(url for url in paper.urls if url not in known)
        if papers and current:
            owners.append((number, claim, current))
    papers_of = {title: (Paper(title, tuple(urls)),) for title, urls in joined.items()}
    for number, claim, title in owners:
        claims[number] = claim._replace(values=papers_of[title])


def _report_contradictions(claims: Iterable[Claim], complaints: Complaints) -> None:
    """Report the second value of a property that has one, where it is another value.

    A key that stands twice has been reported where it was read.
    """
    properties = load_vocabulary().all_properties
    first: dict[str, Claim] = {}
    for claim in claims:
        if not claim.field or not claim.values or isinstance(claim.values[0], Paper):
            continue  # several papers may describe a model
        known = first.setdefault(claim.field, claim)
        if known is claim:
            continue
        if known.stated == claim.stated and all(isinstance(value, str) for value in claim.values):
            continue  # a text under the keys of both properties that it states; of numbers, keys hold units
        term = properties.get(claim.field)
        if term and term.is_functional and not _agree_in_all(known.values, claim.values):
            complaints.contradiction(
                claim.key,
                f"{term.label} is {shortened(known.stated)} on line {known.place.line} "
                f"and {shortened(claim.stated)} here",
                claim.place,
            )


def _agree_in_all(some: tuple[Value, ...], others: tuple[Value, ...]) -> bool:
    """Tell whether the values of two claims agree: of sizes the largest, but for what people round."""
    one, other = (
        max((value.parameter_count for value in values if isinstance(value, Size)), default=0)
        for values in (some, others)
    )
    if one and other:
        return abs(one - other) * 100 <= max(one, other)
    return _agree(some[0], others[0])


def _agree(one: Value, other: Value) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return fold(one) == fold(other)
    agrees = getattr(one, "agrees_with", None)
    return bool(agrees(other)) if agrees else one == other
