"""The dataset as portals for open data harvest it: catalogue, dataset, distributions, publisher, in DCAT-AP.de 3.0.

https://www.dcat-ap.de/def/dcatde/3.0/spec/. What is not known is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from types import MappingProxyType

import pyoxigraph as ox

from lod.media import BY_NAME
from lod.publishing.files import dumps
from lod.publishing.files.dataset import STEM, Figures, keywords, modified
from lod.publishing.site.site import Site
from lod.terms import DCTERMS, RDF_TYPE, XSD

DCAT = "http://www.w3.org/ns/dcat#"
DCATAP = "http://data.europa.eu/r5r/"
DCATDE = "http://dcat-ap.de/def/dcatde/"
FOAF = "http://xmlns.com/foaf/0.1/"
VCARD = "http://www.w3.org/2006/vcard/ns#"

#: The prefixes of this part of the description.
PREFIXES = MappingProxyType({"dcat": DCAT, "dcatap": DCATAP, "dcatde": DCATDE, "foaf": FOAF, "vcard": VCARD})

_EU = "http://publications.europa.eu/resource/authority"
_IANA = "https://www.iana.org/assignments/media-types/"

#: The names of the formats of dumps in the lists of the EU and of the W3C.
_FILE_TYPES = {"turtle": "RDF_TURTLE", "jsonld": "JSON_LD", "nquads": "RDF_N_QUADS"}

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

#: Those of them that ask for the name of who publishes (conventions of DCAT-AP.de, 35).
_NAMING = ("/licenses/cc-by", "/licenses/dl-by-de")

_DE = "http://dcat-ap.de/def"
_GEOCODING = f"{_DE}/politicalGeocoding/"

# What a date with so many characters is.
_DATES = {4: "gYear", 7: "gYearMonth", 10: "date"}

_Term = ox.NamedNode | ox.Literal
_Statements = Iterator[tuple[str, _Term]]


def triples(site: Site, figures: Figures) -> Iterator[ox.Triple]:
    """Yield the description of the dataset, of the catalogue that it is in, and of its distributions."""
    for name, statements in (
        ("", _dataset(site, figures)),
        ("catalog", _catalogue(site)),
        ("publisher", _publisher(site)),
        ("contact", _contact(site)),
        ("period", _period(figures)),
        *((format, _distribution(site, format)) for format in dumps.FORMATS),
    ):
        node = _node(site, name)
        yield from (ox.Triple(node, ox.NamedNode(iri), term) for iri, term in statements)


def _node(site: Site, name: str) -> ox.NamedNode:
    """Return a part of the description; without a name the dataset itself."""
    return ox.NamedNode(f"{site.config.base}{STEM}#{name}".removesuffix("#"))


def _dataset(site: Site, figures: Figures) -> _Statements:
    config, url = site.config, site.base_url
    said = config.dataset
    yield RDF_TYPE, ox.NamedNode(f"{DCAT}Dataset")
    yield from _about(site)
    yield f"{DCTERMS}identifier", ox.Literal(config.base + STEM)
    yield f"{DCTERMS}accessRights", ox.NamedNode(f"{_EU}/access-right/PUBLIC")
    yield f"{DCAT}landingPage", ox.NamedNode(f"{url}{STEM}.html")
    yield f"{FOAF}homepage", ox.NamedNode(f"{url}index.html")
    if config.license:
        yield f"{DCTERMS}license", ox.NamedNode(config.license)
    for name in dumps.FORMATS:
        yield f"{DCAT}distribution", _node(site, name)
    for tag in config.languages:
        for text in keywords(site, figures, tag):
            yield f"{DCAT}keyword", ox.Literal(text, language=tag)
    for theme in said.themes:
        yield f"{DCAT}theme", ox.NamedNode(f"{_EU}/data-theme/{theme}")
    for level in said.level:
        yield f"{DCATDE}politicalGeocodingLevelURI", ox.NamedNode(f"{_GEOCODING}Level/{level}")
    for region in said.regions:
        if _GEOCODING in _region(region):
            yield f"{DCATDE}politicalGeocodingURI", ox.NamedNode(_region(region))
    if said.contributor:
        yield f"{DCATDE}contributorID", ox.NamedNode(f"{_DE}/contributors/{said.contributor}")
    if said.frequency:
        yield f"{DCTERMS}accrualPeriodicity", ox.NamedNode(f"{_EU}/frequency/{said.frequency}")
    if any(_contact(site)):
        yield f"{DCAT}contactPoint", _node(site, "contact")
    if any(_period(figures)):
        yield f"{DCTERMS}temporal", _node(site, "period")


def _catalogue(site: Site) -> _Statements:
    yield RDF_TYPE, ox.NamedNode(f"{DCAT}Catalog")
    yield from _about(site)
    yield f"{FOAF}homepage", ox.NamedNode(f"{site.base_url}index.html")
    yield f"{DCAT}dataset", _node(site, "")
    yield f"{DCAT}themeTaxonomy", ox.NamedNode(f"{_EU}/data-theme")
    yield from _licensed(site)


def _about(site: Site) -> _Statements:
    """Yield what is said alike of the dataset and of the catalogue."""
    config = site.config
    titles = config.title or {config.language: config.base}
    for iri, texts in ((f"{DCTERMS}title", titles), (f"{DCTERMS}description", config.description or titles)):
        for tag, text in texts.items():
            yield iri, ox.Literal(text, language=tag)
    for tag in config.languages:
        if code := _LANGUAGES.get(tag.partition("-")[0]):
            yield f"{DCTERMS}language", ox.NamedNode(f"{_EU}/language/{code}")
    if config.publisher:
        yield f"{DCTERMS}publisher", _node(site, "publisher")
    for region in config.dataset.regions:
        yield f"{DCTERMS}spatial", ox.NamedNode(_region(region))
    if first := config.dataset.issued:
        yield f"{DCTERMS}issued", _date(first.isoformat())
    yield from _kept(site)


def _distribution(site: Site, name: str) -> _Statements:
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
    yield from _licensed(site)
    yield from _kept(site)


def _licensed(site: Site) -> _Statements:
    """Yield the license as portals know it, and the name to be given with it where it asks for one."""
    config = site.config
    if config.license:
        known = _LICENSES.get(config.license.partition("://")[2].rstrip("/"), config.license)
        yield f"{DCTERMS}license", ox.NamedNode(known)
        if config.publisher and any(part in known for part in _NAMING):
            yield f"{DCATDE}licenseAttributionByText", ox.Literal(config.publisher.name)


def _kept(site: Site) -> _Statements:
    """Yield when the data was changed, and for how long it is meant to be there."""
    if when := modified(site):
        yield f"{DCTERMS}modified", _moment(when)
    if word := site.config.dataset.availability:
        yield f"{DCATAP}availability", ox.NamedNode(f"{_EU}/planned-availability/{word}")


def _publisher(site: Site) -> _Statements:
    if who := site.config.publisher:
        yield RDF_TYPE, ox.NamedNode(f"{FOAF}Agent")
        yield f"{FOAF}name", ox.Literal(who.name)
        if who.type:
            yield f"{DCTERMS}type", ox.NamedNode(f"http://purl.org/adms/publishertype/{who.type}")
        if who.url:
            yield f"{FOAF}homepage", ox.NamedNode(who.url)


def _contact(site: Site) -> _Statements:
    """Yield how to reach who publishes; nothing where no way is known."""
    who = site.config.publisher
    if who and (who.email or who.phone or who.url):
        yield RDF_TYPE, ox.NamedNode(f"{VCARD}Kind")
        yield RDF_TYPE, ox.NamedNode(f"{VCARD}Organization")
        yield f"{VCARD}fn", ox.Literal(who.name)
        if who.email:
            yield f"{VCARD}hasEmail", ox.NamedNode(f"mailto:{who.email}")
        if who.phone:
            yield f"{VCARD}hasTelephone", ox.NamedNode(f"tel:{''.join(c for c in who.phone if c in '+0123456789')}")
        if who.url:
            yield f"{VCARD}hasURL", ox.NamedNode(who.url)


def _period(figures: Figures) -> _Statements:
    dates = dict(zip(("startDate", "endDate"), figures.period, strict=True))
    if any(dates.values()):
        yield RDF_TYPE, ox.NamedNode(f"{DCTERMS}PeriodOfTime")
    yield from ((DCAT + name, _date(text)) for name, text in dates.items() if text)


def _region(text: str) -> str:
    return text if "://" in text else f"{_GEOCODING}{text}"


def _date(text: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(XSD + _DATES[len(text)]))


def _moment(when: datetime) -> ox.Literal:
    return ox.Literal(when.strftime("%Y-%m-%dT%H:%M:%SZ"), datatype=ox.NamedNode(f"{XSD}dateTime"))
