"""A site whose graph is in a store: what is asked of everything streams past, what pages look at is fetched for them.

What is read of everything (which things there are, of what kinds, when dated, the digests) streams past once; what it
comes to is kept in columns of numbers (`table`), never the statements themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
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

#: The uses of properties, and the things of classes.
Uses = dict[tuple[ox.NamedNode, Term | None], list[ox.Triple]]

#: So many of one sort are kept.
USES = 10_000

#: A class with more things is large.
LARGE = 1000

_TYPE = ox.NamedNode(RDF_TYPE)


class Streamed(Graph):
    """The whole graph of a store, read over HTTP: one request for each question, for what is asked of everything."""

    at_hand = False

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
        # The first of a kind may be there for other reasons; who asks for the second one is on his way.
        self._seconds: dict[Subject, Sequence[ox.NamedNode]] = {
            things[1]: things[1:] for things in site.families.values() if len(things) > size
        }
        self._page = Graph()
        self._on: set[Subject] = set()
        self._rest: Sequence[ox.NamedNode] = ()

    def around(self, node: Subject) -> Graph | None:
        """Return what is said of a node, and of others; None if it does not come next and is no second of its kind."""
        if node not in self._on:
            ahead = self._rest if self._rest and self._rest[0] == node else self._seconds.get(node)
            if ahead is None:
                return None
            size = self._remote.page_size
            page, self._rest = ahead[:size], ahead[size:]
            self._on, self._page = set(page), self._remote.neighbourhood(page)
        return self._page


class Page(Streamed):
    """The part of the graph that some pages look at, and the whole for what is asked of everything.

    `uses` keeps the uses of properties, which are asked for again each time that the pages are tried; `passing` is for
    pages that go through all things of a kind. The things of `large` classes are asked for in the same way.
    """

    def __init__(
        self,
        near: Graph,
        remote: RemoteGraph,
        uses: Uses,
        passing: Passing | None = None,
        large: Collection[str] = frozenset(),
    ) -> None:
        super().__init__(remote)
        self._near = near
        self._large = large
        self._uses = uses
        self._passing = passing

    def __contains__(self, triple: ox.Triple) -> bool:
        return triple in self._near.triples(triple.subject)  # type: ignore[arg-type]  # no subject is a triple

    def triples(
        self, subject: Subject | None = None, predicate: ox.NamedNode | None = None, object: Term | None = None
    ) -> Iterator[ox.Triple]:
        large = predicate == _TYPE and isinstance(object, ox.NamedNode) and object.value in self._large
        if subject is None and predicate is not None and (object is None or large):
            return self._used(predicate, object)
        if subject is None and not isinstance(object, ox.NamedNode | ox.BlankNode):
            return self.remote.triples(subject, predicate, object)
        return (self._near if subject is None else self._at(subject)).triples(subject, predicate, object)

    def statements(self, subject: Subject) -> dict[str, list[Term]]:
        return self._at(subject).statements(subject)

    def _used(self, predicate: ox.NamedNode, object: Term | None) -> Iterator[ox.Triple]:
        """Yield the uses of a property, or the things of a class."""
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

    def _at(self, subject: Subject) -> Graph:
        passing = self._passing.around(subject) if self._passing else None
        return self._near if passing is None else passing


def on(site: Site, near: Graph, remote: RemoteGraph, uses: Uses, *, wide: bool = False) -> Site:
    """Return a site as it is on a part of the graph: what is known of everything is known there too.

    It is `wide` for pages that go through all things of a kind.
    """
    counts = site.survey.counts.classes if "survey" in vars(site) else {}
    large = {iri for iri, count in counts.items() if count > LARGE}
    page = Page(near, remote, uses, Passing(site, remote) if wide else None, large)
    part = replace(site, graph=Watched(page, site.reads))
    known = vars(site)
    vars(part).update({name: known[name] for name in _WHOLE if name in known})
    return part


def near(
    site: Site,
    work: Callable[[Site], T],
    nodes: Iterable[ox.NamedNode] = (),
    *,
    wide: bool = False,
    ways: Ways | None = None,
    **how: bool,
) -> T:
    """Do work that reads a site, and return its result.

    Where the graph is in a store, the work is done on as much of it as it looks at, and again with more whenever that
    was not enough; so it must not change anything. `nodes` are those that it begins with, `wide` as for `on`; `ways`
    tell what work of this sort looks at from there. `how` is said to `RemoteGraph.near`. Raises StoreError.
    """
    graph = site.plain
    if not isinstance(graph, Streamed):
        return work(site)
    remote, uses, nodes = graph.remote, Uses(), tuple(nodes)
    ahead = Ahead(nodes if ways else (), ways or Ways())

    def tried(near: Near) -> T | None:
        if ahead.misses(near):
            return None
        try:
            return work(on(site, near, remote, uses, wide=wide))
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
