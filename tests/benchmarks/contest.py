"""A measurement: contenders that do the same work, each in a process of its own, and what it costs them."""

from __future__ import annotations

import multiprocessing
import resource
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(slots=True)
class Clock:
    """CPU seconds of this process, user and system, and how many units of work they were spent on."""

    seconds: float = 0.0
    units: int = 0

    @contextmanager
    def running(self, units: int = 0) -> Iterator[None]:
        """Count the CPU time inside, spent on so many units."""
        before = _spent()
        yield
        self.seconds += _spent() - before
        self.units += units

    @property
    def each(self) -> float:
        """Milliseconds for a unit."""
        return 1000 * self.seconds / self.units


#: What a contender is: given a workspace of the corpus, it prepares, and does its work while the clock runs.
Contender = Callable[[Path, Clock], None]


@dataclass(frozen=True, slots=True)
class Contest:
    """Contenders by name; the ratios of the table are to the one called `base`."""

    title: str
    unit: str
    base: str
    contenders: dict[str, Contender]

    def table(self, workspace: Path, repeat: int) -> str:
        """Run all contenders and return the table of their best costs: CPU, CPU per unit, ratio, peak memory."""
        # In turns, so that what else the machine does at the time hits all of them.
        rounds = [{name: _alone(run, workspace) for name, run in self.contenders.items()} for _ in range(repeat)]
        costs = {name: min((round[name] for round in rounds), key=lambda cost: cost[0].each) for name in rounds[0]}
        base = costs[self.base][0].each
        head = f"{self.title}\n{'':30}{'CPU s':>9}{'ms/' + self.unit:>13}{'ratio':>9}{'peak MB':>10}\n"
        return head + "".join(
            f"  {name:28}{clock.seconds:9.3f}{clock.each:13.4f}{clock.each / base:8.2f}x{peak:10.0f}\n"
            for name, (clock, peak) in costs.items()
        )


def _alone(contender: Contender, workspace: Path) -> tuple[Clock, float]:
    # A new interpreter for each: no contender finds caches, memory or imports of another.
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(_run, contender, workspace).result()


def _run(contender: Contender, workspace: Path) -> tuple[Clock, float]:
    clock = Clock()
    contender(workspace, clock)
    return clock, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _spent() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime
