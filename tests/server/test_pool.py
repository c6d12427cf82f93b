"""Workers for an event loop: which of them go on, which are replaced, and that nobody waits for the dead."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Iterator

import pytest

from lod.query.process import Ended, Limits
from lod.server.pool import BEHIND, QUICK, Busy, Pool


def work(task: float | None) -> Iterator[bytes]:
    """Sleep so long, then tell who did it and how nice it was; without a task, die."""
    if task is None:
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(task or 0.0)
    yield f"{os.getpid()} {os.nice(0)}".encode()


def asked(pool: Pool[float | None], *tasks: float | None) -> list[list[int]]:
    """Return, for each of these tasks, done one after the other, which process did it and how nice that was."""

    async def ask() -> list[list[int]]:
        return [[int(word) for word in (await pool.whole(task)).split()] for task in tasks]

    try:
        return asyncio.run(ask())
    finally:
        pool.stop()


def pool(*, humble: bool = True, waiting: int = 1) -> Pool[float | None]:
    return Pool(work, Limits(seconds=5.0), count=1, waiting=waiting, humble=humble)


def test_a_worker_that_was_slow_is_replaced_where_others_come_first() -> None:
    (first, _), (slow, nice), (later, usual) = asked(pool(), 0.0, QUICK + 0.1, 0.0)
    assert first == slow != later
    assert nice == min(usual + BEHIND, 19), "no process can be nicer than that"


def test_a_worker_that_knows_things_stays_however_long_it_takes() -> None:
    """Else what it looks names up in would be made for each request anew, in an archive where that takes seconds."""
    seen = asked(pool(humble=False), 0.0, QUICK + 0.1, 0.0)
    assert seen == [seen[0]] * 3


def test_a_worker_that_died_in_its_sleep_is_replaced_and_nobody_notices() -> None:
    one = pool()

    async def ask() -> None:
        first, _ = map(int, (await one.whole(0.0)).split())
        os.kill(first, signal.SIGKILL)
        second, _ = map(int, (await one.whole(0.0)).split())
        assert first != second

    asyncio.run(ask())
    one.stop()


def test_work_that_ends_its_process_is_tried_no_more_than_twice() -> None:
    with pytest.raises(Ended):
        asked(pool(), None)


def test_who_finds_the_line_full_is_told_so() -> None:
    one = pool(waiting=0)

    async def ask() -> None:
        running = asyncio.create_task(one.whole(0.3))
        await asyncio.sleep(0.05)
        assert one.working == 1
        with pytest.raises(Busy):
            await one.whole(0.0)
        await running
        assert (one.working, one.waiting) == (0, 0)

    asyncio.run(ask())
    one.stop()


def test_no_process_is_left_behind() -> None:
    one = pool()
    (worker, _), *_ = asked(one, 0.0, QUICK + 0.1)
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)
