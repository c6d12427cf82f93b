"""What the tests of documents start from: the case's graph and terms, and random graphs in terms of schema.org."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import pyoxigraph as ox
from hypothesis import strategies as st

from lod.embedding import Embedder
from lod.graph import Graph
from lod.terms import PROV, RDF, RDF_TYPE, SCHEMA, SCHEMA_HTTP, SKOS, XSD
from lod.vocabulary import Vocabulary

BASE = "https://lod.example.org/"
ONTO = f"{BASE}ontology/"
CASES = Path(__file__).parent.parent / "cases" / "embedding"

VOCABULARY = Vocabulary.load([CASES / "ontology.ttl"], BASE, ["de", "en"])


def case() -> Graph:
    return Graph.load([CASES / "data.ttl"], BASE)


def embedder(graph: Graph, language: str = "de") -> Embedder:
    return Embedder(graph, VOCABULARY, language, BASE)


def node(path: str) -> ox.NamedNode:
    return ox.NamedNode(BASE + path)


ROOT = node("thing/a")

_TEXTS = st.text(st.characters(codec="utf-8"), max_size=8)
_THINGS = st.sampled_from([node(f"thing/{name}") for name in "abcd"])
_BLANKS = st.sampled_from([ox.BlankNode(name) for name in "xyz"])
_OTHERS = st.sampled_from(
    [
        ox.NamedNode(iri)
        for iri in (
            f"{SCHEMA_HTTP}EventScheduled",
            f"{SCHEMA}EventCancelled",
            "https://elsewhere.example/?a=1&b=2",
            "urn:a",
        )
    ]
)
_LITERALS = st.one_of(
    st.builds(ox.Literal, _TEXTS),
    st.builds(lambda text, tag: ox.Literal(text, language=tag), _TEXTS, st.sampled_from(["de", "en", "de-at", "fr"])),
    st.builds(
        lambda text, name: ox.Literal(text, datatype=ox.NamedNode(XSD + name)),
        st.sampled_from(
            ["7", "007", "-0", "1.50", "1e400", "1e3", "99999999999999999999", "true", "0", "2024", "INF", "x"]
        ),
        st.sampled_from(["integer", "decimal", "double", "boolean", "gYear", "date", "anyURI", "duration"]),
    ),
    st.builds(lambda text: ox.Literal(text, datatype=ox.NamedNode("urn:datatype")), _TEXTS),
)
_PREDICATES = st.sampled_from(
    [
        ox.NamedNode(iri)
        for iri in (
            *(SCHEMA + name for name in ("name", "about", "memberOf", "attendee", "subEvent", "startDate", "url")),
            *(SCHEMA + name for name in ("sameAs", "eventStatus", "keywords", "position", "address", "image")),
            *(SCHEMA + name for name in ("noSuchTerm", "inLanguage", "license", "itemListElement")),
            *(ONTO + name for name in ("targetGroup", "depicts", "order", "receivedBy", "unknown")),
            *(f"{SCHEMA_HTTP}name", f"{SKOS}prefLabel", f"{SKOS}broader", f"{PROV}hadPrimarySource"),
        )
    ]
)
_CLASSES = st.sampled_from(
    [
        ox.NamedNode(iri)
        for iri in (
            *(
                SCHEMA + name
                for name in ("NewsArticle", "Event", "Person", "Organization", "Role", "ListItem", "Thing")
            ),
            *(f"{SCHEMA_HTTP}Place", f"{ONTO}Office", f"{ONTO}ReportedStatement", f"{SKOS}Concept", "urn:Class"),
        )
    ]
)
_STATEMENTS = st.builds(ox.Triple, _THINGS | _BLANKS, _PREDICATES, _THINGS | _BLANKS | _OTHERS | _LITERALS)
_TYPES = st.builds(lambda thing, kind: ox.Triple(thing, ox.NamedNode(RDF_TYPE), kind), _THINGS | _BLANKS, _CLASSES)


@st.composite
def _lists(draw: st.DrawFn) -> list[ox.Triple]:
    """A list that something leads to, or now and then no list at all, since a part of it says something else."""
    parts = [ox.BlankNode() for _ in range(draw(st.integers(1, 3)))]
    found = [ox.Triple(draw(_THINGS | _BLANKS), draw(_PREDICATES), parts[0])]
    rests: list[ox.BlankNode | ox.NamedNode] = [*parts[1:], ox.NamedNode(f"{RDF}nil")]
    for part, rest in zip(parts, rests, strict=True):
        found.append(ox.Triple(part, ox.NamedNode(f"{RDF}first"), draw(_THINGS | _BLANKS | _OTHERS | _LITERALS)))
        found.append(ox.Triple(part, ox.NamedNode(f"{RDF}rest"), rest))
    return [*found, *draw(st.lists(st.builds(ox.Triple, st.sampled_from(parts), _PREDICATES, _THINGS), max_size=1))]


#: Random graphs that say at least the name of ROOT.
GRAPHS = st.builds(
    lambda triples, lists: Graph(
        [ox.Triple(ROOT, ox.NamedNode(f"{SCHEMA}name"), ox.Literal("a")), *triples, *chain.from_iterable(lists)]
    ),
    st.lists(_STATEMENTS | _TYPES, max_size=30),
    st.lists(_lists(), max_size=2),
)
