"""Many things put in order some at a time: of no more than these is more known at once than what puts each in order."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TypeVar

import pyoxigraph as ox

from lod.publishing.site.ahead import Ways
from lod.publishing.site.site import Site
from lod.publishing.site.standing import Rank, Standing
from lod.publishing.site.streamed import near
from lod.publishing.views.mentions import date_of, rank
from lod.publishing.views.perspective import Perspective

T = TypeVar("T")

#: So many things are looked at together.
SOME = 500

#: Returns the things at some places of a list.
Those = Callable[[slice], Sequence[ox.NamedNode]]


class Ordering:
    """Puts things of a site in order; in a store, what is looked at for that is learned from those before."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._languages = site.config.languages
        self._ways = Ways(back=False)

    def lists(self, things: Sequence[ox.NamedNode]) -> tuple[Mapping[str, Those], frozenset[str]]:
        """Return in each language how things are listed, and what was read for that."""
        ranks: list[list[tuple[Rank, int]]] = [[] for _ in self._languages]
        found = set[str]()
        for start in range(0, len(things), SOME):
            rows, read = self._looked(_ranks, things[start : start + SOME])
            found |= read
            for number, row in enumerate(rows, start):
                for known, key in zip(ranks, row, strict=True):
                    known.append((key, number))
        for known in ranks:
            known.sort()
        orders = (array("I", (number for _, number in known)) for known in ranks)
        lists = {tag: partial(_those, things, order) for tag, order in zip(self._languages, orders, strict=True)}
        return lists, frozenset(found)

    def standing(self, nodes: Sequence[ox.NamedNode]) -> tuple[Standing, frozenset[str]]:
        """Return what puts things in order, and what was read for that."""
        standing, found = Standing(self._languages), set[str]()
        for start in range(0, len(nodes), SOME):
            some = nodes[start : start + SOME]
            rows, read = self._looked(_stand, some)
            found |= read
            for node, row in zip(some, rows, strict=True):
                standing.add(node.value, *row)
        return standing, frozenset(found)

    def _looked(
        self, work: Callable[[Site, Sequence[ox.NamedNode]], T], nodes: Sequence[ox.NamedNode]
    ) -> tuple[T, frozenset[str]]:
        return near(
            self._site,
            lambda site: site.reads.during(lambda: work(site, nodes)),
            nodes,
            ways=self._ways,
            further=False,
            back=False,
        )


def _those(things: Sequence[ox.NamedNode], order: array[int], place: slice) -> list[ox.NamedNode]:
    return [things[number] for number in order[place]]


def _ranks(site: Site, nodes: Sequence[ox.NamedNode]) -> list[list[Rank]]:
    """Return the rank of each node in each language."""
    heres = [Perspective(site, tag, "") for tag in site.config.languages]
    return [[rank(here, node) for here in heres] for node in nodes]


def _stand(site: Site, nodes: Sequence[ox.NamedNode]) -> list[tuple[tuple[str, ...], str, list[Rank]]]:
    """Return the classes, the date and the ranks of each node."""
    here = Perspective(site, site.config.language, "")
    types = site.kinds.types
    return [(types(node), date_of(here, node), row) for node, row in zip(nodes, _ranks(site, nodes), strict=True)]
