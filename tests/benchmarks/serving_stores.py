"""Serving pages from a store (oxigraph) against serving them from files, when first asked for and after that.

What counts is the CPU time of the server's processes and of the store, as in `serving`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import lod
from lod.config import Store
from lod.graph.remote import RemoteGraph
from lod.syncing import push
from tests.benchmarks.contest import Clock, Contest
from tests.benchmarks.serving import fetch, prepared
from tests.server.running import processor_seconds, serving
from tests.stores import oxigraph_process

PAGES = 200
AGAIN = 20


def files(workspace: Path, clock: Clock, *, warm: bool) -> None:
    with _serving(workspace) as (pid, address):
        _ask(clock, [pid], address, warm=warm)


def store(workspace: Path, clock: Clock, *, warm: bool) -> None:
    config = lod.open(workspace).config
    with oxigraph_process() as (at, database), tempfile.TemporaryDirectory() as folder:
        settings = Store(f"{at}/query", f"{at}/update", None, config.base)
        push(config, RemoteGraph(settings, config.base))
        own = (workspace / "lod.toml").read_text("utf-8")
        Path(folder, "lod.toml").write_text(f'{own}\n[store]\nquery = "{at}/query"\ngraph = "{config.base}"\n', "utf-8")
        with _serving(Path(folder)) as (pid, address):
            _ask(clock, [pid, database], address, warm=warm)


@contextmanager
def _serving(workspace: Path) -> Iterator[tuple[int, str]]:
    with tempfile.NamedTemporaryFile() as log, serving(workspace, Path(log.name), "--no-reload", "--no-log") as server:
        prepared(server.address)
        yield server.process.pid, server.address


def _ask(clock: Clock, processes: list[int], address: str, *, warm: bool) -> None:
    paths = [f"article/a-{number}.html" for number in range(PAGES)]
    fetch(address, ["article/a-200.html"])
    if warm:
        fetch(address, paths)
    before = sum(map(processor_seconds, processes))
    for _ in range(AGAIN if warm else 1):
        fetch(address, paths)
    clock.seconds += sum(map(processor_seconds, processes)) - before
    clock.units += len(paths) * (AGAIN if warm else 1)


CONTEST = Contest(
    title="Serve pages from a store (CPU time of the server and of the store)",
    unit="page",
    base="files, first time",
    contenders={
        "files, first time": partial(files, warm=False),
        "store, first time": partial(store, warm=False),
        "files, again": partial(files, warm=True),
        "store, again": partial(store, warm=True),
    },
)
