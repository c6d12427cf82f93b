"""What the graph writes says what it holds, and stays the same."""

from __future__ import annotations

import random

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lod.graph import Graph, nquads, serialise, turtle
from lod.source.reading import OXIGRAPH
from lod.terms import PREFIXES
from tests.graph.triples import BASE, graphs

KNOWN = {**PREFIXES, "": BASE, "event": f"{BASE}event/"}


def canonical(triples: list[ox.Triple]) -> set[str]:
    """The triples as text in which blank nodes are named by RDFC-1.0, so that sets can be compared."""
    dataset = ox.Dataset(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in dataset}


@given(graphs)
def test_turtle_read_back_gives_the_same_graph(triples: list[ox.Triple]) -> None:
    text = turtle(triples, KNOWN)
    back = [quad.triple for quad in ox.parse(input=text, format=ox.RdfFormat.TURTLE)]
    assert canonical(back) == canonical(triples)


@given(graphs, st.randoms(use_true_random=False))
def test_turtle_does_not_depend_on_the_order_of_the_triples(triples: list[ox.Triple], order: random.Random) -> None:
    shuffled = list(triples)
    order.shuffle(shuffled)
    assert turtle(shuffled, KNOWN) == turtle(triples, KNOWN)


@given(graphs, st.randoms(use_true_random=False))
def test_turtle_does_not_depend_on_the_names_of_blank_nodes(triples: list[ox.Triple], order: random.Random) -> None:
    names = ["p", "q", "r", "s"]
    order.shuffle(names)
    other = {ox.BlankNode(a): ox.BlankNode(b) for a, b in zip("abcd", names, strict=True)}
    renamed = [
        ox.Triple(
            other.get(t.subject, t.subject) if isinstance(t.subject, ox.BlankNode) else t.subject,
            t.predicate,
            other.get(t.object, t.object) if isinstance(t.object, ox.BlankNode) else t.object,
        )
        for t in triples
    ]
    assert turtle(renamed, KNOWN) == turtle(triples, KNOWN)


@pytest.mark.parametrize("format", ["turtle", "ntriples", "nquads", "trig", "rdfxml", "jsonld"])
def test_every_format_read_back_gives_the_same_graph(format: str) -> None:
    text = """
    @prefix s: <https://schema.org/> .
    <https://lod.example.org/event/x> a s:Event ; s:name "Fest & <Markt>"@de , "Fair"@en ; s:position 4 ;
        s:location [ s:name "Platz"@de ; s:geo [ s:latitude 51.03 ] ] .
    """
    triples = [quad.triple for quad in ox.parse(input=text, format=ox.RdfFormat.TURTLE)]
    data = serialise(triples, format, KNOWN)
    back = [quad.triple for quad in ox.parse(input=data, format=OXIGRAPH[format])]
    assert canonical(back) == canonical(triples)


def test_nquads_are_sorted_and_name_blank_nodes_canonically() -> None:
    text = (
        "_:zz <https://x.example/p> _:y . _:y <https://x.example/q> 1 . <https://x.example/a> <https://x.example/p> 2 ."
    )
    triples = [quad.triple for quad in ox.parse(input=text, format=ox.RdfFormat.TURTLE)]
    lines = nquads(triples).decode().splitlines()
    assert lines == sorted(lines)
    assert sum("_:c14n" in line for line in lines) == 2


@given(graphs)
def test_a_graph_goes_to_rdflib_and_back_unchanged(triples: list[ox.Triple]) -> None:
    # rdflib does not know the base direction or odd IRIs of RDF 1.2; what RDF 1.1 has comes back as it was.
    graph = Graph(triples)
    there = graph.to_rdflib()
    assert canonical(list(Graph.from_rdflib(there).triples())) == canonical(list(graph.triples()))
