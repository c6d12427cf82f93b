"""Dated events as iCalendar (RFC 5545), each for itself and the latest together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from heapq import nlargest
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
        if (begun := begin(site, node)) is not None:
            yield _order(begun), node.value


def begin(site: Site, node: ox.NamedNode) -> date | datetime | None:
    """Return the day or the moment at which an event begins, None if the data does not say it to the day."""
    return day(value(site.graph, node, f"{SCHEMA}startDate"))


def _calendar(here: Perspective, stem: str, nodes: Iterable[ox.NamedNode]) -> Artifact:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//lod//lod publish//EN"]
    for node in nodes:
        lines += _event(here, node)
    lines.append("END:VCALENDAR")
    content = b"".join([b"%b\r\n" % folded(line) for line in lines])
    return Artifact(f"{stem}{suffix(here.site, here.language)}", _ICALENDAR.media_type, content)


def _event(here: Perspective, node: ox.NamedNode) -> Iterator[str]:
    """Yield the lines of an entry, in the order in which RFC 5545 names their properties first."""
    site = here.site
    start, end = begin(site, node), day(value(site.graph, node, f"{SCHEMA}endDate"))
    assert start is not None, "asked before"  # noqa: S101  # its type cannot say so
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
    if places := sorted(here.link(place).text for place in objects(site.graph, node, f"{SCHEMA}location")):
        yield f"LOCATION:{escaped(', '.join(places))}"
    yield f"URL:{site.base_url}{quote(site.paths[node.value])}{site.suffix(here.language)}"
    yield "END:VEVENT"


def escaped(text: str) -> str:
    """Return a text as a value (RFC 5545, section 3.3.11)."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def folded(line: str) -> bytes:
    """Return a line with a break before each 75th byte (section 3.1), but none inside a letter or an escape."""
    content, parts, start = line.encode(), list[bytes](), 0
    while len(content) - start > _WIDTH:
        end = start + _WIDTH
        while content[end] & 0xC0 == 0x80:
            end -= 1
        if content[end - 1] in b"\\^":
            end -= 1
        parts.append(content[start:end])
        start = end
    return b"\r\n ".join([*parts, content[start:]])


_WIDTH = 74


def when(moment: date | datetime) -> str:
    """Return a day or a moment with what parts it from the name of its property."""
    if not isinstance(moment, datetime):
        return f";VALUE=DATE:{moment.isoformat().replace('-', '')}"
    text = _utc(moment).isoformat(timespec="seconds").replace("-", "").replace(":", "")
    return f":{text.partition('+')[0]}{'Z' if moment.tzinfo else ''}"


def _utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo is None else moment.astimezone(UTC)


def _order(when: date | datetime) -> datetime:
    if not isinstance(when, datetime):
        return datetime(when.year, when.month, when.day, tzinfo=UTC)
    return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
