"""The entries of a Markdown list: items, blocks and tables of the sections that hold models.

Three dialects are read, and mixed: list items, alone, nested or with a YAML block under them; YAML
blocks under a heading, which name their model themselves or have its name from the heading; tables.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, islice, takewhile

from llm_kg.findings import Finding, Findings
from llm_kg.names import fold
from llm_kg.places import Place
from llm_kg.sources.base import Cell, Reading, Row, Text
from llm_kg.sources.mappings import read_block
from llm_kg.sources.markdown.block_items import blocks_of, of_its_paper, take_title
from llm_kg.sources.markdown.blocks import Block
from llm_kg.sources.markdown.bullets import Entry, Node, entries_of, groups_of, pairs_of, read_node
from llm_kg.sources.markdown.cards import card_of_line, heads_a_part, name_of_card, read_card
from llm_kg.sources.markdown.comments import comments_of, may_hide_entries, stands_in
from llm_kg.sources.markdown.document import Document, parse_document
from llm_kg.sources.markdown.fences import block_lines, free_fences
from llm_kg.sources.markdown.headed import Headed, headed_by_links
from llm_kg.sources.markdown.html import html_tables
from llm_kg.sources.markdown.html_lists import html_lists
from llm_kg.sources.markdown.ignores import silence
from llm_kg.sources.markdown.judging import Company, judge_entry, may_be_entry
from llm_kg.sources.markdown.key_lines import speaks_of_model
from llm_kg.sources.markdown.line_items import with_line_items
from llm_kg.sources.markdown.model_cards import read_model_card
from llm_kg.sources.markdown.outline import Heading, Section, sections_of
from llm_kg.sources.markdown.paragraph_items import gathered
from llm_kg.sources.markdown.paragraphs import is_entry
from llm_kg.sources.markdown.section_tables import rows_of_table
from llm_kg.sources.markdown.sections import Judgement
from llm_kg.sources.markdown.stated import describes, means, states
from llm_kg.sources.markdown.tables import continue_table, read_pipes
from llm_kg.sources.markdown.titled import of_known_model, titled_sections
from llm_kg.sources.repeated import repeated_cells
from llm_kg.sources.tables import Table

__all__ = ["read_markdown"]

# Nobody describes a model by more items.
_MOST_PAIRS = 50


def read_markdown(text: Text, reading: Reading) -> Iterator[Row]:
    """Yield the entries of a Markdown text in their order.

    What is commented out is read only if `reading` asks for it, and is marked so.
    """
    document = parse_document(text, reading.findings)
    comments = comments_of(document)
    silence(document, reading.findings)
    for first, _, closed in comments:
        if not closed:
            message = "this comment is never closed; the rest of the list stands in it"
            reading.findings.add(Finding.of("unclosed-block", message, text.place(first)))
    hidden = may_hide_entries(text, comments)
    if not hidden:
        yield from _Reader(document, reading).read()
        return
    uncovered = parse_document(text, Findings(), hidden)
    if reading.include_commented:
        for row in _Reader(uncovered, reading).read():
            yield replace(row, commented=stands_in(row.place, hidden))
        return
    yield from _Reader(document, reading).read()
    _report_commented(uncovered, hidden, reading)


def _report_commented(document: Document, hidden: Sequence[tuple[int, int]], reading: Reading) -> None:
    """Say which entries stand in comments: they are not lost, and not read."""
    lines = sorted(row.place.line - 1 for row in _Reader(document, Reading()).read())
    for first, last in hidden:
        if count := bisect_right(lines, last) - bisect_left(lines, first):
            what = "1 entry" if count == 1 else f"{count} entries"
            message = f"{what} in this comment {'was' if count == 1 else 'were'} not read"
            reading.findings.add(Finding.of("commented-entry", message, document.text.place(first)))


class _Reader:
    def __init__(self, document: Document, reading: Reading) -> None:
        self.text: Text = document.text
        self.document = document
        self.reading = reading
        self.section = Section()
        self.pending: Entry | None = None  # the item that a block after its list belongs to
        self.passed_over: set[Place] = set()
        self.table: Table | None = None  # the table that stray rows behind it belong to
        self.introduction: Block | None = None  # what stands before the list that is read
        self.known: set[str] = set()  # the names of models in tables, folded
        self.titled: Mapping[int, Headed] = {}  # sections under the titles of models, by their identity
        self.unknown: dict[int, list[Cell]] = {}  # YAML blocks of no known key, by their first line

    @property
    def judgement(self) -> Judgement:
        """Whether the section that is read may hold models."""
        return self.section.judgement

    def read(self) -> Iterator[Row]:
        sections = sections_of(self.document)
        if self.document.front and (card := read_model_card(self.document, sections, self.reading)):
            yield card
            return
        self.titled = titled_sections(self.document, sections)
        for section in sections:
            self.section = section
            if rows := list(self._entry_of_heading(section)):
                yield from rows
                continue
            found = False
            for block in gathered(
                with_line_items(section.blocks, self.judgement.verdict), self.judgement.verdict == "models"
            ):
                for row in self._read_block(block):
                    found = True
                    yield row
            yield from self._close()
            if self.judgement.verdict in ("software", "other") and not found:
                self._pass_over(section)
            self.table = None

    # Sections.

    def _pass_over(self, section: Section) -> None:
        if section.headings and any(b.kind in ("list", "table", "html") for b in section.blocks):
            heading = section.headings[-1]
            if heading.place not in self.passed_over:
                self.reading.decide(heading.place, heading.title, "passed over", self.judgement.reason)
            self.passed_over.add(heading.place)

    def _entry_of_heading(self, section: Section) -> Iterator[Row]:
        """Read a section that describes one model, which its heading names as an item would."""
        heading = section.headings[-1] if section.headings else None
        if not heading or section.organization is heading:
            return
        found = self._card(section, heading) or self.titled.get(id(section))
        found = found or of_known_model(self.document, section, heading, self.known)
        found = found or headed_by_links(self.document, section, heading)
        if not found:
            return
        for own in found.names:
            self.reading.decide(heading.place, own[0].text, "model", found.reason)
            cells = [*own, *found.cells]
            yield Row((*cells, *section.inherited_by(cells, section.stated)), heading.place)

    def _card(self, section: Section, heading: Heading) -> Headed | None:
        """Read keys and values of the model that a heading names, and prose."""
        text = name_of_card(self.text, heading)
        if text is None or heads_a_part(text.label):
            return None
        # What stands behind the name tells of the model, and of no section.
        judgement = self.judgement if text.label == heading.title else section.judgement_above
        if judgement.verdict in ("software", "other"):
            return None
        findings = Findings()
        mappings = [cells for block in section.blocks for cells in self._block(block, findings)]
        tables = [table for block in section.blocks for table in self._tables_of(block, findings)]
        card = read_card(self.document, section, text, judgement, mappings, tables, findings)
        if card is None:
            return None
        cells, refusal = card
        if refusal:
            self.reading.decide(heading.place, heading.title, "passed over", refusal)
            return None
        self.reading.findings.extend(findings)
        reason = "the heading of a section that describes one model"
        return Headed(text.names, [*text.cells, *cells], reason)

    # Blocks.

    def _read_block(self, block: Block) -> Iterator[Row]:
        if block.kind == "list":
            yield from self._list(block)
        elif found := self._block(block):
            for cells in found:
                yield from self._loose_block(block, cells)
        elif block.kind == "table":
            yield from self._close()
            self.table = read_pipes(self.text, block, self.document.references, self.reading.findings)
            yield from self._table(self.table)
        elif block.kind == "html":
            yield from self._html(block)
        elif block.kind == "paragraph" and self.table and block.content.startswith("|"):
            # A blank line within a table ends it; the rows behind it are rows to everybody else.
            stray = continue_table(
                self.table, self.text, block, self.document.references, self.reading.findings
            )
            yield from self._table(stray)
        elif named := card_of_line(self.document, self.section, block, self.reading.findings):
            yield from self._close()
            yield from self._named_by_line(block, *named)
        elif is_entry(self.document, block, self.judgement):
            item = Block("item", block.start, block.end, children=[block])
            yield from self._list(Block("list", block.start, block.end, children=[item]))
            yield from self._close()
        else:
            self.table = None
            if block.kind == "quote" and any(b.kind in ("list", "table", "fence") for b in block.walk()):
                reason = "what stands in a quote is not the list's own"
                self.reading.decide(self._place(block), "quote", "passed over", reason)
        self.introduction = block

    def _html(self, block: Block) -> Iterator[Row]:
        lists, are_laid_out = html_lists(self.document, block)
        for made in lists:
            yield from self._list(made)
        for table in [] if are_laid_out else html_tables(self.document, block, self.reading.findings):
            yield from self._close()
            yield from self._table(table)

    def _named_by_line(self, block: Block, cells: Sequence[Cell], refusal: str | None) -> Iterator[Row]:
        """Read the paragraph of one model, which its first line names, and the others describe."""
        if self.judgement.verdict in ("software", "other"):
            return
        place, name = self._place(block), cells[0].text
        if refusal:
            self.reading.decide(place, name, "passed over", refusal)
            return
        self.reading.decide(place, name, "model", "a line in bold, which the lines below it describe")
        yield Row((*cells, *self.section.inherited_by(cells, self.section.stated)), place)

    def _tables_of(self, block: Block, findings: Findings) -> list[Table]:
        if block.kind == "table":
            return [read_pipes(self.text, block, self.document.references, findings)]
        return list(html_tables(self.document, block, findings)) if block.kind == "html" else []

    def _table(self, table: Table) -> Iterator[Row]:
        for row in rows_of_table(table, self.section, self.reading):
            if row.cells[0].key == "name":
                self.known.add(fold(row.cells[0].text))
            yield replace(row, cells=(*row.cells, *self.section.inherited_by(row.cells, self.section.stated)))

    def _list(self, block: Block) -> Iterator[Row]:
        if self.judgement.verdict in ("software", "other"):
            yield from self._close()
            return
        before = self.introduction
        # A picture between an item and what describes it ends the list to CommonMark alone.
        is_below_picture = before is not None and before.kind == "html"
        if self.pending and is_below_picture and (taken := self._take_pairs(block)):
            self.pending.node.children += taken
            self.pending.by_itself = None  # there is more to judge it by
        introduced = bool(
            before
            and before.kind == "paragraph"
            and (before.content.rstrip().endswith((":", "：")) or before.end == block.start)
        )
        # The rows of tables within items come before those of the items.
        has_tables = any(child.kind == "table" for child in block.walk())
        waiting: deque[Entry] = deque()
        company = Company()
        # A long list takes much room as items, and less as rows: what has been read is let go.
        items, block.children = block.children[::-1], []
        while items:
            item = items.pop()
            for entry in self._entries_of_item(item, introduced):
                company.add(entry, judge_entry(entry, self.judgement)[0])
                waiting.append(entry)
            for child in item.walk() if has_tables else ():
                if child.kind == "table":
                    table = read_pipes(self.text, child, self.document.references, self.reading.findings)
                    yield from self._table(table)
            # A block makes its item a model, whatever the others are.
            while waiting and waiting[0].blocks and not has_tables:
                yield from self._close()
                self.pending = waiting.popleft()
        for entry in waiting:
            company.tell(entry, self.judgement)
            yield from self._close()
            self.pending = entry

    def _take_pairs(self, block: Block) -> list[Node]:
        """Take the items off a list that it begins with, where they are indented `key: value` pairs."""
        first = takewhile(lambda item: self.text.lines[item.start][:1].isspace(), block.children)
        taken = list(islice(first, _MOST_PAIRS))
        nodes = [read_node(self.text, item, self.document.references, {}) for item in taken]
        if not pairs_of(nodes):
            return []
        del block.children[: len(taken)]
        return nodes

    def _entries_of_item(self, item: Block, introduced: bool) -> list[Entry]:
        free_fences(item)
        blocks = (child for child in item.walk() if child.kind in ("fence", "code"))
        found = {child.start: mappings for child in blocks if (mappings := self._block(child))}
        node = read_node(self.text, item, self.document.references, found)
        entries = list(entries_of(node, list(self.section.stated), None, introduced))
        for entry in entries:
            entry.blocks = list(entry.node.blocks)
        for label, start in groups_of(node, entries):
            reason = "the models are the items under it, or beside it in a group"
            self.reading.decide(self._place(start), label, "passed over", reason)
        return entries

    def _block(self, block: Block, findings: Findings | None = None) -> list[list[Cell]]:
        """Return the cells of each mapping of a YAML block that speaks of a model; else nothing."""
        lines = block_lines(self.text, block)
        if not lines:
            return []
        noted = Findings()
        mappings = read_block(self.text, lines, noted)
        found = [cells for cells in mappings if speaks_of_model(block, cells)]
        if found:
            (self.reading.findings if findings is None else findings).extend(noted)
        elif (block.info or any(map(describes, chain(*mappings)))) and block.start not in self.unknown:
            self.unknown[block.start] = [cell for cells in mappings for cell in cells]
            reason = "its keys do not speak of a model" if self.unknown[block.start] else "it states nothing"
            self.reading.decide(self._place(block), "block", "passed over", reason)
        return found

    def _loose_block(self, block: Block, cells: list[Cell]) -> Iterator[Row]:
        """Read a block outside of items: of the item before it, of the heading, or nobody's."""
        if states("name", cells):
            yield from self._close()
            if may_be_entry(cells, self.judgement):
                yield self._row_of_block(block, cells)
            else:
                self.reading.decide(self._place(block), "block", "passed over", self.judgement.reason)
        elif self.pending and not self.pending.blocks:
            self.pending.blocks.append((block, cells))
        elif self.judgement.verdict in ("software", "other"):
            yield from self._close()
            self.reading.decide(self._place(block), "block", "passed over", self.judgement.reason)
        else:
            yield from self._close()
            self._nameless(self._place(block), "this block describes a model and does not name it")

    def _row_of_block(self, block: Block, cells: list[Cell]) -> Row:
        place = self._place(block)
        name = next(cell.text for cell in cells if means("name", cell))
        self.reading.decide(place, name, "model", "a block that names its model")
        return Row((*cells, *self.section.inherited_by(cells, self.section.stated)), place)

    def _place(self, block: Block) -> Place:
        raw = self.text.lines[block.start]
        return self.text.place(block.start, len(raw) - len(raw.lstrip()))

    def _nameless(self, place: Place, message: str) -> None:
        self.reading.findings.add(Finding.of("nameless-entry", message, place))

    # Entries.

    def _close(self) -> Iterator[Row]:
        """Yield the rows of the entry that has just ended, and of the blocks in it."""
        entry, self.pending = self.pending, None
        if entry is None:
            return
        place = self._place(entry.node.block)
        blocks, apart = blocks_of(entry)
        # What nothing is known of makes no model, and is not lost where it stands under one.
        for child in entry.node.block.children if self.unknown else ():
            blocks += self.unknown.get(child.start, ())
        take_title(entry, blocks)
        is_model, reason = judge_entry(entry, self.judgement)
        names = entry.names or ([[entry.node.text.title_name]] if entry.node.text.title_name else [])
        beside = entry.own
        if is_model and (names or states("name", blocks + beside)):
            self.reading.findings.extend(entry.findings)
            self.reading.findings.extend(repeated_cells(beside))
            for own in names or [[]]:
                cells = [*own, *beside, *blocks]
                self.reading.decide(place, own[0].text if own else entry.node.label, "model", reason)
                inherited = self.section.inherited_by(cells, entry.inherited)
                yield Row((*cells, *inherited), place, of_several=len(names) > 1)
        elif is_model:
            self._nameless(place, "this item describes a model and does not name it")
        else:
            self.reading.decide(place, entry.node.label or "item", "passed over", reason)
        for block, cells in apart:
            yield self._row_of_block(block, [*cells, *of_its_paper(entry, cells)])
