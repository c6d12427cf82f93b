"""What existing pages say, as Turtle of our own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lod.errors import NothingFound, SourceError, UsageError
from lod.terms import SCHEMA, XSD
from lod.webpages import Harvest, encoding, harvest, save
from lod.webpages.proposing import slug
from tests.embedding.graphs import BASE, VOCABULARY, node
from tests.webpages.pages import CONFIG, GRAPH

PAGES = Path(__file__).parents[1] / "cases" / "webpages"
ADDRESS = "https://press.example/fest.html"


def _harvest(html: str) -> Harvest:
    return harvest(encoding.read(html.encode()), ADDRESS, config=CONFIG, graph=GRAPH, vocabulary=VOCABULARY)


def _triples(reaped: Harvest) -> set[ox.Triple]:
    quads = ox.parse(reaped.turtle, format=ox.RdfFormat.TURTLE, base_iri=BASE)
    return {quad.triple for quad in quads}


@pytest.mark.parametrize("name", ["jsonld", "microdata", "rdfa"])
def test_each_markup_gives_the_same_things_with_iris_of_ours(name: str) -> None:
    triples = _triples(_harvest((PAGES / f"{name}.html").read_text("utf-8")))
    said: set[tuple[str, str, ox.NamedNode | ox.Literal]] = {
        ("event/sommerfest", "name", ox.Literal("Sommerfest", language="de")),
        ("event/sommerfest", "startDate", ox.Literal("2024-05-01", datatype=ox.NamedNode(f"{XSD}date"))),
        ("event/sommerfest", "location", node("place/grosser-markt")),
        ("event/sommerfest", "url", ox.NamedNode("https://press.example/mehr")),
        ("person/ada-mueller", "name", ox.Literal("Ada Müller")),
        ("event/sommerfest", "organizer", node("person/ada-mueller")),
    }
    for thing, property, value in said:
        assert ox.Triple(node(thing), ox.NamedNode(SCHEMA + property), value) in triples
    assert not any("http://schema.org" in str(triple) for triple in triples)


def test_the_page_is_the_evidence_of_each_thing() -> None:
    reaped = _harvest((PAGES / "jsonld.html").read_text("utf-8"))
    sources = [t.object for t in _triples(reaped) if t.predicate.value.endswith("#hasSource")]
    assert sources == [ox.NamedNode(ADDRESS)] * 3
    assert reaped.things == 3


def test_a_file_without_an_address_of_its_own_is_named_as_such() -> None:
    text = (PAGES / "jsonld.html").read_text("utf-8")
    read: Any = {"config": CONFIG, "graph": GRAPH, "vocabulary": VOCABULARY}
    reaped = harvest(encoding.read(text.encode()), "file:///press/fest.html", **read)
    assert "names no address of its own" in reaped.notes[0]
    linked = text.replace("</title>", f'</title><link rel="canonical" href="{ADDRESS}">')
    assert linked != text
    reaped = harvest(encoding.read(linked.encode()), "file:///press/fest.html", **read)
    assert (reaped.page, reaped.notes) == (ADDRESS, ())


def test_what_is_not_schema_orgs_is_left_out_with_a_note() -> None:
    reaped = _harvest(
        '<script type="application/ld+json">{"@context": "http://schema.org", "@type": "Person", "name": "Ada",'
        ' "emial": "x", "colleagues": "Bea"}</script>'
    )
    assert "emial" not in reaped.turtle
    assert any("emial, which is no property of schema.org; is email meant?" in note for note in reaped.notes)
    assert any("colleagues is out of use; now: colleague" in note for note in reaped.notes)


def test_a_thing_that_is_in_the_data_keeps_its_iri_and_is_named() -> None:
    reaped = _harvest(
        '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "Park", "name": "Park",'
        ' "@id": "https://lod.example.org/place/park"}</script>'
    )
    assert "https://lod.example.org/place/park is in the data already: is it the same?" in reaped.notes


def test_a_page_without_data_is_an_error() -> None:
    with pytest.raises(NothingFound, match=r"^https://press\.example/fest\.html: it says nothing in schema"):
        _harvest("<!doctype html><title>x</title><p>y")


def test_json_ld_is_taken_though_the_other_markup_cannot_be_read() -> None:
    broken = '<body vocab="http://schema.org/"><p typeof="Event"><a property="url" href="http://[bad">x</a>'
    with pytest.raises(SourceError, match="its markup cannot be read"):
        _harvest(broken)
    whole = (PAGES / "jsonld.html").read_text("utf-8")
    reaped = _harvest(whole.replace("<body>", broken))
    assert "its markup cannot be read: Invalid IPv6 URL" in reaped.notes
    assert reaped.things == 3


@pytest.mark.parametrize("html", ["<![CDATA[", "", "\n", "<!-- x -->"])
def test_a_page_of_which_nothing_is_left_is_an_error_with_its_reason(html: str) -> None:
    with pytest.raises(SourceError, match=r"cannot be read|it says nothing"):
        _harvest(html)


def test_no_file_is_ever_overwritten(tmp_path: Path) -> None:
    reaped = _harvest((PAGES / "jsonld.html").read_text("utf-8"))
    path = save(reaped, tmp_path / "data")
    assert path.name == "harvest-press-example-fest.ttl"
    assert path.read_text("utf-8") == reaped.turtle
    with pytest.raises(UsageError, match="there is such a file already"):
        save(reaped, tmp_path / "data")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Größe in Örtlingen", "groesse-in-oertlingen"),
        ("Łódź & Señor", "lodz-senor"),
        ("index", "index-1"),
        ("日本", ""),
    ],
)
def test_names_become_readable_slugs(name: str, expected: str) -> None:
    assert slug(name) == expected


@given(st.text())
def test_a_slug_is_made_of_ascii_words(name: str) -> None:
    assert all(
        part.isalnum() and part.isascii() and part == part.lower() for part in slug(name).split("-") if slug(name)
    )


def test_a_text_where_a_thing_is_meant_stays_a_text() -> None:
    """As most pages write it: it is neither lost nor taken for an address."""
    said = '"@type": "Event", "name": "Fest", "performer": "Ada M.", "duration": "PT3H"'
    triples = _triples(
        _harvest(f'<script type="application/ld+json">{{"@context": "https://schema.org", {said}}}</script>')
    )
    texts = {t.predicate.value: t.object.value for t in triples if isinstance(t.object, ox.Literal)}
    assert texts[f"{SCHEMA}performer"] == "Ada M."
    assert texts[f"{SCHEMA}duration"] == "PT3H"
