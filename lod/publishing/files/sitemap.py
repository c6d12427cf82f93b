"""What crawlers are told: the sitemap with the languages of each page (sitemaps.org), and robots.txt (RFC 9309)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from itertools import chain, islice, starmap
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from lod.publishing.disk.artifact import Artifact, Long
from lod.publishing.site.site import SHAPES, Site
from lod.publishing.views import overview
from lod.terms import ONTOLOGY

#: The stems of the two files.
STEM = "sitemap"
ROBOTS = "robots"

#: A sitemap has no more addresses than these; further ones go into another, and an index leads to all of them.
MOST = 50_000

#: So many entries are in memory at once.
_PIECE = 1000

_XML = "application/xml"
_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_OPENED = f'{_HEAD}<urlset {_SPACE} xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'.encode()
_CLOSED = b"</urlset>\n"


def sitemap(site: Site) -> Iterator[Artifact]:
    """Yield sitemap.xml, and the files that it leads to where there are too many pages for one."""
    pages, entry, each = _Pages(site), _entries(site), len(site.config.languages)

    def part(start: int) -> Iterator[bytes]:
        """Yield the sitemap that begins with an entry of this number, piece by piece."""
        first, last = start // each, -(-(start + MOST) // each)
        entries = chain.from_iterable(starmap(entry, pages.between(first, last)))
        some = islice(entries, start - first * each, start - first * each + MOST)
        yield _OPENED
        while piece := "".join(islice(some, _PIECE)):
            yield piece.encode()
        yield _CLOSED

    starts = range(0, len(pages) * each, MOST)
    if len(starts) == 1:
        yield Long(f"{STEM}.xml", _XML, partial(part, 0))
        return
    names = [f"{STEM}-{number}.xml" for number in range(1, len(starts) + 1)]
    for name, start in zip(names, starts, strict=True):
        yield Long(name, _XML, partial(part, start))
    places = "".join(f"<sitemap><loc>{escape(site.base_url + name)}</loc></sitemap>\n" for name in names)
    index = f"{_HEAD}<sitemapindex {_SPACE}>\n{places}</sitemapindex>\n"
    yield Artifact(f"{STEM}.xml", _XML, index.encode())


def whole_of(stem: str) -> str:
    """Return the stem of the sitemap to which the part at a stem belongs; every other stem as it is."""
    head, _, number = stem.rpartition("-")
    return STEM if head == STEM and number.isdecimal() else stem


def robots(site: Site) -> Artifact:
    """Return robots.txt: all may be read, and where the sitemap is."""
    text = f"User-agent: *\nAllow: /\n\nSitemap: {site.base_url}{STEM}.xml\n"
    return Artifact(f"{ROBOTS}.txt", "text/plain", text.encode())


class _Pages:
    """Path without suffix and date of each page: those of things, and few before and behind them."""

    def __init__(self, site: Site) -> None:
        # Once: what is read is noted now and not when the pages of things come.
        self._things, self._dates, self._paths = site.things, site.dates, site.paths
        header = site.paths[site.config.base + ONTOLOGY.rstrip("/")]
        lists = (
            overview.path(site, family, number)
            for family, things in site.families.items()
            for number in range(1, 1 + overview.pages(len(things)))
        )
        self._before = [(path, "") for path in ("index", "dataset", header, SHAPES, *lists)]
        described = (*site.terms, *site.node_shapes)
        self._behind = [(site.paths[node.value], _day(site.date(node))) for node in described]

    def __len__(self) -> int:
        return len(self._before) + len(self._things) + len(self._behind)

    def between(self, start: int, stop: int) -> Iterator[tuple[str, str]]:
        """Yield the pages of these numbers."""
        first = len(self._before)
        last = first + len(self._things)
        yield from self._before[start:stop]
        for node in self._things[max(start - first, 0) : max(stop - first, 0)]:
            yield self._paths[node.value], _day(self._dates.get(node.value))
        yield from self._behind[max(start - last, 0) : max(stop - last, 0)]


def _day(when: datetime | None) -> str:
    return when.date().isoformat() if when else ""


def _entries(site: Site) -> Callable[[str, str], Sequence[str]]:
    """Return what makes of a path and a date an entry for each language, with links to all of them."""
    root = escape(site.base_url)
    suffixes = {tag: site.suffix(tag) for tag in site.config.languages}
    # An attribute stands in the quotes that its value allows.
    opening, closing = quoteattr(site.base_url)[:-1], quoteattr(site.base_url)[-1]
    links = [
        (f'<xhtml:link rel="alternate" hreflang={quoteattr(tag)} href={opening}', suffix)
        for tag, suffix in suffixes.items()
        if len(suffixes) > 1
    ]

    def entries(path: str, date: str) -> Sequence[str]:
        # What is ASCII in a path has no other meaning in an address or in XML.
        quoted = path if path.isascii() else quote(path)
        dated = f"<lastmod>{date}</lastmod>" if date else ""
        others = "".join([f"{before}{quoted}{suffix}{closing}/>" for before, suffix in links])
        return [f"<url><loc>{root}{quoted}{suffix}</loc>{dated}{others}</url>\n" for suffix in suffixes.values()]

    return entries
