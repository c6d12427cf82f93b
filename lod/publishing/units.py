"""The units of a site: what is made, and made anew, as a whole, such as all the files of one thing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from types import MappingProxyType
from typing import NamedTuple, overload

import pyoxigraph as ox

from lod.publishing.disk import search
from lod.publishing.disk.artifact import Artifact
from lod.publishing.files import calendar, dataset, dumps, feeds
from lod.publishing.files import sitemap as maps
from lod.publishing.files.hosts import hosts
from lod.publishing.press import FORMATS, Press
from lod.publishing.site import reads
from lod.publishing.site.site import SHAPES, Site
from lod.publishing.views import findings
from lod.terms import ONTOLOGY

START = "index"


class Unit(NamedTuple):
    """A unit: its name, which is its own, what makes it, and what it is about, if it is about one thing.

    The name of a thing's unit is the path of its files without suffix; all others begin with `/`.
    """

    name: str
    kind: str
    about: str | None = None


class Whole(NamedTuple):
    """A unit that there is once in a site: what makes it, the stems of its files, and whether a site has it.

    Each stem comes with the formats among which a client can choose there. What web servers read and do not hand out
    has no stems.
    """

    make: Callable[[Press], Iterator[Artifact]]
    stems: Mapping[str, Sequence[str]]
    there: Callable[[Site], bool] = lambda _: True


class Units(Sequence[Unit]):
    """All units of a site, in the order in which they are made: things first, then what leads to them.

    Those of things are put together when they are asked for. `single` is the number of units about one thing, term or
    shape, which come before all others.
    """

    def __init__(self, site: Site) -> None:
        self._things, self._paths = site.things, site.paths
        self._rest = [
            Unit(site.paths[node.value], kind, node.value)
            for kind, nodes in (("term", site.terms), ("shape", site.node_shapes))
            for node in nodes
        ]
        self.single = len(self._things) + len(self._rest)
        self._rest += (Unit(f"/{path}", "list", family) for family, path in site.lists.items())
        self._rest += (Unit(f"/{kind}", kind) for kind, whole in WHOLE.items() if whole.there(site))

    def __len__(self) -> int:
        return len(self._things) + len(self._rest)

    @overload
    def __getitem__(self, place: int) -> Unit: ...
    @overload
    def __getitem__(self, place: slice) -> list[Unit]: ...
    def __getitem__(self, place: int | slice) -> Unit | list[Unit]:
        if isinstance(place, slice):
            return [self[number] for number in range(*place.indices(len(self)))]
        return self._thing(self._things[place]) if place < len(self._things) else self._rest[place - len(self._things)]

    def __iter__(self) -> Iterator[Unit]:
        return chain(map(self._thing, self._things), self._rest)

    def _thing(self, node: ox.NamedNode) -> Unit:
        return Unit(self._paths[node.value], "thing", node.value)


def make(press: Press, unit: Unit) -> Iterator[Artifact]:
    """Yield the files of a unit."""
    if unit.kind in WHOLE:
        return WHOLE[unit.kind].make(press)
    return _ABOUT[unit.kind](press, unit.about)


def artifacts(site: Site) -> Iterator[Artifact]:
    """Yield all files of a site, always in the same order and with the same bytes for the same data."""
    press = Press(site)
    for unit in Units(site):
        yield from make(press, unit)
    for name, content in dumps.packed(site).items():
        yield Artifact(dumps.FILES[name], dumps.MEDIA_TYPES[name], content)


def _listed(press: Press, family: str | None) -> Iterator[Artifact]:
    press.site.reads.note(reads.members(family))
    return press.list(family)


def _node(
    make: Callable[[Press, ox.NamedNode], Iterator[Artifact]],
) -> Callable[[Press, str | None], Iterator[Artifact]]:
    return lambda press, iri: make(press, ox.NamedNode(iri or ""))


_ABOUT: Mapping[str, Callable[[Press, str | None], Iterator[Artifact]]] = {
    "thing": _node(Press.thing),
    "term": _node(Press.term),
    "shape": _node(Press.shape),
    "list": _listed,
}
_PAGE: Sequence[str] = ("html",)

#: The units that there are once, in the order in which they are made.
WHOLE: Mapping[str, Whole] = MappingProxyType(
    {
        "words": Whole(Press.words, {ONTOLOGY.rstrip("/"): (*_PAGE, *FORMATS)}),
        "demands": Whole(Press.demands, {SHAPES: (*_PAGE, *FORMATS)}),
        "start": Whole(Press.start, {START: _PAGE}),
        "description": Whole(Press.description, {dataset.STEM: (*_PAGE, *dataset.FORMATS), dataset.WELL_KNOWN: ()}),
        "feed": Whole(Press.feed, {feeds.STEM: ()}),
        "events": Whole(Press.events, {calendar.STEM: ()}),
        "sitemap": Whole(lambda press: maps.sitemap(press.site), {maps.STEM: ()}),
        "hosts": Whole(lambda press: hosts(press.site), {}),
        "robots": Whole(lambda press: iter((maps.robots(press.site),)), {maps.ROBOTS: ()}),
        "report": Whole(Press.report, {findings.PAGE: _PAGE}, lambda site: site.report is not None),
        "search": Whole(Press.search, {search.PAGE: _PAGE}, lambda site: site.searched),
        "style": Whole(lambda press: iter((press.style(),)), {"style": ()}),
    }
)
