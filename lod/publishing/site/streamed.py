"""A site whose graph is in a store: what is asked of everything streams past, what pages look at is fetched for them.

What is read of everything (which things there are, of what kinds, when dated, the digests) streams past once; what it
comes to is kept for each thing, never the statements themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

import pyoxigraph as ox

from lod.graph import Graph, Term
from lod.graph.remote import RemoteGraph
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


class Page(Streamed):
    """The part of the graph that some pages look at, and the whole for what is asked of everything.

    `uses` keeps the uses of properties, which are asked for again each time that the pages are tried.
    """

    def __init__(self, near: Graph, remote: RemoteGraph, uses: Uses) -> None:
        super().__init__(remote)
        self._near = near
        self._uses = uses

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
        return self._near.statements(subject)


def on(site: Site, near: Graph, remote: RemoteGraph, uses: Uses) -> Site:
    """Return a site as it is on a part of the graph: what is known of everything is known there too."""
    part = replace(site, graph=Watched(Page(near, remote, uses), site.reads))
    known = vars(site)
    vars(part).update({name: known[name] for name in _WHOLE if name in known})
    return part


def near(site: Site, work: Callable[[Site], T], nodes: Iterable[ox.NamedNode] = ()) -> T:
    """Do work that reads a site, and return its result.

    Where the graph is in a store, the work is done on as much of it as it looks at, and again with more whenever that
    was not enough; so it must not change anything. `nodes` are those that it begins with. Raises StoreError.
    """
    graph = site.plain
    if not isinstance(graph, Streamed):
        return work(site)
    remote, uses = graph.remote, Uses()
    return remote.near(lambda near: work(on(site, near, remote, uses)), nodes)
