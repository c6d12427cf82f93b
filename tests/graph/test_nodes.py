"""A thing can be named by its IRI, a CURIE or the part of the IRI behind the base."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from lod.errors import UnknownNode
from lod.graph.nodes import find, find_all, short
from tests.query.worlds import SMALL, small

ADA = ox.NamedNode("https://lod.example.org/person/ada")


@pytest.mark.parametrize(
    "text", [ADA.value, f"<{ADA.value}>", "person:ada", ":person/ada", "person/ada", " person/ada "]
)
def test_each_way_to_write_a_node_leads_to_it(text: str) -> None:
    assert find(small(), SMALL, text) == ADA


def test_what_is_only_pointed_to_is_known_too() -> None:
    assert find(small(), SMALL, "organization/club").value.endswith("/club")
    assert find(small(), SMALL, "schema:Event").value == "https://schema.org/Event"


def test_many_ways_to_write_nodes_lead_where_each_does() -> None:
    texts = ["person/ada", "schema:Event", ADA.value, "organization/club", ":person/ada", "person/ada"]
    assert find_all(small(), SMALL, texts) == [find(small(), SMALL, text) for text in texts]
    assert find_all(small(), SMALL, []) == []
    with pytest.raises(UnknownNode, match="Did you mean person/ada"):
        find_all(small(), SMALL, ["person/ada", "person/adda"])


@pytest.mark.parametrize(
    ("text", "guess"),
    [
        ("ada", "Did you mean person/ada"),
        ("person/adda", "Did you mean person/ada"),
        ("person:adda", "Did you mean person/ada"),
        ("https://lod.example.org/person/Ada", "Did you mean person/ada"),
        ("no such thing at all", "Write an IRI"),
        ("", "Write an IRI"),
    ],
)
def test_an_unknown_node_is_answered_with_the_nearest(text: str, guess: str) -> None:
    with pytest.raises(UnknownNode, match=guess):
        find(small(), SMALL, text)


def test_an_iri_is_shortened_as_a_person_would_write_it() -> None:
    assert short(ADA.value, SMALL) == "person/ada"
    assert short("https://schema.org/name", SMALL) == "schema:name"
    assert short("https://elsewhere.example/x", SMALL) == "https://elsewhere.example/x"
    assert short(SMALL.base, SMALL) == SMALL.base
