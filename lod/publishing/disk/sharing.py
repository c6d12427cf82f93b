"""Work that is shared by processes: each begins with all that is in memory, without having been sent it."""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

T = TypeVar("T")

# What a forked process does.
_work: Callable[[int], Any] | None = None


def share(work: Callable[[int], T], count: int, jobs: int) -> Iterator[T]:
    """Yield work(0), work(1), ... up to `count`, in this order, done by so many processes.

    Where the system cannot fork, or where there is little to do, this process does it all.
    """
    global _work
    jobs = min(jobs, count)
    if jobs < 2 or "fork" not in multiprocessing.get_all_start_methods():
        yield from map(work, range(count))
        return
    _work = work
    # What is there now is shared by all: the collector shall not touch it, which would copy it.
    gc.collect()
    gc.freeze()
    try:
        with multiprocessing.get_context("fork").Pool(jobs) as pool:
            yield from pool.imap(_call, range(count))
    finally:
        gc.unfreeze()
        _work = None


def _call(number: int) -> Any:
    assert _work is not None, "set before the fork"  # noqa: S101  # its type cannot say so
    return _work(number)


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
