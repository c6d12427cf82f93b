"""The files of a site one by one, each made when it is asked for: what `artifacts` yields, found by its path.

Where the graph of the site is in a store, a file is made on a small graph of what it looks at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from functools import cached_property

import pyoxigraph as ox

from lod.config import FORMATS as EVERY
from lod.graph import describe
from lod.media import BY_NAME
from lod.publishing.disk.artifact import Artifact
from lod.publishing.files import calendar, dataset, dumps, feeds, sitemap
from lod.publishing.press import FORMATS, Press
from lod.publishing.site.ahead import Ways
from lod.publishing.site.site import Site
from lod.publishing.site.streamed import Streamed, near
from lod.publishing.units import START, WHOLE, Whole
from lod.publishing.views import continued, overview
from lod.publishing.views.incoming import sources
from lod.publishing.views.ordering import Ordering, Those

_PACKED = dumps.FILES["nquads"]
_DUMPS = Whole(Press.dataset, {dumps.STEM: dumps.FORMATS})

_LONG = frozenset((START, dumps.STEM, dataset.STEM, feeds.STEM, calendar.STEM, sitemap.STEM))


class Shelf:
    """The files of one site, each found by its stem (its path without suffix) and its suffix.

    All that `artifacts` yields is here but the rules for web servers, and beside it what is not published as files: all
    formats of each thing, and the whole data not compressed.
    """

    def __init__(self, site: Site) -> None:
        self.site = site
        #: The IRI of what the page at each stem shows.
        self.iris = {path: iri for iri, path in site.paths.items()}
        self._shapes = frozenset(node.value for node in site.node_shapes)
        self._terms = frozenset(node.value for node in site.terms)
        whole = [whole for whole in WHOLE.values() if whole.there(site)]
        # What is made of the whole site, by stem.
        self._own = {stem: one for one in (*whole, _DUMPS) for stem in one.stems}
        self._ways = Ways()
        self._ordering = Ordering(site)
        self._ordered: dict[str | None, Mapping[str, Those]] = {}

    def formats(self, stem: str) -> Sequence[str]:
        """Return the names of the formats of what stands at a stem, the best for a reader first; none if nothing does.

        In HTML there is a file for each language of the site.
        """
        if stem in self._own:
            return self._own[stem].stems[stem]
        iri = self.iris.get(stem)
        if iri is not None:
            # What is not published as a file costs nothing until somebody asks.
            return ("html", *FORMATS) if iri in self._shapes else ("html", *EVERY)
        if (about := continued.thing_of(stem)) != stem:
            if isinstance(self.site.plain, Streamed):
                # Whether a thing has so many pages is known when they are made.
                return ("html",) if about in self.iris else ()
            return ("html",) if self.make(stem, self.site.suffix(self.site.config.language)) else ()
        return ("html",) if stem.startswith(f"{START}/") and stem in self._lists else ()

    def parts(self, path: str) -> tuple[str, str] | None:
        """Return the stem and the suffix of a file's path, None if nothing stands at that stem.

        Whether there is a file with the suffix is known when it is made.
        """
        if path in self._own:
            return (path, "") if "." in path else None
        stem, dot, ending = path.partition(".")
        there = dot and (stem in self._own or sitemap.whole_of(stem) in self._own or self.formats(stem))
        return (stem, f".{ending}") if there else None

    def is_long(self, stem: str) -> bool:
        """Tell whether all data has a part in what stands at a stem: then it can take a while to make."""
        return sitemap.whole_of(stem) in _LONG or stem in self._lists

    def make(self, stem: str, suffix: str) -> Artifact | None:
        """Return the file at a stem with a suffix, or None if there is no such file."""
        if stem == dumps.STEM:
            # They fetch what they need part by part.
            return self._find(stem, suffix)
        about = self.iris.get(continued.thing_of(stem))
        # Once, and not again for each look at what is still missing.
        if stem in self._own:
            _ = self.site.ties, self.site.newest
        elif stem in self._lists and (family := self._lists[stem][0]) not in self._ordered:
            self._ordered[family] = self._ordering.lists(self.site.families[family])[0]
        return near(
            self.site,
            lambda site: self.on(site)._find(stem, suffix),
            [ox.NamedNode(about)] if about else (),
            ways=self._ways,
            # A request or two more, and a third less to do: what is fetched is what is looked at.
            further=False,
        )

    def on(self, site: Site) -> Shelf:
        """Return the shelf of the same site on another part of its graph; what is known of everything is shared."""
        if site is self.site:
            return self
        shelf = copy(self)
        shelf.site = site
        # What a press remembers of things may be wrong where something was missing.
        shelf.press = Press(site, self.press.renderer)
        return shelf

    def _find(self, stem: str, suffix: str) -> Artifact | None:
        path = f"{stem}{suffix}"
        return next((artifact for artifact in self._made(stem, suffix) if artifact.path == path), None)

    @cached_property
    def press(self) -> Press:
        return Press(self.site)

    def language(self, suffix: str) -> str | None:
        """Return the language of pages with this suffix, None if there are none."""
        return next((tag for tag in self.site.config.languages if self.site.suffix(tag) == suffix), None)

    def _made(self, stem: str, suffix: str) -> Iterator[Artifact]:
        """Yield artifacts among which the wanted one is, if there is one, and few others before it."""
        own = self._own.get(sitemap.whole_of(stem) if suffix == ".xml" else stem)
        if f"{stem}{suffix}" == _PACKED:
            yield Artifact(_PACKED, dumps.MEDIA_TYPES["nquads"], dumps.packed(self.site)["nquads"])
        elif own is not None:
            yield from own.make(self.press)
        elif (about := continued.thing_of(stem)) in self.iris:
            yield from self._about(self.iris[about], stem, suffix)
        elif stem in self._lists and (tag := self.language(suffix)):
            yield self.press.listing(self._listing(stem, tag), tag)

    def _about(self, iri: str, stem: str, suffix: str) -> Iterator[Artifact]:
        site, press, node = self.site, self.press, ox.NamedNode(iri)
        if iri in self._shapes:
            yield from press.shape(node)
        elif self.language(suffix):
            yield from press.term(node) if iri in self._terms else press.thing(node)
        elif suffix in self._news:
            news = feeds.around(site, node, sources(site, node))
            yield from press.around(press.here(self._news[suffix], stem), node, news)
        else:
            described = describe(site.vocabulary.graph if iri in self._terms else site.graph, node)
            yield from (press.file(stem, name, described) for name in EVERY if BY_NAME[name].suffix == suffix)

    @cached_property
    def _news(self) -> Mapping[str, str]:
        """The language of feeds and of calendars, by suffix."""
        tags = self.site.config.languages
        return {of(self.site, tag): tag for tag in tags for of in (feeds.suffix, calendar.suffix)}

    @cached_property
    def _lists(self) -> Mapping[str, tuple[str | None, int]]:
        """The family and the number of each page of a list, by its stem."""
        return {
            overview.path(self.site, family, number): (family, number)
            for family, things in self.site.families.items()
            for number in range(1, 1 + overview.pages(len(things)))
        }

    def _listing(self, stem: str, language: str) -> overview.Listing:
        family, number = self._lists[stem]
        count, those = len(self.site.families[family]), self._ordered[family][language]
        return overview.listing(self.site, family, number, count, those)
