"""From models, or from a source that is too big to hold, to a file: checked while it is written.

Models are cut in parts, each of which a process builds, checks and writes; what models share is
joined and stands behind them. The bytes do not depend on how many processes there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from types import MappingProxyType
from typing import TYPE_CHECKING

from llm_kg import validation
from llm_kg.exporting.crowds import Crowd
from llm_kg.exporting.merging import Descriptions
from llm_kg.exporting.parts import ModelsWork, Options, PieceWork, Written
from llm_kg.exporting.workers import WorkerError, cores, in_order
from llm_kg.findings import Finding, Findings
from llm_kg.graph.blocks import joined, statements_in
from llm_kg.reconciliation import Models
from llm_kg.rules import Severity
from llm_kg.saving import Content, save
from llm_kg.sources import nothing_read
from llm_kg.tokens import iri_token
from llm_kg.writers import Format, refuse_graphs

if TYPE_CHECKING:
    from llm_kg.graph import Graph
    from llm_kg.pairs import Node, Pair
    from llm_kg.places import Source
    from llm_kg.sources.bulk import Piece
    from llm_kg.validation import Result
    from llm_kg.writers.blocks import BlockWriter

__all__ = [
    "NeedsReconciliationError",
    "Options",
    "Outcome",
    "Progress",
    "WorkerError",
    "cores",
    "export_models",
    "export_pieces",
    "export_whole",
]

# How many models make a part, and how many nodes that parts share are checked at once.
_PART = _TOGETHER = 1_000


@dataclass(slots=True)
class Progress:
    """How far an export is: of `total` (models, or pieces of a source) so many, and what was written."""

    total: int
    done: int = 0
    models: int = 0
    statements: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an export has come to."""

    models: int
    statements: int
    findings: Findings
    is_written: bool = True


class NeedsReconciliationError(Exception):
    """Records of a source may be about one model, so that they cannot be exported one by one."""


class _BadError(Exception):
    """Something breaks a shape; what was written so far must not stay."""


def _nothing(progress: Progress) -> None:
    """Tell nobody."""


def export_models(
    models: Models,
    output: str,
    format_: Format,
    options: Options,
    *,
    check: bool = True,
    strict: bool = False,
    jobs: int = 1,
    tell: Callable[[Progress], None] = _nothing,
) -> Outcome:
    """Write models to a file (or `-`) without what breaks a shape; with `strict`, nothing in that case.

    Raises
    ------
    OutputError
        The output cannot be written, or cannot hold named graphs.
    WorkerError
        A process was killed.
    ValueError
        The base is no IRI, or the provenance none of the four.
    """
    graph = options.build(models)
    refuse_graphs(format_, graph)
    if check and not (strict and _has_errors(models.findings)):
        try:
            return _write_models(graph, models, output, format_, True, jobs, tell)
        except _BadError:
            pass  # which is rare, and costs a second writing
    kept, good, findings = _good(models, options, check)
    if strict and _has_errors(models.findings, findings):
        return Outcome(len(models), 0, findings, is_written=False)
    outcome = _write_models(kept, good, output, format_, False, jobs, tell)
    return Outcome(outcome.models, outcome.statements, findings)


def export_whole(
    models: Models,
    output: str,
    format_: Format,
    render: Callable[[Graph, Models], Iterable[str]],
    options: Options,
    *,
    check: bool = True,
    strict: bool = False,
) -> Outcome:
    """Write models by `render`, which takes all of them at once; for the rest, see `export_models`.

    Raises
    ------
    OutputError
        The output cannot be written, or cannot hold named graphs.
    ValueError
        The base is no IRI, or the provenance none of the four.
    """
    refuse_graphs(format_, options.build(models))
    graph, good, findings = _good(models, options, check)
    if strict and _has_errors(models.findings, findings):
        return Outcome(len(models), 0, findings, is_written=False)
    save(output, render(graph, good))
    return Outcome(len(good), len(graph), findings)


def _good(models: Models, options: Options, check: bool) -> tuple[Graph, Models, Findings]:
    """Return the graph of models, the models in it, and findings on what breaks a shape and was left out."""
    if not check:
        return options.build(models), models, Findings()
    checked = options.build_checked(models)
    return checked.graph, checked.models, checked.findings


def _has_errors(*all_findings: Findings) -> bool:
    return any(findings.at_least(Severity.ERROR, silenced=True) for findings in all_findings)


def _write_models(
    graph: Graph,
    models: Models,
    output: str,
    format_: Format,
    check: bool,
    jobs: int,
    tell: Callable[[Progress], None],
) -> Outcome:
    number = len(models)
    tasks = [range(start, min(start + _PART, number)) for start in range(0, number, _PART)]
    writer = _writer(format_, graph)
    work = ModelsWork(graph, models, writer, check)
    joint = _Joint(graph, writer, Progress(number), tell)
    results: list[Result] = []

    def shared() -> Iterator[Node]:
        for node, said, is_bad in joint.described(check):
            if is_bad:
                raise _BadError
            yield node, joined(said)

    def content() -> Iterator[Content]:
        if min(jobs, len(tasks)) > 1:
            graph.know_names()
        for written in in_order(work, tasks, jobs):
            results.extend(written.results)
            if not written.is_good:
                raise _BadError
            yield from joint.text(written, done=written.models)
        yield from joint.end(shared())

    with joint.shared:
        save(output, content(), may_fail=check)
    findings = validation.findings_of(graph, dict.fromkeys(results)) if results else ()
    return Outcome(joint.progress.models, joint.progress.statements, Findings(findings))


def export_pieces(
    pieces: Sequence[Piece],
    output: str,
    format_: Format,
    options: Options,
    *,
    check: bool = True,
    strict: bool = False,
    reconcile: bool = True,
    aliases: Mapping[str, Iterable[str]] = MappingProxyType({}),
    jobs: int = 1,
    tell: Callable[[Progress], None] = _nothing,
) -> Outcome:
    """Write a source that is cut in pieces (`llm_kg.sources.bulk`), of which few are held at once.

    Without `reconcile`, each record is a model of its own, under the name of its entry.

    Raises
    ------
    NeedsReconciliationError
        Only all records together tell which models there are, or how entries of one name are called.
    SourceError, OutputError, WorkerError, ValueError
        As those who read, and `export_models`.
    """
    sources = {piece.source.id: piece.source for piece in pieces}
    graph = options.build(Models((), sources, Findings()))
    refuse_graphs(format_, graph)
    writer = _writer(format_, graph)
    work = PieceWork(options, writer, check, sources, aliases, reconcile)
    joint = _Joint(graph, writer, Progress(len(pieces)), tell)
    crowd = Crowd(options.base)
    found: list[Finding] = []
    stating: dict[str, Source] = {}

    def shared() -> Iterator[Node]:
        for node, said, is_bad in joint.described(check):
            if crowd.asks_for_another(node):
                raise NeedsReconciliationError
            if crowd.has_model(node):
                continue
            if is_bad:
                found.append(_parts_disagree(node))
                said = said[:1]
            yield node, joined(said)

    def content() -> Iterator[Content]:
        for part in in_order(work, pieces, jobs):
            crowd.add(part)
            found.extend(part.findings)
            stating.update(part.sources)
            if strict and _has_errors(Findings(part.findings)):
                raise _BadError
            yield from joint.text(part.written, done=1)
        if crowd.is_entangled:
            raise NeedsReconciliationError
        if strict and _has_errors(crowd.findings):
            raise _BadError
        joint.graph = options.build(Models((), stating | sources, Findings()))
        if not reconcile and len(stating) > 1:
            raise NeedsReconciliationError  # which will tell that there are several sources
        yield from joint.end(shared())

    is_written = True
    with joint.shared:
        try:
            save(output, content(), may_fail=True)
        except _BadError:
            is_written = False
    told = Findings(crowd.findings)
    told.extend(found)
    if crowd.is_empty:
        told.extend(map(nothing_read, sources.values()))
    return Outcome(joint.progress.models, joint.progress.statements, told, is_written)


def _parts_disagree(node: str) -> Finding:
    name = node[1:-1].rpartition("/")[2]
    message = f"{name}: entries say of it what cannot all hold ({node}); what the first says was kept"
    return Finding.of("shape", message, None, severity=Severity.ERROR, entry=name)


def _writer(format_: Format, graph: Graph) -> BlockWriter:
    """Return what writes all parts of a graph: it remembers how terms are written."""
    assert format_.blocks is not None
    return format_.blocks(graph.prefixes)


class _Joint:
    """The joining of parts to the text of one graph."""

    def __init__(
        self, graph: Graph, writer: BlockWriter, progress: Progress, tell: Callable[[Progress], None]
    ) -> None:
        self.graph = graph
        self.progress = progress
        #: What the parts share.
        self.shared = Descriptions()
        self._writer = writer
        self._separator = self._writer.head
        self._tell = tell

    def text(self, part: Written, done: int) -> Iterator[Content]:
        """Yield the text of a part."""
        self.shared.add(part.shared)
        self.progress.done += done
        self.progress.models += part.models
        self.progress.statements += part.statements
        yield from self._piece(part.content.data)
        self._tell(self.progress)

    def _piece(self, content: Content) -> Iterator[Content]:
        if content:
            yield self._separator
            yield content
            self._separator = self._writer.between

    def described(self, check: bool) -> Iterator[tuple[str, list[list[Pair]], bool]]:
        """Yield what parts share, with what each says of it, and whether that breaks a shape together.

        What one part alone says does not: it was checked there.
        """
        nodes = self.shared.nodes()
        while some := list(islice(nodes, _TOGETHER)):
            several = [(node, joined(said)) for node, said in some if check and len(said) > 1]
            results = validation.Checker().feed_pairs(several) if several else ()
            bad = {iri_token(result.node) for result in results if result.severity == Severity.ERROR}
            yield from ((node, said, node in bad) for node, said in some)

    def end(self, shared: Iterator[Node]) -> Iterator[Content]:
        """Yield the text of what parts share, and of the sources."""
        mapping = self.graph.mapping()
        sources = self.graph.source_nodes(mapping, self.progress.models)
        self.shared.add(mapping.shared.drain())
        for block in self.graph.closing(chain(shared, sources)):
            self.progress.statements += statements_in(block)
            yield from self._piece(self._writer.block(block))
        if self._separator == self._writer.head:  # nothing was written
            yield self._writer.head
        yield self._writer.tail
