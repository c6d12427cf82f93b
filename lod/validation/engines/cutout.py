"""Cut out of the data what pyshacl looks at when it judges some nodes: a small graph in place of the whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

import pyoxigraph as ox
import rdflib

from lod.graph import Term
from lod.graph.ecosystem import to_node
from lod.terms import SH
from lod.validation.engines import paths
from lod.validation.engines.shapes import Shapes, boolean

#: Only these constraints look at what is said of the values. Blank nodes are always taken whole: reports copy them.
_LOOKING = frozenset(
    SH + name for name in ("class", "property", "node", "not", "and", "or", "xone", "qualifiedValueShape", "closed")
)


class Source(Protocol):
    """Statements to cut out of: those of files (`Statements`), or those of a store."""

    def __contains__(self, subject: bytes) -> bool: ...
    def __iter__(self) -> Iterator[bytes]: ...
    def name(self, term: Term) -> bytes: ...
    def all(self) -> Iterator[ox.Triple]: ...
    def hierarchy(self) -> list[ox.Triple]: ...
    def describing(self, subjects: Iterable[bytes]) -> list[ox.Triple]: ...
    def owners(self, blank: bytes) -> list[bytes]: ...
    def leading(self, predicates: Iterable[str], nodes: Iterable[bytes]) -> list[ox.Triple]: ...
    def leading_anyhow(self, nodes: Iterable[bytes]) -> list[ox.Triple]: ...


class Cutout:
    """A part of the data as an rdflib graph, which grows by what is asked for."""

    def __init__(self, shapes: Shapes, statements: Source) -> None:
        self.graph = rdflib.Graph(bind_namespaces="none")
        self._shapes = shapes
        self._statements = statements
        self._backwards = tuple(sorted(set(paths.backwards(shapes))))
        self._described: set[bytes] = set()
        self._objects: dict[tuple[Term, str], set[Term]] = {}
        self._subjects: dict[tuple[Term, str], set[Term]] = {}
        self._iris: dict[str, rdflib.URIRef] = {}
        self._add(statements.hierarchy())

    def everything(self) -> None:
        """Take in all the data."""
        self._add(self._statements.all())
        self._described.update(self._statements)

    def judging(self, shape: Term, nodes: Iterable[Term]) -> None:
        """Take in what a shape looks at from nodes; the paths must be understood, and no shape lead to itself."""
        at = self._shapes.at(shape)
        if any(map(boolean, self._shapes.values(shape, "deactivated"))):
            return
        nodes = set(nodes)
        self.describe(nodes)
        values = nodes
        if self._shapes.is_property(shape):
            values = paths.follow(self._shapes, self._shapes.values(shape, "path")[0], nodes, self)
            looking = not _LOOKING.isdisjoint(at)
            self.describe(v for v in values if looking or isinstance(v, ox.BlankNode))
        for inner in self._shapes.inner(shape):
            self.judging(inner, values)
        if f"{SH}qualifiedValueShapesDisjoint" in at:
            for sibling in self._siblings(shape):
                self.judging(sibling, values)

    def describe(self, nodes: Iterable[Term]) -> None:
        """Take in what is said of nodes, and of the blank nodes that belong to them."""
        while names := {self._statements.name(n) for n in nodes if not isinstance(n, ox.Literal)} - self._described:
            self._described |= names
            triples = self._statements.describing(names)
            # pyshacl writes of a blank node of which nothing is said only if it finds what leads to it.
            silent = (name for name in names if name not in self._statements)
            owners = [owner for name in silent for owner in self._statements.owners(name)]
            self._add((*triples, *self._statements.describing(owners)))
            nodes = {t.object for t in triples if isinstance(t.object, ox.BlankNode)}

    def naming(self, focus: Iterable[Term], values: Iterable[Term]) -> None:
        """Take in what focus nodes and values are called: what is said of them, and what leads to blank nodes.

        Where nothing is said of a focus node, what leads to it is what a finding is about.
        """
        focus = list(focus)
        terms = [*focus, *values]
        self.describe(terms)
        lost = [name for name in map(self._statements.name, focus) if name not in self._statements]
        if lost:
            self._add(self._statements.leading_anyhow(lost))
        edge = {term for term in terms if isinstance(term, ox.BlankNode)}
        seen: set[Term] = set()
        while edge := edge - seen:
            seen |= edge
            owners = [owner for term in edge for owner in self._statements.owners(self._statements.name(term))]
            triples = self._statements.describing(owners)
            self._add(triples)
            edge = {t.subject for t in triples if isinstance(t.subject, ox.BlankNode)}

    def objects(self, nodes: Iterable[Term], predicate: str) -> set[Term]:
        """Return the values of a property at nodes."""
        nodes = list(nodes)
        self.describe(nodes)
        return set[Term]().union(*(self._objects.get((node, predicate), ()) for node in nodes))

    def subjects(self, nodes: Iterable[Term], predicate: str) -> set[Term]:
        """Return the nodes that lead to some by a property."""
        nodes = list(nodes)
        self._add(self._statements.leading(self._backwards, map(self._statements.name, nodes)))
        return set[Term]().union(*(self._subjects.get((node, predicate), ()) for node in nodes))

    def _siblings(self, shape: Term) -> Iterable[Term]:
        """Return the shapes that qualified values are counted apart from (SHACL, section 4.7.3)."""
        for parent in self._shapes.subjects("property"):
            properties = self._shapes.values(parent, "property")
            if shape in properties:
                yield from (value for p in properties for value in self._shapes.values(p, "qualifiedValueShape"))

    def _add(self, triples: Iterable[ox.Triple]) -> None:
        for triple in triples:
            subject, predicate, value = triple.subject, triple.predicate.value, triple.object
            self._objects.setdefault((subject, predicate), set()).add(value)
            self._subjects.setdefault((value, predicate), set()).add(subject)
            self.graph.add((self._node(subject), self._node(triple.predicate), self._node(value)))

    def _node(self, term: object) -> rdflib.term.Node:
        return to_node(term, self._iris)
