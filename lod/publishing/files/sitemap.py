"""What crawlers are told: the sitemap with the languages of each page (sitemaps.org), and robots.txt (RFC 9309)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from lod.publishing.disk.artifact import Artifact
from lod.publishing.site.site import SHAPES, Site
from lod.publishing.views import overview
from lod.terms import ONTOLOGY

#: The stems of the two files.
STEM = "sitemap"
ROBOTS = "robots"

#: A sitemap has no more addresses than these; further ones go into another, and an index leads to all of them.
MOST = 50_000

_XML = "application/xml"
_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def sitemap(site: Site) -> Iterator[Artifact]:
    """Yield sitemap.xml, and the files that it leads to where there are too many pages for one."""
    entry = _entries(site)
    entries = [text for path, date in _pages(site) for text in entry(path, date)]
    parts = [entries[start : start + MOST] for start in range(0, len(entries), MOST)]
    if len(parts) == 1:
        yield _file(f"{STEM}.xml", _set(parts[0]))
        return
    names = [f"{STEM}-{number}.xml" for number in range(1, len(parts) + 1)]
    for name, part in zip(names, parts, strict=True):
        yield _file(name, _set(part))
    places = "".join(f"<sitemap><loc>{escape(site.base_url + name)}</loc></sitemap>\n" for name in names)
    yield _file(f"{STEM}.xml", f"<sitemapindex {_SPACE}>\n{places}</sitemapindex>\n")


def whole_of(stem: str) -> str:
    """Return the stem of the sitemap to which the part at a stem belongs; every other stem as it is."""
    head, _, number = stem.rpartition("-")
    return STEM if head == STEM and number.isdecimal() else stem


def robots(site: Site) -> Artifact:
    """Return robots.txt: all may be read, and where the sitemap is."""
    text = f"User-agent: *\nAllow: /\n\nSitemap: {site.base_url}{STEM}.xml\n"
    return Artifact(f"{ROBOTS}.txt", "text/plain", text.encode())


def _pages(site: Site) -> Iterator[tuple[str, str]]:
    """Yield path without suffix and date of each page."""
    yield from (("index", ""), ("dataset", ""), (site.paths[site.config.base + ONTOLOGY.rstrip("/")], ""), (SHAPES, ""))
    for family, things in site.families.items():
        for number in range(1, 1 + overview.pages(len(things))):
            yield overview.path(site, family, number), ""
    dates, paths = site.dates, site.paths
    for node in site.things:
        when = dates.get(node.value)
        yield paths[node.value], when.date().isoformat() if when else ""
    for node in (*site.terms, *site.node_shapes):
        when = site.date(node)
        yield paths[node.value], when.date().isoformat() if when else ""


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


def _set(entries: Sequence[str]) -> str:
    return f'<urlset {_SPACE} xmlns:xhtml="http://www.w3.org/1999/xhtml">\n{"".join(entries)}</urlset>\n'


def _file(name: str, text: str) -> Artifact:
    return Artifact(name, _XML, f"{_HEAD}{text}".encode())
