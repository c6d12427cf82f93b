"""What a graph says of one thing: its own statements, with the blank nodes that belong to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pyoxigraph as ox

from lod.graph.store import Graph, Subject, Term

Resource = ox.NamedNode | ox.BlankNode

#: How deep blank nodes are followed; data that nests deeper is cut there, not followed for ever.
DEPTH = 32


@dataclass(frozen=True, slots=True)
class Description:
    """A thing with its statements: property -> values, and the same for each blank node that it leads to.

    Properties and values stand in a fixed order: by IRI; literals by language and text. `nested` holds the
    descriptions of the blank nodes that are reached from this thing, each once.
    """

    node: Subject
    statements: dict[str, list[Term]]
    nested: dict[ox.BlankNode, Description] = field(default_factory=dict)

    def values(self, iri: str) -> list[Term]:
        """Return the values of a property, or an empty list."""
        return self.statements.get(iri, [])

    def triples(self) -> Iterator[ox.Triple]:
        """Yield all triples of the thing and of its blank nodes."""
        for description in (self, *self.nested.values()):
            for predicate, values in description.statements.items():
                for value in values:
                    yield ox.Triple(description.node, ox.NamedNode(predicate), value)


def describe(graph: Graph, node: Subject) -> Description:
    """Return the description of a node: its concise bounded description without what points to it."""
    nested: dict[ox.BlankNode, Description] = {}
    top = Description(node, _statements(graph, node), nested)
    level = [top]
    for _ in range(DEPTH):
        found = [
            value
            for description in level
            for values in description.statements.values()
            for value in values
            if isinstance(value, ox.BlankNode) and value != node
        ]
        level = []
        for blank in found:
            if blank not in nested:
                nested[blank] = Description(blank, _statements(graph, blank), nested)
                level.append(nested[blank])
        if not level:
            break
    return top


def _statements(graph: Graph, node: Subject) -> dict[str, list[Term]]:
    stated = graph.statements(node)
    return {iri: _in_order(stated[iri]) for iri in sorted(stated)}


def _in_order(terms: list[Term]) -> list[Term]:
    return sorted(terms, key=order) if len(terms) > 1 else terms


def order(term: Term) -> tuple[int, str, str]:
    """Return the key by which terms stand in a fixed order: IRIs, blank nodes, then literals by language and text."""
    if isinstance(term, ox.NamedNode):
        return 0, term.value, ""
    if isinstance(term, ox.Literal):
        return 2, term.language or "", term.value
    return 1, "", ""
