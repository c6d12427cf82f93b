"""A site from a store: pages are made by hundreds, each lot on a small graph of what they look at.

What is read of everything (which things there are, of what kinds, when dated, the digests) streams past once; what it
comes to is kept for each thing, never the statements themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

import pyoxigraph as ox

from lod.graph import Graph, Term
from lod.graph.remote import RemoteGraph
from lod.graph.remote.near import Near
from lod.graph.store import Subject
from lod.publishing.disk.artifact import Artifact
from lod.publishing.disk.target import Target
from lod.publishing.files import dumps
from lod.publishing.making import Commission, Maker, Result, Task
from lod.publishing.site.dating import DATING, stated
from lod.publishing.site.reads import Watched
from lod.publishing.site.site import Site

if TYPE_CHECKING:
    import rdflib

    from lod.graph.store import Solutions

#: So many units are made at once: what they look at is fetched together.
LOT = 400

#: What a site knows of all things, so that it is found out once.
_WHOLE = (
    "things", "terms", "shapes", "node_shapes", "paths", "survey", "strings", "_families", "_lists", "commits",
    "_dates", "_ties", "_newest", "_inverses", "constraints",
)  # fmt: skip


#: Units about one thing, one term, one shape.
_SINGLE = ("thing", "term", "shape")

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


class Pager(Maker):
    """Makes the units of a site whose graph is `Streamed`, lot by lot."""

    size = LOT

    def __init__(self, site: Site, target: Target, commission: Commission, remote: RemoteGraph) -> None:
        super().__init__(site, target, commission)
        self._remote = remote

    def units(self, tasks: Sequence[Task]) -> list[Result]:
        """Make some units and put their files in place. Raises OSError, PublishError and StoreError."""
        if any(task.unit.kind not in _SINGLE for task in tasks):
            # Once, and not again for each look at what is still missing.
            _ = self.site.ties, self.site.newest
        about = (task.unit.about for task in tasks if task.unit.kind == "thing")
        lot = _Lot(self, tasks)
        self._remote.near(lot.go_on, [ox.NamedNode(iri) for iri in about if iri])
        return [self.put(task, *lot.drafts[task.unit.name]) for task in tasks]

    def part(self, number: int) -> tuple[bytes, ...]:
        """Make a part of the dumps in each of their formats."""
        parts = self.pieces.parts
        things = map(ox.NamedNode, parts[number].things)
        return self._remote.near(lambda near: dumps.Pieces(self.site_on(near, {}), parts).make(number), things)

    def maker_on(self, near: Graph, uses: Uses) -> Maker:
        """Return what makes pages on a part of the graph."""
        return Maker(self.site_on(near, uses), self.target, self.commission, like=self)

    def site_on(self, near: Graph, uses: Uses) -> Site:
        """Return the site as it is on a part of the graph: what is known of everything is known there too."""
        site = replace(self.site, graph=Watched(Page(near, self._remote, uses), self.site.reads))
        known = vars(self.site)
        vars(site).update({name: known[name] for name in _WHOLE if name in known})
        return site


class _Lot:
    """Some units, drafted as far as what they look at is there."""

    def __init__(self, pager: Pager, tasks: Sequence[Task]) -> None:
        self.drafts: dict[str, tuple[list[Artifact], frozenset[str]]] = {}
        self._pager = pager
        self._tasks = tasks
        self._uses: Uses = {}
        # So many links away pages look at, mostly: to fetch that first costs less than to try them in vain.
        self._ahead = 2

    def _look(self, near: Near) -> bool:
        """Look at what the units are about and what is near that; tell whether any of it was missing."""
        before = near.misses
        level: set[Subject] = set()
        for task in self._tasks:
            if task.unit.kind == "thing" and task.unit.about:
                node = ox.NamedNode(task.unit.about)
                level.add(node)
                # Only from here: what leads to a place that all others lead to is asked for its own page.
                level.update(t.subject for t in near.triples(None, None, node))  # type: ignore[misc]  # no subject is a triple
        for _ in range(3 - self._ahead):
            values = chain.from_iterable(v for other in level for v in near.statements(other).values())
            level = {value for value in values if isinstance(value, ox.NamedNode | ox.BlankNode)}
        for other in level:
            near.statements(other)
        return near.misses > before

    def go_on(self, near: Near) -> None:
        """Draft what is not drafted yet."""
        if self._ahead:
            self._ahead -= 1
            if self._look(near):
                return
        maker = self._pager.maker_on(near, self._uses)
        for task in self._tasks:
            if task.unit.name in self.drafts:
                continue
            before = near.misses
            try:
                draft = maker.draft(task)
            except Exception:
                # Whatever it is: it may have failed for what is not there yet.
                if near.misses == before:
                    raise
            if near.misses == before:
                self.drafts[task.unit.name] = draft
            else:
                # What it remembers of things may be wrong, for something was missing.
                maker = self._pager.maker_on(near, self._uses)


def _date(site: Site) -> None:
    """Find out when all things were changed, by few questions about everything."""
    dates = Graph(triple for iri in DATING for triple in site.graph.triples(None, ox.NamedNode(iri)))
    site.dated({node.value: stated(dates, node) or site.commits.get(node.value) for node in site.things})


def maker_of(site: Site, target: Target, commission: Commission) -> Maker:
    """Return what makes the files of a site, whether its graph is in memory or in a store."""
    if not isinstance(site.plain, Streamed):
        return Maker(site, target, commission)
    _date(site)
    return Pager(site, target, commission, site.plain.remote)
