"""Dates and durations are said in words; the cases are in tests/cases/publishing/dates.toml."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lod.publishing.site import dates, strings
from tests.publishing.conftest import CASES

WORDS = tomllib.loads((CASES / "dates.toml").read_text("utf-8"))
LANGUAGES = [strings.load(tag) for tag in ("de", "en")]


@pytest.mark.parametrize(("text", "words"), WORDS["dates"].items())
def test_a_date_is_said_in_words(text: str, words: list[str]) -> None:
    assert [dates.date(text, language) for language in LANGUAGES] == words


@pytest.mark.parametrize(("text", "words"), WORDS["durations"].items())
def test_a_duration_is_said_in_words(text: str, words: list[str]) -> None:
    assert [dates.duration(text, language) for language in LANGUAGES] == words


def test_what_goes_on_is_since_its_start() -> None:
    assert dates.period("2017-22", "", LANGUAGES[0], ongoing=True) == "seit Sommer 2017"


@given(st.text(st.sampled_from("0123456789-/.XTZPYMDHS?~%:"), max_size=16))
def test_no_text_is_too_odd_for_a_date_or_a_duration(text: str) -> None:
    assert isinstance(dates.date(text, LANGUAGES[0]), str)
    assert isinstance(dates.duration(text, LANGUAGES[0]), str)


def test_a_language_without_a_file_is_said_in_english_and_its_region_in_its_own() -> None:
    assert strings.load("xx").say["home"] == "Start page"
    assert strings.load("xx").language == "en"
    assert strings.load("de-AT").say["home"] == "Startseite"


def test_languages_say_the_same_things() -> None:
    german, english = LANGUAGES
    for table in ("say", "dates", "durations"):
        assert set(getattr(german, table)) == set(getattr(english, table))
