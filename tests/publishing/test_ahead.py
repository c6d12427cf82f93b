"""Pages from a store are made once: what they look at is there, since pages before have taught the ways to it."""

from __future__ import annotations

import pyoxigraph as ox

from lod.graph.remote.near import Near
from lod.graph.store import Graph
from lod.publishing.site.ahead import Ahead, Ways
from tests.publishing.test_paging import filled
from tests.stores import miniature

BASE = "https://x.example/"


def node(name: str) -> ox.NamedNode:
    return ox.NamedNode(BASE + name)


DATA = f"""
@prefix : <{BASE}> .
:a a :Report ; :on :b ; :proof [ :part [ :from :c ] ] . :b :held :d . :r :of :a . :r :by :e .
:a2 a :Report ; :on :b2 ; :proof [ :part [ :from :c2 ] ] . :b2 :held :d2 . :r2 :of :a2 . :r2 :by :e2 .
:z a :Other ; :on :b2 .
"""


def follow(graph: Graph, start: ox.NamedNode, *names: str) -> None:
    """Look at a node, and along properties from there."""
    nodes: list[object] = [start]
    for name in (*names, ""):
        stated = [graph.statements(one) for one in nodes if isinstance(one, ox.NamedNode | ox.BlankNode)]
        nodes = [value for one in stated for value in one.get(BASE + name, [])]


def look(graph: Graph, thing: ox.NamedNode) -> None:
    """Look at what a page might: along two links, through blank nodes, and at what leads there."""
    follow(graph, thing, "on", "held")
    follow(graph, thing, "proof", "part", "from")
    for triple in graph.triples(None, None, thing):
        follow(graph, triple.subject, "by")  # type: ignore[arg-type]  # no subject is a triple


def rounds(near: Near, ahead: Ahead, thing: ox.NamedNode) -> tuple[int, int]:
    """Return how often one looked ahead, and how often it was tried, until nothing was missing."""
    looked, tried = 0, 0

    def work(graph: Near) -> None:
        nonlocal looked, tried
        looked += 1
        if not ahead.misses(graph):
            tried += 1
            look(graph, thing)
            ahead.learn(graph)

    near.do(work, [thing])
    return looked, tried


def test_what_one_page_has_looked_at_in_vain_is_fetched_for_the_next() -> None:
    ways = Ways()
    triples = [quad.triple for quad in ox.parse(DATA, format=ox.RdfFormat.TURTLE)]
    with miniature() as store:
        remote = filled(store, triples, BASE)
        _, first = rounds(Near(remote, further=False), Ahead([node("a")], ways), node("a"))
        looked, second = rounds(Near(remote, further=False), Ahead([node("a2")], ways), node("a2"))
        assert first > 1
        assert second == 1
        assert looked <= 5
        # What other kinds of things look at is another matter.
        near = Near(remote, further=False)
        near.do(lambda graph: Ahead([node("z")], ways).misses(graph), [node("z")])
        assert node("b2") not in near.missed
        assert not list(Graph.triples(near, node("b2")))
