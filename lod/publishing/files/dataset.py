"""The dataset as a whole: how much there is, when it changed, what it is about, and what search engines are told."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from heapq import nsmallest
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
    """The numbers of a dataset: statements, things with a page, subjects, objects, uses of each class and property.

    `period` are the first and the last date of the data, years, months or days (ISO 8601), as far as they are known;
    `topics` those that most of it is about.
    """

    triples: int
    entities: int
    subjects: int
    objects: int
    classes: Mapping[str, int]
    properties: Mapping[str, int]
    period: tuple[str | None, str | None]
    topics: Sequence[ox.NamedNode]


def figures(site: Site) -> Figures:
    """Return the numbers of what a site holds."""
    counts = site.survey.counts
    return Figures(
        triples=counts.triples,
        entities=len(site.things),
        subjects=counts.subjects,
        objects=counts.objects,
        classes=counts.classes,
        properties=counts.properties,
        period=_period(site),
        topics=() if site.config.dataset.keywords else _topics(site),
    )


def modified(site: Site) -> datetime | None:
    """Return when the newest thing was changed; where none is dated, SOURCE_DATE_EPOCH if it is set."""
    epoch = environ.get("SOURCE_DATE_EPOCH", "")
    return site.newest or (datetime.fromtimestamp(int(epoch), UTC) if epoch.isdecimal() else None)


def keywords(site: Site, figures: Figures, language: str) -> Sequence[str]:
    """Return what the dataset is about in a few words: by the configuration, else the topics most pointed to."""
    if said := site.config.dataset.keywords:
        return said.get(language, ())
    names = (site.names.find(node, language) for node in figures.topics)
    return [name.text for name in names if name is not None and name.language in (None, language)]


def _topics(site: Site) -> Sequence[ox.NamedNode]:
    """Return the topics that most things are about; how topics are ordered among themselves does not count."""
    degrees = site.ties.degrees
    uses = Counter({node.value: degrees.get(node.value, 0) for node in site.families.get(f"{SKOS}Concept", ())})
    for iri in site.survey.used if uses else ():
        if iri.startswith(SKOS):
            ordered = (triple.object for triple in site.graph.triples(None, ox.NamedNode(iri)))
            uses.subtract(node.value for node in ordered if isinstance(node, ox.NamedNode) and node.value in uses)
    first = nsmallest(_KEYWORDS, (iri for iri, count in uses.items() if count), key=lambda iri: (-uses[iri], iri))
    return [ox.NamedNode(iri) for iri in first]


def _period(site: Site) -> tuple[str | None, str | None]:
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


def for_search(site: Site, figures: Figures, language: str, title: str, description: str) -> dict[str, object]:
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
    if words := keywords(site, figures, language):
        found["keywords"] = list(words)
    first, last = figures.period
    if first:
        found["temporalCoverage"] = f"{first}/{last or '..'}"
    return found
