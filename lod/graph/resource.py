"""What a graph says of one thing: its own statements, with the blank nodes that belong to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pyoxigraph as ox

from lod.graph.store import Graph, Subject, Term
from lod.terms import RDF

Resource = ox.NamedNode | ox.BlankNode

#: How deep blank nodes are followed; data that nests deeper is cut there, not followed for ever. A list is one level,
#: however long it is.
DEPTH = 32

#: What a list is made of: RDF 1.1 Schema, section 5.2.
FIRST, REST, NIL = f"{RDF}first", f"{RDF}rest", ox.NamedNode(f"{RDF}nil")


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

    def items(self, head: Term) -> list[Term] | None:
        """Return what stands in the list that begins at a blank node; None if that is no list, or a faulty one.

        Each node of a list says what comes first and what is the rest, once and nothing else.
        """
        found: list[Term] = []
        seen: set[Term] = set()
        while head != NIL:
            part = self.nested.get(head) if isinstance(head, ox.BlankNode) and head not in seen else None
            if part is None or part.statements.keys() != {FIRST, REST}:
                return None
            first, rest = part.statements[FIRST], part.statements[REST]
            if len(first) != 1 or len(rest) != 1:
                return None
            seen.add(head)
            found.append(first[0])
            head = rest[0]
        return found if seen else None

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
        below: list[Description] = []
        # What comes next in a list joins the level of its first entry, so that the level grows while it is read.
        for description in level:
            for iri, values in description.statements.items():
                for value in values:
                    if isinstance(value, ox.BlankNode) and value != node and value not in nested:
                        nested[value] = Description(value, _statements(graph, value), nested)
                        (level if iri == REST else below).append(nested[value])
        if not below:
            break
        level = below
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
