"""Publishing with the workers of a Dask cluster on this machine: two of them against one, by the clock on the wall.

What the workers spend is not this process's: here seconds on the wall stand in place of CPU seconds. On a machine that
does other work beside, the figure says little.
"""

from __future__ import annotations

import time
from pathlib import Path
from tempfile import TemporaryDirectory

import lod
from lod.distributed.cluster import cluster
from lod.publishing import publish
from tests.benchmarks.contest import Clock, Contest
from tests.distributed.machines import Machines, ready


def one(workspace: Path, clock: Clock) -> None:
    _publish(workspace, clock, 1)


def two(workspace: Path, clock: Clock) -> None:
    _publish(workspace, clock, 2)


def _publish(workspace: Path, clock: Clock, workers: int) -> None:
    opened = lod.open(workspace)
    graph, vocabulary = opened.graph, opened.vocabulary
    with TemporaryDirectory() as folder, Machines(Path(folder, "log")) as machines:
        for _ in range(workers):
            machines.worker()
        ready(machines, workers)
        began = time.perf_counter()
        with cluster(machines.address) as crew:
            summary = publish(opened.config, Path(folder, "site"), graph=graph, vocabulary=vocabulary, crew=crew)
        clock.seconds, clock.units = time.perf_counter() - began, summary.things


CONTEST = Contest(
    title="Publish with a cluster (seconds on the wall)",
    unit="thing",
    base="one worker",
    contenders={"one worker": one, "two workers": two},
)
