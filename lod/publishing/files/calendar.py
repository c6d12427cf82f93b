"""Dated events as iCalendar (RFC 5545), each for itself and the latest together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from heapq import nlargest
from typing import Any

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

#: The stem of the calendar of the whole site, and how many events it has at most: those that begin last.
STEM = "events"
LATEST = 1000

# From so many bytes on, the library folds lines.
_FOLDED = 75

_START = ox.NamedNode(f"{SCHEMA}startDate")

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
    events = {node.value for node in site.families.get(EVENT, ())}
    # By one question for all of them.
    said: dict[str, str] = {}
    for triple in site.graph.triples(None, _START) if events else ():
        subject, object = triple.subject, triple.object
        if isinstance(subject, ox.NamedNode) and isinstance(object, ox.Literal) and subject.value in events:
            said[subject.value] = min(said.get(subject.value, object.value), object.value)
    for iri, text in said.items():
        if (begun := day(text)) is not None:
            yield _order(begun), iri


def begin(site: Site, node: ox.NamedNode) -> date | datetime | None:
    """Return the day or the moment at which an event begins, None if the data does not say it to the day."""
    return day(value(site.graph, node, f"{SCHEMA}startDate"))


def _calendar(here: Perspective, stem: str, nodes: Iterable[ox.NamedNode]) -> Artifact:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//lod//lod publish//EN"]
    for node in nodes:
        lines += _event(here, node)
    path = f"{stem}{suffix(here.site, here.language)}"
    content = b"\r\n".join((*map(folded, lines), b"END:VCALENDAR", b""))
    return Artifact(path, _ICALENDAR.media_type, content)


def _event(here: Perspective, node: ox.NamedNode) -> Iterator[str]:
    """Yield the content lines of an event, not folded yet.

    The library's components look up and copy each property several times, which was a twentieth of a build. How values
    and lines are written is the library's word all the same.
    """
    site = here.site
    start, end = begin(site, node), day(value(site.graph, node, f"{SCHEMA}endDate"))
    if start is None:
        # It has yet to be fetched, as those after it have: whoever waits for it shall hear of all.
        return
    yield "BEGIN:VEVENT"
    yield f"SUMMARY:{escaped(here.link(node).text)}"
    yield f"DTSTART{when(start)}"
    if end is not None and type(end) is type(start) and _order(end) >= _order(start):
        # The end of whole days is the day after (section 3.6.1).
        yield f"DTEND{when(end if isinstance(end, datetime) else end + timedelta(days=1))}"
    # When the entry was made; it must be there, and be the same in every build.
    yield f"DTSTAMP{when(site.date(node) or _order(start))}"
    yield f"UID:{escaped(node.value)}"
    told = (here.text(objects(site.graph, node, iri)) for iri in DESCRIBING)
    if summary := next((text for text in told if text is not None), None):
        yield f"DESCRIPTION:{escaped(summary.text)}"
    places = sorted(here.link(place).text for place in objects(site.graph, node, f"{SCHEMA}location"))
    if places:
        yield f"LOCATION:{escaped(', '.join(places))}"
    yield f"URL:{site.address(site.paths[node.value], here.language)}"
    yield "END:VEVENT"


def escaped(text: str) -> str:
    """Return a text as a value (section 3.3.11)."""
    from icalendar import vText

    return _said(vText(text)).decode()


def when(moment: date | datetime) -> str:
    """Return a day or a moment, with what parts it from the name of its property."""
    from icalendar import vDate, vDatetime

    if not isinstance(moment, datetime):
        return f";VALUE=DATE:{_said(vDate(moment)).decode()}"
    return f":{_said(vDatetime(moment if moment.tzinfo is None else moment.astimezone(UTC))).decode()}"


def folded(line: str) -> bytes:
    """Return a line in pieces of 75 bytes at most (section 3.1); most are short, which is seen at once."""
    content = line.encode()
    if len(content) < _FOLDED:
        return content
    from icalendar.parser import Contentline

    return _said(Contentline(line))  # type: ignore[no-untyped-call]  # the library has not typed this


def _said(value: Any) -> bytes:
    """Return how the library writes a value: it does not say what types it takes and gives."""
    said: bytes = value.to_ical()
    return said


def _order(when: date | datetime) -> datetime:
    if not isinstance(when, datetime):
        return datetime(when.year, when.month, when.day, tzinfo=UTC)
    return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
