"""The dataset as a whole: how much there is, when it changed, what it is about, and what search engines are told."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from os import environ

import pyoxigraph as ox

from lod.media import BY_NAME
from lod.publishing.files import dumps
from lod.publishing.site.site import Site
from lod.terms import SCHEMA, SKOS

STEM = "dataset"

#: Where the description is found from the host alone (VoID, section 6.1).
WELL_KNOWN = ".well-known/void"

#: What the description is published in.
FORMATS = ("turtle", "jsonld")

#: So many words at most say what the dataset is about, where the configuration does not.
_KEYWORDS = 10

# What says when something was.
_BEGUN = ox.NamedNode(f"{SCHEMA}startDate")
_DATED = (_BEGUN, *(ox.NamedNode(f"{SCHEMA}{name}") for name in ("endDate", "datePublished", "dateCreated")))
_DAY = 10
_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?(?![\d-])")


@dataclass(frozen=True, slots=True)
class Figures:
    """The numbers of a dataset: statements, things with a page, subjects, objects, uses of each class and property."""

    triples: int
    entities: int
    subjects: int
    objects: int
    classes: Mapping[str, int]
    properties: Mapping[str, int]


def figures(site: Site) -> Figures:
    """Return the numbers of what a site holds."""
    counts = site.survey.counts
    return Figures(counts.triples, len(site.things), counts.subjects, counts.objects, counts.classes, counts.properties)


def modified(site: Site) -> datetime | None:
    """Return when the newest thing was changed; where none is dated, SOURCE_DATE_EPOCH if it is set."""
    epoch = environ.get("SOURCE_DATE_EPOCH", "")
    return site.newest or (datetime.fromtimestamp(int(epoch), UTC) if epoch.isdecimal() else None)


def keywords(site: Site, language: str) -> Sequence[str]:
    """Return what the dataset is about in a few words: by the configuration, else the topics most pointed to."""
    if said := site.config.dataset.keywords:
        return said.get(language, ())
    uses = Counter({node: _uses(site, node) for node in site.families.get(f"{SKOS}Concept", ())})
    topics = sorted((node for node in uses if uses[node]), key=lambda node: (-uses[node], node.value))
    names = (site.names.find(node, language) for node in topics[:_KEYWORDS])
    return [name.text for name in names if name is not None and name.language in (None, language)]


def _uses(site: Site, topic: ox.NamedNode) -> int:
    """Count the statements that something is about a topic; how topics are ordered among themselves does not count."""
    return sum(not triple.predicate.value.startswith(SKOS) for triple in site.graph.triples(None, None, topic))


def period(site: Site) -> tuple[str | None, str | None]:
    """Return the first and the last date of the data, years, months or days (ISO 8601), as far as they are known."""
    first, last = set[str](), set[str]()
    for predicate in _DATED:
        for triple in site.graph.triples(None, predicate):
            if isinstance(triple.object, ox.Literal) and (match := _DATE.match(triple.object.value)):
                first.add(match[0])
                # What began in some year may last until today.
                if predicate != _BEGUN or len(match[0]) == _DAY:
                    last.add(match[0])
    # A year begins with its first day and ends with its last.
    return min(first, default=None), max(last, key=lambda text: f"{text}~", default=None)


def for_search(site: Site, language: str, title: str, description: str) -> dict[str, object]:
    """Return the description that search engines for data read: a schema:Dataset as a JSON object."""
    config, url = site.config, site.base_url
    found: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": config.base + STEM,
        "name": title,
        "description": description or title,
        "url": f"{url}{STEM}{site.suffix(language)}",
        "inLanguage": list(config.languages),
        "isAccessibleForFree": True,
        "distribution": [
            {
                "@type": "DataDownload",
                "name": BY_NAME[name].label,
                "encodingFormat": BY_NAME[name].media_type,
                "contentUrl": url + dumps.FILES[name],
            }
            for name in dumps.FORMATS
        ],
    }
    if config.license:
        found["license"] = config.license
    if who := config.publisher:
        ways = {"name": who.name, "url": who.url, "email": who.email, "telephone": who.phone}
        stated = {key: text for key, text in ways.items() if text}
        found["creator"] = found["publisher"] = {"@type": "Organization", **stated}
    if when := modified(site):
        found["dateModified"] = when.date().isoformat()
    if words := keywords(site, language):
        found["keywords"] = list(words)
    first, last = period(site)
    if first:
        found["temporalCoverage"] = f"{first}/{last or '..'}"
    return found
