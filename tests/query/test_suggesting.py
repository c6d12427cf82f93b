"""At each place of a query that is being written, what may stand there is suggested."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lod.query import find
from lod.query.suggesting import MOST, Suggestions
from tests.query.worlds import SMALL, small


@cache
def suggestions() -> Suggestions:
    return Suggestions(small(), SMALL, find(SMALL))


@pytest.mark.parametrize(
    ("before", "suggested"),
    [
        ("off", "offices"),
        ("where w", "who="),
        ("where who=person/ada d", "day="),
        ("where who=per", "person/ada"),
        ("where language=", "de"),
        ("sel", "SELECT"),
        ("SELECT * { ?e sch", "schema:"),
        ("SELECT * { ?e schema:att", "schema:attendee"),
        ("SELECT * { ?e schema:tourB", "schema:tourBookingPage"),
        ("SELECT * { person:", "person:ada"),
        ("SELECT ?event { ?e", "?event"),
        ("SELECT * { ?s ?p ?o } ord", "ORDER"),
    ],
)
def test_what_is_meant_is_among_the_suggestions(before: str, suggested: str) -> None:
    found = {s.text: s for s in suggestions().at(before)}
    assert suggested in found
    typed = before[len(before) - found[suggested].replaces :]
    assert suggested.casefold().startswith(typed.casefold())


def test_what_the_data_uses_comes_first() -> None:
    texts = [s.text for s in suggestions().at("SELECT * { ?e schema:a")]
    assert texts.index("schema:attendee") < texts.index("schema:abridged")
    assert len(texts) <= MOST


def test_a_question_does_not_begin_with_a_term() -> None:
    assert "onto:" not in [s.text for s in suggestions().at("o")]


@pytest.mark.parametrize("before", ["", "SELECT * { ?s ?p ", "nothing x=", "unknown:x", "where nobody="])
def test_where_nothing_can_be_said_nothing_is(before: str) -> None:
    assert suggestions().at(before) == []


@given(st.text(st.sampled_from("SELECT*{}?ab:_ =\n\"'<>schema:nwho/."), max_size=40))
def test_any_text_can_stand_before_the_cursor(before: str) -> None:
    for suggestion in suggestions().at(before):
        assert 0 <= suggestion.replaces <= len(before)
