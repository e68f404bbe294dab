"""Work on many cores: tasks are done by forked processes, and their results come in the order of tasks."""

from __future__ import annotations

import gc
import mmap
import os
import pickle
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from llm_kg.errors import LlmKgError

if TYPE_CHECKING:
    from concurrent.futures import Future

__all__ = ["Bulk", "WorkerError", "cores", "in_order"]

T = TypeVar("T")
R = TypeVar("R")

# How many tasks wait for each process: enough that none is idle, and few results to hold.
_WAITING = 2
# How many bytes of a result the processes share; only what is used of them takes memory.
_ROOM = 16 * 2**20


class Bulk:
    """Many bytes in the result of a task.

    They come from another process in memory that it shares with this one, which is twice as fast as a pipe,
    and are good until the next result is asked for.
    """

    __slots__ = ("data",)

    def __init__(self, data: bytes | memoryview) -> None:
        self.data = data

    def __reduce_ex__(self, protocol: Any) -> tuple[type[Bulk], tuple[pickle.PickleBuffer]]:
        """Hand the bytes over as they are."""
        return Bulk, (pickle.PickleBuffer(self.data),)


class WorkerError(LlmKgError, RuntimeError):
    """A process that did part of the work has died."""


def cores() -> int:
    """Return how many processes may run at once; one where processes cannot be forked."""
    if not hasattr(os, "fork"):
        return 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def in_order(work: Callable[[T], R], tasks: Sequence[T], jobs: int) -> Iterator[R]:
    """Yield what the work makes of each task, in the order of the tasks; one job is done in this process.

    The work is inherited by the processes and may be of any size; tasks and results are sent.

    Raises
    ------
    WorkerError
        A process was killed.
    """
    jobs = min(jobs, len(tasks))
    if jobs <= 1:
        yield from map(work, tasks)
        return
    # Of no use to the many runs that are one process.
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    rooms = [mmap.mmap(-1, _ROOM) for _ in range(_WAITING * jobs)]
    pool = ProcessPoolExecutor(
        jobs, multiprocessing.get_context("fork"), initializer=_begin, initargs=(work, rooms)
    )
    waiting: deque[Future[_Packed]] = deque()
    try:
        for number, task in enumerate(tasks):
            waiting.append(pool.submit(_do, task, number % len(rooms)))
            if len(waiting) >= len(rooms):
                yield _unpacked(waiting.popleft().result(), rooms)
        while waiting:
            yield _unpacked(waiting.popleft().result(), rooms)
    except BrokenProcessPool:
        raise WorkerError(
            "a worker process was killed, perhaps for want of memory; nothing was written "
            "(--jobs 1 needs the least)"
        ) from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


#: A result without its bulk, where this lies, and how long each part of it is.
_Packed: TypeAlias = tuple[bytes, int, list[int]]

_work: Callable[[Any], Any] | None = None
_rooms: Sequence[mmap.mmap] = ()


def _begin(work: Callable[[Any], Any], rooms: Sequence[mmap.mmap]) -> None:
    global _work, _rooms
    _work, _rooms = work, rooms
    gc.freeze()  # what the parent has made stays with it
    # The parent alone answers to Ctrl-C, and ends its workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Leave no orphan: a parent that is killed cannot end its workers."""
    import multiprocessing

    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(2)


def _do(task: Any, number: int) -> _Packed:
    assert _work is not None
    room, sizes = _rooms[number], list[int]()

    def put(buffer: pickle.PickleBuffer) -> bool:
        """Put bytes into the room; those that do not fit in are sent."""
        raw, start = buffer.raw(), sum(sizes)
        if start + len(raw) > len(room):
            return True
        room[start : start + len(raw)] = raw
        sizes.append(len(raw))
        return False

    return pickle.dumps(_work(task), 5, buffer_callback=put), number, sizes


def _unpacked(packed: _Packed, rooms: Sequence[mmap.mmap]) -> Any:
    sent, number, sizes = packed
    room, ends = memoryview(rooms[number]), list(accumulate(sizes))
    return pickle.loads(sent, buffers=[room[end - size : end] for size, end in zip(sizes, ends, strict=True)])
