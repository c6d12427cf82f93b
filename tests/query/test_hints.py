"""Names that nobody knows are pointed to before an empty answer puzzles, and names that are known are not."""

from __future__ import annotations

import pytest

from lod.config import bare
from lod.query import find, hints
from tests.query.worlds import CASES, SMALL, repository, small


@pytest.mark.parametrize(
    ("text", "place", "meant"),
    [
        ("SELECT * { ?e schema:atendee ?p }", "query:1:15", "Did you mean schema:attendee?"),
        ("SELECT *\n{ person:adda ?p ?o }", "query:2:3", "Did you mean person:ada?"),
        ("ASK { ?x a schema:Xqzzqx }", "query:1:12", "Look for the right name"),
    ],
)
def test_an_unknown_name_is_shown_with_its_place_and_the_nearest(text: str, place: str, meant: str) -> None:
    (note,) = hints(small(), text, config=SMALL)
    assert note.startswith(f"{place}: the data knows no ")
    assert meant in note
    assert "^^^" in note


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?e schema:attendee ?p ; a schema:Event . person:ada ?q ?r }",
        "SELECT * { ?e schema:tourBookingPage ?p }",  # schema.org knows it, the data does not
        "PREFIX schema: <http://x.example/> SELECT * { ?e schema:atendee ?p }",
        "SELECT ('schema:atendee' AS ?x) { # schema:atendee\n}",
        "SELECT * { FILTER(STRSTARTS(STR(?x), STR(schema:))) }",
        "SELECT * { ?e other:atendee ?p }",  # an error, not a hint
    ],
)
def test_what_is_known_or_not_ours_gives_no_note(text: str) -> None:
    assert hints(small(), text, config=SMALL) == []


def test_a_name_is_noted_once() -> None:
    assert len(hints(small(), "ASK { ?a schema:nmae ?b . ?c schema:nmae ?d }", config=SMALL)) == 1


@pytest.mark.parametrize("name", find(bare(CASES)))
def test_the_queries_of_the_package_name_only_what_is_known(name: str) -> None:
    graph, config = repository()
    assert hints(graph, find(bare(CASES))[name].text, config=config) == []
