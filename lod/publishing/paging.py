"""A site from a store: pages are made by hundreds, each lot on a small graph of what they look at.

That is fetched level by level along the ways that earlier lots have taught (`site.ahead`), before pages are tried.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence

import pyoxigraph as ox

from lod.errors import StoreError
from lod.graph import Graph
from lod.graph.remote.near import Near
from lod.publishing.disk.target import Target
from lod.publishing.files import dumps
from lod.publishing.making import Commission, Draft, Maker, Result, Task
from lod.publishing.portions import Portions
from lod.publishing.site import streamed
from lod.publishing.site.ahead import Ahead, Ways
from lod.publishing.site.site import Site
from lod.publishing.site.streamed import Streamed, Uses
from lod.publishing.units import Unit
from lod.publishing.views import overview

#: So many units are made at once: what they look at is fetched together.
LOT = 200

#: With so many statements that lead to them at most; a thing to which more lead is a hub, which is made by itself.
LINKS = 1000
#: Of fewer statements that lead to a thing nobody takes account.
MANY = 10

#: Once so many units have missed something, what they have taught is fetched for all of them before more are tried.
#: That is done so often; then each is tried in each round, so that it ends however little they have in common.
TAUGHT = 16
LESSONS = 12

#: Units about one thing, one term, one shape.
_SINGLE = ("thing", "term", "shape")


class Pager(Maker):
    """Makes the units of a site whose graph is `Streamed`, lot by lot."""

    size = LOT

    def __init__(self, site: Site, target: Target, commission: Commission, graph: Streamed) -> None:
        super().__init__(site, target, commission)
        self._remote = remote = graph.remote
        self.ways = Ways()
        self._portions = Portions(site, self.press.renderer)
        below = f"isIRI(?o) && STRSTARTS(STR(?o), {ox.Literal(site.config.base)})"
        many = f"WHERE {{ ?s ?p ?o FILTER({below}) }} GROUP BY ?o HAVING (COUNT(?s) > {MANY})"
        # Now, so that the processes that come of this one need not ask.
        rows = remote.collected(f"SELECT ?o (COUNT(?s) AS ?n) {many}")
        self._links = {
            node.value: int(count.value)
            for node, count in rows
            if isinstance(node, ox.NamedNode) and isinstance(count, ox.Literal)
        }
        self.hubs = graph.hubs = frozenset(iri for iri, count in self._links.items() if count > LINKS)

    def units(self, tasks: Sequence[Task]) -> list[Result]:
        """Make some units and put their files in place. Raises OSError, PublishError and StoreError."""
        if any(task.unit.kind not in _SINGLE for task in tasks):
            # Once, and not again for each look at what is still missing.
            _ = self.site.ties, self.site.newest
        return [result for some in self._parted(tasks) for result in self._made(some)]

    def _parted(self, tasks: Sequence[Task]) -> Iterator[list[Task]]:
        """Yield the tasks, as many at a time as can be made on one graph."""
        portion, links = list[Task](), 0
        for task in tasks:
            weight = self._links.get(task.unit.about or "", 0)
            if portion and links + weight > LINKS:
                yield portion
                portion, links = [], 0
            portion.append(task)
            links += weight
        yield portion

    def _made(self, tasks: Sequence[Task]) -> list[Result]:
        apart = {task.unit.name: draft for task in tasks if (draft := self._apart(task.unit))}
        lot = _Lot(self, [task for task in tasks if task.unit.name not in apart])
        self._remote.near(lot.go_on, lot.about, further=False)
        made = [lot.made.get(task.unit.name) or self.put(task, *apart[task.unit.name]) for task in tasks]
        # What pages remember hangs together in circles, and the collector comes rarely during a build.
        del lot
        gc.collect()
        return made

    def _apart(self, unit: Unit) -> Draft | None:
        """Return the files of what is too much for one small graph; None for all else."""
        if unit.kind == "list" and len(self.site.families[unit.about]) > overview.MANY:
            return self._portions.kind(unit.about)
        if unit.kind == "thing" and unit.about in self.hubs:
            return self._portions.hub(ox.NamedNode(unit.about or ""))
        return None

    def part(self, number: int) -> tuple[bytes, ...]:
        """Make a part of the dumps in each of their formats."""
        parts = self.pieces.parts
        if not parts[number].things:
            return streamed.near(self.site, lambda part: dumps.Pieces(part, parts).make(number))
        said = self._remote.neighbourhood(map(ox.NamedNode, parts[number].things))
        return dumps.Pieces(streamed.on(self.site, said, self._remote, {}), parts).make(number)

    def maker_on(self, near: Graph, uses: Uses) -> Maker:
        """Return what makes pages on a part of the graph."""
        part = streamed.on(self.site, near, self._remote, uses)
        return Maker(part, self.target, self.commission, like=self)


class _Lot:
    """Some units, made as far as what they look at is there, and put in place at once."""

    def __init__(self, pager: Pager, tasks: Sequence[Task]) -> None:
        self.made: dict[str, Result] = {}
        self._pager = pager
        self._tasks = tasks
        self._uses: Uses = {}
        self._lessons = 0
        #: The things that they are about.
        self.about = [ox.NamedNode(task.unit.about) for task in tasks if task.unit.kind == "thing" and task.unit.about]
        self._ahead = Ahead(self.about, pager.ways, pager.hubs)

    def go_on(self, near: Near) -> None:
        """Make what is not made yet."""
        if self._ahead.misses(near):
            return
        maker = self._pager.maker_on(near, self._uses)
        self._lessons += 1
        failed = 0
        for task in self._tasks:
            if task.unit.name in self.made:
                continue
            if failed == TAUGHT and self._lessons <= LESSONS:
                break
            before = near.misses
            try:
                draft = maker.draft(task)
            except StoreError:
                # With hundreds of units still to come, each would wait for a store that is away.
                raise
            except Exception:
                # Whatever it is: it may have failed for what is not there yet.
                if near.misses == before:
                    raise
            if near.misses == before:
                self.made[task.unit.name] = self._pager.put(task, *draft)
            else:
                failed += 1
                # What it remembers of things may be wrong, for something was missing.
                maker = self._pager.maker_on(near, self._uses)
        self._ahead.learn(near)
        if failed:
            # What was remembered in vain hangs together in circles.
            del maker
            gc.collect()


def maker_of(site: Site, target: Target, commission: Commission) -> Maker:
    """Return what makes the files of a site, whether its graph is in memory or in a store."""
    if not isinstance(site.plain, Streamed):
        return Maker(site, target, commission)
    # Few questions about everything, in place of one for each thing.
    _ = site.dates
    return Pager(site, target, commission, site.plain)
