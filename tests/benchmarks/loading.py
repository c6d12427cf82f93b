"""Loading the articles' files into one graph, against the bare libraries."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from lod import source
from lod.config import load
from lod.graph import Graph
from tests.benchmarks.contest import Clock, Contest
from tests.benchmarks.corpus import BASE


def with_lod(workspace: Path, clock: Clock) -> None:
    config = load(workspace)
    with clock.running(_articles(workspace)):
        Graph.load(source.find(config.data), config.base)


def with_pyoxigraph(workspace: Path, clock: Clock) -> None:
    with clock.running(_articles(workspace)):
        store = ox.Store()
        for file in workspace.rglob("*.ttl"):
            store.load(path=str(file), format=ox.RdfFormat.TURTLE, base_iri=BASE)


def with_rdflib(workspace: Path, clock: Clock) -> None:
    import rdflib  # so that the others' memory is without it

    with clock.running(_articles(workspace)):
        graph = rdflib.Graph()
        for file in workspace.rglob("*.ttl"):
            graph.parse(file, format="turtle", publicID=BASE)


def _articles(workspace: Path) -> int:
    return sum(1 for _ in workspace.rglob("article-*.ttl"))


CONTEST = Contest(
    title="Load the files of all articles",
    unit="article",
    base="bare pyoxigraph",
    contenders={"bare pyoxigraph": with_pyoxigraph, "lod": with_lod, "rdflib": with_rdflib},
)
