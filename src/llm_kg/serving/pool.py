"""Worker processes: as many queries at a time, each killed at its time limit."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from dataclasses import dataclass
from pathlib import Path

from llm_kg.errors import StoreError
from llm_kg.serving.worker import READY, Answer, Question, Settings, command, read_length

__all__ = ["Limits", "Pool"]

_LOG = logging.getLogger(__name__)
#: How long a worker may take to open its store, and to end when it is told to, in seconds.
_START, _END = 60.0, 2.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What a query may take: seconds, bytes of its answer, bytes of memory; and how many run at a time.

    `waiting` is how many more may wait for their turn; each waits no longer than a query may run.
    """

    seconds: float = 10.0
    result: int = 32_000_000
    memory: int = 2_000_000_000
    workers: int = 2
    waiting: int = 64


class Pool:
    """Workers over one store on disk."""

    def __init__(self, store: Path, prefixes: dict[str, str], limits: Limits) -> None:
        self.limits = limits
        self._command = command(str(store), Settings(prefixes, limits.result, limits.memory))
        self._idle: asyncio.Queue[_Worker] = asyncio.Queue()
        self._workers: set[_Worker] = set()
        self._replacing: set[asyncio.Task[None]] = set()
        self._waiting = 0
        self._closed = False

    async def start(self) -> None:
        """Start all workers.

        Raises
        ------
        StoreError
            A worker does not start, or cannot open the store.
        """
        try:
            adding = (self._add() for _ in range(self.limits.workers))
            # All are waited for, or one that fails would leave another half started.
            for failed in filter(None, await asyncio.gather(*adding, return_exceptions=True)):
                raise failed
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        """End all workers, whatever they are doing."""
        self._closed = True
        for task in self._replacing:
            task.cancel()
        await asyncio.gather(*self._replacing, return_exceptions=True)
        await asyncio.gather(*(worker.end() for worker in self._workers))
        self._workers.clear()

    async def ask(self, question: Question) -> Answer:
        """Return the answer to a question, or why there is none.

        Where the asking task is cancelled, the query is stopped.
        """
        worker = await self._free_worker()
        if worker is None:
            return Answer.refusal(503, "too many queries are asked at the moment; try again in a while")
        try:
            async with asyncio.timeout(self.limits.seconds):
                answer = await worker.ask(question)
        except TimeoutError:
            self._replace(worker)
            limit = f"{self.limits.seconds:g} s"
            return Answer.refusal(504, f"the query was stopped after {limit}, the limit; ask for less")
        except (OSError, EOFError):
            self._replace(worker)
            limit = f"{self.limits.memory / 1_000_000:g} MB"
            message = f"the query was given up: it needs more than {limit} of memory, or is nested too deeply"
            return Answer.refusal(500, message)
        except BaseException:
            self._replace(worker)
            raise
        self._idle.put_nowait(worker)
        return answer

    async def _free_worker(self) -> _Worker | None:
        """Return a worker that has nothing to do, after a while; None where there are too many before."""
        with contextlib.suppress(asyncio.QueueEmpty):
            return self._idle.get_nowait()
        if self._waiting >= self.limits.waiting:
            return None
        self._waiting += 1
        try:
            async with asyncio.timeout(self.limits.seconds):
                return await self._idle.get()
        except TimeoutError:
            return None
        finally:
            self._waiting -= 1

    async def _add(self) -> None:
        worker = await _Worker.start(self._command)
        self._workers.add(worker)
        self._idle.put_nowait(worker)

    def _replace(self, worker: _Worker) -> None:
        """Kill a worker at once, and start another in the background."""
        worker.kill()
        if self._closed:
            return
        task = asyncio.create_task(self._replaced(worker))
        self._replacing.add(task)
        task.add_done_callback(self._replacing.discard)

    async def _replaced(self, worker: _Worker) -> None:
        await worker.end()
        self._workers.discard(worker)
        while True:
            try:
                return await self._add()
            except (OSError, StoreError) as error:
                _LOG.error("a worker does not start: %s", error)
                await asyncio.sleep(1)


class _Worker:
    """A worker process, as the server sees it."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    async def start(cls, arguments: list[str]) -> _Worker:
        """Start a worker, and wait until it has opened its store.

        Raises
        ------
        StoreError
            It does not.
        """
        pipe = asyncio.subprocess.PIPE
        # Ctrl-C goes to every process of a session; when a worker stops is for the server to say.
        process = await asyncio.create_subprocess_exec(
            *arguments, stdin=pipe, stdout=pipe, start_new_session=True
        )
        worker = cls(process)
        try:
            async with asyncio.timeout(_START):
                said = await worker._output.readline()
        except BaseException:
            await worker.end()
            raise
        if said != READY:
            await worker.end()
            raise StoreError("the store cannot be opened; what was said before tells why")
        return worker

    @property
    def _output(self) -> asyncio.StreamReader:
        assert self._process.stdout is not None
        return self._process.stdout

    async def ask(self, question: Question) -> Answer:
        """Ask, and wait for the answer.

        Raises
        ------
        OSError, EOFError
            The worker has ended.
        """
        assert self._process.stdin is not None
        self._process.stdin.write(question.frame())
        await self._process.stdin.drain()
        length = read_length(await self._output.readexactly(4))
        return Answer.from_bytes(await self._output.readexactly(length))

    def kill(self) -> None:
        """End the worker, even in the midst of a query."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()

    async def end(self) -> None:
        """Kill the worker and wait until it is gone."""
        assert self._process.stdin is not None
        self.kill()
        self._process.stdin.close()
        with contextlib.suppress(TimeoutError, OSError):
            async with asyncio.timeout(_END):
                await self._process.wait()
                await self._process.stdin.wait_closed()
