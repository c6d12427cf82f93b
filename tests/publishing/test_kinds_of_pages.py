"""Each kind of thing has a page that says first what a reader wants to know of such a thing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from lod import config as configuration
from lod.publishing import Site, artifacts
from lod.publishing.views.pages import Renderer
from lod.terms import SCHEMA
from lod.workspace import Workspace
from tests.publishing.conftest import CASES
from tests.publishing.reading import text


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(configuration.load(CASES / "kinds"))


def _site(workspace: Workspace, *templates: Path) -> Site:
    config = replace(workspace.config, templates=templates)
    return Site(config, workspace.graph, workspace.vocabulary, config.base)


@pytest.fixture(scope="module")
def pages(workspace: Workspace) -> Mapping[str, bytes]:
    return {artifact.path: artifact.content for artifact in artifacts(_site(workspace))}


def test_a_series_says_how_long_it_has_gone_on_and_lists_its_stops(pages: Mapping[str, bytes]) -> None:
    said = text(pages["series/bus.html"])
    assert "Bücherbus seit Sommer 2021 Stationen Halt im Norden 2. Mai 2021 · Nordviertel" in said
    assert said.index("Norden") < said.index("Mitte Juni 2022") < said.index("Süden 2023")


def test_dated_stops_stand_on_a_line_of_time(pages: Mapping[str, bytes]) -> None:
    page = pages["series/bus.html"].decode()
    line = re.search(r'<figure class="timeline">.*?</figure>', page, re.DOTALL)
    assert line
    assert line[0].count("<a ") == 3
    assert "Halt in der Mitte, Juni 2022" in line[0]
    assert '<figure class="timeline">' not in pages["event/nord.html"].decode()


def test_a_stop_knows_its_place_among_the_stops(pages: Mapping[str, bytes]) -> None:
    said = text(pages["event/mitte.html"])
    assert "2. von 3 Teilen Davor: Halt im Norden Danach: Halt im Süden" in said
    assert "Davor" not in text(pages["event/nord.html"])


def test_what_was_said_stands_with_its_speaker_and_its_passage(pages: Mapping[str, bytes]) -> None:
    said = text(pages["event/nord.html"])
    assert "Was gesagt wurde Lesen helfe allen. Ada Winter , Lesen hilft ( Absatz 3 , Absatz 4 )" in said


def test_places_in_an_article_stand_beside_what_it_speaks_of_and_lead_to_the_very_words(
    pages: Mapping[str, bytes],
) -> None:
    article, event = pages["article/bus.html"].decode(), pages["series/bus.html"].decode()
    link = r'<span class="note">\(<a href="https://paper.example/2021/bus\?page=1#:~:text=im%20Norden">Absatz 1</a>\)'
    assert re.search(rf'href="../event/nord.html">Halt im Norden</a>.*{link}', article)
    assert re.search(rf'href="../event/nord.html">Halt im Norden</a>.*{link}', event)


def test_a_person_has_the_newest_events_first_and_those_who_were_there_too(pages: Mapping[str, bytes]) -> None:
    said = text(pages["person/ada.html"])
    found = [said.index(name) for name in ("Halt im Süden", "Halt in der Mitte", "Halt im Norden 2. Mai", "Plausch")]
    assert found == sorted(found)
    assert "Plausch Veranstaltet" in said
    assert "Gemeinsam mit Ben Sommer bei 2 Veranstaltungen" in said
    assert "Kommt in einem Artikel vor Artikel zum Bücherbus" in said


def test_a_body_stands_in_a_tree_of_what_is_above_and_below_it(pages: Mapping[str, bytes]) -> None:
    page = pages["organization/amt.html"].decode()
    assert "Aufbau Land Amt Team" in text(page.encode())
    assert "<strong>Amt</strong>" in page
    assert "Aufbau Land Amt Team" in text(pages["organization/land.html"])


def test_bodies_that_are_each_others_parents_are_shown_once_each(pages: Mapping[str, bytes]) -> None:
    assert text(pages["organization/ring-a.html"]).count("Ring B") == 2  # the line below the heading, and the tree


def test_places_and_topics_stand_in_trees_too(pages: Mapping[str, bytes]) -> None:
    assert "Lage Stadt Nordviertel" in text(pages["place/nord.html"])
    assert "Einordnung Kultur Lesen" in text(pages["topic/lesen.html"])


def test_a_place_says_what_took_place_there(pages: Mapping[str, bytes]) -> None:
    assert "Was hier stattfand Halt im Norden 2. Mai 2021" in text(pages["place/nord.html"])


def test_a_project_says_where_it_was_shown(pages: Mapping[str, bytes]) -> None:
    assert "Wo es vorgestellt wurde Halt in der Mitte Juni 2022" in text(pages["project/bus.html"])


def test_an_article_has_its_statements_with_their_effect(pages: Mapping[str, bytes]) -> None:
    assert "Was gesagt wurde Halt im Norden Lesen helfe allen." in text(pages["article/bus.html"])


def test_evidence_leads_to_the_very_words_in_an_article_on_the_web(pages: Mapping[str, bytes]) -> None:
    page = pages["quotation/lesen.html"].decode()
    start = 'href="https://paper.example/2021/bus?page=1#:~:text='
    assert f'{start}hilft%2C%20ja%20%2D%20wirklich"' in page
    assert f'{start}Der%20Bus,kam%20%26%20ging"' in page


def test_a_picture_says_once_who_stands_where(pages: Mapping[str, bytes]) -> None:
    said = text(pages["image/bus.html"])
    assert "Ada Winter ganz links" in said
    assert said.count("Ada Winter") == 1


def test_the_picture_of_the_neighbours_has_links_and_says_in_words_what_it_shows(pages: Mapping[str, bytes]) -> None:
    page = pages["event/mitte.html"].decode()
    assert (
        "<desc>Halt in der Mitte ist verbunden mit: Bücherbus, Ada Winter, Ben Sommer, Bus-Projekt, Stadt.</desc>"
        in page
    )
    assert '<a class="person" href="../person/ada.html">' in page


def test_the_start_page_has_the_latest_and_a_picture_of_the_whole(pages: Mapping[str, bytes]) -> None:
    said = text(pages["index.html"])
    assert "Neueste Halt im Süden 2023 Halt in der Mitte Juni 2022 Artikel zum Bücherbus 1. Juli 2021" in said
    assert "<title>Das Ganze im Bild</title><desc>" in pages["index.html"].decode()
    assert "5 Veranstaltungen" in said


def test_an_office_says_who_holds_it_where_and_when(pages: Mapping[str, bytes]) -> None:
    said = text(pages["office/leitung.html"])
    assert "Amt Leitung des Teams Cem Herbst · Team 2020" in said
    assert "Bezeichnung" not in said
    assert "Mitglied" not in said


def test_a_scheme_shows_its_topics_once_as_a_tree(pages: Mapping[str, bytes]) -> None:
    said = text(pages["topic/scheme.html"])
    assert "Dazu gehören Themen Beratung Bildung Beteiligung" in said
    assert said.count("Beratung") == 1


def test_topics_that_the_data_is_not_about_are_only_linked_from_the_start_page(
    pages: Mapping[str, bytes],
) -> None:
    said = text(pages["index.html"])
    assert "Themenverzeichnisse" in said.partition("Wie die Daten aufgebaut sind")[2]
    assert "Themenverzeichnis" not in said.partition("Wie die Daten aufgebaut sind")[0]


def test_a_template_for_a_class_is_for_all_below_it(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "things").mkdir()
    (tmp_path / "things" / "GovernmentOrganization.html").write_text(
        '{% extends "things/Organization.html" %}{% block head %}<h1>Amtlich: {{ name.text }}</h1>{% endblock %}'
    )
    pages = {artifact.path: artifact.content for artifact in artifacts(_site(workspace, tmp_path))}
    assert "Amtlich: Amt Aufbau" in text(pages["organization/amt.html"])
    assert "Amtlich" not in text(pages["organization/team.html"])


def test_the_template_is_that_of_the_nearest_class(workspace: Workspace) -> None:
    renderer = Renderer(_site(workspace))
    onto = f"{workspace.config.base}ontology/"
    for kind, name in (
        (f"{SCHEMA}Festival", "things/Event.html"),
        (f"{SCHEMA}EventSeries", "things/EventSeries.html"),
        (f"{onto}DistrictAuthority", "things/Organization.html"),
        (f"{onto}DirectQuotation", "things/Quotation.html"),
        (f"{SCHEMA}Recipe", "thing.html"),
        (None, "thing.html"),
    ):
        assert renderer.template(kind) == name
