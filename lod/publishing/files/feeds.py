"""Atom feeds (RFC 4287): what is new and changed in the site, and around a person, an organisation or a place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from heapq import nlargest
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox

from lod.media import BY_NAME
from lod.publishing.disk.artifact import Artifact
from lod.publishing.site.paths import quoted
from lod.publishing.site.site import Site
from lod.publishing.views.facts import DESCRIBING
from lod.publishing.views.incoming import Pointing
from lod.publishing.views.mentions import PERSON, objects
from lod.publishing.views.pages import choice
from lod.publishing.views.perspective import Perspective
from lod.terms import SCHEMA

#: The stem of the feed of the whole site.
STEM = "feed"

#: So many entries at most.
NEWEST = 50

#: What has a feed of its own.
FED = (PERSON, f"{SCHEMA}Organization", f"{SCHEMA}Place")

_ATOM = BY_NAME["atom"]

# What XML 1.0, section 2.2, has no way to say.
_UNSAID = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


#: Things with their dates, the newest first.
Dated = list[tuple[datetime, str]]


def suffix(site: Site, language: str) -> str:
    """Return what stands behind the stem of a feed in this language."""
    return site.suffix(language).removesuffix(".html") + _ATOM.suffix


def whole(here: Perspective) -> Artifact | None:
    """Return the feed of all things of a site, None if none of them is dated."""
    site = here.site
    found = nlargest(NEWEST, ((when, iri) for iri, when in site.dates.items()))
    title = choice(site.config.title, site.config, here.language) or site.config.base
    return _feed(here, STEM, site.config.base + STEM, title, "index", found) if found else None


def around(site: Site, node: ox.NamedNode, pointing: Iterable[Pointing]) -> Dated:
    """Return what points to a thing, as far as it is for a feed: none if the thing has none, or nothing is dated."""
    if site.kinds.first(node, FED) is None:
        return []
    return _newest(site, {other for _, other, _ in pointing if other.value in site.paths and other != node})


def single(here: Perspective, node: ox.NamedNode, news: Dated) -> Artifact | None:
    """Return the feed of a thing, None without `news`: what `around` finds, which is the same in every language."""
    path = here.site.paths[node.value]
    return _feed(here, path, f"{node.value}#feed", here.link(node).text, path, news) if news else None


def _newest(site: Site, things: Iterable[ox.NamedNode]) -> Dated:
    """Return the newest things with their dates."""
    dated = ((when, node.value) for node in things if (when := site.date(node)) is not None)
    return nlargest(NEWEST, dated)


def _feed(here: Perspective, stem: str, iri: str, title: str, page: str, found: Dated) -> Artifact:
    site, language = here.site, here.language
    path = f"{stem}{suffix(site, language)}"
    publisher = site.config.publisher
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={quoteattr(here.strings.language)}>',
        f"<id>{_text(iri)}</id>",
        f"<title>{_text(title)}</title>",
        f"<updated>{_date(found[0][0])}</updated>",
        f"<author><name>{_text(publisher.name if publisher else title)}</name></author>",
        f'<link rel="self" type="{_ATOM.media_type}" href={quoteattr(site.base_url + quoted(path))}/>',
        f'<link rel="alternate" type="text/html" href={quoteattr(site.address(page, language))}/>',
    ]
    for when, about in found:
        lines += _entry(here, ox.NamedNode(about), when)
    return Artifact(path, _ATOM.media_type, "\n".join([*lines, "</feed>\n"]).encode())


def _entry(here: Perspective, node: ox.NamedNode, when: datetime) -> Iterator[str]:
    yield "<entry>"
    yield f"<id>{_text(node.value)}</id>"
    yield f"<title>{_text(here.link(node).text)}</title>"
    yield f"<updated>{_date(when)}</updated>"
    address = here.site.address(here.site.paths[node.value], here.language)
    yield f'<link rel="alternate" type="text/html" href={quoteattr(address)}/>'
    told = (here.text(objects(here.site.graph, node, iri)) for iri in DESCRIBING)
    if summary := next((text for text in told if text is not None), None):
        yield f"<summary>{_text(summary.text[:_LONGEST])}</summary>"
    yield "</entry>"


_LONGEST = 2000


def _text(text: str) -> str:
    return escape(_UNSAID.sub("", text))


def _date(when: datetime) -> str:
    return (
        when.strftime("%Y-%m-%dT%H:%M:%SZ") if when.year > 999 else f"{when.year:04}{when.strftime('-%m-%dT%H:%M:%SZ')}"
    )
