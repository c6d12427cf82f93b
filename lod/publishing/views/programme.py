"""The parts of an event: its programme in order, its line of time, and the place of a part among the others."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox
from minijinja import Markup

from lod.graph import Description, Term
from lod.publishing.site import dates
from lod.publishing.views import picture
from lod.publishing.views.evidence import places
from lod.publishing.views.mentions import EVENT, objects, rank, value, when
from lod.publishing.views.perspective import Dot, Perspective, Value
from lod.terms import ONTOLOGY, SCHEMA

#: The properties that tie an event to its parts.
PARTS = (f"{SCHEMA}subEvent", f"{SCHEMA}superEvent")

#: So many parts stand on the page of an event.
STEPS = 50

# A line of time with fewer marks shows nothing that a list does not.
_MARKS = 3


@dataclass(frozen=True, slots=True)
class Step:
    """One part of a programme."""

    when: str
    link: Value
    where: tuple[Value, ...]
    duration: str
    numbered: bool
    places: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Among:
    """The place of a part among the parts of an event, in words, with the parts before and after it."""

    words: str
    before: Value | None
    after: Value | None


def parts(here: Perspective, event: Term) -> list[ox.NamedNode]:
    """Return the parts of an event in their order, by either direction of saying it."""
    known = here.parts.get(str(event), None)
    if known is None:
        graph = here.site.graph
        above = (t.subject for t in graph.triples(None, ox.NamedNode(PARTS[1]), event))
        found = {o for o in (*objects(graph, event, PARTS[0]), *above) if isinstance(o, ox.NamedNode)}
        known = here.parts[str(event)] = sorted(found, key=lambda part: rank(here, part))
    return known


def programme(here: Perspective, thing: Description) -> list[Step]:
    """Return the first parts of an event as its page shows them."""
    if not here.site.kinds.is_a(thing.node, EVENT):
        return []
    return [_step(here, part) for part in parts(here, thing.node)[:STEPS]]


def among(here: Perspective, thing: Description) -> Among | None:
    """Return the place of an event among the parts of the one that it belongs to; None if it has no such place."""
    whole = next((o for o in thing.values(PARTS[1]) if isinstance(o, ox.NamedNode)), None)
    if whole is None or not _numbered(here, thing.node):
        return None
    others = parts(here, whole)
    place = next((place for place, other in enumerate(others) if other == thing.node), -1)
    if place < 0 or len(others) < 2:
        return None
    return Among(
        here.strings.say["among"].format(n=place + 1, all=len(others)),
        here.link(others[place - 1]) if place else None,
        here.link(others[place + 1]) if place + 1 < len(others) else None,
    )


def timeline(here: Perspective, thing: Description) -> Markup | None:
    """Return a picture of the dated parts of an event on a line of time, or None if there are too few."""
    marks = [(years, part) for part in parts(here, thing.node) if (years := _years(here, part)) is not None]
    if len(marks) < _MARKS:
        return None
    dots = []
    for years, part in marks:
        link = here.link(part)
        dots.append((years, Dot(f"{link.text}, {when(here, part)}", link.href, here.site.kinds.colour(part))))
    say = here.strings.say
    return picture.timeline(say["timeline"], say["timeline_text"], dots)


def lasts(here: Perspective, node: Term) -> Value:
    """Return how long an event lasts in words, an empty text where that is not said."""
    duration = value(here.site.graph, node, f"{SCHEMA}duration")
    return Value(dates.duration(duration, here.strings) if duration else "")


def where(here: Perspective, node: Term) -> tuple[Value, ...]:
    """Return the places of an event."""
    return tuple(here.link(o) for o in sorted(objects(here.site.graph, node, f"{SCHEMA}location"), key=str))


def _step(here: Perspective, node: ox.NamedNode) -> Step:
    return Step(
        when=when(here, node),
        link=here.link(node),
        where=where(here, node),
        duration=lasts(here, node).text,
        numbered=_numbered(here, node),
        places=places(here, node),
    )


def _numbered(here: Perspective, node: Term) -> bool:
    return bool(value(here.site.graph, node, f"{here.site.config.base}{ONTOLOGY}order"))


def _years(here: Perspective, node: ox.NamedNode) -> float | None:
    """Return the beginning of an event in years, as well as its date says."""
    year, month, day = [*value(here.site.graph, node, f"{SCHEMA}startDate")[:10].split("-"), "", ""][:3]
    if not (year.isdecimal() and len(year) == 4):
        return None
    months = int(month) - 1 if month.isdecimal() else 0
    return int(year) + months / 12 + (int(day) - 1 if day.isdecimal() else 0) / 366
