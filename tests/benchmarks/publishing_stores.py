"""Publishing from a store (`oxigraph serve`) against publishing from files: time, memory and round trips of the client.

A tenth of the articles shows by how much the peak of memory grows with them, and which trips are made once in a site.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import lod
from lod.config import load
from lod.publishing import publish
from lod.publishing.site.streamed import Streamed
from lod.vocabulary import Vocabulary
from tests.benchmarks.contest import Clock, Contest
from tests.benchmarks.corpus import Corpus
from tests.benchmarks.validating_stores import stored


def from_files(workspace: Path, clock: Clock) -> None:
    with TemporaryDirectory() as folder:
        _written(workspace, Path(folder))
        opened = lod.open(Path(folder))
        with clock.running():
            graph, vocabulary = opened.graph, opened.vocabulary
            site = Path(folder, "site")
            clock.units = publish(opened.config, site, graph=graph, vocabulary=vocabulary).things


def from_a_store(workspace: Path, clock: Clock, part: int = 1) -> None:
    with TemporaryDirectory() as folder:
        _written(workspace, Path(folder), part)
        config = load(Path(folder))
        vocabulary = Vocabulary.load(config.ontology, config.base, config.languages)
        with stored(config) as (graph, _), clock.running():
            site = Path(folder, "site")
            clock.units = publish(config, site, graph=Streamed(graph), vocabulary=vocabulary).things
    trips = graph.round_trips
    sys.stdout.write(f"  {trips / clock.units:.3f} round trips for a thing ({trips} for {clock.units})\n")


def _written(workspace: Path, folder: Path, part: int = 1) -> None:
    """Write as many articles as a workspace has, or a part of as many, each with some 140 statements around it."""
    Corpus(sum(1 for _ in workspace.rglob("article-*.ttl")) // part, complete=True).write(folder)


CONTEST = Contest(
    title="Publish from a store (CPU time and memory of the client)",
    unit="thing",
    base="from files",
    contenders={
        "from files": from_files,
        "from a store": from_a_store,
        "the same, a tenth of them": partial(from_a_store, part=10),
    },
)
