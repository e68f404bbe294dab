"""The journal of a push: what is about to be written, and what was; on disk before and after each write.

JSON Lines, one event a line. A `begin` says which write comes next and which values it carries; `done`
that it was carried out, and the id of what it made; `refused` that it was not. After a kill, a write that
was begun and not ended is *in doubt*: it is looked up before anything is written again.

The journal is also the only proof that a statement in ORKG was written by this tool: its value is one
that the journal says was written. What a curator changed since has another value, and is theirs.
"""

from __future__ import annotations

import json
import os
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO, Any, Final

from llm_kg.errors import OrkgError
from llm_kg.orkg.contents import WantedValue

__all__ = ["Journal", "Written"]

_HEADER: Final = "llm-kg push"
#: A value as it was written: field, label and datatype (none of a resource).
Written = tuple[str, str, str | None]


def written(value: WantedValue) -> Written:
    """Return what the journal says of a value."""
    return (value.field, value.label, value.datatype)


class Journal:
    """What a journal says; to be written, it must be opened in a `with`, by one process at a time."""

    def __init__(self, path: Path | None, host: str) -> None:
        self.path = path
        self._host = host
        self._stream: IO[bytes] | None = None
        self._begin_anew()

    def _begin_anew(self) -> None:
        """Read what the file says by now."""
        #: Key of a write in doubt → the model IRIs of which it wrote something.
        self.in_doubt: dict[str, tuple[str, ...]] = {}
        #: Key of a write that was carried out → the id of what it made.
        self.made: dict[str, str | None] = {}
        #: Key → when it was carried out, counted in events.
        self.order: dict[str, int] = {}
        self._written: dict[str, set[Written]] = defaultdict(set)
        self._pending: dict[str, Mapping[str, Iterable[Written]]] = {}
        self._events = 0
        if self.path and self.path.exists():
            self._read(self.path.read_bytes())

    def __repr__(self) -> str:
        return f"<journal {self.path} of {self._host}>"

    # What was written

    def has_written(self, model: str, field: str, label: str, datatype: str | None) -> bool:
        """Tell whether a value of a model was written by this tool."""
        return (field, label, datatype) in self._written[model]

    def knows(self, model: str) -> bool:
        """Tell whether anything of a model was written by this tool."""
        return bool(self._written[model])

    def doubts(self, model: str) -> bool:
        """Tell whether a write about a model was begun and never ended."""
        return any(model in models for models in self.in_doubt.values())

    # Writing

    def __enter__(self) -> Journal:
        if self.path is None:
            return self
        try:
            stream = self.path.open("ab")
        except OSError as error:
            raise OrkgError(f"{self.path}: the journal cannot be written: {error.strerror}") from None
        if not _locked(stream):
            stream.close()
            raise OrkgError(f"{self.path}: another push is writing this journal; wait until it has ended")
        # What another process wrote until now is part of it.
        try:
            self._begin_anew()
        except OrkgError:
            stream.close()
            raise
        self._stream = stream
        self._mend()
        if not self._events:
            self._write({"journal": _HEADER, "version": 1, "host": self._host})
        return self

    def __exit__(self, *_: object) -> None:
        if self._stream:
            self._stream.close()
            self._stream = None

    def begin(self, key: str, call: str, values: Mapping[str, Iterable[WantedValue]] | None = None) -> None:
        """Note a write that comes next, with its values by the IRI of their model."""
        wrote = {model: [list(written(value)) for value in of] for model, of in (values or {}).items()}
        self._note({"begin": key, "call": call, "values": wrote})

    def done(self, key: str, id_: str | None) -> None:
        """Note that a write was carried out, and what it made."""
        self._note({"done": key, "id": id_})

    def refused(self, key: str, reason: str) -> None:
        """Note that a write was not carried out."""
        self._note({"refused": key, "reason": reason})

    def forget(self, key: str) -> None:
        """Note that what a write made is in use, and is not to be used again."""
        if key in self.made:
            self._note({"used": key})

    def _note(self, event: dict[str, Any]) -> None:
        self._write(event)
        self._apply(event)

    def _write(self, event: dict[str, Any]) -> None:
        self._events += 1
        if self._stream is None:
            return
        self._stream.write(json.dumps(event, ensure_ascii=False).encode() + b"\n")
        self._stream.flush()
        os.fsync(self._stream.fileno())

    # Reading

    def _read(self, content: bytes) -> None:
        lines = content.split(b"\n")
        lines.pop()  # empty, or the half of a line that a kill left
        for number, line in enumerate(lines, 1):
            try:
                event = json.loads(line)
                if number == 1:
                    self._check(event)
                else:
                    self._apply(event)
                self._events += 1
            except (ValueError, KeyError, TypeError, AttributeError):
                raise OrkgError(
                    f"{self.path}:{number}: this is no journal of a push; move it away, and what was written "
                    "is looked up"
                ) from None

    def _check(self, header: dict[str, Any]) -> None:
        if header["journal"] != _HEADER or header["version"] != 1:
            raise ValueError(header)
        if header["host"] != self._host:
            raise OrkgError(
                f"{self.path}: this is the journal of {header['host']}, not of {self._host}; name another "
                "with --journal"
            )

    def _apply(self, event: dict[str, Any]) -> None:
        if "begin" in event:
            values = {model: [tuple(v) for v in of] for model, of in event["values"].items()}
            self._pending[event["begin"]] = values
            self.in_doubt[event["begin"]] = tuple(values)
        elif "done" in event:
            key = event["done"]
            for model, of in self._pending.pop(key, {}).items():
                self._written[model].update(of)
            self.in_doubt.pop(key, None)
            self.made[key] = event["id"]
            self.order[key] = self._events
        elif "refused" in event:
            self._pending.pop(event["refused"], None)
            self.in_doubt.pop(event["refused"], None)
        elif "used" in event:
            self.made.pop(event["used"], None)
        else:
            raise ValueError(event)

    def _mend(self) -> None:
        """Cut off the half of a line that a kill left."""
        if self.path is None or self._stream is None:
            return
        content = self.path.read_bytes()
        whole = content.rfind(b"\n") + 1
        if whole < len(content):
            self._stream.truncate(whole)


if sys.platform == "win32":
    import msvcrt

    def _locked(stream: IO[bytes]) -> bool:
        try:
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _locked(stream: IO[bytes]) -> bool:
        """Take the journal for this process alone; a kill gives it free."""
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
