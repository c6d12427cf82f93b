"""The description of the dataset is what portals for open data demand, and says of it what the settings say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from lod import config as configuration
from lod.config import Dataset, Publisher
from lod.graph import Graph
from lod.publishing import Site
from lod.publishing.files import description, portals
from lod.publishing.files.dataset import figures, for_search
from lod.terms import DCTERMS, RDF_TYPE, SCHEMA, SKOS
from lod.validation import Severity, validate
from lod.workspace import Workspace

DCAT, DCT = rdflib.Namespace(portals.DCAT), rdflib.Namespace(DCTERMS)
VCARD, DCATDE = rdflib.Namespace(portals.VCARD), rdflib.Namespace(portals.DCATDE)

#: All that a workspace can say.
FULL = Dataset(
    themes=("GOVE", "SOCI"),
    keywords={"de": ("Integration",), "en": ("integration",)},
    contributor="landNRW",
    level=("administrativeDistrict",),
    regions=("districtKey/05966", "http://sws.geonames.org/2857458/"),
    frequency="IRREG",
    availability="AVAILABLE",
    issued=date(2026, 1, 31),
)
WHO = Publisher("Kreis", "https://kreis.example/", "opendata@kreis.example", "+49 2761 81-0", "LocalAuthority")

BY = "https://creativecommons.org/licenses/by/4.0/"


def described(site: Site) -> rdflib.Graph:
    triples = description.triples(site, figures(site))
    return rdflib.Graph().parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES), format="nt")


Made = Callable[..., Site]


@pytest.fixture
def with_settings(site: Site) -> Made:
    """The site with other settings."""
    return lambda **settings: replace(site, config=replace(site.config, **settings))


def judged(site: Site, folder: Path) -> dict[Severity, list[str]]:
    """Return what is demanded or recommended and not there, as the profile of DCAT-AP.de judges it, by severity."""
    file = folder / "dataset.nt"
    file.write_bytes(ox.serialize(description.triples(site, figures(site)), format=ox.RdfFormat.N_TRIPLES) or b"")
    report = validate(replace(site.config, data=(file,)), profiles=("dcat-ap-de",))
    found = [result for result in report.results if "/dcat-ap-de/" in (result.shape or "")]
    return {severity: [one.message("en") for one in found if one.severity is severity] for severity in Severity}


def test_all_that_a_portal_demands_or_recommends_can_be_said(with_settings: Made, tmp_path: Path) -> None:
    site = with_settings(dataset=FULL, publisher=WHO, license=BY)
    found = judged(site, tmp_path)
    assert found[Severity.VIOLATION] == []
    assert found[Severity.WARNING] == []


def test_without_publisher_and_license_the_profile_names_what_is_missing(site: Site, tmp_path: Path) -> None:
    assert {"publisher", "licence"} <= {
        word for message in judged(site, tmp_path)[Severity.VIOLATION] for word in message.replace(":", " ").split()
    }


def test_the_description_of_this_repository_has_what_is_demanded(tmp_path: Path) -> None:
    workspace = Workspace(configuration.load(Path(__file__).parents[2]))
    site = Site(workspace.config, workspace.graph, workspace.vocabulary, workspace.config.base)
    assert judged(site, tmp_path)[Severity.VIOLATION] == []


def test_what_is_not_known_is_left_out(with_settings: Made) -> None:
    said = described(with_settings(publisher=Publisher("Kreis")))
    for property in (DCAT.contactPoint, DCAT.theme, DCATDE.contributorID, DCT.license, DCT.accrualPeriodicity):
        assert not list(said.objects(None, property)), property


def test_a_license_that_asks_for_a_name_comes_with_it(with_settings: Made) -> None:
    said = described(with_settings(publisher=WHO, license=BY))
    assert {str(text) for text in said.objects(None, DCATDE.licenseAttributionByText)} == {"Kreis"}
    assert rdflib.URIRef("http://dcat-ap.de/def/licenses/cc-by/4.0") in set(said.objects(None, DCT.license))


def test_how_to_reach_the_publisher_is_said_in_addresses(with_settings: Made) -> None:
    said = described(with_settings(publisher=WHO))
    contact = next(said.objects(None, DCAT.contactPoint))
    assert str(said.value(contact, VCARD.hasEmail)) == "mailto:opendata@kreis.example"
    assert str(said.value(contact, VCARD.hasTelephone)) == "tel:+492761810"


def test_without_keywords_in_the_settings_the_topics_that_the_data_is_about_are_the_keywords(site: Site) -> None:
    books, films, kind = (ox.NamedNode(f"{site.config.base}topic/{name}") for name in ("books", "films", "all"))
    triples = [
        *(ox.Triple(node, ox.NamedNode(RDF_TYPE), ox.NamedNode(f"{SKOS}Concept")) for node in (books, films, kind)),
        *(ox.Triple(node, ox.NamedNode(f"{SKOS}broader"), kind) for node in (books, films)),
        ox.Triple(books, ox.NamedNode(f"{SKOS}prefLabel"), ox.Literal("Bücher", language="de")),
        ox.Triple(site.things[0], ox.NamedNode(f"{SCHEMA}about"), books),
    ]
    more = replace(site, graph=Graph(triples))
    assert list(described(more).objects(None, DCAT.keyword)) == [rdflib.Literal("Bücher", lang="de")]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ([("startDate", "2017")], ("2017", None)),
        ([("startDate", "2017"), ("endDate", "2022-10")], ("2017", "2022-10")),
        ([("startDate", "2024-05-01T10:00:00+02:00")], ("2024-05-01", "2024-05-01")),
        ([("datePublished", "2023"), ("startDate", "2023-02-01")], ("2023", "2023")),
        ([("startDate", "im Sommer"), ("endDate", "2017-22")], (None, None)),
    ],
)
def test_the_period_reaches_from_the_first_to_the_last_date(
    site: Site, said: list[tuple[str, str]], expected: tuple[str | None, str | None]
) -> None:
    node = ox.NamedNode(f"{site.config.base}event/x")
    graph = Graph(ox.Triple(node, ox.NamedNode(SCHEMA + name), ox.Literal(text)) for name, text in said)
    assert figures(replace(site, graph=graph)).period == expected


def test_search_engines_are_told_the_same(with_settings: Made) -> None:
    site = with_settings(dataset=FULL, publisher=WHO)
    found = for_search(site, figures(site), "en", "News", "")
    assert found["keywords"] == ["integration"]
    assert found["publisher"] == {
        "@type": "Organization",
        "name": "Kreis",
        "url": "https://kreis.example/",
        "email": "opendata@kreis.example",
        "telephone": "+49 2761 81-0",
    }
