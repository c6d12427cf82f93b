"""IRIs in the place of blank nodes, and the way back (RDF 1.1 Concepts, section 3.5).

A blank node gets its IRI from all that is said of it: from the statements of all blank nodes that hang together with
it, those that lead there included. So it does not depend on the file, on the place in it, or on the machine, and it
changes only when something is said otherwise. What two files say of a thing in the same words becomes the same node.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

#: Where such IRIs stand below the base (RFC 8615).
PLACE = ".well-known/genid/"

#: The first letter of a name says whether one statement leads to the node at most, or perhaps more.
ALONE, SHARED = "a", "s"

#: Names that stores give to blank nodes themselves have no full stops.
_NAME = re.compile(r"[as]\.[0-9a-f]{24}\.[0-9]+(-[0-9]+)?")


class Skolem:
    """Names blank nodes by IRIs below one base."""

    def __init__(self, base: str) -> None:
        self.prefix = base + PLACE

    def node(self, term: object) -> ox.BlankNode | None:
        """Return the blank node that an IRI stands for; None if it stands for none."""
        if isinstance(term, ox.NamedNode) and term.value.startswith(self.prefix):
            name = term.value.removeprefix(self.prefix)
            return ox.BlankNode(name) if _NAME.fullmatch(name) else None
        return None

    def iri(self, node: ox.BlankNode) -> ox.NamedNode | None:
        """Return the IRI of a blank node that `node` has returned; None for others, which have no lasting name."""
        return ox.NamedNode(self.prefix + node.value) if _NAME.fullmatch(node.value) else None

    @staticmethod
    def alone(node: object) -> bool:
        """Tell whether the name of a blank node says that one statement leads to it at most."""
        return isinstance(node, ox.BlankNode) and bool(_NAME.fullmatch(node.value)) and node.value[0] == ALONE

    def named(self, triples: Iterable[ox.Triple]) -> list[ox.Triple]:
        """Return the triples of one file with IRIs in the place of all blank nodes."""
        plain: list[ox.Triple] = []
        blank: list[ox.Triple] = []
        for triple in triples:
            (blank if _blanks(triple) else plain).append(triple)
        seen: Counter[str] = Counter()
        for component in _components(blank):
            plain += self._component(component, seen)
        return plain

    def blank(self, triple: ox.Triple) -> ox.Triple:
        """Return a triple with blank nodes in the place of such IRIs."""
        subject, object = self.node(triple.subject), self.node(triple.object)
        if subject is None and object is None:
            return triple
        return ox.Triple(subject or triple.subject, triple.predicate, object or triple.object)

    def _component(self, triples: list[ox.Triple], seen: Counter[str]) -> Iterator[ox.Triple]:
        dataset = ox.Dataset(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        triples = [quad.triple for quad in dataset]
        content = hashlib.sha256("\n".join(sorted(map(str, triples))).encode()).hexdigest()[:24]
        # Of those that say the same in one file, each is a node of its own, as it is there.
        copy = f"-{seen[content]}" if content in seen else ""
        seen[content] += 1
        led = Counter(t.object for t in triples if isinstance(t.object, ox.BlankNode))
        names: dict[object, ox.NamedNode] = {}
        for node in {node for triple in triples for node in _blanks(triple)}:
            kind = SHARED if led[node] > 1 else ALONE
            names[node] = ox.NamedNode(f"{self.prefix}{kind}.{content}.{node.value.removeprefix('c14n')}{copy}")
        for triple in triples:
            yield ox.Triple(
                names.get(triple.subject, triple.subject), triple.predicate, names.get(triple.object, triple.object)
            )


def _blanks(triple: ox.Triple) -> list[ox.BlankNode]:
    return [term for term in (triple.subject, triple.object) if isinstance(term, ox.BlankNode)]


def _components(triples: list[ox.Triple]) -> Iterator[list[ox.Triple]]:
    """Yield the triples of blank nodes that hang together, in the order in which they come."""
    above: dict[ox.BlankNode, ox.BlankNode] = {}

    def top(node: ox.BlankNode) -> ox.BlankNode:
        while (higher := above.setdefault(node, node)) != node:
            above[node] = node = above[higher]
        return node

    for triple in triples:
        first, *others = _blanks(triple)
        for other in others:
            above[top(first)] = top(other)
    found: dict[ox.BlankNode, list[ox.Triple]] = {}
    for triple in triples:
        found.setdefault(top(_blanks(triple)[0]), []).append(triple)
    yield from found.values()
