"""Worker processes for an event loop: so many work, so many wait, the next one is told to come back later."""

from __future__ import annotations

import asyncio
import os
import time
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterable
from contextlib import aclosing
from typing import Generic

from lod.query.process import Ended, Limits, Task, Worker

#: Work that takes longer than so many seconds stands behind all other work from then on: so much nicer it is (nice(2)).
QUICK = 0.2
BEHIND = 10

#: Seconds until another look whether a worker that was killed is gone.
CLEAR = 0.05


class Busy(Exception):
    """All workers work, and the line is full."""


class Pool(Generic[Task]):
    """A number of workers that do one kind of work; one that was killed is replaced at once.

    Work of a pool that is `humble` stands behind all other work once it has been slow. That costs the worker, with all
    that it has found out so far: good where each task stands for itself, such as a query.
    """

    def __init__(
        self, work: Callable[[Task], Iterable[bytes]], limits: Limits, *, count: int, waiting: int, humble: bool = True
    ) -> None:
        self._work = work
        self._limits = limits
        self._line = waiting
        self._humble = humble
        self._free = [Worker[Task](work, limits) for _ in range(count)]
        self._all = set(self._free)
        self._leaving: list[Worker[Task]] = []
        self._waiting: deque[asyncio.Future[Worker[Task]]] = deque()

    @property
    def working(self) -> int:
        return len(self._all) - len(self._free)

    @property
    def waiting(self) -> int:
        return len(self._waiting)

    async def run(self, task: Task) -> AsyncIterator[bytes]:
        """Yield the answer to a task in blocks of bytes.

        Raises Busy if the line is full, Overrun, and whatever the work raises. An iterator that is closed early ends
        the work: its process is killed.
        """
        for again in (True, False):
            blocks, came, began = self._once(task), False, time.monotonic()
            try:
                async with aclosing(blocks):
                    async for block in blocks:
                        came = True
                        yield block
                return
            except Ended:
                # The system may have ended the worker while it had nothing to do, for want of memory. Then another one
                # does it, and nobody notices; what ends a worker by its work does so twice at most.
                if came or not again or time.monotonic() - began > QUICK:
                    raise

    async def _once(self, task: Task) -> AsyncGenerator[bytes, None]:
        worker = await self._take()
        steps = worker.steps(task)
        slow = False
        try:
            for step in steps:
                if isinstance(step, bytes):
                    yield step
                elif slow or not self._humble or step.seconds is None or step.seconds <= QUICK:
                    await _readable(worker.fileno(), step.seconds)
                elif not await _readable(worker.fileno(), QUICK):
                    slow = True
                    os.setpriority(os.PRIO_PROCESS, worker.pid, os.getpriority(os.PRIO_PROCESS, 0) + BEHIND)
                    await _readable(worker.fileno(), step.seconds - QUICK)
        finally:
            steps.close()
            if slow:
                # Only root could take it back to the front.
                worker.stop()
            self._give(worker)

    async def whole(self, task: Task) -> bytes:
        """Return the whole answer to a task, as `run` yields it."""
        return b"".join([block async for block in self.run(task)])

    def stop(self) -> None:
        """Kill all workers, and wait until they are gone."""
        for worker in self._all:
            worker.stop()
        for worker in (*self._all, *self._leaving):
            worker.gone(wait=True)

    async def _take(self) -> Worker[Task]:
        if self._free:
            return self._free.pop()
        if len(self._waiting) >= self._line:
            raise Busy
        turn: asyncio.Future[Worker[Task]] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            return await asyncio.wait_for(turn, self._limits.seconds)
        except TimeoutError:
            raise Busy from None
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._give(turn.result())
            raise
        finally:
            if turn in self._waiting:
                self._waiting.remove(turn)

    def _give(self, worker: Worker[Task]) -> None:
        if not worker.alive:
            worker = self._renewed(worker)
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(worker)
                return
        self._free.append(worker)

    def _renewed(self, dead: Worker[Task]) -> Worker[Task]:
        self._all.discard(dead)
        self._leaving.append(dead)
        self._clear()
        worker = Worker(self._work, self._limits)
        self._all.add(worker)
        return worker

    def _clear(self) -> None:
        """Clear away workers that were stopped, without waiting for any of them: others want their answers."""
        self._leaving = [worker for worker in self._leaving if not worker.gone()]
        if self._leaving:
            asyncio.get_running_loop().call_later(CLEAR, self._clear)


async def _readable(descriptor: int, seconds: float | None) -> bool:
    """Return true when a descriptor can be read, false when the time is over."""
    loop = asyncio.get_running_loop()
    ready: asyncio.Future[bool] = loop.create_future()

    def done(readable: bool) -> None:
        if not ready.done():
            ready.set_result(readable)

    loop.add_reader(descriptor, done, True)
    timer = loop.call_later(seconds, done, False) if seconds is not None else None
    try:
        return await ready
    finally:
        loop.remove_reader(descriptor)
        # uvloop leaves it non-blocking, and a message that has begun to come must be read to its end.
        os.set_blocking(descriptor, True)
        if timer:
            timer.cancel()
