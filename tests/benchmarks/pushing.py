"""Pushing to a real store (`oxigraph serve`): all files, then one that has changed. CPU time of both sides."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lod.config import Config, Store, load
from lod.graph.remote import RemoteGraph
from lod.syncing import push
from tests.benchmarks.contest import Clock, Contest
from tests.server.running import processor_seconds
from tests.stores import GRAPH, oxigraph_process


@contextmanager
def _store(config: Config) -> Iterator[tuple[RemoteGraph, int]]:
    with oxigraph_process() as (address, process):
        settings = Store(f"{address}/query", update=f"{address}/update", graph=GRAPH)
        yield RemoteGraph(settings, config.base), process


@contextmanager
def _timed(process: int, clock: Clock) -> Iterator[None]:
    before = processor_seconds(process)
    with clock.running(1):
        yield
    clock.seconds += processor_seconds(process) - before


def everything(workspace: Path, clock: Clock) -> None:
    """Into a store that holds nothing."""
    config = load(workspace)
    with _store(config) as (remote, process), _timed(process, clock):
        push(config, remote)


def one_changed(workspace: Path, clock: Clock) -> None:
    """After a name in one file has changed; and back again, so that the workspace stays as it was."""
    config = load(workspace)
    file = sorted((workspace / "data").rglob("*.ttl"))[7]
    before = file.read_text("utf-8")
    with _store(config) as (remote, process):
        push(config, remote)
        for text in (before.replace("@de", "@en", 1), before):
            file.write_text(text, "utf-8")
            with _timed(process, clock):
                push(config, remote)


CONTEST = Contest(
    title="Push to a store (CPU time of client and store)",
    unit="push",
    base="everything",
    contenders={"everything": everything, "one changed file": one_changed},
)
