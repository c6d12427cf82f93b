"""Making the JSON-LD of each article, against PyLD framing of the same subgraph."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
from pyld import jsonld

import lod
from lod.embedding import FORMATS, Embedder
from lod.embedding.tree import Json
from lod.graph import describe
from lod.terms import RDF_TYPE, SCHEMA
from tests.benchmarks.contest import Clock, Contest

#: PyLD takes milliseconds for an article: these many tell enough.
SAMPLE = 200


def with_lod(workspace: Path, clock: Clock) -> None:
    """Every article once, by one Embedder that knows nothing yet."""
    opened, articles = _articles(workspace)
    embedder = Embedder(opened.graph, opened.vocabulary, "de", opened.config.base)
    with clock.running(len(articles)):
        for article in articles:
            FORMATS["script"](embedder.document(article))


def with_lod_again(workspace: Path, clock: Clock) -> None:
    """Every article by an Embedder that has met their things, as when a whole site is published."""
    opened, articles = _articles(workspace)
    embedder = Embedder(opened.graph, opened.vocabulary, "de", opened.config.base)
    for article in articles:
        embedder.document(article)
    with clock.running(len(articles)):
        for article in articles:
            FORMATS["script"](embedder.document(article))


def with_lod_singly(workspace: Path, clock: Clock) -> None:
    """A new Embedder for each article, as a single `lod embed` has it."""
    opened, articles = _articles(workspace)
    with clock.running(len(articles[:SAMPLE])):
        for article in articles[:SAMPLE]:
            FORMATS["script"](Embedder(opened.graph, opened.vocabulary, "de", opened.config.base).document(article))


def with_pyld(workspace: Path, clock: Clock) -> None:
    """Framing and compaction only; the way from the graph to PyLD's input is not counted."""
    opened, articles = _articles(workspace)
    embedder = Embedder(opened.graph, opened.vocabulary, "de", opened.config.base)
    for article in articles[:SAMPLE]:
        nodes = dict.fromkeys(_shown(embedder.document(article).tree))
        triples = [t for node in nodes for t in describe(opened.graph, ox.NamedNode(node)).triples()]
        quads = [ox.Quad(t.subject, t.predicate, t.object) for t in triples if t.predicate.value.startswith(SCHEMA)]
        quads += [ox.Quad(t.subject, t.predicate, t.object) for t in triples if t.predicate.value == RDF_TYPE]
        expanded = json.loads(ox.serialize(quads, format=ox.RdfFormat.JSON_LD) or b"[]")
        frame = {"@context": {"@vocab": SCHEMA}, "@id": article.value}
        with clock.running(1):
            json.dumps(jsonld.frame(expanded, frame, {"embed": "@once"}))


def _articles(workspace: Path) -> tuple[lod.Workspace, list[ox.NamedNode]]:
    opened = lod.open(workspace)
    return opened, opened.graph.things(f"{opened.config.base}article/")


def _shown(tree: Json) -> Iterator[str]:
    """Yield the IRIs of the things that a document shows."""
    if isinstance(tree, dict):
        if "@type" in tree and isinstance(iri := tree.get("@id"), str):
            yield iri
        for value in tree.values():
            yield from _shown(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from _shown(value)


CONTEST = Contest(
    title="Embed: the JSON-LD of an article",
    unit="article",
    base="lod",
    contenders={
        "lod": with_lod,
        "lod, its things met before": with_lod_again,
        "lod, one at a time": with_lod_singly,
        "PyLD framing": with_pyld,
    },
)
