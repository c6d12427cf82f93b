"""A site from a store: pages are made by hundreds, each lot on a small graph of what they look at.

What is read of everything (which things there are, of what kinds, when dated, the digests) streams past once; what it
comes to is kept for each thing, never the statements themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import pyoxigraph as ox

from lod.graph import Graph, Term
from lod.graph.remote import RemoteGraph
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

    def __init__(self, near: Graph, remote: RemoteGraph, uses: dict[ox.NamedNode, list[ox.Triple]]) -> None:
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
        about = [task.unit.about for task in tasks if task.unit.kind == "thing" and task.unit.about]
        uses: dict[ox.NamedNode, list[ox.Triple]] = {}
        drafts = self._remote.near(lambda near: self._drafts(near, tasks, uses), map(ox.NamedNode, about))
        return [self.put(task, *draft) for task, draft in zip(tasks, drafts, strict=True)]

    def part(self, number: int) -> tuple[bytes, ...]:
        """Make a part of the dumps in each of their formats."""
        parts = self.pieces.parts
        things = map(ox.NamedNode, parts[number].things)
        return self._remote.near(lambda near: dumps.Pieces(self._site_on(near, {}), parts).make(number), things)

    def _drafts(
        self, near: Graph, tasks: Sequence[Task], uses: dict[ox.NamedNode, list[ox.Triple]]
    ) -> list[tuple[list[Artifact], frozenset[str]]]:
        if any(task.unit.kind not in ("thing", "term", "shape") for task in tasks):
            # Once, and not again for each look at what is still missing.
            _ = self.site.ties, self.site.newest
        maker = Maker(self._site_on(near, uses), self.target, self.commission)
        return [maker.draft(task) for task in tasks]

    def _site_on(self, near: Graph, uses: dict[ox.NamedNode, list[ox.Triple]]) -> Site:
        """Return the site as it is on a part of the graph: what is known of everything is known there too."""
        site = replace(self.site, graph=Watched(Page(near, self._remote, uses), self.site.reads))
        known = vars(self.site)
        vars(site).update({name: known[name] for name in _WHOLE if name in known})
        return site


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
