"""The start page and the lists of things by kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox
from minijinja import Markup

from lod.publishing.mentions import mention, rank
from lod.publishing.perspective import Perspective, Value
from lod.publishing.site import Site

#: So many things of a kind stand on the start page, and so many on one page of a list.
FEW = 12
MANY = 500


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


def listings(here: Perspective) -> Iterator[Listing]:
    """Yield the pages of all lists, with the things on them in the order of their names."""
    for family, things in here.site.families.items():
        ordered = sorted(things, key=lambda node: rank(here, node))
        pages = -(-len(ordered) // MANY)
        for number in range(1, pages + 1):
            part = ordered[(number - 1) * MANY : number * MANY]
            yield Listing(family, path(here.site, family, number), number, pages, part)


def list_view(here: Perspective, listing: Listing) -> dict[str, Any]:
    """Return what one page of a list shows."""
    neighbours = {"previous": listing.number - 1, "next": listing.number + 1}
    turns = [
        (here.strings.say[key], href(here, listing.family, number))
        for key, number in neighbours.items()
        if 1 <= number <= listing.pages
    ]
    return {
        "name": plural(here, listing.family),
        "colour": here.site.kinds.colour(listing.things[0]),
        "things": [mention(here, node) for node in listing.things],
        "turns": turns,
        "page_words": here.strings.say["page"].format(n=listing.number, all=listing.pages) if listing.pages > 1 else "",
    }


def start_view(here: Perspective) -> dict[str, Any]:
    """Return what the start page shows: the numbers, and of each kind those things that others point to most."""
    site, groups = here.site, []
    for family, things in site.families.items():
        few = sorted(things, key=lambda node: (-site.degrees.get(node.value, 0), node.value))[:FEW]
        groups.append(
            {
                "label": plural(here, family),
                "counted": plural(here, family) if len(things) > 1 or family is None else here.term(family),
                "colour": site.kinds.colour(things[0]),
                "count": here.strings.number(len(things)),
                "things": [mention(here, node) for node in sorted(few, key=lambda node: rank(here, node))],
                "all": here.strings.count("all", len(things)) if len(things) > len(few) else "",
                "href": href(here, family),
            }
        )
    return {"groups": groups}


def href(here: Perspective, family: str | None, number: int = 1) -> Markup:
    """Return the link to a page of the list of a family."""
    return here.way(path(here.site, family, number))


def plural(here: Perspective, family: str | None) -> Value:
    """Return what heads a list of things of a family."""
    if family is None:
        return Value("…")
    label = here.site.vocabulary.plural_label(family, here.language)
    return Value(label.text, here.foreign(label.language))
