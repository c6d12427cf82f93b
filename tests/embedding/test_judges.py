"""Other readers of JSON-LD judge documents: PyLD, rdflib and extruct read the same statements out of them as we do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import extruct
import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import example, given
from hypothesis import strategies as st
from pyld import jsonld

import lod
from lod.embedding import FORMATS
from lod.embedding.terms import https
from lod.graph import Graph
from lod.graph.ecosystem import from_rdflib
from lod.terms import RDF, SCHEMA, XSD
from lod.webpages.carrying import triples
from lod.webpages.contexts import Contexts
from tests.embedding.graphs import GRAPHS, ROOT, case, embedder, node
from tests.embedding.judge import context, expand, unfounded

ADDRESS = "https://page.example/"
_LINKS = {name for name, term in context().items() if isinstance(term, dict)}
NUMBERS = {f"{XSD}double", f"{XSD}integer"}


_LIST = [
    ox.Triple(ROOT, ox.NamedNode(f"{SCHEMA}performer"), ox.BlankNode("x")),
    ox.Triple(ox.BlankNode("x"), ox.NamedNode(f"{RDF}first"), node("person/one")),
    ox.Triple(ox.BlankNode("x"), ox.NamedNode(f"{RDF}rest"), ox.NamedNode(f"{RDF}nil")),
]


def _inlined(tree: dict[str, Any]) -> dict[str, Any]:
    return {**tree, "@context": context()}


def _normal(found: Any) -> set[ox.Quad]:
    """Return triples with canonical blank nodes, schema.org in its https form, numbers by their value."""
    dataset = ox.Dataset(ox.Quad(_https(t.subject), _https(t.predicate), _number(_https(t.object))) for t in found)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)


def _https(term: Any) -> Any:
    return ox.NamedNode(https(term.value)) if isinstance(term, ox.NamedNode) else term


def _number(term: Any) -> Any:
    if isinstance(term, ox.Literal) and term.datatype.value in NUMBERS:
        return ox.Literal(repr(float(term.value)), datatype=ox.NamedNode("urn:number"))
    return term


def _by_pyld(tree: dict[str, Any]) -> set[ox.Quad]:
    found = jsonld.to_rdf(_inlined(tree), {"base": ADDRESS})["@default"]
    return _normal(triple for triple in map(_triple, found) if triple is not None)


def _triple(said: dict[str, dict[str, str]]) -> ox.Triple | None:
    try:
        return ox.Triple(*(_term(said[part]) for part in ("subject", "predicate", "object")))  # type: ignore[arg-type]  # PyLD keeps to the places
    except ValueError:
        return None  # no IRI, and so no statement (JSON-LD 1.1 API, section 8.2); PyLD lets some of them pass


def _term(said: dict[str, str]) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    if said["type"] == "IRI":
        return ox.NamedNode(said["value"])
    if said["type"] == "blank node":
        return ox.BlankNode(said["value"].removeprefix("_:"))
    if "language" in said:
        return ox.Literal(said["value"], language=said["language"])
    return ox.Literal(said["value"], datatype=ox.NamedNode(said["datatype"]))


def _by_rdflib(tree: dict[str, Any]) -> set[ox.Quad]:
    graph = rdflib.Graph().parse(data=json.dumps(_inlined(tree)), format="json-ld", publicID=ADDRESS)
    return _normal(from_rdflib(graph))


def _without_words_for_links(value: Any) -> Any:
    """Leave out texts and numbers where the context has links: what rdflib makes of what is no IRI is its own."""
    if isinstance(value, list):
        return [_without_words_for_links(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    return {
        key: [each for each in _list(kept) if isinstance(each, dict) or str(each).startswith("https://")]
        if key in _LINKS
        else kept
        for key, inner in value.items()
        for kept in [_without_words_for_links(inner)]
    }


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _by_us(tree: dict[str, Any]) -> set[ox.Quad]:
    return _normal(triples(tree, ADDRESS, Contexts({})))


# rdflib's own JSON-LD parser uses what rdflib has deprecated.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize("name", ["article/concert", "event/concert", "person/one", "place/park"])
def test_pyld_and_rdflib_and_our_own_reader_find_the_same_statements(name: str) -> None:
    tree = embedder(case()).document(node(name)).tree
    assert _by_pyld(tree) == _by_rdflib(tree) == _by_us(tree)


@example(Graph(_LIST), "de")
@example(Graph([ox.Triple(ROOT, ox.NamedNode(f"{SCHEMA}subEvent"), ox.Literal("a word"))]), "de")
@example(Graph([ox.Triple(ROOT, ox.NamedNode(f"{SCHEMA}url"), ox.Literal("<no address"))]), "de")
@given(GRAPHS, st.sampled_from(["de", "en"]))
def test_of_any_graph_pyld_and_our_own_reader_find_the_same_statements(graph: Graph, language: str) -> None:
    tree = embedder(graph, language).document(ROOT).tree
    assert _by_pyld(tree) == _by_us(tree)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@given(GRAPHS, st.sampled_from(["de", "en"]))
def test_of_any_graph_rdflib_and_our_own_reader_find_the_same_statements(graph: Graph, language: str) -> None:
    tree = _without_words_for_links(embedder(graph, language).document(ROOT).tree)
    assert _by_rdflib(tree) == _by_us(tree)


def test_extruct_finds_the_document_in_a_page() -> None:
    document = embedder(case()).document(node("article/concert"))
    html = f"<!doctype html><html><head><title>x</title>{FORMATS['script'](document)}</head><body></body></html>"
    assert extruct.extract(html, syntaxes=["json-ld"])["json-ld"] == [document.tree]


def test_nothing_is_asserted_of_the_article_that_the_data_does_not_say() -> None:
    workspace = lod.open(Path(__file__).parents[2])
    (article,) = workspace.graph.things(f"{workspace.config.base}article/")
    for language in workspace.config.languages:
        tree = workspace.embedder(language).document(article).tree
        assert unfounded(workspace.graph, workspace.vocabulary, expand(tree)) == []
