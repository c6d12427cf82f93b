"""What of a site from a store is too much for one small graph, and so is made in portions: long lists, and hubs.

A hub is a thing to which very much leads. What does is looked at some at a time, and no more of it is kept than what
puts it in order (`site.standing`); then each page is made on a graph of what stands on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import zip_longest
from typing import Any, TypeVar

import pyoxigraph as ox

from lod.graph import describe
from lod.publishing.disk.artifact import Artifact
from lod.publishing.making import Draft
from lod.publishing.press import Press
from lod.publishing.site import reads, streamed
from lod.publishing.site.ahead import Ways
from lod.publishing.site.site import Site
from lod.publishing.views import overview
from lod.publishing.views.continued import Continuation
from lod.publishing.views.incoming import Pointing, sources
from lod.publishing.views.ordering import Ordering
from lod.publishing.views.pages import Renderer

T = TypeVar("T")


class Portions:
    """Makes long lists and the files of hubs; the graph of the site is `Streamed`."""

    def __init__(self, site: Site, renderer: Renderer) -> None:
        self._site = site
        self._renderer = renderer
        self._languages = site.config.languages
        # What pages of each sort look at is learned from those before.
        self._listed, self._own, self._continued = (Ways(back=False) for _ in range(3))
        self._ordering = Ordering(site)

    def kind(self, family: str | None) -> Draft:
        """Return the pages of the list of a family: all of its things are put in order, then each page is made."""
        found = {reads.members(family)}
        return self._kind(family, found), found

    def _kind(self, family: str | None, found: set[str]) -> Iterator[Artifact]:
        things = self._site.families[family]
        lists, read = self._ordering.lists(things)
        found |= read
        for number in range(1, overview.pages(len(things)) + 1):
            listings = [overview.listing(self._site, family, number, len(things), those) for those in lists.values()]
            # On a page much the same things stand in all languages.
            nodes = dict.fromkeys(node for listing in listings for node in listing.things)
            work = partial(_pages, listings, self._languages)
            made, read = self._looked(self._site, work, nodes, ways=self._listed)
            found |= read
            yield from made

    def hub(self, node: ox.NamedNode) -> Draft:
        """Return the files of a thing to which very much leads."""
        found = set[str]()
        return self._hub(node, found), found

    def _hub(self, node: ox.NamedNode, found: set[str]) -> Iterator[Artifact]:
        pointing, read = self._looked(self._site, partial(_sources, node))
        found |= read
        standing, read = self._ordering.standing(list({source: None for _, source, _ in pointing}))
        found |= read
        site = streamed.knowing(self._site, standing)
        (own, rest, data), read = self._looked(site, partial(_about, node, pointing), [node], ways=self._own)
        found |= read
        yield from own
        for pages in zip_longest(*rest):
            nodes = dict.fromkeys(node for page in pages if page for some in page.groups.values() for node in some)
            work = partial(_further, node, pages, self._languages)
            made, read = self._looked(site, work, nodes, ways=self._continued)
            found |= read
            yield from made
        yield from data

    def _looked(
        self, site: Site, work: Callable[[Press], T], nodes: Iterable[ox.NamedNode] = (), **how: Any
    ) -> tuple[T, frozenset[str]]:
        """Do some work of a press, and return what it gives and what was read for that; `how` is said to `near`."""
        return streamed.near(
            site,
            lambda part: part.reads.during(lambda: work(Press(part, self._renderer))),
            nodes,
            further=False,
            back=False,
            **how,
        )


def _pages(listings: Sequence[overview.Listing], languages: Sequence[str], press: Press) -> list[Artifact]:
    return [press.listing(listing, tag) for listing, tag in zip(listings, languages, strict=True)]


def _sources(node: ox.NamedNode, press: Press) -> list[Pointing]:
    """Return what leads to a node; the few properties by which it does are there once."""
    names: dict[str, str] = {}
    return [(names.setdefault(iri, iri), other, direct) for iri, other, direct in sources(press.site, node)]


def _about(
    node: ox.NamedNode, pointing: Sequence[Pointing], press: Press
) -> tuple[list[Artifact], list[Sequence[Continuation]], list[Artifact]]:
    """Return the files of a thing itself, its further pages by language, and its data."""
    described = describe(press.site.graph, node)
    pages = list(press.pages(described, pointing))
    data = list(press.data(press.site.paths[node.value], described))
    return [file for page in pages for file in page.own], [page.rest for page in pages], data


def _further(
    node: ox.NamedNode, pages: Sequence[Continuation | None], languages: Sequence[str], press: Press
) -> list[Artifact]:
    return [
        press.continued(press.here(tag, page.path), node, page)
        for page, tag in zip(pages, languages, strict=True)
        if page
    ]
