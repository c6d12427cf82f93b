"""A further language is a file of labels and a file of strings, no code."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from lod import config as configuration
from lod.publishing import Site, artifacts
from lod.workspace import Workspace
from tests.publishing.conftest import CASES
from tests.publishing.reading import text


@pytest.fixture(scope="module")
def pages() -> Mapping[str, bytes]:
    workspace = Workspace(configuration.load(CASES / "third"))
    site = Site(workspace.config, workspace.graph, workspace.vocabulary, workspace.config.base)
    return {artifact.path: artifact.content for artifact in artifacts(site)}


def test_a_page_speaks_the_third_language_in_all_that_it_says(pages: Mapping[str, bytes]) -> None:
    said = text(pages["event/lesenacht.fr.html"])
    assert "Événement Nuit de lecture 5 mars 2021 · 3 heures 30 minutes" in said
    assert "Une nuit avec des livres." in said
    assert "Participants Ada Winter" in said
    assert "D’où nous le savons" in said


def test_a_page_names_its_languages_and_leads_to_each(pages: Mapping[str, bytes]) -> None:
    page = pages["event/lesenacht.fr.html"].decode()
    assert '<html lang="fr">' in page
    for tag, path in (("de", "lesenacht.html"), ("fr", "lesenacht.fr.html"), ("ar", "lesenacht.ar.html")):
        assert f'hreflang="{tag}" href="https://news.example.org/event/{path}"' in page
    assert '<a href="../event/lesenacht.html" lang="de" hreflang="de">Deutsch</a>' in page


def test_what_is_not_there_in_the_language_is_said_in_the_next_one_and_marked(pages: Mapping[str, bytes]) -> None:
    page = pages["event/begruessung.fr.html"].decode()
    assert '<h1 lang="de">Begrüßung</h1>' in page


def test_a_page_runs_from_right_to_left_where_its_language_does(pages: Mapping[str, bytes]) -> None:
    page = pages["event/lesenacht.ar.html"].decode()
    assert '<html lang="ar" dir="rtl">' in page
    assert "<h1>ليلة القراءة</h1>" in page
