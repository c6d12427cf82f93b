"""The start page and the lists of things by kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from heapq import nlargest, nsmallest
from typing import Any

import pyoxigraph as ox
from minijinja import Markup

from lod.publishing.site import dates
from lod.publishing.site.site import Site
from lod.publishing.views import picture
from lod.publishing.views.mentions import ARTICLE, DATES, EVENT, mention, rank
from lod.publishing.views.ordering import Those
from lod.publishing.views.perspective import Dot, Perspective
from lod.terms import SCHEMA

#: So many things of a kind stand on the start page, and so many on one page of a list.
FEW = 6
MANY = 500

# With fewer of them, a list of the latest or a picture of kinds says nothing; more kinds are no picture.
_FEWEST = 3
_KINDS = 12

# What can be new.
_DATED = (ARTICLE, EVENT)


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the list of a kind: its path without suffix, its number of `pages`, and what stands on it."""

    family: str | None
    path: str
    number: int
    pages: int
    things: Sequence[ox.NamedNode]


def path(site: Site, family: str | None, number: int = 1) -> str:
    """Return the path of a page of the list of a family; the first page has the short one."""
    first = site.lists[family]
    return first if number == 1 else f"{first}~~{number}"


def ordered(here: Perspective, family: str | None) -> list[ox.NamedNode]:
    """Return the things of a family in the order in which they are listed."""
    return sorted(here.site.families[family], key=lambda node: rank(here, node))


def pages(count: int) -> int:
    """Return how many pages a list of so many things has."""
    return -(-count // MANY)


def listing(site: Site, family: str | None, number: int, count: int, those: Those) -> Listing:
    """Return a page of the list of a family, which has so many things; `those` returns the ones at some places."""
    place = slice((number - 1) * MANY, number * MANY)
    return Listing(family, path(site, family, number), number, pages(count), those(place))


def list_view(here: Perspective, listing: Listing) -> dict[str, Any]:
    """Return what one page of a list shows."""
    neighbours = {"previous": listing.number - 1, "next": listing.number + 1}
    turns = [
        (here.strings.say[key], href(here, listing.family, number))
        for key, number in neighbours.items()
        if 1 <= number <= listing.pages
    ]
    return {
        "name": here.family(listing.family),
        "colour": here.site.kinds.colour(listing.things[0]),
        "things": [mention(here, node) for node in listing.things],
        "turns": turns,
        "page_words": here.strings.say["page"].format(n=listing.number, all=listing.pages) if listing.pages > 1 else "",
    }


def start_view(here: Perspective, latest: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Return what the start page shows: the numbers, the latest, the whole as a picture, and of each kind some things.

    Those are the ones that others point to most. `latest` are date and IRI of the newest works and events.
    """
    site, groups = here.site, []
    degrees = site.ties.degrees
    for family, things in _shown(site).items():
        few = nsmallest(FEW, things, key=lambda node: (-degrees.get(node.value, 0), node.value))
        groups.append(
            {
                "label": here.family(family),
                "counted": here.family(family, len(things)),
                "colour": site.kinds.colour(things[0]),
                "count": here.strings.number(len(things)),
                "things": [mention(here, node) for node in sorted(few, key=lambda node: rank(here, node))],
                "all": here.strings.count("all", len(things)) if len(things) > len(few) else "",
                "href": href(here, family),
            }
        )
    news = [replace(mention(here, ox.NamedNode(iri)), note=dates.date(date, here.strings)) for date, iri in latest]
    return {"groups": groups, "latest": news, "picture": _whole(here)}


def _shown(site: Site) -> dict[str | None, Sequence[ox.NamedNode]]:
    """Return the families of the start page: topics, say, only if the data is about any."""
    idle = site.ties.idle
    return {family: things for family, things in site.families.items() if family not in idle}


def idle(here: Perspective) -> list[tuple[str, Markup]]:
    """Return the words and the links of the lists of families that the start page does not show."""
    aside = here.site.ties.idle
    return [(here.family(family).text, href(here, family)) for family in here.site.families if family in aside]


def latest(site: Site) -> Sequence[tuple[str, str]]:
    """Return the newest works and events by the dates that the data gives, each with its date as it is written.

    There are none where hardly anything has one.
    """
    wanted = {node.value for family in _DATED for node in site.families.get(family, ())}
    found: dict[str, str] = {}
    for name in reversed(DATES):
        dated: dict[str, str] = {}
        for triple in site.graph.triples(None, ox.NamedNode(f"{SCHEMA}{name}")):
            subject, object = triple.subject, triple.object
            if isinstance(subject, ox.NamedNode) and isinstance(object, ox.Literal) and subject.value in wanted:
                dated[subject.value] = min(dated.get(subject.value, object.value), object.value)
        found |= {iri: date for iri, date in dated.items() if date}
    return nlargest(FEW, ((date, iri) for iri, date in found.items())) if len(found) >= _FEWEST else ()


def _whole(here: Perspective) -> Markup | None:
    """Return a picture of the kinds of things and of how much one kind has to do with another."""
    site = here.site
    families = [family for family in _shown(site) if family is not None][:_KINDS]
    if len(families) < _FEWEST:
        return None
    places = {family: place for place, family in enumerate(families)}
    joined: Counter[tuple[int, int]] = Counter()
    for (one, other), count in site.ties.joined.items():
        if one in places and other in places:
            low, high = sorted((places[one], places[other]))
            joined[low, high] += count
    dots = []
    for family in families:
        things = site.families[family]
        name = f"{here.strings.number(len(things))} {here.family(family, len(things)).text}"
        dots.append(Dot(name, href(here, family), site.kinds.colour(things[0]), len(things)))
    say = here.strings.say
    text = say["whole_text"].format(names=", ".join(dot.name for dot in dots))
    return picture.whole(say["whole"], text, dots, joined)


def href(here: Perspective, family: str | None, number: int = 1) -> Markup:
    """Return the link to a page of the list of a family."""
    return here.way(path(here.site, family, number))


def crumb(here: Perspective, family: str | None) -> tuple[str, Markup]:
    """Return what leads from a thing up to the list of its family: the words and the link."""
    found = here.crumbs.get(family, None)
    if found is None:
        found = here.crumbs[family] = here.family(family).text, href(here, family)
    return found
