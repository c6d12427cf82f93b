"""Headers of negotiation, well and badly written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lod.media import BY_NAME
from lod.server import negotiation

NAMES = ("html", "turtle", "jsonld", "rdfxml")


@given(st.text(max_size=200))
def test_any_header_is_read_and_gives_a_format_of_the_list_or_none(header: str) -> None:
    found = negotiation.format(header, NAMES)
    assert found is None or found in NAMES
    assert negotiation.language(header, ("de", "en")) in ("de", "en")
    negotiation.gzip(header)


@given(st.permutations(NAMES))
def test_the_heaviest_format_wins_whatever_the_order(names: list[str]) -> None:
    header = ", ".join(f"{BY_NAME[name].media_type};q=0.{9 - NAMES.index(name)}" for name in names)
    assert negotiation.format(header, names) == "html"


@pytest.mark.parametrize(
    ("header", "right"),
    [
        (None, "html"),
        ("", "html"),
        ("TEXT/Turtle", "turtle"),
        ('text/turtle; q = 0.4 , application/ld+json;profile="a,b;q=0";q=0.5', "jsonld"),
        ("text/turtle;q=0.333, text/html;q=0.332", "turtle"),
        ("application/json", "jsonld"),
        ("image/*", None),
        ("*/*;q=0", None),
        ("*", "html"),
        ("text/turtle, image/gif, *; q=.2, */*; q=.2", "turtle"),
        ("text/html; q=.2, *; q=.3", "turtle"),
    ],
)
def test_headers_mean_what_the_standard_says(header: str | None, right: str | None) -> None:
    assert negotiation.format(header, NAMES) == right


@pytest.mark.parametrize(
    ("header", "right"),
    [(None, "de"), ("en", "en"), ("de-AT, en;q=0.9", "de"), ("fr", "de"), ("*;q=0.1, en;q=0", "de"), ("EN-us", "en")],
)
def test_a_language_is_found_for_every_reader(header: str | None, right: str) -> None:
    assert negotiation.language(header, ("de", "en")) == right


@pytest.mark.parametrize(
    ("header", "right"), [("gzip", True), ("gzip;q=0", False), ("*", True), ("br", False), (None, False)]
)
def test_only_who_can_unpack_is_sent_gzip(header: str | None, right: bool) -> None:
    assert negotiation.gzip(header) is right
