"""The JSON-LD of a thing says what the graph says of it, no more and no less."""

from __future__ import annotations

import pyoxigraph as ox
from hypothesis import given
from hypothesis import strategies as st

from lod.graph import Graph, describe
from lod.publishing.files.jsonld import Compactor
from lod.terms import PREFIXES, XSD

BASE = "https://lod.example.org/"
PREFIXED = {**PREFIXES, "": BASE, "event": f"{BASE}event/", "odd": "https://x.example/odd_"}

iris = st.sampled_from(
    [
        BASE,
        f"{BASE}event/x",
        f"{BASE}event/x.",
        "https://schema.org/name",
        "https://x.example/odd_1",
        "schema:name",
        "urn:a",
    ]
).map(ox.NamedNode)
blanks = st.sampled_from("abc").map(ox.BlankNode)
literals = st.one_of(
    st.text(max_size=5).map(ox.Literal),
    st.sampled_from(["de", "en-GB"]).map(lambda tag: ox.Literal("x", language=tag)),
    st.sampled_from(
        [("1", "integer"), ("true", "boolean"), ("1", "boolean"), ("1.50", "decimal"), ("2020", "gYear")]
    ).map(lambda pair: ox.Literal(pair[0], datatype=ox.NamedNode(f"{XSD}{pair[1]}"))),
)
triples = st.builds(ox.Triple, iris | blanks, iris, iris | blanks | literals)


@given(st.lists(triples, max_size=12))
def test_a_document_read_back_is_the_description(some: list[ox.Triple]) -> None:
    graph = Graph(some)
    thing = describe(graph, ox.NamedNode(f"{BASE}event/x"))
    if not thing.statements:
        return
    document = Compactor(PREFIXED).document(thing)
    back = ox.Dataset(ox.parse(document, format=ox.RdfFormat.JSON_LD))
    stated = ox.Dataset(ox.Quad(t.subject, t.predicate, t.object) for t in thing.triples())
    for dataset in (back, stated):
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert back == stated


def test_only_the_prefixes_that_are_used_are_declared() -> None:
    thing = describe(
        Graph([ox.Triple(ox.NamedNode(f"{BASE}event/x"), ox.NamedNode("https://schema.org/name"), ox.Literal("x"))]),
        ox.NamedNode(f"{BASE}event/x"),
    )
    document = Compactor(PREFIXED).document(thing).decode()
    assert '"schema"' in document
    assert '"foaf"' not in document
    assert '"@id": "event:x"' in document


def test_a_list_is_an_array_however_long_it_is() -> None:
    text = f"<event/x> <p> ( {'1 ' * 3000} ( <y> [ <p> 2 ] ) ) ."
    triples = [quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE, base_iri=BASE)]
    document = Compactor(PREFIXED).document(describe(Graph(triples), ox.NamedNode(f"{BASE}event/x")))
    assert b"first" not in document
    assert len(list(ox.parse(document, format=ox.RdfFormat.JSON_LD))) == len(triples)
