"""Wait until files change: a look at their times and sizes, which works on every disk, also on those of a network."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

#: Seconds between two looks. A look at 15,000 files takes 0.1 s, so the wait is never less than ten looks take.
PAUSE = 0.1

State = dict[str, tuple[int, int]]


def changes(
    paths: Callable[[], Iterable[Path]],
    before: State,
    *,
    pause: float = PAUSE,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[list[str]]:
    """Yield the files that were changed, added or deleted since the last time, whenever there are some; never ends.

    `paths` returns the files and folders to watch, asked anew each time, since settings can name others; `before` is
    their state when they were last read, so that what changes while they are judged is not missed. A change is
    yielded when nothing has changed for one more look: editors write a file in several steps.
    """
    while True:
        started = time.monotonic()
        now = state(paths())
        if now != before:
            sleep(pause)
            while (settled := state(paths())) != now:
                now = settled
                sleep(pause)
            yield sorted(name for name in before.keys() | now.keys() if before.get(name) != now.get(name))
            before = now
        sleep(max(pause, 10 * (time.monotonic() - started)) if now == before else pause)


def state(paths: Iterable[Path]) -> State:
    """Return the time of change (nanoseconds) and the size of each file below these paths; hidden ones are left out."""
    found: State = {}
    seen: set[tuple[int, int]] = set()
    level = [str(path) for path in paths]
    while level:
        path = level.pop()
        try:
            status = os.stat(path)  # noqa: PTH116  # 15,000 Path objects a look would take longer than the looks
            if not os.path.isdir(path):  # noqa: PTH112  # the same
                found[path] = (status.st_mtime_ns, status.st_size)
            elif (status.st_dev, status.st_ino) not in seen:
                seen.add((status.st_dev, status.st_ino))
                with os.scandir(path) as entries:
                    for entry in entries:
                        if entry.name.startswith("."):
                            continue
                        if entry.is_dir():
                            level.append(entry.path)
                        else:
                            status = os.stat(entry.path, follow_symlinks=False)  # noqa: PTH116  # the same
                            found[entry.path] = (status.st_mtime_ns, status.st_size)
        except OSError:
            continue  # gone between two looks, or not readable: validation itself says so
    return found
