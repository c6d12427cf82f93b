"""The shapes graph as the engines need it: what stands at each node, lists, paths, and the shapes that have targets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

import pyoxigraph as ox

from lod.graph import Term
from lod.terms import OWL, RDF, RDF_TYPE, RDFS, SH, XSD

Node = ox.NamedNode | ox.BlankNode

NIL = ox.NamedNode(f"{RDF}nil")

#: The parameters whose values are shapes, and those whose values are lists of shapes (SHACL, section 4.6 and 4.7).
TO_SHAPES = ("property", "node", "not", "qualifiedValueShape")
TO_SHAPE_LISTS = ("and", "or", "xone")

TARGETS = ("targetNode", "targetClass", "targetSubjectsOf", "targetObjectsOf")

_FIRST, _REST = f"{RDF}first", f"{RDF}rest"


@dataclass(frozen=True, slots=True)
class Root:
    """A shape with targets (SHACL, section 2.1.3): `targets` are those it names and the class that it is itself."""

    shape: Node
    targets: tuple[tuple[str, Term], ...] = field(default=())


class Shapes:
    """A shapes graph."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self.triples = list(dict.fromkeys(triples))
        self._at: dict[Term, dict[str, list[Term]]] = {}
        self._having: dict[str, list[Node]] = {}
        for subject, predicate, value in self.triples:
            stated = self._at.setdefault(subject, {})
            name = predicate.value
            if name not in stated:
                stated[name] = []
                self._having.setdefault(name, []).append(subject)
            stated[name].append(value)

    def at(self, node: Term) -> dict[str, list[Term]]:
        """Return all that stands at a node, by predicate."""
        return self._at.get(node, {})

    def values(self, node: Term, name: str) -> list[Term]:
        """Return the values of a property of SHACL's at a node."""
        return self.at(node).get(SH + name, [])

    def items(self, node: Term) -> list[Term] | None:
        """Return the members of a list, or None if it is not well formed (RDF Schema, section 5.2)."""
        found: list[Term] = []
        seen: set[Term] = set()
        while node != NIL:
            stated = self.at(node)
            first, rest = stated.get(_FIRST, []), stated.get(_REST, [])
            if node in seen or len(first) != 1 or len(rest) != 1:
                return None
            seen.add(node)
            found.append(first[0])
            node = rest[0]
        return found

    def subjects(self, name: str) -> Iterator[Node]:
        """Yield the nodes that have a property of SHACL's."""
        return iter(self._having.get(SH + name, ()))

    def stating(self, predicate: str) -> Iterator[tuple[Node, Term]]:
        """Yield the nodes that have a property of whatever vocabulary, each with its values."""
        return ((node, value) for node in self._having.get(predicate, ()) for value in self._at[node][predicate])

    def is_property(self, node: Term) -> bool:
        """Tell whether a shape is a property shape (SHACL, section 2.3)."""
        return bool(self.values(node, "path"))

    @cached_property
    def members(self) -> set[Term]:
        """The nodes that are shapes, as far as pyshacl looks (SHACL, section 2.1)."""
        typed = {f"{SH}NodeShape", f"{SH}PropertyShape"}
        found: set[Term] = {node for node, kind in self.stating(RDF_TYPE) if _iri(kind) in typed}
        for name in (*TARGETS, "property", "node"):
            found.update(self.subjects(name))
        for name in TO_SHAPES:
            found.update(value for _, value in self.stating(SH + name))
        for name in TO_SHAPE_LISTS:
            found.update(item for _, node in self.stating(SH + name) for item in self.items(node) or ())
        return found

    def roots(self) -> list[Root]:
        """Return the shapes with targets."""
        classes = {f"{RDFS}Class", f"{OWL}Class"}
        above = self.stating(f"{RDFS}subClassOf")
        classes.update(node.value for node, kind in above if _iri(kind) == f"{RDFS}Class")
        found, members = [], self.members
        for node, stated in self._at.items():
            if node in members:
                targets = [(name, value) for name in TARGETS for value in stated.get(SH + name, ())]
                if any(_iri(kind) in classes for kind in stated.get(RDF_TYPE, ())):
                    targets.append(("targetClass", node))
                if targets:
                    found.append(Root(node, tuple(dict.fromkeys(targets))))  # type: ignore[arg-type]  # no literal is a subject
        return found

    def closure(self, nodes: Iterable[Term]) -> list[ox.Triple]:
        """Return what stands at nodes, at the shapes that they lead to, and at the blank nodes of all of these.

        For a blank node that is a shape, the links that lead to it are there too.
        """
        level, found = list(nodes), dict[Term, None]()
        while level:
            found.update(dict.fromkeys(level))
            reached = (value for node in level for values in self.at(node).values() for value in values)
            level = [v for v in reached if v not in found and (isinstance(v, ox.BlankNode) or v in self.members)]
        nameless = {node for node in found if isinstance(node, ox.BlankNode) and node in self.members}
        return [t for t in self.triples if t.subject in found or t.object in nameless]

    def inner(self, node: Term) -> Iterator[Term]:
        """Yield the shapes that a shape leads to."""
        for name in TO_SHAPES:
            yield from self.values(node, name)
        for name in TO_SHAPE_LISTS:
            for list_node in self.values(node, name):
                yield from self.items(list_node) or ()


def _iri(term: Term) -> str | None:
    return term.value if isinstance(term, ox.NamedNode) else None


def text(term: Term, datatype: str = f"{XSD}string") -> str | None:
    """Return the text of a literal of a datatype, or None for anything else."""
    if isinstance(term, ox.Literal) and not term.language and term.datatype.value == datatype:
        return term.value
    return None


def boolean(term: Term) -> bool | None:
    """Return what a boolean says, or None if it is none as everyone writes it."""
    return {"true": True, "false": False}.get(text(term, f"{XSD}boolean") or "")


def number(term: Term) -> int | None:
    """Return a whole number from 0, or None if it is none as everyone writes it."""
    written = text(term, f"{XSD}integer") or ""
    return int(written) if re.fullmatch(r"0|[1-9][0-9]{0,14}", written) else None
