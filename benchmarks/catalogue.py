"""What is measured: works, and who does them."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["FLOORS", "OURS", "WORKS", "Contender", "Work"]

#: The row that others are compared with.
OURS = "llm-kg"


@dataclass(frozen=True)
class Contender:
    """Ours or a peer: its function, and the environment that it needs (none: this one)."""

    name: str
    function: str
    environment: str | None = None
    #: Whether the garbage collector rests while it works, as a good user would have it.
    pauses_gc: bool = False
    #: Whether it needs so long before it begins that a quick look does without it.
    starts_slowly: bool = False
    #: Whether it is no peer, and only shows what is left of the work when less is done.
    is_floor: bool = False


@dataclass(frozen=True)
class Work:
    """Something that all its contenders do."""

    name: str
    title: str
    contenders: tuple[Contender, ...]
    suffix: str = ".nt"
    #: Whether it reads JSON Lines, so that it can be asked to do more records than fit into memory.
    streams: bool = False
    #: Whether it is done on the graph of one size, and gives results instead of a file.
    validates: bool = False


# rdflib's users leave the collector on, as nothing tells them otherwise; who knows it well does not.
_RDFLIB = (
    Contender("rdflib", "rdflib_graph:naive", "rdflib"),
    Contender("rdflib, GC paused", "rdflib_graph:naive", "rdflib", pauses_gc=True),
    Contender("rdflib, terms kept, GC paused", "rdflib_graph:cached", "rdflib", pauses_gc=True),
)
_OXIGRAPH = Contender("pyoxigraph", "oxigraph:stream", "oxigraph", pauses_gc=True)
_LIBRARY = Contender(OURS, "ours:library")
_TWO_PROCESSES = f"{OURS}, two processes"
_LIBRARY_IN_TWO = Contender(_TWO_PROCESSES, "ours:library_in_two")
_COMMAND = Contender(OURS, "ours:command")
_GRAPHS = (_LIBRARY, _LIBRARY_IN_TWO, *_RDFLIB, _OXIGRAPH)

_ENGINES = (
    _COMMAND,
    Contender(f"{OURS}, in Python", "ours:library"),
    Contender("pySHACL", "pyshacl_engine:validate", "rdflib"),
    Contender("pyshifty", "shifty_engine:validate", "oxigraph"),
    Contender("TopQuadrant (with the start of Java)", "topquadrant:validate", "oxigraph"),
    Contender("pyrudof", "rudof_engine:validate", "rudof"),
)

WORKS = (
    Work(
        "ntriples",
        "Records in memory to N-Triples, unchecked",
        (
            _LIBRARY,
            _LIBRARY_IN_TWO,
            Contender("write() of the same bytes", "floor:write", is_floor=True),
            Contender("a loop that pastes minted rows", "floor:paste", pauses_gc=True, is_floor=True),
            *_RDFLIB,
            _OXIGRAPH,
            Contender("maplib", "maplib_model:templates", "maplib", pauses_gc=True),
        ),
    ),
    Work(
        "jsonl",
        "Records in files to N-Triples, unchecked, as a command",
        (
            _COMMAND,
            Contender(_TWO_PROCESSES, "ours:two_processes"),
            Contender("morph-kgc", "morph:command", "morph-kgc"),
            Contender("SDM-RDFizer", "sdm_rdfizer:command", "rdfizer", starts_slowly=True),
        ),
        streams=True,
    ),
    Work("turtle", "Records in memory to Turtle", (_LIBRARY, _LIBRARY_IN_TWO, *_RDFLIB, _OXIGRAPH), ".ttl"),
    Work(
        "jsonld", "Records in memory to JSON-LD", (_LIBRARY, _LIBRARY_IN_TWO, *_RDFLIB, _OXIGRAPH), ".jsonld"
    ),
    Work(
        "checked",
        "Records in memory, checked and written as N-Triples",
        (
            _LIBRARY,
            _LIBRARY_IN_TWO,
            Contender(f"{OURS}, as a command from JSON Lines", "ours:command"),
            Contender("rdflib and pySHACL", "rdflib_graph:cached", "rdflib"),
            Contender("pyoxigraph and pyshifty", "oxigraph:checked_by_shifty", "oxigraph"),
            Contender("pyoxigraph and TopQuadrant", "oxigraph:checked_by_topquadrant", "oxigraph"),
        ),
    ),
    Work("validate", "Validation of a foreign graph that conforms", _ENGINES, validates=True),
    Work("validate planted", "Validation of the same with planted violations", _ENGINES, validates=True),
    Work(
        "jobs",
        "One process and two: JSON Lines to N-Triples, unchecked, as a command",
        (
            Contender(OURS, "ours:one_process"),
            Contender(_TWO_PROCESSES, "ours:two_processes"),
        ),
        streams=True,
    ),
)

#: The names of those that are no peers.
FLOORS = frozenset(one.name for work in WORKS for one in work.contenders if one.is_floor)
