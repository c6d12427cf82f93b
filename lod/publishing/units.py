"""The units of a site: what is made, and made anew, as a whole, such as all the files of one thing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

import pyoxigraph as ox

from lod.media import BY_NAME
from lod.publishing.disk.writer import Artifact
from lod.publishing.files import dumps
from lod.publishing.files.hosts import hosts
from lod.publishing.files.sitemap import robots, sitemap
from lod.publishing.press import Press
from lod.publishing.site import reads
from lod.publishing.site.site import Site


class Unit(NamedTuple):
    """A unit: its name, which is its own, what makes it, and what it is about, if it is about one thing.

    The name of a thing's unit is the path of its files without suffix; all others begin with `/`.
    """

    name: str
    kind: str
    about: str | None = None


def units(site: Site) -> Iterator[Unit]:
    """Yield all units of a site, in the order in which they are made: things first, then what leads to them."""
    for kind, nodes in (("thing", site.things), ("term", site.terms), ("shape", site.node_shapes)):
        for node in nodes:
            yield Unit(site.paths[node.value], kind, node.value)
    for family, path in site.lists.items():
        yield Unit(f"/{path}", "list", family)
    for kind in _WHOLE:
        yield Unit(f"/{kind}", kind)


def make(press: Press, unit: Unit) -> Iterator[Artifact]:
    """Yield the files of a unit."""
    if unit.kind in _WHOLE:
        return _WHOLE[unit.kind](press)
    return _ABOUT[unit.kind](press, unit.about)


def artifacts(site: Site) -> Iterator[Artifact]:
    """Yield all files of a site, always in the same order and with the same bytes for the same data."""
    press = Press(site)
    for unit in units(site):
        yield from make(press, unit)
    for name, content in dumps.packed(site).items():
        yield Artifact(dumps.FILES[name], BY_NAME[name].media_type, content)


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
_WHOLE: Mapping[str, Callable[[Press], Iterator[Artifact]]] = {
    "words": Press.words,
    "demands": Press.demands,
    "start": Press.start,
    "description": Press.description,
    "news": Press.news,
    "sitemap": lambda press: sitemap(press.site),
    "hosts": lambda press: hosts(press.site),
    "robots": lambda press: iter((robots(press.site),)),
    "report": Press.report,
    "search": Press.search,
    "style": lambda press: iter((press.style(),)),
}
