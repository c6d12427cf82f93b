"""A further language is a file of labels and a file of strings, no code."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from lod import config as configuration
from lod.errors import PublishError
from lod.publishing import Site, artifacts
from lod.publishing.site import strings
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


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("nmae = 'Français'", "unknown key 'nmae'.*\n?.*'name'"),
        ("[say]\nmoer = 'x'", "unknown key 'say.moer'"),
        ("[say]\nmore = '… et {x} autres'", "'say.more' has a place that is never filled: {x}"),
        ("[say]\nmore = '… et {n autres'", "'say.more' has braces that do not match"),
        ("[say]\nappears = ['Dans un article']", "'say.appears' must be 2 texts, not 1"),
        ("[say]\nmore = 3", "'say.more' must be text"),
        ("say = 'x'", "'say' must be a table"),
        ("[dates]\nmonths = ['janvier']", "'dates.months' must be 12 texts, not 1"),
    ],
)
def test_a_file_of_strings_that_pages_cannot_use_is_told_with_its_key(tmp_path: Path, said: str, fault: str) -> None:
    (tmp_path / "strings.fr.toml").write_text(said, "utf-8")
    with pytest.raises(PublishError, match=fault) as told:
        strings.load("fr", [tmp_path])
    assert told.value.remedy


def test_a_file_of_strings_may_name_further_languages_and_kinds(tmp_path: Path) -> None:
    (tmp_path / "strings.fr.toml").write_text("[languages]\nbr = 'breton'\n[families]\nRecipe = 'Recettes'\n", "utf-8")
    said = strings.load("fr", [tmp_path])
    assert (said.languages["br"], said.families["Recipe"], said.say["home"]) == ("breton", "Recettes", "Start page")
