"""Work on many cores: tasks are done by forked processes, and their results come in the order of tasks."""

from __future__ import annotations

import gc
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from llm_kg.errors import LlmKgError

if TYPE_CHECKING:
    from concurrent.futures import Future

__all__ = ["WorkerError", "cores", "in_order"]

T = TypeVar("T")
R = TypeVar("R")

# How many tasks wait for each process: enough that none is idle, and few results to hold.
_WAITING = 2


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

    pool = ProcessPoolExecutor(
        jobs, multiprocessing.get_context("fork"), initializer=_begin, initargs=(work,)
    )
    waiting: deque[Future[R]] = deque()
    try:
        for task in tasks:
            waiting.append(pool.submit(_do, task))
            if len(waiting) >= _WAITING * jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenProcessPool:
        raise WorkerError(
            "a worker process was killed, perhaps for want of memory; nothing was written "
            "(--jobs 1 needs the least)"
        ) from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


_work: Callable[[Any], Any] | None = None


def _begin(work: Callable[[Any], Any]) -> None:
    global _work
    _work = work
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


def _do(task: Any) -> Any:
    assert _work is not None
    return _work(task)
