"""A site whose graph is in a store: what is asked of everything streams past, what pages look at is fetched for them.

What is read of everything (which things there are, of what kinds, when dated, the digests) streams past once; what it
comes to is kept for each thing, never the statements themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, TypeVar, cast

import pyoxigraph as ox

from lod.graph import Graph, Term
from lod.graph.remote import RemoteGraph
from lod.graph.remote.lots import made
from lod.graph.remote.near import Near
from lod.graph.store import Subject
from lod.publishing.site.reads import Watched
from lod.publishing.site.site import Site

if TYPE_CHECKING:
    import rdflib

    from lod.graph.store import Solutions

T = TypeVar("T")

#: What a site knows of all things, so that it is found out once.
_WHOLE = (
    "things", "terms", "shapes", "node_shapes", "paths", "survey", "strings", "_families", "_lists", "commits",
    "words", "_dates", "_all_dates", "_ties", "_newest", "_inverses", "constraints",
)  # fmt: skip

#: The uses of properties.
Uses = dict[ox.NamedNode, list[ox.Triple]]


class Streamed(Graph):
    """The whole graph of a store, read over HTTP: one request for each question, for what is asked of everything."""

    def __init__(self, remote: RemoteGraph) -> None:
        super().__init__()
        self.remote = remote

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


class Passing:
    """What is said of things to those who go through all of a kind in their order: it comes by pages, and goes again.

    Kinds of which one page would have all things are left to others.
    """

    def __init__(self, site: Site, remote: RemoteGraph) -> None:
        self._remote = remote
        size = remote.page_size
        self._firsts: dict[Subject, Sequence[ox.NamedNode]] = {
            things[0]: things for things in site.families.values() if len(things) > size
        }
        self._page = Graph()
        self._on: set[Subject] = set()
        self._rest: Sequence[ox.NamedNode] = ()

    def statements(self, node: Subject) -> dict[str, list[Term]] | None:
        """Return what is said of a node; None if it does not come next and is not the first of its kind."""
        if node not in self._on:
            ahead = self._rest if self._rest[:1] == [node] else self._firsts.get(node)
            if ahead is None:
                return None
            size = self._remote.page_size
            page, self._rest = ahead[:size], ahead[size:]
            self._on, self._page = set(page), self._remote.neighbourhood(page)
        return self._page.statements(node)


class Page(Streamed):
    """The part of the graph that some pages look at, and the whole for what is asked of everything.

    `uses` keeps the uses of properties, which are asked for again each time that the pages are tried; `passing` is for
    pages that go through all things of a kind.
    """

    def __init__(self, near: Graph, remote: RemoteGraph, uses: Uses, passing: Passing | None = None) -> None:
        super().__init__(remote)
        self._near = near
        self._uses = uses
        self._passing = passing

    def __contains__(self, triple: ox.Triple) -> bool:
        return triple in self._near.triples(triple.subject)  # type: ignore[arg-type]  # no subject is a triple

    def triples(
        self, subject: Subject | None = None, predicate: ox.NamedNode | None = None, object: Term | None = None
    ) -> Iterator[ox.Triple]:
        if subject is None and not isinstance(object, ox.NamedNode | ox.BlankNode):
            if predicate is None or object is not None:
                return self.remote.triples(subject, predicate, object)
            if predicate not in self._uses:
                self._uses[predicate] = list(self.remote.triples(None, predicate))
            return iter(self._uses[predicate])
        return self._near.triples(subject, predicate, object)

    def statements(self, subject: Subject) -> dict[str, list[Term]]:
        passing = self._passing.statements(subject) if self._passing else None
        return self._near.statements(subject) if passing is None else passing


class Ahead:
    """Looks at some things and at what is near them, so that it is fetched before pages are tried in vain.

    It looks two links away, once. A link more is three times as much where many things lead to some.
    """

    def __init__(self, nodes: Iterable[ox.NamedNode]) -> None:
        self._nodes = tuple(nodes)

    def misses(self, near: Near) -> bool:
        """Look, the first time; tell whether any of it was missing."""
        nodes, self._nodes = self._nodes, ()
        before = near.misses
        level: set[Subject] = set(nodes)
        for node in nodes:
            # Only from here: what leads to a place that all others lead to is asked for its own page.
            level.update(t.subject for t in near.triples(None, None, node))  # type: ignore[misc]  # no subject is a triple
        for _ in range(2):
            values = chain.from_iterable(v for other in level for v in near.statements(other).values())
            level = {value for value in values if isinstance(value, ox.NamedNode | ox.BlankNode)}
        for other in level:
            near.statements(other)
        return near.misses > before


def on(site: Site, near: Graph, remote: RemoteGraph, uses: Uses, *, wide: bool = False) -> Site:
    """Return a site as it is on a part of the graph: what is known of everything is known there too.

    It is `wide` for pages that go through all things of a kind.
    """
    page = Page(near, remote, uses, Passing(site, remote) if wide else None)
    part = replace(site, graph=Watched(page, site.reads))
    known = vars(site)
    vars(part).update({name: known[name] for name in _WHOLE if name in known})
    return part


def near(
    site: Site, work: Callable[[Site], T], nodes: Iterable[ox.NamedNode] = (), *, wide: bool = False, far: bool = False
) -> T:
    """Do work that reads a site, and return its result.

    Where the graph is in a store, the work is done on as much of it as it looks at, and again with more whenever that
    was not enough; so it must not change anything. `nodes` are those that it begins with, `wide` as for `on`; with
    `far` it is about their pages. Raises StoreError.
    """
    graph = site.plain
    if not isinstance(graph, Streamed):
        return work(site)
    remote, uses, nodes = graph.remote, Uses(), tuple(nodes)
    ahead = Ahead(nodes if far else ())

    def tried(near: Near) -> T | None:
        return None if ahead.misses(near) else work(on(site, near, remote, uses, wide=wide))

    # While something is missing, nothing is returned.
    return cast("T", remote.near(tried, nodes))


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
