"""The document of a thing."""

from __future__ import annotations

import json
import sys
from itertools import pairwise

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lod.embedding import FORMATS, Embedder, document
from lod.embedding.values import is_understood
from lod.errors import UnknownNode
from lod.graph import Graph
from lod.terms import RDF, SCHEMA
from lod.vocabulary import facts
from tests.embedding.graphs import BASE, CASES, GRAPHS, ROOT, VOCABULARY, case, embedder, node
from tests.embedding.judge import expand, unfounded


@pytest.mark.parametrize("name", ["article.en", "event.de", "person.de"])
def test_the_case_gives_the_document_that_is_written_down(name: str) -> None:
    kind, language = name.split(".")
    slug = "one" if kind == "person" else "concert"
    made = document(case(), node(f"{kind}/{slug}"), vocabulary=VOCABULARY, language=language, base=BASE)
    expected = (CASES / f"{name}.json").read_text("utf-8")
    assert FORMATS["json"](made) + "\n" == expected


@given(GRAPHS, st.sampled_from(["de", "en"]))
def test_a_document_says_nothing_that_the_graph_does_not_say(graph: Graph, language: str) -> None:
    tree = embedder(graph, language).document(ROOT).tree
    assert unfounded(graph, VOCABULARY, expand(tree)) == []


def test_the_judge_finds_what_does_not_follow_from_the_graph() -> None:
    top = expand(embedder(case()).document(node("event/concert")).tree)
    made_up = {
        "@type": [f"{SCHEMA}Person"],
        f"{SCHEMA}name": [{"@value": "Konzert?"}],
        f"{SCHEMA}organizer": [{"@id": "urn:x"}],
    }
    assert unfounded(case(), VOCABULARY, top) == []
    assert len(unfounded(case(), VOCABULARY, {**top, **made_up})) == 3
    top[f"{SCHEMA}attendee"][0][f"{SCHEMA}name"] = [{"@value": "Person 3"}]
    assert len(unfounded(case(), VOCABULARY, top)) == 1


@given(GRAPHS)
def test_a_document_has_every_schema_org_property_of_its_thing_that_holds_a_value(graph: Graph) -> None:
    tree = embedder(graph).document(ROOT).tree
    for triple in graph.triples(ROOT):
        iri = triple.predicate.value
        if iri in facts() and (not isinstance(triple.object, ox.Literal) or is_understood(triple.object)):
            assert iri.removeprefix(SCHEMA) in tree or isinstance(triple.object, ox.BlankNode)


@given(GRAPHS)
def test_a_document_is_the_same_however_often_and_in_whichever_order_documents_are_made(graph: Graph) -> None:
    made = embedder(graph)
    first = made.document(ROOT).tree
    for thing in graph.things(BASE):
        made.document(thing)
    assert made.document(ROOT).tree == first


def test_a_document_is_the_same_however_little_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    things = case().things(BASE)
    usual = embedder(case())
    wanted = [usual.document(thing).data for thing in things]
    # By its name the module is hidden behind the function of the same name.
    making = sys.modules[Embedder.__module__]
    monkeypatch.setattr(making, "PROJECTED", 1)
    monkeypatch.setattr(making, "REMEMBERED", 1)
    forgetful = embedder(case())
    assert [forgetful.document(thing).data for thing in things] == wanted


def test_documents_do_not_depend_on_the_labels_of_blank_nodes() -> None:
    made = {FORMATS["json"](embedder(case()).document(node("event/concert"))) for _ in range(8)}
    assert len(made) == 1


def test_a_node_that_the_graph_does_not_describe_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(UnknownNode, match=r"Did you mean https://lod\.example\.org/event/concert"):
        embedder(case()).document(node("event/konzert"))


def test_what_a_caller_does_to_a_document_is_not_seen_in_the_next() -> None:
    made = embedder(case())
    first = made.document(node("article/concert"))
    before = json.dumps(first.tree)
    first.tree["keywords"] = []
    about = first.tree["about"]
    assert isinstance(about, list)
    about.clear()
    assert json.dumps(made.document(node("article/concert")).tree) == before


def test_a_chain_of_ten_thousand_blank_nodes_is_cut() -> None:
    name, item = ox.NamedNode(f"{SCHEMA}name"), ox.NamedNode(f"{SCHEMA}itemListElement")
    links = [ox.BlankNode(f"b{number}") for number in range(10_000)]
    graph = Graph(
        [
            ox.Triple(ROOT, item, links[0]),
            *(ox.Triple(link, name, ox.Literal("x")) for link in links),
            *(ox.Triple(link, item, after) for link, after in pairwise(links)),
        ]
    )
    assert len(FORMATS["json"](embedder(graph).document(ROOT))) < 10_000


def test_a_blank_node_that_two_statements_share_stays_one() -> None:
    shared = ox.BlankNode()
    graph = Graph(
        [
            ox.Triple(ROOT, ox.NamedNode(f"{SCHEMA}address"), shared),
            ox.Triple(ROOT, ox.NamedNode(f"{SCHEMA}location"), shared),
            ox.Triple(shared, ox.NamedNode(f"{SCHEMA}postalCode"), ox.Literal("00000")),
        ]
    )
    tree = embedder(graph).document(ROOT).tree
    assert tree["address"] == {"@id": "_:b0", "postalCode": "00000"}
    assert tree["location"] == {"@id": "_:b0"}


@pytest.mark.parametrize("size", [1, 40])
def test_a_list_of_things_is_whole_and_in_its_order(size: int) -> None:
    """Search engines read the order of authors, say, in a list object; a list without one of its things is another."""
    names = [f"person/p{number}" for number in range(size, 0, -1)]
    said = " ".join(f"<{name}>" for name in names)
    graph = _parsed(f"<thing/a> schema:name 'a' ; schema:performer ( {said} ) .")
    tree = embedder(graph).document(ROOT).tree
    assert tree["performer"] == {"@list": [{"@id": f"{BASE}{name}"} for name in names]}
    assert unfounded(graph, VOCABULARY, expand(tree)) == []


@pytest.mark.parametrize(
    "said",
    [
        "schema:performer ( 'a text' <person/p> )",
        "schema:performer [ rdf:first <person/p> ]",
        "schema:performer [ rdf:first <person/p> , <person/q> ; rdf:rest () ]",
        "schema:performer _:l . _:l rdf:first <person/p> ; rdf:rest _:l",
        "schema:performer _:l . _:l rdf:first _:l ; rdf:rest ()",
    ],
)
def test_a_list_of_other_than_things_or_a_faulty_one_is_left_out(said: str) -> None:
    graph = _parsed(f"<thing/a> schema:name 'a' ; {said} .")
    assert embedder(graph).document(ROOT).tree == {"@context": "https://schema.org", "@id": ROOT.value, "name": "a"}


def _parsed(text: str) -> Graph:
    prefixes = f"@prefix schema: <{SCHEMA}> . @prefix rdf: <{RDF}> . "
    quads = ox.parse(prefixes + text, format=ox.RdfFormat.TURTLE, base_iri=BASE)
    return Graph(quad.triple for quad in quads)
