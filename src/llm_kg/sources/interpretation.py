"""From a row as found to a typed record: what a key means, and what its text says.

Nothing is guessed. A key that no property has, and a text that cannot be read with certainty, end as
a claim without values and a finding; so no key and no value is lost.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any, Final, NamedTuple

from llm_kg.curated import is_no_value, link_field
from llm_kg.dates import ImpossibleDateError, parse_date
from llm_kg.findings import Finding
from llm_kg.identifiers import clean_url, is_plain_link, is_web_link
from llm_kg.names import clean, fold, has_invisible, mixed_scripts, slug, split_outside_brackets
from llm_kg.numerals import parse_count
from llm_kg.quantities import Quantity
from llm_kg.quantities.texts import parse_quantities
from llm_kg.rdf import RDFS, XSD
from llm_kg.records import Claim, Paper, Record, Value
from llm_kg.sizes import Size
from llm_kg.sizes.cells import parse_sizes
from llm_kg.sizes.headers import header_unit
from llm_kg.sources.base import DESCRIPTION, GROUP, UNREAD, Cell, Reading, Row
from llm_kg.sources.naming import is_date_shaped, is_institution
from llm_kg.terms import Index, Organization, Property
from llm_kg.vocabulary import Vocabulary, load_vocabulary

__all__ = [
    "bilingual",
    "interpret",
    "name_of",
    "split_outside_brackets",
    "terms_of",
]

# What has a scheme is looked for once in each word, or a word of a megabyte would take hours.
_URL = re.compile(r"https?://[^\s<>\"]+|(?<!\S)\S+://\S+|(?:javascript|data|file|mailto|vbscript):\S*", re.I)
_BRACKET = re.compile(r"[(（\[][^()（）\[\]]{0,80}[)）\]]")
_ETC = re.compile(r"^(?:etc|and so on|and more|等)\.?$", re.IGNORECASE)


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
    meant = [(cell, _meaning(vocabulary, cell.key)) for cell in row.cells]
    names = [pair for pair in meant if pair[1].is_name and pair[0].key_place]
    if names and names != meant[: len(names)]:
        # The record takes the first name: that of a block, rather than of the item above it.
        meant = [*names, *(pair for pair in meant if pair not in names)]
    claims: list[Claim] = []
    for cell, meaning in meant:
        row_reading.add_claims(claims, cell, meaning)
    _join_papers(claims)
    if row_reading.is_contradicted(claims):
        places = {(cell.key, cell.key_place) for cell in row.cells if cell.key_place}
        repeated = Counter(fold(key) for key, _ in places)
        _report_contradictions([claim for claim in claims if repeated[fold(claim.key)] < 2], row_reading)
    return tuple(claims)


def name_of(row: Row) -> str | None:
    """Return the name that a row gives its model, or None.

    A block that names its model is right about it; the item above it may say more or less.
    """
    vocabulary = load_vocabulary()
    names = [
        cell for cell in row.cells if _meaning(vocabulary, cell.key).is_name and not is_no_value(cell.text)
    ]
    keyed = [cell for cell in names if cell.key_place]
    return next((name for cell in (*keyed, *names) if (name := clean(cell.text))), None)


class _Meaning(NamedTuple):
    """What a key means: its properties, those of which it is a slip of the pen, and if it is `name`.

    `readers` read the values of each property; `is_of_one_model` tells that hardly two models have a
    value in common.
    """

    terms: tuple[Property, ...]
    readers: tuple[_Reader, ...]
    misspelt: tuple[Property, ...]
    is_name: bool
    is_of_one_model: bool


@lru_cache(maxsize=4096)
def _meaning(vocabulary: Vocabulary, key: str) -> _Meaning:
    terms = _terms_of(vocabulary, key)
    own = vocabulary.properties.get(key)
    if key in _STATED_ONLY:
        terms = ()
    misspelt = tuple(term for term in terms if term.is_misspelt(key))
    readers = tuple(_reader_of(vocabulary, term) for term in terms)
    is_name = own is not None and own.notation == "name"
    return _Meaning(terms, readers, misspelt, is_name, not _OF_ONE_MODEL.isdisjoint(readers))


#: Keys under which a date stands, or else a journal or a conference.
_MAYBE_DATES: Final = frozenset(map(fold, ("published", "publication", "publish", "出版", "发表于")))


class _RowReading:
    """The reading of one row."""

    def __init__(self, name: str, reading: Reading) -> None:
        self.name = name
        self.findings = reading.findings
        self.reported = reading.reported
        self.vocabulary = load_vocabulary()

    def add_claims(self, claims: list[Claim], cell: Cell, meaning: _Meaning) -> None:
        """Add what a cell states: usually one claim, sometimes of two properties."""
        key, text, place, key_place, origin = cell
        if not meaning.terms and fold(key) in _MAYBE_DATES and is_date_shaped(text.strip()):
            meaning = _meaning(self.vocabulary, "date_created")
            key = "date_created"
        if not meaning.terms:
            if key == UNREAD:
                self._report(cell, "unread-text", f"{_short(text)} was not read as a value")
            elif key not in _STATED_ONLY:
                self._report_unknown_key(cell)
            claims.append(Claim(None, key, text, (), place, origin))
            return
        if key_place:
            for term in meaning.misspelt:
                self._report_misspelling(cell, term)
        # Lists say the same of many models: what a short text says is worked out once, and kept once.
        is_kept = len(text) <= _LONGEST_KEPT and not meaning.is_of_one_model
        look_up = _values if is_kept else _values.__wrapped__
        # Our own `link` says that a link is of no kind; the word of a list says nothing of it.
        read_as = "URL" if key == "link" and key_place and origin is None else key
        text, read, notes = look_up(self.vocabulary, read_as, text)
        for note in notes:
            note(self, cell)
        for field, values in read:
            claims.append(Claim(field, key, text, values, place, origin))

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

    def _report(self, cell: Cell, rule: str, message: str, mend: str | None = None) -> Finding:
        place = cell.key_place if rule.endswith("-key") and cell.key_place else cell.place
        # A name may be as long as its line, and every finding holds its message.
        told = f"{self.name[:80]}: {message}"
        finding = Finding.of(rule, told, place, mend=mend, entry=self.name, key=cell.key)
        self.findings.add(finding)
        return finding

    def _report_unknown_key(self, cell: Cell) -> None:
        # The header of a column is the key of every row.
        about = ("key", f"{cell.key_place}\n{cell.key}")
        if about in self.reported:
            return
        nearest = self.vocabulary.properties.suggest(cell.key)
        mend = f"did you mean {' or '.join(map(repr, nearest))}?" if nearest else None
        message = f"no property has the key {cell.key!r}"
        self.reported[about] = self._report(cell, "unknown-key", message, mend)

    def _report_misspelling(self, cell: Cell, term: Property) -> None:
        message = f"the key {cell.key!r} was read as {term.label!r}"
        self._report(cell, "misspelt-key", message, f"write {term.label!r}")

    def unreadable(self, cell: Cell, term: Property) -> None:
        """Report a text in which the property's kind of value was not found."""
        self._report(cell, "unreadable-value", f"{term.label}: {_short(cell.text)} is kept as stated")

    def unknown(self, cell: Cell, term: Property, text: str, known: Index[Any]) -> None:
        """Report a value that the vocabulary does not know; once for each source."""
        about = (term.notation, fold(text))
        if about in self.reported:
            return
        nearest = known.suggest(text)
        mend = f"did you mean {' or '.join(map(repr, nearest))}?" if nearest else None
        message = f"{term.label}: {_short(text)} is not known"
        self.reported[about] = self._report(cell, "unknown-value", message, mend)

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
        self._report(cell, "implausible-value", f"{term.label}: {_short(cell.text)} is beyond all measure")

    def unsafe(self, cell: Cell, url: str) -> None:
        """Report a link that is neither http nor https."""
        self._report(cell, "unsafe-link", f"{_short(url)} is no http or https link")

    def impossible(self, cell: Cell, problem: str) -> None:
        """Report a date that does not exist."""
        self._report(cell, "impossible-date", problem)


#: Keys of text that no reader takes for a value.
_STATED_ONLY = frozenset({UNREAD, DESCRIPTION, GROUP})


class _Stated(NamedTuple):
    """A text and its key, wherever they stand: all that a reader of values looks at."""

    key: str
    text: str


#: What is amiss with a text: to be told for each row that states it.
_Notes = list[Callable[[_RowReading, Cell], None]]
#: What a reader of values gives: fields and the values that a text states of them.
_Read = Iterable[tuple[str, tuple[Value, ...]]]
_Reader = Callable[[_Notes, _Stated, Property], _Read]
_Values = tuple[tuple[str, tuple[Value, ...]], ...]

# Longer texts hardly come twice.
_LONGEST_KEPT = 100


@lru_cache(maxsize=16_384)
def _values(vocabulary: Vocabulary, key: str, text: str) -> tuple[str, _Values, _Notes]:
    """Return a text, the values that it states of the properties of a key, and what is amiss with it."""
    meaning = _meaning(vocabulary, key)
    notes: _Notes = []
    if not text.startswith("http") and is_no_value(text) and not _answer(key, text):
        return text, tuple((term.notation, ()) for term in meaning.terms), notes
    stated = _Stated(key, text)
    values: list[tuple[str, tuple[Value, ...]]] = []
    for term, read in zip(meaning.terms, meaning.readers, strict=True):
        values += read(notes, stated, term)
    return text, tuple(values), notes


def terms_of(key: str) -> tuple[Property, ...]:
    """Return the properties that a key or a column's header means.

    A bracket behind it (its unit, a footnote) is passed over. `A & B` means both where both are known;
    `A/B` means those that are known; a key in two languages means what either does.

    >>> [term.notation for term in terms_of("Params (B)")], [t.notation for t in terms_of("机构/个人")]
    (['number_of_parameters'], ['organization'])
    """
    return _terms_of(load_vocabulary(), key)


@lru_cache(maxsize=4096)
def _terms_of(vocabulary: Vocabulary, key: str) -> tuple[Property, ...]:
    properties = vocabulary.properties
    for name in (key, _BRACKET.sub(" ", key[:200])):
        if term := properties.get(name):
            return (term,)
    name = _BRACKET.sub(" ", key[:200])
    both = [properties.get(part) for part in re.split(r"\s*&\s*|\s+and\s+", name)]
    if len(both) > 1 and all(both):
        return tuple(dict.fromkeys(part for part in both if part))
    some = [properties.get(part) for part in re.split(r"\s*[/|、·,]\s*|\s+or\s+", name)]
    if len(some) > 1 and any(some):
        return tuple(dict.fromkeys(part for part in some if part))
    # `params_b`, `n_tokens_billions`: behind the key of a number its unit.
    if (unit := _UNIT_BEHIND.search(name)) and (term := properties.get(name[: unit.start()])):
        return (term,) if term.units or term.notation == "number_of_parameters" else ()
    # In a bilingual key both languages say the same.
    known = {term for part in bilingual(name) if (term := properties.get(part))}
    return tuple(known) if len(known) == 1 else ()


_UNIT_BEHIND = re.compile(r"[\s_]+(?:in[\s_]+)?(?:millions?|billions?|trillions?|[mbt])\s*$", re.IGNORECASE)


def bilingual(text: str) -> list[str]:
    """Return the Chinese and the other part of a text that has both; else nothing.

    >>> bilingual("License 许可证"), bilingual("License")
    (['许可证', 'License'], [])
    """
    chinese = " ".join(re.findall(r"[\u3400-\u9fff]+", text))
    other = " ".join(re.sub(r"[\u3400-\u9fff]+", " ", text).split())
    return [chinese, other.strip(" /|-_()")] if chinese and any(map(str.isalpha, other)) else []


# Readers of values, by the property's range.


def _read_text(notes: _Notes, stated: _Stated, term: Property) -> _Read:
    text = " ".join(stated.text.split())
    if term.is_functional:
        return [(term.notation, (text,))]
    return [(term.notation, tuple(_split(text)))]


def _read_concepts(notes: _Notes, stated: _Stated, term: Property) -> _Read:
    scheme = load_vocabulary().scheme_of(term)
    if scheme is None:
        raise AssertionError(f"{term.notation} has no concept scheme")
    pieces = [stated.text.strip()] if term.is_functional else _concept_pieces(stated.text, term)
    values: list[Value] = []
    for piece in pieces:
        if concept := scheme.concepts.get(piece):
            values.append(concept.notation)
        elif not is_no_value(piece):
            values.append(clean(piece))
            notes.append(partial(_RowReading.unknown, term=term, text=piece, known=scheme.concepts))
    return [(term.notation, tuple(dict.fromkeys(values)))]


def _concept_pieces(text: str, term: Property) -> list[str]:
    """Split a text into concepts: at list separators, and further where every part is known."""
    scheme = load_vocabulary().scheme_of(term)
    pieces: list[str] = []
    for piece in [text.strip()] if scheme and scheme.concepts.get(text) else _split(text):
        without_bracket = re.sub(r"\s*\([^()]*\)$", "", piece)
        for attempt in ([piece], [without_bracket], re.split(r"\s*[+/&-]\s*|\s+and\s+", piece)):
            if scheme and all(scheme.concepts.get(part) for part in attempt):
                pieces.extend(attempt)
                break
        else:
            pieces.append(piece)
    return pieces


_MOST_WORDS_OF_LICENSE: Final = 8
# They say that the terms are a model's own: two of them are not the same licence.
_OWN_TERMS: Final = frozenset(map(fold, ("custom", "other", "own", "special", "自定义", "其他", "其它")))


def _read_license(notes: _Notes, stated: _Stated, term: Property) -> _Read:
    """Read licences; "closed source" and "open" say how a model is accessed, and are none."""
    vocabulary = load_vocabulary()
    access, licenses = vocabulary.schemes["access"].concepts, vocabulary.schemes["license"].concepts
    known = licenses.get(stated.text) or access.get(stated.text)
    named: list[Value] = []
    accessed: list[Value] = []
    for piece in [stated.text] if known else _split(stated.text):
        if concept := licenses.get(piece):
            named.append(concept.notation)
        elif concept := access.get(piece):
            accessed.append(concept.notation)
        elif not is_no_value(piece) and fold(piece) not in _OWN_TERMS:
            # What is longer are terms, and no name of a licence.
            named += [clean(piece)] if len(piece.split()) <= _MOST_WORDS_OF_LICENSE else []
            notes.append(partial(_RowReading.unknown, term=term, text=piece, known=licenses))
    yield "license", tuple(dict.fromkeys(named))
    if accessed:
        yield "access", tuple(accessed[:1])


def _read_access(notes: _Notes, stated: _Stated, term: Property) -> _Read:
    """Read how a model is accessed, where the key may ask for a yes or a no: "Open source? ✅"."""
    if answer := _answer(stated.key, stated.text):
        return [(term.notation, (answer,))]
    if fold(stated.key) in _ASKS_OPEN:
        scheme = load_vocabulary().schemes["access"].concepts
        if not scheme.get(stated.text):
            notes.append(partial(_RowReading.unknown, term=term, text=stated.text, known=scheme))
            return [(term.notation, ())]
    return _read_concepts(notes, stated, term)


def _answer(key: str, text: str) -> str | None:
    """Return what a yes or a no says, where the key asks whether a model is open."""
    if fold(key) not in _ASKS_OPEN:
        return None
    mark, _, more = text.strip().partition(" ")
    # Behind a mark stands what licence it is; behind a word, under what condition.
    return _ANSWERS.get(mark.rstrip("\ufe0f,;").casefold()) if not more or not mark[0].isalnum() else None


_ASKS_OPEN: Final = frozenset(
    map(fold, ("open", "open source", "open sourced", "is open source", "open weights", "开源", "是否开源"))
)
_ANSWERS: Final = dict.fromkeys(("true", "yes", "y", "是", "✅", "✔", "✓", "☑", "√"), "open") | dict.fromkeys(
    ("false", "no", "n", "否", "不", "❌", "✗", "✘", "×", "✖"), "closed"
)


def _read_organizations(notes: _Notes, stated: _Stated, term: Property) -> _Read:
    organizations = load_vocabulary().organizations
    text = stated.text.strip().strip("[]")
    pieces = [text]
    # "Google / DeepMind" names two, for all that "Google DeepMind" is one.
    apart = [part.strip() for part in _APART.split(text)]
    if len(apart) > 1 and all(map(organizations.get, apart)):
        pieces = apart
    elif not organizations.get(text):
        # "Google, and CMU" names two; "Johns Hopkins and Co" of which no half is known names one.
        pieces = [re.sub(r"^and\s+", "", piece) for piece in _split(text)]
        pieces = [piece for piece in pieces if fold(piece) not in _LEGAL_FORMS] or pieces
        pieces = [part for piece in pieces for part in _known_parts(piece, organizations.get)]
    values: list[Value] = []
    for piece in pieces:
        if is_no_value(piece):
            continue
        known = organizations.get(piece) or _either_name(piece, organizations)
        values.append(known.label if known else clean(piece))
        if not known:
            notes.append(partial(_RowReading.unknown, term=term, text=piece, known=organizations))
    return [(term.notation, tuple(dict.fromkeys(values)))]


#: What stands behind a company's name: "OpenAI, Inc." is one.
_LEGAL_FORMS: Final = frozenset(
    map(fold, ("Inc", "Ltd", "LLC", "Corp", "Co", "Co Ltd", "GmbH", "AG", "SA", "SAS", "PLC"))
)
_APART = re.compile(r"\s[/&|+]\s|[,，、;；]")


def _either_name(text: str, organizations: Index[Organization]) -> Organization | None:
    """Return the organisation that a name in two languages, or with another in brackets, means."""
    bracket = re.fullmatch(r"([^()（）]+)[(（]([^()（）]+)[)）]", text)
    known = {organizations.get(part) for part in (bracket.groups() if bracket else bilingual(text))} - {None}
    return known.pop() if len(known) == 1 else None


def _known_parts(piece: str, get: Callable[[str], object]) -> list[str]:
    parts = re.split(r"\s+and\s+|\s*&\s*|\s*/\s*", piece)
    known = all(get(part) or is_institution(part) for part in parts)
    return parts if not get(piece) and known and any(map(get, parts)) else [piece]


def _read_date(notes: _Notes, stated: _Stated, term: Property) -> _Read:
    try:
        date = parse_date(stated.text)
    except ImpossibleDateError as error:
        notes.append(partial(_RowReading.impossible, problem=str(error)))
        return [(term.notation, ())]
    if date is None:
        notes.append(partial(_RowReading.unreadable, term=term))
        return [(term.notation, ())]
    return [(term.notation, (date,))]


_ABOUT: Final = frozenset("~≈∼〜≃约")


def _read_count(notes: _Notes, stated: _Stated, term: Property) -> _Read:
    count = parse_count(stated.text)
    # A plain number cannot say that it is about right; "4k" is what people write for 4096.
    is_about = stated.text.lstrip()[:1] in _ABOUT or stated.text.lstrip().lower().startswith("about ")
    if count is None or is_about or count.value != count.value.to_integral_value():
        notes.append(partial(_RowReading.unreadable, term=term))
        return [(term.notation, ())]
    return [(term.notation, (int(count.value),))]


def _read_decimal(notes: _Notes, stated: _Stated, term: Property) -> _Read:
    count = parse_count(stated.text)
    if count is None:
        notes.append(partial(_RowReading.unreadable, term=term))
        return [(term.notation, ())]
    return [(term.notation, (count.value,))]


def _read_links(notes: _Notes, stated: _Stated, term: Property) -> _Read:
    return [(term.notation, tuple(_links(notes, stated, term)))]


def _read_any_links(notes: _Notes, stated: _Stated, term: Property) -> _Read:
    """Read links whose key says nothing of what they lead to: their hosts may."""
    if stated.key == term.notation:
        return _read_links(notes, stated, term)
    read: list[tuple[str, tuple[Value, ...]]] = []
    for url in _links(notes, stated, term):
        field = link_field(url)
        read.append((field, (Paper(urls=(url,)) if field == "paper" else url,)))
    return read or [(term.notation, ())]


def _links(notes: _Notes, stated: _Stated, term: Property) -> list[str]:
    if is_plain_link(stated.text):
        return [stated.text]
    links: list[str] = []
    found = [match[0].rstrip(",;") for match in _URL.finditer(stated.text)]
    for url in found:
        address = clean_url(url)
        if is_web_link(address):
            links.append(address)
        else:
            notes.append(partial(_RowReading.unsafe, url=url))
    if not found:
        notes.append(partial(_RowReading.unreadable, term=term))
    return list(dict.fromkeys(links))


def _read_paper(notes: _Notes, stated: _Stated, term: Property) -> _Read:
    if is_plain_link(stated.text) or _URL.search(stated.text):
        papers = tuple(Paper(urls=(url,)) for url in _links(notes, stated, term))
        return [("paper", papers)]
    return [("paper", (Paper(title=" ".join(stated.text.split())),))]


def _read_title(notes: _Notes, stated: _Stated, term: Property) -> _Read:
    return [("title", (Paper(title=" ".join(stated.text.split())),))]


#: Ten thousand trillion; the largest model that anybody has claimed has 174 trillion parameters.
_MOST_PARAMETERS: Final = 10**16


def _read_name(notes: _Notes, stated: _Stated, term: Property) -> _Read:
    if has_invisible(stated.text):
        notes.append(_RowReading.invisible)
    if word := mixed_scripts(stated.text):
        notes.append(partial(_RowReading.look_alike, word=word))
    return [(term.notation, (clean(stated.text),))]


def _read_sizes(notes: _Notes, stated: _Stated, term: Property) -> _Read:
    sizes = parse_sizes(stated.text, header_unit(_UNIT_BEHIND.sub(r" (\g<0>)", stated.key).replace("_", " ")))
    if not sizes:
        notes.append(partial(_RowReading.unreadable, term=term))
    if any(size.parameter_count > _MOST_PARAMETERS for size in sizes):
        notes.append(partial(_RowReading.implausible, term=term))
        sizes = ()
    text = " ".join(stated.text.split())
    return [(term.notation, (text, *sizes))]


def _read_quantities(notes: _Notes, stated: _Stated, term: Property) -> _Read:
    quantities = _quantities_of(stated, term)
    if not quantities:
        notes.append(partial(_RowReading.unreadable, term=term))
    return [(term.notation, quantities)]


def _quantities_of(stated: _Stated, term: Property) -> tuple[Quantity, ...]:
    if (factor := _KEY_UNITS.get(fold(stated.key))) and (count := parse_count(stated.text)) is not None:
        scale, unit = factor
        return (Quantity(count.value * scale, unit, count.approximate),)
    # Alone behind a number, under a key that asks for a time, "d" is the day.
    text = _DAYS.sub(r"\1 days", stated.text) if term.notation == "training_time" else stated.text
    return parse_quantities(text, term.units) or _with_unit_of_key(stated, term)


_DAYS = re.compile(r"^(\s*[~≈]?\s*\d[\d.,]*)\s*d\s*$")


def _with_unit_of_key(stated: _Stated, term: Property) -> tuple[Quantity, ...]:
    """Read a bare number by the unit in its key: "Training time (hours)", "Tokens trained (B)"."""
    count = parse_count(stated.text)
    if count is None:
        return ()
    about = "~" if count.approximate else ""
    of_tokens = _TOKENS.search(stated.key)
    unit = _UNIT_IN_KEY.search(stated.key) or (_WORD_BEHIND.search(stated.key) if of_tokens else None)
    if unit:
        attempts = [f"{about}{count.value:f} {unit[1]}"]
        attempts += [f"{attempts[0]} tokens"] if of_tokens else []
        return next(filter(None, (parse_quantities(text, term.units) for text in attempts)), ())
    # Nobody trains on less than a million; a smaller number is one of something else.
    if of_tokens and count.value >= 10**6:
        return parse_quantities(f"{about}{count.value:f} tokens", term.units)
    return ()


_UNIT_IN_KEY = re.compile(r"[(（\[]\s*+([^()（）\[\]]{1,30}?)\s*+[)）\]]\s*+$")
_WORD_BEHIND = re.compile(r"[\s_](millions?|billions?|trillions?|[MBT])$", re.IGNORECASE)
_TOKENS = re.compile(r"tokens?(?![A-Za-z])|词元", re.IGNORECASE)


#: Keys that hold the unit of a bare number: "Training petaFLOPs: 310M" is a total of 3.1e23 FLOP.
_KEY_UNITS: Final[Mapping[str, tuple[Decimal, str]]] = {
    fold(key): (Decimal(10) ** power, unit)
    for key, power, unit in (
        ("Training petaFLOPs", 15, "FLOP"),
        ("Training FLOPs", 0, "FLOP"),
        ("size of training corpus (in tokens in billions)", 9, "TOKEN"),
        ("carbon emitted (tCO2eq)", 0, "TONNE-CO2E"),
    )
} | {fold("Training cost (petaFLOP-day)"): (Decimal("8.64E+19"), "FLOP")}  # 10¹⁵ × 86,400


def _read_training_data(notes: _Notes, stated: _Stated, term: Property) -> _Read:
    """Read "Training Data": its size, and in words what it is."""
    quantities = _quantities_of(stated, term)
    if quantities:
        yield term.notation, quantities
    if not quantities and _TOKENS.search(stated.key) and _BARE_NUMBERS.fullmatch(stated.text):
        notes.append(partial(_RowReading.unreadable, term=term))
        yield term.notation, ()
    elif not quantities or not _is_only_quantities(stated.text, term):
        yield "training_corpus", (" ".join(stated.text.split()),)


# Under a key that asks for tokens, numbers say nothing of what the data are: "1T/1.4T".
_BARE_NUMBERS = re.compile(r"[\d~][\d.,/~+\sKMBTkmbt万亿-]{0,40}")


def _is_only_quantities(text: str, term: Property) -> bool:
    parts = [part.strip() for part in re.split(r"[()（）]", text) if part.strip()]
    if len(parts) == 1:  # of the whole text quantities have been read
        return bool(_MEASURED.match(parts[0]))
    return all(_MEASURED.match(part) and parse_quantities(part, term.units) for part in parts)


# One number and at most three words: "~8M web pages", "680B Tokens", "400M text-image pairs".
_MEASURED = re.compile(r"^\W*\d[\d.,]*\s*\w*(?:[\s-]+[A-Za-z-]+){0,2}$")


def _read_models(notes: _Notes, stated: _Stated, term: Property) -> _Read:
    pieces = [clean(piece) for piece in _split(stated.text)]
    names = tuple(p for p in pieces if not _ETC.match(p) and not is_no_value(p))
    return [(term.notation, names)]


def _read_languages(notes: _Notes, stated: _Stated, term: Property) -> _Read:
    """Read languages; "100+" and "99 languages" say how many, and none of them."""
    text = stated.text.strip()
    if text.startswith("[") and text.endswith("]"):
        text = text[1:-1]  # a list of YAML's
    named = [piece for piece in _split(text) if not piece.lstrip("~>≈+约").strip()[:1].isdigit()]
    return [(term.notation, tuple(named))]


_SPECIAL: Final[Mapping[str, _Reader]] = {
    "supported_language": _read_languages,
    "access": _read_access,
    "paper": _read_paper,
    "title": _read_title,
    "number_of_parameters": _read_sizes,
    "organization": _read_organizations,
    "license": _read_license,
    "training_data_size": _read_training_data,
    "based_on": _read_models,
    "instruction_tuned_variant": _read_models,
    "name": _read_name,
    "link": _read_any_links,
}

_BY_RANGE: Final[Mapping[str, _Reader]] = {
    XSD["date"]: _read_date,
    XSD["integer"]: _read_count,
    XSD["decimal"]: _read_decimal,
    RDFS["Resource"]: _read_links,
    "http://qudt.org/schema/qudt/QuantityValue": _read_quantities,
}


#: Readers of what hardly two models have in common: its results are not kept.
_OF_ONE_MODEL: Final = frozenset({_read_name, _read_title, _read_paper, _read_links, _read_any_links})


def _reader_of(vocabulary: Vocabulary, term: Property) -> _Reader:
    """Return what reads the values of a property: its own reader, or that of its range."""
    if special := _SPECIAL.get(term.notation):
        return special
    if vocabulary.scheme_of(term):
        return _read_concepts
    return next((_BY_RANGE[range_] for range_ in term.ranges if range_ in _BY_RANGE), _read_text)


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


def _report_contradictions(claims: Iterable[Claim], reading: _RowReading) -> None:
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
            reading.findings.add(
                Finding.of(
                    "contradicting-values",
                    f"{reading.name}: {term.label} is {_short(known.stated)} on line "
                    f"{known.place.line} and {_short(claim.stated)} here",
                    claim.place,
                    entry=reading.name,
                    key=claim.key,
                )
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


def _split(text: str) -> list[str]:
    """Split a list at commas, semicolons and their Chinese kin that stand outside brackets.

    Blanks become single ones: the patterns that pieces are held to look through a run from each of its
    blanks.
    """
    return [piece for raw in split_outside_brackets(text) if (piece := " ".join(raw.split()))]


def _short(text: str) -> str:
    text = " ".join(text.split())
    return repr(text if len(text) <= 60 else f"{text[:57]}…")
