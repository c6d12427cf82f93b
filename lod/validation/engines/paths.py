"""Property paths: whether both engines follow one alike, and where it leads (SHACL, section 2.3.1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

import pyoxigraph as ox

from lod.graph import Term
from lod.terms import RDF
from lod.validation.engines.shapes import Shapes

#: pyshacl gives up on longer and deeper paths.
DEPTH = 8

_REPEATS = ("zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath")
_KINDS = ("inversePath", "alternativePath", *_REPEATS)


class Links(Protocol):
    """Statements that can be followed in both directions."""

    def objects(self, nodes: Iterable[Term], predicate: str) -> set[Term]: ...
    def subjects(self, nodes: Iterable[Term], predicate: str) -> set[Term]: ...


def understood(shapes: Shapes, path: Term, depth: int = 0) -> bool:
    """Tell whether a path is well formed, and one that pyshacl follows as SHACL says.

    It takes the inverse of a sequence for the sequence of the inverses, and counts the members of a sequence as depth.
    """
    if isinstance(path, ox.NamedNode):
        return True
    if depth > DEPTH or not isinstance(path, ox.BlankNode):
        return False
    if members := _sequence(shapes, path):
        return len(members) > 1 and all(
            understood(shapes, member, depth + number + 1) for number, member in enumerate(members)
        )
    found = [(name, value) for name in _KINDS for value in shapes.values(path, name)]
    if len(found) != 1 or len(shapes.at(path)) != 1:
        return False
    name, value = found[0]
    if name == "inversePath":
        return isinstance(value, ox.NamedNode)
    if name == "alternativePath":
        members = shapes.items(value) or []
        return len(members) > 1 and all(understood(shapes, member, depth + 1) for member in members)
    return understood(shapes, value, depth + 1)


def follow(shapes: Shapes, path: Term, nodes: set[Term], links: Links) -> set[Term]:
    """Return the nodes to which an understood path leads from nodes."""
    if isinstance(path, ox.NamedNode):
        return links.objects(nodes, path.value)
    if members := _sequence(shapes, path):
        for member in members:
            nodes = follow(shapes, member, nodes, links)
        return nodes
    (name, value), *_ = ((name, value) for name in _KINDS for value in shapes.values(path, name))
    if name == "inversePath":
        assert isinstance(value, ox.NamedNode)  # noqa: S101  # `understood` has looked
        return links.subjects(nodes, value.value)
    if name == "alternativePath":
        found: set[Term] = set()
        return found.union(*(follow(shapes, member, nodes, links) for member in shapes.items(value) or ()))
    if name == "zeroOrOnePath":
        return nodes | follow(shapes, value, nodes, links)
    reached = set(nodes) if name == "zeroOrMorePath" else set()
    edge = follow(shapes, value, nodes, links)
    while edge := edge - reached:
        reached |= edge
        edge = follow(shapes, value, edge, links)
    return reached


def backwards(shapes: Shapes) -> Iterator[str]:
    """Yield the properties that some path follows from the value to the subject."""
    for node in shapes.subjects("inversePath"):
        yield from (value.value for value in shapes.values(node, "inversePath") if isinstance(value, ox.NamedNode))


def _sequence(shapes: Shapes, path: Term) -> list[Term]:
    """Return the members of a sequence path, or none if it is something else."""
    return (shapes.items(path) or []) if f"{RDF}first" in shapes.at(path) else []
