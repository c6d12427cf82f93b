"""The dataset described: VoID with counts and partitions, and DCAT-AP.de 3.0 for data portals, in one graph.

https://www.w3.org/TR/void/ and https://www.dcat-ap.de/def/dcatde/3.0/spec/
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from os import environ

import pyoxigraph as ox

from lod.media import BY_NAME
from lod.publishing.files import dumps
from lod.publishing.site import reads
from lod.publishing.site.site import Site
from lod.terms import DCTERMS, RDF_TYPE, XSD, namespace

STEM = "dataset"

#: Where the description is found from the host alone (VoID, section 6.1).
WELL_KNOWN = ".well-known/void"

#: What the description is published in.
FORMATS = ("turtle", "jsonld")

VOID = "http://rdfs.org/ns/void#"
DCAT = "http://www.w3.org/ns/dcat#"
FOAF = "http://xmlns.com/foaf/0.1/"

_EU = "http://publications.europa.eu/resource/authority"
_IANA = "https://www.iana.org/assignments/media-types/"

#: The names of the formats of dumps in the lists of the EU and of the W3C.
_FILE_TYPES = {"turtle": "RDF_TURTLE", "jsonld": "JSON_LD", "nquads": "RDF_N_QUADS"}
_FEATURES = {"turtle": "Turtle", "jsonld": "JSON-LD", "nquads": "N-Quads"}

#: Languages by their tags in the list of the EU; others are left out.
_LANGUAGES = {
    "de": "DEU", "en": "ENG", "fr": "FRA", "nl": "NLD", "pl": "POL", "it": "ITA", "es": "SPA", "da": "DAN",
    "cs": "CES", "sv": "SWE", "tr": "TUR", "uk": "UKR", "ru": "RUS", "ar": "ARA",
}  # fmt: skip

#: Licences by address as DCAT-AP.de lists them; others stand as they are.
_LICENSES = {
    "creativecommons.org/publicdomain/zero/1.0": "http://dcat-ap.de/def/licenses/cc-zero",
    "creativecommons.org/licenses/by/4.0": "http://dcat-ap.de/def/licenses/cc-by/4.0",
    "creativecommons.org/licenses/by-sa/4.0": "http://dcat-ap.de/def/licenses/cc-by-sa/4.0",
    "www.govdata.de/dl-de/by-2-0": "http://dcat-ap.de/def/licenses/dl-by-de/2.0",
    "www.govdata.de/dl-de/zero-2-0": "http://dcat-ap.de/def/licenses/dl-zero-de/2.0",
}


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
    """Count what the dataset holds."""
    classes: Counter[str] = Counter()
    properties: Counter[str] = Counter()
    subjects: set[object] = set()
    objects: set[object] = set()
    for triple in site.data():
        predicate = triple.predicate.value
        properties[predicate] += 1
        if predicate == RDF_TYPE and isinstance(triple.object, ox.NamedNode):
            classes[triple.object.value] += 1
        subjects.add(triple.subject)
        objects.add(triple.object)
    return Figures(properties.total(), len(site.things), len(subjects), len(objects), classes, properties)


def modified(site: Site) -> datetime | None:
    """Return when the newest thing was changed; where none is dated, SOURCE_DATE_EPOCH if it is set."""
    epoch = environ.get("SOURCE_DATE_EPOCH", "")
    return site.newest or (datetime.fromtimestamp(int(epoch), UTC) if epoch.isdecimal() else None)


def triples(site: Site, counted: Figures) -> Iterator[ox.Triple]:
    """Yield the description of the dataset, of the catalogue that it is in, and of its distributions."""
    site.reads.note(reads.ALL)
    base = site.config.base
    dataset, catalogue = ox.NamedNode(base + STEM), ox.NamedNode(f"{base}{STEM}#catalog")
    yield from _said(dataset, _dataset(site))
    yield from _said(catalogue, _catalogue(site, dataset))
    for name in dumps.FORMATS:
        yield from _said(_distribution(site, name), _download(site, name))
    yield from _publisher(site)
    for key, number in (
        ("triples", counted.triples),
        ("entities", counted.entities),
        ("classes", len(counted.classes)),
        ("properties", len(counted.properties)),
        ("distinctSubjects", counted.subjects),
        ("distinctObjects", counted.objects),
    ):
        yield ox.Triple(dataset, ox.NamedNode(VOID + key), _number(number))
    for part, key, unit, uses in (
        ("classPartition", "class", "entities", counted.classes),
        ("propertyPartition", "property", "triples", counted.properties),
    ):
        for iri in sorted(uses):
            node = ox.BlankNode(f"{key}{reads.number(iri):016x}")
            yield ox.Triple(dataset, ox.NamedNode(VOID + part), node)
            yield ox.Triple(node, ox.NamedNode(VOID + key), ox.NamedNode(iri))
            yield ox.Triple(node, ox.NamedNode(VOID + unit), _number(uses[iri]))
    for space in sorted({namespace(iri) for iri in (*counted.classes, *counted.properties)}):
        yield ox.Triple(dataset, ox.NamedNode(f"{VOID}vocabulary"), ox.NamedNode(space))


_Statements = Iterator[tuple[str, ox.NamedNode | ox.BlankNode | ox.Literal]]


def _said(node: ox.NamedNode, statements: _Statements) -> Iterator[ox.Triple]:
    return (ox.Triple(node, ox.NamedNode(iri), term) for iri, term in statements)


def _dataset(site: Site) -> _Statements:
    config, url = site.config, site.base_url
    yield RDF_TYPE, ox.NamedNode(f"{DCAT}Dataset")
    yield RDF_TYPE, ox.NamedNode(f"{VOID}Dataset")
    yield from _about(site)
    yield f"{DCTERMS}identifier", ox.Literal(config.base + STEM)
    yield f"{DCAT}landingPage", ox.NamedNode(f"{url}{STEM}.html")
    yield f"{FOAF}homepage", ox.NamedNode(f"{url}index.html")
    if config.license:
        yield f"{DCTERMS}license", ox.NamedNode(config.license)
    if when := modified(site):
        yield f"{DCTERMS}modified", _moment(when)
    for name in dumps.FORMATS:
        yield f"{DCAT}distribution", _distribution(site, name)
        yield f"{VOID}dataDump", ox.NamedNode(url + dumps.FILES[name])
        yield f"{VOID}feature", ox.NamedNode(f"http://www.w3.org/ns/formats/{_FEATURES[name].replace('-', '_')}")
    yield f"{VOID}uriSpace", ox.Literal(config.base)
    for things in site.families.values():
        # An example of each kind: what others point to most.
        first = min(things, key=lambda node: (-site.degrees.get(node.value, 0), node.value))
        yield f"{VOID}exampleResource", first


def _catalogue(site: Site, dataset: ox.NamedNode) -> _Statements:
    yield RDF_TYPE, ox.NamedNode(f"{DCAT}Catalog")
    yield from _about(site)
    yield f"{FOAF}homepage", ox.NamedNode(f"{site.base_url}index.html")
    yield f"{DCAT}dataset", dataset
    if site.config.license:
        yield f"{DCTERMS}license", ox.NamedNode(site.config.license)


def _about(site: Site) -> _Statements:
    """Yield what the configuration says of the whole: titles, descriptions, languages, who publishes it."""
    config = site.config
    titles = config.title or {config.language: config.base}
    for iri, texts in ((f"{DCTERMS}title", titles), (f"{DCTERMS}description", config.description or titles)):
        for tag, text in texts.items():
            yield iri, ox.Literal(text, language=tag)
    for tag in config.languages:
        if code := _LANGUAGES.get(tag.partition("-")[0]):
            yield f"{DCTERMS}language", ox.NamedNode(f"{_EU}/language/{code}")
    if config.publisher:
        yield f"{DCTERMS}publisher", ox.NamedNode(f"{config.base}{STEM}#publisher")


def _download(site: Site, name: str) -> _Statements:
    format, file = BY_NAME[name], dumps.FILES[name]
    url = ox.NamedNode(site.base_url + file)
    yield RDF_TYPE, ox.NamedNode(f"{DCAT}Distribution")
    for tag in site.config.languages:
        yield f"{DCTERMS}title", ox.Literal(f"{format.label} ({file})", language=tag)
    yield f"{DCAT}accessURL", url
    yield f"{DCAT}downloadURL", url
    yield f"{DCAT}mediaType", ox.NamedNode(_IANA + format.media_type)
    yield f"{DCTERMS}format", ox.NamedNode(f"{_EU}/file-type/{_FILE_TYPES[name]}")
    if file.endswith(".gz"):
        yield f"{DCAT}compressFormat", ox.NamedNode(f"{_IANA}application/gzip")
    if license := site.config.license:
        key = license.partition("://")[2].rstrip("/")
        yield f"{DCTERMS}license", ox.NamedNode(_LICENSES.get(key, license))
    if when := modified(site):
        yield f"{DCTERMS}modified", _moment(when)


def _publisher(site: Site) -> Iterator[ox.Triple]:
    if (who := site.config.publisher) is None:
        return
    node = ox.NamedNode(f"{site.config.base}{STEM}#publisher")
    yield ox.Triple(node, ox.NamedNode(RDF_TYPE), ox.NamedNode(f"{FOAF}Agent"))
    yield ox.Triple(node, ox.NamedNode(f"{FOAF}name"), ox.Literal(who.name))
    if who.url:
        yield ox.Triple(node, ox.NamedNode(f"{FOAF}homepage"), ox.NamedNode(who.url))


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
    if config.publisher:
        who: dict[str, object] = {"@type": "Organization", "name": config.publisher.name}
        found["creator"] = found["publisher"] = {**who, "url": config.publisher.url} if config.publisher.url else who
    if when := modified(site):
        found["dateModified"] = when.date().isoformat()
    return found


def _distribution(site: Site, name: str) -> ox.NamedNode:
    return ox.NamedNode(f"{site.config.base}{STEM}#{name}")


def _number(number: int) -> ox.Literal:
    return ox.Literal(str(number), datatype=ox.NamedNode(f"{XSD}integer"))


def _moment(when: datetime) -> ox.Literal:
    return ox.Literal(when.strftime("%Y-%m-%dT%H:%M:%SZ"), datatype=ox.NamedNode(f"{XSD}dateTime"))
