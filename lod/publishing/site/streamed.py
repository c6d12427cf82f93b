"""A site whose graph is in a store: what is asked of everything streams past, what pages look at is fetched for them.

What is read of everything (which things there are, of what kinds, when dated, the digests) streams past once; what it
comes to is kept in columns of numbers (`table`), never the statements themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar, cast

import pyoxigraph as ox

from lod.graph import Graph, Term
from lod.graph.remote import RemoteGraph
from lod.graph.remote.lots import made
from lod.graph.remote.near import Near
from lod.graph.store import Subject
from lod.publishing.site.ahead import Ahead, Ways
from lod.publishing.site.reads import Watched
from lod.publishing.site.site import Site
from lod.publishing.site.standing import Standing
from lod.terms import RDF_TYPE

if TYPE_CHECKING:
    import rdflib

    from lod.graph.store import Solutions

T = TypeVar("T")

#: What a site knows of all things, so that it is found out once.
_WHOLE = (
    "_catalogue", "terms", "shapes", "node_shapes", "paths", "survey", "strings", "_families", "_lists", "commits",
    "words", "_dates", "_all_dates", "_ties", "_newest", "_inverses", "constraints",
)  # fmt: skip

#: The uses of properties, the things of classes, and what leads to hubs.
Uses = dict[tuple[ox.NamedNode | None, Term | None], list[ox.Triple]]

#: So many of one sort are kept.
USES = 10_000

#: A class with more things is large.
LARGE = 1000

_TYPE = ox.NamedNode(RDF_TYPE)


class Streamed(Graph):
    """The whole graph of a store, read over HTTP: one request for each question, for what is asked of everything."""

    at_hand = False

    def __init__(self, remote: RemoteGraph, hubs: Collection[str] = ()) -> None:
        super().__init__()
        self.remote = remote
        #: The things to which very much leads: what does is never fetched as a whole.
        self.hubs = hubs

    def __len__(self) -> int:
        return len(self.remote)

    def __contains__(self, triple: ox.Triple) -> bool:
        return triple in self.remote

    def triples(
        self, subject: Subject | None = None, predicate: ox.NamedNode | None = None, object: Term | None = None
    ) -> Iterator[ox.Triple]:
        return self.remote.triples(subject, predicate, object)

    def statements(self, subject: Subject) -> dict[str, list[Term]]:
        return self.remote.statements(subject)

    def lines(self, take: Callable[[Iterable[bytes]], None]) -> None:
        take(f"{triple} .".encode() for triple in self.remote.triples())

    def things(self, base: str) -> list[ox.NamedNode]:
        return self.remote.things(base)

    def query(self, text: str, *, base: str | None = None, prefixes: Mapping[str, str] | None = None) -> Solutions:
        return self.remote.query(text, base=base, prefixes=prefixes)  # type: ignore[return-value]  # read in the same way

    def to_rdflib(self) -> rdflib.Graph:
        return self.remote.to_rdflib()


class Page(Streamed):
    """The part of the graph that some pages look at, and the whole for what is asked of everything.

    `uses` keeps the uses of properties, which are asked for again each time that the pages are tried. The things of
    `large` classes, and what leads to `hubs`, are asked for in the same way.
    """

    def __init__(
        self,
        near: Graph,
        remote: RemoteGraph,
        uses: Uses,
        large: Collection[str] = frozenset(),
        hubs: Collection[str] = (),
    ) -> None:
        super().__init__(remote, hubs)
        self._near = near
        self._large = large
        self._uses = uses

    def __contains__(self, triple: ox.Triple) -> bool:
        return triple in self._near.triples(triple.subject)  # type: ignore[arg-type]  # no subject is a triple

    def triples(
        self, subject: Subject | None = None, predicate: ox.NamedNode | None = None, object: Term | None = None
    ) -> Iterator[ox.Triple]:
        many = self.hubs if predicate != _TYPE else self._large
        if subject is None and (
            (predicate is not None and object is None) or (isinstance(object, ox.NamedNode) and object.value in many)
        ):
            return self._used(predicate, object)
        if subject is None and not isinstance(object, ox.NamedNode | ox.BlankNode):
            return self.remote.triples(subject, predicate, object)
        return self._near.triples(subject, predicate, object)

    def statements(self, subject: Subject) -> dict[str, list[Term]]:
        return self._near.statements(subject)

    def _used(self, predicate: ox.NamedNode | None, object: Term | None) -> Iterator[ox.Triple]:
        """Yield the uses of a property, the things of a class, or what leads to a hub."""
        key = predicate, object
        if key in self._uses:
            yield from self._uses[key]
            return
        kept: list[ox.Triple] | None = []
        for triple in self.remote.triples(None, predicate, object):
            if kept is not None:
                kept.append(triple)
                # What is more than that is asked for again.
                kept = kept if len(kept) < USES else None
            yield triple
        if kept is not None:
            self._uses[key] = kept


def on(site: Site, near: Graph, remote: RemoteGraph, uses: Uses) -> Site:
    """Return a site as it is on a part of the graph: what is known of everything is known there too."""
    counts = site.survey.counts.classes if "survey" in vars(site) else {}
    large = {iri for iri, count in counts.items() if count > LARGE}
    hubs = site.plain.hubs if isinstance(site.plain, Streamed) else ()
    page = Page(near, remote, uses, large, hubs)
    return _like(site, replace(site, graph=Watched(page, site.reads)))


def knowing(site: Site, standing: Standing) -> Site:
    """Return a site of which is known what puts some of its things in order."""
    return _like(site, replace(site, standing=standing))


def _like(site: Site, other: Site) -> Site:
    known = vars(site)
    vars(other).update({name: known[name] for name in _WHOLE if name in known})
    return other


def near(
    site: Site,
    work: Callable[[Site], T],
    nodes: Iterable[ox.NamedNode] = (),
    *,
    ways: Ways | None = None,
    **how: bool,
) -> T:
    """Do work that reads a site, and return its result.

    Where the graph is in a store, the work is done on as much of it as it looks at, and again with more whenever that
    was not enough; so it must not change anything. `nodes` are those that it begins with; `ways`
    tell what work of this sort looks at from there. `how` is said to `RemoteGraph.near`. Raises StoreError.
    """
    graph = site.plain
    if not isinstance(graph, Streamed):
        return work(site)
    remote, uses, nodes = graph.remote, Uses(), tuple(nodes)
    ahead = Ahead(nodes if ways else (), ways or Ways(), graph.hubs)

    def tried(near: Near) -> T | None:
        if ahead.misses(near):
            return None
        try:
            return work(on(site, near, remote, uses))
        finally:
            ahead.learn(near)

    # While something is missing, nothing is returned.
    return cast("T", remote.near(tried, nodes, **how))


def each(
    site: Site, things: Iterable[ox.NamedNode], maker: Callable[[Site, Graph], Callable[[ox.NamedNode], T]]
) -> Iterator[T]:
    """Yield what is made of each thing; `maker` returns what makes it of a site and its graph.

    Where the graph is in a store, things are made by lots, each on as much of the site as it looks at. Raises
    StoreError.
    """
    graph = site.plain
    if not isinstance(graph, Streamed):
        return map(maker(site, graph), things)
    _ = site.lists  # once, and not again for each lot
    remote, uses = graph.remote, Uses()
    return made(remote, things, lambda near: maker(on(site, near, remote, uses), near), lambda node: (node,))
