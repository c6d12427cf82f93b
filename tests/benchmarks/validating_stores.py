"""Validating the articles where they are, in `oxigraph serve` (PyPI package oxigraph), against the embedded engine.

The time of the store counts apart from that of the client: the one may be a cluster, the other need not grow. How far
it does is seen beside a tenth of the articles, by the peak of its memory.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from lod import source
from lod.config import Config, Store, load
from lod.graph.remote import RemoteGraph
from lod.graph.skolem import Skolem
from tests.benchmarks.asking import wait
from tests.benchmarks.contest import Clock, Contest
from tests.benchmarks.corpus import Corpus
from tests.benchmarks.validating import FAULTY, faulty_with_lod
from tests.server.running import processor_seconds


def in_a_store(workspace: Path, clock: Clock, part: int = 1) -> None:
    with _articles(workspace, part) as (folder, number), stored(load(folder)) as (graph, _), clock.running(number):
        _validate(folder, graph)
    sys.stdout.write(f"  {graph.round_trips / number:.3f} round trips for an article ({graph.round_trips} in all)\n")


def the_store(workspace: Path, clock: Clock) -> None:
    with _articles(workspace) as (folder, number), stored(load(folder)) as (graph, pid):
        before = processor_seconds(pid)
        _validate(folder, graph)
        clock.seconds += processor_seconds(pid) - before
        clock.units += number


def _validate(folder: Path, graph: RemoteGraph) -> None:
    from lod.validation.remote.validating import validate

    assert not validate(load(folder), graph, graph.store.query).conforms


@contextmanager
def _articles(workspace: Path, part: int = 1) -> Iterator[tuple[Path, int]]:
    """Yield a workspace of as many complete articles, or a part of as many, some of them faulty."""
    number = sum(1 for _ in workspace.rglob("article-*.ttl")) // part
    with tempfile.TemporaryDirectory() as folder:
        Corpus(number, FAULTY, complete=True).write(Path(folder))
        yield Path(folder), number


@contextmanager
def stored(config: Config) -> Iterator[tuple[RemoteGraph, int]]:
    """Yield the data of a workspace in a store, and the number of its process."""
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    assert program, "pip install oxigraph"
    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
        free.close()
        data, skolem = Path(folder, "data.nt"), Skolem(config.base)
        with data.open("w", encoding="utf-8") as file:
            for path in (*source.find(config.data), *source.find(config.ontology)):
                file.writelines(f"{triple} .\n" for triple in skolem.named(source.read(path, config.base)))
        place = str(Path(folder, "store"))
        subprocess.run([program, "load", "--location", place, "--file", data], check=True, capture_output=True)
        serve = [program, "serve-read-only", "--location", place, "--bind", f"127.0.0.1:{port}"]
        with subprocess.Popen(serve, stderr=subprocess.DEVNULL) as server:
            try:
                wait(port)
                yield RemoteGraph(Store(f"http://127.0.0.1:{port}/query"), config.base), server.pid
            finally:
                server.kill()


CONTEST = Contest(
    title=f"Validate all articles in a store, {FAULTY:.0%} of them faulty",
    unit="article",
    base="embedded",
    contenders={
        "embedded": faulty_with_lod,
        "in a store, the client": in_a_store,
        "the same, a tenth of them": partial(in_a_store, part=10),
        "in a store, the store": the_store,
    },
)
