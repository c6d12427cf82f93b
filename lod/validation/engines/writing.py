"""The shapes that the fast engine gets, as they are written triple by triple."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from lod.graph import Term
from lod.terms import RDF, RDF_TYPE, SH
from lod.validation.engines.shapes import NIL, Node

_NODE_SHAPE = ox.NamedNode(f"{SH}NodeShape")
_TYPE, _FIRST, _REST = (ox.NamedNode(iri) for iri in (RDF_TYPE, f"{RDF}first", f"{RDF}rest"))


class Writer:
    """A graph of shapes in the making, for data in which blank nodes are IRIs that begin with `blank`."""

    def __init__(self, blank: str) -> None:
        self.triples: list[ox.Triple] = []
        self._number = 0
        self._is_blank = self.fresh()
        self.write(self._is_blank, "pattern", ox.Literal(rf"\A{blank}"))

    def fresh(self) -> ox.NamedNode:
        """Return a name for a new node shape, and write that it is one."""
        self._number += 1
        name = ox.NamedNode(f"urn:lod:shape:{self._number}")
        self.node_shape(name)
        return name

    def node_shape(self, node: Node) -> None:
        """Write that something is a node shape."""
        self.triples.append(ox.Triple(node, _TYPE, _NODE_SHAPE))

    def write(self, node: Node, name: str, value: Term) -> None:
        """Write a triple with a property of SHACL's."""
        self.triples.append(ox.Triple(node, ox.NamedNode(SH + name), value))

    def write_list(self, node: Node, name: str, items: Iterable[Term]) -> None:
        """Write a list as the value of a property of SHACL's."""
        rest: Node = NIL
        for item in reversed(list(items)):
            cell = ox.BlankNode()
            self.triples += (ox.Triple(cell, _FIRST, item), ox.Triple(cell, _REST, rest))
            rest = cell
        self.write(node, name, rest)

    def no_blank(self, node: Node) -> None:
        """Write that a value is no blank node."""
        self.write(node, "not", self._is_blank)

    def only_blank(self, node: Node) -> None:
        """Write that a value is a blank node."""
        self.write(node, "nodeKind", ox.NamedNode(f"{SH}IRI"))
        self.write(node, "node", self._is_blank)

    def drop(self, node: Node, since: int) -> None:
        """Take back what was written of a node since there were so many triples."""
        self.triples[since:] = [triple for triple in self.triples[since:] if triple.subject != node]
