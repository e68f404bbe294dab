"""Parts of a graph: some of its models, built, checked and written, by whichever process."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from llm_kg import validation
from llm_kg.collector import paused
from llm_kg.exporting.workers import Bulk
from llm_kg.findings import Finding, Findings
from llm_kg.graph import BASE, Graph, Provenance, build
from llm_kg.graph.blocks import statements_in
from llm_kg.graph.mapping import MODEL
from llm_kg.names import slug
from llm_kg.pairs import Node, Pair
from llm_kg.places import Source
from llm_kg.reconciliation import Model, Models, alone, identify_alone, marks, of_entry
from llm_kg.rules import Severity
from llm_kg.sources.bulk import Part as Read
from llm_kg.sources.bulk import Piece, read_piece
from llm_kg.vocabulary import own_aliases

if TYPE_CHECKING:
    from llm_kg.validation import Checked, Result
    from llm_kg.writers.blocks import BlockWriter

__all__ = ["ModelsWork", "Options", "Part", "PieceWork", "Written"]


@dataclass(frozen=True, slots=True)
class Options:
    """How a graph is built; the fields are the arguments of `llm_kg.graph.build`."""

    base: str = BASE
    provenance: Provenance = "source"
    standard_terms: bool = True
    conflicts: bool = False

    def build(self, models: Models) -> Graph:
        """Return the graph of models."""
        return build(
            models,
            base=self.base,
            provenance=self.provenance,
            standard_terms=self.standard_terms,
            conflicts=self.conflicts,
        )

    def build_checked(self, models: Models) -> Checked:
        """Return the graph of models without what breaks a shape."""
        return validation.build_checked(
            models,
            base=self.base,
            provenance=self.provenance,
            standard_terms=self.standard_terms,
            conflicts=self.conflicts,
        )


@dataclass(slots=True)
class Written:
    """Models as text, and what they share with other models: described, but not written yet."""

    content: Bulk
    models: int
    statements: int
    shared: list[tuple[str, list[Pair]]]
    results: list[Result]

    @property
    def is_good(self) -> bool:
        """Whether nothing breaks an error-level shape."""
        return all(result.severity < Severity.ERROR for result in self.results)


def _written(graph: Graph, models: list[Model], writer: BlockWriter, check: bool) -> Written:
    """Write models of a graph, and check them on the way."""
    mapping = graph.mapping()
    texts: list[bytes] = []
    nodes: list[Node] = []
    results: list[Result] = []
    statements = 0
    with paused():
        for model in models:
            block = graph.block(mapping, model)
            text = writer.model(model) if writer.model else writer.block(block)
            # Each for itself: one character beyond Latin would make all of them four times as large.
            texts.append(text.encode("utf-8", "surrogatepass"))
            statements += statements_in(block)
            if check:
                nodes += block.nodes
        sources = graph.source_nodes(mapping, len(models))
        shared = mapping.shared.drain()
        if check:
            checker = validation.Checker()
            checker.assume(MODEL, mapping.things.named_models)
            # All at once: what models name is known before it is asked for.
            results = [*checker.feed_pairs([*shared, *sources, *nodes]), *checker.finish()]
    content = writer.between.encode().join(text for text in texts if text)
    return Written(Bulk(content), len(models), statements, shared, results)


@dataclass(frozen=True, slots=True)
class ModelsWork:
    """Writes models that are at hand; a task is a range of them."""

    graph: Graph
    models: Models
    writer: BlockWriter
    check: bool

    def __call__(self, task: range) -> Written:
        """Write some of the models."""
        return _written(self.graph, self.models[task.start : task.stop], self.writer, self.check)


@dataclass(slots=True)
class Part:
    """A piece of a source as text, and what must be known of it to tell whether the pieces may be joined.

    The arrays are hashes: of what a record may share with another (`marks`), of the keys of models, and
    of names by which another key may be asked for. `mentioned` are nodes of models that are only named.
    """

    written: Written
    read: Read
    findings: tuple[Finding, ...]
    needs_all: bool
    #: The sources of the records, which a file of records may name.
    sources: Mapping[str, Source]
    marks: array[int] = field(default_factory=lambda: array("q"))
    keys: array[int] = field(default_factory=lambda: array("q"))
    names: array[int] = field(default_factory=lambda: array("q"))


@dataclass(frozen=True, slots=True)
class PieceWork:
    """Reads a piece of a source and writes its models, each record for itself."""

    options: Options
    writer: BlockWriter
    check: bool
    sources: Mapping[str, Source]
    aliases: Mapping[str, Iterable[str]]
    reconcile: bool

    def __call__(self, piece: Piece) -> Part:
        """Read and write a piece."""
        with own_aliases(self.aliases):
            read = read_piece(piece)
        make = alone if self.reconcile else of_entry
        made = [make(record) for record in read.records]
        found = [model for model in made if model is not None]
        sources = {record.source.id: record.source for record in read.records}
        models = Models(found, {**sources, **self.sources}, Findings())
        graph = self.options.build(models)
        written = _written(graph, list(models), self.writer, self.check)
        findings: list[Finding] = []
        if not written.is_good:
            checked = self.options.build_checked(models)
            findings += checked.findings
            written = _written(checked.graph, list(checked.models), self.writer, check=False)
        elif written.results:
            findings += self.options.build_checked(models).findings
        part = Part(written, replace(read, records=[]), tuple(findings), len(found) < len(made), sources)
        for model in models:
            part.keys.append(hash(model.key))
            others = {slug(name) for name in (model.name, *model.alternate_name)} - {model.key}
            part.names.extend(map(hash, others))
        if self.reconcile:
            for record, one in zip(read.records, made, strict=True):
                identity = one.identity if one else identify_alone(record)
                part.marks.extend(map(hash, marks(identity)))
        return part
