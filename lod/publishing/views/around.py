"""What is around a thing: its neighbours in the graph, and which of them are joined, for a picture."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from heapq import nsmallest
from itertools import chain, islice, zip_longest

import pyoxigraph as ox
from minijinja import Markup

from lod.graph import Description
from lod.publishing.site.kinds import FAMILIES
from lod.publishing.site.site import Site
from lod.publishing.views import picture
from lod.publishing.views.mentions import ARTICLE, rank
from lod.publishing.views.perspective import Dot, Neighbour, Perspective

# A picture with fewer neighbours says nothing, one with more is none.
_FEWEST = 3
_MOST = 12

# Of more neighbours than these it is found out first which of them can be in the picture.
_MANY = 100

_PLACES: Mapping[str | None, int] = {iri: place for place, (iri, _) in enumerate(FAMILIES)}


def neighbourhood(here: Perspective, thing: Description, pointing: Iterable[ox.NamedNode]) -> Markup | None:
    """Return a picture of a thing's neighbours, or None if there are too few for one.

    `pointing` are those that point to the thing.
    """
    paths = here.site.paths
    stated = (v for values in thing.statements.values() for v in values if isinstance(v, ox.NamedNode))
    found = {node.value: node for node in chain(stated, pointing) if node.value in paths}
    found.pop(str(thing.node.value), None)
    if len(found) < _FEWEST:
        return None
    nodes = _foremost(here, found.values()) if len(found) > _MANY else found.values()
    neighbours = sorted(near for node in nodes if (near := _near(here, node)) is not None)
    if len(neighbours) < _FEWEST:
        return None
    by_family: dict[int, list[Neighbour]] = {}
    for near in neighbours:
        by_family.setdefault(near.family, []).append(near)
    # In turn of each kind the first, then shown kind by kind.
    turns = (near for turn in zip_longest(*by_family.values()) for near in turn if near is not None)
    chosen = sorted(islice(turns, _MOST))
    places = {near.iri: place for place, near in enumerate(chosen)}
    ties = {
        (min(place, other), max(place, other))
        for place, near in enumerate(chosen)
        for iri in outgoing(here.site, near.iri) & places.keys()
        if (other := places[iri]) != place
    }
    dots = [near.dot for near in chosen]
    own = here.link(thing.node).text
    say = here.strings.say
    text = say["around_text"].format(name=own, names=", ".join(dot.name for dot in dots))
    return picture.neighbourhood(say["around"], text, dots, sorted(ties))


def _foremost(here: Perspective, nodes: Iterable[ox.NamedNode]) -> list[ox.NamedNode]:
    """Return of each kind the first things that can be neighbours: no further ones are shown."""
    by_family: dict[int, list[ox.NamedNode]] = {}
    for node in nodes:
        if _is_drawn(here.site, node):
            by_family.setdefault(_place(here.site, node), []).append(node)
    first = (nsmallest(_MOST, some, key=lambda node: rank(here, node)) for some in by_family.values())
    return [node for some in first for node in some]


def _is_drawn(site: Site, node: ox.NamedNode) -> bool:
    """Tell whether a thing can be a neighbour: terms are none, nor are articles, which are joined to everything."""
    return node.value not in site.vocabulary.terms and not site.kinds.is_a(node, ARTICLE)


def _place(site: Site, node: ox.NamedNode) -> int:
    return _PLACES.get(site.kinds.family(node), len(_PLACES))


def _near(here: Perspective, node: ox.NamedNode) -> Neighbour | None:
    """Return a thing as a neighbour of others; None for what is none."""
    found = here.near.get(node.value, False)
    if isinstance(found, bool):
        site = here.site
        if _is_drawn(site, node):
            link = here.link(node)
            dot = Dot(link.text, link.href, site.kinds.colour(node))
            found = Neighbour(_place(site, node), rank(here, node), node.value, dot)
        else:
            found = None
        here.near[node.value] = found
    return found


def outgoing(site: Site, iri: str) -> frozenset[str]:
    """Return the IRIs that a thing directly points to."""
    known = site.outgoing.get(iri, None)
    if known is None:
        stated = site.graph.statements(ox.NamedNode(iri)).values()
        known = frozenset(o.value for values in stated for o in values if isinstance(o, ox.NamedNode))
        site.outgoing[iri] = known
    return known
