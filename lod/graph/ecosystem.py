"""The way to rdflib and back, term by term: the one point where both libraries' terms are known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox
import rdflib
from rdflib.term import Node

XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"


def to_rdflib(triples: Iterable[ox.Triple]) -> rdflib.Graph:
    """Return an rdflib graph of these triples; literals keep their lexical form."""
    graph = rdflib.Graph(bind_namespaces="none")
    iris: dict[str, rdflib.URIRef] = {}
    graph.addN((*_nodes(triple, iris), graph) for triple in triples)
    return graph


def _nodes(triple: ox.Triple, iris: dict[str, rdflib.URIRef]) -> tuple[Node, Node, Node]:
    return to_node(triple.subject, iris), to_node(triple.predicate, iris), to_node(triple.object, iris)


def to_node(term: object, iris: dict[str, rdflib.URIRef] | None = None) -> Node:
    """Return the rdflib term of an engine's term. `iris` may be a cache of IRIs met before."""
    if isinstance(term, ox.NamedNode):
        if iris is None:
            return rdflib.URIRef(term.value)
        return iris.get(term.value) or iris.setdefault(term.value, rdflib.URIRef(term.value))
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        datatype = None if term.datatype.value == XSD_STRING else rdflib.URIRef(term.datatype.value)
        return rdflib.Literal(term.value, datatype=datatype, normalize=False)
    raise TypeError(f"rdflib has no term for {term!r}")


def from_rdflib(graph: rdflib.Graph) -> Iterator[ox.Triple]:
    """Yield the triples of an rdflib graph."""
    for subject, predicate, object in graph:
        yield ox.Triple(from_node(subject), from_node(predicate), from_node(object))  # type: ignore[arg-type]  # rdflib allows more than RDF 1.1; the engine refuses it


def from_node(node: Node) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """Return the engine's term of an rdflib term."""
    if isinstance(node, rdflib.URIRef):
        return ox.NamedNode(str(node))
    if isinstance(node, rdflib.BNode):
        return ox.BlankNode(str(node))
    if isinstance(node, rdflib.Literal):
        if node.language:
            return ox.Literal(str(node), language=node.language)
        return ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype)) if node.datatype else None)
    raise TypeError(f"no RDF term: {node!r}")
