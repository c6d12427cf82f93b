"""What is said of one thing is written in short ways that say the same as the long ones."""

from __future__ import annotations

import random

import pyoxigraph as ox
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lod.graph import Description, Graph, Teller, describe, serialise, turtle
from lod.source.reading import OXIGRAPH
from lod.terms import PREFIXES, RDF, RDF_TYPE, XSD
from tests.graph.test_serial import canonical
from tests.graph.triples import BASE, graphs

KNOWN = {**PREFIXES, "": BASE, "event": f"{BASE}event/"}
# Of each graph every thing is written.
FEW = settings(max_examples=40)
FORMATS = ("turtle", "ntriples", "rdfxml")
THING, SAID = ox.NamedNode(f"{BASE}event/a"), ox.NamedNode("https://schema.org/name")


def _things(triples: list[ox.Triple]) -> list[Description]:
    graph = Graph(triples)
    return [describe(graph, node) for node in graph.things("")]


def _back(data: bytes, format: str) -> set[str]:
    return canonical([quad.triple for quad in ox.parse(input=data, format=OXIGRAPH[format])])


@FEW
@given(graphs)
def test_turtle_is_that_of_the_triples(triples: list[ox.Triple]) -> None:
    teller = Teller(KNOWN)
    for thing in _things(triples):
        assert teller.write(thing, "turtle").decode() == turtle(thing.triples(), KNOWN)


@pytest.mark.parametrize("format", FORMATS)
@FEW
@given(triples=graphs)
def test_read_back_it_gives_the_same_graph(format: str, triples: list[ox.Triple]) -> None:
    teller = Teller(KNOWN)
    for thing in _things(triples):
        written = teller.write(thing, format)
        # What RDF/XML has no way to say is left to the engine, whatever it makes of it.
        left = format == "rdfxml" and written == serialise(thing.triples(), format, KNOWN)
        assert left or _back(written, format) == canonical(list(thing.triples()))


@pytest.mark.parametrize("format", FORMATS)
@FEW
@given(triples=graphs, order=st.randoms(use_true_random=False))
def test_order_and_names_of_blank_nodes_do_not_matter(
    format: str, triples: list[ox.Triple], order: random.Random
) -> None:
    shuffled = list(triples)
    order.shuffle(shuffled)
    # A new graph names blank nodes anew, as it is read from text.
    lines = ox.serialize(shuffled, format=ox.RdfFormat.N_TRIPLES)
    assert lines is not None
    again = [quad.triple for quad in ox.parse(lines, format=ox.RdfFormat.N_TRIPLES, rename_blank_nodes=True)]
    teller = Teller(KNOWN)
    one, other = ([teller.write(thing, format) for thing in _things(found)] for found in (triples, again))
    assert one == other


@given(st.text(st.characters(exclude_categories=["Cs"])))
@example("<&>\"' ]]>\t\n")
@example("\x00\x0b\ufffe\U0010ffff")
def test_rdfxml_says_every_text_that_xml_can_say(text: str) -> None:
    thing = describe(Graph([ox.Triple(THING, SAID, ox.Literal(text))]), THING)
    written = Teller(KNOWN).write(thing, "rdfxml")
    unspeakable = any((ord(char) < 32 and char not in "\t\n\r") or char in "\ufffe\uffff" for char in text)
    assert unspeakable or _back(written, "rdfxml") == canonical(list(thing.triples()))


@pytest.mark.parametrize(
    "predicate",
    [
        f"{RDF}li",
        f"{RDF}about",
        f"{RDF}Description",
        f"{RDF}_1",
        "https://elsewhere.example/1",
        "https://elsewhere.example/a/",
        "https://schema.org/2nd",
        "https://schema.org/ä",
    ],
)
def test_properties_without_a_name_in_xml_are_left_to_the_engine(predicate: str) -> None:
    thing = describe(Graph([ox.Triple(THING, ox.NamedNode(predicate), THING)]), THING)
    assert Teller(KNOWN).write(thing, "rdfxml") == serialise(thing.triples(), "rdfxml", KNOWN)


def test_rdfxml_declares_only_what_it_uses() -> None:
    literal = ox.Literal("2", datatype=ox.NamedNode(f"{XSD}byte"))
    kind = ox.NamedNode("https://schema.org/Event")
    graph = Graph([ox.Triple(THING, ox.NamedNode(RDF_TYPE), kind), ox.Triple(THING, SAID, literal)])
    text = Teller(KNOWN).write(describe(graph, THING), "rdfxml").decode()
    assert sorted(part.partition("=")[0] for part in text.split() if part.startswith("xmlns:")) == [
        "xmlns:rdf",
        "xmlns:schema",
    ]
    assert f'<schema:Event rdf:about="{THING.value}">' in text


def test_blank_nodes_that_form_no_tree_are_written_as_a_graph() -> None:
    blank, other = ox.BlankNode("a"), ox.BlankNode("b")
    triples = [
        *(ox.Triple(THING, SAID, node) for node in (blank, other)),
        ox.Triple(blank, SAID, other),
    ]
    thing = describe(Graph(triples), THING)
    assert Teller(KNOWN).told(thing) is None
    assert Teller(KNOWN).write(thing, "ntriples") == serialise(triples, "ntriples", KNOWN)


@pytest.mark.parametrize("length", [1, 20, 40, 3000])
def test_a_list_is_whole_in_every_format_however_long_it_is(length: int) -> None:
    text = f"<event/a> <p> ( {' '.join(f'<event/{number}> [ <p> ( {number} ) ]' for number in range(length))} ) ."
    triples = [quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE, base_iri=BASE)]
    thing, teller = describe(Graph(triples), THING), Teller({**KNOWN, "rdf": RDF})
    for format in FORMATS:
        assert _back(teller.write(thing, format), format) == canonical(triples)
    assert "rdf:first" not in teller.write(thing, "turtle").decode()


def test_equal_entries_of_a_long_list_take_no_time() -> None:
    text = f"<event/a> <p> ( {'1 ' * 20_000} ) ."
    thing = describe(Graph(q.triple for q in ox.parse(text, format=ox.RdfFormat.TURTLE, base_iri=BASE)), THING)
    for format in FORMATS:
        written = Teller(KNOWN).write(thing, format)
        assert len(list(ox.parse(written, format=OXIGRAPH[format]))) == 40_001


def test_a_short_list_is_one_line_and_a_long_one_has_a_line_for_each_entry() -> None:
    text = "<event/a> <event/p> ( 1 'b' ) , ( " + " ".join(f"<event/{'x' * 30}{n}>" for n in range(3)) + " ) ."
    graph = Graph(quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE, base_iri=BASE))
    assert Teller({"event": f"{BASE}event/"}).write(describe(graph, THING), "turtle").decode().splitlines()[2:] == [
        "event:a event:p (",
        f"        event:{'x' * 30}0",
        f"        event:{'x' * 30}1",
        f"        event:{'x' * 30}2",
        "    ),",
        '        ( 1 "b" ) .',
    ]
