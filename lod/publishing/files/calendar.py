"""Dated events as iCalendar (RFC 5545), each for itself and the latest together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from heapq import nlargest
from typing import TYPE_CHECKING
from urllib.parse import quote

import pyoxigraph as ox

from lod.media import BY_NAME
from lod.publishing.disk.artifact import Artifact
from lod.publishing.site import reads
from lod.publishing.site.dating import day
from lod.publishing.site.site import Site
from lod.publishing.views.facts import DESCRIBING
from lod.publishing.views.mentions import EVENT, objects, value
from lod.publishing.views.perspective import Perspective
from lod.terms import SCHEMA

if TYPE_CHECKING:
    import icalendar

#: The stem of the calendar of the whole site, and how many events it has at most: those that begin last.
STEM = "events"
LATEST = 1000

_ICALENDAR = BY_NAME["icalendar"]


def suffix(site: Site, language: str) -> str:
    """Return what stands behind the stem of a calendar in this language."""
    return site.suffix(language).removesuffix(".html") + _ICALENDAR.suffix


def single(here: Perspective, node: ox.NamedNode) -> Artifact | None:
    """Return the calendar of one event; None if it is no event, or its day is not known."""
    if not here.site.kinds.is_a(node, EVENT) or begin(here.site, node) is None:
        return None
    return _calendar(here, here.site.paths[node.value], [node])


def whole(here: Perspective) -> Artifact | None:
    """Return the calendar of the events of a site, None if there is none with a day."""
    nodes = [ox.NamedNode(iri) for _, iri in nlargest(LATEST, dated(here.site))]
    return _calendar(here, STEM, nodes) if nodes else None


def dated(site: Site) -> Iterator[tuple[datetime, str]]:
    """Yield when each event of a site begins, and its IRI, as far as its day is known."""
    site.reads.note(reads.members(EVENT))
    for node in site.families.get(EVENT, ()):
        if (when := begin(site, node)) is not None:
            yield _order(when), node.value


def begin(site: Site, node: ox.NamedNode) -> date | datetime | None:
    """Return the day or the moment at which an event begins, None if the data does not say it to the day."""
    return day(value(site.graph, node, f"{SCHEMA}startDate"))


def _calendar(here: Perspective, stem: str, nodes: Iterable[ox.NamedNode]) -> Artifact:
    import icalendar

    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//lod//lod publish//EN")
    calendar.add("version", "2.0")
    for node in nodes:
        calendar.add_component(_event(here, node))
    path = f"{stem}{suffix(here.site, here.language)}"
    return Artifact(path, _ICALENDAR.media_type, calendar.to_ical())


def _event(here: Perspective, node: ox.NamedNode) -> icalendar.Event:
    import icalendar

    site = here.site
    event = icalendar.Event()
    start, end = begin(site, node), day(value(site.graph, node, f"{SCHEMA}endDate"))
    assert start is not None, "asked before"  # noqa: S101  # its type cannot say so
    event.add("uid", node.value)
    # When the entry was made; it must be there, and be the same in every build.
    event.add("dtstamp", site.date(node) or _order(start))
    event.add("dtstart", _utc(start))
    if end is not None and type(end) is type(start) and _order(end) >= _order(start):
        # The end of whole days is the day after (section 3.6.1).
        event.add("dtend", _utc(end) if isinstance(end, datetime) else end + timedelta(days=1))
    event.add("summary", here.link(node).text)
    event.add("url", f"{site.base_url}{quote(site.paths[node.value])}{site.suffix(here.language)}")
    places = sorted(here.link(place).text for place in objects(site.graph, node, f"{SCHEMA}location"))
    if places:
        event.add("location", ", ".join(places))
    told = (here.text(objects(site.graph, node, iri)) for iri in DESCRIBING)
    if summary := next((text for text in told if text is not None), None):
        event.add("description", summary.text)
    return event


def _utc(when: date | datetime) -> date | datetime:
    return when.astimezone(UTC) if isinstance(when, datetime) and when.tzinfo is not None else when


def _order(when: date | datetime) -> datetime:
    if not isinstance(when, datetime):
        return datetime(when.year, when.month, when.day, tzinfo=UTC)
    return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
